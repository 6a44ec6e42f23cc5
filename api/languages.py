"""Which of our two languages a reader wants."""

from typing import Final, Literal, TypeAlias

Language: TypeAlias = Literal["en", "th"]
_TAGS: Final[dict[str, Language]] = {"en": "en", "th": "th"}


def wanted(accepted: str | None) -> Language:
    """Return what ``Accept-Language`` prefers; English where it names neither, or is not of its form.

    Source: RFC 9110, 12.5.4.

    >>> wanted("th-TH,th;q=0.9,en;q=0.8"), wanted("de, en;q=0.3, th;q=0.7"), wanted("fr"), wanted(None)
    ('th', 'th', 'en', 'en')
    """
    best: tuple[float, Language] = (0.0, "en")
    for part in (accepted or "").split(","):
        tag, _, weight = part.partition(";")
        language = _TAGS.get(tag.strip().lower().partition("-")[0])
        if language is not None and _quality(weight) > best[0]:
            best = _quality(weight), language
    return best[1]


def _quality(parameter: str) -> float:
    name, _, value = parameter.replace(" ", "").partition("=")
    if not name:
        return 1.0
    try:
        return float(value) if name == "q" and 0 <= float(value) <= 1 else 0.0
    except ValueError:
        return 0.0
