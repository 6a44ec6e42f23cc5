"""Alembic makes exactly the tables that the code speaks of, once, whoever comes first."""

import threading
from typing import Any

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory

from ledger.store import places
from ledger.store.engines import is_sqlite, open_engine, writing
from ledger.store.errors import StoreError
from ledger.store.migrations import configuration, upgrade
from ledger.store.recorder import Recorder
from ledger.store.schema import BRANCHES
from tests.store.support import append, check_log, named


def tables(engine: sa.Engine, branch: str) -> list[sa.Table]:
    """Return the tables that a database of this kind has for ``branch``."""
    own = places.tables.sorted_tables if branch == "ledger" and is_sqlite(engine) else []
    return [*BRANCHES[branch].sorted_tables, *own]


def differences(engine: sa.Engine, branch: str) -> list[Any]:
    """Return in what the database is not as the code describes it."""
    kind, described = engine.dialect.name, sa.MetaData()
    for table in tables(engine, branch):
        copy = table.to_metadata(described)
        for each in {each for each in copy.constraints if each.info.get("only", kind) != kind}:
            copy.constraints.remove(each)
    with engine.connect() as connection:
        options = {"compare_type": True, "version_table": f"{branch}_schema"}
        return list(compare_metadata(MigrationContext.configure(connection, opts=options), described))


@pytest.mark.parametrize("branch", sorted(BRANCHES))
def test_the_migrated_database_is_the_one_that_the_code_describes(database_url: str, branch: str) -> None:
    engine = open_engine(database_url)
    upgrade(engine, branch)
    difference = differences(engine, branch)
    inspected = sa.inspect(engine)
    checks = {
        table.name: {check["name"] for check in inspected.get_check_constraints(table.name)}
        for table in tables(engine, branch)
    }
    engine.dispose()

    assert difference == []
    assert checks == {
        table.name: {check.name for check in table.constraints if isinstance(check, sa.CheckConstraint)}
        for table in tables(engine, branch)
    }


def test_a_difference_would_be_noticed(database_url: str) -> None:
    engine = open_engine(database_url)
    upgrade(engine)
    with writing(engine) as connection:
        connection.exec_driver_sql("ALTER TABLE cursor ADD COLUMN more TEXT")
    assert len(differences(engine, "ledger")) == 1
    engine.dispose()


def test_every_branch_has_one_head_and_one_base(engine: sa.Engine) -> None:
    with engine.connect() as connection:
        script = ScriptDirectory.from_config(configuration(connection, "ledger"))

    labels = [script.get_revision(head).branch_labels for head in script.get_heads()]
    assert sorted(label for each in labels for label in each) == sorted(BRANCHES)


def test_upgrading_again_changes_nothing(engine: sa.Engine, recorder: Recorder) -> None:
    rows = append(recorder, [named(1), named(2)])
    upgrade(engine)

    assert check_log(recorder) == rows


def test_of_several_that_upgrade_at_once_none_fails(database_url: str) -> None:
    failed: list[BaseException] = []

    def start() -> None:
        try:
            engine = open_engine(database_url)
            upgrade(engine)
            engine.dispose()
        except BaseException as error:  # noqa: BLE001 - whatever it is, the test shows it
            failed.append(error)

    threads = [threading.Thread(target=start) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert failed == []


CHANGES = (
    "UPDATE entry SET stream = stream",
    "DELETE FROM entry",
    'UPDATE entry SET "index" = 7 WHERE "index" = 0',
)


def test_entries_are_neither_changed_nor_removed(engine: sa.Engine, recorder: Recorder) -> None:
    rows = append(recorder, [named(1), named(2)])
    row = "0, 'claim/x', 1, 't', NULL, X'{0}', X'{0}'".format("00" * 32)
    only = (f"INSERT OR REPLACE INTO entry VALUES ({row})",) if is_sqlite(engine) else ("TRUNCATE entry",)
    for change in CHANGES + only:
        with pytest.raises(StoreError), writing(engine) as connection:
            connection.exec_driver_sql(change)

    assert check_log(recorder) == rows


def test_tables_of_sqlite_are_strict(engine: sa.Engine) -> None:
    if not is_sqlite(engine):
        return  # PostgreSQL's always are
    with engine.connect() as connection:
        strict = connection.exec_driver_sql(
            "SELECT name FROM pragma_table_list WHERE strict = 1 AND schema = 'main'"
        ).scalars()
        assert set(strict) == {table.name for table in tables(engine, "ledger")}
