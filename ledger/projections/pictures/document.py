"""A report as something to read: what page and PDF say, in the same order and the same words."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, TypeAlias

from ledger.projections.pictures.of_report import title_of
from ledger.projections.pictures.questions import QUESTIONS
from ledger.projections.pictures.reasons import REASONS
from ledger.projections.pictures.words import (
    ESTIMATE,
    FLAG_WORDS,
    FLAGS,
    HIDDEN,
    INTERVAL,
    NUM,
    OVERALL,
    N,
    Words,
    same,
)

Envelope: TypeAlias = Mapping[str, Any]
Row: TypeAlias = Mapping[str, Any]
Item: TypeAlias = tuple[Words, str]
Said: TypeAlias = tuple[Words, ...]
"""What stands in a cell, line by line."""

UNITS: Final[dict[str, Words]] = {
    "official": Words("เจ้าหน้าที่", "official"),
    "office": Words("หน่วยงาน", "office"),
    "tambon": Words("ตำบล", "tambon"),
    "amphoe": Words("อำเภอ", "amphoe"),
    "province": Words("จังหวัด", "province"),
    "national": Words("ทั้งประเทศ", "national"),
    "volunteer": Words("อาสาสมัคร", "volunteer"),
    "pair": Words("คู่", "pair"),
    "rule": Words("หลักเกณฑ์", "rule"),
    "promise": Words("คำมั่น", "promise"),
    "group": Words("กลุ่ม", "group"),
}
EVIDENCE: Final = Words("หลักฐาน: ลำดับในบัญชี", "evidence: log indices")
_ASKED: Final = frozenset({"SIGNAL", "SIGNAL_LOW"})
_REPLY: Final = Words("คำชี้แจงที่ลงนามแล้ว", "signed reply")
_NO_BOUND: Final = Words("ไม่มีขอบ", "unbounded")
_DETAILS: Final = Words("รายละเอียดของแต่ละแถว", "details of each row")
_EXCLUDED: Final = Words("ที่ไม่นับ และเพราะเหตุใด", "what is left out, and why")


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One row of a table. ``asked``: somebody is asked to explain it."""

    cells: tuple[Said, ...]
    asked: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Grid:
    """A table: the first column names the row; ``total`` stands below the others."""

    caption: Words
    head: tuple[Words, ...]
    numeric: tuple[bool, ...]
    lines: tuple[Line, ...]
    total: Line | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """All that a reader is told, beside the pictures."""

    title: Words
    question: Words
    bound: tuple[Item, ...]
    rows: Grid
    details: Grid | None
    excluded: Grid
    caveats: tuple[Words, ...]
    method: tuple[Item, ...]
    again: tuple[Item, ...]


def document(envelope: Envelope) -> Document:
    """Return what a report says, from its envelope alone."""
    title = title_of(envelope)
    return Document(
        title=Words(f"{envelope['report']} {title.th}", f"{envelope['report']} {title.en}"),
        question=QUESTIONS[envelope["report"]],
        bound=_bound(envelope),
        rows=_rows(envelope),
        details=_details(envelope),
        excluded=_excluded(envelope),
        caveats=tuple(Words(one["text"]["th"], one["text"]["en"]) for one in envelope["caveats"]),
        method=_method(envelope),
        again=_again(envelope),
    )


def _bound(envelope: Envelope) -> tuple[Item, ...]:
    snapshot, window, population = (envelope[name] for name in ("snapshot", "window", "population"))
    return (
        (Words("บัญชี", "log"), snapshot["origin"]),
        (Words("ขนาด", "size"), str(snapshot["tree_size"])),
        (Words("ราก", "root"), snapshot["root_hash"]),
        (Words("รู้ถึงเวลา", "known as of"), snapshot["known_as_of"]),
        (Words("ตั้งแต่", "from"), window["valid_from"]),
        (Words("ก่อนวันที่", "before"), window["valid_to"]),
        (Words("นับอะไร", "what is counted"), population["definition"]),
        (Words("นับได้", "counted"), str(population["included"])),
    )


def _columns(envelope: Envelope) -> list[tuple[Words, bool, Callable[[Row], Said]]]:
    """Return the columns that have anything to say: name, whether it is a number, what stands in it."""
    everything: list[tuple[Words, bool, Callable[[Row], Said]]] = [
        (UNITS[envelope["unit"]], False, _key),
        (N, True, lambda row: _number(row["n"])),
        (NUM, True, lambda row: _number(row.get("num"))),
        (Words("ที่คาด", "expected"), True, lambda row: _number(row.get("expected"))),
        (ESTIMATE, True, lambda row: _number(row["estimate"])),
        (INTERVAL, True, lambda row: _interval(row["interval"])),
        (Words("หลังปรับ", "shrunken"), True, lambda row: _number(row.get("shrunk"))),
        (Words("ช่วงหลังปรับ", "its interval"), True, lambda row: _interval(row.get("shrunk_interval"))),
        (Words("ช่วงของลำดับ", "interval of ranks"), True, lambda row: _pair(row.get("rank_interval"))),
        (Words("ขอบเขต 99.8 %", "99.8 % limits"), True, lambda row: _limits(row.get("limits"))),
        (same("q"), True, lambda row: _number(row.get("q"))),
        (FLAGS, False, _flags),
        (EVIDENCE, False, _evidence),
    ]
    rows = [envelope["overall"], *envelope["rows"]]
    return [column for column in everything if column[0] == ESTIMATE or any(column[2](row) for row in rows)]


def _rows(envelope: Envelope) -> Grid:
    columns = _columns(envelope)
    kinds = sorted(
        {
            f"{interval['method']} {100 * interval['level']:g} %"
            for row in (envelope["overall"], *envelope["rows"])
            if (interval := row["interval"])
        }
    )
    told = f" ({', '.join(kinds)})" if kinds else ""
    return Grid(
        caption=Words(
            f"แต่ละแถวพร้อมช่วงความเชื่อมั่น{told} เรียงตามรหัส ไม่เรียงตามค่า",
            f"Each row with its interval{told}, in order of key and never of value",
        ),
        head=tuple(name for name, _numeric, _cell in columns),
        numeric=tuple(numeric for _name, numeric, _cell in columns),
        lines=tuple(_line(row, columns) for row in in_order(envelope["rows"])),
        total=_line(envelope["overall"], columns),
    )


def in_order(rows: Sequence[Row]) -> list[Row]:
    """Return rows in order of their keys."""
    return sorted(rows, key=lambda row: str(row["key"]))


def _line(row: Row, columns: Sequence[tuple[Words, bool, Callable[[Row], Said]]]) -> Line:
    return Line(
        cells=tuple(cell(row) for _name, _numeric, cell in columns), asked=bool(_ASKED & set(row["flags"]))
    )


def _key(row: Row) -> Said:
    label = (row.get("extra") or {}).get("label")
    name = OVERALL if row["key"] == "overall" else same(row["key"])
    return (name, Words(label["th"], label["en"])) if label else (name,)


def _number(value: float | str | None) -> Said:
    if value is None:
        return ()
    return (same(f"{value:.4g}" if isinstance(value, float) else str(value)),)


def _interval(bounds: Mapping[str, Any] | None) -> Said:
    return () if not bounds else _pair((bounds["lo"], bounds["hi"]))


def _limits(limits: Mapping[str, Any] | None) -> Said:
    return () if not limits else _pair((limits.get("lo998"), limits.get("hi998")))


def _pair(pair: Sequence[float | None] | None) -> Said:
    if pair is None:
        return ()
    lo, hi = (_NO_BOUND if end is None else same(f"{end:.4g}") for end in pair)
    return (Words(f"{lo.th} ถึง {hi.th}", f"{lo.en} to {hi.en}"),)


def _flags(row: Row) -> Said:
    words = [FLAG_WORDS.get(flag, same(flag)) for flag in row["flags"]]
    reply = (row.get("extra") or {}).get("reply")
    more = [HIDDEN] if row["suppressed"] else []
    return (*words, *([_REPLY, same(reply)] if reply else []), *more)


def _evidence(row: Row) -> Said:
    found = row.get("evidence")
    return (same(", ".join(str(index) for index in found)),) if found else ()


def _details(envelope: Envelope) -> Grid | None:
    """Return the members of ``extra`` that are single values, by their names in the envelope."""
    rows = [*in_order(envelope["rows"]), envelope["overall"]]
    plain = [
        {
            name: value
            for name, value in (row.get("extra") or {}).items()
            if isinstance(value, str | int | float) and name not in {"reply", "area", "scale"}
        }
        for row in rows
    ]
    names = sorted({name for extra in plain for name in extra})
    if not names:
        return None
    lines = [
        Line(cells=(_key(row), *(_number(extra.get(name)) for name in names)))
        for row, extra in zip(rows, plain, strict=True)
    ]
    return Grid(
        caption=_DETAILS,
        head=(UNITS[envelope["unit"]], *(same(name) for name in names)),
        numeric=(False, *(True for _name in names)),
        lines=tuple(lines[:-1]),
        total=lines[-1],
    )


def _excluded(envelope: Envelope) -> Grid:
    return Grid(
        caption=_EXCLUDED,
        head=(Words("เหตุ", "reason"), Words("จำนวน", "count")),
        numeric=(False, True),
        lines=tuple(
            Line(cells=((REASONS.get(one["reason"], same(one["reason"])),), _number(one["n"])))
            for one in envelope["population"]["excluded"]
        ),
    )


def _method(envelope: Envelope) -> tuple[Item, ...]:
    method, hidden = envelope["method"], envelope["suppression"]
    params = "; ".join(f"{name}: {value}" for name, value in sorted(method["params"].items()))
    counts = f"{hidden['rule']}, min n {hidden['min_n']}: {hidden['primary']} + {hidden['secondary']}"
    return (
        (Words("วิธี", "method"), method["id"]),
        (Words("ตั้งค่า", "parameters"), params),
        (Words("แหล่งที่มา", "sources"), "; ".join(method.get("sources", []))),
        (Words("การปิดจำนวนน้อย", "suppression of small counts"), counts),
    )


def _again(envelope: Envelope) -> tuple[Item, ...]:
    again = envelope["reproduce"]
    return (
        (Words("คำสั่ง", "command"), again["command"]),
        (Words("รุ่นโปรแกรม", "release"), again["code_version"]),
        (Words("ตัวคำนวณ", "engine"), again.get("engine", "")),
        (Words("ค่าย่อยของข้อเท็จจริง", "digest of the facts"), again["facts_digest"]),
        (Words("ค่าย่อยของผล", "digest of the result"), again["result_digest"]),
    )
