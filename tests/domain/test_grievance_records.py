"""What a grievance keeps of each entry, whole: also of entries in an order that no rule allows."""

from datetime import date

import pytest

from ledger.domain.casework_codes import (
    Anonymity,
    Closing,
    CourtResult,
    Ground,
    Kind,
    LapseEffect,
    Outcome,
    Reclassified,
    Remedy,
    Urgency,
)
from ledger.domain.codes import NoticeMethod, NoticeRule, OrderMaker
from ledger.domain.grievance.events import GrievanceFiled
from ledger.domain.grievance.records import GrievanceState, GrievanceStatus
from ledger.domain.matters import Answered, DeterminationMade, NoticeGiven
from ledger.domain.types import EntryRef, Event
from tests.domain.cases import (
    ANSWERED,
    CLAIM,
    GRIEVANCE,
    acknowledgement,
    but,
    determination,
    filing,
    outcome_notice,
    pinned,
    report,
    via,
)
from tests.domain.complaints import (
    OTHER,
    closing,
    complained,
    confirmation,
    contest,
    court,
    denied,
    done,
    grievance,
    handled,
    lapses,
    owed,
    reclassification,
    refused,
    reported,
    request,
)
from tests.domain.world import World, actor, keyid

IN_TRANSIT = {"method": NoticeMethod.SMS, "rule": NoticeRule.N10}
EARLIER, RECEIVED = date(2026, 11, 20), date(2026, 11, 21)


def folded(world: World, says: Event, *names: str, sd: tuple[str, ...] = ("reasons",)) -> EntryRef:
    """Record without judging."""
    return world.record(world.statement(GRIEVANCE, says, *names, sd=sd))


def with_help(world: World, refusal: EntryRef) -> GrievanceFiled:
    """A confidential complaint, handed over on one day and received on the next, and never read back."""
    help_ = via("alma").assist
    assert help_ is not None
    taken = but(via(), handed_over_on=EARLIER, assist=but(help_, read_back=False))
    return filing(
        pinned(world),
        refusal,
        kind=Kind.SERVICE_COMPLAINT,
        anonymity=Anonymity.CONFIDENTIAL,
        received_on=RECEIVED,
        via=taken,
    )


def test_a_filing_is_kept_with_whoever_helped_and_both_its_days() -> None:
    world, refusal = refused()
    says = with_help(world, refusal)
    made = world.say(GRIEVANCE, says, "ines")

    assert grievance(world) == GrievanceState(
        status=GrievanceStatus.FILED,
        programme=pinned(world),
        filing=(made.version, made.leaf),
        filed_at=(world.now, world.size - 1),
        handed_over_on=EARLIER,
        received_on=RECEIVED,
        kind=Kind.SERVICE_COMPLAINT,
        urgency=Urgency.NORMAL,
        anonymity=Anonymity.CONFIDENTIAL,
        level=1,
        contests=says.contests,
        grounds=(Ground.FACT_WRONG, Ground.NO_REASONS),
        helped_by=(actor("alma"),),
        area="9401",
        flags=frozenset({"sensitive", "assist_unconfirmed"}),
    )


def test_a_filing_that_comes_after_another_record_moves_nothing_that_stood() -> None:
    world, refusal = refused()
    first = but(pinned(world), version=9)
    folded(world, report(programme=first), "rolf")
    before = grievance(world)
    says = with_help(world, refusal)
    made = folded(world, says, "ines")

    assert before.programme == first
    assert grievance(world) == but(
        before,
        filing=(made.version, made.leaf),
        filed_at=(world.now, world.size - 1),
        handed_over_on=EARLIER,
        received_on=RECEIVED,
        kind=Kind.SERVICE_COMPLAINT,
        urgency=Urgency.NORMAL,
        anonymity=Anonymity.CONFIDENTIAL,
        contests=says.contests,
        grounds=(Ground.FACT_WRONG, Ground.NO_REASONS),
        helped_by=(actor("alma"),),
        area="9401",
        flags=frozenset({"no_filing", "sensitive", "assist_unconfirmed"}),
    )


def test_a_report_upwards_without_a_filing_opens_the_grievance_for_the_official_it_names() -> None:
    world, _ = refused()
    folded(world, report(programme=pinned(world), official=actor("hugo")), "ivo")

    assert grievance(world) == GrievanceState(
        status=GrievanceStatus.ACKNOWLEDGED,
        programme=pinned(world),
        level=2,
        office="district",
        took_part=(Answered(actor("hugo")),),
        flags=frozenset({"no_filing"}),
    )
    assert grievance(world).complaint() is None


def test_a_notice_without_a_filing_opens_the_grievance_as_answered() -> None:
    world, _ = refused()
    made = folded(world, outcome_notice(None, programme=pinned(world)), "ivo")

    assert grievance(world) == GrievanceState(
        status=GrievanceStatus.NOTIFIED,
        programme=pinned(world),
        notices=(NoticeGiven(made.version, made.leaf, None, defective=False),),
        flags=frozenset({"no_filing"}),
    )


def test_what_follows_another_record_opens_nothing_and_pins_nothing() -> None:
    world, _ = refused()
    folded(world, acknowledgement(), "hugo")
    folded(world, determination(Outcome.NOT_UPHELD, None, programme=pinned(world)), "hugo")

    assert (grievance(world).programme, grievance(world).flags) == (None, frozenset())


def test_a_report_upwards_after_the_outcome_is_only_kept() -> None:
    world, _ = denied()
    before = grievance(world)
    folded(world, report(), "rolf")

    took_part = (*before.took_part, Answered(actor("rolf"), (keyid("rolf"),)))
    assert grievance(world) == but(before, took_part=took_part, flags=frozenset({"out_of_order"}))


def test_a_notice_in_transit_marks_what_it_will_move_and_nothing_else() -> None:
    world = handled()
    nothing = determination(Outcome.NOT_UPHELD, world.head(CLAIM), next_remedy=ANSWERED)
    made = world.say(GRIEVANCE, nothing, "hugo", "sara")
    folded(world, request(), "hugo")
    before = grievance(world)
    sent = folded(world, outcome_notice(made, **IN_TRANSIT), "ines")
    given = NoticeGiven(sent.version, sent.leaf, made.version, defective=False)
    flags = frozenset({"help_given", "notice_in_transit"})
    assert grievance(world) == but(before, notices=(given,), flags=flags)

    folded(world, outcome_notice(made, court_block=None), "ines")
    before = grievance(world)
    assert before.flags == {"help_given", "defective_notice"}
    cure = folded(world, outcome_notice(made, **IN_TRANSIT), "ines")
    given = NoticeGiven(cure.version, cure.leaf, made.version, defective=False)
    assert grievance(world) == but(before, notices=(*before.notices, given))


@pytest.mark.parametrize("of", ["nothing", "the outcome before"])
def test_a_notice_of_anything_but_the_last_outcome_is_only_kept(of: str) -> None:
    world, first = denied()
    folded(world, determination(Outcome.NOT_UPHELD, world.head(CLAIM)), "hugo", "sara")
    before = grievance(world)
    assert before.status is GrievanceStatus.DETERMINED
    about = None if of == "nothing" else first
    made = folded(world, outcome_notice(about), "ines")

    version = None if about is None else about.version
    given = NoticeGiven(made.version, made.leaf, version, defective=False)
    assert grievance(world) == but(before, notices=(*before.notices, given))


def test_a_notice_of_an_outcome_that_nobody_knows_is_only_kept() -> None:
    world, _ = complained()
    before = grievance(world)
    made = folded(world, outcome_notice(EntryRef(GRIEVANCE, 9, "0" * 64)), "ines")

    given = NoticeGiven(made.version, made.leaf, 9, defective=False)
    assert grievance(world) == but(before, notices=(given,))


@pytest.mark.parametrize(
    ("law", "sd", "flags"),
    [
        (("apa_s45",), ("reasons",), frozenset()),
        ((), ("reasons",), frozenset({"defective_reasons"})),
        (("apa_s45",), (), frozenset({"defective_reasons"})),
    ],
)
def test_a_new_outcome_takes_the_place_of_all_that_followed_the_last(
    law: tuple[str, ...], sd: tuple[str, ...], flags: frozenset[str]
) -> None:
    world, _ = owed(Remedy.APOLOGY, Remedy.WRITTEN_REASONS)
    world.say(GRIEVANCE, done(remedy="r1"), "hugo")
    silent = world.say(GRIEVANCE, done(remedy="r2"), "hugo")
    world.say(GRIEVANCE, confirmation("r1"), "ines")
    lapses(world, "confirm", silent, LapseEffect.CLOSES_UNCONFIRMED)
    folded(world, closing(Closing.UNCONFIRMED), "cleo")
    before = grievance(world)
    assert before.confirmed == {"r1"}
    assert before.unanswered == {"r2"}
    made = folded(world, determination(Outcome.NOT_UPHELD, None, law=law), "hugo", "sara", sd=sd)

    answered = Answered(actor("hugo"), tuple(sorted((keyid("hugo"), keyid("sara")))))
    outcome = DeterminationMade(
        made.version, made.leaf, Outcome.NOT_UPHELD, answered, (CLAIM,), (), world.now
    )
    assert grievance(world) == but(
        before,
        status=GrievanceStatus.DETERMINED,
        took_part=(*before.took_part, answered),
        determinations=(*before.determinations, outcome),
        order_maker=OrderMaker.OFFICIAL,
        remedies=(),
        ordered=frozenset(),
        reported=(),
        confirmed=frozenset(),
        unanswered=frozenset(),
        closing=None,
        closed=None,
        flags=flags,
    )


def test_what_a_court_sends_back_is_open_again_without_what_its_notice_left() -> None:
    world, made = denied()
    folded(world, request(), "hugo")
    lapses(world, "contest", made, LapseEffect.CLOSES_NOT_CONTESTED)
    folded(world, closing(Closing.NOT_CONTESTED), "cleo")
    before = grievance(world)
    assert before.flags == {"help_given", "lapsed_contest"}
    folded(world, court(made, CourtResult.FOR_CITIZEN, remand=True), "vera")

    assert grievance(world) == but(
        before,
        status=GrievanceStatus.ACKNOWLEDGED,
        handlers=(),
        role=None,
        stood_down=(actor("hugo"),),
        closing=None,
        closed=None,
        flags=frozenset({"help_given"}),
        casework=grievance(world).casework,
    )


def test_a_lapse_of_the_window_takes_no_other_mark_away() -> None:
    world, made = denied()
    folded(world, request(), "hugo")
    before = grievance(world)
    lapses(world, "contest", made, LapseEffect.CLOSES_NOT_CONTESTED)

    flags = frozenset({"help_given", "lapsed_contest"})
    assert grievance(world) == but(before, flags=flags, casework=grievance(world).casework)


def test_only_the_end_of_the_time_to_answer_is_a_silence_and_only_while_an_outcome_stands() -> None:
    world, made, said = reported()
    lapses(world, "confirm", said, LapseEffect.ADVICE_ONLY)
    assert grievance(world).unanswered == frozenset()
    world.say(GRIEVANCE, contest(made), "ines")
    lapses(world, "confirm", said, LapseEffect.CLOSES_UNCONFIRMED)

    assert grievance(world).unanswered == frozenset()


def test_another_tier_changes_no_kind() -> None:
    world, _ = complained(Kind.EXCLUSION_CLAIM)
    before = grievance(world)
    folded(world, reclassification("normal", "urgent", Reclassified.URGENCY), "hugo")

    assert grievance(world) == but(before, urgency=Urgency.URGENT, flags=frozenset({"urgent"}))


def test_nobody_owes_anything_by_an_entry_that_determined_nothing() -> None:
    world, made = owed()
    state = grievance(world)
    assert state.filing is not None

    assert [item.office for item in state.obligations(made)] == ["city"]
    assert state.obligations(EntryRef(GRIEVANCE, *state.filing)) == ()
    assert grievance(world, OTHER).obligations(made) == ()
