"""How close is close: relative 1e-9 for references of ten digits or more, else half a unit of the last."""

import pytest

from ledger.projections.statistics.intervals import Bounds

EXACT = 1e-9


def close(found: Bounds | None, lo: float, hi: float, *, digits: int | None = None) -> None:
    """Check an interval; ``digits`` are the decimals of the reference, if they are few."""
    assert found is not None
    rel, absolute = (EXACT, 1e-15) if digits is None else (0.0, 0.5 * 10**-digits * (1 + EXACT))
    assert found.lo == pytest.approx(lo, rel=rel, abs=absolute)
    assert found.hi == pytest.approx(hi, rel=rel, abs=absolute)


def half_a_unit(reference: str) -> object:
    """Return what is equal to ``reference`` up to half a unit of its last digit, as it is printed."""
    mantissa = reference.partition("e")[0]
    exponent = int(reference.partition("e")[2] or 0)
    decimals = len(mantissa.partition(".")[2]) - exponent
    return pytest.approx(float(reference), rel=0.0, abs=0.5 * 10.0**-decimals * (1 + EXACT))
