"""What a person may say in their case today: offered where the rules let it pass, with its last day."""

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from typing import Any, Final, NamedTuple

from api.web.citizen.answers import CHOOSE, SEVERAL
from ledger.application.filings.words import NARRATIVE, NARRATIVE_BYTES
from ledger.application.snapshot import Snapshot
from ledger.domain.casebook import CITIZENS
from ledger.domain.casework_codes import (
    ContestGround,
    Ground,
    Kind,
    Pressure,
    Remedy,
    RemedyDispute,
    Supplied,
)
from ledger.domain.clocks.moments import day_of
from ledger.domain.clocks.rows import ClockName
from ledger.domain.grievance.contesting import OF_AN_APPEAL
from ledger.domain.grievance.events import GrievanceDetermined, OutcomeNotified
from ledger.domain.grievance.records import GrievanceState
from ledger.domain.notices import effective_date
from ledger.projections.pictures.words import Words
from ledger.projections.views.periods import ClockStands, Period
from ledger.projections.views.present import Present, present

APPEAL_ROUTE: Final = "appeal"
"""What a determination names where another body may look at it on appeal."""
NAMES: Final[Mapping[str, Words]] = {
    "answer": Words("ตอบคำถามของหน่วยงาน", "Answer what the office asks"),
    "confirm": Words("ยืนยันว่าได้รับจริง", "Confirm that it was done"),
    "dispute": Words("ยังไม่ได้ หรือไม่ตรงตามที่สั่ง", "It is not so"),
    "contest": Words("ไม่ยอมรับผล", "I do not accept the outcome"),
    "appeal": Words("อุทธรณ์ต่อ", "Appeal to the next level"),
    "supply": Words("ส่งข้อมูลหรือหลักฐานเพิ่ม", "Add something to my case"),
    "withdraw": Words("ถอนเรื่อง", "Withdraw my case"),
}
"""Acts in the order in which they are offered."""
WORDLESS: Final = frozenset({"confirm", "withdraw"})
"""Acts that need not be explained."""
STARS: Final = ("5", "4", "3", "2", "1")


class Offer(NamedTuple):
    """Something that the person may say: ``of`` a remedy, a request or an entry, until a last day."""

    act: str
    of: str = ""
    until: date | None = None

    @property
    def words(self) -> Words:
        """Return what it is called."""
        return NAMES[self.act]

    @property
    def path(self) -> str:
        """Return where it is said."""
        return f"/case/say/{self.act}" + (f"?of={self.of}" if self.of else "")


def possible(prefix: Snapshot, stream: str) -> list[Offer]:
    """Return what the person of ``stream`` may say today."""
    state = prefix.state(stream)
    if not isinstance(state, GrievanceState):
        return []
    here = present(prefix, stream)
    acts, asked = {step.act for step in here.next}, state.casework.open_requests()
    found = [
        *(Offer("answer", one.request, one.due) for one in asked if one.of in CITIZENS),
        *_remedies(state, here, acts),
        *_outcome(prefix, stream, state, here, acts),
    ]
    if state.is_open():
        found.append(Offer("supply"))
    if "GrievanceWithdrawn" in acts:
        found.append(Offer("withdraw"))
    return found


def _remedies(state: GrievanceState, here: Present, acts: set[str]) -> Iterator[Offer]:
    until = _last(here, ClockName.CONFIRM)
    for report in state.reported:
        if "RemedyConfirmed" in acts and report.remedy not in state.confirmed:
            yield Offer("confirm", report.remedy, until)
        if "RemedyDisputed" in acts:
            yield Offer("dispute", report.remedy, until)


def _outcome(
    prefix: Snapshot, stream: str, state: GrievanceState, here: Present, acts: set[str]
) -> Iterator[Offer]:
    """Yield contest and appeal. The time to contest is a rule; an appeal is never refused for being late."""
    until = _last(here, ClockName.CONTEST)
    if "GrievanceContested" in acts and until is not None and state.determinations:
        yield Offer("contest", str(state.determinations[-1].version), until)
    history = prefix.history(stream)
    for made in state.determinations[-1:]:
        says = history[made.version - 1].statement.says
        told = [history[one.version - 1].statement.says for one in state.notices if one.about == made.version]
        days = [day for one in told if isinstance(one, OutcomeNotified) and (day := effective_date(one))]
        route = says.next_remedy if isinstance(says, GrievanceDetermined) else None
        if route is not None and route.route == APPEAL_ROUTE and days:
            yield Offer("appeal", until=days[-1] + timedelta(days=route.days))


def _last(here: Present, name: ClockName) -> date | None:
    """Return the last day of the clock ``name`` that runs; None: none does."""
    running: Iterator[Period] = (
        one for one in here.clocks if one.name == name and one.stands is ClockStands.RUNNING
    )
    return max((day_of(one.due) for one in running), default=None)


def options(act: str, kind: Kind | None) -> dict[str, list[str]]:
    """Return from which codes is chosen in the form of ``act``, by field."""
    match act:
        case "confirm":
            return {"stars": list(STARS)}
        case "dispute":
            return {"ground": [str(one) for one in RemedyDispute]}
        case "contest":
            grounds = [one for one in ContestGround if kind is not Kind.APPEAL or one in OF_AN_APPEAL]
            return {"ground": [str(one) for one in grounds]}
        case "withdraw":
            return {"pressure": [str(Pressure.NO), str(Pressure.YES)]}
        case "appeal":
            return {"ground": [str(one) for one in Ground], "remedy": [str(one) for one in Remedy]}
        case _:
            return {}


class Said(NamedTuple):
    """What was typed into the form of an act."""

    offer: Offer
    text: str
    uploads: tuple[str, ...]
    chosen: Mapping[str, tuple[str, ...]]

    def one(self, name: str) -> str:
        """Return what was chosen in ``name``; empty where nothing was."""
        return next(iter(self.chosen.get(name, ())), "")


def wrong(said: Said, offered: Mapping[str, list[str]]) -> dict[str, Words]:
    """Return what is missing or wrong, by field."""
    found: dict[str, Words] = {}
    act = said.offer.act
    for name, codes in offered.items():
        chosen = set(said.chosen.get(name, ()))
        free = name in {"stars", "remedy"}
        if not chosen <= set(codes) or not (chosen or free):
            found[name] = SEVERAL if act == "appeal" else CHOOSE
    if not said.text and not said.uploads and act not in WORDLESS:
        found["text"] = Words("โปรดเขียนสั้น ๆ หรือแนบไฟล์", "Please write a few words, or add a file")
    if len(said.text) > NARRATIVE or len(said.text.encode()) > NARRATIVE_BYTES:
        found["text"] = Words("ยาวเกินไป", "Too long")
    return found


def message_of(said: Said) -> dict[str, Any]:
    """Return the message that was typed, as ``ledger.application.filings.asked.read_message`` takes it."""
    more: dict[str, Any] = {"words": {"text": said.text}} if said.text else {}
    more["documents"] = list(said.uploads)
    of = said.offer.of
    match said.offer.act:
        case "confirm":
            stars = {"stars": int(said.one("stars"))} if said.one("stars") else {}
            return {"type": "RemedyConfirmed", "remedy": of, **stars, **more}
        case "dispute":
            return {"type": "RemedyDisputed", "remedy": of, "ground": said.one("ground"), **more}
        case "contest":
            return {"type": "GrievanceContested", "of": int(of), "ground": said.one("ground"), **more}
        case "withdraw":
            return {"type": "GrievanceWithdrawn", "pressure": said.one("pressure"), **more}
        case "appeal":
            lists = {"grounds": said.chosen.get("ground", ()), "remedies": said.chosen.get("remedy", ())}
            return {"type": "GrievanceFiled", **{name: list(codes) for name, codes in lists.items()}, **more}
        case _:
            kind = Supplied.STATEMENT if said.text else Supplied.DOCUMENT
            answers = {"answers": of} if of else {}
            return {"type": "InformationSupplied", "kind": str(kind), **answers, **more}
