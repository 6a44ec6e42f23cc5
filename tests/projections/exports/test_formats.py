"""The formats: each holds all that was traced, in the form that its readers expect."""

import copy
import csv
import io
import json
import sqlite3
from collections import Counter
from contextlib import closing
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import jsonschema  # type: ignore[import-untyped]
import pytest

from ledger.projections.errors import ReportError
from ledger.projections.exports.kept import Kept
from ledger.projections.exports.ocel import BEGINNING, Tier
from ledger.projections.exports.ocel_json import write_ocel_json
from ledger.projections.exports.ocel_sqlite import check_types, write_ocel_sqlite
from ledger.projections.exports.packages import FORMULAS, Table, describe, safe, tables
from ledger.projections.exports.xes import write_xes
from tests.projections.exports.sample import CLAIM, everything, exported, linked, relations

LOG = everything()
SCHEMA = json.loads(Path(__file__).with_name("ocel.schema.json").read_text())
HEAD = {"origin": "ledger.example.org/2026", "size": "31", "root": "00" * 32, "tier": "oversight"}


def parsed(kept: Kept) -> Any:
    return json.loads("".join(write_ocel_json(kept)))


@pytest.mark.parametrize("tier", Tier)
def test_the_json_is_of_the_structure_of_ocel(tier: Tier) -> None:
    with exported(LOG, tier) as kept:
        document = parsed(kept)

    jsonschema.validate(document, SCHEMA)
    types = {one["name"]: {a["name"]: a["type"] for a in one["attributes"]} for one in document["eventTypes"]}
    for event in document["events"]:
        for item in event["attributes"]:
            kind = types[event["type"]][item["name"]]
            python = {"string": str, "time": str, "integer": int, "boolean": bool}[kind]
            assert type(item["value"]) is python, item


@pytest.mark.parametrize("change", ["type", "time", "relation", "attribute", "extra"])
def test_the_structure_refuses_a_document_that_is_wrong(change: str) -> None:
    with exported(LOG) as kept:
        document = copy.deepcopy(parsed(kept))
    match change:
        case "type":
            document["objectTypes"][0]["name"] = "map_type"
        case "time":
            document["events"][0]["time"] = "yesterday"
        case "relation":
            document["events"][0]["relationships"] = []
        case "attribute":
            document["objects"][-1]["attributes"] = [{"name": "state", "value": "open"}]
        case _:
            document["remark"] = "x"

    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(document, SCHEMA)


def test_json_and_relational_form_hold_the_same() -> None:
    with exported(LOG) as kept, closing(sqlite3.connect(":memory:")) as out:
        out.execute("PRAGMA foreign_keys = ON")
        write_ocel_sqlite(kept, out)
        counts = kept.counts()
        rows = {
            name: out.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0]
            for name in ("event", "object", "event_object", "object_object")
        }
        changed = sum(
            out.execute(f'SELECT count(*) FROM "object_{name}" WHERE ocel_changed_field > ""').fetchone()[0]
            for name, _ in kept.object_types()
        )
        pairs = set(out.execute("SELECT ocel_source_id, ocel_qualifier, ocel_target_id FROM object_object"))
        assert pairs == linked(kept)
        assert out.execute("PRAGMA foreign_key_check").fetchall() == []
        document = parsed(kept)

    assert (*rows.values(), changed) == tuple(counts)
    assert len(document["events"]) == counts.events
    assert len(document["objects"]) == counts.objects
    assert sum(len(one["relationships"]) for one in document["events"]) == counts.relations
    assert sum(len(one["relationships"]) for one in document["objects"]) == counts.links
    later = [a for one in document["objects"] for a in one["attributes"] if a["time"] != BEGINNING]
    assert len(later) == counts.changes


def test_the_relational_form_has_the_keys_that_are_asked_for() -> None:
    with exported(LOG) as kept, closing(sqlite3.connect(":memory:")) as out:
        write_ocel_sqlite(kept, out)
        keys = {
            table: sum(column[5] > 0 for column in out.execute(f'PRAGMA table_info("{table}")'))
            for (table,) in out.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
        }
        state = out.execute(
            "SELECT ocel_time, state, ocel_changed_field FROM object_Claim WHERE ocel_id = ?", (CLAIM,)
        ).fetchall()

    assert (keys["event_object"], keys["object_object"]) == (3, 3)
    assert {
        count for table, count in keys.items() if table.startswith("event_") and table != "event_object"
    } == {1}
    assert state[0] == (BEGINNING, "open", None)
    assert state[1:] == [
        ("2026-01-05T03:00:00Z", "decided", "state"),
        ("2026-01-05T03:00:00Z", "notified", "state"),
        ("2026-01-08T03:00:00Z", "decided", "state"),
    ]


@pytest.mark.parametrize("name", ["object", "map_type"])
def test_a_type_whose_table_would_be_a_common_one_is_refused(name: str) -> None:
    check_types(["Claim", "ClaimReceived"])
    with pytest.raises(ReportError) as refused:
        check_types(["Claim", name])
    assert refused.value.code == "type_reserved"


def xes(kept: Kept, type_: str) -> ET.Element:
    return ET.fromstring("".join(write_xes(kept, type_, HEAD)))  # noqa: S314 - our own


def cell(node: ET.Element, key: str) -> str | None:
    found = node.find(f"./*[@key='{key}']")
    return None if found is None else found.get("value")


def test_xes_has_a_trace_for_each_object_with_its_events_by_time() -> None:
    with exported(LOG) as kept:
        log = xes(kept, "Claim")
        flat = list(kept.cases("Claim"))

    assert [one.get("prefix") for one in log.findall("extension")] == ["concept", "time", "lifecycle", "org"]
    assert [one.get("scope") for one in log.findall("global")] == ["trace", "event"]
    (classifier,) = log.findall("classifier")
    assert (classifier.get("name"), classifier.get("keys")) == ("Activity", "concept:name")
    traces = log.findall("trace")
    assert len({cell(trace, "concept:name") for trace in traces}) == len(traces) == 3
    assert sum(len(trace.findall("event")) for trace in traces) == len(flat)
    for trace in traces:
        order = [
            (cell(event, "time:timestamp"), int(cell(event, "ledger:index") or ""))
            for event in trace.findall("event")
        ]
        assert order == sorted(order)


def test_an_event_in_xes_says_who_acted_in_which_role_and_where_it_stands_in_the_log() -> None:
    with exported(LOG) as kept:
        log = xes(kept, "Decision")
        public = "".join(write_xes(kept, "Claim", HEAD))
    with exported(LOG, Tier.PUBLIC) as kept:
        public = "".join(write_xes(kept, "Claim", HEAD))
    event = next(e for e in log.iter("event") if cell(e, "concept:name") == "EligibilityDecided")

    assert cell(event, "lifecycle:transition") == "complete"
    assert cell(event, "org:role") == "officer"
    assert (cell(event, "org:resource") or "").startswith("actor/")
    assert (cell(event, "ledger:recorded_at") or "").endswith("+00:00")
    assert "org:resource" not in public
    assert "ledger:index" not in public


def test_xes_names_what_flattening_repeats_and_what_it_runs_together() -> None:
    with exported(LOG) as kept:
        of_claims, of_offices = xes(kept, "Claim"), xes(kept, "Official")
        seen = Counter(event.n for _, event in kept.cases("Official"))
        several = sum(count > 1 for count in seen.values())
        activities = Counter((case, event.type) for case, event in kept.cases("Official"))
        mixed = len({case for (case, _), count in activities.items() if count > 1})

    assert cell(of_claims, "ledger:convergence") == "0 events stand in more than one trace of this file"
    assert (
        cell(of_offices, "ledger:convergence")
        == f"{several} events stand in more than one trace of this file"
    )
    assert cell(of_offices, "ledger:divergence") == f"{mixed} traces hold an activity more than once"
    assert cell(of_claims, "ledger:root") == HEAD["root"]


def test_a_package_describes_its_files_and_they_hold_all() -> None:
    with exported(LOG) as kept:
        found = tables(kept)
        package = json.loads(describe(found, HEAD))
        files = {table.name: list(csv.DictReader(io.StringIO("".join(table.write())))) for table in found}
        counts = kept.counts()
        assert {(row["source"], row["qualifier"], row["target"]) for row in files["links"]} == linked(kept)
        wanted = Counter(qualifier for _, qualifier, _ in relations(kept))
        assert set(Counter(row["qualifier"] for row in files["relations"])) == set(wanted)

    assert package["ledger"] == HEAD
    assert [one["path"] for one in package["resources"]] == [f"{table.name}.csv" for table in found]
    for resource in package["resources"]:
        rows = files[resource["name"]]
        assert [field["name"] for field in resource["schema"]["fields"]] == list(rows[0])
    sizes = (len(files[name]) for name in ("entries", "objects", "relations", "links"))
    assert tuple(sizes) == tuple(counts)[:4]
    assert list(files["cases-claim"][0]) == ["case", "activity", "timestamp"]
    flat = [(row["case"], row["timestamp"]) for row in files["cases-claim"]]
    assert flat == sorted(flat)


@pytest.mark.parametrize("begin", FORMULAS)
def test_no_cell_is_a_formula(begin: str) -> None:
    table = Table("t", [("cell", "string")], [(f'{begin}HYPERLINK("http://example.org")',)], "")

    (row,) = list(csv.reader(io.StringIO("".join(table.write()))))[1:]

    assert row[0].startswith(f"'{begin}")
    assert safe("grant") == "grant"


def test_an_empty_table_has_its_head() -> None:
    assert "".join(Table("t", [("one", "string"), ("two", "string")], [], "").write()) == "one,two\r\n"


@pytest.mark.parametrize("tier", Tier)
def test_the_same_log_and_key_give_the_same_bytes(tier: Tier) -> None:
    def written() -> list[str]:
        with exported(LOG, tier) as kept:
            parts = ["".join(write_ocel_json(kept))]
            parts += ["".join(write_xes(kept, name, HEAD)) for name, _ in kept.object_types()]
            return parts + ["".join(table.write()) for table in tables(kept)]

    assert written() == written()
