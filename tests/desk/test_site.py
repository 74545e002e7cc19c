"""The desk's front door and the ordinary pages behind it."""

import pytest
from django.contrib import admin
from django.test import Client
from django.urls import reverse

from accounts.models import User
from mail.models import BlockedSender
from tests.desk.conftest import at_desk
from tests.desk.pages import text_of
from tests.factories import TicketFactory, UserFactory
from tickets.models import ReplyTemplate, Tag

pytestmark = pytest.mark.django_db


def test_lets_staff_in_by_address_and_password(client: Client):
    user = UserFactory(email="anna@maker.example", is_staff=True)
    user.set_password("correct-horse-battery")
    user.save()

    response = client.post(
        "/admin/login/",
        {"username": "Anna@maker.example", "password": "correct-horse-battery", "next": "/admin/"},
        follow=True,
    )

    assert response.status_code == 200
    assert "logout" in text_of(response)


def test_refuses_a_wrong_password_and_keeps_the_address(client: Client):
    response = client.post("/admin/login/", {"username": "anna@maker.example", "password": "x"})

    assert 'value="anna@maker.example"' in text_of(response)
    assert 'role="alert"' in text_of(response)


def test_leads_to_the_queue_with_its_figures(desk: Client):
    TicketFactory.create_batch(2)

    page = text_of(desk.get("/admin/"))

    assert "<b>2</b> Waiting for us" in page
    assert 'href="/admin/tickets/ticket/?view=us"' in page


def test_shows_a_technician_no_door_that_is_shut(technician: User):
    page = text_of(at_desk(technician).get("/admin/"))

    assert "Queue" in page
    for shut in ("Quarantine", "New case", "Sent mail", "/tickets/tag/"):
        assert shut not in page


def test_every_stock_page_opens_for_the_owner_and_breaks_no_policy(administrator: User):
    browser = at_desk(administrator)
    ReplyTemplate.objects.create(title="Proof", language="en", text="x")
    for model, page in admin.site._registry.items():
        name = f"admin:{model._meta.app_label}_{model._meta.model_name}"
        for address in [f"{name}_changelist", f"{name}_add"]:
            if address.endswith("_add") and not page.has_add_permission(browser.get("/admin/").wsgi_request):
                continue

            response = browser.get(reverse(address))

            assert response.status_code == 200, address
            assert " style=" not in response.content.decode(), address
            assert "unsafe" not in response["Content-Security-Policy"], address


def test_a_stock_list_is_called_after_what_it_holds_and_says_how_much(administrator: User):
    Tag.objects.create(name="dock")

    page = text_of(at_desk(administrator).get("/admin/tickets/tag/"))

    assert '<h1>Tags <span class="soft amount">1</span></h1>' in page
    assert "Select tag" not in page


def test_a_manager_keeps_answers_tags_and_blocked_senders(manager: User):
    browser = at_desk(manager)

    browser.post(
        "/admin/tickets/replytemplate/add/",
        {"title": "Proof", "language": "fr", "text": "Bonjour {name}", "is_active": "on"},
    )
    browser.post("/admin/tickets/tag/add/", {"name": "dock"})
    browser.post("/admin/mail/blockedsender/add/", {"pattern": " @Spam.Example ", "reason": "offers"})
    refused = browser.post("/admin/mail/blockedsender/add/", {"pattern": "spam"})

    assert ReplyTemplate.objects.get().title == "Proof"
    assert Tag.objects.get().name == "dock"
    assert [sender.pattern for sender in BlockedSender.objects.all()] == ["@spam.example"]
    assert "Please give a whole address" in text_of(refused)


def test_an_engineer_keeps_none_of_them(engineer: User):
    browser = at_desk(engineer)

    answers = [
        browser.post(f"/admin/{page}/add/", {}).status_code
        for page in ("tickets/replytemplate", "tickets/tag", "mail/blockedsender")
    ]

    assert answers == [403, 403, 403]


def test_old_numbers_are_read_only(administrator: User):
    ticket = TicketFactory()
    alias = ticket.aliases.create(number="4827193059")
    browser = at_desk(administrator)

    page = browser.get(reverse("admin:tickets_numberalias_change", args=[alias.pk]))
    deleted = browser.post(reverse("admin:tickets_numberalias_delete", args=[alias.pk]), {"post": "yes"})

    assert page.status_code == 200
    assert deleted.status_code == 403


def test_cases_cannot_be_deleted_nor_guessed_through_autocomplete(administrator: User):
    ticket = TicketFactory()
    browser = at_desk(administrator)

    deleted = [
        browser.post(f"/admin/tickets/ticket/{ticket.pk}/{name}/", {"post": "yes"}) for name in ("delete", "history")
    ]
    guessed = browser.get(
        "/admin/autocomplete/",
        {"app_label": "tickets", "model_name": "numberalias", "field_name": "ticket", "term": "c"},
    )

    assert [answer.status_code for answer in deleted] == [404, 404]
    assert guessed.status_code in {403, 404}
    ticket.refresh_from_db()


def test_a_user_who_is_switched_off_is_out_at_the_next_request(desk: Client, engineer: User):
    assert desk.get("/admin/tickets/ticket/").status_code == 200
    User.objects.filter(pk=engineer.pk).update(is_active=False)

    assert desk.get("/admin/tickets/ticket/").status_code == 302
