"""The other side of the ratios: the ``eventsourcing`` library as it comes, with the same checks in front.

A stock recorder with its defaults, the stock transcoder, a frozen dataclass of the statement's members, one
event in each ``app.save``.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import msgspec
import sqlalchemy as sa
from eventsourcing.application import Application

from ledger.application.lanes import failing
from ledger.application.opening import Opened, open_submission
from ledger.application.receipts import Submission
from ledger.domain.directory import RegistryState
from ledger.projections.counters import (
    ACTS,
    ADVERSE_DECISIONS,
    DECISIONS,
    OFFICIAL_COUNTS,
    REVISIONS,
    Counters,
)
from ledger.projections.reports.vocabulary import ADVERSE

PAGE = 500


@dataclass(frozen=True)
class StatementRecorded:
    """What one statement says, and its signature."""

    originator_id: UUID
    originator_version: int
    v: int
    origin: str
    id: str
    stream: str
    type: str
    schema: int
    by: str
    signers: list[str]
    at: str
    data: dict[str, Any]
    keyid: str
    sig: str


class Records(Application[UUID]):
    """The stock application. Its log is read in pages of 500, where the default is 10."""

    log_section_size = PAGE


class Writer:
    """Saves statements in a ``Records``, as an application without this ledger would."""

    def __init__(self, app: Records, registry: RegistryState) -> None:
        self.app = app
        self._registry = registry
        self._versions: dict[str, int] = {}

    def event(self, submission: Submission) -> StatementRecorded:
        """Return the event of ``submission``, after the same parsing and the same signature check."""
        opened = open_submission(submission, self._registry)
        if failing(opened.checks):
            raise ValueError("a signature of the fixture does not hold")
        return self._event(opened)

    def _event(self, opened: Opened) -> StatementRecorded:
        ((_, signature, payload),) = opened.checks
        members = msgspec.json.decode(payload)
        stream = members["stream"]
        version = self._versions[stream] = self._versions.get(stream, 0) + 1
        return StatementRecorded(
            originator_id=UUID(stream.rpartition("/")[2]),
            originator_version=version,
            keyid=members["signers"][0],
            sig=signature.hex(),
            **members,
        )

    def save(self, submissions: Sequence[Submission]) -> None:
        """Save each statement by itself."""
        for submission in submissions:
            self.app.save(self.event(submission))

    def fill(self, submissions: Sequence[Submission]) -> None:
        """Save the statements by many: the log is the same, and it is there sooner."""
        for start in range(0, len(submissions), PAGE):
            self.app.save(*[self.event(one) for one in submissions[start : start + PAGE]])


def settings_of(url: str) -> Mapping[str, str]:
    """Return the library's environment for the database at ``url``: its defaults and where it lies."""
    parsed = sa.make_url(url)
    if parsed.get_backend_name() == "sqlite":
        return {"PERSISTENCE_MODULE": "eventsourcing.sqlite", "SQLITE_DBNAME": parsed.database or ""}
    return {
        "PERSISTENCE_MODULE": "eventsourcing.postgres",
        "POSTGRES_DBNAME": parsed.database or "",
        "POSTGRES_HOST": str(parsed.query.get("host") or parsed.host),
        "POSTGRES_PORT": str(parsed.port or 5432),
        "POSTGRES_USER": parsed.username or "",
        "POSTGRES_PASSWORD": parsed.password or "unused",
    }


@contextmanager
def records(url: str) -> Iterator[Records]:
    """Open the library's application on the database at ``url``."""
    app = Records(env=settings_of(url))
    try:
        yield app
    finally:
        app.close()


def events(app: Records, start: int = 1) -> Iterator[StatementRecorded]:
    """Yield the events of the log from notification ``start`` on: pages of 500, mapped back."""
    while page := app.notification_log.select(start, limit=PAGE):
        for notification in page:
            event: Any = app.mapper.to_domain_event(notification)
            yield event
        start = page[-1].id + 1


def count(counters: Counters, event: StatementRecorded) -> None:
    """Add ``event`` to ``counters``: the same fold as ``Counters.add``, of the library's event."""
    counters.entries += 1
    counters.cases[event.stream] = counters.cases.get(event.stream, 0) + 1
    data = event.data
    actor = data.get("official") or event.by
    counts = counters.officials.get(actor)
    if counts is None:
        counts = counters.officials[actor] = [0] * len(OFFICIAL_COUNTS)
    counts[ACTS] += 1
    if event.type in {"EligibilityDecided", "DecisionRevised"}:
        if "supersedes" in data:
            counts[REVISIONS] += 1
        else:
            counts[DECISIONS] += 1
            counts[ADVERSE_DECISIONS] += data["result"] in ADVERSE


def fold(app: Records) -> Counters:
    """Return the counters of the whole log."""
    counters = Counters()
    for event in events(app):
        count(counters, event)
    return counters
