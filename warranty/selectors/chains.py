"""Who came for whom: the chain of swaps that a unit belongs to."""

from django.db.models import Q, QuerySet

from warranty.models import Swap, Unit


def root_of(unit: Unit) -> Unit:
    """The first of the chain, from which start, policy and end are inherited; itself where nothing was swapped."""
    swap = Swap.objects.filter(successor=unit).select_related("root__product").first()
    return swap.root if swap else unit


def chain_of(unit: Unit) -> list[Unit]:
    """Every member of the unit's chain, first to last; the unit alone where nothing was swapped."""
    swaps = swaps_of(unit)
    return [swaps[0].predecessor, *(swap.successor for swap in swaps)] if swaps else [unit]


def swaps_of(unit: Unit) -> list[Swap]:
    """The swaps of the unit's chain in the order of the chain."""
    first = root_of(unit)
    swaps = Swap.objects.filter(root=first).select_related("predecessor__product", "successor__product")
    after = {swap.predecessor_id: swap for swap in swaps}
    chain, last = [], first.pk
    while (swap := after.pop(last, None)) is not None:
        chain.append(swap)
        last = swap.successor_id
    return chain


def members_of_chains(units: QuerySet[Unit]) -> QuerySet[Unit]:
    """All members of the chains that any of these units belongs to; none for units that were never swapped."""
    inner = units.values("pk")
    roots = Swap.objects.filter(Q(predecessor__in=inner) | Q(successor__in=inner)).values("root")
    return Unit.objects.filter(Q(came_for__root__in=roots) | Q(pk__in=roots))
