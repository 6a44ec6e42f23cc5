"""What the pages of consultations show: the views of the ledger, with their texts and people in words."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final, NamedTuple

from api.languages import Language
from api.web.timeline import Teller, Told, Value
from api.web.words.labels import label
from api.web.words.open_lists import MISCELLANEOUS
from ledger.application.errors import NoSuchEntry
from ledger.application.ledger import Ledger
from ledger.application.looking import streams
from ledger.application.published import published
from ledger.application.snapshot import Snapshot
from ledger.domain.consultation.kept import ConsultationStatus
from ledger.domain.dates import civil
from ledger.projections.listed import Which
from ledger.projections.views.commitments import Commitment, Commitments, view_commitment, view_commitments
from ledger.projections.views.consultation import ConsultationView, view_consultation
from ledger.projections.views.entitlement import may_open
from ledger.projections.views.periods import Period
from ledger.projections.views.present import Present, present
from ledger.projections.views.queue import own_steps

BEGINNING: Final = 80
"""Characters of a text that stand in the place of its digest."""
_DIGEST: Final = re.compile("[0-9a-f]{64}").fullmatch


class Line(NamedTuple):
    """A consultation in the list. ``silent`` counts the days that an answer is late; ``due``: awaited."""

    view: ConsultationView
    question: str | None
    owner: str | None
    silent: int
    due: Period | None


@dataclass(frozen=True, slots=True)
class Cases:
    """The cases that led to a consultation: counted, never named; ``mine`` are those the reader may open."""

    count: int
    grounds: tuple[str, ...]
    areas: tuple[str, ...]
    first: date | None
    last: date | None
    mine: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Room:
    """One consultation before a reader.

    ``words`` are the published texts by digest, ``who`` says of each actor under which role and office they
    stand, ``by`` who signed the entry of each version. ``can`` are the acts that the reader may answer for.
    """

    view: ConsultationView
    present: Present
    words: Mapping[str, str]
    who: Mapping[str, str]
    by: Mapping[int, str]
    cases: Cases
    told: tuple[Told, ...]
    promises: Mapping[str, tuple[Told, ...]]
    can: frozenset[str]
    runs: bool


def list_rooms(ledger: Ledger, prefix: Snapshot, language: Language) -> list[Line]:
    """Return every consultation: late answers first, then what is due first, then what ended last.

    Raises:
        ProjectionError: The read model of case files stands still.
    """
    teller, today = Teller(prefix, language), civil(prefix.now)
    found = []
    for stream in streams(ledger, prefix, Which(kinds=("consultation",))):
        view = view_consultation(prefix, stream)
        if view is None:
            continue
        waits = [wait for one in view.answered for wait in one.waits]
        opening = [one for one in present(prefix, stream).clocks if one.waiting]
        due = min([*waits, *opening], key=lambda one: one.due, default=None)
        owner, question = view.asked.owner, view.asked.question
        words = {} if question is None else published(ledger, prefix, stream)
        found.append(
            Line(
                view,
                words.get(question or ""),
                None if owner is None else teller.person(owner, today),
                max((one.silent for one in view.answered), default=0),
                due,
            )
        )
    ended = {str(ConsultationStatus.ANSWERED), str(ConsultationStatus.DECLINED)}
    return sorted(
        found,
        key=lambda one: (
            -one.silent,
            one.view.state in ended,
            "9" if one.due is None else one.due.due,
            one.view.stream,
        ),
    )


def list_promises(ledger: Ledger, prefix: Snapshot) -> tuple[Commitments, dict[str, str]]:
    """Return every commitment, and their published texts by digest; raises as ``list_rooms``."""
    found = view_commitments(prefix, streams(ledger, prefix, Which(kinds=("commitment",))))
    words: dict[str, str] = {}
    for one in found.commitments:
        words |= published(ledger, prefix, one.stream)
    return found, words


def see_room(ledger: Ledger, prefix: Snapshot, stream: str, reader: str, language: Language) -> Room:
    """Return the consultation ``stream`` before ``reader``, an actor.

    Raises:
        NoSuchEntry: The log holds no such consultation at the position of ``prefix``.
    """
    view = None if prefix.head(stream) is None else view_consultation(prefix, stream)
    if view is None:
        raise NoSuchEntry("the log holds no consultation of that name by then")
    now, teller, today = present(prefix, stream), Teller(prefix, language, reader), civil(prefix.now)
    history = prefix.history(stream)
    made = [one for answered in view.answered for one in answered.done]
    promised = dict.fromkeys(one.stream for one in made)
    words = published(ledger, prefix, stream)
    for one in promised:
        words |= published(ledger, prefix, one)
    state = prefix.state(stream)
    return Room(
        view,
        now,
        words,
        {actor: teller.person(actor, today) for actor in _actors(view, made)},
        {entry.version: teller.person(entry.statement.by, civil(entry.recorded_at)) for entry in history},
        see_cases(prefix, view.asked.evidence, reader),
        tuple(_in_words(told, words, language) for told in teller.tell(history)),
        {one: teller.tell(prefix.history(one)) for one in promised},
        frozenset(step.act for step in own_steps(prefix, stream, reader, now.next)),
        any(phase.from_ <= today <= phase.to for phase in getattr(state, "phases", ())),
    )


def see_cases(prefix: Snapshot, evidence: tuple[str, ...], reader: str) -> Cases:
    """Return what the cases of ``evidence`` have in common to say, and which ``reader`` may open."""
    about = [one for one in (prefix.state(stream).complaint() for stream in evidence) if one is not None]
    days = [civil(prefix.history(stream)[0].recorded_at) for stream in evidence if prefix.history(stream)]
    return Cases(
        len(evidence),
        tuple(sorted({ground for one in about for ground in one.grounds})),
        tuple(sorted({one.area for one in about if one.area is not None})),
        min(days, default=None),
        max(days, default=None),
        tuple(stream for stream in evidence if may_open(prefix, stream, reader)),
    )


def see_promise(prefix: Snapshot, stream: str) -> Commitment:
    """Return one commitment.

    Raises:
        NoSuchEntry: The log holds no such commitment.
    """
    found = None if prefix.head(stream) is None else view_commitment(prefix, stream)
    if found is None:
        raise NoSuchEntry("the log holds no commitment of that name by then")
    return found


def _actors(view: ConsultationView, made: list[Commitment]) -> set[str]:
    named = {view.asked.owner, view.asked.convener, view.asked.proposed_by}
    named |= {one.addressed_to for one in view.answered} | {one.owner for one in made}
    named |= {superior for one in view.answered for superior in one.superiors}
    named |= {actor for one in made for check in one.verified for actor in (check.by,)}
    named |= {actor for meeting in view.meetings for actor in meeting.officials}
    return {actor for actor in named if actor is not None}


def _in_words(told: Told, words: Mapping[str, str], language: Language) -> Told:
    """Return an entry with the beginning of each published text in the place of its digest.

    What is published is not counted as sealed. A code that several lists have is one of a programme's here.
    """

    def value(one: Value) -> Value:
        if _DIGEST(one.text) is None:
            return Value(label(one.text, language, "code"), one.to) if one.text in MISCELLANEOUS else one
        text = words.get(one.text)
        return Value(
            f"{one.text[:16]}…" if text is None else f"“{text[:BEGINNING]}{'…' if text[BEGINNING:] else ''}”"
        )

    published_here = {one.text for item in told.items for one in item.values} & words.keys()
    return told._replace(
        items=tuple(item._replace(values=tuple(map(value, item.values))) for item in told.items),
        sealed=max(0, told.sealed - len(published_here)),
    )
