"""For developers: the one-machine settings with Django's debug pages and no hashed static files."""

from motcua.settings.local import *

DEBUG = True
SECRET_KEY = SECRET_KEY or "dev-only-not-secret"
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
