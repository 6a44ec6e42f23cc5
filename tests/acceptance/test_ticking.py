"""``phayan tick``: what it prints, and how it ends."""

import pytest

from benchmarks.fixture import now
from ledger.application import ticking
from ledger.application.assembly import open_ledger
from ledger.application.settings import Settings
from ledger.projections.reports import kept
from ledger.store import engines
from tests.acceptance.conftest import Shell
from tests.application.readers import reading


def test_a_ledger_without_cases_has_nothing_to_record(shell: Shell) -> None:
    size = shell.done("verify", "--json").json

    nothing: dict[str, object] = {"streams": 0, "recorded": [], "refused": [], "undrawn": []}
    nothing |= {"swept": {"boxes": 0, "keys": 0}, "attachments": {"uploads": 0, "unnamed": 0, "lost": []}}
    nothing |= {"approvals": 0}
    assert shell.done("tick", "--json").json == nothing
    ran = shell.done("tick")
    assert ran.out == ""
    assert ran.err == "0 streams, 0 recorded\n"
    assert shell.done("tick", "--quiet").err == ""
    assert shell.done("verify", "--json").json == size


def test_the_clock_moves_on_what_reports_are_made_from(shell: Shell) -> None:
    settings = Settings.of(shell.environment["PHAYAN_DB"], shell.folder / "keys", shell.environment)

    def kept_size() -> int:
        with open_ledger(settings, now) as ledger, engines.reading(ledger.store.engine) as connection:
            return kept.size(connection)

    assert kept_size() == 0
    shell.done("tick")
    assert kept_size() > 0


def test_looking_ahead_takes_a_day_or_a_time_with_its_zone(shell: Shell) -> None:
    assert shell.done("tick", "--now", "2030-01-01", "--json").json == {"due": []}
    assert shell.done("tick", "--now", "2030-01-01T00:00:00Z", "--json").json == {"due": []}
    assert shell.done("tick", "--now", "2030-01-01").err == "0 would be due; nothing was recorded\n"


@pytest.mark.parametrize("moment", ["tomorrow", "2030-13-01", "2030-01-01T00:00:00"])
def test_a_moment_that_cannot_be_read_is_wrong_usage(shell: Shell, moment: str) -> None:
    ran = shell.run("tick", "--now", moment, "--json")

    assert ran.code == 2
    assert ran.json["error"]["code"] == "usage"


def test_without_the_clocks_key_nothing_is_recorded(shell: Shell) -> None:
    (shell.folder / "keys" / "clock.key").unlink()

    assert shell.run("tick").code == 2


def test_where_nobody_is_left_to_be_asked_the_claim_is_named(
    shell: Shell, monkeypatch: pytest.MonkeyPatch
) -> None:
    left = ticking.Undrawn("claim/00000000-0000-4000-8000-000000000001", "2026-11-22T03:04:06Z")
    monkeypatch.setattr(ticking, "tick", lambda *_given: ticking.Ticked(1, (), (), (left,)))

    ran = shell.done("tick")
    assert ran.out == f"nobody to ask: {left.stream}, where somebody was asked in vain on {left.moment}\n"
    assert shell.done("tick", "--json").json["undrawn"] == [left._asdict()]


def test_who_read_is_anchored_and_checked_where_the_vault_is_at_hand(shell: Shell) -> None:
    settings = Settings.of(shell.environment["PHAYAN_DB"], shell.folder / "keys", shell.environment)
    with open_ledger(settings, now, write=True) as ledger:
        ledger.access.record(reading())
        registry = ledger.registry_stream
    assert shell.done("tick").out.startswith(f"recorded: {registry} access_log, since ")
    assert shell.done("tick").out == ""
    assert "NOT CHECKED" not in shell.done("verify").out

    (shell.folder / "vault.db").rename(shell.folder / "elsewhere.db")
    ran = shell.run("verify")
    assert ran.code == 3
    assert "NOT CHECKED  the log of readers: the vault is not at hand" in ran.out
