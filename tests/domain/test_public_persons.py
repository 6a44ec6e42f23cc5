"""Rules of consultations and commitments compare persons: a second name changes nothing."""

from ledger.domain.casework_codes import ConflictGround
from ledger.domain.codes import Role
from ledger.domain.consultation.codes import Trigger, Verified
from ledger.domain.registry.events import InterestDeclared
from ledger.domain.types import Place
from tests.domain.cases import via
from tests.domain.consulting import (
    COMMITMENT,
    CONSULTATION,
    PROPOSAL_TEXT,
    answer,
    asked,
    consultation,
    gathered,
    hire_volunteers,
    meeting,
    opened,
    opening,
    position,
    progress,
    promise,
    promised,
    proposal,
    recommendation,
    recommended,
    support,
    verification,
)
from tests.domain.world import QUORUM, REGISTRY, START, World, actor, hire, office


def double(world: World, name: str, role: Role, line: str = "line-z", **more: object) -> str:
    """Give ``name`` a second name with a mandate in another line, and let the person say so."""
    other = f"{name} again"
    hire(world, other, role, line, **more)
    for one, two in ((name, other), (other, name)):
        same = InterestDeclared(
            actor=actor(one), about=Place(actor(two)), ground=ConflictGround.SAME_PERSON, from_=START
        )
        world.say(REGISTRY, same, one)
    return other


def test_two_names_have_one_voice() -> None:
    world, _ = opened()
    again = double(world, "pim", Role.PARTICIPANT)
    world.say(CONSULTATION, position("p1"), "pim")
    world.refuses("voice_taken", CONSULTATION, position("p2"), again)
    world.say(CONSULTATION, position("p1"), again)

    assert consultation(world).counted(PROPOSAL_TEXT) == support(1)


def test_minutes_take_three_persons() -> None:
    world, _ = opened()
    again = double(world, "ada", Role.PARTICIPANT)
    world.refuses("coi_same_person", CONSULTATION, meeting(), "fay", again, "ada")

    world.say(CONSULTATION, meeting(), "fay", again, "bela")


def test_a_delegate_is_another_person_than_the_facilitator() -> None:
    world, _ = opened()
    again = double(world, "fay", Role.PARTICIPANT)
    world.refuses("coi_same_person", CONSULTATION, recommendation(support()), "fay", again)

    world.say(CONSULTATION, recommendation(support()), "fay", "pim")


def test_the_owner_signs_for_nobody_under_a_second_name() -> None:
    world, _ = opened()
    again = double(world, "susi", Role.PARTICIPANT)
    world.refuses("coi_owner", CONSULTATION, meeting(), "fay", again, "ada")
    world.refuses("coi_owner", CONSULTATION, recommendation(support()), "fay", again)

    other = double(world, "sara", Role.PARTICIPANT)
    says = recommendation(support(), addressed_to=actor("sara"))
    world.refuses("coi_owner", CONSULTATION, says, "fay", other)


def test_but_opens_answers_and_promises_in_person_under_either() -> None:
    world, _ = asked()
    again = double(world, "susi", Role.SUPERVISOR)
    world.say(CONSULTATION, opening(), again, "kira")
    assert consultation(world).owner == actor("susi")
    world, _, _ = recommended()
    again = double(world, "susi", Role.SUPERVISOR)
    accepted = world.say(CONSULTATION, answer(), again)
    world.say(COMMITMENT, promise(accepted), "susi")

    world.say(COMMITMENT, progress(), again)


def test_two_names_of_one_person_do_not_verify() -> None:
    world, _, _ = promised()
    world.say(COMMITMENT, progress(), "susi")
    again = double(world, "pim", Role.PARTICIPANT)
    world.refuses("coi_same_person", COMMITMENT, verification(), "pim", again)

    world.say(COMMITMENT, verification(), again, "pong")


def test_the_owner_does_not_verify_under_a_second_name() -> None:
    world, _, _ = promised()
    world.say(COMMITMENT, progress(), "susi")
    for role in (Role.PARTICIPANT, Role.OVERSIGHT):
        again = f"susi as {role.value}"
        hire(world, again, role, "line-z")
        for one, two in (("susi", again), (again, "susi")):
            same = InterestDeclared(
                actor=actor(one), about=Place(actor(two)), ground=ConflictGround.SAME_PERSON, from_=START
            )
            world.say(REGISTRY, same, one)
        world.refuses("coi_owner", COMMITMENT, verification(Verified.MET, role), again, "pim")


def test_a_line_under_a_second_name_is_a_line() -> None:
    world, _, _ = promised()
    world.say(COMMITMENT, progress(), "susi")
    double(world, "susi", Role.OFFICER, "line-y")
    hire(world, "lina", Role.PARTICIPANT, "line-y")
    hire(world, "lulu", Role.PARTICIPANT, "line-w")
    double(world, "lulu", Role.ATTESTER, "line-b")
    for name in ("lina", "lulu"):
        world.refuses("coi_owner", COMMITMENT, verification(), "pim", name)

    world.say(COMMITMENT, verification(), "pim", "pong")


def test_nobody_above_or_under_the_owner_verifies() -> None:
    world, _, _ = promised()
    world.say(COMMITMENT, progress(), "susi")
    world.say(REGISTRY, office("province"), *QUORUM)
    world.say(REGISTRY, office("village", parent="city"), *QUORUM)
    world.say(REGISTRY, office("city", parent="province"), *QUORUM)
    hire(world, "siri", Role.SUPERVISOR, "line-p", office="province")
    hire(world, "siri", Role.PARTICIPANT, "line-p", office="province")
    hire(world, "udo", Role.OFFICER, "line-u", office="village")
    hire(world, "udo", Role.PARTICIPANT, "line-u", office="village")
    for name in ("siri", "udo"):
        world.refuses("coi_owner", COMMITMENT, verification(), "pim", name)

    hire(world, "dora", Role.OFFICER, "line-d", office="district")
    hire(world, "dora", Role.PARTICIPANT, "line-d", office="district")
    hire(world, "prim", Role.PARTICIPANT, "hills", office="district")
    world.say(COMMITMENT, verification(), "dora", "prim")


def test_four_volunteers_with_five_names_are_four() -> None:
    world, _ = gathered()
    volunteers = ("ada", "bela", *hire_volunteers(world, 2))
    petition = proposal(trigger=Trigger.PETITION, backers=5, via=via())
    again = double(world, "ada", Role.ATTESTER)
    world.refuses("petition_small", CONSULTATION, petition, "ines", *volunteers, again)

    world.say(CONSULTATION, petition, "ines", *volunteers, "cora")
