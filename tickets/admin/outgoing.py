"""Mail that we owe or have sent, and what became of it."""

from typing import Final

from django.contrib import admin, messages
from django.db.models import Prefetch, Q
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _

from accounts.actors import Actor
from common.errors import DomainError
from common.keyset import Order, page_of
from mail.models import Delivery, DeliveryState, OutgoingMail
from tickets.admin.doors import needs, user_of
from tickets.admin.paging import address_of, place_of
from tickets.admin.sent_text import shown
from tickets.models import Ticket
from tickets.selectors.counting import capped, capped_counts
from tickets.services.resending import resend_mail
from tickets.topics import ticket_id_of

ROWS: Final = 50
NEWEST_FIRST: Final = Order(("id",), descending=True)
STUCK: Final = Q(state=DeliveryState.FAILED) | Q(bounced_at__isnull=False)


@needs("mail.view_outgoingmail")
def show_list(request: HttpRequest) -> HttpResponse:
    """The deliveries, newest first: all, those on their way, or those that did not arrive."""
    state = request.GET.get("state", "")
    deliveries = Delivery.objects.select_related("mail").defer("mail__html", "mail__text", "mail__references")
    if state == "failed":
        deliveries = deliveries.filter(STUCK)
    elif state == "waiting":
        deliveries = deliveries.unfinished()
    page = page_of(deliveries, NEWEST_FIRST, place_of(request, NEWEST_FIRST), size=ROWS)
    context = {
        **admin.site.each_context(request),
        "title": _("Sent mail"),
        "state": state,
        "page": page,
        "amount": capped(capped_counts({"deliveries": deliveries})["deliveries"]),
        "after": address_of(request, "after", page.after),
        "before": address_of(request, "before", page.before),
    }
    return render(request, "admin/mail/outgoingmail/list.html", context)


@needs("mail.view_outgoingmail")
def show(request: HttpRequest, pk: int) -> HttpResponse:
    """One mail as it was written, without its secret links, and how each recipient fared."""
    deliveries = Prefetch("deliveries", Delivery.objects.order_by("role", "pk"))
    mail = get_object_or_404(OutgoingMail.objects.prefetch_related(deliveries, "attachments"), pk=pk)
    ticket = ticket_of(mail)
    context = {
        **admin.site.each_context(request),
        "title": mail.subject,
        "mail": mail,
        "text": shown(mail),
        "ticket": ticket,
        "can_resend": ticket is not None and user_of(request).has_perm("mail.change_outgoingmail"),
    }
    return render(request, "admin/mail/outgoingmail/read.html", context)


@needs("mail.change_outgoingmail")
def resend(request: HttpRequest, pk: int) -> HttpResponse:
    """What did not arrive goes once more."""
    delivery = get_object_or_404(Delivery.objects.select_related("mail"), pk=pk)
    ticket = ticket_of(delivery.mail)
    if request.method == "POST" and ticket is not None:
        try:
            resend_mail(ticket=ticket, delivery=delivery, actor=Actor.staff(user_of(request)))
        except DomainError as error:
            messages.error(request, str(error))
        else:
            messages.success(request, _("The mail goes to %(address)s again.") % {"address": delivery.address})
    return HttpResponseRedirect(reverse("admin:mail_outgoingmail_change", args=[delivery.mail_id]), status=303)


def ticket_of(mail: OutgoingMail) -> Ticket | None:
    """The case that the mail is about; mail to staff and about accounts has none."""
    ticket_id = ticket_id_of(mail.topic)
    return None if ticket_id is None else Ticket.objects.light().filter(pk=ticket_id).first()


@admin.register(OutgoingMail)
class OutgoingMailAdmin(admin.ModelAdmin[OutgoingMail]):
    """Mail is written by what happens, never by hand."""

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view
        return [
            path("", view(show_list), name="mail_outgoingmail_changelist"),
            path("<int:pk>/change/", view(show), name="mail_outgoingmail_change"),
            path("deliveries/<int:pk>/resend/", view(resend), name="mail_outgoingmail_resend"),
        ]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: OutgoingMail | None = None) -> bool:
        return False
