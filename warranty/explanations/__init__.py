"""A verdict in words: one paragraph that a customer understands, in the language that is active."""

from django.utils.translation import gettext as _

from warranty.decisions import Decision
from warranty.explanations.cover import covered
from warranty.explanations.overrides import explain_override
from warranty.explanations.questions import looked_at, neutral, wanted
from warranty.explanations.refusals import expired, void
from warranty.explanations.rights import rights, sellers_turn
from warranty.explanations.told import Told, told_by, told_of
from warranty.rulings import Flag

__all__ = ["Told", "being_looked_at", "explain", "explain_override", "told_by", "told_of"]


def explain(told: Told) -> str:
    """Until when, by whom and why; or what we need; or that a person looks. Whole sentences, each translated as one."""
    return " ".join([*_decided(told), *_besides(told)])


def being_looked_at(*, brand: str) -> str:
    """What the reporter hears while nothing may be said yet; the same words as for anything that a person looks at."""
    return " ".join(neutral(Told(brand=brand, decision=Decision.REVIEW, basis="", reason="")))


def _decided(told: Told) -> list[str]:
    match told.decision:
        case Decision.IN_WARRANTY:
            return sellers_turn(told) if told.is_legal_alone else [*covered(told), *rights(told)]
        case Decision.OUT_OF_WARRANTY:
            return expired(told)
        case Decision.VOID:
            return void(told)
        case Decision.NEEDS_PROOF:
            return wanted(told)
    return looked_at(told)


def _besides(told: Told) -> list[str]:
    said = []
    if Flag.PENDING_INSPECTION in told.flags:
        said.append(
            _("The cause of the fault is still to be seen when the unit is inspected; that can change the answer.")
        )
    if told.is_provisional:
        said.append(_("That is as far as the papers show; we still verify them."))
    if told.asks_buyer:
        said.append(
            _(
                "We take it that a private person bought the unit; if a company did, please tell us: that can change"
                " the answer."
            )
        )
    if Flag.SAFETY_LANE in told.flags:
        said.append(_("Until we have written to you, leave the charger switched off and do not send it anywhere."))
    return said
