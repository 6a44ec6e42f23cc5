"""Steps of checks in words: those of recomputing an audit, and those of comparing two checkpoints."""

from collections.abc import Mapping
from typing import Final

from ledger.projections.pictures.words import Words

SENTENCES: Final[Mapping[str, Words]] = {
    said.en: said
    for said in (
        Words("จุดตรวจทั้งสองอยู่ในรูปแบบเดียวที่มี", "both are checkpoints in their one form"),
        Words("จุดตรวจทั้งสองเป็นของบัญชีนี้ และบัญชีลงนามไว้", "both are of this log, and the log signed them"),
        Words("จุดตรวจใหม่เริ่มด้วยทุกรายการของจุดตรวจเก่า", "the newer one begins with all entries of the older"),
        Words("จุดตรวจล่าสุดของบัญชีเริ่มด้วยทุกรายการของทั้งสอง", "the newest one of the log begins with both"),
        Words("มีกรอบที่ผูกพันไว้ และสุ่มจากกรอบนั้นแล้ว", "a frame is sealed, and a sample was drawn from it"),
        Words("ไฟล์กรอบตรงกับที่ผูกพันไว้", "the file of the frame is what was sealed"),
        Words(
            "กรอบมีครบทุกเรื่องที่คำถามถามถึง และไม่มีเกิน",
            "the frame holds the cases that its questions ask for, and no other",
        ),
        Words(
            "จุดตรวจเป็นอันที่บัญชีเผยแพร่ และกรอบอยู่ในต้นไม้นั้น",
            "the checkpoint is one that the log published, and the frame stands in its tree",
        ),
        Words("บัญชีและพยานลงนามจุดตรวจก่อนถึงรอบ", "log and witnesses signed the checkpoint before the round"),
        Words(
            "ไม่มีจุดตรวจที่เล็กกว่าซึ่งพยานลงนามทันรอบ",
            "no smaller checkpoint with the frame was cosigned before the round",
        ),
        Words(
            "กรอบ จุดตรวจ รอบ และการสุ่ม เรียงตามลำดับ", "frame, checkpoint, round and draw followed one another"
        ),
        Words(
            "ค่าของรอบตรงกับที่เครือข่ายเผยแพร่",
            "the value of the round is the one that the network published",
        ),
        Words("จำนวนที่สุ่มได้ตรงกับที่คำนวณจากค่าตั้งต้น", "as many cases are drawn as follow from the seed"),
        Words("ผลตรวจทุกข้อเป็นของเรื่องที่ถูกสุ่ม", "every finding is on a case that was drawn"),
    )
}
"""By the English sentence."""
FORMS, SIGNED, GROWN, STILL = list(SENTENCES)[:4]
