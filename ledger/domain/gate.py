"""The gate of persons: who may not decide, handle, assign, report or review here.

It stands before ``HandlerAssigned``, ``EligibilityDecided``, ``DecisionRevised``, ``GrievanceDetermined``,
``AppealReported`` and ``ActReviewed``. Persons are compared, never keys or mandates.

Two kinds of reasons. What the record itself shows (earlier decider, attester, assister, party, named)
bars without a ruling, and no ruling lifts it. What somebody reported bars as the law says: a ground of
s.13 until it is ruled on, a recusal for good, serious partiality where the person reports it.

Source: APA s.13 to s.18.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import NamedTuple

from ledger.domain.authority import persons, same_person
from ledger.domain.casebook import Casework, Conflict
from ledger.domain.casework_codes import ConflictGround, ConflictRuling
from ledger.domain.codes import Role
from ledger.domain.dates import civil
from ledger.domain.directory import Interest, RegistryState
from ledger.domain.errors import ConflictOfInterest
from ledger.domain.matters import Answered, Matter
from ledger.domain.prefix import Prefix, Submission
from ledger.domain.relations import actors_of, interested, interests_between
from ledger.domain.types import Recorded


class Involved(NamedTuple):
    """Who has a part in a matter, or in what it looks at again, by the kind of part."""

    deciders: frozenset[str]
    attesters: frozenset[str]
    assisters: frozenset[str]
    parties: frozenset[str]
    named: frozenset[str]


def check_gate(matter: Matter, actors: Iterable[str], given: Submission) -> None:
    """Check that none of ``actors`` has a part of their own in ``matter``: as persons.

    Raises:
        ConflictOfInterest: ``coi_prior_decider`` for whoever decided what is looked at again or had it in
            hand at a lower level; ``coi_attester_in_case``; ``coi_assister``; ``coi_party`` for whoever
            filed it; ``coi_named_in_complaint``; ``coi_declared_interest``;
            ``coi_recused``; ``coi_pending`` while a ruling is awaited.
    """
    prefix = given.prefix
    involved = involved_in(matter, prefix)
    for actor in dict.fromkeys(actors):
        _check_part(actor, involved, prefix.registry)
        _check_interests(matter, actor, given)
        check_conflicts(matter.casework, actor, prefix.registry)


def involved_in(matter: Matter, prefix: Prefix) -> Involved:
    """Return who has a part in ``matter`` and in what it looks at again, down to the first instance."""
    own = _involved(matter, matter.barred(), prefix.registry)
    for below in _looked_at(matter, prefix):
        theirs = _involved(below, below.deciders(), prefix.registry)
        own = Involved(*(mine | more for mine, more in zip(own, theirs, strict=True)))
    return own


def _involved(matter: Matter, acts: Iterable[Answered], registry: RegistryState) -> Involved:
    """Return who has a part in one matter; the deciders are those of ``acts``."""
    return Involved(
        frozenset(person for act in acts for person in persons(registry, act)),
        frozenset(matter.attesters()),
        frozenset(matter.assisters()),
        frozenset(matter.parties()),
        frozenset(matter.named()),
    )


def _looked_at(matter: Matter, prefix: Prefix) -> Iterator[Matter]:
    """Yield each matter that ``matter`` looks at again, and those that they looked at, each once."""
    waiting, known = list(matter.looks_at()), set[str]()
    while waiting:
        stream = waiting.pop()
        if stream not in known:
            known.add(stream)
            below = prefix.state(stream)
            waiting.extend(below.looks_at())
            yield below


def _check_part(actor: str, involved: Involved, registry: RegistryState) -> None:
    if _among(registry, actor, involved.deciders):
        raise ConflictOfInterest("coi_prior_decider")
    if _among(registry, actor, involved.attesters):
        raise ConflictOfInterest("coi_attester_in_case")
    if _among(registry, actor, involved.assisters):
        raise ConflictOfInterest("coi_assister")
    if _among(registry, actor, involved.parties):
        raise ConflictOfInterest("coi_party")
    if _among(registry, actor, involved.named):
        raise ConflictOfInterest("coi_named_in_complaint")


def _among(registry: RegistryState, actor: str, others: frozenset[str]) -> bool:
    return not others.isdisjoint(actors_of(registry, actor))


def interests_in(matter: Matter, stream: str, actor: str, prefix: Prefix, day: date) -> tuple[Interest, ...]:
    """Return what ``actor`` has in ``matter`` on ``day`` (Bangkok), as they declared or oversight found.

    In the stream itself, in what is looked at again, in its place, and in whoever is a party to it, is named
    or decided what is looked at again: with those, whoever of the two declared it.
    """
    registry = prefix.registry
    if not registry.interests:
        return ()
    streams = (stream, *matter.looks_at(), *filter(None, (matter.place(),)))
    found = [item for about in streams for item in interested(registry, actor, about, day)]
    involved = involved_in(matter, prefix)
    for other in sorted(involved.parties | involved.named | involved.deciders):
        found.extend(interests_between(registry, actor, other, day))
    return tuple(item for item in found if item.ground is not ConflictGround.SAME_PERSON)


def _check_interests(matter: Matter, actor: str, given: Submission) -> None:
    """A declared interest bars, unless the superior ruled on that ground here, or urgency lifts it."""
    registry, day = given.prefix.registry, _day_of_act(given)
    if not registry.interests or day is None:
        return
    interests = interests_in(matter, given.statement.stream, actor, given.prefix, day)
    if not interests:
        return
    own = [item for item in matter.casework.conflicts if same_person(registry, actor, item.actor)]
    history = given.prefix.history(given.statement.stream)
    if not all(_is_lifted(interest, own, history) for interest in interests):
        raise ConflictOfInterest("coi_declared_interest")


def _is_lifted(interest: Interest, conflicts: Iterable[Conflict], history: Sequence[Recorded]) -> bool:
    """Return whether a ruling lifts the interest. Whatever is declared after the ruling is judged anew."""
    return any(
        interest.index < history[item.ruled.version - 1].index
        and (
            item.ruled.ruling is ConflictRuling.URGENT_EXCEPTION
            or (item.ruled.ruling is ConflictRuling.MAY_ACT and item.ground is interest.ground)
        )
        for item in conflicts
        if item.ruled is not None
    )


def _day_of_act(given: Submission) -> date | None:
    """Return the day on which the act counts: today, or that of the old record; None: unknown.

    Without parties nobody has signed yet: somebody is warned before the act.
    """
    at = given.prefix.now
    if given.parties and given.parties[0].mandate.role is Role.IMPORTER:
        if given.statement.at is None:
            return None
        at = given.statement.at
    return civil(at)


def check_conflicts(casework: Casework, actor: str, registry: RegistryState) -> None:
    """Check that nothing reported about ``actor`` keeps them from acting.

    Raises:
        ConflictOfInterest: ``coi_recused``, ``coi_pending``.
    """
    if not casework.conflicts:
        return
    own = [item for item in casework.conflicts if same_person(registry, actor, item.actor)]
    excepted = _excepted(own)
    for conflict in own:
        if conflict.ruled is None:
            if conflict.suspends() and conflict.version > excepted:
                raise ConflictOfInterest("coi_pending")
        elif conflict.ruled.ruling is ConflictRuling.RECUSED and conflict.ruled.version > excepted:
            raise ConflictOfInterest("coi_recused")


def _excepted(conflicts: Iterable[Conflict]) -> int:
    """Return the version of the newest urgent exception (s.18); 0 where there is none.

    It lifts what was reported or ruled before. Whatever is reported later is judged anew.
    """
    rulings = [item.ruled for item in conflicts if item.ruled is not None]
    return max(
        (item.version for item in rulings if item.ruling is ConflictRuling.URGENT_EXCEPTION), default=0
    )
