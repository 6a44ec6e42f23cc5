"""Exports of a stored log: bound to its checkpoint, written whole or not at all, to a new place."""

import json
import sys
from collections.abc import Iterator
from pathlib import Path

import pyarrow.parquet as pq  # type: ignore[import-untyped]  # ships no type information
import pytest

from ledger.application.errors import (
    EntriesNotPublic,
    ExportDiffers,
    ExportExists,
    NoSuchEntry,
    ParquetMissing,
)
from ledger.application.exporting import (
    Asked,
    export_csv,
    export_ocel,
    export_parquet,
    export_xes,
)
from ledger.application.stories import grandmother
from ledger.projections.exports.ocel import Tier
from ledger.projections.exports.spans import LARGEST, Column
from ledger.store.recorder import Recorder, Row
from ledger.tlog.tree import leaf_hash, root_of
from tests.projections.exports.sample import leaks
from tests.stories.stage import ORIGIN, Theatre, theatre
from tests.support.databases import KINDS, empty_database


@pytest.fixture(scope="module", params=KINDS)
def here(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Theatre]:
    """A lived case on each database, to be read only."""
    folder = tmp_path_factory.mktemp("here")
    with empty_database(request, folder) as url, theatre(folder, url) as opened:
        opened.tell(grandmother.STORY)
        yield opened


@pytest.fixture
def asked(here: Theatre, tmp_path: Path) -> Asked:
    return Asked(here.stage.ledger.store, ORIGIN, None, Tier.OVERSIGHT, bytes(32), tmp_path / "out")


def test_an_export_holds_every_entry_and_is_bound_to_the_newest_checkpoint(asked: Asked) -> None:
    done = export_ocel(asked, "json")

    checkpoint = asked.recorder.checkpoint()
    assert checkpoint is not None
    assert (done.size, done.root) == (checkpoint.size, checkpoint.root.hex())
    assert done.counts is not None
    assert done.counts.events == done.size == asked.recorder.head().size
    document = json.loads(asked.target.read_text())
    assert {
        item["value"]
        for one in document["events"]
        for item in one["attributes"]
        if item["name"] == "log_index"
    } == {*range(done.size)}
    (file,) = done.files
    assert (file.file, file.bytes) == (str(asked.target), asked.target.stat().st_size)


def test_a_prefix_is_exported_as_it_was_then(asked: Asked, tmp_path: Path) -> None:
    whole = export_ocel(asked, "json")
    part = export_ocel(asked._replace(size=20, target=tmp_path / "part"), "json")

    entries = [row.entry for row in asked.recorder.rows(0, 20)]
    assert (part.size, part.root) == (20, root_of([leaf_hash(entry) for entry in entries]).hex())
    assert part.counts is not None
    assert whole.counts is not None
    assert part.counts.events == 20 < whole.counts.events


@pytest.mark.parametrize("size", [0, 10_000])
def test_more_than_the_log_holds_is_not_exported(asked: Asked, size: int) -> None:
    with pytest.raises(NoSuchEntry):
        export_ocel(asked._replace(size=size), "json")
    assert not asked.target.exists()


def test_an_export_takes_the_place_of_nothing(asked: Asked) -> None:
    asked.target.write_text("somebody's")

    for write in (export_xes, export_csv, export_parquet):
        with pytest.raises(ExportExists):
            write(asked)
    with pytest.raises(ExportExists):
        export_ocel(asked, "sqlite")
    assert asked.target.read_text() == "somebody's"


class Altered(Recorder):
    """A database in which somebody changed the stamp of entry 30, past every guard."""

    def rows(self, start: int, stop: int, *, stream: str | None = None) -> list[Row]:
        """Return the entries as they are read now."""
        return [
            row._replace(entry=row.entry.replace(b'"recorded_at":"2026', b'"recorded_at":"2025'))
            if row.index == 30
            else row
            for row in super().rows(start, stop, stream=stream)
        ]


def test_entries_that_are_not_those_of_the_checkpoint_are_not_exported(asked: Asked) -> None:
    """Nothing of it gets out, and nothing is left behind."""
    altered = asked._replace(recorder=Altered(asked.recorder.engine))
    before = set(asked.target.parent.iterdir())

    for write in (export_xes, export_csv, export_parquet):
        with pytest.raises(ExportDiffers):
            write(altered)
    assert set(asked.target.parent.iterdir()) == before
    export_xes(asked)


def test_what_is_for_oversight_is_readable_by_its_owner_alone(asked: Asked, tmp_path: Path) -> None:
    export_csv(asked)

    assert asked.target.stat().st_mode & 0o077 == 0
    assert all(file.stat().st_mode & 0o077 == 0 for file in asked.target.iterdir())


def test_a_public_export_of_a_lived_case_tells_nothing_that_it_must_not(asked: Asked, tmp_path: Path) -> None:
    export_ocel(asked._replace(tier=Tier.PUBLIC), "json")
    export_ocel(asked._replace(target=tmp_path / "oversight"), "json")

    assert leaks(json.loads(asked.target.read_text())) == set()
    assert leaks(json.loads((tmp_path / "oversight").read_text())) == {"person", "time", "place in the log"}


def test_every_file_of_a_folder_is_told_with_its_digest(asked: Asked, tmp_path: Path) -> None:
    asked = asked._replace(target=tmp_path / "claim.xes")  # as one of the files in it
    done = export_xes(asked)

    assert {one.file for one in done.files} == {str(file) for file in asked.target.iterdir()}
    assert all(len(one.sha256) == 64 for one in done.files)


def test_columns_hold_the_very_bytes_and_a_root_that_can_be_rechecked(asked: Asked) -> None:
    done = export_parquet(asked, span=64)

    roots = []
    rows: list[dict[str, object]] = []
    for number, file in enumerate(done.files):
        table = pq.ParquetFile(file.file)
        told = {name.decode(): value.decode() for name, value in table.metadata.metadata.items()}
        part = table.read().to_pylist()
        leaves = [leaf_hash(row["entry"]) for row in part]
        assert leaves == [row["leaf"] for row in part]
        assert told["phayan.origin"] == ORIGIN
        assert (told["phayan.first_index"], told["phayan.n"]) == (str(64 * number), str(len(part)))
        assert told["phayan.span_root"] == root_of(leaves).hex()
        assert table.schema_arrow.names == list(Column._fields)
        assert table.metadata.row_group(0).column(0).compression == "ZSTD"
        roots += leaves
        rows += part
        table.close()
    assert root_of(roots).hex() == done.root
    stored = asked.recorder.rows(0, done.size)
    assert [(row["index"], row["stream"], row["version"], row["entry"]) for row in rows] == [
        (one.index, one.stream, one.version, one.entry) for one in stored
    ]
    assert 64 < done.size <= LARGEST


def test_the_case_key_of_an_appeal_is_the_claim_that_it_contests(asked: Asked, here: Theatre) -> None:
    done = export_parquet(asked)

    keys = {
        row["stream"]: row["case_key"]
        for row in pq.read_table(done.files[0].file, columns=["stream", "case_key"]).to_pylist()
    }
    (appeal,) = [stream for stream in keys if stream.startswith("grievance/")]
    (claim,) = [stream for stream in keys if stream.startswith("claim/")]
    assert keys[appeal] == keys[claim] == claim
    assert all(key == stream for stream, key in keys.items() if stream != appeal)


def test_the_entries_themselves_are_not_for_the_public(asked: Asked) -> None:
    with pytest.raises(EntriesNotPublic):
        export_parquet(asked._replace(tier=Tier.PUBLIC))
    assert not asked.target.exists()


def test_columns_without_their_library_say_what_to_install(
    asked: Asked, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "pyarrow", None)

    with pytest.raises(ParquetMissing, match=r"phayan\[parquet\]"):
        export_parquet(asked)
    assert not asked.target.exists()


def test_the_same_prefix_and_key_give_the_same_bytes(asked: Asked, tmp_path: Path) -> None:
    def digests(name: str) -> list[str]:
        inside = tmp_path / name
        inside.mkdir()
        done = [
            export_ocel(asked._replace(target=inside / "json"), "json"),
            export_ocel(asked._replace(target=inside / "sqlite"), "sqlite"),
            export_xes(asked._replace(target=inside / "xes")),
            export_csv(asked._replace(target=inside / "csv")),
            export_parquet(asked._replace(target=inside / "parquet")),
        ]
        return [file.sha256 for one in done for file in one.files]

    assert digests("one") == digests("other")


def test_no_format_in_any_tier_holds_what_is_sealed(asked: Asked, tmp_path: Path) -> None:
    """Every name in the story is marked as invented."""
    for tier in Tier:
        inside = tmp_path / tier
        inside.mkdir()
        each = asked._replace(tier=tier)
        export_ocel(each._replace(target=inside / "log.json"), "json")
        export_ocel(each._replace(target=inside / "log.sqlite"), "sqlite")
        export_xes(each._replace(target=inside / "xes"))
        export_csv(each._replace(target=inside / "csv"))
        held = b"".join(file.read_bytes() for file in sorted(inside.rglob("*")) if file.is_file())
        assert b"EligibilityDecided" in held
        assert "สมมุติ".encode() not in held
        assert "สมมุติ".encode("unicode-escape") not in held
