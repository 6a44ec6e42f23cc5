"""Renderings of a report: JSON, CSV, a plain table. Pure functions of the envelope."""

import csv
import io
import json
from collections.abc import Callable, Mapping
from typing import Any, Final

from ledger.projections.errors import ReportError

_COLUMNS: Final = (
    "key",
    "n",
    "num",
    "expected",
    "estimate",
    "lo",
    "hi",
    "shrunk",
    "shrunk_lo",
    "shrunk_hi",
    "ranks",
    "z",
    "p",
    "q",
    "lo998",
    "hi998",
    "flags",
    "suppressed",
)
_LABELS: Final = {
    "num": "reversed",
    "estimate": "rate",
    "lo": "from",
    "hi": "to",
    "shrunk_lo": "from",
    "shrunk_hi": "to",
}
_EXTRA: Final = {
    "appealed": "appealed",
    "overturned": "overturned",
    "upheld": "stood",
    "no_outcome": "no outcome",
    "tied": "tied",
    "known_after_not_reviewed": "later, not reviewed",
    "pending": "pending",
    "unjudged": "unjudged",
    "complaints": "complaints",
    "funnel": "before",
    "funnel_given_article": "after",
}
"""Members of ``extra`` that the table shows, under words that say what became of the *decision*."""

_OWN: Final = {
    "R01": {"num": "reversed"},
    "R02": {"num": "reversed"},
    "R03": {"num": "reversed"},
    "R04": {"num": "happened", "estimate": "days"},
    "R05": {"num": "in time"},
    "R08": {"num": "contradicted"},
    "R13": {"num": "violated"},
    "R14": {"num": "kept"},
    "R16": {"num": "of these"},
}
"""What a report calls a column; ``num`` is a part of ``n`` in all others."""


def render_json(envelope: Mapping[str, Any]) -> str:
    """Return the envelope as indented JSON, Thai letters as they are, ending in a line break."""
    return json.dumps(envelope, ensure_ascii=False, indent=2, allow_nan=False) + "\n"


def render_csv(envelope: Mapping[str, Any]) -> str:
    """Return rows and overall as CSV (RFC 4180, CRLF); members of ``extra`` that are no lists as columns.

    A cell that a spreadsheet would take for a formula gets a leading apostrophe.
    """
    rows = [*envelope["rows"], envelope["overall"]]
    names = sorted({name for row in envelope["rows"] for name in row.get("extra") or {}})
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow([*_COLUMNS, *names])
    for row in rows:
        extra = row.get("extra") or {}
        writer.writerow([cell(value) for value in (*_values(row), *(extra.get(name) for name in names))])
    return out.getvalue()


def render_table(envelope: Mapping[str, Any]) -> str:
    """Return the report as plain text: where it comes from, rows in order of key, what to keep in mind."""
    rows = [*envelope["rows"], envelope["overall"]]
    extra = [name for name in _EXTRA if any(name in (row.get("extra") or {}) for row in envelope["rows"])]
    shown = [name for name in _COLUMNS if any(value not in (None, "") for value in _column(rows, name))]
    labels = _LABELS | {"num": "part"} | _OWN.get(envelope["report"], {})
    head = [labels.get(name, name) for name in shown] + [_EXTRA[name] for name in extra]
    body = [
        [_text(dict(zip(_COLUMNS, _values(row), strict=True))[name]) for name in shown]
        + [_text((row.get("extra") or {}).get(name)) for name in extra]
        for row in rows
    ]
    widths = [max(len(line[place]) for line in (head, *body)) for place in range(len(head))]
    lines = [_line(line, widths) for line in (head, *body)]
    lines.insert(1, "  ".join("-" * width for width in widths))
    lines.insert(-1, "  ".join("-" * width for width in widths))
    return "\n".join([*_heading(envelope), "", *lines, "", *_footing(envelope)]) + "\n"


RENDERERS: Final[Mapping[str, Callable[[Mapping[str, Any]], str]]] = {
    "json": render_json,
    "csv": render_csv,
    "table": render_table,
}


def render(envelope: Mapping[str, Any], form: str) -> str:
    """Return ``envelope`` as ``form``: json, csv or table.

    Raises:
        ReportError: ``form_unknown``.
    """
    renderer = RENDERERS.get(form)
    if renderer is None:
        raise ReportError("form_unknown", f"a report is rendered as {', '.join(RENDERERS)}")
    return renderer(envelope)


def _values(row: Mapping[str, Any]) -> tuple[Any, ...]:
    bounds, limits = row["interval"] or {}, row.get("limits") or {}
    shrunk = row.get("shrunk_interval") or {}
    return (
        row["key"],
        row["n"],
        row.get("num"),
        row.get("expected"),
        row["estimate"],
        bounds.get("lo"),
        bounds.get("hi"),
        row.get("shrunk"),
        shrunk.get("lo"),
        shrunk.get("hi"),
        "-".join(map(str, row.get("rank_interval") or ())),
        row.get("z"),
        row.get("p"),
        row.get("q"),
        limits.get("lo998"),
        limits.get("hi998"),
        " ".join(row["flags"]),
        "hidden" if row["suppressed"] else "",
    )


def _column(rows: list[Mapping[str, Any]], name: str) -> list[Any]:
    place = _COLUMNS.index(name)
    return [_values(row)[place] for row in rows]


def cell(value: object) -> object:
    """Return ``value`` as a cell of CSV: what a spreadsheet would take for a formula gets an apostrophe."""
    if isinstance(value, str) and value[:1] in {"=", "+", "-", "@", "\t", "\r"}:
        return "'" + value
    return json.dumps(value) if isinstance(value, list | dict) else value


def _text(value: object) -> str:
    if value is None:
        return ""
    return f"{value:.4g}" if isinstance(value, float) else str(value)


def _line(cells: list[str], widths: list[int]) -> str:
    first, *rest = (
        cell.ljust(width) if place == 0 else cell.rjust(width)
        for place, (cell, width) in enumerate(zip(cells, widths, strict=True))
    )
    return "  ".join([first, *rest]).rstrip()


def _heading(envelope: Mapping[str, Any]) -> list[str]:
    snapshot, window, population = (envelope[name] for name in ("snapshot", "window", "population"))
    out = ", ".join(f"{item['reason']} {item['n']}" for item in population["excluded"]) or "none"
    title = envelope.get("title", {})
    return [
        f"{envelope['report']}  {title.get('en', '')} / {title.get('th', '')}",
        f"log {snapshot['origin']} at size {snapshot['tree_size']}, known as of {snapshot['known_as_of']}",
        f"root {snapshot['root_hash']}",
        f"window {window['valid_from']} to {window['valid_to']} (exclusive)",
        f"counted {population['included']}: {population['definition']}",
        f"left out: {out}",
    ]


def _footing(envelope: Mapping[str, Any]) -> list[str]:
    reproduce = envelope.get("reproduce", {})
    notes = [f"* {caveat['text'][language]}" for caveat in envelope["caveats"] for language in ("th", "en")]
    return [
        *notes,
        "",
        f"again: {reproduce.get('command', '')}",
        f"facts  {reproduce.get('facts_digest', '')}",
        f"result {reproduce.get('result_digest', '')}",
    ]
