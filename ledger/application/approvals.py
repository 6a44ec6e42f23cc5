"""Statements that several sign, each on a machine of their own: kept sealed until the last one has signed.

What waits is judged when it comes in as if everybody had signed, since the statement itself names all who
will: whoever begins it learns at once what the ledger would refuse. Envelope and disclosures lie sealed in
the vault's database, under a key of their own in that of the keys, and the key goes when it is over.
"""

import json
from hashlib import sha256
from typing import Final, NamedTuple
from uuid import UUID

from ledger.application.access import Access, Target, What, capacities_of
from ledger.application.awaiting import NOT_THEIRS, Kept, declined
from ledger.application.cosigning import check_signed, holder_of, is_new_key
from ledger.application.errors import NoSuchEntry
from ledger.application.fastpath import read_statement
from ledger.application.ledger import Ledger
from ledger.application.opening import Opened
from ledger.application.openings import Reader
from ledger.application.receipts import Receipt, Rejected, Submission
from ledger.application.sequencer import Clock, check_disclosed, rejected
from ledger.application.snapshot import Snapshot, present
from ledger.domain.dates import civil
from ledger.domain.directory import RegistryState
from ledger.domain.errors import AuthorityDenied, ConflictOfInterest, Refused
from ledger.domain.judge import judge
from ledger.domain.relations import actors_of, running
from ledger.domain.types import Statement
from ledger.projections.views.queue import warning
from ledger.signing.disclosure import check_disclosures, parse_disclosure
from ledger.signing.dsse import Envelope, format_envelope, parse_envelope
from ledger.signing.errors import Malformed, require
from ledger.store.awaiting import Awaiting, Decline, Signer, State
from ledger.verify.signatures import check_enclosed

SHOWN: Final = 200
ANOTHER_ID: Final = "another statement has this id; give every statement an id of its own"
UNSIGNED: Final = "the envelope lacks the signature of the key that signed in; sign it first"


class Shown(NamedTuple):
    """One before somebody who is to sign it.

    ``envelope`` is None once it is over. ``disclosures`` are None where they are withheld: the ledger would
    not let this reader sign any more. ``problem`` is why the ledger would refuse it now.
    """

    approval: Awaiting
    envelope: bytes | None
    disclosures: tuple[str, ...] | None
    problem: Rejected | None


class Approvals:
    """Takes in what lacks signatures, adds them, and hands in what is complete.

    Args:
        ledger: Open for writing, with its vault.
        clock: The present time.
    """

    def __init__(self, ledger: Ledger, clock: Clock) -> None:
        self._ledger = ledger
        self._clock = clock
        self._kept = Kept(ledger, clock)

    def begin(self, submission: Submission, by: Reader | None) -> Awaiting | Rejected:
        """Keep a statement that some of its signers signed, unless the ledger would refuse it.

        The same again returns the same, however it stands with it by now.

        Args:
            submission: The envelope and its disclosures.
            by: Who hands it in, with the key that signed in; None: somebody who did not.

        Raises:
            SettingMissing: There is no vault.
        """
        statement = None
        self._kept.sweep()
        try:
            envelope = parse_envelope(submission.envelope)
            statement = read_statement(envelope.payload)
            registry = self._ledger.registry()
            check_signed(envelope, statement, registry)
            check_enclosed(statement, registry)
            check_disclosures(submission.disclosures, statement.sd)
            begun_by = self._beginner(envelope, statement, registry, by)
            there = self._kept.of_statement(statement.id)
            if there is None:
                self._check(statement, submission)
                there = self._begun(statement, submission, envelope, begun_by)
            same = there.payload == sha256(envelope.payload).hexdigest()
            require(same, "id_reused", ANOTHER_ID)
        except (Refused, Malformed) as refusal:
            return self._refused(statement, refusal)
        return there

    def sign(self, identifier: str, data: bytes, by: Reader) -> Awaiting | Receipt | Rejected:
        """Add the signatures of the envelope ``data``; hand in what is complete by that.

        Of two who complete it at once both get the one receipt. What the ledger refuses stays, and says why.

        Raises:
            NoSuchEntry: Nothing waits there, or it is not theirs.
        """
        added: Awaiting | Receipt | Submission | None = None
        try:
            envelope = parse_envelope(data)
            while added is None:
                added = self._add(identifier, envelope, by)
        except (Refused, Malformed) as refusal:
            return Rejected.of(None, refusal)
        return self._hand_in(identifier, added) if isinstance(added, Submission) else added

    def _add(self, identifier: str, envelope: Envelope, by: Reader) -> Awaiting | Receipt | Submission | None:
        """Add signatures; return what is complete by that, or what still waits, or the receipt there is.

        None: somebody else added one meanwhile, or ended it.
        """
        one = self._theirs(identifier, by)
        same = sha256(envelope.payload).hexdigest() == one.payload
        require(same, "approval_differs", "the envelope holds another statement than the one waiting")
        require(by.key in dict(envelope.signatures), "approval_unsigned", UNSIGNED)
        check_signed(envelope, read_statement(envelope.payload), self._ledger.registry())
        if one.state is State.RECORDED:
            return self._ledger.receipt(one.statement)
        held = self._kept.open(one)
        if held is None:
            if self._theirs(identifier, by).state is not one.state:
                return None
            raise Malformed("approval_over", "it was withdrawn or waited too long; begin it again")
        merged = self._kept.add(one, held, envelope)
        if merged is None:
            return None
        complete = len(merged.signatures) == len(one.signers)
        return held._replace(envelope=format_envelope(merged)) if complete else self._theirs(identifier, by)

    def listed(self, actor: str) -> list[Awaiting]:
        """Return what ``actor`` began or is to sign, the newest first; what is over for a month yet."""
        self._kept.sweep()
        actors = actors_of(self._ledger.registry(), actor)
        return [self._kept.settled(one) for one in self._kept.store.of_actors(actors, limit=SHOWN)]

    def show(self, identifier: str, reader: Reader) -> Shown:
        """Return what ``reader`` is to sign, after it was recorded that they read it.

        What is sealed is withheld from whoever may not sign it any more, and from nobody who began it.

        Raises:
            NoSuchEntry: Nothing waits there, or it is not theirs.
            AccessNotRecorded: The reading could not be recorded.
        """
        one = self._theirs(identifier, reader)
        held = self._kept.open(one)
        if held is None:
            return Shown(one, None, None, None)
        statement = read_statement(parse_envelope(held.envelope).payload)
        prefix = present(self._ledger.store, self._clock())
        problem = self._would_refuse(statement, held, prefix)
        kept = one.begun_by not in _actors(prefix.registry, reader) and _keeps(problem, prefix, one, reader)
        self._record(prefix, one, () if kept else held.disclosures, reader)
        return Shown(one, held.envelope, None if kept else held.disclosures, problem)

    def status(self, identifier: str) -> State:
        """Return how it stands with one, to anybody who has its id. Raises NoSuchEntry: there is none."""
        self._kept.sweep()
        return self._kept.found(identifier).state

    def withdraw(self, identifier: str, by: Reader, why: Decline | None = None) -> Awaiting | Rejected:
        """End what waits; the same again changes nothing. What was recorded cannot be taken back here.

        ``why`` is told to whoever began it, by somebody who declines.

        Raises:
            NoSuchEntry: Nothing waits there, or it is not theirs.
        """
        one = self._theirs(identifier, by)
        if one.state in {State.WAITING, State.REFUSED}:
            self._kept.store.end(one.id, State.OVER, why and declined(one, why))
            one = self._theirs(identifier, by)
        if one.state is State.RECORDED:
            recorded = Malformed("approval_recorded", "the statement stands in the log already")
            return Rejected.of(one.statement, recorded)
        return one

    def _beginner(
        self, envelope: Envelope, statement: Statement, registry: RegistryState, by: Reader | None
    ) -> str | None:
        """Return who begins it; None: a new key alone, for which its registrar has to answer.

        Raises:
            Malformed: ``approval_unsigned``, ``approval_complete``, ``approval_needs_session``.
        """
        signed = dict(envelope.signatures)
        complete = len(signed) == len(statement.signers)
        require(not complete, "approval_complete", "everybody has signed; hand it in as a statement")
        if by is not None and by.key in signed:
            return by.actor
        alone = is_new_key(statement, signed, registry, self._clock().isoformat())
        require(alone or by is not None, "approval_needs_session", "only a new key comes before signing in")
        require(alone, "approval_unsigned", UNSIGNED)
        return None

    def _check(self, statement: Statement, submission: Submission) -> None:
        """Check that the ledger would take it, had everybody signed.

        Raises:
            Refused, Malformed: What it would be refused with.
        """
        known = self._ledger.known([statement.id])
        require(not known, "id_reused", ANOTHER_ID)
        problem = self._judged(statement, submission, present(self._ledger.store, self._clock()))
        if problem is not None:
            raise problem

    def _judged(
        self, statement: Statement, submission: Submission, prefix: Snapshot
    ) -> Refused | Malformed | None:
        """Return why the ledger would refuse it at ``prefix``; None: it would not."""
        identifier = UUID(statement.id).bytes
        try:
            judge(statement, prefix)
            check_disclosed(Opened(statement, identifier, b"", submission.disclosures, []), prefix)
        except (Refused, Malformed) as refusal:
            return refusal
        return None

    def _would_refuse(self, statement: Statement, held: Submission, prefix: Snapshot) -> Rejected | None:
        refusal = self._judged(statement, held, prefix)
        return None if refusal is None else self._refused(statement, refusal)

    def _refused(self, statement: Statement | None, refusal: Refused | Malformed) -> Rejected:
        if statement is None:
            return Rejected.of(None, refusal)
        return rejected(statement, refusal, self._ledger.store.stream(statement.stream))

    def _begun(
        self, statement: Statement, submission: Submission, envelope: Envelope, begun_by: str | None
    ) -> Awaiting:
        """Keep what was checked; return the one that is there. Raises Malformed: ``approvals_full``."""
        registry, signed = self._ledger.registry(), dict(envelope.signatures)
        signers = ((name, holder_of(name, statement, registry)) for name in statement.signers)
        one = Awaiting(
            id="",
            statement=statement.id,
            payload=sha256(envelope.payload).hexdigest(),
            stream=statement.stream,
            type=statement.type,
            begun_by=begun_by,
            at="",
            until="",
            state=State.WAITING,
            problem=None,
            box=b"",
            round=0,
            signers=tuple(Signer(name, actor, name in signed) for name, actor in signers),
        )
        return self._kept.keep(one, submission)

    def _theirs(self, identifier: str, by: Reader) -> Awaiting:
        """Return one that ``by`` is to sign, or signed. Raises NoSuchEntry: it is another's, or none."""
        one = self._kept.found(identifier)
        if _actors(self._ledger.registry(), by).isdisjoint(signer.actor for signer in one.signers):
            raise NoSuchEntry(NOT_THEIRS)
        return one

    def _hand_in(self, identifier: str, submission: Submission) -> Receipt | Rejected:
        (outcome,) = self._ledger.submit([submission])
        if isinstance(outcome, Receipt):
            self._kept.store.end(identifier, State.RECORDED)
        else:
            self._kept.store.refuse(identifier, json.dumps(outcome.as_json()))
        return outcome

    def _record(self, prefix: Snapshot, one: Awaiting, disclosures: tuple[str, ...], reader: Reader) -> None:
        head = prefix.head(one.stream)
        names = tuple(sorted(parse_disclosure(item)[1] for item in disclosures))
        held = running(prefix.registry, reader.actor or "", civil(prefix.now))
        self._ledger.access.record(
            Access(
                stream=one.stream,
                by=reader.actor or "",
                key=reader.key,
                capacities=capacities_of(held, party=False),
                what=What.APPROVAL,
                targets=(Target(head.version + 1 if head else 1, names),),
            )
        )


def _actors(registry: RegistryState, reader: Reader) -> set[str]:
    return {*actors_of(registry, reader.actor or "")}


def _keeps(problem: Rejected | None, prefix: Snapshot, one: Awaiting, reader: Reader) -> bool:
    """Return whether ``reader`` may not see what is sealed: the ledger would not have them sign it now."""
    if problem is not None and issubclass(problem.kind, AuthorityDenied | ConflictOfInterest):
        return True
    return warning(prefix, one.stream, reader.actor or "") is not None
