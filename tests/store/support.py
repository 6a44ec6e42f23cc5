"""Rows to append, and what must hold of a log that took them."""

import uuid
from collections.abc import Sequence
from hashlib import sha256

import sqlalchemy as sa
from alembic import command

from ledger.store.engines import writing
from ledger.store.migrations import configuration
from ledger.store.recorder import Head, Recorder, Row
from ledger.store.tiles import grow
from ledger.tlog.tree import CompactRange, leaf_hash

NOW = "2026-11-22T03:04:06.123Z"


def named(*parts: object) -> str:
    """Return the name of a stream that is the same for the same parts."""
    return f"claim/{uuid.uuid5(uuid.NAMESPACE_OID, repr(parts))}"


def upgrade_to(engine: sa.Engine, revision: str) -> None:
    """Bring an empty database to the schema of an older release, or the newest one (``ledger@head``)."""
    with writing(engine) as connection:
        command.upgrade(configuration(connection, "ledger"), revision)


def append(recorder: Recorder, streams: Sequence[str], *, tag: object = "", fail: bool = False) -> list[Row]:
    """Append one row to each of ``streams`` in one group, and return the rows.

    Raises:
        RuntimeError: ``fail`` was asked for, after everything was written and before it was committed.
    """
    with recorder.appending() as appending:
        rows = rows_after(appending.head, appending.streams(streams), streams, tag)
        appending.write(rows, head_after(appending.head, rows))
        if fail:
            raise RuntimeError("on purpose")
    return rows


def rows_after(head: Head, known: dict[str, list[Row]], streams: Sequence[str], tag: object) -> list[Row]:
    versions = {name: len(rows) for name, rows in known.items()}
    rows = []
    for index, stream in enumerate(streams, head.size):
        version = versions[stream] = versions.get(stream, 0) + 1
        entry = f"{tag} {index} {stream} {version} สวัสดี".encode() + b"\x00\xff"
        identifier = sha256(entry).digest()[:16]
        rows.append(Row(index, stream, version, "SomethingHappened", identifier, leaf_hash(entry), entry))
    return rows


def head_after(head: Head, rows: Sequence[Row], recorded_at: str = NOW) -> Head:
    tree = CompactRange.from_bytes(head.size, head.hashes)
    for row in rows:
        tree.append(row.leaf)
    return Head(tree.size, tree.to_bytes(), recorded_at)


def check_log(recorder: Recorder) -> list[Row]:
    """Check that the log is dense and that head and tiles follow from its entries; return the entries."""
    head = recorder.head()
    rows = recorder.rows(0, head.size + 1_000)
    assert [row.index for row in rows] == list(range(head.size))
    tree = CompactRange()
    versions: dict[str, int] = {}
    for row in rows:
        assert row.leaf == leaf_hash(row.entry)
        assert row.version == versions.get(row.stream, 0) + 1
        versions[row.stream] = row.version
        tree.append(row.leaf)
    assert head.hashes == tree.to_bytes()
    expected = grow(0, [row.leaf for row in rows], lambda _level, _number: b"")
    for (level, number), content in expected.items():
        assert recorder.tile(level, number) == content
    return rows
