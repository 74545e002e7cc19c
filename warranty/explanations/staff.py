"""Why, for those who work here: also what no customer is told."""

from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django_stubs_ext import StrOrPromise

from warranty.models import Exclusion
from warranty.rulings import EXCLUDED, Flag, Reason

REASONS: Final[dict[str, StrOrPromise]] = {
    Reason.NOT_OUR_PRODUCT: gettext_lazy("Made by somebody else"),
    Reason.SERIAL_UNKNOWN: gettext_lazy("Serial number not in the registry"),
    Reason.SERIAL_DEFACED: gettext_lazy("Plate defaced"),
    Reason.STOLEN_FLAG: gettext_lazy("Reported stolen: say nothing of it, send no replacement"),
    Reason.CLONE_SUSPECTED: gettext_lazy("Seen in two places: copied plate or counterfeit"),
    Reason.REPLACED_SERIAL: gettext_lazy("Was replaced already; the cover is its successor's"),
    Reason.DUPLICATE_OPEN: gettext_lazy("On its way back under another number already"),
    Reason.INVOICE_FUTURE: gettext_lazy("Invoice dated after the report"),
    Reason.INVOICE_BEFORE_MANUFACTURE: gettext_lazy("Invoice dated before the unit was made"),
    Reason.INVOICE_QTY_EXCEEDED: gettext_lazy("Invoice used for more units than it names"),
    Reason.INVOICE_MODEL_MISMATCH: gettext_lazy("Invoice names another model"),
    Reason.RESELLER_UNKNOWN: gettext_lazy("Seller on the invoice is no known partner"),
    Reason.NO_POLICY: gettext_lazy("No published terms speak of this model, market and day"),
    Reason.START_INSTALL: gettext_lazy("Covered from the installation"),
    Reason.START_TELEMETRY: gettext_lazy("Covered from the first day online"),
    Reason.START_PURCHASE: gettext_lazy("Covered from the purchase"),
    Reason.INSTALL_LAG_CAP: gettext_lazy("Installed late: covered from the latest day after the purchase"),
    Reason.CAP: gettext_lazy("Ends at the latest day counted from shipment"),
    Reason.PROOF_OF_PURCHASE: gettext_lazy("Nothing proves a start: proof of purchase needed"),
    Reason.STATUTORY_ONLY: gettext_lazy("Legal guarantee alone: the seller's lane"),
    Reason.STATUTORY_POSSIBLE: gettext_lazy("No fixed legal term: judge the claim on the seller before any price"),
    Reason.TAIL90: gettext_lazy("Covered by the tail after a repair or swap"),
    Reason.LATE_TAIL: gettext_lazy("Reported after the end, but the log shows the fault before it"),
    Reason.REPAIR_WARRANTY: gettext_lazy("Same fault within the guarantee of a paid repair"),
    Reason.EXPIRED: gettext_lazy("Reported after the end"),
    Reason.LATE_NOTICE: gettext_lazy("Reported too long after it was found: may be refused"),
    Reason.DOA: gettext_lazy("Dead on arrival: new unit, not refurbished"),
}
FLAGS: Final[dict[str, StrOrPromise]] = {
    Flag.SAFETY_LANE: gettext_lazy("Safety: isolate, keep the evidence"),
    Flag.DATE_CONFLICT: gettext_lazy("Online long before the certificate's date"),
    Flag.DEEMED_START: gettext_lazy("Start only assumed from the manufacture"),
    Flag.PROOF_WANTED: gettext_lazy("A proof would open the commercial warranty"),
    Flag.SELLER_CHECK: gettext_lazy("The seller still has to judge the legal guarantee"),
    Flag.PENDING_INSPECTION: gettext_lazy("An exclusion is alleged: wait for the inspection"),
    Flag.BURDEN_ON_CONSUMER: gettext_lazy("The consumer has to prove the original defect"),
}


def reason_for_staff(reason: str) -> str:
    """The reason of a verdict in a few words."""
    if reason.startswith(EXCLUDED):
        kind = reason.removeprefix(EXCLUDED).lower()
        label = Exclusion(kind).label if kind in Exclusion.values else kind
        return _("Excluded: %(what)s") % {"what": label}
    return str(REASONS.get(reason, reason))


def flag_for_staff(flag: str) -> str:
    """What a person should see beside the decision, in a few words."""
    return str(FLAGS.get(flag, flag))
