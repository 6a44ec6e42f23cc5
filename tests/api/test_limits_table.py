"""Every limit of what may be sent, with the answer that it gets and the tests that hold it.

A row without a test is red, and so is one whose test is gone. What can be sent in one request is sent here.
"""

import ast
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from api.limits import HEADER_BYTES, HEADERS
from api.problems import status_of
from benchmarks.fixture import statements
from ledger.application.receipts import Rejected
from ledger.domain.errors import ApprovalsPending, AuthorityDenied, ConflictOfInterest, OnHold, StreamConflict
from ledger.signing.dsse import format_envelope, sign_envelope
from ledger.signing.errors import Malformed
from tests.api.clients import ONE, members_of
from tests.api.conftest import Desk
from tests.api.test_statements import problem
from tests.docs.pages import ROOT
from tests.signing.test_strict_json import BROKEN, REFUSED

HERE = "tests/api/test_limits_table.py"
FAULTS = "tests/store/test_faults.py"
LEDGER = "tests/application/test_ledger.py"


class Row(NamedTuple):
    """A limit, the answer beyond it, and where that is tried."""

    what: str
    limit: str
    answer: str
    tests: tuple[str, ...]


ROWS = (
    Row(
        "head",
        "64 lines, 16 KiB",
        "431 headers_too_large",
        (
            "tests/api/test_limits.py::test_a_head_of_too_many_lines_or_bytes_is_refused",
            f"{HERE}::test_a_head_within_its_limits_is_read",
        ),
    ),
    Row(
        "body of one statement, of a bundle",
        "256 KiB; 4 MiB and 500 statements",
        "413 body_too_large, bundle_too_long",
        (
            f"{HERE}::test_a_body_beyond_its_limit_is_refused",
            "tests/api/test_statements.py::test_a_bundle_has_an_end",
            "tests/api/test_limits.py::test_a_body_is_read_no_further_than_its_limit",
        ),
    ),
    Row(
        "entry",
        "65,535 bytes",
        "413 entry_too_large",
        (
            "tests/signing/test_entry.py::test_an_entry_has_at_most_65535_bytes",
            f"{HERE}::test_a_statement_that_no_entry_holds_is_refused",
        ),
    ),
    Row(
        "JSON",
        "one reading, depth 16, 256 members, 1,000 items",
        "400 json_strict_*",
        (
            "tests/signing/test_strict_json.py::test_what_json_loads_lets_pass_is_refused_with_its_own_code",
            f"{HERE}::test_what_two_parsers_read_differently_is_refused_as_a_body",
            f"{HERE}::test_what_two_parsers_read_differently_is_refused_as_a_payload",
        ),
    ),
    Row(
        "integers",
        "2^53-1 either side",
        "400 int_range",
        (
            "tests/signing/test_strict_json.py::test_what_json_loads_lets_pass_is_refused_with_its_own_code",
            f"{HERE}::test_what_two_parsers_read_differently_is_refused_as_a_payload",
        ),
    ),
    Row(
        "texts, Thai ones among them",
        "NFC, SARA AM in one piece, no controls, no bidi",
        "422 text_form",
        (
            "tests/signing/test_statement.py::test_untidy_text_is_refused_wherever_it_stands",
            f"{HERE}::test_untidy_text_is_refused_and_not_repaired",
        ),
    ),
    Row(
        "id of a statement",
        "a uuid; the same payload gets its receipt",
        "409 id_reused",
        (
            "tests/api/test_statements.py::test_another_statement_under_the_same_id_is_refused",
            "tests/api/test_statements.py::test_a_statement_gets_a_receipt_and_the_same_one_again",
            f"{HERE}::test_an_id_that_is_no_uuid_is_refused",
        ),
    ),
    Row(
        "seen",
        "the head, where it is needed",
        "409 stream_conflict with what is new",
        ("tests/api/test_statements.py::test_a_stale_decision_is_told_what_it_had_not_seen",),
    ),
    Row(
        "proofs",
        "one form, sizes without leading zeros",
        "404 where it is a path; refused by every verifier",
        (
            "tests/api/test_log_files.py::test_a_path_has_one_spelling",
            "tests/tlog/test_proof.py::test_what_is_no_proof_is_refused",
            "tests/tlog/test_note.py::test_what_is_no_size_is_refused",
        ),
    ),
    Row(
        "signature",
        "every one holds",
        "422 sig_invalid",
        ("tests/api/test_statements.py::test_a_signature_that_does_not_hold_is_refused",),
    ),
    Row(
        "authority, conflict of interest, quorum, hold, head",
        "as the rules say",
        "403 authority_*, coi_*; 409 approvals_pending, stream_conflict; 423 hold",
        (
            f"{HERE}::test_a_kind_of_refusal_has_a_status_of_its_own",
            "tests/domain/test_refusals.py::*",
            "tests/domain/test_holding.py::test_an_open_appeal_holds_the_data_of_the_claim_and_its_own",
        ),
    ),
    Row(
        "not entitled, or absent",
        "one answer",
        "404 not_found",
        ("tests/api/test_reading.py::test_what_is_not_theirs_and_what_is_not_there_are_one_answer",),
    ),
    Row(
        "requests in hand, bodies in hand",
        "512 that write, 64 that read; 64 MiB",
        "503 overloaded",
        (
            "tests/api/test_limits.py::test_who_finds_no_room_is_told_so_and_room_comes_back",
            "tests/api/test_limits.py::test_all_bodies_together_have_a_limit_and_what_is_done_makes_room",
        ),
    ),
    Row(
        "disk, signer, clock, storage",
        "reading goes on",
        "503 with its code, 507 storage_full",
        (
            "tests/api/test_limits.py::test_a_machine_that_cannot_says_so_by_code_and_when_to_come_again",
            f"{FAULTS}::test_a_full_disk_stops_the_group_whole_and_the_log_goes_on_when_there_is_room",
            "tests/application/test_publishing.py::test_a_signer_whose_memory_cannot_be_kept_signs_nothing",
            f"{LEDGER}::test_appending_stops_while_the_clock_is_behind_and_nothing_is_lost",
        ),
    ),
    Row(
        "head and body arrive",
        "5 s, 30 s",
        "the connection ends; 408 body_timeout",
        (
            "tests/api/test_serving.py::test_who_sends_no_head_or_half_a_head_is_not_waited_for",
            "tests/api/test_limits.py::test_a_body_that_does_not_arrive_is_not_waited_for",
        ),
    ),
    Row(
        "a statement of the database, a lock",
        "told when they take too long",
        "503 store_timeout, store_locked with Retry-After",
        (
            "tests/store/test_faults.py::test_a_statement_that_takes_too_long_is_stopped",
            f"{FAULTS}::test_a_writer_that_waits_too_long_is_told_that_the_store_is_locked",
        ),
    ),
    Row(
        "faults of ours",
        "nothing is told but a number",
        "500 internal",
        (
            "tests/api/test_limits.py::test_a_fault_of_ours_tells_a_number_and_nothing_else",
            "tests/api/test_records.py::test_a_name_that_is_planted_gets_into_no_record",
        ),
    ),
    Row(
        "kinds of bodies",
        "JSON, JSON lines",
        "415 media_type",
        ("tests/api/test_statements.py::test_a_kind_of_body_that_is_not_taken_is_told_which_are",),
    ),
    Row(
        "questions in an address",
        "those of the description",
        "400 query_invalid",
        ("tests/api/test_reading.py::test_two_moments_at_once_are_no_question",),
    ),
)


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
