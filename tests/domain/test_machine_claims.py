"""A machine of claims: many actors try many acts in any order, and the invariants hold after each of them.

``PHAYAN_EXAMPLES`` sets how many lives are tried.
"""

import os
from datetime import date, timedelta
from functools import cache

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from ledger.domain.casework.events import ActReviewed
from ledger.domain.casework_codes import ActRuling, ConflictGround, Pressure
from ledger.domain.claim.events import DecisionRevised, EligibilityDecided
from ledger.domain.codes import (
    ADVERSE,
    AskedBy,
    Basis,
    Category,
    Confidence,
    DisputeGround,
    Finding,
    NoticeMethod,
    NoticeRule,
    Occasion,
    OrderMaker,
    Relation,
    Result,
    Role,
    Stance,
)
from ledger.domain.dates import civil
from ledger.domain.errors import Refused
from ledger.domain.judge import judge
from ledger.domain.lapsing import lapses_due
from ledger.domain.parts import AppealBlock, CourtBlock
from ledger.domain.types import Code, EntryRef, Event, Recorded, Seen
from tests.domain.cases import (
    CLAIM,
    GRIEVANCE,
    application,
    attestation,
    but,
    decision,
    filing,
    notice,
    refusal_to_attest,
    revision,
)
from tests.domain.cases import found as finding_of
from tests.domain.claim_cases import (
    claim,
    declare,
    dispute,
    payment,
    request,
    review,
    taking_back,
    visit,
    withdrawal,
)
from tests.domain.claim_laws import LAWS, MANDATORY, the_route_follows_the_order_maker
from tests.domain.test_history import check_legal
from tests.domain.world import HEAD, World, actor, hire, stream, working

EXAMPLES = int(os.environ.get("PHAYAN_EXAMPLES", "30"))
OTHER = stream("claim", "two")
ATTESTERS = ("ada", "bela", "cora", "dora", "dina", "twin", "otto")
CLAIMS = st.sampled_from((CLAIM, CLAIM, OTHER))
BENCHES = ("olga", "otto", "dan", "bela", "olga susi", "otto sara", "dan susi", "olga sven", "olga otto")
SIGNERS = st.sampled_from([tuple(names.split()) for names in BENCHES])
RESULTS = st.sampled_from((*Result, Result.GRANT, Result.GRANT, Result.REFUSE, Result.REFUSE))
HEADS = st.sampled_from((*(HEAD,) * 10, None, Seen(1, "0" * 64)))
MAKERS = st.sampled_from((OrderMaker.OFFICIAL, OrderMaker.OFFICIAL, OrderMaker.MINISTER))
LAST_DAY = date(2027, 9, 30)
TOKENS = ("r1", "r2", "r3")
FACTS = st.sampled_from(((Code("f1"),), (Code("f1"),), (Code("income"),), (Code("peer_rank"),)))
NOTICES = {
    NoticeMethod.ORAL: NoticeRule.N1,
    NoticeMethod.REGISTERED_POST: NoticeRule.N5,
    NoticeMethod.SMS: NoticeRule.N10,
}


@cache
def start() -> tuple[tuple[Recorded, ...], EntryRef]:
    """A village in which people hold several mandates, have kin, and go by two names."""
    world, standard, _ = working()
    hire(world, "otto", Role.ATTESTER, category=Category.CIVIL_SOCIETY)
    hire(world, "bela", Role.OFFICER, "line-y")
    hire(world, "dora", Role.ATTESTER, category=Category.CIVIL_SOCIETY)
    hire(world, "dina", Role.ATTESTER, category=Category.VILLAGE_HEAD)
    hire(world, "twin", Role.ATTESTER, category=Category.COMMUNITY_COMMITTEE)
    hire(world, "dan", Role.OFFICER, "line-x", office="district")
    hire(world, "pia", Role.PAYER, "line-p")
    for one, other in (("twin", "ada"), ("ada", "twin")):
        declare(world, one, actor(other), ConflictGround.SAME_PERSON)
    declare(world, "cora", actor("olga"), ConflictGround.AFFINITY_2)
    declare(world, "dora", actor("bela"), ConflictGround.LINEAL)
    declare(world, "dora", OTHER, ConflictGround.COLLATERAL_3)
    declare(world, "dina", OTHER, ConflictGround.CREDITOR)
    return tuple(world.log), standard


class Claims(RuleBasedStateMachine):
    """One or two claims, and everybody who has a part in them."""

    def __init__(self) -> None:
        super().__init__()
        log, self.standard = start()
        self.world = World()
        for recorded in log:
            self.world.record(recorded.statement)
        self.begin = self.world.size

    def attempt(self, name: str, event: Event, *names: str, seen: Seen | None = HEAD, **more: object) -> bool:
        """Let ``names`` try an act. What was accepted keeps every law; what was not changed nothing."""
        world = self.world
        statement = world.statement(name, event, *names, seen=seen, **more)  # type: ignore[arg-type]
        try:
            judge(statement, world)
        except Refused as refused:
            stale = refused.code in ("stream_conflict", "seen_missing")
            assert not stale or isinstance(event, MANDATORY), "an additive act was refused for its head"
            return False
        world.record(statement)
        for law in LAWS if name.startswith("claim/") else (the_route_follows_the_order_maker,):
            law(world, world.log[-1])
        return True

    def entries(self, name: str) -> list[EntryRef]:
        return [EntryRef(name, item.version, item.leaf) for item in self.world.history(name)]

    def one_of(self, data: st.DataObject, name: str, *kinds: type[Event]) -> EntryRef:
        """An entry of one of the kinds; any reference if there is none."""
        history = [item for item in self.world.history(name) if isinstance(item.statement.says, kinds)]
        refs = [EntryRef(name, item.version, item.leaf) for item in history]
        return data.draw(st.sampled_from(refs or [EntryRef(name, 1, "0" * 64)]))

    @initialize(depth=st.integers(0, 5))
    def begin_somewhere(self, depth: int) -> None:
        """Begin at some depth, so that later acts are tried in deep states too."""
        for name in (CLAIM, OTHER)[: 1 + depth % 2]:
            self.attempt(name, application(self.standard), "ines")
        if depth > 0:
            self.attempt(CLAIM, attestation(), "ada")
        if depth > 1:
            self.attempt(CLAIM, attestation(basis=Basis.LIVES_NEXT_DOOR), "bela")
        if depth > 2:
            cited = self.entries(CLAIM)
            self.attempt(CLAIM, decision(Result.GRANT, finding_of(*cited)), "otto" if depth == 3 else "olga")
        if depth > 4:
            self.attempt(CLAIM, notice(self.entries(CLAIM)[-1]), "ines")

    @rule(name=CLAIMS, intake=st.sampled_from(("ines", "olga")))
    def apply(self, name: str, intake: str) -> None:
        self.attempt(name, application(self.standard), intake)

    @rule(
        name=CLAIMS,
        who=st.sampled_from(ATTESTERS),
        facts=FACTS,
        stance=st.sampled_from((*Stance, Stance.SUPPORTS, Stance.SUPPORTS, Stance.SUPPORTS)),
        basis=st.sampled_from((Basis.HOME_VISIT, Basis.TOLD_BY_OTHERS)),
        confidence=st.sampled_from((*Confidence, Confidence.CERTAIN)),
        relation=st.sampled_from(
            (Relation.NONE, Relation.NEIGHBOUR, Relation.LINEAL, Relation.SAME_HOUSEHOLD)
        ),
        days=st.sampled_from((0, 30, 365, 365)),
        answers=st.booleans(),
        seen=HEADS,
    )
    def attest(
        self,
        name: str,
        *,
        who: str,
        facts: tuple[Code, ...],
        stance: Stance,
        basis: Basis,
        confidence: Confidence,
        relation: Relation,
        days: int,
        answers: bool,
        seen: Seen | None,
    ) -> None:
        asked = [
            item.says.request
            for item in claim(self.world, name).requests.values()
            if item.says.of in (actor(who), "volunteers")
        ]
        today = civil(self.world.now)
        says = attestation(
            facts=facts,
            stance=stance,
            basis=basis,
            confidence=confidence,
            relation=relation,
            observed_on=today,
            expires_on=today + timedelta(days=days),
            request=asked[-1] if answers and asked else None,
        )
        self.attempt(name, says, who, seen=seen)

    @rule(name=CLAIMS, who=st.sampled_from(ATTESTERS), by=st.sampled_from(("self", "ines", "alma")))
    def refuse_to_attest(self, name: str, who: str, by: str) -> None:
        for token in TOKENS:
            if self.attempt(
                name, refusal_to_attest(who, request=token), who if by == "self" else by, seen=None
            ):
                return
        self.attempt(name, refusal_to_attest(who), who if by == "self" else by)

    @rule(
        name=CLAIMS,
        who=st.sampled_from((*ATTESTERS, "volunteers")),
        token=st.sampled_from(TOKENS),
        asked_by=st.sampled_from(AskedBy),
        outside=st.booleans(),
        facts=FACTS,
    )
    def ask(
        self, name: str, who: str, token: str, asked_by: AskedBy, facts: tuple[Code, ...], *, outside: bool
    ) -> None:
        asking = {AskedBy.OFFICER: "olga", AskedBy.APPLICANT: "ines", AskedBy.CLOCK: "cleo"}
        due = civil(self.world.now) + timedelta(days=7)
        says = request(who, token, asked_by=asked_by, outside=outside, facts=facts, due=due)
        self.attempt(name, says, asking[asked_by], seen=None)

    @rule(name=CLAIMS, data=st.data(), who=st.sampled_from(ATTESTERS), own=st.booleans())
    def withdraw(self, name: str, data: st.DataObject, who: str, *, own: bool) -> None:
        ref = self.one_of(data, name, type(attestation()))
        if own:
            for item in claim(self.world, name).attestations:
                if item.version == ref.version:
                    known = {actor(one): one for one in ATTESTERS}
                    who = known[item.attester]  # type: ignore[index]
        self.attempt(name, withdrawal(ref), who, seen=None)

    @rule(
        name=CLAIMS,
        data=st.data(),
        who=st.sampled_from(("ines", "olga", "vera", "cora", "susi")),
        ground=st.sampled_from(DisputeGround),
    )
    def dispute(self, name: str, data: st.DataObject, who: str, ground: DisputeGround) -> None:
        ref = self.one_of(data, name, type(attestation()))
        self.attempt(name, dispute(ref, ground), who, seen=None)

    @rule(name=CLAIMS, data=st.data(), ruling=st.sampled_from(ActRuling), seen=HEADS)
    def review(self, name: str, data: st.DataObject, ruling: ActRuling, seen: Seen | None) -> None:
        act = self.one_of(data, name, type(attestation()), EligibilityDecided, DecisionRevised)
        cited = [
            EntryRef(name, made.version, made.leaf)
            for made, order in zip(
                claim(self.world, name).decisions, claim(self.world, name).orders, strict=True
            )
            if act in claim(self.world, name).rests_on(order)
        ]
        says: ActReviewed = but(review(act, ruling), affects=tuple(cited))
        self.attempt(name, says, "vera", seen=seen)

    @rule(name=CLAIMS)
    def visit(self, name: str) -> None:
        self.attempt(name, visit(), "olga", seen=None)

    @rule(
        name=CLAIMS,
        data=st.data(),
        result=RESULTS,
        finding=st.sampled_from((*Finding, Finding.NO)),
        maker=MAKERS,
        names=SIGNERS,
        proper=st.booleans(),
        seen=HEADS,
        whole=st.sampled_from((True, True, True, False)),
    )
    def decide(
        self,
        name: str,
        *,
        data: st.DataObject,
        result: Result,
        finding: Finding,
        maker: OrderMaker,
        names: tuple[str, ...],
        proper: bool,
        seen: Seen | None,
        whole: bool,
    ) -> None:
        made = claim(self.world, name).decisions
        if proper and result in ADVERSE and len(names) < 2:
            names = (*names, "susi")
        known = [ref for ref in self.entries(name) if claim(self.world, name).holds(ref)]
        cited = data.draw(st.sampled_from((known, known, known[-1:], self.entries(name)[-1:])))
        more: dict[str, object] = {"order_maker": maker}
        if not whole:
            more |= data.draw(
                st.sampled_from(({"law": ()}, {"discretion": None}, {"found": finding_of(fact="f1")}))
            )
        findings = finding_of(*cited, finding=finding)
        if data.draw(st.booleans()) and made:
            of = EntryRef(name, made[-1].version, made[-1].leaf)
            self.attempt(name, revision(of, result, findings, **more), *names, seen=seen)
        else:
            occasion = Occasion.NEW_FACT if made else Occasion.FIRST
            says = decision(result, findings, occasion=occasion, **more)
            self.attempt(name, says, *names, seen=seen, sd=("reasons",) if whole else ())

    @rule(
        name=CLAIMS,
        data=st.data(),
        method=st.sampled_from(sorted(NOTICES)),
        days=st.sampled_from((None, 14, 15, 30)),
        court=st.sampled_from((None, 89, 90)),
        cures=st.booleans(),
    )
    def notify(
        self,
        name: str,
        data: st.DataObject,
        method: NoticeMethod,
        days: int | None,
        court: int | None,
        *,
        cures: bool,
    ) -> None:
        of = self.one_of(data, name, EligibilityDecided, DecisionRevised)
        notices = claim(self.world, name).notices
        cured = EntryRef(name, notices[-1].version, notices[-1].leaf) if cures and notices else None
        says = notice(
            of,
            method=method,
            rule=NOTICES[method],
            sent_on=civil(self.world.now),
            appeal_block=days and AppealBlock(office=Code("city"), how=Code("in_writing"), days=days),
            court_block=court and CourtBlock(court=Code("court"), days=court),
            cures=cured,
        )
        self.attempt(name, says, "ines", seen=None)

    @rule(name=CLAIMS, data=st.data())
    def pay(self, name: str, data: st.DataObject) -> None:
        of = self.one_of(data, name, EligibilityDecided, DecisionRevised)
        self.attempt(name, payment(of), "pia", seen=None)

    @rule(name=CLAIMS, pressure=st.sampled_from(Pressure), asked_by=st.sampled_from(("alma", "olga")))
    def take_back(self, name: str, pressure: Pressure, asked_by: str) -> None:
        self.attempt(name, taking_back(pressure=pressure, asked_by=actor(asked_by)), "ines", seen=None)

    @rule(name=CLAIMS, data=st.data(), which=st.sampled_from(("one", "two")))
    def appeal(self, name: str, data: st.DataObject, which: str) -> None:
        of = self.one_of(data, name, EligibilityDecided, DecisionRevised)
        where = GRIEVANCE if which == "one" else stream("grievance", "two")
        self.attempt(where, filing(self.standard, of), "ines", seen=None)

    @rule(days=st.integers(1, 20))
    def let_time_pass(self, days: int) -> None:
        """The clock records whatever ran out; nobody waits longer than the mandates last."""
        later = civil(self.world.now) + timedelta(days=days)
        if later > LAST_DAY:
            return
        self.world.now = f"{later.isoformat()}T03:00:00.000Z"
        for name in (CLAIM, OTHER):
            for act in lapses_due(self.world, name, self.world.now):
                assert self.attempt(name, act.says, "cleo"), "what is due was refused"

    @invariant()
    def every_state_is_legal(self) -> None:
        for name in (CLAIM, OTHER):
            check_legal(self.world.state(name))

    def teardown(self) -> None:
        """A second judge accepts what the first accepted: the verdict depends on the prefix alone."""
        again = World()
        for item in self.world.log[: self.begin]:
            again.record(item.statement)
        for item in self.world.log[self.begin :]:
            again.now = item.recorded_at
            judge(item.statement, again)
            again.record(item.statement)
        assert again.states == self.world.states


TestClaims = Claims.TestCase
TestClaims.settings = settings(
    max_examples=EXAMPLES,
    stateful_step_count=40,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
