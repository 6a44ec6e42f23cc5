"""R16: who does not speak up, and how sound the record is on which all other reports rest.

Few appeals are a question to the office and never a merit: nothing here is marked as good. What the wrong
decisions are that nobody appealed cannot be known from appeals; the bounds say how much is not known.
"""

from collections import Counter
from collections.abc import Iterator
from typing import Final

from ledger.projections.reports.asking import Params
from ledger.projections.reports.assembly import UNSUPPRESSED, Body, Report
from ledger.projections.reports.disclosure_control import control
from ledger.projections.reports.envelope import Json, Snapshot
from ledger.projections.reports.facts import Facts
from ledger.projections.reports.folds import decisions, lapses, signatures, voices
from ledger.projections.reports.folds.decisions import DECISION
from ledger.projections.reports.folds.lapses import LAPSE, UNTOLD
from ledger.projections.reports.folds.signatures import DOUBTFUL, SIGNATURE
from ledger.projections.reports.folds.voices import GROUP, VOICE
from ledger.projections.reports.numbers import ratio
from ledger.projections.reports.population import Tally, Unit
from ledger.projections.reports.r16_rows import (
    BOUNDS,
    PER_THOUSAND,
    Part,
    cited,
    in_order,
    per_thousand,
    shares_of,
    whole_or_hidden,
)
from ledger.projections.reports.r16_rows import voices as voice_rows
from ledger.projections.reports.selection import ALL, ALL_IMPORTED, cells, left_out, window_of
from ledger.projections.reports.shares import public_rows, unit
from ledger.projections.reports.vocabulary import ADVERSE, STAY, UNKNOWN

TITLE: Final = {
    "th": "เสียงที่ไม่ได้ยิน และความสมบูรณ์ของข้อมูล",
    "en": "Voice gap and health of the data",
}
DEFINITIONS: Final = {
    ALL: "adverse decisions signed by their makers, of which the time to appeal is over; of the record, all "
    "entries",
    ALL_IMPORTED: "adverse decisions of an imported register; of the record, all entries",
}
NATIONAL, DISTRICTS, GROUPS = "national", "amphoe", "group"
_FAULTS: Final = ("no_notice", "defective_notice", "defective_reasons", "no_attestation")
"""Of an old register only the last one can be told: it may hold neither reasons nor notices."""


def build(facts: Facts, params: Params, _snapshot: Snapshot) -> Body:
    """Return what R16 finds."""
    spoken = by_place(facts, params)
    total = _sum(spoken["district"])
    public = params.tier == "public"
    shown = _public(facts, params, spoken) if public else _oversight(facts, params, spoken, total)
    reasons = [
        *((name, total[name]) for name in ("not_matured", "no_notice")),
        *left_out(facts, VOICE, params, "adverse").items(),
    ]
    return Body(
        window=window_of((key["month"] for key, _ in cells(facts, VOICE, params)), params),
        included=shown["overall"]["n"],
        excluded=reasons,
        method=_method(),
        caveats=_caveats(params, shown),
        **shown,
    )


def by_place(facts: Facts, params: Params) -> dict[str, dict[str, Tally]]:
    """Return the counts of voices by district, by channel and by group, under the keys of their rows."""
    found: dict[str, dict[str, Tally]] = {"district": {}, "channel": {}, "group": {}}
    for key, counts in cells(facts, VOICE, params):
        for name in ("district", "channel"):
            place = f"{name}/{key[name] or UNKNOWN}"
            found[name].setdefault(place, Counter()).update(counts)
    for key, counts in cells(facts, GROUP, params):
        place = f"group/{key['group']}:{key['value']}"
        found["group"].setdefault(place, Counter()).update(counts)
    return {
        name: {place: tally for place, tally in rows.items() if any(tally.values())}
        for name, rows in found.items()
    }


def _sum(tallies: dict[str, Tally]) -> Tally:
    total: Tally = Counter()
    for tally in tallies.values():
        total.update(tally)
    return total


def _oversight(facts: Facts, params: Params, spoken: dict[str, dict[str, Tally]], total: Tally) -> Json:
    asked = {DISTRICTS: ("district",), GROUPS: ("group",)}.get(params.unit, ("district", "channel", "group"))
    rows = [row for name in asked for row in voice_rows(_told(spoken[name]))]
    if params.unit == NATIONAL:
        rows += [part.row() for part in (*_of_decisions(facts, params), *_of_record(facts, params, total))]
    overall = Part("overall", total["adverse"], total["appeals"], PER_THOUSAND).row()
    hidden = control([unit(key, one["adverse"], one["appeals"]) for key, one in spoken["district"].items()])
    overall["extra"] |= {
        "suppressed_districts": len(hidden.hidden),
        "districts": len(spoken["district"]),
        "group_unknown": {name: _sum_of_unknown(spoken["group"], name) for name in voices.DIMENSIONS},
    }
    return {"overall": overall, "rows": in_order(rows), "suppression": dict(UNSUPPRESSED)}


def _sum_of_unknown(groups: dict[str, Tally], name: str) -> int:
    return groups.get(f"group/{name}:{UNKNOWN}", Counter())["adverse"]


def _units(tallies: dict[str, Tally]) -> list[Unit]:
    return [unit(key, one["adverse"], one["appeals"]) for key, one in sorted(tallies.items())]


def _told(tallies: dict[str, Tally]) -> dict[str, Tally]:
    """Return the rows without groups of which nobody is known: no vault was read, or it is silent."""
    known = {key.partition(":")[0] for key in tallies if not key.endswith(f":{UNKNOWN}")}
    return {key: tally for key, tally in tallies.items() if key.partition(":")[0] in known}


def _of_decisions(facts: Facts, params: Params) -> Iterator[Part]:
    """Yield faults of adverse decisions, and the bounds of how many decisions are wrong.

    A decision that no appeal decided may be wrong or right: it lies between the bounds.
    """
    adverse, every = Counter[str](), Counter[str]()
    for key, counts in cells(facts, DECISION, params):
        if key["result"] in ADVERSE:
            adverse.update({name: counts[name] for name in ("n", *_FAULTS)})
        if key["result"] != STAY:
            known = counts["n" if params.population == ALL_IMPORTED else "matured"]
            every.update(n=known, overturned=counts["overturned"], decided=counts["decided"])
    for name in _FAULTS[-1:] if params.population == ALL_IMPORTED else _FAULTS:
        yield Part(f"fault/{name}", adverse["n"], adverse[name])
    n, overturned = every["n"], every["overturned"]
    unknown = n - every["decided"]
    bounds = [ratio(overturned, n), ratio(overturned + unknown, n)]
    beside = {"overturned": overturned, "not_decided_on_appeal": unknown, "bounds": bounds}
    yield Part("wrong/bounds", n, overturned, BOUNDS, beside)


def _of_record(facts: Facts, params: Params, total: Tally) -> Iterator[Part]:
    """Yield what the record lacks: refusals to attest, late entries, custody, contested acts, lapses."""
    yield Part("attestation/refused", total["attestations"], total["refused_attestations"])
    if params.population == ALL:
        yield Part("record/late", total["entries"], total["late_record"])
    custody, worth = Counter[str](), Counter[str]()
    for key, counts in facts.cube(SIGNATURE).records():
        if params.asks_for(key["month"]):
            custody[key["custody"]] += counts["n"]
            worth.update(counts)
    yield from shares_of(custody, "custody")
    for why in ("contested", "invalid"):
        yield Part(f"signature/{why}", worth["n"], worth[why], evidence=cited(facts, DOUBTFUL, why=why))
    lapsed = Counter[str]()
    for key, counts in facts.cube(LAPSE).records():
        if params.asks_for(key["month"]):
            lapsed.update(counts)
    for why, n in (
        ("missing", lapsed["recorded"] + lapsed["missing"]),
        ("unfounded", lapsed["recorded"] + lapsed["unfounded"]),
    ):
        yield Part(f"lapse/{why}", n, lapsed[why], evidence=cited(facts, UNTOLD, why=why))


def _public(facts: Facts, params: Params, spoken: dict[str, dict[str, Tally]]) -> Json:
    """Return districts, and what is told of all entries, as the public may see them.

    No channel, no group and no fault: their counts have the districts' total, and a total tells of a hidden
    district.
    """
    districts = {} if params.unit == GROUPS else spoken["district"]
    shown = public_rows(_units(districts), per_thousand)
    for row in shown["rows"]:
        if not row["suppressed"]:
            row["extra"] = {"scale": PER_THOUSAND}
    if params.unit == NATIONAL:
        parts = _of_record(facts, params, _sum(spoken["district"]))
        health = public_rows([unit(one.key, one.n, one.num) for one in parts])
        shown["rows"] = in_order([*shown["rows"], *whole_or_hidden(health["rows"], "custody/")])
        shown["suppression"]["primary"] += health["suppression"]["primary"]
    return shown


def _method() -> Json:
    return {
        "id": "M01+M03",
        "params": {
            "interval": "byar 0.95 of appeals by 1,000 adverse decisions, wilson 0.95 of shares",
            "late": f"> {voices.LATE} days",
            "flag": "WATCH: the interval lies below the rate of all, n >= 25; nothing is marked as good",
        },
        "sources": ["Breslow and Day 1987 (Byar)", "Wilson 1927", "Manski 1989"],
    }


def _caveats(params: Params, shown: Json) -> set[str]:
    codes = {"VOICE", "BARE_COUNTS", "ADVISORY"}
    if params.population == ALL_IMPORTED:
        codes.add("IMPORTED")
    if params.tier == "public":
        codes.add("SUPPRESSED")
    return codes | ({"LOW_N"} & {flag for row in shown["rows"] for flag in row["flags"]})


R16: Final = Report(
    name="R16",
    version="1",
    title=TITLE,
    shapes=(*decisions.SHAPES[:1], *voices.SHAPES, *voices.GROUPS, *signatures.SHAPES, *lapses.SHAPES),
    units=(NATIONAL, DISTRICTS, GROUPS),
    populations=DEFINITIONS,
    tiers=("oversight", "public"),
    build=build,
)
