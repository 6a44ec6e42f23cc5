"""What waits for signatures, sealed under a key of its own until it is over."""

import json
from datetime import timedelta
from typing import Final

from ledger.application import boxes, randomness
from ledger.application.cosigning import merge
from ledger.application.errors import NoSuchEntry
from ledger.application.ledger import Ledger
from ledger.application.receipts import Rejected, Submission
from ledger.application.sealing import stamp
from ledger.application.sequencer import Clock
from ledger.signing.dsse import Envelope, format_envelope, parse_envelope
from ledger.signing.errors import Malformed, require
from ledger.store.awaiting import Awaiting, AwaitingStore, Decline, State

WAITS: Final = timedelta(days=7)
REMEMBERED: Final = timedelta(days=30)
"""How long it can be asked how one ended."""
MOST: Final = 200
"""That wait at once for one person who began them; and of those that a new key alone began, for all."""
NOT_THEIRS: Final = "nothing waits under that name, or it is not theirs to sign"


class Kept:
    """Statements that lack signatures, in the vault and the keys of a ledger.

    Args:
        ledger: Open for writing, with its vault.
        clock: The present time.
    """

    def __init__(self, ledger: Ledger, clock: Clock) -> None:
        self._ledger = ledger
        self._clock = clock

    @property
    def store(self) -> AwaitingStore:
        """Return where they are. Raises SettingMissing: there is no vault."""
        return self._ledger.sealer.vault.awaiting

    def keep(self, one: Awaiting, submission: Submission) -> Awaiting:
        """Seal ``submission`` and keep it as ``one``, which has neither id nor times nor box yet.

        Returns:
            The one with this statement that is there: another, if it was there before.

        Raises:
            Malformed: ``approvals_full``.
        """
        now, key = self._clock(), randomness.seed()
        drawn = one._replace(
            id=randomness.identifier(),
            at=stamp(now),
            until=stamp(now + WAITS),
            box=_seal(submission, key),
        )
        kept = self.store.begin(drawn, key, MOST)
        require(kept, "approvals_full", "too many statements wait already; sign or withdraw some first")
        return self.found(kept or drawn.id)

    def of_statement(self, statement: str) -> Awaiting | None:
        """Return the one whose statement has this id (a uuid)."""
        one = self.store.of_statement(statement)
        return None if one is None else self.settled(one)

    def found(self, identifier: str) -> Awaiting:
        """Return the one with this id (a uuid). Raises NoSuchEntry: there is none."""
        one = self.store.find(identifier)
        if one is None:
            raise NoSuchEntry(NOT_THEIRS)
        return self.settled(one)

    def settled(self, one: Awaiting) -> Awaiting:
        """Return ``one`` as it is: a crash may have come between its recording and the note of it."""
        waits = one.state in (State.WAITING, State.REFUSED)
        if waits and all(signer.signed for signer in one.signers) and self._ledger.known([one.statement]):
            self.store.end(one.id, State.RECORDED)
            return one._replace(state=State.RECORDED, problem=None, box=b"")
        return one

    def open(self, one: Awaiting) -> Submission | None:
        """Return what lies in the box of ``one``; None: it is over."""
        key = self.store.key(one.id) if one.box else None
        content = None if key is None else boxes.unpack(one.box, key)
        if content is None:
            return None
        members = json.loads(content)
        return Submission(members["envelope"].encode(), tuple(members["disclosures"]))

    def add(self, one: Awaiting, held: Submission, envelope: Envelope) -> Envelope | None:
        """Add the signatures of ``envelope`` to ``held``, which lies in the box of ``one``.

        Returns:
            The envelope with all signatures that are there by now; None: somebody was quicker, look again.
        """
        there = parse_envelope(held.envelope)
        merged, key = merge(there, envelope), self.store.key(one.id)
        if merged == there:
            return merged
        if key is None:
            return None
        box = _seal(held._replace(envelope=format_envelope(merged)), key)
        return merged if self.store.sign(one, box, list(dict(merged.signatures))) else None

    def sweep(self) -> int:
        """End what waited for seven days, forget what ended long ago; return how many were ended."""
        now = self._clock()
        late = self.store.late(stamp(now))
        for one in late:
            self.store.end(self.settled(one).id, State.OVER)
        self.store.forget(stamp(now - REMEMBERED))
        return len(late)


def _seal(submission: Submission, key: bytes) -> bytes:
    content = {"envelope": submission.envelope.decode(), "disclosures": submission.disclosures}
    return boxes.pack(json.dumps(content).encode(), key, randomness.nonce())


def declined(one: Awaiting, why: Decline) -> str:
    """Return what whoever began ``one`` is told: that somebody does not sign it, and why, as a code."""
    refusal = Malformed("approval_declined", "somebody who was asked to sign declined")
    return json.dumps({**Rejected.of(one.statement, refusal).as_json(), "reason": why})
