"""A small log in which everything happens that an export must tell, and the exports of it."""

import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from typing import Any

from ledger.domain.casework.events import CourtOutcomeRecorded
from ledger.domain.casework_codes import CourtResult, Kind, Outcome, Remedy
from ledger.domain.claim.events import AttestationRefused
from ledger.domain.codes import OrderMaker, RefusalReason, Role
from ledger.domain.directory import RegistryState
from ledger.domain.grievance.events import HandlerAssigned, RemedyOrdered
from ledger.domain.states import StreamState, evolve, initial
from ledger.domain.types import Area, Code, Digest, EntryRef, Local
from ledger.projections.exports import ocel
from ledger.projections.exports.kept import Kept
from ledger.projections.exports.ocel import PERSONS, Scope, Tier
from tests.domain import complaints, consulting
from tests.projections.histories import (
    ORIGIN,
    Log,
    actor,
    attested,
    closed,
    decided,
    determined,
    enrol,
    filed,
    notified,
    publish,
    received,
    ref,
    revised,
)

KEY = bytes(32)
SEALED = "A" * 43
CLAIM, GRIEVANCE = ref("claim", 1), ref("grievance", 1)
BODY, IMPORTED, ALONE = ref("claim", 2), ref("claim", 3), ref("grievance", 2)
CONSULTATION, COMMITMENT = ref("consultation", 1), ref("commitment", 1)
LISTING, AUDIT = ref("listing", 1), ref("audit", 1)


def life(log: Log) -> EntryRef:
    """A claim is refused, appealed, granted; return the refusal."""
    log.add(CLAIM, received(), sd=(SEALED,), at="2026-01-05T03:00:01Z")
    log.add(CLAIM, attested(), by=actor(6))
    log.add(CLAIM, AttestationRefused(facts=(), reason=RefusalReason.FEAR, of=actor(7)))
    refused = log.add(CLAIM, decided())
    log.add(CLAIM, notified(refused))
    log.add(GRIEVANCE, filed(refused, area=Area("1002")), at="2026-01-06T03:00:00Z")
    log.add(GRIEVANCE, HandlerAssigned(handlers=(actor(8),), role=Role.REVIEWER, office=Code("office_b")))
    ordered = (
        RemedyOrdered(id=Local("r1"), code=Remedy.RECONSIDER, office=Code("office_a1")),
        RemedyOrdered(id=Local("r2"), code=Remedy.NONE, office=Code("office_a1")),
    )
    log.add(GRIEVANCE, determined(remedies=ordered), by=actor(8), at="2026-01-07T03:00:00Z")
    log.add(CLAIM, revised(refused), by=actor(9), at="2026-01-08T03:00:00Z")
    log.add(GRIEVANCE, complaints.done(), at="2026-01-08T04:00:00Z")
    log.add(GRIEVANCE, complaints.confirmation(), at="2026-01-09T04:00:00Z")
    log.add(GRIEVANCE, closed(), at="2026-01-09T05:00:00Z")
    return refused


def everything() -> Log:
    """Return a log with every type of object, every relation between objects, and a change of state."""
    log = enrol(Log())
    rules = publish(log)
    refused = life(log)
    log.add(BODY, received(area=None))
    log.add(BODY, decided(order_maker=OrderMaker.COMMITTEE))
    log.add(IMPORTED, decided(official=actor(5), programme=rules), at=None)
    log.add(ALONE, filed(kind=Kind.SERVICE_COMPLAINT, area=Area("1003")))
    log.add(ALONE, determined(Outcome.NOT_UPHELD))
    log.add(CONSULTATION, consulting.proposal())
    log.add(CONSULTATION, consulting.opening())
    adopted = log.add(CONSULTATION, consulting.recommendation(consulting.support()))
    log.add(COMMITMENT, consulting.promise(adopted))
    log.add(LISTING, consulting.posting(rules))
    log.add(AUDIT, consulting.visit(CLAIM))
    ended = CourtOutcomeRecorded(result=CourtResult.PENDING, of=refused, document=Digest("0" * 64))
    log.add(CLAIM, ended)
    return log


@contextmanager
def exported(log: Log, tier: Tier = Tier.OVERSIGHT, key: bytes = KEY) -> Iterator[Kept]:
    """Yield the export of ``log``."""
    scope = Scope(ORIGIN, tier, key)
    states: dict[str, StreamState] = {}
    registry = RegistryState()
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as connection:
        kept = Kept(connection)
        for one in log.recorded:
            stream = one.statement.stream
            state = states[stream] = evolve(states.get(stream) or initial(stream), one)
            registry = state if isinstance(state, RegistryState) else registry
            kept.keep(ocel.trace(scope, one, state, registry))
        kept.finish()
        yield kept


def relations(kept: Kept) -> set[tuple[str, str, str]]:
    """Return (type of event, qualifier, object) of an export."""
    return {
        (event.type, qualifier, object_)
        for event in kept.events()
        for object_, qualifier in kept.relations(event.n)
    }


def linked(kept: Kept) -> set[tuple[str, str, str]]:
    """Return (source, qualifier, target) of an export."""
    return {(name, qualifier, to) for name, _ in kept.objects() for to, qualifier in kept.links(name)}


def said(kept: Kept, type_: str) -> list[dict[str, Any]]:
    """Return what the events of a type state."""
    return [event.said for event in kept.events() if event.type == type_]


def leaks(document: Any) -> set[str]:
    """Return what an OCEL document tells that the public must not know.

    It is ``person``, ``time``, ``place in the log`` or ``text``: anything that is no code, id or number.
    """
    found = {"person" for one in document["objects"] if one["type"] in PERSONS}
    values = [(item["name"], item["value"]) for one in document["events"] for item in one["attributes"]]
    values += [(item["name"], item["value"]) for one in document["objects"] for item in one["attributes"]]
    times = [one["time"] for one in document["events"]]
    times += [item["time"] for one in document["objects"] for item in one["attributes"]]
    times += [value for name, value in values if name == "recorded_at"]
    found |= {"time" for time in times if not time.endswith("T00:00:00Z")}
    ids = [one["id"] for part in ("events", "objects") for one in document[part]]
    found |= {"place in the log" for one in ids if re.search(r":[0-9]{1,16}$|actor/|claim/.*-", one)}
    found |= {"place in the log" for name, _ in values if name in {"log_index", "entry_hash"}}
    codes = [value for name, value in values if isinstance(value, str) and name != "recorded_at"]
    return found | {"text" for code in codes if re.fullmatch(r"[a-z0-9_.+-]{0,200}", code) is None}
