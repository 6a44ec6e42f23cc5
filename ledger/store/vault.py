"""The vault and the keys: ciphertexts in one database, the keys to them in another.

Nothing here encrypts. The store keeps bytes, so that a backup of the ledger holds no personal data, and a
backup of the vault nothing that opens it.
"""

from collections.abc import Iterable, Mapping, Sequence
from itertools import chain
from typing import Final
from uuid import UUID

import sqlalchemy as sa

from ledger.store.awaiting import AwaitingStore
from ledger.store.boxes import MARK, SEAL, WRAP, DataKey, Mark, Pair, Sealed, mark_row, sealed_row, wrap_rows
from ledger.store.destroying import Destroying
from ledger.store.engines import writing
from ledger.store.reading import fetch, marks, parts

__all__ = ["DataKey", "Mark", "Pair", "Sealed", "Vault"]

_KEY: Final = sa.text(
    "INSERT INTO data_key (stream, subject, generation, key) VALUES (:stream, :subject, :generation, :key)"
    " ON CONFLICT DO NOTHING"
)


_COLUMNS: Final = ("stream", "subject", "generation", "key")


class Vault(Destroying):
    """Sealed disclosures, their data keys, the wraps of those keys, and the marks by which they are found.

    Args:
        vault: Engine of the vault's database, migrated to the branch ``vault``.
        keys: Engine of the keys' database, migrated to the branch ``keys``.
    """

    @property
    def awaiting(self) -> AwaitingStore:
        """Return what waits for signatures, in the same two databases."""
        return AwaitingStore(self._vault, self._keys)

    def put_sealed(self, statement: str, stream: str, subject: str, box: bytes) -> None:
        """Keep one box; see ``put_all``."""
        self.put_all([Sealed(statement, stream, subject, box)])

    def put_all(
        self, boxes: Iterable[Sealed], *, found_by: Iterable[Mark] = (), kept_at: str | None = None
    ) -> None:
        """Keep boxes and what finds them, all or none. Nothing is overwritten.

        A statement may be refused, and its id may come again with other disclosures. So boxes of one id
        stand side by side; which of them an entry means is told by the digests that it commits to.

        Args:
            boxes: What was sealed.
            found_by: Keyed marks of what they hold.
            kept_at: The present time, UTC; None for what is never to be swept.
        """
        sealed, found = [sealed_row(box, kept_at) for box in boxes], list(map(mark_row, found_by))
        if sealed:
            with writing(self._vault) as connection:
                connection.execute(SEAL, sealed)
                if found:
                    connection.execute(MARK, found)

    def sealed(self, statement: str) -> list[Sealed]:
        """Return every box that was kept for a statement, by subject."""
        return self.sealed_for([statement]).get(statement, [])

    def sealed_for(self, statements: Iterable[str]) -> dict[str, list[Sealed]]:
        """Return every box that was kept for each of ``statements``, by subject; none: it is absent."""
        found: dict[str, list[Sealed]] = {}
        for part in parts(UUID(one).bytes for one in statements):
            for box in self._boxes(f"statement_id IN ({marks(part)}) ORDER BY subject, digest", part):
                found.setdefault(box.statement, []).append(box)
        return found

    def data_key(self, stream: str, subject: str, generation: int | None = None) -> bytes | None:
        """Return the key of ``subject`` in ``stream``, the newest or that of ``generation``.

        None if there is none, or none any more.
        """
        keys = self.generations([(stream, subject)]).get((stream, subject), {})
        return keys.get(max(keys, default=0) if generation is None else generation)

    def generations(self, pairs: Iterable[Pair]) -> dict[Pair, dict[int, bytes]]:
        """Return the keys of each of ``pairs`` by generation: one, or two while something is erased."""
        found: dict[Pair, dict[int, bytes]] = {}
        for part in parts(pairs):
            rows = self._fetch(
                self._keys,
                "SELECT stream, subject, generation, key FROM data_key"  # noqa: S608 - marks alone
                f" WHERE (stream, subject) IN (VALUES {','.join(['(?,?)'] * len(part))})",
                list(chain.from_iterable(part)),
            )
            for stream, subject, generation, key in rows:
                found.setdefault((stream, subject), {})[generation] = bytes(key)
        return found

    def keep_data_key(
        self, stream: str, subject: str, key: bytes, wraps: Mapping[str, bytes], generation: int = 1
    ) -> bytes:
        """Keep ``key`` unless there is one, and return the one that holds; see ``keep_data_keys``."""
        return self.keep_data_keys([DataKey(stream, subject, key, wraps, generation)])[stream, subject]

    def keep_data_keys(self, keys: Sequence[DataKey]) -> dict[Pair, bytes]:
        """Keep each key unless there is one of its generation, and return those that hold.

        Of two processes that draw a key at the same time one wins, and both get its key. Wraps are written
        for a key that holds; after a crash in between it has none, and ``put_wraps`` makes up for them.
        """
        if not keys:
            return {}
        with writing(self._keys) as connection:
            connection.execute(
                _KEY,
                [
                    dict(zip(_COLUMNS, (one.stream, one.subject, one.generation, one.key), strict=True))
                    for one in keys
                ],
            )
            held = {(one.stream, one.subject): _key(connection, one) for one in keys}
        self.put_wraps([one for one in keys if held[one.stream, one.subject] == one.key])
        return held

    def put_wraps(self, keys: Iterable[DataKey]) -> None:
        """Keep the wraps of keys that hold already; only that of a newer generation replaces one."""
        rows = [row for one in keys for row in wrap_rows(one)]
        if rows:
            with writing(self._vault) as connection:
                connection.execute(WRAP, rows)

    def wraps(self, stream: str, subject: str) -> dict[str, bytes]:
        """Return the wraps of the newest data key by recipient."""
        found = self._fetch(
            self._vault,
            "SELECT recipient, wrapped FROM wrap WHERE stream = ? AND subject = ?",
            [stream, subject],
        )
        return {recipient: bytes(wrapped) for recipient, wrapped in found}

    def last_generation(self, stream: str, subject: str) -> int:
        """Return the highest generation of which the vault holds a box or a wrap of ``subject``; 0: none."""
        found = self._fetch(
            self._vault,
            "SELECT generation FROM sealed WHERE stream = ? AND subject = ?"
            " UNION SELECT generation FROM wrap WHERE stream = ? AND subject = ?",
            [stream, subject, stream, subject],
        )
        return max((generation for (generation,) in found), default=0)

    def marked(self, mark: bytes) -> set[Pair]:
        """Return whom ``mark`` was kept for."""
        found = self._fetch(self._vault, "SELECT DISTINCT stream, subject FROM mark WHERE mark = ?", [mark])
        return {(stream, subject) for stream, subject in found}


def _key(connection: sa.Connection, one: DataKey) -> bytes:
    found = fetch(
        connection,
        "SELECT key FROM data_key WHERE stream = ? AND subject = ? AND generation = ?",
        [one.stream, one.subject, one.generation],
    )
    return bytes(found[0][0])
