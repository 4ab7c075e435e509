"""Settings that every installation shares. Each is safe for production; the environment changes what differs.

``docs/environment.md`` lists every variable read here.
"""

from pathlib import Path
from typing import Any

import environ
from celery.schedules import crontab
from csp.constants import NONE, SELF
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

BASE_DIR = Path(__file__).resolve().parents[3]

env = environ.Env()
environ.Env.read_env(BASE_DIR / ".env")

VAR_DIR = Path(env.str("VAR_DIR", default=str(BASE_DIR / "var"))).resolve()

# --- Identity -----------------------------------------------------------------------------------
DEBUG = False
DEMO_ACCOUNTS = False
SECRET_KEY: str = env.str("SECRET_KEY", default="")
ALLOWED_HOSTS: list[str] = env.list("ALLOWED_HOSTS", default=[])
CSRF_TRUSTED_ORIGINS: list[str] = env.list("CSRF_TRUSTED_ORIGINS", default=[])
PUBLIC_BASE_URL: str = env.str("PUBLIC_BASE_URL", default="http://localhost:8000").rstrip("/")
SITE_CODE_PREFIX: str = env.str("SITE_CODE_PREFIX", default="AH")
WAGTAIL_SITE_NAME = "Một Cửa Mở"
WAGTAILADMIN_BASE_URL = PUBLIC_BASE_URL

# --- Applications -------------------------------------------------------------------------------
INSTALLED_APPS = [
    "home",
    "search",
    "feedback",
    "procedures",
    "core",
    "wagtail.contrib.settings",
    "wagtail.contrib.redirects",
    "wagtail.embeds",
    "wagtail.sites",
    "wagtail.users",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail",
    "modelcluster",
    "taggit",
    "django_filters",
    "captcha",
    "csp",
    "axes",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.sitemaps",
    "django.contrib.staticfiles",
]

MIDDLEWARE = [
    "core.middleware.RequestIdMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    # A long procedure is 90 KB of HTML and 8 KB compressed. Outside the page cache, which keeps plain text.
    "django.middleware.gzip.GZipMiddleware",
    "csp.middleware.CSPMiddleware",
    "core.middleware.AdminContentPolicyMiddleware",
    "core.middleware.PublicPageCacheMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "wagtail.contrib.redirects.middleware.RedirectMiddleware",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "motcua.urls"
WSGI_APPLICATION = "motcua.wsgi.application"

TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "wagtail.contrib.settings.context_processors.settings",
            ],
        },
    }
]

# --- Data ---------------------------------------------------------------------------------------
DATABASES: dict[str, dict[str, Any]] = {
    "default": env.db_url("DATABASE_URL", default=f"sqlite:///{VAR_DIR / 'db.sqlite3'}")
}
DATABASES["default"].setdefault("CONN_MAX_AGE", 600)
DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    # IMMEDIATE is what makes concurrent writers wait instead of fail: SQLite refuses a read lock's
    # upgrade to a write lock at once, whatever the timeout. WAL lets readers go on meanwhile.
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA cache_size=-16000;",
    }
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

CACHES = {"default": env.cache_url("CACHE_URL", default=f"filecache://{VAR_DIR / 'cache'}")}
CACHES["default"].setdefault("OPTIONS", {})
if "filebased" in CACHES["default"]["BACKEND"]:
    CACHES["default"]["BACKEND"] = "core.filecache.ForgettingFileCache"
    CACHES["default"]["OPTIONS"]["MAX_ENTRIES"] = 5000
# Whole pages apart from the counters of attempts: many addresses asked for must not push a counter out.
CACHES["pages"] = dict(CACHES["default"])
if "Forgetting" in CACHES["pages"]["BACKEND"]:
    CACHES["pages"]["LOCATION"] = f"{CACHES['default']['LOCATION']}-pages"

STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
STATIC_URL = "/static/"
STATIC_ROOT = Path(env.str("STATIC_ROOT", default=str(VAR_DIR / "static")))
STATICFILES_DIRS = [BASE_DIR / "static_src"]
MEDIA_URL = "/media/"
MEDIA_ROOT = Path(env.str("MEDIA_ROOT", default=str(VAR_DIR / "media")))
SERVE_MEDIA: bool = env.bool("SERVE_MEDIA", default=False)
# Citizens' attachments. No URL leads here: a view checks who asks.
PRIVATE_MEDIA_ROOT = Path(env.str("PRIVATE_MEDIA_ROOT", default=str(VAR_DIR / "private")))
# Photos and scans from phones: five files of 10 MB and the text around them.
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
# More than five are told so in words and not with an error page; the forms stop reading beyond their own limits.
DATA_UPLOAD_MAX_NUMBER_FILES = 100
FILE_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024
FILE_UPLOAD_PERMISSIONS = 0o640

# --- Search -------------------------------------------------------------------------------------
# Empty: Elasticsearch where its address is given, else the engine of the site's own database.
SEARCH_ENGINE: str = env.str("SEARCH_ENGINE", default="")
ELASTICSEARCH_URL: str = env.str("ELASTICSEARCH_URL", default="")
ELASTICSEARCH_API_KEY: str = env.str("ELASTICSEARCH_API_KEY", default="")
ELASTICSEARCH_CA_FILE: str = env.str("ELASTICSEARCH_CA_FILE", default="")
# Sites and environments that share a cluster differ in their public address.
ELASTICSEARCH_PREFIX: str = env.str(
    "ELASTICSEARCH_PREFIX",
    default=f"mot-cua-mo-{slugify(PUBLIC_BASE_URL.partition('://')[2].replace('.', '-'))}",
)
SEARCH_INDEX_PATH = Path(env.str("SEARCH_INDEX_PATH", default=str(VAR_DIR / "search.sqlite3")))
# The admin's own lists and choosers.
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "core.search_backend"}}

# --- Review -------------------------------------------------------------------------------------
WAGTAIL_FINISH_WORKFLOW_ACTION = "procedures.approval.publish_approved"

# --- Tasks --------------------------------------------------------------------------------------
# Wagtail's own chores at every save; everything else goes to Celery.
TASKS = {"default": {"BACKEND": "core.wagtail_tasks.AfterCommitBackend"}}
BROKER_DIR = Path(env.str("BROKER_DIR", default=str(VAR_DIR / "broker")))
CELERY_BROKER_URL: str = env.str("CELERY_BROKER_URL", default="filesystem://localhost")
if CELERY_BROKER_URL.startswith("filesystem:"):
    CELERY_BROKER_TRANSPORT_OPTIONS = {
        "data_folder_in": str(BROKER_DIR / "queue"),
        "data_folder_out": str(BROKER_DIR / "queue"),
        "control_folder": str(BROKER_DIR / "control"),
        "store_processed": False,
    }
    for folder in ("queue", "control"):
        (BROKER_DIR / folder).mkdir(parents=True, exist_ok=True)
CELERY_TIMEZONE = "Asia/Ho_Chi_Minh"
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_TIME_LIMIT = 300
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_BEAT_SCHEDULE_FILENAME = str(VAR_DIR / "celerybeat-schedule")
CELERY_BEAT_SCHEDULE = {
    "worker-heartbeat": {"task": "core.beat_heartbeat", "schedule": 30.0},
    "deliver-messages": {"task": "core.deliver_due_messages", "schedule": 60.0},
    "drain-index-tasks": {"task": "search.drain_index_tasks", "schedule": 60.0},
    "audit-indexes": {"task": "search.audit_indexes", "schedule": crontab(minute="*/15")},
    "group-queries": {"task": "search.group_queries", "schedule": 600.0},
    "learn-phrases": {"task": "search.learn_phrases", "schedule": crontab(hour=2, minute=40)},
    "forget-old-counts": {"task": "search.forget_old_counts", "schedule": crontab(hour=2, minute=10)},
    "advance-cases": {"task": "feedback.advance_cases", "schedule": 300.0},
    "recount-deadlines": {
        "task": "feedback.recompute_open_deadlines",
        "schedule": crontab(hour=0, minute=30),
    },
    # Just after midnight, local time; each hour again, for a night without a worker.
    "start-day": {"task": "procedures.start_day", "schedule": crontab(minute=1)},
    "publish-scheduled-pages": {"task": "procedures.publish_scheduled_pages", "schedule": 300.0},
    "check-links": {"task": "procedures.check_links", "schedule": 600.0},
    "continue-imports": {"task": "procedures.continue_imports", "schedule": 60.0},
    "prepare-form-previews": {"task": "procedures.prepare_form_previews", "schedule": 600.0},
    "purge-staged-uploads": {"task": "feedback.purge_staged_uploads", "schedule": 3600.0},
}

# --- People -------------------------------------------------------------------------------------
AUTH_USER_MODEL = "core.User"
WAGTAILIMAGES_IMAGE_MODEL = "core.SiteImage"
WAGTAILDOCS_DOCUMENT_MODEL = "core.SiteDocument"
WAGTAILDOCS_EXTENSIONS = ["pdf", "docx", "xlsx", "odt", "ods", "csv"]
WAGTAILADMIN_USER_LOGIN_FORM = "core.forms.StaffLoginForm"
WAGTAIL_USER_CREATION_FORM = "core.forms.StaffCreationForm"
WAGTAIL_USER_EDIT_FORM = "core.forms.StaffEditForm"
WAGTAIL_USER_CUSTOM_FIELDS: list[str] = []
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "django.contrib.auth.backends.ModelBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]
LOGIN_URL = "wagtailadmin_login"
AXES_FAILURE_LIMIT = 8
AXES_COOLOFF_TIME = 0.5  # hours
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_RESET_ON_SUCCESS = True
AXES_VERBOSE = False

# --- Language and time --------------------------------------------------------------------------
# The interface is written in Vietnamese: message ids are the Vietnamese text, locale/en translates it.
LANGUAGE_CODE = "vi"
LANGUAGES = [("vi", _("Tiếng Việt")), ("en", _("Tiếng Anh"))]
WAGTAILADMIN_PERMITTED_LANGUAGES = [("vi", "Tiếng Việt"), ("en", "English")]
LOCALE_PATHS = [BASE_DIR / "locale"]
# Day first, typed and shown. The date picker replaces what it can't read by today without a word, so both must agree.
FORMAT_MODULE_PATH = ["motcua.formats"]
WAGTAIL_DATE_FORMAT = "%d/%m/%Y"
WAGTAIL_DATETIME_FORMAT = "%d/%m/%Y %H:%M"
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Asia/Ho_Chi_Minh"
WAGTAIL_I18N_ENABLED = False

# --- Mail ---------------------------------------------------------------------------------------
vars().update(env.email_url("EMAIL_URL", default="consolemail://"))
EMAIL_TIMEOUT = 20  # seconds: a mail server that hangs must not hold the worker
DEFAULT_FROM_EMAIL: str = env.str("DEFAULT_FROM_EMAIL", default="Một Cửa Mở <khong-tra-loi@example.vn>")
SERVER_EMAIL: str = env.str("SERVER_EMAIL", default=DEFAULT_FROM_EMAIL)

# --- Security -----------------------------------------------------------------------------------
# How many proxies in front of the site append to X-Forwarded-For; the limits per visitor count by that address.
TRUSTED_PROXY_COUNT: int = env.int("TRUSTED_PROXY_COUNT", default=0)
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 12 * 3600
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "core.views.csrf_failure"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "SAMEORIGIN"
SILENCED_SYSTEM_CHECKS = ["security.W019"]  # editors see previews in a frame of the site's own
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF],
        "font-src": [SELF],
        "media-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [SELF],
        "base-uri": [NONE],
        "object-src": [NONE],
    },
}

# --- Captcha ------------------------------------------------------------------------------------
CAPTCHA_DRIVER: str = env.str("CAPTCHA_DRIVER", default="feedback.captcha.simple.SimpleCaptcha")
CAPTCHA_LENGTH = 5
CAPTCHA_TIMEOUT = 15  # minutes

# --- Logging ------------------------------------------------------------------------------------
# One JSON object a line; no personal data: the processors drop what is not on the list of known keys.
LOG_LEVEL: str = env.str("LOG_LEVEL", default="INFO")
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"json": {"()": "core.logging.json_formatter"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "json"}},
    "root": {"handlers": ["console"], "level": LOG_LEVEL},
    "loggers": {
        "django.request": {"handlers": ["console"], "level": "ERROR", "propagate": False},
        "django.security": {"handlers": ["console"], "level": "WARNING", "propagate": False},
        "django_tasks": {"level": "WARNING"},  # else two lines for every saved page
        "fontTools": {"level": "WARNING"},
        "elastic_transport": {
            "level": "ERROR"
        },  # else a line for every search, and below it what was asked for
    },
}
