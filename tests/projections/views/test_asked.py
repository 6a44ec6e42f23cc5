"""Who is asked to attest, and who may know whom a claim is about: whoever is asked, now, and nobody else."""

from typing import Any, Final

import pytest

from ledger.domain.casework_codes import ConflictGround, LapseEffect
from ledger.domain.codes import Role
from ledger.domain.types import Area, Code, Local
from ledger.projections.views import asked as view
from ledger.projections.views.asked import askings, attesting, finding
from tests.domain.cases import CLAIM, applied, attestation, refusal_to_attest
from tests.domain.casework_cases import lapse, note
from tests.domain.claim_cases import declare, request, withdrawal
from tests.domain.world import STANDARD, World, actor, hire

EVERYBODY: Final = ("ada", "bela", "cora", "olga", "otto", "susi", "rolf", "ines", "rita", "vera", "nobody")


def asking(of: str = "ada", **more: Any) -> World:
    """A claim in which olga asked ``of``."""
    world, _ = applied()
    world.say(CLAIM, request(of, **more), "olga")
    return world


def finders(world: World) -> set[str]:
    """Who may know whom the claim is about."""
    return {name for name in EVERYBODY if finding(world, CLAIM, actor(name))}


def test_whoever_is_asked_may_know_whom_it_is_about_and_nobody_else() -> None:
    world = asking()
    assert finders(world) == {"ada"}
    (one,) = askings(world, CLAIM, actor("ada"))
    assert (one.own, one.facts) == (True, ("f1",))
    (beside,) = askings(world, CLAIM, actor("bela"))
    assert not beside.own
    assert askings(world, CLAIM, actor("olga")) == ()


def test_a_pool_is_an_office_or_a_category_of_attesters() -> None:
    assert finders(asking("volunteer_health")) == {"bela"}
    assert finders(asking("volunteer_social")) == {"ada", "cora"}
    assert finders(asking("volunteer_elsewhere")) == set()


def test_before_anybody_is_asked_nobody_may_know() -> None:
    world, _ = applied()
    assert finders(world) == set()
    assert attesting(world, CLAIM, actor("ada"))  # and yet she may attest, as the rules let her


def test_an_answer_or_a_refusal_ends_it() -> None:
    world = asking()
    given = world.say(CLAIM, attestation(request=Local("r1")), "ada")
    assert finders(world) == set()
    world.say(CLAIM, withdrawal(given), "ada")
    assert finders(world) == {"ada"}  # the question is open again

    world = asking()
    world.say(CLAIM, refusal_to_attest("ada", request=Local("r1")), "ada")
    assert finders(world) == set()


def test_of_several_facts_each_is_asked_until_it_is_answered() -> None:
    world = asking(facts=(Code("f1"), Code("peer_rank_1")))
    world.say(CLAIM, attestation(request=Local("r1")), "ada")
    (one,) = askings(world, CLAIM, actor("ada"))
    assert one.facts == ("peer_rank_1",)


def test_when_the_time_to_reply_is_over_somebody_else_is_asked() -> None:
    world, _ = applied()
    asked = world.say(CLAIM, request("ada"), "olga")
    note(world, CLAIM, lapse("attestation_reply", asked, LapseEffect.NO_REPLY), "cleo")
    assert finders(world) == set()


def test_a_mandate_that_ended_or_does_not_reach_opens_nothing() -> None:
    world = asking()
    world.now = "2030-01-01T00:00:00.000Z"
    assert finders(world) == set()

    world, _ = applied()
    hire(world, "fay", Role.ATTESTER, "village", areas=(Area("50"),))
    note(world, CLAIM, request("fay"), "olga")
    assert not finding(world, CLAIM, actor("fay"))


def test_whoever_declared_a_tie_is_not_told_and_may_still_speak(monkeypatch: pytest.MonkeyPatch) -> None:
    world = asking()
    declare(world, "ada", CLAIM, ConflictGround.LINEAL)
    assert finders(world) == set()
    assert attesting(world, CLAIM, actor("ada"))  # in a small village a disclosed relation counts

    monkeypatch.setattr(view, "tied", lambda *_: frozenset())
    assert finders(world) == {"ada"}


def test_whoever_is_of_the_household_may_not_speak(monkeypatch: pytest.MonkeyPatch) -> None:
    world = asking()
    declare(world, "ada", CLAIM, ConflictGround.SAME_HOUSEHOLD)
    assert not attesting(world, CLAIM, actor("ada"))

    monkeypatch.setattr(view, "check_unconcerned", lambda *_: None)
    assert attesting(world, CLAIM, actor("ada"))


def test_what_is_no_claim_asks_nobody() -> None:
    world = asking()
    for stream in (STANDARD, "claim/none", "grievance/none"):
        assert askings(world, stream, actor("ada")) == ()
        assert finding(world, stream, actor("ada")) == ()
