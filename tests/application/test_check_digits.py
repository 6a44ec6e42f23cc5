"""Check digits find what people do to numbers, and agree with another's implementation."""

from hypothesis import given
from hypothesis import strategies as st
from stdnum import luhn, verhoeff
from stdnum.th import pin

from ledger.application.check_digits import is_checked, is_national_id, with_check_digit

numbers = st.text("0123456789", min_size=15, max_size=15)


@given(st.text("0123456789", min_size=1, max_size=40))
def test_the_check_digit_is_that_of_another_implementation(digits: str) -> None:
    assert with_check_digit(digits) == digits + verhoeff.calc_check_digit(digits)


@given(st.text("0123456789", min_size=2, max_size=40))
def test_a_number_is_checked_as_another_implementation_does(number: str) -> None:
    assert is_checked(number) == verhoeff.is_valid(number)


@given(numbers)
def test_every_single_wrong_digit_is_found(digits: str) -> None:
    number = with_check_digit(digits)
    assert is_checked(number)
    for place, right in enumerate(number):
        for wrong in set("0123456789") - {right}:
            assert not is_checked(number[:place] + wrong + number[place + 1 :])


@given(numbers)
def test_every_swap_of_two_neighbours_is_found(digits: str) -> None:
    number = with_check_digit(digits)
    assert not any(map(is_checked, swaps(number)))


def swaps(number: str) -> list[str]:
    """``number`` with two different neighbours swapped, at each place where that can be."""
    return [
        number[:at] + number[at + 1] + number[at] + number[at + 2 :]
        for at in range(len(number) - 1)
        if number[at] != number[at + 1]
    ]


def test_a_weaker_check_digit_would_not_find_every_swap() -> None:
    assert luhn.checksum("1093") == luhn.checksum("1903")
    assert verhoeff.checksum("1093") != verhoeff.checksum("1903")


@given(st.text("0123456789", min_size=12, max_size=14))
def test_a_national_id_is_checked_as_another_implementation_does(digits: str) -> None:
    for last in "0123456789":
        assert is_national_id(digits[:12] + last) == pin.is_valid(digits[:12] + last) or digits[0] in "09"


@given(st.text(max_size=14) | st.text("๐๑๒๓๔๕๖๗๘๙", min_size=13, max_size=13))
def test_what_is_not_thirteen_ascii_digits_is_no_national_id(text: str) -> None:
    assert not is_national_id(text) or (len(text) == 13 and text.isascii())
