"""What the clocks are called: each by its name, and by the codes of its variants.

A label says what is waited for, so that "until when" can stand beside it. Source: docs/clocks.md.
"""

from collections.abc import Mapping
from enum import StrEnum
from typing import Final

from ledger.domain.clocks.rows import ClockName
from ledger.projections.pictures.words import Words

LABELS: Final[Mapping[type[StrEnum], Mapping[str, Words]]] = {
    ClockName: {
        ClockName.APPEAL_FILING: Words("เวลายื่นอุทธรณ์", "Time to appeal"),
        ClockName.APPEAL_FIRST: Words("พิจารณาอุทธรณ์ชั้นแรก", "Answer to the appeal, first level"),
        ClockName.APPEAL_UPPER: Words("พิจารณาอุทธรณ์ชั้นบน", "Answer to the appeal, upper level"),
        ClockName.EXHAUSTION: Words("เวลาทั้งหมดของการอุทธรณ์", "Whole time for the appeal"),
        ClockName.SUE_AFTER_SILENCE: Words(
            "เวลาฟ้องศาล หลังอุทธรณ์แล้วไม่มีคำตอบ", "Time to go to court after silence on an appeal"
        ),
        ClockName.SUE_AFTER_OUTCOME: Words("เวลาฟ้องศาล หลังรู้คำวินิจฉัย", "Time to go to court after the outcome"),
        ClockName.COURT_DIRECT: Words("เวลาฟ้องศาลโดยตรง", "Time to go to court directly"),
        ClockName.NEGLECT_SILENCE: Words(
            "เวลาที่หน่วยงานต้องตอบ ก่อนฟ้องว่าละเลยหน้าที่", "Time to answer, before a suit for neglect"
        ),
        ClockName.SUE_AFTER_NEGLECT: Words(
            "เวลาฟ้องศาลเพราะหน่วยงานละเลยหน้าที่", "Time to go to court over neglect"
        ),
        ClockName.WRITTEN_CONFIRMATION: Words(
            "เวลาขอให้ยืนยันคำสั่งเป็นหนังสือ", "Time to ask for the order in writing"
        ),
        ClockName.RELIEF_REQUEST: Words(
            "เวลาขอผ่อนผัน เมื่อพลาดกำหนดโดยไม่ใช่ความผิด", "Time to ask for relief after a missed day"
        ),
        ClockName.REOPENING_REQUEST: Words("เวลาขอให้พิจารณาใหม่", "Time to ask for a reopening"),
        ClockName.REVOKE_BENEFIT: Words(
            "เวลาที่หน่วยงานเพิกถอนสิทธิได้", "Time in which a benefit may be taken back"
        ),
        ClockName.PDPA_ACCESS: Words("ตอบคำขอเรื่องข้อมูลส่วนบุคคล", "Answer to a request about personal data"),
        ClockName.PDPA_BREACH: Words("แจ้งเหตุข้อมูลรั่วไหล", "Notice of a data breach"),
        ClockName.AGENCY_REPLY: Words("ตอบหนังสือของประชาชน", "Reply to a letter"),
        ClockName.HEARING_NOTICE: Words("ประกาศก่อนรับฟังความเห็น", "Posting before a hearing"),
        ClockName.ACK: Words("ตอบรับเรื่อง", "Acknowledgement"),
        ClockName.TRIAGE: Words("คัดกรองเรื่องเร่งด่วน", "First look at an urgent matter"),
        ClockName.ADMISSION: Words("รับเรื่องไว้พิจารณา", "Admission"),
        ClockName.RESOLVE: Words("ตอบเรื่องร้องเรียน", "Answer to the grievance"),
        ClockName.DECIDE_CLAIM: Words("ออกคำสั่งเรื่องคำขอ", "Decision on the claim"),
        ClockName.NOTIFY: Words("แจ้งผลให้ผู้ยื่นเรื่องทราบ", "Notice to the person"),
        ClockName.TRANSFER: Words("รับเรื่องที่ส่งต่อ", "Taking over what was passed on"),
        ClockName.CONFLICT_RULING: Words("วินิจฉัยเรื่องส่วนได้เสีย", "Ruling on a conflict of interest"),
        ClockName.INFORMATION: Words("เวลาส่งข้อมูลเพิ่ม", "Time to give more information"),
        ClockName.ATTESTATION_REPLY: Words("เวลาตอบคำขอรับรอง", "Time to reply to a request to attest"),
        ClockName.LIST_OBJECTION: Words("เวลาคัดค้านบัญชีรายชื่อ", "Time to object to a list"),
        ClockName.REMEDY: Words("เยียวยาตามที่สั่ง", "Remedy, as ordered"),
        ClockName.CONFIRM: Words("เวลายืนยันหรือโต้แย้งการเยียวยา", "Time to confirm or dispute a remedy"),
        ClockName.CONTEST: Words("เวลาแจ้งว่าไม่ยอมรับผล", "Time to contest the outcome"),
        ClockName.CONSULT_OPEN: Words(
            "เปิดการหารือ หรือบอกเหตุผลที่ไม่เปิด", "Opening a consultation, or saying why not"
        ),
        ClockName.CONSULT_RESPONSE: Words("ตอบข้อเสนอแนะ", "Answer to a recommendation"),
        ClockName.DEFERRED_ANSWER: Words("คำตอบที่ขอเลื่อนไว้", "Answer that was deferred"),
        ClockName.COMMITMENT: Words("ทำตามคำมั่น", "Keeping a commitment"),
        ClockName.VERIFICATION: Words("ตรวจยืนยันคำมั่น", "Verifying a commitment"),
        ClockName.CONTESTED_ACT: Words("ทบทวนการกระทำที่ถูกโต้แย้ง", "Review of an act in doubt"),
        ClockName.UNSEALING_NOTICE: Words("แจ้งว่ามีการเปิดผนึกตัวตน", "Notice that an identity was unsealed"),
        ClockName.RETALIATION_WATCH: Words("เฝ้าดูไม่ให้มีการกลั่นแกล้ง", "Watch over retaliation"),
    },
}
"""By list, then by code."""

VARIANTS: Final[Mapping[str, Words]] = {
    "appeal_filing_year": Words("เวลายื่นอุทธรณ์ เมื่อไม่ได้บอกวิธีอุทธรณ์", "Time to appeal where nobody told how"),
    "exhaustion_extended": Words("เวลาทั้งหมดของการอุทธรณ์ เมื่อขยายแล้ว", "Whole time for the appeal, extended"),
    "sue_after_outcome_year": Words(
        "เวลาฟ้องศาลหลังคำวินิจฉัย เมื่อไม่ได้บอกวิธีฟ้อง", "Time to go to court after the outcome where nobody told how"
    ),
    "court_direct_year": Words(
        "เวลาฟ้องศาลโดยตรง เมื่อไม่ได้บอกวิธีฟ้อง", "Time to go to court directly where nobody told how"
    ),
    "ack_emergency": Words("ตอบรับเรื่องฉุกเฉิน", "Acknowledgement of an emergency"),
    "resolve_urgent": Words("ตอบเรื่องร้องเรียนเร่งด่วน", "Answer to an urgent grievance"),
    "resolve_emergency": Words("ตอบเรื่องร้องเรียนฉุกเฉิน", "Answer to an emergency"),
}
"""Rows of a programme that are variants of a clock."""

SOURCES: Final[Mapping[str, Words]] = {
    "ACA s.49": Words(
        "พ.ร.บ. จัดตั้งศาลปกครองฯ มาตรา 49",
        "Administrative Court Act, s.49",
    ),
    "ACA s.50": Words(
        "พ.ร.บ. จัดตั้งศาลปกครองฯ มาตรา 50",
        "Administrative Court Act, s.50",
    ),
    "APA s.27, s.65": Words(
        "พ.ร.บ. วิธีปฏิบัติราชการทางปกครอง มาตรา 27 และ 65",
        "Administrative Procedure Act, s.27, s.65",
    ),
    "APA s.35": Words(
        "พ.ร.บ. วิธีปฏิบัติราชการทางปกครอง มาตรา 35",
        "Administrative Procedure Act, s.35",
    ),
    "APA s.40": Words(
        "พ.ร.บ. วิธีปฏิบัติราชการทางปกครอง มาตรา 40",
        "Administrative Procedure Act, s.40",
    ),
    "APA s.44": Words(
        "พ.ร.บ. วิธีปฏิบัติราชการทางปกครอง มาตรา 44",
        "Administrative Procedure Act, s.44",
    ),
    "APA s.45": Words(
        "พ.ร.บ. วิธีปฏิบัติราชการทางปกครอง มาตรา 45",
        "Administrative Procedure Act, s.45",
    ),
    "APA s.49": Words(
        "พ.ร.บ. วิธีปฏิบัติราชการทางปกครอง มาตรา 49",
        "Administrative Procedure Act, s.49",
    ),
    "APA s.54": Words(
        "พ.ร.บ. วิธีปฏิบัติราชการทางปกครอง มาตรา 54",
        "Administrative Procedure Act, s.54",
    ),
    "APA s.66": Words(
        "พ.ร.บ. วิธีปฏิบัติราชการทางปกครอง มาตรา 66",
        "Administrative Procedure Act, s.66",
    ),
    "APA s.44, s.48; ACA s.49": Words(
        "พ.ร.บ. วิธีปฏิบัติราชการทางปกครอง มาตรา 44 และ 48 กับ พ.ร.บ. จัดตั้งศาลปกครองฯ มาตรา 49",
        "Administrative Procedure Act, s.44, s.48; Administrative Court Act, s.49",
    ),
    "Supreme Administrative Court on APA s.45; ACA s.42, s.49": Words(
        "แนวศาลปกครองสูงสุด พ.ร.บ. วิธีปฏิบัติราชการทางปกครอง มาตรา 45 กับ พ.ร.บ. จัดตั้งศาลปกครองฯ มาตรา 42 และ 49",
        "Supreme Administrative Court on the Administrative Procedure Act, s.45; ACA s.42, s.49",
    ),
    "PDPA": Words(
        "พ.ร.บ. คุ้มครองข้อมูลส่วนบุคคล",
        "Personal Data Protection Act",
    ),
    "PDPA s.30, s.39": Words(
        "พ.ร.บ. คุ้มครองข้อมูลส่วนบุคคล มาตรา 30 และ 39",
        "Personal Data Protection Act, s.30, s.39",
    ),
    "PM's Office Regulation on Public Consultation B.E. 2548": Words(
        "ระเบียบสำนักนายกรัฐมนตรีว่าด้วยการรับฟังความคิดเห็นของประชาชน พ.ศ. 2548",
        "PM's Office Regulation on Public Consultation B.E. 2548",
    ),
    "Royal Decree on Good Governance B.E. 2546 s.38": Words(
        "พ.ร.ฎ. ว่าด้วยหลักเกณฑ์และวิธีการบริหารกิจการบ้านเมืองที่ดี พ.ศ. 2546 มาตรา 38",
        "Royal Decree on Good Governance B.E. 2546, s.38",
    ),
    "DCY regulation B.E. 2562": Words(
        "ระเบียบกรมกิจการเด็กและเยาวชน พ.ศ. 2562",
        "Regulation of the Department of Children and Youth B.E. 2562",
    ),
    "CPGRAMS, 21 days": Words(
        "ตามแบบระบบรับเรื่องร้องทุกข์ของอินเดีย 21 วัน",
        "As in India's grievance system (CPGRAMS), 21 days",
    ),
    "ISO 10002 practice": Words(
        "แนวปฏิบัติมาตรฐานสากลเรื่องการรับเรื่องร้องเรียน (ISO 10002)",
        "ISO 10002 practice",
    ),
    "tiered grievance toolkits": Words(
        "แนวปฏิบัติการรับเรื่องร้องเรียนหลายชั้น",
        "Toolkits for grievances in tiers",
    ),
    "an answer exists when it is notified": Words(
        "ถือว่ามีคำตอบเมื่อแจ้งแล้ว",
        "An answer exists when it is notified",
    ),
    "project rule": Words(
        "หลักเกณฑ์ของโครงการ",
        "Rule of the project",
    ),
    "project rule on APA s.14": Words(
        "หลักเกณฑ์ของโครงการ ตามแนว พ.ร.บ. วิธีปฏิบัติราชการทางปกครอง มาตรา 14",
        "Rule of the project on the Administrative Procedure Act, s.14",
    ),
}
"""What a row of the clocks rests on, by how the row writes it."""
