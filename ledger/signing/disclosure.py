"""Disclosures: plaintext to which a statement commits by a salted digest, in the manner of RFC 9901."""

import re
from collections.abc import Sequence
from hashlib import sha256
from typing import Final

from ledger.signing.canonical import parse_canonical
from ledger.signing.errors import Malformed, require
from ledger.signing.forms import check_text, from_base64, to_base64
from ledger.signing.strict_json import MAX_BYTES, JsonValue

_NAME: Final = re.compile("[a-z0-9_-]{1,64}/[a-z0-9_-]{1,64}")


def parse_disclosure(disclosure: str) -> tuple[bytes, str, JsonValue]:
    """Return salt (32 bytes are read as well), name and value.

    Raises ``disclosure_base64``, ``_form``, ``_salt``, ``_name``; ``text_form``; and as ``parse_canonical``.
    """
    require(len(disclosure) <= MAX_BYTES * 4 // 3, "json_strict_size", f"it is longer than {MAX_BYTES} bytes")
    match parse_canonical(from_base64(disclosure, "disclosure_base64", url=True)):
        case [str(text), str(name), value]:
            salt = from_base64(text, "disclosure_salt", url=True)
        case _:
            raise Malformed("disclosure_form", "a disclosure is an array of salt, name and value")
    require(len(salt) in {16, 32}, "disclosure_salt", "a salt has 16 or 32 bytes")
    require(_NAME.fullmatch(name), "disclosure_name", "a disclosure is named subject/field")
    check_text(value)
    return salt, name, value


def digest(disclosure: str) -> str:
    """Return what stands in ``sd``: base64url of SHA-256 over the text itself. Source: RFC 9901, 4.2.3."""
    return to_base64(sha256(disclosure.encode()).digest(), url=True)


def check_disclosures(disclosures: Sequence[str], sd: Sequence[str]) -> None:
    """Check that each of ``disclosures`` is well-formed and stands in ``sd``, and that none is missing.

    Raises ``disclosure_repeated`` (a name), ``_unknown``, ``_missing``, and as ``parse_disclosure``.
    """
    names = {parse_disclosure(disclosure)[1] for disclosure in disclosures}
    require(len(names) == len(disclosures), "disclosure_repeated", "two disclosures have one name")
    given = {digest(disclosure) for disclosure in disclosures}
    require(given.issubset(sd), "disclosure_unknown", "the statement does not commit to a disclosure")
    require(given.issuperset(sd), "disclosure_missing", "a disclosure of the statement did not come")
