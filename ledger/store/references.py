"""The index of who speaks of whom: one row for each stream or person to which an entry refers.

It follows from the entries alone (``ledger.domain.links``) and is written with them; ``phayan verify``
holds the two together.
"""

from collections.abc import Iterable, Sequence
from typing import Final, NamedTuple

import sqlalchemy as sa

from ledger.domain.errors import Refused
from ledger.domain.links import REFERRING, links
from ledger.signing.dsse import parse_envelope
from ledger.signing.entry import parse_entry
from ledger.signing.errors import Malformed
from ledger.signing.statement import parse_statement
from ledger.store.places import PLACES, source
from ledger.store.reading import fetch, marks, parts
from ledger.store.rows import Row

TYPES: Final = frozenset(event.__name__ for event in REFERRING)
"""Names of the types that refer to anything; of the others nothing has to be looked at."""


class Reference(NamedTuple):
    """The entry at ``index`` refers to ``target``, a stream or a person."""

    target: str
    index: int  # type: ignore[assignment]  # a column; nobody looks for values in a row


def references_of(rows: Sequence[Row]) -> list[Reference]:
    """Return what ``rows`` refer to, from the bytes of their entries."""
    return [
        Reference(target, row.index) for row in rows if row.type in TYPES for target in _targets(row.entry)
    ]


def _targets(entry: bytes) -> tuple[str, ...]:
    """Return what one entry refers to. Opaque bytes of a nameless log refer to nothing."""
    try:
        return links(parse_statement(parse_envelope(parse_entry(entry).envelope).payload).says)
    except (Malformed, Refused):
        return ()


def fetch_referring(connection: sa.Connection, target: str, before: int) -> list[str]:
    """Return the streams whose entries below index ``before`` refer to ``target``, by index."""
    found = fetch(
        connection,
        'SELECT stream FROM reference JOIN entry ON entry."index" = reference."index"'
        ' WHERE target = ? AND reference."index" < ? ORDER BY reference."index"',
        [target, before],
    )
    return list(dict.fromkeys(stream for (stream,) in found))


def fetch_related(connection: sa.Connection, targets: Iterable[str], before: int) -> dict[str, list[str]]:
    """Return the streams whose entries below index ``before`` refer to a target, for each of ``targets``."""
    found: dict[str, list[str]] = {}
    for part in parts(targets):
        rows = fetch(
            connection,
            'SELECT target, stream FROM reference JOIN entry ON entry."index" = reference."index"'  # noqa: S608
            f' WHERE target IN ({marks(part)}) AND reference."index" < ? ORDER BY reference."index"',
            [*part, before],
        )
        for target, stream in dict.fromkeys(rows):
            found.setdefault(target, []).append(stream)
    return found


def fetch_referred(connection: sa.Connection, streams: Iterable[str], before: int) -> set[str]:
    """Return to what entries of ``streams`` below index ``before`` refer."""
    found: set[str] = set()
    for part in parts(streams):
        rows = fetch(
            connection,
            f"SELECT target FROM {source(connection, PLACES)} AS place"  # noqa: S608
            ' JOIN reference ON reference."index" = place."index"'
            f' WHERE stream IN ({marks(part)}) AND place."index" < ?',
            [*part, before],
        )
        found.update(target for (target,) in rows)
    return found


def fetch_references(connection: sa.Connection, start: int, stop: int) -> list[Reference]:
    """Return the rows of the entries from index ``start`` up to, without, ``stop``."""
    found = fetch(
        connection,
        'SELECT target, "index" FROM reference WHERE "index" >= ? AND "index" < ?',
        [start, stop],
    )
    return list(map(Reference._make, found))
