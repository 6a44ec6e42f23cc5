"""Laws of whole ledgers: many actors try many acts, and what was accepted keeps the invariants."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import cache
from itertools import combinations

from hypothesis import given, settings
from hypothesis import strategies as st

from ledger.domain.authority import persons
from ledger.domain.casework_codes import Outcome, Remedy
from ledger.domain.claim.events import AttestationGiven, DecisionRevised, EligibilityDecided
from ledger.domain.claim.state import ClaimState
from ledger.domain.codes import ADVERSE, Category, Finding, Relation, Result, Role, Stance
from ledger.domain.errors import Refused
from ledger.domain.grievance.events import GrievanceDetermined, HandlerAssigned
from ledger.domain.judge import judge
from ledger.domain.states import initial
from ledger.domain.types import EntryRef, Event, Recorded, Seen
from tests.domain.cases import (
    CLAIM,
    GRIEVANCE,
    application,
    assignment,
    attestation,
    decision,
    determination,
    filing,
    found,
    notice,
    ordered,
    outcome_notice,
    refusal_to_attest,
    report,
    revision,
)
from tests.domain.test_history import check_legal
from tests.domain.world import HEAD, World, actor, hire, working

NAMES = ("ines", "olga", "otto", "susi", "sara", "ada", "bela", "rolf", "rosa")
Act = Callable[[World, EntryRef], tuple[str, Event]]


@cache
def start() -> tuple[tuple[Recorded, ...], EntryRef]:
    """A ledger in which some people hold several mandates, so that persons and roles come apart."""
    world, standard, _ = working()
    hire(world, "rosa", Role.REVIEWER, "line-e")
    for name in ("olga", "ada"):
        hire(world, name, Role.REVIEWER, "line-x")
    hire(world, "otto", Role.ATTESTER, category=Category.CIVIL_SOCIETY)
    hire(world, "bela", Role.OFFICER, "line-y")
    return tuple(world.log), standard


def fresh() -> tuple[World, EntryRef]:
    log, standard = start()
    world = World()
    for recorded in log:
        world.record(recorded.statement)
    return world, standard


def entries(world: World, stream: str) -> list[EntryRef]:
    return [
        EntryRef(stream, item.version, item.leaf) for item in world.log if item.statement.stream == stream
    ]


def first(world: World, stream: str) -> EntryRef:
    found_there = entries(world, stream)
    return found_there[0] if found_there else EntryRef(stream, 1, "0" * 64)


def last(world: World, *kinds: type[Event]) -> EntryRef:
    for item in reversed(world.log):
        if isinstance(item.statement.says, kinds):
            return EntryRef(item.statement.stream, item.version, item.leaf)
    return EntryRef(CLAIM, 1, "0" * 64)


def decided(result: Result, finding: Finding) -> Act:
    return lambda world, _: (
        CLAIM,
        decision(result, found(*(entries(world, CLAIM) or [first(world, CLAIM)]), finding=finding)),
    )


ACTS: dict[str, Act] = {
    "apply": lambda _, standard: (CLAIM, application(standard)),
    "attest": lambda _w, _: (CLAIM, attestation()),
    "contradict": lambda _w, _: (CLAIM, attestation(stance=Stance.CONTRADICTS)),
    "attest as kin": lambda _w, _: (CLAIM, attestation(relation=Relation.SAME_HOUSEHOLD)),
    "refuse to attest": lambda _w, _: (CLAIM, refusal_to_attest("ada")),
    "grant": decided(Result.GRANT, Finding.YES),
    "refuse": decided(Result.REFUSE, Finding.NO),
    "revise": lambda world, _: (
        CLAIM,
        revision(last(world, EligibilityDecided, DecisionRevised), Result.REVOKE, found(first(world, CLAIM))),
    ),
    "notify": lambda world, _: (CLAIM, notice(last(world, EligibilityDecided, DecisionRevised))),
    "appeal": lambda world, standard: (
        GRIEVANCE,
        filing(standard, last(world, EligibilityDecided, DecisionRevised)),
    ),
    "assign rolf": lambda _w, _: (GRIEVANCE, assignment("rolf")),
    "assign others": lambda _w, _: (GRIEVANCE, assignment("rosa", "olga")),
    "report": lambda _w, _: (GRIEVANCE, report()),
    "uphold": lambda world, _: (
        GRIEVANCE,
        determination(Outcome.UPHELD, world.head(CLAIM), remedies=ordered(Remedy.RECONSIDER)),
    ),
    "reject": lambda world, _: (GRIEVANCE, determination(Outcome.NOT_UPHELD, world.head(CLAIM))),
    "tell": lambda world, _: (GRIEVANCE, outcome_notice(last(world, GrievanceDetermined))),
}
ATTEMPT = st.tuples(
    st.sampled_from(sorted(ACTS)),
    st.lists(st.sampled_from(NAMES), min_size=1, max_size=2, unique=True),
    st.sampled_from((HEAD, HEAD, HEAD, None, Seen(1, "0" * 64))),
)
STEPS = (
    ("apply", "ines"),
    ("attest", "ada"),
    ("attest", "bela"),
    ("refuse", "olga", "susi"),
    ("appeal", "ines"),
)
"""A beginning that is often accepted, so that later acts are tried in deep states too."""


@st.composite
def lives(draw: st.DrawFn) -> tuple[World, int]:
    """A ledger after many attempts, and where its own history begins."""
    world, standard = fresh()
    begin = world.size
    likely = [(act, list(names), HEAD) for act, *names in STEPS[: draw(st.integers(0, len(STEPS)))]]
    for act, names, seen in (*likely, *draw(st.lists(ATTEMPT, max_size=25))):
        stream, event = ACTS[act](world, standard)
        statement = world.statement(stream, event, *names, seen=seen)
        try:
            judge(statement, world)
        except Refused:
            continue
        world.record(statement)
    return world, begin


def accepted(world: World, begin: int, *kinds: type[Event]) -> Iterator[tuple[Recorded, Event]]:
    for item in world.log[begin:]:
        if isinstance(item.statement.says, kinds):
            yield item, item.statement.says


@settings(max_examples=60, deadline=None)
@given(lives())
def test_what_was_accepted_folds_to_legal_states(life: tuple[World, int]) -> None:
    world, _ = life

    for state in world.states.values():
        check_legal(state)


@settings(max_examples=60, deadline=None)
@given(lives())
def test_a_second_judge_accepts_what_the_first_accepted(life: tuple[World, int]) -> None:
    """Server and verifier judge alike: the verdict depends on the prefix and on nothing else."""
    world, begin = life
    again, _ = fresh()

    for item in world.log[begin:]:
        judge(item.statement, again)
        again.record(item.statement)
    assert again.states == world.states


@settings(max_examples=60, deadline=None)
@given(lives())
def test_adverse_acts_stand_on_two_persons_of_two_lines(life: tuple[World, int]) -> None:
    world, begin = life
    registry = world.registry

    for item, says in accepted(world, begin, EligibilityDecided, DecisionRevised, GrievanceDetermined):
        if not isinstance(says, EligibilityDecided | DecisionRevised) or says.result in ADVERSE:
            signed = [registry.keys[keyid].actor for keyid in item.statement.signers]
            lines = [{mandate.line for mandate in registry.mandates[name]} for name in signed]
            assert len(set(signed)) == 2
            assert lines[0].isdisjoint(lines[1])


@settings(max_examples=60, deadline=None)
@given(lives())
def test_nobody_judges_what_they_took_part_in(life: tuple[World, int]) -> None:
    world, begin = life
    registry = world.registry
    claim = world.state(CLAIM)
    assert isinstance(claim, ClaimState)
    deciders = {name for act in claim.deciders() for name in persons(registry, act)}

    assert deciders.isdisjoint(claim.attesters())
    for item, says in accepted(world, begin, GrievanceDetermined, HandlerAssigned):
        at_the_time = world_at(world, item.index)
        then = at_the_time.state(CLAIM)
        barred = {name for act in then.deciders() for name in persons(registry, act)} | {*then.attesters()}
        acting = {registry.keys[keyid].actor for keyid in item.statement.signers}
        acting |= set(says.handlers) if isinstance(says, HandlerAssigned) else set()
        assert acting.isdisjoint(barred)


def world_at(world: World, index: int) -> World:
    earlier = World()
    for item in world.log[:index]:
        earlier.record(item.statement)
    return earlier


@settings(max_examples=60, deadline=None)
@given(lives())
def test_who_decides_had_seen_the_head(life: tuple[World, int]) -> None:
    world, begin = life

    kinds = (EligibilityDecided, DecisionRevised, HandlerAssigned, GrievanceDetermined)
    for item, _ in accepted(world, begin, *kinds):
        assert item.statement.seen == world_at(world, item.index).head(item.statement.stream)


@settings(max_examples=60, deadline=None)
@given(lives())
def test_a_grant_has_two_supporters_of_two_categories(life: tuple[World, int]) -> None:
    world, begin = life

    for item, says in accepted(world, begin, EligibilityDecided):
        assert isinstance(says, EligibilityDecided)
        if says.result is Result.GRANT:
            claim = world_at(world, item.index).state(CLAIM)
            assert isinstance(claim, ClaimState)
            supporters = [one for one in claim.attestations if one.says.stance is Stance.SUPPORTS]
            assert any(
                categories(world, a.attester) != categories(world, b.attester)
                for a, b in combinations(supporters, 2)
            )


def categories(world: World, name: str) -> set[Category | None]:
    return {m.category for m in world.registry.mandates[name] if m.role is Role.ATTESTER}


@settings(max_examples=60, deadline=None)
@given(lives())
def test_nobody_attests_twice_or_for_their_own_household(life: tuple[World, int]) -> None:
    world, begin = life

    attested = [(item.statement.by, says) for item, says in accepted(world, begin, AttestationGiven)]
    assert len({by for by, _ in attested}) == len(attested)
    for _, says in attested:
        assert isinstance(says, AttestationGiven)
        assert says.relation is not Relation.SAME_HOUSEHOLD


def test_the_attempts_reach_the_states_that_the_laws_speak_of() -> None:
    """The laws above hold of something: a scripted life with a grant, a refusal and an outcome."""
    world, standard = fresh()
    script = (
        ("apply", "ines"),
        ("attest", "ada"),
        ("attest", "bela"),
        ("grant", "olga"),
        ("revise", "olga", "susi"),
        ("notify", "ines"),
        ("appeal", "ines"),
        ("assign rolf", "sven"),
        ("uphold", "rolf", "sara"),
        ("tell", "rolf"),
    )
    for act, *names in script:
        stream, event = ACTS[act](world, standard)
        world.say(stream, event, *names)

    assert world.head(GRIEVANCE) == replace(world.heads[GRIEVANCE], version=4)
    assert initial(CLAIM) != world.state(CLAIM)
    assert actor("rolf") in persons(world.registry, world.state(GRIEVANCE).deciders()[0])
