"""Alembic makes exactly the tables that the code speaks of, once, whoever comes first."""

import threading

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory

from ledger.store.engines import is_sqlite, open_engine, writing
from ledger.store.errors import StoreError
from ledger.store.migrations import configuration, upgrade
from ledger.store.recorder import Recorder
from ledger.store.schema import BRANCHES
from tests.store.support import append, check_log, named


@pytest.mark.parametrize("branch", sorted(BRANCHES))
def test_the_migrated_database_is_the_one_that_the_code_describes(database_url: str, branch: str) -> None:
    engine = open_engine(database_url)
    upgrade(engine, branch)
    with engine.connect() as connection:
        context = MigrationContext.configure(
            connection, opts={"compare_type": True, "version_table": f"{branch}_schema"}
        )
        difference = compare_metadata(context, BRANCHES[branch])
        checks = {
            table.name: {check["name"] for check in sa.inspect(connection).get_check_constraints(table.name)}
            for table in BRANCHES[branch].tables.values()
        }
    engine.dispose()

    assert difference == []
    assert checks == {
        table.name: {check.name for check in table.constraints if isinstance(check, sa.CheckConstraint)}
        for table in BRANCHES[branch].tables.values()
    }


def test_a_difference_would_be_noticed(database_url: str) -> None:
    engine = open_engine(database_url)
    upgrade(engine)
    with writing(engine) as connection:
        connection.exec_driver_sql("ALTER TABLE cursor ADD COLUMN more TEXT")
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"version_table": "ledger_schema"})
        assert len(compare_metadata(context, BRANCHES["ledger"])) == 1
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
        assert set(strict) == set(BRANCHES["ledger"].tables)
