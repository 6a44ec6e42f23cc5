"""R12, persons: decisions signed in one minute, dates that are heaped, reasons that repeat."""

from datetime import date
from typing import Any

import pytest

from ledger.domain.codes import OrderMaker
from ledger.domain.types import Recorded
from ledger.projections.reports import r12_signers
from ledger.projections.reports.folding import facts_of
from ledger.projections.reports.folds import batches
from ledger.projections.reports.folds.batches import DATED
from ledger.projections.reports.r12 import R12
from tests.projections import histories
from tests.projections.histories import actor, ref
from tests.reports.reported import CUT, Diary, check_schema, enrolled, issued, of_facts, row


def signed(log: Diary, number: int, at: str, by: int = 1, **said: Any) -> None:
    """Let an official decide a claim, by the clock of their device."""
    log.add(ref("claim", number), histories.decided(**said), by=actor(by), at=at)


def test_decisions_of_one_minute_counted_on_fingers() -> None:
    log = enrolled()
    for number, at in enumerate(("03:00:00", "03:00:10", "03:00:59", "03:01:00", "09:30:00")):
        signed(log, number, f"2026-03-02T{at}Z")
    signed(log, 9, "2026-03-02T03:00:20Z", by=2)

    found = row(issued(R12, log, unit="official"), actor(1))
    assert (found["n"], found["num"]) == (5, 3)
    assert (found["extra"]["batches"], found["extra"]["largest"]) == (1, 3)
    assert row(issued(R12, log, unit="official"), actor(2))["num"] == 0


def test_a_correction_is_signed_as_well_and_a_bodys_order_is_nobodys_batch() -> None:
    log = enrolled()
    signed(log, 1, "2026-03-02T03:00:00Z")
    log.add(ref("claim", 1), histories.revised(log.at(ref("claim", 1), 1)), at="2026-03-02T03:00:30Z")
    signed(log, 2, "2026-03-02T03:00:40Z", order_maker=OrderMaker.COMMITTEE)
    signed(log, 3, "2026-03-02T03:00:50Z", official=actor(1))

    found = row(issued(R12, log, unit="official"), actor(1))
    assert (found["n"], found["num"]) == (2, 2)


def one_by_one(log: Diary, by: int, first: int, count: int = 40) -> None:
    for number in range(count):
        signed(log, first + number, f"2026-03-02T{3 + number // 30:02d}:{number % 30:02d}:00Z", by=by)


def test_five_of_one_minute_are_a_request_for_review_and_whoever_has_none_is_asked_nothing() -> None:
    log = enrolled()
    one_by_one(log, 1, 0)
    one_by_one(log, 2, 100)
    for number in range(4):
        signed(log, 200 + number, "2026-03-02T03:00:30Z", by=1)

    found = issued(R12, log, unit="official")
    assert row(found, actor(1))["extra"]["largest"] == r12_signers.BATCH
    assert row(found, actor(1))["flags"] != []
    assert row(found, actor(2))["flags"] == []


def observe(log: Diary, by: int, *days: int) -> None:
    for number, day in enumerate(days):
        says = histories.attested(observed_on=date(2026, 3, day))
        log.add(ref("claim", 100 * by + number), says, by=actor(by))


def test_days_that_are_heaped_counted_on_fingers() -> None:
    log = enrolled()
    observe(log, 5, *[1, 5, 10, 15, 2, 3, 4] * 5)
    for volunteer in range(6, 17):
        observe(log, volunteer, *[2, 3, 4, 5, 6, 7, 8] * 5)

    envelope = issued(R12, log, unit="volunteer")
    heaped, other = row(envelope, actor(5)), row(envelope, actor(6))
    assert (heaped["n"], heaped["num"], heaped["flags"]) == (35, 20, ["SIGNAL"])
    assert (other["n"], other["num"], other["flags"]) == (35, 5, [])
    assert envelope["overall"]["num"] == 20 + 11 * 5


def test_an_officials_dates_stand_beside_their_batches() -> None:
    log = enrolled()
    signed(log, 1, "2026-03-02T03:00:00Z")
    for day in (5, 6):
        log.add(
            ref("claim", 1), histories.notified(log.at(ref("claim", 1), 1), received_on=date(2026, 3, day))
        )

    found = row(issued(R12, log, unit="official"), actor(1))["extra"]["dates"]
    assert (found["n"], found["round"], found["share"]) == (2, 1, 0.5)


def texts(*told: str | None) -> Any:
    """Return how the vault reads the reasons of the first decisions, in the order of the log."""
    return lambda recorded: dict(enumerate(told)).get(recorded.index - FIRST)


FIRST = len(enrolled().recorded)


def test_equal_reasons_are_counted_where_the_vault_was_read() -> None:
    log = enrolled()
    for number in range(5):
        signed(log, number, f"2026-03-02T03:0{number}:00Z")
    facts = facts_of(
        log.recorded, reasons=texts("Income  above the line.", "income above the line.", "Moved away.", None)
    )

    envelope = of_facts(R12, facts, unit="official")
    assert row(envelope, actor(1))["extra"]["reasons"] == {"unread": 2, "read": 3, "equal": 2, "largest": 2}
    assert {"reason": "reasons_unread", "n": 2} in envelope["population"]["excluded"]


def test_without_the_vault_the_report_says_that_reasons_were_not_read() -> None:
    log = enrolled()
    signed(log, 1, "2026-03-02T03:00:00Z")

    envelope = issued(R12, log, unit="official")
    assert {"reason": "reasons_unread", "n": 1} in envelope["population"]["excluded"]
    assert "REASONS_UNREAD" in {caveat["code"] for caveat in envelope["caveats"]}
    read = of_facts(R12, facts_of(log.recorded, reasons=lambda _recorded: "Why."), unit="official")
    assert "REASONS_UNREAD" not in {caveat["code"] for caveat in read["caveats"]}


def test_reasons_that_nobody_read_would_all_be_equal(monkeypatch: pytest.MonkeyPatch) -> None:
    """Control: an unread text taken for a text."""
    log = enrolled()
    for number in range(3):
        signed(log, number, f"2026-03-02T03:0{number}:00Z")
    assert row(issued(R12, log, unit="official"), actor(1))["extra"]["reasons"]["equal"] == 0

    monkeypatch.setattr(batches, "alike", str)
    assert row(issued(R12, log, unit="official"), actor(1))["extra"]["reasons"]["equal"] == 3


def test_no_text_stands_in_the_facts() -> None:
    log = enrolled()
    signed(log, 1, "2026-03-02T03:00:00Z")

    facts = facts_of(log.recorded, reasons=lambda _recorded: "Invented person of Example Road.")
    ((key, _),) = facts.cube(batches.REASONS).records()
    assert set(key["text"]) <= set("0123456789abcdef")


def test_an_imported_day_is_of_the_register() -> None:
    log = enrolled()
    says = histories.attested(observed_on=date(2026, 3, 5), official=actor(7))
    log.add(ref("claim", 1), says)

    ((key, counts),) = facts_of(log.recorded).cube(DATED).records()
    assert (key["who"], key["origin"], counts) == (actor(7), "imported", {"n": 1, "round": 1})
    own = issued(R12, log, unit="volunteer")
    assert (own["rows"], own["population"]["excluded"]) == ([], [{"reason": "historical", "n": 1}])
    assert issued(R12, log, unit="volunteer", population="all_imported")["overall"]["n"] == 1


@pytest.mark.parametrize("unit", ["official", "volunteer"])
def test_the_envelope_is_of_the_published_form_also_of_an_empty_ledger(unit: str) -> None:
    log = enrolled()
    check_schema(issued(R12, log, unit=unit))
    signed(log, 1, "2026-03-02T03:00:00Z")
    observe(log, 5, 1, 2)

    check_schema(issued(R12, log, unit=unit))
    assert issued(R12, log, unit=unit) == issued(R12, log, unit=unit)


def test_what_came_after_the_checkpoint_is_not_read() -> None:
    log = enrolled()
    one_by_one(log, 1, 0, 5)
    size, before = len(log.recorded), issued(R12, log, unit="official")
    signed(log, 9, "2026-03-02T03:00:30Z")

    def again(entries: list[Recorded]) -> Any:
        return of_facts(R12, facts_of(entries, f"{CUT}T12:00:00.000Z"), size, unit="official")

    assert again(log.recorded[:size]) == before
    assert again(log.recorded) != before
