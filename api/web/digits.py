"""Numbers as people type them: Thai digits, spaces and dashes in whatever place."""

import re
from typing import Final

from ledger.application.check_digits import is_checked
from ledger.application.receipt_codes import check_code
from ledger.signing.errors import require

_ASCII: Final = str.maketrans("๐๑๒๓๔๕๖๗๘๙", "0123456789")
_BETWEEN: Final = re.compile("[\\s\u00ad\u200b\u2010-\u2015\u2060\u2212.-]+")
"""What stands between digits on paper, and what comes along when a number is copied."""


def ascii_digits(text: str) -> str:
    """Return ``text`` with its Thai digits turned to ASCII ones; everything else stays.

    >>> ascii_digits("๑๑ ต.ค. ๒๕๖๙")
    '11 ต.ค. 2569'
    """
    return text.translate(_ASCII)


def read_code(text: str) -> str:
    """Return the 16 digits of a receipt code, however they were grouped.

    Raises:
        Malformed: ``receipt_length``: there are not 16 digits, or there is something else; ``receipt_check``:
            one digit is wrong, or two are swapped.
    """
    digits = _joined(text)
    require(re.fullmatch("[0-9]{16}", digits), "receipt_length", "a receipt code has 16 digits")
    check_code(digits)
    return digits


def read_case_number(text: str) -> str:
    """Return the ten digits of a case number, however they were grouped.

    Raises:
        Malformed: ``case_length``: there are not ten digits, or there is something else; ``case_check``: one
            digit is wrong, or two are swapped.
    """
    digits = _joined(text)
    require(re.fullmatch("[0-9]{10}", digits), "case_length", "a case number has 10 digits")
    require(is_checked(digits), "case_check", "one digit is wrong or two are swapped")
    return digits


def _joined(text: str) -> str:
    return _BETWEEN.sub("", ascii_digits(text))
