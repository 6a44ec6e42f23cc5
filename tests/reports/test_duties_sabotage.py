"""Each way to flatter whoever is slow, done on purpose: a test of R04, R05 or R14 must fail."""

from collections import Counter
from collections.abc import Callable, Mapping
from typing import Any

import pytest

from ledger.domain.clocks.clock import Clock
from ledger.projections.reports import r04, r05, r14
from ledger.projections.reports.case import Case
from ledger.projections.reports.facts import CaseFacts
from ledger.projections.reports.folds import charge, durations, obligations, promises
from ledger.projections.reports.folds.durations import OPEN
from ledger.projections.reports.folds.obligations import LastDays
from ledger.projections.reports.waits import Histograms
from ledger.projections.statistics.survival import Rmst
from tests.reports import test_duties_laws, test_r04, test_r05, test_r14


def fails(test: Callable[..., None], *given: Any) -> None:
    """Check that a test notices."""
    with pytest.raises(AssertionError):
        test(*given)


def test_open_cases_cannot_be_dropped(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = Histograms.others

    def closed_alone(self: Histograms, end: str) -> Counter[int]:
        kept = Histograms()
        kept.ends = {name: days for name, days in self.ends.items() if name != OPEN}
        return whole(kept, end)

    monkeypatch.setattr(Histograms, "others", closed_alone)
    fails(test_r04.test_the_mean_of_the_first_sixty_days_is_that_of_all_who_wait)
    fails(test_r14.test_the_curve_of_what_is_not_kept_has_everybody_in_it)


def test_the_mean_of_closed_cases_is_no_restricted_mean(monkeypatch: pytest.MonkeyPatch) -> None:
    def mean(events: Mapping[int, int], _left: Mapping[int, int], _tau: int) -> Rmst:
        return Rmst(sum(day * n for day, n in events.items()) / max(1, sum(events.values())), 1.0)

    monkeypatch.setattr(r04, "restricted_mean", mean)
    fails(test_r04.test_the_mean_of_the_first_sixty_days_is_that_of_all_who_wait)


def test_a_withdrawal_is_no_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(durations, "WITHDRAWN", durations.EVENT)
    fails(test_r04.test_the_mean_of_the_first_sixty_days_is_that_of_all_who_wait)


def test_a_denominator_of_closed_cases_is_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(r05, "_due", lambda counts: counts["met"] + counts["met_late"])
    fails(test_r05.test_whoever_never_answered_is_in_the_denominator)


def test_an_extension_makes_nothing_timely_that_was_late(monkeypatch: pytest.MonkeyPatch) -> None:
    def whatever_is_said(_case: Case, clock: Clock) -> LastDays:
        return LastDays(clock.due, clock.due)

    monkeypatch.setattr(obligations, "last_days", whatever_is_said)
    monkeypatch.setattr(promises, "last_days", whatever_is_said)
    test = test_r05.test_an_extension_counts_if_it_came_in_time_and_the_first_day_stays_visible
    fails(test, "03-10", "03-18", {"met_late": 1})
    fails(test, "03-02", "03-18", {"met": 1, "extended": 1})
    fails(test_r14.test_an_extension_after_the_day_saves_nothing)
    fails(test_r14.test_an_extended_promise_is_told_by_its_first_day_too)


def test_what_nobody_confirmed_is_never_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(r14, "TURNED", r14.TURNED | {promises.REPORTED: ("kept", "kept")})
    fails(test_r14.test_what_nobody_confirmed_is_in_the_whole_and_never_in_kept)


def test_what_nobody_confirmed_is_not_left_out_either(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(r14, "COUNTED", tuple(state for state in r14.COUNTED if state != "unverified"))
    fails(test_r14.test_what_nobody_confirmed_is_in_the_whole_and_never_in_kept)


def test_lateness_is_not_handed_on(monkeypatch: pytest.MonkeyPatch) -> None:
    def newest(case: Case, stream: str, _met_on: str | None, _due: str) -> str:
        taken = [charge._taken_by(one) for one in case.prefix.history(stream)]
        return next((office for office in reversed(taken) if office), "city")

    monkeypatch.setattr(charge, "in_hand", newest)
    fails(test_r05.test_lateness_stays_where_it_arose)


def test_ages_are_no_facts(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is open, counted in days at the fold, is another fact every day."""

    def aged(case: Case, stream: str, wait: durations.Wait, origin: str, facts: Any) -> None:
        days = (case.context.cut - wait.start).days
        facts.add(durations.DURATION, (wait.metric, "", stream, origin, "", OPEN, f"{days:05d}"), n=1)

    monkeypatch.setattr(durations, "_count", aged)
    fails(test_duties_laws.test_days_that_pass_change_no_fact_of_lived_cases, test_r04.four_claims)


def test_a_case_that_changes_with_a_day_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(CaseFacts, "hold", lambda _self, _day: None)
    fails(test_duties_laws.test_while_somebody_is_asked_a_case_holds_for_a_day)


def test_a_narrow_interval_around_one_case_is_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    def certain(found: Rmst, _tau: int) -> dict[str, Any]:
        return {"lo": found.mean, "hi": found.mean, "level": 0.95, "method": "rmst"}

    monkeypatch.setattr(r04, "mean_interval", certain)
    fails(test_r04.test_one_case_tells_nothing_of_how_cases_spread)
