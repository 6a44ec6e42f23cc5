"""The log of readers is anchored in the log: whoever alters or removes a record is found out."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path

import pytest

from benchmarks.fixture import now
from ledger.application.access import What, format_access
from ledger.application.assembly import open_ledger, readers_of
from ledger.application.fastpath import read_recorded
from ledger.application.ticking import Ticked, tick
from ledger.application.verdict import Verdict
from ledger.application.verifying import verify_ledger
from ledger.domain.registry.events import AccessLogAnchored
from ledger.domain.types import Digest, Recorded
from ledger.store.access import AccessRow, AccessStore
from ledger.tlog.policy import parse_policy
from tests.application.offices import SILENT, Office, furnished
from tests.application.readers import CASE, reading, tamper


@pytest.fixture
def office(tmp_path: Path, database_url: str) -> Office:
    return furnished(tmp_path / "office", database_url)


def read(office: Office, times: int = 1) -> None:
    with open_ledger(office.settings, now, write=True) as ledger:
        for _ in range(times):
            ledger.access.record(reading())


def ticked(office: Office, hours: float = 0) -> Ticked:
    moment = now() + timedelta(hours=hours)
    with open_ledger(office.settings, lambda: moment, write=True) as ledger:
        return tick(ledger, office.holder("clock"), lambda: moment, SILENT)


def anchors(office: Office) -> list[Recorded]:
    with open_ledger(office.settings, now) as ledger:
        rows = ledger.store.rows(0, ledger.store.head().size, stream=ledger.registry_stream)
    entries = [read_recorded(row.entry, row.leaf) for row in rows]
    return [one for one in entries if isinstance(one.statement.says, AccessLogAnchored)]


def verified(office: Office) -> Verdict:
    policy = parse_policy(office.settings.policy.read_text())
    with open_ledger(office.settings, now) as ledger, readers_of(office.settings) as access:
        return verify_ledger(ledger.store, policy, access=access)


def codes(verdict: Verdict) -> set[str]:
    return {finding.code for finding in verdict.findings}


def test_nobody_read_and_nothing_is_anchored(office: Office) -> None:
    assert ticked(office).recorded == ()
    assert anchors(office) == []


def test_size_and_root_are_anchored_once_an_hour_and_only_where_somebody_read(office: Office) -> None:
    read(office, 2)
    with open_ledger(office.settings, now, write=True) as ledger:
        root = Digest(ledger.access.store.head().root().hex())
    ticked(office)
    read(office)
    ticked(office, 0.9)  # within the hour
    assert [one.statement.says for one in anchors(office)] == [AccessLogAnchored(size=2, root=root)]

    ticked(office, 1.1)
    ticked(office, 5)  # nobody read since
    assert [one.statement.says.size for one in anchors(office)] == [2, 3]  # type: ignore[union-attr]
    assert (codes(verified(office)), verified(office).exit_code) == (set(), 0)


def test_two_machines_make_one_statement_whatever_each_has_seen(office: Office) -> None:
    clock = office.clock(0)
    with (
        open_ledger(office.settings, clock, write=True) as one,
        open_ledger(office.settings, clock, write=True) as other,
        ThreadPoolExecutor(2) as machines,
    ):
        one.access.record(reading())
        done = list(machines.map(lambda at: tick(at, office.holder("clock"), clock, SILENT), (one, other)))
    assert [each.refused for each in done] == [(), ()]
    assert sum(len(each.recorded) for each in done) == len(anchors(office)) == 1


ALTERED = "UPDATE access SET stream = 'claim/another' WHERE \"index\" = 0"
REMOVED = 'DELETE FROM access WHERE "index" = 0'
CUT_OFF = 'DELETE FROM access WHERE "index" = 1'
REWRITTEN = 'UPDATE access SET record = (SELECT record FROM access WHERE "index" = 2) WHERE "index" = 0'


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (REWRITTEN, "access_root_differs"),
        (REMOVED, "access_records_missing"),
        (CUT_OFF, "access_records_missing"),
        (ALTERED, "access_row_differs"),
    ],
)
def test_an_altered_or_removed_record_fails_verification(office: Office, change: str, code: str) -> None:
    read(office, 2)
    with open_ledger(office.settings, now, write=True) as ledger:
        ledger.access.record(reading(What.SEALED))
    ticked(office)
    assert verified(office).exit_code == 0

    tamper(office.settings.vault_db, change)
    assert code in codes(verified(office))
    assert verified(office).exit_code == 1


@pytest.mark.parametrize("change", [REWRITTEN, 'DELETE FROM access WHERE "index" = 2'])
def test_without_an_anchor_nobody_would_notice(office: Office, change: str) -> None:
    """The control: the same hand, before the clock came; the end of the tree is made to fit."""
    read(office, 2)
    with open_ledger(office.settings, now, write=True) as ledger:
        ledger.access.record(reading(What.SEALED))
    tamper(office.settings.vault_db, change)

    assert verified(office).exit_code == 0


def test_an_end_that_does_not_fit_its_records_is_found_before_any_anchor(office: Office) -> None:
    read(office, 2)
    tamper(office.settings.vault_db, 'DELETE FROM access WHERE "index" = 1', quietly=False)

    assert codes(verified(office)) == {"access_head_differs"}


def test_whoever_reads_while_it_is_verified_makes_no_finding(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    read(office, 2)
    ticked(office)
    rows, turns = AccessStore.rows, iter(range(2))

    def busy(store: AccessStore, start: int) -> Iterator[AccessRow]:
        yield from rows(store, start)
        for _ in zip(range(1), turns, strict=False):
            store.append(CASE, format_access(reading(), "2026-11-28T00:00:00.000Z"))

    monkeypatch.setattr(AccessStore, "rows", busy)
    assert (codes(verified(office)), next(turns, None)) == (set(), None)


@pytest.mark.parametrize("index", [-1, 7])
def test_a_record_at_no_place_of_the_tree_is_found(office: Office, index: int) -> None:
    read(office, 2)
    tamper(office.settings.vault_db, f'UPDATE access SET "index" = {index} WHERE "index" = 1', quietly=False)
    assert codes(verified(office)) == {"access_head_differs"}


def test_a_log_of_readers_that_shrank_is_refused_aloud(office: Office) -> None:
    read(office, 2)
    ticked(office)
    tamper(office.settings.vault_db, 'DELETE FROM access WHERE "index" = 1')

    assert [answer.code for _, answer in ticked(office, 2).refused] == ["access_log_shrank"]


def test_where_the_vault_is_not_at_hand_it_could_not_be_checked(office: Office, tmp_path: Path) -> None:
    with open_ledger(office.settings, now) as ledger:
        before = verify_ledger(ledger.store, parse_policy(office.settings.policy.read_text()))
    read(office)
    ticked(office)
    Path(office.settings.vault_db.removeprefix("sqlite:///")).rename(tmp_path / "elsewhere.db")

    assert (before.exit_code, before.unchecked) == (0, [])  # nothing was anchored, nothing is claimed
    assert verified(office).exit_code == 3
    assert "the vault is not at hand" in verified(office).unchecked[0]


def test_a_vault_of_another_ledger_does_not_pass_for_this_one(office: Office, tmp_path: Path) -> None:
    read(office, 2)
    ticked(office)
    other = furnished(tmp_path / "other")
    read(other, 2)
    policy = parse_policy(office.settings.policy.read_text())
    with open_ledger(office.settings, now) as ledger, readers_of(other.settings) as access:
        assert codes(verify_ledger(ledger.store, policy, access=access)) == {"access_root_differs"}
