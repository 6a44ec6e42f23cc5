"""What letters call the codes of the log, in Thai and in English."""

from collections.abc import Mapping
from typing import Final

from ledger.projections.pictures.words import Words


def label(code: str, kind: str, /) -> Words:
    """Return what ``code`` of the list ``kind`` is called; an unknown one is shown readably.

    >>> label("refuse", "result").en, label("some_new_fact", "fact")
    ('refused', Words(th='some new fact', en='some new fact'))
    """
    known = LABELS.get(kind, {}).get(code)
    if known is not None:
        return known
    plain = code.replace("_", " ")
    return Words(plain, plain)


LABELS: Final[Mapping[str, Mapping[str, Words]]] = {
    "benefit": {"old_age_allowance": Words("เบี้ยยังชีพผู้สูงอายุ", "old-age allowance")},
    "result": {
        "grant": Words("ให้ได้รับสิทธิ", "granted"),
        "reduce": Words("ลดสิทธิ", "reduced"),
        "suspend": Words("ระงับสิทธิไว้ชั่วคราว", "suspended"),
        "refuse": Words("ไม่ให้ได้รับสิทธิ", "refused"),
        "terminate": Words("ให้สิทธิสิ้นสุดลง", "ended"),
        "stay": Words("ทุเลาคำสั่งเดิมไว้ก่อน", "the earlier decision is held up"),
        "revoke": Words("เพิกถอนสิทธิ", "revoked"),
    },
    "fact": {
        "age_60": Words("อายุครบหกสิบปี", "is sixty or older"),
        "income_insufficient": Words("รายได้ไม่พอยังชีพ", "has too little income to live on"),
    },
    "finding": {
        "yes": Words("ใช่", "yes"),
        "no": Words("ไม่ใช่", "no"),
        "not_shown": Words("ยังไม่ปรากฏ", "not shown"),
    },
    "evidence": {
        "ClaimReceived": Words("คำขอ", "application"),
        "AttestationGiven": Words("คำรับรอง", "attestation"),
        "AttestationRequested": Words("การขอคำรับรอง", "request for an attestation"),
        "AttestationRefused": Words("การขอไม่รับรอง", "refusal to attest"),
        "InformationSupplied": Words("ข้อมูลที่ให้เพิ่ม", "further information"),
        "EligibilityDecided": Words("คำสั่งก่อนหน้า", "earlier decision"),
        "DecisionRevised": Words("คำสั่งก่อนหน้า", "earlier decision"),
        "BenefitExecuted": Words("การจ่ายสิทธิประโยชน์", "payment"),
    },
    "law": {
        "elderly_persons_act_s11": Words(
            "พระราชบัญญัติผู้สูงอายุ พ.ศ. ๒๕๔๖ มาตรา ๑๑", "Act on the Elderly B.E. 2546, section 11"
        ),
        "old_age_allowance_rules": Words("หลักเกณฑ์เบี้ยยังชีพผู้สูงอายุ", "rules of the old-age allowance"),
        "apa_s45": Words(
            "พระราชบัญญัติวิธีปฏิบัติราชการทางปกครอง พ.ศ. ๒๕๓๙ มาตรา ๔๕",
            "Administrative Procedure Act B.E. 2539, section 45",
        ),
        "complaint_rules": Words("หลักเกณฑ์การร้องเรียน", "rules of complaints"),
    },
    "discretion": {"none_exercised": Words("ไม่ได้ใช้ดุลพินิจ", "none was exercised")},
    "heard": {
        "yes": Words("ได้ฟังคุณก่อนออกคำสั่ง", "you were heard before the decision"),
        "offered": Words("ได้เปิดโอกาสให้คุณชี้แจงก่อน", "you were offered to be heard before"),
        "excused_urgent": Words("เป็นเรื่องเร่งด่วน จึงยังไม่ได้ฟังคุณก่อน", "it was too urgent to hear you before"),
        "excused_favourable": Words(
            "คำสั่งเป็นคุณแก่คุณ จึงไม่ต้องฟังก่อน", "it is in your favour, so no hearing was needed"
        ),
    },
    "cause": {
        "appeal": Words("ตามคำวินิจฉัยอุทธรณ์", "after an appeal"),
        "review": Words("ตามการทบทวน", "after a review"),
        "remedy": Words("เพื่อเยียวยา", "as a remedy"),
        "court": Words("ตามคำพิพากษา", "after a judgment"),
        "own_motion": Words("หน่วยงานแก้ไขเอง", "by the office itself"),
        "reopening": Words("ตามการขอให้พิจารณาใหม่", "after a reopening"),
    },
    "maker": {
        "official": Words("เจ้าหน้าที่", "an official"),
        "committee": Words("คณะกรรมการ", "a committee"),
        "minister": Words("รัฐมนตรี", "the minister"),
    },
    "role": {
        "officer": Words("เจ้าหน้าที่ผู้ออกคำสั่ง", "officer"),
        "supervisor": Words("ผู้บังคับบัญชา", "supervisor"),
        "handler": Words("ผู้ดำเนินเรื่อง", "handler"),
        "reviewer": Words("ผู้ทบทวน", "reviewer"),
        "appellate": Words("ผู้มีอำนาจพิจารณาอุทธรณ์", "appellate authority"),
    },
    "how": {
        "written_or_spoken": Words(
            "เขียนหรือพูดก็ได้ ที่เคาน์เตอร์ ทางไปรษณีย์ หรือทางโทรศัพท์",
            "in writing or by speaking, at the counter, by post or by telephone",
        )
    },
    "court": {"administrative_court": Words("ศาลปกครอง", "the Administrative Court")},
    "route": {
        "court": Words("ฟ้องศาลปกครอง", "go to the Administrative Court"),
        "contest": Words("ไม่ยอมรับผล ขอให้พิจารณาอีกครั้ง", "contest the outcome"),
        "appeal": Words("อุทธรณ์", "appeal"),
        "relief": Words("ขอผ่อนผันเวลา", "ask for relief"),
    },
    "outcome": {
        "upheld": Words("เรื่องของคุณฟังขึ้น", "you are right"),
        "partly_upheld": Words("เรื่องของคุณฟังขึ้นบางส่วน", "you are right in part"),
        "not_upheld": Words("เรื่องของคุณฟังไม่ขึ้น", "your grievance was not upheld"),
        "settled": Words("ตกลงกันได้", "settled"),
        "inadmissible": Words("ไม่อาจรับไว้พิจารณา", "it could not be considered"),
        "superseded": Words("มีเรื่องหรือคำสั่งใหม่แทนแล้ว", "something newer took its place"),
    },
    "inadmissible": {
        "out_of_time": Words("ยื่นเมื่อพ้นกำหนดเวลา", "it came after the last day"),
        "no_standing": Words("ผู้ยื่นไม่ใช่ผู้มีสิทธิในเรื่องนี้", "whoever filed it is not concerned"),
        "duplicate_of": Words("ซ้ำกับเรื่องที่ยื่นไว้แล้ว", "the same was filed before"),
        "insufficient_after_help": Words(
            "ช่วยขอข้อมูลแล้ว แต่ยังไม่พอพิจารณา", "too little is known, after help was given"
        ),
    },
    "ground": {
        "fact_wrong": Words("ข้อเท็จจริงไม่ถูกต้อง", "a fact is wrong"),
        "fact_ignored": Words("ไม่ได้นำข้อเท็จจริงมาพิจารณา", "a fact was left out"),
        "law_misapplied": Words("ใช้กฎหมายไม่ถูกต้อง", "the law was misapplied"),
        "discretion_unreasoned": Words("ใช้ดุลพินิจโดยไม่ให้เหตุผล", "discretion without reasons"),
        "no_reasons": Words("ไม่ให้เหตุผล", "no reasons"),
        "no_notice": Words("ไม่ได้แจ้งให้ทราบ", "no notice"),
        "bias_or_conflict": Words("ลำเอียงหรือมีส่วนได้เสีย", "bias or a conflict of interest"),
        "unequal_treatment": Words("ปฏิบัติไม่เท่าเทียม", "unequal treatment"),
        "delay": Words("ล่าช้า", "delay"),
        "discourtesy": Words("ไม่สุภาพ", "discourtesy"),
        "bribery": Words("เรียกรับเงินหรือประโยชน์", "bribery"),
        "data_error": Words("ข้อมูลผิด", "wrong data"),
        "identity_error": Words("ผิดตัวบุคคล", "the wrong person"),
        "discrimination": Words("เลือกปฏิบัติ", "discrimination"),
    },
    "ground_finding": {
        "sustained": Words("ฟังขึ้น", "sustained"),
        "not_sustained": Words("ฟังไม่ขึ้น", "not sustained"),
        "not_determined": Words("ไม่ได้วินิจฉัย", "not determined"),
    },
    "remedy": {
        "reconsider": Words("พิจารณาใหม่", "decide again"),
        "grant": Words("ให้ได้รับสิทธิ", "grant the benefit"),
        "back_pay": Words("จ่ายเงินย้อนหลัง", "pay what was missed"),
        "correct_record": Words("แก้ไขข้อมูลให้ถูกต้อง", "correct the record"),
        "new_verification": Words("ตรวจสอบข้อเท็จจริงใหม่", "look into the facts again"),
        "stay": Words("ทุเลาคำสั่งไว้ก่อน", "hold up the decision"),
        "apology": Words("ขอโทษ", "apologise"),
        "written_reasons": Words("ให้เหตุผลเป็นหนังสือ", "give reasons in writing"),
        "reassign_handler": Words("เปลี่ยนผู้ดำเนินเรื่อง", "give it to another handler"),
        "policy_change": Words("แก้ไขแนวทางปฏิบัติ", "change the practice"),
        "investigate": Words("สอบข้อเท็จจริง", "investigate"),
    },
    "contact": {"counter": Words("ที่เคาน์เตอร์ของหน่วยงาน", "at the counter of the office")},
    "next": {
        "answer_within_30_days": Words("หน่วยงานจะตอบภายใน ๓๐ วัน", "the office answers within 30 days"),
    },
    "clock": {
        "ack": Words("ตอบรับเรื่องของคุณ", "confirm that it has your case"),
        "triage": Words("มอบเรื่องให้ผู้รับผิดชอบ", "give your case to somebody"),
        "admission": Words("แจ้งว่ารับเรื่องไว้พิจารณาหรือไม่", "say whether it can be considered"),
        "resolve": Words("แจ้งผลให้คุณทราบ", "tell you the outcome"),
        "appeal_first": Words("พิจารณาอุทธรณ์และแจ้งผล", "consider your appeal and tell you the outcome"),
        "appeal_upper": Words("พิจารณาอุทธรณ์ชั้นบน", "decide your appeal at the upper level"),
        "exhaustion": Words("แจ้งผลอุทธรณ์อย่างช้าที่สุด", "tell you the outcome of your appeal at the latest"),
        "neglect_silence": Words("แจ้งผลอย่างช้าที่สุด", "tell you the outcome at the latest"),
        "agency_reply": Words("ตอบเป็นหนังสือ", "answer in writing"),
        "pdpa_access": Words("ให้ข้อมูลของคุณตามที่ขอ", "give you your data"),
        "decide_claim": Words("ออกคำสั่งและแจ้งให้คุณทราบ", "decide and tell you"),
        "notify": Words("แจ้งผลให้คุณทราบ", "tell you the outcome"),
        "transfer": Words("รับเรื่องที่ส่งต่อ", "take over your case"),
        "remedy": Words("ทำตามที่สั่งให้เยียวยา", "do what was ordered"),
        "conflict_ruling": Words("วินิจฉัยเรื่องส่วนได้เสีย", "rule on the conflict of interest"),
        "contested_act": Words("ทบทวนการกระทำที่มีข้อโต้แย้ง", "look again at what is contested"),
    },
    "word": {
        "facts": Words("ข้อเท็จจริง", "Facts"),
        "considerations": Words("ข้อพิจารณา", "Considerations"),
        "discretion": Words("ดุลพินิจ", "Discretion"),
        "departure": Words("เหตุที่ต่างจากการคำนวณ", "Why it departs from the computation"),
        "reasons": Words("เหตุผล", "Reasons"),
        "opinion": Words("ความเห็น", "Opinion"),
    },
    "mark": {
        "verified": Words("ตรวจกับตัวบทแล้ว", "verified"),
        "secondary": Words("อ้างจากแหล่งรอง", "from a secondary source"),
        "to_confirm": Words("รอนักกฎหมายยืนยัน", "to be confirmed by a lawyer"),
        "policy": Words("คำมั่นของโครงการ", "a promise of the programme"),
    },
}
"""By list and code. Words are those of the glossary."""
