"""Days and amounts as a formal letter writes them: Buddhist era, and in Thai with Thai digits."""

from datetime import date
from typing import Final

from babel.dates import format_date

from ledger.domain.types import Money
from ledger.projections.pictures.words import Words

BUDDHIST: Final = 543
"""Years between the eras. Source: Thai usage since B.E. 2484."""
_DIGITS: Final = str.maketrans("0123456789", "๐๑๒๓๔๕๖๗๘๙")


def thai_digits(text: str) -> str:
    """Return ``text`` with Thai digits.

    >>> thai_digits("15 วัน")
    '๑๕ วัน'
    """
    return text.translate(_DIGITS)


def day_words(day: date) -> Words:
    """Return ``day`` in words.

    >>> day_words(date(2026, 10, 11))
    Words(th='๑๑ ตุลาคม พ.ศ. ๒๕๖๙', en='11 October 2026 (B.E. 2569)')
    """
    thai, english = (format_date(day, "d MMMM", locale=locale) for locale in ("th", "en"))
    year = day.year + BUDDHIST
    return Words(thai_digits(f"{thai} พ.ศ. {year}"), f"{english} {day.year} (B.E. {year})")


def span_words(first: date, last: date) -> Words:
    """Return the days from ``first`` to ``last``, both included."""
    one, other = day_words(first), day_words(last)
    return Words(f"{one.th} ถึง {other.th}", f"{one.en} to {other.en}")


def amount_words(amount: Money) -> Words:
    """Return an amount in baht, or in another currency by its code.

    >>> amount_words(Money(70_000, "THB"))
    Words(th='๗๐๐ บาท', en='700 baht')
    >>> amount_words(Money(123_450, "THB")).en
    '1,234.50 baht'
    """
    whole, rest = divmod(amount.minor, 100)
    text = f"{whole:,}.{rest:02}" if rest else f"{whole:,}"
    baht = amount.currency == "THB"
    return Words(
        thai_digits(f"{text} {'บาท' if baht else amount.currency}"),
        f"{text} {'baht' if baht else amount.currency}",
    )
