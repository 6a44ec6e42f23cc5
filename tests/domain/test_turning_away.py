"""Who turns a filing away before anybody has it in hand: nobody who could not be assigned to it."""

from ledger.domain.casework_codes import Inadmissible, Kind, Outcome
from ledger.domain.codes import Role
from ledger.domain.grievance.events import GrievanceDetermined
from ledger.domain.types import StreamRef
from tests.domain.cases import (
    ANSWERED,
    CLAIM,
    GRIEVANCE,
    assignment,
    but,
    determination,
    filing,
    pinned,
    report,
)
from tests.domain.complaints import answer, appealed, refused, request, reviewed
from tests.domain.world import QUORUM, REGISTRY, World, actor, hire, office


def turned_away(world: World) -> GrievanceDetermined:
    reason = Inadmissible.NO_STANDING
    return determination(Outcome.INADMISSIBLE, world.head(CLAIM), inadmissible=reason, next_remedy=ANSWERED)


def helped(world: World) -> World:
    """Help was given, and the person answered; nobody was assigned yet."""
    world.say(GRIEVANCE, request(), "hugo")
    world.say(GRIEVANCE, answer(), "ines")
    return world


def test_who_could_not_handle_a_complaint_does_not_turn_it_away_before_anybody_does() -> None:
    world, _ = refused()
    about = (StreamRef(actor("olga")),)
    world.say(GRIEVANCE, filing(pinned(world), kind=Kind.CONDUCT_COMPLAINT, about=about), "ines")
    helped(world)
    hire(world, "hana", Role.HANDLER, "line-h")
    says = turned_away(world)

    world.refuses("coi_line_complained_about", GRIEVANCE, says, "hugo", "sara")
    world.refuses("coi_line_complained_about", GRIEVANCE, says, "hana", "sven")
    world.say(GRIEVANCE, but(says, claim_seen=None), "hana", "sara")


def test_whoever_signs_second_may_sit_below_the_person_complained_about() -> None:
    """As whoever assigns may: it is the handler who must not have the accused for a superior."""
    world, _ = refused()
    about = (StreamRef(actor("susi")),)
    world.say(GRIEVANCE, filing(pinned(world), kind=Kind.CONDUCT_COMPLAINT, about=about), "ines")
    helped(world)
    world.say(REGISTRY, office("ward", parent="city"), *QUORUM)
    for name, role, line, place in (
        ("hana", Role.HANDLER, "line-h", "district"),
        ("hans", Role.HANDLER, "line-h", "ward"),
        ("sela", Role.SUPERVISOR, "line-s", "ward"),
    ):
        hire(world, name, role, line, office=place)
    says = but(turned_away(world), claim_seen=None)

    world.refuses("coi_line_complained_about", GRIEVANCE, says, "hans", "sela")
    world.say(GRIEVANCE, says, "hana", "sela")


def test_a_handler_turns_no_appeal_away() -> None:
    world, _ = appealed()
    helped(world)
    says = but(turned_away(world), next_remedy=determination(Outcome.UPHELD, None).next_remedy)

    world.refuses("task_unsuited", GRIEVANCE, says, "hugo", "sara")
    world.say(GRIEVANCE, says, "rolf", "sara")


def test_above_the_first_level_the_panel_alone_turns_an_appeal_away() -> None:
    world, _ = reviewed()
    world.say(GRIEVANCE, request(), "rolf")
    world.say(GRIEVANCE, answer(), "ines")
    world.say(GRIEVANCE, report(), "rolf")
    for name, role in (("hana", Role.HANDLER), ("rosa", Role.REVIEWER)):
        hire(world, name, role, "line-h", office="district")
    says = but(turned_away(world), next_remedy=determination(Outcome.UPHELD, None).next_remedy)

    for name in ("hana", "rosa"):
        world.refuses("task_unsuited", GRIEVANCE, says, name, "sara")
    world.say(GRIEVANCE, assignment("paul", "petra", role=Role.APPELLATE), "sven")
    world.say(GRIEVANCE, says, "paul", "petra")
