"""Large sealed boxes, outside the databases: in a folder, or in an object store.

A box is named by the SHA-256 of its own bytes, so a name tells nothing of what is sealed, and one name never
means two boxes. What is there for whom stands in ``ledger.store.attachments``.
"""

import errno
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path
from typing import Any, Final, Protocol

from ledger.store.errors import BlobsUnreachable, StorageFull
from ledger.store.files import sync_folder, write_durably

_FULL: Final = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})


class Blobs(Protocol):
    """Where boxes are kept. Names are 64 digits of hex.

    Raises:
        StorageFull, BlobsUnreachable: From each of these; what was to be written may be there or not.
    """

    def put(self, name: str, content: bytes) -> None:
        """Keep ``content``; when this returns, it survives a power cut. The same again changes nothing."""

    def get(self, name: str) -> bytes | None:
        """Return what is kept under ``name``; None if nothing is."""

    def delete(self, name: str) -> None:
        """Let nothing be kept under ``name``."""

    def names(self) -> Iterator[str]:
        """Yield the names of all that is kept, in any order."""


class Folder:
    """Boxes as files of a folder, in a folder of their own for each beginning of a name.

    Args:
        home: Made when something is put; nobody but its owner reads it.
    """

    def __init__(self, home: Path) -> None:
        self._home = home

    def put(self, name: str, content: bytes) -> None:
        """Write a file; see ``Blobs``."""
        path = self._path(name)
        with _answering():
            for folder in (self._home, path.parent):
                if not folder.is_dir():
                    folder.mkdir(mode=0o700, exist_ok=True)
                    sync_folder(folder.parent)
            write_durably(path, content)

    def get(self, name: str) -> bytes | None:
        """Read a file; see ``Blobs``."""
        with _answering():
            try:
                return self._path(name).read_bytes()
            except FileNotFoundError:
                return None

    def delete(self, name: str) -> None:
        """Remove a file, and what a cut may have left of it; see ``Blobs``."""
        path = self._path(name)
        with _answering():
            if path.parent.is_dir():
                for file in (path, *path.parent.glob(f".{name}.*")):
                    file.unlink(missing_ok=True)
                sync_folder(path.parent)

    def names(self) -> Iterator[str]:
        """List the files; see ``Blobs``."""
        with _answering():
            yield from (path.name for path in self._home.glob("??/*") if not path.name.startswith("."))

    def _path(self, name: str) -> Path:
        return self._home / name[:2] / name


class Objects:
    """Boxes as objects of a store that ``obstore`` reaches.

    Args:
        store: As ``obstore.store`` makes it, with the prefix under which names begin.
    """

    def __init__(self, store: Any) -> None:  # noqa: ANN401 - of a library that is an extra
        self._store = store
        self._obstore: Any = import_module("obstore")
        self._failures: tuple[type[Exception], ...] = (OSError, self._obstore.exceptions.BaseError)

    @classmethod
    def at(cls, url: str) -> "Objects":
        """Return the boxes at ``s3://bucket/prefix``; region and credentials as the environment has them.

        Raises:
            ImportError: The extra ``s3`` is not installed.
            BlobsUnreachable: The address is none.
        """
        with _answering((OSError, import_module("obstore").exceptions.BaseError)):
            return cls(import_module("obstore.store").from_url(url))

    def put(self, name: str, content: bytes) -> None:
        """Put an object; see ``Blobs``."""
        with _answering(self._failures):
            self._obstore.put(self._store, name, content)

    def get(self, name: str) -> bytes | None:
        """Get an object; see ``Blobs``."""
        with _answering(self._failures):
            try:
                return bytes(self._obstore.get(self._store, name).bytes())
            except FileNotFoundError:
                return None

    def delete(self, name: str) -> None:
        """Delete an object; see ``Blobs``."""
        with _answering(self._failures):
            try:
                self._obstore.delete(self._store, name)
            except FileNotFoundError:
                return

    def names(self) -> Iterator[str]:
        """List the objects; see ``Blobs``."""
        with _answering(self._failures):
            for page in self._obstore.list(self._store):
                yield from (found["path"] for found in page)


@contextmanager
def _answering(failures: tuple[type[Exception], ...] = (OSError,)) -> Iterator[None]:
    """Let only errors of the store leave the block, where a disk or an object store is what failed."""
    try:
        yield
    except failures as error:
        if isinstance(error, OSError) and error.errno in _FULL:
            raise StorageFull("the disk of the attachments is full; make room and try again") from error
        raise BlobsUnreachable("the place of the attachments cannot be reached or refused") from error
