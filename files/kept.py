"""A refused form keeps its uploads: each is handed back as a signed token that only the same form can cash in."""

from datetime import timedelta
from typing import Final

from django.core import signing
from django.core.exceptions import ValidationError

from files.models import StoredFile

SALT: Final = "files.kept"
KEPT_FOR: Final = timedelta(hours=48)


def token_for(file: StoredFile, scope: str) -> str:
    """What the form carries for a file that is stored already; `scope` is the form's submission id."""
    return signing.dumps([str(file.pk), scope], salt=SALT)


def file_from(token: str, scope: str) -> StoredFile | None:
    """The file behind a token of this scope; None for a foreign, forged, mangled or old one."""
    try:
        key, for_scope = signing.loads(token, salt=SALT, max_age=KEPT_FOR)
        return StoredFile.objects.filter(pk=key).first() if for_scope == scope else None
    except (signing.BadSignature, ValidationError, ValueError, TypeError):
        return None
