"""The log's signer, and its memory outside the database.

A restored backup is an older tree. Whoever signs on from it forks the log. So the signer keeps the
last size and root that it signed in a file of its own: below that size it refuses, and at that
size it signs the same root only.
"""

from pathlib import Path

from ledger.application.errors import SignerRefused
from ledger.application.signer_memory import SignerMemory
from ledger.tlog.checkpoint import Checkpoint, format_checkpoint
from ledger.tlog.note import sign_note


class LogSigner:
    """Signs checkpoints of one origin with the log's key, never a smaller tree, never two of a size."""

    def __init__(self, origin: str, seed: bytes, memory: Path) -> None:
        self.origin = origin
        self._seed = seed
        self._memory = SignerMemory(origin, memory)

    def sign(self, checkpoint: Checkpoint) -> str:
        """Return the signed note of ``checkpoint``. The memory is durable before the signature exists.

        Raises:
            SignerRefused: The signer signed a larger tree before, or another root of this size.
            MemoryNotKept: The memory cannot be written. Nothing was signed.
        """
        with self._memory.locked():
            last = self.last()
            if last is not None and checkpoint.size < last.size:
                raise SignerRefused(
                    f"the signer has signed {last.size} entries and this tree has {checkpoint.size}; "
                    "an old backup was restored: bring back the newer entries, or found a new ledger"
                )
            if last is not None and checkpoint.size == last.size and checkpoint.root != last.root:
                raise SignerRefused(
                    f"the signer has signed another tree of {last.size} entries; the log was altered: "
                    "keep this machine as it is and call the auditor"
                )
            self._memory.keep(checkpoint)
        body = format_checkpoint(checkpoint)
        return f"{body}\n{sign_note(body, self.origin, self._seed)}"

    def last(self) -> Checkpoint | None:
        """Return the last tree head that was signed, or None before the first.

        Raises:
            SignerRefused: The memory is there and cannot be read: nobody knows what was signed.
        """
        return self._memory.last()
