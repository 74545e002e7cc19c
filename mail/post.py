"""The connection to the mail server: opened when the first mail needs it, used for all of them."""

from types import TracebackType
from typing import Final, Self

import structlog
from django.core.mail import get_connection

from mail.compose import compose
from mail.models import Delivery
from mail.verdicts import Fate, Verdict, verdict_on

SOCKET_TIMEOUT_S: Final = 15

log = structlog.get_logger(__name__)


class Post:
    """Carries one mail after the other and says what became of each; never raises for a mail."""

    def __init__(self) -> None:
        self.connection = get_connection(timeout=SOCKET_TIMEOUT_S)
        self.is_open = False

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def connect(self) -> Verdict | None:
        """None when the way is free, else why not."""
        if self.is_open:
            return None
        try:
            self.connection.open()
        except Exception as error:
            return verdict_on(error)
        self.is_open = True
        return None

    def carry(self, delivery: Delivery) -> Verdict:
        try:
            message = compose(delivery)
        except Exception as error:
            log.warning("mail_not_composed", delivery=delivery.pk, exc_info=True)
            return Verdict(Fate.FAILED, f"This mail cannot be put together: {type(error).__name__}: {error}")
        try:
            self.connection.send_messages([message])
        except Exception as error:
            verdict = verdict_on(error)
            if verdict.fate in {Fate.CUT_OFF, Fate.SHUT_OUT}:
                self.close()
            return verdict
        return Verdict(Fate.SENT)

    def close(self) -> None:
        self.is_open = False
        try:
            self.connection.close()
        except Exception:
            log.info("mail_connection_closed_roughly")
