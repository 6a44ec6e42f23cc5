"""What a mapping may be: one SELECT over the files that were named, read from the engine's own parse tree.

The engine's settings already close files, network and extensions. They do not close everything: a
``COPY … TO`` inside a WITH counts as a SELECT and may write to a file that may be read, and table functions
reach memory, settings and other SQL text. So the tree is held against lists of what a mapping needs, and what
is not on them is refused.
"""

import json
from collections.abc import Iterator, Sequence
from typing import Any, Final

import duckdb

from ledger.application.errors import LedgerError

QUERIES: Final = frozenset({"SELECT_NODE", "SET_OPERATION_NODE", "RECURSIVE_CTE_NODE", "CTE_NODE"})
SOURCES: Final = frozenset(
    {"EMPTY", "JOIN", "SUBQUERY", "EXPRESSION_LIST", "PIVOT", "TABLE_FUNCTION", "BASE_TABLE"}
)
TABLE_FUNCTIONS: Final = frozenset(
    {
        *("read_csv", "read_csv_auto", "read_text", "read_parquet", "parquet_scan"),
        *("read_json", "read_json_auto", "read_json_objects", "read_json_objects_auto"),
        *("read_ndjson", "read_ndjson_auto", "read_ndjson_objects"),
        *("unnest", "range", "generate_series", "json_each", "json_tree"),
    }
)


class MappingRefused(LedgerError):
    """The mapping may not run, or does not give rows that can be recorded. Nothing is read further.

    ``code`` is stable and starts with ``mapping_``; the sentence says what to change, and holds no value of
    the register.
    """

    def __init__(self, code: str, sentence: str) -> None:
        super().__init__(sentence)
        self.code = code  # type: ignore[misc]  # a class variable at the root, one of several here


def check_select(connection: duckdb.DuckDBPyConnection, text: str) -> None:
    """Check that ``text`` is exactly one SELECT, built from permitted parts only.

    Args:
        connection: Any connection; nothing of ``text`` is run.
        text: SQL. Comments and one closing semicolon are allowed.

    Raises:
        MappingRefused: ``mapping_syntax``, ``mapping_statements`` (none, or several), ``mapping_not_select``,
            ``mapping_table`` (a name in FROM that no WITH defines), ``mapping_function``.
    """
    try:
        kinds = [statement.type for statement in connection.extract_statements(text)]
    except duckdb.Error as error:
        raise MappingRefused("mapping_syntax", f"the mapping is not SQL: {first_line(error)}") from None
    if len(kinds) != 1:
        raise MappingRefused(
            "mapping_statements",
            f"the file holds {len(kinds)} statements; a mapping is exactly one SELECT",
        )
    if kinds[0] != duckdb.StatementType.SELECT:
        raise MappingRefused("mapping_not_select", "the statement is no SELECT; a mapping only reads")
    _check_nodes(_tree(connection, text))


def first_line(error: duckdb.Error) -> str:
    """Return the first line of an error about the SQL itself, which knows no row of the register."""
    return str(error).partition("\n")[0]


def _tree(connection: duckdb.DuckDBPyConnection, text: str) -> list[dict[str, Any]]:
    """Return every object of the parse tree."""
    answer = connection.execute("SELECT json_serialize_sql(?::VARCHAR)", [text]).fetchone()
    try:
        tree = json.loads(answer[0] if answer else "null")
    except RecursionError:
        raise MappingRefused("mapping_syntax", "the mapping is nested too deeply; split it by WITH") from None
    if not isinstance(tree, dict) or tree.get("error") is not False:
        raise MappingRefused("mapping_not_select", "the statement is no plain SELECT; a mapping only reads")
    return list(_objects(tree))


def _objects(root: object) -> Iterator[dict[str, Any]]:
    waiting: list[object] = [root]
    while waiting:
        match waiting.pop():
            case dict() as members:
                yield members
                waiting.extend(members.values())
            case list() as items:
                waiting.extend(items)
            case _:
                pass  # a word or a number holds nothing further


def _check_nodes(nodes: Sequence[dict[str, Any]]) -> None:
    defined = {
        str(entry["key"]).casefold()
        for node in nodes
        if isinstance(listed := node.get("cte_map"), dict)
        for entry in listed["map"]
    }
    for node in nodes:
        kind = node.get("type")
        if "cte_map" in node or str(kind).endswith("_NODE"):
            if kind not in QUERIES:
                raise MappingRefused(
                    "mapping_not_select",
                    "a part of the statement writes or is no query; a mapping only reads",
                )
        elif "sample" in node and "alias" in node and "class" not in node:
            _check_source(node, str(kind), defined)


def _check_source(node: dict[str, Any], kind: str, defined: set[str]) -> None:
    """Check one item of a FROM clause."""
    if kind not in SOURCES:
        raise MappingRefused("mapping_not_select", "SHOW, DESCRIBE and SUMMARIZE give no rows to record")
    if kind == "TABLE_FUNCTION":
        name = str(node["function"]["function_name"]).casefold()
        if name not in TABLE_FUNCTIONS:
            raise MappingRefused(
                "mapping_function",
                f"the mapping reads from {name}(); use read_csv, read_json or read_parquet with getvariable",
            )
    elif kind == "BASE_TABLE":
        qualified = node.get("schema_name") or node.get("catalog_name")
        if qualified or str(node["table_name"]).casefold() not in defined:
            raise MappingRefused(
                "mapping_table",
                "FROM names a table that no WITH of the mapping defines; name the file with --set NAME=FILE "
                "and read it as read_csv(getvariable('NAME'))",
            )
