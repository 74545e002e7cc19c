from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Partner
from common.constraints import known_values
from files.models import StoredFile
from warranty.models.product import Product


class ProofKind(models.TextChoices):
    INVOICE = "invoice", _("Invoice or receipt")
    CERTIFICATE = "certificate", _("Installation certificate")


class ProofState(models.TextChoices):
    PENDING = "pending", _("To verify")
    VERIFIED = "verified", _("Verified")
    REJECTED = "rejected", _("Rejected")


class Rejection(models.TextChoices):
    UNREADABLE = "unreadable", _("It cannot be read")
    NO_PROOF = "no_proof", _("It is no invoice, receipt or certificate")
    OTHER_PRODUCT = "other_product", _("It is for another product")
    NO_DATE = "no_date", _("It shows no date")
    NO_SELLER = "no_seller", _("It does not show who sold")
    ALTERED = "altered", _("It seems to have been altered")
    OTHER = "other", _("Another reason")


class Proof(models.Model):
    """A paper that shows when and where units were bought or installed: evidence, not an attachment."""

    kind = models.CharField(_("kind"), max_length=12, choices=ProofKind)
    # None once the time that the policy gives has passed; what decided stays.
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, null=True, related_name="proofs")
    sha256 = models.CharField(max_length=64, db_index=True)
    issuer = models.CharField(_("issued by"), max_length=200, blank=True)
    partner = models.ForeignKey(
        Partner, verbose_name=_("partner"), on_delete=models.PROTECT, null=True, blank=True, related_name="proofs"
    )
    number = models.CharField(_("number on the paper"), max_length=60, blank=True)
    # The day of the sale, or of the installation.
    dated_on = models.DateField(_("date"), null=True, blank=True)
    # Set where the paper writes a date that may be read in two ways.
    or_dated_on = models.DateField(_("or date"), null=True, blank=True)
    quantity = models.PositiveIntegerField(_("quantity"), default=1)
    currency = models.CharField(_("currency"), max_length=3, blank=True)
    product = models.ForeignKey(
        Product, verbose_name=_("model named"), on_delete=models.PROTECT, null=True, blank=True, related_name="proofs"
    )
    serials = ArrayField(models.CharField(max_length=40), verbose_name=_("serial numbers"), default=list, blank=True)
    state = models.CharField(_("state"), max_length=10, choices=ProofState, default=ProofState.PENDING)
    # What the text of the paper seems to say: {"dates": [...], "numbers": [...], "sellers": [...], "serials": [...]}.
    proposal = models.JSONField(default=dict, blank=True)
    read_at = models.DateTimeField(null=True, editable=False)
    uploaded_by = models.CharField(_("uploaded by"), max_length=150, blank=True)
    uploaded_at = models.DateTimeField(_("uploaded"))
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    decided_at = models.DateTimeField(_("decided"), null=True, blank=True)
    how = models.CharField(_("how it was verified"), max_length=200, blank=True)
    rejection = models.CharField(_("rejected because"), max_length=14, choices=Rejection, blank=True)
    rejection_note = models.CharField(_("in other words"), max_length=300, blank=True)
    redacted_at = models.DateTimeField(_("redacted"), null=True, blank=True)

    class Meta:
        verbose_name = _("proof")
        verbose_name_plural = _("proofs")
        ordering = ["pk"]
        constraints = [
            known_values("proof", "kind", ProofKind),
            known_values("proof", "state", ProofState),
            known_values("proof", "rejection", Rejection, blank=True),
            models.CheckConstraint(condition=Q(quantity__gte=1), name="proof_is_for_one_unit_at_least"),
            models.CheckConstraint(
                condition=~Q(state=ProofState.VERIFIED) | Q(dated_on__isnull=False, decided_by__isnull=False),
                name="a_verified_proof_has_a_date_and_a_name",
            ),
            models.CheckConstraint(
                condition=~Q(state=ProofState.REJECTED) | (~Q(rejection="") & Q(decided_by__isnull=False)),
                name="a_rejected_proof_says_why",
            ),
            models.CheckConstraint(
                condition=Q(file__isnull=False) | Q(redacted_at__isnull=False), name="a_proof_without_file_is_redacted"
            ),
        ]
        indexes = [
            models.Index(fields=["number"], name="proof_number", condition=~Q(number="")),
            models.Index(fields=["id"], name="proof_unread", condition=Q(read_at__isnull=True)),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.number}".strip()


class ProofView(models.Model):
    """Somebody of the staff looked at a paper with a customer's name and address."""

    proof = models.ForeignKey(Proof, on_delete=models.CASCADE, related_name="views")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    seen_at = models.DateTimeField(_("seen"))

    class Meta:
        verbose_name = _("look at a proof")
        verbose_name_plural = _("looks at proofs")
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.user} · {self.seen_at}"
