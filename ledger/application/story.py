"""One lived story, as the statements of its actors: an old-age allowance refused, appealed for, granted.

Every act is signed by the key of whoever answers for it, states the head that the signer had read, and
passes the rules of the standard profile. What takes weeks in life is recorded here within seconds, so all
days are today: nothing is dated back.
"""

from collections.abc import Sequence
from datetime import date, timedelta
from hashlib import sha256
from typing import Final, NamedTuple

from ledger.application.composing import Author
from ledger.application.errors import LedgerError
from ledger.application.keyring import Holder
from ledger.application.ledger import Ledger
from ledger.application.receipts import Receipt, Rejected, Submission
from ledger.application.story_cast import AREA, MUNICIPALITY, record
from ledger.application.story_words import NARRATED, RULES, SEALED
from ledger.domain.casework_codes import Anonymity, Ground, Kind, Outcome, Remedy, Urgency
from ledger.domain.claim.events import (
    AttestationGiven,
    AttestationRefused,
    ClaimFact,
    ClaimReceived,
    DecisionNotified,
    DecisionRevised,
    EligibilityDecided,
    Found,
    Period,
)
from ledger.domain.codes import (
    Auth,
    Basis,
    Cause,
    Channel,
    Confidence,
    Confirmation,
    Finding,
    GroundFinding,
    Heard,
    NoticeMethod,
    NoticeRule,
    Occasion,
    OrderMaker,
    Profile,
    RefusalReason,
    Relation,
    Result,
    Role,
    Stance,
)
from ledger.domain.grievance.events import (
    Contested,
    FoundOnGround,
    GrievanceAcknowledged,
    GrievanceDetermined,
    GrievanceFiled,
    HandlerAssigned,
    NextRemedy,
    OutcomeNotified,
    RemedyAsked,
    RemedyOrdered,
)
from ledger.domain.parts import AppealBlock, Assist, CourtBlock, FactRule, Via
from ledger.domain.programme.events import ClockClass, ClockRoll, ClockRow, ClockUnit, ProgrammePublished
from ledger.domain.types import (
    ActorRef,
    Area,
    Code,
    Digest,
    EntryRef,
    Event,
    Local,
    Money,
    Seen,
    StreamRef,
)

BENEFIT: Final = Code("old_age_allowance")
OLD: Final = Code("age_60")
POOR: Final = Code("income_insufficient")
LAW: Final = (Code("elderly_persons_act_s11"), Code("old_age_allowance_rules"))
APPEAL: Final = AppealBlock(office=Code(MUNICIPALITY), how=Code("written_or_spoken"), days=15)
COURT: Final = CourtBlock(court=Code("administrative_court"), days=90)
ALLOWANCE: Final = Money(70_000, "THB")
DISTRICT: Final = Area(AREA + "99")
STATUTE: Final = (
    ("appeal_filing", 15, ClockRoll.PERSON, "apa_s44"),
    ("appeal_first", 30, ClockRoll.NONE, "apa_s45"),
    ("appeal_upper", 30, ClockRoll.NONE, "apa_s45"),
    ("exhaustion", 60, ClockRoll.NONE, "apa_s45"),
)
"""Clock, days, whether the last day moves off a holiday, source. Source: APA s.44, s.45, s.64."""


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

    def __init__(self, ledger: Ledger, author: Author, cast: dict[str, Holder], today: date) -> None:
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
        facts = ((OLD, False), (POOR, True))
        says = ProgrammePublished(
            version=1,
            from_=self._today,
            profile=Profile.STANDARD,
            rules=Digest(sha256(RULES.encode()).hexdigest()),
            benefits=(BENEFIT,),
            facts=tuple(
                FactRule(code=code, sensitive=False, quorum=quorum, max_age=365, small_village=False)
                for code, quorum in facts
            ),
            clocks=tuple(_statute_clock(*row) for row in STATUTE),
            templates=(),
            audit_ppm=50_000,
            small_cell=11,
        )
        self._say("rules", self.programme, says, "supervisor-province", "oversight")

    def apply(self) -> None:
        """She applies, and the village head declines to attest."""
        received = ClaimReceived(
            programme=self.entries["rules"],
            benefit=BENEFIT,
            received_on=self._today,
            via=self._via(),
            facts=(ClaimFact(id=Local("f1"), code=OLD), ClaimFact(id=Local("f2"), code=POOR)),
            documents=(),
            area=DISTRICT,
        )
        self._say("application", self.claim, received, "intake")
        declined = AttestationRefused(
            facts=(POOR,), reason=RefusalReason.DO_NOT_KNOW, of=self._actor("village-head")
        )
        self._say("declined", self.claim, declined, "village-head")

    def refuse(self) -> None:
        """The first officer refuses, and tells her so."""
        found = (
            Found(fact=OLD, finding=Finding.YES, on=(self.entries["application"],)),
            Found(fact=POOR, finding=Finding.NO, on=(self.entries["application"],)),
        )
        says = EligibilityDecided(
            result=Result.REFUSE,
            benefit=BENEFIT,
            order_maker=OrderMaker.OFFICIAL,
            occasion=Occasion.FIRST,
            found=found,
            law=LAW,
            discretion=Code("none_exercised"),
            heard=Heard.OFFERED,
            departs=False,
            appeal_notice=APPEAL,
        )
        self._say("refusal", self.claim, says, "officer-1", "supervisor-district")
        self._say("refusal_notice", self.claim, self._notice("refusal"), "officer-1")

    def attest(self) -> None:
        """Two volunteers of different categories visit her home, each with an own key."""
        for name, attester in (
            ("attested_social", "volunteer-social"),
            ("attested_health", "volunteer-health"),
        ):
            says = AttestationGiven(
                facts=(POOR,),
                stance=Stance.SUPPORTS,
                basis=Basis.HOME_VISIT,
                relation=Relation.NONE,
                confidence=Confidence.CERTAIN,
                observed_on=self._today,
                expires_on=self._today + timedelta(days=365),
            )
            self._say(name, self.claim, says, attester)

    def appeal(self) -> None:
        """She appeals through a neighbour; it is acknowledged and assigned to somebody without a part in it."""
        says = GrievanceFiled(
            kind=Kind.APPEAL,
            programme=self.entries["rules"],
            contests=(Contested(claim=StreamRef(self.claim), entry=self.entries["refusal"]),),
            about=(),
            grounds=(Ground.FACT_WRONG,),
            remedies=(RemedyAsked(code=Remedy.GRANT),),
            urgency=Urgency.NORMAL,
            anonymity=Anonymity.OPEN,
            received_on=self._today,
            via=self._via(assisted=True),
            level=1,
            related=(),
            area=DISTRICT,
        )
        self._say("appeal", self.grievance, says, "intake")
        acknowledged = GrievanceAcknowledged(
            office=Code(MUNICIPALITY), contact=Code("counter"), next=Code("review_within_30_days")
        )
        self._say("acknowledged", self.grievance, acknowledged, "handler")
        assigned = HandlerAssigned(
            handlers=(self._actor("reviewer"),), role=Role.REVIEWER, office=Code(MUNICIPALITY)
        )
        self._say("assigned", self.grievance, assigned, "supervisor-province")

    def determine(self) -> None:
        """The reviewer, having read the claim to its last entry, upholds the appeal and tells her."""
        says = GrievanceDetermined(
            outcome=Outcome.UPHELD,
            findings=(FoundOnGround(ground=Ground.FACT_WRONG, finding=GroundFinding.SUSTAINED),),
            remedies=(
                RemedyOrdered(
                    id=Local("r1"),
                    code=Remedy.GRANT,
                    office=Code(MUNICIPALITY),
                    owner=self._actor("officer-2"),
                    due=self._today + timedelta(days=15),
                ),
            ),
            law=(*LAW, Code("apa_s45")),
            order_maker=OrderMaker.OFFICIAL,
            claim_seen=self._heads[self.claim],
            next_remedy=NextRemedy(route=Code("court"), to=COURT.court, days=COURT.days),
        )
        self._say("determination", self.grievance, says, "reviewer", "supervisor-province")
        told = OutcomeNotified(
            determination=self.entries["determination"],
            method=NoticeMethod.HAND,
            rule=NoticeRule.N2,
            sent_on=self._today,
            received_on=self._today,
            languages=(Code("th"),),
            read_aloud=True,
            court_block=COURT,
        )
        self._say("outcome_notice", self.grievance, told, "reviewer")

    def try_own_revision(self) -> Receipt | Rejected:
        """Let the officer who refused revise the refusal, and return what the ledger answers."""
        submission = self._compose("revision", self.claim, self._revision(), ("officer-1",))
        (answer,) = self._ledger.submit([submission])
        self._note("own_revision", ("officer-1",), answer)
        return answer

    def revise(self) -> None:
        """Another officer grants, citing the determination, and tells her."""
        self._say("revision", self.claim, self._revision(), "officer-2")
        self._say("grant_notice", self.claim, self._notice("revision"), "officer-2")

    def _revision(self) -> DecisionRevised:
        attested = (self.entries["attested_social"], self.entries["attested_health"])
        begins = (self._today.replace(day=1) + timedelta(days=31)).replace(day=1)
        return DecisionRevised(
            supersedes=self.entries["refusal"],
            cause=Cause.APPEAL,
            determination=self.entries["determination"],
            result=Result.GRANT,
            benefit=BENEFIT,
            amount=ALLOWANCE,
            period=Period(from_=begins, to=begins.replace(year=begins.year + 1) - timedelta(days=1)),
            order_maker=OrderMaker.OFFICIAL,
            occasion=Occasion.FIRST,
            found=(
                Found(fact=OLD, finding=Finding.YES, on=(self.entries["application"],)),
                Found(fact=POOR, finding=Finding.YES, on=attested),
            ),
            law=LAW,
            discretion=Code("none_exercised"),
            heard=Heard.EXCUSED_FAVOURABLE,
            departs=False,
            appeal_notice=APPEAL,
        )

    def _notice(self, decision: str) -> DecisionNotified:
        return DecisionNotified(
            decision=self.entries[decision],
            method=NoticeMethod.HAND,
            rule=NoticeRule.N2,
            sent_on=self._today,
            received_on=self._today,
            languages=(Code("th"),),
            read_aloud=True,
            appeal_block=APPEAL,
        )

    def _via(self, *, assisted: bool = False) -> Via:
        """Return how she, who has no key, was received: at the counter, today."""
        assist = Assist(
            assister=self._actor("neighbour"),
            language=Code("th"),
            read_back=True,
            confirmation=Confirmation.THUMBPRINT,
        )
        return Via(
            channel=Channel.COUNTER,
            auth=Auth.IN_PERSON,
            handed_over_on=self._today,
            assist=assist if assisted else None,
        )

    def _actor(self, name: str) -> ActorRef:
        return ActorRef(self._cast[name].actor)

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


def _statute_clock(clock: str, days: int, roll: ClockRoll, source: str) -> ClockRow:
    return ClockRow(
        clock=Code(clock),
        class_=ClockClass.STATUTE,
        length=days,
        unit=ClockUnit.DAYS,
        roll=roll,
        active=True,
        citation=Code(source),
    )
