from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from common.constraints import known_values
from files.models import StoredFile
from mail.querysets import DeliveryQuerySet, IncomingMailQuerySet


class OutgoingMail(models.Model):
    """A mail we owe, rendered once; a row here is the promise, its deliveries are the keeping of it."""

    kind = models.CharField(_("kind"), max_length=60)
    # Mails of one topic reach one address in the order in which they were owed.
    topic = models.CharField(max_length=60, db_index=True)
    language = models.CharField(_("language"), max_length=2)
    sender_name = models.CharField(max_length=150)
    subject = models.CharField(_("subject"), max_length=300)
    text = models.TextField(_("text"))
    html = models.TextField(blank=True)
    message_id = models.CharField(max_length=250, unique=True)
    in_reply_to = models.CharField(max_length=250, blank=True)
    references = models.TextField(blank=True)
    is_automatic = models.BooleanField(_("automatic"), default=True)
    # {placeholder: [scope, nonce, path]}: no secret lies in the database, links are filled in when the mail leaves.
    links = models.JSONField(default=dict, blank=True)
    attachments = models.ManyToManyField(StoredFile, related_name="mails", blank=True)
    created_at = models.DateTimeField(_("owed since"), auto_now_add=True)

    class Meta:
        verbose_name = _("outgoing mail")
        verbose_name_plural = _("outgoing mail")

    def __str__(self) -> str:
        return self.subject


class DeliveryState(models.TextChoices):
    PENDING = "pending", _("Waiting")
    SENDING = "sending", _("Being sent")
    SENT = "sent", _("Sent")
    FAILED = "failed", _("Failed")


class RecipientRole(models.TextChoices):
    TO = "to", _("To")
    CC = "cc", _("Cc")


class Delivery(models.Model):
    """One recipient of one mail, and whether it has reached them."""

    mail = models.ForeignKey(OutgoingMail, on_delete=models.CASCADE, related_name="deliveries")
    topic = models.CharField(max_length=60)
    address = models.EmailField(_("address"))
    name = models.CharField(_("name"), max_length=150, blank=True)
    role = models.CharField(_("role"), max_length=2, choices=RecipientRole, default=RecipientRole.TO)
    is_automatic = models.BooleanField(default=True)
    state = models.CharField(_("state"), max_length=10, choices=DeliveryState, default=DeliveryState.PENDING)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    next_attempt_at = models.DateTimeField(null=True, blank=True)
    lease_until = models.DateTimeField(null=True, blank=True)
    # Set by the first trouble: a day of tries, however long the mail had lain before.
    give_up_at = models.DateTimeField(null=True, blank=True)
    error = models.CharField(_("what went wrong"), max_length=500, blank=True)
    sent_at = models.DateTimeField(_("sent"), null=True, blank=True)
    bounced_at = models.DateTimeField(_("bounced"), null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = DeliveryQuerySet.as_manager()

    class Meta:
        verbose_name = _("delivery")
        verbose_name_plural = _("deliveries")
        constraints = [
            known_values("delivery", "state", DeliveryState),
            known_values("delivery", "role", RecipientRole),
            models.UniqueConstraint(fields=["mail", "address"], name="one_delivery_per_mail_and_address"),
            models.CheckConstraint(
                condition=~Q(state=DeliveryState.SENT) | Q(sent_at__isnull=False), name="sent_delivery_has_a_time"
            ),
        ]
        indexes = [
            models.Index(
                fields=["topic", "address", "id"],
                name="delivery_unfinished",
                condition=Q(state__in=[DeliveryState.PENDING, DeliveryState.SENDING]),
            ),
            # The claim walks it in the order of the ids and stops at a batch, however many wait.
            models.Index(
                fields=["id"],
                name="delivery_waiting",
                condition=Q(state__in=[DeliveryState.PENDING, DeliveryState.SENDING]),
            ),
            models.Index(
                fields=["address", "created_at"], name="delivery_address_recent", condition=Q(is_automatic=True)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.address} · {self.get_state_display()}"


class Outcome(models.TextChoices):
    """What became of a mail that we accepted; a mail not sorted yet lies in quarantine."""

    TICKET = "ticket", _("New case")
    REPLY = "reply", _("Answer")
    DUPLICATE = "duplicate", _("Duplicate")
    BOUNCE = "bounce", _("Bounce")
    QUARANTINED = "quarantined", _("Quarantine")


class IncomingMail(models.Model):
    """A raw mail as it came in: kept before anything is decided, so that nothing accepted is ever lost."""

    message_id = models.CharField(max_length=998, blank=True)
    # Of the content without the trace headers that each hop adds: the same mail on two ways is one mail.
    fingerprint = models.CharField(max_length=64)
    raw = models.BinaryField()
    size = models.PositiveIntegerField()
    envelope_from = models.CharField(_("envelope sender"), max_length=320, blank=True)
    envelope_to = models.TextField(_("envelope recipients"), blank=True)
    source = models.CharField(_("came by"), max_length=20)
    received_at = models.DateTimeField(_("received"), auto_now_add=True)
    outcome = models.CharField(_("outcome"), max_length=12, choices=Outcome, default=Outcome.QUARANTINED)
    reason = models.CharField(_("why"), max_length=300, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    # Until then one worker is at it, or the next try is not due: a mail that kills its reader is not read for ever.
    lease_until = models.DateTimeField(null=True, blank=True)
    sorted_at = models.DateTimeField(_("sorted"), null=True, blank=True)
    dismissed_at = models.DateTimeField(_("put aside"), null=True, blank=True)
    duplicate_of = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="duplicates")
    bounced = models.ForeignKey(Delivery, on_delete=models.SET_NULL, null=True, blank=True, related_name="bounces")
    # For the list of the quarantine: what a person sees before opening it.
    sender = models.CharField(_("from"), max_length=320, blank=True)
    subject = models.CharField(_("subject"), max_length=300, blank=True)

    objects = IncomingMailQuerySet.as_manager()

    class Meta:
        verbose_name = _("incoming mail")
        verbose_name_plural = _("incoming mail")
        constraints = [
            known_values("incoming_mail", "outcome", Outcome),
            models.UniqueConstraint(
                fields=["message_id", "fingerprint"],
                name="one_incoming_mail_per_id_and_content",
                condition=Q(duplicate_of__isnull=True),
            ),
            models.CheckConstraint(
                condition=Q(outcome=Outcome.DUPLICATE, duplicate_of__isnull=False)
                | (~Q(outcome=Outcome.DUPLICATE) & Q(duplicate_of__isnull=True)),
                name="a_duplicate_names_its_original",
            ),
            models.CheckConstraint(condition=~Q(duplicate_of=F("id")), name="no_mail_duplicates_itself"),
        ]
        indexes = [
            models.Index(fields=["attempts", "id"], name="incoming_mail_unsorted", condition=Q(sorted_at__isnull=True)),
            models.Index(
                fields=["-received_at"], name="incoming_mail_quarantine", condition=Q(outcome=Outcome.QUARANTINED)
            ),
        ]

    def __str__(self) -> str:
        return self.subject or self.message_id or f"mail {self.pk}"


class BlockedSender(models.Model):
    """An address or a whole domain whose mail goes to quarantine unread, and whom nothing automatic answers."""

    pattern = models.CharField(_("address or @domain"), max_length=320, unique=True)
    reason = models.CharField(_("why"), max_length=200, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("blocked sender")
        verbose_name_plural = _("blocked senders")
        constraints = [models.CheckConstraint(condition=Q(pattern__contains="@"), name="blocked_sender_is_an_address")]

    def __str__(self) -> str:
        return self.pattern


class Mailbox(models.Model):
    """How far a polled mailbox has been read; nothing is marked there before it is committed here."""

    name = models.CharField(max_length=300, unique=True)
    uid_validity = models.PositiveBigIntegerField(default=0)
    last_uid = models.PositiveBigIntegerField(default=0)
    # One poller at a time; not a lock, because each mail is committed by itself while it is held.
    lease_until = models.DateTimeField(null=True, blank=True)
    checked_at = models.DateTimeField(null=True, blank=True)
    error = models.CharField(max_length=500, blank=True)

    class Meta:
        verbose_name = _("mailbox")
        verbose_name_plural = _("mailboxes")

    def __str__(self) -> str:
        return self.name


class Channel(models.Model):
    """A way out of the house that has been shut for a while: the mail server does not take our password."""

    name = models.CharField(max_length=20, unique=True)
    paused_until = models.DateTimeField(null=True, blank=True)
    paused_since = models.DateTimeField(null=True, blank=True)
    reason = models.CharField(max_length=500, blank=True)

    class Meta:
        verbose_name = _("mail channel")
        verbose_name_plural = _("mail channels")

    def __str__(self) -> str:
        return self.name
