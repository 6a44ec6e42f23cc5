"""Streams in the order of the log, with what decides which list they belong to and who may open them.

Rows lie by kind and by the index of the first entry, so a page of a list is read as it lies, however many
cases there are. A row says how a stream stands now. For an earlier moment it holds of every stream that
nothing was added to since; the others are candidates always, and whoever reads folds them.
"""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Final, NamedTuple

import sqlalchemy as sa

from ledger.projections.tables import column, number, read_model

LISTED: Final = read_model(
    "case_listed",
    column("kind", key=True),
    number("first", key=True),  # index of the first entry
    column("stream"),
    column("state"),
    number("ended"),
    column("programme", null=True),
    column("area", null=True),
    column("matter", null=True),  # what a grievance is: an appeal, a complaint, …
    number("index"),  # of the last entry
)
PARTY: Final = read_model(
    "case_party",
    column("actor", key=True),
    number("first", key=True),
    column("stream"),
)


class Reach(NamedTuple):
    """How far a mandate reaches; nothing named means all there are."""

    programmes: Collection[str]
    areas: Collection[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Which:
    """What a list asks for.

    ``kinds`` are of ``KINDS``; ``area`` is how the code of a place begins; ``matter`` is what a grievance
    is. ``reach``: only what one of these reaches, or what one of ``actors`` is a party to; None: wherever
    it lies. ``waiting``: without what has ended.
    """

    kinds: tuple[str, ...]
    state: str | None = None
    programme: str | None = None
    area: str | None = None
    matter: str | None = None
    waiting: bool = False
    reach: Collection[Reach] | None = None
    actors: Collection[str] = ()


def candidates(
    connection: sa.Connection, which: Which, *, after: int = -1, before: int, limit: int | None = None
) -> list[tuple[int, str]]:
    """Return the streams that may belong to a list, with the index of their first entry, in that order.

    Args:
        connection: Of the database of the read models.
        which: What is asked for.
        after: An index of the log: only streams that begin later.
        before: The size of the log at the moment of the list.
        limit: How many at most.
    """
    row = LISTED.c
    asked = sa.select(row.first, row.stream).where(
        row.kind.in_(which.kinds), row.first > after, row.first < before
    )
    named = ((row.state, which.state), (row.programme, which.programme), (row.matter, which.matter))
    stands = [
        *(column == value for column, value in named if value is not None),
        *([row.area.startswith(which.area, autoescape=True)] if which.area is not None else ()),
        *([row.ended == 0] if which.waiting else ()),
    ]
    if stands:
        asked = asked.where(sa.or_(row.index >= before, sa.and_(*stands)))
    if which.reach is not None:
        own = sa.select(PARTY.c.first).where(PARTY.c.actor.in_(which.actors))
        asked = asked.where(sa.or_(row.first.in_(own), *map(_reached, which.reach)))
    found = connection.execute(asked.order_by(row.first).limit(limit))
    return [(first, stream) for first, stream in found]


def _reached(reach: Reach) -> "sa.ColumnElement[bool]":
    """Return the condition of ``Mandate.covers``: an unknown programme is not held against it."""
    row = LISTED.c
    areas = (row.area.startswith(area, autoescape=True) for area in sorted(reach.areas))
    programmes = sa.or_(row.programme.is_(None), row.programme.in_(sorted(reach.programmes)))
    return sa.and_(
        sa.true(),
        *([programmes] if reach.programmes else ()),
        *([sa.or_(sa.false(), *areas)] if reach.areas else ()),
    )
