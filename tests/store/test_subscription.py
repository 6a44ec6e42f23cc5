"""Whoever follows the log is woken soon, and finds everything even when nobody wakes them."""

import threading
import time
from typing import Any

import pytest
import sqlalchemy as sa

from ledger.store.engines import is_sqlite, open_engine
from ledger.store.recorder import Recorder
from ledger.store.subscription import PAGE
from tests.store.support import append, named


def test_a_follower_gets_everything_once_and_in_order(database_url: str, recorder: Recorder) -> None:
    other = open_engine(database_url)
    append(recorder, [named(number) for number in range(PAGE + 7)])
    got: list[int] = []

    def follow() -> None:
        with recorder.subscribe() as subscription:
            for notification in subscription:
                got.append(notification.id)
                if notification.id == PAGE + 17:
                    break

    thread = threading.Thread(target=follow)
    thread.start()
    for number in range(10):
        append(Recorder(other), [named("other", number)])  # another process: nobody here is told
    thread.join(20)
    other.dispose()

    assert got == list(range(1, PAGE + 18))


def test_a_follower_of_one_topic_does_not_stop_at_others(recorder: Recorder) -> None:
    append(recorder, [named(1)] * 3)
    with recorder.subscribe(gt=1, topics=["SomethingHappened"]) as subscription:
        assert next(subscription).id == 2
    with recorder.subscribe(topics=["Nothing"]) as subscription:
        timer = threading.Timer(0.3, subscription.stop)
        timer.start()
        assert list(subscription) == []
        timer.join()


def test_the_tail_wakes_when_this_process_writes(recorder: Recorder) -> None:
    tail = recorder.tail()
    tail.wait(0)  # from here on it listens
    timer = threading.Timer(0.2, append, (recorder, [named(1)]))
    started = time.monotonic()
    timer.start()
    tail.wait(20)
    waited = time.monotonic() - started
    timer.join()
    tail.close()

    assert 0.1 < waited < 15


def test_the_tail_does_not_sleep_over_what_was_written_before_it_waits(recorder: Recorder) -> None:
    tail = recorder.tail()
    append(recorder, [named(1)])
    started = time.monotonic()
    tail.wait(20)
    tail.close()

    assert time.monotonic() - started < 15


def test_the_tail_gives_up_after_its_time(recorder: Recorder) -> None:
    tail = recorder.tail()
    for _ in range(2):
        tail.wait(0.05)
    tail.close()
    tail.close()

    assert recorder.head().size == 0


@pytest.mark.parametrize("after", [None, 0, 1, 3])
def test_a_subscription_starts_after_the_given_notification(recorder: Recorder, after: int | None) -> None:
    append(recorder, [named(1)] * 4)
    with recorder.subscribe(gt=after) as subscription:
        assert next(subscription).id == (after or 0) + 1


def test_a_tail_closed_while_it_begins_to_listen_leaves_no_connection_open(
    recorder: Recorder, monkeypatch: pytest.MonkeyPatch
) -> None:
    tail = recorder.tail()
    made: list[Any] = []
    connect = recorder.engine.raw_connection

    def closed_meanwhile() -> sa.PoolProxiedConnection:
        pooled = connect()
        made.append(pooled.driver_connection)
        tail.close()
        return pooled

    monkeypatch.setattr(recorder.engine, "raw_connection", closed_meanwhile)
    tail.wait(0.01)

    assert [connection.closed for connection in made] == ([] if is_sqlite(recorder.engine) else [True])
