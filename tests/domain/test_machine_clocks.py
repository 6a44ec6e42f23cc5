"""A machine of time: many acts on many days, a clock that comes when it likes, and the laws of periods.

``PHAYAN_EXAMPLES`` sets how many lives are tried.
"""

import os
from datetime import date, timedelta

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from ledger.domain.casework.events import DeadlineLapsed, PeriodExtended
from ledger.domain.casework_codes import Closing, Ground, Kind, LapseEffect, Outcome, Remedy, Urgency
from ledger.domain.claim.events import DecisionNotified
from ledger.domain.clocks.calendars import Dated
from ledger.domain.clocks.clock import Clock
from ledger.domain.clocks.counting import WEEKENDS_ONLY
from ledger.domain.clocks.moments import day_of
from ledger.domain.codes import (
    Channel,
    ClockClass,
    ClockRoll,
    ClockUnit,
    NoticeMethod,
    NoticeRule,
    OrderMaker,
    Result,
)
from ledger.domain.errors import Refused
from ledger.domain.grievance.events import GrievanceClosed, RemedyOrdered
from ledger.domain.judge import judge
from ledger.domain.lapsing import clocks, lapse, lapses_due
from ledger.domain.rulebooks import calendars_of
from ledger.domain.types import Code, EntryRef, Event, Local
from tests.domain import clock_laws
from tests.domain.calendars import TH_TEST, th_test
from tests.domain.cases import (
    CLAIM,
    GRIEVANCE,
    acknowledgement,
    assignment,
    but,
    determination,
    found,
    report,
    revision,
)
from tests.domain.claim_cases import question
from tests.domain.clockwork import (
    APPEAL,
    CALENDAR,
    COURT,
    appeal,
    at,
    handed,
    letter,
    on,
    outcome_letter,
    received,
    refused,
    year,
)
from tests.domain.complaints import (
    acceptance,
    answer,
    attempt,
    confirmation,
    contest,
    dispute,
    done,
    reclassification,
    transfer,
    withdrawal,
)
from tests.domain.world import World

EXAMPLES = int(os.environ.get("PHAYAN_EXAMPLES", "30"))
STREAMS = (CLAIM, GRIEVANCE)
Method = tuple[NoticeMethod, NoticeRule, bool]
"""A method, its rule, and whether its receipt is proven at once."""
METHODS: tuple[Method, ...] = (
    (NoticeMethod.REGISTERED_POST, NoticeRule.N5, False),
    (NoticeMethod.HAND, NoticeRule.N2, True),
    (NoticeMethod.ORAL, NoticeRule.N1, False),
    (NoticeMethod.LINE, NoticeRule.N10, False),
)
methods = st.sampled_from(METHODS)
appeal_blocks = st.sampled_from((APPEAL, but(APPEAL, days=14), but(APPEAL, days=30), None))
court_blocks = st.sampled_from((COURT, None))


class Time(RuleBasedStateMachine):
    """One claim and one grievance, in the year of the calendar."""

    def __init__(self) -> None:
        super().__init__()
        self.world = World()
        self.made: list[EntryRef] = []
        self.outcomes: list[EntryRef] = []
        self.reports: list[EntryRef] = []
        self.told: dict[tuple[str, str, EntryRef, str], Clock] = {}
        self.version = 1
        self.asked = 0

    @property
    def day(self) -> str:
        return clock_laws.bangkok(self.world.now).isoformat()

    @property
    def today(self) -> date:
        return date.fromisoformat(self.day)

    def say(self, stream: str, says: Event, *names: str) -> EntryRef:
        return on(self.world, self.world.now, stream, says, *names)

    @initialize()
    def begin(self) -> None:
        self.world, self.programme = year()
        received(self.world, self.programme, "02-02")
        self.made.append(refused(self.world, "02-10"))

    @rule(days=st.sampled_from((1, 1, 2, 5, 7, 15, 31)))
    def time_passes(self, days: int) -> None:
        later = min(self.today + timedelta(days=days), date(2026, 12, 30))
        self.world.now = at(later.isoformat())

    @rule(method=methods, block=appeal_blocks, court=court_blocks, which=st.integers(0, 9))
    def notify(self, method: Method, block: object, court: object, which: int) -> None:
        how, by, proven = method
        says = letter(
            self.made[which % len(self.made)],
            self.day,
            self.day if proven else None,
            method=how,
            rule=by,
            appeal_block=block,
            court_block=court,
        )
        self.say(CLAIM, says, "olga")

    @rule(
        maker=st.sampled_from((OrderMaker.OFFICIAL, OrderMaker.OFFICIAL, OrderMaker.COMMITTEE)),
        result=st.sampled_from((Result.GRANT, Result.REFUSE, Result.STAY)),
    )
    def revise(self, maker: OrderMaker, result: Result) -> None:
        says = revision(self.made[-1], result, found(), order_maker=maker)
        self.made.append(self.say(CLAIM, says, "olga", "susi"))

    @precondition(lambda self: self.world.head(GRIEVANCE) is None)
    @rule(
        kind=st.sampled_from((Kind.APPEAL, Kind.APPEAL, Kind.SERVICE_COMPLAINT, Kind.PDPA_REQUEST)),
        tier=st.sampled_from((Urgency.NORMAL, Urgency.URGENT)),
        late=st.integers(0, 4),
        silent=st.booleans(),
    )
    def file(self, kind: Kind, tier: Urgency, late: int, silent: bool) -> None:  # noqa: FBT001
        over = (self.today - timedelta(days=late)).isoformat()
        grounds = (Ground.FACT_WRONG, Ground.DELAY) if silent else (Ground.FACT_WRONG,)
        says = appeal(
            self.programme, self.made[-1], handed_over=over, kind=kind, urgency=tier, grounds=grounds
        )
        self.say(GRIEVANCE, but(says, received_on=self.today))

    @precondition(lambda self: self.world.head(GRIEVANCE) is not None)
    @rule(act=st.integers(0, 7))
    def proceed(self, act: int) -> None:
        steps: tuple[tuple[Event, str], ...] = (
            (acknowledgement(), "hugo"),
            (assignment("rolf"), "susi"),
            (transfer(), "hugo"),
            (acceptance(), "paul"),
            (reclassification("service_complaint", "appeal"), "hugo"),
            (reclassification("appeal", "service_complaint"), "hugo"),
            (done(), "olga"),
            (report(), "rolf"),
        )
        says, who = steps[act]
        entry = self.say(GRIEVANCE, says, who)
        if act == 7:
            self.reports.append(entry)

    @precondition(lambda self: self.world.head(GRIEVANCE) is not None)
    @rule(ordered=st.booleans(), method=methods, block=court_blocks)
    def determine(self, ordered: bool, method: Method, block: object) -> None:  # noqa: FBT001
        due = self.today + timedelta(days=20)
        remedy = RemedyOrdered(id=Local("r1"), code=Remedy.APOLOGY, office=Code("city"), due=due)
        outcome = Outcome.UPHELD if ordered else Outcome.NOT_UPHELD
        says = determination(outcome, None, remedies=(remedy,) if ordered else ())
        self.outcomes.append(self.say(GRIEVANCE, says, "rolf", "susi"))
        how, by, proven = method
        told = outcome_letter(
            self.outcomes[-1], self.day, self.day if proven else None, method=how, rule=by, court_block=block
        )
        self.say(GRIEVANCE, told, "rolf")

    @precondition(lambda self: bool(self.outcomes))
    @rule(act=st.integers(0, 5), late=st.integers(0, 3))
    def the_citizen_speaks(self, act: int, late: int) -> None:
        via = handed((self.today - timedelta(days=late)).isoformat())
        says = (
            confirmation(via=via),
            dispute(via=via),
            contest(self.outcomes[-1], via=via),
            but(attempt(Channel.LINE), via=but(via, channel=Channel.LINE)),
            but(attempt(Channel.POST), via=but(via, channel=Channel.POST)),
            withdrawal(via=via),
        )[act]
        self.say(GRIEVANCE, says)

    @rule(days=st.integers(7, 15), stream=st.sampled_from(STREAMS))
    def ask(self, days: int, stream: str) -> None:
        self.asked += 1
        says = but(question(), request=Local(f"q{self.asked}"), due=self.today + timedelta(days=days))
        if self.world.head(stream) is not None:
            self.say(stream, says, "olga")

    @precondition(lambda self: self.asked > 0)
    @rule(which=st.integers(1, 9), stream=st.sampled_from(STREAMS))
    def supply(self, which: int, stream: str) -> None:
        if self.world.head(stream) is not None:
            self.say(stream, but(answer(which % self.asked + 1), via=handed(self.day)))

    @rule(days=st.integers(-10, 40))
    def a_holiday_is_announced(self, days: int) -> None:
        self.version += 1
        off = self.today + timedelta(days=days)
        if off <= TH_TEST.last and off not in TH_TEST.holidays:
            self.say(CALENDAR, th_test(self.version, off), "susi")

    @rule(stream=st.sampled_from(STREAMS), which=st.integers(0, 30), days=st.integers(-1, 31))
    def extend(self, stream: str, which: int, days: int) -> None:
        """Somebody tries to extend some period; the rules decide."""
        known = [clock for clock in clocks(self.world, stream) if clock.row.extends is not None]
        if not known:
            return
        clock = known[which % len(known)]
        last = day_of(clock.due)
        says = PeriodExtended(
            clock=Code(clock.name.value),
            start=clock.start,
            from_=last,
            to=last + timedelta(days=days),
            reason=Code("hearing"),
            notice_sent_on=self.today,
        )
        for name in ("susi", "paul", "olga", "rolf"):
            try:
                self.world.say(stream, says, name)
            except Refused:
                continue
            extender = clock.row.extends
            assert extender is not None
            assert days > 0
            assert extender.freely or (self.today <= last and clock.extension is None)
            return

    @rule()
    def the_clock_ticks(self) -> None:
        """Whatever is due is accepted, and afterwards nothing is due."""
        for stream in STREAMS:
            while acts := lapses_due(self.world, stream, self.world.now):
                self.world.say(stream, acts[0].says, "cleo")

    @rule(stream=st.sampled_from(STREAMS), which=st.integers(0, 30))
    def somebody_records_a_lapse_out_of_turn(self, stream: str, which: int) -> None:
        known = clocks(self.world, stream)
        if not known:
            return
        clock = known[which % len(known)]
        says = lapse(clock)
        due = clock.active and bool(clock.effects) and clock.lapsed is None and clock.overdue(self.world.now)
        if due:
            assert self.code(stream, but(says, due="2026-01-01"), "cleo") == "lapse_differs"
            assert self.code(stream, says, "vera") == "authority_missing"
            assert self.code(stream, says, "cleo") is None
        else:
            assert self.code(stream, says, "cleo") in {"lapse_not_due", "clock_inactive", "already_lapsed"}

    @precondition(lambda self: self.world.head(GRIEVANCE) is not None)
    @rule(act=st.integers(0, 5))
    def somebody_closes(self, act: int) -> None:
        says = GrievanceClosed(ground=tuple(Closing)[act], open_rights=())
        assert self.code(GRIEVANCE, says, "rolf") == "authority_missing"
        due = {getattr(one.says, "ground", None) for one in lapses_due(self.world, GRIEVANCE, self.world.now)}
        if says.ground not in due:
            assert self.code(GRIEVANCE, says, "cleo") in {"closing_not_due", "grievance_state"}

    def code(self, stream: str, says: Event, name: str) -> str | None:
        try:
            judge(self.world.statement(stream, says, name), self.world)
        except Refused as refusal:
            return refusal.code
        return None

    @invariant()
    def every_lapse_is_recomputed_from_the_log_before_it(self) -> None:
        for entry, says in clock_laws.lapses(self.world.log):
            before = self.world.log[: entry.index]
            if says.rule.unit is ClockUnit.HOURS:
                continue
            today = clock_laws.bangkok(entry.recorded_at)
            stream = entry.statement.stream
            assert (says.raw, says.due) == clock_laws.recomputed(before, says, stream, "9401", today)
            assert date.fromisoformat(says.due) < today

    @invariant()
    def silence_closes_only_windows_of_the_citizens_own(self) -> None:
        clock_laws.silence_closes_only_windows_of_the_citizens_own(self.world.log)

    @invariant()
    def nothing_moves_a_period_of_the_law_but_what_may(self) -> None:
        for clock in self.every():
            key = (clock.stream, clock.name.value, clock.start, clock.raw if clock.row.fixed else "")
            told = self.told.setdefault(key, clock)
            if clock.row.class_ is ClockClass.STATUTE:
                assert clock.paused == 0
                if clock.row.period.roll is ClockRoll.NONE and clock.extension is None:
                    assert clock.due == told.due or clock.row.code == "exhaustion_extended"
                elif clock.row.code == told.row.code:
                    assert clock.due >= told.due
            assert clock.started == told.started or clock.name.value == "sue_after_silence"
            if told.lapsed is not None:
                assert clock.lapsed == told.lapsed
            self.told[key] = clock

    @invariant()
    def the_authoritys_day_stands_and_the_persons_is_no_holiday(self) -> None:
        versions = {version.calendar.version: version.calendar for version in self.published()}
        for clock in self.every():
            if clock.row.period.unit is ClockUnit.HOURS:
                continue
            if clock.row.period.roll is ClockRoll.NONE:
                assert clock.due == clock.raw or clock.paused or clock.extension is not None
            elif clock.extension is None:
                calendar = versions[clock.calendar.version] if clock.calendar else WEEKENDS_ONLY
                assert calendar.working(day_of(clock.due), "9401")

    @invariant()
    def no_period_runs_against_a_person_before_an_effective_notice(self) -> None:
        for clock in self.every():
            if clock.name.value in ("appeal_filing", "court_direct"):
                says = clock_laws.entry_of(self.world.log, clock.start).statement.says
                assert isinstance(says, DecisionNotified)
                effective = clock_laws.received(says)
                assert effective is not None
                assert clock.started == effective.isoformat() < clock.due

    def every(self) -> list[Clock]:
        return [clock for stream in STREAMS for clock in clocks(self.world, stream)]

    def published(self) -> tuple[Dated, ...]:
        return calendars_of(self.world.history(CALENDAR))


TestTime = Time.TestCase
TestTime.settings = settings(max_examples=EXAMPLES, stateful_step_count=25, deadline=None)


def test_the_second_computation_finds_a_date_that_was_shifted() -> None:
    """The control: a lapse a day early does not pass the recomputation."""
    world, programme = year()
    received(world, programme)
    refused(world)
    world.now = at("04-01")
    (act,) = (act for act in lapses_due(world, CLAIM, world.now) if act.item == "decide_claim")
    assert isinstance(act.says, DeadlineLapsed)
    right = clock_laws.recomputed(world.log, act.says, CLAIM, "9401", date(2026, 4, 1))

    assert (act.says.raw, act.says.due) == right == ("2026-03-04", "2026-03-04")
    shifted = but(act.says, rule=but(act.says.rule, length=29))
    assert clock_laws.recomputed(world.log, shifted, CLAIM, "9401", date(2026, 4, 1)) != right


def test_the_law_of_closing_finds_a_lapse_that_closes_too_much() -> None:
    world, programme = year()
    received(world, programme)
    world.now = at("04-01")
    (act,) = (act for act in lapses_due(world, CLAIM, world.now) if act.item == "decide_claim")
    wrong = but(act.says, effects=(LapseEffect.CLOSES_NOT_CONTESTED,))
    world.record(world.statement(CLAIM, wrong, "cleo"))

    with pytest.raises(AssertionError):
        clock_laws.silence_closes_only_windows_of_the_citizens_own(world.log)
