"""The consultation that three grievances opened, and the commitment that was broken."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from hashlib import sha256
from typing import Final

from ledger.application.stories import acts
from ledger.application.stories.telling import Story, Telling, Words
from ledger.domain.casework_codes import Ground, Kind, Remedy
from ledger.domain.commitment.events import CommitmentMade, CommitmentVerified
from ledger.domain.consultation.codes import Answer, Contribution, Stand, Trigger, Verified
from ledger.domain.consultation.events import (
    ConsultationOpened,
    ConsultationProposed,
    ContributionMade,
    GroupCount,
    Inclusion,
    MeetingHeld,
    OfficialResponseGiven,
    Phase,
    PositionTaken,
    RecommendationAdopted,
    Support,
)
from ledger.domain.types import ActorRef, Code, Digest, Local, StreamRef

CASES: Final = ("grievance:1", "grievance:2", "grievance:3")
OWNER: Final = "supervisor-district"


def digest(text: str) -> Digest:
    """Return what stands in the log for a published text."""
    return Digest(sha256(text.encode()).hexdigest())


QUESTION: Final = "จะทำอย่างไรให้ผู้สูงอายุที่ไม่มีรถเข้าถึงการยื่นคำขอ"
BUS: Final = "ขอให้มีรถรับส่งผู้สูงอายุมาที่เทศบาลทุกวันพุธ"
AGENDA: Final = "วาระ: รถรับส่ง"
MINUTES: Final = "บันทึกการประชุม: ผู้สูงอายุขอรถรับส่งมาเทศบาล ไม่มีผู้คัดค้าน"
REASONS: Final = "รับข้อเสนอ เพราะผู้สูงอายุในตำบลไม่มีรถเข้าเมือง"
PROMISE: Final = "มีรถรับส่งทุกวันพุธ"
PROPOSAL: Final = digest(BUS)


def tell(story: Telling) -> Iterator[date]:
    """Tell it from the three grievances to the verdict of those who wait."""
    _complain(story)
    yield story.today + timedelta(days=7)
    _propose(story)
    yield story.today + timedelta(days=9)
    _open(story)
    yield story.today + timedelta(days=3)
    _speak(story)
    yield story.today + timedelta(days=8)
    _adopt(story)
    yield story.today + timedelta(days=20)
    _answer(story)
    yield story.today + timedelta(days=62)
    _verify(story)


def _complain(story: Telling) -> None:
    for number, kind in enumerate(CASES, start=1):
        story.say(
            f"complaint_{number}",
            kind,
            acts.complaint(
                story.stage.shared["rules"],
                Kind.UNFAIR_ALLOCATION,
                (Ground.UNEQUAL_TREATMENT,),
                story.today,
                remedy=Remedy.POLICY_CHANGE,
            ),
            "intake",
            words=Words(
                "ผู้สูงอายุอีกคนร้องเรียนว่าไปเทศบาลไม่ได้เพราะไม่มีรถ จึงยื่นคำขอไม่ทัน",
                "Another old person complains: with no bus to the municipality, they missed the round.",
            ),
            sealed={"complainant/name": "ผู้ร้อง นามสมมุติ", "complainant/text": "ไม่มีรถเข้าเมือง"},
        )


def _propose(story: Telling) -> None:
    story.say(
        "proposed",
        "consultation",
        ConsultationProposed(
            topic=Code("transport"),
            trigger=Trigger.OFFICIAL,
            evidence=tuple(StreamRef(story.stream(kind)) for kind in CASES),
            backers=0,
            owner=ActorRef(story.actor(OWNER)),
        ),
        "facilitator",
        words=Words(
            "ผู้อำนวยการหารือเสนอให้เปิดการหารือ โดยอ้างเรื่องร้องเรียนสามเรื่อง นับโดยไม่ออกชื่อ",
            "A facilitator proposes a consultation on the evidence of three cases: counted, not named.",
        ),
    )


def _open(story: Telling) -> None:
    today = story.today
    story.say(
        "opened",
        "consultation",
        ConsultationOpened(
            question=digest(QUESTION),
            can_change=(Code("transport"),),
            owner=ActorRef(story.actor(OWNER)),
            convener=ActorRef(story.actor("convener")),
            area=acts.DISTRICT,
            phases=(Phase(code=Code("hearing"), from_=today, to=today + timedelta(days=20)),),
            inclusion=(Inclusion(group=Code("older_people"), minimum=12, outreach=Code("home_visits")),),
            languages=(Code("th"),),
            evidence=tuple(StreamRef(story.stream(kind)) for kind in CASES),
        ),
        OWNER,
        "convener",
        words=Words(
            "หัวหน้าระดับอำเภอรับเป็นผู้ตอบ ร่วมกับผู้แทนประชาสังคม บอกก่อนว่าอะไรเปลี่ยนได้",
            "The district supervisor owns the answer, with a convener. What can change is said first.",
        ),
        sealed={"office/question": QUESTION},
    )


def _speak(story: Telling) -> None:
    story.say(
        "proposal",
        "consultation",
        ContributionMade(kind=Contribution.PROPOSAL, text=PROPOSAL, capacity=Code("resident")),
        "participant-1",
        words=Words("ชาวบ้านเสนอให้มีรถรับส่งทุกวันพุธ", "A villager proposes a bus every Wednesday."),
        sealed={"participant/text": BUS},
    )
    for name in ("participant-1", "participant-2"):
        story.say(
            f"position_{name}",
            "consultation",
            PositionTaken(on=PROPOSAL, position=Stand.AGREE, participant=Local(name)),
            name,
            words=Words(
                "ผู้เข้าร่วมเห็นด้วยกับข้อความนี้ และข้อความนี้เท่านั้น",
                "A participant agrees with this very text, and with no other.",
            ),
        )
    story.say(
        "meeting",
        "consultation",
        MeetingHeld(
            held_on=story.today,
            area=acts.DISTRICT,
            agenda=digest(AGENDA),
            minutes=digest(MINUTES),
            counts=(GroupCount(group=Code("older_people"), n=25),),
            officials=(ActorRef(story.actor(OWNER)),),
            dissent=False,
        ),
        "facilitator",
        "participant-2",
        "volunteer-health",
        words=Words(
            "ประชุม บันทึกการประชุมลงนามร่วมโดยชาวบ้านและอาสาสมัคร",
            "A meeting; its minutes are countersigned by a villager and a volunteer.",
        ),
        sealed={"office/agenda": AGENDA, "office/minutes": MINUTES},
    )


def _adopt(story: Telling) -> None:
    story.say(
        "recommended",
        "consultation",
        RecommendationAdopted(
            id=Local("r1"),
            text=PROPOSAL,
            support=Support(agree=2, disagree=0, pass_=0),
            addressed_to=ActorRef(story.actor(OWNER)),
        ),
        "facilitator",
        "participant-1",
        words=Words("ที่หารือมีมติเสนอแนะรถรับส่ง", "The consultation recommends the bus."),
    )


def _answer(story: Telling) -> None:
    story.say(
        "accepted",
        "consultation",
        OfficialResponseGiven(
            to=Local("r1"),
            answer=Answer.ACCEPT,
            reasons=digest(REASONS),
            commitments=(StreamRef(story.stream("commitment")),),
            published_on=story.today,
        ),
        OWNER,
        words=Words("ผู้รับผิดชอบตอบรับข้อเสนอด้วยตนเองภายในกำหนด", "The owner accepts in person, in time."),
        sealed={"office/reasons": REASONS},
    )
    story.say(
        "promised",
        "commitment",
        CommitmentMade(
            source=story.entries["accepted"],
            owner=ActorRef(story.actor(OWNER)),
            office=Code("example-district"),
            measure=Code("bus_line"),
            text=digest(PROMISE),
            due=story.today + timedelta(days=45),
        ),
        OWNER,
        words=Words("และให้คำมั่นว่าจะมีรถภายใน 45 วัน", "And promises the bus within 45 days."),
        sealed={"office/text": PROMISE},
    )


def _verify(story: Telling) -> None:
    kept = CommitmentVerified(finding=Verified.MET, verified_as=Code("participant"), evidence=())
    story.fails(
        "owner_verifies",
        "commitment",
        kept,
        OWNER,
        code="authority_missing",
        words=Words("ผู้ให้คำมั่นตรวจรับคำมั่นของตนเองไม่ได้", "Whoever promised cannot verify the promise."),
    )
    _not_met(story, ("participant-1", "participant-2"))


def _not_met(story: Telling, names: Sequence[str]) -> None:
    story.say(
        "broken",
        "commitment",
        CommitmentVerified(finding=Verified.NOT_MET, verified_as=Code("participant"), evidence=()),
        *names,
        words=Words(
            "พ้นกำหนดแล้วยังไม่มีรถ ผู้เข้าร่วมสองคนยืนยันว่าคำมั่นไม่เป็นจริง ระบบแสดงไว้ว่าผิดคำมั่น",
            "The day is past and there is no bus. Two participants say so; it stands there as broken.",
        ),
    )


STORY: Final = Story(
    name="promise",
    title=Words("การหารือที่เริ่มจากเรื่องร้องเรียนสามเรื่อง และคำมั่นที่ไม่เป็นจริง", "The promise that was broken"),
    begins=date(2026, 5, 4),
    tell=tell,
)
