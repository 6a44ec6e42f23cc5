"""Who takes part in the lived story: offices, persons, and for each of them mandates and a key of their own.

Every name is invented, and area 99 is no area of Thailand.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Final, NamedTuple

from ledger.application.composing import Author
from ledger.application.enrolment import Grant, enrol_key, grant_mandate, register_office
from ledger.application.errors import LedgerError
from ledger.application.founding import THRESHOLD
from ledger.application.keyring import Holder, Keyring, Seeds
from ledger.application.ledger import Ledger
from ledger.application.receipts import Receipt, Submission
from ledger.domain.codes import Category, Custody, Role
from ledger.domain.registry.rules import ROOT_GRANTED

MUNICIPALITY: Final = "example-municipality"
AREA: Final = "99"
OFFICES: Final = {
    MUNICIPALITY: "เทศบาลตำบลตัวอย่าง",
    "example-district": "ที่ว่าการอำเภอตัวอย่าง",
    "example-province": "ศาลากลางจังหวัดตัวอย่าง",
    "example-village": "ศูนย์อาสาสมัครตัวอย่าง",
    "example-oversight": "หน่วยกำกับตัวอย่าง",
}


class Person(NamedTuple):
    """Somebody in the story, in Thai and English words, and the mandate they hold."""

    thai: str
    english: str
    role: Role
    office: str
    line: str
    category: Category | None = None


CAST: Final[Mapping[str, Person]] = {
    "officer-1": Person("เจ้าหน้าที่คนแรก", "first officer", Role.OFFICER, MUNICIPALITY, "municipality"),
    "officer-2": Person("เจ้าหน้าที่อีกคน", "second officer", Role.OFFICER, MUNICIPALITY, "municipality"),
    "supervisor-district": Person(
        "หัวหน้าระดับอำเภอ", "district supervisor", Role.SUPERVISOR, "example-district", "district"
    ),
    "supervisor-province": Person(
        "หัวหน้าระดับจังหวัด", "province supervisor", Role.SUPERVISOR, "example-province", "province"
    ),
    "handler": Person("ผู้ดำเนินเรื่อง", "handler", Role.HANDLER, MUNICIPALITY, "municipality"),
    "reviewer": Person("ผู้ทบทวน", "reviewer", Role.REVIEWER, MUNICIPALITY, "municipality"),
    "volunteer-social": Person(
        "อพม.",
        "social volunteer",
        Role.ATTESTER,
        "example-village",
        "volunteers-social",
        Category.VOLUNTEER_SOCIAL,
    ),
    "volunteer-health": Person(
        "อสม.",
        "health volunteer",
        Role.ATTESTER,
        "example-village",
        "volunteers-health",
        Category.VOLUNTEER_HEALTH,
    ),
    "village-head": Person(
        "ผู้ใหญ่บ้าน", "village head", Role.ATTESTER, "example-village", "district", Category.VILLAGE_HEAD
    ),
    "neighbour": Person("เพื่อนบ้าน", "neighbour", Role.ASSISTER, "example-village", "community"),
    "oversight": Person("หน่วยกำกับ", "oversight", Role.OVERSIGHT, "example-oversight", "oversight"),
}
"""By the name of their key. The intake desk is the local operator's, of a line that decides nothing."""
INTAKE: Final = Person("จุดรับเรื่อง", "intake desk", Role.INTAKE, "operator", "operator")


def person(name: str) -> Person:
    """Return who holds the key ``name``."""
    return CAST.get(name, INTAKE)


def enrol_cast(
    ledger: Ledger, keyring: Keyring, author: Author, seeds: Seeds, *, today: date
) -> dict[str, Holder]:
    """Register the offices, give everybody a mandate and a key; return the keys by name, the intake's too.

    Raises:
        LedgerError: A statement was refused, or a key of that name is there already.
    """
    registry = ledger.registry_stream
    registrar = keyring.load("registrar")
    quorum = [keyring.load(f"root-{number}") for number in range(1, THRESHOLD + 1)]
    holders = {name: keyring.create(name, f"actor/{author.identifier()}", seeds) for name in CAST}

    def statements() -> Iterator[Submission]:
        for code, name_th in OFFICES.items():
            yield register_office(author, registry, code, name_th, AREA, grantors=[registrar])
        for name, one in CAST.items():
            grantors = quorum if one.role in ROOT_GRANTED else [registrar]
            grant = Grant(role=one.role, office=one.office, line=one.line, start=today, category=one.category)
            yield grant_mandate(author, registry, holders[name], grant, grantors=grantors)
            yield enrol_key(author, registry, holders[name], custody=Custody.SELF, grantors=grantors)

    record(ledger, list(statements()))
    return holders | {"intake": keyring.load("intake")}


def record(ledger: Ledger, submissions: Sequence[Submission]) -> list[Receipt]:
    """Record all of ``submissions`` and return their receipts.

    Raises:
        LedgerError: One was refused; the sentence says why.
    """
    receipts = []
    for answer in ledger.submit(submissions):
        if not isinstance(answer, Receipt):
            raise LedgerError(f"a statement of the story was refused: {answer.sentence} ({answer.code})")
        receipts.append(answer)
    return receipts
