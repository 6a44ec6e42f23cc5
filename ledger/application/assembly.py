"""Putting a ledger together from its settings: databases, keys, signer, vault."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from nacl.public import PrivateKey

from ledger.application import founding, randomness
from ledger.application.access import AccessLog
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
from ledger.store.access import AccessStore
from ledger.store.engines import open_engine
from ledger.store.errors import StoreError
from ledger.store.migrations import upgrade
from ledger.store.vault import Vault

RECIPIENTS: Final = ("case-unit", "oversight")
"""For whom data keys are wrapped; their X25519 seeds lie in the key folder of a local ledger."""


@contextmanager
def open_ledger(settings: Settings, clock: Clock, *, write: bool = False, lanes: int = 1) -> Iterator[Ledger]:
    """Open the ledger that ``settings`` name, for reading or for writing too.

    Raises:
        NotFounded: The database holds no ledger.
        SignerRefused: It is older than what its signer has signed.
        StoreError: The database cannot be used, or would lose what it acknowledges.
    """
    engine = open_engine(settings.ledger_db, create=False)
    upgrade(engine)
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
            with _vault(settings, clock) as (sealer, access):
                ledger.open_for_writing(signer, sealer, access)
                yield ledger
        finally:
            ledger.close()


@contextmanager
def readers_of(settings: Settings) -> Iterator[AccessStore | None]:
    """Open the log of readers, to be looked at; None: the vault is not at hand."""
    try:
        vault = open_engine(settings.vault_db, create=False)
    except StoreError:
        yield None
        return
    try:
        upgrade(vault, "vault")
        yield AccessStore(vault)
    finally:
        vault.dispose()


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
            with _vault(settings, clock) as (sealer, access):
                ledger.open_for_writing(_signer(settings, author.origin), sealer, access)
                return founding.found(
                    ledger, keyring, founders, author, randomness.seed, today=clock().date()
                )
        finally:
            ledger.close()


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
def _vault(settings: Settings, clock: Clock) -> Iterator[tuple[Sealer, AccessLog]]:
    """Open the vault and the data keys, each in its own database."""
    keyring = Keyring(settings.keys)
    recipients = {
        name: bytes(PrivateKey(keyring.secret(name, randomness.seed)).public_key) for name in RECIPIENTS
    }
    vault, keys = open_engine(settings.vault_db), open_engine(settings.key_db)
    try:
        upgrade(vault, "vault")
        upgrade(keys, "keys")
        sealer = Sealer(Vault(vault, keys), recipients, seed=randomness.seed, nonce=randomness.nonce)
        yield sealer, AccessLog(AccessStore(vault), clock)
    finally:
        vault.dispose()
        keys.dispose()
