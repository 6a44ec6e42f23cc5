"""What an official is shown of a report before others read it: their own rows, and the total of everybody.

A total from which one's own row is taken away leaves the rest. Where fewer than three others are in it, it
would be somebody's row, so it is hidden.
"""

import json
import re
from collections.abc import Collection, Mapping
from dataclasses import replace
from typing import Any, Final

from ledger.projections.errors import ReportError
from ledger.projections.reports.asking import PERSONS, Params
from ledger.projections.reports.assembly import Report
from ledger.projections.reports.caveats import caveats
from ledger.projections.reports.envelope import Json, hidden_row, result_digest

OWN: Final = "own"
OTHERS: Final = 3
"""So many others at least are in a total that is shown."""
_ACTOR: Final = re.compile(r"actor/[0-9a-f-]{36}", re.ASCII)
UNITS: Final = PERSONS - {"pair"}  # a pair is somebody else's row too
_OF_THE_TOTAL: Final = ("key", "n", "num", "estimate", "interval", "suppressed", "flags")
"""Members of the total that are shown; others say how rows differ, and whose."""


def units_of(report: Report) -> tuple[str, ...]:
    """Return the units of ``report`` whose rows are persons'."""
    return tuple(unit for unit in report.units if unit in UNITS)


def asked_by_oneself(report: Report, params: Params) -> Params:
    """Return the question of whoever asks for their own rows, with the unit filled in.

    Raises:
        ReportError: ``own_unit``: the report has no rows of persons, or others were asked for.
    """
    units = units_of(report)
    unit = params.unit or next(iter(units), "")
    if unit not in units:
        raise ReportError("own_unit", "one's own rows are rows of persons, and this report has none of these")
    return replace(params, unit=unit, tier="oversight")


def own_rows(envelope: Mapping[str, Any], actors: Collection[str]) -> Json:
    """Return the report for whoever acts as ``actors``: their rows, and nothing by which others are known.

    Log indices are left out: they name cases, which are read by their own rules.

    Raises:
        ReportError: ``row_reveals``: a row of theirs names somebody else.
    """
    own = frozenset(actors)
    rows = [
        {name: value for name, value in row.items() if name != "evidence"}
        for row in envelope["rows"]
        if _actors(row["key"]) and _actors(row["key"]) <= own
    ]
    others = {actor for row in envelope["rows"] for actor in _actors(row["key"])} - own
    total = {name: value for name, value in envelope["overall"].items() if name in _OF_THE_TOTAL}
    codes = [caveat["code"] for caveat in envelope["caveats"]]
    made = {
        **{name: value for name, value in envelope.items() if name not in {"series", "reproduce"}},
        "population": {
            "definition": envelope["population"]["definition"],
            "included": sum(row["n"] or 0 for row in rows),
            "excluded": [],
        },
        "method": envelope["method"] | {"params": envelope["method"]["params"] | {"tier": OWN}},
        "overall": total if len(others) >= OTHERS else hidden_row("overall"),
        "rows": rows,
        "caveats": caveats([*codes, "OWN_ROWS"]),
    }
    if series := [one for one in envelope.get("series", ()) if _actors(one["unit"]) & own]:
        made["series"] = series
    if not _actors(json.dumps(made)) <= own:
        raise ReportError("row_reveals", "a row of one's own names somebody else")
    made["reproduce"] = envelope["reproduce"] | {"result_digest": result_digest(made)}
    return made


def _actors(text: str) -> set[str]:
    """Return the actors that a text names: the key of a row may name a rule or a clock before its actor."""
    return set(_ACTOR.findall(text))
