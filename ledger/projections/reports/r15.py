"""R15: the verifiable random audit: how many decisions are wrong that nobody contested.

Rows are strata; the whole is the estimate of the newest audit. Given how many were drawn the draw is a
simple random sample, so a stratum counts N x/m; x den/num varies with the luck of m and is a cross-check.
"""

from typing import Final

from ledger.domain.audit.events import AuditPurpose
from ledger.projections.reports.asking import Params
from ledger.projections.reports.assembly import Body, Report
from ledger.projections.reports.audited import Audited, Part, audits, bounds, told, weigh
from ledger.projections.reports.envelope import Json, Snapshot, interval
from ledger.projections.reports.facts import Facts
from ledger.projections.reports.folds.audits import SHAPES
from ledger.projections.reports.numbers import ratio, rounded
from ledger.projections.reports.selection import ALL, window_of
from ledger.projections.statistics.intervals import wilson

TITLE: Final = {
    "th": "การสุ่มตรวจที่ใครก็ตรวจซ้ำได้",
    "en": "Verifiable random audit",
}
DEFINITIONS: Final = {
    ALL: "the cases of every frame that was sealed; the whole is the newest audit's estimate",
    AuditPurpose.DECISION.value: "the cases of frames sealed to audit decisions",
    AuditPurpose.REFUSAL.value: "the cases of frames sealed to audit refusals",
    AuditPurpose.ATTESTATION.value: "the cases of frames sealed to audit attestations",
    AuditPurpose.REMEDY.value: "the cases of frames sealed to audit remedies",
    AuditPurpose.CALLBACK.value: "the cases of frames sealed to call people back",
}
SOURCES: Final = ["Cochran 1977", "Manski 1989", "Zou and Donner 2008, Stat Med 27:1693"]
FEWEST: Final = 2
"""Answers below which a sample has no spread."""


def build(facts: Facts, params: Params, _snapshot: Snapshot) -> Body:
    """Return what R15 finds."""
    found = [one for one in audits(facts, params) if params.population in (ALL, one.purpose)]
    rows = [_row(audited, part) for audited in found for part in audited.parts]
    overall = _overall(found[-1]) if found else _nothing()
    return Body(
        window=window_of((one.month for one in found), params),
        included=sum(part.counts["frame"] for one in found for part in one.parts),
        excluded=_excluded(found),
        method=_method(),
        overall=overall,
        rows=sorted(rows, key=lambda row: str(row["key"])),
        caveats=_caveats([*rows, overall], found),
    )


def _row(audited: Audited, part: Part) -> Json:
    """Return a stratum: of those that somebody could judge, how many were wrong."""
    n, wrong, counts = part.answered, part.counts["wrong"], part.counts
    enough = part.whole or n >= FEWEST
    around = None
    if n and part.whole:
        around = interval(ratio(wrong, n), ratio(wrong, n), 0.95, "every case was judged")
    elif enough:
        limits = wilson(wrong, n)
        around = interval(rounded(limits.lo), rounded(limits.hi), 0.95, "wilson")
    return {
        "key": f"{audited.audit} {part.name}",
        "n": n,
        "num": wrong,
        "estimate": ratio(wrong, n) if enough else None,
        "interval": around,
        "suppressed": False,
        "flags": [] if enough else ["LOW_N"],
        "extra": {
            "label": dict.fromkeys(("th", "en"), f"{part.name} {audited.month}"),
            "purpose": audited.purpose,
            "part": part.part,
            "rate": f"{part.num}/{part.den}",
            "frame": counts["frame"],
            "drawn": None if counts["unsettled"] else counts["drawn"],
            "right": counts["right"],
            "wrong": wrong,
            "no_answer": None if counts["unsettled"] else counts["no_answer"],
            "wrong_in_frame": rounded(counts["frame"] * wrong / n) if n and enough else None,
            "cross_check": rounded(wrong * part.den / part.num) if part.num and enough else None,
            "answers": _answers(part),
            "bounds": [
                ratio(wrong, counts["frame"]),
                ratio(counts["frame"] - counts["right"], counts["frame"]),
            ],
        },
        "evidence": list(part.evidence),
    }


def _answers(part: Part) -> list[float | None] | None:
    """Return the share that is wrong if all who gave no answer were right, and if all were wrong."""
    wrong, silent, drawn = (part.counts[name] for name in ("wrong", "no_answer", "drawn"))
    if part.counts["unsettled"] or not drawn:
        return None
    return [ratio(wrong, drawn), ratio(wrong + silent, drawn)]


def _overall(audited: Audited) -> Json:
    """Return the estimate of an audit over all its cases, appealed or not."""
    n = sum(part.counts["frame"] for part in audited.parts)
    weighed = weigh(audited)
    row = _nothing() | {"n": n}
    row["extra"] = {
        "audit": audited.audit,
        "purpose": audited.purpose,
        "settled": audited.settled,
        "appealed": sum(part.counts["frame"] for part in audited.appealed),
        "overturned": sum(part.counts["wrong"] for part in audited.appealed),
    }
    if weighed is None:
        return row
    around = bounds(weighed.interval)
    if around is not None:
        row["estimate"] = rounded(weighed.estimate.rate)
        row["interval"] = interval(around[0], around[1], 0.95, weighed.method)
    else:
        row["flags"] = ["LOW_N"]
    row["extra"] |= told(weighed)
    if around is None:  # no number leaves without its interval
        row["extra"] |= {"total": None, "rate": None}
    return row


def _nothing() -> Json:
    return {
        "key": "overall",
        "n": 0,
        "num": None,
        "estimate": None,
        "interval": None,
        "suppressed": False,
        "flags": [],
    }


def _excluded(found: list[Audited]) -> list[tuple[str, int]]:
    reasons = {reason for one in found for reason in one.apart}
    out = [(f"finding_{reason}", sum(one.apart[reason] for one in found)) for reason in sorted(reasons)]
    unsettled = sum(part.counts["unsettled"] for one in found for part in one.parts)
    return [*out, ("no_answer", _silent(found)), ("strata_unsettled", unsettled)]


def _silent(found: list[Audited]) -> int:
    """Return how many cases were drawn and not reported, where the log tells how many were drawn."""
    parts = (part.counts for one in found for part in one.parts)
    return sum(counts["no_answer"] for counts in parts if not counts["unsettled"])


def _method() -> Json:
    return {
        "id": "M01+M27",
        "params": {
            "interval": "two-phase normal 0.95; wilson 0.95 in a stratum",
            "no_answer": "drawn and not reported",
        },
        "sources": list(SOURCES),
    }


def _caveats(rows: list[Json], found: list[Audited]) -> set[str]:
    codes = {"AUDIT"}
    if any("LOW_N" in row["flags"] for row in rows):
        codes.add("FEW_DRAWN")
    if _silent(found):
        codes.add("NON_RESPONSE")
    if not all(one.settled for one in found):
        codes.add("FRAME_FILE")
    return codes


R15: Final = Report(
    name="R15",
    version="1",
    title=TITLE,
    shapes=SHAPES,
    units=("national",),
    populations=DEFINITIONS,
    tiers=("oversight",),
    build=build,
)
