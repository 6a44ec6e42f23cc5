"""A grandmother's whole case goes through the door: every statement over HTTP, every receipt proved."""

from pathlib import Path

from ledger.application.receipts import Receipt, Rejected
from ledger.application.stories.grandmother import STORY
from ledger.application.stories.telling import play
from ledger.application.verifying import verify_ledger
from ledger.tlog.checkpoint import open_checkpoint
from ledger.tlog.policy import parse_policy
from ledger.tlog.proof import parse_proof
from ledger.tlog.tree import check_inclusion
from tests.api.clients import stage_of


def test_a_lived_case_is_recorded_over_http_and_the_whole_ledger_verifies(
    tmp_path: Path, database_url: str
) -> None:
    with stage_of(tmp_path, database_url) as (_, stage, settings):
        telling = play(stage, [STORY])[STORY.name]
        verdict = verify_ledger(stage.ledger.store, parse_policy(settings.policy.read_text()))
        statuses = set(stage.ledger.statuses)  # type: ignore[attr-defined]

    assert (verdict.findings, verdict.unchecked, verdict.exit_code) == ([], [], 0)
    assert statuses == {201, 403}
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
