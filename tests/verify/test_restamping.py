"""The operator holds the log's key and makes every stamp, tile and checkpoint consistent again.

Then the tree says nothing: authority, signatures and rules must speak. What not even they can show is the
negative control at the end, and the reason why there are witnesses.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

import pytest

from ledger.application.verdict import Verdict
from ledger.application.verifying import verify_ledger
from ledger.domain.directory import RegistryState
from ledger.domain.replay import Replay
from ledger.domain.types import Statement
from ledger.signing.dsse import Envelope, format_envelope, parse_envelope, sign_envelope
from ledger.signing.statement import format_statement
from ledger.store.engines import writing
from ledger.tlog.tree import leaf_hash
from ledger.verify import fold
from ledger.verify.signatures import check_signatures
from tests.verify.history import (
    LOG_SEED,
    Act,
    History,
    claim,
    enrol,
    found,
    founded,
    key,
    lived,
    refuse,
    restamped,
    revoke,
)
from tests.verify.stored import opened, policy_of, sign, store

Verify = Callable[[History], Verdict]


@pytest.fixture
def verify(database_url: str) -> Iterator[Verify]:
    """Store a history in every respect consistently, and verify it under the pin of an honest founding."""
    with opened(database_url) as (recorder, _):

        def run(history: History) -> Verdict:
            store(recorder, history, sizes=[1])
            return verify_ledger(recorder, policy_of(lived()))

        yield run


def codes(verdict: Verdict) -> set[tuple[str, int | None]]:
    assert verdict.exit_code == (1 if verdict.findings else 0)
    return {(finding.code, finding.at) for finding in verdict.findings}


def signed_by(act: Act, signers: Sequence[str]) -> Act:
    """Return ``act`` as ``signers`` would have signed it, the statement naming them."""
    keys = sorted((key(name) for name in signers), key=lambda each: each.id)
    statement = act.statement._replace(signers=tuple(each.id for each in keys))
    return replace(
        act, statement=statement, envelope=format_envelope(sign_envelope(format_statement(statement), keys))
    )


REFUSAL = 14  # the first two-signature act of a case


def changed(history: History, index: int, act: Act) -> History:
    return restamped([*history.acts[:index], act, *history.acts[index + 1 :]])


def test_the_history_stands_as_it_was_lived(verify: Verify) -> None:
    assert codes(verify(lived())) == set()


def test_an_entry_signed_again_by_another_key(verify: Verify) -> None:
    history = lived()
    act = history.acts[REFUSAL]
    # The envelope names the officer's key; somebody else made the signature.
    envelope = parse_envelope(act.envelope)
    forged = sign_envelope(envelope.payload, [key("stranger"), key("head")]).signatures
    pairs = tuple((name, own[1]) for (name, _), own in zip(envelope.signatures, forged, strict=True))
    verdict = verify(
        changed(history, REFUSAL, replace(act, envelope=format_envelope(replace(envelope, signatures=pairs))))
    )

    assert ("sig_invalid", REFUSAL) in codes(verdict)


def test_an_entry_signed_again_by_a_key_that_nobody_enrolled(verify: Verify) -> None:
    history = lived()
    verdict = verify(changed(history, REFUSAL, signed_by(history.acts[REFUSAL], ["officer", "stranger"])))

    assert {("key_unknown", REFUSAL)} <= codes(verdict)


def test_an_entry_signed_again_by_a_key_without_the_mandate(verify: Verify) -> None:
    history = lived()
    verdict = verify(changed(history, REFUSAL, signed_by(history.acts[REFUSAL], ["officer", "intake"])))

    assert {("authority_missing", REFUSAL)} <= codes(verdict)


def test_a_signature_stripped(verify: Verify) -> None:
    history = lived()
    act = history.acts[REFUSAL]
    envelope = parse_envelope(act.envelope)
    stripped = format_envelope(replace(envelope, signatures=envelope.signatures[:1]))

    assert {("statement_signers", REFUSAL)} == _first(
        verify(changed(history, REFUSAL, replace(act, envelope=stripped)))
    )


def test_a_signature_stripped_and_the_statement_signed_anew(verify: Verify) -> None:
    history = lived()
    verdict = verify(changed(history, REFUSAL, signed_by(history.acts[REFUSAL], ["officer"])))

    assert {("approvals_pending", REFUSAL)} == _first(verdict)


def test_a_signature_added(verify: Verify) -> None:
    history = lived()
    act = history.acts[REFUSAL]
    payload = parse_envelope(act.envelope).payload
    added = format_envelope(sign_envelope(payload, [key("officer"), key("head"), key("auditor")]))

    assert {("statement_signers", REFUSAL)} == _first(
        verify(changed(history, REFUSAL, replace(act, envelope=added)))
    )


def test_a_signature_added_and_the_statement_signed_anew(verify: Verify) -> None:
    history = lived()
    verdict = verify(
        changed(history, REFUSAL, signed_by(history.acts[REFUSAL], ["officer", "head", "auditor"]))
    )

    assert {REFUSAL} == {index for _, index in _first(verdict)}


def _first(verdict: Verdict) -> set[tuple[str, int | None]]:
    """Return what was found at the lowest index: later entries cite leaves that are no longer there."""
    return {(code, index) for code, index in codes(verdict) if index == verdict.first}


def test_recorded_at_moved_back(verify: Verify) -> None:
    history = lived()
    last = len(history.acts) - 1
    moved = restamped(history.acts[:last])
    moved.stamp(replace(history.acts[last], recorded_at="2026-03-01T00:00:00.000Z"))

    assert ("time_backwards", last) in codes(verify(moved))


def test_two_acts_of_one_case_in_another_order(verify: Verify) -> None:
    history = lived()
    acts = list(history.acts)
    acts[REFUSAL - 1], acts[REFUSAL] = acts[REFUSAL], acts[REFUSAL - 1]

    assert {index for _, index in _first(verify(restamped(acts)))} == {REFUSAL - 1}


def test_an_act_left_out(verify: Verify) -> None:
    """The enrolment of the officer's key is gone: whatever it signed afterwards has no key."""
    history = lived()
    left_out = next(
        index for index, act in enumerate(history.acts) if key("officer").id in act.statement.signers
    )
    verdict = verify(restamped([*history.acts[:left_out], *history.acts[left_out + 1 :]]))

    assert "key_unknown" in {code for code, _ in codes(verdict)}


def test_a_statement_for_another_ledger(verify: Verify) -> None:
    history = lived()
    act = history.acts[REFUSAL]
    statement = act.statement._replace(origin="ledger.example.org/other")
    keys = [key("officer"), key("head")]
    other = replace(
        act, statement=statement, envelope=format_envelope(sign_envelope(format_statement(statement), keys))
    )

    assert {("origin_mismatch", REFUSAL)} == _first(verify(changed(history, REFUSAL, other)))


def test_a_founding_at_another_index(verify: Verify) -> None:
    history = lived()
    found(history, name="again")

    assert codes(verify(history)) == {("founding_not_first", len(history.entries) - 1)}


def test_another_founding(verify: Verify) -> None:
    history = History()
    found(history, name="another")
    for act in lived().acts[1:]:
        history.add(act)

    assert ("founding_differs", 0) in codes(verify(history))


def test_a_key_whose_holder_never_had_it(verify: Verify) -> None:
    history = founded()
    enrol(history, "stranger", ["registrar"], proved_by="head")

    assert codes(verify(history)) == {("sig_invalid", len(history.entries) - 1)}


@pytest.mark.parametrize(("seed", "code"), [(LOG_SEED, None), (bytes(32), "boundary_unsigned")])
def test_a_boundary_rests_on_a_checkpoint_that_the_log_signed(
    verify: Verify, seed: bytes, code: str | None
) -> None:
    history = founded()
    last = len(history.entries)
    revoke(history, "officer", sign(last, bytes(32), seed), last)

    assert codes(verify(history)) == ({(code, last)} if code else set())


def test_an_act_after_the_revocation_of_its_key(verify: Verify) -> None:
    history = founded()
    stream = claim(history, "too late")
    revoke(history, "officer", sign(3, bytes(32)), 3)
    refuse(history, stream)

    assert codes(verify(history)) == {("key_revoked", len(history.entries) - 1)}


def test_an_adverse_act_of_one_line(verify: Verify) -> None:
    history = founded()
    refuse(history, claim(history, "one line"), ["officer"])

    assert codes(verify(history)) == {("approvals_pending", len(history.entries) - 1)}


def test_one_statement_recorded_twice(database_url: str) -> None:
    """The database refuses it, so an operator makes the table anew without its constraints."""
    history = lived()
    history.add(history.acts[-1])
    with opened(database_url) as (recorder, engine):
        with writing(engine) as connection:
            connection.exec_driver_sql("ALTER TABLE entry RENAME TO guarded")
            connection.exec_driver_sql("CREATE TABLE entry AS SELECT * FROM guarded")
        store(recorder, history)
        verdict = verify_ledger(recorder, policy_of(history))

    assert ("id_reused", len(history.entries) - 1) in codes(verdict)


def waved_through(_envelope: Envelope, _statement: Statement, _registry: RegistryState) -> None:
    """Accept any signature."""


@pytest.mark.parametrize("check", ["judge", "_check_stamp", "check_signatures"])
def test_each_check_is_what_finds_its_fault(monkeypatch: pytest.MonkeyPatch, check: str) -> None:
    """Negative control: with one of the three checks gone, its own fault passes and the others do not."""
    signatures = waved_through if check == "check_signatures" else check_signatures
    if check != "check_signatures":
        monkeypatch.setattr(fold, check, lambda *_: [])
    found = {}
    for fault, history in faults().items():
        replay = Replay({act.statement.stream for act in history.acts})
        found[fault] = [
            wrong
            for index, entry in enumerate(history.entries)
            for wrong in fold.check_next(
                replay, fold.open_entry(entry), leaf_hash(entry).hex(), index, signatures
            )
        ]

    assert {fault for fault in found if not found[fault]} == {check}


def faults() -> dict[str, History]:
    """Return for each check a history in which the last entry fails that check alone."""
    one_line, late, forged = founded(), founded(), founded()
    refuse(one_line, claim(one_line, "one line"), ["officer"])
    claim(late, "late")
    last = late.acts.pop()
    late.entries.pop()
    late.heads.pop(last.statement.stream)
    late.stamp(replace(last, recorded_at="2026-03-02T00:00:00.000Z"))
    enrol(forged, "stranger", ["registrar"], proved_by="head")
    return {"judge": one_line, "_check_stamp": late, "check_signatures": forged}


def test_what_no_ledger_shows_of_itself(verify: Verify) -> None:
    """Negative control: whole cases left out, consistently, pass. The verdict says what it does not prove."""
    history = lived(3)
    verdict = verify(restamped(history.acts[:-2]))

    assert codes(verdict) == set()
    assert any("unwitnessed" in remark for remark in verdict.remarks)
