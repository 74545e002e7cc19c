"""How gunicorn serves the portal: loaded once, forked twice, four threads each."""

import gc
import os
from typing import Any

from django.db import connections
from django.urls import get_resolver

bind = f"{os.environ.get('PORTAL_BIND') or '127.0.0.1'}:{os.environ.get('PORT') or '8000'}"
worker_class = "gthread"
workers = int(os.environ.get("WEB_CONCURRENCY") or 2)
threads = int(os.environ.get("WEB_THREADS") or 4)
preload_app = True
# Bounds what a leak could grow to; the spread keeps the workers from leaving together.
max_requests = 50_000
max_requests_jitter = 10_000
graceful_timeout = 10
timeout = 60
keepalive = 5
loglevel = "warning"
logger_class = "rma_portal.gunicorn_logs.PortalLogger"
control_socket_disable = True
# Workers prove their life through a file; on a busy disk that alone could make them look dead.
worker_tmp_dir = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None  # noqa: S108
forwarded_allow_ips = os.environ.get("FORWARDED_ALLOW_IPS") or "127.0.0.1"


def when_ready(_server: Any) -> None:  # noqa: ANN401
    """Load what the first request would load, while there is still one process to load it in."""
    _ = get_resolver().url_patterns
    # A connection that two processes share mixes up their answers.
    connections.close_all()
    gc.collect()
    # Untouched by the collector, these pages stay shared between the workers.
    gc.freeze()
