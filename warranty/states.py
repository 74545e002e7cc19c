"""The states of a list of units on its way into the registry."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from common.states import StateTable


class ListState(TextChoices):
    CHECKING = "checking", _("Being checked")
    CHECKED = "checked", _("Waits for your word")
    CONFIRMED = "confirmed", _("Being taken in")
    TAKEN_IN = "taken_in", _("Taken in")
    REFUSED = "refused", _("Refused")
    DROPPED = "dropped", _("Dropped")
    FAILED = "failed", _("Failed")


LIST_STATES = StateTable(
    {
        ListState.CHECKING: frozenset({ListState.CHECKED, ListState.REFUSED, ListState.FAILED, ListState.DROPPED}),
        ListState.CHECKED: frozenset({ListState.CONFIRMED, ListState.DROPPED}),
        # What was right when it was checked may clash with what has come in since.
        ListState.CONFIRMED: frozenset({ListState.TAKEN_IN, ListState.REFUSED, ListState.FAILED}),
        ListState.TAKEN_IN: frozenset(),
        ListState.REFUSED: frozenset(),
        ListState.DROPPED: frozenset(),
        ListState.FAILED: frozenset(),
    }
)

# The worker's turn.
UNDER_WAY = frozenset({ListState.CHECKING, ListState.CONFIRMED})
