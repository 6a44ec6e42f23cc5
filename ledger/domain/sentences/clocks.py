"""Refusals: periods and their ends."""

from collections.abc import Mapping
from typing import Final

from ledger.domain.sentences.sentence import Sentence

SENTENCES: Final[Mapping[str, Sentence]] = {
    "unknown_clock": Sentence(
        en="no such period began with that entry of this stream",
        do="Look up the periods of the case, and name one of them with the entry that began it.",
        th="ไม่มีกำหนดเวลานี้ที่เริ่มจากรายการที่อ้างถึง",
        do_th="โปรดตรวจดูกำหนดเวลาของเรื่อง แล้วระบุกำหนดเวลาพร้อมรายการที่เป็นจุดเริ่มให้ถูกต้อง",
    ),
    "clock_inactive": Sentence(
        en="this period is shown for information only; its end is not recorded",
        do="Have the rule reviewed, and activate it in a new version of the programme.",
        th="กำหนดเวลานี้แสดงไว้เพื่อทราบเท่านั้น จึงไม่บันทึกการครบกำหนด",
        do_th="โปรดให้ผู้มีอำนาจตรวจสอบหลักเกณฑ์นี้ แล้วเปิดใช้ในหลักเกณฑ์ฉบับใหม่ของโครงการ",
    ),
    "already_lapsed": Sentence(
        en="the end of this period is already on record",
        do="Nothing needs to be done: the earlier entry stands.",
        th="มีการบันทึกการครบกำหนดเวลานี้ไว้แล้ว",
        do_th="ไม่ต้องทำอะไรเพิ่ม รายการเดิมยังมีผลอยู่",
    ),
    "lapse_not_due": Sentence(
        en="the period has not run out, or it was met in time",
        do="Wait until its last day is over, and record its end only if nothing met it.",
        th="กำหนดเวลานี้ยังไม่ครบ หรือมีการดำเนินการทันเวลาแล้ว",
        do_th="โปรดรอให้พ้นวันสุดท้ายก่อน และบันทึกเฉพาะกรณีที่ไม่มีผู้ใดดำเนินการทันเวลา",
    ),
    "lapse_differs": Sentence(
        en="the dates or effects stated are not those that follow from the record",
        do="Compute them anew from the record, the rule and the calendar.",
        th="วันหรือผลที่ระบุไว้ไม่ตรงกับที่คำนวณได้จากข้อมูลที่บันทึก",
        do_th="โปรดคำนวณใหม่จากข้อมูลที่บันทึก หลักเกณฑ์ และปฏิทินที่ใช้",
    ),
    "closing_differs": Sentence(
        en="the rights that stay open are not those that follow from the record",
        do="List every right that stays open, with its last day as computed.",
        th="สิทธิที่ยังเหลืออยู่ตามที่ระบุไม่ตรงกับที่คำนวณได้จากข้อมูลที่บันทึก",
        do_th="โปรดระบุสิทธิทุกอย่างที่ยังใช้ได้ พร้อมวันสุดท้ายตามที่คำนวณได้",
    ),
    "clock_not_running": Sentence(
        en="the period was met, or what it was for is gone",
        do="Nothing needs to be extended any more.",
        th="มีการดำเนินการตามกำหนดเวลานี้แล้ว หรือเรื่องนั้นสิ้นสุดไปแล้ว",
        do_th="ไม่จำเป็นต้องขยายเวลาอีก",
    ),
    "not_extendable": Sentence(
        en="nobody may extend this period",
        do="Act before its last day; the person keeps every right that follows from its end.",
        th="กำหนดเวลานี้ขยายไม่ได้",
        do_th="โปรดดำเนินการก่อนวันสุดท้าย ผู้มีสิทธิยังคงมีสิทธิทุกอย่างที่เกิดจากการครบกำหนด",
    ),
    "not_extender": Sentence(
        en="another person must extend this period",
        do="Let whoever ordered it, or the superior of the person who owes it, sign the extension.",
        th="การขยายกำหนดเวลานี้ต้องให้ผู้อื่นเป็นผู้ลงนาม",
        do_th="โปรดให้ผู้ที่สั่งไว้ หรือผู้บังคับบัญชาของผู้ที่ต้องปฏิบัติ เป็นผู้ลงนามขยายเวลา",
    ),
    "extension_from": Sentence(
        en="the day from which it is extended is not the last day of the period",
        do="State the last day as it is computed now.",
        th="วันที่ใช้เป็นฐานในการขยายไม่ใช่วันสุดท้ายของกำหนดเวลา",
        do_th="โปรดระบุวันสุดท้ายตามที่คำนวณได้ในขณะนี้",
    ),
    "extension_repeated": Sentence(
        en="the period was extended once already",
        do="Act before the day to which it was extended.",
        th="กำหนดเวลานี้เคยขยายไปแล้วครั้งหนึ่ง",
        do_th="โปรดดำเนินการก่อนวันสุดท้ายที่ขยายไว้แล้ว",
    ),
    "extension_too_late": Sentence(
        en="the last day was over before the extension was recorded and the person was told",
        do="Act at once; what follows from the end of the period stands.",
        th="พ้นวันสุดท้ายไปแล้วก่อนที่จะบันทึกการขยายเวลาและแจ้งให้ผู้เกี่ยวข้องทราบ",
        do_th="โปรดดำเนินการโดยทันที ผลของการครบกำหนดเวลายังคงอยู่",
    ),
    "extension_too_long": Sentence(
        en="the extension goes further than the rule allows",
        do="State a day within the length that the rule allows, counted from the last day.",
        th="ขยายเวลานานเกินกว่าที่หลักเกณฑ์กำหนด",
        do_th="โปรดระบุวันที่ไม่เกินระยะเวลาที่ขยายได้ โดยนับจากวันสุดท้ายเดิม",
    ),
    "extension_unagreed": Sentence(
        en="nothing on file shows that the citizen agrees to wait longer",
        do="Ask the person, and have the intake record the answer first.",
        th="ไม่มีข้อมูลในเรื่องที่แสดงว่าผู้ร้องยินยอมให้ขยายเวลา",
        do_th="โปรดสอบถามผู้ร้อง และให้ผู้รับเรื่องบันทึกคำตอบก่อน",
    ),
}
