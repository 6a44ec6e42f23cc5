"""R11: how groups of people fare, each against the rest. It shows a difference and never its cause."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import Final, NamedTuple, TypeAlias

from ledger.projections.reports.asking import Params
from ledger.projections.reports.assembly import Body, Report
from ledger.projections.reports.disclosure_control import SMALLEST
from ledger.projections.reports.envelope import Json, Snapshot, hidden_row, interval
from ledger.projections.reports.facts import Facts
from ledger.projections.reports.folds.groups import ERASED, GROUP, KNOWN, PERSON, SHAPES, STRATA
from ledger.projections.reports.numbers import ratio, rounded
from ledger.projections.reports.selection import ALL, ALL_IMPORTED, belongs, cells, window_of
from ledger.projections.reports.shares import SMALL, share_row
from ledger.projections.reports.vocabulary import IMPORTED, UNKNOWN
from ledger.projections.statistics.discovery import false_discovery
from ledger.projections.statistics.disparity import Compared, difference, risk_ratio
from ledger.projections.statistics.strata import Table, mantel_haenszel

TITLE: Final = {
    "th": "ความต่างของคำสั่งที่เป็นผลร้ายระหว่างกลุ่มบุคคล",
    "en": "Adverse decisions by group of people",
}
DEFINITIONS: Final = {
    ALL: "matured decisions signed by their makers, about persons of whom the vault tells a group",
    ALL_IMPORTED: "every decision of an imported register about persons of whom the vault tells a group",
}
SOURCES: Final = [
    "Katz et al. 1978, Biometrics 34:469",
    "Newcombe 1998, Stat Med 17:873",
    "Mantel and Haenszel 1959; Robins, Breslow and Greenland 1986",
    "Benjamini and Hochberg 1995",
    "GAO-04-14, 2003: the wording on unmeasured need",
]
MERGED: Final = "others_merged"
NOBODY: Final = frozenset({UNKNOWN, ERASED})
Cell: TypeAlias = tuple[str, str, str]
"""A like case: place, version of the rules, quarter."""


class Group(NamedTuple):
    """Decisions and adverse ones among them, by like case."""

    n: Counter[Cell]
    adverse: Counter[Cell]

    @property
    def sums(self) -> tuple[int, int]:
        """Return adverse decisions and all decisions."""
        return self.adverse.total(), self.n.total()


Groups: TypeAlias = dict[str, Group]


def build(facts: Facts, params: Params, _snapshot: Snapshot) -> Body:
    """Return what R11 finds."""
    found, months = _groups(facts, params)
    persons = found.pop(PERSON, {})
    rows: list[Json] = []
    for stratum in STRATA:
        groups = merged({name: one for name, one in found.get(stratum, {}).items() if name not in NOBODY})
        rows += _rows(stratum, groups)
    _with_q(rows)
    known = persons.get(KNOWN, Group(Counter(), Counter()))
    overall = share_row("overall", known.sums[1], known.sums[0])
    overall["extra"] = {"family": _family(rows), "untold": _untold(found)}
    codes = {"UNMEASURED_NEED", "ADVISORY"}
    codes |= {"IMPORTED"} if params.population == ALL_IMPORTED else set()
    codes |= {"LOW_N"} if any("LOW_N" in row["flags"] for row in rows) else set()
    codes |= {"SIMPSON"} if any(map(_turns, rows)) else set()
    codes |= {"ERASED"} if ERASED in persons else set()
    codes |= {"NO_VAULT"} if UNKNOWN in persons and KNOWN not in persons else set()
    excluded = _excluded(facts, params)
    excluded += [(name, persons[name].sums[1]) for name in (UNKNOWN, ERASED) if name in persons]
    return Body(
        window=window_of(months, params),
        included=known.sums[1],
        excluded=excluded,
        method={
            "id": "M22+M12+M08",
            "params": {
                "against": "the rest of whom the stratum is known",
                "like": "place x version of the rules x quarter",
                "merged": "groups of 1 to 10",
            },
            "sources": list(SOURCES),
        },
        overall=overall,
        rows=sorted(rows, key=lambda row: str(row["key"])),
        caveats=codes,
    )


def _groups(facts: Facts, params: Params) -> tuple[dict[str, Groups], set[str]]:
    """Return the decisions that are counted, by stratum and group, and their months."""
    found: dict[str, Groups] = defaultdict(dict)
    months: set[str] = set()
    for key, counts in cells(facts, GROUP, params):
        if counts["counted"]:
            months.add(key["month"])
            one = found[key["stratum"]].setdefault(key["group"], Group(Counter(), Counter()))
            like = key["place"], key["rule"], quarter(key["month"])
            one.n[like] += counts["counted"]
            one.adverse[like] += counts["adverse"]
    return found, months


def quarter(month: str) -> str:
    """Return the quarter of a month; empty for an unknown one.

    >>> quarter("2026-06"), quarter("")
    ('2026-Q2', '')
    """
    return f"{month[:4]}-Q{(int(month[5:7]) + 2) // 3}" if month else ""


def merged(groups: Mapping[str, Group]) -> Groups:
    """Return the groups with those of 1 to 10 decisions as one; it takes in the next smallest if need be."""
    ordered = sorted(groups.items(), key=lambda item: (item[1].sums[1], item[0]))
    small = Group(Counter(), Counter())
    while ordered and (ordered[0][1].sums[1] < SMALLEST or 0 < small.sums[1] < SMALLEST):
        _, one = ordered.pop(0)
        small.n.update(one.n)
        small.adverse.update(one.adverse)
    return dict(ordered) | ({MERGED: small} if small.sums[1] else {})


def _rows(stratum: str, groups: Groups) -> Iterator[Json]:
    for name, group in sorted(groups.items()):
        rest = [other for key, other in groups.items() if key != name]
        if group.sums[1] < SMALLEST:
            yield hidden_row(f"{stratum}/{name}")
        else:
            yield _row(f"{stratum}/{name}", group, rest)


def _row(key: str, group: Group, rest: Iterable[Group]) -> Json:
    """Return a group against the rest: ``estimate`` is the ratio of rates, ``p`` that of like cases."""
    others = Group(Counter(), Counter())
    for one in rest:
        others.n.update(one.n)
        others.adverse.update(one.adverse)
    (x1, n1), (x2, n2) = group.sums, others.sums
    risk, apart = risk_ratio(x1, n1, x2, n2), difference(x1, n1, x2, n2)
    like = mantel_haenszel([_table(group, others, cell) for cell in sorted({*group.n, *others.n})])
    crude = mantel_haenszel([Table(x1, n1 - x1, x2, n2 - x2)])
    row = share_row(key, n1, x1)
    told = risk.estimate is not None and risk.interval is not None
    row["estimate"] = rounded(risk.estimate) if told else None
    row["interval"] = _bounds(risk, "katz") if told else None
    row["p"] = rounded(like.p)
    row["flags"] = ["LOW_N"] if min(n1, n2) < SMALL else []
    row["extra"] = {
        "rate": ratio(x1, n1),
        "rest_n": n2,
        "rest_num": x2,
        "rest_rate": ratio(x2, n2),
        "difference": _told(apart),
        "crude": {**_told(Compared(crude.odds_ratio, crude.interval)), "p": rounded(crude.p)},
        "like": {**_told(Compared(like.odds_ratio, like.interval)), "p": rounded(like.p)},
    }
    return row


def _table(group: Group, others: Group, cell: Cell) -> Table:
    a, c = group.adverse[cell], others.adverse[cell]
    return Table(a, group.n[cell] - a, c, others.n[cell] - c)


def _bounds(compared: Compared, name: str) -> Json | None:
    if compared.interval is None:
        return None
    return interval(rounded(compared.interval.lo), rounded(compared.interval.hi), 0.95, name)


def _told(compared: Compared) -> Json:
    """Return an estimate with its bounds; without bounds no estimate leaves."""
    if compared.interval is None:
        return {"estimate": None, "lo": None, "hi": None}
    lo, hi = compared.interval
    return {"estimate": rounded(compared.estimate), "lo": rounded(lo), "hi": rounded(hi)}


def _turns(row: Json) -> bool:
    """Return whether crude and adjusted odds lie on different sides of 1, and both intervals exclude it."""
    extra = row.get("extra")
    if not extra or extra["crude"]["lo"] is None or extra["like"]["lo"] is None:
        return False
    (low, high), (other_low, other_high) = (
        (extra[name]["lo"], extra[name]["hi"]) for name in ("crude", "like")
    )
    return bool((low > 1 and other_high < 1) or (high < 1 and other_low > 1))


def _p_values(rows: Iterable[Json]) -> list[tuple[Json, float]]:
    """Return crude and adjusted test of every group, each with the place where its q is written."""
    tests = [row["extra"][name] for row in rows if row.get("extra") for name in ("crude", "like")]
    return [(test, test["p"]) for test in tests if test["p"] is not None]


def _with_q(rows: list[Json]) -> None:
    """Write q into the rows; the family is all groups of all strata, crude and adjusted."""
    tests = _p_values(rows)
    for (test, _), q in zip(tests, false_discovery([p for _, p in tests]), strict=True):
        test["q"] = rounded(q)
    for row in rows:
        if row.get("extra"):
            row["q"] = row["extra"]["like"].get("q")


def _family(rows: list[Json]) -> int:
    return len(_p_values(rows))


def _untold(found: Mapping[str, Groups]) -> Json:
    """Return by stratum how many decisions are about persons of whom it is unknown or erased."""
    return {
        stratum: {name: found[stratum][name].sums[1] for name in sorted(NOBODY) if name in found[stratum]}
        for stratum in STRATA
        if stratum in found
    }


def _excluded(facts: Facts, params: Params) -> list[tuple[str, int]]:
    """Return why decisions are not counted at all, whoever they are about."""
    out: Counter[str] = Counter()
    for key, counts in facts.cube(GROUP).records():
        if key["stratum"] != PERSON or not params.asks_for(key["month"]):
            continue
        if not belongs(key, params):
            out["historical"] += counts["n"] if key["origin"] == IMPORTED else 0
            continue
        apart = {name: counts[name] for name in ("appeal_pending", "no_notice", "stay")}
        out.update(apart | {"not_matured": counts["n"] - counts["counted"] - sum(apart.values())})
    return [
        (name, out[name]) for name in ("not_matured", "appeal_pending", "no_notice", "stay", "historical")
    ]


R11: Final = Report(
    name="R11",
    version="1",
    title=TITLE,
    shapes=SHAPES,
    units=("group",),
    populations=DEFINITIONS,
    tiers=("oversight",),
    build=build,
)
"""Groups against the rest, crude and among like cases."""
