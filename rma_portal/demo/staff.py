"""Who works in the demo, and what they keep at hand; none of them has a password."""

from typing import Final

from accounts.models import User
from accounts.roles import Role, give_role, sync_roles
from mail.models import BlockedSender
from rma_portal.demo.voices import VOICES
from tickets.models import ReplyTemplate, Tag

PEOPLE: Final = (
    ("Anna Berg", "sv", Role.ENGINEER),
    ("Marc Petit", "fr", Role.ENGINEER),
    ("Orla Keane", "en", Role.ENGINEER),
    ("Tove Lind", "sv", Role.TECHNICIAN),
    ("Mona Strand", "en", Role.MANAGER),
)
TAGS: Final = ("first-batch", "installer", "load-balancing", "water-damage", "waiting-for-proof", "vip")


def make_staff() -> None:
    """People in their roles, who would have to be invited before they can log in."""
    sync_roles()
    for name, language, role in PEOPLE:
        email = f"{name.lower().replace(' ', '.')}@maker.example"
        user, is_new = User.objects.get_or_create(email=email, defaults={"name": name, "language": language})
        if is_new:
            user.set_unusable_password()
            user.save(update_fields=["password"])
            give_role(user, role)


def make_words() -> None:
    """Reply templates in each language, tags, a sender that is blocked."""
    for voice in VOICES:
        for title, text in voice.templates.items():
            ReplyTemplate.objects.get_or_create(title=title, language=voice.language, defaults={"text": text})
    for name in TAGS:
        Tag.objects.get_or_create(name=name)
    BlockedSender.objects.get_or_create(pattern="@spam.example", defaults={"reason": "advertising"})
