"""Candidates of a list: never one too few, and at the present none too many."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest
import sqlalchemy as sa
from hypothesis import given, settings
from hypothesis import strategies as st

from ledger.application.projecting import catch_up
from ledger.domain.codes import Role
from ledger.domain.directory import Mandate
from ledger.domain.grievance.records import GrievanceState
from ledger.domain.states import StreamState, evolve, initial
from ledger.projections.case_file import CaseFile
from ledger.projections.listed import Reach, Which, candidates
from ledger.projections.standing import standing
from tests.projections import histories
from tests.projections.histories import PROGRAMME, Log, actor, ref
from tests.projections.test_runner import memory

SEEN = settings(max_examples=60, deadline=None)
ELSEWHERE = "programme/00000000-0000-4000-8000-00000000000b"


def mandate(programmes: tuple[str, ...], areas: tuple[str, ...]) -> Mandate:
    day = date(2026, 1, 5)
    return Mandate(
        *("registry/", 1, "0" * 64, 1, actor(1), Role.OFFICER, None, "office_a1", "line_a"),
        *(frozenset(programmes), areas, day, day, False, 0, "", False),
    )


kinds = st.sampled_from(["claim", "grievance", "consultation"])
filters = st.fixed_dictionaries(
    {},
    optional={
        "state": st.sampled_from(["open", "decided", "filed", "closed"]),
        "programme": st.sampled_from([PROGRAMME.stream, ELSEWHERE]),
        "area": st.sampled_from(["10", "1001", "11"]),
        "matter": st.sampled_from(["appeal", "service_complaint"]),
        "waiting": st.booleans(),
    },
)
mandates = st.lists(
    st.builds(
        mandate,
        st.sampled_from([(), (PROGRAMME.stream,), (ELSEWHERE,)]),
        st.sampled_from([(), ("10",), ("1001", "99"), ("99",)]),
    ),
    max_size=3,
)


def states(log: Log, size: int) -> dict[str, tuple[int, StreamState]]:
    """Each stream of the first entries: where it began, and its state."""
    found: dict[str, tuple[int, StreamState]] = {}
    for recorded in log.recorded[:size]:
        stream = recorded.statement.stream
        first, state = found.get(stream, (recorded.index, initial(stream)))
        found[stream] = first, evolve(state, recorded)
    return found


def fits(which: Which, stream: str, state: StreamState) -> bool:
    """Whether a stream belongs to a list by its state alone."""
    stands = standing(which.kinds[0], state)
    programme = stands.programme.stream if stands.programme else None
    matter = state.kind if isinstance(state, GrievanceState) else None
    return (
        stream.startswith(f"{which.kinds[0]}/")
        and which.state in (None, stands.state)
        and which.programme in (None, programme)
        and which.matter in (None, matter)
        and (state.place() or "").startswith(which.area or "")
        and not (which.waiting and stands.ended)
    )


def reached(held: list[Mandate], who: tuple[str, ...]) -> Callable[[StreamState], bool]:
    def within(state: StreamState) -> bool:
        programme = getattr(state, "programme", None)
        stream = None if programme is None else programme.stream
        party = not {*who}.isdisjoint(state.parties())
        return party or any(one.covers(stream, state.place()) for one in held)

    return within


def found(engine: sa.Engine, which: Which, before: int) -> list[tuple[int, str]]:
    """Every candidate, two at a time, as a list is paged."""
    rows, last = list[tuple[int, str]](), -1
    with engine.connect() as connection:
        while part := candidates(connection, which, after=last, before=before, limit=2):
            rows, last = rows + part, part[-1][0]
    return rows


@given(histories.logs(), kinds, filters, st.none() | mandates, st.integers(0, 2))
@SEEN
def test_candidates_of_the_present_are_what_the_states_say(
    log: Log, kind: str, given_: dict[str, object], held: list[Mandate] | None, who: int
) -> None:
    engine = memory()
    catch_up(engine, log.source, (CaseFile(),), batch=3)
    which = Which(kinds=(kind,), **given_)  # type: ignore[arg-type]
    within = reached(held or [], (actor(who),))
    if held is not None:
        which = replace(which, reach=[Reach(one.programmes, one.areas) for one in held], actors=(actor(who),))

    expected = [
        (first, stream)
        for stream, (first, state) in states(log, len(log.entries)).items()
        if fits(which, stream, state) and (held is None or within(state))
    ]
    assert found(engine, which, len(log.entries)) == sorted(expected)


@given(histories.logs(), kinds, filters, st.data())
@SEEN
def test_whatever_belonged_to_a_list_at_a_moment_is_a_candidate(
    log: Log, kind: str, given_: dict[str, object], data: st.DataObject
) -> None:
    engine = memory()
    catch_up(engine, log.source, (CaseFile(),))
    size = data.draw(st.integers(0, len(log.entries)))
    which = Which(kinds=(kind,), **given_)  # type: ignore[arg-type]

    then = {stream for stream, (_, state) in states(log, size).items() if fits(which, stream, state)}
    rows = found(engine, which, size)
    assert then <= {stream for _, stream in rows}
    assert all(first < size for first, _ in rows)


def test_a_filter_that_forgot_the_moment_would_lose_a_case() -> None:
    """The control: what holds now does not say what held then."""
    log = histories.enrol(Log())
    log.add(ref("claim", 1), histories.received())
    size = len(log.entries)
    log.add(ref("claim", 1), histories.decided())
    engine = memory()
    catch_up(engine, log.source, (CaseFile(),))
    opened = Which(kinds=("claim",), state="open")
    assert found(engine, opened, size)
    assert not found(engine, opened, size + 1)


@pytest.mark.parametrize("kinds", [("claim",), ("claim", "grievance")])
def test_a_page_is_read_as_it_lies(kinds: tuple[str, ...]) -> None:
    """No walk over the table: the key leads to the place where the page before ended."""
    engine = memory()
    catch_up(engine, Log().source, (CaseFile(),))
    said: list[str] = []
    sa.event.listen(engine, "before_cursor_execute", lambda *given: said.append(given[2]))
    with engine.connect() as connection:
        candidates(connection, Which(kinds=kinds, reach=[Reach((), ("10",))]), after=7, before=9, limit=2)
        plan = connection.exec_driver_sql(
            "EXPLAIN QUERY PLAN " + said[-1], (*kinds, 7, 9, "10", "/", 2)
        ).all()
    steps = [row[3] for row in plan]
    assert any("SEARCH case_listed USING PRIMARY KEY (kind=? AND first>?" in step for step in steps), steps
