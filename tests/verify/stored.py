"""Putting a log made by hand into a real store, and reaching behind the store's back."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from uuid import UUID

import sqlalchemy as sa

from ledger.signing.entry import parse_entry
from ledger.store.engines import is_sqlite, open_engine, writing
from ledger.store.recorder import Recorder
from ledger.store.rows import Head, Row, StoredCheckpoint
from ledger.tlog.checkpoint import Checkpoint, format_checkpoint
from ledger.tlog.note import sign_note
from ledger.tlog.policy import Policy, parse_policy
from ledger.tlog.tree import CompactRange, leaf_hash
from tests.store.support import upgrade_to
from tests.verify.history import LOG_SEED, ORIGIN, History, vkey


def policy_text(history: History) -> str:
    return f"log {vkey()}\nquorum none\n#founding {leaf_hash(history.entries[0]).hex()}\n"


def policy_of(history: History) -> Policy:
    return parse_policy(policy_text(history))


def sign(size: int, root: bytes, seed: bytes = LOG_SEED, origin: str = ORIGIN) -> str:
    body = format_checkpoint(Checkpoint(origin, size, root))
    return body + "\n" + sign_note(body, origin, seed)


@contextmanager
def opened(url: str, schema: str = "ledger@head") -> Iterator[tuple[Recorder, sa.Engine]]:
    """Yield a recorder on an empty database whose guards against changes are gone."""
    engine = open_engine(url, create=True)
    try:
        upgrade_to(engine, schema)
        with writing(engine) as connection:
            for statement in (
                ("DROP TRIGGER entry_no_update", "DROP TRIGGER entry_no_delete")
                if is_sqlite(engine)
                else ("DROP TRIGGER entry_no_change ON entry",)
            ):
                connection.exec_driver_sql(statement)
        yield Recorder(engine), engine
    finally:
        engine.dispose()


def rows_of(history: History) -> list[Row]:
    rows = []
    for index, (act, entry) in enumerate(zip(history.acts, history.entries, strict=True)):
        statement = act.statement
        version = parse_entry(entry).version
        identifier = UUID(statement.id).bytes
        rows.append(
            Row(index, statement.stream, version, statement.type, identifier, leaf_hash(entry), entry)
        )
    return rows


def store(recorder: Recorder, history: History, sizes: Sequence[int] = ()) -> None:
    """Write ``history`` as an honest ledger does, with a checkpoint at each of ``sizes`` and at the end."""
    recorder.set_origin(ORIGIN)
    rows, tree, last = rows_of(history), CompactRange(), None
    for stop in sorted({*sizes, len(rows)}):
        group = rows[tree.size : stop]
        for row in group:
            tree.append(row.leaf)
        with recorder.appending() as appending:
            appending.write(group, Head(stop, tree.to_bytes(), history.acts[stop - 1].recorded_at))
        new = StoredCheckpoint(stop, tree.root(), sign(stop, tree.root()), tree.to_bytes())
        recorder.swap_checkpoint(last, new)
        last = (stop, tree.root())


def change(engine: sa.Engine, statement: str, **parameters: object) -> None:
    """Run raw SQL, as somebody with the database's password would."""
    with writing(engine) as connection:
        assert connection.execute(sa.text(statement), parameters).rowcount
