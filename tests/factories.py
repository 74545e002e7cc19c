"""Rows in one word."""

from datetime import timedelta

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from accounts.models import Partner, PartnerKind, User
from tickets.models import Message, MessageKind, Source, Ticket, TicketLine
from tickets.number_store import next_number
from tickets.search import document, words_of
from tickets.states import TicketStatus
from warranty.models import Product, Unit


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
