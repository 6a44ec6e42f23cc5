"""Taking in: submissions opened by groups, their bytes judged on the lanes while others are written."""

import threading
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import Final, TypeAlias

import msgspec

from ledger.application.lanes import CHUNK, Check, Lanes, Pending, failing
from ledger.application.opening import (
    Opened,
    Unread,
    begin_submission,
    doubtful,
    end_submission,
    open_submission,
)
from ledger.application.receipts import Proven, Rejected, Submission
from ledger.application.sequencer import Sequencer
from ledger.domain.errors import Refused
from ledger.signing.errors import Malformed

GROUP: Final = 256
AHEAD: Final = 2  # groups that the other lane has while one is written; by as much it is done too early


class Ticket(msgspec.Struct, eq=False):
    """One submission on its way: what was opened, then what became of it."""

    opened: Opened | None
    outcome: Proven | Rejected | None = None
    error: Exception | None = None

    @property
    def done(self) -> bool:
        """Tell whether the submission has its answer."""
        return self.outcome is not None or self.error is not None


Begun: TypeAlias = Callable[[], list[Ticket]]
"""Submissions on their way: opens them to the end, in their order. To be called once."""


class Intake:
    """Opens what is submitted, under the keys that the ``sequencer`` knows, on ``lanes``.

    ``turn`` is held while the sequencer looks for keys that another process enrolled.
    """

    def __init__(self, lanes: Lanes, sequencer: Sequencer, turn: threading.Lock) -> None:
        self._lanes = lanes
        self._sequencer = sequencer
        self._turn = turn

    def groups(self, submissions: Sequence[Submission]) -> Iterator[list[Ticket]]:
        """Yield ``submissions`` by groups, opened and their signatures checked, or refused."""
        ahead: deque[Begun] = deque()
        for start in range(0, len(submissions), GROUP):
            ahead.append(self.begin(submissions[start : start + GROUP]))
            if len(ahead) > AHEAD:
                yield ahead.popleft()()
        while ahead:
            yield ahead.popleft()()

    def begin(self, submissions: Sequence[Submission], *, ahead: bool = False) -> Begun:
        """Have the lanes begin with ``submissions``; return what opens them to the end.

        Of few, and on one lane, nothing happens before that is called. ``ahead``: others are recorded first.
        """
        if self._lanes.count == 1 or len(submissions) < CHUNK:
            return partial(self._whole, submissions)
        return partial(self._end, *self._begin(submissions, ahead=ahead))

    def _whole(self, submissions: Sequence[Submission]) -> list[Ticket]:
        """Open ``submissions`` here, and check their signatures when all are open."""
        tickets = list(map(self._ticket, submissions))
        opened = [ticket.opened for ticket in tickets]
        if failed := failing(_checks(opened)):
            owners = _owners(opened)
            for place in failed:
                _refuse(tickets[owners[place]])
        return tickets

    def _begin(
        self, submissions: Sequence[Submission], *, ahead: bool
    ) -> tuple[Sequence[Submission], list[Unread | None], Pending]:
        """Have the lanes judge the payloads of ``submissions`` and their signatures."""
        registry = self._sequencer.registry
        begun = [begin_submission(submission, registry) for submission in submissions]
        return submissions, begun, self._lanes.start(_checks(begun), doubtful, ahead=ahead)

    def _end(
        self, submissions: Sequence[Submission], begun: list[Unread | None], pending: Pending
    ) -> list[Ticket]:
        """Read what is beyond doubt, and open the rest from the start."""
        if doubts := pending.failing():
            owners = _owners(begun)
            for place in doubts:
                begun[owners[place]] = None
        tickets: list[Ticket] = []
        for submission, one in zip(submissions, begun, strict=True):
            opened = end_submission(one) if one else None
            if opened is None:
                tickets += self._whole([submission])
            else:
                tickets.append(Ticket(opened))
        return tickets

    def _ticket(self, submission: Submission) -> Ticket:
        try:
            return Ticket(self._open(submission))
        except (Refused, Malformed) as refusal:
            return Ticket(None, Rejected.of(None, refusal))

    def _open(self, submission: Submission) -> Opened:
        try:
            return open_submission(submission, self._sequencer.registry)
        except (Refused, Malformed) as refusal:
            if refusal.code != "key_unknown":
                raise
        with self._turn:  # another process may have enrolled it
            self._sequencer.refresh()
        return open_submission(submission, self._sequencer.registry)


def outcomes_of(tickets: Sequence[Ticket]) -> list[Proven | Rejected]:
    """Return what became of ``tickets``, which are done; raise what the first that failed met."""
    for ticket in tickets:
        if ticket.error is not None:
            raise ticket.error
    return [ticket.outcome for ticket in tickets if ticket.outcome is not None]


def _checks(opened: Sequence[Opened | Unread | None]) -> list[Check]:
    """Return all signature checks of ``opened``."""
    return [check for one in opened if one is not None for check in one.checks]


def _owners(opened: Sequence[Opened | Unread | None]) -> list[int]:
    """Return to which of ``opened`` each of ``_checks`` belongs."""
    return [owner for owner, one in enumerate(opened) if one is not None for _ in one.checks]


def _refuse(ticket: Ticket) -> None:
    """Refuse what a signature does not hold for. Of several bad signatures one is enough."""
    if ticket.opened is not None:
        ticket.outcome = Rejected(
            ticket.opened.statement.id,
            "sig_invalid",
            "a signature does not hold over the bytes of the statement; sign it again",
        )
        ticket.opened = None
