"""Files go when they are to go and not before, whatever breaks off, and are never shown altered."""

import os
from collections.abc import Sequence
from datetime import timedelta
from uuid import uuid4

import pytest
import sqlalchemy as sa

from ledger.application import boxes
from ledger.application.attachments import AttachmentMismatch, AttachmentMissing, Swept, UploadUnknown
from ledger.store.attachments import AttachmentTables
from ledger.store.blobs import Folder
from ledger.store.engines import writing
from tests.application.shelves import DAY, ONE, OTHER, STREAM, TWO, WHO, Shelf, kept


def test_an_upload_waits_for_a_day_and_no_longer(shelf: Shelf) -> None:
    here = shelf.open()
    upload = here.stage(b"text")
    assert here.sweep(shelf.now + DAY) == Swept(0, 0, ())
    assert here.described([upload.id])
    assert here.sweep(shelf.now + DAY + timedelta(seconds=1)) == Swept(1, 0, ())
    assert (shelf.files(), shelf.rows()) == ([], 0)
    with pytest.raises(UploadUnknown):
        here.described([upload.id])


def test_what_no_entry_names_after_a_day_goes_and_what_one_names_stays(shelf: Shelf) -> None:
    named, unnamed = kept(shelf, b"named"), kept(shelf, b"unnamed", TWO)
    shelf.log.discard(TWO)
    here = shelf.open()
    shelf.now += DAY / 2
    here.keep(TWO, STREAM, WHO, [unnamed.id])  # sent again: it waits from now on
    assert here.sweep(shelf.now + DAY).unnamed == 0
    assert here.sweep(shelf.now + DAY + timedelta(seconds=1)).unnamed == 1
    shelf.log.clear()  # what was found once is not looked for again
    here.sweep(shelf.now + 9 * DAY)

    assert here.read(STREAM, WHO, named.sha256) is not None
    assert here.read(STREAM, WHO, unnamed.sha256) is None
    assert (len(shelf.files()), shelf.rows()) == (1, 1)


def test_what_is_erased_is_gone_with_its_key_its_box_and_its_upload_and_nothing_else(shelf: Shelf) -> None:
    gone, stays = kept(shelf, b"gone"), kept(shelf, b"stays", TWO)
    here = shelf.open()
    here.keep(TWO, STREAM, "named-1", [gone.id])  # another person has the same paper
    box = shelf.files()

    assert here.erase(STREAM, "stranger", [gone.sha256]) == 0
    assert here.erase(STREAM, WHO, [gone.sha256]) == 1
    assert here.erase(STREAM, WHO, [gone.sha256]) == 0
    assert here.read(STREAM, WHO, gone.sha256) is None
    assert shelf.files() == box
    theirs = here.read(STREAM, "named-1", gone.sha256)
    assert theirs is not None
    assert theirs.content == b"gone"
    with pytest.raises(UploadUnknown):
        here.keep(str(uuid4()), OTHER, WHO, [gone.id])

    assert here.erase(STREAM, "named-1", [gone.sha256]) == 1
    assert len(shelf.files()) == 1
    assert here.read(STREAM, WHO, stays.sha256) is not None
    with pytest.raises(UploadUnknown):
        here.described([gone.id])


def uploads_of(shelf: Shelf) -> list[bytes]:
    """The keys of files as they lie in every copy of the vault beside the keys of subjects."""
    with shelf.vault.connect() as connection:
        return [bytes(key) for (key,) in connection.exec_driver_sql("SELECT key FROM upload")]


def test_what_the_log_holds_opens_with_the_key_of_its_subject_and_no_more_with_the_secret_of_uploads(
    shelf: Shelf,
) -> None:
    upload, here = kept(shelf), shelf.open()
    (staged,) = uploads_of(shelf)
    assert boxes.unwrap(staged, b"s" * 32), (
        "the control: until then a copy of the vault and the secret open it"
    )
    here.settle(ONE)
    assert uploads_of(shelf) == []
    here.keep(ONE, STREAM, WHO, [upload.id])  # sent again
    here.settle(ONE)
    assert here.described([upload.id])[0][0] == upload.sha256
    file = here.read(STREAM, WHO, upload.sha256)
    assert file is not None
    assert here.erase(STREAM, WHO, [upload.sha256]) == 1
    assert (shelf.files(), shelf.rows()) == ([], 0)


def test_of_a_statement_that_the_log_does_not_hold_the_upload_stays(shelf: Shelf) -> None:
    upload, here = kept(shelf), shelf.open()
    shelf.log.clear()
    here.settle(ONE)
    here.keep(TWO, OTHER, WHO, [upload.id])
    assert len(uploads_of(shelf)) == 1


def test_uploads_that_a_crash_left_behind_a_recorded_statement_go_with_the_next_sweep(shelf: Shelf) -> None:
    upload, here = kept(shelf), shelf.open()
    here.stage(b"not spoken of yet")
    here.sweep(shelf.now + timedelta(seconds=1))
    assert len(uploads_of(shelf)) == 1
    assert here.described([upload.id])


class Cut(Exception):
    """The power fails."""


STEPS = [
    (AttachmentTables, "stage"),
    (Folder, "put"),
    (AttachmentTables, "keep"),
    (AttachmentTables, "let_go"),
    (Folder, "delete"),
    (AttachmentTables, "forget"),
    (AttachmentTables, "let_uploads_go"),
    (AttachmentTables, "let_unnamed_go"),
    (AttachmentTables, "name"),
]


@pytest.mark.parametrize("done", [False, True], ids=["before", "after"])
@pytest.mark.parametrize(("home", "step"), STEPS, ids=[step for _, step in STEPS])
def test_a_cut_at_any_step_loses_nothing_kept_and_leaves_nothing_that_no_row_names(
    shelf: Shelf, monkeypatch: pytest.MonkeyPatch, home: type, step: str, *, done: bool
) -> None:
    safe, gone = kept(shelf, b"safe"), kept(shelf, b"gone", TWO)
    real, cut = getattr(home, step), []

    def failing(*args: object, **named: object) -> object:
        if done:
            real(*args, **named)
        cut.append(step)
        raise Cut

    here = shelf.open()
    with monkeypatch.context() as patch:
        patch.setattr(home, step, failing)
        with pytest.raises(Cut):
            upload = here.stage(b"new")
            here.keep(str(uuid4()), STREAM, WHO, [upload.id])
            here.erase(STREAM, WHO, [gone.sha256])
            here.sweep(shelf.now + 2 * DAY)
    assert cut == [step]

    here.erase(STREAM, WHO, [gone.sha256])
    assert here.sweep(shelf.now + 2 * DAY).lost == ()
    assert here.read(STREAM, WHO, gone.sha256) is None
    file = here.read(STREAM, WHO, safe.sha256)
    assert file is not None
    assert file.content == b"safe"
    assert (len(shelf.files()), shelf.rows()) == (1, 1)


def test_a_keeping_that_breaks_off_keeps_nothing(shelf: Shelf, monkeypatch: pytest.MonkeyPatch) -> None:
    here = shelf.open()
    ids = [here.stage(text).id for text in (b"one", b"two")]
    calls: list[int] = []

    def wrap(*args: bytes) -> bytes:
        calls.append(len(calls))
        if len(calls) > 1:
            raise Cut
        return real(*args)

    real = boxes.wrap
    with monkeypatch.context() as patch:
        patch.setattr(boxes, "wrap", wrap)
        with pytest.raises(Cut):
            here.keep(ONE, STREAM, WHO, ids)
    assert AttachmentTables(shelf.vault).attached(STREAM, WHO) == []
    here.keep(ONE, STREAM, WHO, ids)
    assert len(AttachmentTables(shelf.vault).attached(STREAM, WHO)) == 2


def test_what_is_altered_is_never_shown_and_what_is_lost_is_not_called_erased(shelf: Shelf) -> None:
    upload = kept(shelf)
    here, folder = shelf.open(), Folder(shelf.home)
    (name,) = shelf.files()
    box = folder.get(name) or b""
    folder.put(name, box[:-1] + bytes((box[-1] ^ 1,)))
    with pytest.raises(AttachmentMismatch):
        here.read(STREAM, WHO, upload.sha256)
    folder.delete(name)
    with pytest.raises(AttachmentMissing):
        here.read(STREAM, WHO, upload.sha256)
    assert here.sweep(shelf.now + 2 * DAY).lost == (STREAM,)
    folder.put(name, box)
    assert here.read(STREAM, WHO, upload.sha256) is not None
    assert here.sweep(shelf.now + 2 * DAY).lost == ()


def test_another_file_under_the_same_key_is_a_mismatch(shelf: Shelf) -> None:
    """Whoever has the keys can make a box that opens; only the digest tells."""
    upload = kept(shelf)
    (one,) = AttachmentTables(shelf.vault).attached(STREAM, WHO)
    key = boxes.unwrap(one.key, shelf.sealer.newest_key(STREAM, WHO)) or b""
    forged = boxes.pack("อีกฉบับหนึ่ง".encode(), key, os.urandom(24))
    Folder(shelf.home).put(one.blob, forged)

    assert boxes.unpack(forged, key) == "อีกฉบับหนึ่ง".encode()  # the control: it opens
    with pytest.raises(AttachmentMismatch):
        shelf.open().read(STREAM, WHO, upload.sha256)


class TwoKeys:
    """The vault's keys while a person is being erased: the next stands beside the last."""

    def __init__(self, *held: bytes) -> None:
        self.held = held

    def newest_key(self, _stream: str, _subject: str) -> bytes:
        return self.held[-1]

    def held_keys(self, _stream: str, _subject: str) -> Sequence[bytes]:
        return self.held


def test_a_new_key_of_the_person_rewrites_no_box_and_opens_all(shelf: Shelf) -> None:
    upload = kept(shelf)
    old, new = shelf.sealer.newest_key(STREAM, WHO), b"n" * 32
    here, files = shelf.open(), {name: Folder(shelf.home).get(name) for name in shelf.files()}
    here._keys = TwoKeys(new)
    with pytest.raises(AttachmentMismatch):  # the control: the old key fell, and nothing was wrapped anew
        here.read(STREAM, WHO, upload.sha256)
    here._keys = TwoKeys()
    with pytest.raises(AttachmentMissing):
        here.read(STREAM, WHO, upload.sha256)

    here._keys = TwoKeys(old, new)
    assert here.read(STREAM, WHO, upload.sha256) is not None
    here.rekey(STREAM, WHO, new)
    here.rekey(STREAM, WHO, new)
    here._keys = TwoKeys(new)
    assert here.read(STREAM, WHO, upload.sha256) is not None
    here._keys = TwoKeys(old)
    with pytest.raises(AttachmentMismatch):
        here.read(STREAM, WHO, upload.sha256)
    assert {name: Folder(shelf.home).get(name) for name in shelf.files()} == files


def test_whose_key_is_destroyed_their_files_are_closed(shelf: Shelf) -> None:
    upload, theirs = kept(shelf), kept(shelf, b"of another case", TWO, OTHER)
    with writing(shelf.keys) as connection:
        connection.execute(sa.text("DELETE FROM data_key WHERE stream = :stream"), {"stream": STREAM})

    with pytest.raises(AttachmentMissing):
        shelf.open().read(STREAM, WHO, upload.sha256)
    shelf.sealer.newest_key(STREAM, WHO)  # another one is drawn: it opens nothing of what was
    with pytest.raises(AttachmentMismatch):
        shelf.open().read(STREAM, WHO, upload.sha256)
    assert shelf.open().read(OTHER, WHO, theirs.sha256) is not None
