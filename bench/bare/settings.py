"""The bare limit: Django with nothing between the server and the view."""

from rma_portal.settings.base import BASE_DIR, DATABASES  # noqa: F401

SECRET_KEY = "bare-limit-without-any-secret"  # noqa: S105
ALLOWED_HOSTS = ["*"]
ROOT_URLCONF = "bench.bare.urls"
INSTALLED_APPS: list[str] = []
MIDDLEWARE: list[str] = []
DEBUG = False
USE_TZ = True
LOGGING_CONFIG = None
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "bench" / "bare"],
    }
]
