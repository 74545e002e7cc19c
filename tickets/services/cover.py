"""The warranty of a case: each line judged when its facts have changed, and the case's history told of it."""

import time
from datetime import timedelta
from typing import Final

import structlog
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.actors import Actor
from accounts.models import User
from common.errors import DomainError
from mail.wakes import wake
from tickets import emails
from tickets.models import EventKind, Source, Ticket, TicketLine
from tickets.services.history import lock_unmerged, record, touch
from tickets.states import UNFINISHED, TicketStatus
from warranty.models import Claim, Standing, Verdict
from warranty.services import verdicts
from warranty.services.claims import ASSESSING, StatedFacts
from warranty.services.claims import state_facts as state_facts_of_claim
from warranty.services.verdicts import Assessed, judge_claim

CASES_AT_ONCE: Final = 200
# A first verdict comes within seconds; one that comes days later belongs to a case from before there were any.
FIRST_WITHIN: Final = timedelta(days=1)

log = structlog.get_logger(__name__)


def assess_due(*, seconds: float = float("inf")) -> int:
    """Judge the claims whose facts have changed, case by case; returns how many new verdicts there are.

    Stops after so many seconds and calls for another round: a hundred thousand of them must not keep the mails waiting.
    May run twice at once: a case that somebody holds just now is left to them or to the next round.
    """
    until, fresh, seen = time.monotonic() + seconds, 0, set[int]()
    while waiting := _due_cases(seen):
        for ticket_id in waiting:
            fresh += _assess(ticket_id)
            if time.monotonic() > until:
                wake(ASSESSING)
                return fresh
        seen.update(waiting)
    return fresh


def _assess(ticket_id: int) -> int:
    try:
        return assess_case(ticket_id)
    except Exception:  # one case that cannot be judged must not keep the others waiting
        log.exception("case_not_assessed", ticket=ticket_id)
        return 0


def _due_cases(seen: set[int]) -> list[int]:
    due = TicketLine.objects.filter(claim__due_since__isnull=False).exclude(ticket__in=seen)
    return list(dict.fromkeys(due.order_by("claim__due_since").values_list("ticket", flat=True)[:CASES_AT_ONCE]))


@transaction.atomic
def assess_case(ticket_id: int) -> int:
    """Judge the claims of one case that are due; those of a finished case wait until it is opened again."""
    ticket = Ticket.objects.select_for_update(of=("self",), skip_locked=True).light().filter(pk=ticket_id).first()
    if ticket is None:
        return 0
    lines = list(ticket.lines.filter(claim__due_since__isnull=False).select_related("claim").order_by("claim"))
    if ticket.status not in UNFINISHED:
        Claim.objects.filter(pk__in=[line.claim_id for line in lines]).update(due_since=None)
        return 0
    assessed = [(line, _judge(ticket, line)) for line in lines]
    news = [line for line, result in assessed if result.says_something_new and not _is_moving_in(ticket, result)]
    _announce(ticket, [line for line in news if line.claim and _may_be_told(line.claim)])
    return sum(result.is_new for _line, result in assessed)


def _is_moving_in(ticket: Ticket, result: Assessed) -> bool:
    """Whose case was open before we judged any hears nothing of it that they have not asked us."""
    is_late = timezone.now() - ticket.created_at > FIRST_WITHIN
    return result.before is None and (ticket.source == Source.IMPORT or is_late)


def _judge(ticket: Ticket, line: TicketLine) -> Assessed:
    assert line.claim is not None
    result = judge_claim(claim=line.claim, open_elsewhere=_open_elsewhere(ticket, line))
    line.claim = result.claim
    _find_unit(line)
    if result.says_something_new:
        record(
            ticket,
            EventKind.VERDICT_CHANGED,
            actor=Actor.clock(),
            at=timezone.now(),
            before=_named(line, result.before) if result.before else "",
            after=_named(line, result.verdict),
        )
    return result


def _find_unit(line: TicketLine) -> None:
    """A serial that nobody knew when the case came in may have come into the registry since."""
    if line.unit_id is None and line.claim is not None and line.claim.unit_id is not None:
        line.unit_id = line.claim.unit_id
        line.save(update_fields=["unit"])


def _named(line: TicketLine, verdict: Verdict) -> str:
    return f"{line}: {verdict.get_decision_display()} ({verdict.reason}, {verdict.get_standing_display()})"


def _may_be_told(claim: Claim) -> bool:
    return claim.verdict is not None and claim.verdict.standing == Standing.ISSUED


def _announce(ticket: Ticket, lines: list[TicketLine]) -> None:
    if lines:
        emails.queue_verdict(ticket, lines)


def _open_elsewhere(ticket: Ticket, line: TicketLine) -> str:
    """The number of an older case in which this unit is on its way back already."""
    if not line.serial:
        return ""
    others = Ticket.objects.filter(status=TicketStatus.HELD, lines__serial=line.serial, pk__lt=ticket.pk)
    return others.order_by("pk").values_list("number", flat=True).first() or ""


@transaction.atomic
def state_facts(*, line: TicketLine, facts: StatedFacts, actor: Actor) -> TicketLine:
    """What staff or the customer say of a unit is written down; the verdict follows."""
    ticket, claim = lock_unmerged(line.ticket), claim_of(line)
    changed = state_facts_of_claim(claim=claim, facts=facts)
    if changed:
        at = timezone.now()
        touch(ticket, at)
        after = ", ".join(f"{name}={getattr(facts, name)}" for name in changed)
        record(ticket, EventKind.FACTS_CHANGED, actor=actor, at=at, before=str(line), after=after)
    return line


@transaction.atomic
def confirm_verdict(*, line: TicketLine, seen: int, user: User) -> Verdict:
    """An engineer stands behind a refusal, and the customer is told."""
    ticket, claim = lock_unmerged(line.ticket), claim_of(line)
    verdict = verdicts.confirm_verdict(claim=claim, seen=seen, user=user)
    record(ticket, EventKind.VERDICT_CONFIRMED, actor=Actor.staff(user), at=timezone.now(), after=_named(line, verdict))
    line.claim = Claim.objects.select_related("verdict").get(pk=claim.pk)
    emails.queue_verdict(ticket, [line])
    return verdict


def claim_of(line: TicketLine) -> Claim:
    """What is asked for this unit; raise DomainError for one of which nothing is."""
    if line.claim is None:
        raise DomainError(_("Cover was never asked for this unit."))
    return line.claim
