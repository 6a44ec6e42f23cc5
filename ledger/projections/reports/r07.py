"""R07: who was left out and who was let in, against what attesters said.

"In need" means attested to be; nobody here knows what is true. Claims without a usable attestation are a row
of their own and enter neither error.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from typing import Final, TypeAlias

from ledger.projections.reports.asking import Params
from ledger.projections.reports.assembly import UNSUPPRESSED, Body, Report
from ledger.projections.reports.claims import (
    DEFINITIONS,
    EVEN,
    MILLION,
    Claim,
    Claims,
    key_of,
    positions,
    select,
)
from ledger.projections.reports.envelope import Json, Snapshot
from ledger.projections.reports.facts import Facts
from ledger.projections.reports.folds.attested import CLAIM, EXCLUDED
from ledger.projections.reports.numbers import ratio, rounded
from ledger.projections.reports.population import Unit
from ledger.projections.reports.resampling import rate_interval, seed_of
from ledger.projections.reports.selection import cells, window_of
from ledger.projections.reports.shares import public_rows, share_row
from ledger.projections.reports.shares import unit as counted
from ledger.projections.statistics.targeting import coady_grosh_hoddinott

TITLE: Final = {
    "th": "ผู้ถูกละเลยและผู้ได้รับสิทธิทั้งที่ไม่ขัดสน เทียบกับคำรับรอง",
    "en": "Left out and let in, against attestations",
}
SOURCES: Final = [
    "World Bank 2022, Revisiting Targeting in Social Assistance",
    "Coady, Grosh and Hoddinott 2004",
    "Dawid and Skene 1979, JRSS-C 28:20",
    "Alatas et al. 2012, American Economic Review 102(4): the quota of a ranking",
]
MEASURES: Final = {"exclusion": ("needy", "missed"), "inclusion": ("granted", "not_needy")}
"""Whole and part of each error."""
APART: Final = "unattested"
CODES: Final = frozenset({"ATTESTED_NOT_TRUE", "UNATTESTED", "ADVISORY"})


Tally: TypeAlias = Counter[str]


def sides(counts: Tally, measure: str, soft: str = "") -> tuple[int, int]:
    """Return whole and part of an error; ``soft`` is ``soft_`` for millionths of need instead of claims."""
    whole, part = MEASURES[measure]
    return counts[soft + whole], counts[soft + part]


def tally(claim: Claim) -> Tally:
    """Return what a claim adds to its place."""
    n, soft = claim.n, claim.n * claim.millionths
    if claim.need is None:
        return Counter(unattested=n, unattested_granted=n * claim.covered)
    return Counter(
        needy=n * claim.needy,
        missed=n * (claim.needy and not claim.covered),
        granted=n * claim.covered,
        not_needy=n * (claim.covered and not claim.needy),
        soft_needy=soft,
        soft_missed=soft * (not claim.covered),
        soft_granted=n * MILLION * claim.covered,
        soft_not_needy=(n * MILLION - soft) * claim.covered,
    )


def together(tallies: Iterable[Tally]) -> Tally:
    """Return the sum of ``tallies``."""
    total: Tally = Counter()
    for one in tallies:
        total.update(one)
    return total


def build(facts: Facts, params: Params, snapshot: Snapshot) -> Body:
    """Return what R07 finds."""
    chosen = select(facts, params)
    asked = sum(counts["n"] for _, counts in cells(facts, EXCLUDED, params))
    shown = _public(chosen, params) if params.tier == "public" else _oversight(chosen, params, snapshot)
    if params.tier != "public":
        shown["overall"]["extra"]["exclusion_claims"] = asked
    codes = CODES | ({"SUPPRESSED"} if params.tier == "public" else set())
    codes |= {"LOW_N"} if any("LOW_N" in row["flags"] for row in shown["rows"]) else set()
    codes |= {"IMPORTED"} if params.population == "all_imported" else set()
    codes |= {"RANKED"} if any(claim.ranked for claim in chosen.claims) else set()
    codes |= {"VOTES"} if chosen.by_votes else set()
    return Body(
        window=window_of(chosen.months, params),
        included=shown["overall"]["n"] if params.tier == "public" else sum(c.n for c in chosen.claims),
        excluded=left_out(chosen, params),
        method=method("M19+M24"),
        caveats=codes,
        **shown,
    )


def left_out(chosen: Claims, params: Params) -> list[tuple[str, int]]:
    """Return why claims are not counted, and how many; nothing in public, where it would tell."""
    if params.tier == "public":
        return []
    return [
        ("withdrawn", chosen.withdrawn),
        ("historical", chosen.historical),
        ("invalid", chosen.undated),
    ]


def method(name: str) -> Json:
    """Return how need and errors are computed."""
    return {
        "id": name,
        "params": {
            "needy": "posterior >= 0.5; of rankings the first by mean place, as many as were granted there",
            "interval": "cluster bootstrap over places, 2000 draws, seeded from the root",
        },
        "sources": list(SOURCES),
    }


def _places(claims: Iterable[Claim], unit: str) -> Mapping[str, dict[str, Tally]]:
    """Return what is counted by row and place."""
    found: dict[str, dict[str, Tally]] = defaultdict(dict)
    for claim in claims:
        row = found[key_of(claim, unit)]
        row.setdefault(claim.place, Counter()).update(tally(claim))
    return found


def _oversight(chosen: Claims, params: Params, snapshot: Snapshot) -> Json:
    of_row: dict[str, list[Claim]] = defaultdict(list)
    for claim in chosen.claims:
        of_row[key_of(claim, params.unit)].append(claim)
    rows: list[Json] = []
    for key, places in sorted(_places(chosen.claims, params.unit).items()):
        rows += map(_scaled, _rows(key, places, of_row[key], snapshot))
    rows.sort(key=lambda row: str(row["key"]))
    everywhere = _places(chosen.claims, "national").get("all", {})
    overall, inclusion, apart = _rows("overall", everywhere, chosen.claims, snapshot)
    overall["key"] = "overall"
    overall["extra"] |= {
        "inclusion": {name: inclusion[name] for name in ("n", "num", "estimate", "interval")},
        APART: {name: apart[name] for name in ("n", "num", "estimate", "interval")},
    }
    return {"overall": overall, "rows": rows, "suppression": dict(UNSUPPRESSED)}


def _rows(key: str, places: Mapping[str, Tally], claims: Iterable[Claim], snapshot: Snapshot) -> list[Json]:
    """Return exclusion, inclusion, and claims without attestation, of one unit."""
    claims, named = list(claims), dict(sorted(places.items()))
    total = together(named.values())
    rows = []
    for measure in MEASURES:
        row = share_row(f"{key}/{measure}", *sides(total, measure))
        seed = seed_of(snapshot, "R07", "M19", row["key"])
        row["interval"] = rate_interval([sides(one, measure) for one in named.values()], seed=seed)
        row["extra"] = {"soft": _soft(measure, named.values(), total, seed), "places": len(named)}
        rows.append(row)
    rows[0]["extra"] |= {"cgh": _cgh(claims), "positions": positions(claims)}
    rows.append(share_row(f"{key}/{APART}", total["unattested"], total["unattested_granted"]))
    return rows


def _soft(measure: str, places: Iterable[Tally], total: Tally, seed: int) -> Json | None:
    """Return the error by weights of need instead of whole claims; None where there is no weight."""
    whole, part = sides(total, measure, "soft_")
    if not whole:
        return None
    bounds = rate_interval([sides(one, measure, "soft_") for one in places], seed=seed, scale=MILLION) or {}
    return {
        "whole": rounded(whole / MILLION),
        "part": rounded(part / MILLION),
        "estimate": ratio(part, whole),
        "lo": bounds.get("lo"),
        "hi": bounds.get("hi"),
    }


def _cgh(claims: Iterable[Claim]) -> float | None:
    """Return the share of grants that reach those in need, over their share of the attested claims."""
    groups: dict[float, list[int]] = defaultdict(lambda: [0, 0])
    for claim in claims:
        if claim.need is not None:
            groups[claim.need][0] += claim.n
            groups[claim.need][1] += claim.n * claim.covered
    ordered = [(groups[need][0], groups[need][1]) for need in sorted(groups, reverse=True)]
    people = sum(n for n, _ in ordered)
    needy = sum(n for need, (n, _) in groups.items() if need >= EVEN)
    return rounded(coady_grosh_hoddinott(ordered, needy / people)) if needy else None


def _scaled(row: Json) -> Json:
    """Return the row with the word of its scale: what is not the report's own error is drawn apart."""
    name = str(row["key"]).rpartition("/")[2]
    scale = {} if name == "exclusion" else {"scale": name}
    return row | {"extra": (row.get("extra") or {}) | scale}


def _public(chosen: Claims, params: Params) -> Json:
    units: list[Unit] = []
    for key, places in _places(chosen.claims, params.unit).items():
        total = together(places.values())
        units += [counted(f"{key}/{name}", *sides(total, name)) for name in MEASURES]
    shown = public_rows(units, lambda key, n, num: _scaled(share_row(key, n, num)))
    left_out = [row for row in shown["rows"] if row["n"] and row["key"].endswith("/exclusion")]
    shown["overall"] = share_row("overall", *(sum(row[name] for row in left_out) for name in ("n", "num")))
    return shown


R07: Final = Report(
    name="R07",
    version="1",
    title=TITLE,
    shapes=(CLAIM, EXCLUDED),
    units=("rule", "tambon", "amphoe", "province", "national"),
    populations=DEFINITIONS,
    tiers=("oversight", "public"),
    build=build,
    public=("amphoe",),
)
"""Errors of exclusion and inclusion, hard and soft."""
