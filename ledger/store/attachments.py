"""What was uploaded, and what was kept of it for a statement: rows about boxes that lie in ``blobs``.

A row is written before its box and removed after it, so nothing lies among the boxes that no row names. What
is let go loses its key first, in the row; then the box goes, then the row. A crash in between leaves a row
without a key, which says what is still to be done.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any, Final, NamedTuple
from uuid import UUID

import sqlalchemy as sa

from ledger.store.engines import is_sqlite, reading, writing
from ledger.store.schema import attachment, upload

_GONE: Final = b""
"""The key of what was let go."""


class Upload(NamedTuple):
    """A file that was uploaded (a uuid as text), and not yet kept for a statement.

    ``digest`` is the SHA-256 of the file in hex, ``size`` its length, ``key`` the wrapped key of its box,
    ``at`` the time of the upload (UTC, ISO 8601).
    """

    id: str
    digest: str
    media: str
    size: int
    blob: str
    key: bytes
    at: str


class Attached(NamedTuple):
    """A file that was kept for a statement, about one subject of its stream."""

    statement: str
    upload: str
    stream: str
    subject: str
    digest: str
    media: str
    size: int
    blob: str
    key: bytes


class AttachmentTables:
    """Uploads and attachments.

    Args:
        vault: Engine of the vault's database, migrated to the branch ``vault``.
    """

    def __init__(self, vault: sa.Engine) -> None:
        self._vault = vault

    def stage(self, one: Upload, most: int) -> bool:
        """Write a row for ``one``, unless uploads that nothing was kept of would exceed ``most`` bytes."""
        kept = sa.select(attachment.c.upload)
        waiting = sa.select(sa.func.sum(upload.c.size)).where(upload.c.id.not_in(kept))
        with self._alone() as connection:
            if int(connection.execute(waiting).scalar() or 0) + one.size > most:
                return False
            values = one._asdict() | {"id": UUID(one.id).bytes, "digest": bytes.fromhex(one.digest)}
            connection.execute(upload.insert().values(values))
        return True

    def described(self, uploads: Iterable[str]) -> dict[str, tuple[str, str, int]]:
        """Return digest, media type and length of each of ``uploads`` that is there, kept or not yet."""
        wanted = [UUID(one).bytes for one in uploads]
        found: dict[str, tuple[str, str, int]] = {}
        with reading(self._vault) as connection:
            for table, name in ((upload, upload.c.id), (attachment, attachment.c.upload)):
                columns = sa.select(name, table.c.digest, table.c.media, table.c.size)
                rows = connection.execute(columns.where(name.in_(wanted), table.c.key != _GONE))
                found.update((_uuid(one), (digest.hex(), media, size)) for one, digest, media, size in rows)
        return found

    def keep(
        self,
        statement: str,
        stream: str,
        subject: str,
        uploads: Sequence[str],
        *,
        waits: str,
        wrap: Callable[[bytes], bytes],
        check: Callable[[int, int], None],
    ) -> bool:
        """Keep ``uploads`` for ``statement``, all or none. The same again changes nothing but the time.

        Args:
            statement: The id of the statement, as text.
            stream: Its stream.
            subject: Whose they are.
            uploads: Which, as text.
            waits: The present time, from which on they wait for their entry.
            wrap: Returns an upload's key as it is wrapped for the subject.
            check: Raises if a statement may not have so many attachments, or a stream so many bytes.

        Returns:
            Whether they were there to be kept.
        """
        with self._alone() as connection:
            held = {one.upload for one in _attached(connection, statement_id=UUID(statement).bytes)}
            new = [one for one in uploads if one not in held]
            staged = _staged(connection, new)
            if set(staged) != set(new):
                return False
            connection.execute(
                attachment.update()
                .values(waits=waits)
                .where(attachment.c.statement_id == UUID(statement).bytes)
            )
            for one in staged.values():
                row = Attached(statement, one.id, stream, subject, *one[1:5], wrap(one.key))
                connection.execute(attachment.insert().values(_row(row) | {"waits": waits}))
            check(*_sizes(connection, statement, stream))
        return True

    def attached(self, stream: str, subject: str) -> list[Attached]:
        """Return what is kept about ``subject`` in ``stream``."""
        with reading(self._vault) as connection:
            return _attached(connection, stream=stream, subject=subject)

    def blobs(self) -> dict[str, str]:
        """Return the names of the boxes of all that is kept, and the stream of each."""
        columns = sa.select(attachment.c.blob, attachment.c.stream)
        with reading(self._vault) as connection:
            rows = connection.execute(columns.where(attachment.c.key != _GONE, attachment.c.waits.is_(None)))
            return dict(iter(rows))

    def rewrap(self, one: Attached, key: bytes) -> None:
        """Put ``key`` in the place of the wrapped key of ``one``, if that is still the one in ``one``."""
        where = _is(one) & (attachment.c.key == one.key)
        with self._alone() as connection:
            connection.execute(attachment.update().values(key=key).where(where))

    def waiting(self, before: str) -> list[str]:
        """Return the statements for which something has waited since ``before``, or longer."""
        columns = sa.select(attachment.c.statement_id).distinct().where(attachment.c.waits < before)
        with reading(self._vault) as connection:
            return [_uuid(one) for one in connection.execute(columns).scalars()]

    def name(self, statements: Iterable[str]) -> None:
        """Let what is kept for ``statements`` wait no more, and its uploads be gone: the log holds them."""
        ids = [UUID(one).bytes for one in statements]
        if not ids:
            return
        ours = attachment.c.statement_id.in_(ids)
        with self._alone() as connection:
            connection.execute(
                upload.delete().where(upload.c.id.in_(sa.select(attachment.c.upload).where(ours)))
            )
            connection.execute(attachment.update().values(waits=None).where(ours))

    def let_uploads_go(self, before: str) -> int:
        """Let uploads go that are older than ``before``; return how many. What was kept of them stays."""
        return self._set(upload, (upload.c.at < before) & (upload.c.key != _GONE), key=_GONE)

    def let_upload_go(self, one: str) -> None:
        """Let one upload go."""
        self._set(upload, upload.c.id == UUID(one).bytes, key=_GONE)

    def let_unnamed_go(self, statements: Iterable[str], before: str) -> int:
        """Let go what has waited for ``statements`` since ``before``, or longer; return how many."""
        return self._set(attachment, _of(statements) & (attachment.c.waits < before), key=_GONE)

    def let_go(self, stream: str, subject: str, digests: Iterable[str]) -> int:
        """Let go what is kept about ``subject`` in ``stream`` with one of ``digests``; return how many.

        Uploads that it was kept of go too.
        """
        where = (
            (attachment.c.stream == stream)
            & (attachment.c.subject == subject)
            & attachment.c.digest.in_([bytes.fromhex(one) for one in digests])
        )
        origins = sa.select(attachment.c.upload).where(where)
        with self._alone() as connection:
            connection.execute(upload.update().values(key=_GONE).where(upload.c.id.in_(origins)))
            return connection.execute(attachment.update().values(key=_GONE).where(where)).rowcount

    def gone(self) -> dict[str, bool]:
        """Return the boxes of what was let go, and of each whether it is still kept for somebody else."""
        dead = sa.union(
            *(sa.select(table.c.blob).where(table.c.key == _GONE) for table in (upload, attachment))
        )
        alive = sa.union(
            *(sa.select(table.c.blob).where(table.c.key != _GONE) for table in (upload, attachment))
        )
        with reading(self._vault) as connection:
            found = set(connection.execute(dead).scalars())
            shared = set(connection.execute(alive).scalars()) & found if found else set()
        return {blob: blob in shared for blob in found}

    def forget(self, blob: str) -> None:
        """Remove the rows of what was let go with this box."""
        with self._alone() as connection:
            for table in (upload, attachment):
                connection.execute(table.delete().where(table.c.blob == blob, table.c.key == _GONE))

    def _set(self, table: sa.Table, where: sa.ColumnElement[bool], **values: Any) -> int:  # noqa: ANN401
        with self._alone() as connection:
            return connection.execute(table.update().values(values).where(where)).rowcount

    @contextmanager
    def _alone(self) -> Iterator[sa.Connection]:
        """Open a transaction whose like waits for its end: limits are over rows that others may add."""
        with writing(self._vault) as connection:
            if not is_sqlite(self._vault):
                connection.exec_driver_sql("LOCK TABLE upload IN SHARE ROW EXCLUSIVE MODE")
            yield connection


def _uuid(raw: bytes) -> str:
    return str(UUID(bytes=bytes(raw)))


def _of(statements: Iterable[str]) -> sa.ColumnElement[bool]:
    return attachment.c.statement_id.in_([UUID(one).bytes for one in statements])


def _is(one: Attached) -> sa.ColumnElement[bool]:
    return (attachment.c.statement_id == UUID(one.statement).bytes) & (
        attachment.c.upload == UUID(one.upload).bytes
    )


def _row(one: Attached) -> dict[str, Any]:
    values = one._asdict()
    return values | {
        "statement_id": UUID(values.pop("statement")).bytes,
        "upload": UUID(one.upload).bytes,
        "digest": bytes.fromhex(one.digest),
    }


def _staged(connection: sa.Connection, uploads: Iterable[str]) -> dict[str, Upload]:
    wanted = [UUID(one).bytes for one in uploads]
    rows = connection.execute(sa.select(upload).where(upload.c.id.in_(wanted), upload.c.key != _GONE))
    return {
        _uuid(one.id): Upload(
            _uuid(one.id), one.digest.hex(), one.media, one.size, one.blob, bytes(one.key), one.at
        )
        for one in rows
    }


def _attached(connection: sa.Connection, **where: Any) -> list[Attached]:  # noqa: ANN401
    query = sa.select(attachment).filter_by(**where).where(attachment.c.key != _GONE)
    rows = connection.execute(query.order_by(attachment.c.statement_id, attachment.c.upload))
    return [
        Attached(
            statement=_uuid(one.statement_id),
            upload=_uuid(one.upload),
            stream=one.stream,
            subject=one.subject,
            digest=one.digest.hex(),
            media=one.media,
            size=one.size,
            blob=one.blob,
            key=bytes(one.key),
        )
        for one in rows
    ]


def _sizes(connection: sa.Connection, statement: str, stream: str) -> tuple[int, int]:
    """Return how many attachments a statement has, and how many bytes a stream; each box counts once."""
    alive = attachment.c.key != _GONE
    count = sa.select(sa.func.count()).where(alive, attachment.c.statement_id == UUID(statement).bytes)
    boxes = (
        sa.select(attachment.c.blob, attachment.c.size).distinct().where(alive, attachment.c.stream == stream)
    )
    total = sa.select(sa.func.sum(boxes.subquery().c.size))
    return int(connection.execute(count).scalar() or 0), int(connection.execute(total).scalar() or 0)
