"""What is said where a person has decided otherwise than the rules; the reason for it is the house's own."""

from datetime import date

from django.utils.translation import gettext as _

from warranty.decisions import Decision
from warranty.explanations.phrases import day
from warranty.explanations.questions import neutral, wanted
from warranty.explanations.told import Told


def explain_override(*, decision: str, is_goodwill: bool, until: date, brand: str) -> str:
    """What the decision of a person means for the customer, and until when it holds."""
    words = {"brand": brand, "until": day(until)}
    match decision:
        case Decision.IN_WARRANTY if is_goodwill:
            said = [_("Covered by %(brand)s as a gesture of goodwill, if the unit is sent in by %(until)s.") % words]
        case Decision.IN_WARRANTY:
            said = [_("%(brand)s has looked at your case and covers it; the decision holds until %(until)s.") % words]
        case Decision.OUT_OF_WARRANTY | Decision.VOID:
            said = [_("%(brand)s has looked at your case: the warranty does not cover this unit.") % words]
        case Decision.NEEDS_PROOF:
            return " ".join(wanted(Told(brand=brand, decision=decision, basis="", reason="")))
        case _:
            return " ".join(neutral(Told(brand=brand, decision=decision, basis="", reason="")))
    return " ".join([*said, _("Your legal rights against the seller stay as they are.")])
