"""What the public may see: nothing that exposes a count of 1 to 10, alone or by subtraction.

Order of work: suppress on exact counts, round what is left, and only then compute rates. An exact rate
beside a rounded count would give the count back. Totals are those of the shown rows alone: a total over all
of them would need further rows hidden, and two issues of it, with other rows hidden, would still tell what
one of them hid.
"""

from collections import Counter
from collections.abc import Sequence
from typing import Final, NamedTuple

from ledger.projections.reports.envelope import Json
from ledger.projections.reports.population import Unit

SMALLEST: Final = 11  # the smallest count above 0 that may be shown
BASE: Final = 5


class Controlled(NamedTuple):
    """Shown units with rounded counts and nothing else, and the keys of hidden ones."""

    shown: tuple[Unit, ...]
    hidden: tuple[str, ...]

    def suppression(self) -> Json:
        """Return what the envelope says of it."""
        return {"rule": "threshold", "min_n": SMALLEST, "primary": len(self.hidden), "secondary": 0}


def rounded_count(count: int) -> int:
    """Return ``count`` to the nearest 5; a count above 10 never falls back to 10.

    >>> [rounded_count(n) for n in (0, 11, 12, 13, 17, 18)]
    [0, 15, 15, 15, 15, 20]
    """
    return max(3 * BASE, (count + BASE // 2) // BASE * BASE) if count else 0


def public_count(count: int) -> int | str:
    """Return a count as the public may see it: 0, ``"1-10"``, or rounded."""
    return "1-10" if 0 < count < SMALLEST else rounded_count(count)


def control(units: Sequence[Unit], within: Sequence[Unit] = ()) -> Controlled:
    """Return the units that may be shown, with rounded ``n`` and ``num``.

    A unit is hidden when its whole, its part or the rest of it number 1 to 10; where all units are also
    published as parts of those of ``within``, when that is so of what the latter have besides.
    """
    wholes = {unit.key: unit.tally for unit in within}
    shown, hidden = [], []
    for unit in units:
        n, num = unit.tally["n"], unit.tally["num"]
        whole = wholes.get(unit.key, unit.tally)
        besides, fell = whole["n"] - n, whole["num"] - num
        if any(0 < count < SMALLEST for count in (n, num, n - num, besides, fell, besides - fell)):
            hidden.append(unit.key)
        else:
            shown.append(Unit(unit.key, Counter(n=rounded_count(n), num=rounded_count(num)), 0.0, ()))
    return Controlled(tuple(shown), tuple(hidden))
