"""One unit takes the place of another: the chain that start, policy and end are inherited along."""

from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from accounts.models import User
from common.errors import DomainError
from warranty.models import Service, ServiceKind, Swap, Unit, UnitState
from warranty.selectors.chains import root_of
from warranty.services.units import reconsider_claims

GONE = frozenset({UnitState.SCRAPPED, UnitState.STOLEN})


@dataclass(frozen=True)
class Exchange:
    """A swap as somebody writes it down; handed over on the day of the swap where nothing else is said."""

    swapped_on: date
    reason: str = ""
    handed_over_on: date | None = None
    choice: str = ""


@transaction.atomic
def swap_units(*, old: Unit, new: Unit, exchange: Exchange, user: User | None = None) -> Swap:
    """The new unit stands in for the old one: the old one is retired, and the law learns of the replacement.

    Raises DomainError for a swap that cannot have been.
    """
    old, new = _locked(old, new)
    root = _check_chain(old, new)
    _check_days(old, new, exchange)
    day, reason = exchange.swapped_on, exchange.reason
    swap = Swap.objects.create(
        predecessor=old, successor=new, root=root, swapped_on=day, reason=reason, recorded_by=user
    )
    # A later swap may have been written down first: its units belong to the longer chain now.
    Swap.objects.filter(root=new).update(root=root)
    old.state = UnitState.REPLACED
    old.save(update_fields=["state"])
    begun = exchange.handed_over_on or day
    stay = Service(unit=old, kind=ServiceKind.REPLACE, choice=exchange.choice, handed_over_on=begun, returned_on=day)
    record_service(service=stay, user=user)
    return swap


@transaction.atomic
def record_service(*, service: Service, user: User | None = None) -> Service:
    """Write down that a unit was at the trader's: clocks of its whole chain may have stood still."""
    service.recorded_by = user
    service.save()
    reconsider_claims(Unit.objects.filter(pk=service.unit_id))
    return service


def _locked(old: Unit, new: Unit) -> tuple[Unit, Unit]:
    # In the order of the serials, as lists of units lock them too.
    rows = Unit.objects.select_for_update(of=("self",), no_key=True).filter(pk__in=[old.pk, new.pk]).order_by("serial")
    found = {unit.pk: unit for unit in rows}
    return found[old.pk], found[new.pk]


def _check_chain(old: Unit, new: Unit) -> Unit:
    """The first of the chain that the new unit joins."""
    if old == new:
        raise DomainError(_("A unit cannot be swapped for itself."), field="successor")
    later = Swap.objects.filter(predecessor=old).select_related("successor").first()
    if later is not None:
        words = {"old": old, "new": later.successor}
        raise DomainError(_("%(old)s was swapped for %(new)s already.") % words, field="successor")
    earlier = Swap.objects.filter(successor=new).select_related("predecessor").first()
    if earlier is not None:
        words = {"old": earlier.predecessor, "new": new}
        raise DomainError(_("%(new)s came for %(old)s already.") % words, field="successor")
    root = root_of(old)
    if root == new:
        raise DomainError(_("%(new)s is the first of this very chain.") % {"new": new}, field="successor")
    return root


def _check_days(old: Unit, new: Unit, exchange: Exchange) -> None:
    day, begun = exchange.swapped_on, exchange.handed_over_on
    if day > timezone.localdate():
        raise DomainError(_("This day lies in the future."), field="swapped_on")
    made = max(filter(None, [old.manufactured_on, new.manufactured_on]), default=None)
    if made is not None and day < made:
        sentence = _("This lies before the manufacture on %(made)s.")
        raise DomainError(sentence % {"made": date_format(made)}, field="swapped_on")
    if begun is not None and not (old.manufactured_on or begun) <= begun <= day:
        raise DomainError(_("The hand-over lies between the manufacture and the swap."), field="handed_over_on")
    if new.state in GONE:
        sentence = _("%(new)s is marked as “%(state)s”.")
        raise DomainError(sentence % {"new": new, "state": new.get_state_display()}, field="successor")
