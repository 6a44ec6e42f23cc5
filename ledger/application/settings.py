"""Where a ledger lives: its databases, attachments and keys, from options and the environment."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from ledger.application.errors import SettingMissing
from ledger.store.engines import COMMANDS, Patience

DEFAULT_DB: Final = "sqlite:///phayan.db"
DEFAULT_KEYS: Final = "keys"


def handed_over(environment: Mapping[str, str]) -> dict[str, str]:
    """Return the addresses of databases that stand in files of ``CREDENTIALS_DIRECTORY``, by variable."""
    folder = Path(environment.get("CREDENTIALS_DIRECTORY") or os.devnull)
    found = {name: folder / name.lower() for name in ("PHAYAN_DB", "PHAYAN_VAULT_DB", "PHAYAN_KEY_DB")}
    return {name: file.read_text().strip() for name, file in found.items() if file.is_file()}


@dataclass(frozen=True, slots=True)
class Settings:
    """Three databases, a folder of keys, and a folder or an object store of attachments.

    The vault holds sealed personal data and the key database the keys that open it: apart from each
    other and from the ledger, so that no backup of one gives away the others. ``patience`` is how long a
    database is waited for.
    """

    ledger_db: str
    vault_db: str
    key_db: str
    keys: Path
    blobs: str | None = None
    patience: Patience = COMMANDS

    @classmethod
    def of(cls, db: str, keys: Path, environment: Mapping[str, str]) -> "Settings":
        """Return the settings for the ledger at the URL ``db``.

        Beside an SQLite file, vault and key database are files of their own in the same folder; for
        another database each is named by ``PHAYAN_VAULT_DB`` and ``PHAYAN_KEY_DB``. Attachments lie where
        ``PHAYAN_BLOBS`` says, a folder or ``s3://bucket/prefix``; else in a folder beside the file of the
        vault; else nowhere, and none are taken.

        Raises:
            SettingMissing: A database is not named, or the URL is not one.
        """
        if "://" not in db:
            raise SettingMissing("--db takes a URL such as sqlite:///phayan.db or postgresql+psycopg://…")
        vault, key_db = environment.get("PHAYAN_VAULT_DB"), environment.get("PHAYAN_KEY_DB")
        if db.startswith("sqlite:///"):
            stem = db.removesuffix(".db")
            vault, key_db = vault or f"{stem}-vault.db", key_db or f"{stem}-data-keys.db"
        if not vault or not key_db:
            raise SettingMissing(
                "with PostgreSQL the vault and the data keys need databases of their own: "
                "set PHAYAN_VAULT_DB and PHAYAN_KEY_DB"
            )
        if len({db, vault, key_db}) < len((db, vault, key_db)):
            raise SettingMissing("the ledger, its vault and its data keys need three different databases")
        blobs = environment.get("PHAYAN_BLOBS")
        if not blobs and vault.startswith("sqlite:///"):
            blobs = str(Path(vault.removeprefix("sqlite:///")).parent / "attachments")
        return cls(db, vault, key_db, keys, blobs or None)

    @property
    def places(self) -> tuple[Path, ...]:
        """Return the folders of this machine that are written to: of SQLite files, attachments and keys."""
        files = [
            Path(url.removeprefix("sqlite:///")).parent
            for url in (self.ledger_db, self.vault_db, self.key_db)
            if url.startswith("sqlite:///")
        ]
        if self.blobs is not None and not self.blobs.startswith("s3://"):
            files.append(Path(self.blobs))
        return (*files, self.keys)

    @property
    def policy(self) -> Path:
        """Return where ``phayan init`` wrote the policy that verifiers pin."""
        return self.keys / "policy"

    @property
    def signer_memory(self) -> Path:
        """Return where the log's signer remembers what it signed last; never inside a database."""
        return self.keys / "signer.memory"
