"""Whatever the document allows is sent to a running server: no fault, and no answer that it does not name.

Routes are taken from the document, so a new one is found here by itself. What only a key makes (statements,
sign-ins) comes from ``Hands``, or nothing would ever get past the door.
"""

import hashlib
import json
import os
import time
import uuid
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack, suppress
from dataclasses import replace
from itertools import count
from random import Random
from typing import Any, NamedTuple

import pytest
import requests
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from hypothesis.errors import FlakyStrategyDefinition
from schemathesis import Case, GenerationMode, Response
from schemathesis.checks import not_a_server_error
from schemathesis.generation.stateful.state_machine import APIStateMachine
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
)

from ledger.application.enrolment import enrol_key
from ledger.application.keyring import Holder, Keyring
from ledger.application.ledger import Ledger
from ledger.application.replay import prefix_at
from ledger.application.settings import Settings
from ledger.application.stories.acts import application
from ledger.application.stories.grandmother import STORY
from ledger.application.stories.telling import play
from ledger.cli.edges import author, now
from ledger.domain.codes import Custody
from ledger.domain.types import EntryRef
from ledger.projections.views.entitlement import may_open
from ledger.signing.keys import SigningKey
from tests.api.citizens import ANONYMOUS, COMPLAINT
from tests.api.clients import body_of, stage_of
from tests.api.cosigning import alone
from tests.api.signing_in import built
from tests.stories.stage import ORIGIN
from tests.support.databases import private_schema
from tests.support.served import free_port, serving

REQUESTS = int(os.environ.get("PHAYAN_SCHEMATHESIS", "500"))
ROUNDS = 20
"""How often an operation is asked again whose answer takes luck besides a key."""
FORM = [
    not_a_server_error,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
]
QUIET = settings(deadline=None, database=None, suppress_health_check=list(HealthCheck), print_blob=False)
SEEDS = st.integers(0, 2**32)
"""What is chosen depends on what was answered before, so it is drawn where hypothesis does not look."""
SESSION = 600.0  # seconds; one lasts a quarter of an hour
REACHED = {
    ("post_statements", 201),
    ("post_statements", 200),
    ("post_sessions", 201),
    ("get_session", 200),
    ("get_queue", 200),
    ("get_claim", 200),
    ("get_mandates", 200),
    ("get_commitments", 200),
    ("post_filings", 201),
    ("post_filing_openings", 200),
    ("post_openings", 200),
    ("post_attachments", 201),
    ("get_claims", 200),
    ("get_proof", 200),
    ("get_search", 200),
    ("get_reports", 200),
    ("get_report", 200),
    ("get_approvals", 200),
    ("post_approvals", 202),
}
"""Answers that some request must get, or the rest says little."""


ENDLESS = {"/changes"}
"""What answers for a quarter of an hour has tests of its own."""


class Sent(NamedTuple):
    """A request of somebody with keys or a receipt code."""

    path: str
    body: bytes
    kind: str = "application/json"

    @property
    def key(self) -> str:
        """An idempotency key that follows from the body, so that what is sent again is the same."""
        return str(uuid.uuid5(uuid.NAMESPACE_OID, self.body.hex() + self.path))


class Hands:
    """Somebody with keys: signs in, signs statements, knows names of cases, and acts now and then."""

    def __init__(self, url: str, place: Settings, ledger: Ledger) -> None:
        keyring, rows = Keyring(place.keys), list(ledger.store.rows(0, 10_000))
        self.url = url
        self.holders = [keyring.load(name) for name in keyring.names() if not name.startswith("root")]
        self.registry = ledger.registry_stream
        self.intake = keyring.load("intake")
        self.programme = next(
            EntryRef(row.stream, row.version, row.leaf.hex())
            for row in rows
            if row.type == "ProgrammePublished"
        )
        self.streams = sorted({row.stream for row in rows})
        prefix = prefix_at(ledger, None, now())
        claim = next(stream for stream in self.streams if stream.startswith("claim/"))
        self.readers = [one for one in self.holders if may_open(prefix, claim, one.actor)]
        self.author = author(ORIGIN)
        self.tokens: dict[str, tuple[float, str]] = {}
        self.nonces = count(10**21)
        self.seen: Counter[tuple[str, int]] = Counter()
        self.wrong: list[BaseException] = []
        self.statements: list[bytes] = []
        self.filed: list[tuple[str, str]] = []

    def send(self, case: Case[Any], chance: Random) -> Response:
        """Send ``case``, with what only somebody with keys has in half of all cases."""
        operation = case.operation
        known = [one for one in self.streams if one.startswith(f"{operation.path.split('/')[1][:-1]}/")]
        if "name" in (case.path_parameters or {}) and chance.random() < 0.5:
            case.path_parameters["name"] = chance.choice(known or self.streams).partition("/")[2]
        if operation.path == "/reports/{report}" and chance.random() < 0.5:  # a question that has a meaning
            case.path_parameters["report"] = chance.choice(("R01", "R05", "R13"))
            case.query = {"tier": chance.choice(("public", "oversight", "own"))}
        headers = {"x-forwarded-for": f"10.0.{chance.randrange(256)}.{chance.randrange(256)}"}
        if operation.definition.raw.get("security") and chance.random() < 0.7:
            headers["authorization"] = f"Bearer {self.token(chance)}"
        sent = None
        if case.method.upper() == "POST" and chance.random() < 0.5:
            sent = self.made(operation.path, chance)
        if sent is None:
            response = case.call(headers=headers, timeout=60)
        else:
            headers |= {"content-type": sent.kind, "idempotency-key": sent.key}
            response = Response.from_any(
                requests.post(self.url + sent.path, sent.body, headers=headers, timeout=60)
            )
            if operation.path == "/filings" and "code" in (answer := response.json()):
                self.filed.append((answer["case"], answer["code"]))
        self.check(case, response)
        return response

    def check(self, case: Case[Any], response: Response) -> None:
        """Check that the answer is none of a fault, is named (``default`` names nothing) and has its form.

        What is wrong is remembered: a server with a memory may not do it again, and then nobody would hear.
        """
        raw = case.operation.definition.raw
        self.seen[raw["operationId"], response.status_code] += 1
        try:
            assert str(response.status_code) in raw["responses"], (raw["operationId"], response.status_code)
            assert response.status_code < 500, response.text
            case.validate_response(response, checks=FORM)
        except BaseException as error:
            self.wrong.append(error)
            raise

    def token(self, chance: Random) -> str:
        holder = chance.choice(chance.choice([self.holders, self.readers]))
        begun, token = self.tokens.get(holder.name, (-SESSION, ""))
        if time.monotonic() - begun > SESSION:
            answer = requests.post(
                f"{self.url}/sessions",
                self.signed_in(holder),
                headers={"content-type": "application/json"},
                timeout=60,
            )
            assert answer.status_code == 201, answer.text
            token = answer.json()["token"]
            self.tokens[holder.name] = time.monotonic(), token
        return token

    def signed_in(self, holder: Holder) -> bytes:
        return built(ORIGIN, now(), holder.key, nonce=f"{next(self.nonces)}")

    def made(self, path: str, chance: Random) -> Sent | None:
        """Return what a key or a receipt code makes for ``path``; None where neither is needed."""
        number, code = chance.choice(self.filed or [("1234567897", "1234567890123452")])
        match path:
            case "/sessions":
                return Sent(path, self.signed_in(chance.choice(self.holders)))
            case "/statements":
                return self.handed_in(chance)
            case "/filings":
                return Sent(path, json.dumps(chance.choice([COMPLAINT, ANONYMOUS])).encode())
            case "/filings/{case}/openings":
                return Sent(f"/filings/{number}/openings", json.dumps({"code": code}).encode())
            case "/filings/{case}/messages":
                says = {"type": "InformationSupplied", "kind": "statement", "words": {"text": "ขอเพิ่มเติม"}}
                return Sent(f"/filings/{number}/messages", json.dumps({"code": code, **says}).encode())
            case "/approvals":
                return Sent(path, self.begun())
            case "/openings":
                asked = {"stream": chance.choice(self.streams), "purpose": "oversight"}
                return Sent(path, json.dumps(asked).encode())
            case "/searches":
                return Sent(path, json.dumps({"words": chance.choice(["สมมุติ", "ตัวอย่าง"])}).encode())
            case "/attachments":
                return Sent(path, f"บันทึก {chance.random()}".encode(), "text/plain")
            case _:
                return None

    def handed_in(self, chance: Random) -> Sent:
        """Return a statement, one that was sent before, or two in a bundle."""
        if self.statements and chance.random() < 0.3:
            return Sent("/statements", chance.choice(self.statements))
        one, other = self.statement(), chance.choice(self.statements or [b"{}"])
        if chance.random() < 0.3:
            return Sent("/statements", one + b"\n" + other + b"\n", "application/jsonl")
        self.statements.append(one)
        return Sent("/statements", one)

    def begun(self) -> bytes:
        """A key that nobody knows, with the registrar's signature to come."""
        registrar = next(one for one in self.holders if one.name == "registrar")
        new = replace(self.intake, key=SigningKey(hashlib.sha256(b"%d" % next(self.nonces)).digest()))
        made = enrol_key(self.author, self.registry, new, custody=Custody.SELF, grantors=[registrar])
        return alone(made, new.key.id).envelope

    def statement(self) -> bytes:
        says = application(self.programme, now().date())
        stream = f"claim/{self.author.identifier()}"
        intake = self.intake
        return body_of(self.author.compose(stream, says, by=intake.actor, keys=[intake.key]))


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def hands(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Hands]:
    """A server over a ledger in which one whole case was lived, and somebody with its keys."""
    folder = tmp_path_factory.mktemp("hands")
    with ExitStack() as stack:
        url = f"sqlite:///{folder}/ledger.db"
        if request.param == "postgresql":
            url = stack.enter_context(private_schema(request.getfixturevalue("postgres_url")))
        with stage_of(folder, url) as (_client, stage, place):
            play(stage, [STORY])
            made = Hands(f"http://127.0.0.1:{(port := free_port())}", place, stage.ledger)
        stack.enter_context(serving(folder, place, port, "--demonstration", "--trusted-proxies", "127.0.0.1"))
        yield made


def strategies(operation: Any) -> Iterator[st.SearchStrategy[Case[Any]]]:
    yield operation.as_strategy(generation_mode=GenerationMode.POSITIVE)
    if operation.definition.raw.get("parameters") or operation.body:
        yield operation.as_strategy(generation_mode=GenerationMode.NEGATIVE)


def ask(hands: Hands, operation: Any, examples: int) -> None:
    """Send requests of one operation."""

    @given(st.one_of(*strategies(operation)), SEEDS)
    @settings(QUIET, max_examples=examples)
    def each(case: Case[Any], seed: int) -> None:
        hands.send(case, Random(seed))

    each()


def test_every_operation_answers_as_the_document_says_whatever_is_sent(hands: Hands) -> None:
    schema = schemathesis.openapi.from_url(f"{hands.url}/openapi.json")
    found: list[Any] = [one.ok() for one in schema.get_all_operations()]  # type: ignore[union-attr]
    operations = [one for one in found if one.path not in ENDLESS]
    assert len(operations) == len(found) - len(ENDLESS) >= 30
    examples = max(1, REQUESTS // len(operations))
    for operation in operations:
        ask(hands, operation, examples)
    for _ in range(ROUNDS):
        missing = {name for name, _status in REACHED - set(hands.seen)}
        for operation in operations:
            if operation.definition.raw["operationId"] in missing:
                ask(hands, operation, examples)
    assert {status for _name, status in hands.seen} >= {200, 201, 400, 401, 404}
    assert set(hands.seen) >= REACHED, REACHED - set(hands.seen)
    assert hands.seen.total() >= REQUESTS - len(operations)


def test_what_one_answer_leads_to_is_answered_as_well(hands: Hands) -> None:
    schema = schemathesis.openapi.from_url(f"{hands.url}/openapi.json")
    machine: type[APIStateMachine] = schema.as_state_machine()

    class Linked(machine):  # type: ignore[misc, valid-type]
        def before_call(self, case: Case[Any]) -> None:
            case.headers["x-forwarded-for"] = f"10.1.{next(hands.nonces) % 256}.{next(hands.nonces) % 256}"

        def validate_response(self, response: Response, case: Case[Any], **_more: Any) -> None:
            hands.check(case, response)

    before, wanted = hands.seen.total(), max(20, REQUESTS // 10)
    while hands.seen.total() < before + wanted:
        with suppress(FlakyStrategyDefinition):  # a server remembers: what was new once is known then
            Linked.run(settings=settings(QUIET, max_examples=max(5, REQUESTS // 60), stateful_step_count=6))
    assert hands.wrong == []
    assert hands.seen["error", 200] > 0  # a problem led to what its code means


def test_an_answer_that_is_not_named_would_be_found(hands: Hands) -> None:
    """The control: take what is named away, and the same requests are red."""
    document = requests.get(f"{hands.url}/openapi.json", timeout=60).json()
    del document["paths"]["/errors/{code}"]["get"]["responses"]["404"]
    schema = schemathesis.openapi.from_dict(document)
    schema.config.update(base_url=hands.url)
    operation = schema["/errors/{code}"]["GET"]

    @given(operation.as_strategy(), SEEDS)
    @settings(QUIET, max_examples=20, phases=[Phase.generate])  # the smallest such request is of no interest
    def each(case: Case[Any], seed: int) -> None:
        hands.send(case, Random(seed))

    with pytest.raises(AssertionError, match="404"):
        each()
