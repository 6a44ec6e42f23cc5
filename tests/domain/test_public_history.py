"""Laws of the fold of consultations, commitments, listings and audits: total, and legal in any order."""

import os
from collections.abc import Sequence
from datetime import timedelta
from functools import reduce

from hypothesis import given, settings
from hypothesis import strategies as st

from ledger.domain.audit.state import AuditState, AuditStatus
from ledger.domain.casework.events import DeadlineLapsed, PeriodExtended
from ledger.domain.catalogue import STREAM_KINDS
from ledger.domain.commitment.state import CommitmentState, CommitmentStatus
from ledger.domain.consultation.codes import Answer, Verified
from ledger.domain.consultation.kept import ConsultationStatus
from ledger.domain.consultation.record import record
from ledger.domain.consultation.state import ConsultationState
from ledger.domain.listing.state import ListingState, ListingStatus
from ledger.domain.states import StreamState, evolve, initial
from ledger.domain.types import Recorded, Statement
from tests.domain.cases import TODAY
from tests.domain.consulting import CONSULTATION, answer, consultation, day, decline, opened, recommended
from tests.domain.strategies import objects
from tests.domain.world import ORIGIN, actor, keyid, stream

EXAMPLES = int(os.environ.get("PHAYAN_EXAMPLES", "30"))
KINDS = ("consultation", "commitment", "listing", "audit")
OWN = {
    kind: [event for event, kinds in STREAM_KINDS.items() if kinds == (kind,)]
    + [DeadlineLapsed, PeriodExtended]
    for kind in KINDS
}


@st.composite
def histories(draw: st.DrawFn, kinds: tuple[str, ...] = KINDS) -> list[Recorded]:
    """Entries of one stream of these kinds, in any order."""
    kind = draw(st.sampled_from(kinds))
    name = stream(kind)
    says = draw(st.lists(st.one_of([objects(event) for event in OWN[kind]]), max_size=9))
    return [
        Recorded(
            Statement(
                origin=ORIGIN,
                id=str(version),
                stream=name,
                type=type(event).__name__,
                schema=1,
                by=actor(draw(st.sampled_from(("olga", "ada")))),
                signers=(keyid("olga"),),
                at=None,
                seen=None,
                as_of=None,
                says=event,
                sd=(),
            ),
            version + 4,
            version,
            "a" * 64,
            draw(st.sampled_from(("2026-11-21T03:04:06.123Z", "2026-11-23T03:04:06.123Z"))),
        )
        for version, event in enumerate(says, start=1)
    ]


def check_legal(state: StreamState) -> None:
    match state:
        case ConsultationState():
            check_legal_consultation(state)
        case CommitmentState():
            check_legal_commitment(state)
        case ListingState():
            assert (state.posted is None) == (state.status is ListingStatus.EMPTY)
        case AuditState():
            assert (state.frame is None) == (state.status is AuditStatus.EMPTY)
            if state.status in (AuditStatus.DRAWN, AuditStatus.REPORTED):
                assert state.draw is not None
        case _:
            raise AssertionError(state)


def check_legal_consultation(state: ConsultationState) -> None:
    match state.status:
        case ConsultationStatus.EMPTY:
            assert state.proposal is None
        case ConsultationStatus.PROPOSED:
            assert state.proposal is not None
        case ConsultationStatus.OPEN:
            assert state.opened is not None
        case ConsultationStatus.ANSWERING:
            assert state.recommendations
        case ConsultationStatus.ANSWERED:
            assert not any(item.waits for item in state.recommendations)
        case ConsultationStatus.DECLINED:
            assert state.declined is not None
    for text, taken in state.positions.items():
        counted = state.counted(text)
        assert counted.agree + counted.disagree + counted.pass_ == len(taken)
        assert taken.keys() <= state.voices.keys()
    shown = record(state, {})
    assert len(shown.answered) == len(state.recommendations)
    assert sum(map(len, shown.said.values())) == len(state.texts)


def check_legal_commitment(state: CommitmentState) -> None:
    if state.status is not CommitmentStatus.EMPTY:
        assert state.made is not None
    assert (state.made is None) == (state.due is None) == (state.promise() is None)
    if state.status is CommitmentStatus.MET:
        assert Verified.MET in [item.finding for item in state.checked]
        assert not state.broken
    if state.broken:
        assert Verified.NOT_MET in [item.finding for item in state.checked]


@settings(max_examples=EXAMPLES, deadline=None)
@given(histories())
def test_every_prefix_of_every_history_is_a_legal_state(history: Sequence[Recorded]) -> None:
    if not history:
        return
    state = initial(history[0].statement.stream)
    check_legal(state)
    for recorded in history:
        state = evolve(state, recorded)
        check_legal(state)


@settings(max_examples=EXAMPLES, deadline=None)
@given(histories())
def test_two_folds_are_equal(history: Sequence[Recorded]) -> None:
    if history:
        start = initial(history[0].statement.stream)
        assert reduce(evolve, history, start) == reduce(evolve, list(history), start)


@settings(max_examples=EXAMPLES, deadline=None)
@given(histories())
def test_what_was_first_keeps_its_place(history: Sequence[Recorded]) -> None:
    """A proposal, an opening, a promise, a posting, a frame: a second one takes nothing from the first."""
    if not history:
        return
    state = initial(history[0].statement.stream)
    kept: dict[str, object] = {}
    for recorded in history:
        state = evolve(state, recorded)
        for name in ("proposal", "opened", "made", "posted", "frame", "draw", "sealed_at"):
            value = getattr(state, name, None)
            assert kept.setdefault(name, value) == value or kept[name] is None
            kept[name] = value


def test_a_no_to_the_proposal_that_comes_too_late_ends_nothing() -> None:
    world, _ = opened()
    world.record(world.statement(CONSULTATION, decline(), "susi"))

    assert consultation(world).status is ConsultationStatus.OPEN
    assert consultation(world).declined is None


def test_an_answer_that_puts_off_what_was_answered_opens_it_again() -> None:
    """No rule allows it; if it stands in a log nevertheless, an answer is owed again."""
    world, _, _ = recommended()
    world.now = day(40)
    world.say(CONSULTATION, answer(), "susi")
    assert consultation(world).status is ConsultationStatus.ANSWERED
    world.record(world.statement(CONSULTATION, answer(Answer.DEFER, until=TODAY), "susi"))

    assert consultation(world).status is ConsultationStatus.ANSWERING


@settings(max_examples=EXAMPLES, deadline=None)
@given(histories(("consultation",)), st.integers(-2, 2))
def test_no_day_makes_an_owed_answer_given(history: Sequence[Recorded], days: int) -> None:
    state = reduce(evolve, history, initial(stream("consultation")))
    assert isinstance(state, ConsultationState)
    if not any(item.waits for item in state.recommendations):
        return
    last = max((phase.to for phase in state.phases), default=None)
    if last is not None:
        assert state.stands(last + timedelta(days=days)) is not ConsultationStatus.ANSWERED
