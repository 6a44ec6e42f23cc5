"""What each report asks, in words for somebody who has never seen one."""

from typing import Final

from ledger.projections.pictures.words import Words

QUESTIONS: Final[dict[str, Words]] = {
    "R01": Words(
        "คำสั่งของใครถูกกลับบ่อยกว่าหรือน้อยกว่าที่ความบังเอิญจะอธิบายได้",
        "Whose decisions are reversed more or less often than chance would explain?",
    ),
    "R02": Words(
        "เมื่อดูร่วมกับหน่วยที่คล้ายกันแล้ว อัตราการถูกกลับของแต่ละหน่วยน่าจะอยู่ในช่วงใด",
        "Seen together with units like it, where does the rate of reversal of each probably lie?",
    ),
    "R03": Words(
        "เมื่อคิดถึงความยากของเรื่องแล้ว คำสั่งถูกกลับมากหรือน้อยกว่าที่คาดไว้",
        "Allowing for how difficult the cases are, are decisions reversed more or less than expected?",
    ),
    "R04": Words(
        "ผู้คนต้องรอคำวินิจฉัยและการเยียวยานานเท่าใด รวมทั้งผู้ที่ยังรออยู่",
        "How long do people wait for a decision and for a remedy, those who still wait included?",
    ),
    "R05": Words(
        "หน้าที่ต้องตอบภายในกำหนด ทำทันกี่ส่วน",
        "Of what had to be answered in time, how much was?",
    ),
    "R06": Words(
        "เมื่อเวลาผ่านไป มีสิ่งใดเปลี่ยนแปลงหรือคงอยู่นานจนต้องถาม",
        "Did something change over time, or last so long that one has to ask?",
    ),
    "R07": Words(
        "ผู้ที่มีคนรับรองว่าจำเป็นกี่ส่วนไม่ได้รับ และผู้ที่ได้รับกี่ส่วนไม่มีใครรับรอง",
        "How many of those attested to be in need go without, and how many receive without being so?",
    ),
    "R08": Words(
        "คำสั่งกี่ส่วนขัดกับคำรับรองที่ผู้ออกคำสั่งเห็นอยู่แล้วก่อนลงนาม",
        "How many decisions contradict attestations that were known before they were signed?",
    ),
    "R09": Words(
        "คำรับรองของหลายคนเรื่องเดียวกันตรงกันเพียงใด",
        "How far do attestations of several people about one thing agree?",
    ),
    "R10": Words(
        "สิทธิประโยชน์ไปถึงพื้นที่ที่มีผู้จำเป็นมากหรือไม่",
        "Does the benefit reach the areas where the need is?",
    ),
    "R11": Words(
        "กลุ่มใดได้รับคำสั่งที่เป็นผลร้ายบ่อยกว่าคนอื่น",
        "Do some groups meet adverse decisions more often than others do?",
    ),
    "R12": Words(
        "มีคู่ของผู้ลงนามหรือชุดของคำสั่งที่ควรตรวจทานหรือไม่",
        "Are there pairs of signers, or batches of decisions, that somebody should look at again?",
    ),
    "R13": Words(
        "ขั้นตอนที่กฎหมายและระเบียบสั่งไว้ ทำตามหรือไม่",
        "Was the procedure followed that law and rules command?",
    ),
    "R14": Words(
        "สิ่งที่สั่งให้เยียวยาและสิ่งที่ให้คำมั่นไว้ ทำจริงกี่ส่วน",
        "Of the remedies ordered and the promises made, how many were kept?",
    ),
    "R15": Words(
        "จากการสุ่มตรวจที่ใครก็ตรวจสอบได้ คำสั่งผิดน่าจะมีกี่ส่วน",
        "By a random audit that anybody can recheck, how many decisions are probably wrong?",
    ),
    "R16": Words(
        "ใครไม่มีเสียงในตัวเลขเหล่านี้ และข้อมูลใดขาดหายหรือมาช้า",
        "Who has no voice in these figures, and what is missing or late?",
    ),
}
