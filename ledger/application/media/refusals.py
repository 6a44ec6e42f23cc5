"""Why a file is not taken. What it holds is never repeated."""

from ledger.application.errors import LedgerError


class AttachmentRefused(LedgerError):
    """A file, or what somebody wants to do with it, is not taken. Nothing was kept."""

    code = ""  # each reason has its own

    def __init__(self) -> None:
        super().__init__("the file is not taken, or is not there; the code says why")


class AttachmentTooLarge(AttachmentRefused):
    """The file is larger than 10 MiB."""

    code = "attachment_too_large"


class AttachmentKind(AttachmentRefused):
    """The file is neither JPEG, PNG, PDF, Opus nor plain text."""

    code = "attachment_kind"


class AttachmentDamaged(AttachmentRefused):
    """The file breaks off, contradicts itself, or goes on after its end."""

    code = "attachment_damaged"


class AttachmentLocked(AttachmentRefused):
    """The document is encrypted."""

    code = "attachment_locked"


class AttachmentPixels(AttachmentRefused):
    """The picture has more than 40 megapixels."""

    code = "attachment_pixels"


class AttachmentText(AttachmentRefused):
    """The text has characters that nobody sees, or a mark at its beginning."""

    code = "attachment_text"
