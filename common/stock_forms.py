"""Django's own forms of the admin, safe against two things: who was faster, and rows that cannot be."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from django.contrib import admin
from django.contrib.admin.widgets import AutocompleteSelect
from django.db import IntegrityError
from django.db.models import ForeignKey
from django.forms import ModelChoiceField
from django.http import HttpRequest, HttpResponse

from common.keyset import LARGEST

if TYPE_CHECKING:
    Base = admin.ModelAdmin[Any]
else:
    Base = object


class RowSelect(AutocompleteSelect):
    """A row found by typing; what can be no row is shown as nothing chosen instead of being looked up."""

    def optgroups(self, name: str, value: Sequence[str], attr: dict[str, Any] | None = None) -> list[Any]:
        return super().optgroups(name, [text for text in value if _is_row(str(text))], attr)


class StockForms(Base):
    """Stands before Django's own class where two people may write down the same, or choose from many rows."""

    def formfield_for_foreignkey(
        self, db_field: ForeignKey[Any, Any], request: HttpRequest, **kwargs: Any
    ) -> ModelChoiceField[Any] | None:
        if db_field.name in self.get_autocomplete_fields(request):
            kwargs.setdefault("widget", RowSelect(db_field, self.admin_site, using=kwargs.get("using")))
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def changeform_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Somebody wrote the same a moment before: looked at again, it is refused beside its field and kept."""
        try:
            return super().changeform_view(request, *args, **kwargs)
        except IntegrityError:
            return super().changeform_view(request, *args, **kwargs)


def _is_row(text: str) -> bool:
    return not text or (text.isascii() and text.isdecimal() and len(text) <= len(str(LARGEST)))
