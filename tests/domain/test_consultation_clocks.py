"""The clocks of consultations, commitments and listings, and what their lapse does."""

from datetime import date, timedelta

import pytest

from ledger.domain import lapsing
from ledger.domain.casework.events import DeadlineLapsed, PeriodExtended
from ledger.domain.casework_codes import Ground, Kind, LapseEffect
from ledger.domain.clocks.clock import Clock
from ledger.domain.codes import Role
from ledger.domain.consultation.codes import Answer, Progress, Trigger, Verified
from ledger.domain.types import Code, EntryRef, Local
from tests.domain.cases import TODAY, but, filing
from tests.domain.consulting import (
    COMMITMENT,
    CONSULTATION,
    LISTING,
    answer,
    asked,
    consultation,
    contribution,
    day,
    decline,
    digest,
    gathered,
    opened,
    opening,
    posting,
    progress,
    promise,
    promised,
    proposal,
    recommendation,
    recommended,
    support,
    verification,
)
from tests.domain.world import REGISTRY, World, actor, hire, office, stream


def clock(world: World, name: str, name_of_stream: str = CONSULTATION) -> Clock:
    found = lapsing.clock(world, name_of_stream, name)
    assert found is not None
    return found


def due(world: World) -> list[str]:
    """The clocks whose lapse has to be recorded, in any stream of these tests."""
    return [
        act.says.clock
        for name in (CONSULTATION, COMMITMENT, LISTING)
        for act in lapsing.lapses_due(world, name, world.now)
        if isinstance(act.says, DeadlineLapsed)
    ]


def let_lapse(world: World, name: str, of: str = CONSULTATION) -> EntryRef:
    """Let the clock record what is due, and nothing else."""
    (act,) = lapsing.lapses_due(world, of, world.now)
    assert isinstance(act.says, DeadlineLapsed)
    assert act.says.clock == name
    return world.say(of, act.says, "cleo")


def extension(name: str, start: EntryRef, first: date, last: date) -> PeriodExtended:
    return PeriodExtended(
        clock=Code(name), start=start, from_=first, to=last, reason=Code("flood"), notice_sent_on=first
    )


def test_a_proposal_waits_15_working_days() -> None:
    world, _ = asked()
    assert clock(world, "consult_open").due == "2026-12-11"
    world.now = "2026-12-11T16:59:59.999Z"
    assert due(world) == []
    world.now = "2026-12-11T17:00:00.000Z"
    assert due(world) == ["consult_open"]
    let_lapse(world, "consult_open")

    assert due(world) == []
    assert "overdue:consult_open" in consultation(world).flags
    assert clock(world, "consult_open").effects == (LapseEffect.ESCALATE_VIEW,)
    later = opening(
        phases=(but(opening().phases[0], from_=TODAY + timedelta(days=30), to=date(2027, 1, 31)),)
    )
    world.say(CONSULTATION, later, "vera", "kira")
    assert consultation(world).flags == frozenset()


@pytest.mark.parametrize("settled", ["opened", "declined"])
def test_opening_and_declining_meet_it(settled: str) -> None:
    world, _ = asked()
    if settled == "opened":
        world.say(CONSULTATION, opening(), "susi", "kira")
    else:
        world.say(CONSULTATION, decline(), "susi")
    world.now = day(60)

    assert clock(world, "consult_open").in_time
    assert due(world) == []


def test_the_rules_are_those_of_the_evidence_or_else_those_of_everybody() -> None:
    world, standard = gathered()
    world.say(
        stream("grievance", "a"),
        filing(standard, kind=Kind.SERVICE_COMPLAINT, grounds=(Ground.DELAY,)),
        "ines",
    )
    said = proposal(trigger=Trigger.CASES, evidence=(REGISTRY, stream("grievance", "a")))
    world.say(CONSULTATION, said, "fay")
    other = stream("consultation", "other")
    world.say(other, proposal(), "fay")
    (founded,) = (item for item in world.history(REGISTRY) if item.version == 1)

    assert clock(world, "consult_open").programme == standard
    assert clock(world, "consult_open", other).programme == EntryRef(REGISTRY, 1, founded.leaf)
    assert clock(world, "consult_open", other).provisional


def test_a_commitment_runs_by_the_rules_of_its_consultation() -> None:
    world, standard = gathered()
    case = stream("grievance", "a")
    world.say(case, filing(standard, kind=Kind.SERVICE_COMPLAINT, grounds=(Ground.DELAY,)), "ines")
    world.say(CONSULTATION, proposal(evidence=(case,)), "fay")
    world.say(CONSULTATION, opening(evidence=(case,)), "susi", "kira")
    world.say(CONSULTATION, contribution(), "pim")
    world.say(CONSULTATION, recommendation(support()), "fay", "pim")
    accepted = world.say(CONSULTATION, answer(), "susi")
    world.say(COMMITMENT, promise(accepted), "susi")

    assert clock(world, "commitment", COMMITMENT).programme == standard


def test_a_recommendation_waits_30_days_for_an_answer_and_the_owner_is_named() -> None:
    world, _, adopted = recommended()
    assert clock(world, "consult_response").due == "2026-12-22"
    assert clock(world, "consult_response").start == adopted
    world.now = "2026-12-22T17:00:00.000Z"
    let_lapse(world, "consult_response")

    (item,) = consultation(world).recommendations
    assert item.lapses == ("consult_response",)
    assert item.addressed_to == consultation(world).owner
    assert consultation(world).flags == {"overdue:consult_response"}
    world.say(CONSULTATION, answer(), "susi")
    assert consultation(world).flags == frozenset()


def test_a_deferral_answers_in_time_and_starts_a_clock_of_its_own() -> None:
    world, _, _ = recommended()
    deferred = world.say(CONSULTATION, answer(Answer.DEFER, until=TODAY + timedelta(days=180)), "susi")
    world.now = day(180)
    assert clock(world, "consult_response").in_time
    assert clock(world, "deferred_answer").start == deferred
    assert due(world) == []
    world.now = day(181)
    let_lapse(world, "deferred_answer")

    assert consultation(world).flags == {"overdue:deferred_answer"}
    world.say(CONSULTATION, answer(Answer.REJECT), "susi")
    assert consultation(world).flags == frozenset()
    assert not clock(world, "deferred_answer").in_time


def test_an_answer_that_was_put_off_and_came_by_its_day_is_no_longer_owed() -> None:
    world, _, _ = recommended()
    world.say(CONSULTATION, answer(Answer.DEFER, until=TODAY + timedelta(days=30)), "susi")
    world.now = day(30)
    given = world.say(CONSULTATION, answer(Answer.REJECT), "susi")
    world.now = day(31)

    assert clock(world, "deferred_answer").met == given
    assert clock(world, "deferred_answer").in_time
    assert due(world) == []


def test_an_answer_to_one_recommendation_is_none_to_another() -> None:
    world, _, _ = recommended()
    second = recommendation(
        support(2, 1), id=Local("r2"), minority=digest("minority"), addressed_to=actor("sara")
    )
    world.now = day(5)
    world.say(CONSULTATION, second, "fay", "pim")
    world.now = day(40)
    lapses = lapsing.lapses_due(world, CONSULTATION, world.now)
    for act in lapses:
        world.say(CONSULTATION, act.says, "cleo")
    world.say(CONSULTATION, answer(), "susi")
    assert consultation(world).flags == {"overdue:consult_response"}
    said = answer(Answer.REJECT, to=Local("r2"), published_on=TODAY + timedelta(days=40))
    world.say(CONSULTATION, said, "sara")

    assert consultation(world).flags == frozenset()


def superior(world: World) -> None:
    """A supervisor of the office above the one in which susi serves."""
    world.say(REGISTRY, office("province"), "root-a", "root-b", "root-c")
    world.say(REGISTRY, office("city", parent="province"), "root-a", "root-b", "root-c")
    hire(world, "siri", Role.SUPERVISOR, "line-p", office="province")


@pytest.mark.parametrize(
    ("name", "first", "last"),
    [
        ("consult_open", date(2026, 12, 11), date(2027, 1, 1)),
        ("consult_response", date(2026, 12, 22), date(2027, 1, 21)),
    ],
)
def test_the_owners_superior_extends_once(name: str, first: date, last: date) -> None:
    world, _ = asked() if name == "consult_open" else recommended()[:2]
    superior(world)
    start = clock(world, name).start
    says = but(extension(name, start, first, last), notice_sent_on=TODAY)
    world.refuses("extension_too_long", CONSULTATION, but(says, to=last + timedelta(days=1)), "siri")
    world.refuses("not_extender", CONSULTATION, says, "susi")
    world.refuses("not_extender", CONSULTATION, says, "sara")
    world.say(CONSULTATION, says, "siri")

    assert clock(world, name).due == last.isoformat()
    again = but(says, from_=last, to=last + timedelta(days=1))
    world.refuses("extension_repeated", CONSULTATION, again, "siri")


def test_a_deferred_answer_is_extended_by_nobody() -> None:
    world, _, _ = recommended()
    superior(world)
    last = TODAY + timedelta(days=90)
    start = world.say(CONSULTATION, answer(Answer.DEFER, until=last), "susi")
    says = but(extension("deferred_answer", start, last, last + timedelta(days=1)), notice_sent_on=TODAY)

    world.refuses("not_extendable", CONSULTATION, says, "siri")


def test_a_promise_lapses_after_its_day() -> None:
    world, _, _ = promised()
    assert clock(world, "commitment", COMMITMENT).due == "2027-01-21"
    world.now = day(60)
    assert due(world) == []
    world.now = day(61)
    let_lapse(world, "commitment", COMMITMENT)

    assert clock(world, "commitment", COMMITMENT).effects == (LapseEffect.OVERDUE_PUBLIC,)
    world.say(COMMITMENT, verification(Verified.NOT_MET), "pim", "pong")
    assert due(world) == []


@pytest.mark.parametrize("status", [Progress.DONE, Progress.WITHDRAWN])
def test_done_or_taken_back_it_does_not_lapse(status: Progress) -> None:
    world, _, _ = promised()
    world.say(COMMITMENT, progress(status, evidence=(digest("why"),)), "susi")
    world.now = day(61)

    assert "commitment" not in due(world)


def test_a_word_in_between_meets_nothing() -> None:
    world, _, _ = promised()
    world.say(COMMITMENT, progress(Progress.UNDERWAY), "susi")
    world.now = day(61)

    assert due(world) == ["commitment"]


def test_an_extended_promise_keeps_its_first_day() -> None:
    world, _, made = promised()
    superior(world)
    first, last = TODAY + timedelta(days=60), TODAY + timedelta(days=120)
    says = but(extension("commitment", made, first, last), notice_sent_on=TODAY)
    world.refuses("not_extender", COMMITMENT, says, "susi")
    world.say(COMMITMENT, says, "siri")
    world.refuses("extension_repeated", COMMITMENT, but(says, from_=last, to=date(2027, 6, 1)), "siri")
    known = world.state(COMMITMENT).promise()

    assert known is not None
    assert (known.first_due, known.due) == (first, last)
    assert clock(world, "commitment", COMMITMENT).due == last.isoformat()


def test_a_report_waits_30_days_to_be_verified_and_then_is_unverified() -> None:
    world, _, _ = promised()
    done = world.say(COMMITMENT, progress(), "susi")
    assert clock(world, "verification", COMMITMENT).start == done
    assert clock(world, "verification", COMMITMENT).due == "2026-12-22"
    world.now = day(31)
    let_lapse(world, "verification", COMMITMENT)

    known = world.state(COMMITMENT).promise()
    assert known is not None
    assert known.flags == {"unverified"}
    assert known.status == "reported"


def test_each_report_is_verified_anew() -> None:
    world, _, _ = promised()
    world.say(COMMITMENT, progress(), "susi")
    world.say(COMMITMENT, verification(Verified.CANNOT_TELL), "pim", "pong")
    world.now = day(10)
    second = world.say(COMMITMENT, progress(), "susi")
    world.now = day(31)
    assert due(world) == []
    world.now = day(41)

    assert due(world) == ["verification"]
    assert clock(world, "verification", COMMITMENT).start == second


def test_a_facilitator_gives_those_who_verify_more_time() -> None:
    world, _, _ = promised()
    done = world.say(COMMITMENT, progress(), "susi")
    first = date(2026, 12, 22)
    says = but(extension("verification", done, first, first + timedelta(days=30)), notice_sent_on=TODAY)
    world.refuses("authority_missing", COMMITMENT, says, "susi")
    world.say(COMMITMENT, says, "fay")

    assert clock(world, "verification", COMMITMENT).due == "2027-01-21"


def test_a_list_is_final_when_the_last_day_to_object_is_over() -> None:
    world, standard = gathered()
    posted = posting(standard, from_=TODAY + timedelta(days=5), to=TODAY + timedelta(days=40))
    world.say(LISTING, posted, "olga", "ada")
    objection = filing(
        standard, kind=Kind.OBJECTION_TO_LISTING, about=(LISTING,), grounds=(Ground.FACT_WRONG,)
    )
    world.say(stream("grievance"), objection, "ines")
    assert clock(world, "list_objection", LISTING).due == "2026-12-14"
    world.now = "2026-12-14T16:59:59.999Z"
    assert due(world) == []
    world.now = "2026-12-14T17:00:00.000Z"
    let_lapse(world, "list_objection", LISTING)

    assert clock(world, "list_objection", LISTING).effects == (LapseEffect.LIST_FINAL,)


def test_a_list_hangs_until_the_last_day_to_object_also_where_that_moves() -> None:
    world, standard = gathered()
    friday = TODAY + timedelta(days=5)
    posted = posting(standard, from_=friday, to=date(2026, 12, 13))
    world.unless("list_too_short", LISTING, posted, but(posted, to=date(2026, 12, 14)), "olga", "ada")


def test_more_time_to_object_is_given_freely() -> None:
    world, standard = gathered()
    start = world.say(LISTING, posting(standard, to=TODAY + timedelta(days=60)), "olga", "ada")
    first = date(2026, 12, 7)
    says = but(extension("list_objection", start, first, date(2026, 12, 21)), notice_sent_on=TODAY)
    world.say(LISTING, says, "olga")

    assert clock(world, "list_objection", LISTING).due == "2026-12-21"


def test_the_clock_alone_records_a_lapse_and_only_when_it_is_due() -> None:
    world, _ = asked()
    early = lapsing.lapse(clock(world, "consult_open"))
    world.refuses("lapse_not_due", CONSULTATION, early, "cleo")
    world.now = "2026-12-11T17:00:00.000Z"
    for name in ("susi", "vera", "fay"):
        world.refuses("authority_missing", CONSULTATION, early, name)
    world.refuses("lapse_differs", CONSULTATION, but(early, effects=()), "cleo")

    world.say(CONSULTATION, early, "cleo")
    world.refuses("already_lapsed", CONSULTATION, early, "cleo")


def test_without_a_proposal_a_promise_or_a_posting_no_clock_runs() -> None:
    world, _ = gathered()
    assert lapsing.clocks(world, CONSULTATION) == ()
    assert lapsing.clocks(world, COMMITMENT) == ()
    assert lapsing.clocks(world, LISTING) == ()
    world.record(world.statement(COMMITMENT, progress(), "susi"))
    world.record(world.statement(CONSULTATION, recommendation(support()), "fay", "pim"))
    assert lapsing.clocks(world, COMMITMENT) == ()
    assert lapsing.clocks(world, CONSULTATION) == ()
    world, _ = opened()
    assert lapsing.clock(world, CONSULTATION, "consult_response") is None
