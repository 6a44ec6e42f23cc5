"""Putting a ledger together from its settings: databases, keys, signer, vault."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Final, TypeAlias

import sqlalchemy as sa
from nacl.public import PrivateKey

from ledger.application import founding, randomness
from ledger.application.access import AccessLog
from ledger.application.attachments import Attachments
from ledger.application.composing import Author
from ledger.application.errors import NotFounded, SettingMissing
from ledger.application.filings.opening import SECRETS
from ledger.application.indexing import Index
from ledger.application.keyring import Keyring
from ledger.application.lanes import Lanes
from ledger.application.ledger import FOUND_FIRST, Ledger
from ledger.application.receipts import Receipt
from ledger.application.sealing import Sealer
from ledger.application.sequencer import Clock
from ledger.application.settings import Settings
from ledger.application.signer import LogSigner
from ledger.application.snapshot import present
from ledger.application.strata import SealedStrata, overseer
from ledger.projections.reports.case import NOTHING_TOLD, Tells
from ledger.store.access import AccessStore
from ledger.store.attachments import AttachmentTables
from ledger.store.blobs import Blobs, Folder, Objects
from ledger.store.engines import open_engine
from ledger.store.errors import StoreError
from ledger.store.migrations import check_current, upgrade
from ledger.store.vault import Vault

Bring: TypeAlias = Callable[[sa.Engine, str], None]
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
    _bring(bring, settings.ledger_db, "ledger", create=False)
    with Lanes(lanes) as checking:
        ledger = _ledger(settings, clock, checking)
        try:
            if ledger.store.head().size == 0:
                raise NotFounded(FOUND_FIRST)
            if not write:
                yield ledger
                return
            signer = _signer(settings, ledger.origin)  # first: in a wrong folder nothing is drawn anew
            with _vault(settings, ledger, clock, bring) as (sealer, access):
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
    _bring(upgrade, settings.ledger_db, "ledger")
    with Lanes(1) as lanes:
        ledger = _ledger(settings, clock, lanes)
        try:
            founding.check_empty(ledger, keyring)
            founders = founding.draw_founders(keyring, author, randomness.seed)
            for name in SECRETS:
                keyring.secret(name, randomness.seed)
            ledger.store.set_origin(author.origin)
            with _vault(settings, ledger, clock, upgrade) as (sealer, access):
                ledger.open_for_writing(_signer(settings, author.origin), sealer, access)
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
        _bring(upgrade, url, branch)


def _bring(bring: Bring, url: str, branch: str, *, create: bool = True) -> None:
    """Bring the database at ``url`` to this release. No answer waits for it, so it may take its time."""
    engine = open_engine(url, create=create)
    try:
        bring(engine, branch)
    finally:
        engine.dispose()


def _ledger(settings: Settings, clock: Clock, lanes: Lanes) -> Ledger:
    environment = {
        "PERSISTENCE_MODULE": "ledger.store",
        "PHAYAN_DB": settings.ledger_db,
        "LOCK_SECONDS": str(settings.patience.lock_timeout),
        "STATEMENT_SECONDS": str(settings.patience.statement_timeout),
        "CREATE_TABLE": "no",
    }
    return Ledger(environment, clock=clock, lanes=lanes)


def _signer(settings: Settings, origin: str) -> LogSigner:
    seed = Keyring(settings.keys).existing_secret("log")
    return LogSigner(origin, seed, settings.signer_memory)


@contextmanager
def open_vault(settings: Settings) -> Iterator[Vault | None]:
    """Open what is sealed and its keys, for reading; None where the two are not at hand."""
    with ExitStack() as stack:
        engines = []
        try:
            for url, branch in ((settings.vault_db, "vault"), (settings.key_db, "keys")):
                engines.append(open_engine(url, create=False))
                stack.callback(engines[-1].dispose)
                upgrade(engines[-1], branch)
        except StoreError:
            yield None
            return
        yield Vault(*engines)


@contextmanager
def open_strata(settings: Settings, ledger: Ledger, clock: Clock) -> Iterator[Tells]:
    """Open what tells reports of persons; it tells nothing where vault, keys or a mandate are not at hand."""
    prefix = present(ledger.store, clock())
    reader = overseer(Keyring(settings.keys), prefix)
    with open_vault(settings) as vault, readers_of(settings) as store:
        if reader is None or vault is None or store is None:
            yield NOTHING_TOLD
        else:
            told = SealedStrata(ledger.store, prefix, vault, AccessLog(store, clock), reader)
            yield Tells(told, told.reasons)


@contextmanager
def _vault(
    settings: Settings, ledger: Ledger, clock: Clock, bring: Bring
) -> Iterator[tuple[Sealer, AccessLog]]:
    """Open the vault and the data keys, each in its own database, and let ``ledger`` have its attachments."""
    keyring = Keyring(settings.keys)
    recipients = {
        name: bytes(PrivateKey(keyring.secret(name, randomness.seed)).public_key) for name in RECIPIENTS
    }
    for url, branch in ((settings.vault_db, "vault"), (settings.key_db, "keys")):
        _bring(bring, url, branch)
    vault, keys = (
        open_engine(url, **settings.patience._asdict()) for url in (settings.vault_db, settings.key_db)
    )
    try:
        sealer = Sealer(
            Vault(vault, keys),
            recipients,
            seed=randomness.seed,
            nonce=randomness.nonce,
            index=Index(keyring.secret("index", randomness.seed)),
            clock=clock,
        )
        sealer.files = _attachments(settings, AttachmentTables(vault), sealer, ledger, clock)
        ledger.attachments = sealer.files
        yield sealer, AccessLog(AccessStore(vault), clock)
    finally:
        vault.dispose()
        keys.dispose()


def _attachments(
    settings: Settings, tables: AttachmentTables, sealer: Sealer, ledger: Ledger, clock: Clock
) -> Attachments | None:
    """Return what takes attachments; None where no place for them is named."""
    if settings.blobs is None:
        return None
    return Attachments(
        tables,
        _blobs(settings.blobs),
        sealer,
        Keyring(settings.keys).secret("uploads", randomness.seed),
        known=ledger.known,
        appending=ledger.store.appending,
        clock=clock,
        seed=randomness.seed,
        nonce=randomness.nonce,
        identifier=randomness.identifier,
    )


def _blobs(place: str) -> Blobs:
    if not place.startswith("s3://"):
        return Folder(Path(place))
    try:
        return Objects.at(place)
    except ImportError:
        raise SettingMissing("PHAYAN_BLOBS names an object store; install the extra `s3`") from None
