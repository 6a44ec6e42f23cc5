"""Agreement and reliability. V.. are the reference values that every release must reproduce."""

from collections import Counter

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from ledger.projections.statistics.agreement import Level, alpha_interval, krippendorff_alpha, ordered_pairs
from ledger.projections.statistics.randomness import bootstrap
from ledger.projections.statistics.reliability import Pattern, Reliability, dawid_skene
from tests.statistics.closeness import half_a_unit
from tests.statistics.published import ANAESTHETISTS, FOUR_RATERS, THREE_RATERS

answers = st.lists(st.lists(st.integers(1, 4), max_size=4), max_size=10)
facts = st.lists(
    st.builds(
        Pattern,
        st.lists(st.tuples(st.sampled_from("abc"), st.sampled_from(("no", "yes"))), max_size=4).map(tuple),
        st.integers(0, 5),
        st.sampled_from((None, "no", "yes")),
    ),
    max_size=8,
)


@pytest.mark.parametrize(
    ("level", "alpha"),
    [("nominal", "0.7434"), ("ordinal", "0.8154"), ("interval", "0.8491"), ("ratio", "0.7974")],
)
def test_v44_four_raters_of_krippendorff_2011(level: Level, alpha: str) -> None:
    """He prints .743 .815 .849 .797; the fourth digit is recomputed."""
    assert krippendorff_alpha(ordered_pairs(FOUR_RATERS), level) == half_a_unit(alpha)


@pytest.mark.parametrize(("level", "alpha"), [("nominal", "0.6914"), ("interval", "0.8108")])
def test_v45_three_raters_in_wikipedia(level: Level, alpha: str) -> None:
    assert krippendorff_alpha(ordered_pairs(THREE_RATERS), level) == half_a_unit(alpha)


@pytest.mark.parametrize("level", ["nominal", "ordinal", "interval", "ratio"])
@given(units=answers, cut=st.integers(0, 10))
def test_places_counted_apart_and_added_agree_with_raters_together(
    level: Level, units: list[list[int]], cut: int
) -> None:
    """Cube C07 holds ordered pairs by number of raters: the weight 1/(m-1) comes after the merge."""
    merged = ordered_pairs(units[cut:]) + ordered_pairs(units[:cut])

    assert krippendorff_alpha(merged, level) == krippendorff_alpha(ordered_pairs(units), level)


@given(answers)
def test_alpha_is_never_above_one_and_ignores_single_answers(units: list[list[int]]) -> None:
    alpha = krippendorff_alpha(ordered_pairs(units))

    assert alpha is None or alpha <= 1
    assert krippendorff_alpha(ordered_pairs([*units, [1], []])) == alpha


def test_without_disagreement_to_be_had_there_is_no_alpha() -> None:
    assert krippendorff_alpha({}) is None
    assert krippendorff_alpha(ordered_pairs([[1, 1], [1, 1]])) is None
    assert krippendorff_alpha(ordered_pairs([[1], [2]])) is None
    assert krippendorff_alpha(ordered_pairs([[0, 0], [1, 1]]), "ratio") == 1.0
    assert krippendorff_alpha(ordered_pairs([["no", "yes"], ["yes", "no"]])) == -0.5


@pytest.mark.parametrize("level", ["nominal", "ordinal", "interval", "ratio"])
def test_the_interval_of_alpha_is_that_of_units_drawn_one_by_one(level: Level) -> None:
    units = [unit for unit in FOUR_RATERS if len(unit) > 1]

    def drawn(places: NDArray[np.intp]) -> float | None:
        return krippendorff_alpha(ordered_pairs([units[place] for place in places]), level)

    slow = bootstrap(len(units), drawn, seed=6, draws=60)
    assert slow is not None
    assert alpha_interval(FOUR_RATERS, level, seed=6, draws=60) == pytest.approx(slow)
    assert slow.lo < 0.78 < slow.hi


def test_units_that_cannot_disagree_have_no_interval() -> None:
    assert alpha_interval([], seed=1) is alpha_interval([[1], []], seed=1) is None
    assert alpha_interval([[1, 1]] * 3, seed=1, draws=9) is None


def found(patterns: tuple[Pattern, ...], smoothing: float) -> Reliability:
    result = dawid_skene(patterns, smoothing=smoothing)
    assert result is not None
    return result


def test_v46_anaesthetists_of_dawid_and_skene_1979() -> None:
    """The paper prints .40 .42 .11 .07 and smooths nothing; further digits are recomputed."""
    result = found(ANAESTHETISTS, 0)

    assert result.classes == ("1", "2", "3", "4")
    shares = ("0.3996", "0.4220", "0.1118", "0.0667")
    assert list(result.prior) == [half_a_unit(share) for share in shares]
    assert result.log_likelihood == half_a_unit("-192.8909")
    assert result.tables["1"][0] == pytest.approx((0.89, 0.11, 0, 0), abs=0.005)
    assert result.settled


def test_smoothing_leaves_nothing_impossible() -> None:
    plain, smoothed = found(ANAESTHETISTS, 0), found(ANAESTHETISTS, 0.5)

    assert min(min(row) for table in plain.tables.values() for row in table) == 0.0
    assert min(min(row) for table in smoothed.tables.values() for row in table) > 0.001


def test_grouped_patterns_give_what_single_facts_give() -> None:
    grouped = Counter(pattern.answers for pattern in ANAESTHETISTS)
    together = found(tuple(Pattern(given_answers, count) for given_answers, count in grouped.items()), 0.5)

    assert together.prior == pytest.approx(found(ANAESTHETISTS, 0.5).prior)


def test_one_who_is_always_contradicted_is_found_unreliable() -> None:
    patterns = (
        Pattern((("a", "yes"), ("b", "yes"), ("c", "no")), 40),
        Pattern((("a", "no"), ("b", "no"), ("c", "yes")), 40),
    )
    tables = found(patterns, 0.5).tables

    assert tables["a"][0][0] > 0.9
    assert tables["c"][0][0] < 0.1


LEAGUE = (("liar-a", "yes"), ("liar-b", "yes"), ("truthful", "no"))
AGREED = tuple((rater, "no") for rater, _ in LEAGUE)


def test_raters_in_league_look_reliable() -> None:
    """The trap of M24, and why its rows are read beside unusual pairs and audited facts."""
    tables = found((Pattern(LEAGUE, 50), Pattern(AGREED, 50)), 0.5).tables

    assert tables["liar-a"][1][1] > 0.9
    assert tables["truthful"][1][1] < 0.1


@pytest.mark.parametrize(("audited", "found_out"), [(10, False), (40, True)])
def test_audited_facts_find_the_league_out_if_they_are_many(audited: int, *, found_out: bool) -> None:
    gold = (Pattern(LEAGUE, audited, truth="no"), Pattern(AGREED, 5, truth="no"))
    result = found((Pattern(LEAGUE, 40), Pattern(AGREED, 45), *gold), 0.5)

    assert (result.posteriors[0][0] > 0.9) is found_out
    assert (result.tables["liar-a"][0][0] < 0.5) is found_out
    assert result.posteriors[2:] == ((1.0, 0.0), (1.0, 0.0))


def test_an_audit_may_find_what_nobody_said() -> None:
    result = found((Pattern((("a", "yes"),), 2, truth="no"), Pattern((("a", "yes"),))), 0.5)

    assert result.classes == ("no", "yes")
    assert result.posteriors[0] == (1.0, 0.0)


def test_nobody_answered() -> None:
    assert dawid_skene([]) is None
    assert dawid_skene([Pattern(())]) is dawid_skene([Pattern((("a", "yes"),), 0)]) is None


def test_all_say_the_same() -> None:
    result = found((Pattern((("a", "yes"),), 3), Pattern(())), 0.5)

    assert (result.prior, result.posteriors) == ((1.0,), ((1.0,), (1.0,)))


@settings(max_examples=25, deadline=None)
@given(facts)
def test_raters_by_other_names_leave_every_posterior(patterns: list[Pattern]) -> None:
    names = {"a": "z", "b": "a", "c": "m"}
    other = [
        pattern._replace(answers=tuple((names[rater], answer) for rater, answer in pattern.answers))
        for pattern in patterns
    ]
    one, two = dawid_skene(patterns), dawid_skene(other)

    assert (one is None) == (two is None)
    if one is not None and two is not None:
        for row, same in zip(one.posteriors, two.posteriors, strict=True):
            assert sum(row) == pytest.approx(1.0)
            assert row == pytest.approx(same, abs=1e-6)
