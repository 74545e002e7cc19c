"""The words a verdict is made of; the engine, the rows and the pages use the same."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Decision(TextChoices):
    IN_WARRANTY = "in_warranty", _("In warranty")
    OUT_OF_WARRANTY = "out_of_warranty", _("Out of warranty")
    VOID = "void", _("Not covered")
    NEEDS_PROOF = "needs_proof", _("Needs proof")
    REVIEW = "review", _("Review")


class Basis(TextChoices):
    BOTH = "both", _("Commercial warranty and legal guarantee")
    COMMERCIAL = "commercial", _("Commercial warranty")
    STATUTORY = "statutory", _("Legal guarantee")
    REPAIR = "repair", _("Guarantee on a paid repair")
    NONE = "none", _("None")
