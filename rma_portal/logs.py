"""Structured logs: one JSON object a line, with request and task ids, and no secret in any of them."""

import re
from typing import Any

import structlog
from structlog.typing import EventDict, WrappedLogger

# A secret link is a password: whoever can read a log must not be able to open a case with it.
SECRET_PATHS = re.compile(r"/(support|estimates|accounts/invitation|accounts/reset)/(?!new/|track/)[\w.~-]{16,}")
BARE_SECRETS = re.compile(r"\b[0-9a-f]{56}\b")  # what common.links makes, wherever it stands
BEARERS = re.compile(r"\b(bearer|basic)\s+[\w.~+/=-]{8,}", re.IGNORECASE)
SECRET_KEYS = re.compile(r"password|secret|token|authorization|cookie|csrf", re.IGNORECASE)
URL_PASSWORDS = re.compile(r"(\w+://[^\s:/@]*):[^\s@/]+@")


def without_secrets(text: str) -> str:
    """The same text with nothing in it that opens anything."""
    text = BARE_SECRETS.sub("***", SECRET_PATHS.sub(r"/\1/***", text))
    return BEARERS.sub(r"\1 ***", URL_PASSWORDS.sub(r"\1:***@", text))


def _redact(value: Any) -> Any:  # noqa: ANN401
    if isinstance(value, str):
        return without_secrets(value)
    if isinstance(value, dict):
        return {k: "***" if SECRET_KEYS.search(str(k)) else _redact(v) for k, v in value.items()}
    if isinstance(value, list | tuple):
        return [_redact(item) for item in value]
    return value


def cut_secrets(_logger: WrappedLogger, _method: str, event: EventDict) -> EventDict:
    """Keep links, passwords and tokens out of every log line."""
    return {k: "***" if SECRET_KEYS.search(k) else _redact(v) for k, v in event.items()}


SHARED_PROCESSORS: list[Any] = [
    structlog.contextvars.merge_contextvars,
    structlog.stdlib.add_logger_name,
    structlog.stdlib.add_log_level,
    structlog.stdlib.PositionalArgumentsFormatter(),
    structlog.processors.TimeStamper(fmt="iso", utc=True),
    structlog.processors.format_exc_info,
    cut_secrets,
]

structlog.configure(
    processors=[
        structlog.stdlib.filter_by_level,
        *SHARED_PROCESSORS,
        structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
    ],
    logger_factory=structlog.stdlib.LoggerFactory(),
    cache_logger_on_first_use=True,
)

LOGGING: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "json": {
            "()": structlog.stdlib.ProcessorFormatter,
            "processors": [
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                structlog.processors.JSONRenderer(),
            ],
            "foreign_pre_chain": SHARED_PROCESSORS,
        }
    },
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "json"}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    "loggers": {
        "django_structlog": {"level": "WARNING"},
        "mail": {"level": "INFO"},
        # aiosmtpd's own name, which happens to lie below ours; it would log every command of every sender.
        "mail.log": {"level": "WARNING"},
        "tickets": {"level": "INFO"},
    },
}
