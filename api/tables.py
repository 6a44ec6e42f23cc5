"""Lists as tables for a spreadsheet: one line for each item, and nothing that a spreadsheet would run.

Source: RFC 4180.
"""

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from api.languages import Language

MEDIA: Final = "text/csv; charset=utf-8; header=present"
BOM: Final = "\ufeff"
"""Without it a spreadsheet on Windows takes Thai for a code page of its own, and shows marks instead."""
FORMULA: Final = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")  # noqa: RUF001 - wide forms too
"""How a text begins that a spreadsheet may take for a formula."""


@dataclass(frozen=True, slots=True)
class Table:
    """Columns: where the value lies in an item, and the Thai heading. ``each``: a line for each of these."""

    columns: Mapping[str, str]
    each: str | None = None


_CASE: Final = {
    "stream": "เรื่อง",
    "state": "สถานะ",
    "flags": "หมายเหตุสถานะ",
    "programme": "โครงการ",
    "area": "พื้นที่",
    "result": "ผล",
    "opened_at": "บันทึกเมื่อ",
    "updated_at": "ปรับปรุงล่าสุด",
    "version": "จำนวนรายการ",
    "first": "ลำดับรายการแรก",
}
TABLES: Final[Mapping[str, Table]] = {
    "claims": Table(_CASE),
    "grievances": Table({"stream": "เรื่อง", "kind": "ประเภท", "level": "ชั้น", **_CASE}),
    "consultations": Table(
        {
            "stream": "เรื่อง",
            "state": "สถานะ",
            "topic": "หัวข้อ",
            "owner": "ผู้ต้องตอบ",
            "area": "พื้นที่",
            "opened_at": "บันทึกเมื่อ",
            "updated_at": "ปรับปรุงล่าสุด",
        }
    ),
    "commitments": Table(
        {
            "stream": "คำมั่น",
            "state": "สถานะ",
            "owner": "ผู้ให้คำมั่น",
            "office": "หน่วยงาน",
            "measure": "มาตรการ",
            "text": "ข้อความ",
            "first_due": "กำหนดแรก",
            "due": "กำหนดปัจจุบัน",
            "overdue": "เกินกำหนด",
            "over": "เกินมาแล้ว (วัน)",
            "unverified": "ยังไม่มีผู้ตรวจยืนยัน",
            "broken": "ไม่เป็นไปตามคำมั่น",
        }
    ),
    "holders": Table(
        {
            "actor": "ผู้ได้รับมอบหมาย",
            "mandates.role": "บทบาท",
            "mandates.office": "หน่วยงาน",
            "mandates.line": "สายงาน",
            "mandates.programmes": "โครงการ",
            "mandates.areas": "พื้นที่",
            "mandates.since": "ตั้งแต่",
            "mandates.until": "ถึง",
            "mandates.stands": "สถานะ",
            "mandates.granted_by": "ผู้มอบหมาย",
        },
        each="mandates",
    ),
    "tasks": Table(
        {
            "stream": "เรื่อง",
            "kind": "ประเภท",
            "state": "สถานะ",
            "flags": "หมายเหตุสถานะ",
            "due.name": "ระยะเวลา",
            "due.due": "วันสุดท้าย",
            "due.left": "เหลือ (วัน)",
            "next.act": "สิ่งที่ทำได้",
            "blocked.what": "สิ่งที่ติดขัด",
            "warning": "ข้อห้าม",
        }
    ),
    "decisions": Table(
        {
            "stream": "เรื่อง",
            "version": "ลำดับในเรื่อง",
            "index": "ลำดับรายการ",
            "day": "วันที่มีคำสั่ง",
            "result": "ผล",
            "ground": "ฐานกฎหมาย",
            "order_maker": "ผู้มีคำสั่ง",
            "office": "หน่วยงาน",
            "programme": "โครงการ",
            "district": "พื้นที่",
            "amount": "จำนวนเงิน (สตางค์)",
            "currency": "สกุลเงิน",
            "state": "สถานะปัจจุบันของเรื่อง",
        }
    ),
}
"""By the member of the answer that holds the lines."""


def write_table(items: Sequence[Mapping[str, Any]], table: Table, language: Language) -> bytes:
    """Return ``items`` as CSV in UTF-8, headings first: members by their names, or in Thai."""
    text = io.StringIO()
    text.write(BOM)
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(table.columns.values() if language == "th" else table.columns)
    for item in items:
        for line in _lines(item, table.each):
            writer.writerow([harmless(_value(line, path)) for path in table.columns])
    return text.getvalue().encode()


def harmless(value: Any) -> Any:  # noqa: ANN401 - a cell
    """Return ``value`` as no spreadsheet runs it: a text that looks like a formula is marked as a text.

    >>> harmless("=1+1"), harmless("-"), harmless(-1), harmless("a=b")
    ("'=1+1", "'-", -1, 'a=b')
    """
    return f"'{value}" if isinstance(value, str) and value.startswith(FORMULA) else value


def _lines(item: Mapping[str, Any], each: str | None) -> Iterator[Mapping[str, Any]]:
    if each is None:
        yield item
    else:
        yield from ({**item, each: one} for one in item.get(each) or [{}])


def _value(value: Any, path: str) -> Any:  # noqa: ANN401 - JSON of any shape
    """Return what lies at ``path``; of a list all that does, with a space between."""
    for name in path.split("."):
        if isinstance(value, list):
            value = [one.get(name, "") for one in value]
        else:
            value = value.get(name) if isinstance(value, dict) else None
    if isinstance(value, list):
        return " ".join(str(one) for one in value)
    return str(value).lower() if isinstance(value, bool) else value
