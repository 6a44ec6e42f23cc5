"""Refusals: what claims and grievances share."""

from collections.abc import Mapping
from typing import Final

from ledger.domain.sentences.sentence import Sentence

SENTENCES: Final[Mapping[str, Sentence]] = {
    "unknown_case": Sentence(
        en="no case stands in this stream",
        do="Record the application or the filing first.",
        th="ยังไม่มีเรื่องอยู่ในรายการนี้",
        do_th="โปรดบันทึกคำขอหรือเรื่องร้องเรียนก่อน",
    ),
    "case_closed": Sentence(
        en="the case is closed, and nothing more is asked for in it",
        do="Put to the file what is at hand; to ask for more, the case must be open.",
        th="เรื่องนี้สิ้นสุดแล้ว จึงขอข้อมูลเพิ่มไม่ได้",
        do_th="หากมีข้อมูลอยู่แล้วให้ยื่นเข้าแฟ้มได้เลย แต่จะขอเพิ่มได้เฉพาะเรื่องที่ยังไม่สิ้นสุด",
    ),
    "answer_not_theirs": Sentence(
        en="the citizen was asked, and only the citizen answers",
        do="Record what the citizen brings through the intake, or supply this without naming the request.",
        th="คำขอข้อมูลนี้ถามประชาชน จึงมีแต่ผู้ถูกถามเท่านั้นที่ตอบได้",
        do_th="โปรดบันทึกสิ่งที่ประชาชนนำมาผ่านผู้รับเรื่อง หรือยื่นข้อมูลนี้โดยไม่อ้างถึงคำขอข้อมูล",
    ),
    "items_missing": Sentence(
        en="a request names what it asks for",
        do="Name at least one item.",
        th="คำขอข้อมูลต้องระบุว่าขอสิ่งใด",
        do_th="โปรดระบุสิ่งที่ขออย่างน้อยหนึ่งรายการ",
    ),
    "request_period": Sentence(
        en="whoever is asked has 7 to 15 days for the answer",
        do="Set a last day that lies 7 to 15 days from today.",
        th="ผู้ถูกขอข้อมูลต้องมีเวลาตอบ 7 ถึง 15 วัน",
        do_th="โปรดกำหนดวันสุดท้ายให้อยู่ระหว่าง 7 ถึง 15 วันนับจากวันนี้",
    ),
    "correction_unnamed": Sentence(
        en="a correction names the entry that it corrects, and nothing else does",
        do="Name the entry in `corrects` with the kind `correction`, and only then.",
        th="การแก้ไขต้องระบุรายการที่แก้ และเฉพาะการแก้ไขเท่านั้นที่ระบุได้",
        do_th="โปรดระบุรายการที่แก้ใน `corrects` พร้อมประเภท `correction` เท่านั้น",
    ),
    "via_not_intake": Sentence(
        en="only the intake records what a person without a key handed over",
        do="Let the intake sign what the person handed over; whoever has a key signs without `via`.",
        th="เฉพาะผู้รับเรื่องเท่านั้นที่บันทึกสิ่งที่ผู้ไม่มีกุญแจนำมายื่น",
        do_th="โปรดให้ผู้รับเรื่องลงนามแทน ส่วนผู้มีกุญแจของตนให้ลงนามเองโดยไม่ใส่ `via`",
    ),
    "office_alone": Sentence(
        en="notes and attempts to reach the person are the office's own",
        do="Let the office record it; others put a statement or a document to the file.",
        th="บันทึกภายในและการติดต่อประชาชนเป็นของหน่วยงานเท่านั้น",
        do_th="โปรดให้หน่วยงานเป็นผู้บันทึก ผู้อื่นยื่นเป็นถ้อยคำหรือเอกสารได้",
    ),
    "nothing_supplied": Sentence(
        en="nothing was put to the file",
        do="Add the document, or the sealed text of what was said.",
        th="ไม่มีสิ่งใดยื่นเข้ามาในแฟ้ม",
        do_th="โปรดแนบเอกสาร หรือข้อความที่ปิดผนึกไว้",
    ),
    "no_part": Sentence(
        en="the person has no part in this case",
        do="Hand it over at the intake, or let somebody who has a part in the case sign.",
        th="ผู้นี้ไม่มีส่วนเกี่ยวข้องในเรื่องนี้",
        do_th="โปรดยื่นผ่านผู้รับเรื่อง หรือให้ผู้ที่มีส่วนในเรื่องลงนาม",
    ),
    "conflict_section": Sentence(
        en="the ground does not belong to the section that is named",
        do="Name the section to which the ground belongs: 13, 16, or the policy.",
        th="เหตุที่อ้างไม่ตรงกับมาตราที่ระบุ",
        do_th="โปรดระบุมาตราให้ตรงกับเหตุ คือมาตรา 13 มาตรา 16 หรือหลักเกณฑ์ของโครงการ",
    ),
    "conflict_how": Sentence(
        en="the signer may not raise a conflict in this manner",
        do="People report themselves; a party challenges through the intake; oversight and the clock derive.",
        th="ผู้ลงนามแจ้งส่วนได้เสียด้วยวิธีนี้ไม่ได้",
        do_th="เจ้าตัวแจ้งเรื่องของตนเอง คู่กรณีคัดค้านผ่านผู้รับเรื่อง ส่วนองค์กรกำกับและนาฬิการะบบแจ้งตามที่ทะเบียนแสดง",
    ),
    "no_such_part": Sentence(
        en="the person has no part here and no mandate to have one",
        do="Name somebody who acts in this case, did so, or could.",
        th="ผู้ที่ถูกกล่าวถึงไม่มีส่วนในเรื่องนี้ และไม่มีอำนาจหน้าที่ที่จะเข้ามาเกี่ยวข้อง",
        do_th="โปรดระบุผู้ที่ทำหน้าที่อยู่ เคยทำ หรืออาจได้ทำหน้าที่ในเรื่องนี้",
    ),
    "conflict_not_shown": Sentence(
        en="the records show no such conflict about this person",
        do="Raise what the records do not show as a challenge, or declare the interest in the registry.",
        th="ทะเบียนไม่แสดงว่าผู้นี้มีส่วนได้เสียเช่นนั้น",
        do_th="หากทะเบียนไม่แสดง โปรดยื่นเป็นคำคัดค้าน หรือแจ้งส่วนได้เสียไว้ในทะเบียน",
    ),
    "conflict_repeated": Sentence(
        en="the same conflict was raised before and awaits its ruling",
        do="Wait for the ruling; more about it can be put to the file.",
        th="มีผู้แจ้งเหตุเดียวกันนี้ไว้แล้ว และยังรอคำสั่งอยู่",
        do_th="โปรดรอคำสั่ง หากมีข้อมูลเพิ่มให้ยื่นเข้าแฟ้มได้",
    ),
    "unknown_conflict": Sentence(
        en="the ruling names no conflict that was raised here",
        do="Name the entry that raised the conflict.",
        th="คำสั่งนี้ไม่ได้อ้างถึงการแจ้งส่วนได้เสียในเรื่องนี้",
        do_th="โปรดอ้างรายการที่แจ้งส่วนได้เสียไว้",
    ),
    "conflict_ruled": Sentence(
        en="the conflict was ruled on before",
        do="Raise a new conflict if something new has come to light.",
        th="มีคำสั่งเรื่องส่วนได้เสียนี้แล้ว",
        do_th="หากมีข้อเท็จจริงใหม่ โปรดแจ้งเป็นเรื่องใหม่",
    ),
    "conflict_shown": Sentence(
        en="a ground of section 13 that the person or the records confirm is not untrue",
        do="Recuse the person, or use the urgent exception of section 18 with its reasons.",
        th="เหตุตามมาตรา 13 ที่เจ้าตัวหรือทะเบียนยืนยันแล้ว จะถือว่าไม่จริงไม่ได้",
        do_th="โปรดสั่งให้ผู้นั้นถอนตัว หรือใช้ข้อยกเว้นกรณีเร่งด่วนตามมาตรา 18 พร้อมเหตุผล",
    ),
    "ruling_members": Sentence(
        en="only a recusal names another person in the place, or acts to be done anew, each once",
        do="Name a replacement, who is another person, and acts to be redone with a recusal only.",
        th="เฉพาะคำสั่งให้ถอนตัวเท่านั้นที่ระบุผู้ทำหน้าที่แทนหรือการกระทำที่ต้องทำใหม่ได้ รายการละหนึ่งครั้ง",
        do_th="โปรดระบุผู้ทำหน้าที่แทนซึ่งเป็นคนอื่น และการกระทำที่ต้องทำใหม่ เฉพาะเมื่อสั่งให้ถอนตัว",
    ),
    "redo_not_theirs": Sentence(
        en="an act to be done anew is not one of the recused person",
        do="Name only acts that the recused person made or signed.",
        th="การกระทำที่สั่งให้ทำใหม่ไม่ใช่ของผู้ที่ถูกสั่งให้ถอนตัว",
        do_th="โปรดระบุเฉพาะการกระทำที่ผู้นั้นทำหรือลงนาม",
    ),
    "not_superior": Sentence(
        en="a superior of the person rules, and oversight only where none can",
        do="Let a supervisor who stands above the person rule; for the head of a body, let oversight rule.",
        th="ผู้มีคำสั่งต้องเป็นผู้บังคับบัญชาของผู้นั้น องค์กรกำกับมีคำสั่งได้เฉพาะเมื่อไม่มีผู้บังคับบัญชาที่ทำได้",
        do_th="โปรดให้ผู้บังคับบัญชาเหนือผู้นั้นมีคำสั่ง หากเป็นหัวหน้าหน่วยงานให้องค์กรกำกับมีคำสั่ง",
    ),
    "act_not_contested": Sentence(
        en="nobody disputed the act, and nothing makes it doubtful",
        do="Review only what was disputed or is contested; to change a decision, revise it.",
        th="ไม่มีผู้โต้แย้งการกระทำนี้ และไม่มีเหตุให้สงสัย",
        do_th="ทบทวนได้เฉพาะสิ่งที่ถูกโต้แย้งหรือมีข้อสงสัย หากจะเปลี่ยนคำสั่งให้ใช้การแก้ไขคำสั่ง",
    ),
    "affects_differ": Sentence(
        en="the decisions named are not exactly those that cite the act",
        do="Read the record again, and list every decision that cites the act, each once, and no other.",
        th="รายการคำสั่งที่ระบุไม่ตรงกับคำสั่งที่อ้างถึงการกระทำนี้ทั้งหมด",
        do_th="โปรดอ่านบันทึกอีกครั้ง แล้วระบุทุกคำสั่งที่อ้างถึงการกระทำนี้ คำสั่งละหนึ่งครั้ง และไม่เกินกว่านั้น",
    ),
    "remand_pending": Sentence(
        en="a court that has not ruled sends nothing back",
        do="Record the suit first, and the remand with what the court ruled.",
        th="ศาลที่ยังไม่มีคำวินิจฉัยย่อมยังไม่ส่งเรื่องกลับ",
        do_th="โปรดบันทึกการฟ้องก่อน แล้วบันทึกการส่งเรื่องกลับพร้อมผลคำวินิจฉัยของศาล",
    ),
    "two_bodies": Sentence(
        en="the custodian of the data and oversight sign this together, and nobody else",
        do="Have exactly these two sign the same statement.",
        th="การนี้ต้องลงนามร่วมกันโดยผู้ดูแลข้อมูลและองค์กรกำกับเท่านั้น",
        do_th="โปรดให้ทั้งสองฝ่ายนี้ลงนามในเอกสารเดียวกัน โดยไม่มีผู้อื่น",
    ),
    "nothing_sealed": Sentence(
        en="nothing of this kind is sealed here",
        do="Name a person and fields that are sealed in this stream and not erased.",
        th="ไม่มีข้อมูลลักษณะนี้ปิดผนึกอยู่ในเรื่องนี้",
        do_th="โปรดระบุบุคคลและช่องข้อมูลที่ปิดผนึกอยู่ในเรื่องนี้และยังไม่ถูกลบ",
    ),
    "until_invalid": Sentence(
        en="an identity is opened for a time that ends within 30 days",
        do="State an end that lies ahead, 30 days from now at most.",
        th="การเปิดเผยตัวตนต้องมีกำหนดสิ้นสุดภายใน 30 วัน",
        do_th="โปรดกำหนดเวลาสิ้นสุดที่ยังมาไม่ถึง และไม่เกิน 30 วันนับจากนี้",
    ),
    "already_erased": Sentence(
        en="the field was erased before",
        do="Nothing; what is erased stays so.",
        th="ข้อมูลช่องนี้ถูกลบไปแล้ว",
        do_th="ไม่ต้องทำอะไรเพิ่ม ข้อมูลที่ลบแล้วจะคงสถานะลบตลอดไป",
    ),
    "not_erasable": Sentence(
        en="the reasons and the own words of an office are never erased",
        do="Erase what identifies the person; what an office must answer for stays.",
        th="เหตุผลและถ้อยคำของหน่วยงานลบไม่ได้",
        do_th="ลบได้เฉพาะข้อมูลที่ระบุตัวบุคคล ส่วนสิ่งที่หน่วยงานต้องรับผิดชอบต้องคงอยู่",
    ),
    "hold": Sentence(
        en="a period of the law, an appeal or a court case is open and needs the data",
        do="Ask again when it has ended; the answer names nothing else.",
        th="ยังมีกำหนดเวลาตามกฎหมาย การอุทธรณ์ หรือคดีในศาลที่ต้องใช้ข้อมูลนี้",
        do_th="โปรดยื่นใหม่เมื่อเรื่องเหล่านั้นสิ้นสุดแล้ว",
    ),
}
