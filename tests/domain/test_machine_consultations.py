"""Whole consultations under every act of everybody: support, answers and verification keep their laws.

Invariants 20 (a position counts for one text and one participant), 21 (after its clock every adopted
recommendation has an answer, or a lapse beside the name of whoever owes it) and 22 (no owner, and nobody
in a line with the owner, verifies a promise).
"""

import os
from collections import Counter
from datetime import timedelta
from functools import cache
from itertools import count

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from ledger.domain import lapsing
from ledger.domain.codes import Role
from ledger.domain.commitment.events import CommitmentVerified
from ledger.domain.commitment.next_step import next_steps as after_commitment
from ledger.domain.commitment.state import CommitmentState, CommitmentStatus
from ledger.domain.consultation.codes import Answer, Contribution, Progress, Stand, Verified
from ledger.domain.consultation.events import PositionTaken, RecommendationAdopted
from ledger.domain.consultation.kept import ConsultationStatus
from ledger.domain.consultation.next_step import next_steps as after_consultation
from ledger.domain.consultation.record import record
from ledger.domain.dates import civil
from ledger.domain.errors import Refused
from ledger.domain.judge import judge
from ledger.domain.parts import Via
from ledger.domain.relations import lines_of
from ledger.domain.types import Digest, EntryRef, Event, Local, Recorded
from tests.domain.cases import TODAY, but, via
from tests.domain.consulting import (
    COMMITMENT,
    CONSULTATION,
    answer,
    consultation,
    contribution,
    day,
    decline,
    digest,
    gathered,
    meeting,
    opening,
    phase,
    position,
    progress,
    promise,
    proposal,
    recommendation,
    support,
    verification,
)
from tests.domain.test_public_history import check_legal
from tests.domain.world import World, actor, hire, stream

EXAMPLES = int(os.environ.get("PHAYAN_EXAMPLES", "30"))
NAMES = ("fay", "kira", "pim", "pong", "prae", "susi", "sara", "vera", "ada", "ines", "lina", "otto", "cleo")
TEXTS = tuple(digest(name) for name in ("bus", "van", "boat"))
TOKENS = ("p1", "p2", "p3")
COMMITMENTS = (COMMITMENT, stream("commitment", "two"))
names, tokens = st.sampled_from(NAMES), st.none() | st.none() | st.sampled_from(TOKENS)
texts = st.sampled_from((*TEXTS[:1] * 4, *TEXTS))
seldom = st.sampled_from((False, False, False, True))


def mostly(*right: str) -> st.SearchStrategy[str]:
    """Usually one of those who may, now and then anybody."""
    return st.sampled_from((*right * (40 // len(right)), *NAMES))


people, owners = mostly("pim", "pong", "prae"), mostly("susi", "susi", "susi", "sara")
facilitators, conveners = mostly("fay"), mostly("kira")
OWN = {"pim": "p1", "pong": "p2", "prae": "p3"}


@cache
def start() -> tuple[Recorded, ...]:
    """A ledger in which persons and roles come apart: an owner who is a participant too, and so on."""
    world, _ = gathered()
    hire(world, "susi", Role.PARTICIPANT, "line-b")
    hire(world, "lina", Role.PARTICIPANT, "line-b")
    hire(world, "otto", Role.PARTICIPANT, "line-q")
    hire(world, "pim", Role.FACILITATOR, "village")
    hire(world, "prae", Role.OVERSIGHT, "village")
    return tuple(world.log)


class Consultations(RuleBasedStateMachine):
    """Many people try many acts; what is refused changes nothing."""

    world: World

    @initialize(begun=st.integers(0, 3))
    def gather(self, begun: int) -> None:
        self.world = World()
        for recorded in start():
            self.world.record(recorded.statement)
        self.days = 0
        self.tokens = count(1)
        if begun > 0:
            self.world.say(CONSULTATION, proposal(), "fay")
            self.world.say(CONSULTATION, opening(phases=(phase("hear", 0, 60),)), "susi", "kira")
            self.world.say(CONSULTATION, contribution(TEXTS[0]), "pim")
        if begun > 1:
            self.world.say(
                CONSULTATION, recommendation(support(), text=TEXTS[0], id=Local("r0")), "fay", "pim"
            )
        if begun > 2:
            self.world.say(CONSULTATION, answer(to=Local("r0")), "susi")

    def attempt(self, name: str, says: Event, *signers: str) -> bool:
        statement = self.world.statement(name, says, *dict.fromkeys(signers))
        try:
            judge(statement, self.world)
        except Refused:
            return False
        self.world.record(statement)
        return True

    def received(self) -> Via:
        """What an intake took over today."""
        return but(via(), handed_over_on=TODAY + timedelta(days=self.days))

    @precondition(lambda self: consultation(self.world).opened is None)
    @rule(name=facilitators)
    def propose(self, name: str) -> None:
        self.attempt(CONSULTATION, proposal(), name)

    @precondition(lambda self: consultation(self.world).opened is None)
    @rule(name=owners, convener=conveners)
    def open(self, name: str, convener: str) -> None:
        phases = (phase("hear", self.days, self.days + 60),)
        self.attempt(CONSULTATION, opening(phases=phases), name, convener)

    @rule(name=owners)
    def decline(self, name: str) -> None:
        if self.days > 3:
            self.attempt(CONSULTATION, decline(published_on=TODAY + timedelta(days=self.days)), name)

    @rule(name=people, text=texts, on=st.none() | texts, received=seldom)
    def contribute(self, name: str, text: str, on: str | None, *, received: bool) -> None:
        kind = Contribution.PROPOSAL if on is None else Contribution.AMENDMENT
        says = contribution(Digest(text), kind=kind, on=on, via=self.received() if received else None)
        self.attempt(CONSULTATION, says, name)

    @rule(
        name=people,
        text=texts,
        token=tokens,
        stand=st.sampled_from(Stand),
        received=seldom,
    )
    def take(self, name: str, text: str, token: str | None, stand: Stand, *, received: bool) -> None:
        voice = OWN.get(name, "p4") if token is None else token
        says = position(voice, stand, on=text, via=self.received() if received else None)
        self.attempt(CONSULTATION, says, name)

    @rule(name=facilitators, one=people, other=names)
    def meet(self, name: str, one: str, other: str) -> None:
        says = meeting(held_on=TODAY + timedelta(days=self.days))
        self.attempt(CONSULTATION, says, name, one, other)

    @rule(
        name=facilitators,
        delegate=people,
        text=texts,
        guess=st.none()
        | st.none()
        | st.builds(support, st.integers(0, 3), st.integers(0, 3), st.integers(0, 3)),
        to=st.sampled_from(("susi", "sara")),
    )
    def recommend(self, name: str, delegate: str, text: str, guess: object, to: str) -> None:
        state = consultation(self.world)
        says = recommendation(
            state.counted(text) if guess is None else guess,  # type: ignore[arg-type]
            id=Local(f"r{next(self.tokens)}"),
            text=text,
            minority=digest("minority"),
            addressed_to=actor(to),
        )
        self.attempt(CONSULTATION, says, name, delegate)

    @precondition(lambda self: bool(consultation(self.world).recommendations))
    @rule(name=owners, said=st.sampled_from(Answer), index=st.integers(0, 5))
    def answer(self, name: str, said: Answer, index: int) -> None:
        items = consultation(self.world).recommendations
        today = TODAY + timedelta(days=self.days)
        until = today + timedelta(days=20) if said is Answer.DEFER else None
        says = answer(said, to=Local(items[index % len(items)].id), until=until, published_on=today)
        made = self.world.state(COMMITMENT).promise() is not None
        if says.commitments and made:
            says = but(says, commitments=(COMMITMENTS[1],))
        self.attempt(CONSULTATION, says, name)

    @precondition(lambda self: bool(consultation(self.world).recommendations))
    @rule(name=st.sampled_from(("susi", "sara")), which=st.sampled_from((*COMMITMENTS[:1] * 3, *COMMITMENTS)))
    def commit(self, name: str, which: str) -> None:
        due = TODAY + timedelta(days=self.days + 20)
        for recorded in self.world.history(CONSULTATION):
            source = EntryRef(CONSULTATION, recorded.version, recorded.leaf)
            if self.attempt(which, promise(source, owner=actor(name), due=due), name):
                return

    @precondition(lambda self: self.world.head(COMMITMENT) is not None)
    @rule(
        name=owners,
        which=st.sampled_from((*COMMITMENTS[:1] * 3, *COMMITMENTS)),
        status=st.sampled_from(Progress),
    )
    def progress(self, name: str, which: str, status: Progress) -> None:
        self.attempt(which, progress(status, evidence=(digest("why"),)), name)

    @precondition(lambda self: self.world.head(COMMITMENT) is not None)
    @rule(
        one=people,
        other=people,
        which=st.sampled_from((*COMMITMENTS[:1] * 3, *COMMITMENTS)),
        finding=st.sampled_from(Verified),
        role=st.sampled_from((Role.PARTICIPANT, Role.OVERSIGHT)),
    )
    def verify(self, one: str, other: str, which: str, finding: Verified, role: Role) -> None:
        self.attempt(which, verification(finding, role), one, other)

    @rule(days=st.sampled_from((1, 3, 12)))
    def wait(self, days: int) -> None:
        """Time goes by, and the clock records what is due."""
        self.days += days
        self.world.now = day(self.days)
        for name in (CONSULTATION, *COMMITMENTS):
            for act in lapsing.lapses_due(self.world, name, self.world.now):
                self.world.say(name, act.says, "cleo")

    @invariant()
    def a_position_counts_for_one_text_and_one_participant(self) -> None:
        state = consultation(self.world)
        newest: dict[tuple[str, str], Stand] = {}
        speakers: dict[str, set[str | None]] = {}
        for recorded in self.world.history(CONSULTATION):
            says = recorded.statement.says
            if isinstance(says, PositionTaken):
                newest[says.on, says.participant] = says.position
                speaker = recorded.statement.by if says.via is None else None
                speakers.setdefault(says.participant, set()).add(speaker)
            if isinstance(says, RecommendationAdopted):
                found = Counter(stand for (text, _), stand in newest.items() if text == says.text)
                counted = support(found[Stand.AGREE], found[Stand.DISAGREE], found[Stand.PASS])
                assert says.support == counted
        assert all(len(found) == 1 for found in speakers.values())
        own = [found for voices in speakers.values() for found in voices if found is not None]
        assert len(own) == len(set(own))
        for text in TEXTS:
            assert sum(1 for (on, _) in newest if on == text) == sum(
                (state.counted(text).agree, state.counted(text).disagree, state.counted(text).pass_)
            )

    @invariant()
    def after_its_clock_a_recommendation_has_an_answer_or_a_lapse_with_a_name(self) -> None:
        state = consultation(self.world)
        items = state.recommendations
        today = civil(self.world.now)
        for item in items:
            assert item.addressed_to in (actor("susi"), actor("sara"))
            assert {reply.by for reply in item.replies} <= {item.addressed_to}
            deadline = item.replies[-1].until if item.deferred else item.adopted_on + timedelta(days=30)
            assert deadline is not None
            if deadline < today:
                assert not item.waits or item.lapses
        shown = record(state, {name: self.world.state(name).promise() for name in COMMITMENTS})
        assert [item.owed is None for item in shown.answered] == [not item.waits for item in items]

    @invariant()
    def nobody_in_a_line_of_the_owner_verifies(self) -> None:
        registry = self.world.registry
        for name in COMMITMENTS:
            state = self.world.state(name)
            assert isinstance(state, CommitmentState)
            known = state.promise()
            for recorded in self.world.history(name):
                if isinstance(recorded.statement.says, CommitmentVerified):
                    assert known is not None
                    signed = {registry.keys[item].actor for item in recorded.statement.signers}
                    assert known.owner not in signed
                    lines = lines_of(registry, known.owner, self.world.now)
                    assert all(lines.isdisjoint(lines_of(registry, who, self.world.now)) for who in signed)
                    assert len(signed) >= 2 or signed <= {actor("vera"), actor("prae")}
            if state.status is CommitmentStatus.MET:
                assert known is not None
                assert known.finding == Verified.MET

    @invariant()
    def states_are_legal_and_open_ones_have_an_exit(self) -> None:
        state = consultation(self.world)
        check_legal(state)
        ended = (ConsultationStatus.EMPTY, ConsultationStatus.ANSWERED, ConsultationStatus.DECLINED)
        assert (state.status in ended) != any(step.independent for step in after_consultation(state))
        for name in COMMITMENTS:
            promised = self.world.state(name)
            assert isinstance(promised, CommitmentState)
            check_legal(promised)
            open_ = promised.status in (CommitmentStatus.OPEN, CommitmentStatus.REPORTED)
            assert open_ == any(step.independent for step in after_commitment(promised))


TestConsultations = Consultations.TestCase
TestConsultations.settings = settings(
    max_examples=EXAMPLES,
    stateful_step_count=50,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
)


def promised() -> Consultations:
    """A machine in which susi has promised."""
    machine = Consultations()
    machine.gather(3)
    return machine


def test_a_verification_by_the_owner_would_be_found() -> None:
    machine = promised()
    machine.nobody_in_a_line_of_the_owner_verifies()
    forged = machine.world.statement(COMMITMENT, verification(), "susi", "pim")
    machine.world.record(forged)

    with pytest.raises(AssertionError):
        machine.nobody_in_a_line_of_the_owner_verifies()


def test_a_wrong_count_would_be_found() -> None:
    machine = promised()
    machine.a_position_counts_for_one_text_and_one_participant()
    forged = recommendation(support(7), id=Local("r9"), text=TEXTS[0])
    machine.world.record(machine.world.statement(CONSULTATION, forged, "fay", "pim"))

    with pytest.raises(AssertionError):
        machine.a_position_counts_for_one_text_and_one_participant()


def test_a_silence_that_nobody_recorded_would_be_found() -> None:
    machine = Consultations()
    machine.gather(2)
    machine.world.now = day(30)
    machine.after_its_clock_a_recommendation_has_an_answer_or_a_lapse_with_a_name()
    machine.world.now = day(31)

    with pytest.raises(AssertionError):
        machine.after_its_clock_a_recommendation_has_an_answer_or_a_lapse_with_a_name()
