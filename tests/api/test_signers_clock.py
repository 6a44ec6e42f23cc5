"""A signer whose clock is ahead is heard, told so, and shown so to whoever reads the case."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from benchmarks.fixture import now, statements
from ledger.application.ledger import Ledger
from ledger.application.receipts import Receipt
from ledger.application.replay import replay
from ledger.application.verifying import verify_ledger
from ledger.cli import telling
from ledger.cli.answers import show_answers
from ledger.tlog.policy import parse_policy
from tests.api.clients import MANY, ONE, members_of
from tests.api.conftest import Desk
from tests.api.test_statements import RECEIPT


def post(desk: Desk, body: bytes, status: int = 201) -> dict[str, Any]:
    answer = desk.client.post("/statements", content=body, headers=ONE)
    assert answer.status_code == status, answer.text
    members: dict[str, Any] = answer.json()
    RECEIPT.validate(members)
    return members


def ahead(desk: Desk, number: int, minutes: int) -> bytes:
    """A statement signed by a clock that is ``minutes`` ahead."""
    at = now() + timedelta(minutes=minutes)
    members = members_of(statements(desk.signers, number + 1, seed=83)[number])
    return desk.signers.sign(members | {"at": f"{at:%Y-%m-%dT%H:%M:%SZ}"}).envelope


def ledger_of(desk: Desk) -> Ledger:
    ledger: Ledger = desk.client.app.state.ledger  # type: ignore[attr-defined]
    return ledger


def test_a_clock_that_is_ahead_is_told_in_the_receipt_and_whenever_it_is_asked_for(desk: Desk) -> None:
    body = ahead(desk, 0, 7)
    first = post(desk, body)
    assert first["clock_suspect"] is True
    assert post(desk, ahead(desk, 1, 3))["clock_suspect"] is False

    assert post(desk, body, 200) == first | {"repeated": True}
    (answer,) = desk.client.post("/statements", content=body + b"\n", headers=MANY).json()["answers"]
    assert answer["receipt"] == first | {"repeated": True}
    again = ledger_of(desk).receipt(first["id"])
    assert again is not None
    assert again.as_json() == first | {"repeated": True}


def test_a_clock_that_is_ahead_is_shown_at_its_entry_and_breaks_no_rule(
    desk: Desk, capsys: pytest.CaptureFixture[str]
) -> None:
    for number, minutes in enumerate((3, 7)):
        receipt = post(desk, ahead(desk, number, minutes))
        case = replay(ledger_of(desk), receipt["stream"], now())
        shown = {entry.index: entry.clock_suspect for entry in case.entries}
        assert shown[receipt["index"]] is receipt["clock_suspect"]
        telling.case(case)
        assert ("before its signer's clock" in capsys.readouterr().out) is receipt["clock_suspect"]

    verdict = verify_ledger(ledger_of(desk).store, parse_policy(desk.settings.policy.read_text()))
    assert (verdict.findings, verdict.exit_code) == ([], 0)


def test_the_command_line_says_it_too(capsys: pytest.CaptureFixture[str]) -> None:
    place = ("5a11dead", "claim/x", 7, 1, "0" * 64, "2026-11-22T03:04:05.000Z", "")
    receipt = Receipt(*place, clock_suspect=True)
    for one in (receipt, replace(receipt, clock_suspect=False)):
        show_answers([one], as_json=False)
        assert ("clock_suspect" in capsys.readouterr().out) is one.clock_suspect
