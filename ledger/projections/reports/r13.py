"""R13: conformance to the mandated procedure. Order is that of the log, never that of anybody's clock.

What the ledger refuses no live entry can violate: there the report tests the ledger. Of live entries it
measures time and urgent exceptions; of imported history, everything that the register holds.
"""

from collections import Counter
from dataclasses import dataclass, field, replace
from typing import Final

from ledger.projections.reports.asking import Params
from ledger.projections.reports.assembly import UNSUPPRESSED, Body, Report
from ledger.projections.reports.cubes import EVIDENCE
from ledger.projections.reports.envelope import Json, Snapshot
from ledger.projections.reports.facts import Facts
from ledger.projections.reports.folds.conformance import CONFORMANCE, SHAPES, VIOLATED
from ledger.projections.reports.folds.constraints import BY_NAME
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

TITLE: Final = {
    "th": "การปฏิบัติตามขั้นตอนที่กฎหมายกำหนด",
    "en": "Conformance to the mandated procedure",
}
DEFINITIONS: Final = {
    ALL: "acts, signed by their makers, of which a constraint demands something, without what is pending",
    ALL_IMPORTED: "the same of an imported register: a step that it does not hold counts as not taken",
}
NATIONAL: Final = "national"


@dataclass(slots=True)
class Followed:
    """What one row is made of: counts, and the acts whose demand was violated."""

    tally: Tally = field(default_factory=Counter)
    indices: set[int] = field(default_factory=set)

    @property
    def n(self) -> int:
        """Return the activations that are decided."""
        return self.tally["activations"] - self.tally["pending"]


def build(facts: Facts, params: Params, _snapshot: Snapshot) -> Body:
    """Return what R13 finds."""
    units = select(facts, params)
    public = params.tier == "public"
    shown = _public(facts, params) if public else _oversight(units)
    total = _total(units)
    return Body(
        window=window_of((key["month"] for key, _ in cells(facts, CONFORMANCE, params)), params),
        included=shown["overall"]["n"],
        excluded=_excluded(facts, params, total).items(),
        method=_method(),
        caveats=_caveats(params, shown, total),
        **shown,
    )


def select(facts: Facts, params: Params) -> dict[tuple[str, str], Followed]:
    """Return what each row is made of, by constraint and unit, in the order of their keys."""
    units: dict[tuple[str, str], Followed] = {}
    for key, counts in cells(facts, CONFORMANCE, params):
        units.setdefault(_place(key, params), Followed()).tally.update(counts)
    for key, indices in evidence(facts, VIOLATED, params):
        units[_place(key, params)].indices.update(indices)
    return dict(sorted(units.items()))


def _place(key: dict[str, str], params: Params) -> tuple[str, str]:
    return key["constraint"], "" if params.unit == NATIONAL else unit_of(key, params)


def _total(units: dict[tuple[str, str], Followed]) -> Followed:
    total = Followed()
    for one in units.values():
        total.tally.update(one.tally)
        total.indices |= one.indices
    return total


def _excluded(facts: Facts, params: Params, total: Followed) -> Tally:
    own: Tally = Counter({reason: total.tally[reason] for reason in ("pending", "unjudged")})
    return own + left_out(facts, CONFORMANCE, params, "activations")


def _oversight(units: dict[tuple[str, str], Followed]) -> Json:
    rows = [_row(constraint, name, one) for (constraint, name), one in units.items()]
    overall = share_row("overall", (total := _total(units)).n, total.tally["violations"])
    overall["extra"] = _extra(total, overall["estimate"])
    return {"overall": overall, "rows": rows, "suppression": dict(UNSUPPRESSED)}


def _row(constraint: str, name: str, one: Followed) -> Json:
    row = share_row(_key(constraint, name), one.n, one.tally["violations"])
    known = BY_NAME[constraint]
    row["extra"] = {
        "label": {language: _key(text, name, " · ") for language, text in known.label.items()},
        "demand": known.demand,
        "refused_live": known.refused,
        **_extra(one, row["estimate"]),
    }
    row["evidence"] = sorted(one.indices)[:EVIDENCE]
    return row


def _extra(one: Followed, estimate: float | None) -> Json:
    return {
        "activations": one.tally["activations"],
        "pending": one.tally["pending"],
        "unjudged": one.tally["unjudged"],
        "fitness": None if estimate is None else rounded(1 - estimate),
    }


def _key(constraint: str, name: str, between: str = "/") -> str:
    return f"{constraint}{between}{name}" if name else constraint


def _public(facts: Facts, params: Params) -> Json:
    """Return rows of offices as the public may see them, or of all offices that are shown together.

    A total over all offices would tell of those that are hidden.
    """
    offices = {
        _key(*place): (place[0], one.n, one.tally["violations"])
        for place, one in select(facts, replace(params, unit="office")).items()
        if one.n
    }
    found = public_rows([unit(key, n, num) for key, (_, n, num) in offices.items()])
    if params.unit == NATIONAL:
        together: dict[str, Tally] = {}
        for row in found["rows"]:
            if not row["suppressed"]:
                together.setdefault(offices[row["key"]][0], Counter()).update(n=row["n"], num=row["num"])
        found["rows"] = [share_row(name, one["n"], one["num"]) for name, one in sorted(together.items())]
    return found


def _method() -> Json:
    return {
        "id": "M01",
        "params": {
            "interval": "wilson 0.95",
            "order": "log index",
            "constraints": {name: one.demand for name, one in BY_NAME.items()},
        },
        "sources": ["Wilson 1927", "Pesic and van der Aalst 2006 (Declare)"],
    }


def _caveats(params: Params, shown: Json, total: Followed) -> set[str]:
    codes = {"ADVISORY"}
    if params.population == ALL_IMPORTED:
        codes.add("IMPORTED")
    if total.tally["pending"]:
        codes.add("CENSORED")
    if params.tier == "public":
        codes.add("SUPPRESSED")
    return codes | ({"LOW_N"} & {flag for row in shown["rows"] for flag in row["flags"]})


R13: Final = Report(
    name="R13",
    version="1",
    title=TITLE,
    shapes=SHAPES,
    units=("office", "official", NATIONAL),
    populations=DEFINITIONS,
    tiers=("oversight", "public"),
    build=build,
)
