"""The one spelling of a JSON value: RFC 8785 (JCS)."""

import rfc8785

from ledger.signing.errors import Malformed, require
from ledger.signing.strict_json import MAX_BYTES, JsonValue, parse_strict


def canonical(value: object) -> bytes:
    """Return the JCS form; raise ``int_range``, or ``not_canonical`` if there is none. Source: RFC 8785."""
    try:
        return rfc8785.dumps(value)  # type: ignore[arg-type]  # what has no form is refused below
    except rfc8785.IntegerDomainError:
        raise Malformed("int_range", "an integer is beyond 2**53 - 1") from None
    except (ValueError, RecursionError):  # a surrogate in a key comes as UnicodeEncodeError
        raise Malformed("not_canonical", "the value has no canonical form") from None


def parse_canonical(data: bytes, *, limit: int = MAX_BYTES) -> JsonValue:
    """Return the value whose JCS form is ``data``; raise as ``parse_strict``, or ``not_canonical``."""
    value = parse_strict(data, limit=limit)
    require(canonical(value) == data, "not_canonical", "the text is not in its canonical form")
    return value
