"""The table of fact cubes, made from the shapes that the folds fill and the reports read."""

from ledger.projections.reports.catalogue import REPORTS
from ledger.projections.reports.cubes import Shape
from ledger.projections.reports.folding import FOLDS


def cubes() -> str:
    """Return every cube with its key, its counts and who reads it; ``*`` marks what needs the vault."""
    lines = ["| cube | key | counts | read by |", "|---|---|---|---|"]
    shapes = sorted((shape, one.vault) for one in FOLDS for shape in one.shapes if shape.counts)
    return "\n".join([*lines, *(_row(shape, vault=vault) for shape, vault in shapes)])


def _row(shape: Shape, *, vault: bool) -> str:
    readers = ", ".join(name for name, report in REPORTS.items() if shape in report.shapes)
    name = f"`{shape.name}`{' *' if vault else ''}"
    return f"| {name} | {', '.join(shape.keys)} | {', '.join(shape.counts)} | {readers} |"
