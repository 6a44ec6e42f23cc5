"""A vault with a folder of boxes, for tests of what is attached."""

import os
from contextlib import nullcontext
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import uuid4

import sqlalchemy as sa

from ledger.application.attachments import MOST_STAGED, Attachments, Upload
from ledger.application.sealing import Sealer
from ledger.store.attachments import AttachmentTables
from ledger.store.blobs import Folder

STREAM, OTHER = "grievance/5a11dead-0000-4000-8000-000000000001", "claim/5a11dead-0000-4000-8000-000000000002"
ONE, TWO = "5a11dead-0000-4000-8000-00000000000a", "5a11dead-0000-4000-8000-00000000000b"
WHO = "complainant"
DAY = timedelta(days=1)
LETTER = "จดหมายสมมุติ canary-7d1f".encode()


@dataclass
class Shelf:
    """A vault with a folder of boxes, and a ledger of which only the statements' ids are known."""

    vault: sa.Engine
    keys: sa.Engine
    sealer: Sealer
    home: Path
    now: datetime = datetime(2026, 11, 28, 5, tzinfo=UTC)
    log: set[str] = field(default_factory=set)

    def open(self, *, secret: bytes = b"s" * 32, most_staged: int = MOST_STAGED) -> Attachments:
        return Attachments(
            AttachmentTables(self.vault),
            Folder(self.home),
            self.sealer,
            secret,
            known=lambda ids: {one: 7 for one in ids if one in self.log},
            appending=nullcontext,
            clock=lambda: self.now,
            seed=lambda: os.urandom(32),
            nonce=lambda: os.urandom(24),
            identifier=lambda: str(uuid4()),
            most_staged=most_staged,
        )

    def files(self) -> list[str]:
        return sorted(Folder(self.home).names())

    def rows(self) -> int:
        with self.vault.connect() as connection:
            counts = [
                connection.exec_driver_sql(f"SELECT count(*) FROM {table}").scalar_one()
                for table in ("upload", "attachment")
            ]
        return sum(counts)


def kept(shelf: Shelf, content: bytes = LETTER, statement: str = ONE, stream: str = STREAM) -> Upload:
    upload = shelf.open().stage(content)
    shelf.open().keep(statement, stream, WHO, [upload.id])
    shelf.log.add(statement)
    return upload
