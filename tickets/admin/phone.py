"""Staff open a case for somebody on the phone."""

import uuid

from django.contrib import admin, messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.actors import Actor
from accounts.models import User
from common.errors import DomainError
from common.refusals import REFUSED
from tickets.admin.doors import needs, user_of
from tickets.admin.forms.phone import PhoneForm
from tickets.admin.forms.triage import ContactForm
from tickets.models import Source
from tickets.services.filing import Contact, Filing, Words, file_case
from tickets.services.lines import UnitClaim
from warranty import catalogue


@needs("tickets.add_ticket")
def file(request: HttpRequest) -> HttpResponse:
    """The form, and what comes of it: a case with its number to be said on the phone."""
    user = user_of(request)
    if request.method != "POST":
        return _page(request, PhoneForm(initial={"submission": uuid.uuid4(), "language": user.language}))
    form = PhoneForm(request.POST)
    if form.is_valid():
        try:
            ticket = file_case(_filing(form, user))
        except DomainError as error:
            form.add_error(error.field if error.field in form.fields else None, str(error))
        else:
            messages.success(request, _("The number to tell the caller: %(number)s.") % {"number": ticket})
            return HttpResponseRedirect(reverse("admin:tickets_ticket_change", args=[ticket.pk]), status=303)
    return _page(request, form, status=REFUSED)


def _filing(form: PhoneForm, user: User) -> Filing:
    given = form.cleaned_data
    product = catalogue.products().get(given["product"])
    claims = [UnitClaim(serial, product) for serial in given["serials"]]
    return Filing(
        source=Source.PHONE,
        contact=Contact(**{name: given[name] for name in ContactForm.base_fields}),
        words=Words(given["description"]),
        symptom=given["symptom"],
        seller=given["seller"],
        units=claims or ([UnitClaim(product=product)] if product else []),
        submission=given["submission"],
        actor=Actor.staff(user),
    )


def _page(request: HttpRequest, form: PhoneForm, *, status: int = 200) -> HttpResponse:
    context = {**admin.site.each_context(request), "title": _("New case"), "form": form}
    return render(request, "admin/tickets/ticket/phone.html", context, status=status)
