"""A small world: a log in memory, people with mandates and keys, and programmes to work in."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cache

import pytest

from ledger.domain.authority import key_id
from ledger.domain.codes import Category, Custody, Profile, Role
from ledger.domain.directory import RegistryState
from ledger.domain.errors import Refused
from ledger.domain.judge import judge
from ledger.domain.links import links
from ledger.domain.parts import FactRule
from ledger.domain.programme.events import ProgrammePublished
from ledger.domain.registry.events import (
    KeyEnrolled,
    LedgerFounded,
    MandateGranted,
    OfficeRegistered,
    RootKey,
)
from ledger.domain.states import StreamState, evolve, initial
from ledger.domain.types import (
    ActorRef,
    Area,
    Base64,
    Code,
    Digest,
    EntryRef,
    Event,
    PublicKey,
    Recorded,
    Says,
    Seen,
    Statement,
    StreamRef,
    Text,
    Vkey,
)

ORIGIN = "ledger.example.org/2026"
START = date(2026, 11, 22)
END = date(2027, 11, 22)
ROOTS = ("root-a", "root-b", "root-c", "root-d", "root-e")
QUORUM = ROOTS[:3]
ZERO = Digest("0" * 64)


@cache
def uuid(name: str) -> str:
    digits = hashlib.sha256(name.encode()).hexdigest()
    return "-".join((digits[:8], digits[8:12], digits[12:16], digits[16:20], digits[20:32]))


def actor(name: str) -> ActorRef:
    return ActorRef(f"actor/{uuid(name)}")


def stream(kind: str, name: str = "one") -> StreamRef:
    return StreamRef(f"{kind}/{uuid(name)}")


@cache
def public(name: str) -> PublicKey:
    """The public key of ``name``: no curve point, since no rule looks at more than its hash."""
    return PublicKey(hashlib.sha256(f"key of {name}".encode()).hexdigest())


@cache
def keyid(name: str) -> str:
    return key_id(public(name))


def digest_of_next(name: str) -> Digest:
    return Digest(hashlib.sha256(bytes.fromhex(public(f"{name} next"))).hexdigest())


REGISTRY = stream("registry")
STANDARD = stream("programme", "standard")
HISTORICAL = stream("programme", "historical")
HEAD = Seen(-1, "the head, whatever it is")


@dataclass
class World:
    """A log in memory that judges and folds, and is itself the prefix that rules read."""

    now: str = "2026-11-22T03:04:06.123Z"
    log: list[Recorded] = field(default_factory=list)
    states: dict[str, StreamState] = field(default_factory=dict)
    heads: dict[str, Seen] = field(default_factory=dict)

    @property
    def size(self) -> int:
        return len(self.log)

    @property
    def registry(self) -> RegistryState:
        state = self.state(REGISTRY)
        assert isinstance(state, RegistryState)
        return state

    def state(self, stream: str) -> StreamState:
        return self.states.get(stream) or initial(stream)

    def head(self, stream: str) -> Seen | None:
        return self.heads.get(stream)

    def history(self, stream: str) -> list[Recorded]:
        return [item for item in self.log if item.statement.stream == stream]

    def referring(self, stream: str) -> list[str]:
        speaking = (item.statement for item in self.log if stream in links(item.statement.says))
        return list(dict.fromkeys(statement.stream for statement in speaking))

    def statement(
        self,
        stream: str,
        says: Says,
        *names: str,
        keys: Sequence[str] = (),
        seen: Seen | None = HEAD,
        sd: tuple[str, ...] = ("reasons",),
        origin: str = ORIGIN,
        at: str | None = "2026-11-22T03:04:05Z",
    ) -> Statement:
        """What ``names`` would sign: the first one answers. ``keys`` sign in the place of their own."""
        signers = sorted(keyid(name) for name in (*(keys or names),))
        return Statement(
            origin=origin,
            id=uuid(str(self.size)),
            stream=stream,
            type=type(says).__name__,
            schema=1,
            by=actor(names[0]),
            signers=tuple(signers),
            at=at,
            seen=self.head(stream) if seen is HEAD else seen,
            as_of=None,
            says=says,
            sd=sd,
        )

    def say(self, stream: str, says: Event, *names: str, **more: object) -> EntryRef:
        """Judge, and record: what ``names`` sign enters the log."""
        statement = self.statement(stream, says, *names, **more)  # type: ignore[arg-type]
        judge(statement, self)
        return self.record(statement)

    def record(self, statement: Statement) -> EntryRef:
        """Record without judging, as a dishonest server might."""
        stream = statement.stream
        last = self.head(stream)
        version = 1 if last is None else last.version + 1
        leaf = hashlib.sha256(f"{stream} {version}".encode()).hexdigest()
        recorded = Recorded(statement, self.size, version, leaf, self.now)
        self.states[stream] = evolve(self.state(stream), recorded)
        self.heads[stream] = Seen(version, leaf)
        self.log.append(recorded)
        return EntryRef(stream, version, leaf)

    def refuses(self, code: str, stream: str, says: Says, *names: str, **more: object) -> Refused:
        """Check that the statement is refused with ``code`` and that nothing happened."""
        size = self.size
        with pytest.raises(Refused) as caught:
            judge(self.statement(stream, says, *names, **more), self)  # type: ignore[arg-type]
        assert caught.value.code == code, f"refused with {caught.value.code}, not {code}"
        assert self.size == size
        return caught.value

    def unless(
        self, code: str, stream: str, wrong: Event, right: Event, *names: str, **more: object
    ) -> EntryRef:
        """Check that ``wrong`` is refused with ``code`` and that ``right``, in its place, is not."""
        self.refuses(code, stream, wrong, *names, **more)
        return self.say(stream, right, *names, **more)


def founding(threshold: int = 3, roots: Sequence[str] = ROOTS) -> LedgerFounded:
    return LedgerFounded(
        root_keys=tuple(RootKey(key=public(name), body=actor(name)) for name in roots),
        threshold=threshold,
        log_key=Vkey("ledger.example.org/2026+deadbeef+AAAA"),
        witness_policy=ZERO,
    )


def office(code: str, **more: object) -> OfficeRegistered:
    members = {"name_th": Text("สำนักงาน"), "kind": Code("tambon"), "area": Area("94"), "closed": False} | more
    return OfficeRegistered(code=Code(code), **members)  # type: ignore[arg-type]


def mandate(name: str, role: Role, line: str = "line-a", **more: object) -> MandateGranted:
    members: dict[str, object] = {
        "category": Category.VOLUNTEER_SOCIAL if role is Role.ATTESTER else None,
        "office": "city",
        "programmes": (),
        "areas": (),
        "from_": START,
        "to": END,
        "may_delegate": False,
    }
    members |= more
    return MandateGranted(
        actor=actor(name),
        role=role,
        line=Code(line),
        instrument=ZERO,
        **members,  # type: ignore[arg-type]
    )


def enrolment(
    name: str, custody: Custody = Custody.SELF, *, key: str | None = None, **more: object
) -> KeyEnrolled:
    return KeyEnrolled(
        actor=actor(name),
        key=public(key or name),
        custody=custody,
        next=digest_of_next(key or name),
        possession=Base64("AAAA"),
        **more,  # type: ignore[arg-type]
    )


def founded() -> World:
    """A ledger with a root quorum and two offices."""
    world = World()
    world.say(REGISTRY, founding(), ROOTS[0], keys=ROOTS)
    world.say(REGISTRY, office("city"), *QUORUM)
    world.say(REGISTRY, office("district"), *QUORUM)
    return world


def hire(world: World, name: str, role: Role, line: str = "line-a", **more: object) -> EntryRef:
    """Give ``name`` a mandate and, the first time, a key; the root quorum signs both."""
    granted = world.say(REGISTRY, mandate(name, role, line, **more), *QUORUM)
    if keyid(name) not in world.registry.keys:
        custody = Custody.IMPORTED if role is Role.IMPORTER else Custody.SELF
        world.say(REGISTRY, enrolment(name, custody), *QUORUM, keys=(*QUORUM, name))
    return granted


PEOPLE: tuple[tuple[str, Role, str], ...] = (
    ("rita", Role.REGISTRAR, "line-r"),
    ("ines", Role.INTAKE, "line-i"),
    ("olga", Role.OFFICER, "line-a"),
    ("otto", Role.OFFICER, "line-a"),
    ("susi", Role.SUPERVISOR, "line-b"),
    ("sven", Role.SUPERVISOR, "line-a"),
    ("hugo", Role.HANDLER, "line-a"),
    ("rolf", Role.REVIEWER, "line-a"),
    ("paul", Role.APPELLATE, "line-c"),
    ("petra", Role.APPELLATE, "line-d"),
    ("sara", Role.SUPERVISOR, "line-e"),
    ("vera", Role.OVERSIGHT, "line-o"),
    ("cleo", Role.CLOCK, "line-k"),
    ("ivo", Role.IMPORTER, "line-i"),
    ("ada", Role.ATTESTER, "village"),
    ("bela", Role.ATTESTER, "village"),
    ("cora", Role.ATTESTER, "village"),
    ("alma", Role.ASSISTER, "line-n"),
)


def rules(profile: Profile = Profile.STANDARD, **more: object) -> ProgrammePublished:
    members: dict[str, object] = {
        "version": 1,
        "from_": START,
        "benefits": (Code("child_grant"), Code("old_age")),
        "facts": (
            FactRule(code=Code("income"), sensitive=False, quorum=True, max_age=365, small_village=False),
            FactRule(code=Code("peer_rank"), sensitive=False, quorum=False, max_age=365, small_village=False),
        ),
        "clocks": (),
        "templates": (),
        "audit_ppm": 50_000,
        "small_cell": 11,
    }
    return ProgrammePublished(profile=profile, rules=ZERO, **(members | more))  # type: ignore[arg-type]


def peopled() -> World:
    """A founded ledger with everybody in place. ``bela`` attests as a health volunteer."""
    world = founded()
    for name, role, line in PEOPLE:
        more = {"category": Category.VOLUNTEER_HEALTH} if name == "bela" else {}
        hire(world, name, role, line, **more)
    return world


def working() -> tuple[World, EntryRef, EntryRef]:
    """A peopled ledger with a standard and a historical programme, and the entries that published them."""
    world = peopled()
    standard = world.say(STANDARD, rules(), "susi", "vera")
    historical = world.say(HISTORICAL, rules(Profile.HISTORICAL), "ivo")
    return world, standard, historical
