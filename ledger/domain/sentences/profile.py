"""Refusals: what was seen, and the profile."""

from collections.abc import Mapping
from typing import Final

from ledger.domain.sentences.sentence import Sentence

SENTENCES: Final[Mapping[str, Sentence]] = {
    "seen_missing": Sentence(
        en="the act states which head of the record the signer had seen",
        do="Read the stream, and sign again with its head in `seen`.",
        th="การกระทำนี้ต้องระบุว่าผู้ลงนามได้เห็นรายการล่าสุดใดของเรื่อง",
        do_th="อ่านเรื่อง แล้วลงนามใหม่โดยระบุรายการล่าสุดใน `seen`",
    ),
    "stream_conflict": Sentence(
        en="the record changed after it was read; read it again",
        do="Read what is new (the answer lists it), decide again, and sign with the new head.",
        th="เรื่องนี้เปลี่ยนไปหลังจากที่อ่าน โปรดอ่านใหม่",
        do_th="อ่านสิ่งที่เพิ่มมา (คำตอบแสดงไว้) พิจารณาใหม่ แล้วลงนามโดยระบุรายการล่าสุด",
    ),
    "claim_conflict": Sentence(
        en="the contested claim changed after it was read; read it again",
        do="Read the claim again, and sign with its new head in `claim_seen`.",
        th="คำขอที่ถูกโต้แย้งเปลี่ยนไปหลังจากที่อ่าน โปรดอ่านใหม่",
        do_th="อ่านคำขอใหม่ แล้วลงนามโดยระบุรายการล่าสุดใน `claim_seen`",
    ),
    "import_not_historical": Sentence(
        en="imported records are accepted in programmes of the historical profile only",
        do="Import into a programme of the profile `historical`; a mapping publishes its own.",
        th="บันทึกนำเข้ารับได้เฉพาะในโครงการแบบข้อมูลย้อนหลัง",
        do_th="นำเข้าไปยังโครงการที่มี profile `historical` ซึ่งแผนที่นำเข้าประกาศเองได้",
    ),
    "historical_import_only": Sentence(
        en="a programme of the historical profile takes imported records only",
        do="Act in a programme of the profile `standard`.",
        th="โครงการแบบข้อมูลย้อนหลังรับเฉพาะบันทึกนำเข้า",
        do_th="ทำการในโครงการที่มี profile `standard`",
    ),
    "official_missing": Sentence(
        en="an imported record names the official it is about",
        do="Fill the column `official` of the mapping.",
        th="บันทึกนำเข้าต้องระบุเจ้าหน้าที่ที่บันทึกนั้นกล่าวถึง",
        do_th="เติมคอลัมน์ `official` ของแผนที่นำเข้า",
    ),
    "official_not_imported": Sentence(
        en="only an imported record names an official; others are signed by that person",
        do="Leave `official` out; whoever acts signs in person.",
        th="เฉพาะบันทึกนำเข้าเท่านั้นที่ระบุชื่อเจ้าหน้าที่ นอกนั้นผู้กระทำลงนามเอง",
        do_th="ตัด `official` ออก ผู้กระทำลงนามด้วยตนเอง",
    ),
    "at_missing": Sentence(
        en="only an imported record may lack the signer's time",
        do="Fill `at` with the signer's time.",
        th="เฉพาะบันทึกนำเข้าเท่านั้นที่ขาดเวลาของผู้ลงนามได้",
        do_th="เติม `at` ด้วยเวลาของผู้ลงนาม",
    ),
    "profile_demands": Sentence(
        en="the standard profile demands a member that is absent",
        do="Fill the member that the answer names; only old records may lack it.",
        th="แบบมาตรฐานต้องการข้อมูลช่องหนึ่งที่ขาดไป",
        do_th="เติมช่องที่คำตอบระบุ เฉพาะบันทึกเก่าเท่านั้นที่ขาดได้",
    ),
}
