"""Who does something: a member of staff, the person behind a case, or the clock."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from accounts.models import User


@dataclass(frozen=True)
class Actor:
    """Named in every event; only staff have a user."""

    name: str
    user: User | None = None

    @classmethod
    def staff(cls, user: User) -> Actor:
        return cls(name=str(user), user=user)

    @classmethod
    def clock(cls) -> Actor:
        return cls(name=str(_("automatic")))
