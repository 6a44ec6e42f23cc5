"""The published schema says of every event what the domain's reader says."""

import json
from copy import deepcopy
from functools import cache
from typing import Any

import jsonschema  # type: ignore[import-untyped]  # ships no type information
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ledger.domain.catalogue import EVENTS, decode_event, encode_event
from ledger.domain.errors import DataInvalid
from ledger.domain.types import Event
from tests.docs import schemas
from tests.domain.strategies import KNOWN, whole
from tests.domain.test_catalogue import _at, _put, places, wrong_values


@cache
def schema() -> Any:
    found = json.loads(schemas.FILE.read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator.check_schema(found)
    return found


def validator(name: str | None = None) -> Any:
    whole_or_part = schema()
    if name is not None:
        whole_or_part = {one: schema()[one] for one in ("$schema", "$defs")} | {"$ref": f"#/$defs/{name}"}
    return jsonschema.Draft202012Validator(whole_or_part)


def test_the_schema_is_made_from_the_types_of_today() -> None:
    """Red? Run ``python -m tests.docs.generated --write``, and say in the changelog what changed."""
    assert schemas.FILE.read_text(encoding="utf-8") == schemas.document()


def test_every_type_of_the_catalogue_is_a_choice() -> None:
    choices = validator().schema["oneOf"]

    assert [
        (each["properties"]["type"]["const"], each["properties"]["schema"]["const"]) for each in choices
    ] == [*EVENTS]


@pytest.mark.parametrize("kind", KNOWN, ids=lambda kind: kind.__name__)
@settings(max_examples=2, deadline=None)
@given(data=st.data())
def test_reader_and_schema_refuse_the_same(kind: type[Event], data: st.DataObject) -> None:
    right, by_schema = encode_event(data.draw(whole(kind))), validator(kind.__name__)
    assert by_schema.is_valid(right)

    for pointer, _, _ in list(places(right)):
        for bad in wrong_values(_at(right, pointer)):
            broken = deepcopy(right)
            _put(broken, pointer, bad)
            with pytest.raises(DataInvalid):
                decode_event(kind.__name__, 1, broken)
            assert not by_schema.is_valid(broken), (pointer, bad)


def test_a_statement_of_another_type_is_not_of_this_form() -> None:
    given = {"type": "TransferAccepted", "schema": 1, "data": {"office": "city"}}

    assert validator().is_valid(given)
    assert not validator().is_valid({**given, "type": "GrievanceTransferred"})
    assert not validator().is_valid({**given, "schema": 2})
