"""Attachments are copied last, sealed as they are; what is lost is said, and no object store is copied."""

import json
import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from benchmarks.fixture import now
from ledger.application.assembly import open_ledger
from ledger.application.attachments import Attachments
from ledger.application.copying import copy_attachments
from ledger.application.errors import LedgerError
from ledger.application.ledger import Ledger
from ledger.application.settings import Settings
from ledger.store.attachments import AttachmentTables
from ledger.store.blobs import Folder
from ledger.store.copying import copy_database
from ledger.store.engines import open_engine, writing
from tests.application.conftest import Place
from tests.application.erasures import erasing, taken
from tests.application.test_backup import copied, phayan
from tests.application.test_erasing import here
from tests.application.test_erasing_files import attached, contents

__all__ = ["here"]
BOXES = 3
FIRST = {1: ["applicant/document-1", "applicant/document-2"]}
SECOND = {2: ["applicant/document-1", "applicant/document-2"]}
ALL = [b"gone", b"twice", b"stays"]


def lived(place: Place, ledger: Ledger) -> tuple[Attachments, str, list[str]]:
    """Files of a claim, taken note of as those of entries; and the names of their boxes."""
    files, stream, _ = attached(place, ledger)
    files._tables.name(files._tables.waiting("9"))
    return files, stream, sorted(files._blobs.names())


def boxes_of(settings: Settings) -> Folder:
    assert settings.blobs is not None
    return Folder(Path(settings.blobs))


def test_copies_bring_the_files_back_on_an_empty_host(small: Place, tmp_path: Path) -> None:
    with small.open() as ledger:
        files, stream, uploads = attached(small, ledger)
        assert contents(files, stream, uploads) == ALL
    copies, keys = copied(small.settings, tmp_path)
    assert (copies / "attachments").stat().st_mode & 0o077 == 0

    host = tmp_path / "host"
    shutil.copytree(small.settings.keys, host / "keys")
    for file in (copies / "ledger.db", copies / "vault.db", keys / "data-keys.db"):
        shutil.copy(file, host)
    ledger_db, vault_db, key_db = (f"sqlite:///{host}/{name}.db" for name in ("ledger", "vault", "data-keys"))
    there = Settings(ledger_db, vault_db, key_db, host / "keys", str(host / "attachments"))
    with open_ledger(there, now, write=True) as ledger:
        assert ledger.attachments is not None
        with pytest.raises(LedgerError):  # the control: the databases alone do not hold them
            contents(ledger.attachments, stream, uploads)
        shutil.copytree(copies / "attachments", host / "attachments")
        assert contents(ledger.attachments, stream, uploads) == ALL


def test_what_is_copied_is_what_lies_there_and_not_what_a_cut_left(place: Place, tmp_path: Path) -> None:
    with place.open() as ledger:
        _, _, names = lived(place, ledger)
    for name in names:
        (tmp_path / "attachments" / name[:2] / f".{name}.17").write_bytes(b"torn")
    told = copy_attachments(place.settings, tmp_path / "copy")

    assert sorted(Folder(tmp_path / "copy").names()) == names
    assert told.files == len(names) == BOXES
    assert told.bytes == sum(len(boxes_of(place.settings).get(name) or b"") for name in names)
    assert told.lost == 0
    assert not list((tmp_path / "copy").rglob(".*"))


@pytest.mark.parametrize("harm", ["absent", "damaged", "everything"])
def test_what_is_lost_is_said_and_the_rest_is_copied(small: Place, tmp_path: Path, harm: str) -> None:
    with small.open() as ledger:
        _, _, names = lived(small, ledger)
    there = boxes_of(small.settings)
    if harm == "everything":
        shutil.rmtree(tmp_path / "attachments")
    elif harm == "damaged":
        there.put(names[0], b"x" * 100)
    else:
        there.delete(names[0])
    lost = len(names) if harm == "everything" else 1

    ran = phayan(small.settings, tmp_path, "backup", "copies", "--data-keys", "apart")
    assert (ran.returncode, f"lost or damaged: {lost}" in ran.stderr) == (1, True)
    ran = phayan(small.settings, tmp_path, "backup", "again", "--data-keys", "apart2", "--json")
    told = json.loads(ran.stdout)["attachments"]
    assert (told["files"], told["lost"]) == (BOXES - lost, lost)
    assert not list(tmp_path.glob("*/*.unfinished"))


def test_what_is_erased_during_the_copy_is_not_lost(
    here: Place, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with here.open() as ledger:
        files, stream, _ = lived(here, ledger)
        real = Folder.get

        def erases(self: Folder, name: str) -> bytes | None:
            if files._tables.blobs():
                for targets in (FIRST, SECOND):
                    taken(ledger, erasing(here, ledger, stream, targets))
            return real(self, name)

        monkeypatch.setattr(Folder, "get", erases)
        told = copy_attachments(here.settings, tmp_path / "copy")
    assert told == (0, 0, 0)


def test_the_files_first_and_a_copy_of_the_vault_would_name_what_is_in_none(
    small: Place, tmp_path: Path
) -> None:
    """The control of the order: what comes in between is named by the vault, and not there."""
    copies = tmp_path / "copies"
    copies.mkdir()
    with small.open() as ledger:
        copy_attachments(small.settings, copies / "first")
        _, _, names = lived(small, ledger)
        copy_database(small.settings.vault_db, copies, "vault")
        copy_attachments(small.settings, copies / "last")
    engine = open_engine(f"sqlite:///{copies}/vault.db")
    named = set(AttachmentTables(engine).blobs())
    engine.dispose()

    assert named == set(names) == set(Folder(copies / "last").names())
    assert list(Folder(copies / "first").names()) == []


def test_a_vault_of_an_older_release_is_copied_with_its_files(small: Place, tmp_path: Path) -> None:
    with small.open() as ledger:
        lived(small, ledger)
    engine = open_engine(small.settings.vault_db)
    with writing(engine) as connection:
        connection.exec_driver_sql("UPDATE vault_schema SET version_num = 'vault_0001'")
        connection.exec_driver_sql("DROP TABLE attachment")
    engine.dispose()
    assert copy_attachments(small.settings, tmp_path / "copy")[::2] == (BOXES, 0)


def test_of_an_object_store_it_is_said_that_it_is_not_copied(small: Place, tmp_path: Path) -> None:
    elsewhere = replace(small.settings, blobs="s3://invented/prefix")
    ran = phayan(elsewhere, tmp_path, "backup", "copies", "--data-keys", "apart")
    assert (ran.returncode, "copy the bucket" in ran.stderr) == (0, True)
    assert not list((tmp_path / "copies").glob("*/attachments"))
    assert "attachments" not in ran.stdout
