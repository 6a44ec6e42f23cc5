"""What is sealed is found by number and by word, and the vault that finds it tells neither."""

from collections.abc import Iterator
from pathlib import Path

import pytest
import stdnum.th.pin
from hypothesis import given
from hypothesis import strategies as st

from ledger.application import indexing
from ledger.application.check_digits import is_national_id
from ledger.application.finding import Candidate, Finder
from ledger.application.indexing import Index, runs, words
from ledger.application.keyring import Keyring
from ledger.application.ledger import Ledger
from ledger.application.receipts import Rejected
from ledger.domain.claim.events import ClaimReceived
from ledger.domain.errors import RuleBroken
from ledger.domain.types import ActorRef, Code
from tests.application.conftest import Place
from tests.application.erasures import PERSON, claim, enrol_bodies, erasing, importing, supply, taken

PERSON_ID = "0000000000001"
OTHER_ID = "0000000000019"


@pytest.fixture
def ledger(place: Place) -> Iterator[Ledger]:
    with place.open() as opened:
        enrol_bodies(opened, Keyring(place.settings.keys), place.signers.author)
        yield opened


def finder(ledger: Ledger) -> Finder:
    assert ledger.sealer.index is not None
    return Finder(ledger.sealer.vault, ledger.sealer.index)


def test_a_number_finds_the_person_in_its_programme_and_in_no_other(place: Place, ledger: Ledger) -> None:
    first, second = claim(place, ledger), claim(place, ledger)
    claim(place, ledger, {**PERSON, "applicant/national_id": OTHER_ID})
    programme = place.signers.programme.stream
    found = [Candidate(stream, "applicant") for stream in sorted((first, second))]

    assert finder(ledger).find_person(programme, PERSON_ID) == found
    assert finder(ledger).find_person("programme/0d9c1c5a-6f0e-4b55-8a39-2b8f6c1d0e4a", PERSON_ID) == []


@pytest.mark.parametrize(
    ("asked", "right"),
    [
        ("ยาย", True),
        ("ยาย  สมมุติ", True),
        ("ผัก", True),  # inside a run of letters
        ("ขาย ยาย", True),
        ("เก็บผักขาย", True),
        ("ผักขาย", True),  # cut in the same places
        ("BAN", True),
        ("ยายไม่อยู่", False),
        ("ตา", False),
        ("", False),
        (" .,", False),
    ],
)
def test_words_find_whoever_they_are_sealed_about(
    place: Place, ledger: Ledger, asked: str, *, right: bool
) -> None:
    stream = claim(place, ledger)
    supply(place, ledger, stream, {"applicant/text": "เก็บผักขาย Ban 12"})

    assert finder(ledger).find_words(asked) == [Candidate(stream, "applicant")] * right


def test_words_of_two_subjects_find_neither(place: Place, ledger: Ledger) -> None:
    stream = claim(place, ledger)

    assert finder(ledger).find_words("เพื่อนบ้าน") == [Candidate(stream, "named-1")]
    assert finder(ledger).find_words("เพื่อนบ้าน ยาย") == []


def test_what_is_erased_is_found_no_more_and_what_remains_is(place: Place, ledger: Ledger) -> None:
    stream, programme = claim(place, ledger), place.signers.programme.stream
    taken(ledger, erasing(place, ledger, stream, {1: ["applicant/name"]}))

    assert finder(ledger).find_words("ยาย") == []
    assert finder(ledger).find_words("สมมุติ") == [Candidate(stream, "applicant")]
    assert finder(ledger).find_person(programme, PERSON_ID) == [Candidate(stream, "applicant")]

    taken(ledger, erasing(place, ledger, stream, {1: ["applicant/national_id", "applicant/village"]}))
    assert finder(ledger).find_person(programme, PERSON_ID) == []
    assert finder(ledger).find_words("สมมุติ") == []


def test_neither_number_nor_word_nor_their_plain_hash_lies_in_the_vault(small: Place, tmp_path: Path) -> None:
    from hashlib import sha256

    with small.open() as ledger:
        claim(small, ledger)
        told = [PERSON_ID.encode(), "ตัวอย่าง".encode()]
        files = b"".join(path.read_bytes() for path in tmp_path.glob("*.db*"))
        assert ledger.sealer.index is not None
        assert ledger.sealer.index.word("ตัวอย่าง") in files  # the control: what is kept is found
    assert not [text for text in told if text in files or sha256(text).digest()[:8] in files]


def test_marks_are_worth_nothing_without_their_secret() -> None:
    one, other = Index(bytes(32)), Index(b"\x01" * 32)

    assert one.word("ยาย") != other.word("ยาย")
    assert one.person("programme/a", PERSON_ID) != other.person("programme/a", PERSON_ID)
    assert one.person("programme/a", PERSON_ID) != one.person("programme/b", PERSON_ID)
    assert (len(one.word("ยาย")), len(one.person("programme/a", PERSON_ID))) == (8, 16)


@pytest.mark.parametrize("number", ["0-0000-00000-00-1", "0000000000002", "๐๐๐๐๐๐๐๐๐๐๐๐๑", "", 1])
def test_a_number_that_is_none_is_refused_and_nothing_is_sealed(small: Place, number: str | int) -> None:
    author = small.signers.author
    says = ClaimReceived(
        programme=small.signers.programme,
        benefit=Code("old_age_allowance"),
        facts=(),
        documents=(),
        official=ActorRef(f"actor/{author.identifier()}"),
    )
    submission = importing(small, f"claim/{author.identifier()}", says, {"applicant/national_id": number})
    with small.open() as ledger:
        (answer,) = ledger.submit([submission])

        assert isinstance(answer, Rejected)
        assert (answer.code, answer.kind) == ("id_format", RuleBroken)
        assert answer.detail == {"member": "applicant/national_id"}
        with pytest.raises(RuleBroken):
            finder(ledger).find_person(small.signers.programme.stream, str(number))


@given(st.from_regex("[0-9]{13}", fullmatch=True))
def test_the_check_digit_is_that_of_the_register(digits: str) -> None:
    """Oracle: python-stdnum, which also wants a first digit from 1 to 8."""
    right = "1" + digits[1:12] + stdnum.th.pin.calc_check_digit("1" + digits[1:12])

    assert is_national_id(right)
    assert is_national_id(digits) == (stdnum.th.pin.calc_check_digit(digits[:-1]) == digits[-1])


def test_without_the_dictionary_runs_of_letters_are_still_found(
    small: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(indexing, "_cutter", lambda: None)
    assert words("ขอความช่วยเหลือ") == ["ขอความช่วยเหลือ"]

    with small.open() as ledger:
        stream = claim(small, ledger)
        supply(small, ledger, stream, {"applicant/text": "ขอความช่วยเหลือ จาก ตัวอย่าง"})
        assert finder(ledger).find_words("ขอความช่วยเหลือ") == [Candidate(stream, "applicant")]
        assert finder(ledger).find_words("ช่วยเหลือ") == []


def test_marks_belong_to_the_letters_that_carry_them() -> None:
    assert runs("น้ำ,ที่") == ["น้ำ", "ที่"]
