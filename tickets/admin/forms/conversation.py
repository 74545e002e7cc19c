"""What staff write: to the customer, or to each other."""

from django import forms
from django.utils.translation import gettext_lazy as _

from common.keyset import LARGEST
from tickets.forms.fields import TextField
from tickets.models import MessageKind


class WritingForm(forms.Form):
    """An answer or a note; the buttons of the answer say whose move it is then."""

    THEN = (("wait", ""), ("solve", ""), ("keep", ""))

    message = TextField(
        label=_("Text"),
        required=False,
        max_length=50_000,
        error_messages={"max_length": _("This is too long: at most 50 000 characters fit into one message.")},
    )
    then = forms.ChoiceField(choices=THEN, required=False)
    seen = forms.IntegerField(required=False, min_value=0, max_value=LARGEST)
    scope = forms.UUIDField(required=False)
    kind = forms.ChoiceField(choices=[(kind, kind) for kind in (MessageKind.STAFF, MessageKind.NOTE)], required=False)
    template = forms.IntegerField(required=False, min_value=1, max_value=LARGEST)
