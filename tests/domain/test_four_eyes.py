"""Four eyes: every act that needs them, and every way in which two signatures are not two.

Source: the table of rules in the domain, invariant 5.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

import pytest

from ledger.domain.casework_codes import ConflictGround, Outcome
from ledger.domain.codes import Finding, Profile, Result, RevocationReason, Role
from ledger.domain.registry.events import InterestDeclared, KeyRevoked, MandateRevoked
from ledger.domain.types import Code, EntryRef, Event, KeyId, Place
from tests.domain.cases import CLAIM, GRIEVANCE, applied, decision, determination, found, reviewed
from tests.domain.casework_cases import erasure, guarded, unsealing
from tests.domain.world import (
    QUORUM,
    REGISTRY,
    STANDARD,
    START,
    World,
    actor,
    hire,
    keyid,
    office,
    peopled,
    rules,
    stream,
)

LATER = "2026-11-23T03:00:00.000Z"


@dataclass(frozen=True)
class Needs:
    """An act that takes two: what is said where, who answers, and the role of whoever signs beside."""

    world: World
    stream: str
    says: Event
    first: str
    second: Role


def publishing() -> Needs:
    return Needs(peopled(), STANDARD, rules(), "susi", Role.OVERSIGHT)


def refusing() -> Needs:
    world, entry = applied()
    says = decision(Result.REFUSE, found(entry, finding=Finding.NO))
    return Needs(world, CLAIM, says, "olga", Role.SUPERVISOR)


def determining() -> Needs:
    world, _ = reviewed()
    says = determination(Outcome.NOT_UPHELD, world.head(CLAIM))
    return Needs(world, GRIEVANCE, says, "rolf", Role.SUPERVISOR)


def opening() -> Needs:
    world, _ = applied()
    return Needs(guarded(world), CLAIM, unsealing(), "cory", Role.OVERSIGHT)


def erasing() -> Needs:
    world, _ = applied()
    return Needs(guarded(world), CLAIM, erasure((1, "applicant/name")), "cory", Role.OVERSIGHT)


ACTS = [publishing, refusing, determining, opening, erasing]
IN_CASES = ACTS[1:]
acts = pytest.mark.parametrize("act", ACTS, ids=lambda act: act.__name__)
Act = Callable[[], Needs]


def line_of(need: Needs) -> str:
    return need.world.registry.mandates[actor(need.first)][0].line


def beside(need: Needs, line: str = "line-2", **more: object) -> EntryRef:
    """Engage the second signer, zoe."""
    return hire(need.world, "zoe", need.second, line, **more)


def refused(need: Needs, code: str) -> None:
    need.world.refuses(code, need.stream, need.says, need.first, "zoe")


@acts
def test_two_persons_of_two_lines_may_sit_in_one_office(act: Act) -> None:
    need = act()
    beside(need)

    need.world.refuses("approvals_pending", need.stream, need.says, need.first)
    need.world.say(need.stream, need.says, need.first, "zoe")


@acts
def test_one_line_is_one_pair_of_eyes(act: Act) -> None:
    need = act()
    beside(need, line_of(need))

    refused(need, "coi_same_line")


@acts
def test_a_second_mandate_hides_no_line(act: Act) -> None:
    need = act()
    hire(need.world, "zoe", Role.PARTICIPANT, line_of(need))
    beside(need)

    refused(need, "coi_same_line")


@acts
def test_a_line_of_the_past_is_none(act: Act) -> None:
    need = act()
    hire(need.world, "zoe", Role.PARTICIPANT, line_of(need), to=START)
    beside(need)
    need.world.now = LATER

    need.world.say(need.stream, need.says, need.first, "zoe")


@acts
def test_one_person_under_two_names_is_one(act: Act) -> None:
    need = act()
    beside(need)
    link = InterestDeclared(
        actor=actor("zoe"),
        about=Place(actor(need.first)),
        ground=ConflictGround.SAME_PERSON,
        from_=START,
    )
    need.world.record(need.world.statement(REGISTRY, link, "zoe"))

    refused(need, "coi_same_person")
    taken_back = InterestDeclared(
        actor=link.actor, about=link.about, ground=link.ground, from_=link.from_, to=START
    )
    need.world.record(need.world.statement(REGISTRY, taken_back, "zoe"))
    need.world.say(need.stream, need.says, need.first, "zoe")


@acts
@pytest.mark.parametrize("above", [True, False], ids=["superior", "subordinate"])
def test_superior_and_subordinate_are_not_two(act: Act, *, above: bool) -> None:
    """Whoever of them answers, and though their lines differ."""
    need = act()
    registry = need.world
    registry.say(REGISTRY, office("ministry"), *QUORUM)
    registry.say(REGISTRY, office("city", parent=Code("ministry")), *QUORUM)
    chief = "zoe" if above else need.first
    beside(need, office="city" if not above else "ministry")
    over = hire(registry, chief, Role.SUPERVISOR, "line-chief", office="ministry")

    refused(need, "coi_reporting_line")
    ended = MandateRevoked(mandate=over, reason=RevocationReason.LEFT_SERVICE)
    registry.say(REGISTRY, ended, *QUORUM)
    if need.second is Role.SUPERVISOR and above:
        refused(need, "coi_reporting_line")
    else:
        registry.say(need.stream, need.says, need.first, "zoe")


@acts
def test_a_second_signer_has_a_mandate_that_runs(act: Act) -> None:
    need = act()
    beside(need, to=START)
    need.world.now = LATER

    refused(need, "authority_expired")


@acts
def test_a_second_signer_whose_mandate_begins_tomorrow_has_none(act: Act) -> None:
    need = act()
    beside(need, from_=date(2026, 11, 23))

    refused(need, "authority_expired")


@acts
def test_a_second_signer_for_another_programme_has_none(act: Act) -> None:
    need = act()
    beside(need, programmes=(stream("programme", "elsewhere"),))

    refused(need, "authority_scope")


@pytest.mark.parametrize("act", IN_CASES, ids=lambda act: act.__name__)
def test_a_second_signer_for_another_area_has_none(act: Act) -> None:
    need = act()
    beside(need, areas=("77",))

    refused(need, "authority_scope")


@acts
def test_a_revoked_key_signs_beside_nobody(act: Act) -> None:
    need = act()
    beside(need)
    need.world.say(REGISTRY, KeyRevoked(key=KeyId(keyid("zoe")), reason=RevocationReason.LOST), "rita")

    refused(need, "key_revoked")


@acts
def test_an_unknown_key_signs_beside_nobody(act: Act) -> None:
    refused(act(), "key_unknown")


@acts
def test_a_role_that_is_not_asked_signs_beside_nobody(act: Act) -> None:
    need = act()
    hire(need.world, "zoe", Role.PAYER, "line-2")

    refused(need, "authority_missing")


@acts
def test_one_key_of_two_is_not_two_persons(act: Act) -> None:
    need = act()

    need.world.refuses("approvals_pending", need.stream, need.says, need.first)


def test_an_old_register_needs_no_second_pair_of_eyes() -> None:
    world = peopled()

    world.say(stream("programme", "historical"), rules(Profile.HISTORICAL), "ivo")
