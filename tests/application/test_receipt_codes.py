"""Receipt codes are hashed slowly, under a pepper, two at once, and no longer queue than it can serve."""

import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from ledger.application.check_digits import with_check_digit
from ledger.application.derived import Derived
from ledger.application.errors import HashingBusy
from ledger.application.mailboxes import Mailbox, Mailboxes
from ledger.application.receipt_codes import AT_ONCE, Cost, Hashing, check_code
from ledger.signing.errors import Malformed
from ledger.store.engines import open_engine
from ledger.store.mailboxes import Issued, MailboxStore
from ledger.store.migrations import upgrade

CHEAP = Cost(passes=1, memory=8192)
PEPPER, SALT = b"p" * 32, b"s" * 16
CODE = with_check_digit("123456789012346")
STREAM = "grievance/5a11dead-0000-4000-8000-00000000000{}"
KEY = "5a11dead-0000-4000-8000-00000000001{}"
SECRET = b"d" * 32
BY = "actor/5a11dead-0000-4000-8000-000000000009"


class Counted(Hashing):
    """Counts what is hashed."""

    def __init__(self) -> None:
        super().__init__(PEPPER, CHEAP)
        self.hashed = 0

    def hash(self, code: str, salt: bytes) -> bytes:
        self.hashed += 1
        return super().hash(code, salt)


@pytest.fixture
def hashing() -> Counted:
    return Counted()


@pytest.fixture
def store(tmp_path: Path) -> Iterator[MailboxStore]:
    engine = open_engine(f"sqlite:///{tmp_path}/vault.db")
    upgrade(engine, "vault")
    yield MailboxStore(engine)
    engine.dispose()


@pytest.fixture
def mailboxes(store: MailboxStore, hashing: Counted) -> Mailboxes:
    return made(store, hashing)


def made(store: MailboxStore, hashing: Hashing, kind: type[Mailboxes] = Mailboxes) -> Mailboxes:
    derived = Derived(SECRET, "filings")
    return kind(store, hashing, derived, instant=lambda: "2026-11-28T03:04:05Z", salt=lambda: SALT)


def opened(mailboxes: Mailboxes, number: int) -> Mailbox:
    with mailboxes.place():
        return mailboxes.open(STREAM.format(number), mailboxes.draw("filing", KEY.format(number)))


def issued(mailboxes: Mailboxes, case: str, number: int, auth: str = "callback") -> Mailbox:
    return mailboxes.issue(case, mailboxes.draw("reissue", case, KEY.format(number)), by=BY, auth=auth)


def test_a_code_costs_what_was_decided() -> None:
    assert Cost() == (4, 128 * 1024 * 1024)


def test_without_the_pepper_a_guess_cannot_be_tried() -> None:
    kept = Hashing(PEPPER, CHEAP).hash(CODE, SALT)
    assert Hashing(PEPPER, CHEAP).hash(CODE, SALT) == kept
    assert Hashing(bytes(32), CHEAP).hash(CODE, SALT) != kept
    assert Hashing(PEPPER, CHEAP).hash(CODE, b"t" * 16) != kept
    assert Hashing(PEPPER, CHEAP).hash(with_check_digit("123456789012345"), SALT) != kept


def test_two_are_hashed_at_once_and_no_third(monkeypatch: pytest.MonkeyPatch) -> None:
    hashing = Hashing(PEPPER, CHEAP)
    assert meet(hashing, AT_ONCE, monkeypatch)
    assert not meet(hashing, AT_ONCE + 1, monkeypatch)
    hashing._turns = threading.BoundedSemaphore(AT_ONCE + 1)
    assert meet(hashing, AT_ONCE + 1, monkeypatch), "without the turns a third comes in"


def meet(hashing: Hashing, number: int, monkeypatch: pytest.MonkeyPatch) -> bool:
    """Whether ``number`` of hashes are under way at the same time."""
    met, table = [], threading.Barrier(number)

    def slow(*_: Any, **__: Any) -> bytes:
        try:
            table.wait(timeout=0.5)
        except threading.BrokenBarrierError:
            return b""
        met.append(True)
        return b""

    monkeypatch.setattr("nacl.pwhash.argon2id.kdf", slow)
    threads = [threading.Thread(target=hashing.hash, args=(CODE, SALT)) for _ in range(number)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return len(met) == number


def test_who_finds_the_queue_full_is_told_so_at_once() -> None:
    hashing = Hashing(PEPPER, CHEAP, waiting=1)
    with hashing.place(), hashing.place(), hashing.place(), pytest.raises(HashingBusy), hashing.place():
        pass
    with hashing.place():
        pass


@pytest.mark.parametrize(
    ("code", "refused"),
    [
        ("", "id_format"),
        (CODE[:15], "id_format"),
        (CODE + "0", "id_format"),
        (f"{CODE[:4]} {CODE[4:]}", "id_format"),
        ("๑" * 16, "id_format"),
        (CODE[:15] + "\n", "id_format"),
        (CODE[:14] + CODE[15] + CODE[14], "receipt_check"),
        (("0" if CODE[0] != "0" else "1") + CODE[1:], "receipt_check"),
    ],
)
def test_a_slip_of_the_hand_is_told_before_anything_is_spent(
    mailboxes: Mailboxes, hashing: Counted, code: str, refused: str
) -> None:
    with pytest.raises(Malformed) as caught:
        mailboxes.find("1234567890", code)
    assert (caught.value.code, hashing.hashed) == (refused, 0)
    check_code(CODE)


def test_a_code_opens_its_own_case_and_no_other(mailboxes: Mailboxes) -> None:
    one, other = (opened(mailboxes, n) for n in (1, 2))
    assert one.code
    assert mailboxes.find(one.case, one.code) == STREAM.format(1)
    assert mailboxes.find(other.case, one.code) is None
    assert mailboxes.find("0000000000", one.code) is None


def work(mailboxes: Mailboxes, hashing: Counted, case: str, code: str) -> tuple[str | None, int]:
    """What is found, and how many hashes it took."""
    before = hashing.hashed
    return mailboxes.find(case, code), hashing.hashed - before


def test_no_case_and_a_wrong_code_take_the_same_work(
    mailboxes: Mailboxes, hashing: Counted, store: MailboxStore
) -> None:
    case = opened(mailboxes, 1).case
    assert work(mailboxes, hashing, case, CODE) == (None, 1)
    assert work(mailboxes, hashing, "0000000000", CODE) == (None, 1)
    hasty = made(store, hashing, Hasty)
    assert work(hasty, hashing, case, CODE) == (None, 1)
    assert work(hasty, hashing, "0000000000", CODE) == (None, 0), "this one tells which cases there are"


class Hasty(Mailboxes):
    """Answers at once where there is no case: the attack that the test above must see."""

    def find(self, case: str, code: str) -> str | None:
        return super().find(case, code) if self.stream(case) else None


def test_a_number_that_is_taken_is_given_to_nobody_else(
    mailboxes: Mailboxes, monkeypatch: pytest.MonkeyPatch
) -> None:
    drawn = Derived.digits
    monkeypatch.setattr(
        Derived, "digits", lambda self, n, *of: "1" * 9 if of[-1] == 0 else drawn(self, n, *of)
    )
    cases = [opened(mailboxes, n) for n in (1, 2, 1)]
    assert cases[0] == cases[2]
    assert cases[0].case == with_check_digit("1" * 9)
    assert cases[1].case != cases[0].case


def test_of_two_new_codes_the_later_one_opens(mailboxes: Mailboxes) -> None:
    first = opened(mailboxes, 1)
    second = issued(mailboxes, first.case, 2, "callback")
    third = issued(mailboxes, first.case, 3, "in_person")
    assert first.code
    assert second.code
    assert third.code
    assert [mailboxes.find(first.case, one) for one in (first.code, second.code, third.code)] == [
        None,
        None,
        STREAM.format(1),
    ]
    assert issued(mailboxes, first.case, 2, "callback").code is None
    assert opened(mailboxes, 1).code is None
    assert [one.number for one in mailboxes.issued(first.case)] == [1, 2, 3]


def test_a_new_code_that_another_one_overtakes_is_issued_after_it(
    mailboxes: Mailboxes, store: MailboxStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    case = opened(mailboxes, 1).case
    issue = MailboxStore.issue
    overtaken: list[bool] = []

    def overtake(self: MailboxStore, to: str, issued: Issued) -> bool:
        if not overtaken:
            overtaken.append(True)
            issue(self, to, issued._replace(request=b"x" * 16))
        return issue(self, to, issued)

    monkeypatch.setattr(MailboxStore, "issue", overtake)
    new = issued(mailboxes, case, 2, "callback")
    assert new.code
    assert mailboxes.find(case, new.code) == STREAM.format(1)
    assert [one.number for one in store.issued(case)] == [1, 2, 3]


def test_who_holds_the_vault_and_the_secret_has_to_guess_all_the_same(
    mailboxes: Mailboxes, store: MailboxStore
) -> None:
    mailbox, derived = opened(mailboxes, 1), Derived(SECRET, "filings")
    (kept,) = store.issued(mailbox.case)
    request = str(UUID(bytes=kept.request))
    for known in (request, STREAM.format(1), mailbox.case):
        for named in ((known,), ("filing", known), ("reissue", mailbox.case, known)):
            assert derived.digits(15, "code", *named) != str(mailbox.code)[:15]
    assert derived.digits(15, "code", "filing", KEY.format(1)) == str(mailbox.code)[:15], "the key tells it"
