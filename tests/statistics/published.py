"""Public data behind the reference values: facts alone, with where they come from.

F1 to F4: qcc (viscosity, orangejuice, Wetherill and Brown 1991). F5: rat tumours of Tarone 1982, in BDA3. F6:
Freireich et al. 1963 (6-MP). F7: UCBAdmissions (Bickel et al. 1975). F8: Krippendorff 2011. F9: Wikipedia,
"Krippendorff's alpha". F10: Dawid and Skene 1979.
"""

from collections import Counter
from typing import Final

from ledger.projections.statistics.reliability import Pattern
from ledger.projections.statistics.strata import Table


def _repeated(words: str) -> tuple[int, ...]:
    """Return the numbers of ``v*k``, the value v k times."""
    parts = [word.partition("*") for word in words.split()]
    return tuple(int(value) for value, _, times in parts for _ in range(int(times or 1)))


def _decimals(words: str) -> tuple[float, ...]:
    return tuple(float(word) for word in words.split())


def _patients(words: str) -> tuple[Pattern, ...]:
    """Return one pattern per patient; observer 1 answered three times."""
    return tuple(Pattern(tuple(zip("1112345", word, strict=True))) for word in words.split())


def _units(rows: str) -> list[list[int]]:
    """Return the answers per unit from one row per rater; a dot is no answer."""
    columns = zip(*(row.split() for row in rows.split("|")), strict=True)
    return [[int(value) for value in column if value != "."] for column in columns]


VISCOSITY: Final = _decimals(
    """34.05 34.40 33.59 35.96 34.70 33.51 33.79 34.04 34.52 33.75
       33.27 33.71 34.03 34.58 34.02 33.97 34.05 34.04 33.73 34.05"""
)
ORANGE_JUICE: Final = _repeated(
    "12 15 8 10 4 7 16 9 14 10 5 6 17 12 22 8 10 5 13 11 20 18 24 15 9 12 7 13 9 6"
)
WETHERILL: Final = _repeated(
    "12 11 18 11 10 16 9 11 14 15 11 9 10 13 12 8 12 13 10 12 13 16 12 18 16 10 16 10 12 14"
)
COUNTS: Final = _repeated(
    "11 8 13 11 13 17 25 23 11 16 9 15 10 16 12 8 9 15 4 12 12 12 15 17 14 17 12 12 7 16"
)
RATS: Final = tuple(
    zip(
        _repeated(
            """0*14 1*8 2*9 1 5 2 5 3 2 7 7 3 3 2 9 10 4 4 4 4 4 4 4 10 4 4 4 5 11 12 5 5 6 5 6 6 6 6
               16 15 15 9 4"""
        ),
        _repeated(
            """20*7 19*4 18*2 17 20*4 19*2 18*2 25 24 23 20*6 10 49 19 46 27 17 49 47 20 20 13 48 50 20*7
               48 19 19 19 22 46 49 20 20 23 19 22 20 20 20 52 47 46 24 14"""
        ),
        strict=True,
    )
)
_DAYS = _repeated("6 6 6 6 7 9 10 10 11 13 16 17 19 20 22 23 25 32 32 34 35")
_ENDS = _repeated("1 1 1 0 1 0 1 0 0 1 1 0 0 0 1 1 0 0 0 0 0")
RELAPSED: Final = Counter(day for day, end in zip(_DAYS, _ENDS, strict=True) if end)
STILL_WELL: Final = Counter(day for day, end in zip(_DAYS, _ENDS, strict=True) if not end)
ADMISSIONS: Final = tuple(
    Table(*map(int, department.split()))
    for department in (
        "512 313 89 19",
        "353 207 17 8",
        "120 205 202 391",
        "138 279 131 244",
        "53 138 94 299",
        "22 351 24 317",
    )
)
FOUR_RATERS: Final = _units(
    "1 2 3 3 2 1 4 1 2 . . . | 1 2 3 3 2 2 4 1 2 5 . 3 | . 3 3 3 2 3 4 2 2 5 1 . | 1 2 3 3 2 4 4 1 2 5 1 ."
)
THREE_RATERS: Final = _units(
    ". . . . . 3 4 1 2 1 1 3 3 . 3 | 1 . 2 1 3 3 4 3 . . . . . . . | . . 2 1 3 4 4 . 2 1 1 3 3 . 4"
)
ANAESTHETISTS: Final = _patients(
    """1111111 3334334 1122122 2223121 2223222 2223322 1222111 3333433 2222223 2322223
       4444444 2223343 1111111 2223212 1211111 1112111 1111111 1111111 2222221 2221322
       2222222 2222221 2223222 2212222 1111111 1111111 2322222 1111111 1111111 1121121
       1111111 3333233 1111111 2222222 2223232 4334343 2212232 2323233 3333432 1111111
       1111111 1212111 2322222 1211111 2222222"""
)
