"""The fixtures themselves: every test gets an empty database of its own."""

import pytest
import sqlalchemy as sa


@pytest.mark.parametrize("number", [1, 2])
def test_a_database_is_empty_and_private(database_url: str, number: int) -> None:
    engine = sa.create_engine(database_url)
    with engine.begin() as connection:
        before = sa.inspect(connection).get_table_names()
        connection.exec_driver_sql("CREATE TABLE somebody (id INTEGER PRIMARY KEY)")
    engine.dispose()

    assert before == []
