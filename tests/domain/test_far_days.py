"""Days at the end of the calendar: an old register may hold any, and no fold may break on one."""

from datetime import date

from ledger.domain.claim.records import ClaimState, ClaimStatus
from ledger.domain.codes import Result, Role
from ledger.domain.parts import FactRule
from ledger.domain.types import Code
from tests.domain.cases import CLAIM, application, attestation, but, decision, found, notice
from tests.domain.world import QUORUM, REGISTRY, STANDARD, actor, founded, mandate, rules, working


def test_an_imported_notice_sent_on_the_last_day_of_all_is_folded() -> None:
    world, _, historical = working()
    official = actor("olga")
    old = but(decision(Result.REFUSE, ()), programme=historical, official=official)
    made = world.say(CLAIM, old, "ivo")
    world.say(CLAIM, notice(made, sent_on=date.max, official=official), "ivo")

    state = world.state(CLAIM)
    assert isinstance(state, ClaimState)
    assert (state.status, state.notices[0].effective) == (ClaimStatus.NOTIFIED, date.max)


def test_an_attestation_may_live_longer_than_the_calendar() -> None:
    world, _, _ = working()
    fact = FactRule(code=Code("income"), sensitive=False, quorum=True, max_age=10**7, small_village=False)
    programme = world.say(STANDARD, rules(version=2, facts=(fact,)), "susi", "vera")
    world.say(CLAIM, application(programme), "ines")
    first = world.say(CLAIM, attestation(), "ada")
    second = world.say(CLAIM, attestation(), "bela")

    world.say(CLAIM, decision(Result.GRANT, found(first, second)), "olga")


def test_a_mandate_may_begin_in_the_last_year_of_all() -> None:
    world = founded()

    world.say(REGISTRY, mandate("olga", Role.OFFICER, from_=date(9999, 1, 2), to=date.max), *QUORUM)
