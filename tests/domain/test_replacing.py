"""The replacement draw: who is asked when somebody was asked in vain, by a lot that nobody holds."""

import hashlib
import hmac
from datetime import date

import pytest

from ledger.domain.casework_codes import ConflictGround, LapseEffect
from ledger.domain.claim.drawing import Failure, draw, failures, lot
from ledger.domain.claim.events import AttestationRequested
from ledger.domain.claim.state import ClaimStatus
from ledger.domain.codes import AskedBy, Category, HolidayKind, RevocationReason, Role, Stance
from ledger.domain.lapsing import lapses_due
from ledger.domain.programme.events import Holiday
from ledger.domain.registry.events import MandateRevoked
from ledger.domain.types import Area, Code, EntryRef, Local, Text
from tests.domain.calendars import th_test
from tests.domain.cases import (
    CLAIM,
    application,
    applied,
    attestation,
    but,
    notice,
    pinned,
    refusal_to_attest,
    refused,
    via,
)
from tests.domain.claim_cases import claim, declare, folded, lapse, request
from tests.domain.world import QUORUM, REGISTRY, STANDARD, World, actor, hire, rules, stream, working

SEED = b"\x07" * 32
SEEDS = [bytes([number]) * 32 for number in range(40)]
VILLAGE = ("ada", "bela", "cora")


def due(world: World) -> tuple[Failure, ...]:
    return failures(claim(world), world.history(CLAIM))


def drawn(world: World, seed: bytes = SEED, place: int = 0) -> AttestationRequested | None:
    return draw(claim(world), world, due(world)[place], seed)


def pool(world: World, place: int = 0) -> set[str]:
    """The names of all on whom some lot falls."""
    known = {actor(name): name for name in (*VILLAGE, "dora", "dina", "nora", "olga", "alma")}
    found = (drawn(world, seed, place) for seed in SEEDS)
    return {known[one.of] for one in found if one is not None}  # type: ignore[index]


def declined() -> tuple[World, EntryRef]:
    """A claim in which ``ada`` was asked and refused, and the entry of her refusal."""
    world, _ = applied()
    world.say(CLAIM, request("ada"), "olga")
    return world, world.say(CLAIM, refusal_to_attest("ada", request="r1"), "ada")


def test_a_refusal_is_drawn_for_once_and_the_rules_take_it() -> None:
    world, entry = declined()
    (failure,) = due(world)
    assert (failure.entry, failure.facts) == (entry, ("f1",))
    assert failure.entry_index == world.size - 1
    assert failure.recorded_at == world.now

    says = drawn(world)

    assert says is not None
    assert says.request == f"draw_{entry.leaf[:16]}" == failure.token
    assert (says.facts, says.asked_by, says.outside) == (("f1",), AskedBy.CLOCK, False)
    world.say(CLAIM, says, "cleo")
    assert due(world) == ()


def test_the_time_that_ran_out_is_drawn_for_as_well() -> None:
    world, _ = applied()
    world.say(CLAIM, request("ada"), "olga")
    assert due(world) == ()
    world.now = "2026-12-02T03:00:00.000Z"
    (act,) = lapses_due(world, CLAIM, world.now)
    entry = world.say(CLAIM, act.says, "cleo")

    assert [one.entry for one in due(world)] == [entry]
    assert pool(world) == {"bela", "cora"}


def test_other_lapses_and_what_was_answered_need_nobody() -> None:
    world, _ = applied()
    first = world.say(CLAIM, request("ada"), "olga")
    folded(world, lapse(first, pinned(world), LapseEffect.NOTIFY_OVERSIGHT), "cleo")
    assert due(world) == ()
    folded(world, lapse(but(first, leaf="0" * 64), pinned(world), LapseEffect.NO_REPLY), "cleo")
    assert due(world) == ()

    folded(world, lapse(first, pinned(world), LapseEffect.NO_REPLY), "cleo")
    assert len(due(world)) == 1
    world.say(CLAIM, attestation(request="r1", stance=Stance.CANNOT_SAY), "ada")
    assert due(world) == ()


def test_a_neighbour_who_refused_unasked_is_drawn_for_once() -> None:
    world, _ = applied()
    entry = world.say(CLAIM, refusal_to_attest("ada"), "ines")

    assert [one.entry for one in due(world)] == [entry]
    assert pool(world) == {"bela", "cora"}
    says = drawn(world)
    assert says is not None
    world.say(CLAIM, says, "cleo")
    world.say(CLAIM, refusal_to_attest("ada"), "ines")
    assert due(world) == ()


def test_only_facts_for_which_nobody_was_drawn_are_asked_again() -> None:
    world, _ = applied()
    both = (Code("f1"), Code("peer_rank"))
    world.say(CLAIM, request("ada", facts=both), "olga")
    world.say(CLAIM, refusal_to_attest("ada", request="r1", facts=both), "ada")
    assert due(world)[0].facts == both

    world.say(CLAIM, request("bela", "r2", asked_by=AskedBy.CLOCK), "cleo")
    assert due(world)[0].facts == ("peer_rank",)


def test_what_came_before_a_decision_needs_nobody_any_more() -> None:
    world, refusal = refused()
    assert due(world) == ()
    world.say(CLAIM, notice(refusal), "ines")
    assert due(world) == ()

    world.say(CLAIM, request("ada", "r9"), "otto")
    world.say(CLAIM, refusal_to_attest("ada", request="r9"), "ada")
    assert [one.token for one in due(world)] == [Local(f"draw_{claim(world).refusals[-1].leaf[:16]}")]


def test_a_failure_before_a_decision_is_left_to_rest() -> None:
    world, _ = declined()
    state = claim(world)
    world.states[CLAIM] = state._replace(status=ClaimStatus.NOTIFIED)
    assert len(due(world)) == 1

    made = claim(refused()[0]).decisions[-1]._replace(version=state.refusals[-1].version + 1)
    world.states[CLAIM] = state._replace(status=ClaimStatus.NOTIFIED, decisions=(made,))
    assert due(world) == ()


@pytest.mark.parametrize("status", [ClaimStatus.DECIDED, ClaimStatus.WITHDRAWN])
def test_nobody_is_drawn_when_no_decision_can_come_next(status: ClaimStatus) -> None:
    world, _ = declined()
    world.states[CLAIM] = claim(world)._replace(status=status)

    assert due(world) == ()


def test_the_smallest_lot_wins() -> None:
    world, entry = declined()

    for seed in SEEDS:
        lots = {
            hmac.new(seed, f"{entry.leaf}\n{actor(name)}".encode(), hashlib.sha256).digest(): str(actor(name))
            for name in ("bela", "cora")
        }
        says = drawn(world, seed)
        assert says is not None
        assert str(says.of) == lots[min(lots)]
    assert pool(world) == {"bela", "cora"}


def test_two_failures_under_one_root_have_two_lots() -> None:
    one = EntryRef(CLAIM, 3, "1" * 64)

    assert lot(SEED, one, actor("ada")) != lot(SEED, but(one, leaf="2" * 64), actor("ada"))
    assert len(lot(SEED, one, actor("ada"))) == 32


def test_only_who_may_attest_here_today_is_drawn() -> None:
    world, _ = declined()
    hire(world, "dora", Role.ATTESTER, areas=("95",))
    hire(world, "dina", Role.ATTESTER, areas=("94",))
    ended = hire(world, "nora", Role.ATTESTER)
    world.say(REGISTRY, MandateRevoked(mandate=ended, reason=RevocationReason.LEFT_SERVICE), *QUORUM)

    assert pool(world) == {"bela", "cora", "dina"}


def test_nobody_is_drawn_who_was_asked_or_has_spoken_about_it() -> None:
    world, _ = declined()
    world.say(CLAIM, request("bela", "r2"), "olga")
    assert pool(world) == {"cora"}

    world.say(CLAIM, attestation(stance=Stance.CANNOT_SAY), "cora")
    assert drawn(world) is None


def test_who_was_asked_about_something_else_may_be_drawn() -> None:
    world, _ = declined()
    world.say(CLAIM, request("bela", "r2", facts=(Code("peer_rank"),)), "olga")
    world.say(CLAIM, attestation(facts=(Code("peer_rank"),)), "cora")

    assert pool(world) == {"bela", "cora"}


@pytest.mark.parametrize("ground", [ConflictGround.SAME_HOUSEHOLD, ConflictGround.COLLATERAL_3])
def test_neither_household_nor_kin_is_drawn(ground: ConflictGround) -> None:
    world, _ = declined()
    declare(world, "bela", CLAIM, ground)

    assert pool(world) == {"cora"}


def test_whoever_helped_to_apply_is_not_drawn() -> None:
    world, standard, _ = working()
    world.say(CLAIM, application(standard, via=via("bela")), "ines")
    world.say(CLAIM, refusal_to_attest("ada"), "ada")

    assert pool(world) == {"cora"}


def test_who_decided_is_not_drawn_on_a_new_occasion() -> None:
    world, refusal = refused()
    hire(world, "olga", Role.ATTESTER)
    hire(world, "dora", Role.ATTESTER)
    world.say(CLAIM, notice(refusal), "ines")
    world.say(CLAIM, request("ada", "r9"), "otto")
    world.say(CLAIM, refusal_to_attest("ada", request="r9"), "ada")

    found = pool(world)
    assert "dora" in found
    assert "olga" not in found


def test_no_kin_of_who_supports_already_is_drawn() -> None:
    world, _ = declined()
    hire(world, "dora", Role.ATTESTER, category=Category.CIVIL_SOCIETY)
    hire(world, "dina", Role.ATTESTER, category=Category.CIVIL_SOCIETY)
    world.say(CLAIM, attestation(), "bela")
    declare(world, "dora", actor("bela"), ConflictGround.COLLATERAL_3)

    assert pool(world) == {"cora", "dina"}


def test_another_category_than_that_of_who_supports_already_comes_first() -> None:
    world, _ = declined()
    hire(world, "dora", Role.ATTESTER, category=Category.VOLUNTEER_HEALTH)
    assert pool(world) == {"bela", "cora", "dora"}

    world.say(CLAIM, attestation(), "bela")
    assert pool(world) == {"cora"}
    declare(world, "cora", CLAIM, ConflictGround.SAME_HOUSEHOLD)
    assert pool(world) == {"dora"}


def test_after_two_failures_somebody_from_outside_is_drawn() -> None:
    world, _ = declined()
    hire(world, "dora", Role.ATTESTER, office="district")
    first = drawn(world)
    assert first is not None
    world.say(CLAIM, but(first, of=actor("bela")), "cleo")
    world.say(CLAIM, refusal_to_attest("bela", request=first.request), "bela")

    assert pool(world) == {"dora"}
    says = drawn(world)
    assert says is not None
    assert says.outside
    world.say(CLAIM, says, "cleo")


def test_who_held_an_office_of_the_village_is_not_from_outside() -> None:
    world, _ = declined()
    hire(world, "dora", Role.ATTESTER, office="district")
    hire(world, "dora", Role.ATTESTER, office="city")
    world.say(CLAIM, refusal_to_attest("bela"), "bela")
    world.say(CLAIM, request("cora", "r2", asked_by=AskedBy.CLOCK, outside=True), "cleo")

    assert len(due(world)) == 2
    assert drawn(world) is None
    hire(world, "dina", Role.ATTESTER, office="district")
    assert pool(world) == {"dina"}


def test_there_may_be_nobody_to_draw() -> None:
    world, _ = declined()
    for name in ("bela", "cora"):
        declare(world, name, CLAIM, ConflictGround.SAME_HOUSEHOLD)

    assert drawn(world) is None
    assert len(due(world)) == 1


def test_the_answer_is_due_in_seven_days_and_never_on_a_day_off() -> None:
    world, _ = declined()  # on a Sunday
    world.now = "2026-11-23T03:00:00.000Z"
    monday = drawn(world)
    world.now = "2026-11-28T03:00:00.000Z"
    saturday = drawn(world)

    assert monday is not None
    assert saturday is not None
    assert (monday.due, saturday.due) == (date(2026, 11, 30), date(2026, 12, 7))


def test_an_old_register_draws_nobody() -> None:
    world, _, historical = working()
    world.say(CLAIM, application(historical, via=None), "ivo")
    folded(world, refusal_to_attest("ada"), "ada")

    assert drawn(world) is None


def test_who_attests_for_another_programme_is_not_drawn() -> None:
    world, _ = declined()
    hire(world, "dora", Role.ATTESTER, programmes=(stream("programme", "other"),))
    hire(world, "dina", Role.ATTESTER, programmes=(STANDARD,))

    assert pool(world) == {"bela", "cora", "dina"}


def test_a_person_of_two_names_has_one_lot() -> None:
    world, _ = declined()
    hire(world, "dora", Role.ATTESTER)
    before = pool(world)
    declare(world, "dora", actor("cora"), ConflictGround.SAME_PERSON)

    assert before == {"bela", "cora", "dora"}
    assert pool(world) in ({"bela", "cora"}, {"bela", "dora"})


def test_another_name_without_a_mandate_makes_nobody_an_insider() -> None:
    world, _ = declined()
    hire(world, "dora", Role.ATTESTER, office="district")
    world.say(CLAIM, refusal_to_attest("bela"), "bela")
    for name in ("ada", "dora"):
        declare(world, name, actor(f"{name} at home"), ConflictGround.SAME_PERSON)

    assert pool(world) == {"dora"}


def test_the_answer_is_not_due_on_a_day_off_in_the_district() -> None:
    world, _, _ = working()
    monday = Holiday(
        date_=date(2026, 11, 30),
        name_th=Text("วันหยุด"),
        kind=HolidayKind.REGIONAL,
        areas=(Area("94"),),
    )
    calendar = stream("programme", "calendar")
    world.record(world.statement(calendar, but(th_test(), holidays=(monday,)), "susi"))
    published = world.record(world.statement(STANDARD, rules(version=2, calendar=calendar), "susi", "vera"))
    world.say(CLAIM, application(published), "ines")
    world.say(CLAIM, refusal_to_attest("ada"), "ada")
    world.now = "2026-11-23T03:00:00.000Z"
    says = drawn(world)

    assert says is not None
    assert says.due == date(2026, 12, 1)
