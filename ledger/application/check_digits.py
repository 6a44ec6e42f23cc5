"""Check digits: of numbers that people copy by hand, and of the Thai national id."""

from typing import Final

_MULTIPLY: Final = (
    *("0123456789", "1234067895", "2340178956", "3401289567", "4012395678"),
    *("5987604321", "6598710432", "7659821043", "8765932104", "9876543210"),
)
"""Products in the group of symmetries of a pentagon: digits 0 to 4 turn it, 5 to 9 flip it."""
_PERMUTE: Final = "1576283094"
"""What a digit becomes from one place to the next, so that neighbours that are swapped are noticed."""
_INVERSE: Final = "0432156789"
NATIONAL_ID: Final = 13
"""Digits of a national id."""


def with_check_digit(digits: str) -> str:
    """Return ``digits`` (ASCII) and their check digit after them.

    Source: J. Verhoeff, Error Detecting Decimal Codes, 1969.

    >>> with_check_digit("236")
    '2363'
    """
    return digits + _INVERSE[_checksum(digits + "0")]


def is_checked(number: str) -> bool:
    """Return whether the last of the ASCII digits ``number`` checks the others.

    One wrong digit, and two neighbours swapped, are always found.

    >>> is_checked("2363"), is_checked("2353"), is_checked("3263")
    (True, False, False)
    """
    return _checksum(number) == 0


def is_national_id(text: str) -> bool:
    """Return whether ``text`` has the form of a Thai national id: 13 ASCII digits, the last one checks.

    >>> is_national_id("1234567890121"), is_national_id("1234567890122"), is_national_id("๑234567890121")
    (True, False, False)
    """
    if not (len(text) == NATIONAL_ID and text.isascii() and text.isdigit()):
        return False
    total = sum(int(digit) * (NATIONAL_ID - place) for place, digit in enumerate(text[:-1]))
    return (11 - total % 11) % 10 == int(text[-1])


def _checksum(number: str) -> int:
    found = 0
    for place, digit in enumerate(reversed(number)):
        value = int(digit)
        for _ in range(place % 8):
            value = int(_PERMUTE[value])
        found = int(_MULTIPLY[found][value])
    return found
