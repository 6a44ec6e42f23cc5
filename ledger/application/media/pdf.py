"""PDF: taken apart by a process of its own, which may use so much time and memory and nothing else.

A document is a graph of packed objects, and a small one can be made to unpack without end. Whatever happens
to that process, the server goes on.
"""

import subprocess
import sys
from typing import Final

from ledger.application.media.refusals import AttachmentDamaged, AttachmentLocked

BEGINS: Final = b"%PDF-"
LOCKED: Final = 3
"""How the process ends that met an encrypted document; 0: all is well; anything else: it is not whole."""
CPU_SECONDS: Final = 10
SECONDS: Final = 30
_END: Final = b"%%EOF"


def strip(content: bytes) -> bytes:
    """Return the pages of ``content`` in a new document; see ``pdf_pages``.

    Raises:
        AttachmentLocked: It is encrypted.
        AttachmentDamaged: It breaks the form of a PDF, holds no page, goes on after its end, or takes more
            than ten seconds or a gibibyte to read.
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
    if done.returncode != 0:
        raise AttachmentDamaged
    return done.stdout
