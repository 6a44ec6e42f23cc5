"""Every limit of what may be sent, with the answer that it gets and the tests that hold it.

A row without a test is red, and so is one whose test is gone. What can be sent in one request is sent here.
"""

import ast
from pathlib import Path
from typing import Any

import pytest

from api import limits
from api.limits import HEADER_BYTES, HEADERS
from api.problems import status_of
from benchmarks.fixture import ORIGIN, now, statements
from ledger.application.receipts import Rejected
from ledger.domain.errors import ApprovalsPending, AuthorityDenied, ConflictOfInterest, OnHold, StreamConflict
from ledger.signing.dsse import format_envelope, sign_envelope
from ledger.signing.errors import Malformed
from tests.api.citizens import KEY
from tests.api.clients import ONE, members_of
from tests.api.conftest import Desk
from tests.api.limit_rows import ROWS, Row
from tests.api.signing_in import built, token
from tests.api.test_statements import problem
from tests.docs.pages import ROOT
from tests.signing.test_strict_json import BROKEN, REFUSED


def names_in(file: str) -> set[str]:
    tree = ast.parse((ROOT / file).read_text(encoding="utf-8"))
    return {node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)}


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.what)
def test_every_limit_has_tests_that_are_there(row: Row) -> None:
    assert row.tests
    for named in row.tests:
        file, _, name = named.partition("::")
        assert Path(ROOT / file).is_file(), named
        assert name == "*" or name in names_in(file), named


def test_a_row_without_a_test_would_be_red() -> None:
    for tests in ((), ("tests/api/test_limits.py::test_that_was_renamed",), ("tests/api/test_gone.py::*",)):
        with pytest.raises(AssertionError):
            test_every_limit_has_tests_that_are_there(Row("a", "b", "c", tests))


def test_a_head_within_its_limits_is_read(small: Desk) -> None:
    few = {f"x-{number}": "a" for number in range(HEADERS - 8)}
    assert (
        small.client.get("/healthz", headers=few | {"x-long": "a" * (HEADER_BYTES // 2)}).status_code == 200
    )


def test_a_body_beyond_its_limit_is_refused(small: Desk) -> None:
    problem(
        small.client.post("/statements", content=b" " * (256 * 1024 + 1), headers=ONE), 413, "body_too_large"
    )
    many = {"content-type": "application/jsonl"}
    problem(
        small.client.post("/statements", content=b" " * (4 * 1024 * 1024 + 1), headers=many),
        413,
        "body_too_large",
    )
    problem(small.client.post("/sessions", content=b" " * (4 * 1024 + 1), headers=ONE), 413, "body_too_large")


@pytest.mark.parametrize(("body", "code"), [*REFUSED, *BROKEN])
def test_what_two_parsers_read_differently_is_refused_as_a_body(small: Desk, body: bytes, code: str) -> None:
    answer = small.client.post("/statements", content=body, headers=ONE)
    problem(answer, 413 if code == "json_strict_size" else 400, code)


@pytest.mark.parametrize(("payload", "code"), [*REFUSED, *BROKEN])
def test_what_two_parsers_read_differently_is_refused_as_a_payload(
    small: Desk, payload: bytes, code: str
) -> None:
    envelope = format_envelope(sign_envelope(payload, small.signers.keys[:1]))
    answer = small.client.post("/statements", content=envelope, headers=ONE)
    problem(answer, 413 if code == "json_strict_size" else 400, code)


def changed(desk: Desk, **more: Any) -> bytes:
    """A statement that would be taken, but for what is changed."""
    members = members_of(statements(desk.signers, 1, seed=61)[0])
    return desk.signers.sign(members | more).envelope


@pytest.mark.parametrize(
    "text",
    [
        "e\u0301",  # not in NFC
        "\u0e4d\u0e32",  # SARA AM in two pieces
        "a\u202eb",
        "a\u0000b",
        "a\u200bb",
    ],
)
def test_untidy_text_is_refused_and_not_repaired(small: Desk, text: str) -> None:
    data = members_of(statements(small.signers, 1, seed=61)[0])["data"]
    answer = small.client.post("/statements", content=changed(small, data=data | {"note": text}), headers=ONE)
    members = problem(answer, 422, "text_form")
    assert text not in str(members)


def test_an_id_that_is_no_uuid_is_refused(small: Desk) -> None:
    for wrong in ("", "1", "7F0C2A34-5B1D-4E6F-8A90-B1C2D3E4F506", "๗f0c2a34-5b1d-4e6f-8a90-b1c2d3e4f506"):
        problem(
            small.client.post("/statements", content=changed(small, id=wrong), headers=ONE),
            400,
            "statement_id",
        )


def test_a_statement_that_no_entry_holds_is_refused(small: Desk) -> None:
    data = members_of(statements(small.signers, 1, seed=61)[0])["data"]
    one = {"sha256": "0" * 64, "media": "image_jpeg", "bytes": 1}
    long = data | {"documents": [one] * 480}
    answer = small.client.post("/statements", content=changed(small, data=long), headers=ONE)
    problem(answer, 413, "entry_too_large")


@pytest.mark.parametrize(
    ("kind", "status"),
    [
        (AuthorityDenied, 403),
        (ConflictOfInterest, 403),
        (ApprovalsPending, 409),
        (StreamConflict, 409),
        (OnHold, 423),
        (Malformed, 422),
    ],
)
def test_a_kind_of_refusal_has_a_status_of_its_own(kind: type[Exception], status: int) -> None:
    assert status_of(Rejected(None, "sig_invalid", "", (), kind=kind)) == status


@pytest.mark.parametrize(
    "at", ["2026-11-28", "2026-11-28T10:04:05+07:00", "2026-11-28T03:04:60Z", "๒๐๒๖", ""]
)
def test_a_time_of_another_form_is_refused(small: Desk, at: str) -> None:
    problem(small.client.post("/statements", content=changed(small, at=at), headers=ONE), 400, "statement_at")


def test_a_citizens_number_in_an_address_is_refused(small: Desk) -> None:
    session = token(small.client, built(ORIGIN, now(), small.signers.keys[0], nonce="T" * 22))
    for number in ("1101900123456", "1-1019-00123-45-6", "๑๑๐๑๙๐๐๑๒๓๔๕๖"):
        problem(small.client.get("/search", params={"q": number}, headers=session), 400, "search_personal")
    assert small.client.get("/search", params={"q": "110190"}, headers=session).status_code == 200


TAKING = ("/statements", "/attachments", "/filings", "/filings/0000000000/messages", "/sessions", "/openings")


@pytest.mark.parametrize("path", TAKING)
def test_no_form_of_several_parts_is_taken(small: Desk, path: str) -> None:
    answer = in_parts(small, path)
    assert answer.request.headers["content-type"].startswith("multipart/form-data")
    problem(answer, 415, "media_type")
    headers = {"content-type": " Multipart/Mixed; boundary=a"}
    problem(small.client.post(path, content=b"--a--", headers=headers), 415, "media_type")


def test_without_the_check_a_form_is_kept_with_the_name_of_its_file(
    small: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "_in_parts", lambda _scope: False)
    answer = in_parts(small, "/attachments")
    assert (answer.status_code, answer.json()["media"]) == (201, "text/plain")


def in_parts(desk: Desk, path: str) -> Any:
    form = {"file": ("นามสมมุติ.txt", b"text", "text/plain")}
    return desk.client.post(path, files=form, headers={"idempotency-key": KEY})
