"""What a public beacon said, as somebody hands it over."""

import hashlib
import json
import re
from typing import Any, Final

from ledger.signing.errors import Malformed, require

_VALUE: Final = re.compile("[0-9a-f]{64}")
_HEX: Final = re.compile("(?:[0-9a-f]{2})+")


def read_value(text: str, round_: int) -> str:
    """Return the value of the round: 32 bytes in lower-case hex.

    Args:
        text: The value itself, or the answer of a drand network: a JSON object with ``round``,
            ``randomness`` and ``signature``. Of an answer, the value must be the digest of the signature.
        round_: The round that the frame names.

    Raises:
        Malformed: ``beacon_value``: it is neither, is of another round, or the digest differs. Whether the
            network made the signature is not checked here.

    Source: drand: the randomness of a round is SHA-256 of its signature.
    """
    text = text.strip()
    if _VALUE.fullmatch(text):
        return text
    try:
        answer: Any = json.loads(text)
        said, value, signature = answer["round"], answer["randomness"], answer["signature"]
        known = _VALUE.fullmatch(value) and _HEX.fullmatch(signature)
    except (ValueError, KeyError, TypeError, RecursionError):
        raise Malformed(
            "beacon_value", "a beacon's value is 64 hex digits, or the answer of its network in JSON"
        ) from None
    require(said == round_, "beacon_value", "the answer is of another round than the frame names")
    digest = hashlib.sha256(bytes.fromhex(signature)).hexdigest() if known else None
    require(digest == value, "beacon_value", "the value is not the digest of the signature beside it")
    return str(value)
