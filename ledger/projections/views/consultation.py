"""The record of a consultation: asked, said, answered, done. It is computed, never written."""

from dataclasses import dataclass
from datetime import date
from typing import Final

from ledger.domain.codes import Role
from ledger.domain.consultation.events import GroupCount, Inclusion, Phase, Support
from ledger.domain.consultation.kept import Met, Recommended, Replied
from ledger.domain.consultation.state import ConsultationState
from ledger.domain.dates import civil
from ledger.domain.prefix import Prefix
from ledger.domain.relations import above
from ledger.projections.standing import flags_of
from ledger.projections.views.commitments import Commitment, view_commitment
from ledger.projections.views.periods import ClockStands, Period, periods

SMALL: Final = "small"
"""In the place of a count of 1 to 10, which is never shown."""
LARGEST_SMALL: Final = 10
ROUNDED: Final = 5


@dataclass(frozen=True, slots=True)
class Group:
    """Whom the consultation must hear. ``below``: fewer than ``minimum`` came to its meetings in all.

    Where numbers are small and unknown, the record says so only if it is certain. Nobody is turned away.
    """

    group: str
    minimum: int
    outreach: str
    below: bool


@dataclass(frozen=True, slots=True)
class Asked:
    """The question, what can change, and who answers. Digests are those of published texts."""

    topic: str | None
    trigger: str | None
    proposed_by: str | None
    backers: int
    evidence: tuple[str, ...]
    question: str | None
    can_change: tuple[str, ...]
    owner: str | None
    convener: str | None
    area: str | None
    languages: tuple[str, ...]
    phases: tuple[Phase, ...]
    inclusion: tuple[Group, ...]


@dataclass(frozen=True, slots=True)
class Text:
    """A text on file, and the positions on it and on no other."""

    version: int
    kind: str
    text: str
    on: str | None
    capacity: str
    support: Support


@dataclass(frozen=True, slots=True)
class Meeting:
    """A meeting; of each group how many came: ``small`` for 1 to 10, others to the nearest five."""

    version: int
    held_on: date
    minutes: str
    groups: dict[str, int | str]
    officials: tuple[str, ...]
    dissent: bool


@dataclass(frozen=True, slots=True)
class Answered:
    """A recommendation with its support and the minority's view, every answer to it, and what was done.

    ``waits`` are the clocks that run for an answer. ``silent`` counts the days since the last of them ran
    out without one: then the name of ``addressed_to`` stands there, and those of the ``superiors``.
    """

    id: str
    version: int
    text: str
    support: Support
    minority: str | None
    addressed_to: str
    adopted_on: date
    replies: tuple[Replied, ...]
    owed: bool
    waits: tuple[Period, ...]
    silent: int
    superiors: tuple[str, ...]
    done: tuple[Commitment, ...]


@dataclass(frozen=True, slots=True)
class ConsultationView:
    """A consultation at one position of the log and on one day. ``declined`` is the answer to a proposal."""

    stream: str
    size: int
    now: str
    state: str
    flags: tuple[str, ...]
    asked: Asked
    said: tuple[Text, ...]
    voices: int
    meetings: tuple[Meeting, ...]
    answered: tuple[Answered, ...]
    declined: Replied | None


def view_consultation(prefix: Prefix, stream: str) -> ConsultationView | None:
    """Return the record of ``stream``; None if it is no consultation."""
    state = prefix.state(stream)
    if not isinstance(state, ConsultationState):
        return None
    clocks = periods(prefix, stream)
    return ConsultationView(
        stream,
        prefix.size,
        prefix.now,
        str(state.stands(civil(prefix.now))),
        flags_of(state),
        _asked(state),
        tuple(
            Text(one.version, str(one.kind), one.text, one.on, one.capacity, state.counted(one.text))
            for one in sorted(state.texts.values(), key=lambda one: one.version)
        ),
        len(state.voices),
        tuple(map(_meeting, state.meetings)),
        tuple(_answered(prefix, one, clocks) for one in state.recommendations),
        state.declined,
    )


def _asked(state: ConsultationState) -> Asked:
    proposal, opened = state.proposal, state.opened
    cases = () if proposal is None else proposal.evidence
    more = () if opened is None else opened.evidence
    return Asked(
        None if proposal is None else proposal.topic,
        None if proposal is None else str(proposal.trigger),
        None if proposal is None else proposal.by,
        0 if proposal is None else proposal.backers,
        tuple(dict.fromkeys((*cases, *more))),
        None if opened is None else opened.question,
        () if opened is None else opened.can_change,
        state.owner,
        None if opened is None else opened.convener,
        state.area,
        () if opened is None else opened.languages,
        state.phases,
        tuple(_group(one, state.meetings) for one in state.inclusion),
    )


def _group(one: Inclusion, meetings: tuple[Met, ...]) -> Group:
    counts = (count for meeting in meetings for count in meeting.counts if count.group == one.group)
    most = sum(LARGEST_SMALL if count.n is None else count.n for count in counts)
    return Group(one.group, one.minimum, one.outreach, most < one.minimum)


def _meeting(one: Met) -> Meeting:
    groups: dict[str, int | str] = {count.group: _shown(count) for count in one.counts}
    return Meeting(one.version, one.held_on, one.minutes, groups, one.officials, one.dissent)


def _shown(count: GroupCount) -> int | str:
    """Return a count as it may be shown: no cell of 1 to 10, and no other to the head.

    A half goes to the even five, as Python rounds; no reader can tell which side it came from.
    """
    if count.n is None or 1 <= count.n <= LARGEST_SMALL:
        return SMALL
    return ROUNDED * round(count.n / ROUNDED)


def _answered(prefix: Prefix, one: Recommended, clocks: tuple[Period, ...]) -> Answered:
    own = {one.version, *(reply.version for reply in one.replies)}
    waits = tuple(clock for clock in clocks if clock.waiting and clock.derivation.start in own)
    over = [-clock.left for clock in waits if clock.stands is ClockStands.OVER and clock.left is not None]
    silent = max(over, default=0)
    streams = dict.fromkeys(stream for reply in one.replies for stream in reply.commitments)
    found = (view_commitment(prefix, stream) for stream in streams)
    return Answered(
        one.id,
        one.version,
        one.text,
        one.support,
        one.minority,
        one.addressed_to,
        one.adopted_on,
        one.replies,
        one.waits,
        waits,
        silent,
        superiors(prefix, one.addressed_to) if silent else (),
        tuple(commitment for commitment in found if commitment is not None),
    )


def superiors(prefix: Prefix, actor: str) -> tuple[str, ...]:
    """Return who stands above ``actor`` on the day of ``prefix``, in the order of the registry."""
    registry = prefix.registry
    supervising = (
        name
        for name, held in registry.mandates.items()
        if any(mandate.role is Role.SUPERVISOR for mandate in held)
    )
    return tuple(name for name in supervising if above(registry, name, actor, prefix.now))
