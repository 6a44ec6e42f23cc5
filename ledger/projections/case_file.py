"""The case file: where each stream of the procedure stands, and every entry with how it was signed.

State, flags and standing facts are those of the domain's own fold. What depends on today, on a calendar or on
other streams (clocks, next steps) is not kept here: ``ledger.projections.views`` computes it when it is read.
"""

from collections.abc import Collection
from typing import Final

from ledger.domain.grievance.records import GrievanceState
from ledger.projections.custody import custody_of, keep_keys, load_keys
from ledger.projections.listed import LISTED, PARTY
from ledger.projections.readings import Reading
from ledger.projections.rows import Row, Rows
from ledger.projections.standing import KINDS, Standing, standing
from ledger.projections.tables import column, keys_table, number, read_model

CASE_FILE: Final = read_model(
    "case_file",
    column("stream", key=True),
    column("kind"),
    column("state"),
    column("flags"),  # sorted, one space between
    number("ended"),  # 1: nobody owes the next step any more
    column("programme", null=True),  # stream
    number("rule", null=True),  # version of that stream to which the case is pinned
    number("opening", null=True),  # version of the application or filing; None: there is no record of it
    number("decision", null=True),  # version of the entry in force: a decision, or a determination
    column("result", null=True),  # its result, or outcome
    column("order_maker", null=True),
    number("owed"),  # remedies ordered
    number("version"),
    number("first"),  # index of the first entry
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
_SHARED: Final = ("kind", "first", "stream", "state", "ended", "programme", "index")


class CaseFile:
    """The projection of case files."""

    name = "case_file"
    version = 3
    tables = (CASE_FILE, CASE_EVENT, LISTED, PARTY, CASE_KEY)

    def fetch(self, batch: Collection[Reading], rows: Rows) -> None:
        """Load the keys and the cases of a batch, and the states on which it builds."""
        load_keys(CASE_KEY, batch, rows)
        cases = [reading for reading in batch if reading.kind in KINDS]
        rows.load(CASE_FILE, {reading.stream for reading in cases})
        rows.states.load(reading for reading in cases if _is_new(reading, rows))

    def apply(self, reading: Reading, rows: Rows) -> None:
        """Take in one entry."""
        keep_keys(CASE_KEY, reading, rows)
        if reading.kind not in KINDS or not _is_new(reading, rows):
            return
        row = rows.get(CASE_FILE, reading.stream) or _opened(reading)
        rows.append(CASE_EVENT, _event(reading, custody_of(CASE_KEY, reading, rows)))
        state = rows.states.after(reading)
        row |= _standing(standing(reading.kind, state))
        row["version"], row["index"] = reading.version, reading.index
        row["updated_at"] = reading.recorded_at
        rows.put(CASE_FILE, row)
        matter = state.kind if isinstance(state, GrievanceState) else None
        listed = {"area": state.place(), "matter": None if matter is None else str(matter)}
        rows.append(LISTED, {name: row[name] for name in _SHARED} | listed)
        for actor in state.parties():
            rows.append(PARTY, {"actor": actor, "first": row["first"], "stream": reading.stream})


def _is_new(reading: Reading, rows: Rows) -> bool:
    row = rows.get(CASE_FILE, reading.stream)
    return row is None or row["index"] < reading.index


def _opened(reading: Reading) -> Row:
    return {
        "stream": reading.stream,
        "kind": reading.kind,
        "first": reading.index,
        "opened_at": reading.recorded_at,
    }


def _standing(found: Standing) -> Row:
    programme, in_force = found.programme, found.in_force
    return {
        "state": found.state,
        "flags": " ".join(found.flags),
        "ended": int(found.ended),
        "programme": None if programme is None else programme.stream,
        "rule": None if programme is None else programme.version,
        "opening": found.opening,
        "decision": in_force.version,
        "result": in_force.result,
        "order_maker": in_force.order_maker,
        "owed": found.owed,
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
