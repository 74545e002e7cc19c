"""Rows in one word."""

from datetime import date, timedelta

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from accounts.models import Partner, PartnerKind, User
from files.services import store_file
from tickets.models import Message, MessageKind, Source, Ticket, TicketLine
from tickets.number_store import next_number
from tickets.search import document, words_of
from tickets.states import TicketStatus
from warranty.models import (
    Claim,
    CountsFrom,
    LawVersion,
    Policy,
    PolicyVersion,
    Product,
    Proof,
    ProofKind,
    Standing,
    StartRule,
    Unit,
    Verdict,
)


class UserFactory(DjangoModelFactory[User]):
    class Meta:
        model = User

    email = factory.Sequence(lambda n: f"person{n}@maker.example")
    name = factory.Faker("name")


class DistributorFactory(DjangoModelFactory[Partner]):
    class Meta:
        model = Partner

    code = factory.Sequence(lambda n: f"D{n:03}")
    name = factory.Sequence(lambda n: f"Nordic Power {n}")
    kind = PartnerKind.DISTRIBUTOR
    country = "SE"


class ResellerFactory(DjangoModelFactory[Partner]):
    class Meta:
        model = Partner

    code = factory.Sequence(lambda n: f"R{n:03}")
    name = factory.Sequence(lambda n: f"Elec {n}")
    kind = PartnerKind.RESELLER
    distributor = factory.SubFactory(DistributorFactory)
    country = "FR"


class ProductFactory(DjangoModelFactory[Product]):
    class Meta:
        model = Product
        django_get_or_create = ("code",)

    code = "HALO"
    name = factory.SelfAttribute("code")
    serial_letter = factory.LazyAttribute(lambda product: product.code[0])


class UnitFactory(DjangoModelFactory[Unit]):
    class Meta:
        model = Unit

    serial = factory.Sequence(lambda n: f"2512{n:06}H")
    product = factory.SubFactory(ProductFactory)
    reseller = factory.SubFactory(ResellerFactory)
    distributor = factory.SelfAttribute("reseller.distributor")


class PolicyFactory(DjangoModelFactory[Policy]):
    class Meta:
        model = Policy
        django_get_or_create = ("code",)

    code = "POL-CA"
    name = "Warranty"
    is_default = True


class PolicyVersionFactory(DjangoModelFactory[PolicyVersion]):
    class Meta:
        model = PolicyVersion

    policy = factory.SubFactory(PolicyFactory)
    term_months = 60
    start_rule = StartRule.INSTALLATION
    install_lag_cap_months = 12
    published_at = factory.LazyFunction(timezone.now)


class LawVersionFactory(DjangoModelFactory[LawVersion]):
    class Meta:
        model = LawVersion

    country = "FR"
    time_zone = "Europe/Paris"
    term_months = 24
    burden_months = 24
    counts_from = CountsFrom.DISCOVERY
    published_at = factory.LazyFunction(timezone.now)


class ClaimFactory(DjangoModelFactory[Claim]):
    class Meta:
        model = Claim

    unit = factory.SubFactory(UnitFactory)
    serial = factory.SelfAttribute("unit.serial")
    product = factory.SelfAttribute("unit.product")
    buyer = "consumer"
    country = "FR"
    reported_at = factory.LazyFunction(timezone.now)


class VerdictFactory(DjangoModelFactory[Verdict]):
    """A verdict as the engine might have given it; it becomes the one that stands for its claim."""

    class Meta:
        model = Verdict
        skip_postgeneration_save = True

    claim = factory.SubFactory(ClaimFactory)
    decision = "in_warranty"
    basis = "both"
    reason = "START_PURCHASE"
    legal = "open"
    start_on = date(2025, 5, 20)
    commercial_until = date(2030, 5, 20)
    statutory_until = date(2027, 5, 12)
    facts = factory.LazyAttribute(lambda v: {"policy": "POL-CA", "reported_at": v.claim.reported_at.isoformat()})
    trace = factory.LazyFunction(list)
    created_at = factory.LazyFunction(timezone.now)
    standing = Standing.ISSUED
    issued_at = factory.LazyAttribute(lambda v: v.created_at if v.standing == Standing.ISSUED else None)

    @factory.post_generation
    def stands(self, create: bool, *_args: object, **_options: object) -> None:
        if create:
            self.claim.verdict = self
            self.claim.save(update_fields=["verdict"])


class ProofFactory(DjangoModelFactory[Proof]):
    class Meta:
        model = Proof

    kind = ProofKind.INVOICE
    file = factory.LazyFunction(lambda: store_file(name="invoice.pdf", content=b"%PDF-1.4 paper %%EOF"))
    sha256 = factory.Sequence(lambda n: f"{n:064}")
    uploaded_at = factory.LazyFunction(timezone.now)


class TicketFactory(DjangoModelFactory[Ticket]):
    class Meta:
        model = Ticket

    number = factory.LazyFunction(next_number)
    status = TicketStatus.OPEN
    source = Source.FORM
    name = "Camille Durand"
    email = factory.Sequence(lambda n: f"camille{n}@customer.example")
    country = "FR"
    language = "fr"
    created_at = factory.LazyFunction(lambda: timezone.now() - timedelta(days=2))
    updated_at = factory.SelfAttribute("created_at")
    waiting_since = factory.SelfAttribute("created_at")
    search = factory.LazyAttribute(lambda ticket: document(words_of(ticket.name, ticket.email)))


class TicketLineFactory(DjangoModelFactory[TicketLine]):
    class Meta:
        model = TicketLine

    ticket = factory.SubFactory(TicketFactory)
    position = factory.Sequence(lambda n: n + 1)
    unit = factory.SubFactory(UnitFactory)
    serial = factory.SelfAttribute("unit.serial")
    product = factory.SelfAttribute("unit.product")


class MessageFactory(DjangoModelFactory[Message]):
    class Meta:
        model = Message

    ticket = factory.SubFactory(TicketFactory)
    kind = MessageKind.CUSTOMER
    author_name = factory.SelfAttribute("ticket.name")
    author_email = factory.SelfAttribute("ticket.email")
    text = "La borne ne charge plus."
    created_at = factory.SelfAttribute("ticket.created_at")
