"""Files are erased with the field that describes them, whatever breaks off, and nobody else's are."""

import threading
from collections.abc import Callable
from contextlib import nullcontext
from dataclasses import replace
from typing import Any
from uuid import UUID

import pytest

from benchmarks.fixture import now
from ledger.application.attachments import AttachmentMismatch, AttachmentMissing, Attachments, File, Upload
from ledger.application.documents import read_document
from ledger.application.errors import NoSuchEntry, SettingMissing
from ledger.application.ledger import Ledger
from ledger.application.openings import HOLDER, Openings
from ledger.signing.strict_json import JsonValue
from ledger.store.attachments import AttachmentTables
from ledger.store.blobs import Folder
from ledger.store.vault import Vault
from tests.application.conftest import Place
from tests.application.erasures import claim, erasing, supply, taken
from tests.application.test_erasing import Killed, here

__all__ = ["here"]
STEPS = [
    (AttachmentTables, "let_go"),
    (Folder, "delete"),
    (AttachmentTables, "forget"),
    (Vault, "keep_data_key"),
    (AttachmentTables, "rewrap"),
    (Vault, "replace"),
    (Vault, "destroy_keys"),
]


def described(upload: Upload) -> JsonValue:
    return {"sha256": upload.sha256, "media": upload.media, "bytes": upload.size}


def attached(place: Place, ledger: Ledger) -> tuple[Attachments, str, list[Upload]]:
    """A claim with three papers: the first told once, the second twice, the third in a later message."""
    files = ledger.attachments
    assert files is not None
    assert files is ledger.sealer.files
    gone, twice, stays = uploads = [files.stage(text) for text in (b"gone", b"twice", b"stays")]
    first = {"applicant/document-1": described(gone), "applicant/document-2": described(twice)}
    stream = claim(place, ledger, first)
    supply(
        place,
        ledger,
        stream,
        {"applicant/document-1": described(twice), "applicant/document-2": described(stays)},
    )
    for row, those in zip(ledger.store.stream(stream), ([gone, twice], [twice, stays]), strict=True):
        statement = str(UUID(bytes=bytes(row.statement_id or b"")))
        files.keep(statement, stream, "applicant", [one.id for one in those])
    return files, stream, uploads


def contents(files: Attachments, stream: str, uploads: list[Upload]) -> list[bytes | None]:
    found = [files.read(stream, "applicant", one.sha256) for one in uploads]
    return [None if one is None else one.content for one in found]


@pytest.mark.parametrize("done", [False, True], ids=["before", "after"])
@pytest.mark.parametrize(("home", "step"), STEPS, ids=[step for _, step in STEPS])
def test_a_crash_at_any_step_loses_no_other_file_and_is_made_up_for(
    here: Place,
    monkeypatch: pytest.MonkeyPatch,
    home: type,
    step: str,
    *,
    done: bool,
) -> None:
    with here.open() as ledger:
        files, stream, uploads = attached(here, ledger)
        _, elsewhere, theirs = attached(here, ledger)
        assert contents(files, stream, uploads) == [b"gone", b"twice", b"stays"]  # the control
        (old,) = ledger.sealer.held_keys(stream, "applicant")
        fields = ["applicant/document-1", "applicant/document-2"]
        real = getattr(home, step)

        def dies(*args: Any, **named: Any) -> None:
            if done:
                real(*args, **named)
            raise Killed

        with monkeypatch.context() as patch, pytest.raises(Killed):
            patch.setattr(home, step, dies)
            ledger.submit([erasing(here, ledger, stream, {1: fields})])
        assert contents(files, stream, uploads)[1:] == [b"twice", b"stays"]

    with here.open() as ledger:  # the next opening for writing
        again = ledger.attachments
        assert again is not None
        assert contents(again, stream, uploads) == [None, b"twice", b"stays"]
        assert contents(again, elsewhere, theirs) == [b"gone", b"twice", b"stays"]
        assert ledger.sealer.held_keys(stream, "applicant") != [old]
        assert len(ledger.sealer.held_keys(stream, "applicant")) == 1


def test_an_erasure_that_nothing_breaks_off_takes_the_file_at_once(here: Place) -> None:
    with here.open() as ledger:
        files, stream, uploads = attached(here, ledger)
        boxes = len(list(files._blobs.names()))
        taken(ledger, erasing(here, ledger, stream, {1: ["applicant/document-1", "applicant/document-2"]}))
        assert contents(files, stream, uploads) == [None, b"twice", b"stays"]
        assert len(list(files._blobs.names())) == boxes - 1
        taken(ledger, erasing(here, ledger, stream, {2: ["applicant/document-1", "applicant/document-2"]}))
        assert contents(files, stream, uploads) == [None, None, None]
        assert list(files._blobs.names()) == []


def test_without_the_place_of_the_files_an_erasure_destroys_nothing_and_is_made_up_for(here: Place) -> None:
    blind = Place(replace(here.settings, blobs=None), here.signers)
    with here.open() as ledger:
        _, stream, uploads = attached(here, ledger)
        spared, keys = claim(here, ledger), ledger.sealer.held_keys(stream, "applicant")
    with blind.open() as ledger:
        with pytest.raises(SettingMissing, match="PHAYAN_BLOBS"):
            ledger.submit([erasing(here, ledger, stream, {1: ["applicant/document-1"]})])
        assert ledger.sealer.held_keys(stream, "applicant") == keys
    with pytest.raises(SettingMissing), blind.open():
        pass
    with here.open() as ledger:
        assert ledger.attachments is not None
        assert contents(ledger.attachments, stream, uploads) == [None, b"twice", b"stays"]
    with blind.open() as ledger:  # the control: about whom there are no files is erased without their place
        taken(ledger, erasing(here, ledger, spared, {1: ["applicant/name"]}))


def test_a_file_that_is_erased_while_somebody_asks_for_it_is_no_alarm(
    here: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    with here.open() as ledger:
        files, stream, (gone, _, stays) = attached(here, ledger)
        openings, real = Openings(ledger, now), Attachments.read
        assert read_document(openings, files, stream, HOLDER, gone.sha256).content == b"gone"

        def read(*args: Any) -> File | None:
            monkeypatch.setattr(Attachments, "read", real)
            taken(ledger, erasing(here, ledger, stream, {1: ["applicant/document-1"]}))
            return real(*args)

        monkeypatch.setattr(Attachments, "read", read)
        with pytest.raises(NoSuchEntry):
            read_document(openings, files, stream, HOLDER, gone.sha256)
        monkeypatch.setattr(Attachments, "read", lambda *_: None)  # the control: what is lost is an alarm
        with pytest.raises(AttachmentMissing):
            read_document(openings, files, stream, HOLDER, stays.sha256)


def interleaved(
    place: Place, patch: pytest.MonkeyPatch, ledger: Ledger, wait: float | None
) -> Callable[[], bytes | None]:
    """Erase one file of a claim while another is being kept there: when its key was read and not yet used.

    Args:
        place: Where.
        patch: Puts the erasure there.
        ledger: Open for writing.
        wait: Seconds for which the keeping waits for the erasure; None: until it is done.

    Returns:
        What reads the file that was kept.
    """
    files, stream, (gone, *_) = attached(place, ledger)
    upload, row = files.stage(b"kept meanwhile"), ledger.store.stream(stream)[-1]
    fields = ["applicant/document-1", "applicant/document-2"]
    erasure = threading.Thread(target=ledger.submit, args=([erasing(place, ledger, stream, {1: fields})],))
    real = AttachmentTables.keep

    def keep(*args: Any, **named: Any) -> bool:
        erasure.start()
        erasure.join(wait)
        return real(*args, **named)

    patch.setattr(AttachmentTables, "keep", keep)
    files.keep(str(UUID(bytes=bytes(row.statement_id or b""))), stream, "applicant", [upload.id])
    erasure.join()
    assert files.read(stream, "applicant", gone.sha256) is None

    def content() -> bytes | None:
        file = files.read(stream, "applicant", upload.sha256)
        return None if file is None else file.content

    return content


def test_what_is_kept_while_something_is_erased_stays(here: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    with here.open() as ledger:
        assert interleaved(here, monkeypatch, ledger, wait=0.5)() == b"kept meanwhile"


def test_a_file_given_a_key_that_an_erasure_destroys_meanwhile_would_be_lost(
    here: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The control: nobody holds the end of the log."""
    with here.open() as ledger:
        monkeypatch.setattr(ledger.attachments, "_appending", nullcontext)
        content = interleaved(here, monkeypatch, ledger, wait=None)
        with pytest.raises(AttachmentMismatch):
            content()
