"""The case file: the same states as the domain's folds, and who signed how."""

from hypothesis import given, settings

from ledger.domain.authority import key_id
from ledger.domain.claim import state as claim_state
from ledger.domain.codes import Auth, Channel, Confirmation
from ledger.domain.grievance import state as grievance_state
from ledger.domain.parts import Assist, Via
from ledger.domain.types import Code
from ledger.projections.case_file import CASE_EVENT, CASE_FILE, CaseFile
from ledger.projections.folding import fold_log
from ledger.projections.rows import Row
from tests.projections import histories
from tests.projections.histories import KEYS, PROGRAMME, Log, actor, ref


def files(log: Log) -> dict[str, Row]:
    rows = fold_log(CaseFile(), log.read, size=len(log.entries))
    return {row["stream"]: row for row in rows.all(CASE_FILE)}


def events(log: Log) -> list[Row]:
    return fold_log(CaseFile(), log.read, size=len(log.entries)).all(CASE_EVENT)


def by_the_domain(log: Log, stream: str) -> tuple[str, str]:
    """Return status and flags as the domain folds them."""
    if stream.startswith("claim/"):
        claim = claim_state.INITIAL
        for recorded in log.recorded:
            claim = claim_state.evolve(claim, recorded) if recorded.statement.stream == stream else claim
        return str(claim.status), " ".join(sorted(claim.flags))
    grievance = grievance_state.INITIAL
    for recorded in log.recorded:
        if recorded.statement.stream == stream:
            grievance = grievance_state.evolve(grievance, recorded)
    return str(grievance.status), " ".join(sorted(grievance.flags))


@given(histories.logs())
@settings(max_examples=60, deadline=None)
def test_states_and_flags_are_those_of_the_domain(log: Log) -> None:
    found = files(log)

    cases = {stream for stream in log.heads if not stream.startswith("registry/")}
    assert set(found) == cases
    for stream in cases:
        assert (found[stream]["state"], found[stream]["flags"]) == by_the_domain(log, stream)
        assert found[stream]["version"] == len(log.heads[stream])


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


def test_the_registry_is_no_case() -> None:
    log = histories.enrol(Log())

    assert files(log) == {}
    assert events(log) == []
