"""What the vault keeps, and the rows that it becomes."""

from collections.abc import Iterator, Mapping
from hashlib import sha256
from typing import Any, Final, NamedTuple, TypeAlias
from uuid import UUID

import sqlalchemy as sa

Pair: TypeAlias = tuple[str, str]
"""A stream and a subject in it."""


class Sealed(NamedTuple):
    """The sealed disclosures of one statement (its id as text) about one subject.

    ``generation`` is that of the key that opens it.
    """

    statement: str
    stream: str
    subject: str
    box: bytes
    generation: int = 1


class DataKey(NamedTuple):
    """A key of one subject in one stream, and its wraps by recipient."""

    stream: str
    subject: str
    key: bytes
    wraps: Mapping[str, bytes]
    generation: int = 1


class Mark(NamedTuple):
    """Something by which a subject is found in a stream: of a number 16 bytes, of a word 8.

    ``statement`` is the id of the statement that tells it.
    """

    mark: bytes
    stream: str
    subject: str
    statement: str


SEAL: Final = sa.text(
    "INSERT INTO sealed (statement_id, subject, digest, stream, box, generation, kept_at) VALUES"
    " (:statement_id, :subject, :digest, :stream, :box, :generation, :kept_at) ON CONFLICT DO NOTHING"
)
WRAP: Final = sa.text(
    "INSERT INTO wrap (stream, subject, recipient, wrapped, generation)"
    " VALUES (:stream, :subject, :recipient, :wrapped, :generation)"
    " ON CONFLICT (stream, subject, recipient) DO UPDATE"
    " SET wrapped = excluded.wrapped, generation = excluded.generation"
    " WHERE excluded.generation > wrap.generation"
)
MARK: Final = sa.text(
    "INSERT INTO mark (mark, stream, subject, statement_id)"
    " VALUES (:mark, :stream, :subject, :statement_id) ON CONFLICT DO NOTHING"
)


def sealed_row(box: Sealed, kept_at: str | None) -> dict[str, Any]:
    """Return the row of ``box``; from ``kept_at`` on it waits for an entry that names it."""
    return {
        "statement_id": UUID(box.statement).bytes,
        "subject": box.subject,
        "digest": sha256(box.box).digest(),
        "stream": box.stream,
        "box": box.box,
        "generation": box.generation,
        "kept_at": kept_at,
    }


def mark_row(one: Mark) -> dict[str, Any]:
    """Return the row of a mark."""
    return {
        "mark": one.mark,
        "stream": one.stream,
        "subject": one.subject,
        "statement_id": UUID(one.statement).bytes,
    }


def wrap_rows(one: DataKey) -> Iterator[dict[str, Any]]:
    """Yield the rows of the wraps of a key."""
    for recipient, wrapped in one.wraps.items():
        yield {
            "stream": one.stream,
            "subject": one.subject,
            "recipient": recipient,
            "wrapped": wrapped,
            "generation": one.generation,
        }
