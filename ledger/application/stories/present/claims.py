"""Claims that are open on the present day. Every name is invented, and so is every word that is sealed."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from typing import Final, NamedTuple

from ledger.application.stories import acts
from ledger.application.stories.telling import Telling, Words
from ledger.domain.codes import Basis, DisputeGround, Stance
from ledger.domain.types import EntryRef

Days = Sequence[date]
SOCIAL: Final = "volunteer-social"
HEALTH: Final = "volunteer-health"


class Applicant(NamedTuple):
    """Somebody who applies: the stream of the claim, a letter for a name, what they say, how they live."""

    kind: str
    letter: str
    asks: str
    seen: str

    @property
    def name(self) -> str:
        """Return the name, which nobody bears."""
        return f"ผู้สูงอายุตัวอย่าง {self.letter}"

    def words(self, thai: str, english: str) -> Words:
        """Return a sentence about this person."""
        return Words(f"{self.name}: {thai}", f"Sample applicant {self.letter}: {english}")


TO_ATTEST: Final = Applicant(
    "claim:to-attest",
    "ก",
    "อายุหกสิบห้า อยู่กับหลานสองคน รับจ้างถอนหญ้าเป็นครั้งคราว ขอรับเบี้ยยังชีพ",
    "",
)
TO_DECIDE: Final = Applicant(
    "claim:to-decide",
    "ข",
    "อายุเจ็ดสิบเอ็ด เดินไม่ค่อยได้ ไม่ได้ทำงานแล้ว ขอรับเบี้ยยังชีพ",
    "ไปเยี่ยมบ้าน อยู่คนเดียวในบ้านไม้หลังเล็ก มีรายได้จากการขายใบตองวันละไม่ถึงห้าสิบบาท",
)
TO_REFUSE: Final = Applicant(
    "claim:to-refuse",
    "ค",
    "อายุหกสิบสอง ขอรับเบี้ยยังชีพ",
    "ไปเยี่ยมบ้าน มีห้องแถวให้เช่าหกห้อง เจ้าตัวบอกว่าเก็บค่าเช่าได้ทุกเดือน",
)
REFUSED: Final = Applicant(
    "claim:refused",
    "ง",
    "อายุหกสิบเก้า ขายขนมไม่พอกิน ขอรับเบี้ยยังชีพ",
    "",
)
TO_NOTIFY: Final = Applicant(
    "claim:to-notify",
    "จ",
    "อายุเจ็ดสิบสาม ลูกเสียแล้ว อยู่กับเพื่อนบ้าน ขอรับเบี้ยยังชีพ",
    "ไปเยี่ยมบ้าน ไม่มีที่ดินของตนเอง อาศัยศาลาข้างบ้านเพื่อนบ้าน",
)
TO_PAY: Final = Applicant(
    "claim:to-pay",
    "ฉ",
    "อายุหกสิบแปด ตาเป็นต้อ เย็บผ้าไม่ได้แล้ว ขอรับเบี้ยยังชีพ",
    "ไปเยี่ยมบ้าน จักรเย็บผ้าไม่ได้ใช้นานแล้ว ไม่มีรายได้อื่น",
)
DISPUTED: Final = Applicant(
    "claim:disputed",
    "ช",
    "อายุหกสิบหก เลี้ยงหลานสามคน ขอรับเบี้ยยังชีพ",
    "แวะไปที่บ้าน เห็นว่ามีหลานเล็กสามคน ไม่มีใครทำงาน",
)


def to_attest(days: Days, story: Telling) -> Iterator[date]:
    """Tell of two volunteers who are asked, and have a week."""
    apply(story, TO_ATTEST)
    yield days[-1]
    for token, name in (("q1", SOCIAL), ("q2", HEALTH)):
        story.say(
            f"asked_{name}",
            TO_ATTEST.kind,
            acts.requested(token, story.actor(name), story.today),
            "officer-2",
            words=TO_ATTEST.words(
                "เจ้าหน้าที่ขอให้อาสาสมัครไปดูบ้าน", "the officer asks a volunteer to visit the home."
            ),
            sealed={"applicant/text": "ช่วยไปดูว่ามีรายได้พอยังชีพหรือไม่ อยู่ท้ายซอยตัวอย่าง"},
        )


def to_decide(days: Days, story: Telling) -> Iterator[date]:
    """Tell of a claim with its two attestations, about which nothing is decided yet."""
    apply(story, TO_DECIDE)
    yield days[-5]
    attest(story, TO_DECIDE, SOCIAL, HEALTH)


def to_refuse(days: Days, story: Telling) -> Iterator[date]:
    """Tell of a claim against which two volunteers speak."""
    apply(story, TO_REFUSE)
    yield days[-4]
    attest(story, TO_REFUSE, SOCIAL, HEALTH, stance=Stance.CONTRADICTS)


def refused(days: Days, story: Telling) -> Iterator[date]:
    """Tell of a refusal against which the person may still appeal."""
    apply(story, REFUSED)
    yield days[-6]
    refuse(story, REFUSED)
    yield days[-3]
    tell_refused(story, REFUSED)


def to_notify(days: Days, story: Telling) -> Iterator[date]:
    """Tell of a grant of which the person does not know yet."""
    apply(story, TO_NOTIFY)
    yield days[-6]
    attested = attest(story, TO_NOTIFY, SOCIAL, HEALTH)
    yield days[-1]
    grant(story, TO_NOTIFY, attested)


def to_pay(days: Days, story: Telling) -> Iterator[date]:
    """Tell of a grant of which the person knows, and which is owed."""
    apply(story, TO_PAY)
    yield days[-9]
    attested = attest(story, TO_PAY, SOCIAL, HEALTH)
    yield days[-7]
    grant(story, TO_PAY, attested)
    yield days[-5]
    story.say(
        f"notice {TO_PAY.kind}",
        TO_PAY.kind,
        acts.notice(story.entries[f"grant {TO_PAY.kind}"], story.today),
        "officer-1",
        words=TO_PAY.words("ได้รับแจ้งคำสั่งแล้ว หน่วยจ่ายต้องจ่าย", "is told of the grant; it is to be paid."),
        sealed={"applicant/recipient": TO_PAY.name},
    )


def disputed(days: Days, story: Telling) -> Iterator[date]:
    """Tell of an attestation on which oversight has to look again."""
    apply(story, DISPUTED)
    yield days[-5]
    (attested,) = attest(story, DISPUTED, "village-head")
    yield days[-2]
    story.say(
        "dispute",
        DISPUTED.kind,
        acts.disputed(attested, DisputeGround.NOT_SEEN),
        "volunteer-health",
        words=DISPUTED.words(
            "อสม. ทักท้วงว่าผู้รับรองไม่ได้เข้าไปในบ้าน", "a volunteer disputes that the attester was in the home."
        ),
        sealed={"attester/text": "วันนั้นบ้านปิด เจ้าของไปโรงพยาบาล"},
    )


def apply(story: Telling, who: Applicant) -> None:
    """Record that ``who`` applies."""
    story.say(
        f"application {who.kind}",
        who.kind,
        acts.application(story.stage.shared["rules"], story.today),
        "intake",
        words=who.words("ยื่นคำขอเบี้ยยังชีพ", "applies for the old-age allowance."),
        sealed={
            "applicant/name": who.name,
            "applicant/village": "หมู่บ้านตัวอย่าง",
            "applicant/text": who.asks,
        },
    )


def attest(
    story: Telling, who: Applicant, *names: str, stance: Stance = Stance.SUPPORTS
) -> tuple[EntryRef, ...]:
    """Record what each of ``names`` saw in the home of ``who``, and return where it stands."""
    said = replace(acts.attestation(story.today), stance=stance, basis=Basis.HOME_VISIT)
    return tuple(
        story.say(
            f"attested_{name} {who.kind}",
            who.kind,
            said,
            name,
            words=who.words("อาสาสมัครไปดูบ้าน แล้วลงชื่อ", "a volunteer visits the home, and signs."),
            sealed={"applicant/observations": who.seen},
        )
        for name in names
    )


def grant(story: Telling, who: Applicant, attested: tuple[EntryRef, ...]) -> None:
    """Record that the first officer grants what ``who`` asked for."""
    story.say(
        f"grant {who.kind}",
        who.kind,
        acts.grant(story.entries[f"application {who.kind}"], attested, story.today),
        "officer-1",
        words=who.words("เจ้าหน้าที่อนุมัติ", "the officer grants the allowance."),
        sealed={
            "applicant/facts": "คำรับรองสองฉบับจากการเยี่ยมบ้านตรงกันว่ารายได้ไม่พอยังชีพ",
            "applicant/considerations": "มีคุณสมบัติครบตามหลักเกณฑ์",
        },
    )


def refuse(story: Telling, who: Applicant) -> None:
    """Record that the first officer refuses ``who`` on the application, with a supervisor of the district."""
    story.say(
        f"refusal {who.kind}",
        who.kind,
        acts.refusal(story.entries[f"application {who.kind}"]),
        "officer-1",
        "supervisor-district",
        words=who.words("เจ้าหน้าที่ปฏิเสธจากคำขอเพียงอย่างเดียว", "the officer refuses on the application alone."),
        sealed={
            "applicant/facts": "คำขอระบุว่าขายขนมทุกวัน จึงฟังว่ามีรายได้ประจำ",
            "applicant/considerations": "เห็นว่ารายได้พอแก่การยังชีพ",
            "applicant/discretion": "ไม่มีพฤติการณ์พิเศษ",
        },
    )


def tell_refused(story: Telling, who: Applicant) -> None:
    """Record that ``who`` is handed the refusal, with the right to appeal within 15 days."""
    story.say(
        f"notice {who.kind}",
        who.kind,
        acts.notice(story.entries[f"refusal {who.kind}"], story.today),
        "officer-1",
        words=who.words(
            "ได้รับแจ้งคำสั่ง อุทธรณ์ได้ภายใน 15 วัน", "is told, with the right to appeal within 15 days."
        ),
        sealed={"applicant/recipient": who.name, "applicant/address": "บ้านเลขที่ 0 ตำบลตัวอย่าง"},
    )
