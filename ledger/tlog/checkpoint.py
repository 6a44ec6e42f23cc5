"""Checkpoints: tree heads, in notes of exactly three lines. Source: C2SP tlog-checkpoint 1.0."""

from base64 import b64decode
from typing import NamedTuple

from ledger.tlog.errors import MalformedNote, NotTrusted, exactly
from ledger.tlog.note import Vkey, encode, parse_note, sign_note, verify_note
from ledger.tlog.tree import EMPTY_ROOT, Hash


class Checkpoint(NamedTuple):
    """A tree head: the log ``origin`` had ``size`` leaves under ``root``."""

    origin: str
    size: int
    root: Hash


def format_checkpoint(checkpoint: Checkpoint) -> str:
    """Return the three lines that are signed."""
    origin, size, root = checkpoint
    named = origin and origin.isascii() and origin.isprintable()
    fits = 0 <= size < 2**63 and len(root) == 32 and (size > 0 or root == EMPTY_ROOT)
    MalformedNote.unless(named and fits, "a checkpoint has a printable origin, a size below 2**63 and a root")
    return f"{origin}\n{size}\n{encode(root)}\n"


@exactly(format_checkpoint)
def parse_checkpoint(body: str) -> Checkpoint:
    """Return the checkpoint that ``format_checkpoint`` writes so; ``body`` is a note's text."""
    origin, size, root, _ = body.split("\n")
    return Checkpoint(origin, int(size), b64decode(root))


def open_checkpoint(text: str, vkey: Vkey) -> Checkpoint:
    """Return the checkpoint in a signed note, or raise NotTrusted if it is not of the log ``vkey``."""
    note = parse_note(text)
    checkpoint = parse_checkpoint(note.text)
    signed = checkpoint.origin == vkey.name and verify_note(note, [vkey])
    NotTrusted.unless(signed, "this log did not sign this checkpoint")
    return checkpoint


def cosign(body: str, time: int, name: str, seed: bytes) -> str:
    """Return a witness's line: at ``time`` this was the largest tree it had seen, extending all before."""
    parse_checkpoint(body)  # a witness's key signs nothing else
    return sign_note(body, name, seed, time=time)
