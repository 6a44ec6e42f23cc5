"""Days, periods and amounts as people read them, and days as people type them.

Thai shows the Buddhist era, which is the year and 543; English shows the common one. Days and months are
those of Babel, which has no Buddhist era of its own.
"""

import re
from datetime import date, datetime
from typing import Final

from babel.dates import format_date
from babel.numbers import get_currency_precision

from api.languages import Language
from api.web.digits import ascii_digits
from ledger.domain.clocks.moments import DAY
from ledger.domain.codes import ClockUnit
from ledger.domain.dates import BANGKOK
from ledger.domain.types import Money
from ledger.projections.pictures.words import Words
from ledger.signing.errors import Malformed, require

ERA: Final = 543
_BUDDHIST: Final = range(2401, 2801)
_COMMON: Final = range(_BUDDHIST.start - ERA, 2201)
"""Years that can only be of one era; no other is taken."""
LONGEST: Final = 60
"""Characters of a day as it is typed."""
_NUMBERS: Final = re.compile(r"([0-9]{1,2})\s*[/.\s-]\s*([0-9]{1,2})\s*[/.\s-]\s*([0-9]+)")
_ISO: Final = re.compile("([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})")
_WORDS: Final = re.compile(
    r"(?:วันที่)?\s*([0-9]{1,2})\s*([^\W\d_]\D*?)\s*"
    r"(พ\.?\s*ศ\.?|ค\.?\s*ศ\.?|b\.?e\.?|a\.?d\.?|c\.?e\.?)?\s*([0-9]+)"
)
_UNITS: Final = {
    ClockUnit.DAYS: (Words("วัน", "day"), Words("วัน", "days")),
    ClockUnit.WORKING_DAYS: (Words("วันทำการ", "working day"), Words("วันทำการ", "working days")),
    ClockUnit.HOURS: (Words("ชั่วโมง", "hour"), Words("ชั่วโมง", "hours")),
    ClockUnit.YEARS: (Words("ปี", "year"), Words("ปี", "years")),
}


def day(when: date, language: Language) -> str:
    """Return a day with its month in full.

    >>> day(date(2026, 10, 11), "th"), day(date(2026, 10, 11), "en")
    ('11 ตุลาคม 2569', '11 October 2026')
    """
    return _dated(when, "d MMMM", language)


def short_day(when: date, language: Language) -> str:
    """Return a day with its month cut short, for tables. The year stays whole: "69" is of either era.

    >>> short_day(date(2026, 10, 11), "th"), short_day(date(2026, 10, 11), "en")
    ('11 ต.ค. 2569', '11 Oct 2026')
    """
    return _dated(when, "d MMM", language)


def moment(when: str, language: Language) -> str:
    """Return a moment as it is in Bangkok: an instant (UTC) with hour and minute, a day as a day.

    >>> moment("2026-10-11T02:30:00Z", "th"), moment("2026-10-11T17:05:06.789Z", "en")
    ('11 ต.ค. 2569 เวลา 09:30 น.', '12 Oct 2026, 00:05')
    >>> moment("2026-10-11", "th")
    '11 ต.ค. 2569'
    """
    if len(when) == DAY:
        return short_day(date.fromisoformat(when), language)
    local = datetime.fromisoformat(when) + BANGKOK
    shown = short_day(local.date(), language)
    return f"{shown} เวลา {local:%H:%M} น." if language == "th" else f"{shown}, {local:%H:%M}"


def period(first: date, last: date | None, language: Language) -> str:
    """Return a span of days, both inclusive; without ``last`` it has no end.

    >>> period(date(2026, 10, 1), date(2026, 10, 31), "th"), period(date(2026, 10, 1), None, "en")
    ('1 ต.ค. 2569 ถึง 31 ต.ค. 2569', 'from 1 Oct 2026')
    """
    start = short_day(first, language)
    if last is None:
        return f"ตั้งแต่ {start}" if language == "th" else f"from {start}"
    if first == last:
        return start
    return f"{start} {'ถึง' if language == 'th' else 'to'} {short_day(last, language)}"


def length(count: int, unit: ClockUnit, language: Language) -> str:
    """Return how long a period is.

    >>> length(15, ClockUnit.DAYS, "th"), length(1, ClockUnit.WORKING_DAYS, "en")
    ('15 วัน', '1 working day')
    """
    one, more = _UNITS[unit]
    return f"{count:,} {(one if count == 1 else more).said(language)}"


def days_left(due: date, today: date, language: Language) -> str:
    """Return how far ``due``, a last day, is from ``today``.

    >>> days_left(date(2026, 10, 11), date(2026, 10, 8), "th")
    'เหลือ 3 วัน'
    >>> days_left(date(2026, 10, 11), date(2026, 10, 12), "en")
    '1 day late'
    """
    left = (due - today).days
    if left == 0:
        return "วันนี้เป็นวันสุดท้าย" if language == "th" else "today is the last day"
    count = length(abs(left), ClockUnit.DAYS, language)
    if language == "th":
        return f"เหลือ {count}" if left > 0 else f"เลยกำหนดมา {count}"
    return f"{count} left" if left > 0 else f"{count} late"


def amount(money: Money, language: Language) -> str:
    """Return an amount; the smaller unit is shown where it is not zero.

    >>> amount(Money(70_000, "THB"), "th"), amount(Money(123_456_750, "THB"), "en")
    ('700 บาท', '1,234,567.50 baht')
    """
    places = get_currency_precision(money.currency)
    whole, rest = divmod(abs(money.minor), 10**places)
    sign = "-" if money.minor < 0 else ""
    figure = f"{sign}{whole:,}.{rest:0{places}}" if rest else f"{sign}{whole:,}"
    name = {"th": "บาท", "en": "baht"}[language] if money.currency == "THB" else money.currency
    return f"{figure} {name}"


def read_day(text: str) -> date:
    """Return the day that somebody typed: day, month, year; or year-month-day.

    Months are numbers or names, Thai or English, whole or cut short; digits are Thai or ASCII. A year after
    2400 is of the Buddhist era. The page shows back what was understood.

    >>> read_day("11/10/2569"), read_day("๑๑ ต.ค. ๒๕๖๙"), read_day("2026-10-11")
    (datetime.date(2026, 10, 11), datetime.date(2026, 10, 11), datetime.date(2026, 10, 11))

    Raises:
        Malformed: ``day_form``: this is no day, month and year; ``day_year``: the year has not four digits,
            or is of neither era, or not of the one that is named; ``day_unknown``: there is no such day.
    """
    number, month, era, year = _parts(ascii_digits(text).strip().lower())
    common = _common_year(year, era)
    try:
        return date(common, month, number)
    except ValueError:
        raise Malformed("day_unknown", "there is no such day in the calendar") from None


def _parts(typed: str) -> tuple[int, int, str | None, str]:
    """Return day, month, the era if one is named, and the year as it stands."""
    if found := _ISO.fullmatch(typed):
        return int(found[3]), int(found[2]), None, found[1]
    if found := _NUMBERS.fullmatch(typed):
        return int(found[1]), int(found[2]), None, found[3]
    found = _WORDS.fullmatch(typed) if len(typed) <= LONGEST else None
    month = None if found is None else _MONTHS.get(_letters(found[2]))
    if found is None or month is None:
        raise Malformed("day_form", "a day is written as day, month and year")
    return int(found[1]), month, found[3], found[4]


def _common_year(typed: str, era: str | None) -> int:
    year = int(typed) if len(typed) == 4 else 0
    buddhist, common = year in _BUDDHIST, year in _COMMON
    if era is not None:
        said = era[0] in "พb"
        buddhist, common = buddhist and said, common and not said
    require(buddhist or common, "day_year", "the year has four digits, of the Buddhist or the common era")
    return year - ERA if buddhist else year


def _dated(when: date, pattern: str, language: Language) -> str:
    year = when.year + ERA if language == "th" else when.year
    return f"{format_date(when, pattern, locale=language)} {year}"


def _letters(name: str) -> str:
    """Return a month's name without dots, spaces and commas: ``ต.ค.`` and ``ต ค`` are one."""
    return re.sub(r"[\s.,]", "", name.lower())


_MONTHS: Final = {
    _letters(format_date(date(2000, month, 1), pattern, locale=language)): month
    for month in range(1, 13)
    for language in ("th", "en")
    for pattern in ("MMM", "MMMM")
} | {"sept": 9}
"""Months by their names, as the letters of each."""
