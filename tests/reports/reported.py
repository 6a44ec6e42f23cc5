"""Small logs told day by day, and reports of them, for tests."""

import base64
import json
from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

import jsonschema  # type: ignore[import-untyped]  # ships no type information

from ledger.domain.types import EntryRef, Event, Recorded
from ledger.projections.reports.asking import Params
from ledger.projections.reports.assembly import Origin, Report, write
from ledger.projections.reports.envelope import Json, Snapshot
from ledger.projections.reports.facts import Facts
from ledger.projections.reports.folding import facts_of
from tests.projections import histories
from tests.projections.histories import DAY, Log
from tests.support.shared import shared

CUT = date(2026, 12, 31)


class Diary(Log):
    """A log whose entries are recorded on days: at ten in Bangkok, and signed then, unless they say else."""

    def __init__(self) -> None:
        super().__init__()
        self.today = DAY

    def wait(self, days: int) -> None:
        """Let days pass."""
        self.today += timedelta(days=days)

    def add(self, stream: str, says: Event, **changes: Any) -> EntryRef:
        """Append one entry of today."""
        named = super().add(stream, says, **{"at": f"{self.today}T03:00:00Z"} | changes)
        self.recorded[-1] = self.recorded[-1]._replace(recorded_at=f"{self.today}T03:30:00.000Z")
        return named


def enrolled() -> Diary:
    """Return a log with three keys and two officers, of ``office_a1`` and ``office_a2``."""
    log = Diary()
    histories.enrol(log)
    return log


def facts_at(entries: Iterable[Recorded], cut: date = CUT, **how: Any) -> Facts:
    """Return the facts of ``entries`` on the evening of ``cut``."""
    return facts_of(entries, f"{cut}T12:00:00.000Z", **how)


def issued(report: Report, log: Log, cut: date = CUT, **asked: Any) -> Json:
    """Return ``report`` of ``log`` on the evening of ``cut``."""
    return of_facts(report, facts_at(log.recorded, cut), len(log.recorded), cut, **asked)


def of_facts(report: Report, facts: Facts, size: int = 0, cut: date = CUT, **asked: Any) -> Json:
    """Return ``report`` of ``facts``."""
    root = base64.b64encode(bytes(32)).decode()
    snapshot = Snapshot(histories.ORIGIN, size, root, f"{cut}T12:00:00.000Z")
    return write(report, facts, Params(**asked), snapshot, Origin("phayan report", "1"))


def row(envelope: Json, key: str) -> Json:
    """Return the row of ``key``, which may be ``overall``."""
    rows: list[Json] = [*envelope["rows"], envelope["overall"]]
    (found,) = [one for one in rows if one["key"] == key]
    return found


def check_schema(envelope: Json) -> None:
    """Check an envelope against the published schema."""
    schema = json.loads(shared("reference", "report-envelope.schema.json").read_text("utf-8"))
    jsonschema.Draft202012Validator(schema).validate(json.loads(json.dumps(envelope)))
