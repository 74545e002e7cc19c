"""Settings that hold everywhere; each comes from the environment, with a default that works on a laptop."""

from pathlib import Path

import django_stubs_ext
from csp.constants import NONCE, NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

from rma_portal.logs import LOGGING as LOGGING  # noqa: PLC0414
from rma_portal.settings import rules
from rma_portal.settings.environment import Env

django_stubs_ext.monkeypatch()

BASE_DIR = Path(__file__).resolve().parents[2]
env = Env()
env.read_env(str(BASE_DIR / ".env"))

STATE_DIR = Path(env("PORTAL_STATE", default=str(BASE_DIR / ".local"))).resolve()
PORT = env.int("PORT", default=8000)
PORTAL_BASE_URL = env("PORTAL_BASE_URL", default=f"http://localhost:{PORT}").rstrip("/")
SECRET_KEY = env("SECRET_KEY", default="")
LINK_KEY = env("LINK_KEY", default="") or SECRET_KEY
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=[])
DEBUG = False

# The brand is data: another maker changes these, not the code.
BRAND_NAME = env("BRAND_NAME", default="Charge Amps")
BRAND_ADDRESS = env("BRAND_ADDRESS", default="Charge Amps AB, Solna, Sweden")
SUPPORT_EMAIL = env("SUPPORT_EMAIL", default="support@localhost")
PORTAL_NAME = env("PORTAL_NAME", default=f"{BRAND_NAME} Support")

INSTALLED_APPS = [
    "rma_portal.apps.PortalConfig",
    "rma_portal.apps.PortalAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "crispy_forms",
    "crispy_bootstrap5",
    "django_countries",
    "django_htmx",
    "django_structlog",
    "csp",
    "pgtrigger",
    "pghistory",
    "files",
    "mail",
    "accounts",
    "warranty",
    "tickets",
    "returns",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "rma_portal.limits.LimitMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "rma_portal.languages.StaffLanguageMiddleware",
    "django_structlog.middlewares.RequestMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "rma_portal.history.SignedInHistoryMiddleware",
]

# Reading changes no row: only what writes says in the row history who it was and where.
PGHISTORY_MIDDLEWARE_METHODS = ("POST", "PUT", "PATCH", "DELETE")

ROOT_URLCONF = "rma_portal.urls"
WSGI_APPLICATION = "rma_portal.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "django.template.context_processors.i18n",
                "rma_portal.context.brand",
            ],
        },
    }
]
CRISPY_ALLOWED_TEMPLATE_PACKS = "bootstrap5"
CRISPY_TEMPLATE_PACK = "bootstrap5"

DATABASES = {"default": env.db_url_config(env("DATABASE_URL", default="") or "postgresql:///rma_portal")}
DATABASES["default"] |= {
    "ATOMIC_REQUESTS": False,
    "CONN_MAX_AGE": env.int("CONN_MAX_AGE", default=60),
    "CONN_HEALTH_CHECKS": True,
    "DISABLE_SERVER_SIDE_CURSORS": env.bool("DISABLE_SERVER_SIDE_CURSORS", default=False),
}
# A server that swallows packets must not hold up every thread.
DATABASES["default"].setdefault("OPTIONS", {}).setdefault("connect_timeout", 5)
if "postgresql" not in DATABASES["default"].get("ENGINE", ""):
    raise ImproperlyConfigured("DATABASE_URL must name a PostgreSQL database.")

REDIS_URL = env("REDIS_URL", default="redis://127.0.0.1:6379/0")
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        "LOCATION": REDIS_URL,
        "KEY_PREFIX": "portal",
        "OPTIONS": {"socket_timeout": 2, "socket_connect_timeout": 1},
    }
}

CELERY_BROKER_URL = REDIS_URL
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_TRANSPORT_OPTIONS = {"visibility_timeout": 600, "socket_timeout": 5}
CELERY_TASK_SERIALIZER = "json"
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
DJANGO_STRUCTLOG_CELERY_ENABLED = True
CELERY_BEAT_SCHEDULE_FILENAME = str(STATE_DIR / "beat-schedule")
CELERY_BEAT_SCHEDULE = {
    "beat": {"task": "rma_portal.periodic.note_beat", "schedule": 15.0},
    "outbox": {"task": "mail.periodic.sweep_outbox", "schedule": 20.0},
    "intake": {"task": "tickets.periodic.sort_waiting", "schedule": 30.0},
    "warranty": {"task": "tickets.periodic.assess_due_claims", "schedule": 30.0},
    "plates": {"task": "tickets.periodic.read_plate_photos", "schedule": 60.0},
    "papers": {"task": "warranty.periodic.read_papers", "schedule": 60.0},
    "outlived_papers": {"task": "tickets.periodic.redact_outlived_papers", "schedule": 86400.0},
    "previews": {"task": "tickets.periodic.count_previews", "schedule": 30.0},
    "mailboxes": {"task": "tickets.periodic.poll_mailboxes", "schedule": 60.0},
    "closing": {"task": "tickets.periodic.close_solved_tickets", "schedule": 3600.0},
    "overrides": {"task": "tickets.periodic.end_expired_overrides", "schedule": 3600.0},
    "unit_lists": {"task": "warranty.periodic.work_on_lists", "schedule": 60.0},
    "forgotten_lists": {"task": "warranty.periodic.drop_forgotten_lists", "schedule": 86400.0},
    "files": {"task": "files.periodic.remove_orphans", "schedule": 86400.0},
}

AUTH_USER_MODEL = "accounts.User"
LOGIN_URL = "admin:login"
LOGIN_REDIRECT_URL = "admin:index"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]
for _validator in AUTH_PASSWORD_VALIDATORS:
    if _validator["NAME"].endswith("MinimumLengthValidator"):
        _validator["OPTIONS"] = {"min_length": 12}  # type: ignore[assignment]

LANGUAGE_CODE = "en"
COUNTRIES_FIRST = env.list("COUNTRIES_FIRST", default=["SE", "NO", "DK", "FI", "FR", "BE", "DE", "NL", "GB"])
LANGUAGES = [("en", _("English")), ("fr", _("French")), ("sv", _("Swedish"))]
FORMAT_MODULE_PATH = ["rma_portal.formats"]
LOCALE_PATHS = [BASE_DIR / "locale"]
TIME_ZONE = env("TIME_ZONE", default="Europe/Stockholm")
USE_TZ = True

STATIC_URL = "/static/"
STATIC_ROOT = STATE_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
MEDIA_ROOT = Path(env("MEDIA_ROOT", default=str(STATE_DIR / "media")))
S3_BUCKET = env("S3_BUCKET", default="")
STORAGES = {
    "default": {"BACKEND": "files.storage.DurableFileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
if S3_BUCKET:
    STORAGES["default"] = {
        "BACKEND": "storages.backends.s3.S3Storage",
        "OPTIONS": {  # type: ignore[dict-item]
            "bucket_name": S3_BUCKET,
            "endpoint_url": env("S3_ENDPOINT_URL", default=None),
            "default_acl": "private",
            "querystring_auth": True,
        },
    }
FILE_UPLOAD_PERMISSIONS = 0o600
FILE_UPLOAD_DIRECTORY_PERMISSIONS = 0o700
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
DATA_UPLOAD_MAX_MEMORY_SIZE = 4 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2_000
DATA_UPLOAD_MAX_NUMBER_FILES = 40
UPLOAD_MAX_BYTES = env.int("UPLOAD_MAX_BYTES", default=15 * 1024 * 1024)
UPLOAD_MAX_FILES = env.int("UPLOAD_MAX_FILES", default=12)
REQUEST_MAX_BYTES = UPLOAD_MAX_FILES * UPLOAD_MAX_BYTES + DATA_UPLOAD_MAX_MEMORY_SIZE
CLAMD_ADDRESS = env("CLAMD_ADDRESS", default="")  # host:port or the path of a socket; empty = no virus scanner

SESSION_ENGINE = "rma_portal.sessions"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 12 * 3600
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "rma_portal.errors.csrf_failure"
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF, NONCE],
        "style-src": [SELF],
        "img-src": [SELF, "data:", "blob:"],
        "object-src": [NONE],
        "base-uri": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}

THROTTLES = env("PORTAL_THROTTLES", default="on") != "off"
TRUSTED_PROXIES = env.int("TRUSTED_PROXIES", default=0)
METRICS_TOKEN = env("METRICS_TOKEN", default="")
LINK_DAYS = env.int("LINK_DAYS", default=180)
REOPEN_DAYS = env.int("REOPEN_DAYS", default=30)
CLOSE_SOLVED_AFTER_DAYS = env.int("CLOSE_SOLVED_AFTER_DAYS", default=14)
GOODWILL_LIMIT = env.int("GOODWILL_LIMIT", default=30_000)  # in cents; what costs more needs a second person

EMAIL_URL = env("EMAIL_URL", default="")
EMAIL_TIMEOUT = 20
if EMAIL_URL:
    vars().update(env.email("EMAIL_URL"))
else:
    EMAIL_BACKEND = "mail.folder.FolderBackend"
EMAIL_FOLDER = STATE_DIR / "mail"
DEFAULT_FROM_EMAIL = env("DEFAULT_FROM_EMAIL", default=SUPPORT_EMAIL)
BOUNCE_ADDRESS = env("BOUNCE_ADDRESS", default="")  # user part + token + domain; empty = derived from SUPPORT_EMAIL
SMTP_HOST = env("PORTAL_SMTP_HOST", default="127.0.0.1")
SMTP_PORT = env.int("PORTAL_SMTP_PORT", default=8025)
SMTP_LMTP = env.bool("PORTAL_SMTP_LMTP", default=False)
SMTP_MAX_BYTES = env.int("PORTAL_SMTP_MAX_BYTES", default=30 * 1024 * 1024)
IMAP_URLS = env.list("IMAP_URLS", default=[])  # imaps://user:password@host/folder, several with commas

rules.check(vars())
