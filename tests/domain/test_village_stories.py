"""Two stories of a village, act by act, each through the one door."""

from datetime import date

from ledger.domain.casework_codes import ActRuling, ConflictGround
from ledger.domain.claim.events import EligibilityDecided
from ledger.domain.claim.flags import shaken
from ledger.domain.claim.state import ClaimStatus
from ledger.domain.codes import (
    AskedBy,
    Basis,
    Category,
    DisputeGround,
    Finding,
    RefusalReason,
    Relation,
    Result,
    Role,
)
from ledger.domain.dates import civil
from ledger.domain.lapsing import lapses_due
from ledger.domain.registry.events import InterestDeclared
from ledger.domain.types import EntryRef, Place
from tests.domain.cases import (
    CLAIM,
    applied,
    attestation,
    but,
    decision,
    found,
    notice,
    refusal_to_attest,
    revision,
)
from tests.domain.claim_cases import (
    baht,
    claim,
    dispute,
    flags_of,
    opening,
    payment,
    request,
    review,
)
from tests.domain.world import REGISTRY, START, World, actor, hire

FEAR = RefusalReason.FEAR


def grant(*cited: EntryRef) -> EligibilityDecided:
    return decision(Result.GRANT, found(*cited), amount=baht(600))


def days_pass(world: World, day: str) -> None:
    """The time comes to ``day``, and the clock records what ran out."""
    world.now = f"{day}T03:00:00.000Z"
    for act in lapses_due(world, CLAIM, world.now):
        world.say(CLAIM, act.says, "cleo")


def test_the_volunteer_who_is_afraid() -> None:
    """A mother asks; one volunteer is afraid, another does not answer; a stranger comes and looks.

    Nothing of it counts against her, and nobody can make it count.
    """
    world, _ = applied()
    hire(world, "dora", Role.ATTESTER, "elsewhere", category=Category.CIVIL_SOCIETY)
    world.say(CLAIM, request("ada", asked_by=AskedBy.APPLICANT), "ines")
    afraid = world.say(CLAIM, refusal_to_attest("ada", request="r1", reason=FEAR), "ada")
    assert [(item.says.reason, item.attester) for item in claim(world).refusals] == [
        (FEAR, claim(world).requests["r1"].says.of)
    ]
    poor = decision(Result.REFUSE, found(afraid, finding=Finding.NOT_SHOWN))
    world.refuses("refusal_on_silence", CLAIM, poor, "olga", "susi")

    # The clock draws another volunteer, who lets the week pass.
    world.say(CLAIM, request("bela", "r2", asked_by=AskedBy.CLOCK), "cleo")
    days_pass(world, "2026-12-02")
    assert [lapse.clock for lapse in claim(world).casework.lapses] == ["attestation_reply"]
    world.refuses("refusal_on_silence", CLAIM, poor, "olga", "susi")
    near = request("cora", "r3", asked_by=AskedBy.CLOCK, due=date(2026, 12, 9))
    world.refuses("outside_missing", CLAIM, near, "cleo")

    # Then somebody from another tambon, who comes and looks; a neighbour dares to speak as well.
    world.say(CLAIM, but(near, of=actor("dora"), outside=True), "cleo")
    first = world.say(CLAIM, attestation(request="r3"), "dora")
    world.refuses("quorum_missing", CLAIM, grant(first), "olga")
    second = world.say(CLAIM, attestation(basis=Basis.LIVES_NEXT_DOOR), "cora")
    made = world.say(CLAIM, grant(first, second), "olga")
    world.say(CLAIM, notice(made, sent_on=civil(world.now)), "ines")

    assert claim(world).status is ClaimStatus.NOTIFIED
    assert flags_of(world) == {"quorum"}
    assert claim(world).holds(afraid)


def village_head() -> World:
    """dora is the head of the village, in the office that decides; dan decides in the district."""
    world, _ = applied()
    hire(world, "dora", Role.ATTESTER, category=Category.VILLAGE_HEAD)
    hire(world, "dan", Role.OFFICER, "line-x", office="district")
    hire(world, "dirk", Role.SUPERVISOR, "line-y", office="district")
    hire(world, "pia", Role.PAYER, "line-p")
    return world


def test_the_head_who_says_that_she_is_a_cousin() -> None:
    """What she says is on record and makes no quorum; strangers certify, and the district decides."""
    world = village_head()
    hers = world.say(CLAIM, attestation(relation=Relation.COLLATERAL_3), "dora")
    near = world.say(CLAIM, attestation(), "ada")
    world.refuses("coi_village_head", CLAIM, grant(hers, near), "olga")
    world.refuses("quorum_missing", CLAIM, grant(hers, near), "dan")

    far = []
    for token, name in (("r1", "bela"), ("r2", "cora")):
        world.say(CLAIM, request(name, token, outside=True), "dan")
        far.append(world.say(CLAIM, attestation(request=token), name))
    world.refuses("coi_village_head", CLAIM, grant(*far), "olga")
    world.say(CLAIM, grant(*far), "dan")


def test_the_head_who_keeps_silent_about_her_cousin() -> None:
    """It is found out: her word falls, the decision is looked at again, and only a decision takes it back."""
    world = village_head()
    hers = world.say(CLAIM, attestation(relation=Relation.NONE), "dora")
    near = world.say(CLAIM, attestation(), "ada")
    made = world.say(CLAIM, grant(hers, near), "olga")
    world.say(CLAIM, notice(made), "ines")
    world.say(CLAIM, payment(made), "pia")

    world.say(CLAIM, dispute(hers, DisputeGround.UNDISCLOSED_RELATION), "cora")
    assert {"disputed", "quorum_failing", "executed"} <= flags_of(world)
    fallen = but(review(hers, ActRuling.OVERRULED), affects=(made,))
    world.refuses("affects_differ", CLAIM, but(fallen, affects=()), "vera")
    world.say(CLAIM, fallen, "vera")
    kin = InterestDeclared(
        actor=actor("dora"), about=Place(CLAIM), ground=ConflictGround.COLLATERAL_3, from_=START
    )
    world.say(REGISTRY, kin, "vera")
    assert {"contested", "quorum_failing"} <= flags_of(world)
    assert [item.version for item in shaken(claim(world))] == [made.version]
    assert claim(world).decisions[-1].result is Result.GRANT

    # The same words again are no attestation any more, and another office decides now.
    world.say(CLAIM, attestation(relation=Relation.NONE), "dora")
    assert "quorum_failing" in flags_of(world)
    taken = revision(made, Result.REVOKE, found(opening(world), finding=Finding.NOT_SHOWN))
    world.refuses("coi_village_head", CLAIM, taken, "otto", "susi")
    world.refuses("approvals_pending", CLAIM, taken, "dan")
    world.say(CLAIM, taken, "dan", "dirk")
    assert "contested" not in flags_of(world)
    assert [made.result for made in claim(world).decisions] == [Result.GRANT, Result.REVOKE]
