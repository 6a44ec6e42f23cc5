"""Putting a ledger together from its settings: databases, keys, signer, vault."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Final

import sqlalchemy as sa
from nacl.public import PrivateKey

from ledger.application import founding, randomness
from ledger.application.composing import Author
from ledger.application.errors import NotFounded
from ledger.application.keyring import Keyring
from ledger.application.lanes import Lanes
from ledger.application.ledger import FOUND_FIRST, Ledger
from ledger.application.receipts import Receipt
from ledger.application.sealing import Sealer
from ledger.application.sequencer import Clock
from ledger.application.settings import Settings
from ledger.application.signer import LogSigner
from ledger.store.engines import open_engine
from ledger.store.migrations import check_current, upgrade
from ledger.store.vault import Vault

RECIPIENTS: Final = ("case-unit", "oversight")
"""For whom data keys are wrapped; their X25519 seeds lie in the key folder of a local ledger."""


@contextmanager
def open_ledger(
    settings: Settings, clock: Clock, *, write: bool = False, lanes: int = 1, migrate: bool = True
) -> Iterator[Ledger]:
    """Open the ledger that ``settings`` name, for reading or for writing too.

    Args:
        settings: Databases and keys.
        clock: The present time.
        write: Whether statements are taken.
        lanes: On how many lanes signatures are checked.
        migrate: Whether the databases are brought to this release; else they must have been.

    Raises:
        NotFounded: The database holds no ledger.
        SignerRefused: It is older than what its signer has signed.
        StoreError: The database cannot be used, or would lose what it acknowledges.
    """
    bring = upgrade if migrate else check_current
    engine = open_engine(settings.ledger_db, create=False)
    try:
        bring(engine)
    finally:
        engine.dispose()
    with Lanes(lanes) as checking:
        ledger = _ledger(settings, clock, checking)
        try:
            if ledger.store.head().size == 0:
                raise NotFounded(FOUND_FIRST)
            if not write:
                yield ledger
                return
            signer = _signer(settings, ledger.origin)  # first: in a wrong folder nothing is drawn anew
            with _sealer(settings, bring) as sealer:
                ledger.open_for_writing(signer, sealer)
                yield ledger
        finally:
            ledger.close()


def create(settings: Settings, author: Author, clock: Clock) -> list[Receipt]:
    """Found a ledger where ``settings`` name it; return the receipts of its first entries.

    Raises:
        AlreadyFounded: The database or the key folder holds a ledger already.
    """
    keyring = Keyring(settings.keys)
    engine = open_engine(settings.ledger_db)
    upgrade(engine)
    engine.dispose()
    with Lanes(1) as lanes:
        ledger = _ledger(settings, clock, lanes)
        try:
            founding.check_empty(ledger, keyring)
            founders = founding.draw_founders(keyring, author, randomness.seed)
            ledger.store.set_origin(author.origin)
            with _sealer(settings, upgrade) as sealer:
                ledger.open_for_writing(_signer(settings, author.origin), sealer)
                return founding.found(
                    ledger, keyring, founders, author, randomness.seed, today=clock().date()
                )
        finally:
            ledger.close()


def migrate(settings: Settings) -> None:
    """Bring the three databases to this release. Harmless when repeated.

    Raises:
        StoreError: A database cannot be used, or would lose what it acknowledges.
    """
    for url, branch in (
        (settings.ledger_db, "ledger"),
        (settings.vault_db, "vault"),
        (settings.key_db, "keys"),
    ):
        engine = open_engine(url)
        try:
            upgrade(engine, branch)
        finally:
            engine.dispose()


def _ledger(settings: Settings, clock: Clock, lanes: Lanes) -> Ledger:
    environment = {
        "PERSISTENCE_MODULE": "ledger.store",
        "PHAYAN_DB": settings.ledger_db,
        "CREATE_TABLE": "no",
    }
    return Ledger(environment, clock=clock, lanes=lanes)


def _signer(settings: Settings, origin: str) -> LogSigner:
    seed = Keyring(settings.keys).existing_secret("log")
    return LogSigner(origin, seed, settings.signer_memory)


@contextmanager
def _sealer(settings: Settings, bring: Callable[[sa.Engine, str], None]) -> Iterator[Sealer]:
    """Open the vault and the data keys, each in its own database."""
    keyring = Keyring(settings.keys)
    recipients = {
        name: bytes(PrivateKey(keyring.secret(name, randomness.seed)).public_key) for name in RECIPIENTS
    }
    vault, keys = open_engine(settings.vault_db), open_engine(settings.key_db)
    try:
        bring(vault, "vault")
        bring(keys, "keys")
        yield Sealer(Vault(vault, keys), recipients, seed=randomness.seed, nonce=randomness.nonce)
    finally:
        vault.dispose()
        keys.dispose()
