"""Markers in every personal field, and the places where none of them may ever be."""

import base64
import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

import sqlalchemy as sa

from ledger.application.check_digits import is_national_id
from ledger.application.composing import Author
from ledger.application.indexing import NATIONAL_ID
from ledger.application.receipts import Submission
from ledger.signing.strict_json import JsonValue
from ledger.store.engines import open_engine

BEGINNING: Final = "canary-"
"""How every marker begins that is no number. None of ours begins so anywhere else."""
ROOM: Final = re.compile(rb"\0{64,}")
"""No form of a marker holds two zeros in a row; one at its end or beginning is among the two that stay."""


class Markers(list[str]):
    """Every marker that was given away."""

    def word(self, name: str) -> str:
        """A marker that is a word."""
        self.append(f"{BEGINNING}{len(self):04}-{name}")
        return self[-1]

    def national_id(self) -> str:
        """A marker that is the number of no citizen: none begins with 99."""
        numbers = (f"99{len(self):010}{last}" for last in range(10))
        self.append(next(filter(is_national_id, numbers)))
        return self[-1]


@dataclass(frozen=True, slots=True)
class Marking(Author):
    """An author who puts a marker of its own into every sealed text. Of a number the whole is the marker."""

    markers: Markers = field(default_factory=Markers)

    @classmethod
    def of(cls, author: Author) -> "Marking":
        return cls(
            origin=author.origin, instant=author.instant, identifier=author.identifier, salt=author.salt
        )

    def compose(self, *args: Any, sealed: Mapping[str, JsonValue] | None = None, **more: Any) -> Submission:
        marked = {name: self._mark(name, value) for name, value in (sealed or {}).items()}
        return Author.compose(self, *args, sealed=marked, **more)

    def _mark(self, name: str, value: JsonValue) -> JsonValue:
        if name.endswith(f"/{NATIONAL_ID}"):
            return self.markers.national_id()
        marker = self.markers.word(self.identifier())
        return f"{value} {marker}" if isinstance(value, str) else marker


def forms(marker: str) -> Iterator[bytes]:
    """A marker as it stands, in UTF-16, in hex, and inside base64 of either alphabet, wherever it begins."""
    for plain in (marker.encode(), marker.encode("utf-16-le"), marker.encode("utf-16-be")):
        yield plain
        yield plain.hex().encode()
        yield plain.hex().upper().encode()
        for before in range(3):
            text = base64.b64encode(b"\0" * before + plain)
            inner = text[4 * bool(before) : len(text) - 4]
            yield inner
            yield inner.replace(b"+", b"-").replace(b"/", b"_")


def leaks(markers: Iterable[str], places: Mapping[str, bytes]) -> list[tuple[str, str]]:
    """Every marker that stands in one of ``places``, with the name of the place."""
    words = [marker for marker in markers if marker.startswith(BEGINNING)]
    numbers = [marker for marker in markers if not marker.startswith(BEGINNING)]
    return [
        (place, marker)
        for place, content in places.items()
        for marker in [*(words if _stands(BEGINNING, content) else ()), *numbers]
        if _stands(marker, content)
    ]


def _stands(marker: str, content: bytes) -> bool:
    return any(form in content for form in set(forms(marker)))


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


def below(folder: Path) -> bytes:
    """The names and contents of all files below ``folder``, each content once and without empty room.

    The files of a database server are for the most part copies of one another, and zeros.
    """
    found = dict[bytes, None]()
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            found[str(path.relative_to(folder)).encode()] = None
            found[ROOM.sub(b"\0\0", path.read_bytes())] = None
    return b"\0".join(found)


def _values(connection: Any, table: str) -> bytes:
    cursor = connection.cursor()
    cursor.execute(f'SELECT * FROM "{table}"')
    return b"\0".join(
        bytes(value) if isinstance(value, bytes | memoryview) else str(value).encode()
        for row in cursor.fetchall()
        for value in row
    )
