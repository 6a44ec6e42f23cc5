"""What the ledger refuses or cannot do, as states of affairs with stable codes."""

from typing import ClassVar


class LedgerError(Exception):
    """The ledger cannot do what was asked. Nothing was half-written, nothing was lost."""

    code: ClassVar[str] = "ledger_error"


class KeyFileError(LedgerError):
    """A key file is missing, unreadable or not a key."""

    code = "key_file"


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


class NoSuchEntry(LedgerError):
    """The log holds no entry of that index, stream or statement."""

    code = "no_such_entry"


class AccessNotRecorded(LedgerError):
    """A reading could not be recorded beforehand; nothing was shown."""

    code = "access_not_recorded"
