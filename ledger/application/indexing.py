"""Marks by which sealed data is found: keyed, cut short, and kept in the vault alone.

A number is marked per programme and finds one person; a word finds candidates. Without the key a mark says
nothing; a plain hash would not do, since all numbers and all usual words can be tried. Whoever holds the
vault sees which subjects share a mark, and no more.
"""

import hmac
import os
from collections.abc import Callable, Iterator, Mapping
from functools import cache, partial
from importlib.util import find_spec
from itertools import groupby
from typing import Final
from unicodedata import category

from ledger.application.tidying import tidy
from ledger.signing.strict_json import JsonValue

NATIONAL_ID: Final = "national_id"
WORDS: Final = frozenset(
    {"name", "recipient", "address", "village", "household", "contact_person", "text", "observations"}
)
"""Fields in which words are looked for: what somebody is called, where they live, and what was said."""
WORD_BYTES: Final = 8
PERSON_BYTES: Final = 16

_LETTERS: Final = frozenset("LMN")


class Index:
    """Makes marks under ``secret`` (32 bytes), which lies in the key folder and never in a database."""

    def __init__(self, secret: bytes) -> None:
        self._words = hmac.digest(secret, b"words/v1", "sha256")
        self._secret = secret

    def marks(self, fields: Mapping[str, JsonValue], programme: str | None) -> Iterator[bytes]:
        """Yield the marks of sealed ``fields`` (by ``subject/field``) of a stream of ``programme``."""
        found = set[str]()
        for name, value in fields.items():
            field = name.partition("/")[2]
            if not isinstance(value, str):
                continue
            if field == NATIONAL_ID and programme is not None:
                yield self.person(programme, value)
            elif field in WORDS:
                for run in runs(value):
                    found |= {run, *words(run)}
        yield from map(self.word, sorted(found))

    def person(self, programme: str, digits: str) -> bytes:
        """Return the pseudonym (16 bytes) of the person with this number in the stream ``programme``."""
        key = hmac.digest(self._secret, b"programme/v1" + programme.encode(), "sha256")
        return hmac.digest(key, b"pid/v1" + digits.encode(), "sha256")[:PERSON_BYTES]

    def word(self, word: str) -> bytes:
        """Return the mark (8 bytes) of a word."""
        return hmac.digest(self._words, word.encode(), "sha256")[:WORD_BYTES]


def runs(text: str) -> list[str]:
    """Return the runs of letters, marks and digits of ``text``, tidy and without case.

    >>> runs("นาง ทดสอบ (สมมุติ), Ban 12/3")
    ['นาง', 'ทดสอบ', 'สมมุติ', 'ban', '12', '3']
    """
    parts = groupby(tidy(text).casefold(), lambda letter: category(letter)[0] in _LETTERS)
    return ["".join(letters) for inside, letters in parts if inside]


def words(run: str) -> list[str]:
    """Return the words of a run of letters; the run itself where Thai words cannot be told apart here."""
    cut = None if run.isascii() else _cutter()
    return [run] if cut is None else cut(run)


@cache
def _cutter() -> Callable[[str], list[str]] | None:
    """Return what cuts Thai text into words; None: the extra ``thai`` is not installed."""
    if find_spec("pythainlp") is None:
        return None
    os.environ.setdefault("PYTHAINLP_READ_ONLY", "1")  # else it makes a folder in the user's home
    from pythainlp.tokenize import word_tokenize  # noqa: PLC0415 - slow to load, and only where it is needed

    return partial(word_tokenize, engine="newmm-safe", keep_whitespace=False)
