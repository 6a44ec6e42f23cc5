"""Grievances: which entry each one contests, and what came of it."""

from collections.abc import Collection
from typing import Final

from ledger.projections.readings import Closed, Determined, Filed, Reading
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
CONTEST: Final = read_model(
    "grievance_contest",
    column("stream", key=True),
    column("claim", key=True),
    number("entry", key=True),  # version of the contested entry in the claim's stream
    column("kind"),
    column("outcome", null=True),
)


class Grievances:
    """The projection of grievances."""

    name = "grievances"
    version = 1
    tables = (GRIEVANCE, CONTEST)

    def fetch(self, batch: Collection[Reading], rows: Rows) -> None:
        """Load the grievances of a batch and what they contest."""
        streams = {reading.stream for reading in batch if reading.kind == "grievance"}
        rows.load(GRIEVANCE, streams)
        rows.load(CONTEST, streams)

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
            _filed(row, data, reading, rows)
        elif type(data) is Determined:
            row["determined"], row["outcome"] = reading.index, data.outcome
            for contest in rows.owned(CONTEST, reading.stream):
                contest["outcome"] = data.outcome
                rows.put(CONTEST, contest)
        elif type(data) is Closed:
            row["closed"] = data.ground
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


def _filed(row: Row, data: Filed, reading: Reading, rows: Rows) -> None:
    if row["filed"] is not None:
        return
    row["kind"], row["level"], row["appeal_of"] = data.kind, data.level, data.appeal_of
    row["filed"] = reading.index
    row["filed_on"] = None if data.received_on is None else data.received_on.isoformat()
    for contest in data.contests:
        rows.put(
            CONTEST,
            {
                "stream": reading.stream,
                "claim": contest.entry.stream,
                "entry": contest.entry.version,
                "kind": data.kind,
                "outcome": row["outcome"],
            },
        )
