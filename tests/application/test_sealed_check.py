"""What ``phayan verify`` says of sealed fields: open, erased, missing, altered."""

from collections.abc import Callable, Iterator
from uuid import UUID

import pytest
import sqlalchemy as sa
from nacl.secret import SecretBox

from ledger.application.keyring import Keyring
from ledger.application.ledger import Ledger
from ledger.application.sealed_check import SealedCheck
from ledger.application.sealing import Sealer, open_box
from ledger.application.verdict import Verdict
from ledger.application.verifying import verify_ledger
from ledger.store.engines import writing
from ledger.store.vault import Vault
from ledger.tlog.policy import parse_policy
from tests.application.conftest import Place
from tests.application.erasures import claim, enrol_bodies, erasing, taken


@pytest.fixture
def ledger(small: Place) -> Iterator[Ledger]:
    with small.open() as opened:
        enrol_bodies(opened, Keyring(small.settings.keys), small.signers.author)
        yield opened


def vault_of(ledger: Ledger) -> Vault:
    return ledger.sealer.vault


def verified(place: Place, ledger: Ledger, *, at_hand: bool = True) -> Verdict:
    policy = parse_policy(place.settings.policy.read_text())
    return verify_ledger(ledger.store, policy, vault=vault_of(ledger) if at_hand else None)


def codes(verdict: Verdict) -> list[str]:
    return [finding.code for finding in verdict.findings]


def change(engine: sa.Engine, statement: str, **parameters: object) -> int:
    with writing(engine) as connection:
        return int(connection.execute(sa.text(statement), parameters).rowcount)


def test_what_opens_is_counted_and_what_an_entry_erased_is_told_with_it(small: Place, ledger: Ledger) -> None:
    stream = claim(small, ledger)
    claim(small, ledger)
    receipt = taken(ledger, erasing(small, ledger, stream, {1: ["applicant/name", "named-1/name"]}))
    verdict = verified(small, ledger)

    assert (codes(verdict), verdict.exit_code, verdict.committed) == ([], 0, 8)
    assert verdict.sealed == {"open": 6, "erased": 2}
    assert verdict.erased_by == {receipt.index: 2}


def test_without_the_vault_nothing_is_said_of_what_opens(small: Place, ledger: Ledger) -> None:
    claim(small, ledger)
    verdict = verified(small, ledger, at_hand=False)

    assert (codes(verdict), verdict.committed, verdict.sealed) == ([], 4, {})


def test_a_box_that_is_gone_without_an_erasure_is_missing(small: Place, ledger: Ledger) -> None:
    stream = claim(small, ledger)
    vault = vault_of(ledger)
    assert change(vault._vault, "DELETE FROM sealed WHERE subject = 'applicant'") == 1
    verdict = verified(small, ledger)

    assert (codes(verdict), verdict.exit_code) == (["missing"], 1)
    assert verdict.sealed == {"open": 1, "missing": 3}
    assert verdict.first == ledger.store.stream(stream)[0].index


def test_a_key_that_is_gone_without_an_erasure_is_the_same(small: Place, ledger: Ledger) -> None:
    claim(small, ledger)
    assert change(vault_of(ledger)._keys, "DELETE FROM data_key WHERE subject = 'applicant'") == 1

    assert codes(verified(small, ledger)) == ["missing"]


def test_an_erasure_covers_no_more_than_it_names(small: Place, ledger: Ledger) -> None:
    stream = claim(small, ledger)
    taken(ledger, erasing(small, ledger, stream, {1: ["applicant/name"]}))
    change(vault_of(ledger)._vault, "DELETE FROM sealed WHERE subject = 'applicant'")
    verdict = verified(small, ledger)

    assert codes(verdict) == ["missing"]
    assert verdict.sealed == {"open": 1, "erased": 1, "missing": 2}


def flipped(_vault: Vault, box: bytes, _key: bytes) -> bytes:
    return box[:-1] + bytes([box[-1] ^ 1])


def other_text(vault: Vault, box: bytes, key: bytes) -> bytes:
    """Another disclosure, well sealed under the very same key."""
    from ledger.application.composing import make_disclosure

    item = make_disclosure(b"\x07" * 16, "applicant/name", "คนอื่น สมมุติ")
    return bytes(SecretBox(key).encrypt(f'["{item}"]'.encode(), b"\x05" * 24))


def no_list(vault: Vault, box: bytes, key: bytes) -> bytes:
    return bytes(SecretBox(key).encrypt(b"nonsense", b"\x05" * 24))


@pytest.mark.parametrize("altered", [flipped, other_text, no_list, lambda *_: b"short"])
def test_a_box_that_holds_something_else_is_a_mismatch(
    small: Place, ledger: Ledger, altered: Callable[[Vault, bytes, bytes], bytes]
) -> None:
    stream = claim(small, ledger)
    vault = vault_of(ledger)
    (box,) = list(vault.of_subject(stream, "applicant"))
    key = vault.data_key(stream, "applicant")
    assert key is not None
    assert len(open_box(key, box)) == 3
    changed = change(
        vault._vault,
        "UPDATE sealed SET box = :box WHERE statement_id = :id AND subject = 'applicant'",
        box=altered(vault, box.box, key),
        id=UUID(box.statement).bytes,
    )
    assert changed == 1
    verdict = verified(small, ledger)

    assert (codes(verdict), verdict.exit_code) == (["mismatch"], 1)
    assert verdict.sealed == {"open": 1, "mismatch": 3}


def test_a_box_that_no_entry_means_is_no_fault(small: Place, ledger: Ledger) -> None:
    """One that was sealed for a statement that failed, and that came again with other disclosures."""
    stream = claim(small, ledger)
    vault = vault_of(ledger)
    (box,) = vault.of_subject(stream, "applicant")
    key = vault.data_key(stream, "applicant")
    assert key is not None
    vault.put_all([box._replace(box=other_text(vault, box.box, key))])

    assert codes(verified(small, ledger)) == []


def test_a_deed_that_is_still_to_be_done_is_unchecked_and_one_that_was_undone_fails(
    small: Place, ledger: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    stream = claim(small, ledger)
    vault = vault_of(ledger)
    with monkeypatch.context() as patch, pytest.raises(KeyboardInterrupt):

        def dies(*_args: object) -> None:
            raise KeyboardInterrupt

        patch.setattr(Sealer, "erase", dies)
        ledger.submit([erasing(small, ledger, stream, {1: ["applicant/name"]})])
    verdict = verified(small, ledger)
    assert (codes(verdict), verdict.exit_code, len(verdict.unchecked)) == ([], 3, 1)

    vault.set_erased_to(ledger.store.head().size)  # as a program that only says so
    verdict = verified(small, ledger)
    assert (codes(verdict), verdict.exit_code) == (["not_erased"], 1)


def test_a_check_that_calls_whatever_is_gone_erased_would_find_nothing(
    small: Place, ledger: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The control: what is counted against recorded erasures is what tells missing from erased."""
    claim(small, ledger)
    change(vault_of(ledger)._vault, "DELETE FROM sealed WHERE subject = 'applicant'")
    assert codes(verified(small, ledger)) == ["missing"]

    monkeypatch.setattr(SealedCheck, "_erased", lambda *_: [(0, 99)])
    assert codes(verified(small, ledger)) == []
