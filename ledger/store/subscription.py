"""Following the log as it grows, on both databases.

Being woken is a hint and never the truth: a notice can be lost with its connection, so whoever follows also
looks by itself, several times a second.
"""

import threading
from collections import deque
from collections.abc import Sequence
from typing import Any, Final

import sqlalchemy as sa
from eventsourcing.persistence import ApplicationRecorder, Notification, Subscription

from ledger.store.appending import CHANNEL
from ledger.store.engines import is_sqlite
from ledger.store.errors import translated

POLL: Final = 0.25  # seconds between two looks, if nobody wakes us
PAGE: Final = 500


class Wakeup:
    """Wakes the threads of this process that wait for the log to grow."""

    def __init__(self) -> None:
        self._condition = threading.Condition()
        self._count = 0

    @property
    def count(self) -> int:
        """Return how often somebody wrote in this process."""
        return self._count

    def notify(self) -> None:
        """Tell everybody that the log has grown."""
        with self._condition:
            self._count += 1
            self._condition.notify_all()

    def wait(self, seen: int, timeout: float) -> None:
        """Return when somebody wrote since ``count`` was ``seen``, or after ``timeout`` seconds."""
        with self._condition:
            self._condition.wait_for(lambda: self._count != seen, timeout)


class Tail:
    """Waits at the end of the log: for this process on SQLite, for every process on PostgreSQL."""

    def __init__(self, engine: sa.Engine, wakeup: Wakeup) -> None:
        self._engine = engine
        self._wakeup = wakeup
        self._seen = wakeup.count
        self._listener: Any = None  # a connection of psycopg that belongs to nobody else
        self._lock = threading.Lock()  # whoever closes may be another thread than the one that waits
        self._closed = False

    def wait(self, timeout: float = POLL) -> None:
        """Return when the log may have grown since the last call, at the latest after ``timeout`` seconds."""
        if is_sqlite(self._engine):
            self._wakeup.wait(self._seen, timeout)
            self._seen = self._wakeup.count
            return
        with translated():
            listener = self._listener
            if listener is None:
                self._listen()  # and return at once: somebody may have written before we listened
            else:
                for _ in listener.notifies(timeout=timeout, stop_after=1):
                    pass

    def close(self) -> None:
        """Stop listening, now and from now on."""
        with self._lock:
            self._closed = True
            if self._listener is not None:
                self._listener.close()
                self._listener = None

    def _listen(self) -> None:
        pooled = self._engine.raw_connection()
        listener: Any = pooled.driver_connection
        pooled.detach()  # it listens, so it must not serve anybody else
        with self._lock:
            if self._closed:  # while the connection was made: nobody would close it afterwards
                listener.close()
                return
            self._listener = listener
            listener.autocommit = True
            listener.execute(f"LISTEN {CHANNEL}")


class PollingSubscription(Subscription[ApplicationRecorder]):
    """An endless iterator over notifications."""

    def __init__(
        self, recorder: ApplicationRecorder, tail: Tail, gt: int | None = None, topics: Sequence[str] = ()
    ) -> None:
        super().__init__(recorder, gt, topics)
        self._tail = tail
        self._page: deque[Notification] = deque()

    def __exit__(self, *args: object, **kwargs: Any) -> None:  # noqa: ANN401 - the library's
        super().__exit__(*args, **kwargs)
        self._tail.close()

    def __next__(self) -> Notification:
        """Return the next notification; wait for it if the log has not come that far."""
        while not self._has_been_stopped:
            if self._page:
                return self._page.popleft()
            if not self._pull():
                self._tail.wait()
        raise StopIteration

    def _pull(self) -> bool:
        last = self._last_notification_id or 0
        end = self._recorder.max_notification_id() or 0
        self._page.extend(
            self._recorder.select_notifications(last, PAGE, topics=self._topics, inclusive_of_start=False)
        )
        # A page that is not full has looked at everything up to the end; do not look there again.
        reached = self._page[-1].id if self._page else last
        self._last_notification_id = reached if len(self._page) == PAGE else max(reached, end)
        return bool(self._page)
