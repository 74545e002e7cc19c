"""What staff can do with a case: each a form, one call of a service, and a sentence that says it is done."""

from collections.abc import Callable, Mapping
from typing import Any, Final, NamedTuple

from django import forms
from django.utils.translation import gettext as _

from accounts.actors import Actor
from accounts.models import User
from common.errors import DomainError
from mail.models import Delivery
from tickets.admin.forms import people, proof, triage, units, warranty
from tickets.admin.warranty import changes as cover
from tickets.models import Ticket
from tickets.selectors import find_ticket
from tickets.selectors.timeline import attachment_in
from tickets.services import links, merging, participants, resending, safety, status
from tickets.services import triage as triage_services
from tickets.services.filing import Contact
from tickets.services.lines import UnitClaim, add_lines, correct_line, line_in
from tickets.services.proofs import ask_for_proof, use_attachment_as_proof
from tickets.services.serial_requests import ask_for_serial
from tickets.states import TicketStatus
from warranty import catalogue

Given = Mapping[str, Any]
STATE_SERVICES: Final[Mapping[str, Callable[..., Ticket]]] = {
    TicketStatus.OPEN: status.reopen_ticket,
    TicketStatus.WAITING: status.wait_for_customer,
    TicketStatus.HELD: status.hold_for_return,
    TicketStatus.RESOLVED: status.solve_ticket,
    TicketStatus.CLOSED: status.close_ticket,
}


class Change(NamedTuple):
    """One thing that staff can do with a case; `part` is where on the page it stands."""

    form: type[forms.Form]
    carry_out: Callable[[Ticket, User, Given], str]
    part: str


def set_state(ticket: Ticket, user: User, given: Given) -> str:
    target = TicketStatus(given["target"])
    if target not in STATE_SERVICES:
        raise DomainError(_("This state has a button of its own."), field="target")
    STATE_SERVICES[target](ticket=ticket, actor=Actor.staff(user), reason=given["reason"])
    return _("The case is “%(state)s” now.") % {"state": target.label}


def assign(ticket: Ticket, user: User, given: Given) -> str:
    triage_services.assign_ticket(ticket=ticket, assignee=given["assignee"], actor=Actor.staff(user))
    if given["assignee"] is None:
        return _("Nobody is in charge of the case now.")
    return _("The case is assigned to %(name)s.") % {"name": given["assignee"]}


def set_priority(ticket: Ticket, user: User, given: Given) -> str:
    triage_services.set_priority(ticket=ticket, priority=given["priority"], actor=Actor.staff(user))
    return _("The priority is “%(priority)s” now.") % {"priority": given["priority"].label}


def flag_safety(ticket: Ticket, user: User, _given: Given) -> str:
    safety.flag_safety(ticket=ticket, actor=Actor.staff(user))
    return _("It is a safety case now, at the top of the queue; everybody who triages is told.")


def set_tags(ticket: Ticket, user: User, given: Given) -> str:
    triage_services.set_tags(ticket=ticket, names=given["tags"], actor=Actor.staff(user))
    return _("The tags are kept.")


def change_contact(ticket: Ticket, user: User, given: Given) -> str:
    triage_services.change_contact(ticket=ticket, contact=Contact(**given), actor=Actor.staff(user))
    return _("The contact is kept; the next mail goes there.")


def add_units(ticket: Ticket, user: User, given: Given) -> str:
    product = catalogue.products().get(given["product"])
    claims = [UnitClaim(serial, product) for serial in given["serials"]]
    lines = add_lines(ticket=ticket, claims=claims, actor=Actor.staff(user))
    return _("Added to the case: %(serials)s.") % {"serials": ", ".join(line.serial for line in lines[:5])}


def correct_unit(ticket: Ticket, user: User, given: Given) -> str:
    line = line_in(ticket, given["line"], field="serial")
    claim = UnitClaim(given["serial"], catalogue.products().get(given["product"]) or line.product)
    line = correct_line(line=line, claim=claim, actor=Actor.staff(user))
    return _("The serial number is %(serial)s now.") % {"serial": line.serial}


def ask_serial(ticket: Ticket, user: User, given: Given) -> str:
    line = line_in(ticket, given["line"]) if given["line"] else None
    ask_for_serial(ticket=ticket, line=line, actor=Actor.staff(user))
    return _("The question for the serial number goes to %(email)s; the case waits.") % {"email": ticket.email}


def ask_proof(ticket: Ticket, user: User, _given: Given) -> str:
    ask_for_proof(ticket=ticket, user=user)
    return _("The customer is asked for the proof of purchase; the case waits for them.")


def use_as_proof(ticket: Ticket, user: User, given: Given) -> str:
    attachment = attachment_in(ticket, given["file"])
    if attachment is None:
        raise DomainError(_("This file is not in the case any more."), field="file")
    use_attachment_as_proof(ticket=ticket, attachment=attachment, kind=given["kind"], actor=Actor.staff(user))
    return _("The file is kept as evidence; please verify it.")


def add_colleague(ticket: Ticket, user: User, given: Given) -> str:
    participants.add_participant(ticket=ticket, email=given["email"], name=given["name"], actor=Actor.staff(user))
    return _("%(email)s gets copies from now on.") % {"email": given["email"]}


def remove_colleague(ticket: Ticket, user: User, given: Given) -> str:
    colleague = ticket.participants.filter(pk=given["row"]).select_related("ticket").first()
    if colleague is None:
        raise DomainError(_("This colleague gets no copies any more."))
    participants.remove_participant(participant=colleague, actor=Actor.staff(user))
    return _("%(email)s gets no further mail of this case.") % {"email": colleague.email}


def resend(ticket: Ticket, user: User, given: Given) -> str:
    delivery = Delivery.objects.filter(pk=given["row"], mail__topic=ticket.topic).first()
    if delivery is None:
        raise DomainError(_("This mail belongs to another case."))
    resending.resend_mail(ticket=ticket, delivery=delivery, actor=Actor.staff(user))
    return _("The mail goes to %(address)s again.") % {"address": delivery.address}


def send_link(ticket: Ticket, user: User, given: Given) -> str:
    links.send_link_for_staff(ticket=ticket, address=given["address"], actor=Actor.staff(user))
    return _("A new link goes to %(address)s.") % {"address": given["address"]}


def cancel_links(ticket: Ticket, user: User, _given: Given) -> str:
    count = links.cancel_links(ticket=ticket, actor=Actor.staff(user))
    return _("Links cancelled: %(count)s. A new one can be sent at any time.") % {"count": count}


def merge(ticket: Ticket, user: User, given: Given) -> str:
    target = find_ticket(given["target"])
    if target is None:
        raise DomainError(_("There is no case with this number."), field="target")
    merging.merge_tickets(source=ticket, target=target, actor=Actor.staff(user))
    return _("%(source)s is part of %(target)s now.") % {"source": ticket, "target": target}


def mark_spam(ticket: Ticket, user: User, given: Given) -> str:
    status.mark_spam(ticket=ticket, actor=Actor.staff(user), block_sender=given["block"])
    return _("The case is spam. One click brings it back.")


CHANGES: Final[Mapping[str, Change]] = {
    "state": Change(triage.StateForm, set_state, "state"),
    "assign": Change(triage.AssignForm, assign, "triage"),
    "priority": Change(triage.PriorityForm, set_priority, "triage"),
    "safety": Change(people.NothingForm, flag_safety, "triage"),
    "tags": Change(triage.TagsForm, set_tags, "triage"),
    "contact": Change(triage.ContactForm, change_contact, "contact"),
    "add-units": Change(units.AddUnitsForm, add_units, "units"),
    "correct-unit": Change(units.CorrectUnitForm, correct_unit, "units"),
    "ask-serial": Change(units.AskSerialForm, ask_serial, "units"),
    "warranty-facts": Change(warranty.WarrantyFactsForm, cover.state_facts, "units"),
    "confirm-verdict": Change(warranty.SeenForm, cover.confirm_verdict, "units"),
    "override": Change(warranty.OverrideForm, cover.override_verdict, "units"),
    "second-override": Change(warranty.OverrideRowForm, cover.second_override, "units"),
    "withdraw-override": Change(warranty.OverrideRowForm, cover.withdraw_override, "units"),
    "ask-proof": Change(people.NothingForm, ask_proof, "proofs"),
    "use-as-proof": Change(proof.UseAsProofForm, use_as_proof, "proofs"),
    "add-colleague": Change(people.ColleagueForm, add_colleague, "people"),
    "remove-colleague": Change(people.RowForm, remove_colleague, "people"),
    "resend": Change(people.RowForm, resend, "mails"),
    "send-link": Change(people.LinkForm, send_link, "links"),
    "cancel-links": Change(people.NothingForm, cancel_links, "links"),
    "merge": Change(triage.MergeForm, merge, "merge"),
    "spam": Change(triage.SpamForm, mark_spam, "spam"),
}
