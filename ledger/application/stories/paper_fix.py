"""The official who closes without a remedy, and the citizen who contests: not done, then confirmed."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from typing import Final

from ledger.application.stories import acts
from ledger.application.stories.telling import Story, Telling, Words
from ledger.domain.casework_codes import ContestGround, Ground, Kind, Outcome, Remedy, RemedyDispute
from ledger.domain.codes import GroundFinding, Role
from ledger.domain.grievance.events import FoundOnGround, GrievanceContested, RemedyDisputed
from ledger.domain.types import Local


def tell(story: Telling) -> Iterator[date]:
    """Tell it from the complaint to the citizen's own confirmation."""
    _complain(story)
    yield story.today + timedelta(days=1)
    _find_nothing(story)
    yield story.today + timedelta(days=9)
    _contest(story)
    yield story.today + timedelta(days=5)
    _find_for_her(story)
    yield story.today + timedelta(days=4)
    _say_done_and_hear_that_it_is_not(story)
    yield story.today + timedelta(days=6)
    _do_it(story)


def _complain(story: Telling) -> None:
    story.say(
        "complaint",
        "grievance",
        acts.complaint(
            story.stage.shared["rules"],
            Kind.SERVICE_COMPLAINT,
            (Ground.DISCOURTESY,),
            story.today,
            about=story.actor("officer-1"),
        ),
        "intake",
        words=Words(
            "แม่เลี้ยงเดี่ยวร้องเรียนว่าถูกตะคอกที่เคาน์เตอร์ ขอคำขอโทษ",
            "A single mother complains that she was shouted at over the counter. She asks for an apology.",
        ),
        sealed={"complainant/name": "แม่ตัวอย่าง นามสมมุติ", "complainant/text": "ถูกตะคอกต่อหน้าคนอื่น"},
    )
    story.say(
        "assigned",
        "grievance",
        acts.assigned(story.actor("handler-district"), Role.HANDLER),
        "supervisor-province",
        words=Words(
            "มอบเรื่องให้ผู้ดำเนินเรื่องนอกสายบังคับบัญชาของผู้ถูกร้อง",
            "A handler from outside the line complained about has it in hand.",
        ),
    )


def _find_nothing(story: Telling) -> None:
    nothing = replace(
        acts.determination_of(
            FoundOnGround(ground=Ground.DISCOURTESY, finding=GroundFinding.NOT_SUSTAINED),
            outcome=Outcome.NOT_UPHELD,
        ),
        remedies=(),
    )
    story.fails(
        "closes_alone",
        "grievance",
        nothing,
        "handler-district",
        code="approvals_pending",
        words=Words(
            "ผู้ดำเนินเรื่องจะจบเรื่องโดยไม่เยียวยาแต่ผู้เดียว ระบบไม่รับ",
            "The handler would end it without a remedy, alone. The ledger does not take it.",
        ),
        sealed={"complainant/reasons": "ไม่พบมูล"},
    )
    story.say(
        "found_nothing",
        "grievance",
        nothing,
        "handler-district",
        "supervisor-province",
        words=Words(
            "จึงต้องมีหัวหน้าต่างสายงานลงนามด้วย ผลคือไม่พบมูล",
            "With a supervisor of another line, it is found unfounded.",
        ),
        sealed={"complainant/reasons": "ไม่มีพยานอื่น"},
    )
    story.say(
        "told_nothing",
        "grievance",
        acts.outcome_notice(story.entries["found_nothing"], story.today),
        "intake",
        words=Words("แจ้งผลให้เธอทราบ", "She is told."),
        sealed={"complainant/recipient": "แม่ตัวอย่าง นามสมมุติ"},
    )


def _contest(story: Telling) -> None:
    story.say(
        "contested",
        "grievance",
        GrievanceContested(
            of=story.entries["found_nothing"], ground=ContestGround.WRONG_FACTS, via=acts.via(story.today)
        ),
        "intake",
        words=Words(
            "เธอไม่ยอมรับผล หน่วยงานปิดทางนี้ไม่ได้ เรื่องกลับมาและต้องเปลี่ยนผู้ดำเนินเรื่อง",
            "She does not accept it, and no office can stop that: the matter is back, for another person.",
        ),
        sealed={"complainant/text": "มีคนเห็นอีกสองคน ไม่มีใครถาม"},
    )
    story.fails(
        "same_handler",
        "grievance",
        acts.assigned(story.actor("handler-district"), Role.HANDLER),
        "supervisor-province",
        code="coi_prior_decider",
        words=Words("จะมอบให้คนเดิมไม่ได้", "The same person cannot have it again."),
    )
    story.say(
        "assigned_anew",
        "grievance",
        acts.assigned(story.actor("handler-province"), Role.HANDLER),
        "supervisor-district",
        words=Words("มอบให้ผู้ดำเนินเรื่องอีกคน", "Another handler has it in hand."),
    )


def _find_for_her(story: Telling) -> None:
    upheld = acts.determination_of(
        FoundOnGround(ground=Ground.DISCOURTESY, finding=GroundFinding.SUSTAINED), outcome=Outcome.UPHELD
    )
    story.say(
        "found_for_her",
        "grievance",
        replace(upheld, remedies=(acts.ordered(Remedy.APOLOGY, story.today),)),
        "handler-province",
        words=Words("พยานสองคนยืนยัน จึงสั่งให้ขอโทษ", "Two witnesses confirm it; an apology is ordered."),
        sealed={"complainant/reasons": "พยานสองคนให้การตรงกัน"},
    )
    story.say(
        "told_for_her",
        "grievance",
        acts.outcome_notice(story.entries["found_for_her"], story.today),
        "intake",
        words=Words("แจ้งผลให้เธอทราบ", "She is told."),
        sealed={"complainant/recipient": "แม่ตัวอย่าง นามสมมุติ"},
    )


def _say_done_and_hear_that_it_is_not(story: Telling) -> None:
    story.say(
        "reported",
        "grievance",
        acts.remedy_done(None, story.today),
        "officer-2",
        words=Words("เทศบาลรายงานว่าขอโทษแล้ว", "The municipality reports that it apologised."),
    )
    story.say(
        "disputed",
        "grievance",
        RemedyDisputed(remedy=Local("r1"), ground=RemedyDispute.NOT_DONE, via=acts.via(story.today)),
        "intake",
        words=Words(
            "เธอบอกว่ายังไม่มีใครมาขอโทษ “รายงานว่าทำแล้ว” จึงไม่ใช่ “ทำแล้ว”",
            "She says that nobody came. Reported done is not done.",
        ),
        sealed={"complainant/text": "ไม่มีใครติดต่อมา"},
    )


def _do_it(story: Telling) -> None:
    story.say(
        "reported_again",
        "grievance",
        acts.remedy_done(None, story.today),
        "officer-2",
        words=Words("เทศบาลรายงานอีกครั้ง", "The municipality reports it again."),
    )
    story.say(
        "confirmed",
        "grievance",
        acts.remedy_confirmed(story.today),
        "intake",
        words=Words(
            "คราวนี้เธอยืนยันเอง นาฬิการะบบจึงปิดเรื่อง", "This time she confirms; the clock closes the file."
        ),
        sealed={"complainant/text": "มาขอโทษที่บ้านแล้ว"},
    )


STORY: Final = Story(
    name="paper_fix",
    title=Words("ปิดเรื่องโดยไม่เยียวยา แล้วผู้ร้องไม่ยอมรับ", "Closed without a remedy, and contested"),
    begins=date(2026, 6, 8),
    tell=tell,
)
