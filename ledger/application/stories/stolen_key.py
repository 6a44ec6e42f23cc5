"""The stolen key: what was signed before stands, what came after is contested, and nobody profits."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from typing import Final

from ledger.application.enrolment import enrol_key
from ledger.application.founding import BODIES
from ledger.application.keyring import Holder
from ledger.application.randomness import seed
from ledger.application.stories import acts
from ledger.application.stories.preludes import applied
from ledger.application.stories.telling import Story, Telling, Words
from ledger.domain.codes import Custody, RevocationReason
from ledger.domain.registry.events import Boundary, KeyRevoked
from ledger.domain.types import KeyId, Note
from ledger.signing.keys import SigningKey

VICTIM: Final = "volunteer-outside"
THIEF: Final = "thief"
RENEWED: Final = "volunteer-outside-renewed"
BODIES_BUT_ONE: Final = tuple(f"root-{number}" for number in range(2, BODIES + 1))
"""Four of the five founding bodies: one more than the threshold, so that no ministry is needed among them."""
WHO: Final = Words("ลุง", "An uncle")


def tell(story: Telling) -> Iterator[date]:
    """Tell it from the theft to the day on which it is mended."""
    applied(story, WHO, "ลุงเลี้ยงวัวให้เขา ได้ค่าจ้างไม่แน่นอน")
    yield story.today + timedelta(days=2)
    note = _last_checkpoint(story)
    yield story.today + timedelta(days=1)
    _theft(story)
    yield story.today + timedelta(days=4)
    _notice(story, note)
    yield story.today + timedelta(days=3)
    _mend(story)


def _last_checkpoint(story: Telling) -> Note:
    """Return the last signed tree head under which the key was surely still its holder's."""
    checkpoint = story.stage.ledger.store.checkpoint()
    if checkpoint is None:
        raise LookupError("the log has no checkpoint")
    return Note(checkpoint.text)


def _theft(story: Telling) -> None:
    victim = story.stage.cast[VICTIM]
    story.stage.cast[THIEF] = replace(victim, name=THIEF)
    story.say(
        "stolen_attestation",
        "claim",
        acts.attestation(story.today),
        THIEF,
        words=Words(
            "มีคนขโมยกุญแจของ อพม. ตำบลข้างเคียง แล้วลงนามรับรองแทนเจ้าของ",
            "Somebody steals the key of a volunteer of the next tambon and attests in her name.",
        ),
        sealed={"applicant/observations": "(ผู้ขโมยกุญแจเขียน)"},
    )
    drawn = SigningKey(seed())
    own = Holder(name=THIEF, actor=victim.actor, key=drawn, following=SigningKey(seed()))
    rotation = enrol_key(
        story.stage.author,
        story.stage.ledger.registry_stream,
        own,
        custody=Custody.SELF,
        grantors=[],
        replaces=victim,
    )
    story.must_fail(
        "thief_rotates",
        rotation,
        THIEF,
        code="rotation_unbound",
        words=Words(
            "ผู้ขโมยจะเปลี่ยนเป็นกุญแจของตน แต่กุญแจดอกถัดไปถูกผูกไว้ก่อนแล้ว ระบบไม่รับ",
            "The thief would turn it into a key of their own; but the next key was bound before. Refused.",
        ),
    )


def _notice(story: Telling, note: Note) -> None:
    size = int(note.split("\n")[1])
    revoked = KeyRevoked(
        key=KeyId(story.stage.cast[VICTIM].key.id),
        reason=RevocationReason.COMPROMISED,
        boundary=Boundary(size=size, checkpoint=note),
    )
    story.fails(
        "registrar_reaches_back",
        "registry",
        revoked,
        "registrar",
        code="authority_missing",
        words=Words(
            "นายทะเบียนคนเดียวจะทำให้การกระทำในอดีตถูกโต้แย้งไม่ได้",
            "A registrar alone cannot contest what was signed before.",
        ),
    )
    story.say(
        "revoked",
        "registry",
        revoked,
        *BODIES_BUT_ONE,
        words=Words(
            "สี่ในห้าองค์กรผู้ถือกุญแจรากเพิกถอนกุญแจ นับตั้งแต่จุดตรวจสุดท้ายที่แน่ใจ การกระทำหลังจากนั้นต้องทบทวน",
            "Four of five root bodies revoke it, back to the last safe checkpoint: later acts are contested.",
        ),
    )
    story.fails(
        "late",
        "claim",
        acts.attestation(story.today),
        THIEF,
        code="key_revoked",
        words=Words(
            "ลายมือชื่อที่มาถึงหลังจากนั้นไม่มีอำนาจ ต้องใช้กุญแจอื่นรับรองใหม่",
            "What arrives afterwards has no authority; another key must say it anew.",
        ),
    )


def _mend(story: Telling) -> None:
    victim = story.stage.cast[VICTIM]
    renewed = Holder(name=RENEWED, actor=victim.actor, key=SigningKey(seed()), following=SigningKey(seed()))
    story.stage.cast[RENEWED] = renewed
    registrar = story.stage.cast["registrar"]
    story.hand_in(
        "renewed",
        enrol_key(
            story.stage.author,
            story.stage.ledger.registry_stream,
            renewed,
            custody=Custody.SELF,
            grantors=[registrar],
        ),
        "registrar",
        RENEWED,
        words=Words("นายทะเบียนขึ้นทะเบียนกุญแจดอกใหม่ให้เจ้าของ", "The registrar enrols a new key for its holder."),
    )
    story.say(
        "overruled",
        "claim",
        acts.overruled(story.entries["stolen_attestation"], "key_compromised", ()),
        "oversight",
        words=Words(
            "หน่วยกำกับทบทวนคำรับรองที่ผู้ขโมยลงนาม และตัดออก",
            "Oversight reviews what the thief attested, and overrules it.",
        ),
        sealed={"attester/text": "เจ้าของกุญแจยืนยันว่าไม่ได้ไปบ้านหลังนั้น"},
    )
    story.say(
        "attested_anew",
        "claim",
        acts.attestation(story.today),
        RENEWED,
        words=Words(
            "เจ้าของไปเยี่ยมบ้านจริง แล้วรับรองด้วยกุญแจใหม่",
            "The volunteer visits in truth, and attests with the new key.",
        ),
        sealed={"applicant/observations": "ไปเยี่ยมบ้าน เห็นว่ารายได้ไม่พอ"},
    )


STORY: Final = Story(
    name="stolen_key",
    title=Words("กุญแจที่ถูกขโมย", "The stolen key"),
    begins=date(2026, 8, 3),
    tell=tell,
)
