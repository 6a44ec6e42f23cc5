"""Do those who ranked the same neighbours put them in the same order? Places mean nothing beyond a circle.

A pair of attesters and a pair of claims can be compared where both placed both, and neither put them on one
place. So the figure needs no common scale, as alpha would.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable
from itertools import combinations
from typing import NamedTuple

from ledger.projections.reports.claims import Claim


class Order(NamedTuple):
    """How many pairs could be compared, and how many agree: by cell, and by attester (each pair for both)."""

    of_cell: dict[tuple[str, str], Counter[str]]
    of_rater: dict[str, Counter[str]]


def ordered(claims: Iterable[Claim]) -> Order:
    """Return the agreement of rankings: ``comparable`` and ``alike`` by (ground, place) and by attester."""
    circles: dict[tuple[str, str, str], list[tuple[dict[str, int], int]]] = defaultdict(list)
    for claim in claims:
        if claim.ranked:
            places = {rater: int(place) for rater, place in claim.ranked.answers}
            circles[claim.ground, claim.place, claim.body].append((places, claim.n))
    found = Order(defaultdict(Counter), defaultdict(Counter))
    for (ground, place, _), circle in circles.items():
        for (one, n), (other, m) in combinations(circle, 2):
            apart = {rater: one[rater] - other[rater] for rater in one.keys() & other.keys()}
            _compare({rater: gap > 0 for rater, gap in apart.items() if gap}, n * m, found, (ground, place))
    return found


def _compare(behind: dict[str, bool], weight: int, found: Order, cell: tuple[str, str]) -> None:
    """Count a pair of claims; ``behind`` says by attester whether the first of the two stands behind."""
    size, first = len(behind), sum(behind.values())
    comparable = size * (size - 1) // 2
    if not comparable:
        return
    unlike = first * (size - first)
    found.of_cell[cell].update(comparable=comparable * weight, alike=(comparable - unlike) * weight)
    for rater, said in behind.items():
        alike = (first if said else size - first) - 1
        found.of_rater[rater].update(comparable=(size - 1) * weight, alike=alike * weight)
