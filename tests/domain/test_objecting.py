"""Objections to a public list: whether one came late is computed from the list, never declared."""

from datetime import timedelta

import pytest

from ledger.domain.casework_codes import Inadmissible, Kind, Outcome
from ledger.domain.codes import Role
from ledger.domain.types import StreamRef
from tests.domain.cases import (
    ANSWERED,
    CLAIM,
    GRIEVANCE,
    TODAY,
    assignment,
    but,
    determination,
    filing,
    pinned,
    refused,
    via,
)
from tests.domain.clockwork import at
from tests.domain.complaints import answer, request
from tests.domain.consulting import LISTING, posting
from tests.domain.world import World


def objected(after: int, *lists: str) -> World:
    """An objection handed over some days after a list was posted that hangs for 15 days; help was given."""
    world, refusal = refused()
    world.say(LISTING, posting(pinned(world)), "olga", "ada")
    handed = TODAY + timedelta(days=after)
    world.now = at(f"{handed:%m-%d}")
    word = but(via(), handed_over_on=handed)
    about = tuple(map(StreamRef, lists))
    kind = Kind.OBJECTION_TO_LISTING
    event = filing(pinned(world), refusal, kind=kind, about=about, received_on=handed, via=word)
    world.say(GRIEVANCE, event, "ines")
    world.say(GRIEVANCE, assignment("hugo", role=Role.HANDLER), "sara")
    world.say(GRIEVANCE, but(request(), due=handed + timedelta(days=10)), "hugo")
    world.say(GRIEVANCE, but(answer(), via=word), "ines")
    return world


@pytest.mark.parametrize(
    ("after", "lists", "late"),
    [(15, (LISTING,), False), (16, (LISTING,), True), (16, (), False)],
)
def test_an_objection_is_late_only_once_its_list_is_final(
    after: int, lists: tuple[str, ...], *, late: bool
) -> None:
    world = objected(after, *lists)
    reason = Inadmissible.OUT_OF_TIME
    away = determination(Outcome.INADMISSIBLE, world.head(CLAIM), inadmissible=reason, next_remedy=ANSWERED)

    if late:
        world.say(GRIEVANCE, away, "hugo", "sara")
    else:
        world.refuses("not_late", GRIEVANCE, away, "hugo", "sara")
