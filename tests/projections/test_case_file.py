"""The case file: the same states as the domain's folds, and who signed how."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ledger.domain.authority import key_id
from ledger.domain.codes import Auth, Channel, Confirmation
from ledger.domain.parts import Assist, Via
from ledger.domain.states import evolve, initial
from ledger.domain.types import Code
from ledger.projections.case_file import CASE_EVENT, CASE_FILE, CaseFile
from ledger.projections.errors import HandlerFailed
from ledger.projections.folded import States, no_history
from ledger.projections.folding import decode_rows, fold, fold_log
from ledger.projections.rows import Row, Rows
from ledger.projections.standing import KINDS, Standing, standing
from tests.projections import histories
from tests.projections.histories import KEYS, PROGRAMME, Log, actor, ref


def files(log: Log) -> dict[str, Row]:
    rows = fold_log(CaseFile(), log.read, size=len(log.entries))
    return {row["stream"]: row for row in rows.all(CASE_FILE)}


def events(log: Log) -> list[Row]:
    return fold_log(CaseFile(), log.read, size=len(log.entries)).all(CASE_EVENT)


def by_the_domain(log: Log, stream: str) -> Standing:
    """Return where a stream stands when the domain folds what the test itself recorded, in one go."""
    state = initial(stream)
    for recorded in log.recorded:
        if recorded.statement.stream == stream:
            state = evolve(state, recorded)
    return standing(stream.partition("/")[0], state)


@given(histories.logs())
@settings(max_examples=60, deadline=None)
def test_states_and_flags_of_every_kind_are_those_of_the_domain(log: Log) -> None:
    found = files(log)

    assert set(found) == {stream for stream in log.heads if stream.partition("/")[0] in KINDS}
    for stream, row in found.items():
        stands = by_the_domain(log, stream)
        assert (row["state"], tuple(row["flags"].split())) == (stands.state, stands.flags)
        assert (row["decision"], row["result"]) == stands.in_force[:2]
        assert row["version"] == len(log.heads[stream])


@given(histories.logs(), st.integers(1, 6))
@settings(max_examples=20, deadline=None)
def test_a_short_memory_of_states_changes_nothing(log: Log, limit: int) -> None:
    """What was forgotten is folded again from the stored entries of its stream."""
    rows = Rows(CaseFile.tables, states=States(log.history, limit=limit))
    for start in range(0, len(log.entries), 3):
        fold(CaseFile(), decode_rows(log.read(start, 3), start)[0], rows)

    assert {row["stream"]: row for row in rows.all(CASE_FILE)} == files(log)


def test_a_stream_that_storage_lacks_stops_the_projection_at_its_entry() -> None:
    log = histories.enrol(Log())
    log.add(ref("claim", 1), histories.received())
    log.add(ref("claim", 1), histories.decided())
    rows = Rows(CaseFile.tables, states=States(no_history))

    with pytest.raises(HandlerFailed) as caught:
        fold(CaseFile(), decode_rows(log.read(6, 1), 6)[0], rows)
    assert caught.value.index == 6


def test_a_case_knows_its_programme_and_the_decision_in_force() -> None:
    log = histories.enrol(Log())
    log.add(ref("claim", 1), histories.received())
    first = log.add(ref("claim", 1), histories.decided())
    log.add(ref("claim", 1), histories.revised(first))

    row = files(log)[ref("claim", 1)]
    assert (row["programme"], row["rule"]) == (PROGRAMME.stream, 1)
    assert (row["opening"], row["decision"], row["result"]) == (1, 3, "grant")
    assert (row["opened_at"], row["updated_at"]) == (log.recorded[5].recorded_at, log.recorded[7].recorded_at)


def test_every_event_says_who_answers_and_in_whose_hands_the_keys_were() -> None:
    log, case = histories.enrol(Log()), ref("claim", 1)
    helped = Via(
        channel=Channel.COUNTER,
        auth=Auth.IN_PERSON,
        assist=Assist(assister=actor(9), language=Code("th"), read_back=True, confirmation=Confirmation.PIN),
    )
    own, service, importer, stranger = (key_id(key) for key in KEYS)
    log.add(case, histories.received(via=helped), signers=(service,))
    log.add(case, histories.attested(), signers=(own,))
    log.add(case, histories.attested(), signers=(service,))
    log.add(case, histories.attested(), signers=(importer,))
    log.add(case, histories.attested(), signers=(stranger,))
    log.add(case, histories.attested(), signers=tuple(sorted((own, service))))
    log.add(case, histories.attested(official=actor(4)), signers=(own,), at=None)

    found = events(log)
    assert [row["custody"] for row in found] == [
        "assisted",
        "own",
        "service",
        "imported",
        "unknown",
        "service",
        "imported",
    ]
    assert found[-1]["official"] == actor(4)
    assert (found[0]["at"], found[-1]["at"]) == ("2026-01-05T03:00:00Z", None)
    assert [row["version"] for row in found] == [1, 2, 3, 4, 5, 6, 7]


def check_imported(log: Log) -> None:
    """Check invariant 31: what an importer signed, or is said of another official, shows as imported."""
    custody = {(row["stream"], row["version"]): row["custody"] for row in events(log)}
    for item in log.recorded:
        named = getattr(item.statement.says, "official", None) is not None
        place = (item.statement.stream, item.version)
        if place in custody and (named or item.statement.signers == (key_id(KEYS[2]),)):
            assert custody[place] == "imported"


@given(histories.logs())
@settings(max_examples=40, deadline=None)
def test_what_was_imported_says_so(log: Log) -> None:
    check_imported(log)


def test_an_imported_act_that_passes_for_an_own_one_would_be_found(monkeypatch: pytest.MonkeyPatch) -> None:
    log = histories.enrol(Log())
    log.add(ref("claim", 1), histories.received(official=actor(4)))
    check_imported(log)
    monkeypatch.setattr("ledger.projections.hands.IMPORTED", "own")

    with pytest.raises(AssertionError):
        check_imported(log)


def test_the_registry_is_no_case() -> None:
    log = histories.enrol(Log())

    assert files(log) == {}
    assert events(log) == []
