"""One case over time: what was recorded, which notices were given, and which clocks ran until when."""

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Final, NamedTuple

from ledger.domain.dates import civil
from ledger.projections.pictures.canvas import (
    BLUE,
    GREEN,
    GREY,
    INK,
    ORANGE,
    PAPER,
    VERMILLION,
    Cell,
    Picture,
    explain,
    short,
)
from ledger.projections.pictures.words import Lang, Words
from ledger.projections.views.case import CaseView

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

NOTICES: Final = frozenset({"DecisionNotified", "OutcomeNotified"})
_EVENT: Final = Words("บันทึก", "entry")
_NOTICE: Final = Words("การแจ้ง", "notice")
_LOOKED: Final = Words("วันที่ดู", "day of looking")
STANDS: Final[dict[str, tuple[Words, str, str]]] = {
    "met": (Words("ทันกำหนด", "met in time"), GREEN, ""),
    "met_late": (Words("ทำแล้วแต่เกินกำหนด", "met late"), ORANGE, "//"),
    "running": (Words("กำลังเดิน", "running"), PAPER, ""),
    "over": (Words("พ้นกำหนด", "over"), VERMILLION, "xx"),
    "ended": (Words("สิ้นเหตุ", "ended"), GREY, ".."),
}
_HEADER: Final = (
    Words("ชนิด", "kind"),
    Words("ลำดับ", "version"),
    Words("ชื่อ", "name"),
    Words("วันที่หรือวันเริ่ม", "day or start"),
    Words("วันสุดท้าย", "last day"),
    Words("สถานะ", "stands"),
)


class Happened(NamedTuple):
    """One entry: its version, its type, the civil day of its recording."""

    version: int
    type: str
    on: date


class Ran(NamedTuple):
    """One clock: from the day it started to its last day; ``stands`` is one word of ``ClockStands``."""

    name: str
    started: date
    due: date
    stands: str


def timeline(entries: Sequence[Happened], clocks: Sequence[Ran], today: date, *, title: Words) -> Picture:
    """Return a case over time: entries in their order, and below them its clocks in order of their start."""
    ordered = sorted(entries)
    running = sorted(clocks, key=lambda clock: (clock.started, clock.name, clock.due))

    def draw(figure: "Figure", lang: Lang) -> None:
        axes = figure.add_subplot()
        for place, one in enumerate(ordered):
            _entry(axes, place, one)
        for place, clock in enumerate(running, start=len(ordered)):
            _clock(axes, place, clock)
        names = [f"{one.version}  {short(one.type)}" for one in ordered] + [
            short(one.name) for one in running
        ]
        axes.axvline(today.toordinal(), color=INK, linewidth=0.9, dashes=(6, 3))
        axes.set_yticks(range(len(names)), names)
        axes.set_ylim(len(names) - 0.4, -0.6)
        axes.tick_params(axis="y", length=0)
        axes.grid(axis="y", color=GREY, linewidth=0.3, alpha=0.5)
        _days(axes, ordered, running, today)
        _legend(figure, ordered, running, lang)

    return Picture(
        name="timeline",
        title=title,
        description=Words(
            f"บันทึก {len(ordered)} รายการตามลำดับ และกำหนดเวลา {len(running)} รายการ วันที่ดู {today.isoformat()}",
            f"{len(ordered)} entries in their order and {len(running)} clocks, looked at on "
            f"{today.isoformat()}.",
        ),
        header=_HEADER,
        rows=_rows(ordered, running),
        height=1.7 + 0.24 * max(len(ordered) + len(running), 4),
        draw=draw,
    )


def timeline_of(view: CaseView) -> Picture:
    """Return the timeline of a case as it is read: no personal data, types and days alone."""
    entries = [Happened(one.version, one.type, civil(one.recorded_at)) for one in view.entries]
    clocks = [
        Ran(one.name, _day(one.derivation.started), _day(one.due), str(one.stands)) for one in view.clocks
    ]
    title = Words(f"ลำดับเหตุการณ์ของ {view.stream}", f"Timeline of {view.stream}")
    return timeline(entries, clocks, civil(view.now), title=title)


def _rows(ordered: Sequence[Happened], running: Sequence[Ran]) -> tuple[tuple[Cell, ...], ...]:
    kind = {True: "notice", False: "entry"}
    entries = (
        (kind[one.type in NOTICES], one.version, one.type, one.on.isoformat(), "", "") for one in ordered
    )
    clocks = (
        ("clock", None, one.name, one.started.isoformat(), one.due.isoformat(), one.stands) for one in running
    )
    return (*entries, *clocks)


def _day(text: str) -> date:
    """Return the civil day of a day or of an instant."""
    return date.fromisoformat(text) if len(text) == 10 else civil(text)


def _entry(axes: "Axes", place: int, one: Happened) -> None:
    notice = one.type in NOTICES
    axes.plot(
        [one.on.toordinal()],
        [place],
        linestyle="none",
        marker="s" if notice else "o",
        markersize=7 if notice else 5.5,
        markerfacecolor=ORANGE if notice else BLUE,
        markeredgecolor=INK,
        zorder=3,
    )


def _clock(axes: "Axes", place: int, clock: Ran) -> None:
    _words, colour, pattern = STANDS[clock.stands]
    axes.barh(
        place,
        max((clock.due - clock.started).days, 1),
        0.5,
        left=clock.started.toordinal(),
        facecolor=colour,
        edgecolor=INK,
        linewidth=0.7,
        hatch=pattern,
        zorder=2,
    )


def _days(axes: "Axes", ordered: Sequence[Happened], running: Sequence[Ran], today: date) -> None:
    """Let the axis count days, and name the days at its ticks."""
    from matplotlib.ticker import MaxNLocator  # noqa: PLC0415 - comes with the extra

    days = [today, *(one.on for one in ordered), *(day for one in running for day in (one.started, one.due))]
    first, last = min(days).toordinal(), max(days).toordinal()
    margin = max((last - first) / 25, 1)
    axes.set_xlim(first - margin, last + margin)
    axes.xaxis.set_major_locator(MaxNLocator(5, integer=True))
    axes.xaxis.set_major_formatter(lambda place, _at: date.fromordinal(max(1, int(place))).isoformat())


def _legend(figure: "Figure", ordered: Sequence[Happened], running: Sequence[Ran], lang: Lang) -> None:
    from matplotlib.lines import Line2D  # noqa: PLC0415 - comes with the extra
    from matplotlib.patches import Patch  # noqa: PLC0415

    handles: list[Line2D | Patch] = [
        Line2D([], [], linestyle="none", marker="o", color=BLUE, markeredgecolor=INK, label=_EVENT.both(lang))
    ]
    if any(one.type in NOTICES for one in ordered):
        handles.append(
            Line2D(
                [],
                [],
                linestyle="none",
                marker="s",
                color=ORANGE,
                markeredgecolor=INK,
                label=_NOTICE.both(lang),
            )
        )
    handles.append(Line2D([], [], color=INK, dashes=(6, 3), label=_LOOKED.both(lang)))
    handles += [
        Patch(facecolor=colour, edgecolor=INK, hatch=pattern, label=words.both(lang))
        for stands, (words, colour, pattern) in STANDS.items()
        if any(clock.stands == stands for clock in running)
    ]
    explain(figure, handles)
