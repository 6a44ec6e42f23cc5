"""A machine that tries everything about conflicts, reviews, courts and sealed data, and a model of names."""

from dataclasses import replace
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    precondition,
    rule,
)

from ledger.domain.casework.contested import Doubt, citing, contested_acts, reference, suspended
from ledger.domain.casework_codes import (
    ActRuling,
    ConflictGround,
    ConflictRaisedBy,
    ConflictRuling,
    ConflictSection,
    CourtResult,
    Kind,
    Outcome,
)
from ledger.domain.codes import Finding, Occasion, Result, Role
from ledger.domain.errors import Refused
from ledger.domain.grievance.state import GrievanceStatus
from ledger.domain.judge import judge
from ledger.domain.types import EntryRef, Event, Recorded
from tests.domain.cases import (
    CLAIM,
    GRIEVANCE,
    application,
    assignment,
    attestation,
    but,
    decision,
    determination,
    filing,
    found,
    report,
    revision,
    via,
)
from tests.domain.casework_cases import (
    court,
    dispute,
    erasure,
    guarded,
    raising,
    review,
    revoked,
    ruling,
    section_of,
    unsealing,
)
from tests.domain.world import World, actor, hire, keyid, working

LINES = {
    "olga": "line-a",
    "otto": "line-a",
    "sven": "line-a",
    "susi": "line-b",
    "sara": "line-e",
    "rolf": "line-a",
    "paul": "line-c",
    "vera": "line-o",
    "vito": "line-u",
    "cory": "line-u",
    "ada": "village",
    "bela": "village",
    "hugo": "line-a",
    "hanna": "line-h",
}
NAMES: dict[str, str] = {actor(name): name for name in LINES}
people = st.sampled_from(sorted(LINES))
seconds = st.none() | people
officers = st.sampled_from(["olga", "otto", "rolf", "ada", "susi"])
bodies = st.sampled_from(
    [
        ("cory", "vera"),
        ("vera", "cory"),
        ("cory", "vito"),
        ("vito", "vera"),
        ("cory", "sven"),
        ("cory", None),
        ("vera", None),
    ]
)
OUTCOMES = [Outcome.UPHELD, Outcome.NOT_UPHELD]
LAWFUL = [ConflictGround.SPOUSE, ConflictGround.SERIOUS_PARTIALITY]
refs = st.integers(0, 40)


def prepared() -> World:
    """Everybody holds more than one mandate, so that only the rules of persons keep them apart."""
    world, standard, _ = working()
    guarded(world)
    hire(world, "vito", Role.OVERSIGHT, "line-u")
    hire(world, "hanna", Role.HANDLER, "line-h")
    for name, line in (("ada", "village"), ("rolf", "line-a"), ("vera", "line-o")):
        hire(world, name, Role.OFFICER, line)
    for name, line in (("olga", "line-a"), ("rolf", "line-a")):
        hire(world, name, Role.ATTESTER, line)
    for name, line in (("olga", "line-a"), ("ada", "village"), ("susi", "line-b")):
        hire(world, name, Role.REVIEWER, line)
    world.say(CLAIM, application(standard, via=via("hugo")), "ines")
    world.say(CLAIM, attestation(), "ada")
    world.say(CLAIM, attestation(), "bela")
    return world


BASE = prepared()
PROGRAMME = BASE.state(CLAIM).programme
assert PROGRAMME is not None


class Casework(RuleBasedStateMachine):
    """Whatever is accepted is checked against a model that knows names alone."""

    def __init__(self) -> None:
        super().__init__()
        self.world = World(BASE.now, list(BASE.log), dict(BASE.states), dict(BASE.heads))
        self.deciders: set[str] = set()
        self.attesters: set[str] = {"ada", "bela"}
        self.named: set[str] = set()
        self.reporters: set[str] = set()
        self.reports: list[tuple[EntryRef, str, ConflictGround, ConflictRaisedBy]] = []
        self.rulings: dict[int, tuple[ConflictRuling, int]] = {}
        self.lost: dict[str, tuple[int, int]] = {}

    def attempt(self, where: str, says: Event, *names: str | None) -> Recorded | None:
        """Record if the rules let it pass."""
        signing = tuple(name for name in names if name is not None)
        statement = self.world.statement(where, says, *signing)
        try:
            judge(statement, self.world)
        except Refused:
            return None
        self.world.record(statement)
        return self.world.log[-1]

    def entry(self, where: str, number: int) -> EntryRef:
        history = self.world.history(where)
        return reference(history[number % len(history)]) if history else EntryRef(where, 1, "0" * 64)

    def barred(self, name: str) -> bool:
        """The model of s.13 to s.18: what was reported and ruled about one person, in order."""
        lifted, bars = 0, []
        for number, (raised, whom, ground, how) in enumerate(self.reports):
            if whom != name or raised.stream != self.where:
                continue
            ruled, version = self.rulings.get(number, (None, 0))
            law = section_of(ground) is ConflictSection.S13
            if ruled is ConflictRuling.URGENT_EXCEPTION:
                lifted = max(lifted, version)
            elif ruled is ConflictRuling.RECUSED:
                bars.append(version)
            elif ruled is None and (law or how is not ConflictRaisedBy.CHALLENGE):
                bars.append(raised.version)
        return any(version > lifted for version in bars)

    def check_persons(self, where: str, *names: str | None, again: bool = False) -> None:
        """Invariant 4."""
        self.where = where
        for name in filter(None, names):
            assert not self.barred(name)
            assert name not in self.attesters
            assert name != "hugo"
            if where == GRIEVANCE:
                assert name not in self.deciders | self.named | self.reporters
            elif again:
                assert name not in self.deciders

    @rule(name=st.sampled_from(["ada", "bela", "olga", "rolf", "hugo"]))
    def attest(self, name: str) -> None:
        if self.attempt(CLAIM, attestation(), name):
            assert name not in self.deciders
            assert name != "hugo"
            self.attesters.add(name)

    @rule(name=officers, second=seconds | st.just("susi"), refuse=st.booleans(), on=refs)
    def decide(self, name: str, second: str | None, on: int, *, refuse: bool) -> None:
        cited = tuple(dict.fromkeys(self.entry(CLAIM, number) for number in (0, 1, 2, on)))
        result, finding = (Result.REFUSE, Finding.NO) if refuse else (Result.GRANT, Finding.YES)
        made = self.world.state(CLAIM).decisions  # type: ignore[union-attr]
        says: Any = decision(result, found(*cited, finding=finding))
        if made:
            last = EntryRef(CLAIM, made[-1].version, made[-1].leaf)
            says = revision(last, result, found(*cited, finding=finding), occasion=Occasion.NEW_FACT)
        if self.attempt(CLAIM, says, name, second):
            self.check_persons(CLAIM, name, second)
            self.deciders |= {one for one in (name, second) if one}
            if refuse:
                assert second is not None
                assert LINES[name] != LINES[second]

    @rule(
        name=people,
        ground=st.sampled_from(ConflictGround) | st.sampled_from(LAWFUL),
        how=st.sampled_from(ConflictRaisedBy),
        by=st.none() | people,
    )
    def report_conflict(
        self, name: str, ground: ConflictGround, how: ConflictRaisedBy, by: str | None
    ) -> None:
        lawful = {
            ConflictRaisedBy.SELF_REPORT: name,
            ConflictRaisedBy.CHALLENGE: "ines",
            ConflictRaisedBy.DERIVED: "cleo",
        }
        by = by or lawful[how]
        for where in (CLAIM, GRIEVANCE):
            recorded = self.attempt(where, raising(name, ground, how), by)
            if recorded:
                assert how is not ConflictRaisedBy.SELF_REPORT or by == name
                self.reports.append((reference(recorded), name, ground, how))

    @precondition(lambda self: self.reports)
    @rule(
        number=refs,
        says=st.sampled_from(ConflictRuling),
        by=st.sampled_from(["sven", "vera", "susi"]),
        second=st.sampled_from(["susi", "sara", "sven", None]),
    )
    def rule_on_it(self, number: int, says: ConflictRuling, by: str, second: str | None) -> None:
        number %= len(self.reports)
        raised, name, ground, how = self.reports[number]
        second = second if says is ConflictRuling.MAY_ACT else None
        if recorded := self.attempt(raised.stream, ruling(raised, says), by, second):
            assert number not in self.rulings
            assert name not in (by, second)
            if says is ConflictRuling.MAY_ACT:
                assert second is not None
                assert LINES[by] != LINES[second]
                assert section_of(ground) is not ConflictSection.S13 or how is ConflictRaisedBy.CHALLENGE
            self.rulings[number] = (says, recorded.version)

    @rule(on=refs)
    def dispute_one(self, on: int) -> None:
        self.attempt(CLAIM, dispute(self.entry(CLAIM, on)), "ines")

    @rule(
        on=refs,
        says=st.sampled_from(ActRuling),
        by=st.sampled_from(["vera", "vito", "rolf", "olga", "susi", "ada"]),
        where=st.sampled_from((CLAIM, GRIEVANCE)),
    )
    def look_again(self, on: int, says: ActRuling, by: str, where: str) -> None:
        where = where if self.world.head(where) else CLAIM
        waiting = self.contested(where)
        act = waiting[on % len(waiting)].act if waiting and on % 4 else self.entry(where, on)
        waits = {item.act for item in waiting}
        resting = [
            ref
            for stream in (where, CLAIM)
            for ref in citing(self.world.state(stream), self.world.history(stream), act)
        ]
        before = self.world.state(CLAIM)
        if self.attempt(where, review(act, *dict.fromkeys(resting), says=says), by):
            self.check_persons(where, by, again=True)
            assert act in waits
            assert by not in self.signers(act)
            after = self.world.state(CLAIM)
            assert but(after, casework=before.casework) == before, "a review reverses nothing"
            flagged = {item.act for item in self.contested(where)}
            if says is ActRuling.OVERRULED:
                assert {ref for ref in resting if ref.stream == where} <= flagged
            assert act not in flagged or act in resting

    @precondition(lambda self: self.world.head(GRIEVANCE) is None)
    @rule(name=people, kind=st.sampled_from([Kind.APPEAL, Kind.CONDUCT_COMPLAINT]))
    def complain(self, name: str, kind: Kind) -> None:
        made = self.world.state(CLAIM).decisions  # type: ignore[union-attr]
        of = self.entry(CLAIM, made[-1].version - 1 if made else 1)
        says = filing(PROGRAMME, of, kind=kind, about=(actor(name),))  # type: ignore[arg-type]
        if self.attempt(GRIEVANCE, says, "ines"):
            self.named.add(name)

    @rule(
        name=st.sampled_from(["rolf", "hanna", "susi", "olga", "ada", "paul"]),
        by=st.sampled_from(["sara", "susi", "sven"]),
        role=st.sampled_from([Role.REVIEWER, Role.HANDLER]),
    )
    def assign(self, name: str, by: str, role: Role) -> None:
        if self.attempt(GRIEVANCE, assignment(name, role=role), by):
            self.check_persons(GRIEVANCE, name, by)

    @precondition(lambda self: self.world.state(GRIEVANCE).assigned())
    @rule(
        second=st.sampled_from(["sara", "susi", "sven", None]),
        outcome=st.sampled_from(OUTCOMES),
    )
    def determine(self, second: str | None, outcome: Outcome) -> None:
        name = NAMES[self.world.state(GRIEVANCE).assigned()[0]]
        if self.attempt(GRIEVANCE, determination(outcome, self.world.head(CLAIM)), name, second):
            self.check_persons(GRIEVANCE, name, second)
            self.reporters |= {one for one in (name, second) if one}

    @precondition(lambda self: self.world.state(GRIEVANCE).assigned())
    @rule()
    def forward(self) -> None:
        name = NAMES[self.world.state(GRIEVANCE).assigned()[0]]
        if self.attempt(GRIEVANCE, report(), name):
            self.check_persons(GRIEVANCE, name)
            self.reporters.add(name)

    @rule(where=st.sampled_from((CLAIM, GRIEVANCE)), on=refs, result=st.sampled_from(CourtResult))
    def court_speaks(self, where: str, on: int, result: CourtResult) -> None:
        self.attempt(where, court(self.entry(where, on), result), "ines")

    @precondition(lambda self: self.world.state(GRIEVANCE).is_open())
    @rule()
    def close(self) -> None:
        """The clock closes; whether it may is the business of another machine."""
        state = self.world.state(GRIEVANCE)
        self.world.states[GRIEVANCE] = but(state, status=GrievanceStatus.CLOSED)

    @rule(
        by=bodies,
        where=st.sampled_from((CLAIM, GRIEVANCE)),
        version=st.integers(1, 12),
    )
    def erase(self, by: tuple[str, str | None], where: str, version: int) -> None:
        held = self.is_held()
        gone = {(item.of, item.fields) for item in self.world.state(where).casework.erased}
        before = self.world.state(where)
        if self.attempt(where, erasure((version, "applicant/name")), *by):
            self.check_bodies(*by)
            assert not held
            assert (version, ("applicant/name",)) not in gone
            after = self.world.state(where)
            assert replace(after.casework, erased=before.casework.erased) == before.casework

    @rule(by=bodies)
    def unseal(self, by: tuple[str, str | None]) -> None:
        if self.attempt(CLAIM, unsealing(), *by):
            self.check_bodies(*by)

    @precondition(lambda self: not self.lost)
    @rule(name=st.sampled_from(["olga", "otto", "susi", "rolf", "ada", "sara"]), back=st.integers(0, 12))
    def lose_key(self, name: str, back: int) -> None:
        """The holder's key is revoked; whoever had it since the boundary is unknown."""
        boundary = max(0, self.world.size - back)
        revoked(self.world, name, boundary)
        self.lost[name] = (boundary, self.world.size - 1)

    def check_bodies(self, name: str, second: str | None) -> None:
        """Invariant 5: two persons of two lines, custodian and oversight."""
        assert second is not None
        assert {name, second} & {"cory"}
        assert {name, second} & {"vera", "vito"}
        assert LINES[name] != LINES[second]

    def is_held(self) -> bool:
        """Invariant 26: an open grievance or a court case, wherever it is recorded."""
        claim, grievance = self.world.state(CLAIM), self.world.state(GRIEVANCE)
        return grievance.is_open() or claim.casework.in_court() or grievance.casework.in_court()

    def contested(self, where: str) -> Any:
        return contested_acts(self.world.state(where), self.world.history(where), self.world.registry)

    def signers(self, act: EntryRef) -> set[str]:
        entry = self.world.history(act.stream)[act.version - 1]
        return {name for name in LINES if keyid(name) in entry.statement.signers}

    @invariant()
    def acts_of_a_doubtful_key_are_contested_and_their_burdens_suspended(self) -> None:
        """Invariant 33: exactly those between boundary and revocation that nobody reviewed since."""
        for where in (CLAIM, GRIEVANCE):
            state, history = self.world.state(where), self.world.history(where)
            doubtful = {item.act for item in self.contested(where) if Doubt.KEY in item.doubts}
            held = set(suspended(state, history, self.world.registry))
            for entry in history:
                ref = reference(entry)
                spans = [self.lost[name] for name in self.signers(ref) if name in self.lost]
                within = [end for start, end in spans if start <= entry.index < end]
                review_of = state.casework.review(ref)
                reviewed = review_of is not None and history[review_of.version - 1].index > max(
                    within, default=0
                )
                replaced = any(
                    state.replaces(later.statement.says) == ref and later.index > max(within, default=0)
                    for later in history
                )
                assert (ref in doubtful) == (bool(within) and not reviewed and not replaced)
                assert ref not in held or (bool(within) and state.burdens(entry.version))
                if ref in doubtful:
                    assert (ref in held) == state.burdens(entry.version)

    @invariant()
    def flags_say_what_is_so(self) -> None:
        for where in (CLAIM, GRIEVANCE):
            casework = self.world.state(where).casework
            pending = [
                number
                for number, (raised, *_) in enumerate(self.reports)
                if raised.stream == where and number not in self.rulings
            ]
            assert ("conflict_pending" in casework.flags) == bool(pending)
