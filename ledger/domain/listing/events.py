"""Events of a listing. Field names are the members of ``data``; a trailing underscore is no part of it."""

from dataclasses import dataclass
from datetime import date
from typing import TypeAlias

from ledger.domain.types import Area, Code, Digest, EntryRef, Event


@dataclass(frozen=True, slots=True, kw_only=True)
class ListPosted(Event):
    """A list of candidates hangs at ``place`` from ``from_`` to ``to``. ``root`` commits to ``size`` rows."""

    programme: EntryRef
    round: int
    area: Area
    place: Code
    from_: date
    to: date
    root: Digest
    size: int
    photo: Digest | None = None


ListingEvent: TypeAlias = ListPosted
