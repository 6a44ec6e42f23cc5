"""Personal data: committed to in the entry, sealed in the vault, nowhere else in the clear."""

from pathlib import Path
from typing import Any

import pytest
from nacl.exceptions import CryptoError
from nacl.public import PrivateKey

from ledger.application.assembly import RECIPIENTS
from ledger.application.errors import SettingMissing
from ledger.application.keyring import Keyring
from ledger.application.ledger import Ledger
from ledger.application.receipts import Receipt, Rejected, Submission
from ledger.application.sealing import PADDING, Disclosed, Sealer, unwrap
from ledger.domain.claim.events import ClaimReceived
from ledger.domain.types import Code
from ledger.signing.disclosure import parse_disclosure
from ledger.store.appending import Appending
from ledger.store.engines import open_engine
from ledger.store.migrations import upgrade
from ledger.store.vault import Vault
from tests.application.conftest import Place

CANARY = "ยายตัวอย่าง-canary-7d1f"


@pytest.fixture
def vault(tmp_path: Path) -> Vault:
    boxes, keys = open_engine(f"sqlite:///{tmp_path}/v.db"), open_engine(f"sqlite:///{tmp_path}/k.db")
    upgrade(boxes, "vault")
    upgrade(keys, "keys")
    return Vault(boxes, keys)


def application(place: Place, identifier: str) -> Submission:
    signers = place.signers
    says = ClaimReceived(
        programme=signers.programme, benefit=Code("old_age_allowance"), facts=(), documents=()
    )
    return signers.author.compose(
        f"claim/{identifier}",
        says,
        by=signers.actors[0],
        keys=signers.keys[:1],
        sealed={"applicant/name": CANARY, "applicant/village": "หมู่ 4", "named-1/name": "เพื่อนบ้านตัวอย่าง"},
    )


def test_disclosures_are_sealed_with_the_first_entry_and_open_again(place: Place) -> None:
    identifier = place.signers.author.identifier()
    submission = application(place, identifier)
    with place.open() as ledger:
        (answer,) = ledger.submit([submission])
        assert isinstance(answer, Receipt)
        assert ledger._sealer is not None
        row = ledger.store.entry(answer.index)
        assert row is not None
        from ledger.application.fastpath import read_recorded

        sd = read_recorded(row.entry, row.leaf).statement.sd
        opened = ledger._sealer.unseal(answer.id, sd)

    assert sorted(opened) == sorted(submission.disclosures)
    assert {parse_disclosure(one)[1] for one in opened} == {
        "applicant/name",
        "applicant/village",
        "named-1/name",
    }


def test_no_plaintext_lies_in_any_database_file(small: Place, tmp_path: Path) -> None:
    with small.open() as ledger:
        (answer,) = ledger.submit([application(small, small.signers.author.identifier())])
        assert isinstance(answer, Receipt)
        hits = [
            path.name
            for path in tmp_path.iterdir()
            if path.is_file() and CANARY.encode() in path.read_bytes()
        ]
    assert hits == []

    (tmp_path / "leak").write_text(CANARY)  # the negative control: the search finds what is there
    assert any(CANARY.encode() in path.read_bytes() for path in tmp_path.iterdir() if path.is_file())


@pytest.mark.parametrize("change", ["missing", "foreign", "altered"])
def test_disclosures_that_are_not_those_committed_to_are_refused(small: Place, change: str) -> None:
    submission = application(small, small.signers.author.identifier())
    other = application(small, small.signers.author.identifier())
    disclosures = {
        "missing": submission.disclosures[1:],
        "foreign": (*submission.disclosures, other.disclosures[0]),
        "altered": (other.disclosures[0], *submission.disclosures[1:]),
    }[change]
    with small.open() as ledger:
        (answer,) = ledger.submit([Submission(submission.envelope, disclosures)])

    assert isinstance(answer, Rejected)
    assert answer.code.startswith("disclosure")


def test_a_ledger_without_a_vault_takes_no_disclosures(small: Place) -> None:
    with small.open() as ledger:
        ledger._sealer = None
        with pytest.raises(SettingMissing):
            ledger.submit([application(small, small.signers.author.identifier())])


def test_every_recipient_can_unwrap_the_data_key(small: Place, vault: Vault) -> None:
    keyring = Keyring(small.settings.keys)
    privates = {name: PrivateKey(keyring.existing_secret(name)) for name in RECIPIENTS}
    sealer = sealer_of(vault, {name: bytes(key.public_key) for name, key in privates.items()})
    sealer.seal([Disclosed(UUID, "claim/a", disclosures(small, 1))])

    key = vault.data_key("claim/a", "applicant")

    assert key is not None
    assert {
        unwrap(bytes(privates[name]), wrap) for name, wrap in vault.wraps("claim/a", "applicant").items()
    } == {key}
    with pytest.raises(CryptoError):
        unwrap(bytes(32 * b"\x01"), vault.wraps("claim/a", "applicant")["oversight"])


def test_one_subject_in_two_streams_has_two_keys_and_two_statements_share_one(
    small: Place, vault: Vault
) -> None:
    sealer = sealer_of(vault, {})
    items = disclosures(small, 1)
    sealer.seal(
        [
            Disclosed(UUID, "claim/a", items),
            Disclosed(OTHER, "claim/a", items),
            Disclosed(OTHER, "claim/b", items),
        ]
    )

    assert vault.data_key("claim/a", "applicant") != vault.data_key("claim/b", "applicant")
    assert sealer.unseal(UUID, {digest_of(items[0])}) == items


def test_a_box_says_little_about_the_length_of_what_it_holds(small: Place, vault: Vault) -> None:
    sealer = sealer_of(vault, {})
    sealer.seal(
        [
            Disclosed(UUID, "claim/a", disclosures(small, 1)),
            Disclosed(OTHER, "claim/a", disclosures(small, 3)),
        ]
    )

    sizes = {len(vault.sealed(one)[0].box) - 40 for one in (UUID, OTHER)}  # nonce and tag
    assert sizes == {PADDING[0]}


UUID, OTHER = "00000000-0000-4000-8000-000000000001", "00000000-0000-4000-8000-000000000002"


def disclosures(place: Place, count: int) -> tuple[str, ...]:
    from ledger.application.composing import make_disclosure

    return tuple(
        make_disclosure(place.signers.author.salt(), f"applicant/f{n}", "ก" * 10 * n) for n in range(count)
    )


def digest_of(disclosure: str) -> str:
    from ledger.signing.disclosure import digest

    return digest(disclosure)


def sealer_of(vault: Vault, recipients: dict[str, bytes]) -> Sealer:
    import os

    return Sealer(vault, recipients, seed=lambda: os.urandom(32), nonce=lambda: os.urandom(24))


def test_the_vault_is_written_before_the_ledger(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    submission = application(place, place.signers.author.identifier())
    with place.open() as ledger:
        size = ledger.store.head().size
        order: list[str] = []
        seal, write = Sealer.seal, Appending.write

        def sealed(*args: Any) -> None:
            order.append("vault")
            seal(*args)

        def written(*args: Any) -> None:
            order.append("ledger")
            write(*args)

        monkeypatch.setattr(Sealer, "seal", sealed)
        monkeypatch.setattr(Appending, "write", written)
        ledger.submit([submission])

        assert order == ["vault", "ledger"]
        assert isinstance(ledger, Ledger)
        assert ledger.store.head().size == size + 1
