"""The files of a mail: stored through the one door for files, and named in the text where that refuses them."""

import re
from collections.abc import Sequence
from typing import Final

from django.conf import settings
from django.utils.translation import gettext as _

from common.text import clean_line
from files.errors import FileRefusedError
from files.kinds import PDF
from files.services import store_file
from mail.mime import MailFile
from tickets.models import Purpose
from tickets.services.filing import NewAttachment

PROOF: Final = re.compile(
    # As words of their own: “waterproof.jpg” and “carbon.pdf” are none.
    r"(?<![^\W\d_])(?:invoice|receipt|proof|facture|re[çc]u|ticket.?de.?caisse|faktura|kvitto|rechnung|quittung|kaufbeleg|"
    r"kvittering|bon(?![^\W\d_])|certificat|intyg|bescheinigung|installationsbevis)",
    re.IGNORECASE,
)


def store_enclosures(files: Sequence[MailFile], *, wants_proof: bool = False) -> tuple[list[NewAttachment], str]:
    """What could be stored, and a sentence for each file that could not; the raw mail keeps them all.

    Where we asked for a proof of purchase, any PDF is taken for it.
    """
    stored: list[NewAttachment] = []
    refused: list[str] = []
    for file in files[: settings.UPLOAD_MAX_FILES]:
        try:
            stored.append(_store(file, wants_proof=wants_proof))
        except FileRefusedError as error:
            refused.append(f"[{clean_line(file.name, limit=100)}: {error}]")
    if left := files[settings.UPLOAD_MAX_FILES :]:
        refused.append(
            "[" + _("%(number)s further files of this mail were not taken in.") % {"number": len(left)} + "]"
        )
    return stored, "\n".join(refused)


def _store(file: MailFile, *, wants_proof: bool) -> NewAttachment:
    stored = store_file(name=file.name, content=file.content)
    if PROOF.search(file.name) or (wants_proof and stored.content_type == PDF.content_type):
        return NewAttachment(stored, Purpose.PROOF)
    return NewAttachment(stored, Purpose.PHOTO if stored.is_image else Purpose.OTHER)
