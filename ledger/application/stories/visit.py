"""The audit visit that overrules an attestation: drawn by lot, measured anew, reviewed."""

from base64 import b64decode, b64encode
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from hashlib import sha256
from typing import Final

from ledger.application.randomness import seed as draw_seed
from ledger.application.stories import acts
from ledger.application.stories.preludes import applied
from ledger.application.stories.telling import Story, Telling, Words
from ledger.domain.audit.drawing import Draw, Part, frame_root, sample, seed
from ledger.domain.audit.events import (
    AuditDrawn,
    AuditFinding,
    AuditFindingReported,
    AuditFrameSealed,
    AuditPurpose,
    Beacon,
    Compared,
    Concordance,
    SignedCheckpoint,
    Stratum,
)
from ledger.domain.types import Base64, Code, Digest, Note, StreamRef
from ledger.tlog.note import sign_note

WHO: Final = Words("ผู้ยื่นคำขอ", "An applicant")
SOURCE: Final = "drand-quicknet"
GENESIS: Final = 1_692_803_367
PERIOD: Final = 3
"""The beacon's first round and its seconds between rounds. Source: drand's quicknet, chain information."""
OTHERS: Final = ("claim:2", "claim:3", "claim:4")


def tell(story: Telling) -> Iterator[date]:
    """Tell it from the attestation to its review."""
    applied(story, WHO, "ขอเบี้ยยังชีพ")
    for kind in OTHERS:
        story.say(
            f"application_{kind[-1]}",
            kind,
            acts.application(story.stage.shared["rules"], story.today),
            "intake",
            words=Words("มีคำขออื่นในเดือนเดียวกัน", "Other claims of the same month."),
            sealed={"applicant/name": "ผู้ยื่นคำขอ นามสมมุติ"},
        )
    yield story.today + timedelta(days=3)
    _attest_and_grant(story)
    yield story.today + timedelta(days=20)
    parts, beacon = _seal(story)
    yield story.today + timedelta(days=1)
    _draw(story, parts, beacon)
    yield story.today + timedelta(days=6)
    _visit(story)
    yield story.today + timedelta(days=4)
    _review(story)


def _attest_and_grant(story: Telling) -> None:
    for act, name, words in (
        ("attested", "village-head", Words("ผู้ใหญ่บ้านรับรองว่ายากจน", "The village head attests poverty.")),
        (
            "attested_health",
            "volunteer-health",
            Words("อสม. รับรองด้วย", "The health volunteer does as well."),
        ),
    ):
        story.say(
            act,
            "claim",
            acts.attestation(story.today),
            name,
            words=words,
            sealed={"applicant/observations": "ไปเยี่ยมบ้าน"},
        )
    story.say(
        "grant",
        "claim",
        acts.grant(
            story.entries["application"],
            (story.entries["attested"], story.entries["attested_health"]),
            story.today,
        ),
        "officer-1",
        words=Words("เจ้าหน้าที่อนุมัติ", "The officer grants."),
        sealed={"applicant/facts": "ผู้รับรองสองคน"},
    )


def _seal(story: Telling) -> tuple[tuple[Part, ...], Beacon]:
    """Seal the frame: every claim that was granted, and half of the others, under a round still to come."""
    parts = (
        Part("granted", 1, 1, (story.stream("claim"),)),
        Part("undecided", 1, 2, tuple(map(story.stream, OTHERS))),
    )
    tomorrow = story.stage.time.now() + timedelta(hours=20)
    beacon = Beacon(source=Code(SOURCE), round=(int(tomorrow.timestamp()) - GENESIS) // PERIOD + 1)
    story.say(
        "frame",
        "audit",
        AuditFrameSealed(
            purpose=AuditPurpose.ATTESTATION,
            strata=tuple(Stratum(name=Code(part.name), num=part.num, den=part.den) for part in parts),
            frame=Digest(frame_root(parts)),
            sizes=tuple(len(part.cases) for part in parts),
            beacon=beacon,
        ),
        "oversight",
        words=Words(
            "หน่วยกำกับผูกพันกรอบการสุ่มก่อนที่ใครจะรู้ค่าสุ่ม",
            "Oversight seals the frame before anybody can know the beacon's value.",
        ),
    )
    return parts, beacon


def _draw(story: Telling, parts: tuple[Part, ...], beacon: Beacon) -> None:
    checkpoint = _cosigned(story, before=beacon)
    value = sha256(b"a value invented for the demonstration").hexdigest()
    drawn = sample(
        seed(
            Draw(
                story.stage.ledger.origin,
                checkpoint.size,
                b64decode(checkpoint.root).hex(),
                frame_root(parts),
                beacon.source,
                beacon.round,
                value,
            )
        ),
        parts,
    )
    story.say(
        "drawn",
        "audit",
        AuditDrawn(checkpoint=checkpoint, beacon=Digest(value), drawn=len(drawn)),
        "oversight",
        words=Words(
            "สุ่มจากกรอบ จุดตรวจ และค่าจากแหล่งสุ่มสาธารณะ ใครก็คำนวณซ้ำได้ ไม่มีใครเลือกได้",
            "The sample follows from frame, checkpoint and beacon: anybody recomputes it, nobody can pick.",
        ),
    )


def _cosigned(story: Telling, before: Beacon) -> SignedCheckpoint:
    """Return the newest checkpoint with the cosignature of a witness made up for the story."""
    newest = story.stage.ledger.store.checkpoint()
    if newest is None:
        raise LookupError("the log has no checkpoint")
    comes = datetime.fromtimestamp(GENESIS + (before.round - 1) * PERIOD, UTC)
    body = newest.text.partition("\n\n")[0] + "\n"
    witness = sign_note(
        body, "witness.example.org", draw_seed(), time=int((comes - timedelta(hours=12)).timestamp())
    )
    root = Base64(b64encode(newest.root).decode())
    return SignedCheckpoint(size=newest.size, root=root, note=Note(newest.text + witness))


def _visit(story: Telling) -> None:
    story.say(
        "finding",
        "audit",
        AuditFindingReported(
            case=StreamRef(story.stream("claim")),
            finding=AuditFinding.WRONG,
            attestations=(
                Compared(entry=story.entries["attested"], concordant=Concordance.DISCORDANT),
                Compared(entry=story.entries["attested_health"], concordant=Concordance.DISCORDANT),
            ),
        ),
        "auditor",
        words=Words(
            "ผู้ตรวจเยี่ยมวัดข้อเท็จจริงใหม่โดยไม่รู้คำรับรอง ผลไม่ตรงกัน",
            "The visitor measures the facts anew without knowing the attestations. They do not agree.",
        ),
        sealed={"applicant/observations": "มีรายได้จากค่าเช่า"},
    )


def _review(story: Telling) -> None:
    story.say(
        "dispute",
        "claim",
        acts.disputed(story.entries["attested"]),
        "oversight",
        words=Words("หน่วยกำกับโต้แย้งคำรับรองของผู้ใหญ่บ้าน", "Oversight disputes the village head's attestation."),
        sealed={"attester/text": "ผลตรวจเยี่ยมไม่ตรง"},
    )
    story.say(
        "overruled",
        "claim",
        acts.overruled(story.entries["attested"], "audit", (story.entries["grant"],)),
        "auditor",
        words=Words(
            "ทบทวนแล้วตัดคำรับรองออก และระบุคำสั่งที่อ้างถึงเพื่อให้ทบทวน",
            "It is overruled, and the decision that cites it is listed for review.",
        ),
        sealed={"attester/text": "ผู้ใหญ่บ้านรับว่าไม่ได้เข้าไปในบ้าน"},
    )


STORY: Final = Story(
    name="visit",
    title=Words("การตรวจเยี่ยมที่ล้มคำรับรอง", "The audit visit that overrules an attestation"),
    begins=date(2026, 9, 7),
    tell=tell,
)
