"""Tests: everything in a temporary folder, fast password hashes, tasks run in place unless a test says otherwise."""

import atexit
import shutil
import tempfile
from pathlib import Path

from motcua.settings.base import *

_scratch = Path(tempfile.mkdtemp(prefix="mot-cua-mo-test-"))
atexit.register(shutil.rmtree, _scratch, ignore_errors=True)

SECRET_KEY = "tests-only"  # noqa: S105
ALLOWED_HOSTS = ["*"]
VAR_DIR = _scratch
MEDIA_ROOT = _scratch / "media"
PRIVATE_MEDIA_ROOT = _scratch / "private"
SEARCH_ENGINE = ""
ELASTICSEARCH_URL = ""
SEARCH_INDEX_PATH = _scratch / "search.sqlite3"
CACHES = {name: {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"} for name in ("default", "pages")}
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
WHITENOISE_AUTOREFRESH = True
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
# A test's transaction is never committed, so what production does after the commit is done at once.
TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}
CELERY_TASK_ALWAYS_EAGER = True
CELERY_TASK_EAGER_PROPAGATES = True
AXES_ENABLED = False
DEMO_ACCOUNTS = True
LOG_LEVEL = "WARNING"
LOGGING["root"]["level"] = "WARNING"  # type: ignore[index]
