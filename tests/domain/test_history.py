"""Laws of the fold: history is never refused, and every prefix of it is a legal state."""

from collections.abc import Iterator, Sequence
from functools import reduce

import pytest
from hypothesis import given

from ledger.domain.authority import Standing, key_id, standing
from ledger.domain.catalogue import STREAM_KINDS
from ledger.domain.claim.state import ClaimState, ClaimStatus
from ledger.domain.directory import RegistryState
from ledger.domain.grievance.state import GrievanceState, GrievanceStatus
from ledger.domain.matters import OtherStream
from ledger.domain.programme.state import ProgrammeState
from ledger.domain.states import StreamState, evolve, initial
from ledger.domain.types import Recorded, Says, Statement, Unknown
from tests.domain.strategies import STREAMS, histories
from tests.domain.world import ORIGIN, actor, stream

CLAIM_FLAGS = {
    "notice_in_transit",
    "defective_notice",
    "defective_reasons",
    "no_application",
    "pressure",
    "pressure_not_asked",
}
GRIEVANCE_FLAGS = {
    "notice_in_transit",
    "defective_notice",
    "defective_reasons",
    "no_filing",
    "out_of_order",
    "anonymous",
    "urgent",
    "sensitive",
    "transfer_pending",
    "deemed_admissible",
    "contested_by_citizen",
    "help_given",
    "lapsed_contest",
    "pressure",
    "pressure_not_asked",
    "audit",
    "assist_unconfirmed",
}


def check_legal(state: StreamState) -> None:
    """Check what holds of every state, however it came about."""
    match state:
        case ClaimState():
            check_legal_claim(state)
        case GrievanceState():
            check_legal_grievance(state)
        case RegistryState():
            check_legal_registry(state)
        case ProgrammeState():
            assert [item.entry for item in state.versions] == sorted(item.entry for item in state.versions)
        case OtherStream():
            raise AssertionError("no history of these tests is of another kind")
        case _:
            pass


def check_legal_claim(state: ClaimState) -> None:
    if state.status in (ClaimStatus.DECIDED, ClaimStatus.NOTIFIED, ClaimStatus.FINAL):
        assert state.decisions
    if state.status is ClaimStatus.OPEN:
        assert state.application is not None
    assert (state.application is None) == (state.received is None)
    assert state.flags <= CLAIM_FLAGS
    versions = [item.version for item in state.attestations]
    assert versions == sorted(set(versions))


def check_legal_grievance(state: GrievanceState) -> None:
    if state.status is GrievanceStatus.DETERMINED:
        assert state.determinations
    if state.status is GrievanceStatus.REMEDY_DUE:
        assert state.ordered
    if state.status is GrievanceStatus.FILED:
        assert state.filing is not None
    assert state.confirmed <= state.ordered
    assert state.unanswered <= state.ordered
    assert {item.remedy for item in state.reported} <= state.ordered
    assert ("transfer_pending" in state.flags) == (state.offered_to is not None)
    assert (
        (state.status is GrievanceStatus.CLOSED) == (state.closed is not None) == (state.closing is not None)
    )
    assert state.flags <= GRIEVANCE_FLAGS


def check_legal_registry(state: RegistryState) -> None:
    assert all(key_id(key.public) == keyid == key.id for keyid, key in state.keys.items())
    assert state.founded.root.keys() <= state.keys.keys()
    for change in state.changes:
        assert state.governance(change.effective).root.keys() <= state.keys.keys()
    assert all(state.persons[other] == known for known in state.persons.values() for other in known)
    for held_by, held in state.mandates.items():
        assert all(mandate.actor == held_by for mandate in held)
    for keyid, key in state.keys.items():
        assert standing(state, keyid, key.enrolled - 1) is Standing.UNKNOWN
        if key.revoked is not None:
            assert standing(state, keyid, key.revoked) in (Standing.REVOKED, Standing.UNKNOWN)


def prefixes(history: Sequence[Recorded], start: StreamState) -> Iterator[StreamState]:
    yield start
    for recorded in history:
        start = evolve(start, recorded)
        yield start


def fold(history: Sequence[Recorded], start: StreamState) -> StreamState:
    return reduce(evolve, history, start)


@given(histories())
def test_history_is_never_refused_and_every_prefix_is_legal(history: Sequence[Recorded]) -> None:
    start = initial(history[0].statement.stream) if history else initial(STREAMS[0])

    for state in prefixes(history, start):
        check_legal(state)


@pytest.mark.parametrize(
    "illegal",
    [ClaimState(status=ClaimStatus.DECIDED), GrievanceState(status=GrievanceStatus.CLOSED)],
    ids=["decided without a decision", "closed by nobody"],
)
def test_an_illegal_state_would_be_found(illegal: StreamState) -> None:
    with pytest.raises(AssertionError):
        check_legal(illegal)


@given(histories())
def test_two_folds_of_one_history_are_equal(history: Sequence[Recorded]) -> None:
    for name in STREAMS:
        assert fold(history, initial(name)) == fold(list(history), initial(name))


@given(histories())
def test_an_event_of_no_or_another_kind_changes_nothing(history: Sequence[Recorded]) -> None:
    for name in STREAMS:
        kind = name.partition("/")[0]
        own = [item for item in history if kind in kinds_of(item.statement.says)]

        assert fold(history, initial(name)) == fold(own, initial(name))


@given(histories())
def test_what_nobody_knows_changes_nothing_wherever_it_stands(history: Sequence[Recorded]) -> None:
    name = history[0].statement.stream if history else STREAMS[0]
    later = Recorded(unknown(name), 99, 99, "c" * 64, "2026-11-22T03:04:06.123Z")

    for state in prefixes(history, initial(name)):
        assert evolve(state, later) is state


def kinds_of(says: Says) -> tuple[str, ...]:
    return () if isinstance(says, Unknown) else STREAM_KINDS[type(says)]


def unknown(name: str) -> Statement:
    return Statement(
        origin=ORIGIN,
        id="1",
        stream=name,
        type="SomethingLater",
        schema=1,
        by=actor("olga"),
        signers=(),
        at=None,
        seen=None,
        as_of=None,
        says=Unknown("SomethingLater", 1),
        sd=(),
    )


def test_a_stream_of_an_unknown_kind_never_changes() -> None:
    name = stream("something")
    later = Recorded(unknown(name), 99, 99, "c" * 64, "2026-11-22T03:04:06.123Z")

    assert initial(name) == OtherStream()
    assert evolve(initial(name), later) == OtherStream()
    assert not initial(name).deciders()
    assert not initial(name).attesters()
    assert not initial(name).assisters()
