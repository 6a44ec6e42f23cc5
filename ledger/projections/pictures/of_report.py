"""Which report has which pictures. They read the envelope and nothing else."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import groupby
from typing import Any, Final, TypeAlias

from ledger.projections.pictures.canvas import Picture
from ledger.projections.pictures.control import Point, control_chart
from ledger.projections.pictures.cusum import cusum
from ledger.projections.pictures.disparity import Difference, disparity
from ledger.projections.pictures.funnel import funnel
from ledger.projections.pictures.intervals import Scale, in_pages, intervals, small_multiples
from ledger.projections.pictures.lorenz import lorenz
from ledger.projections.pictures.marks import Mark, mark_of
from ledger.projections.pictures.states import STATES, states
from ledger.projections.pictures.survival import Curve, survival
from ledger.projections.pictures.words import OVERALL, Words, same

Envelope: TypeAlias = Mapping[str, Any]

LONGEST: Final = 40  # rows of one picture: more do not fit a page of paper
_ONE: Final = Words("ค่าที่คาดไว้", "as expected")
AXES: Final[dict[str, Words]] = {
    "R01": Words("สัดส่วนคำสั่งที่ถูกกลับ", "share of decisions reversed"),
    "R02": Words("อัตราการถูกกลับหลังปรับ", "shrunken rate of reversal"),
    "R03": Words("จำนวนที่พบต่อจำนวนที่คาด", "observed over expected"),
    "R04": Words("วันเฉลี่ยที่ยังรอ (ภายในสองเท่าของกำหนด)", "mean days waited, within twice the time limit"),
    "R05": Words("สัดส่วนที่ตอบทันกำหนด", "share answered in time"),
    "R06": Words("อัตรารายเดือน", "rate by month"),
    "R07": Words("สัดส่วนที่พลาดหรือเกิน", "share left out, or wrongly in"),
    "R08": Words("สัดส่วนที่ขัดกับคำรับรอง", "share against attestations"),
    "R09": Words("ความสอดคล้องของคำรับรอง", "agreement of attestations"),
    "R10": Words("ผู้ได้รับต่อผู้ที่มีคำรับรองว่าจำเป็น", "recipients per attested need"),
    "R11": Words("คำสั่งที่เป็นผลร้าย เทียบกับคนอื่น", "adverse decisions against the rest"),
    "R12": Words("ที่พบต่อที่คาด", "found against expected"),
    "R13": Words("สัดส่วนที่ไม่เป็นไปตามขั้นตอน", "share against procedure"),
    "R14": Words("สัดส่วนที่ทำตามคำมั่น", "share kept"),
    "R15": Words("ค่าประมาณจากการสุ่มตรวจ", "estimate of the random audit"),
    "R16": Words("อัตรา", "rate"),
}


def pictures(envelope: Envelope) -> tuple[Picture, ...]:
    """Return the pictures of a report, the most telling first; always at least one."""
    drawing = _DRAWINGS.get(envelope["report"], _plain)
    return tuple(drawing(envelope)) or tuple(_plain(envelope))


def title_of(envelope: Envelope) -> Words:
    """Return the title of a report in both languages; its name where it has none."""
    title = envelope.get("title") or {}
    return Words(title.get("th") or envelope["report"], title.get("en") or envelope["report"])


def _titled(envelope: Envelope, more: str = "") -> Words:
    title, after = title_of(envelope), f": {more}" if more else ""
    return Words(f"{envelope['report']} {title.th}{after}", f"{envelope['report']} {title.en}{after}")


def _scale(envelope: Envelope, **changed: Any) -> Scale:  # noqa: ANN401 - fields of the scale
    overall = envelope["overall"]["estimate"]
    return Scale(AXES[envelope["report"]], overall)._replace(**changed)


def _marks(envelope: Envelope) -> list[Mark]:
    return [mark_of(row) for row in envelope["rows"]]


def _plain(envelope: Envelope) -> Iterator[Picture]:
    yield from _paged(envelope, _marks(envelope), _scale(envelope))


def _paged(envelope: Envelope, marks: Sequence[Mark], scale: Scale, more: str = "") -> Iterator[Picture]:
    """Yield intervals on as many pages as they need, in order of key."""
    pages = in_pages(marks, LONGEST)
    for number, page in enumerate(pages, start=1):
        part = f"{number}/{len(pages)}" if len(pages) > 1 else ""
        title = _titled(envelope, " ".join(filter(None, (more, part))))
        yield intervals(page, scale, title=title, name=f"intervals{more}{number}")


def _reversals(envelope: Envelope) -> Iterator[Picture]:
    yield funnel(
        _marks(envelope),
        envelope["overall"]["estimate"],
        limits=any(row.get("limits") for row in envelope["rows"]),
        title=_titled(envelope),
        axis=AXES["R01"],
    )


def _shrunken(envelope: Envelope) -> Iterator[Picture]:
    marks = [mark_of(row, shrunk=True) for row in envelope["rows"]]
    yield from _paged(envelope, marks, _scale(envelope, small=True))


def _ratios(envelope: Envelope) -> Iterator[Picture]:
    scale = _scale(envelope, reference=1.0, words=_ONE, ratios=True)
    yield from _paged(envelope, _marks(envelope), scale)


def _waiting(envelope: Envelope) -> Iterator[Picture]:
    for row in (*_rows(envelope), envelope["overall"]):
        extra = row.get("extra") or {}
        if curve := extra.get("curve"):
            lists = Curve(*(curve[name] for name in Curve._fields))
            yield survival(
                lists,
                deadline=extra.get("deadline"),
                title=_titled(envelope, _name(row)),
                name=f"survival {row['key']}",
            )
    yield from _plain(envelope)


def _over_time(envelope: Envelope) -> Iterator[Picture]:
    series = sorted(envelope.get("series") or [], key=lambda one: (one["unit"], one["chart"]))
    for unit, entries in groupby(series, key=lambda one: one["unit"]):
        points: dict[str, list[Point]] = {}
        for entry in entries:
            points.setdefault(entry["chart"], []).append(_point(entry))
        up, down = points.pop("cusum_up", []), points.pop("cusum_down", [])
        name = OVERALL if unit == "overall" else same(unit)
        titled = _titled(envelope)
        title = Words(f"{titled.th}: {name.th}", f"{titled.en}: {name.en}")
        for chart, found in points.items():
            yield control_chart(found, title=title, axis=AXES["R06"], name=f"{chart} {unit}")
        if up or down:
            more = Words(f"{title.th} (CUSUM)", f"{title.en} (CUSUM)")
            yield cusum(up, down, title=more, name=f"cusum {unit}")


def _allocation(envelope: Envelope) -> Iterator[Picture]:
    extra = envelope["overall"].get("extra") or {}
    if points := extra.get("lorenz"):
        shares = [(float(people), float(benefit)) for people, benefit in points]
        yield lorenz(shares, extra.get("concentration_index"), title=_titled(envelope))
    areas: dict[str, list[Mark]] = {}
    for row in envelope["rows"]:
        areas.setdefault((row.get("extra") or {}).get("area") or "", []).append(mark_of(row))
    if len(areas) == 1:
        yield from _plain(envelope)
    elif areas:
        yield small_multiples(areas, _scale(envelope), title=_titled(envelope))


def _groups(envelope: Envelope) -> Iterator[Picture]:
    apart = {row["key"]: (row.get("extra") or {}).get("difference") for row in envelope["rows"]}
    differences = {key: Difference(**found) for key, found in apart.items() if found}
    yield disparity(_marks(envelope), differences, title=_titled(envelope))


def _promises(envelope: Envelope) -> Iterator[Picture]:
    counts = {
        row["key"]: {state: row["extra"][state] for state in STATES if state in row["extra"]}
        for row in envelope["rows"]
        if any(state in (row.get("extra") or {}) for state in STATES)
    }
    if counts:
        yield states(counts, title=_titled(envelope))
    yield from _plain(envelope)


def _audit(envelope: Envelope) -> Iterator[Picture]:
    found = {row["key"]: (row.get("extra") or {}).get("bounds") for row in envelope["rows"]}
    bounds = {key: (float(pair[0]), float(pair[1])) for key, pair in found.items() if pair}
    scale = _scale(envelope)
    yield intervals(_marks(envelope), scale, title=_titled(envelope), bounds=bounds)


def _voices(envelope: Envelope) -> Iterator[Picture]:
    """Rows of another scale are drawn apart: a rate per 1,000 beside a share would press it to nothing."""
    scales: dict[str, list[Mark]] = {}
    for row in envelope["rows"]:
        scales.setdefault((row.get("extra") or {}).get("scale") or "", []).append(mark_of(row))
    for name in sorted(scales):
        axis = same(name) if name else AXES["R16"]
        alone = envelope["overall"]["estimate"] if not name else None
        yield from _paged(envelope, scales[name], Scale(axis, alone), name)


def _rows(envelope: Envelope) -> list[Mapping[str, Any]]:
    return sorted(envelope["rows"], key=lambda row: str(row["key"]))


def _name(row: Mapping[str, Any]) -> str:
    return str(row["key"])


def _point(entry: Mapping[str, Any]) -> Point:
    numbers = {name: entry.get(name) for name in ("n", "num", "estimate", "centre", "lo", "hi")}
    return Point(
        period=entry["period"],
        **numbers,
        signal=tuple(entry.get("signal") or ()),
        revised=bool(entry.get("revised")),
        step=bool(entry.get("rule_change")),
    )


_DRAWINGS: Final[dict[str, Callable[[Envelope], Iterator[Picture]]]] = {
    "R01": _reversals,
    "R02": _shrunken,
    "R03": _ratios,
    "R04": _waiting,
    "R06": _over_time,
    "R10": _allocation,
    "R11": _groups,
    "R14": _promises,
    "R15": _audit,
    "R16": _voices,
}
"""Reports that are not named here show intervals."""
