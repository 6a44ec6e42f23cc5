"""A hostile mapping sees nothing but the files it was given, and changes nothing, not even those."""

import os
from collections.abc import Callable
from pathlib import Path

import duckdb
import pytest

from ledger.application.mapping import MappingRefused, open_mapping

COLUMNS = "'claim' AS stream_kind, 'k' AS stream_key, 't' AS type, NULL AS at, NULL AS official, '{}' AS data"
Prepared = Callable[[Path], str]


def _select(source: str) -> Prepared:
    return _statement(f"SELECT {COLUMNS} FROM {source}")


def _statement(text: str) -> Prepared:
    return lambda folder: text.replace("{folder}", str(folder))


# name of the attack, how it is written, the refusal
REFUSED: dict[str, tuple[Prepared, str]] = {
    "another file": (_select("read_csv('{folder}/secret.csv')"), "mapping_outside"),
    "another file beside the named one": (
        _select("read_csv([getvariable('register'), '{folder}/secret.csv'])"),
        "mapping_outside",
    ),
    "a pattern": (_select("read_csv('{folder}/*.csv')"), "mapping_outside"),
    "the accounts of this machine": (_select("read_text('/etc/passwd')"), "mapping_outside"),
    "the environment of this process": (_select("read_text('/proc/self/environ')"), "mapping_outside"),
    "a link to another file": (_select("read_csv('{folder}/link.csv')"), "mapping_outside"),
    "raw bytes": (_select("read_blob('{folder}/secret.csv')"), "mapping_function"),
    "names of files": (_select("glob('{folder}/*')"), "mapping_function"),
    "the shape of a file": (_select("sniff_csv('{folder}/secret.csv')"), "mapping_function"),
    "SQL inside a text": (_select("query('SELECT 1')"), "mapping_function"),
    "settings": (_select("duckdb_settings()"), "mapping_function"),
    "settings as a view": (_select("information_schema.tables"), "mapping_table"),
    "a file as a table": (_select("'{folder}/secret.csv'"), "mapping_table"),
    "a python variable as a table": (_select("REFUSED_FRAME"), "mapping_table"),
    "writing a file": (_statement("COPY (SELECT 1) TO '{folder}/out.csv'"), "mapping_not_select"),
    "writing a file inside a WITH": (
        _statement("WITH w AS (COPY (SELECT 1) TO '{folder}/out.csv') SELECT 1"),
        "mapping_not_select",
    ),
    "overwriting the register": (
        _statement("WITH w AS (COPY (SELECT 1) TO '{folder}/register.csv') SELECT 1"),
        "mapping_not_select",
    ),
    "attaching a database": (_statement("ATTACH '{folder}/other.db' AS other"), "mapping_not_select"),
    "exporting": (_statement("EXPORT DATABASE '{folder}/dump'"), "mapping_not_select"),
    "creating a table": (_statement("CREATE TABLE t (a INTEGER)"), "mapping_not_select"),
    "changing a setting": (_statement("SET threads = 1"), "mapping_not_select"),
    "a pragma": (_statement("PRAGMA version"), "mapping_not_select"),
    "installing an extension": (_statement("INSTALL httpfs"), "mapping_not_select"),
    "loading an extension": (_statement("LOAD httpfs"), "mapping_not_select"),
    "a plan instead of rows": (_statement("EXPLAIN SELECT 1"), "mapping_not_select"),
    "names of tables": (_statement("SHOW TABLES"), "mapping_not_select"),
    "two statements": (_statement(f"SELECT {COLUMNS}; SELECT {COLUMNS}"), "mapping_statements"),
    "no statement": (_statement("-- nothing here"), "mapping_statements"),
    "no SQL": (_statement("SELEC 1"), "mapping_syntax"),
}
REFUSED_FRAME = "a variable of this module; no engine should find it"


@pytest.fixture
def folder(tmp_path: Path, register: Path) -> Path:
    (tmp_path / "secret.csv").write_text("number,officer,result\n9,cy,grant\n")
    (tmp_path / "link.csv").symlink_to(tmp_path / "secret.csv")
    return tmp_path


def _refusal(folder: Path, text: str) -> MappingRefused:
    sql = folder / "hostile.sql"
    sql.write_text(text)
    with (
        pytest.raises(MappingRefused) as refused,
        open_mapping(sql, {"register": folder / "register.csv"}) as batches,
    ):
        list(batches)
    return refused.value


@pytest.mark.parametrize("attack", REFUSED)
def test_a_hostile_mapping_is_refused_by_its_code(attack: str, folder: Path) -> None:
    prepared, code = REFUSED[attack]
    before = {path.name: path.read_bytes() for path in folder.iterdir()}

    refusal = _refusal(folder, prepared(folder))

    assert refusal.code == code
    assert "secret" not in str(refusal)
    after = {path.name: path.read_bytes() for path in folder.iterdir() if path.name != "hostile.sql"}
    assert after == before


@pytest.mark.parametrize(
    "attack",
    [
        "another file",
        "another file beside the named one",
        "a pattern",
        "the accounts of this machine",
        "the environment of this process",
        "a link to another file",
        "raw bytes",
        "names of files",
        "the shape of a file",
        "SQL inside a text",
        "settings",
        "settings as a view",
        "a file as a table",
        "writing a file",
        "writing a file inside a WITH",
        "overwriting the register",
        "attaching a database",
        "exporting",
        "creating a table",
        "changing a setting",
        "a pragma",
        "a plan instead of rows",
        "names of tables",
        "two statements",
    ],
)
def test_the_same_text_works_where_there_is_no_sandbox(attack: str, folder: Path) -> None:
    """Else the refusals above would show nothing: the text might be refused for a slip in its writing."""
    text = REFUSED[attack][0](folder)
    with duckdb.connect(":memory:") as connection:
        connection.execute(f"SET VARIABLE register = '{folder / 'register.csv'}'")

        connection.execute(text)


def test_a_python_variable_is_a_table_where_there_is_no_sandbox() -> None:
    with duckdb.connect(":memory:") as connection:
        people = connection.sql("SELECT 7 AS number")  # found by its name in the next line

        assert connection.execute("SELECT number FROM people").fetchall() == [(7,)]
    assert people is not None


def test_an_extension_is_looked_for_where_there_is_no_sandbox(tmp_path: Path) -> None:
    """Loading gets as far as the folder of extensions; nothing is fetched here."""
    with duckdb.connect(":memory:") as connection:
        connection.execute(f"SET extension_directory = '{tmp_path}'")
        with pytest.raises(duckdb.IOException, match="not found"):
            connection.execute("LOAD httpfs")


@pytest.mark.parametrize(
    "address", ["https://example.org/a.csv", "s3://example/a.csv", "hf://datasets/a/b.csv"]
)
def test_the_network_is_closed(address: str, folder: Path) -> None:
    assert _refusal(folder, _select(f"read_csv('{address}')")(folder)).code == "mapping_outside"
    assert _refusal(folder, _select(f"read_parquet('{address}')")(folder)).code == "mapping_outside"
    with duckdb.connect(":memory:") as connection:
        connection.execute("SET autoinstall_known_extensions = false")
        connection.execute("SET autoload_known_extensions = false")
        # Without a sandbox the engine goes on to look for its network extension.
        with pytest.raises(duckdb.Error, match="requires the extension httpfs"):
            connection.execute(f"SELECT * FROM read_csv('{address}')")


def test_no_function_reads_the_environment(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PHAYAN_KEYS", "a folder that nobody should learn")

    refusal = _refusal(folder, _select("(SELECT getenv('PHAYAN_KEYS') AS v)")(folder))

    assert refusal.code == "mapping_sql"
    assert os.environ["PHAYAN_KEYS"] not in str(refusal)


def test_the_settings_alone_already_close_what_the_tree_check_refuses(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two locks: with the check of the tree taken out, files, network and settings stay closed."""
    monkeypatch.setattr("ledger.application.mapping.check_select", lambda *_: None)
    for attack in ("raw bytes", "names of files", "the shape of a file", "a file as a table"):
        assert _refusal(folder, REFUSED[attack][0](folder)).code == "mapping_outside"
    assert _refusal(folder, REFUSED["a python variable as a table"][0](folder)).code == "mapping_sql"


def test_a_with_name_cannot_stand_in_for_a_file(folder: Path) -> None:
    text = f"WITH \"{folder}/x.csv\" AS (SELECT 1) SELECT {COLUMNS} FROM '{folder}/secret.csv'"
    assert _refusal(folder, text).code == "mapping_table"
    nested = f"SELECT {COLUMNS} FROM (WITH s AS (SELECT 1) SELECT * FROM s), s"
    assert _refusal(folder, nested).code == "mapping_sql"


def test_what_the_register_holds_is_not_in_the_message(folder: Path) -> None:
    (folder / "register.csv").write_text("number,officer,result\n7,Somchai,refuse\n")
    text = _select("(SELECT officer::INTEGER AS v FROM read_csv(getvariable('register')))")(folder)

    refusal = _refusal(folder, text.replace("'k' AS", "v::VARCHAR AS"))

    assert refusal.code == "mapping_failed"
    assert "Somchai" not in str(refusal)
