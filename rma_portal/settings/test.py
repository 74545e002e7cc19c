"""What the test suite runs with: the real servers, cheap passwords, a folder of its own for files."""

import tempfile
from pathlib import Path

from rma_portal.settings.base import *  # noqa: F403
from rma_portal.settings.base import CACHES, REDIS_URL, STORAGES, env

SECRET_KEY = "only-for-tests-" + "x" * 40
LINK_KEY = SECRET_KEY
ALLOWED_HOSTS = ["testserver", "localhost", "127.0.0.1"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = STORAGES | {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
STATE_DIR = Path(tempfile.mkdtemp(prefix="portal-test-"))
MEDIA_ROOT = STATE_DIR / "media"
EMAIL_FOLDER = STATE_DIR / "mail"
DEV_MAIL = True
THROTTLES = False
CELERY_TASK_ALWAYS_EAGER = False
# Several processes of one run share a server; emptying one's cache must not empty another's.
if _worker := env("PYTEST_XDIST_WORKER", default=""):
    _place = int(_worker.removeprefix("gw")) + 1
    CACHES = {"default": CACHES["default"] | {"LOCATION": f"{REDIS_URL.rpartition('/')[0]}/{_place}"}}
