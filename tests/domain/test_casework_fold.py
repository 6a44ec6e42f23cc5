"""What the fold keeps of casework, and which flags follow."""

from datetime import date

import pytest

from ledger.domain.casebook import (
    LATE,
    NO_CASEWORK,
    Casework,
    Conflict,
    Extended,
    Requested,
    Ruling,
    SuppliedItem,
)
from ledger.domain.casework.events import PeriodExtended
from ledger.domain.casework.state import evolve, evolve_clocked
from ledger.domain.casework_codes import (
    ActRuling,
    ConflictGround,
    ConflictRaisedBy,
    ConflictRuling,
    ConflictSection,
    CourtResult,
    LapseEffect,
    Supplied,
)
from ledger.domain.codes import Channel, NoticeMethod, NoticeRule, Result
from ledger.domain.types import Code, EntryRef, Local
from tests.domain.cases import CLAIM, TODAY, applied, attestation, but, decision, found, notice, refused, via
from tests.domain.casework_cases import (
    asking,
    court,
    erasure,
    lapse,
    note,
    raising,
    review,
    ruling,
    supply,
    unsealing,
)
from tests.domain.world import World, actor


def of(world: World) -> Casework:
    return world.state(CLAIM).casework


def test_a_case_without_casework_has_no_flags() -> None:
    world, entry = applied()

    assert of(world) is NO_CASEWORK
    assert of(world).flags == frozenset()
    note(world, CLAIM, decision(Result.GRANT, found(entry)), "olga")
    note(world, CLAIM, attestation(), "ada")
    assert of(world) is NO_CASEWORK


def test_a_request_is_open_until_it_is_answered() -> None:
    world, _ = applied()
    world.now = "2026-11-23T17:00:00.000Z"
    asked = note(world, CLAIM, asking(), "olga")
    note(world, CLAIM, asking(request=Local("q2"), of=Code("office_of_land")), "otto")
    assert of(world).flags == {"awaiting_citizen"}
    first = of(world).request("q1")
    assert first is not None
    assert (first.version, first.leaf, first.by) == (asked.version, asked.leaf, actor("olga"))
    assert (first.items, first.of, first.due) == (("income_slip",), "applicant", date(2026, 12, 2))
    assert (first.asked_on, first.answered, first.answered_on) == (date(2026, 11, 24), None, None)
    assert [item.request for item in of(world).open_requests()] == ["q1", "q2"]
    assert of(world).request("q3") is None

    world.now = "2026-11-24T17:00:00.000Z"
    answer = note(world, CLAIM, supply(via=via(), answers=Local("q1")), "ines")
    note(world, CLAIM, supply(via=via(), answers=Local("q1")), "ines")
    first = of(world).request("q1")
    assert first is not None
    assert (first.answered, first.answered_on) == (answer.version, date(2026, 11, 25))
    assert [item.request for item in of(world).open_requests()] == ["q2"]
    assert of(world).flags == frozenset()


@pytest.mark.parametrize("asked", ["applicant", "complainant"])
def test_the_matter_waits_for_the_citizen_whoever_that_is(asked: str) -> None:
    world, _ = applied()
    note(world, CLAIM, asking(of=Code(asked)), "olga")

    assert of(world).flags == {"awaiting_citizen"}


def test_a_lapse_ends_the_waiting_for_its_own_request_only() -> None:
    world, _ = applied()
    first = note(world, CLAIM, asking(), "olga")
    second = note(world, CLAIM, asking(request=Local("q2")), "olga")
    note(world, CLAIM, lapse("information", first, LapseEffect.ADVICE_ONLY), "cleo")
    assert len(of(world).open_requests()) == 2
    note(world, CLAIM, lapse("information", first, LapseEffect.PAUSE_ENDS), "cleo")
    assert [item.request for item in of(world).open_requests()] == ["q2"]
    assert of(world).flags == {"awaiting_citizen"}
    note(world, CLAIM, lapse("information", second, LapseEffect.PAUSE_ENDS), "cleo")

    assert of(world).flags == frozenset()
    note(world, CLAIM, supply(via=via(), answers=Local("q1")), "ines")
    late = of(world).request("q1")
    assert late is not None
    assert late.answered is not None


def test_what_was_supplied_is_kept_with_its_channel() -> None:
    world, entry = applied()
    note(world, CLAIM, supply(Supplied.CONTACT_ATTEMPT, via=but(via(), channel=Channel.LINE)), "ines")
    note(world, CLAIM, supply(Supplied.CORRECTION, corrects=entry), "olga")
    note(world, CLAIM, supply(Supplied.VISIT, official=actor("clerk")), "ivo")
    told = [(item.kind, item.by, item.channel, item.corrects) for item in of(world).supplied]

    assert told == [
        (Supplied.CONTACT_ATTEMPT, actor("ines"), Channel.LINE, None),
        (Supplied.CORRECTION, actor("olga"), None, entry),
        (Supplied.VISIT, actor("clerk"), None, None),
    ]
    assert {item.supplied_on for item in of(world).supplied} == {TODAY}


def test_a_conflict_is_pending_until_it_is_ruled_on() -> None:
    world, entry = applied()
    first = note(world, CLAIM, raising("olga"), "olga")
    second = note(world, CLAIM, raising("otto", how=ConflictRaisedBy.CHALLENGE), "ines")
    note(world, CLAIM, ruling(first, redo=(entry,)), "sven")
    assert of(world).flags == {"conflict_pending"}
    note(world, CLAIM, ruling(second, ConflictRuling.MAY_ACT), "sven")
    assert of(world).flags == frozenset()
    note(world, CLAIM, ruling(entry), "sven")

    one, other = of(world).conflicts
    assert (one.version, one.leaf, one.actor) == (first.version, first.leaf, actor("olga"))
    assert one.ruled is not None
    assert (one.ruled.version, one.ruled.by, one.ruled.redo) == (4, actor("sven"), (entry,))
    assert (one.ruled.ruling, other.ruled and other.ruled.ruling) == (
        ConflictRuling.RECUSED,
        ConflictRuling.MAY_ACT,
    )
    assert of(world).conflict(but(first, version=9)) is None
    assert of(world).conflict(but(first, leaf="0" * 64)) is None


def test_the_newest_review_of_an_act_counts() -> None:
    world, entry = applied()
    note(world, CLAIM, review(entry, says=ActRuling.STANDS), "vera")
    note(world, CLAIM, review(entry, entry, official=actor("chief")), "ivo")
    newest = of(world).review(entry)

    assert newest is not None
    assert (newest.version, newest.ruling, newest.by) == (3, ActRuling.OVERRULED, actor("chief"))
    assert newest.affects == (entry,)
    assert of(world).review(but(entry, version=2)) is None


def test_extensions_and_lapses_are_found_by_clock_and_start() -> None:
    world, entry = applied()
    other = but(entry, version=7)
    for start, day in ((entry, 1), (other, 2), (entry, 3)):
        says = PeriodExtended(
            clock=Code("decide_claim"),
            start=start,
            from_=TODAY,
            to=date(2026, 12, day),
            reason=Code("visit"),
            notice_sent_on=TODAY,
        )
        note(world, CLAIM, says, "susi")
    assert [of(world).extended("decide_claim", ref).to.day for ref in (entry, other)] == [3, 2]  # type: ignore[union-attr]
    assert of(world).extended("resolve", entry) is None
    assert of(world).extended("decide_claim", but(entry, version=8)) is None
    assert of(world).lapsed("notify") is None
    note(world, CLAIM, lapse("notify", entry, LapseEffect.OVERDUE_PUBLIC), "cleo")
    note(world, CLAIM, lapse("notify", other, LapseEffect.OVERDUE_PUBLIC), "cleo")

    newest = of(world).lapsed("notify")
    assert newest is not None
    assert (newest.start, newest.due, newest.version) == (other, "2026-12-22", 6)


@pytest.mark.parametrize("effect", list(LapseEffect))
def test_a_lapse_on_an_office_is_overdue_until_the_act_comes(effect: LapseEffect) -> None:
    world, entry = applied()
    note(world, CLAIM, lapse("decide_claim", entry, effect), "cleo")
    late = {"overdue:decide_claim"} if effect in LATE else set()
    silent = {"may_sue"} if effect is LapseEffect.MAY_SUE else set()
    assert of(world).flags == late | silent

    assert of(world).met("notify") is of(world)
    assert of(world).met("notify", "decide_claim").flags == silent


def test_an_office_is_not_late_where_a_window_of_the_citizen_ends() -> None:
    own = {
        LapseEffect.FINAL_UNLESS_RELIEF,
        LapseEffect.NO_REPLY,
        LapseEffect.CLOSES_UNCONFIRMED,
        LapseEffect.CLOSES_NOT_CONTESTED,
        LapseEffect.PAUSE_ENDS,
        LapseEffect.UNVERIFIED,
        LapseEffect.LIST_FINAL,
        LapseEffect.ADVICE_ONLY,
    }
    assert set(LapseEffect) - LATE == own


def test_a_late_ruling_is_overdue_until_no_late_one_is_pending() -> None:
    world, _ = applied()
    first = note(world, CLAIM, raising("olga"), "olga")
    second = note(world, CLAIM, raising("otto"), "otto")
    third = note(world, CLAIM, raising("sven"), "sven")
    for raised in (first, second):
        note(world, CLAIM, lapse("conflict_ruling", raised, LapseEffect.ESCALATE_VIEW), "cleo")
    note(world, CLAIM, lapse("notify", third, LapseEffect.ESCALATE_VIEW), "cleo")
    note(world, CLAIM, ruling(first), "sven")
    assert of(world).flags == {"overdue:conflict_ruling", "overdue:notify", "conflict_pending"}
    note(world, CLAIM, ruling(second), "sven")

    assert of(world).flags == {"conflict_pending", "overdue:notify"}


def test_a_late_decision_is_overdue_until_the_person_was_told() -> None:
    world, refusal = refused()
    for clock in ("decide_claim", "notify", "conflict_ruling"):
        note(world, CLAIM, lapse(clock, refusal, LapseEffect.OVERDUE_PUBLIC), "cleo")
    note(world, CLAIM, notice(refusal, method=NoticeMethod.SMS, rule=NoticeRule.N10), "ines")
    assert len(of(world).overdue) == 3
    note(world, CLAIM, notice(refusal), "ines")

    assert of(world).flags == {"overdue:conflict_ruling"}


def test_a_late_review_is_overdue_until_it_comes() -> None:
    world, entry = applied()
    note(world, CLAIM, lapse("contested_act", entry, LapseEffect.NOTIFY_OVERSIGHT), "cleo")
    assert of(world).flags == {"overdue:contested_act"}
    note(world, CLAIM, review(entry), "vera")

    assert of(world).flags == frozenset()


def test_a_suit_is_in_court_until_the_court_has_ruled_on_that_entry() -> None:
    world, first = refused()
    second = EntryRef(CLAIM, 1, world.history(CLAIM)[0].leaf)
    note(world, CLAIM, court(first), "ines")
    note(world, CLAIM, court(second), "ines")
    note(world, CLAIM, court(first, CourtResult.FOR_CITIZEN, remand=True), "ines")
    assert of(world).flags == {"in_court"}
    for result in set(CourtResult) - {CourtResult.PENDING}:
        note(world, CLAIM, court(second), "ines")
        assert of(world).in_court()
        note(world, CLAIM, court(second, result), "ines")
        assert not of(world).in_court()
    assert [item.remand for item in of(world).court[:3]] == [False, False, True]


def test_silence_opens_the_court_until_somebody_went_there() -> None:
    world, entry = applied()
    note(world, CLAIM, court(entry, CourtResult.ENDED), "ines")
    assert not of(world).may_sue()
    note(world, CLAIM, lapse("exhaustion", entry, LapseEffect.MAY_SUE), "cleo")
    assert "may_sue" in of(world).flags
    note(world, CLAIM, court(entry), "ines")
    assert not of(world).may_sue()
    note(world, CLAIM, lapse("neglect_silence", entry, LapseEffect.MAY_SUE), "cleo")

    assert of(world).may_sue()


def test_what_was_opened_and_erased_is_kept_by_subject() -> None:
    world, _ = applied()
    note(world, CLAIM, unsealing(), "cory", "vera")
    note(world, CLAIM, erasure((1, "applicant/name"), (1, "named-1/name"), (2, "applicant/text")), "cory")

    (opened,) = of(world).unsealed
    assert (opened.version, opened.subject, opened.fields) == (2, "applicant", ("name",))
    assert opened.until == "2026-12-22T03:04:06Z"
    assert [(item.version, item.of, item.fields) for item in of(world).erased] == [
        (3, 1, ("applicant/name", "named-1/name")),
        (3, 2, ("applicant/text",)),
    ]
    assert of(world).flags == {"erased:applicant", "erased:named-1"}


def test_where_only_clocks_are_shared_nothing_else_is_kept() -> None:
    world, entry = applied()
    for says in (asking(), supply(), raising("olga"), review(entry), court(entry), unsealing()):
        note(world, CLAIM, says, "olga")
        assert evolve_clocked(NO_CASEWORK, world.log[-1]) is NO_CASEWORK
        assert evolve(NO_CASEWORK, world.log[-1]) != NO_CASEWORK
    for clocked in (lapse("ack", entry), erasure((1, "applicant/name"))):
        note(world, CLAIM, clocked, "cleo")
        assert evolve_clocked(NO_CASEWORK, world.log[-1]) == evolve(NO_CASEWORK, world.log[-1]) != NO_CASEWORK


def test_each_act_is_kept_whole_and_an_imported_one_is_its_official_s() -> None:
    world, entry = applied()
    asked = note(world, CLAIM, asking(official=actor("clerk")), "ivo")
    given = note(world, CLAIM, supply(via=via(), answers=Local("q1")), "ines")
    raised = note(world, CLAIM, raising("olga"), "olga")
    ruled = note(world, CLAIM, ruling(raised, official=actor("chief"), redo=(entry,)), "ivo")
    says = PeriodExtended(
        clock=Code("decide_claim"),
        start=entry,
        from_=TODAY,
        to=date(2026, 12, 1),
        reason=Code("visit"),
        notice_sent_on=TODAY,
    )
    longer = note(world, CLAIM, says, "susi")

    assert of(world) == Casework(
        requests=(
            Requested(
                "q1",
                asked.version,
                asked.leaf,
                ("income_slip",),
                "applicant",
                actor("clerk"),
                TODAY,
                date(2026, 12, 2),
                given.version,
                TODAY,
            ),
        ),
        supplied=(
            SuppliedItem(
                given.version,
                given.leaf,
                Supplied.STATEMENT,
                actor("ines"),
                TODAY,
                Channel.COUNTER,
                "q1",
                None,
            ),
        ),
        conflicts=(
            Conflict(
                raised.version,
                raised.leaf,
                actor("olga"),
                ConflictGround.SPOUSE,
                ConflictSection.S13,
                ConflictRaisedBy.SELF_REPORT,
                Ruling(ruled.version, actor("chief"), ConflictRuling.RECUSED, (entry,)),
            ),
        ),
        extensions=(Extended(longer.version, "decide_claim", entry, date(2026, 12, 1)),),
    )
