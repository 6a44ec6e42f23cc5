"""What could be erased: only the vault knows which fields are sealed, since an entry tells no names."""

from ledger.application.reading_entries import decode
from ledger.application.sealing import unseal
from ledger.domain.casework.events import ErasedFields
from ledger.domain.casework.sealed import accounts
from ledger.domain.types import Recorded, Sealed
from ledger.signing.disclosure import parse_disclosure
from ledger.store.recorder import Recorder
from ledger.store.vault import Vault


def openable(store: Recorder, vault: Vault, stream: str) -> dict[int, list[str]]:
    """Return the names (``subject/field``) of the fields of ``stream`` that open, by version, sorted.

    Raises:
        nacl.exceptions.CryptoError: A box does not open under its key.
    """
    return {
        recorded.version: _names(vault, recorded)
        for row in store.stream(stream)
        for recorded in [decode(row.entry)]
        if recorded.statement.sd
    }


def everything_about(store: Recorder, vault: Vault, stream: str, subject: str) -> tuple[ErasedFields, ...]:
    """Return all that opens about ``subject`` in ``stream`` and may be erased.

    The reasons of officials and rulings on the person stay: they belong to the act.
    """
    found = []
    for row in store.stream(stream):
        recorded = decode(row.entry)
        names = [
            Sealed(name)
            for name in _names(vault, recorded)
            if name.partition("/")[0] == subject and not accounts(recorded, name)
        ]
        if names:
            found.append(ErasedFields(version=recorded.version, fields=tuple(names)))
    return tuple(found)


def _names(vault: Vault, recorded: Recorded) -> list[str]:
    statement = recorded.statement
    items = unseal(vault, statement.id, statement.sd) if statement.sd else ()
    return sorted(parse_disclosure(item)[1] for item in items)
