"""Evidence that is taken away, and the entries themselves: for whom, and whether it stands offline."""

from collections.abc import Iterator

import pytest

from api import log_files
from ledger.application.evidence import make_bundle
from ledger.application.stories.grandmother import STORY as GRANDMOTHER
from ledger.domain.codes import Role
from ledger.signing.dsse import parse_envelope
from ledger.signing.entry import parse_entry
from ledger.signing.statement import parse_statement
from ledger.store.tiles import entries_path, parse_bundle
from ledger.tlog.policy import Policy, parse_policy
from ledger.verify.archive import read_archive
from ledger.verify.evidence import verify_bundle, verify_proof
from ledger.verify.result import Outcome
from tests.api.test_lists import enrol, revoke
from tests.api.test_reading import GRIEVANCE, Town, behind_the_door
from tests.api.test_statements import problem

ENTRIES = f"/{entries_path(0, 3)}"


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    with behind_the_door(tmp_path_factory.mktemp("town"), GRANDMOTHER) as here:
        yield here


@pytest.fixture(scope="module")
def policy(town: Town) -> Policy:
    return parse_policy(town.settings.policy.read_text())


def bundled(town: Town, kind: str) -> str:
    return f"/bundles/{town.telling.stream(kind)}"


def test_the_bundle_of_a_case_is_checked_offline(town: Town, policy: Policy) -> None:
    for kind in ("claim", "grievance"):
        answer = town.get(bundled(town, kind), "oversight")
        assert answer.headers["content-type"] == "application/zip"
        assert answer.content == make_bundle(town.stage.ledger.store, town.telling.stream(kind))
        assert verify_bundle(answer.content, policy).outcome is Outcome.PASSED
        had = town.get(bundled(town, kind), "oversight", **{"if-none-match": answer.headers["etag"]})
        assert (had.status_code, had.content) == (304, b"")


def test_a_bundle_is_for_whoever_may_open_all_that_it_holds(town: Town) -> None:
    """The claim was corrected by what the appeal says: whoever may not read the appeal gets neither."""
    for kind in ("claim", "grievance"):
        readers = {who for who in town.sessions if town.get(bundled(town, kind), who).status_code == 200}
        held = read_archive(town.get(bundled(town, kind), "oversight").content)
        appeal = town.telling.stream("grievance").replace("/", "-")
        assert kind == "grievance" or any(appeal in name for name in held)
        assert readers == GRIEVANCE
    assert town.opens(town.telling.stream("claim"), "officer-1")
    theirs = problem(town.get(bundled(town, "claim"), "officer-1"), 404, "not_found")
    nowhere = "/bundles/claim/5a11dead-0000-4000-8000-000000000001"
    for path in (nowhere, "/bundles/registry/5a11dead-0000-4000-8000-000000000001", "/bundles/claim/x"):
        assert problem(town.get(path, "oversight"), 404, "not_found") == theirs
    problem(town.client.get(bundled(town, "claim")), 401, "session_missing")


def test_a_proof_is_for_anybody_and_names_the_entry_to_whoever_has_it(town: Town, policy: Policy) -> None:
    refusal = town.telling.receipt("refusal")
    entry = town.stage.ledger.store.entry(refusal.index)
    other = town.stage.ledger.store.entry(refusal.index - 1)
    assert entry is not None
    assert other is not None
    proof = town.client.get(f"/proofs/{refusal.index}").content
    assert verify_proof(proof, entry.entry, policy).outcome is Outcome.PASSED
    assert verify_proof(proof, other.entry, policy).outcome is Outcome.FAILED
    for index in ("99999", "-1", "x", "9007199254740992"):
        problem(town.client.get(f"/proofs/{index}"), 404, "not_found")


def test_oversight_without_limits_fetches_every_entry_and_nobody_else_does(town: Town) -> None:
    problem(town.client.get(ENTRIES), 404, "not_found")
    readers = {who for who in town.sessions if town.get(ENTRIES, who).status_code == 200}
    assert readers == {"oversight", "auditor"}
    answer = town.get(ENTRIES, "auditor")
    assert (answer.headers["cache-control"], answer.headers["vary"]) == ("no-store", "authorization")
    first = parse_statement(parse_envelope(parse_entry(parse_bundle(answer.content)[0]).envelope).payload)
    assert first.type == "LedgerFounded"
    problem(town.client.get(ENTRIES, headers={"authorization": "Bearer x"}), 401, "session_ended")


def test_a_mandate_that_ended_or_has_limits_fetches_no_entry(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    enrol(town, "district-oversight", (), ("99",), role=Role.OVERSIGHT)
    problem(town.get(ENTRIES, "district-oversight"), 404, "not_found")
    enrol(town, "past-oversight", (), (), role=Role.OVERSIGHT)
    assert town.get(ENTRIES, "past-oversight").status_code == 200
    revoke(town, "past-oversight")
    problem(town.get(ENTRIES, "past-oversight"), 404, "not_found")
    monkeypatch.setattr(log_files, "may_read_log", lambda *_: True)  # the control: with a session alone
    assert town.get(ENTRIES, "past-oversight").status_code == 200
