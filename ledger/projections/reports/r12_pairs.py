"""The rows of R12 for pairs: who meets over a claim more often than chance has it, within one place."""

import base64
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from itertools import combinations
from typing import Final, NamedTuple

from ledger.projections.reports.asking import Params
from ledger.projections.reports.envelope import Json, interval
from ledger.projections.reports.facts import Facts
from ledger.projections.reports.folds.pairs import (
    CASES,
    DECIDER,
    JOIN,
    LEFT,
    MARGIN,
    MEETING,
    MET,
    PAIR,
)
from ledger.projections.reports.numbers import ratio, rounded
from ledger.projections.reports.selection import cells, evidence
from ledger.projections.statistics.discovery import false_discovery
from ledger.projections.statistics.intervals import wilson
from ledger.projections.statistics.pairs import Pair, components, permuted_p, unusual_pairs
from ledger.projections.statistics.randomness import seed_for

SMALL: Final = 25
RARE: Final = 0.001
"""The upper tail of |z| = 3.09."""
DISCOVERY: Final = 0.05
DEALT: Final = 0.01
"""How seldom a pair may meet as often when its claims are dealt out anew."""
DRAWS: Final = 1000
MOST: Final = 0.5
FEW: Final = 10
"""Where more than half of at least so many pairs stand out, the place is several neighbourhoods."""


@dataclass(slots=True)
class Circle:
    """All who can meet: one kind of pair in one place, or in one neighbourhood of it."""

    met: Counter[tuple[str, str]] = field(default_factory=Counter)
    left: Counter[str] = field(default_factory=Counter)
    right: Counter[str] = field(default_factory=Counter)
    cases: int = 0
    meetings: list[tuple[str, tuple[str, ...]]] = field(default_factory=list)


class At(NamedTuple):
    """Where a circle is. ``part`` numbers the neighbourhoods of a place that falls apart, from 1; else 0."""

    place: str
    kind: str
    part: int = 0


class Trial(NamedTuple):
    """A circle with its pairs, their q over all pairs of the place, and whether it is one neighbourhood."""

    at: At
    circle: Circle
    pairs: tuple[Pair, ...]
    mixed: bool

    @property
    def unusual(self) -> tuple[Pair, ...]:
        """Return the pairs that stand out among all of the place, by their printed q."""
        return tuple(pair for pair in self.pairs if _printed(pair.q) < DISCOVERY)


def circles(facts: Facts, params: Params) -> dict[At, Circle]:
    """Return who met whom, by place and kind, in order."""
    found: dict[At, Circle] = {}
    for key, counts in cells(facts, PAIR, params):
        circle = found.setdefault(At(key["place"], key["kind"]), Circle())
        circle.met[key["left"], key["right"]] += counts["n"]
    for key, counts in cells(facts, MARGIN, params):
        circle = found.setdefault(At(key["place"], key["kind"]), Circle())
        if key["side"] == CASES:
            circle.cases += counts["n"]
        else:
            (circle.left if key["side"] == LEFT else circle.right)[key["who"]] += counts["n"]
    for key, counts in cells(facts, MEETING, params):
        rights = tuple(key["rights"].split(JOIN))
        found[At(key["place"], key["kind"])].meetings += [(key["left"], rights)] * counts["n"]
    return dict(sorted(found.items()))


def tested(found: Mapping[At, Circle]) -> list[Trial]:
    """Return every circle with its pairs tested; the family of q are all pairs of the place, of any kind."""
    pairs = {
        at: unusual_pairs(
            circle.met,
            left=circle.left,
            right=circle.right if at.kind == DECIDER else circle.left,
            cases=circle.cases,
        )
        for at, circle in found.items()
    }
    families: dict[str, list[tuple[At, Pair]]] = {}
    for at, some in pairs.items():
        families.setdefault(at.place, []).extend((at, pair) for pair in some)
    again: dict[At, list[Pair]] = {at: [] for at in pairs}
    for family in families.values():
        for (at, pair), q in zip(family, false_discovery([pair.p for _, pair in family]), strict=True):
            again[at].append(pair._replace(q=q))
    return [Trial(at, circle, tuple(again[at]), _mixed(again[at])) for at, circle in found.items()]


def _mixed(pairs: list[Pair]) -> bool:
    unusual = sum(_printed(pair.q) < DISCOVERY for pair in pairs)
    return len(pairs) >= FEW and unusual > MOST * len(pairs)


def within(trials: Iterable[Trial]) -> dict[At, Circle]:
    """Return the circles of ``trials``, mixed ones as the neighbourhoods into which they fall.

    A neighbourhood are all who hang together through claims; between two of them nobody ever met.
    """
    found: dict[At, Circle] = {}
    for trial in trials:
        groups = components(list(trial.circle.met)) if trial.mixed else []
        if len(groups) < 2:
            found[trial.at] = trial.circle
            continue
        of = {who: part for part, group in enumerate(groups, 1) for who in group}
        for left, rights in trial.circle.meetings:
            _meet(found.setdefault(trial.at._replace(part=of[rights[0]]), Circle()), left, rights)
    return dict(sorted(found.items()))


def _meet(circle: Circle, left: str, rights: tuple[str, ...]) -> None:
    """Add one claim to a circle; of two attesters nobody is on the left."""
    circle.cases += 1
    circle.meetings.append((left, rights))
    if left:
        circle.left[left] += 1
        circle.right.update(rights)
        circle.met.update((left, right) for right in rights)
    else:
        circle.left.update(rights)
        circle.met.update(combinations(rights, 2))


def pair_rows(tests: Iterable[Trial], root: str) -> list[Json]:
    """Return a row for each pair that stands out in a place that is one neighbourhood."""
    rows = []
    for test in tests:
        if not test.mixed and test.unusual:
            dealt = _dealt_anew(test, root)
            rows += [_row(test, pair, dealt[pair.left, pair.right]) for pair in test.unusual]
    return sorted(rows, key=lambda row: str(row["key"]))


def _dealt_anew(test: Trial, root: str) -> dict[tuple[str, str], float]:
    """Return how seldom each unusual pair meets so often when its left is dealt out anew over the claims.

    Of two attesters the claims of one are dealt out; the others stay where they are.
    """
    seeded = {"root": base64.b64decode(root).hex(), "report": "R12", "method": "M25"}
    at = f"{test.at.place}/{test.at.kind}/{test.at.part}"
    if test.at.kind == DECIDER:
        seed = seed_for(**seeded, purpose=at)
        return permuted_p(sorted(test.circle.meetings), seed=seed, draws=DRAWS)
    found: dict[tuple[str, str], float] = {}
    for left in sorted({pair.left for pair in test.unusual}):
        cases = [
            (left if left in rights else "", tuple(one for one in rights if one != left))
            for _, rights in sorted(test.circle.meetings)
        ]
        found |= permuted_p(cases, seed=seed_for(**seeded, purpose=f"{at}/{left}"), draws=DRAWS)
    return found


def _row(test: Trial, pair: Pair, dealt: float) -> Json:
    """Return a pair: of the claims that either of them saw, how many both saw."""
    circle = test.circle
    left = circle.left[pair.left]
    right = (circle.right if test.at.kind == DECIDER else circle.left)[pair.right]
    n = left + right - pair.met
    bounds = wilson(pair.met, n)
    row: Json = {
        "key": f"{test.at.place} {test.at.kind} {pair.left} {pair.right}",
        "n": n,
        "num": pair.met,
        "expected": rounded(pair.expected),
        "estimate": ratio(pair.met, n),
        "interval": interval(rounded(bounds.lo), rounded(bounds.hi), 0.95, "wilson"),
        "p": rounded(pair.p),
        "q": rounded(pair.q),
        "suppressed": False,
        "extra": {
            "place": test.at.place,
            "kind": test.at.kind,
            "neighbourhood": test.at.part,
            "left": pair.left,
            "right": pair.right,
            "left_claims": left,
            "right_claims": right,
            "claims": circle.cases,
            "permuted_p": rounded(dealt),
        },
    }
    row["flags"] = _flags(row)
    return row


def _flags(row: Json) -> list[str]:
    """Return the flags that follow from the printed numbers: a request for review takes all locks at once."""
    if row["n"] < SMALL:
        return ["LOW_N"]
    return ["SIGNAL" if row["p"] < RARE and row["extra"]["permuted_p"] < DEALT else "WATCH"]


def with_evidence(rows: list[Json], facts: Facts, params: Params) -> list[Json]:
    """Return ``rows`` with the smallest log indices at which each pair met."""
    cited: dict[str, list[int]] = {}
    for key, indices in evidence(facts, MET, params):
        name = f"{key['place']} {key['kind']} {key['left']} {key['right']}"
        cited.setdefault(name, []).extend(indices)
    return [row | {"evidence": sorted(cited[row["key"]])[:5]} for row in rows]


def overall(wide: list[Trial], close: list[Trial], rows: list[Json]) -> Json:
    """Return what was tested, place by place, and who hangs together through what stands out.

    Args:
        wide: Each place as a whole.
        close: The same with mixed places taken apart.
        rows: The pairs that are named.
    """
    edges = [(row["extra"]["left"], row["extra"]["right"]) for row in rows]
    parts: dict[At, list[Trial]] = {}
    for trial in close:
        parts.setdefault(trial.at._replace(part=0), []).append(trial)
    return {
        "pairs": sum(len(trial.pairs) for trial in close),
        "unusual": sum(len(trial.unusual) for trial in close),
        "components": [list(some) for some in components(edges)],
        "places": [
            {
                "place": trial.at.place,
                "kind": trial.at.kind,
                "claims": trial.circle.cases,
                "pairs": len(trial.pairs),
                "unusual_in_the_place": len(trial.unusual),
                "neighbourhoods": len(parts[trial.at]),
                "unusual": sum(len(part.unusual) for part in parts[trial.at]),
                "mixed": any(part.mixed for part in parts[trial.at]),
            }
            for trial in wide
        ],
    }


def _printed(q: float) -> float:
    return rounded(q) or 0.0
