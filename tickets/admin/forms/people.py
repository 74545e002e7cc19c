"""The people of a case: colleagues in copy, links, mails that did not arrive."""

from django import forms
from django.utils.translation import gettext_lazy as _

from common.keyset import LARGEST
from tickets.forms.fields import AddressField, LineField


class ColleagueForm(forms.Form):
    email = AddressField(
        label=_("E-mail"), error_messages={"required": _("Please give the colleague's e-mail address.")}
    )
    name = LineField(label=_("Name"), required=False, max_length=150)


class RowForm(forms.Form):
    """One row of the case, by its id."""

    row = forms.IntegerField(min_value=1, max_value=LARGEST)


class LinkForm(forms.Form):
    address = AddressField(label=_("To"), error_messages={"required": _("Please choose who gets the link.")})


class NothingForm(forms.Form):
    """A button with nothing to fill in."""
