"""How a report is asked on a page: what is counted, whose rows, from which month until which."""

from collections.abc import Mapping
from datetime import date
from typing import Annotated, Final, NamedTuple

from fastapi import Depends, Query

from api.web.dates import read_day
from api.web.digits import ascii_digits
from ledger.projections.pictures.words import Words
from ledger.projections.reports.asking import Params, Tier
from ledger.signing.errors import Malformed

POPULATIONS: Final[Mapping[str, Words]] = {
    "all": Words("ทั้งหมดที่เกิดในบัญชีนี้", "All that was lived in this ledger"),
    "adverse": Words("คำสั่งที่เป็นผลร้าย", "Adverse decisions"),
    "all_imported": Words("ทะเบียนเดิมที่นำเข้า", "An imported register"),
    "decision": Words("การสุ่มตรวจคำสั่ง", "Audits of decisions"),
    "refusal": Words("การสุ่มตรวจการปฏิเสธ", "Audits of refusals"),
    "attestation": Words("การสุ่มตรวจคำรับรอง", "Audits of attestations"),
    "remedy": Words("การสุ่มตรวจการเยียวยา", "Audits of remedies"),
    "callback": Words("การโทรกลับไปถาม", "Audits by calling back"),
}
"""What reports count, by the word that asks for it."""
_WORD: Final = "^[a-z_]{0,32}$"
_LONGEST: Final = 20


class Asked(NamedTuple):
    """A question as it was typed. ``at`` is the size of a checkpoint; None: the newest."""

    population: str
    unit: str
    start: str
    end: str
    at: int | None

    def params(self, tier: Tier) -> Params:
        """Return the question.

        Raises:
            Malformed: ``month_form``: a month is none.
        """
        return Params(
            population=self.population,
            unit=self.unit,
            tier=tier,
            valid_from=read_month(self.start),
            valid_to=read_month(self.end),
        )


def asked(
    population: Annotated[str, Query(pattern=_WORD)] = "",
    unit: Annotated[str, Query(pattern=_WORD)] = "",
    start: Annotated[str, Query(alias="from", max_length=_LONGEST)] = "",
    end: Annotated[str, Query(alias="to", max_length=_LONGEST)] = "",
    at: Annotated[int | None, Query(ge=1, le=2**53 - 1)] = None,
) -> Asked:
    """Return what an address asks."""
    return Asked(population, unit, start.strip(), end.strip(), at)


Question = Annotated[Asked, Depends(asked)]


def read_month(typed: str) -> date | None:
    """Return the first day of the month that somebody typed, of either era; None for nothing.

    >>> read_month("2/2569"), read_month("2026-02"), read_month("")
    (datetime.date(2026, 2, 1), datetime.date(2026, 2, 1), None)

    Raises:
        Malformed: ``month_form``: it is no month and year.
    """
    if not typed:
        return None
    whole = f"{typed}-01" if ascii_digits(typed)[:4].isdecimal() else f"1/{typed}"
    try:
        return read_day(whole)
    except Malformed:
        raise Malformed("month_form", "a month is written as month and year") from None
