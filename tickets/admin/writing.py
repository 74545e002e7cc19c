"""What staff are writing: it comes back, files included, when it cannot be taken."""

import uuid
from dataclasses import dataclass, field, replace

from django.http import HttpRequest

from accounts.models import User
from tickets.admin.forms.conversation import WritingForm
from tickets.forms.uploads import Uploads
from tickets.models import MessageKind, Ticket


@dataclass(frozen=True)
class Writing:
    """An answer or a note in the making."""

    form: WritingForm
    scope: uuid.UUID
    uploads: Uploads = field(default_factory=Uploads)

    @classmethod
    def blank(cls) -> "Writing":
        return cls(WritingForm(), uuid.uuid4())

    @classmethod
    def read(cls, request: HttpRequest, ticket: Ticket, user: User) -> "Writing":
        """What was sent; files that were refused are said beside the field, the others are kept."""
        form = WritingForm(request.POST)
        form.full_clean()
        scope = form.cleaned_data.get("scope") or uuid.uuid4()
        # Bound to case and person: nobody can claim another's upload by its token.
        own = f"desk:{ticket.pk}:{user.pk}:{scope}"
        uploads = Uploads.read(request, names=["files"], scope=own, who=f"staff:{user.pk}")
        for sentence in uploads.errors.get("files", []):
            form.add_error(None, sentence)
        return cls(form, scope, uploads)

    def with_text(self, text: str) -> "Writing":
        """The same with another text."""
        return replace(
            self, form=WritingForm({**{name: self.form.data.get(name) for name in self.form.fields}, "message": text})
        )

    @property
    def is_note(self) -> bool:
        return bool(self.form["kind"].value() == MessageKind.NOTE)

    @property
    def is_acceptable(self) -> bool:
        return not self.form.errors

    @property
    def text(self) -> str:
        return str(self.form["message"].value() or "")

    @property
    def errors(self) -> list[str]:
        return [str(error) for errors in self.form.errors.values() for error in errors]
