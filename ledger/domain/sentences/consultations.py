"""Refusals: consultations."""

from collections.abc import Mapping
from typing import Final

from ledger.domain.sentences.sentence import Sentence

SENTENCES: Final[Mapping[str, Sentence]] = {
    "stream_begun": Sentence(
        en="this stream was begun before",
        do="Nothing, if this was sent twice; else begin a new one in a stream of its own.",
        th="เรื่องนี้ถูกเปิดไว้ก่อนแล้ว",
        do_th="ถ้าส่งซ้ำก็ไม่ต้องทำอะไร ถ้าเป็นเรื่องใหม่ให้เปิดเป็นเรื่องแยกต่างหาก",
    ),
    "evidence_unknown": Sentence(
        en="something cited as evidence is not on record, or is cited twice",
        do="Cite each matter once, by its stream, after its first entry was recorded.",
        th="มีหลักฐานที่อ้างถึงซึ่งไม่มีอยู่ในบันทึก หรืออ้างซ้ำ",
        do_th="โปรดอ้างถึงแต่ละเรื่องเพียงครั้งเดียว และอ้างเฉพาะเรื่องที่บันทึกไว้แล้ว",
    ),
    "evidence_missing": Sentence(
        en="a consultation that cases ask for names those cases",
        do="Name at least one case as evidence.",
        th="การหารือที่มาจากเรื่องร้องเรียนต้องระบุเรื่องเหล่านั้น",
        do_th="โปรดระบุเรื่องที่เป็นหลักฐานอย่างน้อยหนึ่งเรื่อง",
    ),
    "pattern_missing": Sentence(
        en="the record shows no pattern in these cases",
        do=(
            "Propose once ten grievances of one ground, programme and district came within 180 days, "
            "from three households."
        ),
        th="บันทึกไม่แสดงว่าเรื่องเหล่านี้เกิดซ้ำในลักษณะเดียวกัน",
        do_th=(
            "เสนอได้เมื่อมีเรื่องร้องเรียนด้วยเหตุเดียวกัน โครงการและอำเภอเดียวกัน สิบเรื่องภายใน 180 วัน จากอย่างน้อยสามครัวเรือน"
        ),
    ),
    "pattern_known": Sentence(
        en="these cases have proposed a consultation before",
        do="Add what is new to the consultation that stands already.",
        th="เรื่องเหล่านี้เคยนำไปสู่ข้อเสนอให้หารือแล้ว",
        do_th="โปรดนำข้อมูลใหม่ไปเพิ่มในการหารือที่มีอยู่แล้ว",
    ),
    "petition_small": Sentence(
        en="a petition takes twenty citizens, or five volunteers who sign it too",
        do="Collect more names, or let five volunteers sign the petition with their own keys.",
        th="การเข้าชื่อต้องมีประชาชนยี่สิบคน หรืออาสาสมัครห้าคนที่ลงนามด้วยตนเอง",
        do_th="โปรดรวบรวมรายชื่อเพิ่ม หรือให้อาสาสมัครห้าคนลงนามด้วยกุญแจของตนเอง",
    ),
    "owner_not_competent": Sentence(
        en="the person named as owner cannot change anything in this district and programme",
        do="Name a supervisor whose mandate covers the district and the programme of the evidence.",
        th="ผู้ที่ระบุให้รับผิดชอบไม่มีอำนาจเปลี่ยนแปลงเรื่องนี้ในอำเภอและโครงการนี้",
        do_th="โปรดระบุผู้บังคับบัญชาที่มีอำนาจครอบคลุมอำเภอและโครงการนั้น",
    ),
    "not_owner": Sentence(
        en="only the person who owes the answer or the promise acts here, in person",
        do="Let the owner who is named in the record sign.",
        th="เรื่องนี้ผู้รับผิดชอบที่ระบุชื่อไว้ต้องลงนามด้วยตนเองเท่านั้น",
        do_th="โปรดให้ผู้รับผิดชอบที่มีชื่อในบันทึกเป็นผู้ลงนาม",
    ),
    "convener_differs": Sentence(
        en="the second signature is not that of the convener who is named",
        do="Let the convener who is named sign, and nobody else beside the owner.",
        th="ลายมือชื่อที่สองไม่ใช่ของผู้ร่วมจัดที่ระบุชื่อไว้",
        do_th="โปรดให้ผู้ร่วมจัดที่ระบุชื่อไว้เป็นผู้ลงนามร่วมเพียงคนเดียว",
    ),
    "consultation_state": Sentence(
        en="the consultation does not stand where this act is possible",
        do="Show the stream to see where it stands; another act may come first.",
        th="การหารือยังไม่อยู่ในขั้นที่ทำรายการนี้ได้",
        do_th="โปรดเปิดดูว่าการหารืออยู่ในขั้นใด อาจต้องทำรายการอื่นก่อน",
    ),
    "evidence_dropped": Sentence(
        en="the opening leaves out evidence of the proposal",
        do="Take over all evidence of the proposal; more may be added.",
        th="การเปิดหารือตัดหลักฐานบางส่วนของข้อเสนอออก",
        do_th="โปรดคงหลักฐานทั้งหมดของข้อเสนอไว้ และเพิ่มหลักฐานอื่นได้",
    ),
    "can_change_missing": Sentence(
        en="a consultation says beforehand what can change",
        do="Name at least one thing that the owner can change.",
        th="การหารือต้องบอกไว้ก่อนว่าเรื่องใดเปลี่ยนแปลงได้",
        do_th="โปรดระบุอย่างน้อยหนึ่งเรื่องที่ผู้รับผิดชอบเปลี่ยนแปลงได้",
    ),
    "phases_invalid": Sentence(
        en="the phases are missing, out of order, overlapping, or begin in the past",
        do="Give at least one phase, from today on, each after the one before.",
        th="ช่วงเวลาหารือขาดหาย สลับลำดับ ซ้อนกัน หรือเริ่มในอดีต",
        do_th="โปรดกำหนดอย่างน้อยหนึ่งช่วง เริ่มตั้งแต่วันนี้ และเรียงต่อกันตามลำดับ",
    ),
    "inclusion_missing": Sentence(
        en="the inclusion plan is empty, repeats a group, or asks for nobody",
        do="Name each group once, with a minimum of at least one.",
        th="แผนการรับฟังให้ทั่วถึงว่างเปล่า ระบุกลุ่มซ้ำ หรือไม่ได้กำหนดจำนวนขั้นต่ำ",
        do_th="โปรดระบุแต่ละกลุ่มเพียงครั้งเดียว พร้อมจำนวนขั้นต่ำอย่างน้อยหนึ่งคน",
    ),
    "proposal_only_rejected": Sentence(
        en="a proposal is opened, or declined with published reasons",
        do="Sign the opening to say yes; to say no, answer `reject` with reasons.",
        th="ข้อเสนอให้หารือมีได้สองทาง คือเปิดการหารือ หรือปฏิเสธโดยเผยแพร่เหตุผล",
        do_th="ถ้าเห็นด้วยให้ลงนามเปิดการหารือ ถ้าไม่เห็นด้วยให้ตอบปฏิเสธพร้อมเหตุผล",
    ),
    "phase_not_running": Sentence(
        en="no phase of the consultation runs on that day",
        do="Look at the phases; speak or meet while one runs.",
        th="วันนั้นไม่อยู่ในช่วงเวลาของการหารือ",
        do_th="โปรดดูช่วงเวลาของการหารือ แล้วแสดงความเห็นหรือประชุมในช่วงที่เปิดอยู่",
    ),
    "text_on_file": Sentence(
        en="this very text is on file",
        do="Take a position on the text that is there, or put in another one.",
        th="มีข้อความเดียวกันนี้อยู่ในบันทึกแล้ว",
        do_th="โปรดแสดงจุดยืนต่อข้อความที่มีอยู่ หรือยื่นข้อความอื่น",
    ),
    "text_unknown": Sentence(
        en="the text that this is about is not on file",
        do="Put the text in first, or name one that is on file by its digest.",
        th="ไม่พบข้อความที่อ้างถึงในบันทึก",
        do_th="โปรดยื่นข้อความนั้นก่อน หรืออ้างถึงข้อความที่มีอยู่ในบันทึกแล้ว",
    ),
    "voice_taken": Sentence(
        en="this token is another participant's, or the person speaks under another one",
        do="Use the token under which the person has spoken before; a new participant takes a new one.",
        th="รหัสผู้เข้าร่วมนี้เป็นของคนอื่น หรือบุคคลนี้ใช้รหัสอื่นอยู่แล้ว",
        do_th="โปรดใช้รหัสเดิมที่เคยใช้ ผู้เข้าร่วมใหม่ให้ใช้รหัสใหม่",
    ),
    "small_count": Sentence(
        en="a count of one to ten has no number, and each group is counted once",
        do="Leave out the number of a small group; give numbers from eleven on, or zero.",
        th="จำนวนหนึ่งถึงสิบคนต้องไม่แสดงเป็นตัวเลข และแต่ละกลุ่มนับครั้งเดียว",
        do_th="ถ้ากลุ่มมีคนน้อยให้เว้นตัวเลขไว้ ใส่ตัวเลขเฉพาะศูนย์หรือตั้งแต่สิบเอ็ดคนขึ้นไป",
    ),
    "participants_missing": Sentence(
        en="the act lacks the signatures of the participants or volunteers that it needs",
        do=(
            "Have them sign the same statement: minutes take a participant and a volunteer, a "
            "recommendation a delegate, a verification two participants or oversight."
        ),
        th="ยังขาดลายมือชื่อของผู้เข้าร่วมหรืออาสาสมัครที่จำเป็น",
        do_th=(
            "โปรดให้ลงนามในเอกสารเดียวกัน คือ รายงานการประชุมต้องมีผู้เข้าร่วมและอาสาสมัคร "
            "ข้อเสนอแนะต้องมีผู้แทนผู้เข้าร่วม การตรวจยืนยันต้องมีผู้เข้าร่วมสองคนหรือองค์กรกำกับ"
        ),
    ),
    "coi_owner": Sentence(
        en="whoever owes the answer or the promise, or stands in a line with who owes it, may not sign this",
        do="Let somebody sign who is not the owner, nor of the owner's office or line.",
        th="ผู้ที่ต้องตอบหรือต้องทำตามสัญญา รวมทั้งผู้อยู่ในสายบังคับบัญชาเดียวกัน ลงนามในเรื่องนี้ไม่ได้",
        do_th="โปรดให้ผู้ที่ไม่ใช่ผู้รับผิดชอบ และไม่ได้อยู่ในหน่วยงานหรือสายเดียวกัน เป็นผู้ลงนาม",
    ),
    "support_mismatch": Sentence(
        en="the support differs from the positions on this very text",
        do="Count the positions on the digest of the text again, and sign what they show.",
        th="จำนวนผู้สนับสนุนไม่ตรงกับจุดยืนที่บันทึกไว้ต่อข้อความนี้",
        do_th="โปรดนับจุดยืนต่อข้อความนี้อีกครั้ง แล้วลงนามตามจำนวนที่นับได้",
    ),
    "minority_missing": Sentence(
        en="where somebody disagrees, the view of the minority is kept",
        do="Publish what those say who disagree, and name its digest.",
        th="เมื่อมีผู้ไม่เห็นด้วย ต้องเก็บความเห็นของฝ่ายข้างน้อยไว้",
        do_th="โปรดเผยแพร่ความเห็นของผู้ไม่เห็นด้วย แล้วอ้างถึงเอกสารนั้น",
    ),
    "recommendation_known": Sentence(
        en="the token is taken, or this text went to this person before",
        do="Use a new token; send one text to one person once.",
        th="รหัสข้อเสนอแนะนี้ถูกใช้แล้ว หรือข้อความนี้เคยส่งถึงบุคคลนี้แล้ว",
        do_th="โปรดใช้รหัสใหม่ และส่งข้อความหนึ่งถึงคนหนึ่งเพียงครั้งเดียว",
    ),
    "recommendation_unknown": Sentence(
        en="there is no such recommendation in this consultation",
        do="Answer a recommendation by its token.",
        th="ไม่พบข้อเสนอแนะนี้ในการหารือ",
        do_th="โปรดตอบโดยระบุรหัสของข้อเสนอแนะที่มีอยู่",
    ),
    "already_answered": Sentence(
        en="the recommendation was answered, and the answer stands",
        do="Nothing; only a deferred answer is followed by another one.",
        th="ข้อเสนอแนะนี้มีคำตอบแล้ว และคำตอบนั้นยังคงอยู่",
        do_th="ไม่ต้องทำอะไร ตอบอีกครั้งได้เฉพาะกรณีที่เคยเลื่อนคำตอบไว้",
    ),
    "defer_repeated": Sentence(
        en="an answer is put off once",
        do="Accept, accept in part, or reject.",
        th="เลื่อนคำตอบได้เพียงครั้งเดียว",
        do_th="โปรดตอบรับ ตอบรับบางส่วน หรือปฏิเสธ",
    ),
    "answer_commitments": Sentence(
        en="a yes, whole or in part, names the commitments that follow, and other answers name none",
        do="Name a commitment for each thing that is promised; name none with `defer` and `reject`.",
        th="คำตอบรับหรือรับบางส่วนต้องระบุข้อผูกพัน คำตอบอื่นต้องไม่ระบุ",
        do_th="โปรดระบุข้อผูกพันสำหรับทุกเรื่องที่รับปาก และไม่ต้องระบุเมื่อเลื่อนหรือปฏิเสธ",
    ),
    "answer_until": Sentence(
        en="a deferred answer has a day within 180 days, and no other answer has one",
        do="Give a day after today and within 180 days with `defer`, and only then.",
        th="การเลื่อนคำตอบต้องมีวันกำหนดภายใน 180 วัน คำตอบอื่นต้องไม่มี",
        do_th="โปรดกำหนดวันหลังจากวันนี้และไม่เกิน 180 วันเฉพาะเมื่อเลื่อนคำตอบ",
    ),
    "commitment_unknown": Sentence(
        en="a commitment is named twice, is none, or belongs to another matter",
        do="Name each commitment once, by a stream that is new or was made on account of this consultation.",
        th="มีข้อผูกพันที่ระบุซ้ำ ไม่ใช่ข้อผูกพัน หรือเป็นของเรื่องอื่น",
        do_th="โปรดระบุข้อผูกพันแต่ละข้อครั้งเดียว โดยเป็นข้อใหม่หรือข้อที่เกิดจากการหารือนี้",
    ),
}
