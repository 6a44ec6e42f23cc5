"""Refusals: persons."""

from collections.abc import Mapping
from typing import Final

from ledger.domain.sentences.sentence import Sentence

SENTENCES: Final[Mapping[str, Sentence]] = {
    "approvals_pending": Sentence(
        en="the act needs the signature of a second person of another line",
        do="Have the second person sign the same statement, then send it with both signatures.",
        th="การกระทำนี้ต้องมีลายมือชื่อของบุคคลที่สองจากอีกสายบังคับบัญชา",
        do_th="ให้บุคคลที่สองลงนามในข้อความเดียวกัน แล้วส่งพร้อมกันทั้งสองลายมือชื่อ",
    ),
    "coi_same_person": Sentence(
        en="two signatures of one person are one signature",
        do="Find another person; a second key of the same one does not count.",
        th="สองลายมือชื่อของคนเดียวกันนับเป็นหนึ่ง",
        do_th="หาบุคคลอื่น กุญแจดอกที่สองของคนเดิมไม่นับ",
    ),
    "coi_same_line": Sentence(
        en="both signatures come from one line",
        do="Find a second signer under other superiors.",
        th="ลายมือชื่อทั้งสองมาจากสายบังคับบัญชาเดียวกัน",
        do_th="หาผู้ลงนามคนที่สองที่มีผู้บังคับบัญชาคนละสาย",
    ),
    "coi_reporting_line": Sentence(
        en="one of the two signers stands above the other",
        do="Find a second signer who neither commands the first one nor reports to them.",
        th="ผู้ลงนามคนหนึ่งเป็นผู้บังคับบัญชาของผู้ลงนามอีกคนหนึ่ง",
        do_th="โปรดให้ผู้ลงนามคนที่สองเป็นผู้ที่ไม่ได้เป็นทั้งผู้บังคับบัญชาและผู้ใต้บังคับบัญชาของผู้ลงนามคนแรก",
    ),
    "coi_prior_decider": Sentence(
        en="somebody who took part in the decision may not act on it again here",
        do="Give the case to somebody who had no part in the decision.",
        th="ผู้ที่มีส่วนในคำสั่งเดิมจะทำการในเรื่องนี้อีกไม่ได้",
        do_th="มอบเรื่องให้ผู้ที่ไม่มีส่วนในคำสั่งเดิม",
    ),
    "coi_attester_in_case": Sentence(
        en="somebody who attested in this case may not decide or handle it",
        do="Give the case to somebody who did not attest in it.",
        th="ผู้ที่รับรองในเรื่องนี้จะตัดสินหรือดำเนินเรื่องไม่ได้",
        do_th="มอบเรื่องให้ผู้ที่ไม่ได้รับรองในเรื่องนี้",
    ),
    "coi_assister": Sentence(
        en="somebody who helped with this case may not attest, handle or decide in it",
        do="Let somebody act who did not help with this case.",
        th="ผู้ที่ช่วยในเรื่องนี้จะรับรอง ดำเนินเรื่อง หรือตัดสินไม่ได้",
        do_th="ให้ผู้ที่ไม่ได้ช่วยในเรื่องนี้เป็นผู้ทำ",
    ),
    "coi_named_in_complaint": Sentence(
        en="somebody whom the complaint names may not handle or decide it",
        do="Give the case to somebody whom the complaint does not name.",
        th="ผู้ที่ถูกกล่าวถึงในคำร้องเรียนจะดำเนินเรื่องหรือตัดสินไม่ได้",
        do_th="มอบเรื่องให้ผู้ที่คำร้องเรียนไม่ได้กล่าวถึง",
    ),
    "coi_party": Sentence(
        en="somebody whose own matter this is may not handle or decide it",
        do="Give the case to somebody who is no party to it.",
        th="ผู้ที่เป็นคู่กรณีในเรื่องนี้จะดำเนินเรื่องหรือวินิจฉัยเรื่องนี้เองไม่ได้",
        do_th="โปรดมอบเรื่องให้ผู้ที่ไม่ได้เป็นคู่กรณี",
    ),
    "coi_recused": Sentence(
        en="a superior ruled that this person may not act in this case",
        do="Give the case to the person who was named in their place, or to somebody else.",
        th="ผู้บังคับบัญชามีคำสั่งแล้วว่าผู้นี้ทำหน้าที่ในเรื่องนี้ไม่ได้",
        do_th="โปรดมอบเรื่องให้ผู้ที่ได้รับมอบหมายแทน หรือเจ้าหน้าที่คนอื่น",
    ),
    "coi_pending": Sentence(
        en="a conflict of interest was reported about this person and is not ruled on yet",
        do="Wait for the superior's ruling, or let somebody else act.",
        th="มีผู้แจ้งว่าผู้นี้มีส่วนได้เสียในเรื่องนี้ และผู้บังคับบัญชายังไม่มีคำสั่ง",
        do_th="โปรดรอคำสั่งของผู้บังคับบัญชา หรือให้ผู้อื่นทำหน้าที่แทน",
    ),
    "coi_line_complained_about": Sentence(
        en="the complaint is about the line of the person who acts",
        do="Have it done by somebody of another line.",
        th="เรื่องนี้ร้องเรียนสายบังคับบัญชาของผู้กระทำ",
        do_th="โปรดให้ผู้ที่อยู่ในสายบังคับบัญชาอื่นเป็นผู้ดำเนินการ",
    ),
    "coi_line_alone": Sentence(
        en="the complaint would stay in the hands of the line that it is about",
        do="Have a supervisor or a handler of another line take part.",
        th="เรื่องนี้จะอยู่ในมือของสายบังคับบัญชาที่ถูกร้องเรียนเพียงฝ่ายเดียว",
        do_th="โปรดให้ผู้บังคับบัญชาหรือผู้ดำเนินเรื่องจากสายบังคับบัญชาอื่นร่วมด้วย",
    ),
    "coi_upper_instance": Sentence(
        en="a member of the upper instance shares a line with a decider, or stands over or under one",
        do="Assign somebody of the upper instance who has nothing to do with the decider's line.",
        th="ผู้พิจารณาอุทธรณ์อยู่ในสายบังคับบัญชาเดียวกับผู้ออกคำสั่ง หรือเป็นผู้บังคับบัญชาหรือผู้ใต้บังคับบัญชากัน",
        do_th="โปรดมอบหมายผู้พิจารณาอุทธรณ์ที่ไม่เกี่ยวข้องกับสายบังคับบัญชาของผู้ออกคำสั่ง",
    ),
    "coi_officer_asked": Sentence(
        en="an officer of the case may not ask whether the applicant is pressed to withdraw",
        do="Let somebody ask who neither acts in the claim nor could decide it.",
        th="เจ้าหน้าที่ของเรื่องจะเป็นผู้ถามเองว่าผู้ยื่นถูกกดดันให้ถอนคำขอหรือไม่ ไม่ได้",
        do_th="โปรดให้ผู้ที่ไม่ได้ทำเรื่องนี้และไม่มีอำนาจออกคำสั่งในเรื่องนี้เป็นผู้ถาม",
    ),
    "coi_village_head": Sentence(
        en="a relative of a village head is decided by another office than the head's",
        do="Give the claim to the district or to a neighbouring tambon.",
        th="คำขอของญาติผู้ใหญ่บ้านหรือกำนันต้องให้หน่วยงานอื่นเป็นผู้ออกคำสั่ง",
        do_th="โปรดส่งคำขอให้อำเภอหรือตำบลข้างเคียง",
    ),
    "coi_declared_interest": Sentence(
        en="the person declared, or was found to have, an interest in this case",
        do="Give the case to somebody without such an interest, or ask the superior for a ruling.",
        th="ผู้นี้ได้แจ้งไว้หรือถูกตรวจพบว่ามีส่วนได้เสียในเรื่องนี้",
        do_th="โปรดมอบเรื่องให้ผู้ที่ไม่มีส่วนได้เสีย หรือขอให้ผู้บังคับบัญชามีคำสั่ง",
    ),
    "coi_own_conflict": Sentence(
        en="nobody rules on a conflict of interest of their own",
        do="Let the superior rule; for the head of a body, let oversight rule.",
        th="ไม่มีใครวินิจฉัยเรื่องส่วนได้เสียของตนเองได้",
        do_th="โปรดให้ผู้บังคับบัญชามีคำสั่ง หากเป็นหัวหน้าหน่วยงานให้องค์กรกำกับมีคำสั่ง",
    ),
    "coi_own_act": Sentence(
        en="nobody reviews an act of their own",
        do="Let a reviewer look at it who did not make or sign it.",
        th="ไม่มีใครทบทวนการกระทำของตนเองได้",
        do_th="โปรดให้ผู้ทบทวนที่ไม่ได้ทำหรือลงนามการกระทำนั้นเป็นผู้พิจารณา",
    ),
}
