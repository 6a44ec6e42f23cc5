"""The words of the lived story: one sentence for each act, in Thai and English, and what is sealed with it.

Sealed words are those of invented persons. In a ledger that people live with, nobody but they and those
who work on the case would read them.
"""

from collections.abc import Mapping
from typing import Final

from ledger.signing.strict_json import JsonValue

NARRATED: Final[Mapping[str, tuple[str, str]]] = {
    "rules": (
        "หัวหน้าระดับจังหวัดกับหน่วยกำกับลงนามร่วมกัน ประกาศหลักเกณฑ์เบี้ยยังชีพผู้สูงอายุ",
        "A supervisor and oversight together publish the rules of the old-age allowance.",
    ),
    "application": (
        "คุณยายยื่นคำขอที่เคาน์เตอร์ จุดรับเรื่องลงนามว่า “ได้รับแล้ว”",
        "The grandmother applies at the counter. The intake desk signs: we received it.",
    ),
    "declined": (
        "ผู้ใหญ่บ้านขอไม่รับรอง เพราะรู้จักบ้านนี้ไม่พอ ซึ่งไม่ได้แปลว่าคุณยายไม่ลำบาก",
        "The village head declines to attest, not knowing the household. That says nothing against her.",
    ),
    "refusal": (
        "เจ้าหน้าที่คนแรกปฏิเสธคำขอ พร้อมเหตุผล โดยหัวหน้าต่างสายงานลงนามด้วย",
        "The first officer refuses, with reasons; a supervisor of another line signs as well.",
    ),
    "refusal_notice": (
        "แจ้งคำสั่งให้คุณยายทราบ อ่านให้ฟัง และบอกว่าอุทธรณ์ได้ภายใน 15 วัน",
        "She is told, it is read to her, and so is her right to appeal within 15 days.",
    ),
    "attested_social": (
        "อพม. ไปเยี่ยมบ้าน แล้วรับรองว่าคุณยายมีรายได้ไม่พอยังชีพ",
        "A social volunteer visits her home and attests: her income does not keep her.",
    ),
    "attested_health": (
        "อสม. ไปเยี่ยมบ้านเช่นกัน แล้วรับรองตรงกัน",
        "A health volunteer visits as well and attests the same.",
    ),
    "appeal": (
        "คุณยายอุทธรณ์ เพื่อนบ้านช่วยเขียน อ่านทวนให้ฟัง แล้วคุณยายพิมพ์ลายนิ้วมือ",
        "She appeals. A neighbour writes it down and reads it back to her; she gives her thumbprint.",
    ),
    "acknowledged": (
        "เทศบาลตอบรับเรื่องอุทธรณ์ และบอกขั้นตอนต่อไป",
        "The municipality acknowledges the appeal and says what comes next.",
    ),
    "assigned": (
        "หัวหน้าระดับจังหวัดมอบเรื่องให้ผู้ทบทวน ซึ่งไม่มีส่วนในคำสั่งเดิม",
        "A supervisor who is not concerned assigns it to a reviewer who had no part in the refusal.",
    ),
    "determination": (
        "ผู้ทบทวนกับหัวหน้าต่างสายงานวินิจฉัยว่าอุทธรณ์ฟังขึ้น และสั่งให้จ่ายเบี้ยยังชีพ",
        "The reviewer, with a supervisor of another line, upholds the appeal and orders the grant.",
    ),
    "outcome_notice": (
        "แจ้งคำวินิจฉัยให้คุณยายทราบ และอ่านให้ฟัง",
        "She is told the outcome, and it is read to her.",
    ),
    "own_revision": (
        "เจ้าหน้าที่คนแรกลองแก้คำสั่งของตนเองตามคำวินิจฉัย แต่ระบบไม่รับ",
        "The first officer, who refused, tries to be the one who revises it. The ledger does not take it.",
    ),
    "revision": (
        "เจ้าหน้าที่อีกคนออกคำสั่งใหม่ ให้เบี้ยยังชีพเดือนละ 700 บาท โดยอ้างคำวินิจฉัย",
        "Another officer decides anew and grants 700 baht a month, citing the determination.",
    ),
    "grant_notice": (
        "แจ้งคำสั่งใหม่ให้คุณยายทราบ และอ่านให้ฟัง",
        "She is told of the new decision, and it is read to her.",
    ),
}

RULES: Final = (
    "หลักเกณฑ์สมมุติเพื่อการสาธิต: ผู้มีอายุหกสิบปีบริบูรณ์ขึ้นไป ซึ่งมีรายได้ไม่เพียงพอแก่การยังชีพ "
    "มีสิทธิได้รับเบี้ยยังชีพผู้สูงอายุ รายได้ไม่เพียงพอต้องมีผู้รับรองอิสระสองคน"
)
"""What the programme's digest is of: rules made up for this story."""

_NAME: Final = "ยายตัวอย่าง นามสมมุติ"
_HOME: Final = "บ้านเลขที่ 0 หมู่ที่ 0 ตำบลตัวอย่าง"
_TOLD: Final[dict[str, JsonValue]] = {"applicant/recipient": _NAME, "applicant/address": _HOME}

SEALED: Final[Mapping[str, dict[str, JsonValue]]] = {
    "application": {
        "applicant/name": _NAME,
        "applicant/national_id": "0-0000-00000-00-0",
        "applicant/birth_date": "พ.ศ. 2491",
        "applicant/village": "หมู่บ้านตัวอย่าง",
        "applicant/household": "อยู่คนเดียว มีลูกชายหนึ่งคนทำงานในเมือง",
        "applicant/text": "ยายอายุเจ็ดสิบแปดแล้ว เก็บผักขายไม่พอกิน ขอรับเบี้ยยังชีพ",
    },
    "declined": {"attester/text": "เพิ่งมารับตำแหน่ง ยังไม่รู้จักบ้านหลังนี้พอจะรับรองได้"},
    "refusal": {
        "applicant/facts": "คำขอระบุว่ามีลูกชายทำงานในเมือง จึงฟังว่ามีผู้อุปการะและมีรายได้พอยังชีพ",
        "applicant/considerations": "ผู้มีสิทธิต้องมีรายได้ไม่เพียงพอแก่การยังชีพ เมื่อมีผู้อุปการะจึงขาดคุณสมบัติข้อนี้",
        "applicant/discretion": "ไม่มีพฤติการณ์พิเศษให้ใช้ดุลพินิจเป็นอย่างอื่น",
    },
    "refusal_notice": _TOLD,
    "attested_social": {
        "applicant/observations": "ไปเยี่ยมบ้าน คุณยายอยู่คนเดียว ลูกชายไม่ได้ส่งเงินมาสองปีแล้ว ขายผักได้วันละไม่กี่สิบบาท",
    },
    "attested_health": {
        "applicant/observations": "ไปวัดความดันที่บ้าน ในครัวมีข้าวสารเหลือน้อย เพื่อนบ้านแบ่งกับข้าวให้แทบทุกวัน",
    },
    "appeal": {
        "complainant/name": _NAME,
        "complainant/contact": "ผ่านเพื่อนบ้าน บ้านเลขที่ 00",
        "complainant/text": "ลูกชายไม่ได้ส่งเงินให้ยายมาสองปีแล้ว ไม่มีใครมาดูที่บ้านก่อนปฏิเสธ ขอให้พิจารณาใหม่",
    },
    "acknowledged": {"office/contact_person": "ห้องธุรการ เทศบาลตำบลตัวอย่าง"},
    "determination": {
        "complainant/reasons": (
            "อาสาสมัครสองคนต่างประเภทไปเห็นด้วยตนเองว่าคุณยายไม่มีผู้อุปการะและรายได้ไม่พอยังชีพ "
            "คำสั่งเดิมฟังจากคำขอเพียงอย่างเดียว ข้อเท็จจริงจึงคลาดเคลื่อน อุทธรณ์ฟังขึ้น"
        ),
    },
    "outcome_notice": {"complainant/recipient": _NAME, "complainant/address": _HOME},
    "revision": {
        "applicant/facts": "คำรับรองสองฉบับจากการเยี่ยมบ้านตรงกันว่ารายได้ไม่พอยังชีพ และอายุครบตามคำขอ",
        "applicant/considerations": "เป็นไปตามคำวินิจฉัยอุทธรณ์ ผู้ยื่นคำขอมีคุณสมบัติครบ",
        "applicant/discretion": "ไม่มีเหตุให้กำหนดเงื่อนไขเพิ่มเติม",
    },
    "grant_notice": _TOLD,
}
"""Personal data and reasons by act, and then by ``subject/field``."""
