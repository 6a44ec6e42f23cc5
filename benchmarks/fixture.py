"""The statements that every measurement uses: real entries, judged by the rules, from a fixed seed.

64 importers sign the records of 8,571 claims, seven entries each (an application, five attestations,
a decision), the claims in random order. Every statement carries one signature. The acts are those of a
thousand officials and neighbours, seven different ones in a claim.

A payload has 530 to 610 bytes. It holds no Thai text, as no statement about a person does: what they said is
sealed, and a salted digest stands in its place.
"""

import random
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from ledger.application import randomness
from ledger.application.assembly import create, open_ledger
from ledger.application.composing import Author
from ledger.application.derived import encode
from ledger.application.enrolment import Grant, enrol_key, grant_mandate
from ledger.application.keyring import Keyring
from ledger.application.ledger import Ledger
from ledger.application.receipts import Receipt, Submission
from ledger.application.settings import Settings
from ledger.domain.catalogue import encode_event
from ledger.domain.claim.events import AttestationGiven, ClaimReceived, EligibilityDecided, Period
from ledger.domain.codes import (
    Basis,
    Confidence,
    Custody,
    Occasion,
    OrderMaker,
    Profile,
    Relation,
    Result,
    Role,
    Stance,
)
from ledger.domain.parts import FactRule
from ledger.domain.programme.events import ProgrammePublished
from ledger.domain.types import ActorRef, Area, Code, Digest, EntryRef, Event, Money
from ledger.signing.dsse import format_envelope, sign_envelope
from ledger.signing.keys import SigningKey

ORIGIN = "benchmark.example.org/2026"
INSTANT = "2026-11-22T03:04:05Z"
KEYS = 64
PER_STREAM = 7
OFFICIALS = 1_000


def now() -> datetime:
    return datetime.now(UTC)


@dataclass(frozen=True)
class Signers:
    """Who signs the fixture, enrolled in a ledger of its own."""

    actors: list[str]
    keys: list[SigningKey]
    programme: EntryRef
    author: Author

    def sign(self, members: dict[str, Any], keys: Sequence[SigningKey] = ()) -> Submission:
        """Return a statement with ``members`` as they are, signed by the first importer or by ``keys``."""
        signing = list(keys) or self.keys[:1]
        members |= {"signers": sorted(key.id for key in signing)}
        if not keys and members["by"] in self.actors:
            members["by"] = self.actors[0]
        return Submission(format_envelope(sign_envelope(encode(members), signing)))


class Draw:
    """Identifiers and salts from one seed."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)

    def identifier(self) -> str:
        return str(uuid.UUID(bytes=self.random.randbytes(16), version=4))

    def salt(self) -> bytes:
        return self.random.randbytes(16)

    def author(self) -> Author:
        return Author(
            origin=ORIGIN,
            instant=lambda: INSTANT,
            identifier=self.identifier,
            salt=self.salt,
        )


def founded(
    folder: Path, db: str | None = None, *, seed: int = 1, importers: int = KEYS
) -> tuple[Settings, Signers]:
    """Found a ledger in ``folder`` with importers and a programme of imported records."""
    draw = Draw(seed)
    author = draw.author()
    environment = {
        "PHAYAN_VAULT_DB": f"sqlite:///{folder}/vault.db",
        "PHAYAN_KEY_DB": f"sqlite:///{folder}/data-keys.db",
    }
    settings = Settings.of(db or f"sqlite:///{folder}/ledger.db", folder / "keys", environment)
    create(settings, author, now)
    keyring = Keyring(settings.keys)
    registrar = keyring.load("registrar")
    with open_ledger(settings, now, write=True) as ledger:
        registry = ledger.registry_stream
        holders = [
            keyring.create(f"importer-{number}", f"actor/{draw.identifier()}", randomness.seed)
            for number in range(importers)
        ]
        grant = Grant(role=Role.IMPORTER, office="operator", line="operator", start=now().date())
        _record(
            ledger, [grant_mandate(author, registry, one, grant, grantors=[registrar]) for one in holders]
        )
        _record(
            ledger,
            [
                enrol_key(author, registry, one, custody=Custody.IMPORTED, grantors=[registrar])
                for one in holders
            ],
        )
        published = ProgrammePublished(
            version=1,
            from_=date(2026, 1, 1),
            profile=Profile.HISTORICAL,
            rules=Digest("0" * 64),
            benefits=(Code("old_age_allowance"),),
            facts=tuple(
                FactRule(code=Code(code), sensitive=False, quorum=False, max_age=365, small_village=False)
                for code in ("peer_rank", "lives_alone")
            ),
            clocks=(),
            templates=(),
            audit_ppm=0,
            small_cell=11,
        )
        stream = f"programme/{draw.identifier()}"
        (receipt,) = _record(
            ledger, [author.compose(stream, published, by=holders[0].actor, keys=[holders[0].key])]
        )
    programme = EntryRef(stream, 1, receipt.leaf)
    return settings, Signers(
        [holder.actor for holder in holders], [holder.key for holder in holders], programme, author
    )


def statements(signers: Signers, count: int, *, seed: int = 2) -> list[Submission]:
    """Return ``count`` signed statements, in an order in which the rules take them."""
    draw = Draw(seed)
    streams = [f"claim/{draw.identifier()}" for _ in range(-(-count // PER_STREAM))]
    order = [stream for stream in streams for _ in range(PER_STREAM)]
    draw.random.shuffle(order)
    people = [ActorRef(f"actor/{draw.identifier()}") for _ in range(OFFICIALS)]
    acting: dict[str, list[ActorRef]] = {}
    made = []
    for stream in order[:count]:
        others = acting.get(stream) or draw.random.sample(people, PER_STREAM)
        acting[stream] = others[1:]
        who = draw.random.randrange(len(signers.keys))
        says = _event(PER_STREAM - len(others), others[0], signers, draw)
        members: dict[str, Any] = {
            "v": 1,
            "origin": ORIGIN,
            "id": draw.identifier(),
            "stream": stream,
            "type": type(says).__name__,
            "schema": 1,
            "by": signers.actors[who],
            "signers": [signers.keys[who].id],
            "at": INSTANT,
            "data": encode_event(says),
        }
        envelope = sign_envelope(encode(members), [signers.keys[who]])
        made.append(Submission(format_envelope(envelope)))
    return made


def _event(place: int, official: ActorRef, signers: Signers, draw: Draw) -> Event:
    if place == 0:
        return ClaimReceived(
            programme=signers.programme,
            benefit=Code("old_age_allowance"),
            received_on=date(2026, 3, 2),
            facts=(),
            documents=(),
            area=Area("5001"),
            official=official,
        )
    if place < PER_STREAM - 1:
        return AttestationGiven(
            facts=(Code(f"peer_rank_{draw.random.randint(1, 8)}"), Code("lives_alone")),
            stance=Stance.SUPPORTS,
            basis=Basis.LIVES_NEXT_DOOR,
            relation=Relation.NEIGHBOUR,
            confidence=Confidence.PROBABLE,
            observed_on=date(2026, 2, draw.random.randint(1, 28)),
            expires_on=date(2027, 2, draw.random.randint(1, 28)),
            official=official,
        )
    return EligibilityDecided(
        result=draw.random.choice([Result.GRANT, Result.REFUSE]),
        benefit=Code("old_age_allowance"),
        amount=Money(60_000, "THB"),
        order_maker=OrderMaker.OFFICIAL,
        occasion=Occasion.FIRST,
        period=Period(from_=date(2026, 4, 1), to=date(2027, 3, 31)),
        found=(),
        law=(Code("oaa_2552_s6"), Code("oaa_2552_s11")),
        official=official,
    )


def _record(ledger: Ledger, submissions: Sequence[Submission]) -> list[Receipt]:
    receipts = []
    for answer in ledger.submit(submissions):
        if not isinstance(answer, Receipt):
            raise TypeError(answer.sentence)
        receipts.append(answer)
    return receipts
