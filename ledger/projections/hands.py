"""The word for in whose hands the keys were that signed an act."""

from collections.abc import Iterable
from typing import Final

CLASSES: Final = {
    "hardware": "own",
    "self": "own",
    "service": "service",
    "assisted": "assisted",
    "imported": "imported",
}
"""Custody as enrolled, and the word for it. With several signers the last word of ORDER holds."""
ORDER: Final = ("own", "service", "assisted", "imported", "unknown")
IMPORTED: Final = "imported"
FOUNDER: Final = "root"
"""In the place of a code of custody: a founding key, of which nobody stated any. Its body holds it."""
_PLACES: Final = {FOUNDER: 0, **{code: ORDER.index(word) for code, word in CLASSES.items()}}
_ASSISTED, _UNKNOWN = ORDER.index("assisted"), ORDER.index("unknown")


def custody_word(codes: Iterable[str], *, imported: bool, helped: bool) -> str:
    """Return one word of ORDER for an act that keys of these custodies signed: the weakest holds.

    Args:
        codes: The custody of each key as enrolled, ``root`` for a founding key; any other is unknown.
        imported: The act is an imported record about somebody else.
        helped: Somebody helped a person without a key.
    """
    if imported:
        return IMPORTED
    worst = max((_PLACES.get(code, _UNKNOWN) for code in codes), default=_UNKNOWN)
    return ORDER[max(worst, _ASSISTED)] if helped else ORDER[worst]
