"""Grievances: what each one is, and what came of it."""

from collections.abc import Collection
from typing import Final

from ledger.projections.readings import Closed, Determined, Filed, Reading, Reclassified
from ledger.projections.rows import Row, Rows
from ledger.projections.tables import column, number, read_model

GRIEVANCE: Final = read_model(
    "grievance",
    column("stream", key=True),
    column("kind", null=True),  # None: there is no record of a filing
    number("level", null=True),
    column("appeal_of", null=True),
    column("programme", null=True),
    number("filed", null=True),  # index
    column("filed_on", null=True),  # civil date that the filing names
    number("determined", null=True),  # index of the last determination
    column("outcome", null=True),
    column("closed", null=True),  # ground
    number("index"),
)


class Grievances:
    """The projection of grievances."""

    name = "grievances"
    version = 2
    tables = (GRIEVANCE,)

    def fetch(self, batch: Collection[Reading], rows: Rows) -> None:
        """Load the grievances of a batch."""
        rows.load(GRIEVANCE, {reading.stream for reading in batch if reading.kind == "grievance"})

    def apply(self, reading: Reading, rows: Rows) -> None:
        """Take in one entry."""
        if reading.kind != "grievance":
            return
        row = rows.get(GRIEVANCE, reading.stream)
        if row is None:
            row = _empty(reading.stream)
        elif row["index"] >= reading.index:
            return
        data = reading.data
        if type(data) is Filed:
            _filed(row, data, reading)
        elif type(data) is Determined:
            row["determined"], row["outcome"] = reading.index, data.outcome
        elif type(data) is Closed:
            row["closed"] = data.ground
        elif type(data) is Reclassified and data.field == "kind":
            row["kind"] = data.to
        if row["programme"] is None and data.programme is not None:
            row["programme"] = data.programme.stream
        row["index"] = reading.index
        rows.put(GRIEVANCE, row)


def _empty(stream: str) -> Row:
    nothing = (
        "kind",
        "level",
        "appeal_of",
        "programme",
        "filed",
        "filed_on",
        "determined",
        "outcome",
        "closed",
    )
    return {"stream": stream, **dict.fromkeys(nothing), "index": -1}


def _filed(row: Row, data: Filed, reading: Reading) -> None:
    if row["filed"] is not None:
        return
    row["kind"], row["level"], row["appeal_of"] = data.kind, data.level, data.appeal_of
    row["filed"] = reading.index
    row["filed_on"] = None if data.received_on is None else data.received_on.isoformat()
