"""Opening means decrypting and finding the digest: what is lost or altered is never called erased."""

import json
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
import sqlalchemy as sa
from hypothesis import given
from hypothesis import strategies as st
from nacl.secret import SecretBox

from benchmarks.fixture import now
from ledger.application import openings, randomness
from ledger.application.access import Access, Capacity, Purpose, Target, What, format_access, parse_access
from ledger.application.composing import make_disclosure
from ledger.application.enrolment import Grant, enrol_key, grant_mandate
from ledger.application.errors import AccessNotRecorded, NoSuchEntry, SettingMissing, StorageAltered
from ledger.application.keyring import Keyring
from ledger.application.ledger import Ledger
from ledger.application.openings import HOLDER, Field, Openings, Reader
from ledger.application.receipts import Receipt
from ledger.application.sealing import Disclosed, Sealer
from ledger.domain.casework.events import ErasedFields, PersonalDataErased
from ledger.domain.codes import Custody, Role
from ledger.domain.types import Code, Sealed, Seen
from ledger.signing.disclosure import parse_disclosure
from ledger.signing.errors import Malformed
from ledger.store.engines import writing
from tests.application.conftest import Place
from tests.application.offices import record
from tests.application.readers import database
from tests.application.test_sealing import CANARY, application

NAME, VILLAGE, NEIGHBOUR = "applicant/name", "applicant/village", "named-1/name"


@dataclass(frozen=True)
class Case:
    """A claim with three sealed fields, of which the applicant reads two."""

    place: Place
    stream: str
    statement: str

    def open(self, ledger: Ledger, names: set[str] | None = None) -> tuple[Field, ...]:
        return Openings(ledger, now).open(self.stream, HOLDER, Purpose.OWN_CASE, names).fields

    def verdicts(self) -> Counter[tuple[str | None, str]]:
        with self.place.open() as ledger:
            return Counter((field.name, str(field.verdict)) for field in self.open(ledger))


def claimed(place: Place) -> Case:
    identifier = place.signers.author.identifier()
    with place.open() as ledger:
        (receipt,) = record(ledger, [application(place, identifier)])
    return Case(place, f"claim/{identifier}", receipt.id)


@pytest.fixture
def case(place: Place) -> Case:
    return claimed(place)


def test_the_person_reads_what_is_their_own(case: Case) -> None:
    assert case.verdicts() == {(NAME, "disclosed"): 1, (VILLAGE, "disclosed"): 1, (NEIGHBOUR, "withheld"): 1}
    with case.place.open() as ledger:
        (field,) = case.open(ledger, {NAME})
        (reads,) = [one.access for one in ledger.access.reads(case.stream)][-1:]
    assert field.as_json() == {
        "index": field.index,
        "version": 1,
        "name": NAME,
        "verdict": "disclosed",
        "value": CANARY,
    }
    assert (reads.by, reads.key, reads.capacities) == ("receipt", None, (Capacity("receipt"),))
    assert reads.targets == (Target(1, (NAME,)),)


def test_what_is_withheld_is_not_recorded_as_read_but_the_question_is(case: Case) -> None:
    with case.place.open() as ledger:
        case.open(ledger, {NEIGHBOUR})
        last = ledger.access.reads(case.stream)[-1].access
    assert (last.what, last.targets) == (What.SEALED, ())


def box_of(case: Case, subject: str) -> tuple[bytes, bytes]:
    """The box and its key."""
    with case.place.open() as ledger:
        vault = ledger.sealer._vault
        (sealed,) = [one for one in vault.sealed(case.statement) if one.subject == subject]
        key = vault.data_key(case.stream, subject)
    assert key is not None
    return sealed.box, key


def change(url: str, statement: str, **values: object) -> None:
    with database(url) as engine, writing(engine) as connection:
        assert connection.execute(sa.text(statement), values).rowcount == 1


def put(case: Case, box: bytes) -> None:
    statement = "UPDATE sealed SET box = :box WHERE subject = 'applicant'"
    change(case.place.settings.vault_db, statement, box=box)


def unboxed(case: Case) -> None:
    change(case.place.settings.vault_db, "DELETE FROM sealed WHERE subject = 'applicant'")


def keyless(case: Case) -> None:
    change(case.place.settings.key_db, "DELETE FROM data_key WHERE subject = 'applicant'")


def flipped(case: Case) -> None:
    box = bytearray(box_of(case, "applicant")[0])
    box[-1] ^= 1
    put(case, bytes(box))


def swapped(case: Case) -> None:
    """Another text under the same key: it decrypts, and says what nobody signed."""
    _, key = box_of(case, "applicant")
    others = [make_disclosure(bytes(16), name, "somebody else") for name in (NAME, VILLAGE)]
    body = json.dumps(others).encode().ljust(1024)
    put(case, bytes(SecretBox(key).encrypt(body, bytes(24))))


def without_meaning(case: Case) -> None:
    _, key = box_of(case, "applicant")
    put(case, bytes(SecretBox(key).encrypt(b"no list of disclosures", bytes(24))))


@pytest.mark.parametrize("damage", [unboxed, keyless])
def test_what_is_gone_without_an_erasure_is_missing(case: Case, damage: Callable[[Case], None]) -> None:
    damage(case)
    assert case.verdicts() == {(None, "missing"): 2, (NEIGHBOUR, "withheld"): 1}


def test_another_text_under_the_same_key_is_a_mismatch_and_never_shown(case: Case) -> None:
    swapped(case)
    box, key = box_of(case, "applicant")

    items = json.loads(SecretBox(key).decrypt(box))  # the control: it decrypts
    assert [parse_disclosure(item)[2] for item in items] == ["somebody else"] * 2
    assert case.verdicts() == {(None, "mismatch"): 2, (NEIGHBOUR, "withheld"): 1}


@pytest.mark.parametrize("damage", [flipped, without_meaning])
def test_a_box_that_does_not_open_is_a_mismatch_of_its_entry(
    case: Case, damage: Callable[[Case], None]
) -> None:
    damage(case)
    assert case.verdicts() == {(None, "mismatch"): 3}


def test_a_stray_box_of_a_refused_statement_changes_no_verdict(case: Case) -> None:
    before = case.verdicts()
    with case.place.open() as ledger:
        other = application(case.place, case.stream.partition("/")[2])
        ledger.sealer.seal([Disclosed(case.statement, case.stream, other.disclosures)])
    assert case.verdicts() == before


def erase(case: Case, *names: str) -> Receipt:
    """Record that two bodies erased ``names`` of the first entry. What the vault does is not asked here."""
    keyring, author = Keyring(case.place.settings.keys), case.place.signers.author
    roots = [keyring.load(f"root-{number}") for number in (1, 2, 3)]
    holders = []
    with case.place.open() as ledger:
        registry = ledger.registry_stream
        for name, role in (("custodian", Role.CUSTODIAN), ("oversight", Role.OVERSIGHT)):
            holder = keyring.create(name, f"actor/{author.identifier()}", randomness.seed)
            grant = Grant(role=role, office="operator", line=name, start=now().date())
            record(ledger, [grant_mandate(author, registry, holder, grant, grantors=roots)])
            record(ledger, [enrol_key(author, registry, holder, custody=Custody.SELF, grantors=roots)])
            holders.append(holder)
        targets = (ErasedFields(version=1, fields=tuple(map(Sealed, names))),)
        says = PersonalDataErased(basis=Code("retention_over"), targets=targets)
        keys = [holder.key for holder in holders]
        (located,) = ledger.located([case.statement]).values()
        seen = Seen(located.version, located.leaf)
        composed = author.compose(case.stream, says, by=holders[0].actor, keys=keys, seen=seen)
        (receipt,) = record(ledger, [composed])
    return receipt


def test_what_was_erased_is_told_by_name_and_by_the_entry_that_says_so(case: Case) -> None:
    receipt = erase(case, NAME, VILLAGE)
    assert case.verdicts() == {(NAME, "erased"): 1, (VILLAGE, "erased"): 1, (NEIGHBOUR, "withheld"): 1}
    with case.place.open() as ledger:
        (field,) = case.open(ledger, {NAME})
    assert field.as_json() == {
        "index": field.index,
        "version": 1,
        "name": NAME,
        "verdict": "erased",
        "erased_by": receipt.index,
    }

    keyless(case)  # once it is destroyed as well, the same is told
    assert case.verdicts() == {(NAME, "erased"): 1, (VILLAGE, "erased"): 1, (NEIGHBOUR, "withheld"): 1}


def test_an_erasure_of_one_field_does_not_excuse_that_another_is_gone(case: Case) -> None:
    erase(case, NAME)
    keyless(case)
    assert case.verdicts() == {(NAME, "erased"): 1, (None, "missing"): 1, (NEIGHBOUR, "withheld"): 1}


def erased_meanwhile(case: Case, monkeypatch: pytest.MonkeyPatch) -> Counter[tuple[str | None, str]]:
    """The verdicts where two fields are erased after the log was looked at and before the vault is."""
    real = Sealer.unseal

    def unseal(*args: Any) -> tuple[str, ...]:
        monkeypatch.setattr(Sealer, "unseal", real)
        erase(case, NAME, VILLAGE)
        return real(*args)

    monkeypatch.setattr(Sealer, "unseal", unseal)
    return case.verdicts()


def test_what_is_erased_while_somebody_reads_is_not_called_missing(
    case: Case, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = erased_meanwhile(case, monkeypatch)
    assert told == {(NAME, "erased"): 1, (VILLAGE, "erased"): 1, (NEIGHBOUR, "withheld"): 1}


def test_without_a_second_look_it_would_be(case: Case, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(openings, "LOST", frozenset())
    assert erased_meanwhile(case, monkeypatch) == {(None, "missing"): 2, (NEIGHBOUR, "withheld"): 1}


def test_who_is_no_reader_of_the_case_gets_one_answer(case: Case) -> None:
    stranger = Reader(f"actor/{case.place.signers.author.identifier()}", "0123456789abcdef")
    with case.place.open() as ledger:
        openings = Openings(ledger, now)
        for stream, reader in (
            (case.stream, stranger),
            (f"claim/{case.place.signers.author.identifier()}", HOLDER),
            (ledger.registry_stream, HOLDER),
            ("grievance/" + case.stream.partition("/")[2], HOLDER),
        ):
            for ask in (
                lambda at, by: openings.open(at, by, Purpose.OWN_CASE),
                lambda at, by: openings.record(at, by, What.FILE),
                openings.reads,
            ):
                with pytest.raises(NoSuchEntry):
                    ask(stream, reader)
        assert ledger.access.store.head().size == 0


def test_without_a_vault_nothing_opens_and_nothing_is_recorded(case: Case) -> None:
    with case.place.open() as ledger:
        ledger._access = None
        with pytest.raises(SettingMissing):
            case.open(ledger)


def test_a_record_that_is_not_kept_is_told_as_such(case: Case, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ledger.store.access._MOVE", sa.text("UPDATE access_head SET size = no_such_column"))
    with case.place.open() as ledger, pytest.raises(AccessNotRecorded):
        case.open(ledger)


def test_a_record_is_read_back_as_it_was_written() -> None:
    whole = Access(
        stream="claim/a",
        by="actor/b",
        key="0123456789abcdef",
        capacities=(Capacity("officer", "city"), Capacity("party")),
        what=What.SEALED,
        targets=(Target(1, (NAME, VILLAGE)), Target(3)),
        purpose=Purpose.PAYMENT,
    )
    bare = Access(stream="claim/a", by="receipt", key=None, capacities=(), what=What.FILE)
    for access in (whole, bare):
        assert parse_access(format_access(access, "2026-11-28T00:00:00.000Z")) == (
            "2026-11-28T00:00:00.000Z",
            access,
        )


GOOD = format_access(
    Access(
        stream="claim/a", by="actor/b", key=None, capacities=(Capacity("officer", "city"),), what=What.FILE
    ),
    "2026-11-28T00:00:00.000Z",
)


@given(st.binary(max_size=40) | st.tuples(st.integers(0, len(GOOD) - 1), st.binary(max_size=3)))
def test_only_our_own_error_leaves_the_parser_of_records(change: bytes | tuple[int, bytes]) -> None:
    if isinstance(change, tuple):
        at, other = change
        change = GOOD[:at] + other + GOOD[at + len(other) :]
    try:
        when, access = parse_access(change)
    except Malformed:
        return
    assert format_access(access, when) == change


@pytest.mark.parametrize("record", [b"{}", b"[]", b"null", b'{"as":7}', GOOD.replace(b"file", b"fire")])
def test_what_is_no_record_is_told_as_altered_storage(case: Case, record: bytes) -> None:
    with case.place.open() as ledger:
        ledger.access.store.append(case.stream, record)
        with pytest.raises(StorageAltered):
            ledger.access.reads(case.stream)
