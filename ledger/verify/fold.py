"""One entry on top of a prefix of the log: the checks that offline evidence and the whole ledger share."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, TypeAlias

from ledger.domain.directory import RegistryState
from ledger.domain.errors import Refused
from ledger.domain.judge import judge
from ledger.domain.replay import NotShown, Replay
from ledger.domain.types import Recorded, Seen, Statement
from ledger.signing.dsse import Envelope, parse_envelope
from ledger.signing.entry import Entry, parse_entry
from ledger.signing.errors import Malformed
from ledger.signing.statement import parse_statement
from ledger.verify.signatures import check_signatures

CHECKS: Final = {
    "form": "every entry is in its one form, and where its name says",
    "stamp": "places, versions, links and times of recording follow one another",
    "signatures": "every statement is signed by exactly the keys that it names",
    "rules": "every signer had the authority, and the rules at that place of the log allowed the act",
}
UNCHECKED: Final = frozenset({"not_checkable", "type_unknown"})  # no fault: the file or this release lacks it

Opened: TypeAlias = tuple[Entry, Envelope, Statement]
Signatures: TypeAlias = Callable[[Envelope, Statement, RegistryState], None]


@dataclass(frozen=True, slots=True)
class Violation:
    """What is wrong with the entry at ``index``, by one of ``CHECKS``. The sentence repeats no input."""

    check: str
    code: str
    index: int
    sentence: str


def open_entry(data: bytes) -> Opened:
    """Return entry, envelope and statement of which ``data`` is the form; raise ``Malformed``."""
    entry = parse_entry(data)
    envelope = parse_envelope(entry.envelope)
    return entry, envelope, parse_statement(envelope.payload)


def check_next(
    prefix: Replay, opened: Opened, leaf: str, index: int, check: Signatures = check_signatures
) -> list[Violation]:
    """Check one entry on top of ``prefix``, then fold it in whatever was found: history is never refused.

    ``prefix`` holds all that the rules may ask for. ``leaf`` is the entry's leaf hash in hex, ``index`` its
    place in the tree, whatever its own stamp says. ``check`` checks the signatures under the registry at this
    place, or sets them aside for another lane.
    """
    entry, envelope, statement = opened
    found = _check_stamp(prefix, entry, prefix.head(statement.stream), index)
    prefix.size, prefix.now = index, max(entry.recorded_at, prefix.now)
    try:
        check(envelope, statement, prefix.registry)
    except Malformed as error:
        found.append(Violation("signatures", error.code, index, str(error)))
    try:
        judge(statement, prefix)
    except (Refused, NotShown) as error:
        found.append(Violation("rules", error.code, index, str(error)))
    prefix.accept(Recorded(statement, index, entry.version, leaf, entry.recorded_at))
    return found


def _check_stamp(prefix: Replay, entry: Entry, head: Seen | None, index: int) -> list[Violation]:
    version, prev = (head.version + 1, head.leaf) if head else (1, "")
    in_order = entry.recorded_at >= prefix.now
    asked = (
        (entry.index == index, "index_moved", "the stamp names another place in the log"),
        (entry.version == version, "version_gap", "the versions of the stream do not follow one another"),
        (entry.prev == prev, "link_broken", "the entry does not name the stream's previous entry"),
        (in_order, "time_backwards", "the entry is stamped earlier than the one before it"),
    )
    return [Violation("stamp", code, index, sentence) for holds, code, sentence in asked if not holds]
