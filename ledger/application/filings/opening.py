"""Putting the desk together: intake keys and secrets of the key folder, mailboxes of the vault's database."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Final

from ledger.application import randomness
from ledger.application.composing import Author
from ledger.application.derived import Derived
from ledger.application.filings.desk import IntakeDesk
from ledger.application.filings.recording import Recording
from ledger.application.keyring import Keyring
from ledger.application.ledger import Ledger
from ledger.application.mailboxes import Mailboxes
from ledger.application.receipt_codes import Cost, Hashing
from ledger.application.sequencer import Clock
from ledger.application.settings import Settings
from ledger.store.engines import open_engine
from ledger.store.mailboxes import MailboxStore

INTAKE: Final = "intake"
"""The name of the intake key that ``phayan init`` enrols."""
SECRETS: Final = ("filings", "pepper")
"""Drawn at the founding, so that no two processes draw them at the same moment."""


@contextmanager
def open_desk(
    ledger: Ledger,
    settings: Settings,
    author: Author,
    clock: Clock,
    *,
    names: Sequence[str] = (),
    cost: Cost | None = None,
) -> Iterator[IntakeDesk]:
    """Open the desk of ``ledger``.

    Args:
        ledger: Open for writing, so its vault is of this release.
        settings: Where the vault and the key folder are.
        author: The ledger's name and the present time.
        clock: The present time.
        names: Intake keys of the key folder, of which the first one signs whom no rule keeps from it. None:
            the local one, if it is there.
        cost: What hashing a receipt code costs; as much as it should by default.

    Raises:
        KeyFileError: A key of ``names`` is not there.
        StoreError: The vault cannot be used.
    """
    keyring = Keyring(settings.keys)
    local = [INTAKE] if INTAKE in keyring.names() else []
    holders = [keyring.load(name) for name in names or local]
    secret, pepper = (keyring.secret(name, randomness.seed) for name in SECRETS)
    derived, hashing = Derived(secret, "filings"), Hashing(pepper, cost)
    vault = open_engine(settings.vault_db, **settings.patience._asdict())
    try:
        store, salt = MailboxStore(vault), randomness.salt
        mailboxes = Mailboxes(store, hashing, derived, instant=author.instant, salt=salt)
        recording = Recording(ledger, author, holders, derived, ledger.attachments)
        yield IntakeDesk(ledger, recording, mailboxes, derived, clock)
    finally:
        vault.dispose()
