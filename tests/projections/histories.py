"""Small logs: entries as the ledger writes them, of random events in any order. No signature is real."""

import hashlib
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Any, TypeAlias

from hypothesis import note
from hypothesis import strategies as st

from ledger.domain.authority import key_id
from ledger.domain.casework_codes import (
    Agreed,
    Anonymity,
    Closing,
    Consent,
    Ground,
    Kind,
    Outcome,
    Reclassified,
    Remedy,
    Urgency,
)
from ledger.domain.catalogue import STREAM_KINDS
from ledger.domain.claim import events as claim
from ledger.domain.codes import (
    Auth,
    Basis,
    Cause,
    Channel,
    Confidence,
    Custody,
    NoticeMethod,
    Occasion,
    OrderMaker,
    RefusalReason,
    Relation,
    Result,
    Role,
    Stance,
)
from ledger.domain.grievance import events as grievance
from ledger.domain.parts import AppealBlock, CourtBlock, Via
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
    Money,
    PublicKey,
    Recorded,
    Seen,
    Statement,
    StreamRef,
)
from ledger.projections.folding import Source
from ledger.signing.dsse import STATEMENT_TYPE, Envelope, format_envelope
from ledger.signing.entry import format_entry
from ledger.signing.statement import format_statement
from tests.domain.strategies import objects
from tests.domain.world import rules

Row: TypeAlias = tuple[int, bytes]

ORIGIN = "ledger.example.org/2026"
REGISTRY = "registry/00000000-0000-4000-8000-000000000000"
PROGRAMME = EntryRef("programme/00000000-0000-4000-8000-00000000000a", 1, "0" * 64)
KEYS = tuple(hashlib.sha256(bytes([n])).hexdigest() for n in range(4))
CUSTODY = (Custody.SELF, Custody.SERVICE, Custody.IMPORTED)  # the fourth key is never enrolled
DAY = date(2026, 1, 5)


def ref(kind: str, number: int) -> StreamRef:
    return StreamRef(f"{kind}/00000000-0000-4000-8000-{number:012d}")


def actor(number: int) -> ActorRef:
    return ActorRef(ref("actor", number))


class Log:
    """A log that grows; ``entries`` are its bytes, ``recorded`` what the domain sees in them."""

    def __init__(self) -> None:
        self.entries: list[bytes] = []
        self.recorded: list[Recorded] = []
        self.heads: dict[str, list[str]] = {}
        self.day = DAY  # on which the next entry is recorded

    def __repr__(self) -> str:
        return f"Log({len(self.entries)} entries)"

    def told(self) -> str:
        """Return what happened, for the reader of a failed test."""
        return "\n".join(f"{item.statement.stream} {item.statement.says}" for item in self.recorded)

    def add(self, stream: str, says: Event, **changes: Any) -> EntryRef:
        """Append one entry and return its reference."""
        index, leaves = len(self.entries), self.heads.setdefault(stream, [])
        statement = Statement(
            origin=ORIGIN,
            id=f"00000000-0000-4000-8000-{index:012d}",
            stream=stream,
            type=type(says).__name__,
            schema=1,
            by=actor(1),
            signers=(key_id(KEYS[0]),),
            at="2026-01-05T03:00:00Z",
            seen=None,
            as_of=None,
            says=says,
            sd=(),
        )
        statement = statement._replace(**changes)
        signatures = tuple((key, b"\0" * 64) for key in statement.signers)
        envelope = format_envelope(Envelope(format_statement(statement), STATEMENT_TYPE, signatures))
        stamp = f"{self.day.isoformat()}T03:{index // 60 % 60:02d}:{index % 60:02d}.000Z"
        entry = format_entry(envelope, index, leaves[-1] if leaves else "", stamp, len(leaves) + 1)
        leaf = hashlib.sha256(b"\0" + entry).hexdigest()
        leaves.append(leaf)
        self.entries.append(entry)
        self.recorded.append(Recorded(statement, index, len(leaves), leaf, stamp))
        return EntryRef(stream, len(leaves), leaf)

    def at(self, stream: str, version: int) -> EntryRef:
        """Return a reference to an entry of ``stream``; to one that is not there, if there is none."""
        leaves = self.heads.get(stream, [])
        return EntryRef(stream, version, leaves[version - 1] if 0 < version <= len(leaves) else "f" * 64)

    def read(self, start: int, limit: int) -> Sequence[Row]:
        """Read as the runner wants it."""
        return list(enumerate(self.entries[start : start + limit], start))

    def history(self, streams: Collection[str]) -> Mapping[str, Sequence[bytes]]:
        """Read whole streams as the runner wants them."""
        found: dict[str, list[bytes]] = {}
        for item in self.recorded:
            if item.statement.stream in streams:
                found.setdefault(item.statement.stream, []).append(self.entries[item.index])
        return found

    @property
    def source(self) -> Source:
        return Source(self.read, self.history)


def enrol(log: Log) -> Log:
    """Enrol three keys and give two actors an office."""
    for number, custody in enumerate(CUSTODY):
        log.add(
            REGISTRY,
            registry.KeyEnrolled(
                actor=actor(number),
                key=PublicKey(KEYS[number]),
                custody=custody,
                next=Digest("0" * 64),
                possession=Base64("AAAA"),
            ),
        )
    for number in (1, 2):
        log.add(REGISTRY, mandate(number))
    return log


def mandate(number: int, office: str = "office_a") -> registry.MandateGranted:
    return registry.MandateGranted(
        actor=actor(number),
        role=Role.OFFICER,
        office=Code(f"{office}{number}"),
        line=Code("line_a"),
        programmes=(),
        areas=(),
        from_=DAY,
        to=DAY + timedelta(days=300),
        instrument=Digest("0" * 64),
        may_delegate=False,
    )


def publish(log: Log) -> EntryRef:
    """Publish the rules of a standard programme, under which clocks run."""
    return log.add(PROGRAMME.stream, rules())


def received(**changes: Any) -> claim.ClaimReceived:
    said = claim.ClaimReceived(
        programme=PROGRAMME,
        benefit=Code("grant_a"),
        received_on=DAY,
        via=Via(channel=Channel.COUNTER, auth=Auth.IN_PERSON, handed_over_on=DAY),
        facts=(),
        documents=(),
        area=Area("1001"),
    )
    return replace(said, **changes)


def decided(result: Result = Result.REFUSE, **changes: Any) -> claim.EligibilityDecided:
    said = claim.EligibilityDecided(
        result=result,
        benefit=Code("grant_a"),
        order_maker=OrderMaker.OFFICIAL,
        occasion=Occasion.FIRST,
        found=(),
        law=(Code("law_1"),),
    )
    return replace(said, **changes)


def revised(of: EntryRef, result: Result = Result.GRANT, **changes: Any) -> claim.DecisionRevised:
    said = claim.DecisionRevised(
        supersedes=of,
        cause=Cause.APPEAL,
        result=result,
        benefit=Code("grant_a"),
        order_maker=OrderMaker.OFFICIAL,
        occasion=Occasion.FIRST,
        found=(),
        law=(Code("law_1"),),
    )
    return replace(said, **changes)


def notified(of: EntryRef, **changes: Any) -> claim.DecisionNotified:
    said = claim.DecisionNotified(
        decision=of,
        method=NoticeMethod.HAND,
        received_on=DAY,
        languages=(),
        appeal_block=AppealBlock(office=Code("office_a"), how=Code("counter"), days=15),
    )
    return replace(said, **changes)


def attested(stance: Stance = Stance.SUPPORTS, **changes: Any) -> claim.AttestationGiven:
    said = claim.AttestationGiven(
        facts=(Code("f1"),),
        stance=stance,
        basis=Basis.HOME_VISIT,
        relation=Relation.NONE,
        confidence=Confidence.CERTAIN,
    )
    return replace(said, **changes)


def filed(*contests: EntryRef, **changes: Any) -> grievance.GrievanceFiled:
    said = grievance.GrievanceFiled(
        kind=Kind.APPEAL,
        programme=PROGRAMME,
        contests=tuple(grievance.Contested(claim=StreamRef(item.stream), entry=item) for item in contests),
        about=(),
        grounds=(Ground.FACT_WRONG,),
        remedies=(),
        urgency=Urgency.NORMAL,
        anonymity=Anonymity.OPEN,
        received_on=DAY,
        level=1,
        related=(),
    )
    return replace(said, **changes)


def determined(outcome: Outcome = Outcome.UPHELD, **changes: Any) -> grievance.GrievanceDetermined:
    said = grievance.GrievanceDetermined(
        outcome=outcome, findings=(), remedies=(), law=(Code("law_1"),), order_maker=OrderMaker.OFFICIAL
    )
    return replace(said, **changes)


def closed(ground: Closing = Closing.NOT_CONTESTED) -> grievance.GrievanceClosed:
    return grievance.GrievanceClosed(ground=ground, open_rights=())


def reclassified(before: Kind, after: Kind) -> grievance.GrievanceReclassified:
    return grievance.GrievanceReclassified(
        field=Reclassified.KIND, from_=Code(before), to=Code(after), consent=Consent.COMPLAINANT
    )


_days = st.one_of(st.none(), st.dates(DAY, DAY + timedelta(days=400)))
_official = st.one_of(st.none(), st.builds(actor, st.integers(3, 5)))
_money = st.one_of(st.none(), st.builds(Money, st.integers(1, 9), st.just("THB")))
_order_maker = st.sampled_from(OrderMaker)


@st.composite
def _on_claim(draw: st.DrawFn, log: Log, stream: str, programme: EntryRef, *, orderly: bool) -> Event:
    some = log.at(stream, draw(st.integers(1, 6)))
    amount, days = draw(_money), draw(st.integers(10, 100))
    appeal = AppealBlock(office=Code("o"), how=Code("h"), days=days)
    notice: dict[str, Any] = {
        "method": draw(st.one_of(st.none(), st.sampled_from(NoticeMethod))),
        "sent_on": draw(_days),
        "received_on": draw(_days),
        "appeal_block": draw(st.sampled_from([None, appeal])),
        "court_block": draw(st.sampled_from([None, CourtBlock(court=Code("c"), days=days)])),
    }
    decision: dict[str, Any] = {
        "amount": amount,
        "order_maker": draw(_order_maker),
        "official": draw(_official),
        "discretion": draw(st.sampled_from([None, Code("d")])),
    }
    events = [
        received(official=decision["official"], programme=programme),
        attested(draw(st.sampled_from(Stance)), official=decision["official"]),
        claim.AttestationRefused(facts=(), reason=RefusalReason.FEAR, of=actor(7)),
        decided(draw(st.sampled_from([item for item in Result if item is not Result.REVOKE])), **decision),
        revised(some, draw(st.sampled_from(Result)), amount=amount, cause=draw(st.sampled_from(Cause))),
        notified(some, **notice),
        notified(some, cures=draw(st.sampled_from([None, some]))),
    ]
    return draw(_one_of(log, stream, events, orderly=orderly))


@st.composite
def _on_grievance(draw: st.DrawFn, log: Log, stream: str, programme: EntryRef, *, orderly: bool) -> Event:
    acts = (
        _decisions(log) if orderly else [log.at(ref("claim", n), v) for n in (1, 2, 3) for v in range(1, 7)]
    )
    targets = draw(st.lists(st.sampled_from(acts), max_size=2)) if acts else []
    version = draw(st.integers(0, 6))
    made = log.at(stream, version) if version else None
    codes = draw(st.lists(st.sampled_from([Remedy.NONE, Remedy.GRANT]), max_size=2))
    remedies = tuple(
        grievance.RemedyOrdered(id=Local(f"r{number}"), code=code, office=Code("office_a"))
        for number, code in enumerate(codes)
    )
    filing: dict[str, Any] = {
        "kind": draw(st.sampled_from([Kind.APPEAL, Kind.APPEAL, Kind.INQUIRY])),
        "appeal_of": draw(st.sampled_from([None, ref("grievance", 1)])),
        "urgency": draw(st.sampled_from(Urgency)),
        "anonymity": draw(st.sampled_from(Anonymity)),
        "programme": programme,
    }
    events = [
        filed(*targets, **filing),
        grievance.GrievanceAcknowledged(office=Code("office_a")),
        grievance.HandlerAssigned(handlers=(actor(8),), role=Role.HANDLER, office=Code("office_a")),
        grievance.AppealReported(to=Code("office_b"), agreed=Agreed.NONE),
        determined(draw(st.sampled_from(Outcome)), remedies=remedies, order_maker=draw(_order_maker)),
        grievance.OutcomeNotified(
            determination=made, method=NoticeMethod.HAND, received_on=draw(_days), languages=()
        ),
        closed(draw(st.sampled_from(Closing))),
        reclassified(draw(st.sampled_from(Kind)), draw(st.sampled_from([Kind.APPEAL, Kind.INQUIRY]))),
    ]
    return draw(_one_of(log, stream, events, orderly=orderly))


def _decisions(log: Log) -> list[EntryRef]:
    """Return the decisions of a log and their corrections."""
    return [
        EntryRef(one.statement.stream, one.version, one.leaf)
        for one in log.recorded
        if isinstance(one.statement.says, claim.Decision)
    ]


def _one_of(log: Log, stream: str, events: list[Event], *, orderly: bool) -> st.SearchStrategy[Event]:
    """Return any of ``events``; if ``orderly``, the first one begins the stream and stands there alone."""
    if orderly:
        events = events[1:] if log.heads.get(stream) else events[:1]
    return st.integers(0, len(events) - 1).map(events.__getitem__)


_OTHERS = ("consultation", "commitment", "listing", "audit", "registry", "programme")
_ANY = {
    kind: st.one_of([objects(event) for event, kinds in STREAM_KINDS.items() if kind in kinds])
    for kind in ("claim", "grievance", *_OTHERS)
}
"""Events of every type that a stream of a kind may hold, whatever they say."""


@st.composite
def _anything(draw: st.DrawFn, number: int, kinds: Collection[str]) -> tuple[str, Event]:
    kind = draw(st.sampled_from(sorted(kinds)))
    says: Event = draw(_ANY[kind])
    return REGISTRY if kind == "registry" else ref(kind, number), says


def _seen(log: Log, stream: str) -> st.SearchStrategy[Seen | None]:
    """Return any head that the stream has had, or none."""
    heads = [Seen(version, leaf) for version, leaf in enumerate(log.heads.get(stream, []), start=1)]
    return st.sampled_from([None, *heads])


@st.composite
def logs(draw: st.DrawFn, most: int = 30, pause: int = 0, *, orderly: bool = False) -> Log:
    """Return a log of random events of every type in streams of every kind, in any order.

    Two thirds stand on three claims and three grievances and refer to one another; of half the logs the
    rules are on record, so that clocks run. Up to ``pause`` days lie between two entries. In an ``orderly``
    one, claims and grievances begin as they must, and all else is of other streams.
    """
    log = enrol(Log())
    programme = publish(log) if draw(st.booleans()) else PROGRAMME
    for _ in range(draw(st.integers(0, most))):
        log.day += timedelta(days=draw(st.integers(0, pause)))
        number = draw(st.integers(1, 3))
        match draw(st.integers(0, 2)):
            case 0:
                stream: str = ref("claim", number)
                says: Event = draw(_on_claim(log, stream, programme, orderly=orderly))
            case 1:
                stream = ref("grievance", number)
                says = draw(_on_grievance(log, stream, programme, orderly=orderly))
            case _:
                stream, says = draw(_anything(number, _OTHERS if orderly else _ANY))
        key = draw(st.integers(0, 3))
        log.add(
            stream,
            says,
            signers=(key_id(KEYS[key]),),
            sd=("A" * 43,) if draw(st.booleans()) else (),
            seen=draw(_seen(log, stream)),
        )
    note(log.told())
    return log
