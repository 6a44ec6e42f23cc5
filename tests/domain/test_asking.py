"""Asking for attestations. Every refusal stands beside what is allowed."""

from datetime import date

import pytest

from ledger.domain.casework_codes import ConflictGround, LapseEffect
from ledger.domain.claim.standing import asked_in_vain, failures_of, outside_was_asked
from ledger.domain.claim.state import ClaimStatus
from ledger.domain.codes import AskedBy, Category, RevocationReason, Role, Stance
from ledger.domain.lapsing import lapses_due
from ledger.domain.registry.events import MandateRevoked
from ledger.domain.types import Code
from tests.domain.cases import (
    CLAIM,
    TODAY,
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
from tests.domain.world import HISTORICAL, QUORUM, REGISTRY, actor, hire, stream, working

ASKED = {AskedBy.OFFICER: "olga", AskedBy.APPLICANT: "ines", AskedBy.CLOCK: "cleo"}


@pytest.mark.parametrize("asked_by", [AskedBy.OFFICER, AskedBy.APPLICANT])
def test_officer_and_intake_ask_each_in_their_own_role(asked_by: AskedBy) -> None:
    world, _ = applied()
    asked = request("ada", asked_by=asked_by)

    for name in {*ASKED.values()} - {ASKED[asked_by]} | {"ada", "susi"}:
        world.refuses("authority_missing", CLAIM, asked, name)
    world.refuses("signer_superfluous", CLAIM, asked, ASKED[asked_by], "susi")
    entry = world.say(CLAIM, asked, ASKED[asked_by])
    kept = claim(world).requests["r1"]
    assert (kept.says, kept.by, kept.version) == (asked, actor(ASKED[asked_by]), entry.version)
    assert claim(world).holds(entry)


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({"facts": ()}, "facts_missing"),
        ({"facts": (Code("f2"),)}, "fact_unknown"),
        ({"due": date(2026, 11, 21)}, "date_order"),
        ({"of": actor("olga")}, "attester_not_mandated"),
        ({"of": actor("nobody")}, "attester_not_mandated"),
        ({"official": actor("olga")}, "official_not_imported"),
    ],
)
def test_what_a_request_must_state(more: dict[str, object], code: str) -> None:
    world, _ = applied()

    world.unless(code, CLAIM, but(request("ada"), **more), request("ada", due=TODAY), "olga")


def test_a_token_asks_once() -> None:
    world, _ = applied()
    world.say(CLAIM, request("ada"), "olga")

    world.unless("request_repeated", CLAIM, request("bela"), request("bela", "r2"), "olga")
    again = folded(world, request("cora"), "olga")
    assert claim(world).requests["r1"].says.of == str(actor("ada"))
    assert not claim(world).holds(again)


def test_whoever_is_asked_holds_a_mandate_for_the_place_today() -> None:
    world, _ = applied()
    hire(world, "dora", Role.ATTESTER, areas=("95",))
    hire(world, "dina", Role.ATTESTER, areas=("94",))
    ended = hire(world, "nora", Role.ATTESTER)
    world.say(REGISTRY, MandateRevoked(mandate=ended, reason=RevocationReason.LEFT_SERVICE), *QUORUM)

    for name in ("dora", "nora"):
        world.refuses("attester_not_mandated", CLAIM, request(name), "olga")
    world.say(CLAIM, request("dina"), "olga")
    world.say(CLAIM, request("volunteers", "r2"), "olga")


def test_nobody_is_asked_who_has_another_part_in_the_case() -> None:
    world, standard, _ = working()
    world.say(CLAIM, application(standard, via=via("ada")), "ines")
    declare(world, "bela", CLAIM, ConflictGround.SAME_HOUSEHOLD)

    world.refuses("coi_assister", CLAIM, request("ada"), "olga")
    world.refuses("self_attestation", CLAIM, request("bela"), "olga")
    world.say(CLAIM, request("cora"), "olga")


def test_who_decided_is_not_asked_on_a_new_occasion() -> None:
    world, refusal = refused()
    hire(world, "olga", Role.ATTESTER)

    world.refuses("claim_not_open", CLAIM, request("ada"), "otto")
    world.say(CLAIM, notice(refusal), "ines")
    world.refuses("coi_prior_decider", CLAIM, request("olga"), "otto")
    world.say(CLAIM, request("ada"), "otto")


@pytest.mark.parametrize("status", [ClaimStatus.DECIDED, ClaimStatus.WITHDRAWN])
def test_nobody_is_asked_when_no_decision_can_come_next(status: ClaimStatus) -> None:
    world, _ = applied()
    before = claim(world)
    world.states[CLAIM] = before._replace(status=status)
    world.refuses("claim_not_open", CLAIM, request("ada"), "olga")

    world.states[CLAIM] = before._replace(status=ClaimStatus.FINAL)
    world.say(CLAIM, request("ada"), "olga")


def test_there_is_nothing_to_ask_without_an_application() -> None:
    world, _, _ = working()

    world.refuses("unknown_claim", CLAIM, request("ada"), "olga")


def test_a_request_is_answered_by_whom_it_asks() -> None:
    world, _ = applied()
    world.say(CLAIM, request("ada"), "olga")

    world.refuses("request_differs", CLAIM, attestation(request="r1"), "bela")
    world.refuses("request_differs", CLAIM, refusal_to_attest("bela", request="r1"), "bela")
    world.refuses("request_differs", CLAIM, refusal_to_attest("bela", request="r1"), "ines")
    world.refuses("unknown_request", CLAIM, attestation(request="r2"), "ada")
    world.say(CLAIM, attestation(request="r1"), "ada")


def test_a_request_to_a_pool_is_answered_by_anybody() -> None:
    world, _ = applied()
    world.say(CLAIM, request("volunteers"), "olga")

    world.say(CLAIM, refusal_to_attest("ada", request="r1"), "ada")
    world.say(CLAIM, attestation(request="r1"), "bela")


def test_a_request_is_answered_on_what_it_asks_under_whatever_name() -> None:
    world, _ = applied()
    world.say(CLAIM, request("ada", facts=(Code("income"),)), "olga")

    other = attestation(facts=(Code("peer_rank"),), request="r1")
    world.unless("request_differs", CLAIM, other, attestation(request="r1"), "ada")


def test_a_late_answer_is_an_answer() -> None:
    world, _ = applied()
    world.say(CLAIM, request("ada", due=TODAY), "olga")
    world.now = "2026-12-24T03:00:00.000Z"

    world.say(CLAIM, attestation(request="r1"), "ada")


def test_a_refusal_or_no_reply_is_a_failure_until_somebody_attests() -> None:
    world, _ = applied()
    first = world.say(CLAIM, request("ada"), "olga")
    world.say(CLAIM, request("volunteers", "r2"), "olga")
    assert (asked_in_vain(claim(world), "f1"), asked_in_vain(claim(world), "income")) == (0, 0)

    world.say(CLAIM, refusal_to_attest("bela", request="r2"), "bela")
    assert asked_in_vain(claim(world), "income") == 1
    folded(world, lapse(first, pinned(world), LapseEffect.NOTIFY_OVERSIGHT), "cleo")
    assert asked_in_vain(claim(world), "income") == 1
    folded(world, lapse(first, pinned(world), LapseEffect.NO_REPLY), "cleo")
    assert (asked_in_vain(claim(world), "income"), asked_in_vain(claim(world), "peer_rank")) == (2, 0)
    world.say(CLAIM, attestation(request="r2", stance=Stance.CANNOT_SAY), "cora")
    assert asked_in_vain(claim(world), "income") == 1


def test_a_lapse_is_of_the_request_that_it_names() -> None:
    world, entry = applied()
    first = world.say(CLAIM, request("ada"), "olga")
    for wrong in (entry, but(first, leaf="0" * 64)):
        folded(world, lapse(wrong, pinned(world), LapseEffect.NO_REPLY), "cleo")

    assert asked_in_vain(claim(world), "f1") == 0


def test_the_clock_draws_once_for_each_failure() -> None:
    world, _ = applied()
    world.say(CLAIM, request("ada"), "olga")
    drawn = request("bela", "r2", asked_by=AskedBy.CLOCK)

    world.refuses("draw_not_due", CLAIM, drawn, "cleo")
    world.say(CLAIM, refusal_to_attest("ada", request="r1"), "ada")
    world.refuses("authority_missing", CLAIM, drawn, "olga")
    world.refuses("draw_not_due", CLAIM, but(drawn, facts=(Code("f1"), Code("peer_rank"))), "cleo")
    world.say(CLAIM, drawn, "cleo")
    world.refuses("draw_not_due", CLAIM, request("cora", "r3", asked_by=AskedBy.CLOCK), "cleo")


def test_after_two_failures_the_clock_draws_from_outside() -> None:
    world, _ = applied()
    world.say(CLAIM, request("ada"), "olga")
    world.say(CLAIM, refusal_to_attest("ada", request="r1"), "ada")
    second = world.say(CLAIM, request("bela", "r2", asked_by=AskedBy.CLOCK), "cleo")
    folded(world, lapse(second, pinned(world), LapseEffect.NO_REPLY), "cleo")

    near = request("cora", "r3", asked_by=AskedBy.CLOCK)
    world.unless("outside_missing", CLAIM, near, but(near, outside=True), "cleo")


def test_a_neighbour_who_refused_without_a_request_counts_for_the_draw_once() -> None:
    world, _ = applied()
    for _ in range(2):
        world.say(CLAIM, refusal_to_attest("ada"), "ines")
    for name in ("bela", "cora"):
        world.say(CLAIM, refusal_to_attest(name, facts=(Code("peer_rank"),)), name)

    assert (failures_of(claim(world), "income"), asked_in_vain(claim(world), "income")) == (1, 0)
    world.say(CLAIM, request("cora", asked_by=AskedBy.CLOCK), "cleo")


def test_somebody_from_outside_was_asked_once_their_time_has_passed() -> None:
    world, _ = applied()
    world.say(CLAIM, request("bela", due=TODAY), "olga")
    world.say(CLAIM, request("ada", "r2", outside=True), "olga")

    world.now = "2026-12-02T03:00:00.000Z"
    assert not outside_was_asked(claim(world), "income")
    (near, far) = lapses_due(world, CLAIM, world.now)
    world.say(CLAIM, near.says, "cleo")
    assert not outside_was_asked(claim(world), "income")
    world.say(CLAIM, far.says, "cleo")
    assert outside_was_asked(claim(world), "income")
    assert not outside_was_asked(claim(world), "peer_rank")


def test_an_old_register_may_hold_requests() -> None:
    world, _, historical = working()
    world.say(CLAIM, application(historical, via=None), "ivo")
    old = request("nobody", due=date(2001, 1, 1), official=actor("olga"))

    world.refuses("official_missing", CLAIM, but(old, official=None), "ivo")
    world.say(CLAIM, old, "ivo")
    assert claim(world).requests["r1"].by == actor("olga")
    assert claim(world).course.officers == (actor("olga"),)


def test_a_renewal_names_a_claim_that_stands() -> None:
    world, entry = applied()
    again = stream("claim", "again")
    renewal = application(pinned(world), renews=entry.stream)

    for wrong in (stream("claim", "nobody's"), HISTORICAL):
        world.refuses("renewed_unknown", again, but(renewal, renews=wrong), "ines")
    world.say(again, renewal, "ines")


def test_who_is_asked_may_attest_in_another_capacity_too() -> None:
    """Asking binds nobody: an attester who was not asked attests as well."""
    world, _ = applied()
    world.say(CLAIM, request("ada"), "olga")
    hire(world, "dora", Role.ATTESTER, category=Category.CIVIL_SOCIETY)

    world.say(CLAIM, attestation(), "dora")
