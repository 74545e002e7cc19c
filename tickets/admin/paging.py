"""Where in a list a request stands, and the addresses of the pages beside it."""

from django.http import HttpRequest

from common.keyset import Order, Place


def place_of(request: HttpRequest, order: Order) -> Place:
    """The place in the address; the top for anything that is no key of ours."""
    if key := order.read(request.GET.get("after", "")):
        return Place(key)
    if key := order.read(request.GET.get("before", "")):
        return Place(key, backwards=True)
    return Place()


def address_of(request: HttpRequest, name: str, key: str) -> str:
    """This page's address with another place in it; empty without a key."""
    if not key:
        return ""
    query = request.GET.copy()
    for old in ("after", "before"):
        query.pop(old, None)
    query[name] = key
    return f"?{query.urlencode()}"
