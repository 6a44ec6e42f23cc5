"""A grandmother's whole case goes through the door: every statement over HTTP, every receipt proved."""

from dataclasses import replace
from pathlib import Path

from ledger.application import assembly
from ledger.application.receipts import Receipt, Rejected
from ledger.application.settings import Settings
from ledger.application.stories.grandmother import STORY
from ledger.application.stories.library import BEGINNING
from ledger.application.stories.opening import open_stage
from ledger.application.stories.telling import StageTime, play
from ledger.application.verifying import verify_ledger
from ledger.cli.edges import author
from ledger.tlog.checkpoint import open_checkpoint
from ledger.tlog.policy import parse_policy
from ledger.tlog.proof import parse_proof
from ledger.tlog.tree import check_inclusion
from tests.api.clients import Through, client_of
from tests.stories.stage import ORIGIN


def test_a_lived_case_is_recorded_over_http_and_the_whole_ledger_verifies(
    tmp_path: Path, database_url: str
) -> None:
    separate = {
        "PHAYAN_VAULT_DB": f"sqlite:///{tmp_path}/vault.db",
        "PHAYAN_KEY_DB": f"sqlite:///{tmp_path}/data-keys.db",
    }
    settings, time = Settings.of(database_url, tmp_path / "keys", separate), StageTime(BEGINNING)
    here = replace(author(ORIGIN), instant=time.instant)
    assembly.create(settings, here, time.now)
    with client_of(settings, time.now) as client:
        through = Through(client, client.app.state.ledger)  # type: ignore[attr-defined]
        stage, _ = open_stage(through, settings, here, time)  # type: ignore[arg-type]
        telling = play(stage, [STORY])[STORY.name]
        verdict = verify_ledger(through.store, parse_policy(settings.policy.read_text()))

    assert (verdict.findings, verdict.unchecked, verdict.exit_code) == ([], [], 0)
    assert set(through.statuses) == {201, 403}
    answers = [step.answer for step in telling.steps]
    assert [one.code for one in answers if isinstance(one, Rejected)] == ["coi_prior_decider"]
    assert len(telling.steps) > 10
    for step in telling.steps:
        if isinstance(step.answer, Receipt):
            check_receipt(step.answer, settings.policy.read_text())


def check_receipt(receipt: Receipt, policy: str) -> None:
    proof = parse_proof(receipt.proof)
    checkpoint = open_checkpoint(proof.checkpoint, parse_policy(policy).logs[0])
    leaf = bytes.fromhex(receipt.leaf)
    check_inclusion(proof.hashes, size=checkpoint.size, root=checkpoint.root, index=receipt.index, leaf=leaf)
