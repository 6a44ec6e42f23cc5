"""What codes of open lists are called: facts, benefits, rules of law, routes, names of sealed fields.

Programmes and offices define such codes themselves; what stands here are those that the ledger's own
programmes use. Any other is shown as it is.
"""

from collections.abc import Mapping
from typing import Final

from ledger.projections.pictures.words import Words

FACTS: Final[Mapping[str, Words]] = {
    "age_60": Words("อายุครบ 60 ปี", "At least 60 years old"),
    "income_insufficient": Words("รายได้ไม่พอเลี้ยงชีพ", "Income too low to live on"),
    "peer_rank": Words("ลำดับที่เพื่อนบ้านจัดให้", "Place in the neighbours' ranking"),
}
BENEFITS: Final[Mapping[str, Words]] = {
    "old_age_allowance": Words("เบี้ยยังชีพผู้สูงอายุ", "Old-age allowance"),
}
LAW: Final[Mapping[str, Words]] = {
    "elderly_persons_act_s11": Words("พ.ร.บ. ผู้สูงอายุ มาตรา 11", "Act on Older Persons, section 11"),
    "old_age_allowance_rules": Words("หลักเกณฑ์เบี้ยยังชีพผู้สูงอายุ", "Rules of the old-age allowance"),
    "apa_s45": Words("พ.ร.บ. วิธีปฏิบัติราชการทางปกครอง มาตรา 45", "Administrative Procedure Act, section 45"),
    "complaint_rules": Words("ระเบียบว่าด้วยเรื่องร้องเรียน", "Rules on complaints"),
}
ROUTES: Final[Mapping[str, Words]] = {
    "appeal": Words("อุทธรณ์", "Appeal"),
    "contest": Words("แจ้งว่าไม่ยอมรับผล", "Contest the outcome"),
    "court": Words("ไปศาลปกครอง", "Go to the administrative court"),
    "relief": Words("ขอผ่อนผันเรื่องเวลา", "Ask for relief"),
}
MISCELLANEOUS: Final[Mapping[str, Words]] = {
    "administrative_court": Words("ศาลปกครอง", "Administrative court"),
    "answer_within_30_days": Words("ตอบภายใน 30 วัน", "Answer within 30 days"),
    "audit": Words("การตรวจ", "Audit"),
    "bus_line": Words("รถโดยสารประจำทาง", "Bus line"),
    "clinic": Words("สถานพยาบาล", "Clinic"),
    "counter": Words("ที่เคาน์เตอร์", "At the counter"),
    "hearing": Words("รับฟังความเห็น", "Hearing"),
    "home_visits": Words("เยี่ยมบ้าน", "Home visits"),
    "carer": Words("ผู้ดูแลคนในบ้าน", "Carer"),
    "documents": Words("เอกสารที่ต้องใช้", "Documents to bring"),
    "days_a_week": Words("วันต่อสัปดาห์", "Days a week"),
    "households": Words("ครัวเรือน", "Households"),
    "persons": Words("คน", "People"),
    "visits": Words("ครั้ง", "Visits"),
    "evidence_awaited": Words("รอหลักฐาน", "Evidence is awaited"),
    "handler_named_soon": Words("จะบอกชื่อหน้าที่ผู้ดำเนินเรื่อง", "You will be told who has it"),
    "hearing_needed": Words("ต้องรับฟังคู่กรณี", "Somebody must be heard"),
    "many_cases": Words("เรื่องเข้ามามากพร้อมกัน", "Many cases came at once"),
    "other_district": Words("เป็นเรื่องของพื้นที่อื่น", "It belongs to another district"),
    "other_office_competent": Words("หน่วยงานอื่นมีอำนาจ", "Another office is competent"),
    "other_programme": Words("เป็นเรื่องของโครงการอื่น", "It belongs to another programme"),
    "household_heads": Words("ผู้หญิงที่เป็นหัวหน้าครอบครัว", "Women who head a household"),
    "information": Words("การบอกกล่าวให้รู้", "Information"),
    "letter": Words("หนังสือถึงบ้าน", "Letter"),
    "loudspeaker": Words("เสียงตามสาย", "Village loudspeaker"),
    "migrants": Words("แรงงานข้ามชาติ", "Migrants"),
    "minorities": Words("ชนเผ่าและผู้พูดภาษาอื่น", "Ethnic and language minorities"),
    "mobile_service": Words("บริการถึงหมู่บ้าน", "Service in the village"),
    "no_phone": Words("ผู้ไม่มีโทรศัพท์", "People without a phone"),
    "organisation": Words("องค์กรของชุมชน", "Community organisation"),
    "people_with_disability": Words("คนพิการ", "People with disability"),
    "rules": Words("หลักเกณฑ์", "The rules"),
    "service_hours": Words("เวลาให้บริการ", "Service hours"),
    "staff": Words("เจ้าหน้าที่", "Staff"),
    "telephone": Words("ทางโทรศัพท์", "By telephone"),
    "key_compromised": Words("กุญแจอาจอยู่ในมือผู้อื่น", "Key may be in other hands"),
    "none_exercised": Words("ไม่ได้ใช้ดุลพินิจ", "No discretion was used"),
    "exercised": Words("ใช้ดุลพินิจ", "Discretion was used"),
    "document_of_income": Words("เอกสารแสดงรายได้", "Something that shows the income"),
    "house_registration": Words("ทะเบียนบ้าน", "House registration"),
    "account_number": Words("เลขบัญชีธนาคาร", "Bank account"),
    "words_of_the_applicant": Words("คำบอกเล่าของผู้ยื่นเรื่อง", "What the person can tell"),
    "older_people": Words("ผู้สูงอายุ", "Older people"),
    "resident": Words("ผู้อยู่อาศัยในพื้นที่", "Resident"),
    "transport": Words("การเดินทาง", "Transport"),
    "undisclosed_relation": Words("ไม่ได้บอกว่าเกี่ยวข้องกัน", "A relation was not told"),
    "written_or_spoken": Words("เป็นหนังสือหรือด้วยวาจา", "In writing or by word of mouth"),
    "operator": Words("ผู้ดูแลระบบ", "Operator of this ledger"),
    "th": Words("ภาษาไทย", "Thai"),
    "en": Words("ภาษาอังกฤษ", "English"),
    "lo": Words("ภาษาลาว", "Lao"),
    "my": Words("ภาษาพม่า", "Burmese"),
    "km": Words("ภาษาเขมร", "Khmer"),
    "ms": Words("ภาษามลายู", "Malay"),
}
TRACK: Final[Mapping[str, Words]] = {
    "received": Words("รับเรื่องแล้ว", "Received"),
    "in_hand": Words("กำลังดำเนินการ", "In hand"),
    "answered": Words("ตอบแล้ว", "Answered"),
    "closed": Words("ปิดเรื่องแล้ว", "Closed"),
}
"""All that a case number tells."""
STREAMS: Final[Mapping[str, Words]] = {
    "registry": Words("ทะเบียน", "Registry"),
    "programme": Words("โครงการ", "Programme"),
    "claim": Words("คำขอรับสิทธิ", "Claim"),
    "grievance": Words("เรื่องร้องเรียน", "Grievance"),
    "consultation": Words("การหารือ", "Consultation"),
    "commitment": Words("คำมั่น", "Commitment"),
    "listing": Words("บัญชีรายชื่อ", "Listing"),
    "audit": Words("การตรวจ", "Audit"),
}
FIELDS: Final[Mapping[str, Words]] = {
    "text": Words("ข้อความ", "Words"),
    "name": Words("ชื่อ", "Name"),
    "contact": Words("วิธีติดต่อ", "How to reach them"),
    "contact_person": Words("ผู้ที่ติดต่อได้", "Person to reach"),
    "national_id": Words("เลขประจำตัวประชาชน", "National id"),
    "birth_date": Words("วันเกิด", "Day of birth"),
    "address": Words("ที่อยู่", "Address"),
    "village": Words("หมู่บ้าน", "Village"),
    "household": Words("คนในบ้าน", "Household"),
    "recipient": Words("ผู้รับหนังสือ", "Recipient of the notice"),
    "observations": Words("สิ่งที่ได้เห็น", "What was seen"),
    "facts": Words("ข้อเท็จจริงที่ใช้", "Facts relied on"),
    "considerations": Words("ข้อพิจารณา", "Considerations"),
    "discretion": Words("เหตุผลที่ใช้ดุลพินิจ", "Reasons for the use of discretion"),
    "departure": Words("เหตุผลที่ต่างจากแนวเดิม", "Reasons for a departure"),
    "reasons": Words("เหตุผล", "Reasons"),
    "opinion": Words("ความเห็น", "Opinion"),
}
"""What stands sealed, by the part of its name after the slash."""
SUBJECTS: Final[Mapping[str, Words]] = {
    "applicant": Words("ผู้ยื่นคำขอ", "Applicant"),
    "complainant": Words("ผู้ยื่นเรื่อง", "Complainant"),
    "attester": Words("ผู้รับรอง", "Attester"),
    "office": Words("หน่วยงาน", "Office"),
    "named": Words("ผู้ที่ถูกกล่าวถึง", "Person named"),
}
"""Whom what is sealed is about, by the part before; ``named-2`` is the second person named."""
