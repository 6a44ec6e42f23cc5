"""Files are erased with the field that describes them, whatever breaks off, and nobody else's are."""

from typing import Any
from uuid import UUID

import pytest

from ledger.application.attachments import Attachments, Upload
from ledger.application.ledger import Ledger
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
