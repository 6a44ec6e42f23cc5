"""What the reports on reversals have in common: what is counted, and what a reader must be told of it."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Any, Final

from ledger.projections.reports.asking import Params
from ledger.projections.reports.disclosure_control import Controlled, control
from ledger.projections.reports.envelope import Json
from ledger.projections.reports.facts import Facts
from ledger.projections.reports.population import Population, select

DEFINITIONS: Final = {
    "all": "matured decisions signed by their makers: the time to appeal is over and no appeal is open",
    "adverse": "matured decisions signed by their makers that reduce, suspend, refuse or terminate",
    "all_imported": "every decision of an imported register; reversed means overturned on appeal",
}
WHOLES: Final = {"adverse": "all"}
"""Populations that are part of another one, which the public may ask for too."""
PENDING_ABOVE: Final = 0.05


def counted(population: Population, overall: Json) -> dict[str, Any]:
    """Return window, size and exclusions as the envelope's body takes them.

    The size is that of the overall row: for the public, of the rows that are shown.
    """
    return {
        "window": population.window,
        "included": overall["n"],
        "excluded": population.excluded.items(),
    }


def controlled(facts: Facts, params: Params, population: Population) -> Controlled:
    """Return what the public may see of the population, which may be a part of another one."""
    whole = WHOLES.get(params.population)
    within = select(facts, replace(params, population=whole)).units if whole else ()
    return control(population.units, within)


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
