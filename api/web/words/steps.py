"""Who does what next, and until when, in one sentence."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Final

from babel.lists import format_list

from api.languages import Language
from api.web.dates import days_left, moment
from api.web.words.labels import label
from ledger.domain.clocks.moments import day_of
from ledger.domain.codes import Role
from ledger.projections.pictures.words import Words
from ledger.projections.views.steps import SUIT, Step

CITIZENS: Final = frozenset(
    {
        "ClaimWithdrawn",
        "GrievanceFiled",
        "GrievanceWithdrawn",
        "GrievanceContested",
        "RemedyConfirmed",
        "RemedyDisputed",
        "InformationSupplied",
    }
)
"""Acts of the person whose case it is; the roles of a step are whoever may put them on record."""
FREE: Final = frozenset({"AttestationGiven", "AttestationRefused", "CommitmentVerified"})
"""Acts of volunteers and participants: nobody must, also where a clock waits."""
ACTS: Final[Mapping[str, Words]] = {
    "AttestationRequested": Words("ขอให้มีผู้รับรอง", "ask for an attestation"),
    "AttestationGiven": Words("ให้คำรับรอง", "attest"),
    "AttestationRefused": Words("ปฏิเสธการรับรอง", "say that they will not attest"),
    "EligibilityDecided": Words("ออกคำสั่ง", "decide the claim"),
    "DecisionRevised": Words("ออกคำสั่งใหม่แทนคำสั่งเดิม", "revise the decision"),
    "DecisionNotified": Words("แจ้งคำสั่งให้ผู้ยื่นคำขอทราบ", "tell the person of the decision"),
    "BenefitExecuted": Words("โอนหรือจ่ายสิทธิประโยชน์", "pay the benefit"),
    "ClaimWithdrawn": Words("ถอนคำขอ", "withdraw the claim"),
    "GrievanceFiled": Words("อุทธรณ์หรือร้องเรียน", "appeal or complain"),
    "GrievanceAcknowledged": Words("ตอบรับเรื่อง", "acknowledge the grievance"),
    "GrievanceTransferred": Words("ส่งต่อเรื่องไปหน่วยงานอื่น", "pass it on to another office"),
    "TransferAccepted": Words("รับเรื่องที่ส่งต่อ", "take over what was passed on"),
    "GrievanceReclassified": Words("จัดประเภทเรื่องใหม่", "reclassify the grievance"),
    "HandlerAssigned": Words("มอบเรื่องให้ผู้ดำเนินเรื่อง", "give it to somebody"),
    "AppealReported": Words("ส่งอุทธรณ์ให้ผู้มีอำนาจพิจารณา", "forward the appeal to the upper level"),
    "GrievanceDetermined": Words("ทำคำวินิจฉัย", "determine the grievance"),
    "OutcomeNotified": Words("แจ้งคำวินิจฉัยให้ผู้ยื่นเรื่องทราบ", "tell the person of the determination"),
    "RemedyReportedDone": Words("เยียวยาและรายงานว่าทำแล้ว", "do what was ordered and report it"),
    "RemedyConfirmed": Words("ยืนยันว่าเยียวยาจริง", "confirm that the remedy was done"),
    "RemedyDisputed": Words("โต้แย้งว่ายังไม่ได้เยียวยา", "say that the remedy was not done"),
    "GrievanceWithdrawn": Words("ถอนเรื่อง", "withdraw the grievance"),
    "GrievanceContested": Words("แจ้งว่าไม่ยอมรับผล", "contest the outcome"),
    "GrievanceClosed": Words("ปิดเรื่อง", "close the file"),
    "InformationSupplied": Words("ให้ข้อมูลเพิ่ม", "give more information"),
    "ConflictDecided": Words("วินิจฉัยเรื่องส่วนได้เสีย", "rule on the conflict of interest"),
    "ActReviewed": Words("ทบทวนการกระทำที่ถูกโต้แย้ง", "review the act that is in doubt"),
    "CourtOutcomeRecorded": Words("บันทึกผลทางศาล", "record what the court did"),
    "ConsultationOpened": Words("เปิดการหารือ", "open the consultation"),
    "ContributionMade": Words("เสนอความเห็น", "contribute"),
    "PositionTaken": Words("แสดงจุดยืน", "take a position"),
    "MeetingHeld": Words("บันทึกการประชุม", "record a meeting"),
    "RecommendationAdopted": Words("มีมติข้อเสนอแนะ", "adopt a recommendation"),
    "OfficialResponseGiven": Words("ตอบข้อเสนอแนะ", "answer the recommendation"),
    "CommitmentProgressed": Words("รายงานความคืบหน้าของคำมั่น", "report on the commitment"),
    "CommitmentVerified": Words("ตรวจยืนยันคำมั่น", "verify the commitment"),
    "DeadlineLapsed": Words("บันทึกว่าพ้นกำหนด", "record that the last day passed"),
    "AuditDrawn": Words("สุ่มตัวอย่าง", "draw the sample"),
    "AuditFindingReported": Words("รายงานผลการตรวจ", "report a finding"),
}
"""What is done in a step, as a verb, by event type."""
_SUING: Final = Words("ไปศาลปกครอง", "go to the administrative court")
_YOU: Final = Words("คุณ", "you")
_PERSON: Final = Words("ผู้ยื่นเรื่อง", "the person whose case it is")
_CLOCK: Final = Words("ระบบ", "the ledger's clock")
_MUST: Final = Words("{who}ต้อง{act} ภายในวันที่ {until} ({left})", "{who} must {act} by {until} ({left})")
_RIGHT: Final = Words("{who}มีสิทธิ{act}{until_when}", "{who} may {act}{until_when}")
_MAY: Final = Words("{who}{act}ได้{until_when}", "{who} may {act}{until_when}")
_UNTIL: Final = Words(" ถึงวันที่ {until} ({left})", " until {until} ({left})")
_AFTER: Final = Words("หลังวันที่ {until} {who}จะ{act}", "after {until}, {who} will {act}")
_WILL: Final = Words("{who}จะ{act}", "{who} will {act}")
_SECOND: Final = Words(
    " และอาจต้องมีอีกคนลงนามด้วย ({roles})", "; somebody else may have to sign as well ({roles})"
)


def next_step(step: Step, language: Language, *, today: date, yours: bool = False) -> str:
    """Return who does what, and until when, without a full stop in Thai and with one in English.

    Args:
        step: The act that is possible or waited for.
        language: Thai or English.
        today: The day in Bangkok on which it is read.
        yours: Whether the reader is the person whose case it is.

    >>> decide = Step("EligibilityDecided", (Role.OFFICER,), (), False, "decide_claim", "2026-10-11", 3)
    >>> next_step(decide, "en", today=date(2026, 10, 8))
    'The officer must decide the claim by 11 Oct 2026 (3 days left).'
    """
    words = _SUING if _sues(step) else ACTS.get(step.act)
    act = label(step.act, language, "event") if words is None else words.said(language)
    who = _who(step, language, yours=yours)
    until = "" if step.until is None else moment(step.until, language)
    left = "" if step.until is None else days_left(day_of(step.until), today, language)
    until_when = _UNTIL.said(language).format(until=until, left=left) if until else ""
    form = _form(step).said(language)
    said = form.format(who=who, act=act, until=until, left=left, until_when=until_when)
    if step.second:
        said += _SECOND.said(language).format(roles=_roles(step.second, language))
    return said if language == "th" else f"{said[:1].upper()}{said[1:]}."


def _form(step: Step) -> Words:
    """An office that a clock waits for must act, a person may; the clock acts once the day is over."""
    if step.by == (Role.CLOCK,):
        return _WILL if step.until is None else _AFTER
    if step.act in CITIZENS or _sues(step):
        return _RIGHT
    return _MAY if step.until is None or step.act in FREE else _MUST


def _sues(step: Step) -> bool:
    """Return whether the step is the time to go to court, which an office only puts on record."""
    return step.act == "CourtOutcomeRecorded" and step.clock in SUIT and step.until is not None


def _who(step: Step, language: Language, *, yours: bool) -> str:
    if step.act in CITIZENS or _sues(step):
        return (_YOU if yours else _PERSON).said(language)
    if step.by == (Role.CLOCK,):
        return _CLOCK.said(language)
    return _roles(step.by, language)


def _roles(roles: Sequence[Role], language: Language) -> str:
    names = [label(role, language) for role in roles]
    if language == "en":
        names = [f"{'' if name == 'Oversight' else 'the '}{name[:1].lower()}{name[1:]}" for name in names]
    return format_list(names, style="or", locale=language)
