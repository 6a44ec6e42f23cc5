"""R12: unusual pairings and batches. Whatever stands out here is a request for review, and no finding.

Pairs are compared with chance within their place: without it every pair of neighbours would stand out.
Where most pairs of a place do all the same, it is several neighbourhoods, and pairs are compared within
these; where that cannot be, no pair of the place is named.
"""

from collections import Counter
from typing import Final

from ledger.projections.reports.asking import Params
from ledger.projections.reports.assembly import Body, Report
from ledger.projections.reports.envelope import Json, Snapshot
from ledger.projections.reports.facts import Facts
from ledger.projections.reports.folds import batches, pairs
from ledger.projections.reports.r12_pairs import (
    DRAWS,
    circles,
    overall,
    pair_rows,
    tested,
    with_evidence,
    within,
)
from ledger.projections.reports.r12_signers import official_rows, signers, total, volunteer_rows
from ledger.projections.reports.selection import ALL, ALL_IMPORTED, cells, window_of
from ledger.projections.reports.shares import share_row
from ledger.projections.reports.vocabulary import OWN

TITLE: Final = {
    "th": "การจับคู่และการลงนามเป็นชุดที่ผิดปกติ: คำขอให้ตรวจทาน",
    "en": "Unusual pairings and batches: a request for review",
}
DEFINITIONS: Final = {
    ALL: "who met over a claim within one place, and what one person signed within one minute; acts "
    "signed by their makers",
    ALL_IMPORTED: "the same of an imported register, of which the order stands for time",
}
SOURCES: Final = [
    "Tumminello et al. 2011, arXiv 1008.1414",
    "Benjamini and Hochberg 1995",
    "Spiegelhalter 2005, Qual Saf Health Care 14:347",
]


def build(facts: Facts, params: Params, snapshot: Snapshot) -> Body:
    """Return what R12 finds."""
    excluded = _left_out(facts, params)
    if params.unit == "pair":
        wide = tested(circles(facts, params))
        close = tested(within(wide))
        rows = with_evidence(pair_rows(close, snapshot.root), facts, params)
        excluded["pairs_of_mixed_places"] = sum(len(one.unusual) for one in close if one.mixed)
        extra = overall(wide, close, rows)
        n, num = extra["pairs"], extra["unusual"]
    else:
        found = signers(facts, params)
        rows = official_rows(found) if params.unit == "official" else volunteer_rows(found)
        extra = total(found.values())
        n, num = (sum(row[name] for row in rows) for name in ("n", "num"))
        excluded["reasons_unread"] = extra["reasons"]["unread"]
    return Body(
        window=window_of(_months(facts, params), params),
        included=n,
        excluded=sorted(excluded.items()),
        method=_method(params),
        overall=share_row("overall", n, num) | {"extra": extra},
        rows=rows,
        caveats=_caveats(params, rows, excluded),
    )


def _left_out(facts: Facts, params: Params) -> Counter[str]:
    """Return what is left out, by reason: claims in which pairs met, or dates that persons wrote."""
    out: Counter[str] = Counter()
    historical = params.population == ALL
    if params.unit != "pair":
        for key, counts in facts.cube(batches.DATED).records():
            asked = (key["what"] == batches.OBSERVED) == (params.unit == "volunteer")
            if historical and asked and key["origin"] != OWN and params.asks_for(key["month"]):
                out["historical"] += counts["n"]
        return out
    for key, counts in facts.cube(pairs.CLAIM).records():
        if params.asks_for(key["month"]) and (key["origin"] != OWN) != historical:
            out[key["fate"]] += counts["n"]
        elif params.asks_for(key["month"]) and historical:
            out["historical"] += counts["n"]
    del out[pairs.COUNTED]
    return out


def _months(facts: Facts, params: Params) -> set[str]:
    shapes = (pairs.MARGIN,) if params.unit == "pair" else (batches.MINUTE, batches.DATED)
    return {key["month"] for shape in shapes for key, _ in cells(facts, shape, params)}


def _method(params: Params) -> Json:
    pair = params.unit == "pair"
    settings: dict[str, Json] = {
        "pair": {
            "family": "all pairs of the place",
            "permutations": DRAWS,
            "flag": "p < 0.001, q < 0.05, n >= 25, and p < 0.01 when dealt out anew",
        },
        "official": {"batch": "decisions of one signer in one minute", "round_days": sorted(batches.ROUND)},
        "volunteer": {"round_days": sorted(batches.ROUND)},
    }
    chosen = settings[params.unit]
    return {
        "id": "M01+M08+M25" if pair else "M01+M04+M06+M08",
        "params": {"interval": "wilson 0.95"} | chosen,
        "sources": list(SOURCES),
    }


def _caveats(params: Params, rows: list[Json], excluded: Counter[str]) -> set[str]:
    codes = {"REVIEW", "ADVISORY"}
    flags = {flag for row in rows for flag in row["flags"]}
    codes |= {"LOW_N"} & flags
    if params.population == ALL_IMPORTED:
        codes.add("IMPORTED")
    if params.unit == "pair":
        codes.add("NEIGHBOURS")
    if params.unit == "official" and excluded["reasons_unread"]:
        codes.add("REASONS_UNREAD")
    if "NO_LIMITS" in flags:
        codes.add("NOT_COMPARABLE")
    return codes


R12: Final = Report(
    name="R12",
    version="1",
    title=TITLE,
    shapes=(*pairs.SHAPES, *batches.SHAPES, *batches.VAULT_SHAPES),
    units=("pair", "official", "volunteer"),
    populations=DEFINITIONS,
    tiers=("oversight",),
    build=build,
)
