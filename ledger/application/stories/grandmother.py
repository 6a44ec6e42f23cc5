"""The refused allowance: refused on the application alone, attested by two, reversed on appeal, confirmed.

Every name is invented. Sealed words are those of the persons of the story; in a ledger that people live
with, nobody but they and those who work on the case would read them.
"""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Final

from ledger.application.stories import acts
from ledger.application.stories.telling import Story, Telling, Words
from ledger.domain.claim.events import DecisionRevised
from ledger.signing.strict_json import JsonValue

NAME: Final = "ยายตัวอย่าง นามสมมุติ"
HOME: Final = "บ้านเลขที่ 0 หมู่ที่ 0 ตำบลตัวอย่าง"
_TOLD: Final[dict[str, JsonValue]] = {"applicant/recipient": NAME, "applicant/address": HOME}


def tell(story: Telling) -> Iterator[date]:
    """Tell it from the application to the citizen's own confirmation."""
    _apply(story)
    yield story.today + timedelta(days=2)
    _declined(story)
    yield story.today + timedelta(days=8)
    _refuse(story)
    yield story.today + timedelta(days=4)
    _attest(story)
    yield story.today + timedelta(days=6)
    _appeal(story)
    yield story.today + timedelta(days=1)
    _take_in_hand(story)
    yield story.today + timedelta(days=12)
    _determine(story)
    yield story.today + timedelta(days=4)
    _revise(story)
    yield story.today + timedelta(days=3)
    _remedy(story)


def _apply(story: Telling) -> None:
    story.say(
        "application",
        "claim",
        acts.application(story.stage.shared["rules"], story.today),
        "intake",
        words=Words(
            "คุณยายยื่นคำขอที่เคาน์เตอร์ จุดรับเรื่องลงนามว่า “ได้รับแล้ว”",
            "The grandmother applies at the counter. The intake desk signs: we received it.",
        ),
        sealed={
            "applicant/name": NAME,
            "applicant/national_id": "0000000000001",
            "applicant/birth_date": "พ.ศ. 2491",
            "applicant/village": "หมู่บ้านตัวอย่าง",
            "applicant/household": "อยู่คนเดียว มีลูกชายหนึ่งคนทำงานในเมือง",
            "applicant/text": "ยายอายุเจ็ดสิบแปดแล้ว เก็บผักขายไม่พอกิน ขอรับเบี้ยยังชีพ",
        },
    )


def _declined(story: Telling) -> None:
    story.say(
        "declined",
        "claim",
        acts.declined(story.actor("village-head")),
        "village-head",
        words=Words(
            "ผู้ใหญ่บ้านขอไม่รับรอง เพราะรู้จักบ้านนี้ไม่พอ ซึ่งไม่ได้แปลว่าคุณยายไม่ลำบาก",
            "The village head declines to attest, not knowing the household. That says nothing against her.",
        ),
        sealed={"attester/text": "เพิ่งมารับตำแหน่ง ยังไม่รู้จักบ้านหลังนี้พอจะรับรองได้"},
    )


def _refuse(story: Telling) -> None:
    story.say(
        "refusal",
        "claim",
        acts.refusal(story.entries["application"]),
        "officer-1",
        "supervisor-district",
        words=Words(
            "เจ้าหน้าที่คนแรกปฏิเสธคำขอ พร้อมเหตุผล โดยหัวหน้าต่างสายงานลงนามด้วย",
            "The first officer refuses, with reasons; a supervisor of another line signs as well.",
        ),
        sealed={
            "applicant/facts": "คำขอระบุว่ามีลูกชายทำงานในเมือง จึงฟังว่ามีผู้อุปการะและมีรายได้พอยังชีพ",
            "applicant/considerations": ("ผู้มีสิทธิต้องมีรายได้ไม่เพียงพอแก่การยังชีพ เมื่อมีผู้อุปการะจึงขาดคุณสมบัติข้อนี้"),
            "applicant/discretion": "ไม่มีพฤติการณ์พิเศษให้ใช้ดุลพินิจเป็นอย่างอื่น",
        },
    )
    story.say(
        "refusal_notice",
        "claim",
        acts.notice(story.entries["refusal"], story.today),
        "officer-1",
        words=Words(
            "แจ้งคำสั่งให้คุณยายทราบ อ่านให้ฟัง และบอกว่าอุทธรณ์ได้ภายใน 15 วัน",
            "She is told, it is read to her, and so is her right to appeal within 15 days.",
        ),
        sealed=_TOLD,
    )


def _attest(story: Telling) -> None:
    story.say(
        "attested_social",
        "claim",
        acts.attestation(story.today),
        "volunteer-social",
        words=Words(
            "อพม. ไปเยี่ยมบ้าน แล้วรับรองว่าคุณยายมีรายได้ไม่พอยังชีพ",
            "A social volunteer visits her home and attests: her income does not keep her.",
        ),
        sealed={
            "applicant/observations": ("ไปเยี่ยมบ้าน คุณยายอยู่คนเดียว ลูกชายไม่ได้ส่งเงินมาสองปีแล้ว ขายผักได้วันละไม่กี่สิบบาท")
        },
    )
    story.say(
        "attested_health",
        "claim",
        acts.attestation(story.today),
        "volunteer-health",
        words=Words(
            "อสม. ไปเยี่ยมบ้านเช่นกัน แล้วรับรองตรงกัน",
            "A health volunteer visits as well and attests the same.",
        ),
        sealed={"applicant/observations": ("ไปวัดความดันที่บ้าน ในครัวมีข้าวสารเหลือน้อย เพื่อนบ้านแบ่งกับข้าวให้แทบทุกวัน")},
    )


def _appeal(story: Telling) -> None:
    filed = acts.appeal(
        story.stage.shared["rules"], story.entries["refusal"], story.actor("neighbour"), story.today
    )
    story.say(
        "appeal",
        "grievance",
        filed,
        "intake",
        words=Words(
            "คุณยายอุทธรณ์ เพื่อนบ้านช่วยเขียน อ่านทวนให้ฟัง แล้วคุณยายพิมพ์ลายนิ้วมือ",
            "She appeals. A neighbour writes it down and reads it back to her; she gives her thumbprint.",
        ),
        sealed={
            "complainant/name": NAME,
            "complainant/contact": "ผ่านเพื่อนบ้าน บ้านเลขที่ 00",
            "complainant/text": "ลูกชายไม่ได้ส่งเงินให้ยายมาสองปีแล้ว ไม่มีใครมาดูที่บ้านก่อนปฏิเสธ ขอให้พิจารณาใหม่",
        },
    )


def _take_in_hand(story: Telling) -> None:
    story.say(
        "acknowledged",
        "grievance",
        acts.acknowledged(),
        "handler",
        words=Words(
            "เทศบาลตอบรับเรื่องอุทธรณ์ และบอกขั้นตอนต่อไป",
            "The municipality acknowledges the appeal and says what comes next.",
        ),
        sealed={"office/contact_person": "ห้องธุรการ เทศบาลตำบลตัวอย่าง"},
    )
    story.say(
        "assigned",
        "grievance",
        acts.assigned(story.actor("reviewer")),
        "supervisor-province",
        words=Words(
            "หัวหน้าระดับจังหวัดมอบเรื่องให้ผู้ทบทวน ซึ่งไม่มีส่วนในคำสั่งเดิม",
            "A supervisor who is not concerned assigns it to a reviewer who had no part in the refusal.",
        ),
    )


def _determine(story: Telling) -> None:
    determined = acts.determination(story.head(story.stream("claim")), story.actor("officer-2"), story.today)
    story.say(
        "determination",
        "grievance",
        determined,
        "reviewer",
        "supervisor-province",
        words=Words(
            "ผู้ทบทวนกับหัวหน้าต่างสายงานวินิจฉัยว่าอุทธรณ์ฟังขึ้น และสั่งให้จ่ายเบี้ยยังชีพ",
            "The reviewer, with a supervisor of another line, upholds the appeal and orders the grant.",
        ),
        sealed={
            "complainant/reasons": (
                "อาสาสมัครสองคนต่างประเภทไปเห็นด้วยตนเองว่าคุณยายไม่มีผู้อุปการะและรายได้ไม่พอยังชีพ "
                "คำสั่งเดิมฟังจากคำขอเพียงอย่างเดียว ข้อเท็จจริงจึงคลาดเคลื่อน อุทธรณ์ฟังขึ้น"
            )
        },
    )
    story.say(
        "outcome_notice",
        "grievance",
        acts.outcome_notice(story.entries["determination"], story.today),
        "reviewer",
        words=Words(
            "แจ้งคำวินิจฉัยให้คุณยายทราบ และอ่านให้ฟัง",
            "She is told the outcome, and it is read to her.",
        ),
        sealed={"complainant/recipient": NAME, "complainant/address": HOME},
    )
    story.fails(
        "own_revision",
        "claim",
        _revision(story),
        "officer-1",
        code="coi_prior_decider",
        words=Words(
            "เจ้าหน้าที่คนแรกลองแก้คำสั่งของตนเองตามคำวินิจฉัย แต่ระบบไม่รับ",
            "The first officer, who refused, tries to be the one who revises it. The ledger refuses.",
        ),
    )


def _revision(story: Telling) -> DecisionRevised:
    known = story.entries
    attested = (known["attested_social"], known["attested_health"])
    return acts.revision(
        known["refusal"], known["determination"], known["application"], attested, story.today
    )


def _revise(story: Telling) -> None:
    story.say(
        "revision",
        "claim",
        _revision(story),
        "officer-2",
        words=Words(
            "เจ้าหน้าที่อีกคนออกคำสั่งใหม่ ให้เบี้ยยังชีพเดือนละ 700 บาท โดยอ้างคำวินิจฉัย",
            "Another officer decides anew and grants 700 baht a month, citing the determination.",
        ),
        sealed={
            "applicant/facts": "คำรับรองสองฉบับจากการเยี่ยมบ้านตรงกันว่ารายได้ไม่พอยังชีพ และอายุครบตามคำขอ",
            "applicant/considerations": "เป็นไปตามคำวินิจฉัยอุทธรณ์ ผู้ยื่นคำขอมีคุณสมบัติครบ",
            "applicant/discretion": "ไม่มีเหตุให้กำหนดเงื่อนไขเพิ่มเติม",
        },
    )
    story.say(
        "grant_notice",
        "claim",
        acts.notice(story.entries["revision"], story.today),
        "officer-2",
        words=Words(
            "แจ้งคำสั่งใหม่ให้คุณยายทราบ และอ่านให้ฟัง",
            "She is told of the new decision, and it is read to her.",
        ),
        sealed=_TOLD,
    )


def _remedy(story: Telling) -> None:
    story.say(
        "remedy_reported",
        "grievance",
        acts.remedy_done(story.entries["revision"], story.today),
        "officer-2",
        words=Words(
            "เทศบาลรายงานว่าได้ทำตามคำวินิจฉัยแล้ว โดยอ้างคำสั่งใหม่",
            "The municipality reports that it did what was ordered, citing the new decision.",
        ),
    )
    story.say(
        "remedy_confirmed",
        "grievance",
        acts.remedy_confirmed(story.today),
        "intake",
        words=Words(
            "คุณยายยืนยันเองว่าได้รับสิทธิแล้ว จุดรับเรื่องต่างสายงานเป็นผู้บันทึก",
            "She confirms it herself; the intake desk, of another line, records what she says.",
        ),
        sealed={"complainant/text": "ได้คำสั่งใหม่แล้ว ขอบใจทุกคน"},
    )


STORY: Final = Story(
    name="grandmother",
    title=Words("เบี้ยยังชีพที่ถูกปฏิเสธ แล้วได้คืนด้วยการอุทธรณ์", "The refused allowance, reversed on appeal"),
    begins=date(2026, 2, 2),
    tell=tell,
)
