"""Clients in a storm: each files and decides over HTTP, and writes down what it was told.

A client that got no answer sends the same bytes again. What was never answered is unknown: it may be in the
log or not, and nobody may say more of it.
"""

import json
import random
import threading
from collections import Counter, deque
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from http.client import HTTPConnection, HTTPException
from typing import Any, Final

from benchmarks.fixture import Draw, Signers
from ledger.application.reading_entries import decode
from ledger.domain.claim.events import ClaimReceived, DecisionRevised, EligibilityDecided
from ledger.domain.codes import Cause, Occasion, OrderMaker, Result
from ledger.domain.types import ActorRef, Area, Code, EntryRef, Money, Seen
from ledger.store.rows import Row
from ledger.tlog.policy import Policy
from ledger.verify.evidence import verify_proof
from ledger.verify.result import Outcome
from tests.api.clients import ONE, members_of

PATIENCE: Final = 10.0  # seconds for an answer
PAUSE: Final = 0.05  # seconds until the next try, while nobody listens
OPEN: Final = 12  # claims that everybody decides, so that one comes too late
DECISIONS: Final = {"EligibilityDecided", "DecisionRevised"}


@dataclass
class Told:
    """What the clients were told, by statement id, and how often what happened."""

    acknowledged: dict[str, dict[str, Any]] = field(default_factory=dict)
    refused: set[str] = field(default_factory=set)
    unknown: set[str] = field(default_factory=set)
    counts: Counter[str] = field(default_factory=Counter)

    def add(self, other: "Told") -> None:
        """Take in what another client was told."""
        self.acknowledged |= other.acknowledged
        self.refused |= other.refused
        self.unknown |= other.unknown
        self.counts += other.counts


def findings(rows: Iterable[Row], told: Told, policy: Policy) -> list[str]:
    """Return what is wrong with the log of ``rows`` after ``told``, read from the entries themselves."""
    places: dict[str, list[Row]] = {}
    for row in rows:
        places.setdefault(decode(row.entry).statement.id, []).append(row)
    found = [f"doubled: {one}" for one, at in places.items() if len(at) > 1]
    found += [f"refused and recorded: {one}" for one in told.refused & places.keys()]
    found += [f"acknowledged and lost: {one}" for one in told.acknowledged.keys() - places.keys()]
    for one in told.acknowledged.keys() & places.keys():
        receipt, row = told.acknowledged[one], places[one][0]
        said = (receipt["stream"], receipt["index"], receipt["version"], receipt["leaf"])
        if said != (row.stream, row.index, row.version, row.leaf.hex()):
            found.append(f"acknowledged elsewhere: {one}")
        if verify_proof(receipt["proof"].encode(), row.entry, policy).outcome is not Outcome.PASSED:
            found.append(f"no proof: {one}")
    return found


class Claims:
    """The newest claims that were filed: everybody decides on these."""

    def __init__(self) -> None:
        self._filed: deque[tuple[str, Seen]] = deque(maxlen=OPEN)
        self._lock = threading.Lock()

    def file(self, stream: str, head: Seen) -> None:
        with self._lock:
            self._filed.append((stream, head))

    def one(self, draw: random.Random) -> tuple[str, Seen] | None:
        with self._lock:
            return draw.choice(self._filed) if self._filed else None


class Client(threading.Thread):
    """Files and decides, in turns as its seed has it, until ``end`` is set."""

    def __init__(self, seed: int, port: int, signers: Signers, claims: Claims, end: threading.Event) -> None:
        super().__init__(daemon=True)
        self.told = Told()
        self._draw = Draw(seed)
        self._author = self._draw.author()
        who = seed % len(signers.keys)
        self._actor, self._key, self._programme = signers.actors[who], signers.keys[who], signers.programme
        self._claims, self._end = claims, end
        self._connection = HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
        self._known: dict[str, tuple[Seen, EntryRef | None]] = {}
        self.last: tuple[bytes, dict[str, Any]] | None = None
        """The newest statement that was acknowledged, as it was sent, and its receipt."""

    def run(self) -> None:
        try:
            self._work()
        finally:
            self._connection.close()

    def _work(self) -> None:
        while not self._end.is_set():
            claim = self._claims.one(self._draw.random)
            if claim is None or self._draw.random.random() < 0.3:
                self._file()
            else:
                self._decide(*claim)

    def _file(self) -> None:
        stream = f"claim/{self._draw.identifier()}"
        application = ClaimReceived(
            programme=self._programme,
            benefit=Code("old_age_allowance"),
            received_on=date(2026, 3, 2),
            facts=(),
            documents=(),
            area=Area("5001"),
        )
        receipt = self._hand_in(stream, application, None)
        if receipt is not None and "code" not in receipt:
            self._claims.file(stream, Seen(receipt["version"], receipt["leaf"]))

    def _decide(self, stream: str, filed: Seen) -> None:
        """Decide on what this client knows of the claim; where that is old, on what it is shown."""
        seen, decision = self._known.get(stream, (filed, None))
        while not self._end.is_set():
            answer = self._hand_in(stream, self._says(decision), seen)
            if answer is None:
                return
            if "code" not in answer:
                entry = EntryRef(stream, answer["version"], answer["leaf"])
                self._known[stream] = Seen(entry.version, entry.leaf), entry
                return
            self.told.counts["decided again"] += 1
            for new in answer["unseen"]:
                seen = Seen(new["version"], new["leaf"])
                decision = EntryRef(stream, seen.version, seen.leaf) if new["type"] in DECISIONS else decision

    def _says(self, decision: EntryRef | None) -> EligibilityDecided | DecisionRevised:
        common: dict[str, Any] = {
            "result": self._draw.random.choice([Result.GRANT, Result.REFUSE]),
            "benefit": Code("old_age_allowance"),
            "amount": Money(60_000, "THB"),
            "order_maker": OrderMaker.OFFICIAL,
            "found": (),
            "law": (Code("oaa_2552_s6"),),
            "official": ActorRef(f"actor/{self._draw.identifier()}"),
        }
        if decision is None:
            return EligibilityDecided(occasion=Occasion.FIRST, **common)
        return DecisionRevised(occasion=Occasion.NEW_FACT, cause=Cause.REVIEW, supersedes=decision, **common)

    def _hand_in(self, stream: str, says: Any, seen: Seen | None) -> dict[str, Any] | None:
        """Return the receipt, or the refusal of what came too late; None if it stays unknown."""
        made = self._author.compose(stream, says, by=self._actor, keys=[self._key], seen=seen)
        name = members_of(made)["id"]
        self.told.unknown.add(name)
        while not self._end.is_set():
            answered = self._post(made.envelope)
            if answered is None:
                self._end.wait(PAUSE)
                continue
            status, members = answered
            if status in {200, 201}:
                self.told.acknowledged[name] = members
                self.last = made.envelope, members
                self.told.counts["repeated"] += members["repeated"]
            elif members["code"] == "stream_conflict":
                self.told.refused.add(name)
            else:
                self.told.counts[f"answered {status} {members['code']}"] += 1
                continue
            self.told.unknown.discard(name)
            return members
        return None

    def _post(self, body: bytes) -> tuple[int, dict[str, Any]] | None:
        """Return status and members of the answer; None if there was none, or no whole one."""
        try:
            self._connection.request("POST", "/statements", body, ONE)
            answer = self._connection.getresponse()
            return answer.status, json.loads(answer.read())
        except ConnectionRefusedError:
            self.told.counts["found nobody"] += 1
        except (OSError, HTTPException):
            self.told.counts["cut off"] += 1
        self._connection.close()
        return None


@contextmanager
def storm(count: int, port: int, signers: Signers) -> Iterator[list[Client]]:
    """Let ``count`` clients work at the server on ``port`` until the block ends."""
    claims, end = Claims(), threading.Event()
    clients = [Client(seed, port, signers, claims, end) for seed in range(1000, 1000 + count)]
    for client in clients:
        client.start()
    try:
        yield clients
    finally:
        end.set()
        for client in clients:
            client.join(2 * PATIENCE)
