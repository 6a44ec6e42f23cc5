"""What the vault tells reports of persons: classes alone, read by oversight, and recorded first."""

import json
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
import sqlalchemy as sa

from benchmarks.fixture import now
from ledger.application import randomness, reporting, strata
from ledger.application.access import Capacity, Purpose, Target, What
from ledger.application.assembly import open_strata
from ledger.application.enrolment import Grant, enrol_key, grant_mandate
from ledger.application.errors import AccessNotRecorded
from ledger.application.keyring import Holder, Keyring
from ledger.application.reading_entries import decode
from ledger.application.strata import strata_of
from ledger.domain.casework.events import ErasedFields, PersonalDataErased
from ledger.domain.claim.events import ClaimReceived, EligibilityDecided
from ledger.domain.codes import Custody, Occasion, OrderMaker, Result, Role
from ledger.domain.types import ActorRef, Area, Code, Sealed, Seen
from ledger.projections.reports.asking import Params
from ledger.projections.reports.case import Strata
from ledger.projections.reports.envelope import Json
from tests.application.conftest import Place
from tests.application.offices import record

DAY = date(2026, 5, 1)
PERSON: dict[str, Any] = {
    "applicant/name": "นางตัวอย่าง นามสมมุติ",
    "applicant/sex": "female",
    "applicant/birth_date": "1948-05-01",
    "applicant/disability": True,
    "applicant/language": "th",
    "applicant/tambon": "100104",
    "named-1/sex": "male",
}
TOLD = Strata(sex="female", age="60_79", disability="yes", language="th", place="100104")


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ({"sex": "female"}, {"sex": "female"}),
        ({"sex": "นางตัวอย่าง"}, {}),
        ({"sex": ["female"]}, {}),
        ({"birth_date": "2008-05-01"}, {"age": "18_34"}),
        ({"birth_date": "2008-05-02"}, {"age": "under_18"}),
        ({"birth_date": "พ.ศ. 2491"}, {"age": "60_79"}),
        ({"birth_date": "1920"}, {"age": "80_over"}),
        ({"birth_date": "1690-01-01"}, {}),
        ({"birth_date": "1 May 1948"}, {}),
        ({"birth_date": 1948}, {}),
        ({"disability": False}, {"disability": "no"}),
        ({"disability": "blind"}, {}),
        ({"language": "th-TH"}, {"language": "th"}),
        ({"language": "Somchai"}, {}),
        ({"migrant": True}, {"migrant": "yes"}),
        ({"tambon": "100104"}, {"place": "100104"}),
        ({"village": "10010402"}, {"place": "100104"}),
        ({"village": "หมู่ 4"}, {}),
        ({"tambon": "๑๐๐๑๐๔"}, {}),
        ({"need": "high"}, {"need": "high"}),
        ({"need": "0000000000001"}, {}),
    ],
)
def test_a_value_becomes_a_class_or_is_unknown(values: dict[str, Any], expected: dict[str, str]) -> None:
    assert strata_of(values, (), DAY) == Strata(**expected)


def test_an_age_is_that_of_the_day_of_the_claim() -> None:
    born = {"birth_date": "1946-05-02"}

    assert strata_of(born, (), DAY).age == "60_79"
    assert strata_of(born, (), date(2026, 5, 2)).age == "80_over"
    assert strata_of(born, (), None).age == "unknown"


def test_what_was_erased_is_told_as_such_field_by_field() -> None:
    assert strata_of({"sex": "male"}, {"birth_date", "name"}, DAY) == Strata(sex="male", age="erased")


ORDER = EligibilityDecided(
    result=Result.REFUSE,
    benefit=Code("old_age_allowance"),
    order_maker=OrderMaker.OFFICIAL,
    occasion=Occasion.FIRST,
    found=(),
    law=(),
)


class Office:
    """A ledger with one claim and its decision, and two bodies who read and erase."""

    def __init__(self, place: Place, **grant: Any) -> None:
        self.place, self.author = place, place.signers.author
        self.keyring = Keyring(place.settings.keys)
        self.stream = f"claim/{self.author.identifier()}"
        signers = place.signers
        says = ClaimReceived(
            programme=signers.programme,
            benefit=Code("old_age_allowance"),
            received_on=DAY,
            facts=(),
            documents=(),
            area=Area("1001"),
        )
        order = replace(ORDER, official=ActorRef(signers.actors[0]))
        who: dict[str, Any] = {"by": signers.actors[0], "keys": signers.keys[:1]}
        with place.open() as ledger:
            registry = ledger.registry_stream
            (first,) = record(ledger, [self.author.compose(self.stream, says, sealed=PERSON, **who)])
            self.statement = first.id
            (located,) = ledger.located([first.id]).values()
            seen = Seen(located.version, located.leaf)
            record(ledger, [self.author.compose(self.stream, order, seen=seen, **who)])
            self.custodian = self._enrol(ledger, registry, "custodian", Role.CUSTODIAN)
            self.oversight = self._enrol(ledger, registry, "oversight", Role.OVERSIGHT, **grant)

    def _enrol(self, ledger: Any, registry: str, name: str, role: Role, **grant: Any) -> Holder:
        roots = [self.keyring.load(f"root-{number}") for number in (1, 2, 3)]
        holder = self.keyring.create(name, f"actor/{self.author.identifier()}", randomness.seed)
        given = Grant(role=role, office="operator", line=name, start=now().date(), **grant)
        record(ledger, [grant_mandate(self.author, registry, holder, given, grantors=roots)])
        record(ledger, [enrol_key(self.author, registry, holder, custody=Custody.SELF, grantors=roots)])
        return holder

    def decide(self, *words: str) -> list[str | None]:
        """Decide a claim with each of ``words`` as its reasons, and return how the vault tells of them."""
        signers, streams = self.place.signers, []
        for text in words:
            streams.append(f"claim/{self.author.identifier()}")
            sealed = {"applicant/facts": text, "applicant/discretion": "ไม่มี"}
            who: dict[str, Any] = {"by": signers.actors[0], "keys": signers.keys[:1]}
            says = replace(ORDER, official=ActorRef(signers.actors[0]), programme=signers.programme)
            with self.place.open() as ledger:
                record(ledger, [self.author.compose(streams[-1], says, sealed=sealed, **who)])
        with self.place.open() as ledger, open_strata(self.place.settings, ledger, now) as tell:
            return [tell.reasons(decode(ledger.store.stream(stream)[-1].entry)) for stream in streams]

    def told(self) -> Strata:
        with self.place.open() as ledger, open_strata(self.place.settings, ledger, now) as tell:
            return tell.strata(self.stream)

    def reads(self) -> list[Any]:
        with self.place.open() as ledger:
            return [one.access for one in ledger.access.reads(self.stream)]

    def report(self, name: str = "R11", **asked: Any) -> Json:
        params = Params(population="all_imported", **asked)
        with self.place.open() as ledger, open_strata(self.place.settings, ledger, now) as tell:
            return reporting.report(
                ledger.store, name, params, origin=ledger.origin, command="phayan report", told=tell
            )

    def erase(self, *names: str) -> None:
        targets = (ErasedFields(version=1, fields=tuple(map(Sealed, names))),)
        says = PersonalDataErased(basis=Code("request"), targets=targets)
        keys = [self.custodian.key, self.oversight.key]
        with self.place.open() as ledger:
            row = ledger.store.stream(self.stream)[-1]
            seen = Seen(row.version, row.leaf.hex())
            by = self.custodian.actor
            record(ledger, [self.author.compose(self.stream, says, by=by, keys=keys, seen=seen)])


@pytest.fixture
def office(place: Place) -> Office:
    return Office(place)


def test_oversight_reads_classes_of_the_applicant(office: Office) -> None:
    assert office.told() == TOLD


def test_a_reading_is_recorded_with_names_and_no_value(office: Office) -> None:
    office.told()
    (access,) = office.reads()

    assert (access.by, access.key) == (office.oversight.actor, office.oversight.key.id)
    assert (access.what, access.purpose) == (What.SEALED, Purpose.REPORT)
    assert access.capacities == (Capacity("oversight", "operator"),)
    fields = sorted(name for name in PERSON if name.startswith("applicant/") and name != "applicant/name")
    assert access.targets == (Target(1, tuple(fields)),)


def test_what_is_not_recorded_is_not_told(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ledger.store.access._MOVE", sa.text("UPDATE access_head SET size = no_such_column"))
    with pytest.raises(AccessNotRecorded):
        office.told()
    with pytest.raises(AccessNotRecorded):
        office.report()


def test_without_the_record_everything_would_be_told_unseen(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The defence taken away: nobody learns that the person was read."""
    monkeypatch.setattr("ledger.application.access.AccessLog.record_all", lambda *_: 0)

    assert office.told() == TOLD
    assert office.reads() == []


def test_who_lacks_the_private_key_of_oversight_reads_nothing(office: Office) -> None:
    (office.keyring.folder / "oversight.secret").write_text("11" * 32 + "\n")

    assert office.told() == Strata()


def test_who_lacks_a_mandate_of_oversight_reads_nothing(office: Office) -> None:
    (office.keyring.folder / "oversight.key").unlink()

    assert office.told() == Strata()
    assert office.reads() == []


def test_without_a_vault_everything_is_unknown(office: Office) -> None:
    lost = replace(office.place.settings, vault_db="sqlite:////nowhere/vault.db")
    with office.place.open() as ledger, open_strata(lost, ledger, now) as tell:
        assert tell.strata(office.stream) == Strata()


def test_a_mandate_reads_within_its_areas(small: Place) -> None:
    office = Office(small, areas=("90",))

    assert office.told() == Strata()
    assert office.reads() == []


def test_a_group_is_counted_and_no_value_leaves(office: Office) -> None:
    envelope = office.report()

    assert envelope["population"]["included"] == 1
    told = json.dumps(envelope, ensure_ascii=False)
    for value in ("นางตัวอย่าง", "1948", "100104"):
        assert value not in told


def test_the_public_report_opens_nothing(office: Office) -> None:
    office.report("R07", unit="amphoe", tier="public")
    assert office.reads() == []

    office.report("R07", unit="tambon")
    assert len(office.reads()) == 1


def test_after_an_erasure_the_person_is_in_no_group(office: Office) -> None:
    office.erase(*(name for name in PERSON if name.startswith("applicant/")))

    assert office.told() == Strata(
        sex="erased", age="erased", disability="erased", language="erased", place="erased"
    )
    envelope = office.report()
    assert envelope["population"]["included"] == 0
    assert {"reason": "erased", "n": 1} in envelope["population"]["excluded"]
    assert envelope["rows"] == []


def test_an_erasure_that_is_recorded_and_not_carried_out_is_one(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ledger.application.erasing.Erasures.carry_out", lambda _self: None)
    office.erase("applicant/sex")
    assert office.told() == TOLD._replace(sex="erased")

    monkeypatch.setattr(strata.SealedStrata, "_gone", lambda *_: set())
    assert office.told() == TOLD


def test_equal_reasons_are_told_by_one_word_and_no_text_leaves(office: Office) -> None:
    same, spaced, other = office.decide(
        "รายได้เกินเกณฑ์ (ตัวอย่าง)", " รายได้เกินเกณฑ์  (ตัวอย่าง)", "อยู่กับบุตร (ตัวอย่าง)"
    )

    assert same == spaced != other
    assert same is not None
    assert "รายได้" not in same
    with office.place.open() as ledger:
        purposes = {one.access.purpose for one in ledger.access.reads(office.stream)}
    assert purposes <= {Purpose.REPORT}


def test_reasons_outside_of_the_mandate_are_not_read(small: Place) -> None:
    assert Office(small, areas=("90",)).decide("รายได้เกินเกณฑ์ (ตัวอย่าง)") == [None]
