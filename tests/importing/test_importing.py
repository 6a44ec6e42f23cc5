"""From rows to signed statements: references, disclosures, groups, refusals, and the second import."""

import json
import stat
from collections.abc import Sequence
from pathlib import Path

import pytest

from ledger.application.derived import Derived
from ledger.application.errors import SettingMissing
from ledger.application.importing import GROUP, Importer, ImportResult
from ledger.application.mapping import SourceRow
from ledger.domain.claim.events import ClaimReceived, DecisionNotified, EligibilityDecided
from ledger.signing.disclosure import digest, parse_disclosure
from ledger.signing.keys import SigningKey
from ledger.signing.strict_json import JsonValue
from tests.importing.memory import MemoryLog

ACTOR = "actor/00000000-0000-4000-8000-000000000001"
SECRET = bytes(range(32))
KEY = SigningKey(bytes(range(64, 96)))
DERIVED = Derived(SECRET, "fines")
DECIDED: dict[str, JsonValue] = {
    "result": "refuse",
    "benefit": "road_fine",
    "order_maker": "official",
    "occasion": "first",
    "found": [],
    "law": ["article_157"],
}


def _row(number: int, key: str, type_: str, content: dict[str, JsonValue], **other: object) -> SourceRow:
    row = SourceRow(number, "claim", key, type_, 1, "2006-07-24T00:00:00Z", None, content, None)
    return row._replace(**other)  # type: ignore[arg-type]


def _decided(number: int, key: str, **other: object) -> SourceRow:
    return _row(number, key, "EligibilityDecided", DECIDED, **other)


def _notified(number: int, key: str, decision: JsonValue) -> SourceRow:
    return _row(number, key, "DecisionNotified", {"decision": decision, "languages": []})


def _entry(key: str, occurrence: int = 1) -> JsonValue:
    return {"$entry": ["claim", key, "EligibilityDecided", occurrence]}


@pytest.fixture
def log() -> MemoryLog:
    return MemoryLog(KEY)


@pytest.fixture
def refused(tmp_path: Path) -> Path:
    return tmp_path / "fines.refused.jsonl"


def _run(log: MemoryLog, refused: Path, *batches: Sequence[SourceRow]) -> ImportResult:
    return Importer(log, KEY, actor=ACTOR, secret=SECRET, register="fines").run(batches, refused)


def test_a_row_becomes_a_statement_of_the_importer(log: MemoryLog, refused: Path) -> None:
    result = _run(log, refused, [_decided(1, "A1", official="561")])

    assert result == ImportResult(read=1, appended=1, skipped=0, refused={})
    (statement,) = log.statements
    assert statement.id == DERIVED.statement("claim", "A1", "EligibilityDecided", 1)
    assert statement.stream == DERIVED.stream("claim", "A1")
    assert (statement.origin, statement.type, statement.schema) == (log.origin, "EligibilityDecided", 1)
    assert (statement.by, statement.signers) == (ACTOR, (KEY.id,))
    assert (statement.at, statement.seen, statement.as_of) == ("2006-07-24T00:00:00Z", None, None)
    assert isinstance(statement.says, EligibilityDecided)
    assert statement.says.official == DERIVED.actor("561")
    assert not refused.exists()


def test_an_unknown_date_and_an_unknown_official_are_left_out(log: MemoryLog, refused: Path) -> None:
    _run(log, refused, [_decided(1, "A1", at=None)])

    (statement,) = log.statements
    assert statement.at is None
    assert isinstance(statement.says, EligibilityDecided)
    assert statement.says.official is None


def test_personal_data_become_salted_disclosures(log: MemoryLog, refused: Path) -> None:
    personal = {"complainant/name": "สมชาย", "applicant/household": {"rooms": 2}}
    _run(log, refused, [_decided(1, "A1", personal=personal)])

    (statement,) = log.statements
    (disclosures,) = log.disclosures
    assert statement.sd == tuple(sorted(map(digest, disclosures)))
    assert {name: (salt, value) for salt, name, value in map(parse_disclosure, disclosures)} == {
        name: (DERIVED.salt(statement.id, name), value) for name, value in personal.items()
    }


def test_references_inside_data_are_resolved(log: MemoryLog, refused: Path) -> None:
    programme = SourceRow(1, "programme", "p", "Anything", 1, None, None, {}, None)
    received: dict[str, JsonValue] = {
        "programme": {"$entry": ["programme", "p", "Anything", 1]},
        "benefit": "cash",
        "facts": [],
        "documents": [],
        "renews": {"$stream": ["claim", "A0"]},
        "via": {
            "channel": "import",
            "auth": "none",
            "assist": {
                "assister": {"$actor": "7"},
                "language": "th",
                "read_back": True,
                "confirmation": "none",
            },
        },
    }

    result = _run(log, refused, [programme, _row(2, "A1", "ClaimReceived", received)])

    assert result.refused == {}
    says = log.statements[1].says
    assert isinstance(says, ClaimReceived)
    assert says.renews == DERIVED.stream("claim", "A0")
    assert says.via is not None
    assert says.via.assist is not None
    assert says.via.assist.assister == DERIVED.actor("7")
    assert says.programme == log.located([log.statements[0].id])[log.statements[0].id]


def test_rows_go_in_groups(log: MemoryLog, refused: Path) -> None:
    rows = [_decided(number, f"A{number}") for number in range(1, 2 * GROUP + 11)]

    assert _run(log, refused, rows[:300], rows[300:]).appended == len(rows)
    assert log.groups == [GROUP, GROUP, 10]
    assert [statement.stream for statement in log.statements] == [
        DERIVED.stream("claim", row.key) for row in rows
    ]


def test_a_reference_into_the_group_sends_the_group_first(log: MemoryLog, refused: Path) -> None:
    rows = [
        _decided(1, "A1"),
        _decided(2, "A2"),
        _notified(3, "A1", _entry("A1")),
        _notified(4, "A2", _entry("A2")),
        _decided(5, "A3"),
    ]

    assert _run(log, refused, rows).appended == 5
    assert log.groups == [2, 3]
    assert log.questions == 0
    says = log.statements[2].says
    assert isinstance(says, DecisionNotified)
    (place,) = log.located([log.statements[0].id]).values()
    assert says.decision == place


def test_a_reference_to_an_earlier_run_is_asked_of_the_ledger(log: MemoryLog, refused: Path) -> None:
    _run(log, refused, [_decided(1, "A1"), _decided(2, "A2")])

    rows = [_notified(3, "A1", _entry("A1")), _notified(4, "A2", _entry("A2"))]
    assert _run(log, refused, rows).appended == 2
    assert log.questions == 1
    says = log.statements[3].says
    assert isinstance(says, DecisionNotified)
    assert says.decision.stream == DERIVED.stream("claim", "A2")


def test_a_long_run_forgets_and_asks_again(
    log: MemoryLog, refused: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ledger.application.importing.REMEMBERED", 3)
    decided = [_decided(number, f"A{number}") for number in range(1, 11)]
    notified = [_notified(10 + number, f"A{number}", _entry(f"A{number}")) for number in (10, 9, 1)]

    result = _run(log, refused, decided, *[[row] for row in notified])

    assert result == ImportResult(read=13, appended=13, skipped=0, refused={})
    assert log.questions == 1  # A10 and A9 were remembered, A1 was not


def test_a_reference_to_nothing_is_refused_with_its_row(log: MemoryLog, refused: Path) -> None:
    unknown = _notified(7, "A1", _entry("A1", 2))
    result = _run(log, refused, [_decided(6, "A1"), unknown, _decided(8, "A2")])

    assert result == ImportResult(read=3, appended=2, skipped=0, refused={"unknown_entry": 1})
    (line,) = map(json.loads, refused.read_text().splitlines())
    assert (line["row"], line["code"]) == (7, "unknown_entry")
    assert line["source"] == {
        "stream_kind": "claim",
        "stream_key": "A1",
        "type": "DecisionNotified",
        "at": "2006-07-24T00:00:00Z",
        "official": None,
        "data": unknown.data,
        "personal": None,
    }
    assert stat.S_IMODE(refused.stat().st_mode) == 0o600


@pytest.mark.parametrize(
    ("row", "code"),
    [
        (_decided(1, "A1", data=DECIDED | {"result": "perhaps"}), "data_invalid"),
        (_decided(1, "A1", data=DECIDED | {"discretion": {"$stream": ["claim"]}}), "reference_form"),
        (_decided(1, "A1", data=DECIDED | {"official": {"$actor": "9"}}, official="8"), "official_twice"),
        (_decided(1, "A1", personal={"name": "Ann"}), "disclosure_name"),
        (_decided(1, "A1", personal={"applicant/name": "\u200bAnn"}), "text_form"),
    ],
)
def test_a_refused_row_does_not_stop_the_others(
    row: SourceRow, code: str, log: MemoryLog, refused: Path
) -> None:
    result = _run(log, refused, [row, _decided(2, "A2")])

    assert result == ImportResult(read=2, appended=1, skipped=0, refused={code: 1})
    (line,) = map(json.loads, refused.read_text().splitlines())
    assert (line["row"], line["code"]) == (1, code)
    assert line["sentence"]


def test_the_same_import_again_builds_nothing_and_appends_nothing(log: MemoryLog, refused: Path) -> None:
    bad = _decided(3, "A3", data=DECIDED | {"result": "perhaps"})
    rows = [_decided(1, "A1"), _decided(2, "A2"), bad, _notified(4, "A1", _entry("A1"))]
    _run(log, refused, rows)
    groups = list(log.groups)

    again = _run(log, refused, rows)

    assert again == ImportResult(read=4, appended=0, skipped=3, refused={"data_invalid": 1})
    assert log.groups == [*groups, 1]  # only the refused row was tried again
    assert log.questions == 0


def test_the_file_of_an_earlier_run_goes_when_nothing_is_refused(log: MemoryLog, refused: Path) -> None:
    refused.write_text("old\n")

    _run(log, refused, [_decided(1, "A1")])

    assert not refused.exists()


def test_a_short_secret_is_refused(log: MemoryLog) -> None:
    with pytest.raises(SettingMissing):
        Importer(log, KEY, actor=ACTOR, secret=b"short", register="fines")
