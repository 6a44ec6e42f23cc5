"""The text forms that stand inside signed bytes: base64, instants, text for people."""

import re
from base64 import b64decode, b64encode
from datetime import datetime
from functools import lru_cache
from typing import Final, Literal
from unicodedata import is_normalized

from ledger.signing.errors import Malformed, require

# Controls but the line feed (a checkpoint is made of lines), marks that turn the reading direction and what
# has no width; then Thai as no client tidies it: SARA AM split, a tone before its vowel, SARA E twice for AE.
_UNTIDY: Final = re.compile(
    "[\x00-\x09\x0b-\x1f\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]"
    "|\u0e4d[\u0e48-\u0e4b]?\u0e32|[\u0e48-\u0e4b][\u0e31\u0e34-\u0e39]|\u0e40\u0e40"
)


def to_base64(data: bytes, *, url: bool = False) -> str:
    """Return standard base64; or base64url without padding. Source: RFC 4648, 4 and 5."""
    return b64encode(data, b"-_").rstrip(b"=").decode() if url else b64encode(data).decode()


def from_base64(text: str, code: str, *, url: bool = False) -> bytes:
    """Return the bytes whose only base64 form is ``text``; raise ``code``. Source: RFC 4648, 3.5."""
    try:
        data = b64decode(text + "==" if url else text, b"-_" if url else None)
    except ValueError:
        raise Malformed(code, "the text is not base64") from None
    require(to_base64(data, url=url) == text, code, "the text is not the only base64 form of its bytes")
    return data


@lru_cache(maxsize=1024)  # pure; the entries of one group bear one stamp
def is_instant(text: str, timespec: Literal["seconds", "milliseconds"]) -> bool:
    """Tell whether ``text`` is a real instant, ``YYYY-MM-DDTHH:MM:SSZ``, or with ``.mmm`` before the Z."""
    try:
        return datetime.fromisoformat(text).isoformat(timespec=timespec)[:-6] + "Z" == text
    except ValueError:
        return False


def check_text(value: object) -> None:
    """Check that what is seen in the texts of ``value`` is what is signed; raise ``text_form``."""
    if isinstance(value, str):
        if not (value.isascii() and value.isprintable()):
            tidy = is_normalized("NFC", value) and not _UNTIDY.search(value)
            require(tidy, "text_form", "a text is not tidied; the client does so before signing")
    elif isinstance(value, dict | list):
        for part in (*value, *value.values()) if isinstance(value, dict) else value:
            check_text(part)
