"""The legal guarantee of each country, in versions: adding a country is adding a row."""

from django.contrib import admin
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from warranty.admin.versions import VersionAdmin
from warranty.explanations.phrases import span
from warranty.forms.terms import LawVersionForm
from warranty.models import LawVersion


@admin.register(LawVersion)
class LawVersionAdmin(VersionAdmin):
    """What consumers may claim of the seller, by country and day of the contract."""

    form = LawVersionForm
    verdicts = "law_version"
    list_display = ("country", "standing", "valid_from", "term", "burden", "note")
    # Only the countries that have a law here, not all the world's.
    list_filter = (("country", admin.AllValuesFieldListFilter),)
    search_fields = ("country", "note")

    @admin.display(description=_("Term"))
    def term(self, version: LawVersion) -> str:
        return span(version.term_months)

    @admin.display(description=_("Burden on the seller"))
    def burden(self, version: LawVersion) -> str:
        return gettext("none") if version.burden_months is None else span(version.burden_months)
