"""The vault and the keys: ciphertexts in one database, the keys to them in another.

Nothing here encrypts. The store keeps bytes, so that a backup of the ledger holds no personal data, and a
backup of the vault nothing that opens it.
"""

from collections.abc import Iterable, Mapping, Sequence
from hashlib import sha256
from typing import Any, Final, NamedTuple
from uuid import UUID

import sqlalchemy as sa

from ledger.store.engines import reading, writing
from ledger.store.reading import fetch


class Sealed(NamedTuple):
    """The sealed disclosures of one statement (its id as text) about one subject."""

    statement: str
    stream: str
    subject: str
    box: bytes


class DataKey(NamedTuple):
    """The key of one subject in one stream, and its wraps by recipient."""

    stream: str
    subject: str
    key: bytes
    wraps: Mapping[str, bytes]


_SEAL: Final = sa.text(
    "INSERT INTO sealed (statement_id, subject, digest, stream, box)"
    " VALUES (:statement_id, :subject, :digest, :stream, :box) ON CONFLICT DO NOTHING"
)
_WRAP: Final = sa.text(
    "INSERT INTO wrap (stream, subject, recipient, wrapped)"
    " VALUES (:stream, :subject, :recipient, :wrapped) ON CONFLICT DO NOTHING"
)
_KEY: Final = sa.text(
    "INSERT INTO data_key (stream, subject, key) VALUES (:stream, :subject, :key) ON CONFLICT DO NOTHING"
)


class Vault:
    """Sealed disclosures, their data keys, and the wraps of those keys.

    Args:
        vault: Engine of the vault's database, migrated to the branch ``vault``.
        keys: Engine of the keys' database, migrated to the branch ``keys``.
    """

    def __init__(self, vault: sa.Engine, keys: sa.Engine) -> None:
        self._vault = vault
        self._keys = keys

    def put_sealed(self, statement: str, stream: str, subject: str, box: bytes) -> None:
        """Keep one box; see ``put_all``."""
        self.put_all([Sealed(statement, stream, subject, box)])

    def put_all(self, boxes: Iterable[Sealed]) -> None:
        """Keep boxes, all or none. Nothing is overwritten.

        A statement may be refused, and its id may come again with other disclosures. So boxes of one id
        stand side by side; which of them an entry means is told by the digests that it commits to.
        """
        rows = [
            {
                "statement_id": UUID(box.statement).bytes,
                "subject": box.subject,
                "digest": sha256(box.box).digest(),
                "stream": box.stream,
                "box": box.box,
            }
            for box in boxes
        ]
        if rows:
            with writing(self._vault) as connection:
                connection.execute(_SEAL, rows)

    def sealed(self, statement: str) -> list[Sealed]:
        """Return every box that was kept for a statement, by subject."""
        found = self._fetch(
            self._vault,
            "SELECT stream, subject, box FROM sealed WHERE statement_id = ? ORDER BY subject, digest",
            [UUID(statement).bytes],
        )
        return [Sealed(statement, stream, subject, bytes(box)) for stream, subject, box in found]

    def data_key(self, stream: str, subject: str) -> bytes | None:
        """Return the key of ``subject`` in ``stream``; None if there is none, or none any more."""
        found = self._fetch(
            self._keys, "SELECT key FROM data_key WHERE stream = ? AND subject = ?", [stream, subject]
        )
        return bytes(found[0][0]) if found else None

    def keep_data_key(self, stream: str, subject: str, key: bytes, wraps: Mapping[str, bytes]) -> bytes:
        """Keep ``key`` unless there is one, and return the one that holds; see ``keep_data_keys``."""
        return self.keep_data_keys([DataKey(stream, subject, key, wraps)])[stream, subject]

    def keep_data_keys(self, keys: Sequence[DataKey]) -> dict[tuple[str, str], bytes]:
        """Keep each key unless (stream, subject) has one, and return those that hold.

        Of two processes that draw a key at the same time one wins, and both get its key. Wraps are written
        for a key that holds; after a crash in between it has none, and ``put_wraps`` makes up for them.
        """
        if not keys:
            return {}
        with writing(self._keys) as connection:
            connection.execute(
                _KEY, [{"stream": one.stream, "subject": one.subject, "key": one.key} for one in keys]
            )
            held = {(one.stream, one.subject): _key(connection, one) for one in keys}
        self.put_wraps([one for one in keys if held[one.stream, one.subject] == one.key])
        return held

    def put_wraps(self, keys: Iterable[DataKey]) -> None:
        """Keep the wraps of keys that hold already. A recipient's wrap is never replaced."""
        rows = [
            {"stream": one.stream, "subject": one.subject, "recipient": recipient, "wrapped": wrapped}
            for one in keys
            for recipient, wrapped in one.wraps.items()
        ]
        if rows:
            with writing(self._vault) as connection:
                connection.execute(_WRAP, rows)

    def wraps(self, stream: str, subject: str) -> dict[str, bytes]:
        """Return the wraps of a data key by recipient."""
        found = self._fetch(
            self._vault,
            "SELECT recipient, wrapped FROM wrap WHERE stream = ? AND subject = ?",
            [stream, subject],
        )
        return {recipient: bytes(wrapped) for recipient, wrapped in found}

    def _fetch(self, engine: sa.Engine, statement: str, parameters: Sequence[Any]) -> list[tuple[Any, ...]]:
        with reading(engine) as connection:
            return fetch(connection, statement, parameters)


def _key(connection: sa.Connection, one: DataKey) -> bytes:
    found = fetch(
        connection, "SELECT key FROM data_key WHERE stream = ? AND subject = ?", [one.stream, one.subject]
    )
    return bytes(found[0][0])
