"""Targeting: who in need was left out, and who was let in (M19).

"In need" means *attested* to be, which is not the same as being so. Source: World Bank, Revisiting Targeting
2022, chapter 7.
"""

from collections.abc import Sequence
from typing import NamedTuple


class TargetingErrors(NamedTuple):
    """Both errors, 0..1; ``None`` where nobody is in need, or nobody covered."""

    exclusion: float | None
    inclusion: float | None


def targeting_errors(
    *, needy_covered: float, needy_missed: float, covered_not_needy: float
) -> TargetingErrors:
    """Return exclusion and inclusion error (M19) from counts, or from soft weights (millionths)."""
    needy, covered = needy_covered + needy_missed, needy_covered + covered_not_needy
    return TargetingErrors(
        needy_missed / needy if needy else None, covered_not_needy / covered if covered else None
    )


def coady_grosh_hoddinott(groups: Sequence[tuple[float, float]], poorest: float) -> float | None:
    """Return the share of benefits that reaches the poorest, over their share of people (M19).

    Args:
        groups: ``(people, benefits)``, ordered from the poorest. The line may cut a group, evenly.
        poorest: Their share of people, above 0 and at most 1.

    1 is what handing out evenly gives; above 1 favours the poor. None without people or benefits.
    """
    people, benefits = sum(group[0] for group in groups), sum(group[1] for group in groups)
    if not people or not benefits:
        return None
    room, reached = poorest * people, 0.0
    for size, got in groups:
        taken = min(size, room)
        reached += got * taken / size if size else 0.0
        room -= taken
    return reached / benefits / poorest
