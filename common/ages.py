"""How long ago, in as few letters as a list has room for."""

from datetime import datetime, timedelta
from typing import Final

from django.utils.translation import gettext as _

HOUR: Final = timedelta(hours=1)
DAY: Final = timedelta(days=1)


def short_age(since: datetime, *, at: datetime) -> str:
    """“12 min”, “3 h”, “5 d”: rounded down, never negative."""
    age = max(at - since, timedelta())
    if age < HOUR:
        return _("%(minutes)s min") % {"minutes": age.seconds // 60}
    if age < 2 * DAY:
        return _("%(hours)s h") % {"hours": int(age / HOUR)}
    return _("%(days)s d") % {"days": age.days}
