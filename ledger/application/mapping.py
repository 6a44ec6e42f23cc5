"""Another register's files, read through one SELECT in a sandbox: rows to be recorded, in order.

A mapping comes with a register and may be written by somebody else. It sees the files named beside it and
nothing of this machine; see ``mapping_check`` for what is refused before anything runs.
"""

import re
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final, NamedTuple

import duckdb

from ledger.application.mapping_check import MappingRefused, check_select, first_line
from ledger.signing.errors import Malformed
from ledger.signing.forms import is_instant
from ledger.signing.strict_json import JsonValue, parse_strict

__all__ = ["BATCH", "MappingRefused", "SourceRow", "open_mapping"]

BATCH: Final = 512
REQUIRED: Final = ("stream_kind", "stream_key", "type", "at", "official", "data")
OPTIONAL: Final = ("personal",)
_JSON_COLUMNS: Final = frozenset({"data", "personal"})
_NULLABLE: Final = frozenset({"at", "official", "personal"})
_NAME: Final = re.compile("[A-Za-z_][A-Za-z0-9_]{0,62}")
_LIMIT: Final = re.compile("([1-9][0-9]{0,6})(MB|GB)")
_WILD: Final = frozenset("*?[]{}")

# The order of recording and the place of each row among those of its stream and type. Both are computed by
# the engine, which spills to disk, so that no register is too large for this process.
_NUMBER_ROWS: Final = """
CREATE TEMP TABLE places AS
SELECT number, row_number() OVER (PARTITION BY stream_kind, stream_key, type ORDER BY number) AS occurrence
FROM (SELECT rowid AS number, stream_kind, stream_key, type FROM source)
ORDER BY number
"""
_READ_ROWS: Final = "SELECT places.number, places.occurrence, {columns} FROM source POSITIONAL JOIN places"


class SourceRow(NamedTuple):
    """One row of a mapping's result.

    ``number`` counts rows from 1 in the order of the query; ``occurrence`` counts from 1 the rows of this
    type in this stream. ``at`` is an instant in UTC, or None where the register does not know it.
    """

    number: int
    kind: str
    key: str
    type: str
    occurrence: int
    at: str | None
    official: str | None
    data: dict[str, JsonValue]
    personal: dict[str, JsonValue] | None


@contextmanager
def open_mapping(
    sql: Path, files: Mapping[str, Path], *, memory_limit: str = "256MB"
) -> Iterator[Iterator[list[SourceRow]]]:
    """Give the rows of the mapping in ``sql``, in batches of at most ``BATCH``.

    The query has run to its end when this returns; its result lies in a private temporary folder that goes
    when the context ends, and is read from there in pieces.

    Args:
        sql: A file with one SELECT and the columns ``REQUIRED`` and, if it likes, ``OPTIONAL``.
        files: What ``--set NAME=FILE`` named. Links are followed once, here.
        memory_limit: What the import may take beside the 100 MB of the program, such as ``256MB``.

    Raises:
        MappingRefused: The mapping, a name or a row is not acceptable; ``code`` says which.
    """
    text = _read_text(sql)
    named = {name: _resolve(name, path) for name, path in files.items()}
    with tempfile.TemporaryDirectory(prefix="phayan-import-") as scratch:
        connection = duckdb.connect(":memory:")
        try:
            _lock(connection, named, Path(scratch), _megabytes(memory_limit))
            check_select(connection, text)
            columns = _check_columns(connection, text)
            _run(connection, f"CREATE TEMP TABLE source AS {text}")
            _run(connection, _NUMBER_ROWS)
            yield _batches(connection, columns)
        finally:
            connection.close()


def _read_text(sql: Path) -> str:
    try:
        text = sql.read_text(encoding="utf-8")
    except FileNotFoundError:
        raise MappingRefused("mapping_file", "there is no mapping file of that name") from None
    except (OSError, UnicodeDecodeError):
        raise MappingRefused("mapping_file", "the mapping file cannot be read as UTF-8 text") from None
    return text.lstrip("\ufeff")


def _resolve(name: str, path: Path) -> str:
    """Return the one path that NAME opens to the mapping."""
    if not _NAME.fullmatch(name):
        raise MappingRefused("mapping_name", "a NAME in --set is a letter followed by letters, digits or _")
    try:
        resolved = path.resolve(strict=True)
    except OSError:
        raise MappingRefused("mapping_source", f"the file given for {name} does not exist") from None
    if not resolved.is_file():
        raise MappingRefused("mapping_source", f"what is given for {name} is not a plain file")
    if not _WILD.isdisjoint(str(resolved)):
        # The engine would read such a name as a pattern, and the pattern as permission.
        raise MappingRefused("mapping_source", f"the path of {name} holds one of * ? [ ] {{ }}; rename it")
    return str(resolved)


def _megabytes(limit: str) -> int:
    match = _LIMIT.fullmatch(limit)
    if match is None:
        raise MappingRefused("mapping_memory_limit", "a memory limit is written as 256MB or 1GB")
    return int(match[1]) * (1 if match[2] == "MB" else 1024)


def _lock(
    connection: duckdb.DuckDBPyConnection, named: Mapping[str, str], scratch: Path, megabytes: int
) -> None:
    """Close everything but the named files, and then the settings themselves."""
    paths = ", ".join(_quoted(path) for path in named.values())
    for name, path in named.items():
        connection.execute(f"SET VARIABLE {name} = {_quoted(path)}")
    for setting, value in (
        ("TimeZone", "'UTC'"),
        # The engine's own books leave out some of what it allocates: a quarter is kept back for that.
        ("memory_limit", f"'{megabytes * 3 // 4}MB'"),
        ("temp_directory", _quoted(str(scratch))),
        ("threads", "1"),
        ("preserve_insertion_order", "true"),
        ("enable_progress_bar", "false"),
        ("python_enable_replacements", "false"),
        ("python_scan_all_frames", "false"),
        ("autoinstall_known_extensions", "false"),
        ("autoload_known_extensions", "false"),
        ("allow_community_extensions", "false"),
        ("allow_persistent_secrets", "false"),
        ("allowed_paths", f"[{paths}]"),
        ("enable_external_access", "false"),
        ("lock_configuration", "true"),
    ):
        connection.execute(f"SET {setting} = {value}")


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def _check_columns(connection: duckdb.DuckDBPyConnection, text: str) -> tuple[str, ...]:
    """Return the columns of the mapping in the order in which they are read."""
    found = {str(row[0]): str(row[1]).strip('"') for row in _run(connection, f"DESCRIBE {text}").fetchall()}
    for name in REQUIRED:
        if name not in found:
            raise MappingRefused(
                "mapping_columns", f"the SELECT has no column {name}; it needs {', '.join(REQUIRED)}"
            )
    for position, (name, kind) in enumerate(found.items(), start=1):
        if name not in REQUIRED and name not in OPTIONAL:
            shown = name if name.isidentifier() else f"number {position}"
            raise MappingRefused(
                "mapping_columns", f"the column {shown} is not known; take it out, or put it into data"
            )
        if not (
            kind == "VARCHAR"
            or (kind == "JSON" and name in _JSON_COLUMNS)
            or (kind == "NULL" and name in _NULLABLE)
        ):
            raise MappingRefused("mapping_column_type", _how_to_write(name, kind))
    return tuple(name for name in (*REQUIRED, *OPTIONAL) if name in found)


def _how_to_write(name: str, kind: str) -> str:
    if name in _JSON_COLUMNS:
        return f"the column {name} is {kind} and must be JSON: write json_object('member', value, …)"
    if name == "at":
        return f"the column at is {kind} and must be text: write strftime(…, '%Y-%m-%dT%H:%M:%SZ')"
    return f"the column {name} is {kind} and must be text: write ({name})::VARCHAR"


def _run(connection: duckdb.DuckDBPyConnection, statement: str) -> duckdb.DuckDBPyConnection:
    """Run ``statement`` and say a failure in our words: the engine's may hold values of the register."""
    try:
        return connection.execute(statement)
    except duckdb.PermissionException:
        raise MappingRefused(
            "mapping_outside",
            "the mapping reaches for a file or address that was not named; name it with --set NAME=FILE and "
            "read it as getvariable('NAME')",
        ) from None
    except (duckdb.ParserException, duckdb.BinderException, duckdb.CatalogException) as error:
        raise MappingRefused("mapping_sql", f"the mapping cannot run: {first_line(error)}") from None
    except duckdb.OutOfMemoryException:
        raise MappingRefused(
            "mapping_memory",
            "the mapping needs more memory than the limit; raise it, or sort less in the SELECT",
        ) from None
    except duckdb.Error as error:
        raise MappingRefused(
            "mapping_failed",
            f"the engine stopped while reading the files ({type(error).__name__}); run the SELECT in DuckDB "
            "itself to see the place",
        ) from None


def _batches(connection: duckdb.DuckDBPyConnection, columns: tuple[str, ...]) -> Iterator[list[SourceRow]]:
    listed = ", ".join(f'source."{name}"' for name in columns)
    result = _run(connection, _READ_ROWS.format(columns=listed))
    personal = columns[-1] in OPTIONAL
    while rows := result.fetchmany(BATCH):
        yield [_source_row(row if personal else (*row, None)) for row in rows]


def _source_row(row: tuple[Any, ...]) -> SourceRow:
    place, occurrence, kind, key, type_, at, official, data, personal = row
    number = place + 1
    for name, value in (("stream_kind", kind), ("stream_key", key), ("type", type_), ("data", data)):
        if not value:
            raise MappingRefused(
                "mapping_value", f"row {number} has nothing in {name}; filter it, or fill it in"
            )
    if official == "":
        raise MappingRefused(
            "mapping_value", f"row {number} has an empty official; write null where there is none"
        )
    if at is not None and not is_instant(at, "seconds"):
        raise MappingRefused(
            "mapping_value",
            f"in row {number}, at is no instant such as 2026-11-22T03:04:05Z; write null where it is unknown",
        )
    disclosed = None if personal is None else _object(number, "personal", personal)
    return SourceRow(
        number, kind, key, type_, occurrence, at, official, _object(number, "data", data), disclosed
    )


def _object(number: int, name: str, text: str) -> dict[str, JsonValue]:
    try:
        value = parse_strict(text.encode())
    except Malformed as error:
        if error.code == "json_strict_float":
            raise MappingRefused(
                "mapping_float",
                f"row {number} has a number with a fraction in {name}; write money in its smallest unit and "
                "other numbers as integers or text",
            ) from None
        raise MappingRefused("mapping_json", f"in row {number}, {name} is not acceptable: {error}") from None
    if not isinstance(value, dict):
        raise MappingRefused("mapping_json", f"in row {number}, {name} is no object: write json_object(…)")
    return value
