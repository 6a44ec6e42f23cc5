"""Reports over a ledger: facts folded up to a checkpoint, then a pure function of them."""

import base64
from collections.abc import Collection, Iterable, Mapping, Sequence
from importlib.metadata import version

from ledger.application.case_facts import Notice, facts_at, silent
from ledger.application.errors import NoSuchEntry
from ledger.application.reading_entries import decode
from ledger.application.refreshing import refresh
from ledger.projections.folding import Source
from ledger.projections.reports import kept
from ledger.projections.reports.asking import Params
from ledger.projections.reports.assembly import Origin, asked, write
from ledger.projections.reports.case import NOTHING_TOLD, Tells
from ledger.projections.reports.catalogue import find
from ledger.projections.reports.cubes import Shape
from ledger.projections.reports.envelope import Json, Snapshot
from ledger.projections.reports.facts import Facts
from ledger.projections.reports.folding import folds_of
from ledger.signing.entry import parse_entry
from ledger.store.engines import reading
from ledger.store.reading import fetch_streams
from ledger.store.recorder import Recorder


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
    name: str,
    params: Params,
    *,
    origin: str,
    command: str,
    at: int | None = None,
    told: Tells = NOTHING_TOLD,
    notice: Notice = silent,
) -> Json:
    """Return the report ``name`` as an envelope, bound to the checkpoint of size ``at``, or to the newest.

    ``command`` is how it was asked; the envelope adds the checkpoint, so that it gives the same again.
    The vault (``told``) is asked for the oversight body alone: what the public reads follows from the log.

    Raises:
        AccessNotRecorded: What the vault tells could not be recorded as read.
        ReportError: There is no such report, or the question has no meaning.
        NoSuchEntry: The log has no such checkpoint.
        ProjectionError: An entry cannot be read; it says which and why.
    """
    chosen = find(name)
    asked(chosen, params)  # before the log is read
    snapshot = snapshot_at(recorder, origin, at)
    refresh(recorder.engine, snapshot.size, notice=notice)
    asks = told if params.tier == "oversight" else NOTHING_TOLD
    facts = facts_for(recorder, chosen.shapes, snapshot, asks, notice)
    return write(
        chosen, facts, params, snapshot, Origin(f"{command} --at {snapshot.size}", version("phayan"))
    )


def facts_for(
    recorder: Recorder,
    shapes: Iterable[Shape],
    snapshot: Snapshot,
    told: Tells = NOTHING_TOLD,
    notice: Notice = silent,
) -> Facts:
    """Return the facts of ``shapes``: those that are kept, if they are of this checkpoint; it writes none.

    What the vault tells is never kept: it would outlive the person's erasure.

    Raises:
        ProjectionError: As ``report``.
    """
    folds = folds_of(shapes)
    from_log = [shape for one in folds if not one.vault for shape in one.shapes]
    facts = Facts()
    with reading(recorder.engine) as connection:
        there = kept.size(connection) == snapshot.size
        if there:
            facts.merge(kept.load(connection, from_log))
    rest = [one for one in folds if one.vault or not there]
    if rest:
        now = snapshot.known_as_of
        facts.merge(
            facts_at(
                recorder,
                snapshot.size,
                now,
                folds=rest,
                strata=told.strata,
                reasons=told.reasons,
                notice=notice,
            )
        )
    return facts


def snapshot_at(recorder: Recorder, origin: str, at: int | None = None) -> Snapshot:
    """Return the checkpoint of size ``at``, or the newest.

    Raises:
        NoSuchEntry: The log has no such checkpoint.
    """
    found = recorder.checkpoint() if at is None else next(iter(recorder.checkpoints(at)), None)
    last = recorder.entry(found.size - 1) if found else None
    if found is None or last is None or (at is not None and found.size != at):
        wanted = "yet" if at is None else f"of size {at}"
        raise NoSuchEntry(f"the log has no checkpoint {wanted}; a report is bound to one")
    known = parse_entry(last.entry).recorded_at
    return Snapshot(origin, found.size, base64.b64encode(found.root).decode(), known)
