"""Complaints and appeals that are open on the present day."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import Final, NamedTuple

from ledger.application.stories import acts
from ledger.application.stories.present.claims import Applicant, Days, apply, refuse, tell_refused
from ledger.application.stories.telling import Telling, Words
from ledger.domain.casework_codes import Agreed, Ground, Kind, Outcome, Remedy
from ledger.domain.codes import GroundFinding, Role
from ledger.domain.grievance.events import AppealReported, FoundOnGround
from ledger.domain.types import ActorRef, Code

PANEL: Final = ("appellate-1", "appellate-2")


class Complaint(NamedTuple):
    """A complaint that contests no decision: its stream, what is asked, the letter of a name, the words."""

    stream: str
    kind: Kind
    ground: Ground
    asks: Remedy
    letter: str
    text: str

    @property
    def name(self) -> str:
        """Return the name, which nobody bears."""
        return f"ผู้ร้องตัวอย่าง {self.letter}"


NEW: Final = Complaint(
    "grievance:to-acknowledge",
    Kind.PAYMENT_PROBLEM,
    Ground.DELAY,
    Remedy.BACK_PAY,
    "ก",
    "เบี้ยยังชีพเดือนก่อนไม่เข้าบัญชี ถามที่เคาน์เตอร์แล้วไม่มีใครตอบได้",
)
UNASSIGNED: Final = Complaint(
    "grievance:to-assign",
    Kind.EXCLUSION_CLAIM,
    Ground.FACT_IGNORED,
    Remedy.NEW_VERIFICATION,
    "ข",
    "ไม่เคยมีใครมาสำรวจที่บ้านเลย ทั้งที่แจ้งผู้ใหญ่บ้านไว้แล้ว",
)
IN_HAND: Final = Complaint(
    "grievance:to-answer",
    Kind.UNFAIR_ALLOCATION,
    Ground.UNEQUAL_TREATMENT,
    Remedy.POLICY_CHANGE,
    "ค",
    "หมู่บ้านเราไม่มีรถเข้าเมือง ไปยื่นคำขอไม่ทันรอบทุกที หมู่บ้านอื่นมีรถเทศบาลไปรับ",
)
REPORTED_DONE: Final = Complaint(
    "grievance:to-confirm",
    Kind.SERVICE_COMPLAINT,
    Ground.DISCOURTESY,
    Remedy.APOLOGY,
    "ง",
    "รอคิวตั้งแต่เช้า แล้วถูกพูดไม่ดีด้วยที่เคาน์เตอร์ ขอให้ขอโทษ",
)
OWED: Final = Complaint(
    "grievance:to-remedy",
    Kind.SERVICE_COMPLAINT,
    Ground.DISCOURTESY,
    Remedy.APOLOGY,
    "จ",
    "พาแม่ไปยื่นคำขอ ถูกไล่กลับโดยไม่บอกเหตุผล ขอให้ขอโทษ",
)
APPEALED: Final = Applicant("claim:appealed", "ซ", "อายุเจ็ดสิบ ขายขนมครกหน้าวัด ขอรับเบี้ยยังชีพ", "")
REPORTED: Final = Applicant("claim:reported", "ฌ", "อายุหกสิบเจ็ด ขายขนมถ้วยที่ตลาด ขอรับเบี้ยยังชีพ", "")


def to_acknowledge(_days: Days, story: Telling) -> Iterator[date]:
    """Tell of a complaint that came yesterday."""
    _complain(story, NEW)
    yield from ()


def to_assign(days: Days, story: Telling) -> Iterator[date]:
    """Tell of a complaint that nobody has in hand yet."""
    _complain(story, UNASSIGNED)
    yield days[-1]
    _acknowledge(story, UNASSIGNED.stream)


def to_answer(days: Days, story: Telling) -> Iterator[date]:
    """Tell of a complaint that a handler has in hand; the consultations rest on it."""
    _complain(story, IN_HAND)
    yield days[-9]
    _acknowledge(story, IN_HAND.stream)
    _assign(story, IN_HAND.stream, "handler-district", Role.HANDLER)


def to_determine(days: Days, story: Telling) -> Iterator[date]:
    """Tell of an appeal that a reviewer has in hand."""
    yield from _appealed(days, story, APPEALED, "grievance:to-determine")


def to_judge(days: Days, story: Telling) -> Iterator[date]:
    """Tell of an appeal that the reviewer did not uphold, and that a panel of the province has in hand."""
    kind = "grievance:to-judge"
    yield from _appealed(days, story, REPORTED, kind)
    yield days[-3]
    story.say(
        f"reported {kind}",
        kind,
        AppealReported(to=Code("example-province"), agreed=Agreed.NONE),
        "reviewer",
        words=REPORTED.words(
            "ผู้ทบทวนไม่เห็นด้วย จึงส่งความเห็นขึ้นไปที่จังหวัด", "the reviewer disagrees, and reports to the province."
        ),
        sealed={"complainant/opinion": "เห็นว่ารายได้จากการขายขนมยังไม่ได้ตรวจสอบ จึงไม่อาจเห็นด้วยกับอุทธรณ์"},
    )
    yield days[-2]
    story.say(
        f"panel {kind}",
        kind,
        replace(
            acts.assigned(story.actor("appellate-1"), Role.APPELLATE),
            handlers=tuple(ActorRef(story.actor(name)) for name in PANEL),
            office=Code("example-province"),
        ),
        "supervisor-province",
        words=REPORTED.words("มอบให้กรรมการอุทธรณ์สองคน", "two members of the panel have it in hand."),
    )


def to_confirm(days: Days, story: Telling) -> Iterator[date]:
    """Tell of a remedy that the office says is done, and of which the person has not spoken yet."""
    kind = REPORTED_DONE.stream
    yield from _ordered(days, story, REPORTED_DONE)
    yield days[-1]
    story.say(
        f"done {kind}",
        kind,
        acts.remedy_done(None, story.today),
        "officer-2",
        words=Words("เทศบาลรายงานว่าขอโทษแล้ว ผู้ร้องยังไม่ได้ยืนยัน", "The office says it apologised; unconfirmed."),
    )


def to_remedy(days: Days, story: Telling) -> Iterator[date]:
    """Tell of an apology that is owed."""
    yield from _ordered(days, story, OWED)


def _appealed(days: Days, story: Telling, who: Applicant, kind: str) -> Iterator[date]:
    """Tell it from the application to the assignment to a reviewer."""
    apply(story, who)
    yield days[-11]
    refuse(story, who)
    yield days[-10]
    tell_refused(story, who)
    yield days[-6]
    story.say(
        f"appeal {kind}",
        kind,
        acts.appeal(
            story.stage.shared["rules"],
            story.entries[f"refusal {who.kind}"],
            story.actor("neighbour"),
            story.today,
        ),
        "intake",
        words=who.words("อุทธรณ์ เพื่อนบ้านช่วยเขียน", "appeals; a neighbour writes it down."),
        sealed={
            "complainant/name": who.name,
            "complainant/contact": "ผ่านเพื่อนบ้าน บ้านเลขที่ 00",
            "complainant/text": "ขายขนมได้กำไรวันละไม่กี่บาท ไม่มีใครมาดูที่บ้านก่อนปฏิเสธ ขอให้พิจารณาใหม่",
        },
    )
    yield days[-5]
    _acknowledge(story, kind)
    _assign(story, kind, "reviewer", Role.REVIEWER)


def _complain(story: Telling, what: Complaint) -> None:
    filed = acts.complaint(
        story.stage.shared["rules"], what.kind, (what.ground,), story.today, remedy=what.asks
    )
    story.say(
        f"complaint {what.stream}",
        what.stream,
        filed,
        "intake",
        words=Words(
            f"{what.name}ร้องเรียนที่เคาน์เตอร์ จุดรับเรื่องลงนามว่าได้รับ",
            f"Sample complainant {what.letter} complains at the counter.",
        ),
        sealed={"complainant/name": what.name, "complainant/text": what.text},
    )


def _acknowledge(story: Telling, kind: str) -> None:
    story.say(
        f"acknowledged {kind}",
        kind,
        acts.acknowledged(),
        "handler",
        words=Words("เทศบาลตอบรับเรื่อง และบอกขั้นตอนต่อไป", "The office acknowledges it."),
        sealed={"office/contact_person": "ห้องธุรการ เทศบาลตำบลตัวอย่าง"},
    )


def _assign(story: Telling, kind: str, name: str, role: Role) -> None:
    story.say(
        f"assigned {kind}",
        kind,
        acts.assigned(story.actor(name), role),
        "supervisor-province",
        words=Words("มอบเรื่องให้ผู้ที่ไม่มีส่วนได้เสีย", "Somebody who is not concerned has it in hand."),
    )


def _ordered(days: Days, story: Telling, what: Complaint) -> Iterator[date]:
    """Tell that a handler finds for the person, and orders an apology."""
    kind = what.stream
    _complain(story, what)
    _acknowledge(story, kind)
    _assign(story, kind, "handler-district", Role.HANDLER)
    yield days[-4]
    upheld = acts.determination_of(
        FoundOnGround(ground=what.ground, finding=GroundFinding.SUSTAINED), outcome=Outcome.UPHELD
    )
    determined = story.say(
        f"determined {kind}",
        kind,
        replace(upheld, remedies=(acts.ordered(what.asks, story.today),)),
        "handler-district",
        words=Words("ผู้ดำเนินเรื่องเห็นว่ามีมูล จึงสั่งให้ขอโทษ", "It is found to be so; an apology is ordered."),
        sealed={"complainant/reasons": "ผู้ที่อยู่ในคิวเดียวกันสองคนเล่าตรงกัน"},
    )
    story.say(
        f"outcome {kind}",
        kind,
        acts.outcome_notice(determined, story.today),
        "intake",
        words=Words("แจ้งผลให้ผู้ร้องทราบ", "The person is told."),
        sealed={"complainant/recipient": what.name},
    )
