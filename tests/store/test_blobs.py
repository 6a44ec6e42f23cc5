"""Boxes outside the databases: in a folder and in object stores alike."""

import errno
import socket
from hashlib import sha256
from pathlib import Path

import pytest
from obstore.store import LocalStore, MemoryStore, S3Store

from ledger.store import blobs as module
from ledger.store.blobs import Blobs, Folder, Objects
from ledger.store.errors import BlobsUnreachable, StorageFull

BOX = b"\x00\xff box" * 1000
NAME = sha256(BOX).hexdigest()


@pytest.fixture(params=["folder", "memory", "local"])
def blobs(request: pytest.FixtureRequest, tmp_path: Path) -> Blobs:
    match request.param:
        case "folder":
            return Folder(tmp_path / "attachments")
        case "memory":
            return Objects(MemoryStore())
        case _:
            return Objects(LocalStore(tmp_path))


def test_what_is_put_comes_back_until_it_is_deleted(blobs: Blobs) -> None:
    assert (blobs.get(NAME), list(blobs.names())) == (None, [])
    blobs.delete(NAME)
    blobs.put(NAME, BOX)
    blobs.put(NAME, BOX)
    blobs.put("ab" * 32, b"")

    assert (blobs.get(NAME), blobs.get("ab" * 32)) == (BOX, b"")
    assert sorted(blobs.names()) == sorted([NAME, "ab" * 32])
    blobs.delete(NAME)
    blobs.delete(NAME)
    assert (blobs.get(NAME), list(blobs.names())) == (None, ["ab" * 32])


def test_nobody_but_its_owner_reads_the_folder(tmp_path: Path) -> None:
    Folder(tmp_path / "attachments").put(NAME, BOX)
    for path in (tmp_path / "attachments").rglob("*"):
        assert path.stat().st_mode & 0o077 == 0
    assert (tmp_path / "attachments").stat().st_mode & 0o077 == 0


def test_what_a_cut_left_half_written_is_no_box_and_goes_with_it(tmp_path: Path) -> None:
    folder = Folder(tmp_path)
    folder.put(NAME, BOX)
    torn = tmp_path / NAME[:2] / f".{NAME}.4711"
    torn.write_bytes(BOX[:10])

    assert list(folder.names()) == [NAME]
    folder.delete(NAME)
    assert not torn.exists()


def test_every_step_of_writing_is_synced(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Both new folders are, and then the file's own: else a cut could leave a row and no box."""
    synced: list[Path] = []
    monkeypatch.setattr(module, "sync_folder", synced.append)
    folder = Folder(tmp_path / "attachments")
    folder.put(NAME, BOX)
    assert synced == [tmp_path, tmp_path / "attachments"]
    folder.put(NAME, BOX)
    assert len(synced) == 2
    folder.delete(NAME)
    assert synced[2:] == [tmp_path / "attachments" / NAME[:2]]


def test_a_disk_that_refuses_is_told_by_its_code(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "file").write_bytes(b"")
    nowhere = Folder(tmp_path / "file")
    with pytest.raises(BlobsUnreachable):
        nowhere.put(NAME, BOX)
    with pytest.raises(BlobsUnreachable):
        nowhere.get(NAME)

    def full(*_args: object) -> None:
        raise OSError(errno.ENOSPC, "no space")

    monkeypatch.setattr(module, "write_durably", full)
    with pytest.raises(StorageFull):
        Folder(tmp_path).put(NAME, BOX)


def test_an_address_of_objects_names_bucket_and_prefix(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_REGION", "ap-southeast-1")
    store = Objects.at("s3://bucket/prefix")._store
    assert (store.config["bucket"], store.prefix) == ("bucket", "prefix")
    with pytest.raises(BlobsUnreachable):
        Objects.at("s3:no address")


def test_an_object_store_that_does_not_answer_is_told_by_its_code() -> None:
    with socket.socket() as taken:  # bound, and listening to nobody
        taken.bind(("127.0.0.1", 0))
        objects = Objects(
            S3Store(
                "bucket",
                endpoint=f"http://127.0.0.1:{taken.getsockname()[1]}",
                region="x",
                skip_signature=True,
                client_options={"allow_http": True},
                retry_config={"max_retries": 0},
            )
        )
        for call in (
            lambda: objects.put(NAME, BOX),
            lambda: objects.get(NAME),
            lambda: list(objects.names()),
        ):
            with pytest.raises(BlobsUnreachable):
                call()
