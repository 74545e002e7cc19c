"""Fills the portal with data that look real; running it again adds more."""

from argparse import ArgumentParser
from random import Random
from typing import Any, TextIO, cast

from django.core.management.base import BaseCommand, CommandError
from django.db import connection, transaction

from accounts.models import User
from common.memory import forget_everything
from common.progress import Progress
from rma_portal.demo.cases import CaseMaker, Setting
from rma_portal.demo.extras import add_extras
from rma_portal.demo.goods import make_partners, make_units
from rma_portal.demo.plots import DEMO_SHARES, LOAD_SHARES
from rma_portal.demo.staff import make_staff, make_words
from tickets.models import Ticket
from warranty.services.terms_on_file import lay_down_laws, lay_down_policies

UNITS = 2_000
TICKETS_PER_UNIT = 5
PARTNERS = 10


class Command(BaseCommand):
    help = "Makes partners, products, units and cases in every state, in French, Swedish and English; no mail is sent."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--tickets", type=int, default=200, help="how many cases to add")
        parser.add_argument("--partners", type=int, default=PARTNERS, help="distributors and resellers in all")
        parser.add_argument("--demo", action="store_true", help="also staff, files, tags, templates and odd mails")

    def handle(self, *, tickets: int, partners: int, demo: bool, **_options: Any) -> None:
        if tickets < 0 or partners < 2:  # noqa: PLR2004  a distributor and a reseller
            raise CommandError("Give at least 0 cases and 2 partners.")
        first = Ticket.objects.count()
        rng = Random(f"seed {first}")  # noqa: S311  the same data for the same beginning
        with transaction.atomic():
            setting = self._setting(rng, tickets=tickets, partners=partners, demo=demo)
        progress = Progress(cast("TextIO", self.stderr._out), total=tickets, what="cases")
        CaseMaker(setting, rng, first=first).make(tickets, written=progress.advance)
        progress.finish()
        if demo:
            add_extras(rng)
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")

    def _setting(self, rng: Random, *, tickets: int, partners: int, demo: bool) -> Setting:
        if demo:
            make_staff()
            make_words()
        lay_down_laws()
        lay_down_policies()
        forget_everything()  # a book bound before these terms were laid down
        resellers = make_partners(partners, rng)
        units = make_units(max(UNITS, tickets // TICKETS_PER_UNIT), resellers, rng)
        engineers = User.objects.filter(groups__name="engineer", is_active=True).order_by("pk")
        return Setting(units, resellers, list(engineers), DEMO_SHARES if demo else LOAD_SHARES)
