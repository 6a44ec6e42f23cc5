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
from typing import Final, NamedTuple, Protocol

from nacl.exceptions import CryptoError
from nacl.public import PrivateKey, PublicKey, SealedBox
from nacl.secret import SecretBox

from ledger.application.errors import SettingMissing
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


class Files(Protocol):
    """Files under keys of their own, which are wrapped under the data keys. Each step may be taken again."""

    def erase(self, stream: str, subject: str, digests: Iterable[str]) -> object:
        """Destroy the files with these SHA-256 (hex) about ``subject`` in ``stream``."""

    def rekey(self, stream: str, subject: str, new: bytes) -> None:
        """Wrap under the data key ``new`` whatever is wrapped under an older one, which is there still."""


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
        self.files: Files | None = None
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

    def strays(self, statement: str, sd: Collection[str]) -> int:
        """Return how many disclosures lie sealed for one statement whose digests do not stand in ``sd``.

        Raises:
            nacl.exceptions.CryptoError: As ``unseal``.
        """
        return len(_held(self._vault, statement).keys() - set(sd))

    def newest_key(self, stream: str, subject: str) -> bytes:
        """Return the data key of ``subject`` in ``stream``, drawn and wrapped if there is none yet."""
        return self._data_keys([(stream, subject)])[stream, subject][1]

    def held_keys(self, stream: str, subject: str) -> list[bytes]:
        """Return the data keys of ``subject`` in ``stream``: one, or two while something is erased."""
        keys = self._vault.generations([(stream, subject)]).get((stream, subject), {})
        return [keys[generation] for generation in sorted(keys)]

    def foreign(self, boxes: Sequence[Sealed], sd: Collection[str]) -> list[Sealed]:
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

        Raises:
            SettingMissing: There are files about the subject, and no place of them is named. Nothing was
                destroyed: without their keys the files that stay would be lost, and the others lie on.
        """
        if self.files is None and self._vault.has_files(stream, subject):
            raise SettingMissing("there are attachments to be erased or kept; set PHAYAN_BLOBS")
        opened = list(self._opened(self._vault.of_subject(stream, subject)))
        left = {box: _kept(items, gone.get(box.statement, ())) for box, items in opened}
        if self.files is not None:
            held = {file for items in left.values() for file in _files(items)}
            lost = {file for _, items in opened for file in _files(items)} - held
            self.files.erase(stream, subject, lost)
        keys = self._vault.generations([(stream, subject)]).get((stream, subject), {})
        newest = max([*keys, self._vault.last_generation(stream, subject)])
        if any(box.generation == newest and len(left[box]) < len(items) for box, items in opened):
            newest += 1
            keys[newest] = self._vault.keep_data_key(stream, subject, self._seed(), {}, newest)
        if self.files is not None and len(keys) > 1 and newest in keys:
            self.files.rekey(stream, subject, keys[newest])
        old = [box for box in left if box.generation < newest]
        if old:
            new = [
                box._replace(box=self._close(keys[newest], left[box]), generation=newest)
                for box in old
                if left[box]
            ]
            marks = [
                mark
                for box, items in left.items()
                for mark in self._marks(box.statement, stream, subject, items, programme)
            ]
            self._vault.replace(old, new, self._wrapped(stream, subject, keys[newest], newest), marks)
        self._vault.destroy_keys(stream, subject, below=newest)

    def _opened(self, boxes: Sequence[Sealed]) -> Iterator[tuple[Sealed, list[str]]]:
        """Yield the boxes that open, with what they hold. The others hold nothing that could be kept."""
        for box, key in _with_keys(self._vault, boxes):
            with suppress(CryptoError, ValueError):
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
    found = _held(vault, statement)
    return tuple(found[one] for one in sorted(sd) if one in found)


def _held(vault: Vault, statement: str) -> dict[str, str]:
    """Return every disclosure that is sealed for one statement and has a key, by its digest."""
    boxes = _with_keys(vault, vault.sealed(statement))
    return {digest(item): item for box, key in boxes for item in open_box(key, box)}


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
        ValueError: It holds something else than texts.
    """
    items = json.loads(SecretBox(key).decrypt(box.box))
    if not isinstance(items, list) or not all(isinstance(item, str) for item in items):
        raise ValueError("a box holds a list of disclosures")
    return items


def _kept(items: Sequence[str], gone: Collection[str]) -> list[str]:
    return [item for item in items if parse_disclosure(item)[1] not in gone]


def _files(items: Iterable[str]) -> set[str]:
    """Return the SHA-256 (hex) of every file that ``items`` describe: ``{sha256, media, bytes}``."""
    values = [value for _, _, value in map(parse_disclosure, items)]
    return {str(value["sha256"]) for value in values if isinstance(value, dict) and "sha256" in value}


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
