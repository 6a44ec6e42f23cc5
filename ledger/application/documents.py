"""Showing a file that was attached to a case: to whoever may read its field, and recorded before."""

from ledger.application.access import Target, What
from ledger.application.attachments import AttachmentMismatch, AttachmentMissing, Attachments, File
from ledger.application.errors import NoSuchEntry
from ledger.application.openings import NOT_THEIRS, Openings, Reader, Verdict


def read_document(
    openings: Openings, attachments: Attachments, stream: str, reader: Reader, digest: str
) -> File:
    """Return the file of ``stream`` with this SHA-256 (hex); that ``reader`` got it is recorded before.

    Raises:
        NoSuchEntry: There is no such case or file, or it is not theirs to read.
        AccessNotRecorded: The reading could not be recorded.
        AttachmentMissing, AttachmentMismatch: An entry describes it, and it is not there, or another is.
    """
    try:
        target, file = _find(openings, attachments, stream, reader, digest)
    except (
        AttachmentMissing,
        AttachmentMismatch,
    ):  # or an erasure is carried out just now, and the log says so
        target, file = _find(openings, attachments, stream, reader, digest)
    openings.record(stream, reader, What.DOCUMENT, (target,))
    return file


def _find(
    openings: Openings, attachments: Attachments, stream: str, reader: Reader, digest: str
) -> tuple[Target, File]:
    for field in openings.look(stream, reader):
        described = field.value if field.verdict is Verdict.DISCLOSED else None
        if field.name and isinstance(described, dict) and described.get("sha256") == digest:
            file = attachments.read(stream, field.name.partition("/")[0], digest)
            if file is None:
                raise AttachmentMissing
            return Target(field.version, (field.name,)), file
    raise NoSuchEntry(NOT_THEIRS)
