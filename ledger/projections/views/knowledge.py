"""What did the decider have before them? Their own signature over ``seen`` draws the line.

Three columns: seen and cited, seen and not cited, recorded later. Beside them: what the ledger held elsewhere
about the matter and was not consulted, conflicts that were pending, departures from a published computation,
and what was recorded late, so that nobody can say that it was there to be seen.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, NamedTuple

from ledger.domain.authority import persons
from ledger.domain.matters import Answered
from ledger.domain.prefix import Prefix
from ledger.domain.relations import same_person
from ledger.domain.states import evolve, initial
from ledger.domain.types import Recorded
from ledger.projections.standing import Standing, standing
from ledger.projections.views.entries import Shown, days_late, show_entry
from ledger.projections.views.plain import plain
from ledger.projections.views.related import Related, cited, related


class Known(StrEnum):
    """The columns, and the act itself."""

    CITED = "cited"
    SEEN = "seen"
    LATER = "later"
    THIS = "this"


class Departure(NamedTuple):
    """A published computation said ``computed``, and the act decided otherwise or says that it departs."""

    computed: str | None
    decided: str | None


class PendingConflict(NamedTuple):
    """A report, not yet ruled on when the act was recorded, that ``actor`` may not act here.

    ``signer``: that is a person who signed the act or voted on it.
    """

    version: int
    actor: str
    ground: str
    section: str
    how: str
    signer: bool


@dataclass(frozen=True, slots=True)
class LateRecord:
    """An entry recorded ``days`` later, in Bangkok, than it was made, or than it says of itself.

    ``before``: by the signer's own clock it was made before the act was recorded, and yet was not there.
    """

    index: int
    days: int
    before: bool


@dataclass(frozen=True, slots=True)
class Knowledge:
    """What the signer of an act had before them of one stream, and what they had not.

    ``line`` is the last version that they had; ``state`` is the domain's fold up to it as JSON, ``stands``
    what it says in the words of every view. ``entries`` are all there are today, each with its column.
    """

    stream: str
    act: Shown
    line: int
    stands: Standing
    state: dict[str, Any]
    entries: tuple[Shown, ...]
    elsewhere: tuple[Related, ...]
    departure: Departure | None
    conflicts: tuple[PendingConflict, ...]
    late: tuple[LateRecord, ...]


def knowledge(before: Prefix, act: Recorded, stream: str, entries: Sequence[Recorded]) -> Knowledge:
    """Return what the signer of ``act`` had before them of ``stream``.

    Args:
        before: The log before the act: its ``size`` is the act's index.
        act: A decision, a determination, or any other recorded statement.
        stream: The stream asked about: the act's own, or the claim that a determination answers.
        entries: Every entry of the stream, also those recorded since.
    """
    line = line_of(act, stream, entries)
    state = initial(stream)
    for recorded in entries[:line]:
        state = evolve(state, recorded)
    folded: dict[str, Any] = plain(state)
    named = {(ref.stream, ref.version, ref.leaf) for ref in cited(act.statement.says)}
    shown = []
    for recorded in entries:
        is_named = (stream, recorded.version, recorded.leaf) in named
        shown.append(show_entry(recorded, before.registry, _column(recorded, act, line, named=is_named)))
    return Knowledge(
        stream,
        show_entry(act, before.registry, Known.THIS),
        line,
        standing(stream.partition("/")[0], state),
        folded,
        tuple(shown),
        related(before, stream, act),
        _departure(act),
        tuple(_pending(before, act, stream)),
        tuple(_late(act, entries, line)),
    )


def line_of(act: Recorded, stream: str, entries: Sequence[Recorded]) -> int:
    """Return the last version of ``stream`` that the signer of ``act`` had; 0: nothing of it.

    On the act's own stream that is ``seen``, and without it the version before; on the claim that a
    determination answers it is ``claim_seen``; on any other stream the act's place in the log.
    """
    statement = act.statement
    if statement.stream == stream:
        return statement.seen.version if statement.seen else act.version - 1
    claim_seen = getattr(statement.says, "claim_seen", None)
    if claim_seen is not None and any(one.leaf == claim_seen.leaf for one in entries):
        return int(claim_seen.version)
    return max((one.version for one in entries if one.index < act.index), default=0)


def _column(recorded: Recorded, act: Recorded, line: int, *, named: bool) -> Known:
    if recorded.version <= line:
        return Known.CITED if named else Known.SEEN
    return Known.THIS if recorded.index == act.index else Known.LATER


def _departure(act: Recorded) -> Departure | None:
    """Return how a decision departs from what a published computation said."""
    says: Any = act.statement.says
    evaluation = getattr(says, "evaluation", None)
    computed = None if evaluation is None else str(evaluation.result)
    decided = getattr(says, "result", None)
    if getattr(says, "departs", None) is True or (computed is not None and computed != decided):
        return Departure(computed, None if decided is None else str(decided))
    return None


def _pending(before: Prefix, act: Recorded, stream: str) -> Iterator[PendingConflict]:
    """Yield the conflicts of the stream that waited for a ruling when the act was recorded."""
    committee = getattr(act.statement.says, "committee", None)
    answered = Answered(
        act.statement.by, act.statement.signers, () if committee is None else committee.members
    )
    signers = persons(before.registry, answered)
    for one in before.state(stream).casework.conflicts:
        if one.ruled is None:
            own = any(same_person(before.registry, one.actor, signer) for signer in signers)
            yield PendingConflict(
                one.version, one.actor, str(one.ground), str(one.section), str(one.how), own
            )


def _late(act: Recorded, entries: Sequence[Recorded], line: int) -> Iterator[LateRecord]:
    """Yield what was recorded on a later day than its signer says, or after the act though said before it.

    An imported record has the day of an old register in the place of a signer's; it says when by itself.
    """
    done = datetime.fromisoformat(act.recorded_at).replace(microsecond=0)  # signers state whole seconds
    for recorded in entries:
        said, days = recorded.statement.at, days_late(recorded)
        if said is None or days is None or recorded.index == act.index or _is_imported(recorded):
            continue
        before = recorded.version > line and datetime.fromisoformat(said) < done
        if days > 0 or before:
            yield LateRecord(recorded.index, days, before)


def _is_imported(recorded: Recorded) -> bool:
    return getattr(recorded.statement.says, "official", None) is not None
