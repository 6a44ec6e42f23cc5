"""JSON with one reading: what two parsers could understand differently is refused."""

import json
import re
from typing import Final, NoReturn, TypeAlias

from ledger.signing.errors import Malformed, require

JsonValue: TypeAlias = "dict[str, JsonValue] | list[JsonValue] | str | int | bool | None"

MAX_BYTES: Final = 65_535
MAX_INTEGER: Final = 2**53 - 1
_SURROGATE: Final = re.compile("[\ud800-\udfff]")
_LIMITS: Final = {dict: (256, "json_strict_members"), list: (1_000, "json_strict_items")}


def parse_strict(data: bytes, *, limit: int = MAX_BYTES) -> JsonValue:
    """Return the value of ``data``, of at most ``limit`` bytes. Blanks, order and escapes are JCS's business.

    Raises ``json_strict_size``, ``_bom``, ``_utf8``, ``_syntax``, ``_nan``, ``_exponent``,
    ``_negative_zero``, ``_duplicate_key``, and as ``check_value``.

    Source: RFC 8259; RFC 8785 section 3.1.
    """
    require(len(data) <= limit, "json_strict_size", f"the text is longer than {limit} bytes")
    require(not data.startswith(b"\xef\xbb\xbf"), "json_strict_bom", "the text starts with a byte order mark")
    try:
        value = _DECODER.decode(data.decode())
    except UnicodeDecodeError:
        raise Malformed("json_strict_utf8", "the text is not UTF-8") from None
    except json.JSONDecodeError:  # it holds the whole text: never chained
        raise Malformed("json_strict_syntax", "the text is not JSON") from None
    except RecursionError:
        raise Malformed("json_strict_depth", "the value is nested deeper than 16") from None
    check_value(value)
    return value  # type: ignore[no-any-return]  # check_value lets no other type pass


def check_value(value: object, depth: int = 0) -> None:
    """Check the limits of a value inside ``depth`` others: 256 members, 1,000 items, depth 16, JSON's types.

    Raises ``json_strict_depth``, ``_members``, ``_items``, ``_surrogate``, ``_float``, or ``int_range``.
    """
    if isinstance(value, str):
        require(value.isascii() or not _SURROGATE.search(value), "json_strict_surrogate", "half a character")
    elif isinstance(value, dict | list):
        most, code = _LIMITS[type(value)]
        require(depth < 16, "json_strict_depth", "the value is nested deeper than 16")
        require(len(value) <= most, code, f"an object or array has more than {most} parts")
        for part in (*value, *value.values()) if isinstance(value, dict) else value:
            check_value(part, depth + 1)
    elif isinstance(value, int):
        require(-MAX_INTEGER <= value <= MAX_INTEGER, "int_range", "an integer is beyond 2**53 - 1")
    else:
        require(value is None, "json_strict_float", "a number has a fraction, or JSON has no such value")


def _members(pairs: list[tuple[str, JsonValue]]) -> dict[str, JsonValue]:
    members = dict(pairs)
    require(len(members) == len(pairs), "json_strict_duplicate_key", "an object names a member twice")
    return members


def _integer(text: str) -> int:
    require(text != "-0", "json_strict_negative_zero", "minus zero is a second spelling of zero")
    # Measured before it is read: reading takes quadratic time in the number of digits.
    require(len(text) <= 17, "int_range", "an integer is beyond 2**53 - 1")
    return int(text)


def _refuse(text: str) -> NoReturn:
    kind = "float" if "." in text else "exponent" if text[-1].isdigit() else "nan"
    raise Malformed(f"json_strict_{kind}", "a number is no plain integer")


_DECODER: Final = json.JSONDecoder(
    object_pairs_hook=_members, parse_int=_integer, parse_float=_refuse, parse_constant=_refuse
)
