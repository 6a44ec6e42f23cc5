"""Consultations that are open on the present day, and a promise that waits for its verdict.

The words of what is published are sealed beside their digest, so that a page can show them.
"""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Final

from ledger.application.stories import acts
from ledger.application.stories.present.claims import Days
from ledger.application.stories.promise import OWNER, digest
from ledger.application.stories.telling import Telling, Words
from ledger.domain.commitment.events import CommitmentMade, CommitmentProgressed
from ledger.domain.consultation.codes import Answer, Contribution, Progress, Stand, Trigger
from ledger.domain.consultation.events import (
    ConsultationOpened,
    ConsultationProposed,
    ContributionMade,
    Inclusion,
    OfficialResponseGiven,
    Phase,
    PositionTaken,
    RecommendationAdopted,
    Support,
)
from ledger.domain.types import ActorRef, Code, Local, StreamRef

EVIDENCE: Final = "grievance:to-answer"
PARTICIPANTS: Final = ("participant-1", "participant-2")
MONTH: Final = timedelta(days=30)


def proposed(_days: Days, story: Telling) -> Iterator[date]:
    """Tell of a proposal that the district has to open, or decline."""
    _propose(story, "consultation:proposed", "clinic")
    yield from ()


def open_to_all(days: Days, story: Telling) -> Iterator[date]:
    """Tell of a consultation in which people speak."""
    kind = "consultation:open"
    _propose(story, kind, "counter")
    yield days[-6]
    open_room(story, kind, "ทำอย่างไรให้การยื่นคำขอที่เคาน์เตอร์สะดวกกับผู้สูงอายุ")
    yield days[-3]
    speak(story, kind, "ขอให้มีเก้าอี้และบัตรคิวสำหรับผู้สูงอายุ", PARTICIPANTS[:1])


def to_answer(days: Days, story: Telling) -> Iterator[date]:
    """Tell of a recommendation that its owner has to answer."""
    yield from _recommended(
        days,
        story,
        "consultation:to-answer",
        "ทำอย่างไรให้ผู้สูงอายุที่ไม่มีรถมายื่นคำขอได้",
        "ขอให้รับคำขอที่ศาลาหมู่บ้านเดือนละครั้ง",
    )


def to_verify(days: Days, story: Telling) -> Iterator[date]:
    """Tell of a promise that its owner says is kept; participants or oversight have to say if it is."""
    kind = "consultation:answered"
    yield from _recommended(
        days, story, kind, "ทำอย่างไรให้ผู้สูงอายุอ่านหนังสือแจ้งคำสั่งได้", "ขอให้พิมพ์หนังสือแจ้งด้วยตัวอักษรใหญ่"
    )
    yield days[-3]
    _promise(story, kind, "commitment:to-verify", "หนังสือแจ้งทุกฉบับพิมพ์ตัวอักษรใหญ่")
    yield days[-1]
    story.say(
        "kept",
        "commitment:to-verify",
        CommitmentProgressed(status=Progress.DONE, evidence=(digest("ตัวอย่างหนังสือตัวอักษรใหญ่"),)),
        OWNER,
        words=Words("ผู้ให้คำมั่นรายงานว่าทำแล้ว รอผู้อื่นตรวจ", "The owner says it is done; others will say if so."),
        sealed={"office/text": "ตัวอย่างหนังสือตัวอักษรใหญ่"},
    )


def _propose(story: Telling, kind: str, topic: str) -> None:
    story.say(
        f"proposed {kind}",
        kind,
        ConsultationProposed(
            topic=Code(topic),
            trigger=Trigger.OFFICIAL,
            evidence=(StreamRef(story.stream(EVIDENCE)),),
            backers=0,
            owner=ActorRef(story.actor(OWNER)),
        ),
        "facilitator",
        words=Words("ผู้อำนวยการหารือเสนอให้เปิดการหารือ", "A facilitator proposes a consultation."),
    )


def open_room(story: Telling, kind: str, question: str) -> None:
    """Record that the owner opens a consultation on ``question``, with a convener, for two months."""
    story.say(
        f"opened {kind}",
        kind,
        ConsultationOpened(
            question=digest(question),
            can_change=(Code("service_hours"),),
            owner=ActorRef(story.actor(OWNER)),
            convener=ActorRef(story.actor("convener")),
            area=acts.DISTRICT,
            phases=(Phase(code=Code("hearing"), from_=story.today, to=story.today + MONTH + MONTH),),
            inclusion=(Inclusion(group=Code("older_people"), minimum=12, outreach=Code("home_visits")),),
            languages=(Code("th"),),
            evidence=(StreamRef(story.stream(EVIDENCE)),),
        ),
        OWNER,
        "convener",
        words=Words("หัวหน้าระดับอำเภอกับผู้แทนประชาสังคมเปิดการหารือ", "The district opens it, with a convener."),
        sealed={"office/text": question},
    )


def speak(story: Telling, kind: str, text: str, agreeing: tuple[str, ...]) -> None:
    """Record that a villager proposes ``text``, and who agrees with it."""
    story.say(
        f"proposal {kind}",
        kind,
        ContributionMade(kind=Contribution.PROPOSAL, text=digest(text), capacity=Code("resident")),
        "participant-1",
        words=Words("ชาวบ้านเสนอ", "A villager makes a proposal."),
        sealed={"participant/text": text},
    )
    for name in agreeing:
        story.say(
            f"position_{name} {kind}",
            kind,
            PositionTaken(on=digest(text), position=Stand.AGREE, participant=Local(name)),
            name,
            words=Words("ผู้เข้าร่วมเห็นด้วย", "A participant agrees."),
        )


def _recommended(days: Days, story: Telling, kind: str, question: str, text: str) -> Iterator[date]:
    """Tell it from the proposal to the recommendation."""
    _propose(story, kind, "transport")
    yield days[-8]
    open_room(story, kind, question)
    yield days[-6]
    speak(story, kind, text, PARTICIPANTS)
    yield days[-4]
    story.say(
        f"recommended {kind}",
        kind,
        RecommendationAdopted(
            id=Local("r1"),
            text=digest(text),
            support=Support(agree=2, disagree=0, pass_=0),
            addressed_to=ActorRef(story.actor(OWNER)),
        ),
        "facilitator",
        "participant-1",
        words=Words("ที่หารือมีมติเสนอแนะ", "The consultation recommends it."),
    )


def _promise(story: Telling, kind: str, commitment: str, text: str) -> None:
    accepted = story.say(
        f"accepted {kind}",
        kind,
        OfficialResponseGiven(
            to=Local("r1"),
            answer=Answer.ACCEPT,
            reasons=digest("รับข้อเสนอ ทำได้ทันที"),
            commitments=(StreamRef(story.stream(commitment)),),
            published_on=story.today,
        ),
        OWNER,
        words=Words("ผู้รับผิดชอบตอบรับข้อเสนอ", "The owner accepts."),
        sealed={"office/text": "รับข้อเสนอ ทำได้ทันที"},
    )
    story.say(
        f"promised {kind}",
        commitment,
        CommitmentMade(
            source=accepted,
            owner=ActorRef(story.actor(OWNER)),
            office=Code("example-district"),
            measure=Code("letters"),
            text=digest(text),
            due=story.today + MONTH,
        ),
        OWNER,
        words=Words("และให้คำมั่น", "And promises it."),
        sealed={"office/text": text},
    )
