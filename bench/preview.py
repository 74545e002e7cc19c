"""What a draft would change, counted over 100 000 open lines, as a worker counts it."""

import time

from django.db import connection, transaction
from django.db.models import Max
from django.utils import timezone

from bench.report import Report
from tickets.models import TermsPreview, Ticket, TicketLine
from tickets.services.preview_counting import count_waiting, open_lines
from tickets.states import TicketStatus
from warranty.models import PolicyVersion

LINES = 100_000
ASKED_S = 60


def measure(report: Report) -> None:
    """Nothing of it stays."""
    with transaction.atomic():
        _reopen()
        preview = TermsPreview.objects.create(policy_version=_draft(), asked_at=timezone.now())
        begun = time.perf_counter()
        count_waiting()
        took = time.perf_counter() - begun
        preview.refresh_from_db()
        transaction.set_rollback(True)
    detail = f"{preview.done} lines in {took:.1f} s, {preview.changed} of them would change, {preview.counts}"
    report.at_most("preview of a policy over 100 000 open lines, in s", took / preview.done * LINES, ASKED_S, detail)


def _reopen() -> None:
    """Finished cases too, as many as it takes."""
    judged = TicketLine.objects.filter(claim__verdict__isnull=False, ticket__merged_into=None).order_by("pk")
    last = judged.values_list("ticket", flat=True)[:LINES].aggregate(last=Max("ticket"))["last"]
    Ticket.objects.filter(pk__lte=last, merged_into=None).update(status=TicketStatus.OPEN)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE tickets_ticket")
    assert open_lines().count() >= LINES * 9 // 10


def _draft() -> PolicyVersion:
    """Every model, whenever it was sold: a year less than now."""
    widest = PolicyVersion.objects.filter(policy__is_default=True, valid_from=None, models_covered=[]).latest("pk")
    values = {field.name: getattr(widest, field.name) for field in PolicyVersion._meta.concrete_fields}
    fresh = {"id": None, "published_at": None, "supersedes": widest, "term_months": widest.term_months - 12}
    return PolicyVersion.objects.create(**{**values, **fresh})
