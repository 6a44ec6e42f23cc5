"""The words of a person, and who they are: read strictly, and sealed field by field, never in an entry."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final

from ledger.application.check_digits import is_national_id
from ledger.domain.errors import DataInvalid
from ledger.signing.errors import require
from ledger.signing.forms import check_text
from ledger.signing.strict_json import JsonValue

NARRATIVE: Final = 20_000
NARRATIVE_BYTES: Final = 60 * 1024
LINE: Final = 500
NAMED: Final = 9
SUBJECT: Final = "complainant"


def read_words(value: JsonValue) -> dict[str, JsonValue]:
    """Return what is to be sealed, by ``subject/field``.

    Args:
        value: An object with any of ``text``, ``name``, ``contact``, ``national_id``, and ``named``: a list
            of objects with ``name`` and ``text``, one for each person that the text speaks of.

    Raises:
        DataInvalid: ``data_invalid``, with the pointer.
        Malformed: ``text_form``; ``text_length``: more than 20,000 characters or 60 KiB, in a line 500
            characters; ``id_format``: no national id.
    """
    members = _object(value, {*_OWN, "named"}, "/words")
    named = members.get("named", [])
    if not isinstance(named, list) or len(named) > NAMED:
        raise DataInvalid("data_invalid", pointer="/words/named")
    found = dict(_fields(SUBJECT, members, _OWN, "/words"))
    for number, person in enumerate(named, start=1):
        pointer = f"/words/named/{number - 1}"
        found |= _fields(f"named-{number}", _object(person, set(_OTHER), pointer), _OTHER, pointer)
    return found


def _fields(
    subject: str, members: Mapping[str, Any], forms: Mapping[str, Callable[[str], None]], pointer: str
) -> Iterator[tuple[str, JsonValue]]:
    for name, check in forms.items():
        if name not in members:
            continue
        text = members[name]
        if not isinstance(text, str) or not text:
            raise DataInvalid("data_invalid", pointer=f"{pointer}/{name}")
        check_text(text)
        check(text)
        yield f"{subject}/{name}", text


def _object(value: JsonValue, known: set[str], pointer: str) -> Mapping[str, Any]:
    if not isinstance(value, dict) or not value.keys() <= known:
        raise DataInvalid("data_invalid", pointer=pointer)
    return value


def _narrative(text: str) -> None:
    fits = len(text) <= NARRATIVE and len(text.encode()) <= NARRATIVE_BYTES
    require(fits, "text_length", "a text has at most 20,000 characters and 60 KiB")


def _line(text: str) -> None:
    require(len(text) <= LINE, "text_length", "a name or an address has at most 500 characters")


def _national_id(text: str) -> None:
    require(is_national_id(text), "id_format", "a national id has 13 digits, and the last one checks them")


_OWN: Final = {"text": _narrative, "name": _line, "contact": _line, "national_id": _national_id}
_OTHER: Final = {"text": _narrative, "name": _line}
