"""Who takes part in the lived stories: offices, persons, and for each of them a mandate and a key.

Every name is invented, and area 99 is no area of Thailand.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Final, NamedTuple

from ledger.application.composing import Author
from ledger.application.enrolment import Grant, enrol_key, grant_mandate, register_office
from ledger.application.errors import LedgerError
from ledger.application.founding import BODIES, THRESHOLD
from ledger.application.keyring import Holder, Keyring, Seeds
from ledger.application.ledger import Ledger
from ledger.application.receipts import Receipt, Submission
from ledger.domain.codes import Category, Custody, Role
from ledger.domain.registry.enrolling import ROOT_GRANTED

MUNICIPALITY: Final = "example-municipality"
AREA: Final = "99"
OFFICES: Final = {
    MUNICIPALITY: "เทศบาลตำบลตัวอย่าง",
    "example-district": "ที่ว่าการอำเภอตัวอย่าง",
    "example-province": "ศาลากลางจังหวัดตัวอย่าง",
    "example-village": "ศูนย์อาสาสมัครตัวอย่าง",
    "example-next-village": "ศูนย์อาสาสมัครตำบลข้างเคียงตัวอย่าง",
    "example-council": "สภาองค์กรชุมชนตำบลตัวอย่าง",
    "example-treasury": "หน่วยจ่ายเงินตัวอย่าง",
    "example-oversight": "หน่วยกำกับตัวอย่าง",
}


class Person(NamedTuple):
    """Somebody in the stories, in Thai and English words, and the mandate they hold."""

    thai: str
    english: str
    role: Role
    office: str
    line: str
    category: Category | None = None


_CITY, _DISTRICT, _PROVINCE = MUNICIPALITY, "example-district", "example-province"
_VILLAGE, _NEXT_VILLAGE, _OVERSIGHT = "example-village", "example-next-village", "example-oversight"
_COUNCIL, _TREASURY = "example-council", "example-treasury"
_ATTESTER, _SUPERVISOR, _HANDLER, _APPELLATE = Role.ATTESTER, Role.SUPERVISOR, Role.HANDLER, Role.APPELLATE

CAST: Final[Mapping[str, Person]] = {
    "officer-1": Person("เจ้าหน้าที่คนแรก", "first officer", Role.OFFICER, _CITY, "municipality"),
    "officer-2": Person("เจ้าหน้าที่อีกคน", "second officer", Role.OFFICER, _CITY, "municipality"),
    "supervisor-city": Person("ปลัดเทศบาล", "municipal clerk", _SUPERVISOR, _CITY, "municipality"),
    "supervisor-district": Person(
        "หัวหน้าระดับอำเภอ", "district supervisor", _SUPERVISOR, _DISTRICT, "district"
    ),
    "supervisor-province": Person(
        "หัวหน้าระดับจังหวัด", "province supervisor", _SUPERVISOR, _PROVINCE, "province"
    ),
    "handler": Person("ผู้ดำเนินเรื่อง", "handler", _HANDLER, _CITY, "municipality"),
    "handler-district": Person("ผู้ดำเนินเรื่องระดับอำเภอ", "district handler", _HANDLER, _DISTRICT, "district"),
    "handler-province": Person("ผู้ดำเนินเรื่องระดับจังหวัด", "province handler", _HANDLER, _PROVINCE, "province"),
    "reviewer": Person("ผู้ทบทวน", "reviewer", Role.REVIEWER, _CITY, "municipality"),
    "appellate-1": Person("กรรมการอุทธรณ์คนที่หนึ่ง", "first of the panel", _APPELLATE, _PROVINCE, "panel-1"),
    "appellate-2": Person("กรรมการอุทธรณ์คนที่สอง", "second of the panel", _APPELLATE, _PROVINCE, "panel-2"),
    "payer": Person("หน่วยจ่าย", "paying unit", Role.PAYER, _TREASURY, "treasury"),
    "volunteer-social": Person(
        "อพม.", "social volunteer", _ATTESTER, _VILLAGE, "volunteers-social", Category.VOLUNTEER_SOCIAL
    ),
    "volunteer-health": Person(
        "อสม.", "health volunteer", _ATTESTER, _VILLAGE, "volunteers-health", Category.VOLUNTEER_HEALTH
    ),
    "volunteer-outside": Person(
        "อพม. ตำบลข้างเคียง",
        "volunteer of the next tambon",
        _ATTESTER,
        _NEXT_VILLAGE,
        "volunteers-next",
        Category.VOLUNTEER_SOCIAL,
    ),
    "village-head": Person("ผู้ใหญ่บ้าน", "village head", _ATTESTER, _VILLAGE, "headmen", Category.VILLAGE_HEAD),
    "neighbour": Person("เพื่อนบ้าน", "neighbour", Role.ASSISTER, _VILLAGE, "community"),
    "facilitator": Person("ผู้อำนวยการหารือ", "facilitator", Role.FACILITATOR, _PROVINCE, "facilitation"),
    "convener": Person("ผู้แทนสภาองค์กรชุมชน", "convener", Role.CONVENER, _COUNCIL, "civil-society"),
    "participant-1": Person("ชาวบ้านคนที่หนึ่ง", "first villager", Role.PARTICIPANT, _COUNCIL, "villagers-1"),
    "participant-2": Person("ชาวบ้านคนที่สอง", "second villager", Role.PARTICIPANT, _COUNCIL, "villagers-2"),
    "oversight": Person("หน่วยกำกับ", "oversight", Role.OVERSIGHT, _OVERSIGHT, "oversight"),
    "auditor": Person("ผู้ตรวจเยี่ยม", "audit visitor", Role.OVERSIGHT, _OVERSIGHT, "audit"),
    "custodian": Person("ผู้ดูแลข้อมูล", "data custodian", Role.CUSTODIAN, _OVERSIGHT, "custody"),
}
"""By the name of their key. The intake desk is the local operator's, of a line that decides nothing."""
OPERATED: Final[Mapping[str, Person]] = {
    "intake": Person("จุดรับเรื่อง", "intake desk", Role.INTAKE, "operator", "operator"),
    "clock": Person("นาฬิการะบบ", "the ledger's clock", Role.CLOCK, "operator", "operator"),
    "registrar": Person("นายทะเบียน", "registrar", Role.REGISTRAR, "operator", "registry"),
    **{
        f"root-{number}": Person(f"ผู้ถือกุญแจรากที่ {number}", f"root body {number}", Role.ROOT, "", "")
        for number in range(1, BODIES + 1)
    },
}
"""Those who are there from the founding on."""
STAND_INS: Final[Mapping[str, Person]] = {
    "thief": Person("คนขโมยกุญแจ", "whoever stole the key", _ATTESTER, _NEXT_VILLAGE, "volunteers-next"),
    "volunteer-outside-renewed": Person(
        "อพม. ตำบลข้างเคียง กุญแจใหม่",
        "volunteer of the next tambon, with a new key",
        _ATTESTER,
        _NEXT_VILLAGE,
        "volunteers-next",
    ),
}
"""Keys that appear in a story only."""


def person(name: str) -> Person:
    """Return who holds the key ``name``."""
    return {**CAST, **OPERATED, **STAND_INS}[name]


def enrol_cast(
    ledger: Ledger, keyring: Keyring, author: Author, seeds: Seeds, *, today: date
) -> dict[str, Holder]:
    """Register the offices, give everybody a mandate and a key; return all keys by name.

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
    return holders | {name: keyring.load(name) for name in OPERATED}


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
