"""What the public is shown leaves every hidden count anywhere between 0 and 10, whatever is subtracted."""

from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog  # type: ignore[import-untyped]  # scipy ships no type information

from ledger.projections.errors import ReportError
from ledger.projections.reports import disclosure_control
from ledger.projections.reports.asking import Params
from ledger.projections.reports.assembly import Origin, write
from ledger.projections.reports.disclosure_control import SMALLEST, rounded_count
from ledger.projections.reports.envelope import Snapshot
from ledger.projections.reports.folds.decisions import fold_facts
from ledger.projections.reports.r01 import R01
from ledger.projections.reports.vocabulary import IMPORTED
from tests.projections.decisions_made import caseload

SNAPSHOT = Snapshot("ledger.example.org/2026", 90_211, "A" * 43 + "=", "2026-11-22T03:04:06.123Z")
JANUARY = {"valid_from": date(2026, 1, 1), "valid_to": date(2026, 2, 1)}
Sizes = dict[str, tuple[int, int]]


def issue(sizes: Sizes, **params: Any) -> dict[str, Any]:
    decisions = [item for unit, (n, num) in sizes.items() for item in caseload(unit, n, num)]
    asked = Params(**({"unit": "office", "tier": "public"} | JANUARY | params))
    return write(R01, fold_facts(decisions), asked, SNAPSHOT, Origin("phayan report R01", "0"))


class Attack:
    """A linear program over what is shown: unknown whole and part of each unit, in each of some issues."""

    def __init__(self, issues: list[dict[str, Any]]) -> None:
        self.keys = [(number, row["key"]) for number, one in enumerate(issues) for row in one["rows"]]
        self.upper: list[tuple[dict[int, float], float]] = []
        for number, one in enumerate(issues):
            for row in one["rows"]:
                n, num = self.at(number, row["key"], 0), self.at(number, row["key"], 1)
                self.upper.append(({num: 1.0, n: -1.0}, 0.0))
                if not row["suppressed"]:
                    self._between({n: 1.0}, row["n"])
                    self._between({num: 1.0}, row["num"])
            if not one["overall"]["suppressed"] and one.get("of_all"):
                for part, name in ((0, "n"), (1, "num")):
                    terms = {self.at(number, row["key"], part): 1.0 for row in one["rows"]}
                    self._between(terms, one["overall"][name])
        for number, key in self.keys:  # a log only grows
            if number and (number - 1, key) in self.keys:
                self.upper.append(({self.at(number - 1, key, 0): 1.0, self.at(number, key, 0): -1.0}, 0.0))

    def at(self, number: int, key: str, part: int) -> int:
        return 2 * self.keys.index((number, key)) + part

    def _between(self, terms: dict[int, float], shown: int) -> None:
        """A shown count stands for every count that is rounded to it."""
        meant = [count for count in range(max(0, shown - 8), shown + 8) if rounded_count(count) == shown]
        self.upper.append((terms, float(max(meant))))
        self.upper.append(({place: -value for place, value in terms.items()}, -float(min(meant))))

    def range(self, terms: dict[int, float]) -> tuple[float, float]:
        """Return between which values ``terms`` must lie; without bound above: 1,000,000."""
        width = 2 * len(self.keys)
        rows = [[terms_.get(place, 0.0) for place in range(width)] for terms_, _ in self.upper]
        found = []
        for sign in (1.0, -1.0):
            cost = [sign * terms.get(place, 0.0) for place in range(width)]
            solved = linprog(cost, A_ub=rows, b_ub=[most for _, most in self.upper], bounds=(0, 1e6))
            found.append(sign * solved.fun)
        return found[0], found[1]

    def exposed(self, number: int, key: str, true: tuple[int, int]) -> bool:
        """Return whether a count of 1 to 10 of a hidden row cannot be just anything from 0 to 10."""
        n, num = self.at(number, key, 0), self.at(number, key, 1)
        cells = (({n: 1.0}, true[0]), ({num: 1.0}, true[1]), ({n: 1.0, num: -1.0}, true[0] - true[1]))
        ranges = [self.range(terms) for terms, count in cells if 0 < count < SMALLEST]
        return any(least > 0 or most < SMALLEST - 1 for least, most in ranges)


def exposed(*issues: tuple[Sizes, dict[str, Any]]) -> list[tuple[int, str]]:
    """Return the hidden rows, by number of the issue and key, of which the issues together tell too much."""
    attack = Attack([report for _, report in issues])
    return [
        (number, row["key"])
        for number, (sizes, report) in enumerate(issues)
        for row in report["rows"]
        if row["suppressed"] and attack.exposed(number, row["key"], sizes[row["key"].removeprefix("office/")])
    ]


size = st.integers(1, 60).flatmap(lambda n: st.tuples(st.just(n), st.integers(0, n)))
offices = st.dictionaries(st.sampled_from("abcdefg"), size, min_size=1, max_size=5)


@given(offices)
@settings(max_examples=40, deadline=None)
def test_a_hidden_count_may_be_anything_from_nothing_to_ten(sizes: Sizes) -> None:
    report = issue(sizes)

    for row in report["rows"]:
        n, num = sizes[row["key"].removeprefix("office/")]
        assert row["suppressed"] == any(0 < count < SMALLEST for count in (n, num, n - num))
        assert row["suppressed"] or row["n"] % 5 == row["num"] % 5 == 0
        assert not {"extra", "evidence"} & row.keys()
    assert exposed((sizes, report)) == []


@given(offices, st.dictionaries(st.sampled_from("abcdefg"), st.integers(0, 15)))
@settings(max_examples=40, deadline=None)
def test_two_issues_of_one_month_tell_no_more_than_each(sizes: Sizes, later: dict[str, int]) -> None:
    grown = {unit: (n + later.get(unit, 0), num) for unit, (n, num) in sizes.items()}

    assert exposed((sizes, issue(sizes)), (grown, issue(grown))) == []


def test_a_total_over_all_rows_would_give_a_hidden_row_away() -> None:
    """The control: what is shown is the total of the shown rows, and with that of all the attack succeeds."""
    sizes = {"a": (10, 0), "b": (400, 40), "c": (300, 30)}
    report = issue(sizes)
    assert report["overall"]["n"] == 700
    assert report["population"]["included"] == 700

    of_all = report | {"of_all": True, "overall": report["overall"] | {"n": 710, "num": 70}}
    assert exposed((sizes, of_all)) == [(0, "office/a")]


def test_a_small_row_that_is_shown_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    """The control: a control that hides nothing shows a count of 1 to 10."""
    monkeypatch.setattr(disclosure_control, "SMALLEST", 0)

    (row,) = issue({"a": (40, 3)})["rows"]
    assert not row["suppressed"]


@pytest.mark.parametrize(
    "window",
    [
        {"valid_from": date(2026, 1, 1), "valid_to": date(2026, 3, 1)},  # two months, less one, is the other
        {"valid_from": date(2026, 11, 1), "valid_to": date(2026, 12, 1)},  # still grows
        {"valid_from": date(2027, 1, 1), "valid_to": date(2027, 2, 1)},
    ],
)
def test_the_public_sees_one_month_that_is_over(window: dict[str, date]) -> None:
    with pytest.raises(ReportError) as caught:
        issue({"a": (40, 20)}, **window)
    assert caught.value.code == "window_public"


def test_a_part_is_hidden_if_its_whole_would_tell_the_rest(monkeypatch: pytest.MonkeyPatch) -> None:
    """Adverse decisions are a part of all of them, and both are issued for the public."""
    grants = caseload("a", 6, 3, result="grant")
    facts = fold_facts([*caseload("a", 200, 100), *grants, *caseload("b", 200, 100)])

    def shown(population: str) -> dict[str, int | None]:
        asked: dict[str, Any] = {"population": population, "unit": "office", "tier": "public"} | JANUARY
        report = write(R01, facts, Params(**asked), SNAPSHOT, Origin("phayan report R01", "0"))
        return {row["key"]: row["n"] for row in report["rows"]}

    assert shown("all") == {"office/a": 205, "office/b": 200}
    assert shown("adverse") == {"office/a": None, "office/b": 200}

    monkeypatch.setattr("ledger.projections.reports.reversals.WHOLES", {})
    assert shown("adverse")["office/a"] == 200  # the control: 205 less 200 tells of six grants


def test_the_public_is_not_told_how_many_the_other_population_has() -> None:
    """The rows of an imported register are shown elsewhere: with their total the hidden one follows."""
    old = [*caseload("a", 10, 0, origin=IMPORTED), *caseload("b", 400, 40, origin=IMPORTED)]
    asked = {"unit": "office", "tier": "public"} | JANUARY

    def of(**params: Any) -> dict[str, Any]:
        at = Origin("phayan report R01", "0")
        return write(R01, fold_facts(old), Params(**(asked | params)), SNAPSHOT, at)

    shown = of(population="all_imported")
    assert [row["key"] for row in shown["rows"] if row["suppressed"]] == ["office/a"]
    assert of()["population"]["excluded"] == []
    exact = of(tier="oversight")["population"]["excluded"]
    assert exact == [{"reason": "historical", "n": 410}]  # the control: less 400, that is the hidden row


def test_the_public_sees_the_last_month_unless_it_asks_for_another() -> None:
    report = issue({"a": (40, 20)}, valid_from=None, valid_to=None)

    assert (report["window"]["valid_from"], report["window"]["valid_to"]) == ("2026-10-01", "2026-11-01")
    assert report["rows"] == []
