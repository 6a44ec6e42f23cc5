"""Arbitrary events of every type, from small pools so that references meet."""

import typing
from dataclasses import MISSING, fields, is_dataclass
from datetime import date
from enum import StrEnum
from types import UnionType
from typing import Any

from hypothesis import strategies as st

from ledger.domain.catalogue import EVENTS
from ledger.domain.types import EntryRef, Event, Recorded, Says, Seen, Statement, Unknown
from tests.domain.world import ORIGIN, REGISTRY, ROOTS, actor, digest_of_next, keyid, public, stream

NAMES = (*ROOTS[:2], "olga", "ada", "olga next")
KINDS = ("programme", "claim", "grievance", "consultation", "commitment", "listing", "audit")
STREAMS = (REGISTRY, *map(stream, KINDS))
LEAVES = tuple(digit * 64 for digit in "ab")
POOLS: dict[str, tuple[str, ...]] = {
    "ActorRef": tuple(actor(name) for name in NAMES),
    "StreamRef": STREAMS,
    "Digest": (*LEAVES, digest_of_next("olga")),
    "PublicKey": tuple(public(name) for name in NAMES),
    "KeyId": tuple(keyid(name) for name in NAMES),
    "Code": ("city", "income", "f1", "peer_rank_3", "child_grant"),
    "Local": ("f1", "r1"),
    "Area": ("94", "9401"),
    "Base64": ("AAAA", "AAA="),
    "Vkey": ("ledger.example.org/2026+deadbeef+AAAA",),
    "Text": ("สำนักงาน", "Office"),
    "Instant": ("2026-11-22T03:04:05Z", "2026-12-22T03:04:05Z"),
    "Moment": ("2026-11-22", "2026-11-22T03:04:05Z"),
    "Place": (actor("olga"), stream("claim"), "94"),
    "Sealed": ("applicant/name", "named-1/name"),
    "Asked": (actor("ada"), "volunteers"),
    "Note": ("ledger.example.org/2026\n3\nAAAA\n", "x\n"),
}
DAYS = tuple(date(2026, 11, day) for day in (20, 21, 22, 23))


def values(hint: Any) -> st.SearchStrategy[Any]:  # noqa: C901 - one line for each form
    """Values of one annotation."""
    origin = typing.get_origin(hint)
    if origin in (UnionType, typing.Union):
        (inner,) = (part for part in typing.get_args(hint) if part is not type(None))
        return st.none() | values(inner)
    if origin is tuple:
        return st.lists(values(typing.get_args(hint)[0]), max_size=2).map(tuple)
    if isinstance(hint, typing.NewType):
        return st.sampled_from(POOLS[hint.__name__])
    if hint is EntryRef:
        return st.builds(EntryRef, st.sampled_from(STREAMS), st.integers(1, 3), st.sampled_from(LEAVES))
    if hint is Seen:
        return st.builds(Seen, st.integers(1, 3), st.sampled_from(LEAVES))
    if hint is str:
        return st.just("THB")
    if hint is int:
        return st.integers(-1, 4)
    if hint is bool:
        return st.booleans()
    if hint is date:
        return st.sampled_from(DAYS)
    if issubclass(hint, StrEnum):
        return st.sampled_from(list(hint))
    assert is_dataclass(hint)
    return objects(hint)


def objects(kind: Any) -> st.SearchStrategy[Any]:
    """Instances of one dataclass."""
    hints = typing.get_type_hints(kind)
    return st.builds(kind, **{field.name: values(hints[field.name]) for field in fields(kind)})


def whole(kind: Any) -> st.SearchStrategy[Any]:
    """Instances in which every optional member is there and no list is empty."""
    hints = typing.get_type_hints(kind)
    return st.builds(kind, **{field.name: _there(hints[field.name]) for field in fields(kind)})


def _there(hint: Any) -> st.SearchStrategy[Any]:
    origin = typing.get_origin(hint)
    if origin in (UnionType, typing.Union):
        (inner,) = (part for part in typing.get_args(hint) if part is not type(None))
        return _there(inner)
    if origin is tuple:
        return st.lists(_there(typing.get_args(hint)[0]), min_size=1, max_size=2).map(tuple)
    if isinstance(hint, type) and is_dataclass(hint) and hint not in (EntryRef, Seen):
        return whole(hint)
    return values(hint)


def optional(kind: Any) -> set[str]:
    """The names of the fields that may be absent."""
    return {field.name for field in fields(kind) if field.default is not MISSING}


KNOWN: tuple[type[Event], ...] = tuple(EVENTS.values())
events: st.SearchStrategy[Event] = st.one_of([objects(kind) for kind in KNOWN])
says: st.SearchStrategy[Says] = events | st.builds(Unknown, st.just("SomethingLater"), st.just(1))


@st.composite
def histories(draw: st.DrawFn) -> list[Recorded]:
    """Entries of one stream in any order, whoever signed them and whatever they refer to."""
    name = draw(st.sampled_from(STREAMS))
    return [
        Recorded(
            Statement(
                origin=ORIGIN,
                id=str(version),
                stream=name,
                type=type(event).__name__,
                schema=1,
                by=actor(draw(st.sampled_from(NAMES))),
                signers=tuple(sorted(draw(st.sets(st.sampled_from(POOLS["KeyId"]), min_size=1, max_size=3)))),
                at=None,
                seen=None,
                as_of=None,
                says=event,
                sd=draw(st.sampled_from(((), ("x",)))),
            ),
            version + 4,
            version,
            draw(st.sampled_from(LEAVES)),
            "2026-11-22T03:04:06.123Z",
        )
        for version, event in enumerate(draw(st.lists(says, max_size=8)), start=1)
    ]
