"""What the ledger refuses or cannot do, as states of affairs with stable codes."""

from typing import ClassVar


class LedgerError(Exception):
    """The ledger cannot do what was asked. Nothing was half-written, nothing was lost."""

    code: ClassVar[str] = "ledger_error"


class KeyFileError(LedgerError):
    """A key file is missing, unreadable or not a key."""

    code = "key_file"


class NotAdmitted(LedgerError):
    """A program or an official cannot be let in, or taken out, as asked."""

    code = "not_admitted"


class AlreadyFounded(LedgerError):
    """A ledger or its keys are already there; founding again would overwrite them."""

    code = "already_founded"


class NotFounded(LedgerError):
    """There is no ledger in this database yet."""

    code = "not_founded"


class ClockSuspect(LedgerError):
    """The host's clock trails the last stamp or differs from the database's; appending stops."""

    code = "clock_suspect"


class SignerRefused(LedgerError):
    """The log's signer remembers a tree that the one before it does not extend."""

    code = "signer_refused"


class MemoryNotKept(LedgerError):
    """The signer cannot write down what it is about to sign; nothing was signed."""

    code = "signer_memory"


class StorageAltered(LedgerError):
    """Storage did not return what was written; nothing was signed."""

    code = "storage_altered"


class SettingMissing(LedgerError):
    """A setting that has no safe default was not given."""

    code = "setting_missing"


class SettingInvalid(LedgerError):
    """A setting has a value that cannot be used."""

    code = "setting_invalid"


class AddressTaken(LedgerError):
    """Nothing can be served at the address that was named."""

    code = "address_taken"


class OfficialsKeys(LedgerError):
    """The key folder of a server holds keys of persons who decide."""

    code = "officials_keys"


class NoSuchEntry(LedgerError):
    """The log holds no entry of that index, stream or statement."""

    code = "no_such_entry"


class IntakeMissing(LedgerError):
    """No intake key lies in the key folder, so nobody can say that something was received."""

    code = "intake_missing"


class AttachmentsMissing(LedgerError):
    """This server takes no attachments."""

    code = "attachments_missing"


class HashingBusy(LedgerError):
    """Too many wait for a receipt code to be checked. Nothing was recorded."""

    code = "hashing_busy"


class AccessNotRecorded(LedgerError):
    """A reading could not be recorded beforehand; nothing was shown."""

    code = "access_not_recorded"


class ExportExists(LedgerError):
    """Something is where the export should be written; nothing was touched."""

    code = "export_exists"


class ExportDiffers(LedgerError):
    """The entries that were read are not those of the signed checkpoint; nothing was written."""

    code = "export_differs"


class EntriesNotPublic(LedgerError):
    """What was asked for the public holds the entries themselves; nothing was written."""

    code = "entries_not_public"


class ParquetMissing(LedgerError):
    """Parquet files need a library that is not installed."""

    code = "parquet_missing"
