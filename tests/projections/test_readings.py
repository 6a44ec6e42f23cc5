"""Narrow decoding: every name that is read exists in the domain, and counters add up."""

import base64
from collections.abc import Callable, Sequence
from dataclasses import fields

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ledger.domain.casework_codes import Closing, Kind, Outcome
from ledger.domain.catalogue import EVENTS
from ledger.domain.codes import ADVERSE as DOMAIN_ADVERSE
from ledger.domain.codes import Cause, Custody, OrderMaker, Result, Role, Stance
from ledger.projections.counters import OFFICIAL_COUNTS, Counters, count_lines, fold_counters
from ledger.projections.errors import OutOfOrder, ProjectionError, UnknownEvent, UnreadableEntry
from ledger.projections.hands import CLASSES
from ledger.projections.readings import VIEWS, read_entry
from ledger.projections.reports import vocabulary
from tests.projections import histories
from tests.projections.histories import Log, actor, ref


def members(name: str) -> set[str]:
    """Return the members of ``data`` of the newest schema of an event type."""
    event = next(event for (known, _), event in EVENTS.items() if known == name)
    return {field.name.rstrip("_") for field in fields(event)}  # type: ignore[arg-type]  # each is a dataclass


@pytest.mark.parametrize("name", VIEWS)
def test_views_read_members_that_exist(name: str) -> None:
    own = {field.encode_name for field in msgspec.structs.fields(VIEWS[name])}
    shared = {"official", "programme", "via"}
    shared |= {"supersedes", "cause"} if name == "EligibilityDecided" else set()
    shared |= {"determination"} if name == "DecisionNotified" else set()
    shared |= {"decision"} if name == "OutcomeNotified" else set()

    assert own - shared <= members(name)


def test_the_vocabulary_of_the_reports_exists() -> None:
    for name, read in vocabulary.EVENTS.items():
        assert set(read) <= members(name), name
    lists = {
        Result: {*vocabulary.FAVOUR, vocabulary.STAY, *vocabulary.ADVERSE},
        Outcome: {*vocabulary.SUCCESS, *vocabulary.UNDECIDED, vocabulary.SETTLED},
        OrderMaker: {*vocabulary.STATUTORY_DAYS, vocabulary.OFFICIAL},
        Cause: {vocabulary.OWN_MOTION, vocabulary.APPEAL},
        Kind: {vocabulary.APPEAL},
        Stance: {vocabulary.CANNOT_SAY},
        Closing: {vocabulary.WITHDRAWN},
        Role: {*vocabulary.DECIDING_ROLES},
        Custody: {*CLASSES, vocabulary.IMPORTED},
    }
    for codes, used in lists.items():
        assert used <= {str(code) for code in codes}
    assert {str(code) for code in DOMAIN_ADVERSE} - vocabulary.ADVERSE == {"revoke"}


@given(histories.logs(), st.integers(0, 40))
@settings(max_examples=20, deadline=None)
def test_counters_of_two_parts_add_up(log: Log, cut: int) -> None:
    whole, rest = fold_counters(log.entries), fold_counters(log.entries[cut:], start=cut)

    rest.merge(fold_counters(log.entries[:cut]))
    assert rest == whole
    assert whole.entries == len(log.entries)
    assert whole.cases == {stream: len(leaves) for stream, leaves in log.heads.items()}


def test_counters_go_to_whoever_answers() -> None:
    log, case = Log(), ref("claim", 1)
    first = log.add(case, histories.decided(official=actor(2)))
    log.add(case, histories.decided(Result.GRANT))
    log.add(case, histories.revised(first))
    log.add(ref("grievance", 1), histories.determined(Outcome.UPHELD, official=actor(2)))

    found = fold_counters(log.entries).officials
    named = {who: dict(zip(OFFICIAL_COUNTS, counts, strict=True)) for who, counts in found.items()}
    assert named[actor(2)] == {
        "acts": 2,
        "decisions": 1,
        "adverse": 1,
        "revisions": 0,
        "determinations": 1,
        "successes": 1,
    }
    assert named[actor(1)]["decisions"] == named[actor(1)]["revisions"] == 1


def test_counters_notice_an_entry_that_is_missing() -> None:
    log = histories.enrol(Log())

    with pytest.raises(UnreadableEntry, match="entry 1"):
        fold_counters([log.entries[0], log.entries[2]])
    assert fold_counters([]) == Counters()


def by_lines(entries: Sequence[bytes], count: int) -> Counters:
    counters = Counters()
    count_lines(counters, b"\n".join(entries), 0, count)
    return counters


@given(histories.logs())
@settings(max_examples=20, deadline=None)
def test_lines_count_what_entries_count(log: Log) -> None:
    assert by_lines(log.entries, len(log.entries)) == fold_counters(log.entries)


def _again(envelope: bytes, old: bytes, new: bytes) -> bytes:
    """Return the entry with ``new`` for ``old`` in what was signed."""
    start = len(b'{"dsse":{"payload":"')
    end = envelope.index(b'"', start)
    said = base64.b64decode(envelope[start:end])
    assert old in said
    return envelope[:start] + base64.b64encode(said.replace(old, new)) + envelope[end:]


@pytest.mark.parametrize(
    ("alter", "error"),
    [
        (lambda entry: entry[:-1], UnreadableEntry),
        (lambda entry: b"\xff" + entry, UnreadableEntry),
        (lambda entry: entry.replace(b',"index":2,', b',"index":3,'), UnreadableEntry),
        (lambda entry: _again(entry, b'"type":"KeyEnrolled"', b'"type":"KeyMislaid"'), UnknownEvent),
        (lambda entry: _again(entry, b'"schema":1', b'"schema":7'), UnknownEvent),
        (lambda entry: _again(entry, b'"schema":1', b'"schema":"one"'), UnreadableEntry),
    ],
    ids=["cut", "no JSON", "elsewhere", "later type", "later schema", "no schema"],
)
def test_lines_name_the_entry_that_cannot_be_counted(
    alter: Callable[[bytes], bytes], error: type[ProjectionError]
) -> None:
    entries = histories.enrol(Log()).entries
    entries[2] = alter(entries[2])

    with pytest.raises(error, match="entry 2 "):
        by_lines(entries, len(entries))
    with pytest.raises(error, match="entry 2 "):
        fold_counters(entries)


def test_lines_that_are_missing_are_missed() -> None:
    entries = histories.enrol(Log()).entries

    for left in (entries[:-1], [*entries[:2], *entries[3:]], []):
        with pytest.raises(OutOfOrder):
            by_lines(left, len(entries))


def test_whether_anything_is_sealed_is_read_from_the_digests() -> None:
    log = Log()
    log.add(ref("claim", 1), histories.received(), sd=("A" * 43,))
    log.add(ref("claim", 1), histories.received())

    assert [read_entry(index, entry).sealed for index, entry in enumerate(log.entries)] == [True, False]
