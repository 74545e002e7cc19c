"""Why a paper was not accepted, in words for the one who sent it."""

from typing import Final

from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrOrPromise

from warranty.models import Rejection

SENTENCES: Final[dict[str, StrOrPromise]] = {
    Rejection.UNREADABLE: _(
        "It cannot be read: please take the picture again, in good light and with all four corners."
    ),
    Rejection.NO_PROOF: _("It is neither an invoice nor a receipt nor an installation certificate."),
    Rejection.OTHER_PRODUCT: _("It is for another product than the one you reported."),
    Rejection.NO_DATE: _("It does not show on which day it was bought."),
    Rejection.NO_SELLER: _("It does not show who sold it."),
    Rejection.ALTERED: _("It seems to have been changed afterwards: please send it as the seller gave it to you."),
    Rejection.OTHER: "",
}
