"""The mails of an account; call them inside the transaction that owes them."""

from accounts.models import AccountLink, LinkPurpose
from accounts.selectors import scope_of
from mail.models import OutgoingMail
from mail.outbox import Letter, Link, Recipient, queue_mail


def queue_invitation(link: AccountLink) -> OutgoingMail:
    """A new member of staff is asked to choose a password."""
    return _queue("invitation", link)


def queue_reset(link: AccountLink) -> OutgoingMail:
    """Somebody who forgot their password may choose another."""
    return _queue("reset", link)


def _queue(kind: str, link: AccountLink) -> OutgoingMail:
    user, scope = link.user, scope_of(LinkPurpose(link.purpose))
    return queue_mail(
        Letter(
            kind=f"accounts/{kind}",
            topic=f"account:{user.pk}",
            to=[Recipient(user.email, str(user))],
            language=user.language,
            context={"hours": round((link.expires_at - link.created_at).total_seconds() / 3600)},
            links={"account_link": Link(scope, link.nonce, f"/accounts/{kind}/{{secret}}/")},
        )
    )
