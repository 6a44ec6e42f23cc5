"""Every event type has a heading, and every member stands in its table."""

import dataclasses
from typing import Any

import pytest

from ledger.domain.catalogue import EVENTS
from ledger.domain.forms import member
from tests.docs.pages import ROOT, sections

SECTIONS = sections((ROOT / "docs" / "events.md").read_text(encoding="utf-8"))


@pytest.mark.parametrize(("name", "schema"), EVENTS, ids=[name for name, _schema in EVENTS])
def test_an_event_type_is_told_with_every_member(name: str, schema: int) -> None:
    lines = SECTIONS[name]
    rows = [line.split(" | ") for line in lines if line.startswith("| `")]
    event: Any = EVENTS[name, schema]
    fields = dataclasses.fields(event)

    assert f"Schema {schema}." in lines
    assert [row[0] for row in rows] == [f"| `{member(field.name)}`" for field in fields]
    assert [row[2] == "yes |" for row in rows] == [field.default is dataclasses.MISSING for field in fields]
