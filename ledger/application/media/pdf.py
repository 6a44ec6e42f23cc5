"""PDF: taken apart by a process of its own, which may use so much time and memory and nothing else.

A document is a graph of packed objects, and a small one can be made to unpack without end. Whatever happens
to that process, the server goes on.
"""

import subprocess
import sys
from typing import Final

from ledger.application.media.refusals import AttachmentDamaged, AttachmentLocked, AttachmentTooLarge

BEGINS: Final = b"%PDF-"
LOCKED: Final = 3
TOO_LARGE: Final = 4
"""How the process ends: the document is encrypted, or unpacks to too much; 0: well; else it is not whole."""
CPU_SECONDS: Final = 4
NICE: Final = 10
"""How far the process stands back behind whoever else needs the processors."""
SECONDS: Final = 30
_END: Final = b"%%EOF"


def strip(content: bytes) -> bytes:
    """Return the pages of ``content`` in a new document; see ``pdf_pages``.

    Raises:
        AttachmentLocked: It is encrypted.
        AttachmentTooLarge: What is left of it has more than 10 MiB.
        AttachmentDamaged: It breaks the form of a PDF, holds no page, goes on after its end, or takes more
            than four seconds or a gibibyte to read.
    """
    if not content.rstrip(b"\0\t\r\n ").endswith(_END):
        raise AttachmentDamaged
    try:
        done = subprocess.run(
            [sys.executable, "-I", "-m", "ledger.application.media.pdf_pages"],
            input=content,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={},
            timeout=SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise AttachmentDamaged from None
    if done.returncode == LOCKED:
        raise AttachmentLocked
    if done.returncode == TOO_LARGE:
        raise AttachmentTooLarge
    if done.returncode != 0:
        raise AttachmentDamaged
    return done.stdout
