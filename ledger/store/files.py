"""Files that must survive a power cut whole or not at all."""

import contextlib
import os
from pathlib import Path


def write_durably(path: Path, content: bytes, *, mode: int = 0o600) -> None:
    """Replace ``path`` by ``content``: temporary file, fsync, rename, fsync of the folder.

    A cut at any moment leaves the old file or the new one, never an empty or a torn one.

    Raises:
        OSError: The disk refused. The old file is untouched.
    """
    temporary = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, mode)
        try:
            _write(descriptor, content, 0)
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
        temporary.replace(path)
    except OSError:
        with contextlib.suppress(OSError):
            temporary.unlink()
        raise
    sync_folder(path.parent)


def overwrite_durably(descriptor: int, content: bytes, at: int, *, before: bytes) -> None:
    """Write ``content`` into an open file, over ``before``, which has its length and stands at byte ``at``.

    A cut leaves any part of either there: it is for the reader to tell, and to have another copy.

    Raises:
        OSError: The disk refused. Whoever reads the file finds ``before``.
    """
    try:
        _write(descriptor, content, at)
        os.fdatasync(descriptor)
    except OSError:
        with contextlib.suppress(OSError):  # nobody may take for durable what perhaps is not
            _write(descriptor, before, at)
        raise


def sync_folder(folder: Path) -> None:
    """Let what was made, renamed or removed in ``folder`` survive a power cut.

    Raises:
        OSError: The disk refused.
    """
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _write(descriptor: int, content: bytes, at: int) -> None:
    while content:
        written = os.pwrite(descriptor, content, at)
        content, at = content[written:], at + written
