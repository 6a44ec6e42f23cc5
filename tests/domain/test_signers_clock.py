"""Which statements were signed, as their signer's clock has it, after they were recorded."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.domain.signers_clock import AHEAD, clock_suspect

RECORDED = "2026-11-22T03:04:05.000Z"


@pytest.mark.parametrize(
    ("at", "suspect"),
    [
        (None, False),
        ("1970-01-01T00:00:00Z", False),
        ("2026-11-22T03:04:05Z", False),
        ("2026-11-22T03:09:05Z", False),
        ("2026-11-22T03:09:06Z", True),
        ("9999-12-31T23:59:59Z", True),
    ],
)
def test_five_minutes_are_forgiven_and_a_second_more_is_told(at: str | None, *, suspect: bool) -> None:
    assert clock_suspect(at, RECORDED) is suspect


@given(st.integers(0, 10**10), st.integers(-1_000_000, 1_000_000))
def test_nothing_but_the_two_times_of_an_entry_decides(since: int, seconds: int) -> None:
    recorded = datetime.fromtimestamp(since, UTC)
    at = recorded + timedelta(seconds=seconds)

    found = clock_suspect(f"{at:%Y-%m-%dT%H:%M:%SZ}", f"{recorded:%Y-%m-%dT%H:%M:%S}.000Z")
    assert found == (timedelta(seconds=seconds) > AHEAD)
