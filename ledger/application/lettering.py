"""Letters about a case: which entry a letter tells of, and the sealed words that go into it.

Without a key a letter has no sealed words. With one it has those that its holder is entitled to, and
that they were read stands in the log of readers before the letter is there.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Final

from ledger.application.access import Purpose
from ledger.application.assembly import open_vault
from ledger.application.errors import NoSuchEntry
from ledger.application.keyring import Holder
from ledger.application.ledger import Ledger
from ledger.application.openings import Openings, Reader
from ledger.application.sequencer import Clock
from ledger.application.settings import Settings
from ledger.application.snapshot import present
from ledger.domain.claim.events import DecisionRevised, EligibilityDecided
from ledger.domain.errors import AuthorityDenied
from ledger.domain.grievance.events import GrievanceAcknowledged, GrievanceDetermined
from ledger.projections.letters.letter import Letter
from ledger.projections.letters.notice import notice_letter
from ledger.projections.letters.opened import Field, wanted
from ledger.projections.letters.outcome import acknowledgement_letter, outcome_letter
from ledger.projections.views.unsealing import OWN
from ledger.signing.errors import Malformed
from ledger.store.engines import open_engine
from ledger.store.mailboxes import MailboxStore

LETTERS: Final[Mapping[str, Callable[..., Letter]]] = {
    EligibilityDecided.__name__: notice_letter,
    DecisionRevised.__name__: notice_letter,
    GrievanceAcknowledged.__name__: acknowledgement_letter,
    GrievanceDetermined.__name__: outcome_letter,
}
"""Of what a letter tells, by the type of the entry."""


def number_of(settings: Settings, stream: str) -> str | None:
    """Return the case number of ``stream``; None: it has none, or the vault is not at hand."""
    with open_vault(settings) as vault:  # brought to this release
        if vault is None:
            return None
    engine = open_engine(settings.vault_db, create=False)
    try:
        return MailboxStore(engine).case(stream)
    finally:
        engine.dispose()


def open_words(ledger: Ledger, clock: Clock, stream: str, holder: Holder) -> Sequence[Field]:
    """Return the words of ``stream`` that a letter may print, as ``holder`` may see them; it is recorded.

    Raises:
        Malformed: ``key_unknown``: the ledger does not know the key.
        AuthorityDenied: ``key_revoked``.
        NoSuchEntry, AccessNotRecorded, SettingMissing: As ``Openings.open``.
    """
    key = present(ledger.store, clock()).registry.keys.get(holder.key.id)
    if key is None:
        raise Malformed("key_unknown", "the ledger does not know this key")
    if key.revoked is not None:
        raise AuthorityDenied("key_revoked")
    names = wanted(OWN.get(stream.partition("/")[0], ""))
    opened = Openings(ledger, clock).open(stream, Reader(key.actor, key.id), Purpose.NOTICE, names)
    return opened.fields


def write_letter(
    ledger: Ledger,
    clock: Clock,
    stream: str,
    version: int | None = None,
    *,
    fields: Sequence[Field] = (),
    case: str | None = None,
    page: str | None = None,
) -> tuple[Letter, int]:
    """Return the letter of an entry of ``stream``, and the version of the entry.

    Args:
        ledger: Open for reading.
        clock: The present time, the day of the letter.
        stream: A claim or a grievance.
        version: That of the entry; None: the last one of which a letter tells.
        fields: What ``open_words`` gave.
        case: The case number.
        page: The address where the case can be followed.

    Raises:
        NoSuchEntry: There is no entry of which a letter tells.
    """
    prefix = present(ledger.store, clock())
    for recorded in reversed(prefix.history(stream)):
        write = LETTERS.get(recorded.statement.type)
        if write is not None and version in {None, recorded.version}:
            made = write(prefix, stream, recorded.version, fields=fields, case=case, page=page)
            return made, recorded.version
    raise NoSuchEntry("no decision, acknowledgement or determination stands there; see `phayan show`")
