"""What happens to a unit after its sale, as staff write it down."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from warranty.models import Service, ServiceChoice, ServiceKind, Unit
from warranty.serials import read_serial


class DayField(forms.DateField):
    """A day by the browser's own calendar."""

    widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})


class UnitField(forms.CharField):
    """A registered unit by its serial in any spelling."""

    def clean(self, value: Any) -> Unit | None:  # noqa: ANN401
        text = super().clean(value)
        if not text:
            return None
        unit = Unit.objects.filter(serial=read_serial(text)).first()
        if unit is None:
            raise ValidationError(_("There is no unit %(serial)s in the registry.") % {"serial": read_serial(text)})
        return unit


class SwapForm(forms.Form):
    """Which unit took the place of this one, and when."""

    successor = UnitField(label=gettext_lazy("Serial number of the new unit"), max_length=100)
    swapped_on = DayField(label=gettext_lazy("Given to the customer"))
    handed_over_on = DayField(label=gettext_lazy("Old unit handed over, if earlier"), required=False)
    choice = forms.ChoiceField(
        label=gettext_lazy("Who chose the replacement"),
        required=False,
        choices=[
            ("", gettext_lazy("Not known")),
            (ServiceChoice.CONSUMER_CHOSE_REPAIR, ServiceChoice.CONSUMER_CHOSE_REPAIR.label),
            (ServiceChoice.SELLER, ServiceChoice.SELLER.label),
        ],
    )
    reason = forms.CharField(label=gettext_lazy("Why"), max_length=200, required=False)


class ServiceForm(forms.ModelForm[Service]):
    """A repair or a paid repair; a replacement is written down as a swap."""

    kind = forms.ChoiceField(
        label=gettext_lazy("Kind"),
        choices=[(kind.value, kind.label) for kind in (ServiceKind.REPAIR, ServiceKind.PAID)],
    )
    handed_over_on = DayField(label=gettext_lazy("Handed over"))
    returned_on = DayField(label=gettext_lazy("Returned"), required=False)

    class Meta:
        model = Service
        fields = ("kind", "choice", "handed_over_on", "returned_on")

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        handed, returned, today = given.get("handed_over_on"), given.get("returned_on"), timezone.localdate()
        made = self.instance.unit.manufactured_on
        if handed and (handed > today or (made and handed < made)):
            self.add_error("handed_over_on", _("This day lies in the future or before the manufacture."))
        if returned and returned > today:
            self.add_error("returned_on", _("This day lies in the future."))
        if handed and returned and returned < handed:
            self.add_error("returned_on", _("The return lies before the hand-over."))
        return given
