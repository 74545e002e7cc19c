"""gunicorn speaks as the rest of the portal does: JSON on stderr, without the secret in a link."""

import logging
from logging.config import dictConfig
from typing import Any

from gunicorn.glogging import Logger

from rma_portal.logs import LOGGING


class PortalLogger(Logger):  # type: ignore[misc]
    """Access and error lines go through the one formatter that cuts secrets."""

    def setup(self, cfg: Any) -> None:  # noqa: ANN401
        super().setup(cfg)
        dictConfig({**LOGGING, "loggers": {}})
        formatter = logging.getLogger().handlers[0].formatter
        for log in (self.error_log, self.access_log):
            for handler in log.handlers:
                handler.setFormatter(formatter)
