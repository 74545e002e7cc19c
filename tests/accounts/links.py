"""Where a mail's placeholder would lead."""

from common.links import secret_for
from mail.models import OutgoingMail


def path_in(mail: OutgoingMail) -> str:
    ((placeholder, (scope, nonce, path)),) = mail.links.items()
    assert placeholder in mail.text
    assert placeholder in mail.html
    return path.format(secret=secret_for(scope, nonce))
