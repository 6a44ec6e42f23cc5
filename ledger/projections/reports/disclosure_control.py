"""What the public may see: nothing that exposes a count of 1 to 10, alone or by subtraction.

Order of work: suppress on exact counts, round what is left, and only then compute rates. An exact rate
beside a rounded count would give the count back.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Final, NamedTuple

from ledger.projections.reports.population import Unit

SMALLEST: Final = 11  # the smallest count above 0 that may be shown
BASE: Final = 5


class Controlled(NamedTuple):
    """Shown units with rounded counts, keys of hidden ones, and whether the total must be hidden too."""

    shown: tuple[Unit, ...]
    hidden: tuple[str, ...]
    primary: int
    secondary: int
    total_hidden: bool

    def suppression(self) -> dict[str, object]:
        """Return what the envelope says of it."""
        return {
            "rule": "threshold",
            "min_n": SMALLEST,
            "primary": self.primary,
            "secondary": self.secondary,
        }


def rounded_count(count: int) -> int:
    """Return ``count`` to the nearest 5; a count above 10 never falls back to 10.

    >>> [rounded_count(n) for n in (0, 11, 12, 13, 17, 18)]
    [0, 15, 15, 15, 15, 20]
    """
    return max(3 * BASE, (count + BASE // 2) // BASE * BASE) if count else 0


def public_count(count: int) -> int | str:
    """Return a count as the public may see it: 0, ``"1-10"``, or rounded."""
    return "1-10" if 0 < count < SMALLEST else rounded_count(count)


def control(units: Sequence[Unit]) -> Controlled:
    """Return the units that may be shown, with rounded ``n`` and ``num`` and nothing else.

    A unit is hidden when its decisions, its reversals or the rest of them number 1 to 10 (primary). Further
    units are hidden, smallest first, until whoever subtracts the shown rows from the total is left with at
    least two units and at least 10 in each of the three counts (secondary); if there are not enough, the
    total is hidden as well.
    """
    hidden = [unit for unit in units if any(0 < count < SMALLEST for count in _cells(unit))]
    primary = len(hidden)
    names = {unit.key for unit in hidden}
    open_units = sorted(
        (unit for unit in units if unit.key not in names), key=lambda u: (u.tally["n"], u.key)
    )
    while hidden and open_units and _exposed(hidden):
        hidden.append(open_units.pop(0))
    shown = tuple(
        Unit(
            unit.key, Counter(n=rounded_count(unit.tally["n"]), num=rounded_count(unit.tally["num"])), 0.0, ()
        )
        for unit in sorted(open_units, key=lambda u: u.key)
    )
    return Controlled(
        shown,
        tuple(sorted(unit.key for unit in hidden)),
        primary,
        len(hidden) - primary,
        bool(hidden) and _exposed(hidden),
    )


def _cells(unit: Unit) -> tuple[int, int, int]:
    n, num = unit.tally["n"], unit.tally["num"]
    return n, num, n - num


def _exposed(hidden: Iterable[Unit]) -> bool:
    cells = [_cells(unit) for unit in hidden]
    return len(cells) < 2 or any(sum(column) < SMALLEST - 1 for column in zip(*cells, strict=True))
