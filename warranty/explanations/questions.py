"""What is said while nothing is decided: what we need to see, or that a person looks."""

from collections.abc import Callable
from typing import Final

from django.utils.translation import gettext as _

from warranty.explanations.phrases import day
from warranty.explanations.told import Told
from warranty.rulings import Flag, Reason


def wanted(told: Told) -> list[str]:
    """What to send so that we can decide."""
    return QUESTIONS.get(told.reason, _proof)(told)


def looked_at(told: Told) -> list[str]:
    """A person looks; most reasons for that are nobody's but ours."""
    return LOOKS.get(told.reason, neutral)(told)


def neutral(told: Told) -> list[str]:
    """Says nothing of why: a thief must not learn what we know, and a customer is not to be accused."""
    return [
        _("An engineer of %(brand)s looks at the warranty of this unit before it is decided.") % {"brand": told.brand},
        _("You need not do anything: we write to you as soon as we know."),
    ]


def _proof(told: Told) -> list[str]:
    said = [
        _("To decide on the warranty we need to see when and from whom the unit was bought."),
        _(
            "Please send the invoice or receipt, with its date, the seller and the product, or the record of the"
            " installation. You may cover the prices."
        ),
    ]
    if Flag.DEEMED_START in told.flags and told.start:
        said.append(
            _("Without it we can only count from %(start)s, soon after the unit was made.") % {"start": day(told.start)}
        )
    return said


def _serial(_told: Told) -> list[str]:
    return [
        _("We do not find this serial number among ours."),
        _(
            "Please compare it with the plate at the side or bottom of the unit, ten digits and a letter, and send us"
            " the number as it stands there or a photo of the plate."
        ),
    ]


def _other_model(_told: Told) -> list[str]:
    return [
        _("The invoice names another product than the one you reported."),
        _("Please send the invoice or receipt for this unit, or check that the serial number is the right one."),
    ]


def _replaced(_told: Told) -> list[str]:
    return [
        _("By our records this unit was replaced, and its cover went on to the unit that took its place."),
        _("Please send us the serial number of the unit that you have now; an engineer looks at it."),
    ]


def _dated_later(_told: Told) -> list[str]:
    return [
        _("The invoice bears a later date than your report."),
        _(
            "Please check that it is the right one, or send another; an engineer looks at it before anything is"
            " decided."
        ),
    ]


def _dated_earlier(_told: Told) -> list[str]:
    return [
        _("The invoice bears a date before the unit was made."),
        _(
            "Please check that it is the one for this unit, or send another; an engineer looks at it before anything"
            " is decided."
        ),
    ]


def _for_fewer(_told: Told) -> list[str]:
    return [
        _("The invoice is for fewer units than it has been sent for."),
        _("If there is another one for this unit, please send it; an engineer looks at it before anything is decided."),
    ]


def _from_whom(_told: Told) -> list[str]:
    return [
        _("We do not know the seller that the invoice names yet; an engineer looks at it before anything is decided."),
        _("You need not do anything: we write to you as soon as we know."),
    ]


def _sellers_law(told: Told) -> list[str]:
    said = []
    if told.end_commercial:
        said.append(
            _("The %(brand)s warranty ran until %(end)s.") % {"brand": told.brand, "end": day(told.end_commercial)}
        )
    return [
        *said,
        _("Your legal rights against the seller may go further: the law that applies sets no fixed day for them."),
        _("An engineer looks at your case before anything is decided."),
    ]


def _noticed_late(told: Told) -> list[str]:
    said = []
    if told.end_commercial:
        said.append(
            _("The %(brand)s warranty runs until %(end)s.") % {"brand": told.brand, "end": day(told.end_commercial)}
        )
    return [
        *said,
        _(
            "The fault was reported a long time after it was found, so an engineer looks at it before anything is"
            " decided."
        ),
    ]


Sentences = Callable[[Told], list[str]]
QUESTIONS: Final[dict[str, Sentences]] = {
    Reason.PROOF_OF_PURCHASE: _proof,
    Reason.SERIAL_UNKNOWN: _serial,
    Reason.INVOICE_MODEL_MISMATCH: _other_model,
}
# A stolen unit, a clone, a case open elsewhere and missing terms all read the same: none of them tells of itself.
LOOKS: Final[dict[str, Sentences]] = {
    Reason.STOLEN_FLAG: neutral,
    Reason.CLONE_SUSPECTED: neutral,
    Reason.DUPLICATE_OPEN: neutral,
    Reason.NO_POLICY: neutral,
    Reason.REPLACED_SERIAL: _replaced,
    Reason.INVOICE_FUTURE: _dated_later,
    Reason.INVOICE_BEFORE_MANUFACTURE: _dated_earlier,
    Reason.INVOICE_QTY_EXCEEDED: _for_fewer,
    Reason.RESELLER_UNKNOWN: _from_whom,
    Reason.STATUTORY_POSSIBLE: _sellers_law,
    Reason.LATE_NOTICE: _noticed_late,
}
