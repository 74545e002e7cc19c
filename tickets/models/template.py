from django.db import models
from django.utils.translation import gettext_lazy as _


class ReplyTemplate(models.Model):
    """An answer that staff give often, once in each language; `{name}` and `{number}` are filled in."""

    title = models.CharField(_("title"), max_length=100)
    language = models.CharField(_("language"), max_length=2)
    text = models.TextField(_("text"))
    is_active = models.BooleanField(_("in use"), default=True)

    class Meta:
        verbose_name = _("reply template")
        verbose_name_plural = _("reply templates")
        ordering = ["title"]
        constraints = [
            models.UniqueConstraint(fields=["title", "language"], name="one_template_per_title_and_language")
        ]

    def __str__(self) -> str:
        return f"{self.title} ({self.language})"
