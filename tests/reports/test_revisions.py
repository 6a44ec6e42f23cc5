"""What an earlier issue said otherwise: by month, against the issue at the end of the month before."""

from dataclasses import replace
from datetime import date

import pytest

from ledger.domain.casework_codes import Outcome
from ledger.domain.parts import AppealBlock
from ledger.domain.types import Code, Recorded
from ledger.projections.reports.case import Strata
from ledger.projections.reports.folding import facts_of
from ledger.projections.reports.folds import deciders
from ledger.projections.reports.folds.case_mix import CASE_MIX
from ledger.projections.reports.folds.deciders import LINE, REVISION, RULES
from ledger.projections.reports.r06 import R06
from tests.domain.world import rules
from tests.projections import histories
from tests.projections.histories import PROGRAMME, Log, actor, ref
from tests.reports.deciding import issue

CASE, APPEAL = ref("claim", 1), ref("grievance", 1)
MARCH, APRIL = "2026-03-10T05:00:00.000Z", "2026-04-10T05:00:00.000Z"


def start(days: int = 15) -> Log:
    """Return a log in which one claim was refused in January, and the person told with so many days."""
    log = histories.enrol(Log())
    log.add(CASE, histories.received(programme=histories.publish(log)))
    refusal = log.add(CASE, histories.decided())
    block = AppealBlock(office=Code("o"), how=Code("h"), days=days)
    log.add(CASE, histories.notified(refusal, appeal_block=block))
    return log


def later(log: Log, count: int, stamp: str = "2026-03-05T03:00:00.000Z") -> list[Recorded]:
    """Return the entries, the last ``count`` of them recorded at ``stamp``."""
    return [*log.recorded[:-count], *(one._replace(recorded_at=stamp) for one in log.recorded[-count:])]


def revisions(entries: list[Recorded], now: str) -> dict[str, dict[str, int]]:
    """Return by month what is not zero."""
    cube = facts_of(entries, now).cube(REVISION)
    return {key["month"]: {name: n for name, n in counts.items() if n} for key, counts in cube.records()}


def test_where_nothing_new_is_recorded_nothing_is_revised() -> None:
    assert revisions(start().recorded, MARCH) == {}


def test_a_decision_that_falls_is_told_in_the_month_in_which_it_falls() -> None:
    log = start()
    log.add(APPEAL, histories.filed(log.at(CASE, 2)))
    log.add(APPEAL, histories.determined(Outcome.UPHELD))

    entries = later(log, 2)
    assert revisions(entries, MARCH) == {"2026-01": {"turned": 1}}
    assert revisions(entries, APRIL) == {}


def test_a_comparison_with_the_case_as_it_is_now_finds_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """Sabotage: what is recorded this month is read for the issue before as well."""
    monkeypatch.setattr(deciders, "_before", lambda case: case)

    with pytest.raises(AssertionError):
        test_a_decision_that_falls_is_told_in_the_month_in_which_it_falls()


def test_a_decision_under_appeal_is_no_longer_counted() -> None:
    log = start()
    log.add(APPEAL, histories.filed(log.at(CASE, 2)))

    assert revisions(later(log, 1), MARCH) == {"2026-01": {"left": 1}}


def test_a_decision_matures_in_the_month_in_which_its_time_ends() -> None:
    """Sixty days from the fifth of January end in March: nothing is recorded, and yet it is counted now."""
    entries = start(days=60).recorded

    for now, found in (
        ("2026-03-06T05:00:00.000Z", {}),
        ("2026-03-07T05:00:00.000Z", {"2026-01": {"entered": 1}}),
        ("2026-03-31T05:00:00.000Z", {"2026-01": {"entered": 1}}),
        ("2026-04-01T05:00:00.000Z", {}),
    ):
        assert revisions(entries, now) == found, now


def test_one_that_matures_on_the_first_of_a_month_was_not_in_the_issue_before() -> None:
    entries = start(days=26).recorded  # until Saturday 31 January, that is Monday 2 February

    assert revisions(entries, "2026-02-02T05:00:00.000Z") == {}
    assert revisions(entries, "2026-02-03T05:00:00.000Z") == {"2026-01": {"entered": 1}}


def test_an_act_recorded_late_enters_its_own_month() -> None:
    log = start()
    log.add(ref("claim", 2), histories.decided(official=actor(2)), at="2025-11-03T03:00:00Z")

    entries = later(log, 1)
    assert revisions(entries, MARCH) == {"2025-11": {"entered": 1}}
    assert revisions(entries, APRIL) == {}


def test_a_month_is_marked_only_where_an_earlier_issue_said_something() -> None:
    log = start()
    for number in range(2, 32):
        log.add(ref("claim", number), histories.decided(official=actor(2)), at="2025-11-03T03:00:00Z")
    old = later(log, 30, "2026-02-05T03:00:00.000Z")
    log.add(ref("claim", 99), histories.decided(official=actor(2)), at="2025-11-04T03:00:00Z")
    log.add(ref("claim", 98), histories.decided(official=actor(2)), at="2025-12-04T03:00:00Z")
    entries = [*old, *later(log, 2)[-2:]]

    def revised(now: str) -> dict[str, bool]:
        report = issue(R06, facts_of(entries, now), population="all_imported")
        return {one["period"]: one["revised"] for one in report["series"] if one["chart"] == "cusum_up"}

    assert revised(MARCH) == {"2025-11": True, "2025-12": False}
    assert revised(APRIL) == {"2025-11": False, "2025-12": False}


def test_the_first_rules_of_a_programme_change_nothing_and_later_ones_do() -> None:
    log = start()
    assert list(facts_of(log.recorded).cube(RULES).records()) == []

    log.add(PROGRAMME.stream, replace(rules(), version=2, from_=date(2026, 5, 1)))
    ((key, counts),) = facts_of(log.recorded).cube(RULES).records()
    assert (key, counts) == ({"programme": PROGRAMME.stream, "month": "2026-05"}, {"n": 1})


def test_line_need_and_region_reach_the_facts() -> None:
    facts = facts_of(start().recorded, MARCH, lambda _claim: Strata(need="high"))

    ((line, counted),) = facts.cube(LINE).records()
    assert (line["line"], line["programme"], counted) == ("line_a", PROGRAMME.stream, {"n": 1, "matured": 1})
    ((key, counts),) = facts.cube(CASE_MIX).records()
    assert (key["need"], key["region"], key["ground"]) == ("high", "1", "law_1")
    assert key["rules"] == f"{PROGRAMME.stream}@1"
    assert counts == {"n": 1, "matured": 1, "overturned": 0, "reversed": 0, "missing": 0}
