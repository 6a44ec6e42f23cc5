"""What the public must not learn from an export: each defence, and what happens without it."""

import json
from collections.abc import Mapping
from itertools import pairwise
from typing import Any

import pytest

from ledger.projections.exports import ocel
from ledger.projections.exports.ocel import Scope, Tier
from ledger.projections.exports.ocel_json import write_ocel_json
from tests.projections.exports.sample import (
    SEALED,
    everything,
    exported,
    leaks,
    linked,
    relations,
    said,
)

LOG = everything()


def document(tier: Tier = Tier.PUBLIC, key: bytes = bytes(32)) -> Any:
    with exported(LOG, tier, key) as kept:
        return json.loads("".join(write_ocel_json(kept)))


def test_a_public_export_tells_nothing_that_the_public_must_not_know() -> None:
    assert leaks(document()) == set()


def test_the_same_check_finds_all_of_it_in_an_export_for_oversight() -> None:
    assert leaks(document(Tier.OVERSIGHT)) == {"person", "time", "place in the log"}


def test_a_person_in_a_public_export_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ocel, "PERSONS", frozenset())

    assert leaks(document()) == {"person"}


def test_an_exact_time_in_a_public_export_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Scope, "time", lambda _scope, instant: instant)

    assert leaks(document()) == {"time"}


def test_an_index_in_a_public_export_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    def told(_scope: Scope, recorded: Any) -> str:
        return f"urn:phayan:{recorded.index}"

    monkeypatch.setattr(ocel, "_event_id", told)

    assert leaks(document()) == {"place in the log"}


def test_a_text_in_a_public_export_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    """Also what commits to a sealed field: whoever holds the disclosure finds the case by it."""
    monkeypatch.setattr(ocel, "codes", lambda _says: {"ground": "somchai (invented) has a job"})
    assert leaks(document()) == {"text"}

    monkeypatch.setattr(ocel, "codes", lambda _says: {"sealed": SEALED})
    assert leaks(document()) == {"text"}


@pytest.mark.parametrize("tier", Tier)
def test_what_commits_to_a_sealed_field_is_in_no_export(tier: Tier) -> None:
    assert any(SEALED in one.statement.sd for one in LOG.recorded)
    assert SEALED not in json.dumps(document(tier))


def test_the_public_learns_neither_what_neighbours_said_nor_where_a_complaint_came_from() -> None:
    with exported(LOG, Tier.PUBLIC) as kept:
        (refused,) = said(kept, "AttestationRefused")
        places = {one for one in relations(kept) if one[1] == "place"}
        own = linked(kept)
    with exported(LOG) as kept:
        (told,) = said(kept, "AttestationRefused")
        for_oversight = {one for one in relations(kept) if one[1] == "place"}

    assert "ground" not in refused
    assert told["ground"] == "fear"
    assert "GrievanceFiled" not in {type_ for type_, _, _ in places}
    assert ("GrievanceFiled", "place", "area/1002") in for_oversight
    assert any(qualifier == "located_in" for _, qualifier, _ in own)


def test_public_events_of_one_day_do_not_stand_in_the_order_of_the_log() -> None:
    """Else their places in the file would be their indices, and those their times."""

    def order(key: bytes) -> list[str]:
        return [one["type"] for one in document(key=key)["events"]]

    assert order(bytes(32)) != order(b"\1" * 32)


def test_public_events_of_one_stream_keep_their_order() -> None:
    with exported(LOG, Tier.PUBLIC) as kept:
        cases = [(name, event.type, event.said["stream_version"]) for name, event in kept.cases("Claim")]
    versions = [version for _, type_, version in cases if type_ in {"ClaimReceived", "EligibilityDecided"}]

    assert sorted(versions) == [1, 1, 1, 2, 4]
    for one, other in pairwise(cases):
        same_stream = one[0] == other[0] and not {one[1], other[1]} & {
            "GrievanceFiled",
            "AuditFindingReported",
        }
        assert not same_stream or one[2] < other[2]


def test_names_of_streams_are_on_receipts_and_not_in_a_public_export() -> None:
    streams = {
        one.statement.stream for one in LOG.recorded if not one.statement.stream.startswith("programme")
    }

    assert not any(stream in json.dumps(document()) for stream in streams)
    assert all(stream in json.dumps(document(Tier.OVERSIGHT)) for stream in streams)


def test_states_and_links_remain() -> None:
    with exported(LOG, Tier.PUBLIC) as kept:
        qualifiers = {qualifier for _, qualifier, _ in linked(kept)}
        names: Mapping[str, str] = dict(kept.objects())
        states = {one.value for name in names for one in kept.changes(name) if one.name == "state"}

    assert qualifiers == {
        *("decides", "supersedes", "contests", "about", "remedies", "located_in", "arises_from"),
    }
    assert {"decided", "filed", "closed"} <= states
