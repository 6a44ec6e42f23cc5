"""Every code that a page may show has words in both languages, and they can be told apart."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import is_dataclass
from datetime import date
from enum import StrEnum
from typing import Any, get_args, get_type_hints

import pytest

from api.languages import OURS
from api.web.words.flags import FLAGS
from api.web.words.labels import LISTS, NAMED, STATES, label
from api.web.words.plain import plain_state
from api.web.words.steps import ACTS, CITIZENS, FREE, next_step
from ledger.domain.catalogue import EVENTS
from ledger.domain.clocks.policy import POLICY
from ledger.domain.clocks.rows import ClockName
from ledger.domain.clocks.statute import STATUTE
from ledger.domain.codes import Role
from ledger.projections.pictures.words import Words
from ledger.projections.standing import KINDS
from ledger.projections.views.steps import Step
from ledger.signing.errors import Malformed
from ledger.signing.forms import check_text
from tests.docs.pages import ROOT

THAI = re.compile("[\u0e01-\u0e4e]")
LATIN = re.compile("[A-Za-z]")
TODAY = date(2026, 10, 8)


def lists_of(type_: Any) -> Iterator[type[StrEnum]]:
    """Yield the closed lists that an annotation speaks of, also inside of parts."""
    if isinstance(type_, type) and issubclass(type_, StrEnum):
        yield type_
    elif is_dataclass(type_):
        for hint in get_type_hints(type_).values():
            yield from lists_of(hint)
    for argument in get_args(type_):
        yield from lists_of(argument)


def used() -> set[type[StrEnum]]:
    return {list_ for event in EVENTS.values() for list_ in lists_of(event)}


def faults(codes: Mapping[str, Words]) -> list[str]:
    """Return what is wrong with the words of one list."""
    found = []
    for code, words in codes.items():
        if not THAI.search(words.th):
            found.append(f"{code}: no Thai")
        if THAI.search(words.en) or not LATIN.search(words.en):
            found.append(f"{code}: no English")
        if any(text != text.strip() or "_" in text for text in words):
            found.append(f"{code}: untidy")
        try:
            check_text(list(words))
        except Malformed:
            found.append(f"{code}: another form than that which is signed")
    for language in range(2):
        counted = Counter(words[language] for words in codes.values())
        found += [f"{text}: twice" for text, times in counted.items() if times > 1]
    return found


def test_every_list_that_an_event_uses_has_words_for_every_code() -> None:
    assert len(used()) > 50
    missing = {list_.__name__: set(list_) - set(LISTS.get(list_, {})) for list_ in used()}
    assert not {name: codes for name, codes in missing.items() if codes}


def test_every_list_with_words_has_them_whole() -> None:
    assert {
        list_.__name__: set(list_) ^ set(codes) for list_, codes in LISTS.items() if set(list_) ^ set(codes)
    } == {}


def test_a_list_that_nobody_worded_is_found() -> None:
    class Unworded(StrEnum):
        CODE = "code"

    assert list(lists_of(tuple[Unworded | None, ...])) == [Unworded]
    assert Unworded not in LISTS


@pytest.mark.parametrize("name", NAMED)
def test_the_words_of_a_list_are_tidy_and_distinct(name: str) -> None:
    assert faults(NAMED[name]) == []


@pytest.mark.parametrize(
    ("words", "fault"),
    [
        (Words("", "Yes"), "a: no Thai"),
        (Words("ใช่", ""), "a: no English"),
        (Words("ใช่", "ใช่"), "a: no English"),
        (Words("ใช่ ", "Yes"), "a: untidy"),
        (Words("กํา", "Yes"), "a: another form than that which is signed"),
        (Words("เเม่", "Yes"), "a: another form than that which is signed"),
        (Words("ไม่", "Yes"), "ไม่: twice"),
    ],
)
def test_a_fault_of_each_sort_is_found(words: Words, fault: str) -> None:
    assert fault in faults({"a": words, "b": Words("ไม่", "No")})


def test_every_event_type_has_words() -> None:
    assert NAMED["event"].keys() == {name for name, _schema in EVENTS}


def test_every_row_of_the_clocks_has_words() -> None:
    assert {*STATUTE, *POLICY, *ClockName} <= NAMED["clock"].keys()


def test_every_source_of_a_period_has_words() -> None:
    assert {row.source for row in (*STATUTE.values(), *POLICY.values())} <= NAMED["source"].keys()


def test_equal_codes_of_two_lists_have_words_of_their_own() -> None:
    assert (
        label("open", "en", "claim") != label("open", "en", "Anonymity") != label("open", "en", "commitment")
    )
    assert label("appeal", "th", "Kind") != label("appeal", "th", "Cause")


def test_a_bare_code_that_is_told_differently_by_two_lists_is_shown_as_it_is() -> None:
    assert label("not_notified", "en") == "not notified"
    assert label("old_age_allowance", "en") == "Old-age allowance"


@pytest.mark.parametrize(
    "code", ["", "x", "received_by_fax", "a/b/c", "overdue:", "erased:x:y", "claim/0d9c", ":/"]
)
@pytest.mark.parametrize("kind", [None, "flag", "no such list", Role])
def test_an_unknown_code_is_shown_in_a_form_that_can_be_read(code: str, kind: Any) -> None:
    for language in OURS:
        assert "_" not in label(code, language, kind)


def test_flags_with_a_clock_or_a_person_and_sealed_fields_have_words() -> None:
    assert label("overdue:decide_claim", "th", "flag") == "เลยกำหนด: ออกคำสั่งเรื่องคำขอ"
    assert label("erased:named-2", "en", "flag") == "Erased: Person named 2"
    assert label("complainant/text", "th") == label("applicant/text", "th") == "ข้อความ"


def test_every_flag_that_the_domain_sets_has_words() -> None:
    """They stand in literals beside the word ``flags`` or ``found``."""
    named = re.compile(r"(?:flags?|found) ?(?:\|=|\||\.add\(|=).*")
    sources = [
        path.read_text()
        for kind in ("claim", "grievance")
        for path in (ROOT / "ledger/domain" / kind).glob("*.py")
    ]
    sources += [
        (ROOT / "ledger/domain" / name).read_text() for name in ("casebook.py", "commitment/state.py")
    ]
    set_ = {
        flag
        for source in sources
        for line in named.findall(source)
        for flag in re.findall(r'(?:\{|add\(|, )"([a-z_]+)"[})]', line)
    }
    assert len(set_) > 20
    assert set_ <= FLAGS.keys()


def test_no_label_calls_an_attester_or_evidence_by_the_name_of_the_logs_witnesses() -> None:
    """Source: docs/glossary.md."""
    for name, codes in NAMED.items():
        for code, words in codes.items():
            rest = re.sub("พยานหลักฐาน|พยานของบัญชี|บัญชีพยาน", "", words.th)
            assert "พยาน" not in rest, (name, code)
            assert "witness" not in words.en.lower().replace("log's witnesses", ""), (name, code)


@pytest.mark.parametrize("kind", KINDS)
def test_every_state_is_told_to_the_person_in_a_whole_sentence(kind: str) -> None:
    told: dict[str, Words] = {
        state: Words(*(plain_state(kind, state, (), language) for language in ("th", "en")))
        for state in STATES[kind]
    }

    assert faults(told) == []
    assert all(words.en.endswith(".") for words in told.values())


def test_the_flag_that_matters_most_is_told_beside_the_state() -> None:
    late = plain_state("claim", "open", {"overdue:decide_claim", "quorum"}, "th")
    waiting = plain_state("claim", "open", {"overdue:decide_claim", "awaiting_citizen"}, "th")

    assert "เลยกำหนด" in late
    assert "เลยกำหนด" not in waiting
    assert waiting.endswith("เรากำลังรอข้อมูลจากคุณ")


def test_of_what_has_ended_nobody_is_told_that_something_is_owed() -> None:
    flags = {"overdue:ack", "pressure", "awaiting_citizen"}

    assert plain_state("grievance", "closed", flags, "en") == plain_state("grievance", "closed", (), "en")
    assert "court" in plain_state("grievance", "closed", {*flags, "in_court"}, "en")


def test_every_act_that_a_step_may_name_has_a_verb_and_every_verb_is_of_an_act() -> None:
    assert {*CITIZENS, *FREE} <= ACTS.keys() <= {name for name, _schema in EVENTS}
    assert faults(ACTS) == []


@pytest.mark.parametrize(
    ("step", "yours", "thai", "english"),
    [
        (
            Step("DecisionNotified", (Role.OFFICER, Role.INTAKE), (), False, "notify", "2026-10-11", 3),
            False,
            "เจ้าหน้าที่ผู้ออกคำสั่ง หรือ ผู้รับเรื่องต้องแจ้งคำสั่งให้ผู้ยื่นคำขอทราบ ภายในวันที่ 11 ต.ค. 2569 (เหลือ 3 วัน)",
            (
                "The officer or the intake desk must tell the person of the decision "
                "by 11 Oct 2026 (3 days left)."
            ),
        ),
        (
            Step("GrievanceFiled", (Role.INTAKE,), (), True, "appeal_filing", "2026-10-08", 0),
            True,
            "คุณมีสิทธิอุทธรณ์หรือร้องเรียน ถึงวันที่ 8 ต.ค. 2569 (วันนี้เป็นวันสุดท้าย)",
            "You may appeal or complain until 8 Oct 2026 (today is the last day).",
        ),
        (
            Step("CourtOutcomeRecorded", (Role.INTAKE,), (), False, "court_direct", "2026-10-20", 12),
            False,
            "ผู้ยื่นเรื่องมีสิทธิไปศาลปกครอง ถึงวันที่ 20 ต.ค. 2569 (เหลือ 12 วัน)",
            (
                "The person whose case it is may go to the administrative court "
                "until 20 Oct 2026 (12 days left)."
            ),
        ),
        (
            Step("GrievanceClosed", (Role.CLOCK,), (), False, "contest", "2026-10-11", 3),
            False,
            "หลังวันที่ 11 ต.ค. 2569 ระบบจะปิดเรื่อง",
            "After 11 Oct 2026, the ledger's clock will close the file.",
        ),
        (
            Step("EligibilityDecided", (Role.OFFICER,), (Role.SUPERVISOR,), False, None, None, None),
            False,
            "เจ้าหน้าที่ผู้ออกคำสั่งออกคำสั่งได้ และอาจต้องมีอีกคนลงนามด้วย (ผู้บังคับบัญชา)",
            "The officer may decide the claim; somebody else may have to sign as well (the supervisor).",
        ),
    ],
)
def test_a_next_step_says_who_does_what_and_until_when(
    step: Step, *, yours: bool, thai: str, english: str
) -> None:
    assert next_step(step, "th", today=TODAY, yours=yours) == thai
    assert next_step(step, "en", today=TODAY, yours=yours) == english


def test_an_attester_is_never_told_that_they_must() -> None:
    asked = Step("AttestationGiven", (Role.ATTESTER,), (), False, "attestation_reply", "2026-10-11", 3)

    assert "must" not in next_step(asked, "en", today=TODAY)
    assert "ต้อง" not in next_step(asked, "th", today=TODAY)
