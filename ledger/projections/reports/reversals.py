"""What the reports on reversals have in common: what is counted, and what a reader must be told of it."""

from collections.abc import Iterable
from typing import Any, Final

from ledger.projections.reports import disclosure_control
from ledger.projections.reports.asking import Params
from ledger.projections.reports.envelope import Json, interval
from ledger.projections.reports.numbers import rounded
from ledger.projections.reports.population import Population
from ledger.projections.statistics.intervals import wilson

DEFINITIONS: Final = {
    "all": "matured decisions signed by their makers: the time to appeal is over and no appeal is open",
    "adverse": "matured decisions signed by their makers that reduce, suspend, refuse or terminate",
    "all_imported": "every decision of an imported register; reversed means overturned on appeal",
}
PENDING_ABOVE: Final = 0.05


def counted(population: Population, params: Params, overall: Json) -> dict[str, Any]:
    """Return window, size and exclusions as the envelope's body takes them.

    The size is that of the overall row: for the public, of the rows that are shown.
    """
    shown = disclosure_control.public_count
    public = params.tier == "public"
    return {
        "window": population.window,
        "included": overall["n"],
        "excluded": [(reason, shown(n) if public else n) for reason, n in population.excluded.items()],
    }


def caveat_codes(population: Population, params: Params, rows: Iterable[Json]) -> set[str]:
    """Return the caveats that follow from who was counted, from the tier, and from the flags of rows."""
    codes = {"VOICE", "ADVISORY"}
    if params.population == "all_imported":
        codes.add("IMPORTED")
    if population.excluded["appeal_pending"] > PENDING_ABOVE * population.total()["n"]:
        codes.add("PENDING")
    flags = {flag for row in rows for flag in row["flags"]}
    codes |= {"LOW_N"} & flags
    if "NO_LIMITS" in flags:
        codes.add("NOT_COMPARABLE")
    if params.tier == "public":
        codes.add("SUPPRESSED")
    return codes


def rate_row(key: str, n: int, num: int) -> Json:
    """Return a row with its rate and Wilson interval; with neither for ``n = 0``."""
    bounds = wilson(num, n)
    return {
        "key": key,
        "n": n,
        "num": num,
        "estimate": rounded(num / n) if n else None,
        "interval": interval(rounded(bounds.lo), rounded(bounds.hi), 0.95, "wilson") if n else None,
        "suppressed": False,
        "flags": [],
    }
