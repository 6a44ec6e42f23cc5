"""The case file: where each claim and grievance stands, and every event with how it was signed.

States and flags are those of the domain's own folds of a claim and of a grievance; a test holds the two
together.
"""

from collections.abc import Collection
from typing import Final

from ledger.projections.case_states import CHANGES
from ledger.projections.custody import custody_of, keep_keys, load_keys
from ledger.projections.readings import Reading
from ledger.projections.rows import Row, Rows
from ledger.projections.tables import column, keys_table, number, read_model

KINDS: Final = ("claim", "grievance")

CASE_FILE: Final = read_model(
    "case_file",
    column("stream", key=True),
    column("kind"),
    column("state"),
    column("flags"),  # sorted, one space between
    column("programme", null=True),  # stream
    number("rule", null=True),  # version of that stream to which the case is pinned
    number("opening", null=True),  # version of the application or filing; None: there is no record of it
    number("decision", null=True),  # version of the entry in force: a decision, or a determination
    column("result", null=True),  # its result, or outcome
    column("order_maker", null=True),
    number("owed"),  # remedies ordered
    number("version"),
    number("index"),
    column("opened_at"),  # recorded_at of the first entry
    column("updated_at"),
)
CASE_EVENT: Final = read_model(
    "case_event",
    column("stream", key=True),
    number("version", key=True),
    number("index"),
    column("type"),
    column("by"),
    column("official", null=True),
    column("custody"),
    column("at", null=True),
    column("recorded_at"),
)
CASE_KEY: Final = keys_table("case_key")


class CaseFile:
    """The projection of case files."""

    name = "case_file"
    version = 1
    tables = (CASE_FILE, CASE_EVENT, CASE_KEY)

    def fetch(self, batch: Collection[Reading], rows: Rows) -> None:
        """Load the keys and the cases of a batch."""
        load_keys(CASE_KEY, batch, rows)
        rows.load(CASE_FILE, {reading.stream for reading in batch})

    def apply(self, reading: Reading, rows: Rows) -> None:
        """Take in one entry."""
        keep_keys(CASE_KEY, reading, rows)
        if reading.kind not in KINDS:
            return
        row = rows.get(CASE_FILE, reading.stream)
        if row is None:
            row = _opened(reading)
        elif row["index"] >= reading.index:
            return
        rows.append(CASE_EVENT, _event(reading, custody_of(CASE_KEY, reading, rows)))
        change = CHANGES.get((reading.kind, reading.type))
        if change is not None:
            change(row, reading)
        row["version"], row["index"] = reading.version, reading.index
        row["updated_at"] = reading.recorded_at
        if row["programme"] is None and reading.data.programme is not None:
            row["programme"], row["rule"] = reading.data.programme.stream, reading.data.programme.version
        rows.put(CASE_FILE, row)


def _opened(reading: Reading) -> Row:
    return {
        "stream": reading.stream,
        "kind": reading.kind,
        "state": "empty",
        "flags": "",
        "programme": None,
        "rule": None,
        "opening": None,
        "decision": None,
        "result": None,
        "order_maker": None,
        "owed": 0,
        "version": 0,
        "index": -1,
        "opened_at": reading.recorded_at,
        "updated_at": reading.recorded_at,
    }


def _event(reading: Reading, custody: str) -> Row:
    return {
        "stream": reading.stream,
        "version": reading.version,
        "index": reading.index,
        "type": reading.type,
        "by": reading.by,
        "official": reading.data.official,
        "custody": custody,
        "at": reading.at,
        "recorded_at": reading.recorded_at,
    }
