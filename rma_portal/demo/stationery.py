"""The mails that a case has caused, in the words of the real templates: rendered once, filled in for each case."""

from dataclasses import dataclass
from functools import cache
from typing import Final

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import translation

from tickets.models import Message, Ticket
from tickets.numbers import pretty

SAMPLE_NUMBER: Final = "4827193059"
SAMPLE_TEXT: Final = "sample-text-of-the-answer"
SAMPLE_AUTHOR: Final = "sample-author-of-the-answer"
SAMPLE_LINK: Final = "https://link.invalid/sample/"


@dataclass(frozen=True)
class Sheet:
    """One kind of mail in one language, with gaps."""

    subject: str
    text: str

    def filled(self, *, number: str, link: str, text: str = "", author: str = "") -> tuple[str, str]:
        body = self.text.replace(SAMPLE_LINK, link).replace(SAMPLE_AUTHOR, author).replace(SAMPLE_TEXT, text)
        return self._numbered(self.subject, number), self._numbered(body, number)

    @staticmethod
    def _numbered(words: str, number: str) -> str:
        return words.replace(pretty(SAMPLE_NUMBER), pretty(number))


@cache
def sheet(kind: str, language: str) -> Sheet:
    context = {
        "ticket": Ticket(number=SAMPLE_NUMBER),
        "message": Message(text=SAMPLE_TEXT, author_name=SAMPLE_AUTHOR),
        "case_link": SAMPLE_LINK,
        "BRAND_NAME": settings.BRAND_NAME,
        "SUPPORT_EMAIL": settings.SUPPORT_EMAIL,
        "PORTAL_NAME": settings.PORTAL_NAME,
        "privacy_link": f"{settings.PORTAL_BASE_URL}/privacy/",
        "language": language,
    }
    with translation.override(language):
        subject, text = (render_to_string(f"emails/{kind}/{part}", context) for part in ("subject.txt", "body.txt"))
    return Sheet(" ".join(subject.split()), text.strip() + "\n")
