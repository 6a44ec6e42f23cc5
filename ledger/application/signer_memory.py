"""What the log's signer signed last, in a file that a power cut leaves whole.

Two slots take turns: one is written in place and synchronised, while the other stays as it is. A slot holds
its record twice, each with a digest, so that a write which was cut is told from one that was not, and a
damaged record is made good by its twin. Of the whole records the newest counts.

A record is four lines, origin, size, root and digest, and zero bytes. Earlier releases kept the first three
lines and nothing else; such a file is read, and replaced when the next checkpoint is signed (ADR 35).
"""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from typing import Final

from ledger.application.errors import MemoryNotKept, SignerRefused
from ledger.store.files import overwrite_durably, sync_folder, write_durably
from ledger.tlog.checkpoint import Checkpoint, format_checkpoint, parse_checkpoint
from ledger.tlog.errors import MalformedNote

_RECORD: Final = 2048  # bytes
_BEFORE_DIGEST: Final = -65  # and the end of its line
_SLOT: Final = 2 * _RECORD  # a page: a write that is torn reaches into no other slot


class SignerMemory:
    """The last tree head that was signed for one origin, in the file ``path``."""

    def __init__(self, origin: str, path: Path) -> None:
        self._origin = origin
        self._path = path
        self._kept: Checkpoint | None = None  # by this process, so that it is certainly on the disk

    def last(self) -> Checkpoint | None:
        """Return the last tree head that was kept, or None before the first.

        Raises:
            SignerRefused: The file is there and cannot be read: nobody knows what was signed.
        """
        content = self._read()
        return None if content is None else self._newest(content)

    @contextmanager
    def locked(self) -> Iterator[None]:
        """Let no other process keep anything during the block.

        Raises:
            MemoryNotKept: The lock cannot be had, or the block could not keep what it wanted to.
        """
        try:
            lock = os.open(self._path.with_name(f"{self._path.name}.lock"), os.O_RDWR | os.O_CREAT, 0o600)
            try:
                fcntl.flock(lock, fcntl.LOCK_EX)
                yield
            finally:
                os.close(lock)
        except OSError as error:
            raise MemoryNotKept(f"the signer's memory cannot be kept: {error.strerror}") from error

    def keep(self, checkpoint: Checkpoint) -> None:
        """Remember ``checkpoint``, which is durable afterwards. Only while ``locked``.

        Raises:
            OSError: The disk refused. What was remembered before still is.
            SignerRefused: As ``last``.
        """
        content = self._read()
        last = None if content is None else self._newest(content)
        if content is None or len(content) != 2 * _SLOT:
            write_durably(self._path, _slot(checkpoint) + bytes(_SLOT))
        else:
            self._keep_beside(last, content, checkpoint)
        self._kept = checkpoint

    def _keep_beside(self, last: Checkpoint | None, content: bytes, checkpoint: Checkpoint) -> None:
        """Write the slot that does not hold ``last``."""
        descriptor = os.open(self._path, os.O_RDWR)
        try:
            if last != self._kept:  # whoever wrote it may have been killed before it was durable
                os.fdatasync(descriptor)
                sync_folder(self._path.parent)
            if last != checkpoint:
                at = _SLOT if last in _records(content[:_SLOT]) else 0
                overwrite_durably(descriptor, _slot(checkpoint), at, before=content[at : at + _SLOT])
        finally:
            os.close(descriptor)

    def _read(self) -> bytes | None:
        try:
            return self._path.read_bytes()
        except FileNotFoundError:
            return None
        except OSError as error:
            raise SignerRefused(f"the signer's memory cannot be read: {error.strerror}") from error

    def _newest(self, content: bytes) -> Checkpoint:
        """Return the newest of what ``content`` holds: two slots, or the three lines of earlier releases."""
        earlier = _read_body(content)
        found = {earlier} if earlier else _records(content) if len(content) == 2 * _SLOT else set()
        newest = max(found, key=lambda checkpoint: checkpoint.size, default=None)
        if newest is None or any(each.origin != self._origin for each in found):
            raise SignerRefused(
                f"the signer's memory {self._path.name} is not of this ledger; restore the right file"
            )
        return newest


def _slot(checkpoint: Checkpoint) -> bytes:
    return _record(checkpoint) * 2


def _record(checkpoint: Checkpoint) -> bytes:
    body = format_checkpoint(checkpoint)
    data = f"{body}{sha256(body.encode()).hexdigest()}\n".encode()
    MalformedNote.unless(len(data) <= _RECORD, "the log's name is too long to be remembered")
    return data.ljust(_RECORD, b"\0")


def _records(content: bytes) -> set[Checkpoint]:
    """Return the checkpoints of the whole records in ``content``."""
    found = {_read_record(content[at : at + _RECORD]) for at in range(0, len(content), _RECORD)}
    return {checkpoint for checkpoint in found if checkpoint}


@lru_cache(maxsize=8)  # each is looked at twice: whether it may be signed over, and which slot is free
def _read_record(data: bytes) -> Checkpoint | None:
    """Return the checkpoint of a record; None if it is blank or not whole."""
    found = _read_body(data.rstrip(b"\0")[:_BEFORE_DIGEST])
    return found if found and _record(found) == data else None


def _read_body(data: bytes) -> Checkpoint | None:
    try:
        return parse_checkpoint(data.decode())
    except ValueError:
        return None
