from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django_countries.fields import CountryField

from common.constraints import known_values
from common.links import new_nonce


class UserManager(BaseUserManager["User"]):
    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(email__iexact=username)

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> "User":
        return self.create_user(email, password, is_staff=True, is_superuser=True, **fields)


class NewCaseMail(models.TextChoices):
    """Which new cases a member of staff hears of by mail; safety cases come to everybody who triages."""

    SAFETY = "safety", _("Safety cases only")
    MY_LANGUAGE = "my_language", _("New cases in my language")
    ALL = "all", _("Every new case")


class User(AbstractBaseUser, PermissionsMixin):
    """Somebody with a login: known by their e-mail address."""

    email = models.EmailField(_("e-mail"), unique=True)
    name = models.CharField(_("name"), max_length=150, blank=True)
    language = models.CharField(_("language"), max_length=2, default="en")
    is_staff = models.BooleanField(_("member of staff"), default=False)
    is_active = models.BooleanField(_("active"), default=True)
    new_case_mail = models.CharField(
        _("mail about new cases"), max_length=12, choices=NewCaseMail, default=NewCaseMail.SAFETY
    )
    date_joined = models.DateTimeField(_("since"), default=timezone.now)

    objects: ClassVar[UserManager] = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    class Meta:
        verbose_name = _("user")
        verbose_name_plural = _("users")
        constraints = [
            models.UniqueConstraint(
                Lower("email"),
                name="one_user_per_address",
                violation_error_message=_("There is an account with this address already."),
            ),
            known_values("user", "new_case_mail", NewCaseMail),
        ]

    def __str__(self) -> str:
        return self.name or self.email

    def get_short_name(self) -> str:
        return (self.name or self.email).split()[0].split("@")[0]


class LinkPurpose(models.TextChoices):
    INVITATION = "invitation", _("Invitation")
    RESET = "reset", _("Password reset")


class AccountLink(models.Model):
    """A mailed way to choose a password, once; the secret in it is computed, not stored."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="links")
    purpose = models.CharField(max_length=12, choices=LinkPurpose)
    nonce = models.CharField(max_length=24, unique=True, default=new_nonce)
    created_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [known_values("account_link", "purpose", LinkPurpose)]

    def __str__(self) -> str:
        return f"{self.get_purpose_display()} · {self.user}"


class PartnerKind(models.TextChoices):
    DISTRIBUTOR = "distributor", _("Distributor")
    RESELLER = "reseller", _("Reseller")


class Partner(models.Model):
    """A company our goods go through: a distributor, or a reseller under a distributor."""

    code = models.CharField(_("code"), max_length=20, unique=True)
    name = models.CharField(_("name"), max_length=150, db_index=True)
    kind = models.CharField(_("kind"), max_length=12, choices=PartnerKind)
    distributor = models.ForeignKey(
        "self",
        verbose_name=_("distributor"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="resellers",
        limit_choices_to={"kind": PartnerKind.DISTRIBUTOR},
    )
    email = models.EmailField(_("e-mail"), blank=True)
    phone = models.CharField(_("phone"), max_length=40, blank=True)
    street = models.CharField(_("street"), max_length=200, blank=True)
    postal_code = models.CharField(_("postal code"), max_length=20, blank=True)
    city = models.CharField(_("city"), max_length=100, blank=True)
    country = CountryField(_("country"))
    language = models.CharField(_("language"), max_length=2, default="en")
    is_active = models.BooleanField(_("active"), default=True)

    class Meta:
        verbose_name = _("partner")
        verbose_name_plural = _("partners")
        constraints = [
            known_values("partner", "kind", PartnerKind),
            models.CheckConstraint(
                condition=Q(kind=PartnerKind.RESELLER) | Q(distributor__isnull=True),
                name="only_resellers_have_a_distributor",
                violation_error_message=_("Only a reseller has a distributor."),
            ),
            models.CheckConstraint(
                condition=~Q(distributor=F("id")),
                name="no_partner_is_its_own_distributor",
                violation_error_message=_("A partner cannot be its own distributor."),
            ),
        ]

    def __str__(self) -> str:
        return self.name
