"""The legal guarantee of each country, in versions: adding a country is adding a row."""

from django.contrib import admin
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from warranty.admin.versions import VersionAdmin
from warranty.forms.terms import LawVersionForm
from warranty.models import LawVersion


@admin.register(LawVersion)
class LawVersionAdmin(VersionAdmin):
    """What consumers may claim of the seller, by country and day of the contract."""

    form = LawVersionForm
    verdicts = "law_version"
    list_display = ("country", "standing", "valid_from", "term", "burden", "note")
    list_filter = ("country",)
    search_fields = ("country", "note")

    @admin.display(description=_("Term"))
    def term(self, version: LawVersion) -> str:
        return gettext("%(months)d months") % {"months": version.term_months}

    @admin.display(description=_("Burden on the seller"))
    def burden(self, version: LawVersion) -> str:
        if version.burden_months is None:
            return gettext("none")
        return gettext("%(months)d months") % {"months": version.burden_months}
