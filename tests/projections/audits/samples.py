"""Frames, audits and candidates made up for tests."""

from ledger.domain.audit.drawing import Draw, seed
from ledger.domain.audit.events import (
    AuditDrawn,
    AuditFinding,
    AuditFindingReported,
    AuditFrameSealed,
    AuditPurpose,
    Beacon,
    SignedCheckpoint,
    Stratum,
)
from ledger.domain.types import Base64, Code, Digest, Event, Note, Recorded, Statement, StreamRef
from ledger.projections.audits.audit import Audit, read_audit
from ledger.projections.audits.frames import FrameFile, parse_question

ORIGIN = "example.org/phayan/test"
AUDIT = "audit/00000000-0000-4000-8000-000000000001"
ROOT = Base64("MzMzMzMzMzMzMzMzMzMzMzMzMzMzMzMzMzMzMzMzMzM=")
VALUE = Digest("11" * 32)
ROUND = 4567890
"""When it comes: 29 January 2024, 05:43:54 UTC."""


def cases(first: int, last: int) -> tuple[str, ...]:
    return tuple(f"claim/00000000-0000-4000-8000-{number:012}" for number in range(first, last + 1))


def frame(*strata: tuple[str, tuple[str, ...]], purpose: AuditPurpose = AuditPurpose.REFUSAL) -> FrameFile:
    """A frame of a tenth of 200 refusals, and of three appealed ones; or of the ``strata`` given."""
    given = strata or (
        ("appealed 1/1 appeal=determined result=refuse", cases(1001, 1003)),
        ("refused 1/10 appeal=none result=refuse,terminate", cases(1, 200)),
    )
    return FrameFile(
        origin=ORIGIN,
        size=900,
        purpose=purpose,
        since="2023-10-01",
        until="2024-01-01",
        questions=tuple(parse_question(text) for text, _ in given),
        cases=tuple(some for _, some in given),
    )


def sealed(file: FrameFile) -> AuditFrameSealed:
    return AuditFrameSealed(
        purpose=file.purpose,
        strata=tuple(Stratum(name=Code(one.name), num=one.num, den=one.den) for one in file.questions),
        frame=Digest(file.root),
        sizes=tuple(map(len, file.cases)),
        beacon=Beacon(source=Code("drand-quicknet"), round=ROUND),
    )


def sown(file: FrameFile) -> bytes:
    return seed(Draw(ORIGIN, 1000, "33" * 32, file.root, "drand-quicknet", ROUND, VALUE))


def drawing(drawn: int) -> AuditDrawn:
    point = SignedCheckpoint(size=1000, root=ROOT, note=Note(f"{ORIGIN}\n1000\n{ROOT}\n\n"))
    return AuditDrawn(checkpoint=point, beacon=VALUE, drawn=drawn)


def finding(case: str, found: AuditFinding = AuditFinding.RIGHT) -> AuditFindingReported:
    return AuditFindingReported(case=StreamRef(case), finding=found, attestations=())


def audit(*says: Event) -> Audit:
    """The audit in whose stream these events stand."""
    found = read_audit(ORIGIN, [_recorded(index, one) for index, one in enumerate(says, start=900)])
    assert found is not None
    return found


def _recorded(index: int, says: Event) -> Recorded:
    statement = Statement(
        origin=ORIGIN,
        id=f"00000000-0000-4000-8000-{index:012}",
        stream=AUDIT,
        type=type(says).__name__,
        schema=1,
        by="actor/00000000-0000-4000-8000-000000000002",
        signers=(),
        at=None,
        seen=None,
        as_of=None,
        says=says,
        sd=(),
    )
    return Recorded(statement, index, index - 899, "00" * 32, "2024-01-29T05:00:00.000Z")
