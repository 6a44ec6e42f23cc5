"""What random audits estimate, from their facts: for R15, and for R01 beside its four denominators."""

from collections import Counter
from dataclasses import dataclass, field
from typing import NamedTuple

from ledger.projections.audits.frames import APPEALED
from ledger.projections.reports.asking import Params
from ledger.projections.reports.cubes import Key
from ledger.projections.reports.envelope import Json
from ledger.projections.reports.facts import Facts
from ledger.projections.reports.folds.audits import APART, AUDIT, OF, WRONG
from ledger.projections.reports.numbers import rounded
from ledger.projections.statistics.intervals import Bounds
from ledger.projections.statistics.twophase import Estimate, Stratum, added_scores, two_phase


class Part(NamedTuple):
    """A stratum of an audit: its name, whether its cases were appealed, its rate, counts and evidence."""

    name: str
    part: str
    num: int
    den: int
    counts: Counter[str]
    evidence: tuple[int, ...]

    @property
    def answered(self) -> int:
        """Return how many cases somebody could judge."""
        return self.counts["right"] + self.counts["wrong"]

    @property
    def whole(self) -> bool:
        """Return whether every case of the stratum was judged: nothing is left to chance."""
        return self.answered == self.counts["frame"]

    @property
    def sampled(self) -> Stratum:
        """Return the stratum as the estimate takes it."""
        return Stratum(*(self.counts[name] for name in ("frame", "drawn", "wrong", "no_answer")))


@dataclass(frozen=True, slots=True)
class Audited:
    """One audit: its strata in order of name, and findings that count nowhere, by reason."""

    audit: str
    purpose: str
    sealed: str
    month: str
    parts: tuple[Part, ...]
    apart: Counter[str] = field(default_factory=Counter)

    @property
    def settled(self) -> bool:
        """Return whether the log tells how many were drawn from each stratum, and where each finding is."""
        return not self.apart["unplaced"] and not any(part.counts["unsettled"] for part in self.parts)

    @property
    def appealed(self) -> tuple[Part, ...]:
        """Return the strata of appealed cases."""
        return tuple(part for part in self.parts if part.part == APPEALED)


class Weighed(NamedTuple):
    """An estimate, the interval of its rate with the method, and what it rests on."""

    estimate: Estimate
    interval: Bounds | None
    method: str


def audits(facts: Facts, params: Params) -> list[Audited]:
    """Return the audits that were sealed in the months asked for, the oldest first."""
    parts: dict[Key, list[Part]] = {}
    apart: dict[Key, Counter[str]] = {}
    cited = facts.cited(WRONG)
    for cell, counts in sorted(facts.cube(AUDIT).cells.items()):
        key = dict(zip(AUDIT.keys, cell, strict=True))
        if params.asks_for(key["month"]):
            num, den = map(int, key["rate"].split("/"))
            told = Counter(dict(zip(AUDIT.counts, counts, strict=True)))
            one = Part(key["stratum"], key["part"], num, den, told, cited.get(cell, ()))
            parts.setdefault(cell[: len(OF)], []).append(one)
    for cell, (n,) in facts.cube(APART).cells.items():
        apart.setdefault(cell[: len(OF)], Counter())[cell[-1]] += n
    found = [
        Audited(**dict(zip(OF, of, strict=True)), parts=tuple(some), apart=apart.get(of, Counter()))
        for of, some in parts.items()
    ]
    return sorted(found, key=lambda one: (one.sealed, one.audit))


def weigh(audited: Audited, appealed: int = 0, overturned: int = 0) -> Weighed | None:
    """Return what an audit estimates; None where the log does not settle what was drawn or found.

    Strata that were judged whole are known, not estimated: appealed and determined cases among them.

    Args:
        audited: The audit.
        appealed: Decided appeals that are in none of its strata.
        overturned: Those of them that were overturned.
    """
    if not audited.settled:
        return None
    known = [part for part in audited.parts if part.whole]
    sampled = [part.sampled for part in audited.parts if not part.whole]
    appealed += sum(part.counts["frame"] for part in known)
    overturned += sum(part.counts["wrong"] for part in known)
    estimate = two_phase(appealed, overturned, sampled)
    # A sample that is all right, or all wrong, has no spread of its own, which is no certainty.
    if any(one.wrong in (0, one.drawn - one.no_answer) for one in sampled):
        return Weighed(estimate, added_scores(appealed, overturned, sampled), "wilson, added over strata")
    return Weighed(estimate, estimate.interval, "two-phase, normal")


def audit_estimate(
    facts: Facts, params: Params, purpose: str, *, decisions: int, decided: int, overturned: int
) -> Json | None:
    """Return what the newest audit of ``purpose`` says of decisions; None where there is none that can.

    An audit whose frame leaves appealed cases out is completed by the decided appeals of the report, if its
    frame is exactly the rest of the report's decisions.

    Args:
        facts: The facts.
        params: The months that are asked for.
        purpose: What was audited.
        decisions: Decisions that the report counts.
        decided: Appeals of them that were decided.
        overturned: Those that were overturned.
    """
    for audited in reversed(audits(facts, params)):
        frame = sum(part.counts["frame"] for part in audited.parts)
        if audited.purpose != purpose or not (audited.appealed or frame == decisions - decided):
            continue
        weighed = weigh(audited) if audited.appealed else weigh(audited, decided, overturned)
        if weighed is not None and weighed.estimate.rate is not None and weighed.interval is not None:
            return {"audit": audited.audit} | told(weighed)
    return None


def told(weighed: Weighed) -> Json:
    """Return an estimate in figures, rounded."""
    estimate = weighed.estimate
    return {
        "decisions": estimate.decisions,
        "total": rounded(estimate.total),
        "error": rounded(estimate.error),
        "rate": rounded(estimate.rate),
        "interval": bounds(weighed.interval),
        "bounds": bounds(estimate.bounds),
        "answers": bounds(estimate.answers),
    }


def bounds(found: Bounds | None) -> list[float | None] | None:
    """Return two bounds, rounded."""
    return None if found is None else [rounded(found.lo), rounded(found.hi)]
