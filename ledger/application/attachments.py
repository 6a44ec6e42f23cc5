"""Photographs, papers and voices: uploaded first, kept for a statement, sealed all the while.

A file lies sealed under a key of its own. While nobody has spoken of it that key is wrapped under a secret
of this server; once it is kept for a statement, under the key of (stream, subject) in the vault. So what
erases a person erases their files, and a file never moves.

What a statement says of a file is a disclosure ``{sha256, media, bytes}``. Reading means opening *and*
finding that digest: the boxes are not key-committing.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Final, NamedTuple, Protocol
from uuid import UUID

from ledger.application import boxes
from ledger.application.media import strip
from ledger.application.media.refusals import AttachmentRefused
from ledger.application.sealing import stamp
from ledger.store.attachments import AttachmentTables
from ledger.store.attachments import Upload as Staged
from ledger.store.blobs import Blobs
from ledger.store.errors import StoreError

MOST_OF_STATEMENT: Final = 5
MOST_OF_CASE: Final = 50 * 1024 * 1024
MOST_STAGED: Final = 4 * 1024 * 1024 * 1024
KEPT_STAGED: Final = timedelta(days=1)
"""How long a file waits for whoever speaks of it."""


class UploadUnknown(AttachmentRefused):
    """An upload is not there, or no more."""

    code = "upload_unknown"


class UploadsFull(AttachmentRefused):
    """There is no room for more uploads until some are kept or swept."""

    code = "uploads_full"


class AttachmentsTooMany(AttachmentRefused):
    """A statement would have more than five attachments."""

    code = "attachments_too_many"


class AttachmentsTooLarge(AttachmentRefused):
    """The attachments of a case would have more than 50 MiB."""

    code = "attachments_too_large"


class AttachmentMissing(AttachmentRefused):
    """A file was kept, and its box or its key is not there. That is no erasure, which says so."""

    code = "attachment_missing"


class AttachmentMismatch(AttachmentRefused):
    """The box of a file does not open, or holds something else than was described."""

    code = "attachment_mismatch"


class Keys(Protocol):
    """The keys of the vault, 32 bytes each."""

    def newest_key(self, stream: str, subject: str) -> bytes:
        """Return the key of ``subject`` in ``stream``, drawn if there is none yet."""

    def held_keys(self, stream: str, subject: str) -> Sequence[bytes]:
        """Return the keys of ``subject`` in ``stream`` that are there; two while something is erased."""


class Upload(NamedTuple):
    """A file that waits to be spoken of: its id (a uuid), and what is left of it after stripping."""

    id: str
    sha256: str
    media: str
    size: int


class File(NamedTuple):
    """A file as it was kept, and its media type."""

    content: bytes
    media: str


class Swept(NamedTuple):
    """How many uploads were let go, and how many files that no entry names; streams whose boxes are lost."""

    uploads: int
    unnamed: int
    lost: tuple[str, ...]


class Attachments:
    """Takes files in, keeps them for statements, reads them back and lets them go.

    Args:
        tables: What is there for whom.
        blobs: Where the boxes are.
        keys: The vault's keys.
        secret: 32 bytes under which the keys of uploads are wrapped; all processes of this server share them.
        known: Returns those of some statement ids that the log holds.
        appending: Holds the end of the log for a block, as whatever erases does.
        clock: The present time.
        seed: Draws 32 random bytes for a key.
        nonce: Draws 24 random bytes for a box.
        identifier: Draws a uuid.
        most_staged: Bytes of uploads of which nothing was kept yet.
    """

    def __init__(
        self,
        tables: AttachmentTables,
        blobs: Blobs,
        keys: Keys,
        secret: bytes,
        *,
        known: Callable[[Sequence[str]], Mapping[str, int]],
        appending: Callable[[], AbstractContextManager[object]],
        clock: Callable[[], datetime],
        seed: Callable[[], bytes],
        nonce: Callable[[], bytes],
        identifier: Callable[[], str],
        most_staged: int = MOST_STAGED,
    ) -> None:
        self._tables = tables
        self._blobs = blobs
        self._keys = keys
        self._secret = secret
        self._known = known
        self._appending = appending
        self._clock = clock
        self._seed = seed
        self._nonce = nonce
        self._identifier = identifier
        self._most_staged = most_staged

    def stage(self, content: bytes) -> Upload:
        """Strip a file, seal it, and let it wait for a day. When this returns, it survives a power cut.

        Raises:
            AttachmentRefused: It is not taken; or there is no room (``UploadsFull``).
            StoreError: The machine does not allow it.
        """
        stripped = strip(content)
        key = self._seed()
        box = boxes.pack(stripped.content, key, self._nonce())
        digest, size = sha256(stripped.content).hexdigest(), len(stripped.content)
        upload = Upload(self._identifier(), digest, stripped.media, size)
        blob, wrapped = sha256(box).hexdigest(), boxes.wrap(key, self._secret, self._nonce())
        if not self._tables.stage(Staged(*upload, blob, wrapped, stamp(self._clock())), self._most_staged):
            raise UploadsFull
        try:
            self._blobs.put(blob, box)
        except StoreError:
            self._tables.let_upload_go(upload.id)  # or it would hold its room for a day
            raise
        return upload

    def described(self, uploads: Sequence[str]) -> tuple[tuple[str, str, int], ...]:
        """Return (sha256, media, bytes) of each of ``uploads``, in order, also after they were kept.

        Raises:
            UploadUnknown: One of them is no uuid, or not there.
        """
        ids = _ids(uploads)
        found = self._tables.described(ids)
        if not found.keys() >= set(ids):
            raise UploadUnknown
        return tuple(found[one] for one in ids)

    def keep(self, statement: str, stream: str, subject: str, uploads: Sequence[str]) -> None:
        """Keep ``uploads`` for a statement that is about to be submitted, all or none.

        The same again changes nothing. If the statement is refused, what was kept for it goes after a day.
        The end of the log is held meanwhile: an erasure must not destroy the key that a file was just given.

        Raises:
            UploadUnknown: One of them is not there.
            AttachmentsTooMany: More than five for this statement.
            AttachmentsTooLarge: More than 50 MiB in this stream.
            StoreError: The machine does not allow it.
        """
        ids = list(dict.fromkeys(_ids(uploads)))
        if not ids:
            return
        with self._appending():
            key = self._keys.newest_key(stream, subject)
            there = self._tables.keep(
                *(statement, stream, subject, ids),
                waits=stamp(self._clock()),
                wrap=lambda wrapped: self._wrapped(boxes.unwrap(wrapped, self._secret), key),
                check=_check_sizes,
            )
        if not there:
            raise UploadUnknown

    def settle(self, statement: str) -> None:
        """Forget the uploads of a statement that the log holds; one that it does not hold changes nothing.

        From then on only the key of its subject leads to a file, also in copies of the vault.

        Raises:
            StoreError: The machine does not allow it; ``sweep`` makes up for it.
        """
        self._tables.name(self._known([statement]))

    def read(self, stream: str, subject: str, digest: str) -> File | None:
        """Return the file with this SHA-256 (hex) that is kept about ``subject``; None: there is none.

        Raises:
            AttachmentMissing: It was kept, and its box or the key to it is gone.
            AttachmentMismatch: Something else lies in its place.
        """
        kept = [one for one in self._tables.attached(stream, subject) if one.digest == digest]
        if not kept:
            return None
        keys = self._keys.held_keys(stream, subject)
        box = self._blobs.get(kept[0].blob)
        if box is None or not keys:
            raise AttachmentMissing
        key = next(filter(None, (boxes.unwrap(one.key, under) for one in kept for under in keys)), None)
        content = boxes.unpack(box, key) if key else None
        if content is None or sha256(content).hexdigest() != digest:
            raise AttachmentMismatch
        return File(content, kept[0].media)

    def erase(self, stream: str, subject: str, digests: Iterable[str]) -> int:
        """Destroy the files with these SHA-256 about ``subject``: keys, then boxes, then rows.

        Returns:
            How many there were. The same again destroys what a crash left.
        """
        count = self._tables.let_go(stream, subject, digests)
        self._finish()
        return count

    def rekey(self, stream: str, subject: str, new: bytes) -> None:
        """Wrap the key of each file about ``subject`` under ``new``. What is wrapped so already stays.

        For whoever is about to destroy the older keys of (stream, subject), which must be there still.
        """
        held = self._keys.held_keys(stream, subject)
        for one in self._tables.attached(stream, subject):
            if boxes.unwrap(one.key, new) is None:
                key = next(filter(None, (boxes.unwrap(one.key, under) for under in held)), None)
                if key is not None:
                    self._tables.rewrap(one, boxes.wrap(key, new, self._nonce()))

    def sweep(self, now: datetime) -> Swept:
        """Let go uploads, and files whose statement the log does not hold, that are older than a day.

        Uploads whose statement it holds go however young they are: a crash left them.
        """
        before = stamp(now - KEPT_STAGED)
        waiting = self._tables.waiting(stamp(now))
        known = self._known(waiting)
        self._tables.name(known)
        unnamed = self._tables.let_unnamed_go([one for one in waiting if one not in known], before)
        uploads = self._tables.let_uploads_go(before)
        self._finish()
        return Swept(uploads, unnamed, self._lost())

    def _finish(self) -> None:
        """Remove the boxes of what was let go, then its rows, also what a crash left of it."""
        for blob, shared in self._tables.gone().items():
            if not shared:
                self._blobs.delete(blob)
            self._tables.forget(blob)

    def _lost(self) -> tuple[str, ...]:
        """Return the streams of which a box is not where it should be."""
        kept = self._tables.blobs()
        for name in self._blobs.names():
            kept.pop(name, None)
        return tuple(sorted(set(kept.values())))

    def _wrapped(self, key: bytes | None, under: bytes) -> bytes:
        if key is None:  # another secret: uploads of another server, or of an older key folder
            raise UploadUnknown
        return boxes.wrap(key, under, self._nonce())


def _check_sizes(count: int, total: int) -> None:
    if count > MOST_OF_STATEMENT:
        raise AttachmentsTooMany
    if total > MOST_OF_CASE:
        raise AttachmentsTooLarge


def _ids(uploads: Iterable[str]) -> list[str]:
    """Return ``uploads`` in their one form of text."""
    try:
        return [str(UUID(one)) for one in uploads]
    except ValueError:
        raise UploadUnknown from None
