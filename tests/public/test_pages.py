"""The start page, help, privacy, and the pages for what went wrong."""

import pytest
from django.db import connection
from django.test import Client
from django.urls import path, reverse

from rma_portal.errors import server_error
from rma_portal.urls import urlpatterns as usual
from tests.public.reporting import text_of

# The URLconf of the one test that needs a page of ours to break.
handler500 = "rma_portal.errors.server_error"


def broken(_request):
    raise RuntimeError("broken")


urlpatterns = [*usual, path("broken/", broken)]


@pytest.mark.parametrize(
    "name", ["home", "help", "privacy", "support:track", "support:new", "warranty:check", "warranty:policy"]
)
@pytest.mark.parametrize("language", ["en", "fr", "sv"])
@pytest.mark.django_db
def test_every_page_speaks_every_language_and_sets_a_strict_policy(name, language):
    response = Client(headers={"accept-language": language}).get(reverse(name))

    html = response.content.decode()
    assert response.status_code == 200
    assert f'<html lang="{language}">' in html
    assert html.count("<h1") == 1
    assert " style=" not in html
    assert "<style" not in html
    assert " onclick=" not in html
    assert "unsafe" not in response["Content-Security-Policy"]


def test_the_start_page_opens_the_right_door_for_each_visitor(client):
    html = client.get("/").content.decode()

    for door in ("support:new", "support:track", "help", "admin:index", "privacy"):
        assert f'href="{reverse(door)}' in html
    assert "mailto:" in html
    assert "soon" not in html


def test_the_start_page_needs_no_database(client):
    assert client.get("/").status_code == 200


def test_changing_the_language_works_without_javascript_and_stays_on_the_page(client):
    response = client.post("/language/", {"language": "fr", "next": "/help/"})

    assert response["Location"] == "/help/"
    assert '<html lang="fr">' in client.get("/help/").content.decode()


@pytest.mark.parametrize("target", ["https://evil.example/", "//evil.example", "javascript:alert(1)", "\x00"])
def test_changing_the_language_leads_nowhere_else(client, target):
    response = client.post("/language/", {"language": "fr", "next": target})

    assert "evil" not in response["Location"]
    assert "javascript" not in response["Location"]


def test_an_unknown_page_is_404_in_our_look(client):
    response = client.get("/no/such/page/")

    assert response.status_code == 404
    assert "This page does not exist" in text_of(response)
    assert "portal.css" in response.content.decode()


def test_a_foreign_host_is_400_in_our_look(client):
    response = client.get("/", headers={"host": "evil.example"})

    assert response.status_code == 400
    assert "could not be read" in text_of(response)
    assert "evil.example" not in response.content.decode()


@pytest.mark.urls("tests.public.test_pages")
def test_a_fault_of_ours_is_500_in_our_look_and_asks_no_database():
    client = Client(raise_request_exception=False)

    response = client.get("/broken/")

    assert response.status_code == 500
    assert "Something went wrong on our side" in text_of(response)
    assert "RuntimeError" not in response.content.decode()


def test_the_page_for_our_faults_can_do_without_its_template(rf, monkeypatch):
    def lost(*_args):
        raise OSError("templates are gone")

    monkeypatch.setattr("rma_portal.errors.render_to_string", lost)

    response = server_error(rf.get("/"))

    assert response.status_code == 500
    assert "Something went wrong" in response.content.decode()


def test_a_form_elsewhere_that_had_expired_says_what_to_do():
    response = Client(enforce_csrf_checks=True).post("/track/", {"number": "1"})

    assert response.status_code == 403
    assert "reload it" in text_of(response)


@pytest.mark.django_db
def test_no_secret_of_a_case_reaches_the_history_of_rows(client, address, case, administrator):
    client.force_login(administrator)
    client.post(address, {"message": "Hello."})

    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*), count(*) FILTER (WHERE metadata::text LIKE %s) FROM pghistory_context",
            [f"%{address[9:40]}%"],
        )
        total, leaking = cursor.fetchone()
    assert (total > 0, leaking) == (True, 0)
