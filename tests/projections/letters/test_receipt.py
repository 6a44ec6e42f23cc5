"""What somebody takes away who filed: the code on one sheet, the evidence on another."""

import io
import json
import re

import pypdf
import pytest

from ledger.projections.errors import ReportError
from ledger.projections.letters import letter as letters
from ledger.projections.letters.days import thai_digits
from ledger.projections.letters.letter import Letter
from ledger.projections.letters.pdf import qr, render_letter
from ledger.projections.letters.receipt import Sheets, receipt_letter
from ledger.projections.pictures.words import same
from ledger.tlog.note import encode
from tests.pictures.test_pdf import texts
from tests.projections.letters.conftest import Told

NUMBER, CODE, GROUPS = "4821057392", "1234567890123452", "1234 5678 9012 3452"
PAGE = "https://phayan.example.org/track"


def sheets(case: Told, code: str | None = CODE) -> Sheets:
    return receipt_letter(
        case.after("appeal"),
        case.grievance,
        case=NUMBER,
        code=code,
        proof=case.story.receipt("appeal").proof,
        page=PAGE,
    )


def on_paper(letter: Letter) -> str:
    return texts(pypdf.PdfReader(io.BytesIO(render_letter(letter))))


def tells(text: str, code: str) -> bool:
    """Whether the code can be read from ``text``, in whatever digits and groups."""
    digits = re.sub(r"[^0-9]", "", text.translate(str.maketrans(thai_digits("0123456789"), "0123456789")))
    return code in digits


def test_the_receipt_bears_number_dates_and_evidence_and_never_the_code(case: Told) -> None:
    receipt, _ = sheets(case)
    filed = case.story.receipt("appeal")
    text = on_paper(receipt)

    for words in (NUMBER, "๒๓ กุมภาพันธ์ พ.ศ. ๒๕๖๙", "1300", PAGE, f"phayan proof {filed.index}"):
        assert words in text
    squeezed = "".join(text.split()).replace("\u200b", "")  # where a digest may break
    root = encode(_root(case))
    assert filed.leaf in squeezed
    assert root in squeezed
    assert not tells(text, CODE)
    assert not tells(json.dumps(receipt.as_json()), CODE)


def _root(case: Told) -> bytes:
    from ledger.tlog.checkpoint import parse_checkpoint
    from ledger.tlog.note import parse_note
    from ledger.tlog.proof import parse_proof

    return parse_checkpoint(parse_note(parse_proof(case.story.receipt("appeal").proof).checkpoint).text).root


def test_the_secret_sheet_bears_the_code_once_and_nothing_that_proves(case: Told) -> None:
    receipt, secret = sheets(case)
    assert secret is not None
    text = on_paper(secret)

    assert text.count(GROUPS) == 1
    assert "เก็บเป็นความลับ" in text
    assert secret.evidence == ()
    for _, value in receipt.evidence:
        assert value.th not in text


def test_to_a_helper_no_secret_sheet_is_given(case: Told) -> None:
    receipt, secret = sheets(case, code=None)

    assert secret is None
    assert receipt == sheets(case).receipt


def test_code_and_evidence_on_one_sheet_are_refused() -> None:
    with pytest.raises(ValueError, match="two sheets"):
        both()


def test_without_the_check_one_sheet_would_bear_both(monkeypatch: pytest.MonkeyPatch) -> None:
    """The control: nothing else keeps the two apart."""
    monkeypatch.setattr(letters, "check_apart", lambda _letter: None)
    text = on_paper(both())

    assert tells(text, CODE)
    assert "ab" * 4 in text


def both() -> Letter:
    return Letter(title=same("x"), code=GROUPS, evidence=((same("leaf"), same("ab" * 32)),))


def test_the_qr_code_holds_the_address_and_nothing_else(case: Told) -> None:
    receipt, secret = sheets(case)

    assert secret is not None
    assert (receipt.page, secret.page) == (PAGE, PAGE)
    assert qr(PAGE) == qr(PAGE)
    assert qr(PAGE) != qr(f"{PAGE}?code={CODE}")


def test_a_case_that_the_log_does_not_hold_has_no_receipt(case: Told) -> None:
    proof = case.story.receipt("appeal").proof
    with pytest.raises(ReportError) as refused:
        receipt_letter(case.now(), "grievance/none", case=NUMBER, code=CODE, proof=proof)

    assert refused.value.code == "letter_no_entry"
