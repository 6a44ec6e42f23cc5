"""Days, amounts and numbers: what is shown can be read back, and what is unclear is refused."""

from contextlib import suppress
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.languages import OURS, Language
from api.web.dates import amount, day, days_left, length, moment, period, read_day, short_day
from api.web.digits import ascii_digits, read_case_number, read_code
from ledger.application.check_digits import with_check_digit
from ledger.domain.codes import ClockUnit
from ledger.domain.types import Money
from ledger.projections.letters.receipt import grouped
from ledger.signing.errors import Malformed
from ledger.signing.forms import check_text

THAI_DIGITS = str.maketrans("0123456789", "๐๑๒๓๔๕๖๗๘๙")
FIRST, LAST = date(2401 - 543, 1, 1), date(2743 - 543, 12, 31)
days = st.dates(FIRST, LAST)
languages = st.sampled_from(OURS)


def refused(text: str) -> str:
    with pytest.raises(Malformed) as refusal:
        read_day(text)
    return refusal.value.code


def forms(when: date) -> dict[str, str]:
    """Return the forms in which people write a day."""
    era, month = when.year + 543, when.month
    return {
        "th": day(when, "th"),
        "en": day(when, "en"),
        "short th": short_day(when, "th"),
        "short en": short_day(when, "en"),
        "iso": when.isoformat(),
        "iso BE": f"{era}-{month:02}-{when.day:02}",
        "slashes": f"{when.day}/{month}/{era}",
        "CE": f"{when.day:02}-{month:02}-{when.year}",
        "dots": f" {when.day}.{month}.{era} ",
        "named era": day(when, "th").replace(str(era), f"พ.ศ. {era}"),
        "no dots": short_day(when, "th").replace(".", ""),
        "no spaces": day(when, "th").replace(" ", ""),
    }


@pytest.mark.parametrize("language", OURS)
def test_every_day_from_2401_to_2743_is_read_back_as_it_was_shown(language: Language) -> None:
    for offset in range((LAST - FIRST).days + 1):
        when = FIRST + timedelta(days=offset)
        assert read_day(short_day(when, language)) == when


@given(when=days, thai=st.booleans())
def test_a_day_is_read_in_every_form_that_people_write(when: date, *, thai: bool) -> None:
    for form, text in forms(when).items():
        assert read_day(text.translate(THAI_DIGITS) if thai else text) == when, form


@given(days)
def test_the_era_that_is_named_must_be_that_of_the_year(when: date) -> None:
    shown = day(when, "th").removesuffix(f" {when.year + 543}")

    assert read_day(f"{shown} ค.ศ. {when.year}") == when
    assert refused(f"{shown} ค.ศ. {when.year + 543}") == "day_year"
    assert refused(f"{shown} พ.ศ. {when.year}") == "day_year"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("11/10/69", "day_year"),
        ("11 ต.ค. 69", "day_year"),
        ("11/10/2300", "day_year"),
        ("11/10/25690", "day_year"),
        ("31/02/2569", "day_unknown"),
        ("29 ก.พ. 2569", "day_unknown"),
        ("10/25/2026", "day_unknown"),
        ("0/1/2569", "day_unknown"),
        ("", "day_form"),
        ("พรุ่งนี้", "day_form"),
        ("11 xyz 2569", "day_form"),
        ("11 พ.ศ. 2569", "day_form"),
        ("١١/١٠/٢٠٢٦", "day_form"),
        ("11 " + "ต" * 5000 + " 2569", "day_form"),
    ],
)
def test_what_is_no_clear_day_is_refused_and_why_is_told(text: str, code: str) -> None:
    assert refused(text) == code


@given(
    st.text()
    | st.from_regex(r"[0-9๐-๙]{1,2}[ /.-]([0-9]{1,2}|ต\.ค\.|มกราคม|may)[ /.-][0-9]{1,5}", fullmatch=True)
)
def test_of_whatever_is_typed_only_our_own_refusal_leaves(text: str) -> None:
    with suppress(Malformed):
        assert FIRST <= read_day(text) <= LAST


def test_february_29_of_the_buddhist_2567_is_a_day() -> None:
    assert read_day("29 ก.พ. 2567") == date(2024, 2, 29)
    assert day(date(2024, 2, 29), "th") == "29 กุมภาพันธ์ 2567"


@given(days, languages)
def test_what_is_shown_is_tidy(when: date, language: Language) -> None:
    check_text([day(when, language), short_day(when, language), period(when, LAST, language)])


def test_a_moment_is_that_of_bangkok_also_over_midnight() -> None:
    assert moment("2026-12-31T17:00:00.000Z", "th") == "1 ม.ค. 2570 เวลา 00:00 น."
    assert moment("2026-12-31T16:59:59Z", "en") == "31 Dec 2026, 23:59"


@pytest.mark.parametrize(
    ("ahead", "thai", "english"),
    [
        (3, "เหลือ 3 วัน", "3 days left"),
        (1, "เหลือ 1 วัน", "1 day left"),
        (0, "วันนี้เป็นวันสุดท้าย", "today is the last day"),
        (-2, "เลยกำหนดมา 2 วัน", "2 days late"),
    ],
)
def test_days_left_are_told_up_to_the_last_day_and_after_it(ahead: int, thai: str, english: str) -> None:
    due = date(2026, 10, 11)

    assert days_left(due, due - timedelta(days=ahead), "th") == thai
    assert days_left(due, due - timedelta(days=ahead), "en") == english


def test_a_period_names_both_ends_or_that_it_has_none() -> None:
    start = date(2026, 10, 1)

    assert period(start, date(2026, 10, 31), "en") == "1 Oct 2026 to 31 Oct 2026"
    assert period(start, start, "th") == "1 ต.ค. 2569"
    assert period(start, None, "th") == "ตั้งแต่ 1 ต.ค. 2569"
    assert length(24, ClockUnit.HOURS, "en") == "24 hours"


@pytest.mark.parametrize(
    ("money", "shown"),
    [
        (Money(0, "THB"), "0 บาท"),
        (Money(70_000, "THB"), "700 บาท"),
        (Money(70_005, "THB"), "700.05 บาท"),
        (Money(-125_000, "THB"), "-1,250 บาท"),
        (Money(1_500, "JPY"), "1,500 JPY"),
    ],
)
def test_an_amount_is_in_baht_and_satang_only_where_there_are_some(money: Money, shown: str) -> None:
    assert amount(money, "th") == shown


@given(st.from_regex("[0-9]{15}", fullmatch=True), st.sampled_from([" ", "-", "", "–", " - ", "\u00a0"]))
def test_a_receipt_code_is_read_however_it_was_grouped(random: str, between: str) -> None:
    code = with_check_digit(random)
    typed = grouped(code).replace(" ", between)

    assert read_code(typed) == read_code(f" {typed.translate(THAI_DIGITS)}\n") == code
    assert grouped(code).replace(" ", "") == code


@given(
    st.from_regex("[0-9]{15}", fullmatch=True),
    st.integers(0, 15),
    st.integers(1, 9),
)
def test_one_wrong_digit_is_told_apart_from_a_missing_one(random: str, place: int, by: int) -> None:
    code = with_check_digit(random)
    wrong = code[:place] + str((int(code[place]) + by) % 10) + code[place + 1 :]

    with pytest.raises(Malformed) as one_wrong:
        read_code(wrong)
    with pytest.raises(Malformed) as one_missing:
        read_code(code[:place] + code[place + 1 :])
    assert (one_wrong.value.code, one_missing.value.code) == ("receipt_check", "receipt_length")


def test_a_case_number_is_read_likewise() -> None:
    number = with_check_digit("123456789")

    assert read_case_number(grouped(number).translate(THAI_DIGITS)) == number
    for typed, code in (("12345", "case_length"), (number[:-1] + "x", "case_length"), ("", "case_length")):
        with pytest.raises(Malformed) as refusal:
            read_case_number(typed)
        assert refusal.value.code == code
    with pytest.raises(Malformed) as swapped:
        read_case_number(number[1] + number[0] + number[2:])
    assert swapped.value.code == "case_check"


def test_digits_of_other_scripts_are_no_digits_of_a_code() -> None:
    assert ascii_digits("๐๙ ٣") == "09 ٣"
    with pytest.raises(Malformed) as refusal:
        read_code("٣" * 16)
    assert refusal.value.code == "receipt_length"
