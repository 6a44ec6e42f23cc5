"""The authority matrix: every role, every event, every relation, at several positions; default deny.

What is expected stands in ``signed_by``, written from the catalogue. Each cell is judged by the one door
that appender and verifier share.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache

import pytest

from ledger.domain.catalogue import SHARED, STREAM_KINDS
from ledger.domain.codes import Category, Custody, RevocationReason, Role
from ledger.domain.errors import AuthorityDenied, Refused
from ledger.domain.judge import judge
from ledger.domain.registry.events import (
    KeyEnrolled,
    KeyRevoked,
    LedgerFounded,
    MandateGranted,
    MandateRevoked,
    OfficeRegistered,
)
from ledger.domain.types import Code, EntryRef, Event, KeyId, Statement
from tests.domain.cases import CLAIM, GRIEVANCE, assignment, filing, pinned, report, reviewed
from tests.domain.samples import variants
from tests.domain.signed_by import EXTENDERS, SAID_BY_PEOPLE, SIGNED_BY
from tests.domain.world import (
    END,
    QUORUM,
    REGISTRY,
    STANDARD,
    START,
    World,
    enrolment,
    founding,
    hire,
    keyid,
    mandate,
    office,
    stream,
)

ROLES = tuple(role for role in Role if role not in (Role.ROOT, Role.IMPORTER))
EVENTS = {kind.__name__: kind for kind in STREAM_KINDS}
PANEL = stream("grievance", "before the panel")
POSITIONS = {
    "claim": (CLAIM, stream("claim", "none")),
    "grievance": (GRIEVANCE, PANEL, stream("grievance", "none")),
}
"""A claim that was refused, a first appeal under review, one before the panel; and the beginning of each."""
MEMBERS = {"PeriodExtended": tuple({"clock": Code(clock)} for clock in EXTENDERS)}
"""Members that decide who may sign and are no code list."""
FAR = "77"
ELSEWHERE = stream("programme", "elsewhere")


def person(role: Role) -> str:
    return f"one {role.value}"


@dataclass(frozen=True)
class Ground:
    """A ledger in which everybody has a place, and a grant of each who may grant."""

    world: World
    granted: dict[str, EntryRef]


def engage(world: World, name: str, role: Role, line: str | None = None, **more: object) -> EntryRef:
    """Give ``name`` a mandate in a line of their own, and a key."""
    more = {"may_delegate": role is Role.SUPERVISOR} | more
    if role is Role.ATTESTER:
        more |= {"category": Category.VILLAGE_HEAD}
    return hire(world, name, role, line or f"line.{role.value}", **more)


@cache
def ground() -> Ground:
    """A claim that was refused and appealed, under review; one person of each role, and their neighbours."""
    world, refusal = reviewed()
    world.say(PANEL, filing(pinned(world), refusal), "ines")
    world.say(PANEL, assignment("rolf"), "sven")
    world.say(PANEL, report(), "rolf")
    world.say(PANEL, assignment("paul", "petra", role=Role.APPELLATE), "sven")
    granted = {}
    for role in ROLES:
        engage(world, person(role), role)
        engage(world, f"two {role.value}", role, f"two.{role.value}")
        engage(world, f"far {role.value}", role, f"far.{role.value}", areas=(FAR,))
        engage(world, f"other {role.value}", role, f"other.{role.value}", programmes=(ELSEWHERE,))
        engage(world, f"past {role.value}", role, f"past.{role.value}", to=START)
        engage(world, f"next {role.value}", role, f"next.{role.value}", from_=date(2026, 12, 1))
        engage(world, f"lost {role.value}", role, f"lost.{role.value}")
        gone = engage(world, f"gone {role.value}", role, f"gone.{role.value}")
        ended = MandateRevoked(mandate=gone, reason=RevocationReason.LEFT_SERVICE)
        world.record(world.statement(REGISTRY, ended, *QUORUM))
        lost = KeyRevoked(key=KeyId(keyid(f"lost {role.value}")), reason=RevocationReason.LOST)
        world.say(REGISTRY, lost, "rita")
    world.say(REGISTRY, enrolment("nobody"), "rita", "nobody")
    world.now = "2026-11-23T03:00:00.000Z"
    for role in (Role.REGISTRAR, Role.SUPERVISOR):
        given = mandate("granted", Role.OFFICER, f"line.{Role.SUPERVISOR.value}")
        granted[person(role)] = world.say(REGISTRY, given, person(role))
    return Ground(world, granted)


def tries(kind: type[Event], names: Sequence[str]) -> Iterator[Statement]:
    """Yield what ``names`` might sign of an event type, in every position: the first one answers."""
    world, granted = ground().world, ground().granted
    if kind is LedgerFounded:
        yield world.statement(REGISTRY, founding(), *names)
    elif kind is OfficeRegistered:
        yield world.statement(REGISTRY, office("village"), *names)
    elif kind is MandateGranted:
        given = mandate("granted", Role.OFFICER, f"line.{Role.SUPERVISOR.value}", to=END)
        yield world.statement(REGISTRY, given, *names)
    elif kind is MandateRevoked:
        for entry in granted.values():
            ended = MandateRevoked(mandate=entry, reason=RevocationReason.LEFT_SERVICE)
            yield world.statement(REGISTRY, ended, *names)
    elif kind is KeyEnrolled:
        yield world.statement(REGISTRY, enrolment("new"), *names, keys=(*names, "new"))
    elif kind is KeyRevoked:
        ended_key = KeyRevoked(key=KeyId(keyid("olga")), reason=RevocationReason.LOST)
        yield world.statement(REGISTRY, ended_key, *names)
    else:
        yield from others(kind, names)


@cache
def said(name: str) -> tuple[Event, ...]:
    """Return what may be said, each code once, and for extensions each clock that may be extended."""
    members = MEMBERS.get(name, ({},))
    return tuple(says for chosen in members for says in variants(EVENTS[name], **chosen))


def others(kind: type[Event], names: Sequence[str]) -> Iterator[Statement]:
    world = ground().world
    for place in STREAM_KINDS[kind]:
        streams = POSITIONS.get(place, (REGISTRY if place == "registry" else stream(place),))
        if place == "programme":
            streams = (STANDARD, stream(place, "new"))
        for where in streams:
            for says in said(kind.__name__):
                yield world.statement(where, says, *names)


def verdict(statement: Statement) -> str | None:
    """Return the code with which a statement is refused; a blank marks that of another rule than authority.

    None: it is not refused.
    """
    try:
        judge(statement, ground().world)
    except AuthorityDenied as refused:
        return refused.code
    except Refused as refused:
        return f"{refused.code} "
    return None


def denied(code: str | None) -> bool:
    """Return whether authority was denied: the code is one of authority's own."""
    return code is not None and not code.endswith(" ")


def test_the_table_names_every_event_of_the_catalogue() -> None:
    assert SIGNED_BY.keys() == EVENTS.keys()
    assert len(SIGNED_BY) == 62
    assert {kind.__name__ for kind in SHARED} < SIGNED_BY.keys()


@pytest.mark.parametrize("name", SIGNED_BY)
def test_a_role_outside_the_column_is_denied(name: str) -> None:
    """Whatever the event says and wherever its stream stands."""
    kind = EVENTS[name]
    for role in ROLES:
        if role in SIGNED_BY[name].by or kind is LedgerFounded:
            continue
        for statement in tries(kind, [person(role)]):
            code = verdict(statement)
            assert (code or "").startswith("authority_"), (role, code, statement.says)


@pytest.mark.parametrize("name", SIGNED_BY)
def test_a_role_in_the_column_is_not_denied(name: str) -> None:
    """Other rules may refuse; in some position, for some code, authority does not."""
    kind = EVENTS[name]
    for role in SIGNED_BY[name].by:
        codes = {verdict(statement) for statement in tries(kind, [person(role)])}
        assert not all(denied(code) for code in codes), (role, codes)


@pytest.mark.parametrize("name", SIGNED_BY)
def test_whoever_has_no_part_does_not_sign_beside(name: str) -> None:
    kind, signed = EVENTS[name], SIGNED_BY[name]
    for role in ROLES:
        for first in list(signed.by)[:2]:
            if role in signed.second or role is first:
                continue
            for statement in tries(kind, [person(first), f"two {role.value}"]):
                code = verdict(statement)
                assert denied(code), (first, role, code, statement.says)


@pytest.mark.parametrize("name", SIGNED_BY)
def test_whoever_signs_beside_is_not_denied(name: str) -> None:
    kind, signed = EVENTS[name], SIGNED_BY[name]
    for role in signed.second:
        codes = {
            verdict(statement)
            for first in signed.by
            for statement in tries(kind, [person(first), f"two {role.value}"])
        }
        assert not all(denied(code) for code in codes), (role, codes)


def denials(name: str, relation: str, expected: str, *where: str) -> None:
    """Check that whoever stands in ``relation`` is denied, and at least one role for the reason expected."""
    met: set[str | None] = set()
    for role in SIGNED_BY[name].by:
        tried = tries(EVENTS[name], [f"{relation} {role.value}"])
        codes = {verdict(statement) for statement in tried if not where or statement.stream in where}
        assert codes <= {expected, "authority_missing"}, (role, codes)
        met |= codes
    assert expected in met or not met


RELATIONS = {
    "past": "authority_expired",
    "next": "authority_expired",
    "gone": "authority_expired",
    "lost": "key_revoked",
}
"""A mandate that ended, has not begun or was revoked; a key that was revoked."""


@pytest.mark.parametrize(("relation", "expected"), RELATIONS.items())
@pytest.mark.parametrize("name", SIGNED_BY)
def test_a_mandate_or_key_that_does_not_run_gives_nothing(name: str, relation: str, expected: str) -> None:
    denials(name, relation, expected)


@pytest.mark.parametrize("name", SIGNED_BY)
def test_a_key_without_a_mandate_gives_nothing(name: str) -> None:
    for statement in tries(EVENTS[name], ["nobody"]):
        if not isinstance(statement.says, LedgerFounded):
            code = verdict(statement)
            assert code == "authority_missing", (code, statement.says)


SCOPED = [
    name
    for name, kind in EVENTS.items()
    if SIGNED_BY[name].by
    and name not in SAID_BY_PEOPLE
    and (STREAM_KINDS[kind][0] in ("claim", "grievance") or kind in (OfficeRegistered, MandateGranted))
]


@pytest.mark.parametrize("name", SCOPED)
def test_a_mandate_for_another_area_gives_nothing(name: str) -> None:
    denials(name, "far", "authority_scope")


@pytest.mark.parametrize("name", [*SCOPED, "ProgrammePublished", "CalendarPublished"])
def test_a_mandate_for_another_programme_gives_nothing(name: str) -> None:
    """Where the matter names none yet, the rules of its stream refuse it."""
    if name != "OfficeRegistered":  # an office belongs to no programme
        denials(name, "other", "authority_scope", CLAIM, GRIEVANCE, PANEL, STANDARD, REGISTRY)


@pytest.mark.parametrize("name", SIGNED_BY)
def test_an_importers_key_signs_old_records_and_nothing_else(name: str) -> None:
    """In a standard programme its every act is refused, and outside of programmes it has no authority."""
    kind = EVENTS[name]
    for statement in tries(kind, ["ivo"]):
        code = verdict(statement)
        assert code is not None, statement.says
        if kind.__name__ != "InterestDeclared" and STREAM_KINDS[kind] == ("registry",):
            assert code == "authority_missing" or kind is LedgerFounded, (code, statement.says)


def test_nobody_signs_with_an_imported_key_but_the_importer() -> None:
    assert ground().world.registry.keys[keyid("ivo")].custody is Custody.IMPORTED
