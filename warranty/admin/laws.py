"""The legal guarantee of each country, in versions: adding a country is adding a row."""

from django.contrib import admin

from warranty.admin.versions import VersionAdmin
from warranty.forms.terms import LawVersionForm
from warranty.models import LawVersion


@admin.register(LawVersion)
class LawVersionAdmin(VersionAdmin):
    """What consumers may claim of the seller, by country and day of the contract."""

    form = LawVersionForm
    verdicts = "law_version"
    list_display = (
        *("country", "standing", "valid_from", "term_months", "burden_months", "counts_from", "renewal"),
        *("time_zone", "published_at", "note"),
    )
    list_filter = ("country", ("published_at", admin.EmptyFieldListFilter))
    search_fields = ("country", "note")
