"""What a cosigned checkpoint says: origin, size, root, and when its witnesses signed.

Here the note is only read. Whether its signatures verify, whether enough witnesses signed, and whether
the log had this root at this size, is judged by the verifier, which has keys and tree.

Source: C2SP signed-note, tlog-checkpoint, tlog-cosignature (a cosignature is 4 bytes of key hash, 8 bytes
of seconds since 1970, and 64 bytes of signature).
"""

import binascii
from base64 import b64decode
from typing import Final, NamedTuple

COSIGNATURE: Final = 4 + 8 + 64


class Stated(NamedTuple):
    """A checkpoint's three lines, and the seconds since 1970 that its witnesses state."""

    origin: str
    size: str
    root: str
    times: tuple[int, ...]


def read_checkpoint(note: str) -> Stated | None:
    """Return what the note states; None if it is no checkpoint of three lines with signatures below."""
    body, gap, below = note.partition("\n\n")
    lines = body.split("\n")
    if not gap or len(lines) != 3:
        return None
    origin, size, root = lines
    times = (_time(line) for line in below.split("\n"))
    return Stated(origin, size, root, tuple(time for time in times if time is not None))


def _time(line: str) -> int | None:
    """Return when a witness signed; None for the line of the log, and for anything else."""
    parts = line.split(" ")
    if len(parts) != 3 or parts[0] != "—":
        return None
    try:
        blob = b64decode(parts[2], validate=True)
    except (binascii.Error, ValueError):
        return None
    return int.from_bytes(blob[4:12], "big") if len(blob) == COSIGNATURE else None


def chosen_size(published: tuple[tuple[int, int], ...], index: int, before: int) -> int | None:
    """Return the size that a draw must take: the smallest one with the frame, cosigned before the round.

    Any other choice is a draw among draws. The log's entries do not know which sizes were published; who
    keeps checkpoints does.

    Args:
        published: Size and time of the cosigned checkpoints, the time in seconds since 1970 when the
            quorum was complete.
        index: The frame's index.
        before: When the round comes, in seconds since 1970.

    Returns:
        The size, or None if no checkpoint was cosigned in between.

    >>> chosen_size(((4, 50), (9, 90), (7, 60), (6, 120)), 5, 100)
    7
    """
    return min((size for size, time in published if size > index and time < before), default=None)
