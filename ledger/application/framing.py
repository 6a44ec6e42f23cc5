"""Composing the frame of a random audit: questions to the log, and what seals the answer.

The questions are asked of read models that are grown for them, up to one size of the log, in a place of
their own: so whoever has the log asks the same questions again, and gets the same cases.
"""

import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import sqlalchemy as sa

from ledger.application.projecting import Notice, catch_up, silent
from ledger.application.reporting import reader
from ledger.domain.audit.events import AuditFrameSealed, AuditPurpose, Beacon, Stratum
from ledger.domain.types import Code, Digest
from ledger.projections.audits.audit import Audit
from ledger.projections.audits.frames import FrameFile, Question
from ledger.projections.audits.selecting import (
    OF_GRIEVANCES,
    Candidate,
    check_questions,
    of_decision,
    of_grievance,
    select,
)
from ledger.projections.decision_tables import DECISION
from ledger.projections.decisions import Decisions
from ledger.projections.grievances import GRIEVANCE, Grievances
from ledger.signing.errors import require
from ledger.store.engines import open_engine
from ledger.store.recorder import Recorder


def compose_frame(
    recorder: Recorder,
    purpose: AuditPurpose,
    questions: Sequence[Question],
    period: tuple[str, str],
    *,
    notice: Notice = silent,
) -> FrameFile:
    """Return the frame that the whole log gives to ``questions``.

    Args:
        recorder: The log's store.
        purpose: What is audited: it says whether cases are claims or grievances.
        questions: The strata, in order.
        period: First day (inclusive) and last day (exclusive) of the acts that are asked about.
        notice: Told how far the log was read.

    Raises:
        Malformed: ``frame_question``: the questions have no meaning. ``frame_empty``: nothing answers one.
        ProjectionError: An entry cannot be read.
    """
    size = recorder.head().size
    check_questions(purpose, questions)
    require(period[0] < period[1], "frame_question", "a period ends after it begins")
    frame = FrameFile(
        origin=recorder.origin() or "",
        size=size,
        purpose=purpose,
        since=period[0],
        until=period[1],
        questions=tuple(questions),
        cases=ask(recorder, purpose, questions, period, size, notice=notice),
    )
    for question, cases in zip(questions, frame.cases, strict=True):
        require(cases, "frame_empty", f"no case answers the question of the stratum {question.name}")
    return frame


def ask(
    recorder: Recorder,
    purpose: AuditPurpose,
    questions: Sequence[Question],
    period: tuple[str, str],
    size: int,
    *,
    notice: Notice = silent,
) -> tuple[tuple[str, ...], ...]:
    """Return the cases that the first ``size`` entries of the log give to each question."""
    with tempfile.TemporaryDirectory(prefix="phayan-frame-") as folder, _engine(Path(folder)) as engine:
        for progress in catch_up(
            engine, reader(recorder), (Decisions(), Grievances()), until=size - 1, notice=notice
        ):
            if progress.stopped is not None:
                raise progress.stopped
        with engine.connect() as connection:
            return select(_candidates(connection, purpose), questions, *period)


def ask_again(recorder: Recorder, frame: FrameFile, audit: Audit) -> tuple[tuple[str, ...], ...]:
    """Return the cases that the log gives to the questions of ``frame``; nothing after the seal is asked.

    Raises:
        ProjectionError: An entry cannot be read.
    """
    size = min(frame.size, audit.sealed.index)
    return ask(recorder, frame.purpose, frame.questions, (frame.since, frame.until), size)


@contextmanager
def _engine(folder: Path) -> Iterator[sa.Engine]:
    engine = open_engine(f"sqlite:///{folder / 'asked.db'}")
    try:
        yield engine
    finally:
        engine.dispose()


def _candidates(connection: sa.Connection, purpose: AuditPurpose) -> Iterator[Candidate]:
    table, read = (GRIEVANCE, of_grievance) if purpose in OF_GRIEVANCES else (DECISION, of_decision)
    for row in connection.execution_options(yield_per=1000).execute(sa.select(table)).mappings():
        yield read(dict(row))


def sealing(frame: FrameFile, beacon: Beacon) -> AuditFrameSealed:
    """Return what oversight signs to seal ``frame`` under a round that is still to come."""
    return AuditFrameSealed(
        purpose=frame.purpose,
        strata=tuple(Stratum(name=Code(one.name), num=one.num, den=one.den) for one in frame.questions),
        frame=Digest(frame.root),
        sizes=tuple(map(len, frame.cases)),
        beacon=beacon,
    )
