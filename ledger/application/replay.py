"""Replaying a stream: at an index, at a time, or as the signer of a statement had it before them.

"As seen by" answers what a decider knew: what they had seen and cited, what they had seen and not
cited, and what was recorded later. The decider's own signature over ``seen`` draws the line.
"""

import dataclasses
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from enum import Enum
from typing import Any
from uuid import UUID

from ledger.application.errors import NoSuchEntry
from ledger.application.fastpath import read_recorded
from ledger.application.ledger import Ledger
from ledger.domain.states import evolve, initial
from ledger.domain.types import EntryRef, Recorded
from ledger.store.recorder import Row


@dataclasses.dataclass(frozen=True, slots=True)
class Shown:
    """One entry as it is shown. ``knowledge`` is cited, seen, this or later in a decider's view."""

    index: int
    version: int
    type: str
    by: str
    signed: tuple[str, ...]
    at: str | None
    recorded_at: str
    leaf: str
    data: dict[str, Any]
    knowledge: str | None = None


@dataclasses.dataclass(frozen=True, slots=True)
class Replay:
    """A stream at one moment: its state, and its entries in order."""

    stream: str
    state: dict[str, Any]
    entries: tuple[Shown, ...]


def replay(ledger: Ledger, stream: str, *, at: int | datetime | None = None) -> Replay:
    """Return ``stream`` as it stood after the entry of index ``at``, or at the time ``at``; else now.

    Raises:
        NoSuchEntry: The stream has no entry by then.
    """
    rows = ledger.store.stream(stream)
    recorded = [read_recorded(row.entry, row.leaf) for row in rows]
    if isinstance(at, int):
        recorded = [one for one in recorded if one.index <= at]
    elif at is not None:
        recorded = [one for one in recorded if datetime.fromisoformat(one.recorded_at) <= at]
    if not recorded:
        raise NoSuchEntry("the log holds no entry of that stream by then; check the stream and the moment")
    custody = _custodies(ledger)
    return Replay(stream, _folded(stream, recorded), tuple(_shown(one, custody) for one in recorded))


def stream_of(ledger: Ledger, name: str) -> str:
    """Return the stream ``name``, or the one in which the entry of that index stands.

    Raises:
        NoSuchEntry: The log has no entry of that index.
    """
    if not (name.isascii() and name.isdigit()):
        return name
    row = ledger.store.entry(int(name))
    if row is None:
        raise NoSuchEntry("the log holds no entry of that index")
    return row.stream


def replay_as_seen_by(ledger: Ledger, stream: str, statement: str) -> Replay:
    """Return ``stream`` as the signer of ``statement`` (its uuid, or its index in the log) had it.

    On the statement's own stream the line is ``seen``; on the claim that a determination answers it is
    ``claim_seen``; on any other stream it is the entry's place in the log.

    Raises:
        NoSuchEntry: There is no such statement, or the signer had nothing of the stream before them.
    """
    decided = _entry(ledger, statement)
    recorded = [read_recorded(row.entry, row.leaf) for row in ledger.store.stream(stream)]
    line = _line(decided, stream, recorded)
    seen = [one for one in recorded if one.version <= line]
    if not seen:
        raise NoSuchEntry("nothing of that stream was in the log when the statement was signed")
    cited = set(_cited(decided.statement.says))
    custody = _custodies(ledger)
    shown = []
    for one in recorded:
        knowledge = "this" if one.index == decided.index else "later"
        if one.version <= line:
            knowledge = "cited" if (one.statement.stream, one.version, one.leaf) in cited else "seen"
        shown.append(_shown(one, custody, knowledge))
    return Replay(stream, _folded(stream, seen), tuple(shown))


def _entry(ledger: Ledger, statement: str) -> Recorded:
    row: Row | None = None
    if statement.isascii() and statement.isdigit():
        row = ledger.store.entry(int(statement))
    else:
        try:
            identifier = str(UUID(statement))
        except ValueError:
            raise NoSuchEntry("a statement is named by its uuid or by its index in the log") from None
        index = ledger.known([identifier]).get(identifier)
        row = None if index is None else ledger.store.entry(index)
    if row is None:
        raise NoSuchEntry("the log holds no such statement; take its id or index from `phayan show`")
    return read_recorded(row.entry, row.leaf)


def _line(decided: Recorded, stream: str, recorded: Sequence[Recorded]) -> int:
    """Return the last version of ``stream`` that the signer had before them."""
    statement = decided.statement
    if statement.stream == stream:
        return statement.seen.version if statement.seen else decided.version - 1
    claim_seen = getattr(statement.says, "claim_seen", None)
    contested = any(one.leaf == claim_seen.leaf for one in recorded) if claim_seen else False
    if claim_seen and contested:
        return int(claim_seen.version)
    return max((one.version for one in recorded if one.index < decided.index), default=0)


def _cited(value: object) -> Iterator[tuple[str, int, str]]:
    """Yield every entry that an event refers to, however deep."""
    if isinstance(value, EntryRef):
        yield value.stream, value.version, value.leaf
    elif isinstance(value, tuple):
        for item in value:
            yield from _cited(item)
    elif dataclasses.is_dataclass(value):
        for field in dataclasses.fields(value):
            yield from _cited(getattr(value, field.name))


def _folded(stream: str, recorded: Sequence[Recorded]) -> dict[str, Any]:
    state = initial(stream)
    for one in recorded:
        state = evolve(state, one)
    plain: dict[str, Any] = _plain(state)
    return plain


def _custodies(ledger: Ledger) -> dict[str, str]:
    """Return under which custody each key was enrolled."""
    registry = ledger.registry()
    return {name: str(key.custody) for name, key in registry.keys.items()}


def _shown(one: Recorded, custody: dict[str, str], knowledge: str | None = None) -> Shown:
    statement = one.statement
    data: dict[str, Any] = _plain(statement.says)
    signed = tuple(f"{name} ({custody.get(name, 'root')})" for name in statement.signers)
    return Shown(
        one.index,
        one.version,
        statement.type,
        statement.by,
        signed,
        statement.at,
        one.recorded_at,
        one.leaf,
        data,
        knowledge,
    )


def _plain(value: object) -> Any:  # noqa: ANN401 - JSON of any shape
    """Return a value of the domain as JSON: absent members and empty collections are left out."""
    if dataclasses.is_dataclass(value):
        members = {
            field.name.removesuffix("_"): _plain(getattr(value, field.name))
            for field in dataclasses.fields(value)
        }
        return {name: member for name, member in members.items() if member not in (None, [], {})}
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, frozenset | set):
        return sorted(_plain(item) for item in value)
    if isinstance(value, tuple | list):
        return [_plain(item) for item in value]
    if isinstance(value, dict):
        return {str(name): _plain(member) for name, member in value.items()}
    return value
