"""Which host a signed request names: a host and nothing else, so that path and query are those asked for."""

import re

import pytest
from starlette.requests import Request

from api import programs
from ledger.signing.errors import Malformed
from tests.api.conftest import Desk
from tests.api.programs import Sent
from tests.api.test_programs import HOST, door, me, nonce
from tests.api.test_statements import problem

__all__ = ["door", "nonce"]

ELSEWHERE = [
    "ledger.test/session?",
    "ledger.test/session#",
    "somebody@ledger.test",
    "ledger.test:",
    "ledger.test:000080",
    "ledger.test\\",
    "[::1",
    "",
]


@pytest.mark.parametrize("host", ELSEWHERE)
def test_a_host_is_a_host_and_nothing_of_a_path(door: Desk, nonce: str, host: str) -> None:
    problem(elsewhere(nonce, host).through(door.client), 401, "program_form")


def test_without_the_form_of_a_host_a_signed_question_becomes_another(
    door: Desk, nonce: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(programs, "_HOST", re.compile(".*"))
    answer = elsewhere(nonce, "ledger.test/session#").through(door.client)
    assert answer.json().keys() >= {"holders"}


def elsewhere(nonce: str, host: str) -> Sent:
    """The request of who the program is, sent to the mandates with the path in the line of the host."""
    sent = me(nonce)
    sent.url, sent.headers["Host"] = f"{HOST}/mandates", host
    return sent


@pytest.mark.parametrize(
    "host", ["ledger.test", "ledger.test:8443", "192.0.2.7:1", "[2001:db8::1]:443", "[::1]"]
)
def test_a_host_may_have_a_port_and_be_an_address(door: Desk, nonce: str, host: str) -> None:
    sent = me(nonce, sent=Sent("GET", f"https://{host}/session"))
    sent.url, sent.headers["Host"] = f"{HOST}/session", host
    assert sent.through(door.client).status_code == 200


@pytest.mark.parametrize(("path", "query"), [(b"/session#/mandates", b""), (b"/session", b"at=1#2")])
def test_an_address_with_a_fragment_is_refused(path: bytes, query: bytes) -> None:
    """A client cuts it off; whoever sends one wants two readers to read two things."""
    scope = {"type": "http", "method": "GET", "headers": [(b"host", b"ledger.test")]}
    with pytest.raises(Malformed, match="fragment"):
        programs.Head.of(Request(scope | {"raw_path": path, "query_string": query}))
    assert programs.Head.of(Request(scope | {"raw_path": path[:8], "query_string": query[:4]}))
