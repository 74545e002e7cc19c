"""A list of units, handed in at the desk."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy


class UnitListForm(forms.Form):
    """The file, and after it a mark that only a whole upload carries."""

    list = forms.FileField(
        label=gettext_lazy("List of units or of sales"),
        widget=forms.FileInput(attrs={"accept": ".csv,.tsv,.txt,.xlsx"}),
        error_messages={
            "required": gettext_lazy("Please choose a file."),
            "empty": gettext_lazy("This file is empty."),
        },
    )
    # A connection that breaks ends the upload early, and half a file would look like a whole one.
    whole = forms.CharField(required=False, initial="1", widget=forms.HiddenInput)

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        if "list" in given and not given.get("whole"):
            raise ValidationError(_("Only a part of the file arrived. Please send it again."))
        return given
