"""A program signs each request: whole, for one ledger, once, with a key that signs nothing else."""

from base64 import b64encode, urlsafe_b64decode
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from hashlib import sha512
from typing import Any

import http_sf
import pytest
from http_message_signatures import HTTPMessageVerifier, HTTPSignatureKeyResolver, InvalidSignature
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from starlette.datastructures import Headers

from api import programs
from benchmarks.fixture import ORIGIN, now
from ledger.application.admission import Admission, Program
from ledger.signing.errors import Malformed
from ledger.signing.keys import SigningKey
from tests.api.clients import ONE
from tests.api.conftest import Desk
from tests.api.programs import Sent, signed
from tests.api.signing_in import built, token
from tests.api.test_statements import problem

KEY = SigningKey(b"payroll's own key, and nothing's")
HOST = "http://ledger.test"


@pytest.fixture(scope="module")
def door(small: Desk) -> Desk:
    """A ledger that lets a program in, which reads for the first importer."""
    admit(small, KEY)
    return small


def admit(desk: Desk, key: SigningKey, name: str = "payroll") -> None:
    registry = desk.client.app.state.ledger.registry()  # type: ignore[attr-defined]
    program = Program(name, desk.signers.actors[0], key.public.hex())
    Admission(desk.settings.keys).add(program, registry)


@pytest.fixture
def nonce() -> str:
    """A number that no other test uses."""
    drawn[0] += 1
    return f"{drawn[0]:022}"


drawn = [0]


def me(nonce: str, *, key: SigningKey = KEY, sent: Sent | None = None, **more: Any) -> Sent:
    """The request of who the program is, signed for this ledger."""
    return signed(
        sent or Sent("GET", f"{HOST}/session"), key, more.pop("origin", ORIGIN), now(), nonce=nonce, **more
    )


def refused(door: Desk, sent: Sent, code: str, **more: Any) -> None:
    answer = sent.through(door.client, **more)
    problem(answer, 401, code)
    assert answer.headers["www-authenticate"] == "Bearer"


def test_without_the_body_the_library_would_take_a_changed_one(door: Desk, nonce: str) -> None:
    """The negative control of `program_body`: what `look` alone finds is true of any body."""
    sent = me(nonce, sent=Sent("POST", f"{HOST}/statements", dict(ONE), b"{}"))
    verifier = programs.Verifier(Known(), now())
    head = programs.Head(sent.method, sent.url, Headers(sent.headers))
    results = verifier.verify(head, expect_tag=ORIGIN, require_components=programs.COVERED)

    assert len(results) == 1  # nobody was asked about a body
    with pytest.raises(InvalidSignature):
        verifier.verify_body(head, results, b"{ }")
    verifier.verify_body(head, results, b"{}")


class Known(HTTPSignatureKeyResolver):
    def resolve_public_key(self, key_id: str) -> bytes:
        return KEY.public


def every_number(patch: pytest.MonkeyPatch) -> None:
    patch.setattr("ledger.application.signing_in.Nonces.take", lambda *_: True)


def every_time(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(programs.Verifier, "validate_created_and_expires", lambda *_args, **_named: None)


@pytest.mark.parametrize(
    ("made", "without"),
    [
        ({"nonce": "used-in-every-case-0000"}, every_number),
        ({"seconds": 301}, every_time),
    ],
)
def test_without_the_check_the_same_request_gets_in(
    door: Desk, nonce: str, monkeypatch: pytest.MonkeyPatch, made: dict[str, Any], without: Any
) -> None:
    me("used-in-every-case-0000").through(door.client)
    sent = me(**{"nonce": nonce} | made)
    assert sent.through(door.client).status_code == 401
    without(monkeypatch)
    assert sent.through(door.client).status_code == 200


def test_where_less_is_covered_another_question_gets_in(
    door: Desk, nonce: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for covered, status in ((programs.COVERED, 401), (("@method", "content-digest"), 200)):
        monkeypatch.setattr(programs, "COVERED", covered)
        sent = me(f"{nonce}-{status}", covered=covered, sent=Sent("GET", f"{HOST}/mandates"))
        sent.url = "http://other.test/queue?at=1"
        assert sent.through(door.client).status_code == status


def test_a_ledger_of_another_name_is_another_ledger_though_the_host_is_one(
    door: Desk, nonce: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    sent = me(nonce, origin="other.example.org/2026")
    refused(door, sent, "program_form")
    here = door.client.app.state.programs  # type: ignore[attr-defined]
    monkeypatch.setattr(here, "_origin", "other.example.org/2026")  # the control
    assert sent.through(door.client).status_code == 200


def test_a_program_reads_as_the_actor_that_it_was_given(door: Desk, nonce: str) -> None:
    answer = me(nonce).through(door.client)
    assert answer.status_code == 200, answer.text
    members = answer.json()
    assert (members["actor"], members["key"], members["by"]) == (door.signers.actors[0], KEY.id, "program")
    assert [held["role"] for held in members["mandates"]] == ["importer"]


@pytest.mark.parametrize("path", ["/session", "/queue", "/queue?at=0", "/commitments?", "/mandates?at=3"])
def test_every_route_that_takes_a_session_takes_a_signed_request(door: Desk, nonce: str, path: str) -> None:
    header = token(door.client, built(ORIGIN, now(), door.signers.keys[0], nonce=f"P{nonce}"))
    same = door.client.get(path, headers=header)
    answer = me(nonce, sent=Sent("GET", HOST + path)).through(door.client)
    assert answer.status_code == 200
    assert answer.json().keys() == same.json().keys()
    problem(door.client.get(path), 401, "session_missing")


def test_a_head_is_signed_as_a_head(door: Desk, nonce: str) -> None:
    sent = me(nonce, sent=Sent("HEAD", f"{HOST}/session"))
    sent.method = "GET"
    refused(door, sent, "sig_invalid")
    sent.method = "HEAD"
    assert sent.through(door.client).status_code == 200
    sent = me(f"H{nonce}")
    sent.method = "HEAD"
    assert sent.through(door.client).status_code == 401


def test_the_order_of_headers_makes_no_difference(door: Desk, nonce: str) -> None:
    sent = me(nonce)
    sent.headers = dict(reversed(sent.headers.items()))
    assert sent.through(door.client).status_code == 200


Change = Callable[[Sent], None]


def header(name: str, old: str, new: str) -> Change:
    def change(sent: Sent) -> None:
        assert old in sent.headers[name]
        sent.headers[name] = sent.headers[name].replace(old, new)

    return change


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (lambda sent: setattr(sent, "url", f"{HOST}/mandates?at=1"), "sig_invalid"),
        (lambda sent: setattr(sent, "url", f"{HOST}/queue?at=2"), "sig_invalid"),
        (lambda sent: setattr(sent, "url", f"{HOST}/queue"), "sig_invalid"),
        (lambda sent: setattr(sent, "url", "http://other.test/queue?at=1"), "sig_invalid"),
        (lambda sent: setattr(sent, "url", f"{HOST}/queue?at=%31"), "sig_invalid"),
        (lambda sent: setattr(sent, "body", b"{}"), "program_body"),
        (lambda sent: sent.headers.update({"content-type": "text/plain"}), "program_form"),
        (header("Signature-Input", '"@method" "@authority"', '"@authority" "@method"'), "sig_invalid"),
        (header("Signature-Input", '("@method"', '("accept" "@method"'), "sig_invalid"),
        (header("Signature-Input", ";nonce=", ';alg="rsa-pss-sha512";nonce='), "program_form"),
        (header("Signature-Input", "0000", "0001"), "sig_invalid"),
        (header("Signature-Input", KEY.id, SigningKey(bytes(32)).id), "program_unknown"),
        (header("Signature-Input", "pyhms", "other"), "program_form"),
        (header("Signature", "=:", "=:AAAA"), "program_form"),
        (lambda sent: sent.headers.pop("Signature"), "program_form"),
        (lambda sent: sent.headers.pop("Content-Digest"), "program_form"),
        (lambda sent: sent.headers.update({"Signature-Input": '"'}), "program_form"),
    ],
)
def test_what_was_changed_on_the_way_is_refused(door: Desk, nonce: str, change: Change, code: str) -> None:
    sent = me(nonce, sent=Sent("GET", f"{HOST}/queue?at=1"))
    change(sent)
    refused(door, sent, code)
    assert me(nonce, sent=Sent("GET", f"{HOST}/queue?at=1")).through(door.client).status_code == 200


@pytest.mark.parametrize("name", ["Content-Digest", "Signature-Input", "Signature", "Host"])
def test_a_line_that_is_there_twice_is_refused(door: Desk, nonce: str, name: str) -> None:
    sent = me(nonce)
    value = sent.headers.get(name, "ledger.test")
    lines = [("host", value)] * 2 if name == "Host" else [(name.lower(), value)]
    assert sent.through(door.client, lines=lines).status_code == 401


@pytest.mark.parametrize("left_out", programs.COVERED)
def test_every_component_is_needed(door: Desk, nonce: str, left_out: str) -> None:
    covered = [name for name in programs.COVERED if name != left_out]
    sent = me(nonce, covered=covered, digest=left_out != "content-digest")
    refused(door, sent, "program_form")


@pytest.mark.parametrize(
    ("made", "code"),
    [
        ({"seconds": None}, "program_form"),
        ({"nonce": "short"}, "program_form"),
        ({"seconds": -31}, "program_time"),
        ({"seconds": 301}, "program_time"),
        ({"age": -31, "seconds": 60}, "program_time"),
        ({"age": 250, "seconds": 60}, "program_time"),
        ({"origin": "other.example.org/2026"}, "program_form"),
        ({"key": SigningKey(bytes(32))}, "program_unknown"),
    ],
)
def test_what_is_signed_otherwise_says_why(door: Desk, nonce: str, made: dict[str, Any], code: str) -> None:
    refused(door, me(**{"nonce": nonce} | made), code)


@pytest.mark.parametrize("made", [{"seconds": -20}, {"age": -20}, {"seconds": 299}])
def test_clocks_may_differ_a_little(door: Desk, nonce: str, made: dict[str, Any]) -> None:
    assert me(nonce, **made).through(door.client).status_code == 200


def test_a_request_is_good_once(door: Desk, nonce: str) -> None:
    sent = me(nonce)
    assert sent.through(door.client).status_code == 200
    refused(door, sent, "program_repeated")
    refused(door, me(nonce, sent=Sent("GET", f"{HOST}/queue")), "program_repeated")


def test_of_many_that_send_it_at_once_one_is_let_in(door: Desk, nonce: str) -> None:
    sent = me(nonce)
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda _: sent.through(door.client).status_code, range(24)))
    assert sorted(answers) == [200, *[401] * 23]


def test_the_longer_digest_is_taken_too(door: Desk, nonce: str) -> None:
    digest = f"sha-512=:{b64encode(sha512(b'').digest()).decode()}:"
    sent = Sent("GET", f"{HOST}/session", {"Content-Digest": digest})
    assert me(nonce, sent=sent, use_existing_digest=True).through(door.client).status_code == 200


def test_who_changes_a_body_uses_up_nobodys_number(door: Desk, nonce: str) -> None:
    sent = me(nonce, sent=Sent("POST", f"{HOST}/openings", dict(ONE), b"{}"))
    refused(door, Sent("POST", sent.url, sent.headers, b"{ }"), "program_body")
    problem(sent.through(door.client), 400, "opening_invalid")  # it passed: what refuses now is the question


def test_a_second_program_signs_a_request_of_its_own(door: Desk, nonce: str) -> None:
    sent = me(nonce)
    again = me(
        f"B{nonce}", sent=sent, label="again", append_if_signature_exists=True, use_existing_digest=True
    )
    refused(door, again, "program_form")


def test_a_signature_for_somebody_else_on_the_way_makes_no_difference(door: Desk, nonce: str) -> None:
    """A proxy may sign too; what is signed for another ledger counts for nothing here."""
    other: dict[str, Any] = {
        "label": "other",
        "append_if_signature_exists": True,
        "use_existing_digest": True,
    }
    sent = me(f"B{nonce}", key=SigningKey(bytes(32)), sent=me(nonce), origin="proxy", **other)
    assert sent.through(door.client).status_code == 200


def test_what_is_open_to_everybody_is_open_to_whoever_signs_for_somebody_else(door: Desk, nonce: str) -> None:
    crawler = me(nonce, sent=Sent("GET", f"{HOST}/checkpoint"), origin="web-bot-auth")
    assert crawler.through(door.client).status_code == 200


def test_a_token_goes_before_a_signature(door: Desk, nonce: str) -> None:
    bearer = token(door.client, built(ORIGIN, now(), door.signers.keys[1], nonce=f"T{nonce}"))
    sent = me(nonce, origin="proxy")
    sent.headers |= bearer
    assert sent.through(door.client).json()["by"] == "key"


def test_a_body_beyond_the_limit_is_not_read(door: Desk, nonce: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(programs, "BODY_BYTES", 10)
    sent = me(nonce, sent=Sent("POST", f"{HOST}/openings", dict(ONE), b"a" * 11))
    problem(sent.through(door.client), 413, "body_too_large")
    stranger = me(nonce, sent=Sent("POST", f"{HOST}/openings", dict(ONE), b"a" * 11), origin="other")
    problem(stranger.through(door.client), 401, "program_form")  # its body is not looked at


places = st.lists(
    st.tuples(st.integers(0, 400), st.characters(min_codepoint=32, max_codepoint=126)), min_size=1, max_size=3
)


@given(places, st.sampled_from(["Signature-Input", "Signature", "Content-Digest"]))
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_change_of_what_was_signed_gets_through(
    door: Desk, changes: list[tuple[int, str]], name: str
) -> None:
    drawn[0] += 1
    sent = me(f"{drawn[0]:022}")
    text = sent.headers[name]
    for at, other in changes:
        place = at % len(text)
        text = text[:place] + other + text[place + 1 :]
    same = text.strip() == sent.headers[name]
    signed_text, sent.headers[name] = sent.headers[name], text
    answer = sent.through(door.client)
    if answer.status_code == 200 and not same:  # another spelling of the same members
        assert name != "Content-Digest"
        assert meaning(text) == meaning(signed_text)
    else:
        assert answer.status_code == (200 if same else 401)


def meaning(text: str) -> object:
    return http_sf.parse(text.encode(), tltype="dictionary")


def test_the_worked_example_of_the_standard_verifies_under_our_judge_of_keys() -> None:
    """Source: RFC 9421, B.1.4 and B.2.6."""
    head = programs.Head(
        "POST",
        "https://example.com/foo?param=Value&Pet=dog",
        Headers(
            {
                "date": "Tue, 20 Apr 2021 02:07:55 GMT",
                "content-type": "application/json",
                "content-length": "18",
                "signature-input": 'sig-b26=("date" "@method" "@path" "@authority" "content-type" '
                '"content-length");created=1618884473;keyid="test-key-ed25519"',
                "signature": "sig-b26=:wqcAqbmYJ2ji2glfAMaRy4gruYYnx2nEFN2HN6jrnDnQCK1u02Gb04v9EDgwUPiu4A0w6v"
                "uQv5lIp5WPpBKRCw==:",
            }
        ),
    )
    library = HTTPMessageVerifier(signature_algorithm=programs.Ed25519, key_resolver=Standard())
    (result,) = library.verify(head, max_age=None)
    assert result.parameters["created"] == 1618884473
    with pytest.raises(InvalidSignature):
        library.verify(head._replace(method="PUT"), max_age=None)
    with pytest.raises(Malformed, match="created, expires and nonce"):  # and it is no request to us
        programs.Verifier(Standard(), now()).verify(head)


class Standard(HTTPSignatureKeyResolver):
    def resolve_public_key(self, key_id: str) -> bytes:
        assert key_id == "test-key-ed25519"
        return urlsafe_b64decode("JrQLj5P_89iXES9-vFgrIy29clF9CC_oPPsw3c5D0bs=")
