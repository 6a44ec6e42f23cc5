"""Who may be given a grievance: everybody who is offered is accepted, and nobody else of the role is."""

from collections.abc import Iterator
from dataclasses import replace

import pytest

from ledger.application.fastpath import read_recorded
from ledger.application.stories.library import STORIES
from ledger.application.stories.telling import play
from ledger.domain.codes import Role
from ledger.domain.errors import Refused
from ledger.domain.grievance.events import HandlerAssigned
from ledger.domain.judge import judge
from ledger.domain.prefix import Prefix
from ledger.domain.replay import Replay
from ledger.domain.types import ActorRef, Recorded, Statement
from ledger.projections.views import assignees
from ledger.projections.views.assignees import view_assignees
from tests.projections.prefixes import Everything
from tests.stories.stage import theatre


@pytest.fixture(scope="module")
def lived(tmp_path_factory: pytest.TempPathFactory) -> list[Recorded]:
    folder = tmp_path_factory.mktemp("assignees")
    with theatre(folder, f"sqlite:///{folder}/ledger.db") as here:
        play(here.stage, STORIES)
        return [read_recorded(row.entry, row.leaf) for row in here.stage.ledger.store.rows(0, 10_000)]


def assigned(entries: list[Recorded]) -> Iterator[tuple[Prefix, Statement, HandlerAssigned]]:
    """Yield each assignment to one person; the log before it is right until the next is asked for."""
    prefix = Replay(Everything())
    for entry in entries:
        says = entry.statement.says
        prefix.size, prefix.now = entry.index, entry.recorded_at
        if isinstance(says, HandlerAssigned) and len(says.handlers) == 1:
            yield prefix, entry.statement, says
        prefix.accept(entry)


def taken(prefix: Prefix, statement: Statement, says: HandlerAssigned, role: Role, actor: str) -> bool:
    """Whether the same assignment is accepted with ``actor`` as ``role``."""
    other = replace(says, handlers=(ActorRef(actor),), role=role)
    try:
        judge(statement._replace(says=other), prefix)
    except Refused:
        return False
    return True


def test_those_who_are_offered_are_those_who_are_accepted(lived: list[Recorded]) -> None:
    seen = 0
    for prefix, statement, says in assigned(lived):
        offered = view_assignees(prefix, statement.stream, statement.by)
        assert says.handlers[0] in offered[says.role]
        for role in (Role.HANDLER, Role.REVIEWER):
            accepted = {
                actor for actor in prefix.registry.mandates if taken(prefix, statement, says, role, actor)
            }
            assert accepted == {*offered.get(role, ())}
        seen += 1
    assert seen > 3


def test_without_the_gate_somebody_is_offered_who_is_refused(
    lived: list[Recorded], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(assignees, "check_gate", lambda *_: None)
    monkeypatch.setattr(assignees, "check_handling", lambda *_: None)
    wrong = [
        actor
        for prefix, statement, says in assigned(lived)
        for actor in view_assignees(prefix, statement.stream, statement.by).get(says.role, ())
        if not taken(prefix, statement, says, says.role, actor)
    ]
    assert wrong
