"""Databases: every test gets an empty one of its own, and nothing of them stays open."""

import sqlite3
from typing import Any

import psycopg
import pytest
import sqlalchemy as sa

from ledger.store.engines import open_engine


@pytest.mark.parametrize("number", [1, 2])
def test_a_database_is_empty_and_private(database_url: str, number: int) -> None:
    engine = sa.create_engine(database_url)
    with engine.begin() as connection:
        before = sa.inspect(connection).get_table_names()
        connection.exec_driver_sql("CREATE TABLE somebody (id INTEGER PRIMARY KEY)")
    engine.dispose()

    assert before == []


def test_a_connection_that_comes_back_after_the_engine_is_gone_is_closed(database_url: str) -> None:
    engine = open_engine(database_url)
    connection = engine.connect()
    driver: Any = connection.connection.driver_connection
    engine.dispose()
    connection.close()

    with pytest.raises((psycopg.OperationalError, sqlite3.ProgrammingError), match="closed"):
        driver.execute("SELECT 1")
