from itertools import islice

from django.apps.registry import Apps as StateApps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.utils import timezone

BATCH = 1_000
UNFINISHED = ('new', 'open', 'waiting', 'held')


def open_claims(apps: StateApps, _editor: BaseDatabaseSchemaEditor) -> None:
    """Units of cases that were open before there were verdicts get theirs by the clock."""
    Claim, TicketLine = apps.get_model('warranty', 'Claim'), apps.get_model('tickets', 'TicketLine')
    without = TicketLine.objects.filter(claim=None, ticket__status__in=UNFINISHED).select_related('ticket')
    lines, at = without.order_by('pk').iterator(chunk_size=BATCH), timezone.now()
    while batch := list(islice(lines, BATCH)):
        claims = Claim.objects.bulk_create(
            Claim(
                serial=line.serial,
                product_id=line.product_id,
                unit_id=line.unit_id,
                country=line.ticket.country,
                reported_at=line.ticket.created_at,
                is_safety=line.ticket.is_safety,
                due_since=at,
            )
            for line in batch
        )
        for line, claim in zip(batch, claims, strict=True):
            line.claim = claim
        TicketLine.objects.bulk_update(batch, ['claim'])


class Migration(migrations.Migration):

    dependencies = [('tickets', '0005_lines_ask_cover')]

    operations = [migrations.RunPython(open_claims, migrations.RunPython.noop)]
