"""What an estimate needs of each stratum, from the log alone and with the frame's file."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.domain.audit.drawing import Part, sample
from ledger.domain.audit.events import AuditFinding
from ledger.projections.audits.counting import StratumCounts, count_audit
from ledger.signing.errors import Malformed
from tests.projections.audits.samples import audit, cases, drawing, finding, frame, sealed, sown

FILE = frame()
DRAWN = sample(sown(FILE), FILE.parts)
REFUSED = DRAWN[3:]
STORY = (
    sealed(FILE),
    drawing(len(DRAWN)),
    finding(DRAWN[0], AuditFinding.WRONG),
    finding(REFUSED[0]),
    finding(REFUSED[1], AuditFinding.WRONG),
    finding(REFUSED[2], AuditFinding.NO_ANSWER),
)
COUNTS = [
    StratumCounts(frame=3, drawn=3, right=0, wrong=1, no_answer=2),
    StratumCounts(frame=200, drawn=len(REFUSED), right=1, wrong=1, no_answer=len(REFUSED) - 2),
]


def test_with_the_file_every_finding_has_its_stratum_and_silence_is_counted() -> None:
    counted = count_audit(audit(*STORY), FILE)

    assert len(REFUSED) > 4
    assert list(counted.rows.values()) == COUNTS
    assert [tuple(key) for key in counted.rows] == [
        ("audit/00000000-0000-4000-8000-000000000001", "refusal", "appealed", "appealed"),
        ("audit/00000000-0000-4000-8000-000000000001", "refusal", "refused", "not_appealed"),
    ]
    assert counted.complete


def test_the_log_alone_gives_the_same_to_whoever_knows_which_cases_were_appealed() -> None:
    counted = count_audit(audit(*STORY), appealed=set(FILE.cases[0]))

    assert list(counted.rows.values()) == COUNTS
    assert counted.complete


def test_without_both_a_finding_may_belong_to_either_stratum_and_the_counts_say_so() -> None:
    counted = count_audit(audit(*STORY))

    assert counted.unplaced == 3 + (DRAWN[0] in sample(sown(FILE), (Part("x", 1, 10, DRAWN),)))
    assert [row.drawn for row in counted.rows.values()] == [3, len(REFUSED)]
    assert not counted.complete


def test_two_strata_that_are_sampled_cannot_be_told_apart_by_the_log() -> None:
    file = frame(
        ("north 1/2 appeal=none district=94", cases(1, 50)),
        ("south 1/3 appeal=none district=96", cases(51, 90)),
        ("none 0/1 appeal=none", cases(91, 95)),
    )
    drawn = sample(sown(file), file.parts)
    story = audit(sealed(file), drawing(len(drawn)))

    assert [row.drawn for row in count_audit(story).rows.values()] == [None, None, 0]
    assert not count_audit(story).complete
    known = count_audit(story, file)
    assert [row.drawn for row in known.rows.values()] == [
        sum(case in drawn for case in some) for some in file.cases
    ]
    assert known.complete


def test_a_finding_on_a_case_that_was_not_drawn_is_counted_nowhere() -> None:
    outside = next(case for case in FILE.cases[1] if case not in DRAWN)
    counted = count_audit(audit(*STORY, finding(outside)), FILE)

    assert list(counted.rows.values()) == COUNTS
    assert (counted.unplaced, counted.complete) == (1, False)


@pytest.mark.parametrize("drawn", [0, 2, 204])
def test_a_number_drawn_that_cannot_be_settles_nothing(drawn: int) -> None:
    counted = count_audit(audit(STORY[0], drawing(drawn)))

    assert [row.drawn for row in counted.rows.values()] == [3, None]


def test_before_the_draw_nothing_is_drawn() -> None:
    counted = count_audit(audit(STORY[0]))

    assert [tuple(row) for row in counted.rows.values()] == [(3, 0, 0, 0, 0), (200, 0, 0, 0, 0)]


def test_the_file_of_another_audit_counts_nothing() -> None:
    with pytest.raises(Malformed):
        count_audit(audit(*STORY), replace(FILE, cases=(FILE.cases[0], FILE.cases[1][1:])))


@given(st.integers(0, 20), st.integers(0, 20), st.integers(1, 20))
def test_a_higher_rate_under_the_same_seed_extends_the_sample(one: int, other: int, den: int) -> None:
    low, high = sorted((min(one, den), min(other, den)))
    small, large = (sample(sown(FILE), (Part("refused", num, den, cases(1, 60)),)) for num in (low, high))

    assert set(small) <= set(large)
    assert [case for case in large if case in small] == list(small)
