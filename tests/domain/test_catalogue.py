"""Reading and writing of ``data``: exactly one form, and a pointer to what departs from it."""

import dataclasses
import json
from collections.abc import Iterator
from copy import deepcopy
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ledger.domain.catalogue import EVENTS, STREAM_KINDS, decode_event, encode_event
from ledger.domain.errors import DataInvalid, Refused
from ledger.domain.forms import MAX_INT, member
from ledger.domain.types import Event, Unknown
from tests.domain.strategies import KNOWN, events, optional, whole

NAMES = [name for name, _ in EVENTS]


@given(events)
def test_what_is_written_reads_back_and_is_written_alike(event: Event) -> None:
    data = encode_event(event)
    again = decode_event(type(event).__name__, 1, json.loads(json.dumps(data)))

    assert again == event
    assert isinstance(again, Event)
    assert encode_event(again) == data


@given(events)
def test_members_have_the_names_of_the_catalogue_and_null_is_absent(event: Event) -> None:
    data = encode_event(event)

    for field in dataclasses.fields(event):  # type: ignore[arg-type]
        name = member(field.name)
        assert not name.endswith("_")
        assert (name in data) == (getattr(event, field.name) is not None)


def places(value: Any, path: str = "") -> Iterator[tuple[str, Any, Any]]:
    """Every place inside ``value``: its pointer, its container, its key in it."""
    items = value.items() if isinstance(value, dict) else enumerate(value)
    for key, item in list(items):
        here = f"{path}/{key}"
        yield here, value, key
        if isinstance(item, dict | list):
            yield from places(item, here)


def wrong_values(value: Any) -> list[Any]:
    """Values that no place takes where ``value`` is right."""
    common: list[Any] = [None, 1.5, {"x": 1}, ["x", None]]
    if isinstance(value, bool):
        return [*common, 0, 1, "true"]
    if isinstance(value, int):
        return [*common, True, False, MAX_INT + 1, -MAX_INT - 1, "1"]
    if isinstance(value, str):
        return [*common, 1, True, "", " ", "No Such Code!\u202e", f"{value}\n\x00"]
    if isinstance(value, list):
        return [None, 1, "x", {}, [None]]
    return [None, 1, "x", [], {**value, "unheard_of": 1}]


@pytest.mark.parametrize("kind", KNOWN, ids=lambda kind: kind.__name__)
@settings(max_examples=2, deadline=None)
@given(data=st.data())
def test_every_departure_is_refused_with_a_pointer_to_it(kind: type[Event], data: st.DataObject) -> None:
    right = encode_event(data.draw(whole(kind)))
    assert isinstance(decode_event(kind.__name__, 1, right), kind)

    for pointer, _, _ in list(places(right)):
        for bad in wrong_values(_at(right, pointer)):
            broken = deepcopy(right)
            _put(broken, pointer, bad)
            with pytest.raises(DataInvalid) as caught:
                decode_event(kind.__name__, 1, broken)
            assert caught.value.code == "data_invalid"
            found = caught.value.detail["pointer"]
            assert isinstance(found, str)
            assert found == pointer or found.startswith(f"{pointer}/")


def _at(value: Any, pointer: str) -> Any:
    for step in pointer.split("/")[1:]:
        value = value[int(step)] if isinstance(value, list) else value[step]
    return value


def _put(value: Any, pointer: str, new: Any) -> None:
    *steps, last = pointer.split("/")[1:]
    for step in steps:
        value = value[int(step)] if isinstance(value, list) else value[step]
    value[int(last) if isinstance(value, list) else last] = new


@pytest.mark.parametrize("kind", KNOWN, ids=lambda kind: kind.__name__)
@settings(max_examples=2, deadline=None)
@given(data=st.data())
def test_a_member_may_be_absent_only_where_the_catalogue_says_so(
    kind: type[Event], data: st.DataObject
) -> None:
    right = encode_event(data.draw(whole(kind)))
    may_lack = {member(name) for name in optional(kind)}

    for name in right:
        less = {key: value for key, value in right.items() if key != name}
        if name in may_lack:
            assert isinstance(decode_event(kind.__name__, 1, less), kind)
        else:
            with pytest.raises(DataInvalid) as caught:
                decode_event(kind.__name__, 1, less)
            assert caught.value.detail == {"pointer": f"/{name}"}


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("wrong", [None, [], "x", 1, True])
def test_data_is_an_object(name: str, wrong: Any) -> None:
    with pytest.raises(DataInvalid) as caught:
        decode_event(name, 1, wrong)
    assert caught.value.detail == {"pointer": ""}


@pytest.mark.parametrize(
    ("data", "pointer"),
    [
        ({"name": "of somebody", "081 234 5678": 1}, ""),
        (
            {"appeal_block": {"office": "city", "how": "in_writing", "days": 15, "081 234 5678": 1}},
            "/appeal_block",
        ),
    ],
)
def test_a_pointer_leads_to_the_object_that_holds_a_strange_member_and_never_names_it(
    data: dict[str, Any], pointer: str
) -> None:
    with pytest.raises(DataInvalid) as caught:
        decode_event("DecisionNotified", 1, data)
    assert caught.value.detail == {"pointer": pointer}


def test_the_refusal_repeats_nothing_that_was_sent() -> None:
    with pytest.raises(Refused) as caught:
        decode_event("GrievanceAcknowledged", 1, {"office": "1100700000001 Somsri"})
    assert "Somsri" not in repr((str(caught.value), caught.value.detail, caught.value.__context__))


@pytest.mark.parametrize(("name", "schema"), [("LedgerFounded", 2), ("SomethingLater", 1), ("", 0)])
def test_other_types_and_schemas_are_unknown(name: str, schema: int) -> None:
    assert decode_event(name, schema, {"anything": None}) == Unknown(name, schema)


@pytest.mark.parametrize(
    "bad", ["2026-2-3", "2026-02-30", "20260203", "2026-W06-2", "๒๐๒๖-๐๑-๐๑", "2026-01-01T00:00:00Z"]
)
def test_a_date_has_one_form(bad: str) -> None:
    closed: dict[str, Any] = {"ground": "court", "open_rights": [{"route": "court", "by": "2026-02-03"}]}
    assert isinstance(decode_event("GrievanceClosed", 1, closed), Event)
    closed["open_rights"][0]["by"] = bad
    with pytest.raises(DataInvalid) as caught:
        decode_event("GrievanceClosed", 1, closed)
    assert caught.value.detail == {"pointer": "/open_rights/0/by"}


@pytest.mark.parametrize(
    "bad", ["", " x", "x ", "a\nb", "a\u200bb", "a\u202eb", "e\u0301", "\u0e19\u0e4d\u0e32", "x" * 201]
)
def test_a_public_name_has_one_spelling(bad: str) -> None:
    office = {"code": "city", "kind": "tambon", "area": "94", "closed": False}
    assert isinstance(decode_event("OfficeRegistered", 1, {**office, "name_th": "น้ำ"}), Event)
    with pytest.raises(DataInvalid) as caught:
        decode_event("OfficeRegistered", 1, {**office, "name_th": bad})
    assert caught.value.detail == {"pointer": "/name_th"}


def test_every_event_belongs_to_a_kind_of_stream() -> None:
    kinds = {kind for kinds in STREAM_KINDS.values() for kind in kinds}
    assert kinds == {
        "registry",
        "programme",
        "claim",
        "grievance",
        "consultation",
        "commitment",
        "listing",
        "audit",
    }
    assert len(STREAM_KINDS) == len(EVENTS) == 62
