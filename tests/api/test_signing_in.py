"""Signing in: by what the client built, for one ledger, for minutes, once; and never by a statement."""

from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from benchmarks.fixture import ORIGIN, now, statements
from ledger.application.keyring import Keyring
from ledger.application.signing_in import SIGN_IN_TYPE
from ledger.domain.codes import RevocationReason
from ledger.domain.registry.events import KeyRevoked
from ledger.domain.types import KeyId
from ledger.signing.dsse import format_envelope, parse_envelope, sign_envelope
from ledger.signing.keys import SigningKey
from tests.acceptance.conftest import Shell
from tests.api.clients import ONE, body_of, members_of
from tests.api.conftest import Desk
from tests.api.signing_in import built, token
from tests.api.test_statements import problem


def enter(desk: Desk, envelope: bytes) -> Any:
    return desk.client.post("/sessions", content=envelope, headers=ONE)


def test_who_signs_in_is_told_who_they_are_and_what_they_may(desk: Desk) -> None:
    key, actor = desk.signers.keys[0], desk.signers.actors[0]
    header = token(desk.client, built(ORIGIN, now(), key))

    me = desk.client.get("/session", headers=header).json()
    assert (me["actor"], me["key"]) == (actor, key.id)
    assert [held["role"] for held in me["mandates"]] == ["importer"]
    left = datetime.fromisoformat(me["expires"]) - now()
    assert timedelta(minutes=14) < left <= timedelta(minutes=15)


def test_without_a_session_nothing_is_read(small: Desk) -> None:
    for path in ("/session", "/queue", "/claims/5a11dead-0000-4000-8000-000000000001"):
        answer = small.client.get(path)
        problem(answer, 401, "session_missing")
        assert answer.headers["www-authenticate"] == "Bearer"
        for other, code in (
            ("Basic YTpi", "session_missing"),
            ("Bearer ", "session_missing"),
            ("Bearer x", "session_ended"),
            ("Bearer ~!", "session_ended"),
            ("Bearer " + "A" * 400, "session_ended"),
        ):
            problem(small.client.get(path, headers={"authorization": other}), 401, code)


def test_a_token_that_was_changed_opens_nothing(small: Desk) -> None:
    header = token(small.client, built(ORIGIN, now(), small.signers.keys[0], nonce="B" * 22))
    text = header["authorization"]
    assert small.client.get("/session", headers=header).status_code == 200
    for at in range(len("Bearer "), len(text), 7):
        other = "A" if text[at] != "A" else "B"
        changed = {"authorization": text[:at] + other + text[at + 1 :]}
        problem(small.client.get("/session", headers=changed), 401, "session_ended")


Made = Callable[[SigningKey], bytes]


@pytest.mark.parametrize(
    ("made", "code"),
    [
        (lambda key: built("other.example.org/2026", now(), key), "sign_in_origin"),
        (lambda key: built(ORIGIN, now(), key, minutes=-0.1), "sign_in_time"),
        (lambda key: built(ORIGIN, now(), key, minutes=6), "sign_in_time"),
        (lambda key: built(ORIGIN, now(), key, nonce="short"), "sign_in_form"),
        (lambda key: built(ORIGIN, now(), key, more=1), "sign_in_form"),
        (lambda key: built(ORIGIN, now(), key, expires="tomorrow"), "sign_in_form"),
        (lambda _key: built(ORIGIN, now(), SigningKey(bytes(32))), "key_unknown"),
        (lambda key: built(ORIGIN, now(), key).replace(b'"sig":"', b'"sig":"A'), "dsse_base64"),
        (lambda _key: b"{}", "dsse_members"),
    ],
)
def test_what_does_not_sign_in_says_why(small: Desk, made: Made, code: str) -> None:
    problem(enter(small, made(small.signers.keys[0])), 401, code)


def test_a_signature_of_another_key_does_not_sign_in(small: Desk) -> None:
    one, other = small.signers.keys
    envelope = built(ORIGIN, now(), one).replace(one.id.encode(), other.id.encode())
    problem(enter(small, envelope), 401, "sig_invalid")


def test_two_keys_do_not_sign_in_together(small: Desk) -> None:
    payload = parse_envelope(built(ORIGIN, now(), small.signers.keys[0]), payload_type=SIGN_IN_TYPE).payload
    both = format_envelope(sign_envelope(payload, small.signers.keys, payload_type=SIGN_IN_TYPE))
    problem(enter(small, both), 401, "sign_in_form")


def test_what_was_used_once_is_used(small: Desk) -> None:
    key, other = small.signers.keys
    envelope = built(ORIGIN, now(), key, nonce="C" * 22)
    token(small.client, envelope)

    problem(enter(small, envelope), 401, "sign_in_repeated")
    token(small.client, built(ORIGIN, now(), other, nonce="C" * 22))  # numbers are each key's own
    token(small.client, built(ORIGIN, now(), key, nonce="D" * 22))


def test_a_failed_attempt_uses_up_nobodys_number(small: Desk) -> None:
    key = small.signers.keys[0]
    good = built(ORIGIN, now(), key, nonce="E" * 22)
    forged = sign_envelope(
        parse_envelope(good, payload_type=SIGN_IN_TYPE).payload,
        [SigningKey(bytes(range(32)))],
        payload_type=SIGN_IN_TYPE,
    )
    name = format_envelope(forged).replace(forged.signatures[0][0].encode(), key.id.encode())
    problem(enter(small, name), 401, "sig_invalid")
    token(small.client, good)


def test_no_statement_signs_in_and_no_sign_in_is_a_statement(small: Desk) -> None:
    """A page that lures an official into signing in gets no decision, and a decision opens no session."""
    key = small.signers.keys[0]
    wanted = small.signers.sign(members_of(statements(small.signers, 1, seed=31)[0]), [key])
    decision = parse_envelope(wanted.envelope).payload

    problem(enter(small, wanted.envelope), 401, "dsse_type")
    retyped = wanted.envelope.replace(b"phayan.statement", b"phayan.sign-in")
    problem(enter(small, retyped), 401, "sign_in_form")

    lured = format_envelope(sign_envelope(decision, [key], payload_type=SIGN_IN_TYPE))
    post(small, lured, 400, "dsse_type")
    post(small, lured.replace(b"phayan.sign-in", b"phayan.statement"), 422, "sig_invalid")
    honest = built(ORIGIN, now(), key).replace(b"phayan.sign-in", b"phayan.statement")
    post(small, honest, 400, "statement_members")
    assert small.client.post("/statements", content=wanted.envelope, headers=ONE).status_code == 201


def post(desk: Desk, envelope: bytes, status: int, code: str) -> None:
    problem(desk.client.post("/statements", content=envelope, headers=ONE), status, code)


def test_a_revoked_key_signs_in_no_more_and_its_sessions_are_over(desk: Desk) -> None:
    key = desk.signers.keys[1]
    header = token(desk.client, built(ORIGIN, now(), key))
    assert desk.client.get("/session", headers=header).status_code == 200

    registrar = Keyring(desk.settings.keys).load("registrar")
    registry = desk.client.app.state.ledger.registry_stream  # type: ignore[attr-defined]
    says = KeyRevoked(key=KeyId(key.id), reason=RevocationReason.LOST)
    revoked = desk.signers.author.compose(registry, says, by=registrar.actor, keys=[registrar.key])
    assert desk.client.post("/statements", content=body_of(revoked), headers=ONE).status_code == 201

    problem(desk.client.get("/session", headers=header), 401, "session_ended")
    problem(enter(desk, built(ORIGIN, now(), key, nonce="G" * 22)), 401, "key_revoked")


def test_a_session_ends_by_itself(desk: Desk) -> None:
    header = token(desk.client, built(ORIGIN, now(), desk.signers.keys[0]))
    sessions = desk.client.app.state.sessions  # type: ignore[attr-defined]
    sessions.clock = lambda: now() + timedelta(minutes=16)
    problem(desk.client.get("/session", headers=header), 401, "session_ended")


def test_what_the_command_line_prints_signs_in(desk: Desk, tmp_path: Path) -> None:
    shell = Shell(tmp_path, desk.settings.ledger_db)
    for named in ((), ("--origin", ORIGIN)):
        printed = shell.done("key", "sign-in", "importer-0", *named).out
        header = token(desk.client, printed.encode())
        me = desk.client.get("/session", headers=header).json()
        assert me["key"] == desk.signers.keys[0].id
    assert shell.run("key", "sign-in", "nobody").code == 2
