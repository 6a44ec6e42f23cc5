"""The door for readers who know only the library: entries as events, checked on the way out.

The state of a stored event *is* the entry. On the way in it passes as it is. On the way out everything
that the columns say must be what was signed and stamped. A tail that was cut off shows in the tree alone.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from eventsourcing.domain import DomainEventProtocol
from eventsourcing.persistence import JSONTranscoder, Mapper, Notification, StoredEvent

from ledger.domain.types import Statement
from ledger.signing.dsse import STATEMENT_TYPE, Envelope, parse_envelope
from ledger.signing.entry import parse_entry
from ledger.signing.errors import Malformed, require
from ledger.signing.statement import parse_statement
from ledger.store.errors import StoreError


class EntryRefused(StoreError):
    """A stored event is not what was signed, or not where it was stamped."""

    code = "entry_refused"


@dataclass(frozen=True, slots=True)
class EntryEvent:
    """An entry as the library sees it: stream, version, event type, the entry's bytes."""

    originator_id: str
    originator_version: int
    topic: str
    entry: bytes


class SignedMapper(Mapper[str]):
    """Passes entries through, and checks them on reading. Nothing is ever encoded again.

    Args:
        check: Called with the envelope and the index of an entry; raises ``Malformed`` unless every signature
            is valid under a key that held at that index.
    """

    def __init__(self, check: Callable[[Envelope, int], None]) -> None:
        super().__init__(JSONTranscoder())
        self._check = check

    def to_stored_event(self, domain_event: DomainEventProtocol[str]) -> StoredEvent:
        """Return the row of an ``EntryEvent``, its bytes untouched."""
        event: Any = domain_event
        if not isinstance(event, EntryEvent):
            raise EntryRefused("only signed entries can be stored")
        return StoredEvent(event.originator_id, event.originator_version, event.topic, event.entry)

    def to_domain_event(self, stored_event: StoredEvent) -> DomainEventProtocol[str]:
        """Return the entry of a row.

        Raises:
            EntryRefused: Bytes, columns, place or a signature do not agree.
        """
        try:
            entry = parse_entry(stored_event.state)
            envelope = parse_envelope(entry.envelope)
            statement = open_envelope(envelope)
            self._check(envelope, entry.index)
        except Malformed as error:
            raise EntryRefused(f"a stored entry does not hold what was signed ({error.code})") from error
        signed = (statement.stream, entry.version, statement.type)
        columns = (str(stored_event.originator_id), stored_event.originator_version, stored_event.topic)
        if signed != columns:
            raise EntryRefused("stream, version or type of a row is not what its entry says")
        if isinstance(stored_event, Notification) and stored_event.id != entry.index + 1:
            raise EntryRefused("an entry does not stand where it was stamped")
        event: Any = EntryEvent(statement.stream, entry.version, statement.type, stored_event.state)
        found: DomainEventProtocol[str] = event
        return found


def open_envelope(envelope: Envelope) -> Statement:
    """Return the statement inside; raise also ``dsse_type`` and ``statement_signers``. Verify first."""
    require(envelope.payload_type == STATEMENT_TYPE, "dsse_type", "the payload is no statement")
    statement = parse_statement(envelope.payload)
    signers = tuple([name for name, _ in envelope.signatures])
    require(statement.signers == signers, "statement_signers", "the signatures are not those of the signers")
    return statement
