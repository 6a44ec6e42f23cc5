"""The file of a frame has one spelling, and its questions one meaning."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.domain.audit.events import AuditPurpose
from ledger.projections.audits.frames import (
    check_sealed,
    format_frame,
    format_question,
    parse_frame,
    parse_question,
)
from ledger.projections.audits.selecting import (
    Candidate,
    check_questions,
    of_decision,
    of_grievance,
    select,
)
from ledger.signing.errors import Malformed
from tests.projections.audits.samples import ORIGIN, cases, frame, sealed

TEXT = f"""\
phayan/audit-frame/v1
origin {ORIGIN}
size 900
purpose refusal
period 2023-10-01 2024-01-01
stratum appealed 1/1 appeal=determined result=refuse
{cases(1001, 1001)[0]}
stratum refused 1/10 appeal=none result=refuse,terminate
{cases(1, 1)[0]}
{cases(2, 2)[0]}
"""


def test_a_frame_is_written_in_lines_and_read_again() -> None:
    written = frame(
        ("appealed 1/1 appeal=determined result=refuse", cases(1001, 1001)),
        ("refused 1/10 appeal=none result=refuse,terminate", cases(1, 2)),
    )

    assert format_frame(written).decode() == TEXT
    assert parse_frame(TEXT.encode()) == written
    assert [part.cases for part in written.parts] == [cases(1001, 1001), cases(1, 2)]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("v1", "v2"),
        ("size 900", "size 0900"),
        ("size 900", "size -1"),
        ("size 900", "number 900"),
        ("purpose refusal", "purpose other"),
        ("2024-01-01", "soon"),
        (f"origin {ORIGIN}", "origin Example"),
        (f"origin {ORIGIN}", "origin a b"),
        ("stratum appealed 1/1 appeal", "stratum appealed 1/1  appeal"),
        ("refuse,terminate", "terminate,refuse"),
        ("appeal=none result=refuse,terminate", "result=refuse,terminate appeal=none"),
        ("1/10", "10/1"),
        ("stratum appealed 1/1 appeal=determined result=refuse\n", ""),
        (cases(1, 1)[0], cases(3, 3)[0]),
        (cases(1, 1)[0], cases(2, 2)[0]),
        (cases(1, 1)[0], cases(1001, 1001)[0]),
        (cases(1, 1)[0], "audit/00000000-0000-4000-8000-000000000001"),
        (f"{cases(2, 2)[0]}\n", cases(2, 2)[0]),
        (f"{cases(2, 2)[0]}\n", f"{cases(2, 2)[0]}\n\n"),
        ("\n", "\r\n"),
    ],
)
def test_any_other_spelling_is_no_frame(old: str, new: str) -> None:
    assert old in TEXT
    with pytest.raises(Malformed) as refused:
        parse_frame(TEXT.replace(old, new).encode())
    assert refused.value.code == "frame_malformed"


@given(st.binary(max_size=200))
def test_only_our_error_leaves_the_parser(data: bytes) -> None:
    with pytest.raises(Malformed):
        parse_frame(data)


def test_a_question_may_be_typed_in_any_order() -> None:
    question = parse_question("refused 1/10 result=terminate,refuse appeal=none")

    assert format_question(question) == "refused 1/10 appeal=none result=refuse,terminate"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "refused",
        "refused 1",
        "refused 2/1",
        "refused 1/0",
        "refused 01/2",
        "Refused 1/2",
        "refused 1/2 result",
        "refused 1/2 result=",
        "refused 1/2 result=a result=b",
        "refused 1/2 result=a,,b",
        "refused 1/2  a=b",
    ],
)
def test_what_is_no_name_rate_and_fields_is_no_question(text: str) -> None:
    with pytest.raises(Malformed) as refused:
        parse_question(text)
    assert refused.value.code == "frame_question"


APPEALED, REFUSED = "appealed 1/1 appeal=determined", "refused 1/10 appeal=none"


@pytest.mark.parametrize(
    ("purpose", "right", "wrong"),
    [
        ("refusal", [APPEALED, REFUSED], []),
        ("refusal", [APPEALED, REFUSED], [REFUSED, APPEALED]),
        ("refusal", [REFUSED], [REFUSED, REFUSED]),
        ("refusal", [REFUSED], ["refused 1/10 result=refuse"]),
        ("decision", [REFUSED], ["refused 1/10 appeal=none,pending"]),
        ("decision", [APPEALED], ["appealed 1/2 appeal=determined"]),
        ("decision", [APPEALED], ["appealed_north 1/1 appeal=none,determined"]),
        ("decision", [APPEALED], ["appealed 1/1 result=refuse"]),
        ("attestation", ["poor 1/20 attested=yes"], ["appealed 1/20 attested=yes"]),
        ("attestation", ["poor 1/20 attested=yes"], ["poor 1/20 outcome=upheld"]),
        ("remedy", ["upheld 1/4 outcome=upheld"], ["upheld 1/4 result=refuse"]),
    ],
)
def test_questions_keep_appealed_cases_apart(purpose: str, right: list[str], wrong: list[str]) -> None:
    check_questions(AuditPurpose(purpose), [parse_question(text) for text in right])
    with pytest.raises(Malformed) as refused:
        check_questions(AuditPurpose(purpose), [parse_question(text) for text in wrong])
    assert refused.value.code == "frame_question"


def decision(case: str, day: str = "2023-11-05", **more: int) -> Candidate:
    row: dict[str, object] = {
        "stream": case,
        "day": day,
        "result": "refuse",
        "no_attestation": 1,
        **dict.fromkeys(("channel", "district", "office", "order_maker", "origin", "programme"), "x"),
        **dict.fromkeys(("appeals", "pending", "decided", "overturned", "settled", "withdrawn"), 0),
    }
    return of_decision(row | more)


@pytest.mark.parametrize(
    ("more", "appeal"),
    [
        ({}, "none"),
        ({"appeals": 1, "pending": 1}, "pending"),
        ({"appeals": 2, "pending": 1, "decided": 1}, "pending"),
        ({"appeals": 1, "decided": 1}, "determined"),
        ({"appeals": 1, "overturned": 1}, "determined"),
        ({"appeals": 1, "settled": 1}, "ended"),
    ],
)
def test_a_decision_is_asked_what_became_of_its_appeals(more: dict[str, int], appeal: str) -> None:
    assert decision("claim/1", "2023-11-05", **more).fields["appeal"] == appeal


def test_a_case_stands_in_the_first_stratum_that_one_of_its_decisions_answers() -> None:
    questions = [parse_question(text) for text in (APPEALED, REFUSED)]
    candidates = [
        decision("claim/b"),
        decision("claim/a"),
        decision("claim/both"),
        decision("claim/both", appeals=1, decided=1),
        decision("claim/pending", appeals=1, pending=1),
        decision("claim/early", day="2023-09-30"),
        decision("claim/first", day="2023-10-01"),
        decision("claim/last", day="2023-12-31"),
        decision("claim/late", day="2024-01-01"),
        decision("claim/undated", day=""),
    ]

    assert select(candidates, questions, "2023-10-01", "2024-01-01") == (
        ("claim/both",),
        ("claim/a", "claim/b", "claim/first", "claim/last"),
    )
    assert select(reversed(candidates), questions, "2023-10-01", "2024-01-01")[0] == ("claim/both",)


def test_a_field_that_nobody_has_answers_nothing() -> None:
    question = parse_question("refused 1/10 colour=blue")

    assert select([decision("claim/a")], [question], "2023-10-01", "2024-01-01") == ((),)


def test_a_grievance_is_asked_for_what_came_of_it() -> None:
    row = {"stream": "grievance/1", "filed_on": "2023-11-05", "kind": "appeal", "outcome": "upheld"}
    upheld = of_grievance(row | {"closed": None, "programme": None})
    unfiled = of_grievance(row | {"closed": None, "programme": None, "filed_on": None})
    question = parse_question("upheld 1/4 closed=none outcome=upheld")

    assert select([upheld, unfiled], [question], "2023-10-01", "2024-01-01") == (("grievance/1",),)
    assert select([unfiled], [question], "2023-10-01", "2024-01-01") == ((),)


def test_the_sealed_frame_is_the_one_in_the_file() -> None:
    file = frame()
    event = sealed(file)
    check_sealed(file, event, ORIGIN)
    for other in (
        replace(file, cases=(file.cases[0], file.cases[1][1:])),
        replace(file, cases=(file.cases[0], (*file.cases[1][1:], cases(300, 300)[0]))),
        replace(file, questions=(file.questions[0], replace(file.questions[1], num=2))),
        replace(file, purpose=AuditPurpose.DECISION),
        replace(file, origin="example.org/other"),
    ):
        with pytest.raises(Malformed) as refused:
            check_sealed(other, event, ORIGIN)
        assert refused.value.code == "frame_differs"
