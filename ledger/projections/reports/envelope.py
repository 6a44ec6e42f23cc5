"""The form of every report: rows with intervals, exclusions counted, bound to a checkpoint, with its digests.

The JSON Schema of the envelope rejects a rate without an interval and a hidden row that shows something.
What it cannot say is checked here before a report leaves.
"""

import hashlib
import re
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any, Final, NamedTuple, TypeAlias

import rfc8785

from ledger.projections.errors import ReportError
from ledger.projections.reports.vocabulary import FLAGS

Json: TypeAlias = dict[str, Any]

HIDDEN_WITH_N: Final = (
    "num",
    "expected",
    "estimate",
    "interval",
    "shrunk",
    "shrunk_interval",
    "z",
    "p",
    "q",
    "limits",
    "rank_interval",
    "extra",
    "evidence",
)
"""Each of these can give a hidden count away."""
_INSTANT: Final = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d{3})?Z", re.ASCII)


class Snapshot(NamedTuple):
    """The checkpoint that a report is bound to.

    ``size`` entries were read, the last recorded at ``known_as_of`` (UTC, RFC 3339); ``root`` is base64.
    """

    origin: str
    size: int
    root: str
    known_as_of: str


def check_snapshot(snapshot: Snapshot) -> None:
    """Check that the checkpoint can be one.

    Raises:
        ReportError: ``snapshot_invalid``: no origin, a negative size, or a time that is not RFC 3339 in UTC.
    """
    form = bool(_INSTANT.fullmatch(snapshot.known_as_of))
    if form:
        try:
            datetime.fromisoformat(snapshot.known_as_of)
        except ValueError:
            form = False
    if not (form and snapshot.origin and snapshot.size >= 0):
        raise ReportError("snapshot_invalid", "the checkpoint of the report is not complete")


def interval(lo: float | None, hi: float | None, level: float, method: str) -> Json:
    """Return an interval as the envelope holds it."""
    return {"lo": lo, "hi": hi, "level": level, "method": method}


def hidden_row(key: str) -> Json:
    """Return the row of a unit of which nothing may be said."""
    return {"key": key, "n": None, "estimate": None, "interval": None, "suppressed": True, "flags": []}


def check_row(row: Mapping[str, Any], *, evidence: bool) -> None:
    """Check what the schema cannot say of one row.

    Args:
        row: A row of the envelope.
        evidence: Whether the tier of this issue may show log indices.

    Raises:
        ReportError: The row shows what is hidden, or its numbers contradict each other.
    """
    if row["suppressed"] and any(row.get(name) is not None for name in ("n", *HIDDEN_WITH_N)):
        raise ReportError("row_reveals", "a hidden row carries something that gives its count away")
    if (row.get("shrunk") is None) != (row.get("shrunk_interval") is None):
        raise ReportError("row_interval", "a shrunken rate and its interval belong together")
    for name in ("interval", "shrunk_interval"):
        if row.get(name) is not None:
            _check_interval(row[name], row["estimate"] if name == "interval" else row["shrunk"])
    if row.get("num") is not None and row["n"] is not None and row["num"] > row["n"]:
        raise ReportError("row_counts", "a part is larger than its whole")
    ranks = row.get("rank_interval")
    if ranks is not None and ranks[0] > ranks[1]:
        raise ReportError("row_interval", "a rank interval ends before it begins")
    if "evidence" in row and not evidence:
        raise ReportError("row_evidence", "this issue may not show log indices")
    if not set(row["flags"]) <= set(FLAGS):
        raise ReportError("row_flag", "a flag is not of the list")


def _check_interval(bounds: Mapping[str, Any], estimate: float | None) -> None:
    lo, hi = bounds["lo"], bounds["hi"]
    if lo is None and hi is None:
        raise ReportError("row_interval", "an interval without any bound says nothing")
    if estimate is None:
        return
    if (lo is not None and lo > estimate) or (hi is not None and hi < estimate):
        raise ReportError("row_interval", "an estimate lies outside its interval")


def check_envelope(envelope: Mapping[str, Any], *, evidence: bool) -> None:
    """Check a whole report before it leaves.

    Raises:
        ReportError: A row breaks ``check_row``, rows do not stand in the order of their keys
            (``rows_order``), a caveat lacks a language, or there is none.
    """
    keys = [str(row["key"]) for row in envelope["rows"]]
    if keys != sorted(keys):
        raise ReportError("rows_order", "rows stand in the order of their keys, never in one that ranks them")
    for row in (envelope["overall"], *envelope["rows"]):
        check_row(row, evidence=evidence)
    if not envelope["caveats"]:
        raise ReportError("caveat_missing", "a report without a caveat does not leave")
    for caveat in envelope["caveats"]:
        if not all(caveat["text"].get(language) for language in ("th", "en")):
            raise ReportError("caveat_missing", "a caveat must speak Thai and English")


def result_digest(envelope: Mapping[str, Any]) -> str:
    """Return the SHA-256, in hex, over the canonical form of the envelope without ``reproduce``."""
    bare = {name: value for name, value in envelope.items() if name != "reproduce"}
    return hashlib.sha256(rfc8785.dumps(bare)).hexdigest()


def exclusions(counts: Iterable[tuple[str, int | str]]) -> list[Json]:
    """Return the exclusions that are not zero, in the order given."""
    return [{"reason": reason, "n": n} for reason, n in counts if n]
