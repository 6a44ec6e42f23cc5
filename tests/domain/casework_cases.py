"""Events of casework, whole enough to be accepted, and the steps that lead to them."""

from datetime import date

from ledger.domain.casework.contested import ContestedAct, Doubt, contested_acts, suspended
from ledger.domain.casework.events import (
    ActReviewed,
    ConflictDecided,
    ConflictRaised,
    CourtOutcomeRecorded,
    DeadlineLapsed,
    ErasedFields,
    IdentityUnsealed,
    InformationRequested,
    InformationSupplied,
    PersonalDataErased,
)
from ledger.domain.casework.events import ClockRule as Rule
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
from ledger.domain.claim.events import AttestationDisputed
from ledger.domain.codes import ClockRoll, ClockUnit, DisputeGround, Result, RevocationReason, Role
from ledger.domain.registry.events import Boundary, InterestDeclared, KeyRevoked
from ledger.domain.types import Code, EntryRef, Instant, KeyId, Local, Moment, Note, Place, Sealed
from tests.domain.cases import CLAIM, applied, attested, but, decision, found, via
from tests.domain.world import REGISTRY, START, World, actor, hire, keyid


def asking(**more: object) -> InformationRequested:
    event = InformationRequested(
        request=Local("q1"),
        items=(Code("income_slip"),),
        of=Code("applicant"),
        help=Code("phone"),
        due=date(2026, 12, 2),
    )
    return but(event, **more)


def supply(kind: Supplied = Supplied.STATEMENT, **more: object) -> InformationSupplied:
    return but(InformationSupplied(kind=kind, documents=()), **more)


def section_of(ground: ConflictGround) -> ConflictSection:
    if ground is ConflictGround.SERIOUS_PARTIALITY:
        return ConflictSection.S16
    project = list(ConflictGround).index(ground) > list(ConflictGround).index(
        ConflictGround.SERIOUS_PARTIALITY
    )
    return ConflictSection.POLICY if project else ConflictSection.S13


def raising(
    name: str,
    ground: ConflictGround = ConflictGround.SPOUSE,
    how: ConflictRaisedBy = ConflictRaisedBy.SELF_REPORT,
    **more: object,
) -> ConflictRaised:
    handed = via() if how is ConflictRaisedBy.CHALLENGE else None
    event = ConflictRaised(actor=actor(name), ground=ground, section=section_of(ground), how=how, via=handed)
    return but(event, **more)


def ruling(
    raised: EntryRef, says: ConflictRuling = ConflictRuling.RECUSED, **more: object
) -> ConflictDecided:
    return but(ConflictDecided(raised=raised, ruling=says, redo=()), **more)


def review(
    act: EntryRef, *affects: EntryRef, says: ActRuling = ActRuling.OVERRULED, **more: object
) -> ActReviewed:
    return but(ActReviewed(act=act, ground=Code("audit_visit"), ruling=says, affects=affects), **more)


def court(of: EntryRef, result: CourtResult = CourtResult.PENDING, **more: object) -> CourtOutcomeRecorded:
    return but(CourtOutcomeRecorded(result=result, of=of, document="0" * 64), **more)  # type: ignore[arg-type]


def unsealing(**more: object) -> IdentityUnsealed:
    event = IdentityUnsealed(
        subject=Local("applicant"),
        fields=(Code("name"),),
        purpose=Code("court_order"),
        until=Instant("2026-12-22T03:04:06Z"),
    )
    return but(event, **more)


def erasure(*targets: tuple[int, str], **more: object) -> PersonalDataErased:
    fields: dict[int, list[Sealed]] = {}
    for version, name in targets:
        fields.setdefault(version, []).append(Sealed(name))
    listed = tuple(ErasedFields(version=version, fields=tuple(names)) for version, names in fields.items())
    return but(PersonalDataErased(basis=Code("retention_over"), targets=listed), **more)


def dispute(attestation: EntryRef) -> AttestationDisputed:
    return AttestationDisputed(attestation=attestation, ground=DisputeGround.NOT_SEEN)


def lapse(clock: str, start: EntryRef, *effects: LapseEffect) -> DeadlineLapsed:
    rule = Rule(programme=start, length=30, unit=ClockUnit.DAYS, roll=ClockRoll.NONE)
    return DeadlineLapsed(
        clock=Code(clock),
        start=start,
        rule=rule,
        raw=Moment("2026-12-22"),
        due=Moment("2026-12-22"),
        provisional=True,
        effects=effects,
    )


def interest(
    name: str, about: str, ground: ConflictGround = ConflictGround.CREDITOR, **more: object
) -> InterestDeclared:
    event = InterestDeclared(actor=actor(name), about=Place(about), ground=ground, from_=START)
    return but(event, **more)


def note(world: World, stream: str, says: object, *names: str) -> EntryRef:
    """Record without judging: what another rule would judge, or what a dishonest server wrote."""
    return world.record(world.statement(stream, says, *names))  # type: ignore[arg-type]


def revoked(world: World, name: str, boundary: int) -> EntryRef:
    """The key of ``name`` is revoked; what it signed from index ``boundary`` on is contested."""
    since = Boundary(size=boundary, checkpoint=Note("ledger.example.org/2026\n"))
    says = KeyRevoked(key=KeyId(keyid(name)), reason=RevocationReason.COMPROMISED, boundary=since)
    return note(world, REGISTRY, says, "root-a")


def guarded(world: World) -> World:
    """The two bodies that open and erase: cory keeps the data, and vera is oversight."""
    hire(world, "cory", Role.CUSTODIAN, "line-u")
    return world


def waiting(world: World, where: str = CLAIM) -> tuple[ContestedAct, ...]:
    return contested_acts(world.state(where), world.history(where), world.registry)


def doubts(world: World, where: str = CLAIM) -> dict[EntryRef, tuple[Doubt, ...]]:
    return {item.act: item.doubts for item in waiting(world, where)}


def held(world: World, where: str = CLAIM) -> tuple[EntryRef, ...]:
    return suspended(world.state(where), world.history(where), world.registry)


def granted() -> tuple[World, EntryRef, EntryRef, EntryRef]:
    """Two attestations, and the grant that rests on both."""
    world, first, second = attested()
    return world, first, second, world.say(CLAIM, decision(Result.GRANT, found(first, second)), "olga")


def index_of(world: World, ref: EntryRef) -> int:
    return world.history(ref.stream)[ref.version - 1].index


BODIES = ("cory", "vera")
NAME = (1, "applicant/name")


def sealed() -> tuple[World, EntryRef]:
    """A claim with sealed fields, and the two bodies."""
    world, entry = applied()
    return guarded(world), entry
