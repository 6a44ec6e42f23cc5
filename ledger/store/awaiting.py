"""Statements that lack signatures: boxes in the vault's database, and the key of each in the keys' database.

A key is written before its row and destroyed before the row loses its box. So what a crash leaves is a box
that nothing opens, or a key that opens nothing; the next sweep takes either away.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from enum import StrEnum
from typing import Any, Final, NamedTuple
from uuid import UUID

import sqlalchemy as sa

from ledger.store.engines import is_sqlite, reading, truncate_wal, writing
from ledger.store.errors import StoreLocked
from ledger.store.schema import awaiting, awaiting_key, awaiting_signer

_EMPTY: Final = b""
"""The box of what is over."""


class State(StrEnum):
    """How it stands with one: refused by the ledger it stays, until it is over or recorded after all."""

    WAITING = "waiting"
    REFUSED = "refused"
    RECORDED = "recorded"
    OVER = "over"


class Decline(StrEnum):
    """Why somebody who was asked to sign does not: a code, so that no words about a person lie here."""

    REASONS_UNCLEAR = "reasons_unclear"
    EVIDENCE_MISSING = "evidence_missing"
    RULES_DIFFER = "rules_differ"
    NOT_HEARD = "not_heard"
    TALK_FIRST = "talk_first"


class Signer(NamedTuple):
    """A key that a statement names, whose it is, and whether it has signed."""

    key: str
    actor: str
    signed: bool


class Awaiting(NamedTuple):
    """One statement that lacks signatures, or did.

    ``id`` is a uuid that nobody guesses, ``statement`` the id of the statement, ``payload`` the SHA-256 (hex)
    of what is signed. ``begun_by`` is an actor; None: a key that nobody knew was all that signed. ``at`` and
    ``until`` are UTC (ISO 8601, to the second). ``problem`` is JSON: why the ledger refused it, or
    somebody declined. ``round`` counts how often the box was sealed anew; the box is empty once it is over.
    """

    id: str
    statement: str
    payload: str
    stream: str
    type: str
    begun_by: str | None
    at: str
    until: str
    state: State
    problem: str | None
    box: bytes
    round: int
    signers: tuple[Signer, ...]


class AwaitingStore:
    """What waits for signatures.

    Args:
        vault: Engine of the vault's database, migrated to the branch ``vault``.
        keys: Engine of the keys' database, migrated to the branch ``keys``.
    """

    def __init__(self, vault: sa.Engine, keys: sa.Engine) -> None:
        self._vault = vault
        self._keys = keys

    def begin(self, one: Awaiting, key: bytes, most: int) -> str | None:
        """Keep ``one`` and the key of its box; None: ``most`` of whoever began it wait already.

        Returns:
            The id of the one with this statement that is there: another, if it was there before.
        """
        with writing(self._keys) as connection:
            connection.execute(awaiting_key.insert().values(id=_raw(one.id), key=key, at=one.at))
        kept = None
        try:
            kept = self._insert(one, most)
        finally:
            if kept != one.id:
                self._destroy_keys([one.id])
        return kept

    def _insert(self, one: Awaiting, most: int) -> str | None:
        mine = awaiting.c.begun_by.is_not_distinct_from(one.begun_by)
        count = sa.select(sa.func.count()).where(mine, awaiting.c.box != _EMPTY)
        same = sa.select(awaiting.c.id).where(awaiting.c.statement_id == _raw(one.statement))
        with self._alone() as connection:
            found = connection.execute(same).scalar()
            if found is not None:
                return _uuid(found)
            if int(connection.execute(count).scalar() or 0) >= most:
                return None
            connection.execute(awaiting.insert().values(_row(one)))
            rows = [{"id": _raw(one.id), **_signer_row(signer)} for signer in one.signers]
            connection.execute(awaiting_signer.insert(), rows)
        return one.id

    def find(self, identifier: str) -> Awaiting | None:
        """Return the one with this id (a uuid)."""
        return next(iter(self._select(awaiting.c.id == _raw(identifier), 1)), None)

    def of_statement(self, statement: str) -> Awaiting | None:
        """Return the one whose statement has this id (a uuid)."""
        return next(iter(self._select(awaiting.c.statement_id == _raw(statement), 1)), None)

    def of_actors(self, actors: Sequence[str], *, limit: int) -> list[Awaiting]:
        """Return at most ``limit`` that one of ``actors`` began or is to sign, the newest first."""
        named = sa.select(awaiting_signer.c.id).where(awaiting_signer.c.actor.in_(actors))
        return self._select(awaiting.c.begun_by.in_(actors) | awaiting.c.id.in_(named), limit)

    def key(self, identifier: str) -> bytes | None:
        """Return the key of the box with this id; None: it is over."""
        with reading(self._keys) as connection:
            wanted = sa.select(awaiting_key.c.key).where(awaiting_key.c.id == _raw(identifier))
            found = connection.execute(wanted).scalar()
        return None if found is None else bytes(found)

    def sign(self, one: Awaiting, box: bytes, signed: Sequence[str]) -> bool:
        """Put ``box`` in the place of the one that was read, and note which keys have ``signed``.

        Returns:
            False: Somebody else was quicker, or it is over; nothing was changed.
        """
        same = (awaiting.c.id == _raw(one.id)) & (awaiting.c.round == one.round) & (awaiting.c.box != _EMPTY)
        with writing(self._vault) as connection:
            changed = connection.execute(
                awaiting.update().values(box=box, round=one.round + 1).where(same)
            ).rowcount
            if changed:
                theirs = (awaiting_signer.c.id == _raw(one.id)) & awaiting_signer.c.key.in_(signed)
                connection.execute(awaiting_signer.update().values(signed=1).where(theirs))
        return bool(changed)

    def refuse(self, identifier: str, problem: str) -> None:
        """Note why the ledger refused it; what waits no more stays as it is."""
        alive = awaiting.c.box != _EMPTY
        self._set(identifier, alive, state=State.REFUSED, problem=problem)

    def end(self, identifier: str, state: State, problem: str | None = None) -> None:
        """Destroy the key of the box, then the box; note how and why it ended. What was recorded stays."""
        self._destroy_keys([identifier])
        open_still = awaiting.c.state != State.RECORDED
        self._set(identifier, open_still, state=state, problem=problem, box=_EMPTY)
        with suppress(StoreLocked):  # somebody reads: the next that ends takes the page out of the file too
            truncate_wal(self._keys)

    def late(self, now: str) -> list[Awaiting]:
        """Return what waited until a time before ``now`` and is not over."""
        return self._select((awaiting.c.until < now) & (awaiting.c.box != _EMPTY), None)

    def forget(self, before: str) -> None:
        """Remove the rows of what waited until a time before ``before``, and keys that open nothing since."""
        aged = sa.select(awaiting.c.id).where(awaiting.c.until < before)
        with reading(self._vault) as connection:
            old = list(connection.execute(aged).scalars())
        with reading(self._keys) as connection:
            drawn = sa.select(awaiting_key.c.id).where(awaiting_key.c.at < before)
            self._destroy_keys([_uuid(one) for one in connection.execute(drawn).scalars()])
        if old:
            with writing(self._vault) as connection:
                connection.execute(awaiting_signer.delete().where(awaiting_signer.c.id.in_(old)))
                connection.execute(awaiting.delete().where(awaiting.c.id.in_(old)))

    def _set(self, identifier: str, where: sa.ColumnElement[bool], **values: Any) -> None:  # noqa: ANN401
        with writing(self._vault) as connection:
            change = awaiting.update().values(values)
            connection.execute(change.where(where, awaiting.c.id == _raw(identifier)))

    def _destroy_keys(self, identifiers: Sequence[str]) -> None:
        if identifiers:
            with writing(self._keys) as connection:
                wanted = awaiting_key.c.id.in_([_raw(one) for one in identifiers])
                connection.execute(awaiting_key.delete().where(wanted))

    def _select(self, where: sa.ColumnElement[bool], limit: int | None) -> list[Awaiting]:
        newest = (awaiting.c.at.desc(), awaiting.c.id)
        with reading(self._vault) as connection:
            rows = connection.execute(sa.select(awaiting).where(where).order_by(*newest).limit(limit))
            found = [dict(row) for row in rows.mappings()]
            ids = [bytes(row["id"]) for row in found]
            named = sa.select(awaiting_signer).where(awaiting_signer.c.id.in_(ids))
            signers: dict[bytes, list[Signer]] = {}
            for one in connection.execute(named.order_by(awaiting_signer.c.key)):
                signers.setdefault(bytes(one.id), []).append(Signer(one.key, one.actor, bool(one.signed)))
        return [_awaiting(row, tuple(signers.get(bytes(row["id"]), ()))) for row in found]

    @contextmanager
    def _alone(self) -> Iterator[sa.Connection]:
        """Open a transaction whose like waits for its end: a limit is over rows that others may add."""
        with writing(self._vault) as connection:
            if not is_sqlite(self._vault):
                connection.exec_driver_sql("LOCK TABLE awaiting IN SHARE ROW EXCLUSIVE MODE")
            yield connection


def _raw(identifier: str) -> bytes:
    return UUID(identifier).bytes


def _uuid(raw: bytes) -> str:
    return str(UUID(bytes=bytes(raw)))


def _row(one: Awaiting) -> dict[str, Any]:
    values = one._asdict()
    del values["signers"]
    return values | {
        "id": _raw(one.id),
        "statement_id": _raw(values.pop("statement")),
        "payload": bytes.fromhex(one.payload),
    }


def _signer_row(signer: Signer) -> dict[str, Any]:
    return signer._asdict() | {"signed": int(signer.signed)}


def _awaiting(row: Mapping[Any, Any], signers: tuple[Signer, ...]) -> Awaiting:
    return Awaiting(
        id=_uuid(row["id"]),
        statement=_uuid(row["statement_id"]),
        payload=bytes(row["payload"]).hex(),
        stream=row["stream"],
        type=row["type"],
        begun_by=row["begun_by"],
        at=row["at"],
        until=row["until"],
        state=State(row["state"]),
        problem=row["problem"],
        box=bytes(row["box"]),
        round=row["round"],
        signers=signers,
    )
