"""The proof in hand: one entry in one cosigned checkpoint. Source: C2SP tlog-proof, untagged, version 1."""

from base64 import b64decode
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from ledger.tlog.checkpoint import parse_checkpoint
from ledger.tlog.errors import MalformedNote, exactly
from ledger.tlog.note import encode, parse_note
from ledger.tlog.tree import Hash

_VERSION: Final = "c2sp.org/tlog-proof@v1"


@dataclass(frozen=True, slots=True)
class TlogProof:
    """An entry's index and audit path, a checkpoint as a signed note, and bytes that nobody vouches for."""

    index: int
    hashes: tuple[Hash, ...]
    checkpoint: str
    extra: bytes | None = None


def format_proof(proof: TlogProof) -> str:
    """Return the text of a ``.tlog-proof`` file."""
    whole = len(proof.hashes) <= 63 and set(map(len, proof.hashes)) <= {32}
    MalformedNote.unless(whole, "a proof has at most 63 hashes of 32 bytes")
    MalformedNote.unless(0 <= proof.index < _size(proof.checkpoint), "the index is not below the size")
    extra = [] if proof.extra is None else [f"extra {encode(proof.extra)}"]
    hashes = map(_line, proof.hashes)
    return "\n".join([_VERSION, *extra, f"index {proof.index}", *hashes, "", proof.checkpoint])


@lru_cache(maxsize=4096)  # the proofs of one group share most of their hashes
def _line(each: Hash) -> str:
    return encode(each)


@lru_cache(maxsize=16)  # a pure function of the text; the proofs of one group name one checkpoint
def _size(checkpoint: str) -> int:
    return parse_checkpoint(parse_note(checkpoint).text).size


@exactly(format_proof)
def parse_proof(text: str) -> TlogProof:
    """Return the proof that ``format_proof`` writes so. Whether it holds is for ``check_inclusion``."""
    head, _, checkpoint = text.partition("\n\n")
    _, *lines = head.split("\n")
    extra = b64decode(lines.pop(0)[6:]) if lines[0].startswith("extra ") else None
    index, *hashes = lines
    return TlogProof(int(index[6:]), tuple(map(b64decode, hashes)), checkpoint, extra)
