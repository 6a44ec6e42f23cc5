"""The funnel of R01 as SVG: made by hand, the same bytes for the same report, readable aloud."""

from collections.abc import Mapping, Sequence
from typing import Any, Final
from xml.sax.saxutils import escape

from ledger.projections.statistics.funnels import curve_limit
from ledger.projections.statistics.intervals import Z975, Z999

_WIDTH, _HEIGHT = 720, 460
_LEFT, _RIGHT, _TOP, _BOTTOM = 70, 20, 50, 60
_STEPS: Final = 120
_OPEN: Final = (
    f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {_HEIGHT}" role="img" '
    'aria-labelledby="title desc">'
)
_STYLE: Final = (
    "text{font-family:sans-serif;font-size:12px;fill:#222}"
    ".axis{stroke:#222;stroke-width:1}.mean{stroke:#222;stroke-dasharray:6 4;fill:none}"
    ".l95{stroke:#6b7a8f;fill:none}.l998{stroke:#33415c;fill:none}"
    ".unit{fill:#1f6feb;fill-opacity:.75}.flag{fill:#b42318}"
)


class _Plane:
    """Maps decisions and rates to the page."""

    def __init__(self, largest: int, highest: float) -> None:
        self.largest, self.highest = max(largest, 1), max(highest, 1e-9)

    def x(self, n: float) -> float:
        return _LEFT + (_WIDTH - _LEFT - _RIGHT) * n / self.largest

    def y(self, rate: float) -> float:
        return _HEIGHT - _BOTTOM - (_HEIGHT - _TOP - _BOTTOM) * min(rate, self.highest) / self.highest


def render_svg(envelope: Mapping[str, Any]) -> str:
    """Return the funnel: one mark per unit at (decisions, rate), with 95 and 99.8 % curves about the mean.

    Hidden rows are not drawn. Flagged units are squares, so that no reader depends on colour. No unit is
    ranked.
    """
    rows = [row for row in envelope["rows"] if row["estimate"] is not None]
    mean = envelope["overall"]["estimate"]
    largest = max((row["n"] for row in rows), default=1)
    tops = [row["estimate"] for row in rows] + [row["limits"]["hi998"] for row in rows if row.get("limits")]
    plane = _Plane(round(largest * 1.05) + 1, 1.1 * max(tops, default=1.0))
    parts = [*_frame(plane), *_funnel(plane, mean, rows), *(_mark(plane, row) for row in rows)]
    title = f"{envelope['report']} {envelope.get('title', {}).get('en', '')}"
    return "\n".join(
        [
            _OPEN,
            f'<title id="title">{escape(title)}</title>',
            f'<desc id="desc">{escape(_description(envelope, rows))}</desc>',
            f"<style>{_STYLE}</style>",
            f'<text x="{_LEFT}" y="24">{escape(title)}</text>',
            *parts,
            "</svg>",
            "",
        ]
    )


def _description(envelope: Mapping[str, Any], rows: Sequence[Mapping[str, Any]]) -> str:
    flagged = [row["key"] for row in rows if {"SIGNAL", "SIGNAL_LOW"} & set(row["flags"])]
    rate = envelope["overall"]["estimate"]
    return (
        f"{len(rows)} units by number of decisions and share reversed; "
        f"overall {'not shown' if rate is None else rate}. "
        f"Need explanation: {', '.join(flagged) if flagged else 'none'}. "
        f"Log size {envelope['snapshot']['tree_size']}."
    )


def _frame(plane: _Plane) -> list[str]:
    x0, x1, y0, y1 = _LEFT, _WIDTH - _RIGHT, _HEIGHT - _BOTTOM, _TOP
    middle = f"{(y0 + y1) / 2:.1f}"
    turned = f'<text x="18" y="{middle}" text-anchor="middle" transform="rotate(-90 18 {middle})">'
    lines = [
        f'<path class="axis" d="M{x0} {y1}V{y0}H{x1}" fill="none"/>',
        f'<text x="{(x0 + x1) / 2:.1f}" y="{_HEIGHT - 16}" text-anchor="middle">decisions</text>',
        f"{turned}share reversed</text>",
    ]
    for tick in range(6):
        n, rate = plane.largest * tick / 5, plane.highest * tick / 5
        lines.append(f'<text x="{plane.x(n):.1f}" y="{y0 + 18}" text-anchor="middle">{n:.0f}</text>')
        lines.append(f'<text x="{x0 - 8}" y="{plane.y(rate) + 4:.1f}" text-anchor="end">{rate:.4f}</text>')
    return lines


def _funnel(plane: _Plane, mean: float | None, rows: Sequence[Mapping[str, Any]]) -> list[str]:
    """Return the mean and, where limits may be drawn, the closed-form curves (M05)."""
    if mean is None:
        return []
    ends = f"M{plane.x(0):.1f} {plane.y(mean):.1f}H{plane.x(plane.largest):.1f}"
    lines = [f'<path class="mean" d="{ends}"/>']
    if not any(row.get("limits") for row in rows):
        return lines
    for name, z in (("l95", Z975), ("l998", Z999)):
        lines += [f'<path class="{name}" d="{_curve(plane, mean, side * z)}"/>' for side in (-1, 1)]
    return lines


def _curve(plane: _Plane, mean: float, z: float) -> str:
    points = []
    for step in range(1, _STEPS + 1):
        n = plane.largest * step / _STEPS
        rate = min(1.0, max(0.0, curve_limit(mean, n, z)))
        points.append(f"{plane.x(n):.1f} {plane.y(rate):.1f}")
    return "M" + "L".join(points)


def _mark(plane: _Plane, row: Mapping[str, Any]) -> str:
    x, y = plane.x(row["n"]), plane.y(row["estimate"])
    words = " ".join(row["flags"])
    said = f"{row['key']}: {row['num']} of {row['n']}, rate {row['estimate']}{', ' + words if words else ''}"
    title = f"<title>{escape(said)}</title>"
    if {"SIGNAL", "SIGNAL_LOW"} & set(row["flags"]):
        return f'<rect class="flag" x="{x - 5:.1f}" y="{y - 5:.1f}" width="10" height="10">{title}</rect>'
    return f'<circle class="unit" cx="{x:.1f}" cy="{y:.1f}" r="4.5">{title}</circle>'
