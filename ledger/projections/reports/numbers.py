"""How numbers leave a report: rounded once, never NaN, never minus zero."""

from math import isfinite


def rounded(value: float | None) -> float | None:
    """Return ``value`` at 6 significant digits; None for what is not a finite number; 0 for minus zero.

    >>> rounded(1045 / 5000), rounded(float("nan")), rounded(-0.0), rounded(123456789.0)
    (0.209, None, 0.0, 123457000.0)
    """
    if value is None or not isfinite(value):
        return None
    return float(format(value, ".6g")) + 0.0


def ratio(part: int, whole: int) -> float | None:
    """Return ``part / whole`` rounded; None where there is no whole.

    >>> ratio(3, 7), ratio(0, 0)
    (0.428571, None)
    """
    return rounded(part / whole) if whole else None
