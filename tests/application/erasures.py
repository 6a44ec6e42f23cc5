"""Two bodies that may erase, and claims of invented persons to erase from."""

from collections.abc import Mapping, Sequence

from benchmarks.fixture import now
from ledger.application.composing import Author
from ledger.application.enrolment import Grant, enrol_key, grant_mandate
from ledger.application.keyring import Holder, Keyring
from ledger.application.ledger import Ledger
from ledger.application.randomness import seed
from ledger.application.receipts import Receipt, Submission
from ledger.domain.casework.events import ErasedFields, InformationSupplied, PersonalDataErased
from ledger.domain.casework_codes import Supplied
from ledger.domain.claim.events import ClaimReceived
from ledger.domain.codes import Custody, Role
from ledger.domain.types import ActorRef, Code, Event, Sealed, Seen
from ledger.signing.disclosure import parse_disclosure
from ledger.signing.strict_json import JsonValue
from tests.application.conftest import Place

BODIES = {"custodian": Role.CUSTODIAN, "oversight": Role.OVERSIGHT}
PERSON: Mapping[str, JsonValue] = {
    "applicant/name": "ยาย ตัวอย่าง",
    "applicant/national_id": "0000000000001",
    "applicant/village": "หมู่ สมมุติ",
    "named-1/name": "เพื่อนบ้าน ตัวอย่าง",
}


def enrol_bodies(ledger: Ledger, keyring: Keyring, author: Author) -> None:
    """Let the root quorum enrol a custodian and oversight; their keys lie in the folder by these names."""
    roots = [keyring.load(f"root-{number}") for number in (1, 2, 3)]
    for name, role in BODIES.items():
        holder = keyring.create(name, f"actor/{author.identifier()}", seed)
        grant = Grant(role=role, office="operator", line=name, start=now().date())
        taken(ledger, grant_mandate(author, ledger.registry_stream, holder, grant, grantors=roots))
        enrolled = enrol_key(author, ledger.registry_stream, holder, custody=Custody.SELF, grantors=roots)
        taken(ledger, enrolled)


def taken(ledger: Ledger, submission: Submission) -> Receipt:
    (answer,) = ledger.submit([submission])
    assert isinstance(answer, Receipt), answer
    return answer


def claim(place: Place, ledger: Ledger, sealed: Mapping[str, JsonValue] = PERSON, programme: str = "") -> str:
    """Record a claim of an invented person; return its stream."""
    stream = f"claim/{place.signers.author.identifier()}"
    says = ClaimReceived(
        programme=place.signers.programme,
        benefit=Code("old_age_allowance"),
        facts=(),
        documents=(),
        official=ActorRef(f"actor/{place.signers.author.identifier()}"),
    )
    taken(ledger, importing(place, stream, says, sealed))
    return stream


def supply(place: Place, ledger: Ledger, stream: str, sealed: Mapping[str, JsonValue]) -> Receipt:
    """Put something to the file."""
    official = ActorRef(f"actor/{place.signers.author.identifier()}")
    says = InformationSupplied(kind=Supplied.STATEMENT, documents=(), official=official)
    return taken(ledger, importing(place, stream, says, sealed))


def importing(place: Place, stream: str, says: Event, sealed: Mapping[str, JsonValue]) -> Submission:
    signers = place.signers
    return signers.author.compose(stream, says, by=signers.actors[0], keys=signers.keys[:1], sealed=sealed)


def erasing(place: Place, ledger: Ledger, stream: str, targets: Mapping[int, Sequence[str]]) -> Submission:
    """What the two bodies sign to erase ``targets``: fields by version."""
    holders = [holder(place, name) for name in BODIES]
    last = ledger.store.stream(stream)[-1]
    says = PersonalDataErased(
        basis=Code("request"),
        targets=tuple(
            ErasedFields(version=version, fields=tuple(map(Sealed, fields)))
            for version, fields in targets.items()
        ),
    )
    return place.signers.author.compose(
        stream,
        says,
        by=holders[0].actor,
        keys=[one.key for one in holders],
        seen=Seen(last.version, last.leaf.hex()),
    )


def holder(place: Place, name: str) -> Holder:
    return Keyring(place.settings.keys).load(name)


def openable(ledger: Ledger, stream: str) -> set[tuple[int, str]]:
    """Version and name of every sealed field of ``stream`` that still opens."""
    from ledger.application.reading_entries import decode

    return {
        (row.version, parse_disclosure(item)[1])
        for row in ledger.store.stream(stream)
        for statement in [decode(row.entry).statement]
        for item in ledger.sealer.unseal(statement.id, statement.sd)
    }
