"""R08: decisions against attestations, and what was known when.

It rests on index, version and ``seen``, all inside the Merkle leaf: nobody can say afterwards that an
attestation was not there, or that it was.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from ledger.domain.dates import civil
from ledger.projections.reports.asking import Params
from ledger.projections.reports.assembly import UNSUPPRESSED, Body, Report
from ledger.projections.reports.cubes import EVIDENCE
from ledger.projections.reports.envelope import Json, Snapshot
from ledger.projections.reports.facts import Facts
from ledger.projections.reports.folds.contradictions import (
    CITED,
    CONTRADICTION,
    KNOWN_BEFORE,
    LAG,
    NOT_REVIEWED,
    REVIEW,
    REVIEWED,
    SHAPES,
    SUPERSEDED,
)
from ledger.projections.reports.numbers import rounded
from ledger.projections.reports.population import Tally
from ledger.projections.reports.selection import (
    ALL,
    ALL_IMPORTED,
    cells,
    evidence,
    left_out,
    unit_of,
    window_of,
)
from ledger.projections.reports.shares import public_rows, share_row, unit
from ledger.projections.reports.waits import quantile
from ledger.projections.statistics.intervals import Bounds
from ledger.projections.statistics.survival import at_risk, kaplan_meier, quantile_day

TITLE: Final = {
    "th": "คำสั่งที่ขัดกับคำรับรอง และสิ่งที่ทราบในขณะออกคำสั่ง",
    "en": "Decisions against attestations, and what was known when",
}
DEFINITIONS: Final = {
    ALL: "decisions signed by their makers on facts of which at least one usable attestation stood in what "
    "they had seen; known before: more than half of those speak against a finding",
    ALL_IMPORTED: "the same of an imported register, where its order stands for what was seen",
}
BACK_DATED: Final = 7
"""Days between an act and its recording beyond which it is told apart."""
_COUNTED: Final = (
    "tied",
    "not_shown",
    "seen_and_not_cited",
    KNOWN_BEFORE,
    NOT_REVIEWED,
    REVIEWED,
    SUPERSEDED,
    "turned",
)
_REASONS: Final = ("stay", "no_finding", "no_attestation")


@dataclass(slots=True)
class Against:
    """What one row is made of: counts, days to review by their end, days of recording late, evidence."""

    tally: Tally = field(default_factory=Counter)
    reviewed: Counter[int] = field(default_factory=Counter)
    waiting: Counter[int] = field(default_factory=Counter)
    lags: Counter[int] = field(default_factory=Counter)
    indices: set[int] = field(default_factory=set)

    def add(self, other: "Against") -> None:
        """Add what another row is made of."""
        self.tally.update(other.tally)
        self.reviewed.update(other.reviewed)
        self.waiting.update(other.waiting)
        self.lags.update(other.lags)
        self.indices |= other.indices


def build(facts: Facts, params: Params, snapshot: Snapshot) -> Body:
    """Return what R08 finds."""
    units = select(facts, params, civil(snapshot.known_as_of))
    total = Against()
    for one in units.values():
        total.add(one)
    public = params.tier == "public"
    shown = _public(units) if public else _oversight(units, total)
    return Body(
        window=window_of((key["month"] for key, _ in cells(facts, CONTRADICTION, params)), params),
        included=shown["overall"]["n"],
        excluded=_excluded(facts, params, total),
        method=_method(),
        caveats=_caveats(params, shown),
        **shown,
    )


def select(facts: Facts, params: Params, cut: date) -> dict[str, Against]:
    """Return what each unit's row is made of, in the order of their keys; open ones wait until ``cut``."""
    units: dict[str, Against] = {}
    for key, counts in cells(facts, CONTRADICTION, params):
        units.setdefault(unit_of(key, params), Against()).tally.update(counts)
    for key, counts in cells(facts, REVIEW, params):
        one = units[unit_of(key, params)]
        if key["end"] == "open":
            one.waiting[max(0, (cut - date.fromisoformat(key["day"])).days)] += counts["n"]
        else:
            (one.reviewed if key["end"] == REVIEWED else one.waiting)[int(key["day"])] += counts["n"]
    for key, counts in cells(facts, LAG, params):
        units[unit_of(key, params)].lags[int(key["day"])] += counts["n"]
    for key, indices in evidence(facts, CITED, params):
        if key["known"] in (KNOWN_BEFORE, NOT_REVIEWED):
            units[unit_of(key, params)].indices.update(indices)
    return dict(sorted(units.items()))


def _excluded(facts: Facts, params: Params, total: Against) -> list[tuple[str, int]]:
    own = [(reason, total.tally[reason]) for reason in _REASONS]
    return [*own, *left_out(facts, CONTRADICTION, params, "n").items()]


def _oversight(units: Mapping[str, Against], total: Against) -> Json:
    rows = [_row(key, one) for key, one in units.items() if _speaks(one)]
    return {"overall": _row("overall", total), "rows": rows, "suppression": dict(UNSUPPRESSED)}


def _speaks(one: Against) -> bool:
    """Return whether there is anything to weigh: attestations before the decision, or against it later."""
    names = ("with_prior_attestation", NOT_REVIEWED, REVIEWED, SUPERSEDED)
    return any(one.tally[name] for name in names)


def _row(key: str, one: Against) -> Json:
    row = share_row(key, one.tally["with_prior_attestation"], one.tally["contradicted"])
    row["extra"] = {
        **{name: one.tally[name] for name in _COUNTED},
        "to_review": _to_review(one),
        "lag_p50": quantile(one.lags, 50),
        "lag_p90": quantile(one.lags, 90),
        "lag_over_7": sum(n for days, n in one.lags.items() if days > BACK_DATED),
        "lags": one.lags.total(),
    }
    row["evidence"] = sorted(one.indices)[:EVIDENCE]
    return row


def _to_review(one: Against) -> Json:
    """Return the days from a contradiction to its review (M13); what still waits is at risk until today."""
    steps = kaplan_meier(one.reviewed, one.waiting)
    started = [] if steps and steps[0].day == 0 else [(0, 1.0, Bounds(1.0, 1.0))]
    curve = [*started, *((step.day, step.survival, step.interval()) for step in steps)]
    days = [day for day, _, _ in curve]
    return {
        "n": one.reviewed.total() + one.waiting.total(),
        REVIEWED: one.reviewed.total(),
        "censored": one.waiting.total(),
        "p50": quantile_day(steps, 0.5),
        "p90": quantile_day(steps, 0.9),
        "day": days,
        "survival": [rounded(share) for _, share, _ in curve],
        "lo": [bounds and rounded(bounds.lo) for _, _, bounds in curve],
        "hi": [bounds and rounded(bounds.hi) for _, _, bounds in curve],
        "at_risk": at_risk((one.reviewed, one.waiting), days),
    }


def _public(units: Mapping[str, Against]) -> Json:
    parts = [
        unit(key, one.tally["with_prior_attestation"], one.tally["contradicted"])
        for key, one in units.items()
        if one.tally["with_prior_attestation"]
    ]
    return public_rows(parts)


def _method() -> Json:
    return {
        "id": "M01+M13",
        "params": {"interval": "wilson 0.95", "majority": "strict", "back_dated": f"> {BACK_DATED} days"},
        "sources": ["Wilson 1927", "Kaplan and Meier 1958"],
    }


def _caveats(params: Params, shown: Json) -> set[str]:
    codes = {"ATTESTED_NOT_TRUE", "ADVISORY"}
    flags = {flag for row in shown["rows"] for flag in row["flags"]}
    if params.population == ALL_IMPORTED:
        codes.add("IMPORTED")
    elif (shown["overall"].get("extra") or {}).get("to_review", {}).get("censored"):
        codes.add("CENSORED")
    if params.tier == "public":
        codes.add("SUPPRESSED")
    return codes | (flags & {"LOW_N"})


R08: Final = Report(
    name="R08",
    version="1",
    title=TITLE,
    shapes=SHAPES,
    units=("official", "office"),
    populations=DEFINITIONS,
    tiers=("oversight", "public"),
    build=build,
)
