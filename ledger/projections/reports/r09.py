"""R09: how far attesters agree, and how reliable each is. For the oversight body alone.

A row about an attester is a reason to ask and never a ground for a sanction: attesters in league look
reliable, and an honest one among them does not.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from typing import Final, TypeAlias

from ledger.projections.reports.asking import Params
from ledger.projections.reports.assembly import Body, Report
from ledger.projections.reports.attesters import attester_rows
from ledger.projections.reports.claims import DEFINITIONS, Claim, Claims, area_of, select
from ledger.projections.reports.envelope import Json, Snapshot, interval
from ledger.projections.reports.facts import Facts
from ledger.projections.reports.folds.attested import AGREEMENT, CLAIM, WITHDRAWN
from ledger.projections.reports.numbers import rounded
from ledger.projections.reports.ordering import Order, ordered
from ledger.projections.reports.resampling import DRAWS, rate_interval, seed_of
from ledger.projections.reports.selection import cells, window_of
from ledger.projections.reports.shares import share_row
from ledger.projections.reports.vocabulary import UNKNOWN
from ledger.projections.statistics.agreement import alpha_interval, krippendorff_alpha

TITLE: Final = {
    "th": "ความสอดคล้องและความน่าเชื่อถือของคำรับรอง",
    "en": "Agreement and reliability of attestations",
}
SOURCES: Final = [
    "Krippendorff 2011, Computing Krippendorff's Alpha-Reliability",
    "Dawid and Skene 1979, JRSS-C 28:20",
    "Kendall 1938, Biometrika 30:81: pairs in one order",
]
CODES: Final = frozenset({"ATTESTED_NOT_TRUE", "LEAGUE", "ADVISORY"})
Pairs: TypeAlias = Counter[tuple[int, str, str]]
_SHOWN: Final = ("n", "num", "estimate", "interval")


def build(facts: Facts, params: Params, snapshot: Snapshot) -> Body:
    """Return what R09 finds."""
    chosen = select(facts, params)
    order = ordered(chosen.claims)
    pairs = _pairs(facts, params)
    units = _units(chosen.claims, params.unit)
    counts = _orders(order, params.unit)
    rows: list[Json] = []
    if params.unit == "volunteer":
        rows = attester_rows(chosen, order, snapshot)
    else:
        for key in sorted({*units, *counts}):
            rows.append(_alpha(f"{key}/answers", pairs.get(key, Counter()), units.get(key, []), snapshot))
            rows.append(_order(f"{key}/order", counts.get(key, {}), snapshot))
        rows = sorted((row for row in rows if row["n"]), key=lambda row: str(row["key"]))
    codes = CODES | ({"IMPORTED"} if params.population == "all_imported" else set())
    codes |= {"RANKED"} if order.of_cell else set()
    codes |= {"CONVERGENCE"} if chosen.model and not chosen.model.settled else set()
    codes |= {"VOTES"} if chosen.by_votes else set()
    return Body(
        window=window_of(chosen.months, params),
        included=sum(claim.n for claim in chosen.claims if claim.answered),
        excluded=[
            ("unattested", sum(claim.n for claim in chosen.claims if not claim.answered)),
            ("withdrawn", chosen.withdrawn),
            ("historical", chosen.historical),
            ("invalid", chosen.undated),
        ],
        method={
            "id": "M23+M24",
            "params": {
                "alpha": "nominal, units drawn 2000 times from the root",
                "order": "pairs of attesters by pairs of claims, places drawn 2000 times from the root",
                "attesters": "30 attestations and 10 overlaps, else pooled",
            },
            "sources": list(SOURCES),
        },
        overall=_overall(chosen, pairs, order, snapshot),
        rows=rows,
        caveats=codes,
    )


def _key(ground: str, place: str, unit: str) -> str:
    if unit == "rule":
        return ground or UNKNOWN
    return "all" if unit in {"national", "volunteer"} else area_of(place, unit)


def _pairs(facts: Facts, params: Params) -> Mapping[str, Pairs]:
    """Return the ordered pairs of answers by row, and of all."""
    found: dict[str, Pairs] = defaultdict(Counter)
    for key, counts in cells(facts, AGREEMENT, params):
        if key["covered"] != WITHDRAWN:
            pair = int(key["raters"]), key["value"], key["other"]
            for row in {_key(key["ground"], key["place"], params.unit), ""}:
                found[row][pair] += counts["pairs"]
    return found


def _units(claims: Iterable[Claim], unit: str) -> Mapping[str, list[list[str]]]:
    """Return the answers to each question with two or more, by row."""
    found: dict[str, list[list[str]]] = defaultdict(list)
    for claim in claims:
        for one in claim.answered:
            if len(one.answers) > 1 and not one.ranked:
                values = [value for _, value in one.answers]
                found[_key(claim.ground, claim.place, unit)] += [values] * claim.n
    return found


def _orders(order: Order, unit: str) -> Mapping[str, dict[str, Counter[str]]]:
    """Return what could be compared, by row and place."""
    found: dict[str, dict[str, Counter[str]]] = defaultdict(lambda: defaultdict(Counter))
    for (ground, place), counts in order.of_cell.items():
        found[_key(ground, place, unit)][place].update(counts)
    return found


def _alpha(key: str, pairs: Pairs, units: list[list[str]], snapshot: Snapshot) -> Json:
    """Return the row of alpha: ``n`` questions with two answers or more, ``num`` of them of one voice."""
    alpha = krippendorff_alpha(pairs)
    row = share_row(key, len(units), sum(len(set(values)) == 1 for values in units))
    row |= {"estimate": None, "interval": None}
    if alpha is not None:
        seed = seed_of(snapshot, "R09", "M23", key)
        bounds = alpha_interval(units, seed=seed, draws=DRAWS)
        lo, hi = (alpha, alpha) if bounds is None else (min(bounds.lo, alpha), max(bounds.hi, alpha))
        row["estimate"] = rounded(alpha)
        row["interval"] = interval(rounded(lo), rounded(hi), 0.95, "bootstrap over questions")
    return row


def _order(key: str, places: Mapping[str, Counter[str]], snapshot: Snapshot) -> Json:
    """Return the row of rankings: ``n`` comparable pairs, ``num`` of them in one order."""
    clusters = [(counts["comparable"], counts["alike"]) for _, counts in sorted(places.items())]
    row = share_row(key, sum(n for n, _ in clusters), sum(num for _, num in clusters))
    row["interval"] = rate_interval(clusters, seed=seed_of(snapshot, "R09", "M23", key))
    row["extra"] = {"scale": "order"}
    return row


def _overall(chosen: Claims, pairs: Mapping[str, Pairs], order: Order, snapshot: Snapshot) -> Json:
    """Return alpha over all answers, or where attesters only ranked, their order; both stand in ``extra``."""
    units = _units(chosen.claims, "national").get("all", [])
    alpha = _alpha("overall", pairs.get("", Counter()), units, snapshot)
    ranks = _order("overall", _orders(order, "national").get("all", {}), snapshot)
    row = alpha if alpha["n"] or not ranks["n"] else dict(ranks)
    model = chosen.model
    answered = [(claim, one) for claim in chosen.claims for one in claim.answered]
    row["extra"] = {
        "answers": {name: alpha[name] for name in _SHOWN},
        "order": {name: ranks[name] for name in _SHOWN},
        "attestations": sum(claim.n * len(one.answers) for claim, one in answered),
        "attesters": len({rater for _, one in answered for rater, _ in one.answers}),
        "gold": sum(claim.n for claim, one in answered if one.truth is not None),
        "prior": {} if model is None else dict(zip(model.classes, map(rounded, model.prior), strict=True)),
    }
    return row


R09: Final = Report(
    name="R09",
    version="1",
    title=TITLE,
    shapes=(AGREEMENT, CLAIM),
    units=("rule", "tambon", "amphoe", "province", "national", "volunteer"),
    populations=DEFINITIONS,
    tiers=("oversight",),
    build=build,
)
"""Agreement by place or rule, and reliability by attester."""
