"""What the clock commits to: the heads of all streams, and the log of who read what."""

import pytest

from ledger.domain.codes import Role
from ledger.domain.directory import Anchor
from ledger.domain.registry.events import AccessLogAnchored, CaseHeadsCommitted
from ledger.domain.types import Digest, Event
from tests.domain.cases import but
from tests.domain.world import REGISTRY, ZERO, World, hire, peopled

OTHER = Digest("1" * 64)
HEADS = CaseHeadsCommitted(epoch=1, size=5, root=ZERO)
ACCESS = AccessLogAnchored(size=5, root=ZERO)


@pytest.mark.parametrize("says", [HEADS, ACCESS], ids=lambda says: type(says).__name__)
def test_the_clock_alone_commits_wherever_it_works(says: Event) -> None:
    world = peopled()
    hire(world, "cyra", Role.CLOCK, "line-k", areas=("94",))

    for name in ("rita", "vera", "susi", "ivo"):
        world.refuses("authority_missing", REGISTRY, says, name)
    world.refuses("signer_superfluous", REGISTRY, says, "cleo", "rita")
    world.say(REGISTRY, says, "cyra")


def test_epochs_follow_one_another_from_one() -> None:
    world = peopled()
    for epoch in (0, 2):
        world.refuses("heads_invalid", REGISTRY, but(HEADS, epoch=epoch), "cleo")
    world.say(REGISTRY, HEADS, "cleo")

    for epoch in (1, 3):
        world.refuses("heads_invalid", REGISTRY, but(HEADS, epoch=epoch, size=6), "cleo")
    world.say(REGISTRY, but(HEADS, epoch=2, size=6), "cleo")


def test_a_commitment_covers_more_than_the_last_one_and_nothing_unrecorded() -> None:
    world = peopled()
    for size in (-1, 0, world.size + 1):
        world.refuses("heads_invalid", REGISTRY, but(HEADS, size=size), "cleo")
    covered = world.size
    world.say(REGISTRY, but(HEADS, size=covered), "cleo")

    world.refuses("heads_invalid", REGISTRY, but(HEADS, epoch=2, size=covered), "cleo")
    world.say(REGISTRY, but(HEADS, epoch=2, size=covered + 1), "cleo")
    assert world.registry.heads == Anchor(2, covered + 1, ZERO)


def test_the_first_commitment_may_cover_the_founding_alone() -> None:
    peopled().say(REGISTRY, but(HEADS, size=1), "cleo")


def test_epochs_go_on_from_whatever_number_a_dishonest_server_put_there() -> None:
    world = peopled()
    world.record(world.statement(REGISTRY, but(HEADS, epoch=0), "cleo"))
    right = but(HEADS, epoch=1, size=6)

    world.unless("heads_invalid", REGISTRY, but(right, epoch=2), right, "cleo")


def anchored() -> World:
    world = peopled()
    world.refuses("access_log_shrank", REGISTRY, but(ACCESS, size=-1), "cleo")
    world.say(REGISTRY, but(ACCESS, size=0), "cleo")
    world.say(REGISTRY, ACCESS, "cleo")
    assert world.registry.access == Anchor(None, 5, ZERO)
    return world


@pytest.mark.parametrize("wrong", [{"size": 4}, {"root": OTHER}])
def test_the_log_of_readers_never_shrinks_nor_changes(wrong: dict[str, object]) -> None:
    anchored().unless("access_log_shrank", REGISTRY, but(ACCESS, **wrong), ACCESS, "cleo")


def test_the_log_of_readers_grows() -> None:
    anchored().say(REGISTRY, but(ACCESS, size=6, root=OTHER), "cleo")
