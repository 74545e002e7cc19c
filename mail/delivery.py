"""Deliveries leave the house."""

import time
from typing import Final

from django.utils import timezone

from mail import channel, claims
from mail.models import Delivery
from mail.post import Post
from mail.verdicts import Fate, Verdict
from mail.wakes import OUTBOX, awake, wake

LONGEST_RUN_S: Final = 20.0
MOST_CUTS: Final = 3  # in one run; then the server is left alone for a while


def deliver_due() -> int:
    """Send what is owed and due, over one connection; the number of mails that the server took is returned."""
    # First: what is queued from now on wakes the next worker, even if we have just looked.
    awake(OUTBOX)
    if channel.is_paused(at=timezone.now()):
        return 0
    with Post() as post:
        run = Run(post)
        run.go(until=time.monotonic() + LONGEST_RUN_S)
    return run.sent


class Run:
    """One worker's walk through what is due."""

    def __init__(self, post: Post) -> None:
        self.post = post
        self.sent = 0
        self.cuts = 0
        self.is_over = False

    def go(self, *, until: float) -> None:
        while not self.is_over:
            batch = claims.claim(at=timezone.now())
            if not batch:
                return
            self._carry_all(batch)
            if time.monotonic() > until:
                wake(OUTBOX)
                return

    def _carry_all(self, batch: list[Delivery]) -> None:
        for place, delivery in enumerate(batch):
            trouble = self.post.connect()
            if trouble is not None:
                self._no_way_out(batch[place:], trouble)
                return
            claims.renew(batch[place:])
            verdict = self.post.carry(delivery)
            if verdict.fate is Fate.SHUT_OUT:
                self._no_way_out(batch[place:], verdict)
                return
            self._mark(delivery, verdict)
            if self.cuts >= MOST_CUTS:
                self._no_way_out(batch[place + 1 :], verdict)
                return

    def _no_way_out(self, rest: list[Delivery], trouble: Verdict) -> None:
        """The trouble is the server's, not these mails': they wait and lose no attempt."""
        self.is_over = True
        if trouble.fate is Fate.SHUT_OUT:
            claims.give_back(rest, error=trouble.error)
            channel.pause(trouble.error)
        else:
            claims.wait_for_server(rest, error=trouble.error)

    def _mark(self, delivery: Delivery, verdict: Verdict) -> None:
        match verdict.fate:
            case Fate.SENT:
                claims.mark_sent(delivery)
                self._one_got_through()
            case Fate.FAILED:
                claims.mark_failed(delivery, verdict.error)
            case _:
                claims.put_off(delivery, verdict.error)
                self.cuts += verdict.fate is Fate.CUT_OFF

    def _one_got_through(self) -> None:
        if not self.sent:
            channel.resume()
        self.sent += 1
