"""What the codes of consultations, commitments, listings and audits are called."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Final

from ledger.domain.audit.events import AuditFinding, AuditPurpose, Concordance
from ledger.domain.audit.state import AuditStatus
from ledger.domain.commitment.state import CommitmentStatus
from ledger.domain.consultation.codes import Answer, Contribution, Progress, Stand, Trigger, Verified
from ledger.domain.consultation.kept import ConsultationStatus
from ledger.domain.listing.state import ListingStatus
from ledger.projections.pictures.words import Words

LABELS: Final[Mapping[type[StrEnum], Mapping[str, Words]]] = {
    ConsultationStatus: {
        ConsultationStatus.EMPTY: Words("ยังไม่มีการหารือ", "No consultation yet"),
        ConsultationStatus.PROPOSED: Words("มีผู้เสนอให้หารือ รอเปิด", "Proposed, not yet opened"),
        ConsultationStatus.OPEN: Words("เปิดหารืออยู่", "Open"),
        ConsultationStatus.ANSWERING: Words("รอคำตอบของผู้รับผิดชอบ", "Waiting for answers"),
        ConsultationStatus.ANSWERED: Words("ตอบครบแล้ว", "Answered"),
        ConsultationStatus.DECLINED: Words("ไม่เปิดหารือ มีเหตุผลแจ้งไว้", "Not opened, with reasons"),
    },
    Trigger: {
        Trigger.CASES: Words("เรื่องร้องเรียนหลายเรื่องที่คล้ายกัน", "Several cases alike"),
        Trigger.REPORT: Words("รายงาน", "A report"),
        Trigger.PETITION: Words("ประชาชนเข้าชื่อ", "A petition"),
        Trigger.OFFICIAL: Words("หน่วยงานเสนอ", "An official"),
    },
    Contribution: {
        Contribution.STATEMENT: Words("ความเห็น", "Opinion"),
        Contribution.PROPOSAL: Words("ข้อเสนอ", "Proposal"),
        Contribution.OBJECTION: Words("ข้อคัดค้าน", "Objection"),
        Contribution.AMENDMENT: Words("ข้อเสนอแก้ไข", "Amendment"),
    },
    Stand: {
        Stand.AGREE: Words("เห็นด้วย", "Agree"),
        Stand.DISAGREE: Words("ไม่เห็นด้วย", "Disagree"),
        Stand.PASS: Words("ไม่ออกความเห็น", "Pass"),
    },
    Answer: {
        Answer.ACCEPT: Words("รับ", "Accepted"),
        Answer.PARTLY: Words("รับบางส่วน", "Partly accepted"),
        Answer.DEFER: Words("ขอเลื่อนไปตอบภายหลัง", "Deferred"),
        Answer.REJECT: Words("ไม่รับ", "Refused"),
    },
    CommitmentStatus: {
        CommitmentStatus.EMPTY: Words("ยังไม่มีคำมั่น", "No commitment yet"),
        CommitmentStatus.OPEN: Words("ยังต้องทำ", "To be kept"),
        CommitmentStatus.REPORTED: Words(
            "เจ้าของคำมั่นบอกว่าทำแล้ว รอตรวจยืนยัน", "Reported done, not yet verified"
        ),
        CommitmentStatus.MET: Words("ทำตามคำมั่นแล้ว", "Kept"),
        CommitmentStatus.WITHDRAWN: Words("ถอนคำมั่นแล้ว", "Withdrawn"),
    },
    Progress: {
        Progress.UNDERWAY: Words("กำลังทำ", "Under way"),
        Progress.BLOCKED: Words("ติดขัด", "Blocked"),
        Progress.DONE: Words("ทำเสร็จแล้ว", "Done"),
        Progress.WITHDRAWN: Words("ถอนคำมั่น", "Withdrawn"),
    },
    Verified: {
        Verified.MET: Words("ทำจริงตามที่ให้คำมั่น", "Kept"),
        Verified.PARTLY_MET: Words("ทำบางส่วน", "Kept in part"),
        Verified.NOT_MET: Words("ไม่ได้ทำ", "Not kept"),
        Verified.CANNOT_TELL: Words("บอกไม่ได้", "Cannot tell"),
    },
    ListingStatus: {
        ListingStatus.EMPTY: Words("ยังไม่ปิดประกาศ", "Not posted yet"),
        ListingStatus.POSTED: Words("ปิดประกาศอยู่ คัดค้านได้", "Posted, open to objections"),
        ListingStatus.FINAL: Words("เป็นที่สุดแล้ว", "Final"),
    },
    AuditStatus: {
        AuditStatus.EMPTY: Words("ยังไม่เริ่ม", "Not begun"),
        AuditStatus.SEALED: Words("กำหนดกรอบแล้ว รอสุ่ม", "Frame sealed, to be drawn"),
        AuditStatus.DRAWN: Words("สุ่มแล้ว รอผลตรวจ", "Drawn, findings to come"),
        AuditStatus.REPORTED: Words("รายงานผลแล้ว", "Findings reported"),
    },
    AuditPurpose: {
        AuditPurpose.ATTESTATION: Words("ตรวจคำรับรอง", "Attestations"),
        AuditPurpose.DECISION: Words("ตรวจคำสั่ง", "Decisions"),
        AuditPurpose.REFUSAL: Words("ตรวจการไม่ให้สิทธิ", "Refusals"),
        AuditPurpose.REMEDY: Words("ตรวจการเยียวยา", "Remedies"),
        AuditPurpose.CALLBACK: Words("โทรสอบถามผู้ที่มีคนช่วยยื่น", "Call backs"),
    },
    AuditFinding: {
        AuditFinding.RIGHT: Words("ถูกต้อง", "Right"),
        AuditFinding.WRONG: Words("ไม่ถูกต้อง", "Wrong"),
        AuditFinding.NO_ANSWER: Words("ติดต่อไม่ได้", "No answer"),
    },
    Concordance: {
        Concordance.CONCORDANT: Words("ตรงกับที่ตรวจพบ", "Agrees with the visit"),
        Concordance.DISCORDANT: Words("ไม่ตรงกับที่ตรวจพบ", "Does not agree with the visit"),
        Concordance.NOT_COMPARABLE: Words("เทียบกันไม่ได้", "Not comparable"),
    },
}
"""By list, then by code."""
MEMBERS: Final[Mapping[str, Words]] = {
    "addressed_to": Words("ถึง", "Addressed to"),
    "agenda": Words("วาระ", "Agenda"),
    "agree": Words("เห็นด้วย", "Agree"),
    "answer": Words("คำตอบ", "Answer"),
    "backers": Words("ผู้สนับสนุน", "Backed by"),
    "can_change": Words("เปลี่ยนได้", "Can change"),
    "capacity": Words("ในฐานะ", "As"),
    "commitments": Words("คำมั่น", "Commitments"),
    "convener": Words("ผู้ร่วมจัด", "Convened by"),
    "disagree": Words("ไม่เห็นด้วย", "Disagree"),
    "dissent": Words("มีผู้ไม่เห็นด้วยกับบันทึก", "Dissent from the minutes"),
    "finding": Words("ผลการตรวจ", "Finding"),
    "group": Words("กลุ่ม", "Group"),
    "held_on": Words("ประชุมวันที่", "Held on"),
    "measure": Words("จะทำอะไร", "Measure"),
    "minimum": Words("อย่างน้อย (คน)", "At least (people)"),
    "minority": Words("เสียงข้างน้อย", "Minority"),
    "minutes": Words("บันทึกการประชุม", "Minutes"),
    "n": Words("จำนวน", "How many"),
    "officials": Words("เจ้าหน้าที่ที่มา", "Officials who came"),
    "on": Words("ต่อข้อความ", "On the text"),
    "outreach": Words("เข้าถึงโดย", "Reached by"),
    "participant": Words("ผู้เข้าร่วม", "Participant"),
    "pass": Words("ไม่ออกความเห็น", "Pass"),
    "position": Words("จุดยืน", "Position"),
    "published_on": Words("เผยแพร่วันที่", "Published on"),
    "question": Words("คำถาม", "Question"),
    "reasons": Words("เหตุผล", "Reasons"),
    "source": Words("มาจาก", "On account of"),
    "status": Words("สถานะ", "Status"),
    "support": Words("เสียง", "Support"),
    "text": Words("ข้อความ", "Text"),
    "topic": Words("เรื่อง", "Topic"),
    "trigger": Words("เริ่มจาก", "Began with"),
    "unit": Words("หน่วย", "Unit"),
    "value": Words("จำนวน", "Number"),
    "verified_as": Words("ตรวจในฐานะ", "Verified as"),
}
"""What the members of their events are called, in the timeline."""
