"""Refusals: the form of a statement."""

from collections.abc import Mapping
from typing import Final

from ledger.domain.sentences.sentence import Sentence

SENTENCES: Final[Mapping[str, Sentence]] = {
    "data_invalid": Sentence(
        en="a member of the data is missing, unknown, or not of the form that its type demands",
        do=(
            "Compare `data` with [the event's members](events.md); the pointer in the answer names the place."
        ),
        th="ข้อมูลบางช่องขาดหาย ไม่รู้จัก หรือไม่อยู่ในรูปแบบที่ประเภทเหตุการณ์นี้กำหนด",
        do_th="เทียบ `data` กับ[รายการช่องข้อมูลของเหตุการณ์](events.md) ตัวชี้ในคำตอบบอกตำแหน่งที่ผิด",
    ),
    "type_unknown": Sentence(
        en="this release does not know the event type and cannot judge it",
        do="Check the spelling of the type and its schema, or use a newer release.",
        th="โปรแกรมรุ่นนี้ไม่รู้จักประเภทเหตุการณ์นี้ จึงตัดสินไม่ได้",
        do_th="ตรวจการสะกดชื่อประเภทและเลข schema หรือใช้โปรแกรมรุ่นใหม่กว่า",
    ),
    "wrong_stream": Sentence(
        en="an event of this type does not belong in this stream",
        do="Send it to the stream of its kind; [events.md](events.md) lists the types of each.",
        th="เหตุการณ์ประเภทนี้ไม่อยู่ในเรื่องชนิดนี้",
        do_th="ส่งไปยังเรื่องชนิดที่ถูกต้อง [events.md](events.md) บอกว่าแต่ละชนิดรับเหตุการณ์ใด",
    ),
    "id_format": Sentence(
        en="a citizen number has 13 digits and a receipt code 16, the last one checks the others",
        do="Compare it with the card or the paper and write ASCII digits alone; leave out what is not there.",
        th="เลขประจำตัวประชาชนต้องมี 13 หลัก รหัสรับเรื่องต้องมี 16 หลัก และหลักสุดท้ายต้องตรงตามวิธีตรวจสอบ",
        do_th="โปรดเทียบกับบัตรหรือกระดาษและกรอกเฉพาะเลขอารบิก หากไม่มีเลขให้เว้นช่องนี้ไว้",
    ),
}
