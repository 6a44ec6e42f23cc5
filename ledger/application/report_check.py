"""A report that somebody brings is computed again from this copy of the log, and compared."""

import math
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from typing import Any, Final, NamedTuple, TypeAlias

from ledger.application.replies import with_replies
from ledger.domain.directory import RegistryState
from ledger.projections.errors import ReportError
from ledger.projections.reports.asking import Params
from ledger.projections.reports.envelope import Json, result_digest

CLOSE: Final = 1e-5
"""Relative: a value on a rounding edge may come out otherwise on another machine, with equal facts."""
Recompute: TypeAlias = Callable[[str, Params, int], Json]
"""From name, question and size of the checkpoint to the report as this log gives it."""


class Checked(NamedTuple):
    """What the comparison found.

    ``equal``: the same digest, to the bit; or the same facts and no value that differs by more than rounding
    (``close``). ``differing`` names at most ten members that differ, as paths.
    """

    equal: bool
    close: bool
    differing: tuple[str, ...]


def check_report(
    brought: Json, recompute: Recompute, registry: RegistryState, notes: Sequence[bytes] = ()
) -> Checked:
    """Compare a report with what this log gives at the same checkpoint.

    Args:
        brought: The report, as it was issued.
        recompute: Computes it from this log.
        registry: For the keys of replies.
        notes: The replies that the report marks.

    Raises:
        ReportError: ``report_unreadable``: this is no report. ``report_altered``: its digest is not that of
            what it says. ``report_other_log``: this log is another, or had another root at that size. And as
            ``with_replies``.
    """
    name, params, size = _question(brought)
    if result_digest(brought) != brought.get("reproduce", {}).get("result_digest"):
        raise ReportError("report_altered", "the report does not say what its digest is of; it was altered")
    here = with_replies(recompute(name, params, size), notes, registry)
    snapshot, own = brought["snapshot"], here["snapshot"]
    if (snapshot["origin"], snapshot["root_hash"]) != (own["origin"], own["root_hash"]):
        raise ReportError("report_other_log", "the report is of another log than this one")
    theirs, ours = brought["reproduce"], here["reproduce"]
    same = theirs["result_digest"] == ours["result_digest"]
    differing = () if same else tuple(_differing(brought | {"reproduce": 0}, here | {"reproduce": 0}, ""))
    equal = not differing and theirs["facts_digest"] == ours["facts_digest"]
    return Checked(equal, equal and not same, differing[:10])


def _question(brought: Json) -> tuple[str, Params, int]:
    """Return how the report was asked."""
    try:
        asked = brought["method"]["params"]
        start, end = [date.fromisoformat(day) for day in asked["window"]] or (None, None)
        params = Params(
            population=asked["population"],
            unit=brought["unit"],
            tier=asked["tier"],
            valid_from=start,
            valid_to=end,
            source=asked["source"],
        )
        return brought["report"], params, int(brought["snapshot"]["tree_size"])
    except (KeyError, TypeError, ValueError, IndexError) as error:
        raise ReportError("report_unreadable", "this is no report, or it lacks how it was asked") from error


def _differing(one: Any, other: Any, path: str) -> Iterator[str]:  # noqa: ANN401 - JSON
    """Yield the paths of what differs by more than rounding."""
    if isinstance(one, dict) and isinstance(other, dict):
        for name in sorted({*one, *other}):
            yield from _differing(one.get(name), other.get(name), f"{path}/{name}")
    elif isinstance(one, list) and isinstance(other, list) and len(one) == len(other):
        for place, pair in enumerate(zip(one, other, strict=True)):
            yield from _differing(*pair, f"{path}/{place}")
    elif isinstance(one, float) and isinstance(other, float | int):
        if not math.isclose(one, other, rel_tol=CLOSE):
            yield path
    elif one != other:
        yield path
