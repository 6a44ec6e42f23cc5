"""All that a rule may know."""

from collections.abc import Sequence
from typing import NamedTuple, Protocol

from ledger.domain.authority import Party
from ledger.domain.directory import RegistryState
from ledger.domain.matters import Matter
from ledger.domain.types import Recorded, Seen, Statement


class Prefix(Protocol):
    """All that a rule may know, at one position of the log."""

    @property
    def size(self) -> int:
        """Return the index that the statement would get."""
        ...

    @property
    def now(self) -> str:
        """Return the time of recording that the entry would get, as in ``Recorded.recorded_at``."""
        ...

    @property
    def registry(self) -> RegistryState:
        """Return the folded registry."""
        ...

    def state(self, stream: str) -> Matter:
        """Return the folded state of ``stream``; its initial state if it has no entries."""
        ...

    def head(self, stream: str) -> Seen | None:
        """Return version and leaf of the last entry of ``stream``; None if it has none."""
        ...

    def history(self, stream: str) -> Sequence[Recorded]:
        """Return every entry of ``stream`` before this position, in order. Clocks are read from it."""
        ...

    def referring(self, stream: str) -> Sequence[str]:
        """Return the streams that refer to ``stream`` (``ledger.domain.links``), in the order of the log.

        ``stream`` may also be a person, ``actor/`` and a uuid.
        """
        ...


class Submission(NamedTuple):
    """A statement before the rules of its stream.

    ``parties`` are its signers with the mandates that carry their signatures; the first one answers for it.
    """

    statement: Statement
    prefix: Prefix
    parties: tuple[Party, ...]
