"""Mail without a mail server: each message is a numbered file, for a laptop and for tests from outside."""

import os
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend


class FolderBackend(BaseEmailBackend):
    """Writes `<n>.eml` into `EMAIL_FOLDER`: whole or not at all, n rising, also with several writers."""

    def __init__(self, *, fail_silently: bool = False, **options: Any) -> None:
        super().__init__(fail_silently=fail_silently)
        self.folder = Path(settings.EMAIL_FOLDER)
        self.last = 0

    def open(self) -> bool:
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        self.last = max((int(path.stem) for path in self.folder.glob("*.eml") if path.stem.isdecimal()), default=0)
        return True

    def close(self) -> None:
        self.last = 0

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        if not self.last:
            self.open()
        for message in email_messages:
            # Django's messages know the line ends of mail; their type does not say so.
            self._write(message.message().as_bytes(linesep="\r\n"))  # type: ignore[call-arg]
        return len(email_messages)

    def _write(self, content: bytes) -> None:
        with tempfile.NamedTemporaryFile(dir=self.folder, prefix=".writing-", delete=False) as file:
            file.write(content)
        try:
            while not self._take_next_number(file.name):
                pass
        finally:
            Path(file.name).unlink()

    def _take_next_number(self, written: str) -> bool:
        self.last += 1
        try:
            # A link fails where a name is taken, so two writers never share a number and no reader sees half a mail.
            os.link(written, self.folder / f"{self.last}.eml")
        except FileExistsError:
            return False
        return True
