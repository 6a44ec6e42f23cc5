"""Where a case stands, in one or two kind sentences for the person whose case it is.

No officialese and no blame: what was done, and who acts next. The words of the labels stand beside them on
the pages of officials.
"""

from collections.abc import Collection, Mapping
from typing import Final

from api.languages import Language
from api.web.words.labels import label
from ledger.projections.pictures.words import Words
from ledger.projections.standing import ENDED

_STATES: Final[Mapping[str, Mapping[str, Words]]] = {
    "claim": {
        "empty": Words("ยังไม่มีคำขอในเลขนี้", "There is no claim under this number yet."),
        "open": Words(
            "เรารับคำขอของคุณแล้ว กำลังรอเจ้าหน้าที่พิจารณา", "We have your claim. An official is looking at it."
        ),
        "decided": Words(
            "มีคำสั่งเรื่องคำขอของคุณแล้ว เจ้าหน้าที่จะแจ้งให้คุณทราบ", "Your claim is decided. The office will tell you."
        ),
        "notified": Words(
            "แจ้งคำสั่งให้คุณแล้ว ถ้าไม่เห็นด้วย คุณโต้แย้งได้",
            "You were told of the decision. If you disagree, you can object.",
        ),
        "final": Words("เวลาโต้แย้งคำสั่งสิ้นสุดแล้ว", "The time to object to the decision is over."),
        "withdrawn": Words(
            "คุณถอนคำขอนี้แล้ว ยื่นใหม่ได้เสมอ", "You took this claim back. You can always apply again."
        ),
    },
    "grievance": {
        "empty": Words("ยังไม่มีเรื่องในเลขนี้", "There is nothing under this number yet."),
        "filed": Words(
            "เรารับเรื่องของคุณแล้ว กำลังรอหน่วยงานตอบรับ", "We have your case. The office will acknowledge it next."
        ),
        "acknowledged": Words(
            "หน่วยงานตอบรับเรื่องของคุณแล้ว กำลังหาผู้ดำเนินเรื่อง",
            "The office has acknowledged your case. Somebody will be given it next.",
        ),
        "under_review": Words(
            "มีผู้ดำเนินเรื่องของคุณแล้ว กำลังพิจารณาอยู่", "Somebody has your case and is looking at it."
        ),
        "determined": Words(
            "มีคำวินิจฉัยเรื่องของคุณแล้ว หน่วยงานจะแจ้งให้คุณทราบ", "Your case has an outcome. The office will tell you."
        ),
        "notified": Words(
            "แจ้งคำวินิจฉัยให้คุณแล้ว ถ้าไม่ยอมรับผล คุณบอกเราได้",
            "You were told of the outcome. If you do not accept it, you can say so.",
        ),
        "remedy_due": Words(
            "คำวินิจฉัยสั่งให้แก้ไข กำลังรอหน่วยงานทำตาม", "Something must be put right. The office has to do it next."
        ),
        "remedy_reported": Words(
            "หน่วยงานบอกว่าทำแล้ว คุณเป็นคนบอกว่าจริงหรือไม่",
            "The office says that it is done. You say whether that is so.",
        ),
        "closed": Words(
            "ปิดเรื่องนี้แล้ว สิทธิที่ยังเหลืออยู่แสดงไว้ด้านล่าง",
            "This case is closed. Rights that you still have stand below.",
        ),
    },
    "consultation": {
        "empty": Words("ยังไม่มีการหารือ", "There is no consultation yet."),
        "proposed": Words(
            "มีผู้เสนอให้หารือเรื่องนี้ กำลังรอหน่วยงานเปิดหรือบอกเหตุผล",
            "A consultation was proposed. The office opens it, or says why not.",
        ),
        "open": Words("เปิดหารืออยู่ คุณร่วมออกความเห็นได้", "The consultation is open. You can take part."),
        "answering": Words(
            "มีข้อเสนอแนะแล้ว กำลังรอคำตอบของผู้รับผิดชอบ",
            "There are recommendations. Whoever is responsible answers next.",
        ),
        "answered": Words("ผู้รับผิดชอบตอบข้อเสนอแนะทุกข้อแล้ว", "Every recommendation has its answer."),
        "declined": Words("หน่วยงานไม่เปิดหารือ และบอกเหตุผลไว้", "The office did not open it, and said why."),
    },
    "commitment": {
        "empty": Words("ยังไม่มีคำมั่น", "There is no commitment yet."),
        "open": Words("หน่วยงานให้คำมั่นไว้ และยังต้องทำ", "The office made a commitment and has to keep it."),
        "reported": Words(
            "หน่วยงานบอกว่าทำแล้ว กำลังรอผู้ร่วมหารือตรวจยืนยัน",
            "The office says that it is done. Participants check it next.",
        ),
        "met": Words("ตรวจแล้วว่าทำตามคำมั่นจริง", "It was checked: the commitment is kept."),
        "withdrawn": Words(
            "หน่วยงานถอนคำมั่นนี้ และบอกเหตุผลไว้", "The office took this commitment back, and said why."
        ),
    },
    "listing": {
        "empty": Words("ยังไม่ปิดประกาศรายชื่อ", "The list is not posted yet."),
        "posted": Words(
            "ปิดประกาศรายชื่ออยู่ ถ้าเห็นว่าไม่ถูกต้อง คุณคัดค้านได้", "The list is posted. If it is wrong, you can object."
        ),
        "final": Words("เวลาคัดค้านรายชื่อสิ้นสุดแล้ว", "The time to object to the list is over."),
    },
    "audit": {
        "empty": Words("ยังไม่เริ่มการตรวจ", "The audit has not begun."),
        "sealed": Words(
            "กำหนดแล้วว่าจะสุ่มตรวจจากอะไร ขั้นต่อไปคือสุ่ม",
            "What the sample is drawn from is fixed. It is drawn next.",
        ),
        "drawn": Words("สุ่มแล้ว กำลังรอผลตรวจ", "The sample is drawn. The findings come next."),
        "reported": Words("รายงานผลตรวจแล้ว", "The findings are reported."),
    },
}
_TRUMPS: Final[Mapping[str, Words]] = {
    "awaiting_citizen": Words("เรากำลังรอข้อมูลจากคุณ", "We are waiting for something from you."),
    "in_court": Words("เรื่องนี้อยู่ในศาล", "The matter is in court."),
    "under_appeal": Words("เรื่องนี้อยู่ระหว่างอุทธรณ์", "An appeal is being looked at."),
    "pressure": Words(
        "คุณบอกว่ามีคนกดดันให้ถอน เรื่องนี้จึงยังดำเนินต่อ", "You said that somebody pressed you, so it goes on."
    ),
    "may_sue": Words("คุณไปศาลปกครองได้แล้ว", "You may go to the administrative court now."),
    "defective_notice": Words(
        "การแจ้งยังไม่ครบ คุณมีเวลาโต้แย้งนานขึ้น", "The notice was incomplete, so you have more time to object."
    ),
    "notice_in_transit": Words("หนังสือแจ้งกำลังส่งไปถึงคุณ", "The notice is on its way to you."),
    "transfer_pending": Words("กำลังรออีกหน่วยงานรับเรื่องไป", "Another office is asked to take it over."),
    "conflict_pending": Words(
        "กำลังรอวินิจฉัยว่ามีใครมีส่วนได้เสียหรือไม่", "Whether somebody has a conflict of interest is being ruled on."
    ),
    "stayed": Words("คำสั่งรออยู่ ยังไม่มีผล", "The order waits and has no effect yet."),
    "executed": Words("จ่ายให้คุณแล้ว", "It was paid."),
    "broken": Words("ตรวจแล้วว่ายังไม่ได้ทำ", "It was checked and is not done."),
    "unverified": Words("ยังไม่มีใครตรวจยืนยัน", "Nobody has verified it."),
}
"""What a person wants to know beside the state, the most important first; other flags are for officials."""
_LASTING: Final = frozenset({"in_court", "under_appeal", "may_sue", "executed"})
"""Those that also matter once nobody owes a next step."""
_OVERDUE: Final = Words("หน่วยงานเลยกำหนดแล้ว: {}", "The office is late: {}.")
_LATE: Final = (
    *("notify", "remedy", "resolve", "appeal_upper", "appeal_first", "decide_claim"),
    *("consult_response", "deferred_answer", "commitment", "consult_open", "transfer", "admission", "ack"),
)
"""Clocks on which an office may be late, what the person waits for most first; others are for officials."""


def plain_state(kind: str, state: str, flags: Collection[str], language: Language) -> str:
    """Return where a case stands, for the person whose it is: its state, and the one flag that matters most.

    Args:
        kind: The kind of its stream.
        state: As ``standing`` has it.
        flags: Its flags, likewise.
        language: Thai or English.

    >>> plain_state("claim", "decided", ("quorum",), "en")
    'Your claim is decided. The office will tell you.'
    >>> plain_state("claim", "open", ("awaiting_citizen", "overdue:decide_claim"), "en")
    'We have your claim. An official is looking at it. We are waiting for something from you.'
    """
    known = _STATES.get(kind, {}).get(state)
    first = label(state, language, kind) if known is None else known.said(language)
    ended = state in ENDED.get(kind, ())
    matter = {flag for flag in flags if not ended or flag in _LASTING}
    beside = next((words.said(language) for flag, words in _TRUMPS.items() if flag in matter), None)
    late = next((clock for clock in _LATE if f"overdue:{clock}" in matter), None)
    if beside is None and late is not None:
        beside = _OVERDUE.said(language).format(label(late, language, "clock"))
    return first if beside is None else f"{first} {beside}"
