"""A key opens words for a letter while the ledger trusts it; the case number is that of the vault."""

from dataclasses import replace
from pathlib import Path

import pytest

from ledger.application.lettering import number_of, open_words
from ledger.application.settings import Settings
from ledger.application.stories import grandmother
from ledger.domain.codes import RevocationReason
from ledger.domain.errors import AuthorityDenied
from ledger.domain.registry.events import KeyRevoked
from ledger.domain.types import KeyId
from ledger.signing.errors import Malformed
from ledger.signing.keys import SigningKey
from ledger.store.engines import open_engine
from ledger.store.mailboxes import MailboxStore
from tests.stories.stage import told


def test_only_a_key_that_the_ledger_trusts_opens_words(tmp_path: Path) -> None:
    with told(tmp_path, grandmother.STORY) as (here, story):
        stage, claim = here.stage, story.stream("claim")
        holder = stage.cast["officer-2"]
        fields = open_words(stage.ledger, stage.time.now, claim, holder)
        assert grandmother.NAME in [field.value for field in fields]

        with pytest.raises(Malformed) as unknown:
            open_words(stage.ledger, stage.time.now, claim, replace(holder, key=SigningKey(bytes(32))))
        assert unknown.value.code == "key_unknown"

        revoked = KeyRevoked(key=KeyId(holder.key.id), reason=RevocationReason.LOST)
        registrar = stage.cast["registrar"]
        composed = stage.author.compose(
            stage.ledger.registry_stream, revoked, by=registrar.actor, keys=[registrar.key]
        )
        stage.ledger.submit([composed])
        with pytest.raises(AuthorityDenied) as gone:
            open_words(stage.ledger, stage.time.now, claim, holder)
        assert gone.value.code == "key_revoked"


def test_a_letter_bears_the_number_that_the_vault_has_for_the_case(tmp_path: Path) -> None:
    with told(tmp_path, grandmother.STORY) as (_, story):
        separate = {
            "PHAYAN_VAULT_DB": f"sqlite:///{tmp_path}/vault.db",
            "PHAYAN_KEY_DB": f"sqlite:///{tmp_path}/data-keys.db",
        }
        settings = Settings.of(f"sqlite:///{tmp_path / 'ledger.db'}", tmp_path / "keys", separate)
        grievance = story.stream("grievance")
        assert number_of(settings, grievance) is None

        vault = open_engine(settings.vault_db)
        try:
            MailboxStore(vault).allot("4821057392", grievance)
        finally:
            vault.dispose()
        assert number_of(settings, grievance) == "4821057392"
        assert number_of(replace(settings, vault_db=f"sqlite:///{tmp_path}/none.db"), grievance) is None
