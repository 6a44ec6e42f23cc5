"""Founding a ledger: root keys of five bodies, the log's key, and the local operator.

The root quorum founds, registers the operator's office and grants the first registrar; the
registrar enrols intake, importer and clock, so that every other command works at once. All this
happens on one machine, which is right for a demonstration and wrong for a nation: there each body
draws its own root key and signs where the key lies.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from typing import Final

from ledger.application.composing import Author
from ledger.application.enrolment import Grant, enrol_key, grant_mandate
from ledger.application.errors import AlreadyFounded, LedgerError
from ledger.application.keyring import Holder, Keyring, Seeds
from ledger.application.ledger import Ledger
from ledger.application.receipts import Receipt, Submission
from ledger.domain.codes import Custody, Role
from ledger.domain.registry.events import LedgerFounded, OfficeRegistered, RootKey
from ledger.domain.types import ActorRef, Area, Code, Digest, PublicKey, Text, Vkey
from ledger.signing.keys import SigningKey
from ledger.store.files import write_durably
from ledger.tlog.note import ED25519, format_vkey
from ledger.tlog.note import Vkey as LogKey

BODIES: Final = 5
THRESHOLD: Final = 3
OPERATOR_OFFICE: Final = "operator"
OPERATOR: Final = {
    "intake": Role.INTAKE,
    "importer": Role.IMPORTER,
    "clock": Role.CLOCK,
}
"""Roles of the local operator beside the registrar, by the name of their key."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Founders:
    """The keys that found a ledger: five bodies, and the log's own seed."""

    roots: tuple[Holder, ...]
    log_seed: bytes

    @property
    def quorum(self) -> tuple[Holder, ...]:
        """Return as many root keys as the threshold asks for."""
        return self.roots[:THRESHOLD]


def check_empty(ledger: Ledger, keyring: Keyring) -> None:
    """Check that founding would overwrite nothing.

    Raises:
        AlreadyFounded: The database holds a ledger, or the key folder holds keys of one.
    """
    if ledger.store.head().size:
        raise AlreadyFounded("this database already holds a ledger; name an empty one with --db")
    if keyring.names():
        raise AlreadyFounded(
            f"the key folder {keyring.folder} already holds keys; name an empty one with PHAYAN_KEYS"
        )


def draw_founders(keyring: Keyring, author: Author, seeds: Seeds) -> Founders:
    """Draw root keys and the log's key into the key folder."""
    roots = tuple(
        keyring.create(f"root-{number}", f"actor/{author.identifier()}", seeds)
        for number in range(1, BODIES + 1)
    )
    return Founders(roots=roots, log_seed=keyring.secret("log", seeds))


def found(
    ledger: Ledger, keyring: Keyring, founders: Founders, author: Author, seeds: Seeds, *, today: date
) -> list[Receipt]:
    """Found the ledger and enrol its local operator; write the policy that verifiers pin.

    Raises:
        LedgerError: A founding statement was refused.
    """
    registry = f"registry/{author.identifier()}"
    vkey = format_vkey(LogKey(author.origin, ED25519, SigningKey(founders.log_seed).public))
    policy = f"log {vkey}\nquorum none\n"
    receipts = [_record(ledger, _founding(author, registry, founders, vkey, policy))]
    pin = f"#founding {receipts[0].leaf}\n"
    write_durably(keyring.folder / "policy", (policy + pin).encode(), mode=0o644)
    steps = _operator(keyring, founders, author, registry, seeds, today=today)
    receipts.extend(_record(ledger, submission) for submission in steps)
    return receipts


def _founding(author: Author, registry: str, founders: Founders, vkey: str, policy: str) -> Submission:
    says = LedgerFounded(
        root_keys=tuple(
            RootKey(key=PublicKey(root.key.public.hex()), body=ActorRef(root.actor))
            for root in founders.roots
        ),
        threshold=THRESHOLD,
        log_key=Vkey(vkey),
        witness_policy=Digest(sha256(policy.encode()).hexdigest()),
    )
    return author.compose(
        registry, says, by=founders.roots[0].actor, keys=[root.key for root in founders.roots]
    )


def _operator(
    keyring: Keyring, founders: Founders, author: Author, registry: str, seeds: Seeds, *, today: date
) -> Iterator[Submission]:
    """Yield the statements that make the local operator, in the order in which they hold."""
    quorum = founders.quorum
    office = OfficeRegistered(
        code=Code(OPERATOR_OFFICE),
        name_th=Text("สำนักงานผู้ดูแลระบบ"),
        name_en=Text("Operator of this ledger"),
        kind=Code("operator"),
        area=Area("10"),
        closed=False,
    )
    yield author.compose(registry, office, by=quorum[0].actor, keys=[root.key for root in quorum])
    registrar = keyring.create("registrar", f"actor/{author.identifier()}", seeds)
    grant = Grant(role=Role.REGISTRAR, office=OPERATOR_OFFICE, line="registry", start=today)
    yield grant_mandate(author, registry, registrar, grant, grantors=quorum)
    yield enrol_key(author, registry, registrar, custody=Custody.SERVICE, grantors=quorum)
    for name, role in OPERATOR.items():
        holder = keyring.create(name, f"actor/{author.identifier()}", seeds)
        grant = Grant(role=role, office=OPERATOR_OFFICE, line="operator", start=today)
        yield grant_mandate(author, registry, holder, grant, grantors=[registrar])
        yield enrol_key(author, registry, holder, custody=_custody(role), grantors=[registrar])


def _custody(role: Role) -> Custody:
    return Custody.IMPORTED if role is Role.IMPORTER else Custody.SERVICE


def _record(ledger: Ledger, submission: Submission) -> Receipt:
    (answer,) = ledger.submit([submission])
    if not isinstance(answer, Receipt):
        raise LedgerError(f"a founding statement was refused: {answer.sentence}")
    return answer
