"""Refusals: commitments, listings and audits."""

from collections.abc import Mapping
from typing import Final

from ledger.domain.sentences.sentence import Sentence

SENTENCES: Final[Mapping[str, Sentence]] = {
    "office_not_own": Sentence(
        en="the owner holds no running mandate in this office",
        do="Promise in the name of an office in which the owner serves.",
        th="ผู้รับผิดชอบไม่ได้ปฏิบัติหน้าที่อยู่ในหน่วยงานนี้",
        do_th="โปรดให้คำมั่นในนามหน่วยงานที่ผู้รับผิดชอบปฏิบัติหน้าที่อยู่",
    ),
    "source_unknown": Sentence(
        en="the entry cited as source asks nothing of this owner and names no such commitment",
        do="Cite the answer that names this commitment, or the determination that orders it.",
        th="รายการที่อ้างเป็นที่มาไม่ได้กำหนดให้ผู้รับผิดชอบคนนี้ทำเรื่องนี้",
        do_th="โปรดอ้างคำตอบที่ระบุข้อผูกพันนี้ หรือคำวินิจฉัยที่สั่งไว้",
    ),
    "commitment_state": Sentence(
        en="the commitment does not stand where this act is possible",
        do=(
            "Show the stream: progress is reported while it is open, and verified once it is "
            "reported or overdue."
        ),
        th="ข้อผูกพันยังไม่อยู่ในขั้นที่ทำรายการนี้ได้",
        do_th=("โปรดเปิดดูสถานะ รายงานความคืบหน้าได้เมื่อยังเปิดอยู่ และตรวจยืนยันได้เมื่อรายงานแล้วหรือเลยกำหนด"),
    ),
    "withdrawal_unexplained": Sentence(
        en="a promise is taken back with published reasons",
        do="Publish the reasons, and name their digest as evidence.",
        th="การถอนคำมั่นต้องเผยแพร่เหตุผล",
        do_th="โปรดเผยแพร่เหตุผล แล้วอ้างถึงเอกสารนั้นเป็นหลักฐาน",
    ),
    "verified_as_other": Sentence(
        en="the capacity that is stated is not that of the signatures",
        do="State `oversight` where oversight signs, else `participant`.",
        th="ฐานะของผู้ตรวจยืนยันไม่ตรงกับลายมือชื่อ",
        do_th="ถ้าองค์กรกำกับลงนามให้ระบุ `oversight` นอกนั้นให้ระบุ `participant`",
    ),
    "list_too_short": Sentence(
        en="the list hangs for less than the time in which people may object",
        do="Let it hang until the last day for objections at least.",
        th="ประกาศบัญชีไว้สั้นกว่าเวลาที่ประชาชนคัดค้านได้",
        do_th="โปรดประกาศไว้อย่างน้อยจนถึงวันสุดท้ายที่คัดค้านได้",
    ),
    "list_empty": Sentence(
        en="a list has at least one row",
        do="Post a list once there are candidates.",
        th="บัญชีประกาศต้องมีรายการอย่างน้อยหนึ่งรายการ",
        do_th="โปรดประกาศเมื่อมีรายการแล้ว",
    ),
    "round_repeated": Sentence(
        en="the round is not later than the last one of this programme at this place",
        do="Number the rounds of a programme at a place upwards, from 1.",
        th="รอบประกาศนี้ไม่ได้อยู่หลังรอบก่อนของโครงการ ณ สถานที่นี้",
        do_th="โปรดเรียงเลขรอบของโครงการในแต่ละสถานที่เพิ่มขึ้นจาก 1",
    ),
    "strata_invalid": Sentence(
        en="the strata lack a name, a size or a rate between nothing and everything",
        do="Give each stratum a name of its own, a size, and a rate `num` in `den` of at most one.",
        th="กลุ่มตัวอย่างขาดชื่อ ขนาด หรืออัตราที่อยู่ระหว่างศูนย์ถึงทั้งหมด",
        do_th="โปรดให้แต่ละกลุ่มมีชื่อไม่ซ้ำ มีขนาด และมีอัตราไม่เกินหนึ่ง",
    ),
    "beacon_unknown": Sentence(
        en="the beacon is none whose rounds have known times",
        do="Name a beacon that this release lists, and a round of it from 1.",
        th="ไม่รู้จักแหล่งเลขสุ่มนี้ หรือไม่มีรอบที่ระบุ",
        do_th="โปรดระบุแหล่งเลขสุ่มที่ระบบรองรับ และรอบตั้งแต่ 1 ขึ้นไป",
    ),
    "draw_order": Sentence(
        en="frame, checkpoint and beacon do not follow each other in this order",
        do=(
            "Seal the frame before the round, take the first checkpoint after it that was cosigned "
            "before the round, and draw when the round is past."
        ),
        th="ลำดับของกรอบตัวอย่าง จุดตรวจสอบ และเลขสุ่มไม่ถูกต้อง",
        do_th=("โปรดปิดผนึกกรอบก่อนถึงรอบเลขสุ่ม ใช้จุดตรวจสอบแรกหลังจากนั้นที่มีพยานลงนามก่อนถึงรอบ แล้วจึงสุ่มเมื่อพ้นรอบ"),
    ),
    "audit_state": Sentence(
        en="the audit does not stand where this act is possible",
        do="Show the stream: a frame is sealed, then drawn, then each case drawn is reported.",
        th="การสุ่มตรวจยังไม่อยู่ในขั้นที่ทำรายการนี้ได้",
        do_th="โปรดเปิดดูสถานะ ต้องปิดผนึกกรอบก่อน แล้วจึงสุ่ม แล้วจึงรายงานผลทีละเรื่อง",
    ),
    "checkpoint_other": Sentence(
        en="the note is no checkpoint of this ledger with this size and root",
        do="Carry the cosigned checkpoint itself, with the size and the root that it states.",
        th="เอกสารที่แนบไม่ใช่จุดตรวจสอบของบัญชีนี้ตามขนาดและค่าที่ระบุ",
        do_th="โปรดแนบจุดตรวจสอบที่พยานลงนามแล้ว พร้อมขนาดและค่าตามที่ปรากฏในนั้น",
    ),
    "drawn_too_many": Sentence(
        en="more is drawn than the frame holds",
        do="Compute the sample again from frame, checkpoint and beacon.",
        th="จำนวนที่สุ่มได้มากกว่าจำนวนในกรอบตัวอย่าง",
        do_th="โปรดคำนวณตัวอย่างใหม่จากกรอบ จุดตรวจสอบ และเลขสุ่ม",
    ),
    "case_not_in_frame": Sentence(
        en="the case was not on record when the frame was sealed",
        do="Report a claim or grievance that the frame holds.",
        th="เรื่องนี้ยังไม่มีอยู่ในบันทึกเมื่อปิดผนึกกรอบตัวอย่าง",
        do_th="โปรดรายงานคำขอหรือเรื่องร้องเรียนที่อยู่ในกรอบตัวอย่าง",
    ),
    "finding_known": Sentence(
        en="a finding on this case was reported before",
        do="Report each case of the sample once.",
        th="เคยรายงานผลตรวจของเรื่องนี้แล้ว",
        do_th="โปรดรายงานผลตรวจเรื่องละหนึ่งครั้ง",
    ),
    "case_not_drawn": Sentence(
        en="the case is not in the sample",
        do="Recompute the sample; report the cases that were drawn, and no other.",
        th="เรื่องนี้ไม่อยู่ในกลุ่มที่สุ่มได้",
        do_th="โปรดคำนวณตัวอย่างอีกครั้ง แล้วรายงานเฉพาะเรื่องที่สุ่มได้",
    ),
    "attestation_foreign": Sentence(
        en="an attestation is cited that does not stand in this case, or twice",
        do="Cite attestations of the case that was visited, each once.",
        th="มีการอ้างคำรับรองที่ไม่ได้อยู่ในเรื่องนี้ หรืออ้างซ้ำ",
        do_th="โปรดอ้างเฉพาะคำรับรองของเรื่องที่ไปตรวจ ข้อละหนึ่งครั้ง",
    ),
}
