"""The log before a position: in memory, entry by entry, and in a store."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from uuid import UUID

from ledger.domain.replay import Replay
from ledger.domain.types import Recorded
from ledger.store.engines import open_engine
from ledger.store.migrations import upgrade
from ledger.store.recorder import Head, Recorder, Row
from ledger.tlog.tree import CompactRange
from tests.projections.histories import Log


class Everything:
    """Holds whatever it is asked for."""

    def __contains__(self, _item: object) -> bool:
        return True


def before(log: Log, size: int, now: str = "") -> Replay:
    """Return the first ``size`` entries as the verifier folds them, at the last stamp or ``now``."""
    return prefix_of(log.recorded[:size], now)


def prefix_of(entries: list[Recorded], now: str = "") -> Replay:
    prefix = Replay(Everything())
    for recorded in entries:
        prefix.accept(recorded)
        prefix.size, prefix.now = recorded.index + 1, recorded.recorded_at
    prefix.now = now or prefix.now
    return prefix


def empty_ledger(file: Path) -> Path:
    """Make an empty ledger at ``file``, to be copied: no store ever lets go of an entry."""
    engine = open_engine(f"sqlite:///{file}")
    upgrade(engine)
    engine.dispose()
    return file


@contextmanager
def stored(log: Log, empty: Path) -> Iterator[Recorder]:
    """Yield a store that holds exactly the entries of ``log``."""
    with TemporaryDirectory(dir=empty.parent) as folder:
        file = shutil.copy(empty, Path(folder) / "ledger.db")
        recorder = Recorder(open_engine(f"sqlite:///{file}"))
        fill(recorder, log)
        try:
            yield recorder
        finally:
            recorder.engine.dispose()


def fill(recorder: Recorder, log: Log) -> None:
    """Write the entries of ``log`` into an empty store."""
    rows = [_row(recorded, log.entries[recorded.index]) for recorded in log.recorded]
    tree = CompactRange()
    for row in rows:
        tree.append(row.leaf)
    with recorder.appending() as appending:
        appending.write(rows, Head(tree.size, tree.to_bytes(), log.recorded[-1].recorded_at))


def _row(recorded: Recorded, entry: bytes) -> Row:
    statement = recorded.statement
    identifier, leaf = UUID(statement.id).bytes, bytes.fromhex(recorded.leaf)
    return Row(recorded.index, statement.stream, recorded.version, statement.type, identifier, leaf, entry)
