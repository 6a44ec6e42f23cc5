"""What the codes of grievances are called."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Final

from ledger.domain.casework_codes import (
    Agreed,
    Anonymity,
    Closing,
    Consent,
    ContestGround,
    Ground,
    Inadmissible,
    Kind,
    Outcome,
    Pressure,
    Reclassified,
    Remedy,
    RemedyDispute,
    Urgency,
)
from ledger.domain.codes import GroundFinding
from ledger.domain.grievance.records import GrievanceStatus
from ledger.projections.pictures.words import Words

LABELS: Final[Mapping[type[StrEnum], Mapping[str, Words]]] = {
    GrievanceStatus: {
        GrievanceStatus.EMPTY: Words("ยังไม่มีเรื่อง", "No grievance yet"),
        GrievanceStatus.FILED: Words("ยื่นแล้ว", "Filed"),
        GrievanceStatus.ACKNOWLEDGED: Words("ตอบรับแล้ว", "Acknowledged"),
        GrievanceStatus.UNDER_REVIEW: Words("กำลังพิจารณา", "Being looked at"),
        GrievanceStatus.DETERMINED: Words("มีคำวินิจฉัยแล้ว ยังไม่ได้แจ้ง", "Determined, not yet told"),
        GrievanceStatus.NOTIFIED: Words("แจ้งคำวินิจฉัยแล้ว", "Told"),
        GrievanceStatus.REMEDY_DUE: Words("รอการเยียวยา", "Remedy owed"),
        GrievanceStatus.REMEDY_REPORTED: Words(
            "หน่วยงานรายงานว่าเยียวยาแล้ว รอผู้ยื่นยืนยัน", "Reported done, not yet confirmed"
        ),
        GrievanceStatus.CLOSED: Words("ปิดเรื่องแล้ว", "Closed"),
    },
    Kind: {
        Kind.INQUIRY: Words("สอบถาม", "Question"),
        Kind.SERVICE_COMPLAINT: Words("ร้องเรียนบริการ", "Complaint about service"),
        Kind.CONDUCT_COMPLAINT: Words("ร้องเรียนการปฏิบัติตัวของเจ้าหน้าที่", "Complaint about conduct"),
        Kind.APPEAL: Words("อุทธรณ์คำสั่ง", "Appeal"),
        Kind.OBJECTION_TO_LISTING: Words("คัดค้านบัญชีรายชื่อ", "Objection to a list"),
        Kind.ATTESTATION_DISPUTE: Words("โต้แย้งคำรับรอง", "Dispute of an attestation"),
        Kind.ATTESTATION_REFUSED: Words("ไม่มีใครยอมรับรอง", "Nobody would attest"),
        Kind.DATA_CORRECTION: Words("ขอแก้ข้อมูลที่ผิด", "Wrong data"),
        Kind.PAYMENT_PROBLEM: Words("ปัญหาการจ่ายเงิน", "Problem with a payment"),
        Kind.EXCLUSION_CLAIM: Words("ควรได้สิทธิแต่ไม่มีชื่อ", "Left out"),
        Kind.UNFAIR_ALLOCATION: Words("การจัดสรรไม่เป็นธรรม", "Unfair allocation"),
        Kind.INTEGRITY_ALLEGATION: Words("แจ้งเรื่องทุจริต", "Corruption"),
        Kind.RETALIATION: Words("ถูกกลั่นแกล้งเพราะเคยร้องเรียน", "Retaliation"),
        Kind.PDPA_REQUEST: Words("ขอใช้สิทธิในข้อมูลส่วนบุคคล", "Request about one's personal data"),
        Kind.SUGGESTION: Words("ข้อเสนอแนะ", "Suggestion"),
    },
    Ground: {
        Ground.FACT_WRONG: Words("ข้อเท็จจริงไม่ถูกต้อง", "A fact is wrong"),
        Ground.FACT_IGNORED: Words("ไม่ได้ดูข้อเท็จจริงบางอย่าง", "A fact was ignored"),
        Ground.LAW_MISAPPLIED: Words("ใช้กฎหมายไม่ถูกต้อง", "The law was applied wrongly"),
        Ground.DISCRETION_UNREASONED: Words("ใช้ดุลพินิจโดยไม่บอกเหตุผล", "Discretion without reasons"),
        Ground.NO_REASONS: Words("ไม่บอกเหตุผล", "No reasons given"),
        Ground.NO_NOTICE: Words("ไม่ได้รับแจ้ง", "No notice given"),
        Ground.BIAS_OR_CONFLICT: Words("ผู้ตัดสินลำเอียงหรือมีส่วนได้เสีย", "Bias or conflict of interest"),
        Ground.UNEQUAL_TREATMENT: Words("ปฏิบัติไม่เท่าเทียมกัน", "Unequal treatment"),
        Ground.DELAY: Words("ล่าช้า", "Delay"),
        Ground.DISCOURTESY: Words("ไม่สุภาพ", "Discourtesy"),
        Ground.BRIBERY: Words("เรียกหรือรับเงิน", "Bribery"),
        Ground.DATA_ERROR: Words("ข้อมูลผิด", "Error in the data"),
        Ground.IDENTITY_ERROR: Words("ผิดตัวบุคคล", "Mistaken identity"),
        Ground.DISCRIMINATION: Words("เลือกปฏิบัติ", "Discrimination"),
    },
    GroundFinding: {
        GroundFinding.SUSTAINED: Words("ฟังขึ้น", "Sustained"),
        GroundFinding.NOT_SUSTAINED: Words("ฟังไม่ขึ้น", "Not sustained"),
        GroundFinding.NOT_DETERMINED: Words("ไม่ได้วินิจฉัย", "Not determined"),
    },
    Remedy: {
        Remedy.RECONSIDER: Words("พิจารณาใหม่", "Look at it again"),
        Remedy.GRANT: Words("ให้สิทธิ", "Grant the benefit"),
        Remedy.BACK_PAY: Words("จ่ายย้อนหลัง", "Pay what was missed"),
        Remedy.CORRECT_RECORD: Words("แก้ข้อมูล", "Correct the data"),
        Remedy.NEW_VERIFICATION: Words("ตรวจสอบใหม่", "Check again"),
        Remedy.STAY: Words("ให้คำสั่งรอไว้ก่อน", "Let the order wait"),
        Remedy.APOLOGY: Words("ขอโทษ", "Apologise"),
        Remedy.WRITTEN_REASONS: Words("ให้เหตุผลเป็นหนังสือ", "Give reasons in writing"),
        Remedy.REASSIGN_HANDLER: Words("เปลี่ยนผู้ดำเนินเรื่อง", "Let somebody else handle it"),
        Remedy.POLICY_CHANGE: Words("เปลี่ยนหลักเกณฑ์", "Change the rules"),
        Remedy.INVESTIGATE: Words("สอบสวน", "Investigate"),
        Remedy.NONE: Words("ไม่ขออะไร", "Nothing"),
    },
    Outcome: {
        Outcome.UPHELD: Words("ผู้ยื่นเรื่องถูก", "Upheld"),
        Outcome.PARTLY_UPHELD: Words("ผู้ยื่นเรื่องถูกบางส่วน", "Partly upheld"),
        Outcome.NOT_UPHELD: Words("ไม่เห็นด้วยกับผู้ยื่นเรื่อง", "Not upheld"),
        Outcome.SETTLED: Words("ตกลงกันได้", "Settled"),
        Outcome.INADMISSIBLE: Words("ไม่รับไว้พิจารณา", "Not admitted"),
        Outcome.SUPERSEDED: Words("มีเรื่องหรือคำสั่งอื่นมาแทนแล้ว", "Superseded"),
    },
    Inadmissible: {
        Inadmissible.OUT_OF_TIME: Words("พ้นเวลา", "Out of time"),
        Inadmissible.NO_STANDING: Words("ไม่ใช่ผู้มีส่วนเกี่ยวข้อง", "Not a person concerned"),
        Inadmissible.DUPLICATE_OF: Words("ซ้ำกับเรื่องที่ยื่นไว้แล้ว", "The same as an earlier one"),
        Inadmissible.INSUFFICIENT_AFTER_HELP: Words(
            "ข้อมูลยังไม่พอ แม้ได้ช่วยแล้ว", "Too little to go on, also after help"
        ),
    },
    Closing: {
        Closing.CONFIRMED: Words("ผู้ยื่นเรื่องยืนยันแล้ว", "Confirmed by whoever filed"),
        Closing.UNCONFIRMED: Words("ครบเวลา ยังไม่มีใครยืนยัน", "Time over, unconfirmed"),
        Closing.NOT_CONTESTED: Words("ครบเวลา ไม่มีผู้คัดค้าน", "Time over, not contested"),
        Closing.WITHDRAWN: Words("ผู้ยื่นเรื่องถอน", "Withdrawn"),
        Closing.SUPERSEDED: Words("มีเรื่องอื่นมาแทน", "Superseded"),
        Closing.COURT: Words("ศาลตัดสินแล้ว", "A court has ruled"),
    },
    Anonymity: {
        Anonymity.OPEN: Words("บอกชื่อได้", "My name may be known"),
        Anonymity.CONFIDENTIAL: Words("เก็บชื่อเป็นความลับ", "Keep my name secret"),
        Anonymity.ANONYMOUS: Words("ไม่บอกชื่อ", "No name"),
    },
    Urgency: {
        Urgency.EMERGENCY: Words("ฉุกเฉิน", "Emergency"),
        Urgency.URGENT: Words("เร่งด่วน", "Urgent"),
        Urgency.NORMAL: Words("ปกติ", "Normal"),
    },
    Agreed: {
        Agreed.NONE: Words("ไม่เห็นด้วยกับอุทธรณ์", "Does not agree with the appeal"),
        Agreed.PART: Words("เห็นด้วยบางส่วน", "Agrees in part"),
    },
    ContestGround: {
        ContestGround.WRONG_FACTS: Words("ข้อเท็จจริงไม่ถูกต้อง", "The facts are wrong"),
        ContestGround.WRONG_LAW: Words("ใช้กฎหมายไม่ถูกต้อง", "The law is wrong"),
        ContestGround.NOT_REASONED: Words("ไม่มีเหตุผล", "No reasons"),
        ContestGround.NOT_NOTIFIED: Words("ไม่ได้รับแจ้งผล", "I was not told"),
        ContestGround.REMEDY_NOT_DONE: Words("ยังไม่ได้เยียวยา", "The remedy was not done"),
        ContestGround.CONFLICT: Words("ผู้วินิจฉัยมีส่วนได้เสีย", "Conflict of interest"),
        ContestGround.NEW_EVIDENCE: Words("มีพยานหลักฐานใหม่", "New evidence"),
    },
    RemedyDispute: {
        RemedyDispute.NOT_DONE: Words("ยังไม่ได้ทำ", "Not done"),
        RemedyDispute.PARTLY_DONE: Words("ทำเพียงบางส่วน", "Done in part"),
        RemedyDispute.WRONG: Words("ทำไม่ตรงกับที่สั่ง", "Not what was ordered"),
        RemedyDispute.LATE: Words("ทำช้าเกินไป", "Too late"),
        RemedyDispute.UNDONE_LATER: Words("ทำแล้วแต่ถูกยกเลิกภายหลัง", "Undone later"),
    },
    Reclassified: {
        Reclassified.KIND: Words("ประเภทเรื่อง", "Kind"),
        Reclassified.URGENCY: Words("ความเร่งด่วน", "Urgency"),
        Reclassified.JOINED: Words("รวมกับเรื่องอื่น", "Joined with another"),
    },
    Consent: {
        Consent.COMPLAINANT: Words("ผู้ยื่นเรื่องยินยอม", "Whoever filed agreed"),
        Consent.OVERSIGHT: Words("องค์กรกำกับยินยอม", "Oversight agreed"),
        Consent.NOT_NEEDED: Words("ไม่ต้องขอความยินยอม", "Not needed"),
    },
    Pressure: {
        Pressure.NO: Words("ไม่มีใครกดดัน", "Nobody pressed"),
        Pressure.YES: Words("มีคนกดดัน", "Somebody pressed"),
        Pressure.NOT_ASKED: Words("ไม่ได้ถาม", "Not asked"),
    },
}
"""By list, then by code."""
