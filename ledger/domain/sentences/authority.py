"""Refusals: authority."""

from collections.abc import Mapping
from typing import Final

from ledger.domain.sentences.sentence import Sentence

SENTENCES: Final[Mapping[str, Sentence]] = {
    "authority_missing": Sentence(
        en="the person holds no mandate for this act",
        do="Have a registrar grant the mandate, or let somebody sign who holds it.",
        th="ผู้นี้ไม่ได้รับมอบหมายให้ทำการนี้",
        do_th="ขอให้นายทะเบียนออกคำสั่งมอบหมาย หรือให้ผู้ที่ได้รับมอบหมายลงนามแทน",
    ),
    "authority_scope": Sentence(
        en="the mandate does not reach this programme, office or area",
        do="Let somebody sign whose mandate covers the programme, the office and the area.",
        th="การมอบหมายไม่ครอบคลุมโครงการ หน่วยงาน หรือพื้นที่นี้",
        do_th="ให้ผู้ที่ได้รับมอบหมายครอบคลุมโครงการ หน่วยงาน และพื้นที่นี้ลงนาม",
    ),
    "authority_expired": Sentence(
        en="the mandate has ended, has not begun, or was revoked",
        do="Have the mandate granted anew; a mandate runs twelve months at most.",
        th="การมอบหมายสิ้นสุดแล้ว ยังไม่เริ่ม หรือถูกเพิกถอน",
        do_th="ขอออกคำสั่งมอบหมายใหม่ การมอบหมายมีอายุไม่เกินสิบสองเดือน",
    ),
    "authority_self_grant": Sentence(
        en="nobody grants to their own person or line",
        do="Let a registrar of another line grant it.",
        th="ไม่มีใครมอบหมายให้ตนเองหรือสายบังคับบัญชาของตนเองได้",
        do_th="ให้นายทะเบียนของอีกสายบังคับบัญชาเป็นผู้มอบหมาย",
    ),
    "authority_depth": Sentence(
        en="a mandate is passed on twice at most",
        do="Have the mandate granted by somebody nearer to the registrar.",
        th="การมอบหมายส่งต่อกันได้ไม่เกินสองทอด",
        do_th="ให้ผู้ที่อยู่ใกล้นายทะเบียนกว่าเป็นผู้มอบหมาย",
    ),
    "mandate_invalid": Sentence(
        en="the mandate exceeds twelve months, ends before it begins, or cannot be granted",
        do=("Give a day to begin, a later day to end within twelve months, and a role that may be granted."),
        th="การมอบหมายยาวเกินสิบสองเดือน สิ้นสุดก่อนเริ่ม หรือมอบหมายไม่ได้",
        do_th="ระบุวันเริ่ม วันสิ้นสุดที่อยู่ภายในสิบสองเดือน และบทบาทที่มอบหมายได้",
    ),
    "mandate_unknown": Sentence(
        en="there is no such running mandate",
        do="Check the entry that granted the mandate, and whether it still runs.",
        th="ไม่มีการมอบหมายที่ยังใช้อยู่เช่นนี้",
        do_th="ตรวจรายการที่มอบหมาย และดูว่ายังใช้อยู่หรือไม่",
    ),
    "category_missing": Sentence(
        en="an attester's mandate names a category, and no other mandate does",
        do="Name the category for an attester, and for nobody else.",
        th="การมอบหมายผู้รับรองต้องระบุประเภท ส่วนการมอบหมายอื่นต้องไม่ระบุ",
        do_th="ระบุประเภทสำหรับผู้รับรองเท่านั้น",
    ),
    "office_unknown": Sentence(
        en="the office is not registered or is closed",
        do="Register the office first (`phayan key enrol … --office-name NAME`).",
        th="หน่วยงานนี้ยังไม่ขึ้นทะเบียนหรือปิดแล้ว",
        do_th="ขึ้นทะเบียนหน่วยงานก่อน (`phayan key enrol … --office-name NAME`)",
    ),
    "office_circle": Sentence(
        en="an office would stand above itself",
        do="Name a parent that does not lie below the office.",
        th="หน่วยงานจะกลายเป็นหน่วยงานเหนือตนเอง",
        do_th="โปรดระบุหน่วยงานต้นสังกัดที่ไม่ได้อยู่ใต้หน่วยงานนี้",
    ),
}
