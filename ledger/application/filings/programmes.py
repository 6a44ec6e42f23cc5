"""What a filing refers to: the newest rules of a programme, and the entry that is contested."""

from typing import Final

from ledger.application.filings.asked import ContestedEntry, Filing
from ledger.application.snapshot import Snapshot
from ledger.domain.errors import DataInvalid, RuleBroken
from ledger.domain.grievance.events import Contested
from ledger.domain.programme.state import ProgrammeState
from ledger.domain.types import EntryRef, StreamRef
from ledger.store.recorder import Recorder

PROGRAMMES: Final = 500
"""Programmes that are looked through for a benefit."""


def newest(store: Recorder, prefix: Snapshot, filing: Filing) -> EntryRef:
    """Return the newest rules of the programme that ``filing`` names, or that alone has its benefit.

    Raises:
        RuleBroken: ``programme_unknown``.
    """
    if filing.programme is not None:
        return rules_of(prefix, filing.programme)
    named = [stream for _, stream in store.streams("programme", limit=PROGRAMMES)]
    prefix.load(named)
    found = [stream for stream in named if filing.benefit in _benefits(prefix, stream)]
    if len(found) != 1:
        raise RuleBroken("programme_unknown")
    return rules_of(prefix, found[0])


def rules_of(prefix: Snapshot, stream: str) -> EntryRef:
    """Return the entry that published the newest rules of ``stream``.

    Raises:
        RuleBroken: ``programme_unknown``.
    """
    state = prefix.state(stream) if stream.startswith("programme/") else None
    if not isinstance(state, ProgrammeState) or not state.versions:
        raise RuleBroken("programme_unknown")
    last = state.versions[-1]
    return EntryRef(stream, last.entry, last.leaf)


def _benefits(prefix: Snapshot, stream: str) -> frozenset[str]:
    """Return the benefits of a programme's newest rules; none of one that holds old records alone."""
    state = prefix.state(stream)
    if not isinstance(state, ProgrammeState) or not state.versions or state.versions[-1].historical:
        return frozenset()
    return state.versions[-1].benefits


def contested(store: Recorder, named: ContestedEntry) -> Contested:
    """Return the entry that ``named`` means.

    Raises:
        DataInvalid: ``data_invalid``: it is named neither by claim and version nor by index alone.
        RuleBroken: ``unknown_decision``: there is no such entry of a claim.
    """
    match named:
        case ContestedEntry(claim=str(claim), version=int(version), index=None):
            row = entry(store, claim, version)
        case ContestedEntry(claim=None, version=None, index=int(index)):
            row = None if index < 0 else _at(store, index)
        case _:
            raise DataInvalid("data_invalid", pointer="/contests")
    if row is None or not row.stream.startswith("claim/"):
        raise RuleBroken("unknown_decision")
    return Contested(claim=StreamRef(row.stream), entry=row)


def entry(store: Recorder, stream: str, version: int) -> EntryRef | None:
    """Return the entry of ``stream`` with this version; None if there is none."""
    for row in store.stream(stream):
        if row.version == version:
            return EntryRef(row.stream, row.version, row.leaf.hex())
    return None


def _at(store: Recorder, index: int) -> EntryRef | None:
    row = store.entry(index)
    return None if row is None else EntryRef(row.stream, row.version, row.leaf.hex())
