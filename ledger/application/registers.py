"""Importing one register into one ledger: mapping, files, the importer's key, the file of refused rows."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from ledger.application.importing import Importer, ImportResult
from ledger.application.keyring import Keyring, Seeds
from ledger.application.ledger import Ledger
from ledger.application.mapping import SourceRow, open_mapping


def import_register(
    ledger: Ledger,
    keyring: Keyring,
    mapping: Path,
    files: Mapping[str, Path],
    *,
    register: str,
    refused: Path,
    seeds: Seeds,
    show: Callable[[int], None] = lambda _rows: None,
) -> ImportResult:
    """Run ``mapping`` over ``files`` and record what it returns.

    Args:
        ledger: Open for writing.
        keyring: Holds the key ``importer`` and the secret from which ids are derived.
        mapping: A file with one SELECT.
        files: The files it may read, by the name of their variable.
        register: The namespace of the register's keys.
        refused: Where refused rows are written; absent when there are none.
        seeds: Draws the secret, the first time.
        show: Takes the number of rows read so far.

    Raises:
        MappingRefused: The mapping is not one harmless SELECT, or a row cannot be read.
    """
    holder = keyring.load("importer")
    secret = keyring.secret("import", seeds)
    importer = Importer(ledger, holder.key, actor=holder.actor, secret=secret, register=register)
    with open_mapping(mapping, files) as batches:
        return importer.run(_counted(batches, show), refused)


def _counted(
    batches: Iterable[Sequence[SourceRow]], show: Callable[[int], None]
) -> Iterator[Sequence[SourceRow]]:
    read = 0
    for batch in batches:
        yield batch
        read += len(batch)
        show(read)
