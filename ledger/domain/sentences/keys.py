"""Refusals: the ledger and its keys."""

from collections.abc import Mapping
from typing import Final

from ledger.domain.sentences.sentence import Sentence

SENTENCES: Final[Mapping[str, Sentence]] = {
    "not_founded": Sentence(
        en="the ledger has not been founded",
        do="Run `phayan init --origin NAME`, or name another database with `--db`.",
        th="บัญชีพยานนี้ยังไม่ได้ก่อตั้ง",
        do_th="สั่ง `phayan init --origin NAME` หรือระบุฐานข้อมูลอื่นด้วย `--db`",
    ),
    "founding_not_first": Sentence(
        en="a ledger is founded once, by its first entry",
        do=(
            "Nothing; this ledger has been founded. Another ledger needs a database and an origin of its own."
        ),
        th="บัญชีพยานก่อตั้งได้ครั้งเดียว ด้วยรายการแรกของตน",
        do_th="ไม่ต้องทำอะไร บัญชีนี้ก่อตั้งแล้ว หากต้องการอีกบัญชีให้ใช้ฐานข้อมูลและชื่อใหม่",
    ),
    "founding_invalid": Sentence(
        en="the root keys, their bodies or the threshold do not make a root quorum",
        do="Name root keys of different bodies, and a threshold of more than half of them.",
        th="กุญแจราก หน่วยงานผู้ถือ หรือจำนวนขั้นต่ำ ไม่ครบองค์ประกอบของคณะผู้ถือกุญแจราก",
        do_th="ระบุกุญแจรากของหน่วยงานที่ต่างกัน และจำนวนขั้นต่ำเกินกึ่งหนึ่ง",
    ),
    "origin_mismatch": Sentence(
        en="the statement was made for another ledger",
        do="Sign it again with the `origin` of this ledger; it may be meant for another.",
        th="ข้อความนี้ทำขึ้นสำหรับบัญชีพยานอื่น",
        do_th="ลงนามใหม่โดยใช้ `origin` ของบัญชีนี้ ข้อความเดิมอาจตั้งใจส่งไปที่อื่น",
    ),
    "key_unknown": Sentence(
        en="a signing key was never enrolled",
        do="Enrol the key first (`phayan key enrol`), or sign with an enrolled one.",
        th="กุญแจที่ใช้ลงนามไม่เคยขึ้นทะเบียน",
        do_th="ขึ้นทะเบียนกุญแจก่อน (`phayan key enrol`) หรือลงนามด้วยกุญแจที่ขึ้นทะเบียนแล้ว",
    ),
    "key_revoked": Sentence(
        en="a signing key was revoked before this position",
        do=(
            "Keep the statement as testimony, which has no authority: another key must attest anew. Ask the "
            "registrar for a new key if this one was yours."
        ),
        th="กุญแจที่ใช้ลงนามถูกเพิกถอนก่อนถึงตำแหน่งนี้ของบัญชี",
        do_th=(
            "โปรดเก็บข้อความนี้ไว้เป็นคำบอกเล่าซึ่งไม่มีผลเป็นอำนาจ และให้ผู้มีกุญแจอื่นรับรองใหม่ "
            "หากเป็นกุญแจของคุณเอง โปรดขอกุญแจใหม่จากนายทะเบียน"
        ),
    ),
    "key_reused": Sentence(
        en="the key, or another with the same id, was used before",
        do="Draw a new key; a key serves once, in one ledger, for one person.",
        th="กุญแจนี้ หรือกุญแจอื่นที่มีรหัสเดียวกัน เคยใช้มาก่อน",
        do_th="สร้างกุญแจใหม่ กุญแจหนึ่งดอกใช้ได้ครั้งเดียว ในบัญชีเดียว สำหรับคนเดียว",
    ),
    "no_such_key": Sentence(
        en="there is no key with this id",
        do="Check the id; `phayan show` of the registry's stream lists every key.",
        th="ไม่มีกุญแจที่มีรหัสนี้",
        do_th="ตรวจรหัสกุญแจ `phayan show` ของทะเบียนแสดงกุญแจทั้งหมด",
    ),
    "already_revoked": Sentence(
        en="the key was revoked before",
        do="Nothing; the key has no authority any more.",
        th="กุญแจนี้ถูกเพิกถอนไปก่อนแล้ว",
        do_th="ไม่ต้องทำอะไร กุญแจนี้ไม่มีอำนาจแล้ว",
    ),
    "key_is_root": Sentence(
        en="a root key changes only with the governance of the ledger",
        do="Root keys are not revoked like others.",
        th="กุญแจรากเปลี่ยนได้โดยการเปลี่ยนการกำกับบัญชีเท่านั้น",
        do_th="กุญแจรากไม่เพิกถอนแบบกุญแจทั่วไป ให้ใช้การเปลี่ยนการกำกับบัญชี",
    ),
    "rotation_unbound": Sentence(
        en="the new key is not the one to which the old key was bound",
        do="Rotate to the key that the enrolment committed to, or revoke the old key and enrol another.",
        th="กุญแจใหม่ไม่ใช่ดอกที่ผูกไว้กับกุญแจเดิม",
        do_th="เปลี่ยนไปใช้กุญแจที่ผูกไว้ตอนขึ้นทะเบียน หรือเพิกถอนกุญแจเดิมแล้วขึ้นทะเบียนดอกใหม่",
    ),
    "signer_missing": Sentence(
        en="no signing key belongs to the person who answers for the statement",
        do="Sign with a key of the person named in `by`.",
        th="ไม่มีกุญแจใดที่ลงนามเป็นของผู้รับผิดชอบข้อความนี้",
        do_th="ลงนามด้วยกุญแจของบุคคลที่ระบุใน `by`",
    ),
    "signer_superfluous": Sentence(
        en="somebody signed who has no part in the act",
        do="Leave out the signature of whoever has no part in the act.",
        th="มีผู้ลงนามที่ไม่มีส่วนในการกระทำนี้",
        do_th="ตัดลายมือชื่อของผู้ที่ไม่มีส่วนเกี่ยวข้องออก",
    ),
    "boundary_invalid": Sentence(
        en="the boundary is not a checkpoint of this ledger before the revocation",
        do="Give a checkpoint of this ledger that is older than the revocation.",
        th="จุดแบ่งที่ระบุไม่ใช่จุดตรวจของบัญชีนี้ก่อนการเพิกถอน",
        do_th="ระบุจุดตรวจของบัญชีนี้ที่เกิดก่อนการเพิกถอน",
    ),
    "boundary_too_old": Sentence(
        en="the boundary lies more than ninety days back",
        do="Give a checkpoint of the last ninety days; older acts stand unless each is reviewed by itself.",
        th="จุดแบ่งเวลาของกุญแจย้อนหลังเกินเก้าสิบวัน",
        do_th="โปรดระบุเช็กพอยต์ภายในเก้าสิบวันที่ผ่านมา การกระทำก่อนหน้านั้นยังมีผล เว้นแต่จะทบทวนเป็นรายเรื่อง",
    ),
    "governance_invalid": Sentence(
        en="the change names another thing than it brings, or no real time",
        do="State the one member that `what` names, and a time that exists; a log key bears the origin.",
        th="สิ่งที่แจ้งว่าจะเปลี่ยนไม่ตรงกับค่าที่ให้มา หรือเวลาที่ระบุไม่มีอยู่จริง",
        do_th="โปรดระบุเฉพาะค่าที่ตรงกับ `what` เพียงค่าเดียว พร้อมเวลาที่ถูกต้อง กุญแจของบันทึกต้องใช้ชื่อ origin ของบัญชีนี้",
    ),
    "governance_too_soon": Sentence(
        en="a change of governance takes effect fourteen days after it is recorded, or later",
        do="Name a time at least fourteen days ahead, so that everybody can read the change before.",
        th="การเปลี่ยนหลักการกำกับดูแลมีผลได้เร็วที่สุดสิบสี่วันหลังจากวันที่บันทึก",
        do_th="โปรดกำหนดเวลามีผลล่วงหน้าอย่างน้อยสิบสี่วัน เพื่อให้ทุกคนได้อ่านก่อน",
    ),
    "heads_invalid": Sentence(
        en="the commitment skips an epoch, or covers other than what is recorded since the last one",
        do="Commit to the next epoch, over more entries than before and no more than there are.",
        th="การยืนยันสถานะข้ามรอบ หรือครอบคลุมรายการไม่ตรงกับที่บันทึกไว้ตั้งแต่รอบก่อน",
        do_th="โปรดยืนยันรอบถัดจากรอบล่าสุด โดยครอบคลุมรายการมากกว่าเดิมและไม่เกินที่มีอยู่",
    ),
    "access_log_shrank": Sentence(
        en="the log of who read what has become shorter, or another one of the same size",
        do="Find out what was removed from the log of readers; anchor it again when it is whole.",
        th="บันทึกการเข้าอ่านแฟ้มสั้นลง หรือเนื้อหาเปลี่ยนไปทั้งที่มีขนาดเท่าเดิม",
        do_th="โปรดตรวจสอบว่ามีสิ่งใดหายไปจากบันทึกการเข้าอ่าน แล้วยืนยันอีกครั้งเมื่อครบถ้วน",
    ),
    "interest_invalid": Sentence(
        en="the declaration is about oneself, about nobody who holds a mandate, or ends before it begins",
        do="Name another person, a case or an area, and days in their order; `same_person` names a person.",
        th="คำแจ้งส่วนได้เสียกล่าวถึงตัวผู้แจ้งเอง หรือผู้ที่ไม่เคยมีอำนาจหน้าที่ หรือวันสิ้นสุดมาก่อนวันเริ่มต้น",
        do_th="โปรดระบุบุคคลอื่น เรื่อง หรือพื้นที่ และเรียงวันให้ถูกต้อง หากแจ้งว่าเป็นบุคคลเดียวกันต้องระบุเป็นบุคคล",
    ),
}
