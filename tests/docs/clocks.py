"""The table of clocks, made from the rows by which every due date is computed."""

from collections.abc import Iterable

from ledger.domain.clocks.policy import POLICY
from ledger.domain.clocks.rows import Row
from ledger.domain.clocks.statute import STATUTE
from ledger.domain.codes import ClockUnit

UNITS = {
    ClockUnit.DAYS: "days",
    ClockUnit.WORKING_DAYS: "working days",
    ClockUnit.HOURS: "hours",
    ClockUnit.YEARS: "years",
}


def clocks() -> str:
    """Return both tables: that of the law, and that of policy."""
    return "\n\n".join(
        (
            "## Set by law",
            _table(STATUTE.values()),
            "## Set by policy",
            _table(POLICY.values()),
        )
    )


def _table(rows: Iterable[Row]) -> str:
    lines = [
        "| clock | length | last day | a lapse | may be extended by | source | mark | active |",
        "|---|---|---|---|---|---|---|---|",
    ]
    return "\n".join([*lines, *map(_row, rows)])


def _row(row: Row) -> str:
    effects = ", ".join(f"`{effect.value}`" for effect in row.effects) or "changes nothing"
    cells = (
        f"`{row.code}`",
        _length(row),
        "moves off holidays" if row.period.roll.value == "person" else "stands",
        effects,
        _extender(row),
        row.source,
        row.mark.value.replace("_", " "),
        "yes" if row.active else "no",
    )
    return "| " + " | ".join(cells) + " |"


def _length(row: Row) -> str:
    unit = UNITS[row.period.unit]
    length = f"{row.period.length} {unit.removesuffix('s') if row.period.length == 1 else unit}"
    if not row.fixed:
        return length
    return f"as stated, at least {length}" if row.period.length else "as stated"


def _extender(row: Row) -> str:
    extends = row.extends
    if extends is None:
        return "nobody"
    roles = ", ".join(role.value for role in extends.roles)
    if extends.freely:
        return f"{roles}: freely, in the person's favour"
    return f"{roles}: once" + ("" if extends.most is None else f", by at most {extends.most}")
