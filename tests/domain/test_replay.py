"""A verifier's prefix answers every question as the log does, and says where it was not shown enough."""

from collections.abc import Sequence

import pytest
from hypothesis import given

from ledger.domain.casework_codes import Kind
from ledger.domain.directory import RegistryState
from ledger.domain.grievance.standing import accused
from ledger.domain.lapsing import clocks
from ledger.domain.replay import NotShown, Replay
from ledger.domain.states import initial
from ledger.domain.types import EntryRef, Recorded, Seen, StreamRef
from tests.domain.cases import CLAIM, GRIEVANCE, appealed, filing, pinned, refused
from tests.domain.complaints import grievance
from tests.domain.strategies import STREAMS, histories
from tests.domain.world import REGISTRY, ROOTS, STANDARD, ZERO, World, actor, founding, stream


def replayed(world: World, *, left_out: str | None = None) -> Replay:
    """A replay of the world's log, to which every stream but ``left_out`` was handed over."""
    shown = {item.statement.stream for item in world.log} - {left_out}
    replay = Replay(shown)
    for item in world.log:
        if item.statement.stream != left_out:
            replay.size, replay.now = item.index, item.recorded_at
            replay.accept(item)
    return replay


def test_a_replay_answers_as_the_log_does() -> None:
    world, _ = appealed()
    replay = replayed(world)

    assert replay.registry == world.registry
    assert replay.registry_stream == REGISTRY
    for name in {item.statement.stream for item in world.log}:
        assert replay.state(name) == world.state(name)
        assert replay.head(name) == world.head(name)
        assert list(replay.history(name)) == world.history(name)
        assert list(replay.referring(name)) == world.referring(name)
    assert list(replay.referring(CLAIM)) == [GRIEVANCE]


def test_a_replay_comes_to_the_same_dates() -> None:
    world, _ = appealed()
    replay = replayed(world)
    replay.size, replay.now = world.size, world.now

    for name in (CLAIM, GRIEVANCE):
        assert clocks(world, name)
        assert clocks(replay, name) == clocks(world, name)


def test_the_registry_is_the_stream_of_the_first_entry_and_of_no_other() -> None:
    world = World()
    world.say(REGISTRY, founding(), ROOTS[0], keys=ROOTS)
    world.record(world.statement(CLAIM, filing(EntryRef(STANDARD, 1, ZERO)), "ines"))

    assert replayed(world).registry_stream == REGISTRY


def test_what_was_not_handed_over_is_neither_yes_nor_no() -> None:
    world, _ = appealed()
    replay = replayed(world, left_out=GRIEVANCE)

    for ask in (replay.state, replay.head, replay.history):
        with pytest.raises(NotShown, match=r"^a rule rests on a record that is not in the file$") as caught:
            ask(GRIEVANCE)
        assert caught.value.code == "not_checkable"
    assert list(replay.history(CLAIM)) == world.history(CLAIM)


def test_who_asks_for_what_others_say_is_told_that_more_may_stand_elsewhere() -> None:
    world, _ = appealed()
    replay = replayed(world)
    assert not replay.partial

    replay.referring(CLAIM)
    assert replay.partial


def test_a_person_who_is_complained_about_is_no_stream_to_be_handed_over() -> None:
    world, _ = refused()
    about = (StreamRef(actor("otto")),)
    world.say(GRIEVANCE, filing(pinned(world), kind=Kind.CONDUCT_COMPLAINT, about=about), "ines")
    replay = replayed(world)

    assert accused(grievance(world), replay) == {actor("otto")}


def test_before_its_first_entry_a_log_is_empty() -> None:
    replay = Replay({CLAIM})

    assert (replay.size, replay.now, replay.registry_stream) == (0, "", "")
    assert replay.registry == RegistryState()
    assert replay.state(CLAIM) == initial(CLAIM)
    assert replay.head(CLAIM) is None
    assert list(replay.history(CLAIM)) == []


@given(histories())
def test_any_history_is_kept_in_its_order(history: Sequence[Recorded]) -> None:
    replay = Replay(STREAMS)
    for item in history:
        replay.accept(item)

    name = history[0].statement.stream if history else stream("claim")
    assert list(replay.history(name)) == list(history)
    assert replay.head(name) == (Seen(history[-1].version, history[-1].leaf) if history else None)
