"""Proofs and bundles: what an honest store hands out verifies, and whatever is altered in them does not."""

import os
from pathlib import Path
from typing import NamedTuple

import pytest

from ledger.application.errors import NoSuchEntry
from ledger.application.evidence import make_bundle, make_proof
from ledger.signing.keys import SigningKey
from ledger.store.recorder import Recorder
from ledger.tlog.note import COSIGNATURE, Vkey, format_vkey, sign_note
from ledger.tlog.policy import parse_policy
from ledger.verify.archive import read_archive, write_archive
from ledger.verify.evidence import INCOMPLETE, UNWITNESSED, verify_bundle, verify_proof
from ledger.verify.result import Outcome, Report
from tests.support.shared import shared
from tests.verify.history import REGISTRY, History, appeal, claim, founded, lived, refuse, vkey
from tests.verify.stored import opened, policy_of, policy_text, sign, store

DEEP = bool(os.environ.get("PHAYAN_DEEP"))


class Case(NamedTuple):
    """An appeal against the refusal of one claim, beside two claims of others."""

    history: History
    stream: str
    claim: str
    bundle: bytes

    def verify(self, bundle: bytes) -> Report:
        return verify_bundle(bundle, policy_of(self.history))


def contested() -> tuple[History, str, str]:
    history = founded()
    other = claim(history, "another")
    stream = claim(history, "contested")
    decision = refuse(history, stream)
    grievance = appeal(history, stream, decision)
    refuse(history, other)
    return history, grievance, stream


def bundle_of(recorder: Recorder, history: History, stream: str, **released: tuple[str, ...]) -> bytes:
    disclosures = {int(version[1:]): texts for version, texts in released.items()}
    return make_bundle(recorder, stream, disclosures=disclosures, policy=policy_text(history))


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory) -> Case:
    history, grievance, stream = contested()
    with opened(f"sqlite:///{tmp_path_factory.mktemp('evidence') / 'ledger.db'}") as (recorder, _):
        store(recorder, history)
        filed = next(act for act in history.acts if act.statement.stream == grievance)
        return Case(history, grievance, stream, bundle_of(recorder, history, grievance, v1=filed.disclosures))


def refused(report: Report) -> str:
    """Return the code of the first step that failed."""
    assert report.outcome is Outcome.FAILED
    return next(step.code for step in report.steps if step.outcome is Outcome.FAILED)


# Proofs


@pytest.fixture(scope="module")
def proofs(tmp_path_factory: pytest.TempPathFactory) -> tuple[History, list[str]]:
    history = lived(2)
    with opened(f"sqlite:///{tmp_path_factory.mktemp('proofs') / 'ledger.db'}") as (recorder, _):
        store(recorder, history)
        return history, [make_proof(recorder, index) for index in range(len(history.entries))]


def test_every_proof_verifies_with_its_own_entry_and_no_other(proofs: tuple[History, list[str]]) -> None:
    history, texts = proofs
    for index, text in enumerate(texts):
        for other, entry in enumerate(history.entries):
            report = verify_proof(text.encode(), entry, policy_of(history))
            assert report.outcome is (Outcome.PASSED if other == index else Outcome.FAILED)


def test_a_flipped_bit_anywhere_in_a_proof_or_its_entry_is_refused(proofs: tuple[History, list[str]]) -> None:
    history, texts = proofs
    policy, index = policy_of(history), 11
    proof, entry = texts[index].encode(), history.entries[index]
    for bit in range(8 * len(proof)):
        assert verify_proof(flip(proof, bit), entry, policy).outcome is Outcome.FAILED
    for bit in range(0, 8 * len(entry), 1 if DEEP else 41):
        assert verify_proof(proof, flip(entry, bit), policy).outcome is Outcome.FAILED


def flip(data: bytes, bit: int) -> bytes:
    changed = bytearray(data)
    changed[bit // 8] ^= 1 << bit % 8
    return bytes(changed)


def test_what_is_missing_is_neither_true_nor_false(proofs: tuple[History, list[str]]) -> None:
    history, texts = proofs
    proof, entry, policy = texts[3].encode(), history.entries[3], policy_of(history)

    assert verify_proof(proof, entry, None).outcome is Outcome.UNCHECKED
    assert verify_proof(proof, None, policy).outcome is Outcome.UNCHECKED
    assert UNWITNESSED in verify_proof(proof, entry, policy).remarks


def test_a_proof_under_another_log_or_without_its_witness_is_refused(
    proofs: tuple[History, list[str]],
) -> None:
    history, texts = proofs
    witness = format_vkey(Vkey("witness.example.net/a", COSIGNATURE, SigningKey(bytes(32)).public))
    for text in (
        f"log {vkey(bytes(32))}\nquorum none\n",
        f"log {vkey()}\nwitness a {witness}\nquorum a\n",
    ):
        report = verify_proof(texts[3].encode(), history.entries[3], parse_policy(text))
        assert refused(report) == "checkpoint_not_trusted"


def test_a_proof_carries_the_cosignatures_of_its_checkpoint(database_url: str) -> None:
    history, seed, name = lived(1), bytes(range(1, 33)), "witness.example.net/a"
    with opened(database_url) as (recorder, _):
        store(recorder, history)
        checkpoint = recorder.checkpoint()
        assert checkpoint is not None
        body = checkpoint.text.partition("\n\n")[0] + "\n"
        recorder.add_cosignature(checkpoint.size, name, sign_note(body, name, seed, time=1_772_420_000))
        proof = make_proof(recorder, 2)
    witness = format_vkey(Vkey(name, COSIGNATURE, SigningKey(seed).public))
    policy = parse_policy(f"log {vkey()}\nwitness a {witness}\nquorum a\n")

    report = verify_proof(proof.encode(), history.entries[2], policy)

    assert report.outcome is Outcome.PASSED
    assert UNWITNESSED not in report.remarks


@pytest.mark.parametrize("index", [0, 1, 2])
def test_the_shared_worked_entry(index: int) -> None:
    folder = shared("vectors", "worked-entry")
    policy = parse_policy((folder / "policy").read_text())
    proof = (folder / f"entry-{index}.json.tlog-proof").read_bytes()
    entries = [(folder / f"entry-{number}.json").read_bytes() for number in range(3)]

    outcomes = [verify_proof(proof, entry, policy).outcome for entry in entries]

    assert [number for number in range(3) if outcomes[number] is Outcome.PASSED] == [index]


# Bundles


def test_a_bundle_verifies_and_tells_what_it_does_not_prove(case: Case) -> None:
    report = case.verify(case.bundle)

    assert [step.outcome for step in report.steps] == [Outcome.PASSED] * 9
    assert report.facts["stream"] == case.stream
    assert report.facts["disclosures"] == [(1, "complainant/text", "disclosed")]
    assert {INCOMPLETE, UNWITNESSED} <= set(report.remarks)


def test_a_bundle_holds_what_its_judgement_rests_on_and_no_other_case(case: Case) -> None:
    folders = {name.rpartition("/")[0] for name in read_archive(case.bundle)}
    registry, stream = REGISTRY.replace("/", "-"), case.claim.replace("/", "-")

    assert {"entries", f"streams/{registry}", f"streams/{stream}"} < folders
    assert sum(folder.startswith("streams/claim-") for folder in folders) == 1


def test_both_databases_make_the_same_bundle(database_url: str, case: Case) -> None:
    with opened(database_url) as (recorder, _):
        store(recorder, case.history)
        filed = next(act for act in case.history.acts if act.statement.stream == case.stream)
        assert bundle_of(recorder, case.history, case.stream, v1=filed.disclosures) == case.bundle
        with pytest.raises(NoSuchEntry):
            make_bundle(recorder, "claim/00000000-0000-4000-8000-000000000000")
        with pytest.raises(NoSuchEntry):
            make_proof(recorder, len(case.history.entries))


def test_a_flipped_bit_anywhere_in_a_bundle_is_refused(case: Case) -> None:
    for bit in range(0, 8 * len(case.bundle), 401 if DEEP else 9_973):
        assert case.verify(flip(case.bundle, bit)).outcome is Outcome.FAILED


def test_every_member_of_a_bundle_is_bound(case: Case) -> None:
    """The container is written anew after each change, so its check sums say nothing."""
    members = read_archive(case.bundle)
    for name in members.keys() - {"policy"}:
        content = members[name]
        for bit in range(5, 8 * len(content), 97 if DEEP else 8 * len(content) // 3):
            changed = write_archive({**members, name: flip(content, bit)})
            assert case.verify(changed).outcome is Outcome.FAILED, (name, bit)
        left_out = {other: members[other] for other in members if other != name}
        if not name.startswith("disclosures/"):
            assert case.verify(write_archive(left_out)).outcome is Outcome.FAILED, name


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("entries/../../x.json", b""),
        ("/etc/passwd", b""),
        ("entries/01.json", b"{}"),
        ("entries/9.json", b"{}"),
        ("disclosures/9.json", b"[]"),
        ("streams/claim-x/1.json", b"{}"),
        ("readme", b"trust me"),
    ],
)
def test_a_member_of_an_unknown_name_is_refused(case: Case, name: str, content: bytes) -> None:
    members = read_archive(case.bundle)

    assert refused(case.verify(write_archive({**members, name: content}))) == "bundle_member"


def test_an_entry_under_the_name_of_another_is_refused(case: Case) -> None:
    members = read_archive(case.bundle)
    folder = f"streams/{REGISTRY.replace('/', '-')}"
    for form in ("json", "tlog-proof"):
        one, other = f"{folder}/2.{form}", f"{folder}/3.{form}"
        members[one], members[other] = members[other], members[one]

    assert refused(case.verify(write_archive(members))) == "bundle_folder"


def test_proofs_against_two_checkpoints_are_refused(case: Case) -> None:
    members = read_archive(case.bundle)
    text = members["entries/1.tlog-proof"].decode()
    head, _, note = text.partition("\n\n")
    size = int(note.split("\n")[1])
    members["entries/1.tlog-proof"] = f"{head}\n\n{sign(size, bytes(32))}".encode()

    assert refused(case.verify(write_archive(members))) == "checkpoints_differ"


def without(case: Case, folder: str) -> bytes:
    members = read_archive(case.bundle)
    return write_archive({name: members[name] for name in members if not name.startswith(folder)})


def test_a_bundle_without_what_a_rule_asks_for_could_not_be_checked(case: Case) -> None:
    report = case.verify(without(case, "streams/claim-"))

    assert report.outcome is Outcome.UNCHECKED
    assert [step.code for step in report.steps if step.outcome is not Outcome.PASSED] == ["not_checkable"]


def test_a_bundle_without_the_registry_could_not_be_checked(case: Case) -> None:
    report = case.verify(without(case, "streams/registry-"))

    assert report.outcome is not Outcome.PASSED
    unchecked = [step for step in report.steps if step.outcome is Outcome.UNCHECKED]
    assert len(unchecked) >= 3


def test_a_bundle_without_its_case_or_of_nothing_is_refused(case: Case) -> None:
    assert refused(case.verify(without(case, ""))) == "bundle_stream"
    members = read_archive(case.bundle)
    related = {name: members[name] for name in members if name.startswith("streams/")}
    assert refused(case.verify(write_archive(related))) == "bundle_stream"


def test_a_pin_decides_which_founding_is_meant(case: Case) -> None:
    policy = policy_of(case.history)
    assert refused(verify_bundle(case.bundle, policy._replace(founding=bytes(32)))) == "founding_differs"
    assert verify_bundle(case.bundle, policy._replace(founding=None)).outcome is Outcome.UNCHECKED
    assert verify_bundle(case.bundle, None).outcome is Outcome.UNCHECKED


def test_sealed_fields_are_disclosed_withheld_or_a_mismatch(case: Case) -> None:
    members = read_archive(case.bundle)
    withheld = case.verify(without(case, "disclosures/"))
    assert withheld.outcome is Outcome.PASSED
    assert withheld.facts["disclosures"] == [(1, "", "withheld")]

    other = next(act for act in case.history.acts if act.disclosures and act.statement.stream != case.stream)
    for content in (f'["{other.disclosures[0]}"]'.encode(), b"[7]", b"{}", b'["e30"]', b"["):
        report = case.verify(write_archive({**members, "disclosures/1.json": content}))
        assert report.outcome is Outcome.FAILED


def test_the_last_entry_left_out_passes(case: Case, tmp_path: Path) -> None:
    """Negative control: a bundle is no proof of completeness, and says so."""
    history, _, stream = contested()
    with opened(f"sqlite:///{tmp_path / 'ledger.db'}") as (recorder, _):
        store(recorder, history)
        members = read_archive(make_bundle(recorder, stream))
    shortened = {name: members[name] for name in members if not name.startswith("entries/2.")}

    report = case.verify(write_archive(shortened))

    assert report.outcome is Outcome.PASSED
    assert INCOMPLETE in report.remarks
