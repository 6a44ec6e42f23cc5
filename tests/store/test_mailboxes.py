"""Mailboxes on each database: one number for a stream, one stream for a number, the newest code last."""

import threading
from collections.abc import Iterator

import pytest
import sqlalchemy as sa

from ledger.store.engines import open_engine
from ledger.store.mailboxes import Issued, MailboxStore
from ledger.store.migrations import upgrade

ONE = "grievance/5a11dead-0000-4000-8000-000000000001"
OTHER = "grievance/5a11dead-0000-4000-8000-000000000002"


@pytest.fixture
def mailboxes(database_url: str) -> Iterator[MailboxStore]:
    engine: sa.Engine = open_engine(database_url)
    upgrade(engine, "vault")
    yield MailboxStore(engine)
    engine.dispose()


def code(number: int, request: bytes = b"r" * 16) -> Issued:
    return Issued(number, request, b"s" * 16, b"\x00\xff" * 16, "2026-11-28T03:04:05Z")


def test_a_number_leads_to_its_stream_and_back(mailboxes: MailboxStore) -> None:
    assert mailboxes.stream("10") is None
    assert mailboxes.case(ONE) is None
    assert mailboxes.allot("10", ONE)
    assert mailboxes.allot("10", ONE)

    assert (mailboxes.stream("10"), mailboxes.case(ONE)) == (ONE, "10")


def test_no_number_is_given_twice_and_no_stream_has_two(mailboxes: MailboxStore) -> None:
    assert mailboxes.allot("10", ONE)
    assert not mailboxes.allot("10", OTHER)
    assert not mailboxes.allot("20", ONE)
    assert mailboxes.case(OTHER) is None
    assert mailboxes.stream("20") is None


def test_codes_come_back_as_they_were_kept_the_newest_last(mailboxes: MailboxStore) -> None:
    mailboxes.allot("10", ONE)
    first = code(1)
    second = Issued(2, b"t" * 16, b"u" * 16, b"v" * 32, "2026-11-29T03:04:05Z", "actor/x", "callback")
    assert mailboxes.issue("10", first)
    assert mailboxes.issue("10", second)
    assert mailboxes.issue("10", first)

    assert mailboxes.issued("10") == [first, second]


def test_of_two_that_issue_at_once_one_is_told_that_it_did_not(mailboxes: MailboxStore) -> None:
    mailboxes.allot("10", ONE)
    kept: dict[bytes, bool] = {}

    def issue(request: bytes) -> None:
        kept[request] = mailboxes.issue("10", code(1, request))

    threads = [threading.Thread(target=issue, args=(bytes([n]) * 16,)) for n in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(kept.values()) == [False] * 5 + [True]
    assert [kept[one.request] for one in mailboxes.issued("10")] == [True]
