"""A grandmother's allowance is refused, attested, appealed for and granted: one lived case."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from ledger.application import assembly
from ledger.application.evidence import make_bundle
from ledger.application.keyring import Keyring
from ledger.application.ledger import Ledger
from ledger.application.randomness import seed
from ledger.application.receipts import Receipt, Rejected
from ledger.application.replay import replay, replay_as_seen_by
from ledger.application.settings import Settings
from ledger.application.story import Story
from ledger.application.story_cast import enrol_cast
from ledger.application.story_words import SEALED
from ledger.application.verifying import verify_ledger
from ledger.cli.edges import author, instant, now
from ledger.domain.dates import civil
from ledger.signing.dsse import parse_envelope
from ledger.signing.entry import parse_entry
from ledger.tlog.policy import parse_policy
from ledger.verify.evidence import verify_bundle, verify_proof
from ledger.verify.result import Outcome

ORIGIN = "ledger.example.org/stories"


@dataclass(frozen=True)
class Stage:
    """An open ledger with its cast enrolled; the story is yet to be told."""

    ledger: Ledger
    story: Story
    policy: str


@contextmanager
def staged(folder: Path, database_url: str) -> Iterator[Stage]:
    separate = {
        "PHAYAN_VAULT_DB": f"sqlite:///{folder}/vault.db",
        "PHAYAN_KEY_DB": f"sqlite:///{folder}/data-keys.db",
    }
    settings = Settings.of(database_url, folder / "keys", separate)
    here, today = author(ORIGIN), civil(instant())
    assembly.create(settings, here, now)
    with assembly.open_ledger(settings, now, write=True) as ledger:
        cast = enrol_cast(ledger, Keyring(settings.keys), here, seed, today=today)
        yield Stage(ledger, Story(ledger, here, cast, today), settings.policy.read_text())


@pytest.fixture
def stage(tmp_path: Path, database_url: str) -> Iterator[Stage]:
    with staged(tmp_path, database_url) as stage:
        yield stage


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stage]:
    """The story told to its end, to be read only: on SQLite, where the database makes no difference."""
    folder = tmp_path_factory.mktemp("told")
    with staged(folder, f"sqlite:///{folder / 'ledger.db'}") as stage:
        stage.story.tell()
        yield stage


def test_the_story_passes_every_rule_and_the_whole_ledger_verifies(stage: Stage) -> None:
    stage.story.tell()

    verdict = verify_ledger(stage.ledger.store, parse_policy(stage.policy))
    assert (verdict.findings, verdict.unchecked, verdict.exit_code) == ([], [], 0)
    assert verdict.entries == stage.ledger.store.head().size
    claim = replay(stage.ledger, stage.story.claim)
    assert [one.type for one in claim.entries] == [
        "ClaimReceived",
        "AttestationRefused",
        "EligibilityDecided",
        "DecisionNotified",
        "AttestationGiven",
        "AttestationGiven",
        "DecisionRevised",
        "DecisionNotified",
    ]
    assert claim.state["status"] == "notified"
    assert [one.data["result"] for one in claim.entries if "result" in one.data] == ["refuse", "grant"]
    assert "flags" not in claim.state
    assert replay(stage.ledger, stage.story.grievance).state["status"] == "remedy_due"


def test_who_refused_cannot_revise_the_refusal_on_appeal(stage: Stage) -> None:
    story = stage.story
    for act in (story.publish, story.apply, story.refuse, story.attest, story.appeal, story.determine):
        act()
    size = stage.ledger.store.head().size

    answer = story.try_own_revision()
    assert isinstance(answer, Rejected)
    assert answer.code == "coi_prior_decider"
    assert stage.ledger.store.head().size == size

    story.revise()  # the same event under another officer's key stands
    assert isinstance(story.receipt("revision"), Receipt)


def test_nobody_can_grant_before_the_appeal_is_determined(stage: Stage) -> None:
    story = stage.story
    for act in (story.publish, story.apply, story.refuse, story.attest, story.appeal):
        act()

    story.entries["determination"] = story.entries["appeal"]  # cited as if it were the determination
    answer = story.try_own_revision()

    assert isinstance(answer, Rejected)
    assert answer.code == "unknown_determination"


def test_what_was_attested_after_the_refusal_is_shown_as_later(stage: Stage) -> None:
    stage.story.tell()

    refused = stage.story.receipt("refusal")
    seen = replay_as_seen_by(stage.ledger, stage.story.claim, str(refused.index))
    knowledge = {one.version: (one.type, one.knowledge) for one in seen.entries if one.index != refused.index}
    assert knowledge == {
        1: ("ClaimReceived", "cited"),
        2: ("AttestationRefused", "seen"),
        4: ("DecisionNotified", "later"),
        5: ("AttestationGiven", "later"),
        6: ("AttestationGiven", "later"),
        7: ("DecisionRevised", "later"),
        8: ("DecisionNotified", "later"),
    }
    assert seen.state["status"] == "open"


def test_who_upheld_the_appeal_had_both_attestations(told: Stage) -> None:
    determined = told.story.receipt("determination")
    seen = replay_as_seen_by(told.ledger, told.story.claim, determined.id)
    assert [one.version for one in seen.entries if one.knowledge == "later"] == [7, 8]


def test_her_receipt_verifies_offline_and_a_changed_one_does_not(told: Stage) -> None:
    receipt = told.story.receipt("appeal")
    row = told.ledger.store.entry(receipt.index)
    assert row is not None

    entry, proof, policy = row.entry, receipt.proof.encode(), parse_policy(told.policy)
    assert verify_proof(proof, entry, policy).outcome is Outcome.PASSED
    for changed in (
        entry.replace(b'"version":1', b'"version":2'),
        entry + b" ",
        entry[:-30] + bytes([entry[-30] ^ 1]) + entry[-29:],
    ):
        assert changed != entry
        assert verify_proof(proof, changed, policy).outcome is Outcome.FAILED
    other = told.story.receipt("acknowledged").proof.encode()
    assert verify_proof(other, entry, policy).outcome is Outcome.FAILED


def test_she_can_repeat_the_check_with_the_files_alone(told: Stage, tmp_path: Path) -> None:
    receipt = told.story.receipt("appeal")
    row = told.ledger.store.entry(receipt.index)
    assert row is not None
    home = tmp_path / "home"
    home.mkdir()
    (home / "appeal.json").write_bytes(row.entry)
    (home / "appeal.json.tlog-proof").write_text(receipt.proof)
    (home / "policy").write_text(told.policy)
    command = [sys.executable, "-m", "ledger.verify"]
    command += [str(home / "appeal.json.tlog-proof"), "--policy", str(home / "policy")]

    assert subprocess.run(command, capture_output=True, check=False).returncode == 0

    (home / "appeal.json").write_bytes(row.entry.replace(b'"version":1', b'"version":3'))
    changed = subprocess.run(command, capture_output=True, check=False)
    assert changed.returncode == 1
    assert b"not verified" in changed.stdout


def test_the_bundles_of_both_cases_verify_offline(told: Stage) -> None:
    for stream in (told.story.claim, told.story.grievance):
        report = verify_bundle(make_bundle(told.ledger.store, stream), parse_policy(told.policy))
        assert report.outcome is Outcome.PASSED, report.steps


def test_no_sealed_word_stands_in_the_log(told: Stage) -> None:
    store = told.ledger.store
    log = b"".join(
        parse_envelope(parse_entry(row.entry).envelope).payload for row in store.rows(0, store.head().size)
    )
    words = {str(value).encode() for sealed in SEALED.values() for value in sealed.values()}
    assert len(words) == 20
    assert b"ClaimReceived" in log
    assert not [word for word in words if word in log]
