"""The fold of a consultation: what was asked, said, recommended and answered."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Final

from ledger.domain.casework.events import DeadlineLapsed
from ledger.domain.casework.state import NO_CASEWORK, Casework, evolve_clocked
from ledger.domain.consultation.codes import Stand
from ledger.domain.consultation.events import (
    ConsultationOpened,
    ConsultationProposed,
    ContributionMade,
    Inclusion,
    MeetingHeld,
    OfficialResponseGiven,
    Phase,
    PositionTaken,
    RecommendationAdopted,
    Support,
)
from ledger.domain.consultation.kept import (
    PROPOSAL,
    ConsultationStatus,
    Contributed,
    Met,
    Proposal,
    Recommended,
    Replied,
)
from ledger.domain.dates import civil
from ledger.domain.matters import Matter, Obligation
from ledger.domain.types import EntryRef, Recorded


@dataclass(frozen=True, slots=True)
class ConsultationState(Matter):
    """A consultation.

    ``texts`` are the contributions by digest. ``positions`` are the newest ones of each participant, by
    the digest of the text. ``voices`` are the participants' tokens with the person whose key stands behind
    each; None: an intake spoke for them.
    """

    status: ConsultationStatus = ConsultationStatus.EMPTY
    proposal: Proposal | None = None
    opened: ConsultationOpened | None = None
    texts: Mapping[str, Contributed] = field(default_factory=dict)
    positions: Mapping[str, Mapping[str, Stand]] = field(default_factory=dict)
    voices: Mapping[str, str | None] = field(default_factory=dict)
    meetings: tuple[Met, ...] = ()
    recommendations: tuple[Recommended, ...] = ()
    declined: Replied | None = None
    casework: Casework = NO_CASEWORK

    @property
    def area(self) -> str | None:
        """The district that it is about; None before it is opened."""
        return None if self.opened is None else self.opened.area

    @property
    def owner(self) -> str | None:
        """The person who must answer: the one who opened it, before that the one who was proposed."""
        if self.opened is not None:
            return self.opened.owner
        return None if self.proposal is None else self.proposal.owner

    @property
    def phases(self) -> tuple[Phase, ...]:
        """The phases in which people may speak."""
        return () if self.opened is None else self.opened.phases

    @property
    def inclusion(self) -> tuple[Inclusion, ...]:
        """The groups that must be heard."""
        return () if self.opened is None else self.opened.inclusion

    @property
    def opening_lapsed(self) -> bool:
        """Whether the clock recorded that nobody opened or declined it in time."""
        return self.casework.lapsed(OPENING) is not None

    @property
    def flags(self) -> frozenset[str]:
        """Return the flags: ``overdue`` with the clock, while what lapsed is still owed."""
        return self.casework.flags

    def runs(self, day: date) -> bool:
        """Return whether people may speak on ``day``: it lies in a phase, first and last day included."""
        return any(phase.from_ <= day <= phase.to for phase in self.phases)

    def stands(self, day: date) -> ConsultationStatus:
        """Return where it stands on ``day``: answered once no answer is owed and no phase is left.

        ``status`` has this as of the last answer; afterwards a phase may end without an entry.
        """
        over = all(phase.to < day for phase in self.phases)
        if self.status is not ConsultationStatus.ANSWERING or not over:
            return self.status
        if any(item.waits for item in self.recommendations):
            return ConsultationStatus.ANSWERING
        return ConsultationStatus.ANSWERED

    def counted(self, text: str) -> Support:
        """Return the positions on the text with that digest, and on no other."""
        taken = tuple(self.positions.get(text, {}).values())
        return Support(
            agree=taken.count(Stand.AGREE),
            disagree=taken.count(Stand.DISAGREE),
            pass_=taken.count(Stand.PASS),
        )

    def recommendation(self, id_: str) -> Recommended | None:
        """Return the recommendation with that token."""
        return next((item for item in self.recommendations if item.id == id_), None)

    def place(self) -> str | None:
        """Return the district that it is about."""
        return self.area

    def evidence(self) -> tuple[str, ...]:
        """Return the evidence of the proposal."""
        return () if self.proposal is None else self.proposal.evidence

    def obligations(self, ref: EntryRef) -> tuple[Obligation, ...]:
        """Return who owes the commitments that answer ``ref`` names."""
        return tuple(
            Obligation(reply.by, None, reply.commitments, self.area)
            for item in self.recommendations
            for reply in item.replies
            if (reply.version, reply.leaf) == (ref.version, ref.leaf) and reply.commitments
        )


INITIAL: Final = ConsultationState()
OPENING: Final = "consult_open"
"""The clock that runs from the proposal."""
RESPONSES: Final = ("consult_response", "deferred_answer")
"""The clocks that run from a recommendation, and from an answer that puts one off."""
SPEAKING: Final = (ConsultationStatus.OPEN, ConsultationStatus.ANSWERING)
"""Where people may speak and recommend."""


def evolve(state: ConsultationState, recorded: Recorded) -> ConsultationState:
    """Return the state after ``recorded``. Total: an event of any other kind changes nothing."""
    match recorded.statement.says:
        case ConsultationProposed() as says:
            return _proposed(state, says, recorded)
        case ConsultationOpened() as says:
            return _opened(state, says)
        case ContributionMade() as says:
            text = Contributed(recorded.version, says.kind, says.text, says.on, says.capacity)
            return replace(state, texts={**state.texts, says.text: state.texts.get(says.text, text)})
        case PositionTaken() as says:
            return _taken(state, says, recorded)
        case MeetingHeld() as says:
            met = Met(recorded.version, says.held_on, says.minutes, says.counts, says.officials, says.dissent)
            return replace(state, meetings=(*state.meetings, met))
        case RecommendationAdopted() as says:
            return _recommended(state, says, recorded)
        case OfficialResponseGiven() as says:
            return _replied(state, says, recorded)
        case DeadlineLapsed() as says:
            return _shared(_lapsed(state, says), recorded)
        case _:
            return _shared(state, recorded)


def _shared(state: ConsultationState, recorded: Recorded) -> ConsultationState:
    shared = evolve_clocked(state.casework, recorded)
    return state if shared is state.casework else replace(state, casework=shared)


def _proposed(state: ConsultationState, says: ConsultationProposed, recorded: Recorded) -> ConsultationState:
    """The first proposal. A later one, which no rule allows, takes nothing from it."""
    if state.proposal is not None:
        return state
    proposal = Proposal(
        recorded.version,
        recorded.leaf,
        recorded.statement.by,
        says.topic,
        says.trigger,
        says.evidence,
        says.backers,
        says.owner,
    )
    first = state.status is ConsultationStatus.EMPTY
    return replace(state, proposal=proposal, status=ConsultationStatus.PROPOSED if first else state.status)


def _opened(state: ConsultationState, says: ConsultationOpened) -> ConsultationState:
    if state.opened is not None:
        return state
    before = state.status in (ConsultationStatus.EMPTY, ConsultationStatus.PROPOSED)
    return replace(
        state,
        opened=says,
        status=ConsultationStatus.OPEN if before else state.status,
        casework=state.casework.met(OPENING),
    )


def _taken(state: ConsultationState, says: PositionTaken, recorded: Recorded) -> ConsultationState:
    """A participant's newest position on a text takes the place of the one before."""
    speaker = recorded.statement.by if says.via is None else None
    on_text = {**state.positions.get(says.on, {}), says.participant: says.position}
    return replace(
        state,
        positions={**state.positions, says.on: on_text},
        voices={**state.voices, says.participant: state.voices.get(says.participant, speaker)},
    )


def _recommended(
    state: ConsultationState, says: RecommendationAdopted, recorded: Recorded
) -> ConsultationState:
    made = Recommended(
        recorded.version,
        recorded.leaf,
        says.id,
        says.text,
        says.support,
        says.minority,
        says.addressed_to,
        civil(recorded.recorded_at),
    )
    moves = state.status is not ConsultationStatus.DECLINED
    return replace(
        state,
        status=ConsultationStatus.ANSWERING if moves else state.status,
        recommendations=(*state.recommendations, made),
    )


def _replied(state: ConsultationState, says: OfficialResponseGiven, recorded: Recorded) -> ConsultationState:
    reply = Replied(
        recorded.version,
        recorded.leaf,
        recorded.statement.by,
        says.answer,
        says.reasons,
        says.until,
        says.commitments,
        says.published_on,
    )
    if says.to == PROPOSAL:
        if state.status is not ConsultationStatus.PROPOSED:
            return state
        shared = state.casework.met(OPENING)
        return replace(state, status=ConsultationStatus.DECLINED, declined=reply, casework=shared)
    answered = tuple(
        item._replace(replies=(*item.replies, reply)) if item.id == says.to else item
        for item in state.recommendations
    )
    late = {clock for item in answered if item.waits for clock in item.lapses}
    met = state.casework.met(*(clock for clock in RESPONSES if clock not in late))
    state = replace(state, recommendations=answered, casework=met)
    if state.status is ConsultationStatus.ANSWERED:
        state = replace(state, status=ConsultationStatus.ANSWERING)
    return replace(state, status=state.stands(civil(recorded.recorded_at)))


def _lapsed(state: ConsultationState, says: DeadlineLapsed) -> ConsultationState:
    """A clock ran out over a recommendation, or over an answer that put one off."""
    lapsed = tuple(
        item._replace(lapses=(*item.lapses, says.clock))
        if says.start.version in (item.version, *(reply.version for reply in item.replies))
        else item
        for item in state.recommendations
    )
    return replace(state, recommendations=lapsed)
