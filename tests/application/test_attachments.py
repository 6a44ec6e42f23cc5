"""Files are sealed from the first moment, and kept for a statement within its limits."""

import sys
import threading
from collections.abc import Sequence
from dataclasses import replace
from hashlib import sha256
from pathlib import Path
from uuid import uuid4

import pytest

from ledger.application import attachments as module
from ledger.application import boxes
from ledger.application.attachments import (
    AttachmentsTooLarge,
    AttachmentsTooMany,
    Swept,
    UploadsFull,
    UploadUnknown,
)
from ledger.application.errors import SettingMissing
from ledger.application.media.refusals import AttachmentKind
from ledger.application.settings import Settings
from ledger.store.blobs import Folder, Objects
from ledger.store.errors import BlobsUnreachable
from tests.application import media_files as made
from tests.application.conftest import Place
from tests.application.shelves import DAY, LETTER, ONE, OTHER, STREAM, TWO, WHO, Shelf, kept


def test_a_file_comes_back_as_it_was_described_and_lies_nowhere_in_the_clear(
    shelf: Shelf, tmp_path: Path
) -> None:
    here = shelf.open()
    upload = here.stage(made.photograph())
    (described,) = here.described([upload.id])
    here.keep(ONE, STREAM, WHO, [upload.id])
    file = here.read(STREAM, WHO, upload.sha256)

    assert file is not None
    assert described == (sha256(file.content).hexdigest(), "image/jpeg", len(file.content))
    assert here.described([upload.id]) == (described,)
    assert made.PLACE not in file.content
    assert here.read(STREAM, "named-1", upload.sha256) is None
    assert here.read(OTHER, WHO, upload.sha256) is None
    assert here.read(STREAM, WHO, "ab" * 32) is None

    plain = file.content[-60:]
    assert not [path for path in tmp_path.rglob("*") if path.is_file() and plain in path.read_bytes()]
    (tmp_path / "leak").write_bytes(plain)  # the negative control: the search finds what is there
    assert [path for path in tmp_path.rglob("*") if path.is_file() and plain in path.read_bytes()]


def test_a_box_is_named_by_itself_and_says_little_of_what_it_holds(shelf: Shelf) -> None:
    here = shelf.open()
    for content in (b"a", b"a" * 60_000, b"a" * 70_000):
        here.stage(content)
    found = [Folder(shelf.home).get(name) or b"" for name in shelf.files()]

    assert shelf.files() == sorted(sha256(box).hexdigest() for box in found)
    assert sorted(len(box) - 40 for box in found) == [boxes.STEP, boxes.STEP, 2 * boxes.STEP]  # nonce, tag
    here.stage(b"a")
    assert len(shelf.files()) == 4, "the same file twice is two boxes"


def test_descriptions_come_in_the_order_asked_for(shelf: Shelf) -> None:
    here = shelf.open()
    uploads = [here.stage(text) for text in (b"one", b"two", b"three")]
    ids = [uploads[number].id for number in (2, 0, 1, 0)]
    assert [one[0] for one in here.described(ids)] == [uploads[number].sha256 for number in (2, 0, 1, 0)]


@pytest.mark.parametrize("strange", ["", "x", TWO, "5a11dead"])
def test_what_was_never_uploaded_is_unknown(shelf: Shelf, strange: str) -> None:
    here = shelf.open()
    upload = here.stage(b"text").id
    for ask in (
        lambda: here.described([upload, strange]),
        lambda: here.keep(ONE, STREAM, WHO, [upload, strange]),
    ):
        with pytest.raises(UploadUnknown):
            ask()
    assert here.sweep(shelf.now + 2 * DAY) == Swept(1, 0, ()), "of several none was kept"


def test_what_is_not_taken_leaves_nothing(shelf: Shelf) -> None:
    with pytest.raises(AttachmentKind):
        shelf.open().stage(b"\xff")
    assert (shelf.files(), shelf.rows()) == ([], 0)


def test_keeping_again_changes_nothing_also_when_the_upload_is_gone(shelf: Shelf) -> None:
    upload = kept(shelf)
    rows = shelf.rows()
    shelf.open().keep(ONE, STREAM, WHO, [upload.id, upload.id])
    assert shelf.rows() == rows
    shelf.open().sweep(shelf.now + 2 * DAY)
    shelf.open().keep(ONE, STREAM, WHO, [upload.id])
    shelf.open().keep(ONE, STREAM, WHO, [])

    assert shelf.rows() == 1
    assert shelf.open().described([upload.id])[0][0] == upload.sha256
    with pytest.raises(UploadUnknown):
        shelf.open().keep(TWO, STREAM, WHO, [upload.id])


def test_who_files_again_after_a_refusal_need_not_upload_again(shelf: Shelf) -> None:
    upload = kept(shelf)
    shelf.log.clear()  # the first statement was refused
    shelf.open().keep(TWO, OTHER, WHO, [upload.id])
    shelf.log.add(TWO)

    assert shelf.open().sweep(shelf.now + 2 * DAY) == Swept(0, 1, ())
    assert shelf.open().read(STREAM, WHO, upload.sha256) is None
    file = shelf.open().read(OTHER, WHO, upload.sha256)
    assert file is not None
    assert file.content == LETTER
    assert len(shelf.files()) == 1


def test_a_statement_has_five_and_a_case_fifty_mebibytes(
    shelf: Shelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    here = shelf.open()
    ids = [here.stage(f"paper {number}".encode()).id for number in range(6)]
    with pytest.raises(AttachmentsTooMany):
        here.keep(ONE, STREAM, WHO, ids)
    here.keep(ONE, STREAM, WHO, ids[:5])
    with pytest.raises(AttachmentsTooMany):
        here.keep(ONE, STREAM, WHO, ids[5:])
    monkeypatch.setattr(module, "MOST_OF_CASE", 6 * 7 - 1)
    with pytest.raises(AttachmentsTooLarge):
        here.keep(TWO, STREAM, WHO, ids[5:])
    here.keep(TWO, OTHER, WHO, ids[5:])
    monkeypatch.setattr(module, "MOST_OF_CASE", 6 * 7)
    here.keep(str(uuid4()), STREAM, WHO, ids[5:])


def test_of_two_that_keep_at_once_both_together_stay_within_the_limit(shelf: Shelf) -> None:
    ids = [shelf.open().stage(f"paper {number}".encode()).id for number in range(6)]
    barrier, told = threading.Barrier(2), []

    def keep(those: Sequence[str]) -> None:
        here = shelf.open()
        barrier.wait()
        try:
            here.keep(ONE, STREAM, WHO, those)
            told.append("kept")
        except AttachmentsTooMany as error:
            told.append(error.code)

    threads = [threading.Thread(target=keep, args=(those,)) for those in (ids[:3], ids[3:])]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(told) == ["attachments_too_many", "kept"]


def test_what_waits_has_room_for_so_much_and_keeping_makes_room(shelf: Shelf) -> None:
    here = shelf.open(most_staged=10)
    upload = here.stage(b"12345678")
    with pytest.raises(UploadsFull):
        here.stage(b"123")
    here.stage(b"12")
    here.keep(ONE, STREAM, WHO, [upload.id])
    here.stage(b"12345678")
    with pytest.raises(UploadsFull):
        here.stage(b"1")
    here.sweep(shelf.now + 2 * DAY)
    here.stage(b"1234567890")


def test_what_cannot_be_written_holds_no_room(shelf: Shelf, monkeypatch: pytest.MonkeyPatch) -> None:
    here = shelf.open(most_staged=10)
    with monkeypatch.context() as patch:
        patch.setattr(Folder, "put", _unreachable)
        with pytest.raises(BlobsUnreachable):
            here.stage(b"1234567890")
    with pytest.raises(UploadsFull):
        here.stage(b"1")
    here.sweep(shelf.now)
    assert here.stage(b"1234567890").size == 10


def _unreachable(*_args: object) -> None:
    raise BlobsUnreachable("gone")


def test_an_upload_of_another_server_is_unknown_to_whoever_keeps(shelf: Shelf) -> None:
    upload = shelf.open(secret=b"t" * 32).stage(b"text")
    with pytest.raises(UploadUnknown):
        shelf.open().keep(ONE, STREAM, WHO, [upload.id])


def test_files_lie_beside_the_vault_or_where_it_is_said() -> None:
    sqlite, postgresql = "sqlite:///here/phayan.db", "postgresql+psycopg://db/ledger"
    apart = {
        "PHAYAN_VAULT_DB": "postgresql+psycopg://v/vault",
        "PHAYAN_KEY_DB": "postgresql+psycopg://k/keys",
    }
    named = {"PHAYAN_BLOBS": "s3://bucket/prefix"}

    def blobs(db: str, environment: dict[str, str]) -> str | None:
        return Settings.of(db, Path("keys"), environment).blobs

    assert blobs(sqlite, {}) == "here/attachments"
    assert blobs("sqlite:///phayan.db", {}) == "attachments"
    assert blobs(sqlite, {"PHAYAN_VAULT_DB": "sqlite:////there/v.db"}) == "/there/attachments"
    assert blobs(postgresql, apart) is None
    assert blobs(postgresql, apart | named) == blobs(sqlite, named) == "s3://bucket/prefix"


def test_an_object_store_needs_its_extra(small: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    place = Place(replace(small.settings, blobs="s3://bucket/prefix"), small.signers)
    monkeypatch.setenv("AWS_REGION", "ap-southeast-1")
    with place.open() as ledger:
        assert ledger.attachments is not None
        assert isinstance(ledger.attachments._blobs, Objects)
    monkeypatch.setitem(sys.modules, "obstore", None)
    with pytest.raises(SettingMissing), place.open():
        pass
