"""What a person chooses from when they file, in the words of a kitchen table and not of a code list."""

from collections.abc import Mapping
from typing import Final, NamedTuple

from ledger.domain.casework_codes import Ground, Kind, Remedy
from ledger.domain.codes import Confirmation
from ledger.projections.pictures.words import Words


class Choice(NamedTuple):
    """One answer: what is sent, what is read, and a line that helps to choose."""

    value: str
    words: Words
    hint: Words | None = None


class Matter(NamedTuple):
    """What happened: which kind of grievance that is. Without ``grounds`` the person is asked for them."""

    choice: Choice
    kind: Kind
    grounds: tuple[Ground, ...] = ()
    asked: tuple[Ground, ...] = ()


SELF: Final = "self"
NEIGHBOUR: Final = "neighbour"
NAMELESS: Final = "nameless"
REFUSED: Final = "refused"
YES: Final = "yes"
NO: Final = "no"
OPEN: Final = "open"
CONFIDENTIAL: Final = "confidential"

WHO: Final = (
    Choice(SELF, Words("ตัวฉันเอง", "Myself")),
    Choice(
        NEIGHBOUR,
        Words("คนอื่นที่ฉันช่วย", "Somebody whom I help"),
        Words("เช่น เพื่อนบ้าน พ่อแม่ โดยเขายินยอมแล้ว", "A neighbour or a parent, who agreed to it."),
    ),
    Choice(
        NAMELESS,
        Words("ไม่บอกชื่อ", "I do not want to give my name"),
        Words(
            "เราจะไม่ถามชื่อหรือเบอร์โทร ติดตามเรื่องได้ด้วยรหัสที่เราจะให้",
            "We ask for no name and no number. You follow the case with a code that we give you.",
        ),
    ),
)
MATTERS: Final[Mapping[str, Matter]] = {
    one.choice.value: one
    for one in (
        Matter(
            Choice(
                REFUSED,
                Words("ถูกปฏิเสธ ถูกลด หรือถูกหยุดจ่าย", "I was refused, or it was reduced or stopped"),
                Words("เรียกว่าอุทธรณ์คำสั่ง", "This is an appeal against a decision."),
            ),
            Kind.APPEAL,
            asked=(
                *(Ground.FACT_WRONG, Ground.FACT_IGNORED, Ground.LAW_MISAPPLIED, Ground.NO_REASONS),
                *(Ground.NO_NOTICE, Ground.UNEQUAL_TREATMENT, Ground.BIAS_OR_CONFLICT),
                *(Ground.IDENTITY_ERROR, Ground.DISCRIMINATION),
            ),
        ),
        Matter(
            Choice("silent", Words("ยื่นไปแล้ว แต่ยังไม่ได้คำตอบ", "I applied, and nobody answers")),
            Kind.SERVICE_COMPLAINT,
            (Ground.DELAY,),
        ),
        Matter(
            Choice("unpaid", Words("ได้รับอนุมัติแล้ว แต่เงินไม่มา", "It was granted, and no money comes")),
            Kind.PAYMENT_PROBLEM,
            (Ground.DELAY,),
        ),
        Matter(
            Choice("record", Words("ข้อมูลของฉันผิด", "What they wrote about me is wrong")),
            Kind.DATA_CORRECTION,
            (Ground.DATA_ERROR,),
        ),
        Matter(
            Choice(
                "unequal",
                Words("คนอื่นได้ แต่ฉันไม่ได้", "Others get it, and I do not"),
                Words("ทั้งที่เดือดร้อนเหมือนกัน", "Though we are in the same need."),
            ),
            Kind.UNFAIR_ALLOCATION,
            (Ground.UNEQUAL_TREATMENT,),
        ),
        Matter(
            Choice("conduct", Words("เจ้าหน้าที่พูดจาหรือทำกับฉันไม่ดี", "An official treated me badly")),
            Kind.CONDUCT_COMPLAINT,
            (Ground.DISCOURTESY,),
        ),
        Matter(
            Choice("bribe", Words("มีคนเรียกเงินหรือของตอบแทน", "Somebody asked for money or a favour")),
            Kind.INTEGRITY_ALLEGATION,
            (Ground.BRIBERY,),
        ),
        Matter(
            Choice(
                "threat",
                Words("ถูกข่มขู่หรือกลั่นแกล้ง เพราะเคยร้องเรียน", "I am threatened, because I complained before"),
            ),
            Kind.RETALIATION,
            (Ground.BIAS_OR_CONFLICT,),
        ),
        Matter(
            Choice("other", Words("เรื่องอื่น", "Something else")),
            Kind.SERVICE_COMPLAINT,
            asked=(
                *(Ground.DELAY, Ground.DISCOURTESY, Ground.NO_REASONS, Ground.NO_NOTICE),
                *(Ground.UNEQUAL_TREATMENT, Ground.DATA_ERROR, Ground.DISCRIMINATION),
            ),
        ),
    )
}
"""What happened, by what the form sends."""
ABOUT_STAFF: Final = frozenset({"conduct", "bribe", "threat"})
"""Matters whose pages one may have to leave in a hurry."""
WITHOUT_LETTER: Final = Kind.EXCLUSION_CLAIM
"""What a refusal is filed as by whoever cannot name the decision: an appeal contests one by its entry."""
GROUNDS: Final[Mapping[Ground, Words]] = {
    Ground.FACT_WRONG: Words("ข้อมูลที่เขาใช้ไม่จริง", "What they took as true is not"),
    Ground.FACT_IGNORED: Words("เขาไม่ดูข้อมูลสำคัญ", "They passed over something important"),
    Ground.LAW_MISAPPLIED: Words("ฉันมีสิทธิตามกฎ แต่เขาบอกว่าไม่มี", "The rules entitle me, and they say no"),
    Ground.DISCRETION_UNREASONED: Words(
        "ตัดสินตามใจ ไม่บอกว่าเพราะอะไร", "They chose as they liked, and did not say why"
    ),
    Ground.NO_REASONS: Words("ไม่บอกเหตุผล หรือบอกไม่ชัด", "They gave no reasons, or none that one understands"),
    Ground.NO_NOTICE: Words("ไม่เคยแจ้งให้ฉันรู้", "Nobody told me"),
    Ground.UNEQUAL_TREATMENT: Words("คนที่เหมือนกันได้ แต่ฉันไม่ได้", "Others in the same place were treated better"),
    Ground.BIAS_OR_CONFLICT: Words("คนตัดสินมีส่วนได้เสียหรือไม่เป็นกลาง", "Whoever decided was not neutral"),
    Ground.IDENTITY_ERROR: Words("เขาเข้าใจว่าฉันเป็นคนอื่น", "They took me for somebody else"),
    Ground.DISCRIMINATION: Words(
        "ถูกเลือกปฏิบัติ เพราะเพศ อายุ ความพิการ ศาสนา หรือเชื้อชาติ",
        "Because of sex, age, disability, religion or origin",
    ),
    Ground.DELAY: Words("ช้าเกินไป", "It takes too long"),
    Ground.DISCOURTESY: Words("พูดจาไม่ดี ไม่ให้เกียรติ", "They were rude"),
    Ground.BRIBERY: Words("มีการเรียกรับเงิน", "Money was asked for"),
    Ground.DATA_ERROR: Words("ข้อมูลผิด", "The data is wrong"),
}
REMEDIES: Final[Mapping[Remedy, Words]] = {
    Remedy.RECONSIDER: Words("พิจารณาใหม่", "Look at it again"),
    Remedy.GRANT: Words("ให้สิทธิที่ควรได้", "Give what I am entitled to"),
    Remedy.BACK_PAY: Words("จ่ายย้อนหลัง", "Pay what was missed"),
    Remedy.NEW_VERIFICATION: Words("มาดูที่บ้านใหม่", "Come and see for themselves"),
    Remedy.CORRECT_RECORD: Words("แก้ข้อมูลให้ถูก", "Correct the record"),
    Remedy.WRITTEN_REASONS: Words("บอกเหตุผลเป็นหนังสือ", "Give me reasons in writing"),
    Remedy.APOLOGY: Words("ขอโทษ", "Say sorry"),
    Remedy.REASSIGN_HANDLER: Words("เปลี่ยนคนดูแลเรื่อง", "Let somebody else handle it"),
    Remedy.INVESTIGATE: Words("ตรวจสอบคนที่ทำผิด", "Look into whoever did wrong"),
    Remedy.STAY: Words("ให้จ่ายต่อไปก่อนระหว่างรอผล", "Keep paying until it is settled"),
    Remedy.POLICY_CHANGE: Words("แก้กฎหรือขั้นตอน", "Change the rule"),
    Remedy.NONE: Words("แค่อยากให้รับรู้", "Nothing: I only want it known"),
}
CONFIRMATIONS: Final[Mapping[Confirmation, Words]] = {
    Confirmation.THUMBPRINT: Words("พิมพ์ลายนิ้วมือบนกระดาษ", "A thumbprint on paper"),
    Confirmation.WITNESS: Words("มีพยานอีกคนฟังอยู่ด้วย", "Somebody else listened as well"),
    Confirmation.PIN: Words("กดรหัสของตนเอง", "A number of their own"),
    Confirmation.NONE: Words("ไม่มี", "In no such way"),
}
LANGUAGES: Final = ("th", "en", "lo", "km", "my", "ms")
"""In which the person spoke; what they are called stands in ``api.web.words``."""
