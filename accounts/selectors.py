"""Questions to accounts."""

from datetime import datetime

from django.db.models import Q

from accounts.models import AccountLink, LinkPurpose, Partner, User
from common.links import nonce_of


def scope_of(purpose: LinkPurpose) -> str:
    """What a link's secret is sealed with: an invitation cannot be passed off as a reset."""
    return f"account:{purpose}"


def find_open_link(purpose: LinkPurpose, secret: str, *, at: datetime) -> AccountLink | None:
    """The link behind a secret while it may be used: not yet used, not expired, its person not shut out."""
    nonce = nonce_of(scope_of(purpose), secret)
    links = AccountLink.objects.select_related("user").filter(purpose=purpose, nonce=nonce or "", user__is_active=True)
    return links.filter(used_at__isnull=True, expires_at__gt=at).first()


def find_partner(text: str) -> Partner | None:
    """The partner who is called so, by name or code, in any case; none for a stranger and for an empty text."""
    wanted = text.strip()
    named = Partner.objects.filter(Q(name__iexact=wanted) | Q(code__iexact=wanted), is_active=True)
    return named.order_by("pk").first() if wanted else None


def find_user(email: str) -> User | None:
    return User.objects.filter(email__iexact=email.strip()).first()
