"""Sealing disclosures: plaintext goes into the vault under a key per (stream, subject), and only there.

The data key is wrapped for the case unit and for oversight. Destroying it erases the person in that
stream and leaves every proof intact. Opening means decrypting *and* finding the digest in ``sd``:
the boxes are not key-committing, so a ciphertext alone proves nothing.

Whatever seals or erases holds the end of the log meanwhile (``Recorder.appending``): a key must not be
destroyed between the look at it and the box that it closes.
"""

import json
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from datetime import UTC, datetime
from typing import Final, NamedTuple

from nacl.exceptions import CryptoError
from nacl.public import PrivateKey, PublicKey, SealedBox
from nacl.secret import SecretBox

from ledger.application.indexing import Index
from ledger.signing.disclosure import digest, parse_disclosure
from ledger.store.vault import DataKey, Mark, Pair, Sealed, Vault

PADDING: Final = (1024, 4096, 16_384, 65_536)
"""Sizes of sealed bodies in bytes, so that a length says little; beyond the last, its multiples."""


class Disclosed(NamedTuple):
    """The disclosures of one statement (its id) of one stream, and the programme that it belongs to."""

    statement: str
    stream: str
    disclosures: Sequence[str]
    programme: str | None = None


class Sealer:
    """Seals disclosures for named recipients, opens them with the data key, and erases what was sealed.

    Args:
        vault: Where boxes and keys are kept.
        recipients: Public X25519 keys (32 bytes) by name: ``case-unit``, ``oversight``.
        seed: Draws 32 random bytes for a data key.
        nonce: Draws 24 random bytes for a box.
        index: Marks what is sealed, so that it can be found; None: nothing is to be found.
        clock: The present time: from then on a box waits for its entry. None: boxes never wait.
    """

    def __init__(
        self,
        vault: Vault,
        recipients: Mapping[str, bytes],
        *,
        seed: Callable[[], bytes],
        nonce: Callable[[], bytes],
        index: Index | None = None,
        clock: Callable[[], datetime] | None = None,
    ) -> None:
        self._vault = vault
        self.index = index
        self._recipients = {name: SealedBox(PublicKey(key)) for name, key in recipients.items()}
        self._seed = seed
        self._nonce = nonce
        self._clock = clock

    @property
    def vault(self) -> Vault:
        """Return where boxes and keys are kept."""
        return self._vault

    def seal(self, statements: Iterable[Disclosed]) -> None:
        """Seal the disclosures of a group: one box for each statement and subject, keys drawn as needed."""
        bodies = [(one, subject, items) for one in statements for subject, items in _by_subject(one).items()]
        keys = self._data_keys({(one.stream, subject) for one, subject, _ in bodies})
        boxes, marks = [], list[Mark]()
        for one, subject, items in bodies:
            generation, key = keys[one.stream, subject]
            boxes.append(Sealed(one.statement, one.stream, subject, self._close(key, items), generation))
            marks += self._marks(one.statement, one.stream, subject, items, one.programme)
        self._vault.put_all(boxes, found_by=marks, kept_at=self._clock and stamp(self._clock()))

    def unseal(self, statement: str, sd: Collection[str]) -> tuple[str, ...]:
        """Return the disclosures of one statement, those alone whose digests stand in ``sd``.

        Raises:
            nacl.exceptions.CryptoError: A box does not open under its key.
        """
        return unseal(self._vault, statement, sd)

    def strays(self, boxes: Sequence[Sealed], sd: Collection[str]) -> list[Sealed]:
        """Return those of ``boxes``, all of one statement, that hold nothing of what ``sd`` commits to."""
        return [box for box, items in self._opened(boxes) if set(map(digest, items)).isdisjoint(sd)]

    def marks(self, boxes: Sequence[Sealed], programme: str | None) -> list[Mark]:
        """Return what finds the subjects of ``boxes``, of a stream of ``programme``, by what these hold."""
        return [
            mark
            for box, items in self._opened(boxes)
            for mark in self._marks(box.statement, box.stream, box.subject, items, programme)
        ]

    def erase(
        self, stream: str, subject: str, gone: Mapping[str, Collection[str]], programme: str | None
    ) -> None:
        """Destroy fields of one subject in one stream, and seal what remains under a new key.

        A crash between any two steps loses nothing that was not erased, and the same again ends in the same
        state: the next key stands before anything is sealed under it, and the last one falls when nothing is.

        Args:
            stream: The stream.
            subject: Whose key it is.
            gone: By statement, the names (``subject/field``) of all fields that were ever erased here.
            programme: The programme of the stream, by which numbers are marked.
        """
        boxes = self._vault.of_subject(stream, subject)
        keys = self._vault.generations([(stream, subject)]).get((stream, subject), {})
        newest = max(keys, default=0)
        opened = list(self._opened(boxes))
        lost = [box for box, items in opened if len(items) > len(_kept(items, gone.get(box.statement, ())))]
        if any(box.generation == newest for box in lost):
            newest += 1
            keys[newest] = self._vault.keep_data_key(stream, subject, self._seed(), {}, newest)
        left = [(box, _kept(items, gone.get(box.statement, ()))) for box, items in opened]
        old = [box for box, _ in opened if box.generation < newest]
        if old:
            marks = [
                mark
                for box, items in left
                for mark in self._marks(box.statement, stream, subject, items, programme)
            ]
            new = [
                box._replace(box=self._close(keys[newest], items), generation=newest)
                for box, items in left
                if items and box.generation < newest
            ]
            self._vault.replace(old, new, self._wrapped(stream, subject, keys[newest], newest), marks)
        remains = len(boxes) > len(old) or any(items for _, items in left)
        self._vault.destroy_keys(stream, subject, below=newest if remains else newest + 1)

    def _opened(self, boxes: Sequence[Sealed]) -> Iterator[tuple[Sealed, list[str]]]:
        """Yield the boxes that open, with what they hold. The others hold nothing that could be kept."""
        for box, key in _with_keys(self._vault, boxes):
            with suppress(CryptoError):
                yield box, open_box(key, box)

    def _data_keys(self, wanted: Iterable[Pair]) -> dict[Pair, tuple[int, bytes]]:
        """Return the newest data key of each pair, and its generation; those that are missing are drawn."""
        pairs = list(wanted)
        held = self._vault.generations(pairs)
        missing = [pair for pair in pairs if pair not in held]
        if missing:
            drawn = [
                self._wrapped(*pair, self._seed(), self._vault.last_generation(*pair) + 1) for pair in missing
            ]
            self._vault.keep_data_keys(drawn)
            held |= self._vault.generations(missing)
        return {pair: max(keys.items()) for pair, keys in held.items()}

    def _wrapped(self, stream: str, subject: str, key: bytes, generation: int) -> DataKey:
        wraps = {name: bytes(box.encrypt(key)) for name, box in self._recipients.items()}
        return DataKey(stream, subject, key, wraps, generation)

    def _close(self, key: bytes, items: Sequence[str]) -> bytes:
        return bytes(SecretBox(key).encrypt(_pad(items), self._nonce()))

    def _marks(
        self, statement: str, stream: str, subject: str, items: Iterable[str], programme: str | None
    ) -> Iterator[Mark]:
        """Yield what finds ``subject`` by ``items``."""
        if self.index is not None:
            named = {name: value for _, name, value in map(parse_disclosure, items)}
            for mark in self.index.marks(named, programme):
                yield Mark(mark, stream, subject, statement)


def unseal(vault: Vault, statement: str, sd: Collection[str]) -> tuple[str, ...]:
    """Return the disclosures of one statement in ``vault``; see ``Sealer.unseal``."""
    found: dict[str, str] = {}
    for box, key in _with_keys(vault, vault.sealed(statement)):
        found.update((digest(item), item) for item in open_box(key, box))
    return tuple(found[one] for one in sorted(sd) if one in found)


def _with_keys(vault: Vault, boxes: Sequence[Sealed]) -> Iterator[tuple[Sealed, bytes]]:
    """Yield each of ``boxes`` whose key is there, with the key."""
    keys = vault.generations((box.stream, box.subject) for box in boxes)
    for box in boxes:
        key = keys.get((box.stream, box.subject), {}).get(box.generation)
        if key is not None:
            yield box, key


def stamp(moment: datetime) -> str:
    """Return ``moment`` as the vault writes it: in UTC, to the second."""
    return moment.astimezone(UTC).isoformat(timespec="seconds")


def open_box(key: bytes, box: Sealed) -> list[str]:
    """Return the disclosures that ``box`` holds.

    Raises:
        nacl.exceptions.CryptoError: It does not open under ``key``.
    """
    items: list[str] = json.loads(SecretBox(key).decrypt(box.box))
    return items


def _kept(items: Sequence[str], gone: Collection[str]) -> list[str]:
    return [item for item in items if parse_disclosure(item)[1] not in gone]


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
