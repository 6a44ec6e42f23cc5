"""A small log made by hand: lived cases under a standard programme, every key in the test's hands.

Whoever holds all keys can also lie consistently, which is what these tests are about.
"""

import base64
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from hashlib import sha256
from typing import Final

from ledger.application.composing import make_disclosure
from ledger.domain.catalogue import decode_event
from ledger.domain.types import EntryRef, Event, Seen, Statement
from ledger.signing.disclosure import digest
from ledger.signing.dsse import format_envelope, sign_envelope
from ledger.signing.entry import format_entry
from ledger.signing.keys import SigningKey
from ledger.signing.statement import format_statement
from ledger.tlog.note import ED25519, Vkey, format_vkey
from ledger.tlog.tree import leaf_hash
from ledger.verify.signatures import possession_bytes

ORIGIN: Final = "ledger.example.org/tests"
LOG_SEED: Final = bytes(range(32))


def identifier(name: str) -> str:
    text = sha256(name.encode()).hexdigest()
    return f"{text[:8]}-{text[8:12]}-{text[12:16]}-{text[16:20]}-{text[20:32]}"


def actor(name: str) -> str:
    return f"actor/{identifier(name)}"


@cache
def key(name: str) -> SigningKey:
    return SigningKey(sha256(f"key of {name}".encode()).digest())


def vkey(seed: bytes = LOG_SEED) -> str:
    return format_vkey(Vkey(ORIGIN, ED25519, SigningKey(seed).public))


ROOTS: Final = ("body-1", "body-2", "body-3")
REGISTRY: Final = f"registry/{identifier('registry')}"
PROGRAMME: Final = f"programme/{identifier('programme')}"


@dataclass(frozen=True, slots=True)
class Act:
    """One signed statement and the time at which it was recorded."""

    envelope: bytes
    statement: Statement
    recorded_at: str
    disclosures: tuple[str, ...] = ()


class History:
    """Statements on their way into a log; ``entries`` stamps them as an honest ledger would."""

    def __init__(self) -> None:
        self.acts: list[Act] = []
        self.entries: list[bytes] = []
        self.heads: dict[str, Seen] = {}

    def say(
        self,
        stream: str,
        says: Event,
        signers: Sequence[str],
        *,
        origin: str = ORIGIN,
        seen: Seen | None = None,
        sealed: dict[str, str] | None = None,
        name: str = "",
    ) -> EntryRef:
        """Add ``says``, signed by the persons ``signers``; the first one answers for it."""
        place = len(self.acts)
        salt = sha256(f"salt {place}".encode()).digest()[:16]
        disclosures = tuple(make_disclosure(salt, field, value) for field, value in (sealed or {}).items())
        keys = [key(signer) for signer in signers]
        statement = Statement(
            origin=origin,
            id=identifier(name or f"statement {place}"),
            stream=stream,
            type=type(says).__name__,
            schema=1,
            by=actor(signers[0]),
            signers=tuple(sorted(each.id for each in keys)),
            at="2026-03-01T03:04:05Z",
            seen=seen,
            as_of=None,
            says=says,
            sd=tuple(sorted(map(digest, disclosures))),
        )
        envelope = format_envelope(sign_envelope(format_statement(statement), keys))
        return self.add(
            Act(envelope, statement, f"2026-03-02T03:04:{place % 60:02}.{place // 60:03}Z", disclosures)
        )

    def add(self, act: Act) -> EntryRef:
        """Stamp ``act``, not earlier than the entry before it, and put it at the end."""
        return self.stamp(
            replace(act, recorded_at=max([act.recorded_at, *(each.recorded_at for each in self.acts[-1:])]))
        )

    def stamp(self, act: Act) -> EntryRef:
        """Put ``act`` at the end, whatever its time."""
        stream = act.statement.stream
        head = self.heads.get(stream)
        version = head.version + 1 if head else 1
        entry = format_entry(
            act.envelope, len(self.acts), head.leaf if head else "", act.recorded_at, version
        )
        self.acts.append(act)
        self.entries.append(entry)
        self.heads[stream] = Seen(version, leaf_hash(entry).hex())
        return EntryRef(stream, version, self.heads[stream].leaf)


def event(kind: str, data: Mapping[str, object]) -> Event:
    """Return the event that ``data`` state, as they stand in a statement."""
    says = decode_event(kind, 1, data)
    assert isinstance(says, Event)
    return says


def founded() -> History:
    """Return a log with its founding, its officials and a programme."""
    history = History()
    found(history)
    office = {"code": "main", "name_th": "สำนักงาน", "kind": "district", "area": "10", "closed": False}
    history.say(REGISTRY, event("OfficeRegistered", office), ROOTS)
    mandate(history, "registrar", "registrar", ROOTS)
    mandate(history, "auditor", "oversight", ROOTS)
    enrol(history, "registrar", ROOTS)
    enrol(history, "auditor", ["registrar"])
    for name, role in {"intake": "intake", "officer": "officer", "head": "supervisor"}.items():
        mandate(history, name, role, ["registrar"])
        enrol(history, name, ["registrar"])
    publish(history)
    return history


def found(history: History, *, name: str = "") -> EntryRef:
    data = {
        "root_keys": [{"key": key(root).public.hex(), "body": actor(root)} for root in ROOTS],
        "threshold": 2,
        "log_key": vkey(),
        "witness_policy": "00" * 32,
    }
    return history.say(REGISTRY, event("LedgerFounded", data), ROOTS, name=name)


def mandate(history: History, name: str, role: str, grantors: Sequence[str]) -> EntryRef:
    data = {
        "actor": actor(name),
        "role": role,
        "office": "main",
        "line": f"line-{name}",
        "programmes": [],
        "areas": [],
        "from": "2026-01-01",
        "to": "2026-12-31",
        "instrument": "11" * 32,
        "may_delegate": False,
    }
    return history.say(REGISTRY, event("MandateGranted", data), grantors)


def enrol(history: History, name: str, grantors: Sequence[str], *, proved_by: str = "") -> EntryRef:
    message = possession_bytes(ORIGIN, actor(name), key(name).id)
    data = {
        "actor": actor(name),
        "key": key(name).public.hex(),
        "custody": "self",
        "next": "22" * 32,
        "possession": base64.b64encode(key(proved_by or name).sign(message)).decode(),
    }
    return history.say(REGISTRY, event("KeyEnrolled", data), [*grantors, name])


def revoke(history: History, name: str, checkpoint: str, size: int) -> EntryRef:
    """End a key with a boundary, which takes one root signature more than the threshold."""
    boundary = {"size": size, "checkpoint": checkpoint}
    data = {"key": key(name).id, "reason": "compromised", "boundary": boundary}
    return history.say(REGISTRY, event("KeyRevoked", data), ROOTS)


def publish(history: History) -> EntryRef:
    fact = {"code": "age_60", "sensitive": False, "quorum": False, "max_age": 365, "small_village": False}
    data = {
        "version": 1,
        "from": "2026-01-01",
        "profile": "standard",
        "rules": "33" * 32,
        "benefits": ["old_age"],
        "facts": [fact],
        "clocks": [],
        "templates": [],
        "audit_ppm": 50_000,
        "small_cell": 11,
    }
    return history.say(PROGRAMME, event("ProgrammePublished", data), ["head", "auditor"])


def entry_ref(stream: str, head: Seen) -> dict[str, object]:
    return {"stream": stream, "version": head.version, "leaf": head.leaf}


def claim(history: History, name: str) -> str:
    """Add an application, and return its stream."""
    stream = f"claim/{identifier(name)}"
    data = {
        "programme": entry_ref(PROGRAMME, history.heads[PROGRAMME]),
        "benefit": "old_age",
        "received_on": "2026-03-02",
        "via": {"channel": "counter", "auth": "in_person", "handed_over_on": "2026-03-02"},
        "facts": [{"id": "f1", "code": "age_60"}],
        "documents": [],
        "area": "10",
    }
    sealed = {"applicant/name": f"ผู้ยื่น {name}", "applicant/village": "7"}
    history.say(stream, event("ClaimReceived", data), ["intake"], sealed=sealed)
    return stream


def refuse(history: History, stream: str, signers: Sequence[str] = ("officer", "head")) -> EntryRef:
    """Add a refusal of the claim: an adverse act, so officer and supervisor of another line sign."""
    head = history.heads[stream]
    data = {
        "result": "refuse",
        "benefit": "old_age",
        "order_maker": "official",
        "occasion": "first",
        "found": [{"fact": "age_60", "finding": "no", "on": [entry_ref(stream, head)]}],
        "law": ["rule_1"],
        "discretion": "none",
        "heard": "yes",
        "departs": False,
        "appeal_notice": {"office": "main", "how": "counter", "days": 15},
    }
    sealed = {"office/reasons": "อายุไม่ถึง 60 ปี"}
    return history.say(stream, event("EligibilityDecided", data), signers, seen=head, sealed=sealed)


def appeal(history: History, stream: str, decision: EntryRef) -> str:
    """Add an appeal against ``decision``, and return its stream: its rules rest on the claim."""
    grievance = f"grievance/{identifier('appeal ' + stream)}"
    contested = {"stream": stream, "version": decision.version, "leaf": decision.leaf}
    data = {
        "kind": "appeal",
        "programme": entry_ref(PROGRAMME, history.heads[PROGRAMME]),
        "contests": [{"claim": stream, "entry": contested}],
        "about": [],
        "grounds": ["fact_wrong"],
        "remedies": [{"code": "reconsider"}],
        "urgency": "normal",
        "anonymity": "open",
        "received_on": "2026-03-02",
        "via": {"channel": "counter", "auth": "in_person", "handed_over_on": "2026-03-02"},
        "level": 1,
        "related": [],
        "area": "10",
    }
    history.say(grievance, event("GrievanceFiled", data), ["intake"], sealed={"complainant/text": "อายุ 61 ปี"})
    return grievance


def lived(claims: int = 3) -> History:
    """Return a founded log with ``claims`` refused claims."""
    history = founded()
    for number in range(claims):
        refuse(history, claim(history, f"claim {number}"))
    return history


@cache
def long() -> History:
    """Return 293 entries: a full tile of level 0 and a partial one, and one of level 1. Not to be changed."""
    return lived(140)


def restamped(acts: Sequence[Act]) -> History:
    """Return the log that an operator would make of ``acts``: consistent in every stamp."""
    history = History()
    for act in acts:
        history.add(act)
    return history
