"""Refusals: claims and attestations."""

from collections.abc import Mapping
from typing import Final

from ledger.domain.sentences.sentence import Sentence

SENTENCES: Final[Mapping[str, Sentence]] = {
    "already_received": Sentence(
        en="the claim was received before",
        do="Nothing, if this was sent twice; else open a new claim in a stream of its own.",
        th="คำขอนี้รับไว้ก่อนแล้ว",
        do_th="ไม่ต้องทำอะไรหากส่งซ้ำ มิฉะนั้นให้เปิดคำขอใหม่เป็นเรื่องของตนเอง",
    ),
    "claim_not_open": Sentence(
        en="the claim does not stand where this act is possible",
        do="Show the stream to see where it stands; another act may come first.",
        th="คำขอไม่ได้อยู่ในขั้นที่ทำการนี้ได้",
        do_th="เปิดดูเรื่องว่าอยู่ขั้นใด อาจต้องมีการอื่นก่อน",
    ),
    "unknown_claim": Sentence(
        en="no claim was received in this stream",
        do=("Record the application first; of an old register, the row may belong to a claim that it lacks."),
        th="ไม่เคยรับคำขอในเรื่องนี้",
        do_th="บันทึกคำขอก่อน หากเป็นทะเบียนเก่า แถวนี้อาจเป็นของคำขอที่ทะเบียนไม่มี",
    ),
    "self_attestation": Sentence(
        en="nobody attests for their own household",
        do="Find an attester of another household.",
        th="ไม่มีใครรับรองให้ครัวเรือนของตนเองได้",
        do_th="หาผู้รับรองจากครัวเรือนอื่น",
    ),
    "duplicate": Sentence(
        en="this person has already attested this fact in this claim",
        do="Nothing; the first attestation stands.",
        th="ผู้นี้รับรองข้อเท็จจริงนี้ในคำขอนี้ไปแล้ว",
        do_th="ไม่ต้องทำอะไร คำรับรองแรกยังใช้ได้",
    ),
    "unknown_request": Sentence(
        en="there is no such request in this stream",
        do="Refer to a request of this stream, or leave it out.",
        th="ไม่มีคำขอเช่นนี้ในเรื่อง",
        do_th="อ้างถึงคำขอที่มีในเรื่องนี้ หรือตัดออก",
    ),
    "facts_missing": Sentence(
        en="an attestation names at least one fact",
        do="Name the fact that is attested.",
        th="คำรับรองต้องระบุข้อเท็จจริงอย่างน้อยหนึ่งข้อ",
        do_th="ระบุข้อเท็จจริงที่รับรอง",
    ),
    "fact_unknown": Sentence(
        en="the fact is neither one of the claim's nor one of the programme's",
        do="Use a fact of the claim, or one that the programme lists.",
        th="ข้อเท็จจริงนี้ไม่มีในคำขอและไม่มีในโครงการ",
        do_th="ใช้ข้อเท็จจริงของคำขอ หรือที่โครงการกำหนด",
    ),
    "local_repeated": Sentence(
        en="a token stands twice in one list",
        do="Give each item of the list a token of its own.",
        th="รหัสในรายการหนึ่งซ้ำกัน",
        do_th="ให้แต่ละรายการมีรหัสของตนเอง",
    ),
    "benefit_unknown": Sentence(
        en="the benefit is not one of the programme's",
        do="Use a benefit that the programme lists.",
        th="สิทธิประโยชน์นี้ไม่มีในโครงการ",
        do_th="ใช้สิทธิประโยชน์ที่โครงการกำหนด",
    ),
    "benefit_differs": Sentence(
        en="the decision is about another benefit than the claim",
        do="Decide on the benefit that was applied for.",
        th="คำสั่งเป็นเรื่องสิทธิประโยชน์อื่นที่ไม่ตรงกับคำขอ",
        do_th="ตัดสินเรื่องสิทธิประโยชน์ที่ยื่นขอ",
    ),
    "attester_differs": Sentence(
        en="an attester refuses or withdraws in their own name only",
        do="Let each attester speak in a statement of their own.",
        th="ผู้รับรองปฏิเสธหรือถอนคำรับรองได้เฉพาะในนามของตนเอง",
        do_th="ให้ผู้รับรองแต่ละคนทำข้อความของตนเอง",
    ),
    "date_order": Sentence(
        en="one date lies on the wrong side of another",
        do="Check the dates against each other and against the day of recording.",
        th="วันที่ไม่เรียงตามลำดับที่ควรเป็น",
        do_th="ตรวจวันที่เทียบกันเองและเทียบกับวันที่บันทึก",
    ),
    "finding_uncited": Sentence(
        en="every finding cites the entries it rests on",
        do="Cite the entries that each finding rests on.",
        th="ข้อวินิจฉัยทุกข้อต้องอ้างรายการที่เป็นฐาน",
        do_th="อ้างรายการที่แต่ละข้อวินิจฉัยใช้เป็นฐาน",
    ),
    "entry_unknown": Sentence(
        en="a cited entry does not stand in this stream",
        do="Cite entries of this stream, by version and leaf.",
        th="รายการที่อ้างไม่อยู่ในเรื่องนี้",
        do_th="อ้างรายการของเรื่องนี้ด้วยลำดับและค่าแฮช",
    ),
    "reasons_missing": Sentence(
        en="a decision states facts, law and discretion, and commits to its reasons",
        do="State facts, law and discretion, and commit to the sealed reasons.",
        th="คำสั่งต้องมีข้อเท็จจริง ข้อกฎหมาย และข้อพิจารณา พร้อมผูกพันกับเหตุผลที่ปิดผนึก",
        do_th="ระบุข้อเท็จจริง ข้อกฎหมาย และข้อพิจารณา แล้วผูกพันกับเหตุผลที่ปิดผนึก",
    ),
    "result_not_allowed": Sentence(
        en="this result cannot be given by this act",
        do="Use the act that may give this result.",
        th="การกระทำนี้ให้ผลเช่นนี้ไม่ได้",
        do_th="ใช้การกระทำที่ให้ผลนี้ได้",
    ),
    "quorum_missing": Sentence(
        en="a fact lacks two independent attestations",
        do="Wait for a second independent attestation of the facts that the answer names.",
        th="ข้อเท็จจริงข้อหนึ่งยังไม่มีคำรับรองอิสระครบสองราย",
        do_th="รอคำรับรองอิสระรายที่สองของข้อเท็จจริงที่คำตอบระบุ",
    ),
    "contradiction_not_cited": Sentence(
        en="a grant cites every attestation that contradicts it",
        do="Cite every attestation that speaks against the grant.",
        th="การอนุมัติต้องอ้างคำรับรองทุกฉบับที่ขัดแย้ง",
        do_th="อ้างคำรับรองทุกฉบับที่ไม่สนับสนุนการอนุมัติ",
    ),
    "visit_missing": Sentence(
        en="two independent contradictions make a visit necessary before a grant",
        do="Record a home visit first.",
        th="มีคำรับรองขัดแย้งสองรายที่เป็นอิสระ จึงต้องไปเยี่ยมบ้านก่อนอนุมัติ",
        do_th="บันทึกการเยี่ยมบ้านก่อน",
    ),
    "refusal_on_silence": Sentence(
        en="missing or refused attestations alone never carry a refusal",
        do="Base the refusal on what stands in the record, or ask somebody from outside and await the reply.",
        th="การไม่มีคำรับรองหรือการถูกปฏิเสธคำรับรองอย่างเดียวเป็นเหตุไม่อนุมัติไม่ได้",
        do_th="ใช้สิ่งที่ปรากฏในเรื่องเป็นเหตุของคำสั่ง หรือขอคำรับรองจากคนนอกพื้นที่แล้วรอคำตอบ",
    ),
    "occasion_invalid": Sentence(
        en="the occasion does not fit what was decided before",
        do=(
            "Use `first` for the first decision of a claim and another occasion after it; to replace a "
            "decision, revise it."
        ),
        th="โอกาสที่ระบุไม่ตรงกับคำสั่งที่มีมาก่อน",
        do_th=("ใช้ `first` สำหรับคำสั่งแรกและโอกาสอื่นหลังจากนั้น หากต้องการแทนคำสั่งเดิมให้ใช้การทบทวนคำสั่ง"),
    ),
    "committee_missing": Sentence(
        en="a committee's order names its members, and each of them signs",
        do="Name the members, and have each of them sign.",
        th="คำสั่งของคณะกรรมการต้องระบุกรรมการ และทุกคนต้องลงนาม",
        do_th="ระบุกรรมการและให้ทุกคนลงนาม",
    ),
    "unknown_decision": Sentence(
        en="there is no such decision in the log",
        do="Refer to the decision by its stream, version and leaf.",
        th="ไม่มีคำสั่งเช่นนี้ในบัญชี",
        do_th="อ้างถึงคำสั่งด้วยเรื่อง ลำดับ และค่าแฮช",
    ),
    "not_in_force": Sentence(
        en="the decision that is superseded is not the one in force",
        do="Refer to the newest decision.",
        th="คำสั่งที่ถูกแทนไม่ใช่คำสั่งที่ใช้อยู่",
        do_th="อ้างถึงคำสั่งล่าสุด",
    ),
    "determination_missing": Sentence(
        en="a revision after an appeal cites the determination",
        do="Cite the determination that upheld the appeal.",
        th="การทบทวนคำสั่งหลังอุทธรณ์ต้องอ้างคำวินิจฉัย",
        do_th="อ้างคำวินิจฉัยที่รับอุทธรณ์",
    ),
    "unknown_determination": Sentence(
        en="there is no such determination in the log",
        do="Refer to the determination by its stream, version and leaf.",
        th="ไม่มีคำวินิจฉัยเช่นนี้ในบัญชี",
        do_th="อ้างถึงคำวินิจฉัยด้วยเรื่อง ลำดับ และค่าแฮช",
    ),
    "determination_unrelated": Sentence(
        en="the determination is of a grievance about another claim",
        do="Cite a determination about this claim.",
        th="คำวินิจฉัยเป็นของเรื่องร้องเรียนเกี่ยวกับคำขออื่น",
        do_th="อ้างคำวินิจฉัยเกี่ยวกับคำขอนี้",
    ),
    "unknown_notice": Sentence(
        en="there is no such notice in this stream",
        do="Refer to the notice by its stream, version and leaf.",
        th="ไม่มีการแจ้งเช่นนี้ในเรื่อง",
        do_th="อ้างถึงการแจ้งด้วยเรื่อง ลำดับ และค่าแฮช",
    ),
    "notice_not_defective": Sentence(
        en="only a defective notice is cured",
        do="Nothing; the notice needs no cure.",
        th="แก้ไขได้เฉพาะการแจ้งที่บกพร่อง",
        do_th="ไม่ต้องทำอะไร การแจ้งนี้ไม่ต้องแก้ไข",
    ),
    "notice_rule": Sentence(
        en="the rule does not belong to the method of the notice",
        do="Use the rule of the method by which the notice went.",
        th="ข้อกำหนดไม่ตรงกับวิธีแจ้ง",
        do_th="ใช้ข้อกำหนดของวิธีที่แจ้งจริง",
    ),
    "renewed_unknown": Sentence(
        en="the claim that is renewed does not stand in the log",
        do="Refer to the earlier claim, or leave it out.",
        th="ไม่พบคำขอเดิมที่ขอต่อสิทธิ",
        do_th="อ้างถึงคำขอเดิมให้ถูกต้อง หรือไม่ต้องระบุ",
    ),
    "request_repeated": Sentence(
        en="a request of this claim has this token already",
        do="Give the request a token of its own.",
        th="รหัสนี้ใช้กับการขอคำรับรองครั้งก่อนในเรื่องนี้แล้ว",
        do_th="ใช้รหัสใหม่สำหรับการขอคำรับรองครั้งนี้",
    ),
    "request_differs": Sentence(
        en="the request asks another person, or about other facts",
        do="Answer a request that asks you, or attest without naming a request.",
        th="การขอคำรับรองครั้งนั้นถามผู้อื่น หรือถามข้อเท็จจริงอื่น",
        do_th="ตอบเฉพาะครั้งที่ถามคุณ หรือรับรองโดยไม่ต้องอ้างการขอ",
    ),
    "attester_not_mandated": Sentence(
        en="whoever is asked holds no mandate to attest here",
        do="Ask an attester of this place and programme, or a pool.",
        th="ผู้ที่ถูกขอไม่มีหน้าที่รับรองในพื้นที่หรือโครงการนี้",
        do_th="ขอผู้รับรองของพื้นที่และโครงการนี้ หรือขอจากกลุ่มผู้รับรอง",
    ),
    "draw_not_due": Sentence(
        en="nobody has refused or failed to reply since another attester was last drawn",
        do="Draw once for each refusal or missing reply.",
        th="ยังไม่มีผู้ใดปฏิเสธหรือไม่ตอบนับแต่เลือกผู้รับรองคนก่อน",
        do_th="เลือกผู้รับรองแทนหนึ่งคนต่อการปฏิเสธหรือการไม่ตอบหนึ่งครั้ง",
    ),
    "outside_missing": Sentence(
        en="after two failures the next attester comes from outside the village",
        do="Draw somebody from another tambon.",
        th="เมื่อขอไม่สำเร็จสองครั้งแล้ว ผู้รับรองคนต่อไปต้องมาจากนอกหมู่บ้าน",
        do_th="เลือกผู้รับรองจากตำบลอื่น",
    ),
    "unknown_attestation": Sentence(
        en="there is no such attestation in this claim",
        do="Refer to the attestation by its stream, version and leaf.",
        th="ไม่มีคำรับรองนี้ในคำขอ",
        do_th="อ้างถึงคำรับรองด้วยเรื่อง ลำดับ และค่าแฮชของรายการนั้น",
    ),
    "attestation_fallen": Sentence(
        en="the attestation was withdrawn or overruled before",
        do="Nothing; it counts no more.",
        th="คำรับรองนี้ถูกถอนหรือถูกวินิจฉัยไม่รับฟังไปแล้ว",
        do_th="ไม่ต้องทำอะไร คำรับรองนี้ไม่นับแล้ว",
    ),
    "order_incomplete": Sentence(
        en="an order shows who made it and in which open office they are",
        do="Let somebody decide whose office is registered and open.",
        th="คำสั่งต้องแสดงชื่อผู้ทำคำสั่งและตำแหน่งในหน่วยงานที่ยังเปิดอยู่",
        do_th="ให้ผู้ที่หน่วยงานขึ้นทะเบียนและยังเปิดอยู่เป็นผู้ทำคำสั่ง",
    ),
    "not_heard": Sentence(
        en="whoever is burdened is heard first, unless it is too urgent",
        do="Hear the person, offer it, or state the urgency.",
        th="ต้องให้ผู้ถูกกระทบสิทธิได้ชี้แจงก่อน เว้นแต่เร่งด่วน",
        do_th="ให้ผู้นั้นชี้แจงหรือเสนอโอกาสให้ชี้แจง หรือระบุเหตุเร่งด่วน",
    ),
    "not_granted": Sentence(
        en="the decision is not the one in force, or grants nothing",
        do="Pay on the decision in force that grants the benefit.",
        th="คำสั่งนี้ไม่ใช่คำสั่งที่ใช้อยู่ หรือไม่ได้ให้สิทธิ",
        do_th="จ่ายตามคำสั่งที่ใช้อยู่และให้สิทธินั้น",
    ),
    "execution_exceeds": Sentence(
        en="the payment goes beyond the amount or the period that was granted",
        do="Pay within amount and period, counting what was paid for the same days.",
        th="การจ่ายเกินจำนวนเงินหรือเกินช่วงเวลาที่อนุมัติ",
        do_th="จ่ายภายในจำนวนเงินและช่วงเวลาที่อนุมัติ โดยนับที่จ่ายไปแล้วของช่วงเดียวกัน",
    ),
    "execution_repeated": Sentence(
        en="some of the period was paid on this decision before",
        do="Nothing, if this was sent twice; else correct the period.",
        th="บางส่วนของช่วงเวลานี้จ่ายตามคำสั่งนี้ไปแล้ว",
        do_th="ไม่ต้องทำอะไรหากส่งซ้ำ มิฉะนั้นให้แก้ช่วงเวลา",
    ),
}
