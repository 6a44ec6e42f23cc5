"""A log of a million entries for the reports: lives of claims under published rules, signed by officials.

A claim is received, attested twice, decided and notified; of seven, one is appealed: filed, acknowledged,
handed over, determined, notified, and corrected if it succeeded. Entries are as the ledger writes them, over
two years; their signatures are not real, since no report checks one.
"""

import random
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, timedelta
from hashlib import sha256
from heapq import heappop, heappush
from typing import Any, Final
from uuid import UUID

from ledger.application.derived import encode
from ledger.domain.casework_codes import Anonymity, Ground, Kind, Outcome, Urgency
from ledger.domain.catalogue import encode_event
from ledger.domain.claim import events as claim
from ledger.domain.codes import (
    Auth,
    Basis,
    Cause,
    Channel,
    Confidence,
    Custody,
    Finding,
    NoticeMethod,
    NoticeRule,
    Occasion,
    OrderMaker,
    Profile,
    Relation,
    Result,
    Role,
    Stance,
)
from ledger.domain.grievance import events as grievance
from ledger.domain.parts import AppealBlock, FactRule, Via
from ledger.domain.programme.events import ProgrammePublished
from ledger.domain.registry import events as registry
from ledger.domain.types import (
    ActorRef,
    Area,
    Base64,
    Code,
    Digest,
    EntryRef,
    Event,
    Local,
    PublicKey,
    Seen,
    StreamRef,
)
from ledger.signing.dsse import STATEMENT_TYPE, Envelope, format_envelope
from ledger.signing.entry import format_entry
from ledger.signing.keys import key_id
from ledger.store.rows import Row

ORIGIN: Final = "benchmark.example.org/2026"
START: Final = datetime(2024, 1, 1, 2, tzinfo=UTC)
DAYS: Final = 700
BENEFIT: Final = Code("old_age_allowance")
FACT: Final = Code("f1")
LAW: Final = (Code("oaa_2552_s6"),)
ZERO: Final = Digest("0" * 64)
APPEALED: Final = 7  # of so many decisions one is appealed
_SIGNATURE: Final = b"\0" * 64

Story = Iterator[tuple[float, str, Event, int]]
"""What a life says next: after how many days, in which stream, what, and who (a number)."""


class Lives:
    """Draws lives from one seed and writes their entries."""

    def __init__(self, size: int, seed: int = 5) -> None:
        self.random = random.Random(seed)
        self.size = size
        self.officials, attesters = max(40, size // 2_500), max(200, size // 250)
        self.heads: dict[str, Seen] = {}
        self.actors = [ActorRef(f"actor/{self._uuid()}") for _ in range(self.officials + attesters)]
        publics = [sha256(actor.encode()).digest() for actor in self.actors]
        self.publics = [PublicKey(public.hex()) for public in publics]
        self.keys = [key_id(public) for public in publics]
        self.registry, self.programme = f"registry/{self._uuid()}", f"programme/{self._uuid()}"
        self._index = 0

    def rows(self) -> Iterator[Row]:
        """Yield ``size`` rows: the registry and the rules, then lives as they overlap."""
        for says in self._founding():
            yield self._row(self.registry, says, 0, START)
        yield self._row(self.programme, _rules(), 0, START)
        waiting: list[tuple[datetime, int, Story, tuple[float, str, Event, int]]] = []
        begun, pace = 0, timedelta(days=DAYS) * 7 / self.size
        while self._index < self.size:
            at = START + begun * pace
            while self._index < self.size and waiting and waiting[0][0] <= at:
                due, number, story, (_, stream, says, who) = heappop(waiting)
                yield self._row(stream, says, who, due)
                self._queue(waiting, due, number, story)
            self._queue(waiting, at, begun, self._life(begun, at))
            begun += 1

    def _queue(self, waiting: list[Any], at: datetime, number: int, story: Story) -> None:
        following = next(story, None)
        if following is not None:
            heappush(waiting, (at + timedelta(days=following[0]), number, story, following))

    def _life(self, number: int, at: datetime) -> Story:
        stream, who, draw = f"claim/{self._uuid()}", number % self.officials, self.random.random
        yield 0, stream, self._received(at), who
        for _ in range(2):
            attester = self.random.randrange(self.officials, len(self.actors))
            yield (
                2 + 5 * draw(),
                stream,
                _attested(Stance.SUPPORTS if draw() < 0.9 else Stance.CONTRADICTS),
                attester,
            )
        refused = draw() < 0.4
        seen = self.ref(stream)
        yield 5 + 20 * draw(), stream, _decided(Result.REFUSE if refused else Result.GRANT, seen), who
        decision = self.ref(stream)
        told = (at + timedelta(days=45)).date()
        yield 1 + 6 * draw(), stream, _notified(decision, told), who
        if refused and draw() < 2.5 / APPEALED:
            yield from self._appeal(stream, decision, who)

    def _appeal(self, stream: str, decision: EntryRef, who: int) -> Story:
        appeal, other, draw = f"grievance/{self._uuid()}", (who + 1) % self.officials, self.random.random
        yield 3 + 10 * draw(), appeal, self._filed(stream, decision), who
        yield 1, appeal, grievance.GrievanceAcknowledged(office=Code(f"office_{other % 50}")), other
        assigned = grievance.HandlerAssigned(
            handlers=(self.actors[other],), role=Role.REVIEWER, office=Code(f"office_{other % 50}")
        )
        yield 2, appeal, assigned, other
        fell = draw() < 0.4
        yield 10 + 30 * draw(), appeal, _determined(Outcome.UPHELD if fell else Outcome.NOT_UPHELD), other
        made, day = self.ref(appeal), date(2025, 1, 1)
        yield 2, appeal, grievance.OutcomeNotified(determination=made, received_on=day, languages=()), other
        if fell:
            yield 3, stream, _revised(decision, made), other

    def ref(self, stream: str) -> EntryRef:
        """Return the last entry of ``stream``."""
        head = self.heads[stream]
        return EntryRef(stream, head.version, head.leaf)

    def _uuid(self) -> str:
        return str(UUID(bytes=self.random.randbytes(16), version=4))

    def _founding(self) -> Iterator[Event]:
        for number, actor in enumerate(self.actors):
            yield registry.KeyEnrolled(
                actor=actor,
                key=self.publics[number],
                custody=Custody.SELF,
                next=ZERO,
                possession=Base64("AAAA"),
            )
            yield registry.MandateGranted(
                actor=actor,
                role=Role.OFFICER if number < self.officials else Role.ATTESTER,
                office=Code(f"office_{number % 50}"),
                line=Code(f"line_{number % 2}"),
                programmes=(),
                areas=(),
                from_=date(2023, 1, 1),
                to=date(2033, 1, 1),
                instrument=ZERO,
                may_delegate=False,
            )

    def _received(self, at: datetime) -> claim.ClaimReceived:
        return claim.ClaimReceived(
            programme=self.ref(self.programme),
            benefit=BENEFIT,
            received_on=at.date(),
            via=Via(channel=self.random.choice((Channel.COUNTER, Channel.WEB)), auth=Auth.IN_PERSON),
            facts=(claim.ClaimFact(id=Local(FACT), code=Code("lives_alone")),),
            documents=(),
            area=Area(f"{10 + self.random.randrange(77):02d}{1 + self.random.randrange(9):02d}"),
        )

    def _filed(self, stream: str, decision: EntryRef) -> grievance.GrievanceFiled:
        return grievance.GrievanceFiled(
            kind=Kind.APPEAL,
            programme=self.ref(self.programme),
            contests=(grievance.Contested(claim=StreamRef(stream), entry=decision),),
            about=(),
            grounds=(Ground.FACT_WRONG,),
            remedies=(),
            urgency=Urgency.NORMAL,
            anonymity=Anonymity.OPEN,
            via=Via(channel=Channel.COUNTER, auth=Auth.IN_PERSON),
            level=1,
            related=(),
        )

    def _row(self, stream: str, says: Event, who: int, at: datetime) -> Row:
        head = self.heads.get(stream)
        version = 1 if head is None else head.version + 1
        identifier, keyid = self.random.randbytes(16), self.keys[who]
        members: dict[str, Any] = {
            "v": 1,
            "origin": ORIGIN,
            "id": str(UUID(bytes=identifier, version=4)),
            "stream": stream,
            "type": type(says).__name__,
            "schema": 1,
            "by": self.actors[who],
            "signers": [keyid],
            "at": at.strftime("%Y-%m-%dT%H:%M:%SZ"),
            "data": encode_event(says),
        }
        if head is not None:
            members["seen"] = {"version": head.version, "leaf": head.leaf}
        envelope = format_envelope(Envelope(encode(members), STATEMENT_TYPE, ((keyid, _SIGNATURE),)))
        stamp = f"{at:%Y-%m-%dT%H:%M:%S}.{self._index % 1000:03d}Z"
        entry = format_entry(envelope, self._index, "" if head is None else head.leaf, stamp, version)
        leaf = sha256(b"\0" + entry).digest()
        self.heads[stream] = Seen(version, leaf.hex())
        self._index += 1
        return Row(self._index - 1, stream, version, type(says).__name__, identifier, leaf, entry)


def _rules() -> ProgrammePublished:
    return ProgrammePublished(
        version=1,
        from_=date(2024, 1, 1),
        profile=Profile.STANDARD,
        rules=ZERO,
        benefits=(BENEFIT,),
        facts=(
            FactRule(
                code=Code("lives_alone"), sensitive=False, quorum=False, max_age=365, small_village=False
            ),
        ),
        clocks=(),
        templates=(),
        audit_ppm=0,
        small_cell=11,
    )


def _attested(stance: Stance) -> claim.AttestationGiven:
    return claim.AttestationGiven(
        facts=(FACT,),
        stance=stance,
        basis=Basis.LIVES_NEXT_DOOR,
        relation=Relation.NEIGHBOUR,
        confidence=Confidence.PROBABLE,
    )


def _decided(result: Result, on: EntryRef) -> claim.EligibilityDecided:
    finding = Finding.NOT_SHOWN if result is Result.REFUSE else Finding.YES
    return claim.EligibilityDecided(
        result=result,
        benefit=BENEFIT,
        order_maker=OrderMaker.OFFICIAL,
        occasion=Occasion.FIRST,
        found=(claim.Found(fact=FACT, finding=finding, on=(on,)),),
        law=LAW,
    )


def _revised(decision: EntryRef, determination: EntryRef) -> claim.DecisionRevised:
    return claim.DecisionRevised(
        supersedes=decision,
        cause=Cause.APPEAL,
        determination=determination,
        result=Result.GRANT,
        benefit=BENEFIT,
        order_maker=OrderMaker.OFFICIAL,
        occasion=Occasion.FIRST,
        found=(),
        law=LAW,
    )


def _notified(decision: EntryRef, day: date) -> claim.DecisionNotified:
    return claim.DecisionNotified(
        decision=decision,
        method=NoticeMethod.HAND,
        rule=NoticeRule.N2,
        sent_on=day,
        received_on=day,
        languages=(),
        appeal_block=AppealBlock(office=Code("office_1"), how=Code("counter"), days=15),
    )


def _determined(outcome: Outcome) -> grievance.GrievanceDetermined:
    return grievance.GrievanceDetermined(
        outcome=outcome, findings=(), remedies=(), law=LAW, order_maker=OrderMaker.OFFICIAL
    )


def written(rows: Iterator[Row], page: int = 5_000) -> Iterator[Sequence[Row]]:
    """Yield ``rows`` in pages, as a store takes them."""
    held: list[Row] = []
    for row in rows:
        held.append(row)
        if len(held) == page:
            yield held
            held = []
    if held:
        yield held
