"""Real records into a real ledger: judged by its rules, appended once, and found again."""

import json
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from benchmarks.fixture import now
from ledger.application.assembly import open_ledger
from ledger.application.errors import LedgerError
from ledger.application.importing import Importer, ImportResult
from ledger.application.keyring import Keyring
from ledger.application.ledger import Ledger
from ledger.application.mapping import SourceRow
from ledger.application.receipts import Receipt, Rejected, Submission
from tests.importing.registers import fines_rows, reference, refugee_rows, targeting_rows
from tests.support.founding import founded

SECRET = bytes(range(32))


@pytest.fixture
def keyring(tmp_path: Path) -> Keyring:
    return Keyring(tmp_path / "keys")


@pytest.fixture
def ledger(tmp_path: Path, keyring: Keyring) -> Iterator[Ledger]:
    settings, _signers = founded(tmp_path, importers=1)
    assert settings.keys == keyring.folder
    with open_ledger(settings, now, write=True) as opened:
        yield opened


@pytest.fixture
def refused(tmp_path: Path) -> Path:
    return tmp_path / "refused.jsonl"


def _run(ledger: Ledger, keyring: Keyring, rows: Sequence[SourceRow], refused: Path) -> ImportResult:
    holder = keyring.load("importer")
    importer = Importer(ledger, holder.key, actor=holder.actor, secret=SECRET, register="register")
    return importer.run([rows[start : start + 512] for start in range(0, len(rows), 512)], refused)


def _contested_fines() -> list[SourceRow]:
    """Every contested case, and a few of the others."""
    rows = fines_rows()
    contested = {row.key.partition("/")[0] for row in rows if row.kind == "grievance"}
    chosen = contested | {row.key for row in rows[::500]} | {"road_fines"}
    return [row for row in rows if row.key.partition("/")[0] in chosen]


def test_the_rules_take_every_contested_fine(ledger: Ledger, keyring: Keyring, refused: Path) -> None:
    rows = _contested_fines()
    size = ledger.store.head().size

    result = _run(ledger, keyring, rows, refused)

    assert result == ImportResult(read=len(rows), appended=len(rows), skipped=0, refused={})
    assert ledger.store.head().size == size + len(rows)
    assert not refused.exists()


def test_the_rules_take_every_refugee_appeal(
    ledger: Ledger, keyring: Keyring, refused: Path, tmp_path: Path
) -> None:
    rows = refugee_rows(tmp_path)

    assert _run(ledger, keyring, rows, refused) == ImportResult(
        read=1_153, appended=1_153, skipped=0, refused={}
    )


def test_the_same_import_again_appends_nothing(ledger: Ledger, keyring: Keyring, refused: Path) -> None:
    rows = _contested_fines()[:600]
    _run(ledger, keyring, rows, refused)
    head = ledger.store.head()

    again = _run(ledger, keyring, rows, refused)

    assert again == ImportResult(read=600, appended=0, skipped=600, refused={})
    assert ledger.store.head() == head


def test_an_import_that_was_cut_off_goes_on_where_it_stopped(
    ledger: Ledger, keyring: Keyring, refused: Path
) -> None:
    rows = _contested_fines()
    _run(ledger, keyring, rows[:700], refused)

    again = _run(ledger, keyring, rows, refused)

    assert again == ImportResult(read=len(rows), appended=len(rows) - 700, skipped=700, refused={})


class _CutOff(LedgerError):
    code = "cut_off"


class _Failing:
    """The ledger, until the third group: then the power goes."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger
        self._left = 2
        self.origin = ledger.origin
        self.known = ledger.known
        self.located = ledger.located

    def submit(self, submissions: Sequence[Submission]) -> list[Receipt | Rejected]:
        if self._left == 0:
            raise _CutOff
        self._left -= 1
        return self._ledger.submit(submissions)


def test_a_group_that_failed_is_made_again_to_the_byte(
    ledger: Ledger, keyring: Keyring, refused: Path, tmp_path: Path
) -> None:
    rows = _contested_fines()
    holder = keyring.load("importer")
    importer = Importer(_Failing(ledger), holder.key, actor=holder.actor, secret=SECRET, register="register")
    with pytest.raises(_CutOff):
        importer.run([rows], refused)
    halfway = ledger.store.head().size

    result = _run(ledger, keyring, rows, refused)

    assert 0 < result.skipped < len(rows)
    assert result.appended == len(rows) - result.skipped
    assert ledger.store.head().size == halfway + result.appended


def test_rankings_are_refused_as_the_reference_counts(
    ledger: Ledger, keyring: Keyring, refused: Path
) -> None:
    """All rankings that must be refused, those that they repeat, and one household in forty."""
    rows = targeting_rows()
    claims = {row.key for row in rows if row.type == "ClaimReceived"}
    times = Counter((row.key, row.official) for row in rows if row.type == "AttestationGiven")
    chosen = {*sorted(claims)[::40], "targeting_indonesia"}
    chosen |= {row.key for row in rows if times[row.key, row.official] > 1}
    chosen |= {row.key for row in rows if row.data.get("relation") == "same_household"}
    some = [row for row in rows if row.key in chosen or row.key not in claims]
    expected = reference("targeting_indonesia")["after_refusals"]["refused"]

    result = _run(ledger, keyring, some, refused)

    assert result.refused == expected
    assert result.appended == len(some) - sum(expected.values())
    lines = [json.loads(line) for line in refused.read_text().splitlines()]
    assert Counter(line["code"] for line in lines) == expected
    numbers = {line["row"]: line["source"]["stream_key"] for line in lines}
    assert numbers == {row.number: row.key for row in some if row.number in numbers}
