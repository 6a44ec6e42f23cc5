"""The desk for people without a key: they file, come back with a receipt code, and are answered.

What a request becomes follows from its idempotency key and a secret of the key folder: the stream, the
statement, the salts, the code. So the same request again gets the same answer, whatever was lost.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from ledger.application.derived import Derived
from ledger.application.filings.asked import Appeal, Filing, Message, Told
from ledger.application.filings.filing import appealed, filed
from ledger.application.filings.following import check_reissue
from ledger.application.filings.programmes import contested, newest, rules_of
from ledger.application.filings.recording import Draft, Recording, Signing
from ledger.application.filings.speaking import entry_of, event_of
from ledger.application.ledger import Ledger
from ledger.application.mailboxes import Mailbox, Mailboxes
from ledger.application.receipts import Receipt, Rejected
from ledger.application.sequencer import Clock
from ledger.application.snapshot import Snapshot, present
from ledger.domain.codes import Auth, Role
from ledger.domain.errors import RuleBroken
from ledger.domain.grievance.events import GrievanceFiled
from ledger.domain.grievance.records import GrievanceState
from ledger.domain.types import Event
from ledger.projections.views.entitlement import acting

Admit = Callable[[], None]
"""Lets a new request pass, or raises: one that was answered before is not asked."""


@dataclass(frozen=True, slots=True)
class Filed:
    """What the person takes away: their case with its code, and the receipt of its entry.

    The code is None where it must not be shown: to a helper, or once another one was issued.
    """

    mailbox: Mailbox
    receipt: Receipt


class IntakeDesk:
    """Takes what people say.

    Args:
        ledger: Open for writing.
        recording: Signs and submits.
        mailboxes: Numbers and codes.
        derived: Makes ids from a secret of the key folder.
        clock: The present time.
    """

    def __init__(
        self, ledger: Ledger, recording: Recording, mailboxes: Mailboxes, derived: Derived, clock: Clock
    ) -> None:
        self.ledger = ledger
        self.mailboxes = mailboxes
        self.clock = clock
        self._recording = recording
        self._derived = derived

    def file(
        self, key: str, filing: Filing, told: Told, *, helper: str | None, admit: Admit
    ) -> Filed | Rejected:
        """Record a grievance; return its case number and its receipt, and the code where nobody helped.

        Args:
            key: The idempotency key (a uuid) that the client drew.
            filing: What is filed.
            told: What of it is sealed.
            helper: The actor who helps, where ``filing.assist`` says how.
            admit: Lets a new filing pass.

        Raises:
            Refused, Malformed: The filing cannot be made into a statement.
            LedgerError, StoreError: As ``Recording.record`` and ``Mailboxes.open``.
        """
        store = self.ledger.store
        programme = newest(store, self.prefix(), filing)
        contests = tuple(contested(store, one) for one in filing.contests)
        made = self._file(("filing", key), partial(filed, filing, helper, programme, contests), told, admit)
        if isinstance(made, Rejected) or filing.assist is None:
            return made
        return Filed(made.mailbox._replace(code=None), made.receipt)

    def say(
        self, key: str, stream: str, message: Message, told: Told, *, admit: Admit
    ) -> Filed | Receipt | Rejected:
        """Record what somebody says who holds the receipt of ``stream``.

        An appeal is a new grievance with a number and a code of its own.

        Args:
            key: The idempotency key (a uuid) that the client drew.
            stream: Their case.
            message: What they say.
            told: What of it is sealed.
            admit: Lets a new message pass.

        Raises:
            Refused, Malformed, LedgerError, StoreError: As ``file``.
        """
        if isinstance(message, Appeal):
            return self._appeal(key, stream, message, told, admit)
        entry = entry_of(self.ledger.store, stream, message)
        draft = self._draft(("message", stream, key), stream, partial(event_of, message, entry), told)
        known = self._recording.again(draft)
        if known is not None:
            return known
        admit()
        return self._recording.record(draft)

    def reissue(self, key: str, case: str, *, by: str, auth: Auth) -> Mailbox | None:
        """Return ``case`` with a new code for the person; None if it is none, or not for ``by``.

        Whoever has the code reads the case, so it is for an intake who may open the case without one.

        Args:
            key: The idempotency key (a uuid) that the client drew.
            case: The number of the case.
            by: The actor who has the person before them, or called them back.
            auth: Which of the two.

        Raises:
            ConflictOfInterest: ``coi_line_complained_about``.
            RuleBroken: ``anonymous_identified``: nobody can know who it is.
            Malformed, LedgerError, StoreError: As ``Mailboxes.issue``.
        """
        prefix, stream = self.prefix(), self.mailboxes.stream(case)
        if stream is None or all(held.role is not Role.INTAKE for held in acting(prefix, stream, by)):
            return None
        check_reissue(prefix, stream, by)
        draw = self.mailboxes.draw("reissue", case, key)
        return self.mailboxes.issue(case, draw, by=by, auth=auth)

    def prefix(self) -> Snapshot:
        """Return the log as it stands."""
        return present(self.ledger.store, self.clock())

    def _appeal(self, key: str, stream: str, appeal: Appeal, told: Told, admit: Admit) -> Filed | Rejected:
        prefix = self.prefix()
        below = prefix.state(stream)
        if not isinstance(below, GrievanceState) or below.programme is None:
            raise RuleBroken("unknown_grievance")
        programme = rules_of(prefix, below.programme.stream)
        says = partial(appealed, appeal, stream, below, programme)
        return self._file(("appeal", stream, key), says, told, admit)

    def _file(
        self, named: tuple[str, ...], says: Callable[[Signing], GrievanceFiled], told: Told, admit: Admit
    ) -> Filed | Rejected:
        stream = f"grievance/{self._derived.request('stream', *named)}"
        draft = self._draft(named, stream, says, told)
        with self.mailboxes.place():  # first: whoever is turned away here has nothing recorded
            outcome: Receipt | Rejected | None = self._recording.again(draft)
            if outcome is None:
                admit()
                outcome = self._recording.record(draft)
            if isinstance(outcome, Rejected):
                return outcome
            return Filed(self.mailboxes.open(stream, self.mailboxes.draw(*named)), outcome)

    def _draft(
        self, named: tuple[str, ...], stream: str, says: Callable[[Signing], Event], told: Told
    ) -> Draft:
        """Return what is said by the request that ``named`` names; the idempotency key is one of them."""
        statement, salt = (self._derived.request(what, *named) for what in ("statement", "salt"))
        return Draft(statement, stream, says, told.words, told.uploads, salt)
