from django.db import models
from django.utils.translation import gettext_lazy as _

from warranty.models.policy import Policy


class Product(models.Model):
    """A model we sell, with how its serial numbers look."""

    code = models.CharField(_("code"), max_length=20, unique=True)
    name = models.CharField(_("name"), max_length=100)
    serial_letter = models.CharField(_("letter at the end of the serial"), max_length=1, unique=True)
    # Empty: the policy that covers whatever names none.
    policy = models.ForeignKey(
        Policy,
        verbose_name=_("warranty policy"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="products",
    )
    is_active = models.BooleanField(_("on sale or supported"), default=True)

    class Meta:
        verbose_name = _("product")
        verbose_name_plural = _("products")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name
