"""The invariants of claims, each computed anew from the raw history of a stream.

Nothing here asks the rules or the state for a verdict: a law reads entries, and speaks after each of them.
"""

from collections.abc import Callable, Iterator, Sequence
from datetime import timedelta
from itertools import combinations

from ledger.domain.casework.events import ActReviewed, DeadlineLapsed, InformationSupplied
from ledger.domain.casework_codes import ActRuling, ConflictGround, LapseEffect
from ledger.domain.claim.events import (
    AttestationDisputed,
    AttestationGiven,
    AttestationRefused,
    AttestationRequested,
    AttestationWithdrawn,
    ClaimReceived,
    Decision,
    DecisionNotified,
    DecisionRevised,
    EligibilityDecided,
)
from ledger.domain.claim.flags import shaken
from ledger.domain.claim.state import ClaimStatus
from ledger.domain.clocks.moments import day_of
from ledger.domain.clocks.rows import ClockName
from ledger.domain.codes import Basis, Confidence, Finding, OrderMaker, Relation, Result, Role, Stance
from ledger.domain.dates import civil
from ledger.domain.grievance.events import GrievanceFiled
from ledger.domain.lapsing import clocks
from ledger.domain.notices import effective_date
from ledger.domain.types import EntryRef, Recorded
from tests.domain.claim_cases import claim
from tests.domain.world import World

KIN = {"spouse", "lineal", "collateral_3", "affinity_2"}
EVIDENCE = {"document", "statement", "hearing", "visit", "correction"}
MANDATORY = (EligibilityDecided, DecisionRevised, ActReviewed, DeadlineLapsed)
Law = Callable[[World, Recorded], None]
Given = tuple[Recorded, AttestationGiven]


def before(world: World, item: Recorded) -> list[Recorded]:
    """The entries of the stream before ``item``."""
    return [one for one in world.history(item.statement.stream) if one.version < item.version]


def is_of(ref: EntryRef, entry: Recorded) -> bool:
    return (ref.stream, ref.version, ref.leaf) == (entry.statement.stream, entry.version, entry.leaf)


def fallen(history: Sequence[Recorded], entry: Recorded) -> bool:
    """Whether the attestation was withdrawn or overruled."""
    return any(
        (isinstance(says, AttestationWithdrawn) and is_of(says.attestation, entry))
        or (isinstance(says, ActReviewed) and is_of(says.act, entry) and says.ruling is ActRuling.OVERRULED)
        for says in (one.statement.says for one in history)
    )


def disputed(history: Sequence[Recorded], entry: Recorded) -> bool:
    """Whether the last word on the attestation is a dispute."""
    last = False
    for says in (one.statement.says for one in history):
        if isinstance(says, AttestationDisputed) and is_of(says.attestation, entry):
            last = True
        elif isinstance(says, ActReviewed) and is_of(says.act, entry):
            last = False
    return last


def names(history: Sequence[Recorded], fact: str) -> set[str]:
    """Every name of a fact: its code and its token."""
    for says in (one.statement.says for one in history):
        if isinstance(says, ClaimReceived):
            for claimed in says.facts:
                if fact in (claimed.id, claimed.code):
                    return {claimed.id, str(claimed.code)}
    return {fact}


def attestations(history: Sequence[Recorded], stance: Stance) -> Iterator[Given]:
    for one in history:
        says = one.statement.says
        if isinstance(says, AttestationGiven) and says.stance is stance:
            yield one, says


def outside(history: Sequence[Recorded], token: str | None) -> bool:
    return any(
        isinstance(says, AttestationRequested) and says.request == token and says.outside
        for says in (one.statement.says for one in history)
    )


def one_person(world: World, one: str, other: str) -> bool:
    return one == other or other in world.registry.persons.get(one, ())


def tied(world: World, one: str, about: str) -> set[ConflictGround]:
    """What ``one``, under any name, declared about a stream or a person."""
    return {
        interest.ground
        for actor, interests in world.registry.interests.items()
        for interest in interests
        if one_person(world, actor, one) and one_person(world, interest.about, about)
    }


# ---- the laws


def the_head_was_seen(_world: World, item: Recorded) -> None:
    """9: where the head is mandatory, it is the head that stood there."""
    if isinstance(item.statement.says, MANDATORY):
        seen = item.statement.seen
        assert seen is not None
        assert seen.version == item.version - 1


def a_decision_has_reasons(_world: World, item: Recorded) -> None:
    """14: facts, law and considerations stand in it; findings cite entries."""
    says = item.statement.says
    if isinstance(says, EligibilityDecided | DecisionRevised):
        assert says.found
        assert says.law
        assert says.discretion is not None
        assert item.statement.sd
        assert all(found.on for found in says.found)


def nothing_runs_before_an_effective_notice(world: World, item: Recorded) -> None:
    """15: neither a status nor a clock of the person's rests on anything else."""
    stream = item.statement.stream
    state = claim(world, stream)
    told = {
        one.version: day
        for one in world.history(stream)
        if isinstance(says := one.statement.says, DecisionNotified)
        and (day := effective_date(says)) is not None
    }
    if state.status in (ClaimStatus.NOTIFIED, ClaimStatus.FINAL):
        about = {given.about for given in state.notices if given.version in told}
        assert state.decisions[-1].version in about
    for clock in clocks(world, stream):
        if clock.name in (ClockName.APPEAL_FILING, ClockName.COURT_DIRECT):
            assert day_of(clock.started) in told.values()
            assert clock.start.version in told


def a_bare_notice_is_defective(world: World, item: Recorded) -> None:
    """14: without a complete appeal block the person has a year, until the notice is cured."""
    says = item.statement.says
    if not isinstance(says, DecisionNotified):
        return
    given = claim(world, item.statement.stream).notices[-1]
    made = claim(world, item.statement.stream).decision(says.decision)
    assert made is not None
    if made.order_maker is OrderMaker.OFFICIAL:
        assert given.defective == (says.appeal_block is None or says.appeal_block.days < 15)
    else:
        assert given.defective == (says.court_block is None or says.court_block.days < 90)


def the_route_follows_the_order_maker(world: World, item: Recorded) -> None:
    """16: a minister's order leads to court alone, an official's to appeal first."""
    says = item.statement.says
    if isinstance(says, GrievanceFiled):
        for contested in says.contests:
            made = world.state(contested.claim).decision(contested.entry)
            assert made is not None
            assert made.order_maker is OrderMaker.OFFICIAL
        return
    stream = item.statement.stream
    notices = {given.version: given.about for given in claim(world, stream).notices}
    makers = {made.version: made.order_maker for made in claim(world, stream).decisions}
    for clock in clocks(world, stream):
        if clock.name in (ClockName.APPEAL_FILING, ClockName.COURT_DIRECT):
            about = notices[clock.start.version]
            assert about is not None
            official = makers[about] is OrderMaker.OFFICIAL
            assert official == (clock.name is ClockName.APPEAL_FILING)


def silence_carries_no_refusal(world: World, item: Recorded) -> None:
    """17: something speaks against a fact, or somebody from outside was asked and had the time."""
    says = item.statement.says
    denies = (Result.REFUSE, Result.TERMINATE)
    if not isinstance(says, EligibilityDecided | DecisionRevised) or says.result not in denies:
        return
    history = before(world, item)
    against = [
        one
        for one in history
        if isinstance(one.statement.says, ClaimReceived)
        or (isinstance(one.statement.says, InformationSupplied) and one.statement.says.kind in EVIDENCE)
    ]
    today = civil(item.recorded_at)
    against += [
        one
        for one, given in attestations(history, Stance.CONTRADICTS)
        if not fallen(history, one) and not disputed(history, one) and alive(given, today)
    ]
    if any(
        found.finding is Finding.NO and any(is_of(ref, one) for ref in found.on for one in against)
        for found in says.found
    ):
        return
    unproven = [found.fact for found in says.found if found.finding is not Finding.YES]
    assert unproven
    assert all(_asked_outside(history, fact) for fact in unproven)


def alive(given: AttestationGiven, today: object) -> bool:
    assert given.observed_on is not None
    assert given.expires_on is not None
    return min(given.observed_on + timedelta(days=365), given.expires_on) >= today  # type: ignore[operator]


def _asked_outside(history: Sequence[Recorded], fact: str) -> bool:
    for one in history:
        says = one.statement.says
        if not isinstance(says, AttestationRequested) or not says.outside:
            continue
        if names(history, fact).isdisjoint(says.facts):
            continue
        for later in (other.statement.says for other in history):
            if isinstance(later, AttestationGiven | AttestationRefused) and later.request == says.request:
                return True
            if (
                isinstance(later, DeadlineLapsed)
                and LapseEffect.NO_REPLY in later.effects
                and is_of(later.start, one)
            ):
                return True
    return False


def a_grant_stands_on_two_of_them(world: World, item: Recorded) -> None:
    """18: two persons, two categories, no kin, seen on site, nothing that fell or is disputed or too old."""
    says = item.statement.says
    if not isinstance(says, EligibilityDecided | DecisionRevised) or says.result is not Result.GRANT:
        return
    history, today = before(world, item), civil(item.recorded_at)
    usable = [
        (one, given)
        for one, given in attestations(history, Stance.SUPPORTS)
        if given.confidence is not Confidence.UNCERTAIN
        and not names(history, "income").isdisjoint(given.facts)
        and not fallen(history, one)
        and not disputed(history, one)
        and alive(given, today)
    ]
    assert any(_independent(world, item, one, other, history) for one, other in combinations(usable, 2))


def _independent(world: World, item: Recorded, one: Given, other: Given, history: Sequence[Recorded]) -> bool:
    first, second = one[0].statement.by, other[0].statement.by
    signers = [world.registry.keys[key].actor for key in item.statement.signers]
    for name, given in ((first, one[1]), (second, other[1])):
        ties = tied(world, name, item.statement.stream)
        if given.relation in (Relation.NONE, Relation.NEIGHBOUR) and ties & set(map(ConflictGround, KIN)):
            return False
        if any((tied(world, name, who) | tied(world, who, name)) & _close() for who in signers):
            return False
    kin = [given.relation in KIN for _, given in (one, other)]
    stranger = one if kin[1] else other
    return (
        not one_person(world, first, second)
        and not (tied(world, first, second) | tied(world, second, first)) & _close()
        and categories(world, first) != categories(world, second)
        and any(given.basis in (Basis.HOME_VISIT, Basis.DOCUMENT_SEEN) for _, given in (one, other))
        and (not any(kin) or (not all(kin) and outside(history, stranger[1].request)))
    )


def _close() -> set[ConflictGround]:
    return {*map(ConflictGround, KIN), ConflictGround.SAME_HOUSEHOLD}


def categories(world: World, actor: str) -> set[object]:
    held = world.registry.mandates.get(actor, ())
    return {mandate.category for mandate in held if mandate.role is Role.ATTESTER}


def nobody_attests_twice(world: World, item: Recorded) -> None:
    """18: one person has one attestation of a fact that stands and lives."""
    says = item.statement.says
    if not isinstance(says, AttestationGiven):
        return
    assert says.relation is not Relation.SAME_HOUSEHOLD
    history, today = before(world, item), civil(item.recorded_at)
    for one in history:
        earlier = one.statement.says
        if (
            isinstance(earlier, AttestationGiven)
            and one_person(world, one.statement.by, item.statement.by)
            and not set(earlier.facts).isdisjoint(says.facts)
        ):
            assert fallen(history, one) or not alive(earlier, today)


def a_fall_flags_and_reverses_nothing(world: World, item: Recorded) -> None:
    """19: each decision that cites what fell since is on the list, and no decision is made by it."""
    stream = item.statement.stream
    history = world.history(stream)
    decided = [one for one in history if isinstance(one.statement.says, Decision)]
    assert [made.version for made in claim(world, stream).decisions] == [one.version for one in decided]
    listed = {made.version for made in shaken(claim(world, stream))}
    for one in decided:
        later = history[one.version :]
        cited = [other for other in history if any(is_of(ref, other) for ref in _cited(one))]
        fell = [
            other.version
            for other in later
            if any(isinstance(was.statement.says, AttestationGiven) and fallen([other], was) for was in cited)
        ]
        cleared = [
            other.version
            for other in later
            if isinstance(says := other.statement.says, ActReviewed)
            and is_of(says.act, one)
            and says.ruling is not ActRuling.OVERRULED
        ]
        assert (one.version in listed) == (max(fell, default=0) > max(cleared, default=0))


def _cited(decision: Recorded) -> list[EntryRef]:
    says = decision.statement.says
    assert isinstance(says, EligibilityDecided | DecisionRevised)
    return [ref for found in says.found for ref in found.on]


LAWS: tuple[Law, ...] = (
    the_head_was_seen,
    a_decision_has_reasons,
    a_bare_notice_is_defective,
    nothing_runs_before_an_effective_notice,
    the_route_follows_the_order_maker,
    silence_carries_no_refusal,
    a_grant_stands_on_two_of_them,
    nobody_attests_twice,
    a_fall_flags_and_reverses_nothing,
)
"""What holds after every entry of a claim."""
