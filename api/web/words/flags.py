"""What the flags of matters are called: something that the record lacks, or that wants an explanation.

A flag accuses nobody, and neither do these words.
"""

from collections.abc import Mapping
from typing import Final

from ledger.projections.pictures.words import Words

FLAGS: Final[Mapping[str, Words]] = {
    "anonymous": Words("ผู้ยื่นไม่บอกชื่อ", "Filed without a name"),
    "assist_unconfirmed": Words("มีผู้ช่วยยื่น ยังไม่ได้โทรยืนยัน", "Filed with help, not yet confirmed"),
    "audit": Words("รอการตรวจ", "To be audited"),
    "audited": Words("ถูกสุ่มตรวจ", "Drawn for an audit"),
    "awaiting_citizen": Words("รอข้อมูลจากผู้ยื่นเรื่อง", "Waiting for whoever filed"),
    "broken": Words("ไม่ได้ทำตามคำมั่น", "Not kept"),
    "conflict_pending": Words("รอวินิจฉัยเรื่องส่วนได้เสีย", "Conflict of interest to be ruled on"),
    "contested": Words("คำรับรองที่คำสั่งอ้างใช้ไม่ได้แล้ว", "Rests on an attestation that fell"),
    "contested_by_citizen": Words("ผู้ยื่นเรื่องไม่ยอมรับผล", "Contested by whoever filed"),
    "deemed_admissible": Words("ถือว่ารับไว้พิจารณาเพราะเลยเวลา", "Counts as admitted: the time passed"),
    "defective_notice": Words("การแจ้งยังไม่ครบถ้วน", "Notice incomplete"),
    "defective_reasons": Words("เหตุผลยังไม่ครบถ้วน", "Reasons incomplete"),
    "disputed": Words("มีผู้โต้แย้งคำรับรอง", "An attestation is disputed"),
    "executed": Words("จ่ายแล้ว", "Paid"),
    "extended": Words("ขยายเวลาแล้ว", "Extended"),
    "help_given": Words("ได้ช่วยเหลือแล้ว", "Help was given"),
    "in_court": Words("อยู่ในศาล", "In court"),
    "lapsed_contest": Words("พ้นเวลาคัดค้านผล", "Time to contest is over"),
    "may_sue": Words("ไปศาลได้แล้ว", "May go to court"),
    "no_application": Words("ไม่มีคำขอในบันทึก", "No claim on record"),
    "no_filing": Words("ไม่มีการยื่นในบันทึก", "No filing on record"),
    "not_notified": Words("ยังไม่ได้แจ้ง", "Not yet told"),
    "notice_in_transit": Words("กำลังส่งหนังสือแจ้ง", "Notice on its way"),
    "out_of_order": Words("ลำดับในบันทึกไม่ปกติ", "Out of order on record"),
    "pressure": Words("ถอนเพราะมีคนกดดัน", "Pressed to withdraw"),
    "pressure_not_asked": Words("ถอนโดยไม่มีใครถามว่าถูกกดดันหรือไม่", "Nobody asked about pressure"),
    "quorum": Words("ครบองค์ประชุมผู้รับรอง", "Quorum of attesters"),
    "quorum_failing": Words("ให้สิทธิแล้ว แต่ผู้รับรองไม่ครบ", "Granted, but attesters are lacking"),
    "retaliation_watch": Words("เฝ้าดูไม่ให้มีการกลั่นแกล้ง", "Watched for retaliation"),
    "sensitive": Words("เรื่องละเอียดอ่อน", "Sensitive"),
    "stayed": Words("คำสั่งรออยู่ ยังไม่มีผล", "The order waits"),
    "systemic": Words("เป็นส่วนหนึ่งของการหารือ", "Part of a consultation"),
    "transfer_pending": Words("รอหน่วยงานปลายทางรับเรื่อง", "Waiting to be taken over"),
    "under_appeal": Words("อยู่ระหว่างอุทธรณ์", "Under appeal"),
    "unverified": Words("ยังไม่มีใครตรวจยืนยัน", "Not verified"),
    "urgent": Words("เร่งด่วน", "Urgent"),
}
"""By flag; those of a clock or a subject are made by ``flag``."""
OVERDUE: Final = Words("เลยกำหนด: {}", "Overdue: {}")
ERASED: Final = Words("ลบข้อมูลแล้ว: {}", "Erased: {}")
"""With the name of the clock, and of the person."""
