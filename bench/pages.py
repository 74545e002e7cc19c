"""The desk's pages against a bare view that renders 25 rows."""

from dataclasses import dataclass

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore

from accounts.models import User
from bench import load
from bench.report import Report
from bench.servers import web
from tickets.models import Ticket

QUEUE = "/admin/tickets/ticket/"


@dataclass(frozen=True)
class Pages:
    """Medians in milliseconds, one request at a time."""

    bare: float
    queue: float
    case: float


def measure() -> Pages:
    with web("bench.bare.wsgi", DJANGO_SETTINGS_MODULE="bench.bare.settings") as port:
        bare = median(load.Plan(port=port, path="/rows/"))
    with web() as port:
        cookie = session_cookie()
        queue = median(load.Plan(port=port, path=QUEUE, headers=cookie))
        case = median(load.Plan(port=port, path=f"{QUEUE}{_busy_ticket().pk}/change/", headers=cookie))
    return Pages(bare, queue, case)


def judge(report: Report, few: Pages, many: Pages) -> None:
    for name, asked, small, large in (("queue", 12, few.queue, many.queue), ("case page", 15, few.case, many.case)):
        detail = f"{large:.1f} against {many.bare:.1f} ms at 100 000 cases"
        report.at_most(f"{name} / bare view of 25 rows", large / many.bare, asked, detail)
        slower = (large / many.bare) / (small / few.bare)
        report.at_most(f"{name} at 100 000 / at 1 000 cases", slower, 1.5, f"{large:.1f} against {small:.1f} ms")


def median(plan: load.Plan) -> float:
    """The best median of three short runs, one request at a time."""
    plan = load.Plan(**{**plan.__dict__, "connections": 1, "seconds": 3.0})
    outcomes = [load.run(plan) for _turn in range(3)]
    if any(outcome.wrong for outcome in outcomes):
        raise SystemExit(f"{plan.path} gave wrong answers.")
    return min(outcome.median_ms for outcome in outcomes)


def session_cookie() -> dict[str, str]:
    """A member of staff who is signed in."""
    user, _created = User.objects.get_or_create(
        email="bench@maker.example", defaults={"is_staff": True, "is_superuser": True, "name": "Bench"}
    )
    session = SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.create()
    return {"Cookie": f"{settings.SESSION_COOKIE_NAME}={session.session_key}"}


def _busy_ticket() -> Ticket:
    return Ticket.objects.waiting_for_us().light().order_by("-updated_at")[0]
