"""What a reader must be told beside the numbers, in Thai and in English."""

from collections.abc import Iterable
from typing import Final, TypeAlias

Text: TypeAlias = dict[str, str]

CAVEATS: Final[dict[str, Text]] = {
    "VOICE": {
        "th": "อุทธรณ์น้อยไม่ได้แปลว่าตัดสินใจดี ผู้ที่ไม่รู้สิทธิหรือไม่กล้าร้องเรียนย่อมไม่ปรากฏในตัวเลขนี้",
        "en": "Few appeals are not good decisions: whoever does not know the way, or fears it, "
        "is not in these figures.",
    },
    "BARE_COUNTS": {
        "th": "จำนวนอย่างเดียวพิสูจน์อะไรไม่ได้ ต้องอ่านคู่กับจำนวนคำสั่งทั้งหมดและช่วงความเชื่อมั่น",
        "en": "A bare count proves nothing: read it beside the number of decisions and the interval.",
    },
    "PENDING": {
        "th": "มีอุทธรณ์ที่ยังไม่ได้วินิจฉัยเกินร้อยละห้าของคำสั่งที่นับได้ อัตรานี้จึงยังเปลี่ยนได้",
        "en": "Undecided appeals exceed 5 % of the decisions counted: the rates can still move.",
    },
    "LOW_N": {
        "th": "บางแถวนับได้น้อยกว่า 25 ช่วงความเชื่อมั่นจึงกว้าง และไม่มีการตั้งข้อสังเกต",
        "en": "Some rows count fewer than 25: their intervals are wide and they are never flagged.",
    },
    "NOT_COMPARABLE": {
        "th": "ความแตกต่างมากเกินกว่าจะเทียบกันได้ (phi เกิน 10) ต้องแยกกลุ่มก่อน จึงไม่แสดงขอบเขตควบคุม",
        "en": "The units differ too much to be compared (phi above 10): stratify first. No limits are drawn.",
    },
    "RANKED": {
        "th": "เพื่อนบ้านจัดลำดับกันเอง ลำดับใช้เทียบได้เฉพาะในกลุ่มเดียวกัน "
        "ในแต่ละกลุ่มจึงนับผู้อยู่ลำดับต้นเท่าจำนวนผู้ได้รับสิทธิว่าเป็นผู้ขัดสน",
        "en": "Neighbours ranked each other. A rank means something within its circle alone: the first "
        "of each circle, as many as were granted something there, are counted as in need.",
    },
    "UNATTESTED": {
        "th": "ผู้ไม่มีคำรับรองที่ใช้ได้แสดงเป็นแถวแยก ไม่นับว่าไม่ขัดสน ส่วนผู้ที่ไม่เคยยื่นคำขอไม่ปรากฏในตัวเลขนี้ "
        "อัตราผู้ถูกละเลยจึงเป็นค่าต่ำสุด",
        "en": "Claims without a usable attestation are a row of their own and never count as not in need; "
        "whoever never applied is in no claim, so exclusion is a lower bound.",
    },
    "LEAGUE": {
        "th": "ผู้รับรองที่สมคบกันจะดูน่าเชื่อถือ ตัวเลขของบุคคลเป็นเหตุให้สอบถาม และห้ามใช้ลงโทษ",
        "en": "Attesters in league look reliable. A figure about a person is a reason to ask, "
        "never a ground for a sanction.",
    },
    "VOTES": {
        "th": "คำรับรองมีน้อยเกินกว่าจะประมาณความน่าเชื่อถือของผู้รับรองได้ จึงใช้สัดส่วนของผู้รับรองแทนแบบจำลอง",
        "en": "There are too few attestations for a model of who is reliable: shares of votes stand for it.",
    },
    "CONVERGENCE": {
        "th": "แบบจำลองบางส่วนประมาณค่าไม่ได้แน่นอนจากข้อมูลที่มี ค่าที่พิมพ์ไว้เป็นค่าที่ใกล้ที่สุดเท่าที่หาได้",
        "en": "Part of the model cannot be estimated for certain from these data: what is printed is the "
        "nearest that was found.",
    },
    "ECOLOGICAL": {
        "th": "ตัวเลขเป็นของพื้นที่ ไม่ใช่ของบุคคล พื้นที่ที่ได้รับมากไม่ได้แปลว่าคนขัดสนในพื้นที่นั้นได้รับ",
        "en": "The figures are of places and not of people: a place that gets much may pass by its neediest.",
    },
    "UNMEASURED_NEED": {
        "th": "ความต่างระหว่างกลุ่มบอกไม่ได้ว่าเกิดจากการเลือกปฏิบัติ หรือจากความจำเป็นที่ไม่มีใครวัดไว้",
        "en": "The data cannot tell whether a difference between groups comes from discrimination "
        "or from need that nobody measured.",
    },
    "ERASED": {
        "th": "ข้อมูลของบางคนถูกลบตามสิทธิแล้ว จึงนับแยกไว้ต่างหาก",
        "en": "What was known of some persons is erased: they are counted apart.",
    },
    "NO_VAULT": {
        "th": "เปิดข้อมูลที่ปิดผนึกไม่ได้ หรือไม่มีข้อมูลของกลุ่มใด จึงไม่ทราบกลุ่มของบุคคล และไม่มีตัวเลขเปรียบเทียบ",
        "en": "The vault was not at hand, nobody with a mandate of oversight read it, or it holds no such "
        "fields: the groups are unknown and nothing is compared.",
    },
    "IMPORTED": {
        "th": "บันทึกย้อนหลังที่นำเข้าโดยผู้นำเข้า ไม่ใช่ลายมือชื่อของเจ้าหน้าที่ และไม่ทราบว่าพ้นกำหนดอุทธรณ์หรือยัง",
        "en": "Historical records, signed by an importer and not by the officials; whether an appeal is "
        "still open cannot be known, so appeals without a recorded outcome are shown and never dropped.",
    },
    "ADVISORY": {
        "th": "เครื่องหมายในแถวเป็นคำขอให้ชี้แจง ไม่ใช่ข้อกล่าวหา และไม่ใช่หลักฐานของการทุจริต",
        "en": "A flag asks for an explanation. It is no accusation and no evidence of misconduct.",
    },
    "REVIEW": {
        "th": "สิ่งที่เด่นออกมาในรายงานนี้คือคำขอให้ตรวจทานเท่านั้น คนที่ทำงานใกล้กันย่อมพบกันบ่อยโดยไม่มีสิ่งใดผิด",
        "en": "What stands out here is a request for review: those who work side by side meet often, and "
        "nothing is wrong with that.",
    },
    "NEIGHBOURS": {
        "th": "เทียบกับโอกาสภายในตำบล หรือภายในอำเภอเมื่อไม่ทราบตำบล "
        "ในพื้นที่กว้างเพื่อนบ้านย่อมพบกันบ่อยอยู่แล้ว "
        "หากคู่ส่วนใหญ่ของพื้นที่ใดเด่นออกมา จะเทียบภายในกลุ่มที่พบกันจริง ถ้าแยกกลุ่มไม่ได้จะนับไว้แต่ไม่ระบุชื่อคู่ใด",
        "en": "Chance is that of the tambon, or of the district where the tambon is not known. In a wide "
        "place neighbours meet often anyway: where most pairs stand out, they are compared within the groups "
        "that meet at all; where these hang together, pairs are counted and none is named. Who meets nobody "
        "else cannot stand out.",
    },
    "REASONS_UNREAD": {
        "th": "ไม่ได้เปิดอ่านเหตุผลที่ปิดผนึกไว้ของคำสั่งบางส่วนหรือทั้งหมด จึงไม่ทราบว่าข้อความใดซ้ำกัน",
        "en": "The sealed reasons of some or all decisions were not read: whether their texts repeat is "
        "not known.",
    },
    "AUDIT": {
        "th": "ตัวเลขมาจากตัวอย่างที่สุ่มโดยไม่มีใครเลือกได้ ใครก็คำนวณการสุ่มซ้ำได้ แต่ความเห็นว่าถูกหรือผิดเป็นของผู้ตรวจ",
        "en": "The figures come from a sample that nobody could pick and everybody can draw again; whether a "
        "case was right is the auditor's word.",
    },
    "FEW_DRAWN": {
        "th": "บางชั้นภูมิมีคำตอบไม่ถึงสองกรณี จึงไม่มีค่าประมาณและช่วงความเชื่อมั่น",
        "en": "Some strata hold fewer than two answers: they have no estimate and no interval.",
    },
    "NON_RESPONSE": {
        "th": "บางกรณีที่สุ่มได้ยังไม่มีผลตรวจ จึงแสดงขอบเขตไว้ด้วย หากทุกกรณีนั้นถูกหรือผิดทั้งหมด",
        "en": "Some cases that were drawn have no finding: bounds show what follows if all of them were "
        "right, or all wrong.",
    },
    "FRAME_FILE": {
        "th": "บันทึกเพียงอย่างเดียวบอกไม่ได้ว่าบางกรณีอยู่ในชั้นภูมิใด ต้องใช้แฟ้มกรอบการสุ่มร่วมด้วย จึงไม่มีค่าประมาณรวม",
        "en": "The log alone does not tell in which stratum some cases stand: that takes the frame's file, "
        "and no estimate of the whole is made.",
    },
    "NO_SPREAD": {
        "th": "หน่วยในกลุ่มต่างกันไม่เกินที่ความบังเอิญอธิบายได้ จึงใช้อัตรารวมของกลุ่มแทนอัตราที่ปรับแล้ว",
        "en": "The units of a family differ no more than chance makes them: their pooled rate stands in for "
        "each of them.",
    },
    "SIMPSON": {
        "th": "บางแถว ตัวเลขดิบกับตัวเลขที่ปรับตามลักษณะคดีชี้ไปคนละทางอย่างชัดเจน ห้ามอ่านตัวเลขดิบโดยลำพัง",
        "en": "In some rows crude and adjusted ratio point clearly in opposite directions: never read the "
        "crude one alone.",
    },
    "ATTESTED_NOT_TRUE": {
        "th": "คำรับรองคือสิ่งที่ผู้รับรองเห็นและลงชื่อ ไม่ใช่ข้อพิสูจน์ว่าเป็นความจริง ความเห็นที่ต่างกันเป็นเหตุให้ถาม ไม่ใช่คำตัดสิน",
        "en": "An attestation is what somebody saw and signed, not proof that it is true; a disagreement is "
        "a reason to ask, not a verdict.",
    },
    "CENSORED": {
        "th": "รายการที่ยังไม่สิ้นสุดนับรวมอยู่ด้วย โดยนับเวลาถึงวันที่ของข้อมูลชุดนี้",
        "en": "What is still open is counted, with its time up to the day of these data.",
    },
    "UNDATED": {
        "th": "เรื่องที่ทะเบียนเดิมไม่ระบุวันแจ้งผลถูกตัดออกและแสดงจำนวนไว้ ระยะเวลารอที่แสดงจึงอาจยาวกว่าความเป็นจริง",
        "en": "What an old register answered on a day that it does not state is left out and counted: "
        "the waits shown may be longer than they were.",
    },
    "TO_CONFIRM": {
        "th": "แถวที่ระบุ to_confirm คำนวณจากบทกฎหมายที่นักกฎหมายยังต้องยืนยัน จึงเป็นเพียงข้อมูลประกอบ",
        "en": "Rows marked to_confirm rest on law that a lawyer must still confirm: they are advice, "
        "not a finding.",
    },
    "REPORTED_NOT_CONFIRMED": {
        "th": "หน่วยงานรายงานว่าทำแล้ว กับผู้รับผลยืนยันว่าทำแล้ว เป็นคนละเรื่องกัน สิ่งที่ไม่มีใครยืนยันไม่นับว่าทำตามคำมั่น",
        "en": "What an office reports done and what others confirm are two facts: what nobody confirmed "
        "is not kept.",
    },
    "OWN_ROWS": {
        "th": "แสดงเฉพาะแถวของผู้อ่านเอง และค่ารวมของทุกคน ผู้อ่านโต้แย้งหรือชี้แจงแถวของตนได้ก่อนเผยแพร่",
        "en": "Your own rows alone, beside the total of everybody: you may answer them before they are "
        "published.",
    },
    "SUPPRESSED": {
        "th": "แถวที่นับได้ 1 ถึง 10 และแถวที่จะเปิดเผยแถวนั้นถูกปิดไว้ จำนวนอื่นปัดเป็นทวีคูณของ 5",
        "en": "Rows with counts of 1 to 10, and rows that would reveal them, are hidden; other counts are "
        "rounded to 5.",
    },
}


def caveats(codes: Iterable[str]) -> list[dict[str, object]]:
    """Return the caveats of ``codes`` in the order of the list above, each once."""
    wanted = set(codes)
    return [{"code": code, "text": dict(text)} for code, text in CAVEATS.items() if code in wanted]
