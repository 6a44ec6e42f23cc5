"""Which of our two languages a reader wants."""

from typing import Final, Literal, TypeAlias

Language: TypeAlias = Literal["en", "th"]
OURS: Final[tuple[Language, ...]] = ("en", "th")


def wanted(accepted: str | None) -> Language:
    """Return what ``Accept-Language`` prefers; English where it names neither, or is not of its form.

    Source: RFC 9110, 12.5.4.

    >>> wanted("th-TH,th;q=0.9,en;q=0.8"), wanted("de, en;q=0.3, th;q=0.7"), wanted("fr"), wanted(None)
    ('th', 'th', 'en', 'en')
    """
    weights: dict[str, float] = {}
    for tag, weight in qualities(accepted):
        weights.setdefault(tag.partition("-")[0], weight)
    named = [language for language in weights if language in OURS]
    order = [*named, *(language for language in OURS if language not in named)]
    best = max(order, key=lambda language: weights.get(language, weights.get("*", 0.0)))
    return "th" if best == "th" and weights.get(best, weights.get("*", 0.0)) > 0 else "en"


def qualities(accepted: str | None) -> list[tuple[str, float]]:
    """Return what an ``Accept`` header of any kind names, in small letters, and how much it weighs, 0 to 1.

    Source: RFC 9110, 12.4.2.
    """
    parts = ((part.partition(";")[0], part.rpartition(";")[2]) for part in (accepted or "").split(","))
    return [(name.strip().lower(), 1.0 if more == name else _quality(more)) for name, more in parts]


def _quality(parameter: str) -> float:
    name, _, value = parameter.replace(" ", "").partition("=")
    if not name:
        return 1.0
    try:
        return float(value) if name == "q" and 0 <= float(value) <= 1 else 0.0
    except ValueError:
        return 0.0
