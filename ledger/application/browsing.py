"""Pages of lists, bound to the moment at which the list was begun: what is appended meanwhile moves nothing.

Who may see a matter is asked of the present, what is shown of it is as it stood then.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, Final, Generic, NamedTuple, TypeAlias, TypeVar

import sqlalchemy as sa

from ledger.application.ledger import Ledger
from ledger.application.looking import follow
from ledger.application.replay import prefix_at
from ledger.application.snapshot import Snapshot, at_time, present
from ledger.domain.codes import Role
from ledger.domain.dates import BANGKOK, civil
from ledger.domain.directory import Mandate
from ledger.domain.relations import actors_of, running, same_person
from ledger.projections.decision_tables import DECISION, MADE_BY
from ledger.projections.decisions import Decisions
from ledger.projections.listed import Reach, Which, candidates
from ledger.projections.standing import standing
from ledger.projections.views.entitlement import READERS, may_open
from ledger.projections.views.listed import Listed, view_listed

K = TypeVar("K")
T = TypeVar("T")
Place: TypeAlias = int | str
"""What came last on a page: an index of the log, or a name where a list is ordered by something else."""

CHUNK: Final = 100
"""Candidates read by one query."""
MOST: Final = 1_000
"""Candidates looked at for one page: where few of them are for the reader, a page is short, and goes on."""
DECISIONS: Final = Decisions()


class Turn(NamedTuple):
    """Which page: of the list as of the first ``size`` entries at ``now``, after ``after``."""

    size: int
    now: str
    after: Place
    limit: int


@dataclass(frozen=True, slots=True)
class Page(Generic[T]):
    """Some items of a list; ``next``: where the rest begins, None: this was the last page."""

    size: int
    now: str
    items: Sequence[T]
    next: Place | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """A decision as it was made. ``state`` is where its case stands, for whoever may open the case."""

    stream: str
    version: int
    index: int
    day: str
    result: str
    ground: str
    order_maker: str
    office: str
    programme: str
    district: str
    amount: int | None
    currency: str | None
    days: int | None
    origin: str
    state: str | None


def begin(
    ledger: Ledger, now: datetime, limit: int, *, at: int | None = None, since: date | None = None
) -> Turn:
    """Return the first page of a list ``now``, or after the entry of index ``at``.

    ``since``: only what began on that day (Bangkok) or later.
    """
    prefix, after = prefix_at(ledger, at, now), -1
    if since is not None:
        midnight = datetime.combine(since, time.min, UTC) - BANGKOK
        after = at_time(ledger.store, midnight - timedelta(milliseconds=1)).size - 1
    return Turn(prefix.size, prefix.now, after, limit)


def cases(ledger: Ledger, actor: str, which: Which, turn: Turn, now: datetime) -> Page[Listed]:
    """Return a page of the cases that ``actor`` may open, in the order in which they began.

    Args:
        ledger: The ledger.
        actor: Who asks.
        which: A kind of cases, and filters.
        turn: Which page.
        now: The present time, at which it is asked what the actor may open.

    Raises:
        ProjectionError: The read model of case files stands still; it says at which entry and why.
    """
    follow(ledger)
    today = present(ledger.store, now)
    then = _then(ledger, turn, today)
    held = running(today.registry, actor, civil(today.now))
    reach = [Reach(one.programmes, one.areas) for one in held if one.role in READERS]
    asked = replace(which, reach=reach, actors=actors_of(today.registry, actor))

    def line(stream: str) -> Listed | None:
        found = view_listed(then, stream) if may_open(today, stream, actor) else None
        return found if found is not None and _wanted(found, which) else None

    def read(after: int) -> Sequence[tuple[int, str]]:
        with ledger.store.engine.connect() as connection:
            chunk = candidates(connection, asked, after=after, before=turn.size, limit=CHUNK)
        for prefix in {today, then}:
            prefix.load(stream for _, stream in chunk)
        return chunk

    return _walk(turn, read, line)


def consultations(ledger: Ledger, state: str | None, turn: Turn) -> Page[Listed]:
    """Return a page of the consultations, in the order in which they began.

    Raises:
        ProjectionError: As ``cases``.
    """
    follow(ledger)
    then = moment(ledger, turn)
    which = Which(kinds=("consultation",))  # whatever their state: a phase may end without an entry

    def line(stream: str) -> Listed | None:
        found = view_listed(then, stream)
        return found if found is not None and state in (None, found.state) else None

    def read(after: int) -> Sequence[tuple[int, str]]:
        with ledger.store.engine.connect() as connection:
            return candidates(connection, which, after=after, before=turn.size, limit=CHUNK)

    return _walk(turn, read, line)


def decisions(
    ledger: Ledger, actor: str, official: str, turn: Turn, now: datetime, **filters: str | None
) -> Page[Made] | None:
    """Return a page of what ``official`` decided: for the official, and for oversight as far as it reaches.

    None: it is nobody's of whom ``actor`` may ask. What came of a decision is no part of it, since some of
    that is for others alone: the case says it, to whoever may open the case.

    Args:
        ledger: The ledger.
        actor: Who asks.
        official: Who decided.
        turn: Which page.
        now: The present time, at which it is asked what the actor may read.
        filters: Values of columns of the decisions; None: any.

    Raises:
        ProjectionError: The read model of decisions stands still; it says at which entry and why.
    """
    today = present(ledger.store, now)
    own, held = same_person(today.registry, actor, official), _overseeing(today, actor)
    if official not in today.registry.mandates or not (own or held):
        return None
    return _decided(ledger, actor, _made([official], filters), turn, today, held=None if own else held)


def decisions_of(ledger: Ledger, actor: str, office: str, turn: Turn, now: datetime) -> Page[Made] | None:
    """Return a page of what was decided from ``office``, as far as oversight of it reaches; None: not theirs.

    Those whom one asks are whoever ever held a mandate there.

    Raises:
        ProjectionError: As ``decisions``.
    """
    today = present(ledger.store, now)
    held, mandates = _overseeing(today, actor), today.registry.mandates
    if office not in today.registry.offices or not held:
        return None
    officials = [one for one, granted in mandates.items() if any(each.office == office for each in granted)]
    return _decided(ledger, actor, _made(officials, {"office": office}), turn, today, held=held)


def _overseeing(today: Snapshot, actor: str) -> list[Mandate]:
    held = running(today.registry, actor, civil(today.now))
    return [one for one in held if one.role is Role.OVERSIGHT]


def _decided(
    ledger: Ledger,
    actor: str,
    asked: "sa.Select[tuple[Any, ...]]",
    turn: Turn,
    today: Snapshot,
    *,
    held: Sequence[Mandate] | None,
) -> Page[Made]:
    """Return a page of decisions, as far as the mandates ``held`` reach; None: they are the actor's own."""
    follow(ledger, DECISIONS)
    then = _then(ledger, turn, today)

    def line(row: Mapping[Any, Any]) -> Made | None:
        opens = may_open(today, row["stream"], actor)
        overseen = opens and any(one.covers(row["programme"], row["district"]) for one in held or ())
        state = standing("claim", then.state(row["stream"])).state if opens else None
        return Made(**row, state=state) if held is None or overseen else None

    def read(after: int) -> Sequence[tuple[int, Mapping[Any, Any]]]:
        within = (MADE_BY.c.index > after, MADE_BY.c.index < turn.size)
        with ledger.store.engine.connect() as connection:
            rows = connection.execute(asked.where(*within).limit(CHUNK)).mappings().all()
        for prefix in {today, then}:
            prefix.load(row["stream"] for row in rows)
        return [(row["index"], row) for row in rows]

    return _walk(turn, read, line)


def _made(officials: Collection[str], filters: Mapping[str, str | None]) -> "sa.Select[tuple[Any, ...]]":
    """Return the query for what somebody of ``officials`` decided, in the order of the log."""
    same = sa.and_(DECISION.c.stream == MADE_BY.c.stream, DECISION.c.version == MADE_BY.c.version)
    columns = (DECISION.c[field.name] for field in fields(Made) if field.name != "state")
    wanted = (DECISION.c[name] == value for name, value in filters.items() if value is not None)
    asked = sa.select(*columns).select_from(MADE_BY.join(DECISION, same))
    return asked.where(MADE_BY.c.decider.in_(officials), *wanted).distinct().order_by(MADE_BY.c.index)


def moment(ledger: Ledger, turn: Turn) -> Snapshot:
    """Return the log at the moment of the list."""
    return Snapshot(ledger.store, turn.size, turn.now)


def _then(ledger: Ledger, turn: Turn, today: Snapshot) -> Snapshot:
    return today if today.size == turn.size else moment(ledger, turn)


def _wanted(line: Listed, which: Which) -> bool:
    """Return whether ``line`` is what the filters ask for, at the moment of the list."""
    named = ((which.state, line.state), (which.programme, line.programme), (which.matter, line.kind))
    within = which.area is None or (line.area or "").startswith(which.area)
    return within and all(asked in (None, value) for asked, value in named)


def _walk(
    turn: Turn, read: Callable[[int], Sequence[tuple[int, K]]], line: Callable[[K], T | None]
) -> Page[T]:
    """Return a page of what ``read`` finds after an index, a chunk at a time, as ``line`` has it."""
    last, looked, found = turn.after if isinstance(turn.after, int) else -1, 0, list[T]()
    while True:
        chunk = read(last)
        for index, key in chunk:
            made = line(key)
            if made is not None:
                if len(found) == turn.limit:
                    return Page(turn.size, turn.now, found, last)
                found.append(made)
            last = index
        looked += len(chunk)
        if len(chunk) < CHUNK or looked >= MOST:
            return Page(turn.size, turn.now, found, None if len(chunk) < CHUNK else last)


def part(items: Sequence[T], name: Callable[[T], str], turn: Turn) -> Page[T]:
    """Return a page of a list that is computed whole: the same at the same moment, whenever it is asked."""
    names = [name(item) for item in items]
    start = names.index(turn.after) + 1 if turn.after in names else 0
    end = start + turn.limit
    rest = names[end - 1] if end < len(names) else None
    return Page(turn.size, turn.now, items[start:end], rest)
