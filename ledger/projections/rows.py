"""Rows that a batch touches: fetched once per table, changed in memory, written once; and folded states.

A fold sees nothing but this: the same code runs on a database and in memory.
"""

from collections.abc import Callable, Collection, Iterable, Mapping
from functools import cache
from operator import itemgetter
from typing import Any, Final, Protocol, TypeAlias

import sqlalchemy as sa

from ledger.projections.folded import UNLIMITED, States
from ledger.projections.readings import Reading

Row: TypeAlias = dict[str, Any]
Key: TypeAlias = tuple[Any, ...]
Fetch: TypeAlias = Callable[[sa.Table, Collection[str]], Iterable[Row]]


class Projection(Protocol):
    """A read model: its name, the version of its fold, its tables, and how it takes in a batch."""

    @property
    def name(self) -> str:
        """Return the name, stable for ever."""
        ...

    @property
    def version(self) -> int:
        """Return the version of the fold; a new one wants a rebuild."""
        ...

    @property
    def tables(self) -> tuple[sa.Table, ...]:
        """Return the tables, none of which any other projection writes."""
        ...

    def fetch(self, batch: Collection[Reading], rows: "Rows") -> None:
        """Load every row that ``batch`` may touch: a few queries, whatever its size."""
        ...

    def apply(self, reading: Reading, rows: "Rows") -> None:
        """Take in one entry, in the order of the log; harmless when it comes twice."""
        ...


def nothing(_table: sa.Table, _owners: Collection[str]) -> Iterable[Row]:
    """Fetch from nowhere: for folds in memory."""
    return ()


@cache
def _key_of(table: sa.Table) -> Callable[[Row], Key]:
    """Return the function that takes the key out of a row of ``table``: always a tuple."""
    names = [column.name for column in table.primary_key]
    if len(names) > 1:
        return itemgetter(*names)
    (name,) = names
    return lambda row: (row[name],)


class Rows:
    """Rows by table and key, with those that were changed.

    Args:
        tables: The tables of one projection.
        fetch: Returns the stored rows of some owners.
        states: The folded states of the streams; by default of a log that is read from its beginning.
    """

    __slots__ = ("_changed", "_fetch", "_keys", "_known", "_owned", "_rows", "states")

    def __init__(
        self, tables: Iterable[sa.Table], fetch: Fetch = nothing, states: States | None = None
    ) -> None:
        names = {table: _key_of(table) for table in tables}
        self.states: Final = States(limit=UNLIMITED) if states is None else states
        self._fetch = fetch
        self._keys: Final[Mapping[sa.Table, Callable[[Row], Key]]] = names
        self._rows: Final[dict[sa.Table, dict[Key, Row]]] = {table: {} for table in names}
        self._owned: Final[dict[sa.Table, dict[str, list[Row]]]] = {table: {} for table in names}
        self._known: Final[dict[sa.Table, set[str]]] = {table: set() for table in names}
        self._changed: Final[dict[sa.Table, dict[Key, Row]]] = {table: {} for table in names}

    def load(self, table: sa.Table, owners: Iterable[str]) -> None:
        """Fetch the rows of those ``owners`` that are not here yet, in one query."""
        missing = set(owners) - self._known[table]
        if not missing:
            return
        self._known[table] |= missing
        for row in self._fetch(table, missing):
            self._keep(table, row)

    def get(self, table: sa.Table, *key: str | int) -> Row | None:
        """Return the row with ``key``, or None. Its owner must have been loaded."""
        return self._rows[table].get(key)

    def owned(self, table: sa.Table, owner: str) -> list[Row]:
        """Return the rows of ``owner``, which must have been loaded."""
        return self._owned[table].get(owner, [])

    def put(self, table: sa.Table, row: Row) -> None:
        """Keep ``row`` and have it written: a new one, one that was changed, or another in its place."""
        key = self._keys[table](row)
        kept = self._rows[table].get(key)
        if kept is None:
            self._keep(table, row, key)
        elif kept is not row:
            kept.update(row)
        self._changed[table][key] = kept or row

    def append(self, table: sa.Table, row: Row) -> None:
        """Have ``row`` written and forget it: for tables that are only added to."""
        self._changed[table][self._keys[table](row)] = row

    def changed(self, table: sa.Table) -> list[Row]:
        """Return the rows that must be written, in the order in which they were first changed."""
        return list(self._changed[table].values())

    def all(self, table: sa.Table) -> list[Row]:
        """Return every row kept here: for folds in memory."""
        return list((self._rows[table] or self._changed[table]).values())

    def _keep(self, table: sa.Table, row: Row, key: Key | None = None) -> None:
        if key is None:
            key = self._keys[table](row)
        self._rows[table][key] = row
        if len(key) > 1:
            self._owned[table].setdefault(key[0], []).append(row)
