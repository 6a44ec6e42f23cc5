"""A machine of grievances: many actors try many acts in any order, and the invariants hold after each.

``PHAYAN_EXAMPLES`` sets how many lives are tried.
"""

import os
from collections import Counter
from collections.abc import Callable
from datetime import date, datetime, timedelta

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from ledger.domain.casework_codes import (
    Anonymity,
    Consent,
    ContestGround,
    CourtResult,
    Ground,
    Inadmissible,
    Kind,
    Outcome,
    Pressure,
    Reclassified,
    Remedy,
    Urgency,
)
from ledger.domain.claim.events import DecisionRevised
from ledger.domain.codes import Auth, Channel, GroundFinding, NoticeMethod, Role
from ledger.domain.dates import civil
from ledger.domain.errors import Refused
from ledger.domain.grievance.events import FoundOnGround, NextRemedy
from ledger.domain.grievance.records import GrievanceStatus
from ledger.domain.judge import judge
from ledger.domain.lapsing import lapses_due
from ledger.domain.parts import Via
from ledger.domain.types import Code, EntryRef, Event, Local, Seen, StreamRef
from tests.domain.cases import (
    CLAIM,
    GRIEVANCE,
    acknowledgement,
    assignment,
    but,
    determination,
    filing,
    ordered,
    outcome_notice,
    report,
    via,
)
from tests.domain.complaints import (
    OTHER,
    acceptance,
    attempt,
    confirmation,
    contest,
    court,
    dispute,
    done,
    grievance,
    joining,
    reclassification,
    request,
    transfer,
    withdrawal,
)
from tests.domain.grievance_cast import (
    ANYBODY,
    AUTHS,
    BY_ACTOR,
    HANDLERS,
    HEADS,
    INTAKES,
    LAST_DAY,
    NAMES,
    NOTICES,
    REMEDIES,
    SUPERVISORS,
    start,
)
from tests.domain.grievance_laws import LAWS
from tests.domain.test_history import check_legal
from tests.domain.world import HEAD, World, actor

EXAMPLES = int(os.environ.get("PHAYAN_EXAMPLES", "30"))
ENOUGH = 300
"""So many lives reach every state; of thirty, every fifth run leaves one out."""
SEEN_STATES: Counter[GrievanceStatus] = Counter()
"""How often each state was reached: the laws must speak of something."""


class Grievances(RuleBasedStateMachine):
    """One or two grievances, and everybody who has a part in them."""

    def __init__(self) -> None:
        super().__init__()
        log, self.standard, self.refusal = start()
        self.world = World()
        for recorded in log:
            self.world.record(recorded.statement)

    def attempt(self, name: str, event: Event, *names: str, seen: Seen | None = HEAD) -> bool:
        """Let ``names`` try an act. What was accepted keeps every law; what was not changed nothing."""
        world = self.world
        size = world.size
        statement = world.statement(name, event, *dict.fromkeys(names), seen=seen)
        try:
            judge(statement, world)
        except Refused:
            assert world.size == size
            return False
        world.record(statement)
        for law in LAWS:
            law(world, world.log[-1])
        SEEN_STATES[grievance(self.world, name).status] += 1
        return True

    def day(self) -> date:
        return civil(self.world.now)

    def word(self, auth: Auth = Auth.RECEIPT) -> Via:
        return Via(channel=Channel.WEB, auth=auth, handed_over_on=self.day())

    def in_hand(self, name: str) -> tuple[str, ...]:
        return tuple(BY_ACTOR[one] for one in grievance(self.world, name).handlers if one in BY_ACTOR) or (
            "hugo",
        )

    def outcome(self, name: str) -> EntryRef:
        made = grievance(self.world, name).determinations
        return EntryRef(name, made[-1].version, made[-1].leaf) if made else EntryRef(name, 1, "0" * 64)

    def answer(
        self, name: str, outcome: Outcome, remedies: tuple[Remedy, ...], finding: GroundFinding
    ) -> Event:
        """A determination as the state needs it."""
        state = grievance(self.world, name)
        upper = state.kind is Kind.APPEAL or state.level > 1
        way = NextRemedy(route=Code("court" if upper else "appeal"), to=Code("next"), days=90)
        items = tuple(
            but(ordered(code)[0], id=Local(f"r{number}"), due=self.day() + timedelta(days=30))
            for number, code in enumerate(remedies, start=1)
        )
        contested = bool(state.contests)
        return determination(
            outcome,
            self.world.head(CLAIM) if contested else None,
            findings=tuple(FoundOnGround(ground=ground, finding=finding) for ground in state.grounds),
            remedies=items,
            next_remedy=way,
        )

    @initialize(
        depth=st.integers(0, 7),
        kind=st.sampled_from((Kind.SERVICE_COMPLAINT, Kind.SERVICE_COMPLAINT, Kind.APPEAL)),
        denied=st.booleans(),
        anonymous=st.booleans(),
    )
    def begin_somewhere(self, depth: int, kind: Kind, *, denied: bool, anonymous: bool) -> None:
        """Begin at some depth, so that later acts are tried in deep states too."""
        appeal = kind is Kind.APPEAL
        handler = "rolf" if appeal else "hugo"
        anonymity = Anonymity.ANONYMOUS if anonymous else Anonymity.OPEN
        outcome = Outcome.NOT_UPHELD if denied else Outcome.UPHELD
        remedies = () if denied else (Remedy.APOLOGY,)
        unsure = GroundFinding.NOT_DETERMINED
        filed = filing(self.standard, self.refusal, kind=kind, anonymity=anonymity, via=self.word())
        steps: list[tuple[Callable[[], Event], tuple[str, ...]]] = [
            (lambda: filed, ("ines",)),
            (lambda: assignment(handler, role=Role.REVIEWER if appeal else Role.HANDLER), ("sara",)),
            (lambda: self.answer(GRIEVANCE, outcome, remedies, unsure), (handler, "selma")),
            (lambda: self.notice(GRIEVANCE, NoticeMethod.HAND), ("ines",)),
            (done, ("hugo",)),
            (lambda: confirmation(via=self.word()), ("ines",)),
        ]
        for event, names in steps[:depth]:
            self.attempt(GRIEVANCE, event(), *names)
        if depth > len(steps):
            self.tick()

    def notice(self, name: str, method: NoticeMethod) -> Event:
        proven = self.day() if method is NoticeMethod.HAND else None
        return outcome_notice(
            self.outcome(name), method=method, rule=NOTICES[method], sent_on=self.day(), received_on=proven
        )

    @rule(
        name=NAMES,
        kind=st.sampled_from((*Kind, Kind.APPEAL, Kind.RETALIATION, Kind.CONDUCT_COMPLAINT)),
        anonymity=st.sampled_from(Anonymity),
        urgency=st.sampled_from(Urgency),
        auth=AUTHS,
        about=st.sampled_from(((), (), ("hugo",), ("hanna",), ("sara", "rolf"))),
        contests=st.booleans(),
        helped=st.sampled_from((None, None, "hans")),
        who=st.sampled_from(("ines", "ines", "iris", "ada")),
        delay=st.booleans(),
    )
    def file(
        self,
        name: str,
        *,
        kind: Kind,
        anonymity: Anonymity,
        urgency: Urgency,
        auth: Auth,
        about: tuple[str, ...],
        contests: bool,
        helped: str | None,
        who: str,
        delay: bool,
    ) -> None:
        word = self.word(auth) if helped is None else but(via(helped), handed_over_on=self.day())
        event = filing(
            self.standard,
            *((self.refusal,) if contests else ()),
            kind=kind,
            anonymity=anonymity,
            urgency=urgency,
            about=tuple(StreamRef(actor(one)) for one in about),
            via=None if who == "ada" and auth is Auth.NONE else word,
            grounds=(Ground.DELAY,) if delay else (Ground.FACT_WRONG, Ground.NO_REASONS),
            received_on=self.day(),
        )
        self.attempt(name, event, who)

    @rule(name=NAMES, who=st.sampled_from(("hugo", "ines", "dina")))
    def acknowledge(self, name: str, who: str) -> None:
        self.attempt(name, acknowledgement(office="district" if who == "dina" else "city"), who)

    @rule(name=NAMES, to=st.sampled_from(("district", "city", "village")), who=ANYBODY, seen=HEADS)
    def offer(self, name: str, to: str, who: str, seen: Seen | None) -> None:
        self.attempt(name, transfer(to), who, seen=seen)
        self.attempt(name, transfer(to), self.in_hand(name)[0])

    @rule(
        name=NAMES,
        office=st.sampled_from(("district", "city")),
        who=st.sampled_from(("dina", "hugo", "sven")),
    )
    def accept(self, name: str, office: str, who: str) -> None:
        self.attempt(name, acceptance(office), who)

    @rule(
        name=NAMES,
        to=st.sampled_from((*Kind, *Urgency)),
        consent=st.sampled_from(Consent),
        second=st.sampled_from((None, "ines", "iris", "vera", "sara")),
        seen=HEADS,
    )
    def reclassify(
        self, name: str, to: Kind | Urgency, consent: Consent, second: str | None, seen: Seen | None
    ) -> None:
        state = grievance(self.world, name)
        field = Reclassified.KIND if isinstance(to, Kind) else Reclassified.URGENCY
        stands = state.kind if isinstance(to, Kind) else state.urgency
        event = reclassification(stands or "normal", to, field, consent=consent)
        self.attempt(name, event, *self.in_hand(name)[:1], *(() if second is None else (second,)), seen=seen)

    @rule(name=NAMES)
    def join(self, name: str) -> None:
        other = OTHER if name == GRIEVANCE else GRIEVANCE
        self.attempt(name, joining(other), self.in_hand(name)[0])

    @rule(name=NAMES, handlers=HANDLERS, by=SUPERVISORS, seen=HEADS)
    def assign(self, name: str, handlers: tuple[str, ...], by: str, seen: Seen | None) -> None:
        role = Role.REVIEWER if handlers[0] in ("rolf", "rosa", "olga") else Role.HANDLER
        role = Role.APPELLATE if handlers[0] == "paul" else role
        self.attempt(name, assignment(*handlers, role=role), by, seen=seen)

    @rule(name=NAMES)
    def report(self, name: str) -> None:
        self.attempt(name, report(), self.in_hand(name)[0])

    @rule(name=NAMES, number=st.integers(1, 2), help_=st.sampled_from(("none", "at_the_desk")))
    def ask(self, name: str, number: int, help_: str) -> None:
        event = but(request(help_, number=number), due=self.day() + timedelta(days=10))
        self.attempt(name, event, self.in_hand(name)[0])

    @rule(
        name=NAMES,
        outcome=st.sampled_from((*Outcome, Outcome.UPHELD, Outcome.NOT_UPHELD)),
        remedies=st.sampled_from(REMEDIES),
        finding=st.sampled_from(GroundFinding),
        second=st.sampled_from((None, "sara", "selma", "susi", "sven", "petra", "pia")),
        reason=st.sampled_from(Inadmissible),
        seen=HEADS,
    )
    def determine(
        self,
        name: str,
        *,
        outcome: Outcome,
        remedies: tuple[Remedy, ...],
        finding: GroundFinding,
        second: str | None,
        reason: Inadmissible,
        seen: Seen | None,
    ) -> None:
        event = self.answer(name, outcome, remedies, finding)
        if outcome is Outcome.INADMISSIBLE:
            event = but(event, inadmissible=reason)
        names = (self.in_hand(name)[0], *(() if second is None else (second,)))
        self.attempt(name, event, *names, seen=seen)

    @rule(name=NAMES, method=st.sampled_from(sorted(NOTICES)), who=st.sampled_from(("ines", "handler")))
    def tell(self, name: str, method: NoticeMethod, who: str) -> None:
        self.attempt(name, self.notice(name, method), self.in_hand(name)[0] if who == "handler" else who)

    @rule(name=NAMES, remedy=st.sampled_from(("r1", "r2")), who=ANYBODY, revised=st.booleans())
    def do(self, name: str, remedy: str, who: str, *, revised: bool) -> None:
        cited = [
            EntryRef(CLAIM, item.version, item.leaf)
            for item in self.world.history(CLAIM)
            if isinstance(item.statement.says, DecisionRevised)
        ]
        event = done(*(cited[-1:] if revised else ()), remedy=remedy, on=self.day())
        self.attempt(name, event, who)

    @rule(name=NAMES, remedy=st.sampled_from(("r1", "r2")), who=INTAKES, auth=AUTHS)
    def confirm(self, name: str, remedy: str, who: str, auth: Auth) -> None:
        self.attempt(name, confirmation(remedy, via=self.word(auth)), who)

    @rule(name=NAMES, remedy=st.sampled_from(("r1", "r2")), who=INTAKES, auth=AUTHS)
    def dispute(self, name: str, remedy: str, who: str, auth: Auth) -> None:
        self.attempt(name, dispute(remedy, via=self.word(auth)), who)

    @rule(
        name=NAMES,
        pressure=st.sampled_from((Pressure.YES, Pressure.YES, Pressure.NO, Pressure.NOT_ASKED)),
        who=INTAKES,
        asker=ANYBODY,
        auth=AUTHS,
    )
    def withdraw(self, name: str, pressure: Pressure, who: str, asker: str, auth: Auth) -> None:
        self.attempt(name, withdrawal(pressure, asker, via=self.word(auth)), who)

    @rule(name=NAMES, ground=st.sampled_from(ContestGround), who=INTAKES, auth=AUTHS, closing=st.booleans())
    def contest(self, name: str, ground: ContestGround, who: str, auth: Auth, *, closing: bool) -> None:
        closed = grievance(self.world, name).closed
        of = EntryRef(name, *closed) if closing and closed is not None else self.outcome(name)
        self.attempt(name, contest(of, ground, via=self.word(auth)), who)

    @rule(name=NAMES, channel=st.sampled_from((Channel.LINE, Channel.POST)))
    def try_to_reach(self, name: str, channel: Channel) -> None:
        event = attempt(channel)
        self.attempt(name, but(event, via=but(self.word(), channel=channel)), "ines")

    @rule(name=NAMES, result=st.sampled_from(CourtResult), remand=st.sampled_from((None, True)))
    def go_to_court(self, name: str, result: CourtResult, *, remand: bool | None) -> None:
        self.attempt(name, court(self.outcome(name), result, remand=remand), "vera")

    @rule(days=st.sampled_from((1, 3, 8, 15, 31, 61)), late=st.booleans())
    def wait(self, days: int, *, late: bool) -> None:
        """Days go by. The clock records what is due, unless nobody runs it."""
        later = min(datetime.fromisoformat(self.world.now).date() + timedelta(days=days), LAST_DAY)
        self.world.now = f"{later.isoformat()}T03:04:06.123Z"
        if not late:
            self.tick()

    def tick(self) -> None:
        """Record all that is due. Whatever is due is accepted."""
        for name in (GRIEVANCE, OTHER):
            while due := lapses_due(self.world, name, self.world.now):
                assert self.attempt(name, due[0].says, "cleo"), "what is due was refused"

    @rule(name=NAMES, who=ANYBODY)
    def close_by_hand(self, name: str, who: str) -> None:
        """Whoever is not the clock closes nothing."""
        for due in lapses_due(self.world, name, self.world.now)[:1]:
            if who != "cleo":
                assert not self.attempt(name, due.says, who)

    @invariant()
    def states_are_legal(self) -> None:
        for name in (GRIEVANCE, OTHER):
            check_legal(self.world.state(name))


def test_a_second_remand_of_one_outcome_leaves_the_case_with_whoever_has_it_since() -> None:
    life = Grievances()
    life.begin_somewhere(depth=3, kind=Kind.APPEAL, denied=False, anonymous=False)
    life.go_to_court(GRIEVANCE, CourtResult.FOR_CITIZEN, remand=True)
    life.assign(GRIEVANCE, ("rosa",), "sara", HEAD)
    life.go_to_court(GRIEVANCE, CourtResult.FOR_CITIZEN, remand=True)
    size = life.world.size
    life.report(GRIEVANCE)
    assert life.world.size == size + 1


def test_many_lives_keep_the_invariants() -> None:
    SEEN_STATES.clear()
    run_state_machine_as_test(
        Grievances,
        settings=settings(
            max_examples=EXAMPLES,
            stateful_step_count=40,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )

    reached = {status for status, count in SEEN_STATES.items() if count}
    if EXAMPLES >= ENOUGH:
        assert reached >= set(GrievanceStatus) - {GrievanceStatus.EMPTY}
