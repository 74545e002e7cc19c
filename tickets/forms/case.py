"""What the customer can write on the page of their case."""

from django import forms
from django.utils.translation import gettext_lazy as _

from tickets.forms.fields import AddressField, LineField, ProductField, TextField


class MessageForm(forms.Form):
    message = TextField(
        label=_("Your answer"), required=False, max_length=20_000, widget=forms.Textarea(attrs={"rows": 5})
    )
    is_proof = forms.BooleanField(label=_("These files are the proof of purchase"), required=False)


class SerialForm(forms.Form):
    serial = LineField(
        label=_("Serial number"),
        max_length=100,
        widget=forms.TextInput(attrs={"class": "mono", "autocomplete": "off", "spellcheck": "false"}),
        error_messages={"required": _("Please enter the serial number.")},
    )
    product = ProductField(label=_("Product"), required=False)


class ColleagueForm(forms.Form):
    email = AddressField(
        label=_("E-mail of your colleague"),
        error_messages={"required": _("Please give your colleague's e-mail address.")},
    )
    name = LineField(label=_("Name"), required=False, max_length=150)


class TrackForm(forms.Form):
    number = LineField(
        label=_("Ticket number"),
        max_length=60,
        widget=forms.TextInput(attrs={"class": "mono", "inputmode": "numeric", "autocomplete": "off"}),
        help_text=_("Ten digits, like 482-719-3059."),
        error_messages={"required": _("Please enter the number of your case.")},
    )
    email = AddressField(
        label=_("E-mail"),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        help_text=_("The address with which the case was reported."),
        error_messages={"required": _("Please give the e-mail address with which the case was reported.")},
    )
