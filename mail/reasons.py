"""Why a mail lies in quarantine, in words for the person who decides about it."""

from typing import Final

from django.utils.translation import gettext_noop as _

NOT_SORTED: Final = _("It could not be sorted by itself; the machine stumbled over it several times.")
EMPTY: Final = _("It is empty.")
TOO_LARGE: Final = _("It is too large to be read by itself.")
LONG_HEAD: Final = _("Its head is too long.")
MANY_PARTS: Final = _("It has too many parts.")
DEEP: Final = _("Its parts are nested too deeply.")
NO_SENDER: Final = _("It names no sender who could be answered.")
SEVERAL_SENDERS: Final = _("It names more than one sender.")
ODD_SENDER: Final = _("Its sender's address is written in an ambiguous way.")
BLOCKED: Final = _("Its sender is blocked.")
OURS: Final = _("It is a mail of ours that came back, or says it is from us.")
FOR_STAFF: Final = _("It answers a mail that was meant for staff; staff write in the case itself.")
ROBOT: Final = _("It is an automatic answer that belongs to no case.")
STRAY_BOUNCE: Final = _("It reports on a mail that we know nothing of.")
FLOOD: Final = _("Its sender opened too many cases within an hour.")
