"""Each command on a small ledger, and bad input: one clear sentence, a stable code, nothing half-written."""

import json
import os
import sqlite3
import subprocess
import sys
import time
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from ledger.application.receipts import Rejected
from ledger.cli.answers import show_answers
from ledger.cli.output import Exit
from ledger.domain.errors import RuleBroken
from ledger.signing.dsse import format_envelope, sign_envelope
from ledger.signing.keys import SigningKey
from ledger.store.engines import open_engine
from tests.acceptance.conftest import Ran, Shell

WHILE = 1.0  # seconds

REGISTER = """
SELECT 'programme' AS stream_kind, 'p' AS stream_key, 'ProgrammePublished' AS type, NULL AS at,
       NULL AS official,
       json_object('version', 1, 'from', '2020-01-01', 'profile', 'historical',
                   'rules', repeat('0', 64), 'benefits', json_array('old_age'), 'facts', json_array(),
                   'clocks', json_array(), 'templates', json_array(),
                   'audit_ppm', 0, 'small_cell', 11) AS data
UNION ALL
SELECT 'claim', id, 'EligibilityDecided', '2020-01-02T00:00:00Z', official,
       json_object('result', result, 'benefit', 'old_age', 'order_maker', 'official', 'occasion', 'first',
                   'found', json_array(), 'law', json_array('law_1'),
                   'programme', json('{"$entry": ["programme", "p", "ProgrammePublished", 1]}'))
FROM read_csv(getvariable('rows'), all_varchar = true)
"""


@pytest.fixture
def register(shell: Shell) -> Path:
    (shell.folder / "rows.csv").write_text(
        "id,official,result\n1,a,refuse\n2,a,grant\n3,b,refuse\n4,b,maybe\n"
    )
    mapping = shell.folder / "small.sql"
    mapping.write_text(REGISTER)
    return mapping


def imported(shell: Shell, register: Path) -> Ran:
    return shell.run("import", str(register), "--set", "rows=rows.csv", "--json")


def refusal(ran: Ran) -> tuple[int, str]:
    """Return exit code and stable code; the sentence is one line."""
    (line,) = ran.err.strip().splitlines()
    assert line.startswith("phayan: ")
    return ran.code, line.rsplit("(", 1)[1].rstrip(")")


def size(shell: Shell) -> int:
    entries: int = shell.run("verify", "--json").json["entries"]
    return entries


def test_a_register_comes_in_once_and_can_be_read_back(shell: Shell, register: Path) -> None:
    first = imported(shell, register)

    assert first.code == 1
    assert first.json["appended"] == 4
    assert first.json["refused"] == {"data_invalid": 1}
    (refused,) = [
        json.loads(line) for line in (shell.folder / "small.refused.jsonl").read_text().splitlines()
    ]
    assert (refused["row"], refused["code"]) == (5, "data_invalid")
    again = imported(shell, register)
    assert (again.json["appended"], again.json["skipped"]) == (0, 4)

    assert shell.done("verify", "--json").json["outcome"] == "verified"
    report = shell.done("report", "R01", "--population", "all_imported", "--json").json
    assert report["overall"]["n"] == 3
    for form, start in (("svg", "<svg "), ("html", "<!doctype html>"), ("pdf", "%PDF-1.7")):
        name = f"report.{form}"
        shell.done("report", "R01", "--population", "all_imported", "--format", form, "--output", name)
        made = (shell.folder / name).read_bytes()
        assert made.startswith(start.encode()), form
    rebuilt = shell.done("rebuild", "--json").json["rebuilt"]
    assert set(rebuilt) == {"case_file", "decisions", "grievances", "reports"}
    assert shell.done("check", "--json").json["different"] == {}


def test_evidence_is_taken_away_and_checked_offline(shell: Shell, register: Path) -> None:
    imported(shell, register)
    last = size(shell) - 1
    entry = shell.done("proof", str(last), "--output", "case", "--json").json["entry"]
    stream = json.loads(_payload(entry))["stream"]
    policy = str(shell.folder / "keys" / "policy")

    offline = shell.offline("case.json.tlog-proof", "--policy", policy)
    assert offline.code == 0, offline
    shell.done("bundle", stream, "--output", "case.zip")
    offline = shell.offline("case.zip", "--policy", policy)
    assert offline.code == 0, offline
    assert shell.offline("case.zip").code == 3

    shown = shell.done("show", stream, "--json").json
    assert [one["index"] for one in shown["entries"]] == [last]
    assert shell.done("show", stream, "--at", str(last)).out
    shell.done("show", stream, "--timeline", "timeline.svg")
    assert (shell.folder / "timeline.svg").read_bytes().startswith(b"<svg ")
    assert refusal(shell.run("show", stream, "--as-seen-by", str(last), "--timeline", "t.svg")) == (
        2,
        "usage",
    )
    assert refusal(shell.run("show", stream, "--at", "3")) == (2, "no_such_entry")
    assert refusal(shell.run("show", stream, "--at", "yesterday")) == (2, "usage")


def _payload(entry: str) -> bytes:
    import base64

    return base64.b64decode(json.loads(entry)["dsse"]["payload"])


def test_keys_are_made_enrolled_rotated_and_revoked(shell: Shell) -> None:
    shell.done("key", "new", "volunteer")
    enrolled = shell.done(
        "key", "enrol", "volunteer", "--role", "attester", "--category", "volunteer_social",
        "--office", "tambon", "--office-name", "เทศบาลตำบลตัวอย่าง", "--line", "village", "--json",
    )  # fmt: skip
    assert enrolled.json["refused"] == 0
    old = (shell.folder / "keys" / "volunteer.key").read_text()
    shell.done("key", "rotate", "volunteer")
    assert (shell.folder / "keys" / "volunteer.key").read_text() != old
    shell.done("key", "revoke", "volunteer", "--reason", "lost")
    assert shell.run("key", "rotate", "volunteer").code == 1
    assert shell.done("verify").out.endswith("verified\n")


def test_statements_are_submitted_from_a_file_and_from_standard_input(shell: Shell) -> None:
    line = _statement(shell)
    (shell.folder / "some.jsonl").write_bytes(line + b"\n" + line + b"\n")

    ran = shell.run("submit", "some.jsonl", "--json")
    assert [one["recorded"] for one in ran.json["answers"]] == [True, True]
    assert ran.json["answers"][0]["index"] == ran.json["answers"][1]["index"]
    assert shell.run("submit", "-", "--json", stdin=line).json["answers"][0]["repeated"]


def _statement(shell: Shell, key: SigningKey | None = None, **changes: Any) -> bytes:
    """Return a signed statement of the registrar: an office."""
    holder = json.loads((shell.folder / "keys" / "registrar.key").read_text())
    signer = key or SigningKey(bytes.fromhex(holder["seed"]))
    registry = shell.done("proof", "0", "--json").json["entry"]
    members: dict[str, Any] = {
        "v": 1, "origin": "ledger.example.org/tests", "id": "00000000-0000-4000-8000-000000000001",
        "stream": json.loads(_payload(registry))["stream"], "type": "OfficeRegistered", "schema": 1,
        "by": holder["actor"], "signers": [signer.id], "at": "2026-11-22T03:04:05Z",
        "data": {"code": "desk", "name_th": "โต๊ะ", "kind": "office", "area": "10", "closed": False},
    } | changes  # fmt: skip
    from ledger.signing.canonical import canonical

    return format_envelope(sign_envelope(canonical(members), [signer]))


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"origin": "other.example.org/x"}, "origin_mismatch"),
        ({"type": "OfficeImagined"}, "type_unknown"),
        ({"data": {"code": "desk"}}, "data_invalid"),
        ({"seen": {"version": 1, "leaf": "0" * 64}}, None),
    ],
)
def test_statements_that_may_not_be_recorded_are_refused_by_code(
    shell: Shell, changes: dict[str, Any], code: str | None
) -> None:
    before = size(shell)
    ran = shell.run("submit", "-", "--json", stdin=_statement(shell, **changes))

    (answer,) = ran.json["answers"]
    assert answer.get("code") == code
    assert ran.code == (1 if code else 0)
    assert size(shell) == before + (0 if code else 1)


def test_an_unknown_key_a_revoked_key_and_a_bad_signature_are_refused(shell: Shell) -> None:
    stranger = _statement(shell, SigningKey(bytes(31) + b"\x09"))
    assert "(key_unknown)" in shell.run("submit", "-", stdin=stranger).err
    good = _statement(shell)
    other = _statement(
        shell, data={"code": "b", "name_th": "ข", "kind": "office", "area": "10", "closed": False}
    )
    forged = json.loads(good) | {"signatures": json.loads(other)["signatures"]}
    line = json.dumps(forged, sort_keys=True, separators=(",", ":")).encode()
    assert "(sig_invalid)" in shell.run("submit", "-", stdin=line).err
    shell.done("key", "revoke", "registrar", "--reason", "left_service")
    assert "(key_revoked)" in shell.run("submit", "-", stdin=good).err


def test_an_oversized_entry_is_refused(shell: Shell) -> None:
    huge = _statement(
        shell, data={"code": "x", "name_th": "ก" * 30_000, "kind": "office", "area": "10", "closed": False}
    )
    ran = shell.run("submit", "-", "--json", stdin=huge)
    assert ran.code == 1
    assert ran.json["answers"][0]["code"] in {"json_strict_size", "entry_too_large"}


@pytest.mark.parametrize(
    ("content", "code"),
    [(b"", "usage"), (b"not json\n", "usage"), (b"{}\n", None)],
)
def test_a_file_without_statements_is_wrong_usage(shell: Shell, content: bytes, code: str | None) -> None:
    ran = shell.run("submit", "-", stdin=content)
    if code:
        assert refusal(ran) == (2, code)
    else:
        assert ran.code == 1


def test_wrong_columns_and_unreadable_files_are_named(shell: Shell, register: Path) -> None:
    register.write_text(REGISTER.replace("AS official", "AS oficial"))
    code, kind = refusal(shell.run("import", str(register), "--set", "rows=rows.csv"))
    assert (code, kind) == (2, "mapping_columns")
    assert refusal(shell.run("import", "absent.sql"))[0] == 2
    register.write_text(REGISTER)
    assert refusal(shell.run("import", str(register), "--set", "rows=absent.csv"))[0] == 2
    assert refusal(shell.run("import", str(register), "--set", "rows")) == (2, "usage")


def test_a_ledger_is_founded_once_and_not_over_others_keys(shell: Shell) -> None:
    assert refusal(shell.run("init", "--origin", "ledger.example.org/other")) == (2, "already_founded")
    assert refusal(shell.run("init", "--origin", "x", "--db", f"sqlite:///{shell.folder}/new.db")) == (
        2,
        "already_founded",
    )


def test_no_ledger_no_policy_and_no_keys_are_told_apart(shell: Shell, tmp_path: Path) -> None:
    assert refusal(shell.run("verify", "--db", f"sqlite:///{tmp_path}/none.db")) == (3, "not_founded")
    assert refusal(shell.run("verify", "--policy", "none")) == (3, "policy_missing")
    (shell.folder / "keys" / "log.secret").unlink()
    assert refusal(shell.run("key", "revoke", "intake", "--reason", "lost")) == (2, "key_file")
    assert shell.run("report", "R99").code == 2


def test_a_locked_database_is_waited_for_and_then_named(
    shell: Shell, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Another program that never lets go: the sentence says so, and the statement goes in afterwards.

    With less patience than a command has: nobody need wait for ten seconds to see it.
    """
    monkeypatch.setattr("ledger.application.assembly.open_engine", partial(open_engine, lock_timeout=WHILE))
    line = _statement(shell)
    before = size(shell)
    blocker = sqlite3.connect(shell.folder / "phayan.db", isolation_level=None)
    blocker.execute("BEGIN EXCLUSIVE")
    try:
        begun = time.monotonic()
        ran = shell.run("submit", "-", stdin=line)
        assert time.monotonic() - begun > WHILE - 0.1
        assert refusal(ran) == (3, "store_locked")
    finally:
        blocker.execute("ROLLBACK")
        blocker.close()
    assert shell.run("submit", "-", stdin=line).code == 0
    assert size(shell) == before + 1


def test_a_refusal_names_the_facts_that_lack_attestations(capsys: pytest.CaptureFixture[str]) -> None:
    lacking = RuleBroken("quorum_missing", facts=("lives_alone", "no_income"))
    answer = Rejected.of("an id", lacking)
    assert show_answers([answer], as_json=False) is Exit.FAILED
    assert capsys.readouterr().err.endswith("; facts lives_alone, no_income (quorum_missing)\n")
    show_answers([answer], as_json=True)
    assert json.loads(capsys.readouterr().out)["answers"][0]["facts"] == ["lives_alone", "no_income"]


def test_whoever_reads_only_the_head_of_an_answer_is_not_told_of_an_error(shell: Shell) -> None:
    command = [sys.executable, "-c", "from ledger.cli import main; main()", "register"]
    ran = subprocess.Popen(
        command,
        cwd=shell.folder,
        env=os.environ | shell.environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    assert ran.stdout is not None
    assert ran.stderr is not None
    ran.stdout.close()
    assert (ran.stderr.read(), ran.wait(timeout=60)) == (b"", 3)
    ran.stderr.close()


def test_a_report_that_is_brought_is_compared_with_the_log(shell: Shell, register: Path) -> None:
    imported(shell, register)
    shell.done("report", "R01", "--population", "all_imported", "--format", "json", "--output", "r01.json")
    issued = (shell.folder / "r01.json").read_bytes()
    assert shell.done("report", "verify", "r01.json").out == "equal\n"

    again = ("report", "R01", "--population", "all_imported", "--at", str(size(shell)), "--format", "json")
    assert shell.done(*again, "--output", "again.json").code == 0
    assert (shell.folder / "again.json").read_bytes() == issued

    row = json.loads(issued)["rows"][0]["key"]
    (shell.folder / "bent.json").write_bytes(issued.replace(b'"num": 0', b'"num": 1', 1))
    assert refusal(shell.run("report", "verify", "bent.json")) == (1, "report_altered")
    said = ("report", "reply", "r01.json", "--row", row, "--text", "ชี้แจง (ตัวอย่าง)", "--as", "registrar")
    shell.done(*said, "--output", "reply.json")
    assert refusal(shell.run("report", "verify", "r01.json", "--reply", "reply.json")) == (
        1,
        "reply_not_yours",
    )
    assert refusal(shell.run("report", "verify", "reply.json")) == (3, "report_unreadable")
    names = shell.done("report", "list", "--json").json
    assert names["R01"]["units"] == {"oversight": ["official", "office"], "public": ["office"]}
