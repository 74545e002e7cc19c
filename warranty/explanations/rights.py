"""The legal guarantee in plain words: it is the seller's and has its own end, apart from the warranty's."""

from django.utils.translation import gettext as _

from warranty.explanations.phrases import day
from warranty.explanations.told import Told
from warranty.rulings import Flag, Legal


def sellers_turn(told: Told) -> list[str]:
    """The legal guarantee alone is open: the seller answers for it, and the choice of the remedy is the buyer's."""
    said = []
    if told.end_commercial:
        said.append(
            _("The %(brand)s warranty ended on %(end)s, but your legal rights are still open.")
            % {"brand": told.brand, "end": day(told.end_commercial)}
        )
    said += rights(told)
    said.append(
        _(
            "Please turn to the seller, who answers for the fault; whether the unit is repaired or replaced is yours"
            " to choose."
        )
    )
    if told.would_proof_help:
        said.append(
            _(
                "With an invoice or an installation certificate we could also tell whether the %(brand)s warranty"
                " covers it."
            )
            % {"brand": told.brand}
        )
    return said


def rights(told: Told) -> list[str]:
    """Until when the buyer may turn to the seller, as far as that is a day."""
    if told.legal == Legal.POSSIBLE:
        return [_("Besides, you may have legal rights against the seller; for those no day can be computed here.")]
    if told.end_statutory is None:
        return []
    words = {"end": day(told.end_statutory)}
    if told.legal == Legal.CLOSED:
        return [_("Your legal rights against the seller ran until %(end)s.") % words]
    return [_("Your legal rights against the seller run until %(end)s.") % words, *_burden(told)]


def _burden(told: Told) -> list[str]:
    if Flag.BURDEN_ON_CONSUMER not in told.flags or told.burden_until is None:
        return []
    return [
        _(
            "As the fault was found after %(until)s, it is for you to show the seller that it was there from the"
            " beginning."
        )
        % {"until": day(told.burden_until)}
    ]
