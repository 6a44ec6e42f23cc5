"""What becomes of signed statements that come as bytes: receipts as they leave, refusals, faults of ours."""

from collections.abc import Iterable, Sequence
from typing import Final, NamedTuple, Protocol, TypeAlias

from anyio import CapacityLimiter
from anyio.to_thread import run_sync
from msgspec.json import encode

from ledger.application.errors import LedgerError, StorageAltered
from ledger.application.intake import Ticket
from ledger.application.ledger import Ledger
from ledger.application.receipts import Proven, Rejected, Submission, parse_submission
from ledger.signing.errors import Malformed
from ledger.store.errors import StoreError

THREADS: Final = 8  # parts that are checked while others are written


class Kept(NamedTuple):
    """What stands in the log: its receipt in JSON, and whether it was recorded before."""

    receipt: bytes
    repeated: bool


Outcome: TypeAlias = Kept | Rejected | Exception
"""An exception is a fault of ours, or what the machine did not allow."""
Became: TypeAlias = Proven | Rejected | Exception
"""The same, before receipts are written."""


class Recording(Protocol):
    """Where statements are recorded. ``ahead`` parts at once are worth while: one is written, one comes."""

    ahead: int

    async def record(self, bodies: Sequence[bytes]) -> Sequence[Outcome]:
        """Return what became of each submission of ``bodies``."""
        ...


class Part:
    """Submissions on their way into ``ledger``: begun when it is made, then opened, then recorded.

    Raises:
        LedgerError: The ledger is not open for writing.
    """

    def __init__(self, ledger: Ledger, bodies: Sequence[bytes], *, ahead: bool = False) -> None:
        self._read = [_read(body) for body in bodies]
        self._begun = ledger.begin(self.submissions, ahead=ahead)

    def __len__(self) -> int:
        return len(self._read)

    @property
    def submissions(self) -> list[Submission]:
        """Return what of it could be read."""
        return [one for one in self._read if isinstance(one, Submission)]

    def open(self) -> list[Ticket]:
        """Open the submissions to the end."""
        return self._begun()

    def merged(self, outcomes: Sequence[Became]) -> list[Became]:
        """Return what became of all of it, where ``outcomes`` became of the submissions."""
        following = iter(outcomes)
        return [next(following) if isinstance(one, Submission) else one for one in self._read]


def record(ledger: Ledger, parts: Sequence[Part]) -> list[list[Became]]:
    """Record what can be recorded of ``parts``, together; return for each what became of its submissions.

    Where that ends in a fault of ours, each submission is recorded by itself: nobody bears another's.
    """
    became: Sequence[Sequence[Became]]
    try:
        became = ledger.record([part.open() for part in parts])
    except (LedgerError, StoreError) as error:
        became = [[error] * len(part.submissions) for part in parts]
    except Exception:  # noqa: BLE001 - it is raised once more, by the submission that it came from
        became = [[_alone(ledger, one) for one in part.submissions] for part in parts]
    return [part.merged(outcomes) for part, outcomes in zip(parts, became, strict=True)]


class Here:
    """Records on threads of this process."""

    ahead = 1  # Python's lock is one: a second part would only be in the way of the first

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger
        self._threads = CapacityLimiter(THREADS)

    async def record(self, bodies: Sequence[bytes]) -> Sequence[Outcome]:
        """Return what became of each submission of ``bodies``."""

        def work() -> Sequence[Outcome]:
            return leaving(record(self._ledger, [Part(self._ledger, bodies)])[0])

        return await run_sync(work, limiter=self._threads)


def _read(body: bytes) -> Submission | Rejected | Exception:
    try:
        return parse_submission(body)
    except Malformed as error:
        return Rejected.of(None, error)
    except Exception as error:  # noqa: BLE001 - it is raised in the request that it came from
        return error


def _alone(ledger: Ledger, submission: Submission) -> Became:
    try:
        return ledger.record([ledger.begin([submission])()])[0][0]
    except Exception as error:  # noqa: BLE001 - as in ``_read``
        return error


def leaving(became: Iterable[Became]) -> list[Outcome]:
    """Return what ``became`` of submissions as it leaves: proofs as receipts."""
    return list(map(_leaving, became))


def _leaving(became: Became) -> Outcome:
    if not isinstance(became, Proven):
        return became
    try:
        return Kept(encode(became.receipt()), became.repeated)
    except StorageAltered as error:
        return error
