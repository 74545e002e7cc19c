"""The queue: what waits, for whom, since when; and the search for everything else."""

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from tickets.admin.doors import needs, user_of
from tickets.admin.narrowing import filters_of, narrowing_of
from tickets.admin.paging import address_of, place_of
from tickets.admin.rows import rows_of
from tickets.selectors.counting import capped, view_figures
from tickets.selectors.queue import FIRST_VIEW, NEWEST_FIRST, VIEWS, Found, Narrowing, queue_page, search_page
from tickets.selectors.searching import Sought, read_query


@needs("tickets.view_ticket")
def show(request: HttpRequest) -> HttpResponse:
    """One page of a view of the queue, or of what a search finds."""
    user, filters = user_of(request), filters_of(request.GET)
    sought = read_query(request.GET.get("q", ""))
    slug = _slug(request)
    found = _find(request, slug, sought, narrowing_of(filters))
    figures = view_figures(user)
    count = next(figure.count for figure in figures if figure.slug == slug)
    is_narrow = any(filter_.chosen for filter_ in filters)
    context = {
        **admin.site.each_context(request),
        "title": _("Search") if sought.text else VIEWS[slug].label,
        "filters": filters,
        "is_narrow": is_narrow,
        "sought": sought,
        "slug": slug,
        "figures": figures,
        "rows": rows_of(found.page.rows),
        "amount": _amount(found, count, is_search=bool(sought.text), is_narrow=is_narrow),
        "after": address_of(request, "after", found.page.after),
        "before": address_of(request, "before", found.page.before),
        "can_triage": user.has_perm("tickets.change_ticket"),
        "staff": next(filter_.options for filter_ in filters if filter_.name == "assignee"),
        "bulk_url": reverse("admin:tickets_ticket_bulk"),
    }
    return render(request, "admin/tickets/ticket/queue.html", context)


def _slug(request: HttpRequest) -> str:
    slug = request.GET.get("view", "")
    return slug if slug in VIEWS else FIRST_VIEW


def _find(request: HttpRequest, slug: str, sought: Sought, narrowing: Narrowing) -> Found:
    user, view = user_of(request), VIEWS[slug]
    if sought.text:
        return search_page(sought, narrowing, user=user, place=place_of(request, NEWEST_FIRST))
    return queue_page(view, narrowing, user=user, place=place_of(request, view.order))


def _amount(found: Found, count: int, *, is_search: bool, is_narrow: bool) -> str:
    """How many cases the list holds, where that is known or cheap."""
    if found.total is not None:
        return capped(found.total)
    if is_search or is_narrow:
        shown = len(found.page.rows)
        return f"{shown}+" if found.page.after or found.page.before else str(shown)
    return capped(count)
