"""What was recorded lately, for one reader: entitlement is looked at for each entry, at the present."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from ledger.application.snapshot import Snapshot, present
from ledger.domain.dates import civil
from ledger.projections.views.entitlement import may_follow
from ledger.store.recorder import Recorder

PAGE: Final = 200
"""Entries looked at in one step."""


@dataclass(frozen=True, slots=True)
class Change:
    """That an entry was recorded: its index, its stream and version there, and its type."""

    index: int
    stream: str
    version: int
    type: str


class Following:
    """Reads what came after an index. One thread at a time: whoever follows the same log shares a prefix."""

    def __init__(self, recorder: Recorder) -> None:
        self._recorder = recorder
        self._prefix: Snapshot | None = None

    def after(self, index: int, actor: str, now: datetime) -> tuple[list[Change], int]:
        """Return what ``actor`` may know of the entries after ``index``, and the last one looked at."""
        rows = self._recorder.rows(index + 1, index + 1 + PAGE)
        if not rows:
            return [], index
        prefix = self._present(now)
        prefix.load({row.stream for row in rows})
        known = {stream: may_follow(prefix, stream, actor) for stream in {row.stream for row in rows}}
        found = [Change(row.index, row.stream, row.version, row.type) for row in rows if known[row.stream]]
        return found, rows[-1].index

    def _present(self, now: datetime) -> Snapshot:
        """Return the present, which stays one until the log grows or another day begins."""
        fresh, kept = present(self._recorder, now), self._prefix
        if kept is None or kept.size != fresh.size or civil(kept.now) != civil(fresh.now):
            self._prefix = kept = fresh
        return kept
