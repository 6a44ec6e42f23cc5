"""Markers in every personal field of a lived story, and the places where none of them may ever be."""

import base64
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from ledger.application.check_digits import is_national_id
from ledger.application.composing import Author
from ledger.application.indexing import NATIONAL_ID
from ledger.application.receipts import Submission
from ledger.signing.strict_json import JsonValue
from ledger.store.engines import open_engine


@dataclass(frozen=True, slots=True)
class Marking(Author):
    """An author who puts a marker of its own into every sealed text. Of a number the whole is the marker."""

    markers: list[str] = field(default_factory=list)

    @classmethod
    def of(cls, author: Author) -> "Marking":
        return cls(
            origin=author.origin, instant=author.instant, identifier=author.identifier, salt=author.salt
        )

    def compose(self, *args: Any, sealed: Mapping[str, JsonValue] | None = None, **more: Any) -> Submission:
        marked = {name: self._mark(name, value) for name, value in (sealed or {}).items()}
        return Author.compose(self, *args, sealed=marked, **more)

    def _mark(self, name: str, value: JsonValue) -> JsonValue:
        number = len(self.markers)
        if name.endswith(f"/{NATIONAL_ID}"):
            self.markers.append(next(filter(is_national_id, (f"{number:012}{last}" for last in range(10)))))
            return self.markers[-1]
        self.markers.append(f"canary-{number:04}-{self.identifier()}")
        return f"{value} {self.markers[-1]}" if isinstance(value, str) else self.markers[-1]


def forms(marker: str) -> Iterator[bytes]:
    """A marker as it stands, and as it looks inside base64 of either alphabet, wherever it begins."""
    yield marker.encode()
    for before in range(3):
        text = base64.b64encode(b"\0" * before + marker.encode())
        inner = text[4 * bool(before) : len(text) - 4]
        yield inner
        yield inner.replace(b"+", b"-").replace(b"/", b"_")


def leaks(markers: Iterable[str], places: Mapping[str, bytes]) -> list[tuple[str, str]]:
    """Every marker that stands in one of ``places``, with the name of the place."""
    return [
        (place, marker)
        for marker in markers
        for place, content in places.items()
        if any(form in content for form in forms(marker))
    ]


def database(url: str) -> bytes:
    """All that a database holds: the bytes of its files (SQLite), or every value of its tables."""
    parsed = sa.make_url(url)
    if parsed.get_backend_name() == "sqlite":
        file = Path(parsed.database or "")
        return b"".join(path.read_bytes() for path in sorted(file.parent.glob(f"{file.name}*")))
    engine = open_engine(url)
    with closing(engine.raw_connection()) as connection:
        content = [_values(connection, name) for name in sa.inspect(engine).get_table_names()]
    engine.dispose()
    return b"".join(content)


def _values(connection: Any, table: str) -> bytes:
    cursor = connection.cursor()
    cursor.execute(f'SELECT * FROM "{table}"')
    return b"\0".join(
        bytes(value) if isinstance(value, bytes | memoryview) else str(value).encode()
        for row in cursor.fetchall()
        for value in row
    )
