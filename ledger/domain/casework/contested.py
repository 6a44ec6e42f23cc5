"""Which acts of a stream await review, and which burdens are suspended meanwhile.

An act is contested, not void: it stays in force until somebody else looked at it (APA s.17). Gains go on;
what burdens the person is suspended where it is doubtful who signed at all.
"""

from collections.abc import Iterator, Mapping, Sequence
from enum import StrEnum
from typing import Final, NamedTuple

from ledger.domain.authority import Standing, same_person, standing
from ledger.domain.casebook import Conflict
from ledger.domain.casework.events import (
    ActReviewed,
    ConflictRaised,
    InformationRequested,
    InformationSupplied,
)
from ledger.domain.casework.record import authors, day_of
from ledger.domain.casework_codes import ActRuling, ConflictGround, ConflictRaisedBy, ConflictRuling
from ledger.domain.directory import RegistryState
from ledger.domain.matters import Matter
from ledger.domain.relations import interested
from ledger.domain.types import EntryRef, Recorded

NO_ACTS: Final = (ConflictRaised, InformationRequested, InformationSupplied)
"""Entries that decide nothing: a person's conflict does not make them doubtful."""


class Doubt(StrEnum):
    """Why an act awaits review."""

    KEY = "key"
    CONFLICT = "conflict"
    EXCEPTION = "exception"
    DISPUTE = "dispute"
    RESTS_ON_OVERRULED = "rests_on_overruled"
    RESTS_ON_RETRACTED = "rests_on_retracted"


class ContestedAct(NamedTuple):
    """An act that awaits review: its entry, that entry's index in the log, and every doubt about it.

    ``since`` is the index of the entry that raised the newest doubt.
    """

    act: EntryRef
    entry_index: int
    since: int
    doubts: tuple[Doubt, ...]


class _Later(NamedTuple):
    """The index of the last entry that reviewed or replaced, disputed, or took back each act."""

    settled: Mapping[EntryRef, int]
    disputed: Mapping[EntryRef, int]
    retracted: Mapping[EntryRef, int]


def contested_acts(
    matter: Matter, history: Sequence[Recorded], registry: RegistryState
) -> tuple[ContestedAct, ...]:
    """Return the acts of a stream that await review, in the order of the log.

    A doubt is settled by a later ``ActReviewed`` of the act, or by a later entry that takes its place.

    - ``key``: signed between the boundary and the revocation of a key, by whoever held it.
    - ``conflict``: made by a person who was recused afterwards, or who reported, or was found to have, a
      conflict or interest that nobody knew of; also against a recusal.
    - ``exception``: made under an urgent exception (s.18), which is reviewed afterwards.
    - ``dispute``: disputed by somebody concerned.
    - ``rests_on_overruled``: a decision that cites an act that was overruled.
    - ``rests_on_retracted``: a decision that cites what its author took back afterwards.

    Args:
        matter: The folded stream.
        history: All its entries, as far as ``matter`` is folded.
        registry: The registry, as far as it is known.
    """
    sound = is_sound(matter, registry)
    entries = [one for one in history if _doubtful_keys(one, registry)] if sound else history
    if not entries:
        return ()
    later, found = _later(matter, history), []
    for entry in entries:
        doubts = list(_doubts(matter, entry, history, later, registry))
        if not doubts:
            continue
        ref = reference(entry)
        doubts = [(since, doubt) for since, doubt in doubts if since >= later.settled.get(ref, 0)]
        if doubts:
            kinds = tuple(dict.fromkeys(doubt for _, doubt in doubts))
            found.append(ContestedAct(ref, entry.index, max(since for since, _ in doubts), kinds))
    return tuple(found)


def is_sound(matter: Matter, registry: RegistryState) -> bool:
    """Return whether nothing of a stream can be doubtful but the keys that signed it."""
    casework = matter.casework
    return not (casework.conflicts or casework.reviews or registry.interests or matter.is_doubted())


def suspended(matter: Matter, history: Sequence[Recorded], registry: RegistryState) -> tuple[EntryRef, ...]:
    """Return the decisions whose burdens are suspended, in the order of the log.

    Those are adverse acts signed with a key between its boundary and its revocation, until they are
    ratified by a review; an overruled one stays suspended. Gains go on.
    """
    waiting = {item.act for item in contested_acts(matter, history, registry) if Doubt.KEY in item.doubts}
    held = []
    for entry in history:
        ref = reference(entry)
        if not matter.burdens(entry.version) or not _doubtful_keys(entry, registry):
            continue
        review = matter.casework.review(ref)
        if ref in waiting or (review is not None and review.ruling is ActRuling.OVERRULED):
            held.append(ref)
    return tuple(held)


def citing(matter: Matter, history: Sequence[Recorded], act: EntryRef) -> tuple[EntryRef, ...]:
    """Return the decisions of this stream that cite ``act``, in the order of the log."""
    return tuple(reference(entry) for entry in history if act in matter.rests_on(entry.statement.says))


def reference(entry: Recorded) -> EntryRef:
    """Return the reference to ``entry``."""
    return EntryRef(entry.statement.stream, entry.version, entry.leaf)


def _later(matter: Matter, history: Sequence[Recorded]) -> _Later:
    """Return what was said of each act later, in one pass: the last word of each kind counts."""
    settled, disputed, retracted = dict[EntryRef, int](), dict[EntryRef, int](), dict[EntryRef, int]()
    for entry in history:
        says = entry.statement.says
        act = says.act if isinstance(says, ActReviewed) else matter.replaces(says)
        if act is not None:
            settled[act] = entry.index
        if (act := matter.disputes(says)) is not None:
            disputed[act] = entry.index
        if (act := matter.retracts(says)) is not None:
            retracted[act] = entry.index
    return _Later(settled, disputed, retracted)


def _doubts(
    matter: Matter, entry: Recorded, history: Sequence[Recorded], later: _Later, registry: RegistryState
) -> Iterator[tuple[int, Doubt]]:
    """Yield each doubt about ``entry`` with the index at which it arose."""
    lost = _doubtful_keys(entry, registry)
    if lost:
        yield max(lost), Doubt.KEY
    if not isinstance(entry.statement.says, NO_ACTS):
        yield from _of_persons(matter, entry, history, registry)
    disputed = later.disputed.get(reference(entry)) if later.disputed else None
    if disputed is not None:
        yield disputed, Doubt.DISPUTE
    if not later.retracted and not matter.casework.reviews:
        return
    for act in matter.rests_on(entry.statement.says):
        retracted = later.retracted.get(act, entry.index)
        if retracted > entry.index:
            yield retracted, Doubt.RESTS_ON_RETRACTED
        review = matter.casework.review(act)
        if review is not None and review.ruling is ActRuling.OVERRULED:
            yield history[review.version - 1].index, Doubt.RESTS_ON_OVERRULED


def _doubtful_keys(entry: Recorded, registry: RegistryState) -> tuple[int, ...]:
    """Return at which indexes keys were revoked that signed ``entry`` and have their boundary before it."""
    doubtful: tuple[int, ...] = ()
    for keyid in entry.statement.signers:
        key = registry.keys.get(keyid)
        if key is None or key.revoked is None:
            continue
        if standing(registry, keyid, entry.index) is Standing.CONTESTED:
            doubtful = (*doubtful, key.revoked)
    return doubtful


def _of_persons(
    matter: Matter, entry: Recorded, history: Sequence[Recorded], registry: RegistryState
) -> Iterator[tuple[int, Doubt]]:
    """Yield the doubts that lie in the persons who made the act."""
    if not matter.casework.conflicts and not registry.interests:
        return
    for actor in authors(registry, entry):
        for conflict in matter.casework.conflicts:
            if same_person(registry, actor, conflict.actor):
                yield from _of_conflict(conflict, entry, history)
        yield from _of_interests(matter, actor, entry, registry)


def _of_conflict(
    conflict: Conflict, entry: Recorded, history: Sequence[Recorded]
) -> Iterator[tuple[int, Doubt]]:
    """A recusal makes every act of the person doubtful; so does a report that is not an allegation."""
    if conflict.ruled is None:
        if conflict.how is not ConflictRaisedBy.CHALLENGE and entry.version < conflict.version:
            yield history[conflict.version - 1].index, Doubt.CONFLICT
        return
    at = history[conflict.ruled.version - 1].index
    match conflict.ruled.ruling:
        case ConflictRuling.RECUSED:
            yield max(at, entry.index), Doubt.CONFLICT
        case ConflictRuling.URGENT_EXCEPTION:
            kind = Doubt.EXCEPTION if entry.version > conflict.ruled.version else Doubt.CONFLICT
            yield max(at, entry.index), kind
        case ConflictRuling.MAY_ACT:
            return


def _of_interests(
    matter: Matter, actor: str, entry: Recorded, registry: RegistryState
) -> Iterator[tuple[int, Doubt]]:
    """An interest that ran on the day of the act and became known later makes it doubtful."""
    day = day_of(entry)
    if day is None:
        return
    abouts = [entry.statement.stream, *matter.looks_at(), *matter.named(), *filter(None, (matter.place(),))]
    for about in abouts:
        for interest in interested(registry, actor, about, day):
            if interest.index > entry.index and interest.ground is not ConflictGround.SAME_PERSON:
                yield interest.index, Doubt.CONFLICT
