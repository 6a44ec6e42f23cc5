"""A grandmother's allowance is refused, attested, appealed for, granted and confirmed: one lived case."""

import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from ledger.application.errors import LedgerError
from ledger.application.evidence import make_bundle
from ledger.application.replay import replay, replay_as_seen_by
from ledger.application.stories import grandmother
from ledger.application.stories.grandmother import STORY
from ledger.application.stories.telling import Telling, Words, play
from ledger.signing.dsse import parse_envelope
from ledger.signing.entry import parse_entry
from ledger.tlog.policy import parse_policy
from ledger.verify.evidence import verify_bundle, verify_proof
from ledger.verify.result import Outcome
from tests.stories.stage import Theatre, theatre, told


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Theatre, Telling]]:
    """The story told to its end, to be read only: on SQLite, where the database makes no difference."""
    with told(tmp_path_factory.mktemp("told"), STORY) as here:
        yield here


def test_the_story_passes_every_rule_and_the_whole_ledger_verifies(tmp_path: Path, database_url: str) -> None:
    with theatre(tmp_path, database_url) as here:
        story = here.tell(STORY)

        here.check_verifies()
        claim = replay(here.stage.ledger, story.stream("claim"))
        assert [one.type for one in claim.entries] == [
            "ClaimReceived",
            "AttestationRefused",
            "AttestationRequested",
            "EligibilityDecided",
            "DecisionNotified",
            "AttestationGiven",
            "AttestationGiven",
            "DeadlineLapsed",
            "DecisionRevised",
            "DecisionNotified",
        ]
        assert claim.state["status"] == "notified"
        assert [one.data["result"] for one in claim.entries if "result" in one.data] == ["refuse", "grant"]
        assert here.types(story.stream("grievance"))[-3:] == [
            "RemedyReportedDone",
            "RemedyConfirmed",
            "GrievanceClosed",
        ]


def test_who_refused_cannot_revise_the_refusal_on_appeal(case: tuple[Theatre, Telling]) -> None:
    refused = [step for step in case[1].steps if step.name == "own_revision"]

    assert [step.answer.as_json()["code"] for step in refused] == ["coi_prior_decider"]


def test_a_refusal_that_the_ledger_forgets_would_be_noticed(tmp_path: Path) -> None:
    """The control: the same act under another officer's key is taken, and the story breaks off."""

    def another(story: Telling) -> Iterator[date]:
        submit = story.fails
        story.fails = lambda *given, **more: submit(*given[:3], "officer-2", **more)  # type: ignore[method-assign]
        yield from grandmother.tell(story)

    with (
        theatre(tmp_path, f"sqlite:///{tmp_path / 'ledger.db'}") as here,
        pytest.raises(LedgerError, match="own_revision should be refused"),
    ):
        here.tell(replace(STORY, tell=another))


def test_what_was_attested_after_the_refusal_is_shown_as_later(case: tuple[Theatre, Telling]) -> None:
    here, story = case
    refused = story.receipt("refusal")
    seen = replay_as_seen_by(here.stage.ledger, story.stream("claim"), str(refused.index))

    knowledge = {one.version: (one.type, one.knowledge) for one in seen.entries if one.index != refused.index}
    assert knowledge == {
        1: ("ClaimReceived", "cited"),
        2: ("AttestationRefused", "seen"),
        3: ("AttestationRequested", "seen"),
        5: ("DecisionNotified", "later"),
        6: ("AttestationGiven", "later"),
        7: ("AttestationGiven", "later"),
        8: ("DeadlineLapsed", "later"),
        9: ("DecisionRevised", "later"),
        10: ("DecisionNotified", "later"),
    }
    assert seen.state["status"] == "open"


def test_who_upheld_the_appeal_had_both_attestations(case: tuple[Theatre, Telling]) -> None:
    here, story = case
    determined = story.receipt("determination")
    seen = replay_as_seen_by(here.stage.ledger, story.stream("claim"), determined.id)

    assert [one.version for one in seen.entries if one.knowledge == "later"] == [9, 10]


def test_her_receipt_verifies_offline_and_a_changed_one_does_not(case: tuple[Theatre, Telling]) -> None:
    here, story = case
    receipt = story.receipt("appeal")
    row = here.stage.ledger.store.entry(receipt.index)
    assert row is not None

    entry, proof, policy = row.entry, receipt.proof.encode(), parse_policy(here.policy)
    assert verify_proof(proof, entry, policy).outcome is Outcome.PASSED
    for changed in (
        entry.replace(b'"version":1', b'"version":2'),
        entry + b" ",
        entry[:-30] + bytes([entry[-30] ^ 1]) + entry[-29:],
    ):
        assert changed != entry
        assert verify_proof(proof, changed, policy).outcome is Outcome.FAILED
    other = story.receipt("acknowledged").proof.encode()
    assert verify_proof(other, entry, policy).outcome is Outcome.FAILED


def test_she_can_repeat_the_check_with_the_files_alone(case: tuple[Theatre, Telling], tmp_path: Path) -> None:
    here, story = case
    receipt = story.receipt("appeal")
    row = here.stage.ledger.store.entry(receipt.index)
    assert row is not None
    (tmp_path / "appeal.json").write_bytes(row.entry)
    (tmp_path / "appeal.json.tlog-proof").write_text(receipt.proof)
    (tmp_path / "policy").write_text(here.policy)
    command = [sys.executable, "-m", "ledger.verify"]
    command += [str(tmp_path / "appeal.json.tlog-proof"), "--policy", str(tmp_path / "policy")]

    assert subprocess.run(command, capture_output=True, check=False).returncode == 0

    (tmp_path / "appeal.json").write_bytes(row.entry.replace(b'"version":1', b'"version":3'))
    changed = subprocess.run(command, capture_output=True, check=False)
    assert changed.returncode == 1
    assert b"not verified" in changed.stdout


def test_the_bundles_of_both_cases_verify_offline(case: tuple[Theatre, Telling]) -> None:
    here, story = case
    for kind in ("claim", "grievance"):
        bundle = make_bundle(here.stage.ledger.store, story.stream(kind))
        report = verify_bundle(bundle, parse_policy(here.policy))
        assert report.outcome is Outcome.PASSED, report.steps


def test_no_sealed_word_stands_in_the_log(tmp_path: Path) -> None:
    words: set[bytes] = set()

    def overheard(story: Telling) -> Iterator[date]:
        say = story.say

        def listening(*given: object, sealed: object = None, **more: object) -> object:
            words.update(str(value).encode() for value in dict(sealed or {}).values())  # type: ignore[call-overload]
            return say(*given, sealed=sealed, **more)  # type: ignore[arg-type]

        story.say = listening  # type: ignore[method-assign,assignment]
        yield from grandmother.tell(story)

    with theatre(tmp_path, f"sqlite:///{tmp_path / 'ledger.db'}") as here:
        play(here.stage, [replace(STORY, tell=overheard)])
        store = here.stage.ledger.store
        log = b"".join(
            parse_envelope(parse_entry(row.entry).envelope).payload
            for row in store.rows(0, store.head().size)
        )

    assert len(words) == 21
    assert b"ClaimReceived" in log
    assert not [word for word in words if word in log]


def test_every_act_is_told_in_both_languages(case: tuple[Theatre, Telling]) -> None:
    for step in case[1].steps:
        assert isinstance(step.words, Words)
        assert any("ก" <= char <= "๛" for char in step.words.thai)
        assert step.words.english.isascii()
