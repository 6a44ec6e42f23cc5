"""Asked, said, answered, done: the public record of a consultation, computed and never written.

Nobody states in the log how a consultation went. It follows from what was asked, from the texts and the
positions on each, from the answers in the owner's name, and from what others found of each promise.
"""

from collections.abc import Mapping, Sequence
from typing import Final, NamedTuple

from ledger.domain.consultation.codes import Contribution
from ledger.domain.consultation.events import Inclusion, Support
from ledger.domain.consultation.kept import ConsultationStatus, Contributed, Met, Recommended, Replied
from ledger.domain.consultation.state import ConsultationState
from ledger.domain.matters import Promise

SMALL: Final = 10
"""Up to this, people are ``small`` and their number is not shown."""
STEP: Final = 5
"""Larger numbers are rounded to this."""


class Asked(NamedTuple):
    """The question, what can change, who answers and who convened. None: it was never opened."""

    topic: str
    question: str | None
    can_change: tuple[str, ...]
    owner: str | None
    convener: str | None
    evidence: int


class Said(NamedTuple):
    """A text with the positions on it, and on no other text."""

    text: str
    kind: Contribution
    on: str | None
    capacity: str
    support: Support


class Done(NamedTuple):
    """A commitment that an answer names. ``promise`` None: it was named and never made."""

    stream: str
    promise: Promise | None


class Answered(NamedTuple):
    """A recommendation with its support and the minority's view, and what its addressee answered.

    ``owed`` names the clock that waits for an answer; ``lapses`` are the clocks that ran out over it. Both
    stand beside the name of the person addressed: silence is a public fact.
    """

    id: str
    text: str
    support: Support
    minority: str | None
    addressed_to: str
    replies: tuple[Replied, ...]
    owed: str | None
    lapses: tuple[str, ...]
    done: tuple[Done, ...]


class Heard(NamedTuple):
    """A group of the inclusion plan: the most that came to one meeting, rounded to 5.

    ``shown`` None: one to ten came, which is not shown. ``met`` None: so few came that whether the minimum
    was reached would tell their number.
    """

    group: str
    minimum: int
    outreach: str
    shown: int | None
    met: bool | None


class Record(NamedTuple):
    """The record of a consultation. ``said`` has the contributions by kind, each kind in the log's order."""

    status: ConsultationStatus
    asked: Asked | None
    said: Mapping[Contribution, tuple[Said, ...]]
    meetings: int
    dissent: int
    answered: tuple[Answered, ...]
    declined: Replied | None
    heard: tuple[Heard, ...]


def record(state: ConsultationState, promises: Mapping[str, Promise | None]) -> Record:
    """Return what was asked, said, answered and done.

    Args:
        state: The folded consultation.
        promises: Where the commitments stand that its answers name, by stream.
    """
    texts = [_said(state, text) for text in state.texts.values()]
    return Record(
        status=state.status,
        asked=_asked(state),
        said={kind: tuple(text for text in texts if text.kind is kind) for kind in Contribution},
        meetings=len(state.meetings),
        dissent=sum(meeting.dissent for meeting in state.meetings),
        answered=tuple(_answered(item, promises) for item in state.recommendations),
        declined=state.declined,
        heard=tuple(_heard(plan, state.meetings) for plan in state.inclusion),
    )


def _asked(state: ConsultationState) -> Asked | None:
    proposal, opened = state.proposal, state.opened
    if proposal is None:
        return None
    return Asked(
        topic=proposal.topic,
        question=None if opened is None else opened.question,
        can_change=() if opened is None else opened.can_change,
        owner=state.owner,
        convener=None if opened is None else opened.convener,
        evidence=len(proposal.evidence if opened is None else opened.evidence),
    )


def _said(state: ConsultationState, text: Contributed) -> Said:
    return Said(text.text, text.kind, text.on, text.capacity, state.counted(text.text))


def _answered(item: Recommended, promises: Mapping[str, Promise | None]) -> Answered:
    waits = "deferred_answer" if item.deferred else "consult_response"
    named = dict.fromkeys(stream for reply in item.replies for stream in reply.commitments)
    return Answered(
        id=item.id,
        text=item.text,
        support=item.support,
        minority=item.minority,
        addressed_to=item.addressed_to,
        replies=item.replies,
        owed=waits if item.waits else None,
        lapses=item.lapses,
        done=tuple(Done(stream, promises.get(stream)) for stream in named),
    )


def _heard(plan: Inclusion, meetings: Sequence[Met]) -> Heard:
    """Return whether a group was heard. The same people may come twice, so meetings are not added up."""
    counts = [count.n for met in meetings for count in met.counts if count.group == plan.group]
    most = max((n for n in counts if n is not None), default=0)
    if most == 0 and None in counts:
        return Heard(plan.group, plan.minimum, plan.outreach, None, _met_by_few(plan.minimum))
    return Heard(plan.group, plan.minimum, plan.outreach, rounded(most), most >= plan.minimum)


def _met_by_few(minimum: int) -> bool | None:
    """Return whether one to ten people reach the minimum; None: that depends on their number."""
    if minimum <= 1:
        return True
    return False if minimum > SMALL else None


def rounded(number: int) -> int:
    """Return a number above ten, rounded to the nearest five.

    >>> [rounded(number) for number in (0, 11, 12, 13, 22, 23)]
    [0, 10, 10, 15, 20, 25]
    """
    return (number + STEP // 2) // STEP * STEP
