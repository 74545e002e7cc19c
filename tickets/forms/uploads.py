"""The files of a form: those that came now, and those that an earlier try of the same form left with us."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest
from django.utils.translation import ngettext

from common.errors import DomainError
from files.kept import file_from, token_for
from files.models import StoredFile
from files.services import store_file
from tickets.limits import UPLOADS
from tickets.models import Purpose
from tickets.services.filing import NewAttachment

PURPOSES: Final = {"photos": Purpose.PHOTO, "proof": Purpose.PROOF, "files": Purpose.OTHER}


@dataclass(frozen=True)
class KeptFile:
    """A file that lies with us already, and the token by which its form claims it."""

    name: str
    size: int
    token: str
    field: str
    file: StoredFile

    @property
    def input_name(self) -> str:
        return f"{self.field}_kept"


def keep_file(upload: UploadedFile[Any], *, field_name: str, scope: str) -> KeptFile:
    """Check and store one file for the form of this scope; raise DomainError with what is wrong with it."""
    stored = store_file(name=upload.name or "", content=upload)
    return _kept(stored, field_name, scope)


def _kept(file: StoredFile, field_name: str, scope: str) -> KeptFile:
    return KeptFile(name=file.name, size=file.size, token=token_for(file, scope), field=field_name, file=file)


@dataclass
class Uploads:
    """What a form holds in files, and what was wrong with those that it does not."""

    who: str = ""
    kept: list[KeptFile] = field(default_factory=list)
    errors: dict[str, list[str]] = field(default_factory=dict)

    @classmethod
    def read(cls, request: HttpRequest, *, names: Sequence[str], scope: str, who: str) -> "Uploads":
        uploads = cls(who=who)
        removed = set(request.POST.getlist("remove_kept"))
        for name in names:
            tokens = [token for token in request.POST.getlist(f"{name}_kept") if token not in removed]
            uploads._claim(name, tokens[: settings.UPLOAD_MAX_FILES], scope)
        for name in names:
            uploads._take(name, request.FILES.getlist(name), scope)
        return uploads

    def _claim(self, name: str, tokens: Iterable[str], scope: str) -> None:
        found = (file_from(token, scope) for token in tokens)
        self.kept += [_kept(file, name, scope) for file in found if file is not None]

    def _take(self, name: str, uploads: Iterable[UploadedFile[Any]], scope: str) -> None:
        for upload in uploads:
            if len(self.kept) >= settings.UPLOAD_MAX_FILES:
                self._refuse(name, too_many())
                return
            try:
                UPLOADS.check(self.who)
                self.kept.append(keep_file(upload, field_name=name, scope=scope))
            except DomainError as error:
                self._refuse(name, f"{upload.name}: {error}")

    def _refuse(self, name: str, sentence: str) -> None:
        self.errors.setdefault(name, []).append(sentence)

    def of(self, name: str) -> list[KeptFile]:
        return [kept for kept in self.kept if kept.field == name]

    @property
    def photos(self) -> list[KeptFile]:
        return self.of("photos")

    @property
    def proof(self) -> list[KeptFile]:
        return self.of("proof")

    @property
    def attachments(self) -> list[NewAttachment]:
        return [NewAttachment(file=kept.file, purpose=PURPOSES[kept.field]) for kept in self.kept]


def too_many() -> str:
    most = settings.UPLOAD_MAX_FILES
    return ngettext("At most %(most)s file can be attached.", "At most %(most)s files can be attached.", most) % {
        "most": most
    }
