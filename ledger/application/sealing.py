"""Sealing disclosures: plaintext goes into the vault under a key per (stream, subject), and only there.

The data key is wrapped for the case unit and for oversight. Destroying it erases the person in that
stream and leaves every proof intact. Opening means decrypting *and* finding the digest in ``sd``:
the boxes are not key-committing, so a ciphertext alone proves nothing.
"""

import json
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from typing import Final, NamedTuple

from nacl.public import PrivateKey, PublicKey, SealedBox
from nacl.secret import SecretBox

from ledger.signing.disclosure import digest, parse_disclosure
from ledger.store.vault import DataKey, Sealed, Vault

PADDING: Final = (1024, 4096, 16_384, 65_536)
"""Sizes of sealed bodies in bytes, so that a length says little; beyond the last, its multiples."""


class Disclosed(NamedTuple):
    """The disclosures of one statement (its id) of one stream."""

    statement: str
    stream: str
    disclosures: Sequence[str]


class Sealer:
    """Seals disclosures for named recipients, and opens them with the data key.

    Args:
        vault: Where boxes and keys are kept.
        recipients: Public X25519 keys (32 bytes) by name: ``case-unit``, ``oversight``.
        seed: Draws 32 random bytes for a data key.
        nonce: Draws 24 random bytes for a box.
    """

    def __init__(
        self,
        vault: Vault,
        recipients: Mapping[str, bytes],
        *,
        seed: Callable[[], bytes],
        nonce: Callable[[], bytes],
    ) -> None:
        self._vault = vault
        self._recipients = {name: SealedBox(PublicKey(key)) for name, key in recipients.items()}
        self._seed = seed
        self._nonce = nonce

    def seal(self, statements: Iterable[Disclosed]) -> None:
        """Seal the disclosures of a group: one box for each statement and subject, keys drawn as needed."""
        bodies = [(one, subject, items) for one in statements for subject, items in _by_subject(one).items()]
        keys = self._data_keys({(one.stream, subject) for one, subject, _ in bodies})
        self._vault.put_all(
            Sealed(
                one.statement,
                one.stream,
                subject,
                bytes(SecretBox(keys[one.stream, subject]).encrypt(_pad(items), self._nonce())),
            )
            for one, subject, items in bodies
        )

    def unseal(self, statement: str, sd: Collection[str]) -> tuple[str, ...]:
        """Return the disclosures of one statement, those alone whose digests stand in ``sd``.

        Raises:
            nacl.exceptions.CryptoError: A box does not open under its key.
        """
        found = self._open(statement)
        return tuple(found[one] for one in sorted(sd) if one in found)

    def strays(self, statement: str, sd: Collection[str]) -> int:
        """Return how many disclosures lie sealed for one statement whose digests do not stand in ``sd``.

        Raises:
            nacl.exceptions.CryptoError: As ``unseal``.
        """
        return len(self._open(statement).keys() - set(sd))

    def _open(self, statement: str) -> dict[str, str]:
        """Return every disclosure that is sealed for one statement and has a key, by its digest."""
        found: dict[str, str] = {}
        for sealed in self._vault.sealed(statement):
            key = self._vault.data_key(sealed.stream, sealed.subject)
            if key is not None:
                items = json.loads(SecretBox(key).decrypt(sealed.box))
                found.update((digest(item), item) for item in items)
        return found

    def _data_keys(self, wanted: Iterable[tuple[str, str]]) -> dict[tuple[str, str], bytes]:
        """Return the data key of each (stream, subject); those that are missing are drawn and wrapped."""
        keys: dict[tuple[str, str], bytes] = {}
        drawn: list[DataKey] = []
        for stream, subject in wanted:
            key = self._vault.data_key(stream, subject)
            if key is None:
                key = self._seed()
                wraps = {name: bytes(box.encrypt(key)) for name, box in self._recipients.items()}
                drawn.append(DataKey(stream, subject, key, wraps))
            else:
                keys[stream, subject] = key
        return keys | self._vault.keep_data_keys(drawn)


def _by_subject(disclosed: Disclosed) -> dict[str, list[str]]:
    subjects: dict[str, list[str]] = {}
    for disclosure in disclosed.disclosures:
        _, name, _ = parse_disclosure(disclosure)
        subjects.setdefault(name.split("/", 1)[0], []).append(disclosure)
    return subjects


def unwrap(private: bytes, wrap: bytes) -> bytes:
    """Return the data key that ``wrap`` holds for the recipient with the X25519 key ``private``."""
    return bytes(SealedBox(PrivateKey(private)).decrypt(wrap))


def _pad(items: Sequence[str]) -> bytes:
    """Return ``items`` as JSON, then blanks up to the next size of ``PADDING``; JSON does not mind them."""
    body = json.dumps(items, separators=(",", ":")).encode()
    size = next((size for size in PADDING if len(body) <= size), -(-len(body) // PADDING[-1]) * PADDING[-1])
    return body.ljust(size)
