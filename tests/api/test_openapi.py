"""The document that clients are generated from: whole, stable, and with examples that are sent."""

from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

import jsonschema  # type: ignore[import-untyped]  # ships no type information
import pytest

from api import schemas
from api.catalogue import catalogue
from api.openapi import CODES, PARAMETERS
from tests.api.conftest import Desk
from tests.api.test_contract import check

METHODS = {"get", "post", "put", "patch", "delete"}
Operations = list[tuple[str, str, dict[str, Any]]]
KNOWN = {
    "post_statements",
    "get_checkpoint",
    "get_tile",
    "post_sessions",
    "get_session",
    "get_queue",
    "get_consultation",
    "get_commitments",
    "get_mandates",
    "get_claim",
    "get_grievance",
    "index",
    "error",
    "alive",
    "ready",
}
"""Names that clients were generated with. A name may come; none may go."""


def document(desk: Desk) -> dict[str, Any]:
    found: dict[str, Any] = desk.client.get("/openapi.json").json()
    return found


@pytest.fixture
def operations(small: Desk) -> Operations:
    paths = document(small)["paths"]
    return [(path, method, one) for path, methods in paths.items() for method, one in methods.items()]


def references(value: object) -> Iterator[str]:
    match value:
        case {"$ref": str(found)}:
            yield found
        case dict():
            for one in value.values():
                yield from references(one)
        case list():
            for one in value:
                yield from references(one)
        case _:
            return


def test_the_document_is_openapi_and_every_reference_leads_somewhere(small: Desk) -> None:
    made = document(small)
    assert made["openapi"].startswith("3.1.")
    assert set(made["info"]) >= {"title", "version"}
    for found in references(made):
        place: Any = made
        for part in found.removeprefix("#/").split("/"):
            place = place[part]


def test_every_operation_has_a_name_of_its_own_that_stays(operations: Operations) -> None:
    names = [one["operationId"] for _path, _method, one in operations]
    assert len(set(names)) == len(names)
    assert set(names) >= KNOWN
    assert all(name.isidentifier() for name in names)
    assert {method for _path, method, _one in operations} <= METHODS


def test_every_operation_is_tagged_summarised_and_its_answers_are_described(operations: Operations) -> None:
    for path, method, one in operations:
        assert one["tags"], path
        assert one["summary"], path
        assert any(status.startswith("2") for status in one["responses"]), (path, method)
        for status, response in one["responses"].items():
            assert response["description"], (path, status)
            assert ("content" in response) is (status != "304"), (path, status)
            if status.startswith(("4", "5")):
                assert set(response["content"]) == {"application/problem+json"}, (path, status)


def test_every_schema_is_one_of_json_schema(operations: Operations) -> None:
    for _path, _method, one in operations:
        contents = [one.get("requestBody", {}).get("content", {})]
        contents += [response.get("content", {}) for response in one["responses"].values()]
        for content in contents:
            for described in content.values():
                jsonschema.Draft202012Validator.check_schema(described.get("schema", {}))


def test_parameters_of_paths_are_named_and_headers_that_are_described_elsewhere_are_not(
    operations: Operations,
) -> None:
    for path, _method, one in operations:
        given = one.get("parameters", [])
        in_path = {each["name"] for each in given if each["in"] == "path"}
        assert in_path == {part[1:-1].partition(":")[0] for part in path.split("/") if part.startswith("{")}
        assert not {each["name"].lower() for each in given} & {"authorization", "content-type", "accept"}


def test_what_needs_a_session_says_so(small: Desk, operations: Operations) -> None:
    schemes = document(small)["components"]["securitySchemes"]
    secured = {one["operationId"] for _path, _method, one in operations if one.get("security")}
    assert secured >= {"get_queue", "get_claim", "get_session"}
    for path, method, one in operations:
        if one.get("security"):
            assert {name for each in one["security"] for name in each} <= set(schemes)
            queries = [each for each in one.get("parameters", []) if each["in"] == "query"]
            needed = {each["name"]: each.get("example", "x") for each in queries if each["required"]}
            answer = small.client.request(method, filled(path), params=needed)
            allowed = {200, 400} if {} in one["security"] else {401, 404, 415}
            assert answer.status_code in allowed, path


def filled(path: str) -> str:
    for name, value in PARAMETERS.items():
        path = path.replace(f"{{{name}}}", quote(str(value)))
    return path


def test_examples_of_problems_are_problems(operations: Operations) -> None:
    validator = jsonschema.Draft202012Validator(schemas.PROBLEM)
    seen = set()
    for _path, _method, one in operations:
        for status, response in one["responses"].items():
            example = response.get("content", {}).get("application/problem+json", {}).get("example")
            if example is not None:
                validator.validate(example)
                assert example["status"] == int(status)
                assert example["code"] in catalogue()
                seen.add(status)
    assert seen >= set(CODES) - {"507"}


def test_examples_of_requests_get_an_answer_that_is_described(small: Desk, operations: Operations) -> None:
    sent = 0
    for path, method, one in operations:
        given = one.get("parameters", [])
        if any("{" in part for part in filled(path).split("/")):
            continue  # a parameter of a kind that has no example yet
        query = {
            each["name"]: each["example"] for each in given if each["in"] == "query" and "example" in each
        }
        headers = {
            each["name"]: each["example"] for each in given if each["in"] == "header" and "example" in each
        }
        bodies = one.get("requestBody", {}).get("content", {None: {"example": None}})
        for media, described in bodies.items():
            if "example" not in described:
                continue
            kind = {"content-type": media} if media else {}
            content = described["example"]
            more = {"content": content} if isinstance(content, str) else {"json": content} if media else {}
            answer = small.client.request(method, filled(path), params=query, headers=headers | kind, **more)
            check(answer, one)
            sent += 1
    assert sent >= len(KNOWN)


def test_an_example_of_a_body_is_valid_and_refused_for_what_it_says_alone(small: Desk) -> None:
    made = document(small)["paths"]
    refused = set()
    for path in ("/statements", "/sessions"):
        described = made[path]["post"]["requestBody"]["content"]["application/json"]
        jsonschema.Draft202012Validator(described["schema"]).validate(described["example"])
        refused.add(small.client.post(path, json=described["example"]).json()["code"])
    assert refused == {"key_unknown", "sign_in_origin"}  # every form is right
