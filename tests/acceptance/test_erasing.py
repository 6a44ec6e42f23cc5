"""``phayan erase`` and what ``phayan verify`` says afterwards, as a custodian meets them."""

import json
from typing import Any

import pytest

from ledger.application.derived import Derived
from ledger.application.keyring import Keyring
from tests.acceptance.conftest import Shell
from tests.docs.pages import ROOT

EXAMPLES = ROOT / "docs" / "examples"
FIELD = "applicant/village"


@pytest.fixture
def office(shell: Shell) -> Shell:
    """A ledger with claims from an old register, a custodian and oversight."""
    shell.run("import", str(EXAMPLES / "allowances.sql"), "--set", f"register={EXAMPLES / 'allowances.csv'}")
    for name in ("custodian", "oversight"):
        shell.done("key", "new", name)
        shell.done("key", "enrol", name, "--role", name, "--office", "operator", "--line", name)
    return shell


def claim(shell: Shell, number: str) -> str:
    secret = Keyring(shell.folder / "keys").existing_secret("import")
    return Derived(secret, "allowances").stream("claim", number)


def sealed(shell: Shell) -> dict[str, Any]:
    found: dict[str, Any] = shell.done("verify", "--json").json["sealed"]
    return found


BOTH = ("--basis", "request", "--as", "custodian", "--as", "oversight")


def test_both_sign_on_one_machine(office: Shell) -> None:
    before = sealed(office)
    ran = office.done("erase", claim(office, "1001"), *BOTH, "--version", "1", "--field", FIELD)

    entry = office.done("show", claim(office, "1001"), "--json").json["entries"][-1]["index"]
    assert ran.out == (
        f"erased by entry {entry}, in {claim(office, '1001')} on the ground request:\n  version 1: {FIELD}\n"
    )
    after = sealed(office)
    assert (before["erased"], before["missing"]) == (0, 0)
    assert after == {**before, "open": before["open"] - 1, "erased": 1, "erased_by": {str(entry): 1}}
    text = office.done("verify").out
    assert f"1 erased (1 by entry {entry}), 0 missing, 0 altered\n" in text


def test_a_whole_person_is_erased_by_name_and_only_once(office: Shell) -> None:
    told = office.done("erase", claim(office, "1001"), *BOTH, "--subject", "applicant", "--json").json
    assert told["targets"] == [{"version": 1, "fields": [FIELD]}]
    assert told["still_open"] == []

    again = office.run("erase", claim(office, "1001"), *BOTH, "--subject", "applicant", "--json")
    assert (again.code, again.json["answers"][0]["code"]) == (1, "nothing_sealed")
    named = office.run("erase", claim(office, "1001"), *BOTH, "--version", "1", "--field", FIELD, "--json")
    assert (named.code, named.json["answers"][0]["code"]) == (1, "already_erased")


def test_what_an_open_appeal_needs_is_not_erased(office: Shell) -> None:
    ran = office.run("erase", claim(office, "1002"), *BOTH, "--subject", "applicant")

    assert ran.code == 1
    assert "(hold)" in ran.err
    assert sealed(office)["erased"] == 0


def test_one_signs_and_the_other_adds_a_signature_elsewhere(office: Shell) -> None:
    """The two key folders are never in one place; a file goes from one to the other."""
    other = office.folder / "other"
    other.mkdir()
    (office.folder / "keys" / "oversight.key").rename(other / "oversight.key")
    key = Keyring(other).load("oversight").key.id
    begun = office.done(
        *("erase", claim(office, "1001"), "--basis", "request", "--subject", "applicant"),
        *("--as", "custodian", "--with", key, "--output", "erasure.json"),
    )
    assert f"still to sign: the key {key}\n" in begun.out
    assert office.run("submit", "erasure.json").code == 1  # not yet
    assert sealed(office)["erased"] == 0

    looked = office.done("erase", "--add", "erasure.json")
    assert f"version 1: {FIELD}" in looked.out
    whole = office.done(
        *("erase", "--add", "erasure.json", "--as", "oversight", "--keys", str(other)),
        *("--output", "whole.json"),
    )
    assert "it is complete: phayan submit whole.json" in whole.out
    office.done("submit", "whole.json")
    assert sealed(office)["erased"] == 1


def test_a_key_that_the_statement_does_not_name_adds_nothing(office: Shell) -> None:
    office.done("erase", claim(office, "1001"), *BOTH, "--subject", "applicant", "--output", "both.json")
    ran = office.run("erase", "--add", "both.json", "--as", "registrar", "--json")

    assert (ran.code, ran.json["error"]["code"]) == (1, "statement_signers")


@pytest.mark.parametrize(
    "more",
    [
        (),
        ("--version", "1"),
        ("--field", FIELD),
        ("--subject", "applicant", "--version", "1", "--field", FIELD),
    ],
)
def test_what_is_erased_is_named_in_one_way(office: Shell, more: tuple[str, ...]) -> None:
    assert office.run("erase", claim(office, "1001"), *BOTH, *more).code == 2


def test_without_signer_ground_or_case_nothing_is_begun(office: Shell) -> None:
    stream = claim(office, "1001")
    for arguments in ((), (stream, "--basis", "request"), (stream, "--as", "custodian")):
        assert office.run("erase", *arguments, "--subject", "applicant").code == 2
    assert office.run("erase", f"{stream[:-12]}000000000000", *BOTH, "--subject", "applicant").code == 2


def test_another_statement_is_not_signed_by_mistake(office: Shell) -> None:
    row = office.done("proof", "3", "--json").json
    (office.folder / "other.json").write_text(
        json.dumps(json.loads(row["entry"])["dsse"], separators=(",", ":"))
    )
    ran = office.run("erase", "--add", "other.json", "--as", "oversight")

    assert ran.code == 2
    assert "phayan submit" in ran.err


def test_without_the_vault_sealed_fields_could_not_be_checked(office: Shell) -> None:
    for path in office.folder.glob("vault.db*"):
        path.unlink()
    ran = office.run("verify")

    assert ran.code == 3
    assert "sealed fields: the vault and its keys are not at hand" in ran.out
    assert office.run("erase", claim(office, "1001"), *BOTH, "--subject", "applicant").code == 2
