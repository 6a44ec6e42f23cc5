"""A vault whose log of readers somebody gets at, past the program."""

from collections.abc import Iterator
from contextlib import contextmanager

import sqlalchemy as sa

from ledger.application.access import Access, What
from ledger.store.access import AccessStore
from ledger.store.engines import is_sqlite, open_engine, writing
from ledger.tlog.tree import CompactRange, leaf_hash

CASE = "claim/5a11dead-0000-4000-8000-000000000001"
READER = "actor/5a11dead-0000-4000-8000-000000000002"


def reading(what: What = What.FILE) -> Access:
    return Access(stream=CASE, by=READER, key="0123456789abcdef", capacities=(), what=what)


@contextmanager
def database(url: str) -> Iterator[sa.Engine]:
    engine = open_engine(url)
    yield engine
    engine.dispose()


def tamper(vault: str, *statements: str, quietly: bool = True) -> None:
    """Change records as whoever owns the database can; ``quietly``: the end of the tree is made to fit."""
    with database(vault) as engine:
        with writing(engine) as connection:
            if is_sqlite(engine):
                for action in ("update", "delete"):
                    connection.exec_driver_sql(f"DROP TRIGGER access_no_{action}")
            else:
                connection.exec_driver_sql("DROP TRIGGER access_no_change ON access")
            for statement in statements:
                connection.exec_driver_sql(statement)
        if quietly:
            _fit(engine)


def _fit(engine: sa.Engine) -> None:
    tree = CompactRange()
    for row in AccessStore(engine).rows():
        tree.append(leaf_hash(row.record))
    with writing(engine) as connection:
        connection.execute(
            sa.text("UPDATE access_head SET size = :size, hashes = :hashes"),
            {"size": tree.size, "hashes": tree.to_bytes()},
        )
