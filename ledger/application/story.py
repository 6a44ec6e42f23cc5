"""One lived story, told by the statements of its actors: an allowance refused, appealed for, granted.

Every act is signed by the key of whoever answers for it, states the head that the signer had read, and
passes the rules of the standard profile.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import NamedTuple

from ledger.application import story_acts as acts
from ledger.application.composing import Author
from ledger.application.errors import LedgerError
from ledger.application.keyring import Holder
from ledger.application.ledger import Ledger
from ledger.application.receipts import Receipt, Rejected, Submission
from ledger.application.story_cast import record
from ledger.application.story_words import NARRATED, SEALED
from ledger.domain.claim.events import DecisionRevised
from ledger.domain.types import EntryRef, Event, Seen


class Step(NamedTuple):
    """One act: who signed it (names of keys, the one who answers first), and what the ledger answered."""

    name: str
    thai: str
    english: str
    signed: tuple[str, ...]
    answer: Receipt | Rejected


class Story:
    """The story on its way into ``ledger``. Acts are told in the order of ``tell``.

    Args:
        ledger: Open for writing.
        author: Draws ids and salts, and reads the clock.
        cast: The keys of everybody, as ``enrol_cast`` returns them.
        today: The day in Bangkok on which all happens.
    """

    def __init__(self, ledger: Ledger, author: Author, cast: Mapping[str, Holder], today: date) -> None:
        self.claim = f"claim/{author.identifier()}"
        self.grievance = f"grievance/{author.identifier()}"
        self.programme = f"programme/{author.identifier()}"
        self.steps: list[Step] = []
        self.entries: dict[str, EntryRef] = {}
        self._ledger, self._author, self._cast, self._today = ledger, author, cast, today
        self._heads: dict[str, Seen] = {}

    def tell(self) -> None:
        """Let everybody act, from the rules to the notice of the grant.

        Raises:
            LedgerError: The ledger refused what it should take, or took what it should refuse.
        """
        self.publish()
        self.apply()
        self.refuse()
        self.attest()
        self.appeal()
        self.determine()
        if isinstance(self.try_own_revision(), Receipt):
            raise LedgerError("an officer's revision of an own refusal was recorded; do not use this release")
        self.revise()

    def receipt(self, name: str) -> Receipt:
        """Return the receipt of the act ``name``.

        Raises:
            KeyError: There is no such act, or it was refused.
        """
        for step in self.steps:
            if step.name == name and isinstance(step.answer, Receipt):
                return step.answer
        raise KeyError(name)

    def publish(self) -> None:
        """Publish the rules: supervisor and oversight."""
        self._say("rules", self.programme, acts.rules(self._today), "supervisor-province", "oversight")

    def apply(self) -> None:
        """She applies, and the village head declines to attest."""
        received = acts.application(self.entries["rules"], self._today)
        self._say("application", self.claim, received, "intake")
        declined = acts.declined(self._cast["village-head"].actor)
        self._say("declined", self.claim, declined, "village-head")

    def refuse(self) -> None:
        """The first officer refuses, with a supervisor of another line, and tells her so."""
        refusal = acts.refusal(self.entries["application"])
        self._say("refusal", self.claim, refusal, "officer-1", "supervisor-district")
        notice = acts.notice(self.entries["refusal"], self._today)
        self._say("refusal_notice", self.claim, notice, "officer-1")

    def attest(self) -> None:
        """Two volunteers of different categories visit her home."""
        self._say("attested_social", self.claim, acts.attestation(self._today), "volunteer-social")
        self._say("attested_health", self.claim, acts.attestation(self._today), "volunteer-health")

    def appeal(self) -> None:
        """She appeals through a neighbour; somebody without a part in the refusal gets it in hand."""
        neighbour = self._cast["neighbour"].actor
        filed = acts.appeal(self.entries["rules"], self.entries["refusal"], neighbour, self._today)
        self._say("appeal", self.grievance, filed, "intake")
        self._say("acknowledged", self.grievance, acts.acknowledged(), "handler")
        assigned = acts.assigned(self._cast["reviewer"].actor)
        self._say("assigned", self.grievance, assigned, "supervisor-province")

    def determine(self) -> None:
        """The reviewer, having read the claim to its last entry, upholds the appeal and tells her."""
        owner = self._cast["officer-2"].actor
        determined = acts.determination(self._heads[self.claim], owner, self._today)
        self._say("determination", self.grievance, determined, "reviewer", "supervisor-province")
        notice = acts.outcome_notice(self.entries["determination"], self._today)
        self._say("outcome_notice", self.grievance, notice, "reviewer")

    def try_own_revision(self) -> Receipt | Rejected:
        """Let the officer who refused revise that refusal, and return what the ledger answers."""
        submission = self._compose("revision", self.claim, self._revision(), ("officer-1",))
        (answer,) = self._ledger.submit([submission])
        self._note("own_revision", ("officer-1",), answer)
        return answer

    def revise(self) -> None:
        """Another officer grants, citing the determination, and tells her."""
        self._say("revision", self.claim, self._revision(), "officer-2")
        notice = acts.notice(self.entries["revision"], self._today)
        self._say("grant_notice", self.claim, notice, "officer-2")

    def _revision(self) -> DecisionRevised:
        known = self.entries
        attested = (known["attested_social"], known["attested_health"])
        return acts.revision(
            known["refusal"], known["determination"], known["application"], attested, self._today
        )

    def _say(self, act: str, stream: str, says: Event, *names: str) -> None:
        """Record ``says`` as the act ``act``, signed by the keys ``names``; the first one answers for it."""
        (receipt,) = record(self._ledger, [self._compose(act, stream, says, names)])
        self._note(act, names, receipt)
        self.entries[act] = EntryRef(stream, receipt.version, receipt.leaf)
        self._heads[stream] = Seen(receipt.version, receipt.leaf)

    def _compose(self, act: str, stream: str, says: Event, names: Sequence[str]) -> Submission:
        holders = [self._cast[name] for name in names]
        return self._author.compose(
            stream,
            says,
            by=holders[0].actor,
            keys=[holder.key for holder in holders],
            seen=self._heads.get(stream),
            sealed=SEALED.get(act),
        )

    def _note(self, act: str, names: tuple[str, ...], answer: Receipt | Rejected) -> None:
        thai, english = NARRATED[act]
        self.steps.append(Step(act, thai, english, names, answer))
