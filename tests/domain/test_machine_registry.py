"""The registry under any sequence of acts: what can never come about, whoever tries what.

Invariants 31 to 33 of the domain, and the rules of granting: nobody grants to their own person or line,
scope only narrows, versions and epochs have no gaps.
"""

import os
from collections.abc import Callable, Sequence
from datetime import date, datetime, timedelta
from typing import NamedTuple

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from ledger.domain.authority import Standing, standing, verdict_on
from ledger.domain.casework_codes import ConflictGround
from ledger.domain.codes import Category, Custody, Governed, RevocationReason, Role
from ledger.domain.dates import anniversary, civil
from ledger.domain.directory import Mandate
from ledger.domain.errors import Refused
from ledger.domain.judge import judge
from ledger.domain.programme.events import CalendarPublished
from ledger.domain.programme.state import ProgrammeState
from ledger.domain.registry.events import (
    AccessLogAnchored,
    Boundary,
    CaseHeadsCommitted,
    GovernanceChanged,
    InterestDeclared,
    KeyEnrolled,
    KeyRevoked,
    MandateRevoked,
    RootKey,
)
from ledger.domain.relations import lines_of, offices_above, same_person
from ledger.domain.types import Area, Code, Digest, EntryRef, Event, Instant, KeyId, Note, Place, Says
from tests.domain.calendars import th_test
from tests.domain.world import (
    ORIGIN,
    QUORUM,
    REGISTRY,
    ROOTS,
    STANDARD,
    ZERO,
    World,
    actor,
    enrolment,
    hire,
    keyid,
    mandate,
    office,
    peopled,
    public,
    rules,
)

EXAMPLES = int(os.environ.get("PHAYAN_EXAMPLES", "30"))
PEOPLE = ("rita", "raul", "susi", "sigi", "olga", "vera", "cleo", "ivo", "nina", "nils")
UNTIL = date(2027, 6, 30)
people = st.sampled_from(PEOPLE)
SIGNERS = (*[(name,) for name in PEOPLE], QUORUM, ROOTS[1:], ROOTS, ("susi", "vera"), ("sigi", "vera"))
signers = st.sampled_from(SIGNERS)
roles = st.sampled_from((Role.OFFICER, Role.SUPERVISOR, Role.REGISTRAR, Role.ATTESTER, Role.OVERSIGHT))
lines = st.sampled_from(("line-r", "line-q", "line-a", "line-s"))
places = st.sampled_from(((), ("94",), ("9401",), ("95",)))
offices = st.sampled_from(("city", "desk", "district"))


class Given(NamedTuple):
    """What somebody may try to grant; days from today, and from then on."""

    role: Role
    line: str
    office: str
    areas: tuple[str, ...]
    starts: int
    lasts: int
    passes_on: bool


GIVEN = st.builds(
    Given, roles, lines, offices, places, st.integers(-20, 5), st.integers(-1, 400), st.booleans()
)
PASSING = st.sampled_from(("sigi", "sigi", "nina", "nils", "olga"))
"""Who passes on, and to whom: few, so that chains grow."""
RECEIVING = st.sampled_from(("nina", "nils", "olga"))
OTHER = st.sampled_from(
    (
        {},
        {},
        {"areas": ()},
        {"areas": ("9401",)},
        {"office": "district"},
        {"office": "desk"},
        {"from_": date(2026, 11, 1), "to": date(2026, 12, 1)},
        {"to": date(2027, 11, 22)},
    )
)
"""What is passed on in another way than it is held."""


class Registry(RuleBasedStateMachine):
    """A peopled ledger in which anybody tries anything."""

    def __init__(self) -> None:
        super().__init__()
        self.world = peopled()
        hire(self.world, "raul", Role.REGISTRAR, "line-q", areas=("94",))
        hire(self.world, "sigi", Role.SUPERVISOR, "line-s", may_delegate=True, areas=("94",), to=UNTIL)
        self.world.say(REGISTRY, office("desk", parent=Code("city")), *QUORUM)
        for name in ("nina", "nils"):
            self.world.say(REGISTRY, enrolment(name), *QUORUM, keys=(*QUORUM, name))
        self.granted: dict[tuple[str, int], frozenset[str]] = {}

    def attempt(self, stream: str, says: Event, names: Sequence[str], keys: Sequence[str] = ()) -> None:
        """Let ``names`` sign; what is accepted is recorded, and who granted in which lines is remembered."""
        statement = self.world.statement(stream, says, *names, keys=keys)
        try:
            judge(statement, self.world)
        except Refused:
            return
        lines = lines_of(self.world.registry, statement.by, self.world.now)
        ref = self.world.record(statement)
        self.granted[ref.stream, ref.version] = lines

    @rule(hours=st.sampled_from((1, 30, 24 * 13, 24 * 15, 24 * 100)))
    def wait(self, hours: int) -> None:
        moment = datetime.fromisoformat(self.world.now) + timedelta(hours=hours)
        self.world.now = f"{moment.replace(tzinfo=None).isoformat(timespec='milliseconds')}Z"

    @rule(by=signers, to=people, given=GIVEN)
    def grant(self, by: Sequence[str], to: str, given: Given) -> None:
        first = civil(self.world.now) + timedelta(days=given.starts)
        granted = mandate(
            to,
            given.role,
            given.line,
            category=Category.VILLAGE_HEAD if given.role is Role.ATTESTER else None,
            office=given.office,
            areas=given.areas,
            from_=first,
            to=first + timedelta(days=given.lasts),
            may_delegate=given.passes_on,
        )
        self.attempt(REGISTRY, granted, by)

    @rule(by=PASSING, to=RECEIVING, role=st.sampled_from((Role.OFFICER, Role.SUPERVISOR)), other=OTHER)
    def pass_on(self, by: str, to: str, role: Role, other: dict[str, object]) -> None:
        """Pass on as much as one has, or something else in one respect."""
        for held in self.world.registry.mandates.get(actor(by), ()):
            members: dict[str, object] = {
                "office": held.office,
                "areas": held.areas,
                "from_": held.from_,
                "to": held.to,
                "may_delegate": True,
            }
            self.attempt(REGISTRY, mandate(to, role, held.line, **(members | other)), (by,))

    @rule(by=signers, of=people, reason=st.sampled_from(RevocationReason))
    def end_mandate(self, by: Sequence[str], of: str, reason: RevocationReason) -> None:
        for held in self.world.registry.mandates.get(actor(of), ())[-1:]:
            ref = EntryRef(held.stream, held.version, held.leaf)
            self.attempt(REGISTRY, MandateRevoked(mandate=ref, reason=reason), by)

    @rule(
        by=signers,
        of=people,
        number=st.integers(0, 2),
        custody=st.sampled_from((Custody.SELF, Custody.IMPORTED)),
    )
    def enrol(self, by: Sequence[str], of: str, number: int, custody: Custody) -> None:
        name = f"{of} {number}"
        self.attempt(REGISTRY, enrolment(of, custody, key=name), by, keys=(*by, name))

    @rule(of=people, thief=st.booleans())
    def rotate(self, of: str, *, thief: bool) -> None:
        new = "a thief" if thief else f"{of} next"
        old = KeyId(keyid(of))
        custody = Custody.IMPORTED if of == "ivo" else Custody.SELF
        self.attempt(REGISTRY, enrolment(of, custody, key=new, replaces=old), (of,), keys=(of, new))

    @rule(
        by=signers, of=people, back=st.none() | st.integers(0, 30), reason=st.sampled_from(RevocationReason)
    )
    def end_key(self, by: Sequence[str], of: str, back: int | None, reason: RevocationReason) -> None:
        boundary = None
        if back is not None:
            size = self.world.size - back
            boundary = Boundary(size=size, checkpoint=Note(f"{ORIGIN}\n{size}\nAAAA\n"))
        says = KeyRevoked(key=KeyId(keyid(of)), reason=reason, boundary=boundary)
        self.attempt(REGISTRY, says, by)

    @rule(by=people, of=people, other=people, ends=st.booleans())
    def link(self, by: str, of: str, other: str, *, ends: bool) -> None:
        says = InterestDeclared(
            actor=actor(of),
            about=Place(actor(other)),
            ground=ConflictGround.SAME_PERSON,
            from_=date(2026, 1, 1),
            to=date(2026, 1, 2) if ends else None,
        )
        self.attempt(REGISTRY, says, (by,))

    @rule(
        by=st.sampled_from((QUORUM, ROOTS)),
        count=st.integers(1, 5),
        later=st.integers(12, 40),
        joins=st.booleans(),
    )
    def change_governance(self, by: Sequence[str], count: int, later: int, *, joins: bool) -> None:
        moment = datetime.fromisoformat(self.world.now) + timedelta(days=later)
        at = Instant(f"{moment.replace(tzinfo=None).isoformat(timespec='seconds')}Z")
        if joins:
            names = (*ROOTS[:count], "root-x")
            keys = tuple(RootKey(key=public(name), body=actor(name)) for name in names)
            says = GovernanceChanged(what=Governed.ROOT_SET, document=ZERO, effective_at=at, root_keys=keys)
            self.attempt(REGISTRY, says, by, keys=(*by, "root-x"))
        else:
            says = GovernanceChanged(what=Governed.THRESHOLD, document=ZERO, effective_at=at, threshold=count)
            self.attempt(REGISTRY, says, by)

    @rule(by=people, epoch=st.integers(1, 3), back=st.integers(-1, 5), root=st.sampled_from((ZERO, "1" * 64)))
    def commit(self, by: str, epoch: int, back: int, root: str) -> None:
        size = self.world.size - back
        self.attempt(REGISTRY, CaseHeadsCommitted(epoch=epoch, size=size, root=ZERO), (by,))
        self.attempt(REGISTRY, AccessLogAnchored(size=size, root=Digest(root)), (by,))

    @rule(by=st.sampled_from((("susi", "vera"), ("sigi", "vera"), ("ivo",))), version=st.integers(1, 3))
    def publish(self, by: Sequence[str], version: int) -> None:
        self.attempt(STANDARD, rules(version=version), by)
        self.attempt(STANDARD, th_test(version), by[:1])

    @rule(
        by=signers,
        code=st.sampled_from(("village", "hamlet")),
        parent=st.sampled_from(("village", "hamlet", "city")),
    )
    def arrange(self, by: Sequence[str], code: str, parent: str) -> None:
        """Move offices in which nobody works: what was passed on is judged by the tree of today."""
        self.attempt(REGISTRY, office(code, parent=Code(parent), area=Area("94")), by)

    @invariant()
    def nobody_granted_to_their_own_person_or_line(self) -> None:
        registry = self.world.registry
        for ref, own in self.granted.items():
            held = self.mandate_of(*ref)
            if held is None or held.by_root:
                continue
            assert held.grantor != held.actor
            if held.depth == 0:
                assert held.line not in own
        for held in self.mandates():
            assert held.to <= anniversary(held.from_)
            assert held.depth <= 2
        assert all(code not in offices_above(registry, code) for code in registry.offices)

    @invariant()
    def scope_only_narrows(self) -> None:
        for low in self.mandates():
            if low.depth > 0:
                assert any(self.narrows(high, low) for high in self.held_by(low.grantor))

    def narrows(self, high: Mandate, low: Mandate) -> bool:
        return (
            high.role is Role.SUPERVISOR
            and high.may_delegate
            and high.index < low.index
            and (high.line, high.depth + 1) == (low.line, low.depth)
            and high.from_ <= low.from_ <= low.to <= high.to
            and all(area.startswith(high.areas) for area in low.areas or ("",) if high.areas)
            and high.office in (low.office, *offices_above(self.world.registry, low.office))
        )

    @invariant()
    def a_key_is_worth_less_and_less(self) -> None:
        order = (Standing.UNKNOWN, Standing.VALID, Standing.CONTESTED, Standing.REVOKED)
        registry = self.world.registry
        for name, key in registry.keys.items():
            worth = [standing(registry, name, index) for index in range(self.world.size + 1)]
            assert worth == sorted(worth, key=order.index)
            if key.reason is RevocationReason.ROTATION:
                assert Standing.CONTESTED not in worth

    @invariant()
    def nothing_stands_without_authority(self) -> None:
        """Every signature is worth something where it stands, but for a key's own last word."""
        registry = self.world.registry
        for entry in self.world.log:
            signers = [name for name in entry.statement.signers if registry.keys[name].revoked != entry.index]
            assert verdict_on(registry, signers, entry.index) is not Standing.REVOKED

    @invariant()
    def a_root_quorum_is_more_than_half_at_all_times(self) -> None:
        registry = self.world.registry
        for now in (self.world.now, *(change.effective for change in registry.changes)):
            governance = registry.governance(now)
            assert len(governance.root) < 2 * governance.threshold <= 2 * len(governance.root)
            assert len(set(governance.root.values())) == len(governance.root)

    @invariant()
    def versions_and_epochs_have_no_gaps(self) -> None:
        state = self.world.state(STANDARD)
        assert isinstance(state, ProgrammeState)
        versions = [item.version for item in state.versions]
        assert versions == list(range(1, len(versions) + 1))
        calendars = [says.version for says in self.said() if isinstance(says, CalendarPublished)]
        assert calendars == list(range(1, len(calendars) + 1))
        epochs = [says.epoch for says in self.said() if isinstance(says, CaseHeadsCommitted)]
        assert epochs == list(range(1, len(epochs) + 1))
        sizes = [says.size for says in self.said() if isinstance(says, AccessLogAnchored)]
        assert sizes == sorted(sizes)

    @invariant()
    def an_importers_key_registered_nothing(self) -> None:
        for entry in self.world.log:
            keys = [self.world.registry.keys[name] for name in entry.statement.signers]
            imported = [key for key in keys if key.custody is Custody.IMPORTED and key.enrolled < entry.index]
            if imported and entry.statement.stream == REGISTRY:
                assert isinstance(entry.statement.says, KeyEnrolled | KeyRevoked | InterestDeclared)
                assert all(
                    same_person(self.world.registry, entry.statement.by, key.actor) for key in imported
                )

    def teardown(self) -> None:
        """Whoever holds a copy judges every entry alike, and comes to the same registry."""
        again = World()
        for entry in self.world.log:
            again.now = entry.recorded_at
            judge(entry.statement, again)
            again.record(entry.statement)
        assert again.states == self.world.states

    def forge(self, says: Event, name: str) -> EntryRef:
        """Record without judging."""
        return self.world.record(self.world.statement(REGISTRY, says, name))

    def said(self) -> list[Says]:
        return [entry.statement.says for entry in self.world.log]

    def mandates(self) -> list[Mandate]:
        return [held for mandates in self.world.registry.mandates.values() for held in mandates]

    def held_by(self, who: str) -> tuple[Mandate, ...]:
        return self.world.registry.mandates.get(who, ())

    def mandate_of(self, stream: str, version: int) -> Mandate | None:
        return next(
            (held for held in self.mandates() if (held.stream, held.version) == (stream, version)), None
        )


TestRegistry = Registry.TestCase
TestRegistry.settings = settings(max_examples=EXAMPLES, stateful_step_count=30, deadline=None)


Forged = Callable[[Registry], Callable[[], None]]


def an_importers_office(machine: Registry) -> Callable[[], None]:
    machine.forge(office("import"), "ivo")
    return machine.an_importers_key_registered_nothing


def a_revoked_key(machine: Registry) -> Callable[[], None]:
    machine.end_key(by=("rita",), of="olga", back=None, reason=RevocationReason.COMPROMISED)
    assert machine.world.registry.keys[keyid("olga")].revoked is not None
    machine.forge(office("later"), "olga")
    return machine.nothing_stands_without_authority


def a_grant_within_the_own_line(machine: Registry) -> Callable[[], None]:
    ref = machine.forge(mandate("olga", Role.OFFICER, "line-r"), "rita")
    machine.granted[ref.stream, ref.version] = frozenset({"line-r"})
    return machine.nobody_granted_to_their_own_person_or_line


@pytest.mark.parametrize("forged", [an_importers_office, a_revoked_key, a_grant_within_the_own_line])
def test_what_no_rule_lets_pass_would_be_found(forged: Forged) -> None:
    """The controls: recorded as by a dishonest server, each breaks the law it should."""
    machine = Registry()
    broken = forged(machine)

    with pytest.raises(AssertionError):
        broken()


def test_an_honest_registry_breaks_no_law() -> None:
    machine = Registry()
    machine.end_key(by=("rita",), of="olga", back=None, reason=RevocationReason.COMPROMISED)

    machine.an_importers_key_registered_nothing()
    machine.nothing_stands_without_authority()
    machine.nobody_granted_to_their_own_person_or_line()
