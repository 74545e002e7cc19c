"""A customer who talks to a running portal over HTTP and SMTP, and believes only what they were told."""

import html
import http.cookiejar
import re
import smtplib
import urllib.error
import urllib.parse
import urllib.request
import uuid
from dataclasses import dataclass, field
from email.message import EmailMessage

NUMBER = re.compile(r"(?<!\d)\d{3}-\d{3}-\d{4}(?!\d)")
HIDDEN = re.compile(r'<input[^>]*type="hidden"[^>]*>')
REPORT = {
    "name": "Camille Durand",
    "country": "FR",
    "language": "fr",
    "symptom": "no_charge",
    "description": "La borne ne charge plus.",
    "units-0-serial": "2512-004713 h",
    "privacy": "on",
}


@dataclass
class Customer:
    """`filed` holds the number of every case whose page was shown, by e-mail address."""

    port: int
    smtp_port: int
    filed: dict[str, str] = field(default_factory=dict)
    pages: dict[str, str] = field(default_factory=dict)

    def file_case(self) -> bool:
        """Fill in the form once; whether a number was shown."""
        email = f"c{uuid.uuid4().hex}@customer.example"
        browser = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar()))
        url = f"http://localhost:{self.port}/support/new/"
        try:
            with browser.open(url, timeout=20) as page:
                fields = _hidden(page.read().decode()) | REPORT | {"email": email}
            request = urllib.request.Request(url, urllib.parse.urlencode(fields).encode(), {"Referer": url})
            with browser.open(request, timeout=20) as answer:
                text, self.pages[email] = answer.read().decode(), answer.geturl()
        except OSError:
            return False
        if found := NUMBER.search(text.split("<main", 1)[-1]):
            self.filed[email] = found[0]
        return bool(found)

    def write(self, *, subject: str = "Borne en panne") -> str:
        """Send one mail; its Message-ID once the portal has taken it, else nothing."""
        mail = EmailMessage()
        mail["From"], mail["To"] = f"m{uuid.uuid4().hex}@customer.example", "support@localhost"
        mail["Subject"], mail["Message-ID"] = subject, f"<{uuid.uuid4()}@customer.example>"
        mail.set_content("Bonjour, la borne 2512004713H est en panne.")
        try:
            with smtplib.SMTP("127.0.0.1", self.smtp_port, timeout=20) as smtp:
                smtp.send_message(mail)
        except (OSError, smtplib.SMTPException):
            return ""
        return str(mail["Message-ID"])


def _hidden(page: str) -> dict[str, str]:
    fields = {}
    for tag in HIDDEN.findall(page):
        attributes = dict(re.findall(r'([\w-]+)="([^"]*)"', tag))
        if "name" in attributes:
            fields[attributes["name"]] = html.unescape(attributes.get("value", ""))
    return fields
