"""The guard before any price: nobody is quoted one while their rights against the seller are open or possible."""

from django.utils import timezone
from django.utils.translation import gettext as _

from common.errors import DomainError
from warranty.models import Claim
from warranty.rulings import REFUSALS, Legal, Payer, payer_of
from warranty.standing import effective


def check_may_quote(claim: Claim) -> None:
    """Raise DomainError unless it is settled that the customer would pay: by a confirmed verdict or by an override."""
    standing, verdict = effective(claim, on=timezone.localdate()), claim.verdict
    if verdict is None or claim.due_since is not None or not standing.is_final:
        raise DomainError(_("The warranty of this unit is not decided yet; no price may be named before."))
    if standing.is_override:
        # Whoever refuses against the engine has looked at the legal track; an open one nobody can override.
        is_customers = standing.decision in REFUSALS and verdict.legal != Legal.OPEN
    else:
        is_customers = payer_of(verdict.decision, verdict.basis, verdict.legal) == Payer.CUSTOMER
    if not is_customers:
        raise DomainError(
            _("No price may be named: the unit is covered, or the customer's rights against the seller are still open.")
        )
