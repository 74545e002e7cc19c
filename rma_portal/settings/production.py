"""What a server on the open network runs with; it refuses to start on samples and gaps."""

from django.core.exceptions import ImproperlyConfigured

from rma_portal.settings.base import *  # noqa: F403
from rma_portal.settings.base import ALLOWED_HOSTS, EMAIL_URL, PORTAL_BASE_URL, THROTTLES, env

for _name in (
    "SECRET_KEY",
    "DATABASE_URL",
    "REDIS_URL",
    "ALLOWED_HOSTS",
    "EMAIL_URL",
    "PORTAL_BASE_URL",
    "SUPPORT_EMAIL",
):
    if not env(_name, default=""):
        raise ImproperlyConfigured(f"{_name} must be set in production.")
if len(env("SECRET_KEY")) < 50 or "example" in env("SECRET_KEY") or len(set(env("SECRET_KEY"))) < 15:
    raise ImproperlyConfigured("SECRET_KEY must be at least 50 random characters.")
if "*" in ALLOWED_HOSTS:
    raise ImproperlyConfigured("ALLOWED_HOSTS must name the hosts, not “*”.")
if not PORTAL_BASE_URL.startswith("https://"):
    raise ImproperlyConfigured("PORTAL_BASE_URL must begin with https:// in production.")
if not THROTTLES:
    raise ImproperlyConfigured("PORTAL_THROTTLES=off is for load tests; production refuses it.")
if EMAIL_URL.startswith(("console", "dummy", "memory", "file")):
    raise ImproperlyConfigured("EMAIL_URL must name a real mail server in production.")

DEV_MAIL = False
SECURE_SSL_REDIRECT = env.bool("SECURE_SSL_REDIRECT", default=True)
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_HSTS_SECONDS = 31_536_000
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_HSTS_PRELOAD = True
SESSION_COOKIE_SECURE = True
SESSION_COOKIE_NAME = "__Host-session"
CSRF_COOKIE_SECURE = True
CSRF_COOKIE_NAME = "__Host-csrf"
