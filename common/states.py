"""The table of arrows behind every state field: which change of state is possible at all."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Generic, TypeVar

from django.db.models import TextChoices
from django.utils.translation import gettext as _

from common.errors import TransitionError

State = TypeVar("State", bound=TextChoices)


@dataclass(frozen=True)
class StateTable(Generic[State]):
    """Every state with the states it may turn into; one that turns into none is final."""

    arrows: Mapping[State, frozenset[State]]

    def allows(self, current: State, target: State) -> bool:
        return target in self.arrows[current]

    def check(self, current: State, target: State) -> None:
        """Raise TransitionError, in words, unless the arrow exists."""
        if not self.allows(current, target):
            raise TransitionError(
                _("Cannot go from “%(current)s” to “%(target)s”.") % {"current": current.label, "target": target.label}
            )
