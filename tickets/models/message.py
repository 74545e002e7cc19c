from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from common.constraints import known_values
from files.models import StoredFile
from mail.models import IncomingMail, OutgoingMail
from tickets.models.ticket import Ticket


class MessageKind(models.TextChoices):
    CUSTOMER = "customer", _("From the customer")
    STAFF = "staff", _("Answer")
    NOTE = "note", _("Internal note")


class Message(models.Model):
    """What somebody said in a case; an internal note is never shown outside."""

    ticket = models.ForeignKey(Ticket, on_delete=models.CASCADE, related_name="messages")
    kind = models.CharField(_("kind"), max_length=10, choices=MessageKind)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="messages"
    )
    author_name = models.CharField(_("who"), max_length=150, blank=True)
    author_email = models.EmailField(blank=True)
    text = models.TextField(_("text"), blank=True)
    quoted = models.TextField(blank=True)
    html = models.TextField(blank=True)
    is_automatic = models.BooleanField(default=False)
    incoming = models.OneToOneField(
        IncomingMail, on_delete=models.PROTECT, null=True, blank=True, related_name="message"
    )
    outgoing = models.OneToOneField(
        OutgoingMail, on_delete=models.PROTECT, null=True, blank=True, related_name="message"
    )
    created_at = models.DateTimeField(_("at"))

    class Meta:
        verbose_name = _("message")
        verbose_name_plural = _("messages")
        constraints = [known_values("message", "kind", MessageKind)]
        indexes = [models.Index(fields=["ticket", "created_at", "id"], name="message_conversation")]

    def __str__(self) -> str:
        return f"{self.author_name}: {self.text[:60]}"


class Purpose(models.TextChoices):
    PHOTO = "photo", _("Photo")
    PROOF = "proof", _("Proof of purchase")
    OTHER = "other", _("Attachment")


class Attachment(models.Model):
    """A file that came with a message, and what it is meant to show."""

    message = models.ForeignKey(Message, on_delete=models.CASCADE, related_name="attachments")
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="attachments")
    purpose = models.CharField(_("purpose"), max_length=10, choices=Purpose, default=Purpose.OTHER)

    class Meta:
        verbose_name = _("attachment")
        verbose_name_plural = _("attachments")
        constraints = [
            known_values("attachment", "purpose", Purpose),
            models.UniqueConstraint(fields=["message", "file"], name="one_attachment_per_file"),
        ]

    def __str__(self) -> str:
        return str(self.file)
