"""R10 and R11: groups against the rest and places against need, with those apart of whom nobody knows."""

import json
from collections import Counter
from collections.abc import Callable
from typing import Any

import pytest

from ledger.domain.codes import Result
from ledger.projections.reports import r10, r11
from ledger.projections.reports.answers import Answered
from ledger.projections.reports.case import Strata
from ledger.projections.reports.claims import Claim, Claims
from ledger.projections.reports.facts import Facts
from ledger.projections.reports.folds import groups
from ledger.projections.reports.folds.groups import GROUP
from ledger.projections.reports.r10 import R10, spread
from ledger.projections.reports.r11 import MERGED, R11, merged
from ledger.projections.statistics.disparity import difference, risk_ratio
from ledger.projections.statistics.strata import Table, mantel_haenszel
from tests.projections import histories
from tests.projections.histories import Log, actor, ref
from tests.reports.reported import check_schema, enrolled, facts_at, of_facts, row
from tests.reports.test_attested import JANUARY, NO, YES, told

Tell = Callable[[str], Strata]
IMPORTED: dict[str, Any] = {"population": "all_imported"}


class People:
    """A register in which claims are decided one by one, and what the vault tells of each person."""

    def __init__(self) -> None:
        self.log, self.told, self.size = enrolled(), dict[str, Strata](), 0

    def add(self, times: int, adverse: int, **strata: str) -> "People":
        """Decide claims of people of one kind: ``adverse`` of ``times`` are refused."""
        for number in range(times):
            self.size += 1
            stream = ref("claim", self.size)
            self.told[stream] = Strata(**strata)
            self.log.add(stream, histories.received())
            result = Result.REFUSE if number < adverse else Result.GRANT
            self.log.add(stream, histories.decided(result, official=actor(2)))
        return self

    def report(self, **asked: Any) -> dict[str, Any]:
        return of_facts(R11, self.facts(), **IMPORTED, **asked)

    def facts(self) -> Facts:
        return facts_at(self.log.recorded, strata=lambda name: self.told.get(name, Strata()))


def two() -> People:
    return People().add(40, 20, sex="female").add(60, 15, sex="male")


def test_a_group_stands_against_the_rest() -> None:
    envelope = two().report()
    female = row(envelope, "sex/female")

    risk, apart = risk_ratio(20, 40, 15, 60), difference(20, 40, 15, 60)
    assert female["estimate"] == pytest.approx(risk.estimate, rel=1e-5) == 2
    assert risk.interval is not None
    assert apart.interval is not None
    assert female["interval"]["lo"] == pytest.approx(risk.interval.lo, rel=1e-5)
    assert female["extra"]["difference"]["estimate"] == pytest.approx(0.25)
    assert female["extra"]["difference"]["hi"] == pytest.approx(apart.interval.hi, rel=1e-5)
    assert (female["n"], female["num"], female["extra"]["rest_n"]) == (40, 20, 60)
    assert "UNMEASURED_NEED" in {caveat["code"] for caveat in envelope["caveats"]}
    check_schema(envelope)


def test_like_is_compared_with_like() -> None:
    """In each place women and men fare alike; most women live where most are refused."""
    people = People()
    for place, women, men in (("100101", (60, 48), (20, 16)), ("100102", (20, 4), (60, 12))):
        people.add(*women, sex="female", place=place).add(*men, sex="male", place=place)
    extra = row(people.report(), "sex/female")["extra"]

    assert extra["crude"]["lo"] > 1
    assert extra["like"]["estimate"] == pytest.approx(1)
    tables = [Table(48, 12, 16, 4), Table(4, 16, 12, 48)]
    assert extra["like"]["p"] == pytest.approx(mantel_haenszel(tables).p, rel=1e-5)


def test_crude_and_adjusted_in_opposite_directions_are_told() -> None:
    people = People()
    for place, women, men in (("100101", (300, 210), (60, 54)), ("100102", (60, 3), (300, 60))):
        people.add(*women, sex="female", place=place).add(*men, sex="male", place=place)
    envelope = people.report()

    extra = row(envelope, "sex/female")["extra"]
    assert extra["crude"]["estimate"] > 1 > extra["like"]["estimate"]
    assert "SIMPSON" in {caveat["code"] for caveat in envelope["caveats"]}


def test_the_unknown_and_the_erased_are_in_no_group_and_in_no_rest() -> None:
    people = two().add(30, 30, sex="erased").add(20, 20)
    envelope = people.report()

    assert {one["key"] for one in envelope["rows"]} == {"sex/female", "sex/male"}
    assert row(envelope, "sex/female")["extra"]["rest_n"] == 60
    assert envelope["population"]["excluded"] == [
        {"reason": "unknown", "n": 20},
        {"reason": "erased", "n": 30},
    ]
    assert envelope["overall"]["extra"]["untold"]["sex"] == {"erased": 30, "unknown": 20}
    assert "ERASED" in {caveat["code"] for caveat in envelope["caveats"]}


def test_the_unknown_counted_into_a_group_is_found_out(monkeypatch: pytest.MonkeyPatch) -> None:
    people = two().add(30, 30, sex="erased").add(20, 20)
    monkeypatch.setattr(r11, "NOBODY", frozenset[str]())

    assert row(people.report(), "sex/female")["extra"]["rest_n"] == 110


def test_without_a_vault_nothing_is_compared_and_the_report_says_so() -> None:
    envelope = People().add(30, 10).report()

    assert (envelope["rows"], envelope["population"]["included"]) == ([], 0)
    assert "NO_VAULT" in {caveat["code"] for caveat in envelope["caveats"]}


def test_small_groups_are_one_and_never_shown_alone() -> None:
    people = People().add(40, 20, language="th").add(6, 3, language="my").add(5, 1, language="km")
    rows = {one["key"]: one for one in people.report()["rows"]}

    assert rows.keys() == {"language/th", f"language/{MERGED}"}
    assert rows[f"language/{MERGED}"]["n"] == 11


def test_a_merged_group_that_is_still_small_takes_in_the_next() -> None:
    def group(n: int) -> r11.Group:
        return r11.Group(Counter({("", "", ""): n}), Counter())

    assert {k: one.sums[1] for k, one in merged({"a": group(4), "b": group(20), "c": group(90)}).items()} == {
        "c": 90,
        MERGED: 24,
    }
    assert list(merged({"a": group(4)})) == [MERGED]


def test_the_last_small_group_is_hidden() -> None:
    (only,) = People().add(4, 2, sex="male").report()["rows"]
    assert (only["suppressed"], only["n"]) == (True, None)


def test_all_groups_are_one_family() -> None:
    people = People().add(40, 20, sex="female", age="18_34").add(60, 15, sex="male", age="60_79")
    envelope = people.report()

    assert envelope["overall"]["extra"]["family"] == 8
    assert all(one["q"] >= one["p"] for one in envelope["rows"])


def test_groups_are_for_oversight_alone() -> None:
    assert R11.tiers == ("oversight",)


def test_strata_are_never_crossed() -> None:
    people = People().add(3, 1, sex="female", age="18_34", language="my")
    cells = [key for key, _ in people.facts().cube(GROUP).records()]

    assert {(key["stratum"], key["group"]) for key in cells} == {
        ("person", "known"),
        ("sex", "female"),
        ("age", "18_34"),
        ("language", "my"),
        ("disability", "unknown"),
        ("migrant", "unknown"),
    }


def test_own_decisions_count_when_they_are_matured() -> None:
    log = enrolled()
    log.add(ref("claim", 1), histories.received(programme=histories.publish(log)))
    order = log.add(ref("claim", 1), histories.decided())
    facts = facts_at(log.recorded, strata=lambda _: Strata(sex="male"))
    assert of_facts(R11, facts)["population"]["excluded"] == [{"reason": "no_notice", "n": 1}]

    log.add(ref("claim", 1), histories.notified(order))
    facts = facts_at(log.recorded, strata=lambda _: Strata(sex="male"))
    assert of_facts(R11, facts)["population"]["included"] == 1


def test_facts_do_not_depend_on_the_order_of_cases() -> None:
    people = two()
    whole = people.facts()
    halves = Facts()
    for odd in (1, 0):
        entries = [
            one
            for one in people.log.recorded
            if not one.statement.stream.startswith("claim/") or int(one.statement.stream[-4:]) % 2 == odd
        ]
        halves.merge(facts_at(entries, strata=lambda name: people.told.get(name, Strata())))

    assert halves.digest(groups.SHAPES) == whole.digest(groups.SHAPES)
    assert people.report() == people.report()


def areas(*told_of: tuple[str, int, int, int]) -> Log:
    """Return a log of places: (area, claims, in need, granted); the needy are granted first."""
    log, number = enrolled(), 0
    for area, size, needy, granted in told_of:
        for place in range(size):
            number += 1
            stance = YES if place < needy else NO
            result = Result.GRANT if place < granted else Result.REFUSE
            told(log, number, stance, stance, result=result, area=area)
    return log


def test_grants_stand_against_attested_need() -> None:
    log = areas(("1001", 20, 10, 10), ("1002", 20, 10, 5), ("2001", 20, 5, 10))
    envelope = of_facts(R10, facts_at(log.recorded), unit="amphoe")

    rates = {one["key"]: one["estimate"] for one in envelope["rows"]}
    assert rates == {"1001": 1, "1002": 0.5, "2001": 2}
    assert {one["interval"]["method"] for one in envelope["rows"]} == {"byar"}
    extra = envelope["overall"]["extra"]
    assert [len(extra["lorenz"]), extra["lorenz"][0], extra["lorenz"][-1]] == [11, [0, 0], [1, 1]]
    assert extra["theil"]["total"] == pytest.approx(
        extra["theil"]["between"] + extra["theil"]["within"], rel=1e-4
    )
    assert "ECOLOGICAL" in {caveat["code"] for caveat in envelope["caveats"]}
    check_schema(envelope)


def test_what_goes_to_the_neediest_places_has_a_negative_index() -> None:
    poor = Counter(claims=100, need=80, granted=60)
    rich = Counter(claims=100, need=10, granted=20)

    assert spread({"1001": poor, "1002": rich})["concentration_index"] == -0.25
    swapped = {"1001": Counter(poor | {"granted": 20}), "1002": Counter(rich | {"granted": 60})}
    assert spread(swapped)["concentration_index"] == 0.25


def ranked(covered: bool) -> Claim:  # noqa: FBT001
    return Claim("1001", "", "b", covered, (Answered("peer_rank", None, (("a", "1"),)),), 5, 1.0)


def test_a_ranking_says_nothing_of_how_much_need_there_is() -> None:
    """Its quota is what was granted: counted as need, every place would get just what it needs."""
    chosen = Claims((ranked(covered=True),), 0, 0, 0, frozenset(), None, {})

    assert r10.tallied(chosen, "amphoe") == {}


def test_the_public_sees_large_places_from_rounded_counts() -> None:
    log = areas(("1001", 43, 22, 21), ("1002", 43, 40, 21), ("1003", 12, 6, 6))
    envelope = of_facts(R10, facts_at(log.recorded), unit="amphoe", tier="public", **JANUARY)

    shown = row(envelope, "1001")
    assert (shown["n"], shown["num"], shown["expected"], shown["estimate"]) == (45, 20, 20, 1)
    assert [row(envelope, key)["suppressed"] for key in ("1002", "1003")] == [True, True]
    assert envelope["overall"]["n"] == 45
    assert "evidence" not in json.dumps(envelope["rows"])
    check_schema(envelope)


def test_an_empty_log_gives_a_report() -> None:
    for report in (R10, R11):
        for unit in report.units:
            envelope = of_facts(report, Facts(), unit=unit)
            check_schema(envelope)
            assert envelope["overall"]["estimate"] is None
