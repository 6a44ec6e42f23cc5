"""Who may sign as well: everybody who is offered is accepted, in every story, wherever two had to sign."""

from collections.abc import Iterator
from typing import NamedTuple

import pytest

from ledger.application.fastpath import read_recorded
from ledger.application.stories.library import STORIES
from ledger.application.stories.telling import play
from ledger.domain.codes import Role
from ledger.domain.errors import Refused
from ledger.domain.judge import judge
from ledger.domain.prefix import Prefix
from ledger.domain.replay import Replay
from ledger.domain.types import Recorded, Statement
from ledger.projections.views import cosigners
from ledger.projections.views.cosigners import ACTS, view_cosigners
from tests.domain import cases
from tests.domain.cases import CLAIM
from tests.domain.world import World, actor, hire
from tests.projections.prefixes import Everything
from tests.stories.stage import theatre


class Acted(NamedTuple):
    """An act that two signed, and the log before it."""

    prefix: Prefix
    entry: Recorded
    first: str
    second: str

    @property
    def statement(self) -> Statement:
        return self.entry.statement

    def offered(self) -> tuple[cosigners.Cosigner, ...]:
        said = self.statement
        return view_cosigners(self.prefix, said.stream, said.type, said.by)

    def refused(self, key: str) -> str | None:
        """The code by which the same act is refused with ``key`` as the other signer."""
        signers = tuple(sorted((self.first, key)))
        try:
            judge(self.statement._replace(signers=signers), self.prefix)
        except Refused as refusal:
            return refusal.code
        return None


def acted(entries: list[Recorded]) -> Iterator[Acted]:
    """Yield each act of two; the log before it is right until the next is asked for."""
    prefix = Replay(Everything())
    for entry in entries:
        said = entry.statement
        prefix.size, prefix.now = entry.index, entry.recorded_at
        if said.type in ACTS and len(said.signers) == 2:
            keys = prefix.registry.keys
            (first,) = (one for one in said.signers if keys[one].actor == said.by)
            (second,) = (one for one in said.signers if one != first)
            yield Acted(prefix, entry, first, second)
        prefix.accept(entry)


@pytest.fixture(scope="module")
def lived(tmp_path_factory: pytest.TempPathFactory) -> list[Recorded]:
    folder = tmp_path_factory.mktemp("cosigners")
    with theatre(folder, f"sqlite:///{folder}/ledger.db") as here:
        play(here.stage, STORIES)
        return [read_recorded(row.entry, row.leaf) for row in here.stage.ledger.store.rows(0, 10_000)]


def test_whoever_is_offered_is_accepted_and_whoever_signed_was_offered(lived: list[Recorded]) -> None:
    """And of supervisors, the others would have been refused."""
    seen = dict.fromkeys(ACTS, 0)
    for act in acted(lived):
        offered = {one.key for one in act.offered()}
        assert act.second in offered, act.statement.type
        assert {key: act.refused(key) for key in offered} == dict.fromkeys(offered)
        others = act.prefix.registry.keys.keys() - offered - {act.first}
        assert None not in {act.refused(key) for key in others}
        seen[act.statement.type] += 1
    assert seen["EligibilityDecided"] > 0 < seen["GrievanceDetermined"], seen


@pytest.mark.parametrize(
    ("defence", "instead", "code"),
    [
        ("check_four_eyes", lambda *_: None, "coi_same_line"),
        ("mandate_for", None, "authority_missing"),
    ],
)
def test_without_a_defence_somebody_is_offered_who_is_refused(
    lived: list[Recorded], monkeypatch: pytest.MonkeyPatch, defence: str, instead: object, code: str
) -> None:
    """The control: what the view leaves out is what the rules refuse."""
    act = next(one for one in acted(lived) if one.statement.type == "EligibilityDecided")
    if instead is None:
        held = act.prefix.registry.mandates[act.prefix.registry.keys[act.second].actor][0]
        instead = lambda *_: held  # noqa: E731
    monkeypatch.setattr(cosigners, defence, instead)
    refused = {act.refused(one.key) for one in act.offered()}
    assert code in refused


def offered(world: World) -> set[str]:
    return {one.actor for one in view_cosigners(world, CLAIM, "EligibilityDecided", actor("olga"))}


def test_whoever_has_a_part_in_the_claim_is_not_offered(monkeypatch: pytest.MonkeyPatch) -> None:
    world, *_ = cases.attested()
    hire(world, "nora", Role.SUPERVISOR, "line-n")
    hire(world, "ada", Role.SUPERVISOR, "line-x")  # who attested
    assert actor("nora") in offered(world)
    assert actor("ada") not in offered(world)
    monkeypatch.setattr(cosigners, "warning", lambda *_: None)
    assert actor("ada") in offered(world), "the control"


def test_an_act_of_another_kind_of_stream_has_no_second_signer() -> None:
    world, *_ = cases.attested()
    assert view_cosigners(world, CLAIM, "GrievanceDetermined", actor("olga")) == ()
