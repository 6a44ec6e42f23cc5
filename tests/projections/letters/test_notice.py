"""Letters say what the law asks for, in words that a person can read, and a machine too."""

import io
import re
from datetime import date
from typing import NamedTuple

import pypdf
import pytest

from ledger.application.stories import grandmother
from ledger.domain.casework_codes import Outcome
from ledger.domain.grievance.events import NextRemedy
from ledger.domain.lapsing import clocks
from ledger.domain.types import Code
from ledger.projections.errors import ReportError
from ledger.projections.letters.days import day_words
from ledger.projections.letters.letter import Letter
from ledger.projections.letters.notice import APPEAL, NO_BLOCK, notice_letter
from ledger.projections.letters.opened import BECAME, LOST, NOT_OPENED
from ledger.projections.letters.outcome import CONFIRM, acknowledgement_letter, outcome_letter
from ledger.projections.letters.pdf import render_letter
from ledger.projections.letters.shared import LAST_DAY
from ledger.projections.pictures.words import Words
from tests.domain import cases
from tests.domain.cases import CLAIM, GRIEVANCE
from tests.pictures.test_pdf import texts
from tests.projections.letters.conftest import Told

NUMBER = "4821057392"
PAGE = "https://phayan.example.org/track"
HOSTILE = ["#panic()", "$ x $", "*a* _b_ `c` <d> @e", '#image("/etc/passwd")', "\\u{41}", "= b", "// c"]


class Word(NamedTuple):
    """A sealed field as somebody found it."""

    version: int
    name: str
    verdict: str
    value: object = None


def squeezed(text: str) -> str:
    return "".join(text.split())


def on_paper(letter: Letter) -> str:
    """The text of the PDF, without white space: where lines break is the paper's business."""
    return squeezed(texts(pypdf.PdfReader(io.BytesIO(render_letter(letter)))))


def item(letter: Letter, heading: Words, name: Words) -> Words:
    (section,) = [one for one in letter.sections if one.heading == heading]
    return dict(section.items)[name]


def refusal(told: Told, /, **more: object) -> Letter:
    given = {"fields": told.of_claim, "case": NUMBER, "page": PAGE} | more
    return notice_letter(told.now(), told.claim, told.version("refusal"), **given)  # type: ignore[arg-type]


def test_the_notice_of_a_refusal_says_everything_in_order(case: Told) -> None:
    text = on_paper(refusal(case))

    place = 0
    for words in (
        "เทศบาลตำบลตัวอย่าง",
        "หนังสือแจ้งคำสั่ง",
        grandmother.NAME,
        grandmother.HOME,
        NUMBER,
        "เบี้ยยังชีพผู้สูงอายุ",
        "ไม่ให้ได้รับสิทธิ",
        "อายุครบหกสิบปี",
        "ใช่ (จากคำขอ ๑ รายการ)",
        "รายได้ไม่พอยังชีพ",
        "ไม่ใช่ (จากคำขอ ๑ รายการ)",
        "พระราชบัญญัติผู้สูงอายุ พ.ศ. ๒๕๔๖ มาตรา ๑๑",
        "ไม่ได้ใช้ดุลพินิจ",
        "ได้เปิดโอกาสให้คุณชี้แจงก่อน",
        "คำขอระบุว่ามีลูกชายทำงานในเมือง จึงฟังว่ามีผู้อุปการะและมีรายได้พอยังชีพ",
        "เจ้าหน้าที่ผู้ออกคำสั่ง เทศบาลตำบลตัวอย่าง",
        "ผู้บังคับบัญชา ที่ว่าการอำเภอตัวอย่าง",
        "อุทธรณ์ได้",
        "เขียนหรือพูดก็ได้",
        "วันสุดท้าย",
        "๒๗ กุมภาพันธ์ พ.ศ. ๒๕๖๙",
        PAGE,
        "1300",
        str(case.story.receipt("refusal").index),
        case.story.receipt("refusal").leaf,
    ):
        place = text.index(squeezed(words), place)


def test_the_last_day_to_appeal_is_that_of_the_clock(case: Told) -> None:
    (clock,) = [
        one
        for one in clocks(case.now(), case.claim)
        if one.name == "appeal_filing" and one.start == case.story.entries["refusal_notice"]
    ]

    assert item(refusal(case), APPEAL, LAST_DAY) == day_words(date.fromisoformat(clock.due))


def test_before_anybody_was_told_the_days_run_from_the_letter(case: Told) -> None:
    letter = notice_letter(case.after("refusal"), case.claim, case.version("refusal"))

    assert item(letter, APPEAL, LAST_DAY).th == "ภายใน ๑๕ วัน นับจากวันที่คุณได้รับหนังสือฉบับนี้"


def test_a_last_day_that_passed_is_said_to_have_passed_and_what_remains() -> None:
    world, refused = cases.refused()
    world.say(CLAIM, cases.notice(refused, received_on=date(2026, 11, 22)), "olga")

    def notes(now: str) -> str:
        world.now = now
        letter = notice_letter(world, CLAIM, refused.version)
        (section,) = [one for one in letter.sections if one.heading == APPEAL]
        assert item(letter, APPEAL, LAST_DAY).en == "7 December 2026 (B.E. 2569)"
        return " ".join(one.en for one in section.strong)

    assert "relief" not in notes("2026-12-07T16:59:59.999Z")
    assert "relief" in notes("2026-12-07T17:00:00.000Z")


def test_a_decision_that_names_no_way_to_appeal_is_told_with_whom_to_ask() -> None:
    world, refused = cases.refused()

    (section,) = [
        one for one in notice_letter(world, CLAIM, refused.version).sections if one.heading == APPEAL
    ]
    assert (section.items, section.strong) == ((), (NO_BLOCK,))


def test_a_replaced_decision_says_so_and_the_one_in_force_does_not(case: Told) -> None:
    granted = notice_letter(case.now(), case.claim, case.version("revision"))
    first, second = (letter.sections[0].strong for letter in (refusal(case), granted))

    assert "11 March 2026" in first[0].en
    assert second == ()
    assert {value.th for _, value in granted.sections[0].items} >= {
        "ให้ได้รับสิทธิ",
        "๗๐๐ บาท",
        "๑ เมษายน พ.ศ. ๒๕๖๙ ถึง ๓๑ มีนาคม พ.ศ. ๒๕๗๐",
        "ตามคำวินิจฉัยอุทธรณ์",
    }


@pytest.mark.parametrize(
    ("verdict", "said"),
    [("withheld", BECAME["withheld"]), ("erased", BECAME["erased"]), ("missing", LOST), ("mismatch", LOST)],
)
def test_words_that_are_not_disclosed_are_not_printed(case: Told, verdict: str, said: Words) -> None:
    closed = [Word(one.version, one.name or "", verdict, one.value) for one in case.of_claim]
    open_, shut = on_paper(refusal(case)), on_paper(refusal(case, fields=closed))  # the first is the control

    words = [squeezed(str(one.value)) for one in case.of_claim if one.version == case.version("refusal")]
    for word in (*words, squeezed(grandmother.NAME), squeezed(grandmother.HOME)):
        assert word in open_
        assert word not in shut
    assert squeezed(said.th) in shut
    assert squeezed(f"ผู้มีสิทธิในเรื่อง {NUMBER}") in shut


def test_without_anything_opened_it_says_where_the_reasons_can_be_read(case: Told) -> None:
    letter = refusal(case, fields=(), case=None)

    assert squeezed(NOT_OPENED.th) in on_paper(letter)
    assert letter.to == (Words(f"ผู้มีสิทธิในเรื่อง {case.claim}", f"the person of case {case.claim}"),)


def test_markup_in_a_name_stays_a_name(case: Told) -> None:
    notice = case.version("refusal_notice")
    words = "".join(f" {name} " for name in HOSTILE)
    letter = refusal(case, fields=[Word(notice, "applicant/recipient", "disclosed", words)])

    assert squeezed(words) in on_paper(letter)


def test_as_source_of_typst_a_name_would_run() -> None:
    """The control: what ``render_letter`` hands over as data is markup once it stands in a template."""
    import typst

    with pytest.raises(typst.TypstError, match="panicked"):
        typst.compile(b"= #panic()", format="pdf")


def test_the_same_letter_gives_the_same_bytes_without_a_date(case: Told) -> None:
    letter = refusal(case)
    made = render_letter(letter)

    assert made == render_letter(letter)
    reader = pypdf.PdfReader(io.BytesIO(made))
    assert reader.metadata is not None
    assert not {"/CreationDate", "/ModDate", "/Author"} & set(reader.metadata)
    assert {tuple(map(round, page.mediabox[2:])) for page in reader.pages} == {(595, 842)}  # A4 in points
    assert "<pdfuaid:part>1</pdfuaid:part>" in str(reader.trailer["/Root"]["/Metadata"].get_data())  # type: ignore[index]


def test_nobody_who_signed_is_named_and_no_code_is_left_without_words(case: Told) -> None:
    letters = (
        refusal(case),
        notice_letter(case.now(), case.claim, case.version("revision"), fields=case.of_claim),
        outcome_letter(case.now(), case.grievance, case.version("determination"), fields=case.of_grievance),
        acknowledgement_letter(case.after("acknowledged"), case.grievance, case.version("acknowledged")),
    )
    said = [str(one) for letter in letters for one in letter.as_json()["sections"]]

    assert not [one for one in said if "actor/" in one or re.search("[a-z]_[a-z]", one)]


def test_the_outcome_says_what_must_be_done_and_what_is_left(case: Told) -> None:
    letter = outcome_letter(
        case.now(), case.grievance, case.version("determination"), fields=case.of_grievance, case=NUMBER
    )
    text = on_paper(letter)

    place = 0
    for words in (
        "หนังสือแจ้งคำวินิจฉัย",
        grandmother.NAME,
        NUMBER,
        "เรื่องของคุณฟังขึ้น",
        "ข้อเท็จจริงไม่ถูกต้อง",
        CONFIRM.th,
        "เทศบาลตำบลตัวอย่าง ภายในวันที่ ๒๒ มีนาคม พ.ศ. ๒๕๖๙",
        "อาสาสมัครสองคนต่างประเภทไปเห็นด้วยตนเอง",
        "ผู้ทบทวน เทศบาลตำบลตัวอย่าง",
        "ศาลปกครอง",
        "๕ มิถุนายน พ.ศ. ๒๕๖๙",
    ):
        place = text.index(squeezed(words), place)
    (clock,) = [one for one in clocks(case.now(), case.grievance) if one.name == "sue_after_outcome"]
    assert clock.due == "2026-06-05"


def test_before_the_person_was_told_an_outcome_names_the_next_remedy(case: Told) -> None:
    letter = outcome_letter(case.after("determination"), case.grievance, case.version("determination"))

    assert (
        dict(letter.sections[-2].items)[LAST_DAY].en == "within 90 days from the day you receive this letter"
    )


def test_each_way_after_an_outcome_has_the_last_day_of_its_own_clock() -> None:
    world, _ = cases.reviewed()
    made = world.say(
        GRIEVANCE,
        cases.determination(
            Outcome.NOT_UPHELD,
            world.head(CLAIM),
            next_remedy=NextRemedy(route=Code("contest"), to=Code("office-1"), days=30),
        ),
        "rolf",
        "sara",
    )
    notice = cases.outcome_notice(made, received_on=date(2026, 11, 22))
    world.say(GRIEVANCE, notice, "rolf")

    letter = outcome_letter(world, GRIEVANCE, made.version)
    told = {str(one.name): date.fromisoformat(one.due) for one in clocks(world, GRIEVANCE)}
    days = [dict(one.items)[LAST_DAY] for one in letter.sections if LAST_DAY in dict(one.items)]
    assert days == [day_words(told["sue_after_outcome"]), day_words(told["contest"])]


def test_an_acknowledgement_says_what_is_owed_and_by_when(case: Told) -> None:
    letter = acknowledgement_letter(case.after("acknowledged"), case.grievance, case.version("acknowledged"))
    due = {str(one.name): date.fromisoformat(one.due) for one in clocks(case.now(), case.grievance)}

    owed = {name.en: value.th for name, value in letter.sections[1].items}
    assert list(owed) == [
        "say whether it can be considered",
        "consider your appeal and tell you the outcome",
        "tell you the outcome of your appeal at the latest",
    ]
    for name, value in zip(("admission", "appeal_first", "exhaustion"), owed.values(), strict=True):
        assert day_words(due[name]).th in value
    assert "ศาลปกครอง" in owed["tell you the outcome of your appeal at the latest"]


@pytest.mark.parametrize("write", [notice_letter, outcome_letter, acknowledgement_letter])
def test_an_entry_of_another_kind_has_no_such_letter(case: Told, write: object) -> None:
    assert callable(write)
    with pytest.raises(ReportError) as refused:
        write(case.now(), case.claim, 1)

    assert refused.value.code == "letter_no_entry"
