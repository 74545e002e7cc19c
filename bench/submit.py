"""Submitting the form, and how long until the ticket-number mail is accepted."""

import http.client
import re
import time
import urllib.request
import uuid
from dataclasses import dataclass

from bench import load
from bench.report import Report
from bench.servers import web, worker
from bench.sink import Sink, sink

BOUNDARY = "benchboundary"
FIELDS = {
    "name": "Camille Durand",
    "email": "c{n}@customer.example",
    "phone": "",
    "country": "FR",
    "language": "fr",
    "symptom": "no_charge",
    "description": "La borne ne charge plus depuis lundi, voyant rouge, deux véhicules essayés.",
    "units-TOTAL_FORMS": "1",
    "units-INITIAL_FORMS": "0",
    "units-MIN_NUM_FORMS": "0",
    "units-MAX_NUM_FORMS": "1000",
    "units-0-serial": "2512-004713 h",
    "units-0-product": "",
    "privacy": "on",
}


@dataclass(frozen=True)
class Limit:
    """What a bare Django view that commits one INSERT does, with Django's default or with the portal's connections."""

    name: str
    found: load.Outcome


def measure(report: Report, *, tickets: int) -> None:
    """Submits a second against one bare INSERT a second, with the worker stopped and sending."""
    limits = [
        Limit("bare INSERT view", _bare(seconds_kept="0")),
        Limit("bare INSERT view on kept connections", _bare(seconds_kept="60")),
    ]
    with sink() as (caught, email_url), web(EMAIL_URL=email_url) as port:
        alone = _best([submit_plan(port)] * 2)
        with worker(EMAIL_URL=email_url):
            _drain(caught)
            beside = _best([submit_plan(port)] * 2)
            _drain(caught)
    for limit in limits:
        _judge(report, limit, alone, beside, f"at {tickets:,} cases".replace(",", " "))


def _judge(report: Report, limit: Limit, alone: load.Outcome, beside: load.Outcome, where: str) -> None:
    bare = limit.found
    for how, asked, done in (("stopped", 0.25, alone), ("sending", 0.20, beside)):
        detail = f"{where}: {done.rate:.0f} against {bare.rate:.0f} a second"
        report.at_least(f"submits / {limit.name}, worker {how}", done.rate / bare.rate, asked, detail)
    times = f"{where}: {alone.p95_ms:.0f} against {bare.p95_ms:.0f} ms; {alone.wrong} wrong answers"
    report.at_most(f"p95 of a submit / {limit.name}", alone.p95_ms / bare.p95_ms, 4, times)


def _bare(*, seconds_kept: str) -> load.Outcome:
    with web("bench.bare.wsgi", DJANGO_SETTINGS_MODULE="bench.bare.settings", CONN_MAX_AGE=seconds_kept) as port:
        return _best([load.Plan(port=port, path="/insert/")] * 2)


def measure_mail(report: Report) -> None:
    """From submit to the mail accepted: one at a time, then five hundred at once."""
    with sink() as (caught, email_url), web(EMAIL_URL=email_url) as port, worker(EMAIL_URL=email_url):
        _drain(caught)
        waits = [_one(port, caught) for _turn in range(40)]
        report.at_most("submit → mail accepted, p95 in s, idle queue", load.quantile(waits, 0.95), 1.0)
        before, begun = len(caught.arrivals), time.time()
        outcome = load.run(submit_plan(port, requests=500, seconds=60))
        caught.wait_for(before + outcome.answered, 120)
        time.sleep(2)
        mails = caught.arrivals[before:]
        report.at_least("burst of 500: mails accepted", len({mail.message_id for mail in mails}), outcome.answered)
        report.at_most("burst of 500: mails sent twice", len(mails) - len({mail.message_id for mail in mails}), 0)
        last = max(mail.at for mail in mails) - begun
        report.at_least("burst of 500: mails a second", len(mails) / last, 36, f"{last:.1f} s for all")


def submit_plan(port: int, *, requests: int = 0, seconds: float = 8.0) -> load.Plan:
    cookie, token = _csrf(port)
    fields = FIELDS | {"csrfmiddlewaretoken": token, "submission": uuid.uuid4().hex[:12] + "{n}"}
    parts = [f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{k}"\r\n\r\n{v}\r\n' for k, v in fields.items()]
    return load.Plan(
        port=port,
        path="/support/new/",
        method="POST",
        body="".join(parts) + f"--{BOUNDARY}--\r\n",
        headers={"Content-Type": f"multipart/form-data; boundary={BOUNDARY}", "Cookie": cookie},
        expect=303,
        requests=requests,
        seconds=seconds,
    )


def _csrf(port: int) -> tuple[str, str]:
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/support/new/") as answer:
        page = answer.read().decode()
        cookie = str(answer.headers["Set-Cookie"]).split(";")[0]
    found = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)
    return cookie, found[1] if found else ""


def _best(plans: list[load.Plan]) -> load.Outcome:
    """The better of several runs: what disturbs a run only ever makes it slower."""
    return max((load.run(plan) for plan in plans), key=lambda outcome: outcome.rate)


def _one(port: int, caught: Sink) -> float:
    plan, before = submit_plan(port), len(caught.arrivals)
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    begun = time.time()
    load.ask(connection, plan, 0)
    caught.wait_for(before + 1, 20)
    return caught.arrivals[-1].at - begun


def _drain(caught: Sink) -> None:
    """Wait until no mail has come for a while: what an earlier run owed must not be in the next one's way."""
    count = -1
    while count != len(caught.arrivals):
        count = len(caught.arrivals)
        time.sleep(4)
