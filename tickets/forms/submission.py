"""A filled-in report as a whole: the form, its rows of units, its files."""

import uuid
from dataclasses import dataclass, field, replace
from typing import Final

from django.http import HttpRequest

from common.clients import network_of
from tickets.forms.report import ReportForm
from tickets.forms.units import MOST_UNITS, BaseUnitFormSet, typed_rows, unit_rows
from tickets.forms.uploads import Uploads
from tickets.models import Source
from tickets.services.filing import Contact, Filing, Words
from tickets.services.lines import UnitClaim
from tickets.services.serials import claims_with, serials_said

FILE_FIELDS: Final = ("photos", "proof")
NOT_CONTENT: Final = frozenset({"csrfmiddlewaretoken", "submission"})


@dataclass
class Submission:
    """One visit to the form: blank, or what was sent."""

    key: uuid.UUID = field(default_factory=uuid.uuid4)
    fingerprint: uuid.UUID | None = None
    form: ReportForm = field(default_factory=ReportForm)
    units: BaseUnitFormSet = field(default_factory=unit_rows)
    uploads: Uploads = field(default_factory=Uploads)

    @classmethod
    def read(cls, request: HttpRequest) -> "Submission":
        key = read_key(request.POST.get("submission", ""))
        uploads = Uploads.read(request, names=FILE_FIELDS, scope=str(key), who=network_of(request))
        return cls(
            key=key,
            fingerprint=_fingerprint(key, request),
            form=ReportForm(request.POST),
            units=unit_rows(request.POST, has_photo=bool(uploads.photos)),
            uploads=uploads,
        )

    @classmethod
    def begun(cls, request: HttpRequest) -> "Submission":
        """Blank but for the units that another page has named already."""
        named = typed_rows(unit_rows(request.POST))
        return cls(units=named if named.initial else unit_rows())

    @property
    def is_valid(self) -> bool:
        # Each is asked, so that all sentences are on the page at once.
        return all([self.form.is_valid(), self.units.is_valid(), not self.uploads.errors])

    @property
    def complaints(self) -> list[tuple[str, str]]:
        """Each sentence of refusal with the id of the field it belongs to, for the summary on top of the page."""
        found = [(f"id_{name}", str(error)) for name, errors in self.form.errors.items() for error in errors]
        if self.units.is_bound:
            found += [("units-title", str(error)) for error in self.units.non_form_errors()]
            for row in self.units.forms:
                found += [
                    (f"id_{row.prefix}-{name}", str(error)) for name, errors in row.errors.items() for error in errors
                ]
        return found + [(f"id_{name}", error) for name, errors in self.uploads.errors.items() for error in errors]

    def as_typed(self, *, more_rows: int = 0) -> "Submission":
        """The same, not judged yet: for a page that is shown again though nothing was filed."""
        typed = {name: self.form[name].value() for name in self.form.fields}
        return replace(self, form=ReportForm(initial=typed), units=typed_rows(self.units, more=more_rows))

    def filing(self) -> Filing:
        said = self.form.cleaned_data
        contact = {name: said[name] for name in Contact.__dataclass_fields__}
        return Filing(
            source=Source.FORM,
            contact=Contact(**contact),
            words=Words(text=said["description"]),
            symptom=said["symptom"],
            seller=said["seller"],
            stated=self.form.stated,
            units=self._units(said["description"]),
            attachments=self.uploads.attachments,
            submission=self.fingerprint,
            is_spam=self.form.is_by_robot,
        )

    def _units(self, description: str) -> list[UnitClaim]:
        found = serials_said(description, names=[kept.name for kept in self.uploads.kept])
        return claims_with(self.units.claims or [UnitClaim()], found)[:MOST_UNITS]


def read_key(text: str) -> uuid.UUID:
    """The form's own id, which ties its uploads to it; a new one where it was lost or mangled."""
    try:
        return uuid.UUID(text)
    except ValueError:
        return uuid.uuid4()


def _fingerprint(key: uuid.UUID, request: HttpRequest) -> uuid.UUID:
    """The same form sent twice is the same; gone back to and changed it is another report, which must not get lost."""
    said = [pair for pair in sorted(request.POST.lists()) if pair[0] not in NOT_CONTENT]
    came = [(name, [(f.name, f.size) for f in request.FILES.getlist(name)]) for name in sorted(request.FILES)]
    return uuid.uuid5(key, repr((said, came)))
