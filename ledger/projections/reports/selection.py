"""What a question asks for of a cube whose keys name origin and month, and the window that follows."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from ledger.projections.reports.asking import Params
from ledger.projections.reports.cubes import Cube, Key, Shape
from ledger.projections.reports.facts import Facts
from ledger.projections.reports.vocabulary import IMPORTED, UNKNOWN

ALL, ALL_IMPORTED = "all", "all_imported"
"""The populations: what officials signed themselves, and what an importer recorded of a register."""
_UNITS: Final = {"official": "decider", "office": "office"}


def belongs(key: Mapping[str, str], params: Params) -> bool:
    """Return whether a cell is of the population; imported history is never added to own signatures."""
    return (key["origin"] == IMPORTED) == (params.population == ALL_IMPORTED)


def undated(key: Mapping[str, str], params: Params) -> bool:
    """Return whether a cell without a month cannot be placed in the window that is asked for."""
    return not key["month"] and params.valid_from is not None


def cells(facts: Facts, shape: Shape, params: Params) -> Iterator[tuple[dict[str, str], dict[str, int]]]:
    """Yield the cells of ``shape`` that belong to the population and the window."""
    for key, counts in _records(facts.cube(shape)):
        if belongs(key, params) and params.asks_for(key["month"]) and not undated(key, params):
            yield key, counts


def left_out(facts: Facts, shape: Shape, params: Params, count: str) -> Counter[str]:
    """Return how many are left out, by ``count``: historical ones, and those that no month places."""
    found: Counter[str] = Counter()
    for key, counts in facts.cube(shape).records():
        if not params.asks_for(key["month"]):
            continue
        if belongs(key, params):
            found["invalid"] += counts[count] if undated(key, params) else 0
        elif key["origin"] == IMPORTED:
            found["historical"] += counts[count]
    return found


def evidence(facts: Facts, shape: Shape, params: Params) -> Iterator[tuple[dict[str, str], tuple[int, ...]]]:
    """Yield the log indices of ``shape`` that belong to the population and the window."""
    for cell, indices in sorted(facts.cited(shape).items()):
        key = dict(zip(shape.keys, cell, strict=True))
        if belongs(key, params) and params.asks_for(key["month"]) and not undated(key, params):
            yield key, indices


def unit_of(key: Mapping[str, str], params: Params) -> str:
    """Return the row of a cell: an official or an office, ``unknown`` where the record names none."""
    return key[_UNITS[params.unit]] or UNKNOWN


def window_of(months: Iterable[str], params: Params) -> tuple[str, str]:
    """Return first day (inclusive) and last day (exclusive): as asked, or of all months there are."""
    if params.valid_from is not None and params.valid_to is not None:
        return params.valid_from.isoformat(), params.valid_to.isoformat()
    known = sorted({*months} - {""})
    if not known:
        return "", ""
    return f"{known[0]}-01", f"{month_after(known[-1])}-01"


def month_after(month: str) -> str:
    """Return the next month.

    >>> month_after("2026-12")
    '2027-01'
    """
    year, number = int(month[:4]), int(month[5:])
    return f"{year + number // 12:04d}-{number % 12 + 1:02d}"


def _records(cube: Cube) -> Iterator[tuple[dict[str, str], dict[str, int]]]:
    ordered: list[tuple[Key, list[int]]] = sorted(cube.cells.items())
    for key, counts in ordered:
        yield dict(zip(cube.keys, key, strict=True)), dict(zip(cube.counts, counts, strict=True))
