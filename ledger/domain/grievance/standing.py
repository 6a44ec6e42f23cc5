"""Whose line a grievance complains about, and who therefore neither handles it nor speaks for the citizen.

Source: rules R9 and R10 of the project.
"""

from collections.abc import Iterable
from datetime import date
from typing import Final, NamedTuple

from ledger.domain.authority import persons
from ledger.domain.casework_codes import Kind
from ledger.domain.codes import Auth
from ledger.domain.dates import civil
from ledger.domain.entries import entry
from ledger.domain.errors import ConflictOfInterest, RuleBroken
from ledger.domain.grievance.anonymity import check_via
from ledger.domain.grievance.records import GrievanceState
from ledger.domain.matters import Matter
from ledger.domain.outside import check_outside, lines_at
from ledger.domain.parts import Via
from ledger.domain.prefix import Prefix, Submission
from ledger.domain.profile import check_handed_over, demand
from ledger.domain.relations import above, lines_of

OF_ATTESTERS: Final = (Kind.ATTESTATION_DISPUTE, Kind.ATTESTATION_REFUSED)
"""Kinds that complain about whoever attested, or would not."""
OF_PERSONS: Final = (Kind.CONDUCT_COMPLAINT, Kind.INTEGRITY_ALLEGATION, Kind.RETALIATION)
"""Kinds that nobody of the accused's line handles."""


class _Moment(NamedTuple):
    """A day in Bangkok, and the size of the log then."""

    day: date
    size: int


def accused(state: GrievanceState, prefix: Prefix) -> frozenset[str]:
    """Return the persons complained about: whoever made what is contested, and whoever is named."""
    found = set(state.named())
    for item in state.contests:
        claim = prefix.state(item.claim)
        decision, attester = claim.decision(item.entry), claim.attester(item.entry)
        if decision is not None:
            found.update(persons(prefix.registry, decision.answered))
        elif attester is not None and state.kind in OF_ATTESTERS:
            found.add(attester)
    streams = [ref for ref in state.about if not ref.startswith("actor/")]
    if state.appeal_of is not None:
        streams.append(state.appeal_of)
    for stream in streams:
        for act in prefix.state(stream).deciders():
            found.update(persons(prefix.registry, act))
    return frozenset(found)


def accused_lines(state: GrievanceState, prefix: Prefix) -> frozenset[str]:
    """Return the lines of the accused: those of today, of the day of the filing, and of the contested act."""
    return _lines(accused(state, prefix), state, prefix)


def is_kept_from(state: Matter, prefix: Prefix, actor: str) -> bool:
    """Return whether ``state`` is a complaint about a person of a line of ``actor``: none of it is for them.

    Source: rule R9 of the project.
    """
    if not isinstance(state, GrievanceState) or state.kind not in OF_PERSONS:
        return False
    lines = lines_of(prefix.registry, actor, prefix.now)
    return not lines.isdisjoint(accused_lines(state, prefix))


def lines_complained_about(state: GrievanceState, prefix: Prefix) -> frozenset[str]:
    """Return the lines of the accused, and of everybody who has or had the grievance in hand."""
    registry = prefix.registry
    handling = {person for act in state.took_part for person in persons(registry, act)}
    every = accused(state, prefix) | handling | {*state.handlers, *state.stood_down}
    return _lines(every, state, prefix)


def _lines(people: Iterable[str], state: GrievanceState, prefix: Prefix) -> frozenset[str]:
    moments = _moments(state, prefix)
    return frozenset(
        line
        for person in people
        for moment in moments
        for line in lines_at(prefix.registry, person, moment.day, moment.size)
    )


def _moments(state: GrievanceState, prefix: Prefix) -> list[_Moment]:
    """Return this moment, that of the filing, and those of the acts that are contested."""
    stamps = [(prefix.now, prefix.size)]
    if state.filed_at is not None:
        stamps.append(state.filed_at)
    for item in state.contests:
        recorded = entry(prefix, item.entry)
        if recorded is not None:
            stamps.append((recorded.recorded_at, recorded.index))
    return [_Moment(civil(when), index) for when, index in stamps]


def check_citizen(state: GrievanceState, via: Via | None, given: Submission) -> None:
    """Check that the citizen speaks, through an intake that the complaint is not about (R10).

    Raises:
        RuleBroken: ``profile_demands``; ``citizen_unknown`` if nothing shows that it was the citizen;
            ``anonymous_identified``.
        ConflictOfInterest: ``coi_line_complained_about``.
    """
    demand(via=via)
    if via is not None:
        if via.auth is Auth.NONE:
            raise RuleBroken("citizen_unknown")
        check_via(state, via)
        demand(handed_over_on=via.handed_over_on)
        check_handed_over(via, given.prefix.now)
    signers = [party.actor for party in given.parties]
    check_outside(signers, lines_complained_about(state, given.prefix), given.prefix)


def check_handling(
    state: GrievanceState, handlers: tuple[str, ...], assigner: str, given: Submission
) -> None:
    """Check that a complaint is not left to the line that it is about (R9).

    An appeal of the first instance goes to the same authority by law; there the determination takes a
    second signer of another line. Complaints about persons stay out of the accused's line whole, and so
    does one that was written down by somebody of that line (R4).

    Raises:
        ConflictOfInterest: ``coi_line_complained_about``, ``coi_line_alone``.
    """
    if state.kind is Kind.APPEAL:
        return
    prefix = given.prefix
    lines = accused_lines(state, prefix)
    people = (*handlers, assigner)
    if state.kind in OF_PERSONS or not lines.isdisjoint(_lines(state.assisters(), state, prefix)):
        check_outside(people, lines, prefix)
        for person in accused(state, prefix):
            if any(above(prefix.registry, person, handler, prefix.now) for handler in handlers):
                raise ConflictOfInterest("coi_line_complained_about")
    elif all(not lines.isdisjoint(lines_of(prefix.registry, one, prefix.now)) for one in people):
        raise ConflictOfInterest("coi_line_alone")


def check_upper(state: GrievanceState, members: Iterable[str], given: Submission) -> None:
    """Check that the upper instance neither shares a line with a decider nor stands over or under one.

    Raises:
        ConflictOfInterest: ``coi_upper_instance``.
    """
    prefix = given.prefix
    registry, now = prefix.registry, prefix.now
    deciders = accused(state, prefix) | {
        person for act in state.took_part for person in persons(registry, act)
    }
    lines = _lines(deciders, state, prefix)
    for member in members:
        if not lines.isdisjoint(lines_of(registry, member, now)) or any(
            above(registry, member, one, now) or above(registry, one, member, now) for one in deciders
        ):
            raise ConflictOfInterest("coi_upper_instance")
