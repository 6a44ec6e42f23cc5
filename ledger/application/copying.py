"""Copies of the attachments, which lie outside the databases: the last of what one run copies.

A row is written before its box and removed after it, so whatever a copy of the vault names lies in the place
of the boxes until it is let go. A box that came later is named by no row of the copies, and no key opens it.
"""

from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

from ledger.application.settings import Settings
from ledger.store.attachments import AttachmentTables
from ledger.store.blobs import Folder
from ledger.store.engines import open_engine
from ledger.store.errors import SchemaOutdated
from ledger.store.migrations import check_current


class Copied(NamedTuple):
    """How many boxes were copied, their bytes, and how many are lost: absent or damaged, and not let go."""

    files: int
    bytes: int
    lost: int


def copy_attachments(settings: Settings, folder: Path) -> Copied:
    """Copy every box of the folder that ``settings.blobs`` names into ``folder``, sealed as they are.

    Args:
        settings: Name a folder, not an object store.
        folder: Made if it is not there.

    Raises:
        BlobsUnreachable, StorageFull: One cannot be read, or its copy cannot be written.
        StoreError: The vault cannot be read.
    """
    there, copy = Folder(Path(settings.blobs or "")), Folder(folder)
    folder.mkdir(mode=0o700, exist_ok=True)
    kept, sizes = _kept(settings.vault_db), dict[str, int]()
    for name in there.names():
        box = there.get(name)
        if box is not None and sha256(box).hexdigest() == name:
            copy.put(name, box)
            sizes[name] = len(box)
    lost = kept - sizes.keys()
    if lost:  # some may have been erased meanwhile
        lost &= _kept(settings.vault_db)
    return Copied(len(sizes), sum(sizes.values()), len(lost))


def _kept(vault_db: str) -> set[str]:
    """Return the boxes that the vault names for entries; none where its tables are of another release."""
    engine = open_engine(vault_db, create=False)
    try:
        check_current(engine, "vault")
        return set(AttachmentTables(engine).blobs())
    except SchemaOutdated:  # copies are made before an upgrade too; then nothing is compared
        return set()
    finally:
        engine.dispose()
