"""Asking what a draft of terms would change, before it is published."""

from functools import partial
from typing import Final

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from common.errors import DomainError
from mail.wakes import wake
from tickets.models import TermsPreview
from warranty.models import LawVersion, PolicyVersion

COUNTING: Final = "tickets.periodic.count_previews"


@transaction.atomic
def ask_preview(*, version: PolicyVersion | LawVersion, user: User) -> TermsPreview:
    """Have a worker count what the draft would change; one that is under way already is joined."""
    row = type(version)._default_manager.select_for_update().filter(pk=version.pk).first()
    if row is None or row.published_at is not None:
        raise DomainError(_("Only a draft has a preview; this version decides already."))
    under_way = row.previews.filter(finished_at=None).first()
    if under_way is not None:
        return under_way
    column = "policy_version" if isinstance(row, PolicyVersion) else "law_version"
    preview = TermsPreview.objects.create(asked_by=user, asked_at=timezone.now(), **{column: row})
    transaction.on_commit(partial(wake, COUNTING))
    return preview


@transaction.atomic
def cancel_preview(*, preview: TermsPreview) -> None:
    """Nobody waits for it any more; the worker that counts stops at its next step."""
    if not TermsPreview.objects.filter(pk=preview.pk, finished_at=None).delete()[0]:
        raise DomainError(_("This preview is finished already."))
