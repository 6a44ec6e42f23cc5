"""Whatever is sent, the answer is one that OpenAPI names, in its form, and never a fault of ours."""

import re
from hashlib import sha256
from typing import Any
from urllib.parse import quote

import jsonschema  # type: ignore[import-untyped]  # ships no type information
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from api import schemas
from api.catalogue import catalogue, read_page
from api.languages import wanted
from benchmarks.fixture import now, statements
from ledger.application.keyring import Keyring
from tests.api.conftest import Desk
from tests.api.signing_in import built, token

PROBLEM = jsonschema.Draft202012Validator(schemas.PROBLEM)
EXAMPLES = settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


def described(desk: Desk, path: str, method: str) -> dict[str, Any]:
    document: dict[str, Any] = desk.client.get("/openapi.json").json()
    operation: dict[str, Any] = document["paths"][path][method]
    return operation


def check(answer: Any, operation: dict[str, Any]) -> None:
    """Check that ``answer`` is one of those that ``operation`` promises."""
    assert answer.status_code < 500, answer.text
    promised = operation["responses"][str(answer.status_code)]["content"]
    kind = answer.headers["content-type"].partition(";")[0]
    assert kind in promised
    if kind == "application/json":
        jsonschema.Draft202012Validator(promised[kind].get("schema", {})).validate(answer.json())
    if kind == "application/problem+json":
        PROBLEM.validate(answer.json())


mutations = st.lists(st.tuples(st.integers(0, 2_000), st.binary(max_size=3)), max_size=4)
kinds = st.sampled_from(["application/json", "application/jsonl", "text/plain", "", "application/json; a=b"])


@given(st.binary(max_size=200), kinds, st.text("abcdefth-;q=0.1,*", max_size=20))
@EXAMPLES
def test_any_body_gets_an_answer_that_is_promised(small: Desk, body: bytes, kind: str, language: str) -> None:
    headers = {"content-type": kind, "accept-language": language}
    answer = small.client.post("/statements", content=body, headers=headers)
    check(answer, described(small, "/statements", "post"))


@given(mutations, kinds, st.none() | st.text('"0123456789*W/', max_size=6))
@EXAMPLES
def test_any_change_of_a_statement_gets_an_answer_that_is_promised(
    small: Desk, changes: list[tuple[int, bytes]], kind: str, match: str | None
) -> None:
    body = bytearray(statements(small.signers, 1, seed=5)[0].envelope)
    for at, other in changes:
        body[at : at + len(other)] = other
    headers = {"content-type": kind}
    if match is not None:
        headers["if-match"] = match
    answer = small.client.post("/statements", content=bytes(body), headers=headers)
    check(answer, described(small, "/statements", "post"))


@given(st.text("01258xp./-entriศ๑\x1f ", max_size=30).filter(lambda path: path not in {".", ".."}))
@EXAMPLES
def test_any_path_of_a_tile_gets_an_answer_that_is_promised(small: Desk, path: str) -> None:
    """Two dots are no path of a tile: the client itself goes up before it asks."""
    answer = small.client.get(f"/tile/{quote(path, safe='')}")
    check(answer, described(small, "/tile/{path}", "get"))


@pytest.mark.parametrize(
    "path", ["/", "/healthz", "/readyz", "/checkpoint", "/errors/sig_invalid", "/errors/x"]
)
def test_what_is_read_is_described(small: Desk, path: str) -> None:
    route = "/errors/{code}" if path.startswith("/errors/") else path
    check(small.client.get(path), described(small, route, "get"))


def test_what_needs_somebody_who_is_known_is_described_so(small: Desk) -> None:
    """Held against what a stranger is answered, not against the code."""
    document = small.client.get("/openapi.json").json()
    needs = set()
    for path, operations in document["paths"].items():
        for method, operation in operations.items():
            asked = re.sub(r"\{\w+\}", "5a11dead-0000-4000-8000-000000000001", path)
            answer = small.client.request(method, asked)
            if answer.status_code == 401 and answer.json()["code"] == "session_missing":
                needs.add(path)
                assert operation["security"] == [{"bearer": []}, {"program": []}], path
            assert "authorization" not in {one["name"] for one in operation.get("parameters", ())}
    assert {"/session", "/queue", "/claims/{name}"} <= needs
    assert document["components"]["securitySchemes"].keys() == {"bearer", "program"}
    for path, method in (("/checkpoint", "get"), ("/healthz", "get"), ("/statements", "post")):
        assert "security" not in document["paths"][path][method]


NOWHERE = "5a11dead-0000-4000-8000-000000000001"


@pytest.mark.parametrize(
    ("route", "asked"),
    [
        ("/claims", "?limit=1"),
        ("/grievances", "?limit=201"),
        ("/consultations", ""),
        ("/commitments", "?at=0"),
        ("/mandates", "?limit=1&cursor=x"),
        ("/mandates", "?limit=1"),
        ("/queue", "?state=open"),
        ("/officials/{name}/decisions", ""),
        ("/search", "?q=เทศบาล"),
        ("/search", "?q=1101900123456"),
        ("/bundles/{kind}/{name}", ""),
        ("/proofs/{index}", ""),
    ],
)
def test_what_is_read_by_whoever_signed_in_is_described(small: Desk, route: str, asked: str) -> None:
    desk = Keyring(small.settings.keys).load("intake")
    origin = small.client.get("/").json()["origin"]
    path = route.format(name=NOWHERE, kind="claim", index=0) + asked
    check(small.client.get(path), described(small, route, "get"))
    session = token(small.client, built(origin, now(), desk.key, nonce=sha256(path.encode()).hexdigest()))
    check(small.client.get(path, headers=session), described(small, route, "get"))
    check(small.client.get(path, headers=session | {"accept": "text/csv"}), described(small, route, "get"))


def test_the_page_of_errors_is_read_to_its_end() -> None:
    said = catalogue()["stream_conflict"]
    assert not re.search(r"[`*\[\]]|\]\(", "".join(said))
    assert len(catalogue()) > 400
    page = "## A\n\n### `one`\n\nA.\n*What to do:* B [c](d.md).\nก\n*ทำอย่างไรต่อ:* ข `x`\n\n## B\n\nmore\n"
    assert read_page(page) == {"one": ("A.", "B c.", "ก", "ข x")}


@pytest.mark.parametrize(
    ("header", "language"),
    [
        ("th", "th"),
        ("en-GB, th;q=0.9", "en"),
        ("th;q=0", "en"),
        ("th;q=0.2, *;q=0.9", "en"),
        ("*, en;q=0", "th"),
        ("de, *", "en"),
        ("th, en", "th"),
        ("th;q=a, th;q=7, th;r=1", "en"),
        ("", "en"),
    ],
)
def test_the_language_is_the_one_that_weighs_most(header: str, language: str) -> None:
    assert wanted(header) == language
