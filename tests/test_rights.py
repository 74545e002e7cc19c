"""Every address of the portal × everybody × every method, against one table; an address that it lacks is refused."""

from collections.abc import Iterator
from typing import Final

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver
from django.utils import timezone

from accounts.models import Partner, User
from accounts.roles import Role, give_role, sync_roles
from files.services import store_file
from mail.acceptance import accept_mail
from mail.models import BlockedSender, Delivery, IncomingMail, OutgoingMail
from tests.factories import (
    DistributorFactory,
    LawVersionFactory,
    MessageFactory,
    PolicyFactory,
    PolicyVersionFactory,
    ProductFactory,
    ProofFactory,
    TicketFactory,
    TicketLineFactory,
    UnitFactory,
    UserFactory,
)
from tickets import emails
from tickets.models import (
    Attachment,
    Event,
    Message,
    NumberAlias,
    Participant,
    ReplyTemplate,
    Tag,
    TermsPreview,
    Ticket,
)
from tickets.number_store import next_number
from tickets.services.filing import NewAttachment, attach
from tickets.services.links import secret_for_filer
from warranty.models import Claim, PolicyVersion, Proof, UnitList

pytestmark = pytest.mark.django_db

METHODS: Final = ("GET", "HEAD", "POST", "PUT", "DELETE")
WHO: Final = ("nobody", "technician", "finance", "engineer", "manager", "admin", "owner")
EVERYBODY: Final = frozenset(WHO)
STAFF: Final = EVERYBODY - {"nobody"}
TRIAGE: Final = STAFF - {"technician", "finance"}
MANAGE: Final = TRIAGE - {"engineer"}
ACCOUNTS: Final = frozenset({"admin", "owner"})
OWNER: Final = frozenset({"owner"})
NONE: Final = frozenset[str]()

# Who may read and who may write at each address; a name of Django's admin stands for its whole set.
PAGES: Final[dict[str, tuple[frozenset[str], frozenset[str]]]] = {
    "admin:index": (STAFF, STAFF),
    "admin:me": (STAFF, STAFF),
    "admin:app_list": (STAFF, STAFF),
    "admin:login": (EVERYBODY, EVERYBODY),
    "admin:logout": (NONE, STAFF),
    "admin:password_change": (STAFF, STAFF),
    "admin:password_change_done": (STAFF, STAFF),
    "admin:jsi18n": (STAFF, STAFF),
    "admin:autocomplete": (STAFF, STAFF),
    "admin:view_on_site": (NONE, NONE),
    "admin:accounts_user_link": (NONE, ACCOUNTS),
    "admin:tickets_ticket_changelist": (STAFF, STAFF),
    "admin:tickets_ticket_change": (STAFF, STAFF),
    "admin:tickets_ticket_file": (STAFF, STAFF),
    "admin:tickets_ticket_html": (STAFF, STAFF),
    "admin:tickets_ticket_proof": (STAFF, TRIAGE),
    "admin:tickets_ticket_proof_file": (STAFF, STAFF),
    "admin:tickets_ticket_add": (TRIAGE, TRIAGE),
    "admin:tickets_ticket_bulk": (TRIAGE, TRIAGE),
    "admin:tickets_ticket_write": (TRIAGE, TRIAGE),
    "admin:tickets_ticket_post": (TRIAGE, TRIAGE),
    "admin:warranty_unit_swap": (MANAGE, MANAGE),
    "admin:warranty_unit_service": (MANAGE, MANAGE),
    "admin:warranty_unitlist_changelist": (STAFF, STAFF),
    "admin:warranty_unitlist_add": (MANAGE, MANAGE),
    "admin:warranty_unitlist_change": (STAFF, STAFF),
    "admin:warranty_unitlist_errors": (STAFF, STAFF),
    "admin:warranty_unitlist_post": (NONE, MANAGE),
    "admin:warranty_policyversion_publish": (NONE, MANAGE),
    "admin:warranty_policyversion_replace": (NONE, MANAGE),
    "admin:warranty_lawversion_publish": (NONE, MANAGE),
    "admin:warranty_lawversion_replace": (NONE, MANAGE),
    "admin:tickets_termspreview_changelist": (TRIAGE, TRIAGE),
    "admin:tickets_termspreview_ask": (NONE, MANAGE),
    "admin:tickets_termspreview_change": (TRIAGE, TRIAGE),
    "admin:tickets_termspreview_cancel": (NONE, MANAGE),
    "admin:mail_outgoingmail_changelist": (TRIAGE, TRIAGE),
    "admin:mail_outgoingmail_change": (TRIAGE, TRIAGE),
    "admin:mail_outgoingmail_resend": (TRIAGE, TRIAGE),
    "admin:mail_incomingmail_changelist": (TRIAGE, TRIAGE),
    "admin:mail_incomingmail_change": (TRIAGE, TRIAGE),
    "admin:mail_incomingmail_raw": (TRIAGE, TRIAGE),
    "admin:mail_incomingmail_post": (TRIAGE, TRIAGE),
}
# Django's own pages: who sees the list and a row, who adds, who changes, who deletes.
MODELS: Final[dict[str, tuple[frozenset[str], frozenset[str], frozenset[str], frozenset[str]]]] = {
    "accounts_user": (ACCOUNTS, ACCOUNTS, ACCOUNTS, NONE),
    "accounts_partner": (STAFF, MANAGE, MANAGE, OWNER),
    "warranty_product": (STAFF, MANAGE, MANAGE, OWNER),
    "warranty_unit": (STAFF, MANAGE, MANAGE, NONE),
    "warranty_policy": (TRIAGE, MANAGE, MANAGE, NONE),
    "warranty_policyversion": (TRIAGE, MANAGE, MANAGE, MANAGE),
    "warranty_lawversion": (TRIAGE, MANAGE, MANAGE, MANAGE),
    "tickets_replytemplate": (TRIAGE, MANAGE, MANAGE, MANAGE),
    "tickets_tag": (MANAGE, MANAGE, MANAGE, MANAGE),
    "mail_blockedsender": (MANAGE, MANAGE, MANAGE, MANAGE),
    "tickets_numberalias": (OWNER, NONE, NONE, NONE),
}
# Behind no login: the answers are tried one by one in tests/public, tests/accounts and tests/health.
# What can be done with a row, where it is not a case.
VERBS: Final = {"incomingmail": "block", "unitlist": "drop"}
# A POST does something; any other method is refused to everybody.
POST_ONLY: Final = dict.fromkeys(("PUT", "DELETE"), ("admin:accounts_user_link",))
# Signing in and out and one's own account: everybody's own business.
OWN: Final = ("admin:login", "admin:logout", "admin:password_change", "admin:me")
OPEN: Final = (
    "home", "help", "privacy", "set_language", "healthz", "readyz", "metrics", "support:", "warranty:", "accounts:",
    "dev_mail:",
)  # fmt: skip


def _named(patterns: list[URLPattern | URLResolver], space: str = "", route: str = "") -> Iterator[tuple[str, str]]:
    for pattern in patterns:
        here = route + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            inner = f"{pattern.namespace}:" if pattern.namespace else ""
            yield from _named(pattern.url_patterns, space + inner, here)
        else:
            yield space + (pattern.name or ""), here


ADDRESSES: Final = sorted(set(_named(get_resolver().url_patterns)))
DESK: Final = [(name, route) for name, route in ADDRESSES if name.startswith("admin:") and name != "admin:"]


def _rule(name: str) -> tuple[frozenset[str], frozenset[str]] | None:
    if name in PAGES:
        return PAGES[name]
    model, _, page = name.removeprefix("admin:").rpartition("_")
    if model not in MODELS:
        return None
    sees, adds, changes, deletes = MODELS[model]
    rules = {"changelist": (sees, sees), "history": (sees, sees), "change": (sees, changes)}
    return rules.get(page) or {"add": (adds, adds), "delete": (deletes, deletes)}.get(page)


@pytest.fixture
def people(db: None) -> dict[str, Client]:
    sync_roles()
    found = {"nobody": Client(), "owner": Client()}
    found["owner"].force_login(UserFactory(is_staff=True, is_superuser=True))
    for role in Role:
        user = UserFactory()
        give_role(user, role)
        found[role.value] = Client()
        found[role.value].force_login(User.objects.get(pk=user.pk))
    return found


@pytest.fixture
def rows(db: None) -> dict[str, int]:
    """One row for each kind of address, so that a “no” means the person and not the row."""
    ticket = TicketFactory()
    message = MessageFactory(ticket=ticket, html="<p>Hello</p>")
    attach(message, [NewAttachment(store_file(name="a.txt", content=b"Hello"))])
    ProofFactory(file=message.attachments.get().file)
    mail = emails.queue_number_assigned(ticket)
    assert mail is not None
    draft = PolicyVersionFactory(published_at=None)
    return {
        "accounts/user": UserFactory(is_staff=True).pk,
        "accounts/partner": DistributorFactory().pk,
        "warranty/product": ProductFactory().pk,
        "warranty/unit": UnitFactory().pk,
        "warranty/unitlist": UnitList.objects.create(
            name="a.csv", problem_file=store_file(name="b.csv", content=b"b")
        ).pk,
        "warranty/policy": PolicyFactory().pk,
        "warranty/policyversion": draft.pk,
        "warranty/lawversion": LawVersionFactory(published_at=None).pk,
        "tickets/termspreview": _finished_preview(draft).pk,
        "tickets/replytemplate": ReplyTemplate.objects.create(title="t", language="en", text="t").pk,
        "tickets/tag": Tag.objects.create(name="tag").pk,
        "mail/blockedsender": BlockedSender.objects.create(pattern="@evil.example").pk,
        "tickets/numberalias": NumberAlias.objects.create(number=next_number(), ticket=ticket).pk,
        "outgoingmail/<": mail.pk,
        "deliveries": mail.deliveries.get().pk,
        "mail/incomingmail": accept_mail(raw=b"From: a@b.example\r\n\r\nHello", source="test").pk,
        "tickets/ticket": ticket.pk,
    }


def _finished_preview(draft: PolicyVersion) -> TermsPreview:
    return TermsPreview.objects.create(policy_version=draft, asked_at=timezone.now(), finished_at=timezone.now())


def _path(route: str, rows: dict[str, int]) -> str:
    if route == "admin/autocomplete/":
        return f"/{route}?app_label=accounts&model_name=partner&field_name=distributor"
    filled = "/" + route.replace("^(?P<app_label>accounts|warranty|tickets|mail)/$", "tickets/")
    pk = next((str(pk) for place, pk in reversed(rows.items()) if place in route), "1")
    file = Attachment.objects.get().file_id
    kinds = {
        "<int:pk>": pk,
        "<slug:kind>": "policyversion",
        "<int:version>": str(rows["warranty/policyversion"]),
        "<path:object_id>": pk,
        "<path:content_type_id>": "1",
        "<uuid:file_id>": str(file),
        "<int:proof_id>": str(Proof.objects.get().pk),
        "<int:message_id>": str(Message.objects.get(html__gt="").pk),
        "<slug:name>": next((verb for place, verb in VERBS.items() if place in route), "state"),
    }
    for kind, value in kinds.items():
        filled = filled.replace(kind, value)
    assert "<" not in filled, filled
    return filled


def test_every_address_is_in_the_table():
    strange = [
        name for name, route in ADDRESSES
        if not name.startswith(OPEN) and not route.startswith(OPEN) and name != "admin:" and _rule(name) is None
    ]  # fmt: skip

    assert strange == []


@pytest.mark.parametrize("who", WHO)
def test_only_whom_the_table_names_gets_past_the_door(people, rows, who):
    client, wrong = people[who], []

    for name, route in DESK:
        path, rule = _path(route, rows), _rule(name)
        assert rule is not None
        reads, writes = rule
        may_by = {"GET": reads, "HEAD": reads, "POST": writes, "PUT": reads | writes, "DELETE": reads | writes}
        for method in METHODS if name != "admin:logout" else ():
            response = client.generic(method, path)
            got_in = response.status_code < 500 and not _is_refused(response)
            # A method that a page does not know is refused to everybody.
            may = who in may_by[method] and name not in POST_ONLY.get(method, ())
            if got_in > may or (got_in < may and response.status_code != 405):
                wrong.append(f"{name} {method} {response.status_code}")

    assert not wrong, "\n".join(wrong)


def _is_refused(response: HttpResponse) -> bool:
    away = str(response.headers.get("Location", ""))
    return response.status_code in {403, 404, 405} or away.startswith("/admin/login/")


def test_a_whole_round_by_those_who_only_read_changes_nothing(people, rows):
    note = MessageFactory(ticket=Ticket.objects.get(), kind="note", text="secret among us")
    before = _state()

    # To look changes nothing either: see below.
    for path in [_path(route, rows) for name, route in DESK if name not in OWN]:
        for who in ("nobody", "technician", "finance"):
            for method in ("POST", "PUT", "DELETE"):
                people[who].generic(method, path)
            people[who].post(path, {"text": "x", "message": "x", "row": note.pk, "target": "closed"})

    assert _state() == before


def test_a_look_changes_nothing_whoever_looks(people, rows):
    before = _state()

    for path in [_path(route, rows) for _name, route in DESK]:
        for client in people.values():
            client.get(path)
        people["owner"].head(path)

    assert _state() == before


def test_internal_notes_stay_inside(people):
    ticket = TicketFactory()
    note = MessageFactory(ticket=ticket, kind="note", text="secret among us")
    attach(note, [NewAttachment(store_file(name="inside.txt", content=b"secret among us"))])
    address = f"/support/{secret_for_filer(ticket=ticket)}/"

    pages = (address, f"{address}?all", f"{address}filed/", f"{address}files/{Attachment.objects.get().file_id}/")
    for path in pages:
        for client in people.values():
            response = client.get(path)
            assert b"secret among us" not in b"".join(response)
            assert b"inside.txt" not in b"".join(response)


def test_the_parts_of_one_case_are_not_found_under_another(people, rows):
    other, message = TicketFactory(), Message.objects.get(html__gt="")
    line = TicketLineFactory(ticket=message.ticket)
    colleague = Participant.objects.create(ticket=message.ticket, email="kim@customer.example")
    mine = f"/admin/tickets/ticket/{other.pk}"
    before = _state()

    for client in people.values():
        for path in (
            f"{mine}/messages/{message.pk}/html/",
            f"{mine}/files/{message.attachments.get().file_id}/",
            f"{mine}/proofs/{Proof.objects.get().pk}/",
            f"{mine}/proofs/{Proof.objects.get().pk}/file/",
        ):
            assert client.get(path).status_code in {302, 404}
        assert client.post(f"{mine}/proofs/{Proof.objects.get().pk}/", {"do": "reopen"}).status_code in {302, 404}
        for name, given in {
            "use-as-proof": {"file": message.attachments.get().file_id, "kind": "invoice"},
            "correct-unit": {"line": line.pk, "serial": "2512009999H"},
            "ask-serial": {"line": line.pk},
            "remove-colleague": {"row": colleague.pk},
            "resend": {"row": rows["deliveries"]},
            "send-link": {"address": message.ticket.email},
        }.items():
            assert client.post(f"{mine}/{name}/", given).status_code in {302, 403, 422}
    secret = secret_for_filer(ticket=other)
    assert Client().get(f"/support/{secret}/files/{message.attachments.get().file_id}/").status_code == 404
    Client().post(f"/support/{secret}/colleague/", {"remove": colleague.pk})

    assert Participant.objects.filter(pk=colleague.pk).exists()
    assert [line.serial] == list(message.ticket.lines.values_list("serial", flat=True))
    assert _state() == before


def _state() -> list[object]:
    models = (
        *(Ticket, Message, Event, IncomingMail, OutgoingMail, Delivery, Tag, ReplyTemplate, BlockedSender, Partner),
        *(Proof, Claim),
    )
    rows: list[object] = [list(model._default_manager.order_by("pk").values()) for model in models]
    return [*rows, list(User.objects.order_by("pk").values("pk", "email", "name", "is_active", "is_staff", "password"))]
