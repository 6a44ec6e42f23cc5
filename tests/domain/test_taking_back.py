"""A claim that its applicant takes back. Every refusal stands beside what is allowed."""

from datetime import date

import pytest

from ledger.domain.casework_codes import Pressure
from ledger.domain.claim.state import ClaimStatus
from ledger.domain.codes import AskedBy, Role
from tests.domain.cases import CLAIM, application, applied, attestation, but, refused, via
from tests.domain.claim_cases import claim, folded, question, request, taking_back
from tests.domain.world import actor, hire, working


def test_the_intake_takes_a_withdrawal_of_an_open_claim() -> None:
    world, _ = applied()

    for name in ("olga", "ada", "alma"):
        world.refuses("authority_missing", CLAIM, taking_back(), name)
    world.say(CLAIM, taking_back(), "ines")
    assert (claim(world).status, claim(world).flags) == (ClaimStatus.WITHDRAWN, frozenset())
    world.refuses("claim_not_open", CLAIM, taking_back(), "ines")
    world.refuses("claim_not_open", CLAIM, attestation(), "ada")


def test_what_was_decided_is_not_taken_back() -> None:
    world, _ = refused()

    world.refuses("claim_not_open", CLAIM, taking_back(), "ines")


def test_there_is_nothing_to_take_back_without_an_application() -> None:
    world, _, _ = working()

    world.refuses("unknown_claim", CLAIM, taking_back(), "ines")


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({"via": None}, "profile_demands"),
        ({"asked_by": None}, "profile_demands"),
        ({"asked_by": actor("olga")}, "coi_officer_asked"),
        ({"asked_by": actor("otto")}, "coi_officer_asked"),
        ({"official": actor("olga")}, "official_not_imported"),
    ],
)
def test_what_a_withdrawal_must_state(more: dict[str, object], code: str) -> None:
    world, _ = applied()

    world.unless(code, CLAIM, taking_back(**more), taking_back(), "ines")


@pytest.mark.parametrize("how", ["attestation", "information"])
def test_the_intake_of_the_officers_line_takes_no_withdrawal(how: str) -> None:
    world, _ = applied()
    hire(world, "iris", Role.INTAKE, "line-a")
    hire(world, "ilse", Role.INTAKE, "line-j")
    hire(world, "ilse", Role.HANDLER, "line-a")
    if how == "attestation":
        world.say(CLAIM, request("ada"), "olga")
    else:
        folded(world, question(), "olga")

    for name in ("iris", "ilse"):
        world.refuses("coi_same_line", CLAIM, taking_back(), name)
    world.say(CLAIM, taking_back(), "ines")


def test_where_no_officer_acted_any_intake_takes_it() -> None:
    world, _ = applied()
    hire(world, "iris", Role.INTAKE, "line-a")
    world.say(CLAIM, request("ada", asked_by=AskedBy.APPLICANT), "ines")

    world.say(CLAIM, taking_back(), "iris")


def test_who_acted_as_officer_and_left_does_not_ask_either() -> None:
    world, _ = applied()
    folded(world, request("ada"), "hugo")
    folded(world, request("bela", "r2"), "hugo")
    assert claim(world).course.officers == (actor("hugo"),)

    world.refuses("coi_officer_asked", CLAIM, taking_back(asked_by=actor("hugo")), "ines")
    world.say(CLAIM, taking_back(), "ines")


def test_an_officer_of_another_district_may_ask() -> None:
    world, _ = applied()
    hire(world, "omar", Role.OFFICER, "line-y", areas=("95",))

    world.say(CLAIM, taking_back(asked_by=actor("omar")), "ines")


@pytest.mark.parametrize(
    ("pressure", "status", "flag"),
    [
        (Pressure.YES, ClaimStatus.OPEN, "pressure"),
        (Pressure.NOT_ASKED, ClaimStatus.WITHDRAWN, "pressure_not_asked"),
    ],
)
def test_who_was_pressed_has_not_withdrawn(pressure: Pressure, status: ClaimStatus, flag: str) -> None:
    world, _ = applied()
    world.say(CLAIM, taking_back(pressure=pressure), "ines")

    assert (claim(world).status, claim(world).flags) == (status, frozenset({flag}))


def test_who_was_pressed_once_may_withdraw_later_and_the_flag_stays() -> None:
    world, _ = applied()
    world.say(CLAIM, taking_back(pressure=Pressure.YES), "ines")
    world.say(CLAIM, taking_back(), "ines")

    assert (claim(world).status, claim(world).flags) == (ClaimStatus.WITHDRAWN, frozenset({"pressure"}))


def test_a_withdrawal_that_comes_too_late_folds_without_moving_anything() -> None:
    world, _ = refused()
    folded(world, taking_back(), "ines")

    assert claim(world).status is ClaimStatus.DECIDED


def test_an_old_register_knows_nobody_who_asked() -> None:
    world, _, historical = working()
    world.say(CLAIM, application(historical, via=None), "ivo")

    world.say(CLAIM, taking_back(via=None, asked_by=None), "ivo")
    assert claim(world).status is ClaimStatus.WITHDRAWN


@pytest.mark.parametrize(("lacking", "named"), [(("via", "asked_by"), "via"), (("asked_by",), "asked_by")])
def test_the_intake_is_told_what_a_withdrawal_lacks(lacking: tuple[str, ...], named: str) -> None:
    world, _ = applied()
    refusal = world.refuses("profile_demands", CLAIM, taking_back(**dict.fromkeys(lacking)), "ines")

    assert refusal.detail == {"member": named}


def test_a_withdrawal_is_handed_over_today_or_before() -> None:
    world, _ = applied()
    wrong = taking_back(via=but(via(), handed_over_on=date(2026, 11, 23)))

    world.unless("date_order", CLAIM, wrong, taking_back(), "ines")
