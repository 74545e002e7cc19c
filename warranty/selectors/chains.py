"""Who came for whom: the chain of swaps that a unit belongs to."""

from django.db.models import Q, QuerySet

from warranty.models import Swap, Unit


def root_of(unit: Unit) -> Unit:
    """The first of the chain, from which start, policy and end are inherited; itself where nothing was swapped."""
    swap = Swap.objects.filter(successor=unit).select_related("root__product").first()
    return swap.root if swap else unit


def chain_of(unit: Unit) -> list[Unit]:
    """Every member of the unit's chain, first to last; the unit alone where nothing was swapped."""
    first = root_of(unit)
    swaps = Swap.objects.filter(root=first).select_related("successor__product").order_by("pk")
    after = {swap.predecessor_id: swap.successor for swap in swaps}
    chain = [first]
    while (following := after.pop(chain[-1].pk, None)) is not None:
        chain.append(following)
    return chain


def swaps_of(unit: Unit) -> list[Swap]:
    """The swaps of the unit's chain in the order of the chain."""
    swaps = Swap.objects.filter(root=root_of(unit)).select_related("predecessor", "successor")
    after = {swap.predecessor_id: swap for swap in swaps}
    return [after[member.pk] for member in chain_of(unit) if member.pk in after]


def members_of_chains(units: QuerySet[Unit]) -> QuerySet[Unit]:
    """All members of the chains that any of these units belongs to; none for units that were never swapped."""
    inner = units.values("pk")
    roots = Swap.objects.filter(Q(predecessor__in=inner) | Q(successor__in=inner)).values("root")
    return Unit.objects.filter(Q(came_for__root__in=roots) | Q(pk__in=roots))
