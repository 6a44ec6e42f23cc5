"""Why something is not counted, in words."""

from typing import Final

from ledger.projections.pictures.words import Words

REASONS: Final[dict[str, Words]] = {
    "not_matured": Words("ยังไม่พ้นกำหนดอุทธรณ์", "the time to appeal is not over"),
    "appeal_pending": Words("อุทธรณ์ยังไม่วินิจฉัย", "an appeal is open"),
    "no_notice": Words("ไม่มีการแจ้งที่มีผล", "no notice took effect"),
    "automatic": Words("ไม่มีคนลงนาม", "signed by nobody"),
    "stay": Words("เป็นเพียงการทุเลา", "a stay only"),
    "historical": Words("บันทึกย้อนหลัง", "a historical record"),
    "erased": Words("ข้อมูลถูกลบตามสิทธิ", "erased by right"),
    "unknown": Words("ไม่ทราบกลุ่มของบุคคล", "the person's group is not known"),
    "invalid": Words("ใช้ไม่ได้", "not valid"),
    "no_finding": Words("คำสั่งไม่ได้ชี้ข้อเท็จจริงใด", "the decision found no fact"),
    "no_attestation": Words("ไม่มีคำรับรองที่ใช้ได้", "no usable attestation"),
    "unattested": Words("ไม่มีผู้รับรอง", "nobody attested"),
    "ranked": Words("ผู้รับรองจัดลำดับเท่านั้น", "attesters ranked and said no more"),
    "place_unknown": Words("ไม่ทราบพื้นที่", "the place is not known"),
    "pending": Words("ยังมีเวลาทำตาม", "may still be done"),
    "unjudged": Words("ตัดสินไม่ได้จากบันทึก", "the record does not tell"),
    "not_due": Words("ยังไม่ถึงกำหนด", "not yet due"),
    "ended": Words("หน้าที่สิ้นสุดก่อนครบกำหนด", "the duty ended before its last day"),
    "no_named_owner": Words("ไม่ได้ระบุตัวผู้รับผิดชอบ", "no person is named as owner"),
    "undated": Words("มีคำตอบแต่ไม่ระบุวัน", "answered on no stated day"),
    "decision_not_dated": Words("คำขอไม่ระบุวันที่รับ", "a claim without a day of receipt"),
    "answer_not_dated": Words("เรื่องร้องเรียนไม่ระบุวันที่รับ", "a grievance without a day of receipt"),
    "withdrawn": Words("ถอนแล้ว", "taken back"),
    "waiting": Words("รายงานแล้ว รอคำยืนยัน", "reported, and may still be confirmed"),
    "open": Words("ยังไม่ครบกำหนด", "its day is not over"),
    "no_place": Words("ไม่มีพื้นที่ในบันทึก", "the record names no place"),
    "crowded": Words("ผู้รับรองมากเกินกว่าจะเทียบเป็นคู่", "too many attesters to compare in pairs"),
    "pairs_of_mixed_places": Words("คู่ในพื้นที่ที่มีหลายชุมชนปนกัน", "pairs of places that are several neighbourhoods"),
    "reasons_unread": Words("ไม่ได้อ่านข้อความเหตุผล", "texts of reasons that were not read"),
    "finding_not_drawn": Words("ผลตรวจของเรื่องที่ไม่ถูกสุ่ม", "a finding on a case that was not drawn"),
    "finding_repeated": Words("ผลตรวจซ้ำ", "a finding on a case that had one"),
    "finding_unplaced": Words("ผลตรวจที่ไม่ทราบชั้นภูมิ", "a finding of which no stratum is known"),
    "no_answer": Words("ถูกสุ่มแต่ไม่มีผลตรวจ", "drawn, and not reported"),
    "strata_unsettled": Words(
        "ชั้นภูมิที่ไม่ทราบจำนวนที่สุ่ม", "strata of which the log does not tell how many were drawn"
    ),
}
