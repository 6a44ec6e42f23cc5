"""Attested claims as the reports weigh them: who is in need by what attesters said, and in which ranking.

Where attesters took positions, a claim is as needy as its weakest fact is probable (Dawid and Skene over all
claims). Where they ranked neighbours, places have no zero: within one circle (those about whom one body
decided in one place) as many are in need as were granted something, the first by their mean place. A tie at
that line is shared out. That is the quota rule of community targeting; both weights lie in 0..1.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from math import fsum
from typing import Final, NamedTuple

from ledger.projections.reports.answers import Answered, parsed
from ledger.projections.reports.asking import Params
from ledger.projections.reports.facts import Facts
from ledger.projections.reports.folds.attested import CLAIM, COVERED
from ledger.projections.reports.folds.attested import WITHDRAWN as TAKEN_BACK
from ledger.projections.reports.selection import undated
from ledger.projections.reports.vocabulary import IMPORTED, UNKNOWN
from ledger.projections.statistics.reliability import Pattern, Reliability, dawid_skene

HOLDS: Final = "supports"
MILLION: Final = 1_000_000
EVEN: Final = 0.5
TAMBON, AMPHOE, PROVINCE = 6, 4, 2
"""Digits of the code of a place."""
DEFINITIONS: Final = {
    "all": "claims received by the office itself, with a grant in force or not; none that was withdrawn",
    "all_imported": "claims of an imported register, with a grant in force or not",
}
_DIGITS: Final = {"tambon": TAMBON, "amphoe": AMPHOE, "province": PROVINCE}


class Claim(NamedTuple):
    """``n`` claims with one pattern of answers. ``need`` is 0..1; None: nobody usable attested."""

    place: str
    ground: str
    body: str
    covered: bool
    answered: tuple[Answered, ...]
    n: int
    need: float | None = None

    @property
    def ranked(self) -> Answered | None:
        """Return the places that attesters gave, if they ranked."""
        return next((one for one in self.answered if one.ranked), None)

    @property
    def position(self) -> Fraction:
        """Return the mean place, exactly: sums of floats would part what is tied."""
        places = [int(value) for _, value in self.ranked.answers] if self.ranked else [0]
        return Fraction(sum(places), len(places))

    @property
    def needy(self) -> bool:
        """Return whether the claim is more probably in need than not."""
        return self.need is not None and self.need >= EVEN

    @property
    def millionths(self) -> int:
        """Return the weight of its need in millionths, of one claim."""
        return round((self.need or 0.0) * MILLION)


class Claims(NamedTuple):
    """The claims of a question, in the order of their patterns, with what the answers tell.

    ``model`` is None where there is none that is better than chance; ``probable`` are then shares of votes.
    """

    claims: tuple[Claim, ...]
    withdrawn: int
    historical: int
    undated: int
    months: frozenset[str]
    model: Reliability | None
    probable: Mapping[object, float]

    @property
    def by_votes(self) -> bool:
        """Return whether votes stand for a model."""
        return self.model is None and bool(self.probable)

    def holds(self, one: Answered) -> bool:
        """Return whether a fact on which positions were taken more probably holds than not."""
        return self.probable.get((one.answers, one.truth), 0.0) >= EVEN


def select(facts: Facts, params: Params) -> Claims:
    """Return the claims that ``params`` asks for, weighed."""
    found: list[Claim] = []
    withdrawn = historical = without_day = 0
    months: set[str] = set()
    for cell, (n,) in sorted(facts.cube(CLAIM).cells.items()):
        key = dict(zip(CLAIM.keys, cell, strict=True))
        if not n or not params.asks_for(key["month"]):
            continue
        if (key["origin"] == IMPORTED) != (params.population == "all_imported"):
            historical += n if key["origin"] == IMPORTED else 0
        elif undated(key, params):
            without_day += n
        elif key["covered"] == TAKEN_BACK:
            withdrawn += n
        else:
            months.add(key["month"])
            covered = key["covered"] == COVERED
            found.append(Claim(key["place"], key["ground"], key["body"], covered, parsed(key["answers"]), n))
    model, probable = _modelled(found)
    known = frozenset(months - {""})
    return Claims(weighed(found, probable), withdrawn, historical, without_day, known, model, probable)


def _modelled(claims: Sequence[Claim]) -> tuple[Reliability | None, Mapping[object, float]]:
    """Return the model of those who took positions, and by pattern how probable it is that a fact holds."""
    patterns = {
        (one.answers, one.truth): Pattern(one.answers, 0, one.truth)
        for claim in claims
        for one in claim.answered
        if not one.ranked
    }
    for claim in claims:
        for one in claim.answered:
            if not one.ranked:
                known = patterns[one.answers, one.truth]
                patterns[one.answers, one.truth] = known._replace(facts=known.facts + claim.n)
    model = dawid_skene(tuple(patterns.values()))
    if model is None:
        return None, {}
    if not better_than_chance(model, patterns.values()):
        return None, {key: _share(pattern) for key, pattern in patterns.items()}
    if HOLDS not in model.classes:
        return model, {}
    at = model.classes.index(HOLDS)
    return model, {key: row[at] for key, row in zip(patterns, model.posteriors, strict=True)}


def better_than_chance(model: Reliability, patterns: Iterable[Pattern]) -> bool:
    """Return whether the model takes attesters, all together, to say rather what holds than what does not.

    Few answers may fit as well with every word turned round, one audited fact being enough; that would make
    whoever was attested to be in need one who is not.
    """
    if len(model.classes) == 1:
        return True
    weights: Counter[str] = Counter()
    for pattern in patterns:
        weights.update({rater: pattern.facts for rater, _ in pattern.answers})
    whole = sum(weights.values())
    right = (
        weights[rater] * table[at][at] for rater, table in model.tables.items() for at in range(len(table))
    )
    return fsum(right) / whole >= len(model.classes) / 2


def _share(pattern: Pattern) -> float:
    """Return what an audit found, else the share of those who say that the fact holds."""
    if pattern.truth is not None:
        return float(pattern.truth == HOLDS)
    return sum(value == HOLDS for _, value in pattern.answers) / len(pattern.answers)


def weighed(claims: Sequence[Claim], probable: Mapping[object, float]) -> tuple[Claim, ...]:
    """Return the claims with their need."""
    quota = _by_quota(claims)
    needs = (
        quota[place]
        if claim.ranked
        else min((probable.get((one.answers, one.truth), 0.0) for one in claim.answered), default=None)
        for place, claim in enumerate(claims)
    )
    return tuple(one._replace(need=need) for one, need in zip(claims, needs, strict=True))


def _by_quota(claims: Sequence[Claim]) -> dict[int, float]:
    """Return the need of each ranked claim by its place in the list: in 0..1, shared out in a tie."""
    circles: dict[tuple[str, str], dict[Fraction, list[int]]] = defaultdict(lambda: defaultdict(list))
    for place, claim in enumerate(claims):
        if claim.ranked:
            circles[claim.body, claim.place][claim.position].append(place)
    needs: dict[int, float] = {}
    for circle in circles.values():
        left = sum(claims[place].n for tied in circle.values() for place in tied if claims[place].covered)
        for position in sorted(circle):
            size = sum(claims[place].n for place in circle[position])
            taken = min(size, left)
            needs |= dict.fromkeys(circle[position], taken / size)
            left -= taken
    return needs


def area_of(place: str, unit: str) -> str:
    """Return the row of a place: its code cut to the unit; ``unknown`` where the code is coarser."""
    digits = _DIGITS[unit]
    return place[:digits] if place.isdigit() and len(place) >= digits else UNKNOWN


def key_of(claim: Claim, unit: str) -> str:
    """Return the row to which a claim belongs."""
    if unit == "rule":
        return claim.ground or UNKNOWN
    return "all" if unit == "national" else area_of(claim.place, unit)


def positions(claims: Iterable[Claim]) -> list[dict[str, object]]:
    """Return claims and grants by third of the ranking within a circle; empty without rankings.

    The share of a claim's place is the mean rank of its tie over the size of the circle.
    """
    circles: dict[tuple[str, str], list[Claim]] = defaultdict(list)
    for claim in claims:
        if claim.ranked:
            circles[claim.body, claim.place].append(claim)
    thirds = {"first": [0, 0], "middle": [0, 0], "last": [0, 0]}
    for circle in circles.values():
        whole = sum(one.n for one in circle)
        for one in circle:
            before = sum(other.n for other in circle if other.position < one.position)
            tied = sum(other.n for other in circle if other.position == one.position)
            share = Fraction(2 * before + tied + 1, 2 * whole)
            third = "first" if share <= Fraction(1, 3) else "middle" if share <= Fraction(2, 3) else "last"
            thirds[third][0] += one.n
            thirds[third][1] += one.n * one.covered
    total = fsum(n for n, _ in thirds.values())
    return [{"third": name, "n": n, "granted": k} for name, (n, k) in thirds.items()] if total else []
