"""Reports over a ledger: read models brought to a checkpoint, then a pure function of their rows."""

import base64
from collections.abc import Collection, Iterator, Mapping, Sequence
from importlib.metadata import version
from typing import Any

import sqlalchemy as sa

from ledger.application.errors import NoSuchEntry
from ledger.application.projecting import PROJECTIONS, Notice, catch_up, silent
from ledger.application.reading_entries import decode
from ledger.domain.dates import civil
from ledger.projections.decision_tables import DECISION
from ledger.projections.errors import ReportError
from ledger.projections.folding import Source
from ledger.projections.maturity import decision_facts
from ledger.projections.reports.envelope import Snapshot
from ledger.projections.reports.facts import fold_facts
from ledger.projections.reports.population import Params
from ledger.projections.reports.r01 import Origin, report_r01
from ledger.signing.entry import parse_entry
from ledger.store.engines import reading
from ledger.store.reading import fetch_streams
from ledger.store.recorder import Recorder

REPORTS = ("R01",)


def reader(recorder: Recorder) -> Source:
    """Return how the read models read the log: in order, and stream by stream."""

    def read(start: int, limit: int) -> Sequence[tuple[int, bytes]]:
        return [(row.index, row.entry) for row in recorder.rows(start, start + limit)]

    def history(streams: Collection[str]) -> Mapping[str, Sequence[bytes]]:
        with reading(recorder.engine) as connection:
            found = fetch_streams(connection, streams)
        return {stream: [row.entry for row in rows] for stream, rows in found.items()}

    return Source(read, history, decode)


def report(
    recorder: Recorder,
    engine: sa.Engine,
    name: str,
    params: Params,
    *,
    origin: str,
    command: str,
    notice: Notice = silent,
) -> dict[str, Any]:
    """Return the report ``name`` as an envelope, bound to the newest checkpoint.

    Raises:
        ReportError: There is no such report, or the question has no meaning.
        NoSuchEntry: The log has no checkpoint.
        ProjectionError: A read model stands still; it says at which entry and why.
    """
    if name not in REPORTS:
        raise ReportError("report_unknown", f"there is no report of that name; there is {', '.join(REPORTS)}")
    checkpoint = recorder.checkpoint()
    last = recorder.entry(checkpoint.size - 1) if checkpoint else None
    if checkpoint is None or last is None:
        raise NoSuchEntry("the log has no checkpoint yet; a report is bound to one")
    for progress in catch_up(engine, reader(recorder), PROJECTIONS, until=checkpoint.size - 1, notice=notice):
        if progress.stopped is not None:
            raise progress.stopped
        if progress.index != checkpoint.size - 1:
            raise ReportError(
                "snapshot_passed", "the read models are ahead of the newest checkpoint; ask again in a moment"
            )
    known = parse_entry(last.entry).recorded_at
    with engine.connect() as connection:
        facts = fold_facts(decision_facts(_rows(connection), civil(known)))
    snapshot = Snapshot(origin, checkpoint.size, base64.b64encode(checkpoint.root).decode(), known)
    return report_r01(facts, params, snapshot, Origin(command, version("phayan")))


def _rows(connection: sa.Connection) -> Iterator[Mapping[str, Any]]:
    """Yield the decisions a page at a time: memory does not grow with the log."""
    result = connection.execution_options(yield_per=1000).execute(sa.select(DECISION))
    for row in result.mappings():
        yield dict(row)
