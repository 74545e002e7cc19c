"""What the desk keeps beside the cases: answers, tags, blocked senders, old numbers."""

from django import forms
from django.conf import settings
from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from common.text import clean_line
from mail.models import BlockedSender
from tickets.models import NumberAlias, ReplyTemplate, Tag


class ReplyTemplateForm(forms.ModelForm[ReplyTemplate]):
    language = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES)

    class Meta:
        model = ReplyTemplate
        fields = ("title", "language", "text", "is_active")
        help_texts = {"text": _("{name} and {number} are filled in with the customer's name and the ticket number.")}


@admin.register(ReplyTemplate)
class ReplyTemplateAdmin(admin.ModelAdmin[ReplyTemplate]):
    """Answers given often, once in each language."""

    form = ReplyTemplateForm
    list_display = ("title", "language", "is_active")
    list_filter = ("language", "is_active")
    search_fields = ("title", "text")


@admin.register(Tag)
class TagAdmin(admin.ModelAdmin[Tag]):
    """Words by which cases are found again."""

    list_display = ("name",)
    search_fields = ("name",)


class BlockedSenderForm(forms.ModelForm[BlockedSender]):
    class Meta:
        model = BlockedSender
        fields = ("pattern", "reason")
        help_texts = {"pattern": _("name@company.com, or @company.com for everybody there.")}

    def clean_pattern(self) -> str:
        pattern = clean_line(self.cleaned_data["pattern"], limit=320).lower()
        if "@" not in pattern or "." not in pattern.rpartition("@")[2]:
            raise forms.ValidationError(_("Please give a whole address, or @ and a domain."))
        return pattern


@admin.register(BlockedSender)
class BlockedSenderAdmin(admin.ModelAdmin[BlockedSender]):
    """Whose mail goes to quarantine unread."""

    form = BlockedSenderForm
    list_display = ("pattern", "reason", "created_at")
    search_fields = ("pattern", "reason")


@admin.register(NumberAlias)
class NumberAliasAdmin(admin.ModelAdmin[NumberAlias]):
    """The numbers of merged cases: made by merging, kept for ever."""

    list_display = ("__str__", "ticket")
    list_select_related = ("ticket",)
    search_fields = ("number",)
    show_full_result_count = False

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return False
