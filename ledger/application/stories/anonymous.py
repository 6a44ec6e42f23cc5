"""The report without a name: nothing in its stream tells who it is, and it is answered all the same."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from typing import Final

from ledger.application.stories import acts
from ledger.application.stories.telling import Story, Telling, Words
from ledger.domain.casework.events import InformationSupplied
from ledger.domain.casework_codes import Anonymity, Ground, Kind, Outcome, Pressure, Remedy, Supplied
from ledger.domain.codes import Auth, Channel, GroundFinding, NoticeMethod, NoticeRule, Role
from ledger.domain.grievance.events import FoundOnGround, GrievanceWithdrawn
from ledger.domain.parts import Via
from ledger.domain.types import ActorRef


def tell(story: Telling) -> Iterator[date]:
    """Tell it from the report to the closing over silence."""
    _report(story)
    yield story.today + timedelta(days=1)
    _take_in_hand(story)
    yield story.today + timedelta(days=3)
    _press(story)
    yield story.today + timedelta(days=6)
    _find(story)
    yield story.today + timedelta(days=16)
    _do(story)
    yield story.today + timedelta(days=30)


def _by(auth: Auth, channel: Channel, day: date) -> Via:
    return Via(channel=channel, auth=auth, handed_over_on=day)


def _report(story: Telling) -> None:
    report = acts.complaint(
        story.stage.shared["rules"],
        Kind.INTEGRITY_ALLEGATION,
        (Ground.BRIBERY,),
        story.today,
        about=story.actor("officer-1"),
        remedy=Remedy.INVESTIGATE,
    )
    anonymous = replace(report, anonymity=Anonymity.ANONYMOUS)
    story.fails(
        "seen_at_the_desk",
        "grievance",
        replace(anonymous, via=acts.via(story.today)),
        "intake",
        code="anonymous_identified",
        words=Words(
            "รายงานนิรนามที่รับต่อหน้าที่เคาน์เตอร์ไม่ใช่นิรนาม ระบบไม่รับ",
            "A report taken in person is not anonymous. The ledger does not take it as such.",
        ),
    )
    story.say(
        "report",
        "grievance",
        replace(anonymous, via=_by(Auth.NONE, Channel.WEB, story.today)),
        "intake",
        words=Words(
            "มีผู้รายงานผ่านเว็บโดยไม่บอกชื่อ ว่ามีการเรียกเงินแลกกับการรับรอง",
            "Somebody reports on the web, without a name, that money is asked for attestations.",
        ),
        sealed={"complainant/text": "มีคนเรียกเงินห้าร้อยบาทเพื่อเซ็นรับรอง"},
    )


def _take_in_hand(story: Telling) -> None:
    story.fails(
        "own_line",
        "grievance",
        acts.assigned(story.actor("handler"), Role.HANDLER),
        "supervisor-province",
        code="coi_line_complained_about",
        words=Words("สายงานของผู้ถูกกล่าวหาดำเนินเรื่องเองไม่ได้", "The line of the accused cannot handle it."),
    )
    story.say(
        "assigned",
        "grievance",
        acts.assigned(story.actor("handler-province"), Role.HANDLER),
        "supervisor-province",
        words=Words("มอบให้ผู้ดำเนินเรื่องระดับจังหวัด", "A handler of the province has it in hand."),
    )


def _press(story: Telling) -> None:
    story.say(
        "withdrawn_under_pressure",
        "grievance",
        GrievanceWithdrawn(
            via=_by(Auth.RECEIPT, Channel.WEB, story.today),
            asked_by=ActorRef(story.actor("intake")),
            pressure=Pressure.YES,
        ),
        "intake",
        words=Words(
            "ผู้รายงานขอถอนเรื่องด้วยรหัสรับเรื่อง และบอกว่าถูกกดดัน เรื่องจึงยังเปิดอยู่และหน่วยกำกับได้เห็น",
            "With the receipt code they take it back, and say that they were pressed: it stays open.",
        ),
    )


def _find(story: Telling) -> None:
    found = acts.determination_of(
        FoundOnGround(ground=Ground.BRIBERY, finding=GroundFinding.SUSTAINED), outcome=Outcome.UPHELD
    )
    story.say(
        "found",
        "grievance",
        replace(found, remedies=(acts.ordered(Remedy.INVESTIGATE, story.today, office="example-district"),)),
        "handler-province",
        words=Words("พบมูล สั่งให้สอบสวน", "It is sustained; an investigation is ordered."),
        sealed={"complainant/reasons": "มีผู้ให้ข้อมูลตรงกันสามราย"},
    )
    posted = replace(
        acts.outcome_notice(story.entries["found"], story.today),
        method=NoticeMethod.PUBLIC_POSTING,
        rule=NoticeRule.N7,
        received_on=None,
    )
    story.say(
        "posted",
        "grievance",
        posted,
        "handler-province",
        words=Words(
            "ประกาศผลในที่สาธารณะ เพราะไม่รู้ว่าจะแจ้งใคร ถือว่าแจ้งเมื่อครบสิบห้าวัน",
            "It is posted in public, since there is nobody to hand it to; it counts after fifteen days.",
        ),
    )


def _do(story: Telling) -> None:
    story.say(
        "reported_done",
        "grievance",
        acts.remedy_done(None, story.today),
        "supervisor-district",
        words=Words("อำเภอรายงานว่าเปิดการสอบสวนแล้ว", "The district reports that an investigation was opened."),
    )
    for channel, name in ((Channel.WEB, "attempt_web"), (Channel.POST, "attempt_post")):
        story.say(
            name,
            "grievance",
            InformationSupplied(
                kind=Supplied.CONTACT_ATTEMPT,
                documents=(),
                via=Via(channel=channel, auth=Auth.NONE, handed_over_on=story.today),
            ),
            "intake",
            words=Words(
                "พยายามติดต่อผู้รายงานผ่านช่องทางที่ไม่ต้องรู้ชื่อ",
                "The desk tries to reach them by a channel that needs no name.",
            ),
        )


STORY: Final = Story(
    name="anonymous",
    title=Words("รายงานที่ไม่มีชื่อ", "The anonymous report"),
    begins=date(2026, 7, 6),
    tell=tell,
)
