"""What the codes that claims and grievances share are called: conflicts, reviews, courts, periods."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Final

from ledger.application.openings import Verdict
from ledger.domain.casework.contested import Doubt
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
from ledger.domain.clocks.rows import Mark
from ledger.domain.codes import ClockClass, ClockRoll, ClockUnit
from ledger.projections.pictures.words import Words
from ledger.projections.views.periods import ClockStands, Waits
from ledger.store.awaiting import Decline
from ledger.verify.result import Outcome as Checked

LABELS: Final[Mapping[type[StrEnum], Mapping[str, Words]]] = {
    Supplied: {
        Supplied.DOCUMENT: Words("เอกสาร", "Document"),
        Supplied.STATEMENT: Words("คำชี้แจง", "Account"),
        Supplied.HEARING: Words("การรับฟัง", "Hearing"),
        Supplied.VISIT: Words("การเยี่ยม", "Visit"),
        Supplied.CORRECTION: Words("การแก้ไขข้อมูล", "Correction"),
        Supplied.RELIEF_REQUEST: Words("คำขอผ่อนผันเรื่องเวลา", "Request for more time"),
        Supplied.CONTACT_ATTEMPT: Words("ความพยายามติดต่อ", "Attempt to reach the person"),
        Supplied.ASSIST_CALLBACK: Words("การโทรกลับหลังมีผู้ช่วยยื่น", "Call back after help with filing"),
        Supplied.NOTE: Words("บันทึกภายใน เนื้อหาปิดผนึก", "Note of the office, sealed"),
    },
    ConflictGround: {
        ConflictGround.PARTY: Words("เป็นคู่กรณีเอง", "Is a party"),
        ConflictGround.SPOUSE: Words("คู่หมั้นหรือคู่สมรส", "Betrothed or spouse"),
        ConflictGround.LINEAL: Words("พ่อแม่ ปู่ย่าตายาย ลูก หรือหลาน", "Parent, grandparent, child or grandchild"),
        ConflictGround.COLLATERAL_3: Words("พี่น้องหรือลูกพี่ลูกน้อง", "Brother, sister or cousin"),
        ConflictGround.AFFINITY_2: Words(
            "ญาติทางการสมรสภายในสองชั้น", "Relative by marriage, within two degrees"
        ),
        ConflictGround.REPRESENTATIVE: Words("ผู้แทน ผู้พิทักษ์ หรือตัวแทน", "Representative, guardian or agent"),
        ConflictGround.CREDITOR: Words("เจ้าหนี้", "Lent money to them"),
        ConflictGround.DEBTOR: Words("ลูกหนี้", "Owes money to them"),
        ConflictGround.EMPLOYER: Words("นายจ้าง", "Employer"),
        ConflictGround.REGULATION: Words("เหตุอื่นตามที่กฎกระทรวงกำหนด", "Another ground set by regulation"),
        ConflictGround.SERIOUS_PARTIALITY: Words(
            "มีเหตุร้ายแรงที่อาจทำให้ไม่เป็นกลาง", "Serious ground to doubt fairness"
        ),
        ConflictGround.SAME_PERSON: Words("เป็นคนเดียวกัน", "The same person"),
        ConflictGround.SAME_HOUSEHOLD: Words("อยู่บ้านเดียวกัน", "Same household"),
        ConflictGround.SAME_OFFICE: Words("อยู่หน่วยงานเดียวกัน", "Same office"),
        ConflictGround.REPORTING_LINE: Words("อยู่สายบังคับบัญชาเดียวกัน", "Same line"),
        ConflictGround.PRIOR_DECIDER: Words("เคยออกคำสั่งในเรื่องนี้", "Decided this matter before"),
        ConflictGround.ASSISTER: Words("เป็นผู้ช่วยยื่นเรื่องนี้", "Helped to file it"),
        ConflictGround.NAMED_IN_COMPLAINT: Words("ถูกกล่าวถึงในเรื่องร้องเรียน", "Named in the complaint"),
        ConflictGround.ATTESTER_IN_CASE: Words("เป็นผู้รับรองในเรื่องนี้", "Attester in this matter"),
    },
    ConflictSection: {
        ConflictSection.S13: Words(
            "พ.ร.บ. วิธีปฏิบัติราชการทางปกครอง มาตรา 13", "Administrative Procedure Act, section 13"
        ),
        ConflictSection.S16: Words(
            "พ.ร.บ. วิธีปฏิบัติราชการทางปกครอง มาตรา 16", "Administrative Procedure Act, section 16"
        ),
        ConflictSection.POLICY: Words("หลักเกณฑ์ของโครงการ", "Rules of the programme"),
    },
    ConflictRaisedBy: {
        ConflictRaisedBy.SELF_REPORT: Words("แจ้งเอง", "Told by themselves"),
        ConflictRaisedBy.CHALLENGE: Words("มีผู้คัดค้าน", "Raised by somebody else"),
        ConflictRaisedBy.DERIVED: Words("เห็นจากบันทึกในบัญชี", "Seen in the ledger"),
    },
    ConflictRuling: {
        ConflictRuling.RECUSED: Words("ต้องถอนตัวจากเรื่องนี้", "Must step aside"),
        ConflictRuling.MAY_ACT: Words("ทำหน้าที่ต่อได้", "May go on"),
        ConflictRuling.URGENT_EXCEPTION: Words(
            "ให้ทำต่อเพราะเร่งด่วน แล้วทบทวนภายหลัง", "May act: urgent, reviewed afterwards"
        ),
    },
    ActRuling: {
        ActRuling.STANDS: Words("ยังใช้ได้", "Stands"),
        ActRuling.QUALIFIED: Words("ใช้ได้บางส่วน", "Stands in part"),
        ActRuling.OVERRULED: Words("ใช้ไม่ได้แล้ว", "Overruled"),
    },
    Doubt: {
        Doubt.KEY: Words("ลงนามด้วยกุญแจที่เป็นที่สงสัย", "Signed with a key in doubt"),
        Doubt.CONFLICT: Words("ผู้ลงนามมีส่วนได้เสีย", "Conflict of interest of the signer"),
        Doubt.EXCEPTION: Words("ทำไปเพราะเร่งด่วน ต้องทบทวน", "Done in urgency, to be reviewed"),
        Doubt.DISPUTE: Words("มีผู้โต้แย้ง", "Disputed"),
        Doubt.RESTS_ON_OVERRULED: Words("อ้างสิ่งที่ใช้ไม่ได้แล้ว", "Rests on what was overruled"),
        Doubt.RESTS_ON_RETRACTED: Words("อ้างสิ่งที่ถอนไปแล้ว", "Rests on what was withdrawn"),
    },
    CourtResult: {
        CourtResult.PENDING: Words("ฟ้องแล้ว รอศาล", "Suit brought, waiting for the court"),
        CourtResult.FOR_CITIZEN: Words("ศาลให้ประชาชนชนะ", "For the citizen"),
        CourtResult.PARTLY: Words("ศาลให้ชนะบางส่วน", "Partly for the citizen"),
        CourtResult.AGAINST: Words("ศาลไม่ให้ชนะ", "Against the citizen"),
        CourtResult.ENDED: Words("คดีสิ้นสุดโดยไม่ได้ตัดสิน", "Ended without a ruling"),
    },
    LapseEffect: {
        LapseEffect.FINAL_UNLESS_RELIEF: Words("เป็นที่สุด เว้นแต่ได้รับผ่อนผัน", "Final, unless more time is given"),
        LapseEffect.ESCALATE_VIEW: Words("ผู้ที่อยู่เหนือขึ้นไปเห็นเรื่องนี้แล้ว", "Whoever stands above sees it"),
        LapseEffect.MAY_SUE: Words("ผู้ยื่นเรื่องไปศาลได้", "The person may go to court"),
        LapseEffect.DEEMED_ADMISSIBLE: Words("ถือว่ารับเรื่องไว้พิจารณาแล้ว", "Counts as admitted"),
        LapseEffect.NO_REPLY: Words("บันทึกว่าไม่มีคำตอบ", "Recorded as no reply"),
        LapseEffect.RETURNS_TO_SENDER: Words("เรื่องกลับไปหน่วยงานที่ส่งมา", "Goes back to the office that sent it"),
        LapseEffect.CLOSES_UNCONFIRMED: Words("ปิดเรื่องโดยยังไม่มีใครยืนยัน", "Closes unconfirmed"),
        LapseEffect.CLOSES_NOT_CONTESTED: Words("ปิดเรื่องโดยไม่มีใครคัดค้าน", "Closes, not contested"),
        LapseEffect.PAUSE_ENDS: Words("เริ่มนับเวลาต่อ", "The days are counted again"),
        LapseEffect.UNVERIFIED: Words("ยังไม่มีใครตรวจยืนยัน", "Stays unverified"),
        LapseEffect.LIST_FINAL: Words("บัญชีรายชื่อเป็นที่สุด", "The list is final"),
        LapseEffect.OVERDUE_PUBLIC: Words("แสดงต่อสาธารณะว่าเลยกำหนด", "Shown to the public as overdue"),
        LapseEffect.NOTIFY_OVERSIGHT: Words("แจ้งองค์กรกำกับ", "Oversight is told"),
        LapseEffect.ADVICE_ONLY: Words("เป็นข้อมูลให้ทราบเท่านั้น", "Advice only"),
    },
    Mark: {
        Mark.VERIFIED: Words("ตรวจกับตัวบทแล้ว", "Checked against the law"),
        Mark.SECONDARY: Words("อ่านจากแหล่งรอง", "Read in a secondary source"),
        Mark.TO_CONFIRM: Words("รอนักกฎหมายยืนยัน", "A lawyer is to confirm it"),
        Mark.POLICY: Words("คำมั่นของโครงการ", "Promised by the programme"),
    },
    ClockClass: {
        ClockClass.STATUTE: Words("กฎหมายกำหนด", "Set by law"),
        ClockClass.POLICY: Words("โครงการกำหนด", "Set by the programme"),
    },
    ClockUnit: {
        ClockUnit.DAYS: Words("วัน", "Days"),
        ClockUnit.WORKING_DAYS: Words("วันทำการ", "Working days"),
        ClockUnit.HOURS: Words("ชั่วโมง", "Hours"),
        ClockUnit.YEARS: Words("ปี", "Years"),
    },
    ClockRoll: {
        ClockRoll.NONE: Words("วันสุดท้ายไม่เลื่อน แม้เป็นวันหยุด", "The last day stands"),
        ClockRoll.PERSON: Words("ถ้าวันสุดท้ายเป็นวันหยุด เลื่อนไปวันทำการถัดไป", "The last day moves off holidays"),
    },
    ClockStands: {
        ClockStands.RUNNING: Words("ยังไม่ครบกำหนด", "Running"),
        ClockStands.MET: Words("ทำแล้วในกำหนด", "Done in time"),
        ClockStands.MET_LATE: Words("ทำแล้วแต่เลยกำหนด", "Done, but late"),
        ClockStands.ENDED: Words("ไม่ต้องรอแล้ว", "No longer waited for"),
        ClockStands.OVER: Words("เลยกำหนดแล้ว", "Overdue"),
    },
    Waits: {
        Waits.OFFICE: Words("กำหนดของหน่วยงาน", "For the office"),
        Waits.PERSON: Words("กำหนดของผู้ยื่นเรื่อง", "For the person"),
    },
    Verdict: {
        Verdict.DISCLOSED: Words("เปิดให้อ่านแล้ว", "Disclosed"),
        Verdict.WITHHELD: Words("ปิดไว้ ไม่แสดงให้คุณเห็น", "Withheld"),
        Verdict.ERASED: Words("ลบไปแล้ว", "Erased"),
        Verdict.MISSING: Words("หาไม่พบ", "Missing"),
        Verdict.MISMATCH: Words("ไม่ตรงกับที่ลงนามไว้", "Not what was signed"),
    },
    Decline: {
        Decline.REASONS_UNCLEAR: Words("เหตุผลยังไม่ชัดเจนสำหรับผู้ยื่น", "The reasons are not clear to the person"),
        Decline.EVIDENCE_MISSING: Words("หลักฐานยังไม่พอ", "The evidence does not bear it out"),
        Decline.RULES_DIFFER: Words("กฎหมายหรือหลักเกณฑ์ไม่เป็นเช่นนั้น", "Law or rules say otherwise"),
        Decline.NOT_HEARD: Words("ผู้ยื่นยังไม่ได้พูด", "The person was not heard"),
        Decline.TALK_FIRST: Words("ขอคุยกันก่อน", "Let us talk first"),
    },
    Checked: {
        Checked.PASSED: Words("ผ่าน", "Passed"),
        Checked.FAILED: Words("ไม่ผ่าน", "Failed"),
        Checked.UNCHECKED: Words("ตรวจไม่ได้", "Could not be checked"),
    },
}
"""By list, then by code."""
