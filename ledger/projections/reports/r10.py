"""R10: how grants are spread over places against attested need. It speaks of places, never of people.

A ranking tells who comes first in one circle, and nothing of how much need there is: claims whose attesters
only ranked are left out, for the need that a quota gives them is what was granted there.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from typing import Final, TypeAlias

from ledger.projections.reports.asking import Params
from ledger.projections.reports.assembly import UNSUPPRESSED, Body, Report
from ledger.projections.reports.claims import AMPHOE, DEFINITIONS, MILLION, PROVINCE, Claims, area_of, select
from ledger.projections.reports.disclosure_control import Controlled, control
from ledger.projections.reports.envelope import Json, Snapshot, hidden_row, interval
from ledger.projections.reports.facts import Facts
from ledger.projections.reports.folds.attested import CLAIM
from ledger.projections.reports.numbers import rounded
from ledger.projections.reports.selection import window_of
from ledger.projections.reports.shares import SMALL, unit
from ledger.projections.reports.vocabulary import UNKNOWN
from ledger.projections.statistics.inequality import concentration_index, lorenz_deciles, theil
from ledger.projections.statistics.intervals import byar

TITLE: Final = {
    "th": "ความเป็นธรรมของการจัดสรรสิทธิระหว่างพื้นที่",
    "en": "Grants by place, against attested need",
}
SOURCES: Final = [
    "Breslow and Day 1987: Byar's interval",
    "World Bank 2008, Analyzing Health Equity, technical note 7",
    "Theil 1967",
]
Tally: TypeAlias = Counter[str]
"""``claims``, ``granted`` and ``need`` (in claims, whole) of one place."""


def build(facts: Facts, params: Params, _snapshot: Snapshot) -> Body:
    """Return what R10 finds."""
    chosen = select(facts, params)
    places = tallied(chosen, params.unit)
    public = params.tier == "public"
    body = _public(places) if public else _oversight(places)
    codes = {"ECOLOGICAL", "ATTESTED_NOT_TRUE", "ADVISORY"} | ({"SUPPRESSED"} if public else set())
    codes |= {"IMPORTED"} if params.population == "all_imported" else set()
    codes |= {"VOTES"} if chosen.by_votes else set()
    codes |= {"LOW_N"} if any("LOW_N" in row["flags"] for row in body["rows"]) else set()
    nowhere = places.get(UNKNOWN, Counter())["claims"]
    unattested = sum(claim.n for claim in chosen.claims if claim.need is None)
    apart = [
        ("unattested", unattested),
        ("ranked", sum(claim.n for claim in chosen.claims if claim.ranked)),
        ("place_unknown", nowhere),
        ("withdrawn", chosen.withdrawn),
        ("historical", chosen.historical),
        ("invalid", chosen.undated),
    ]
    return Body(
        window=window_of(chosen.months, params),
        included=body["overall"]["n"],
        excluded=[] if public else apart,
        method={
            "id": "M03+M20+M21",
            "params": {
                "expected": "claims attested to be in need",
                "order": "places from the largest share of need among their attested claims",
            },
            "sources": list(SOURCES),
        },
        caveats=codes,
        **body,
    )


def tallied(chosen: Claims, unit: str) -> dict[str, Tally]:
    """Return claims on which positions were taken, grants among them and their need, by place."""
    found: dict[str, Tally] = defaultdict(Counter)
    weights: Counter[str] = Counter()
    for claim in chosen.claims:
        if claim.need is not None and not claim.ranked:
            place = area_of(claim.place, unit)
            found[place].update(claims=claim.n, granted=claim.n * claim.covered)
            weights[place] += claim.n * claim.millionths
    for place, tally in found.items():
        tally["need"] = round(weights[place] / MILLION)
    return found


def _oversight(places: Mapping[str, Tally]) -> Json:
    known = {place: tally for place, tally in sorted(places.items()) if place != UNKNOWN}
    rows = [row_of(place, tally) | {"extra": {"area": _above(place)}} for place, tally in known.items()]
    return {"overall": _overall(known), "rows": rows, "suppression": dict(UNSUPPRESSED)}


def _public(places: Mapping[str, Tally]) -> Json:
    """Return the same from rounded counts; a place is hidden if grants, need or the rest number 1 to 10."""
    known = {place: tally for place, tally in sorted(places.items()) if place != UNKNOWN}
    granted, needy = (
        {
            one.key: one.tally
            for one in control([unit(p, t["claims"], t[part]) for p, t in known.items()]).shown
        }
        for part in ("granted", "need")
    )
    shown: dict[str, Tally] = {
        place: Counter(claims=tally["n"], granted=tally["num"], need=needy[place]["num"])
        for place, tally in granted.items()
        if place in needy
    }
    hidden = [place for place in known if place not in shown]
    rows = [row_of(place, tally) for place, tally in shown.items()]
    return {
        "overall": _overall(shown),
        "rows": sorted([*rows, *map(hidden_row, hidden)], key=lambda row: str(row["key"])),
        "suppression": Controlled((), tuple(hidden)).suppression(),
    }


def row_of(key: str, tally: Tally) -> Json:
    """Return grants over attested need: ``n`` attested claims, ``num`` grants, ``expected`` those in need."""
    granted, need = tally["granted"], tally["need"]
    row: Json = {
        "key": key,
        "n": tally["claims"],
        "num": granted,
        "expected": need,
        "estimate": None,
        "interval": None,
        "suppressed": False,
        "flags": ["LOW_N"] if tally["claims"] < SMALL else [],
    }
    if need:
        bounds = byar(granted)
        row["estimate"] = rounded(granted / need)
        row["interval"] = interval(rounded(bounds.lo / need), rounded(bounds.hi / need), 0.95, "byar")
    return row


def _above(place: str) -> str:
    """Return the area in which a place lies: the district of a tambon, the province of a district."""
    return place[:AMPHOE] if len(place) > AMPHOE else place[:PROVINCE]


def _overall(places: Mapping[str, Tally]) -> Json:
    total: Tally = Counter()
    for tally in places.values():
        total.update(tally)
    return row_of("overall", total) | {"flags": [], "extra": spread(places)}


def spread(places: Mapping[str, Tally]) -> Json:
    """Return how evenly grants follow need, over places with any need.

    The concentration index is negative where the neediest places get more than their part: good news.
    """
    filled = {place: tally for place, tally in places.items() if tally["need"]}
    ratios = {place: tally["granted"] / tally["need"] for place, tally in filled.items()}
    ordered = sorted(filled.values(), key=lambda tally: (-tally["need"] / tally["claims"], tally["claims"]))
    index = concentration_index([(tally["claims"], tally["granted"]) for tally in ordered])
    provinces: dict[str, list[float]] = defaultdict(list)
    for place, value in sorted(ratios.items()):
        provinces[place[:PROVINCE]].append(value)
    parts = theil(provinces)
    return {
        "places": len(filled),
        "without_need": len(places) - len(filled),
        "concentration_index": rounded(index),
        "theil": None if parts is None else {name: rounded(value) for name, value in parts._asdict().items()},
        "lorenz": _lorenz(ratios.values()),
    }


def _lorenz(ratios: Iterable[float]) -> list[list[float | None]]:
    """Return (share of places, share of grants per need) at deciles, from the least served; empty: none."""
    points = lorenz_deciles(list(ratios))
    if points is None:
        return []
    inner = [[rounded(tenth / 10), rounded(point)] for tenth, point in enumerate(points, 1)]
    return [[0.0, 0.0], *inner, [1.0, 1.0]]


R10: Final = Report(
    name="R10",
    version="1",
    title=TITLE,
    shapes=(CLAIM,),
    units=("tambon", "amphoe", "province"),
    populations=DEFINITIONS,
    tiers=("oversight", "public"),
    build=build,
    public=("amphoe",),
)
"""Grants against attested need, place by place."""
