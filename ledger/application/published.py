"""Texts that a consultation publishes: the log has their digests, the vault their words.

An entry publishes a text by stating its SHA-256 in the open while it commits to the words themselves. What
somebody supports cannot change under them, and can still be erased where the law asks for it.
"""

from collections.abc import Iterator
from contextlib import suppress
from hashlib import sha256
from typing import Final

from nacl.exceptions import CryptoError

from ledger.application.errors import SettingMissing
from ledger.application.ledger import Ledger
from ledger.domain.forms import JsonValue, write
from ledger.domain.prefix import Prefix
from ledger.domain.types import Recorded, Unknown
from ledger.signing.disclosure import parse_disclosure

KINDS: Final = ("consultation", "commitment")


def published(ledger: Ledger, prefix: Prefix, stream: str) -> dict[str, str]:
    """Return the texts that the entries of ``stream`` publish, by their digest (hex).

    What is sealed beside them and not published, such as who came, is none of these; nor is what was erased
    or lost, and a ledger without a vault has none.
    """
    if stream.partition("/")[0] not in KINDS:
        return {}
    erased = prefix.state(stream).casework.erased
    found: dict[str, str] = {}
    for recorded in prefix.history(stream):
        gone = {name for item in erased if item.of == recorded.version for name in item.fields}
        with suppress(SettingMissing, CryptoError, ValueError):  # no vault, or another box
            found |= _of_entry(ledger, recorded, gone)
    return found


def _of_entry(ledger: Ledger, recorded: Recorded, gone: set[str]) -> dict[str, str]:
    statement = recorded.statement
    if not statement.sd or isinstance(statement.says, Unknown):
        return {}
    stated = set(_texts(write(statement.says)))
    opened = (parse_disclosure(one) for one in ledger.sealer.unseal(statement.id, statement.sd))
    words = [value for _, name, value in opened if isinstance(value, str) and name not in gone]
    return {digest: text for text in words if (digest := sha256(text.encode()).hexdigest()) in stated}


def _texts(value: JsonValue) -> Iterator[str]:
    """Yield every text in ``value``, however deep."""
    match value:
        case str():
            yield value
        case dict():
            for member in value.values():
                yield from _texts(member)
        case list():
            for member in value:
                yield from _texts(member)
        case _:  # numbers and truth values are no texts
            pass
