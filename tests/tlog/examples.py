"""Trees, keys and signed texts to test with. The keys are public: seeds 0..31 and 32..63."""

from collections.abc import Callable, Iterator
from hashlib import sha256
from typing import Final

import pytest
from hypothesis import strategies as st
from nacl.signing import SigningKey

from ledger.store.proving import NodeReader
from ledger.store.tiles import TileNodes, grow
from ledger.tlog.checkpoint import Checkpoint, cosign, format_checkpoint
from ledger.tlog.errors import LogError
from ledger.tlog.note import COSIGNATURE, ED25519, Vkey, format_vkey, sign_note
from ledger.tlog.tree import CompactRange


def vkey_of(name: str, kind: int, seed: bytes) -> Vkey:
    return Vkey(name, kind, bytes(SigningKey(seed).verify_key))


ORIGIN: Final = "ledger.example.org/2026"
WITNESS: Final = "witness.example.net/audit"
LOG_SEED: Final = bytes(range(32))
WITNESS_SEED: Final = bytes(range(32, 64))
LOG_KEY: Final = vkey_of(ORIGIN, ED25519, LOG_SEED)
WITNESS_KEY: Final = vkey_of(WITNESS, COSIGNATURE, WITNESS_SEED)
POLICY: Final = f"log {format_vkey(LOG_KEY)}\nwitness audit {format_vkey(WITNESS_KEY)}\nquorum audit\n"
TIME: Final = 1_767_322_800


def leaf(number: int) -> bytes:
    return sha256(b"leaf %d" % number).digest()


def leaves(size: int) -> list[bytes]:
    return [leaf(number) for number in range(size)]


class Tree:
    """A growing tree with its tiles, written as a log writes them."""

    def __init__(self, hashes: list[bytes], group: int = 64) -> None:
        self.hashes = hashes
        self.tiles: dict[tuple[int, int], bytes] = {}
        self.fetched: list[tuple[int, int]] = []
        compact = CompactRange()
        for start in range(0, len(hashes), group):
            self.tiles.update(grow(start, hashes[start : start + group], self.fetch))
        for each in hashes:
            compact.append(each)
        self.size, self.root = len(hashes), compact.root()

    def fetch(self, level: int, number: int) -> bytes:
        self.fetched.append((level, number))
        return self.tiles[level, number]

    def nodes(self, size: int | None = None) -> NodeReader:
        return TileNodes(self.size if size is None else size, self.fetch)


def signed_checkpoint(checkpoint: Checkpoint) -> str:
    """A checkpoint signed by the log and cosigned by the witness."""
    body = format_checkpoint(checkpoint)
    return f"{body}\n{sign_note(body, ORIGIN, LOG_SEED)}{cosign(body, TIME, WITNESS, WITNESS_SEED)}"


def flipped_bits(data: bytes) -> Iterator[bytes]:
    """Every text that differs from ``data`` in one bit."""
    for at in range(8 * len(data)):
        changed = bytearray(data)
        changed[at // 8] ^= 1 << at % 8
        yield bytes(changed)


def check_refuses(accept: Callable[[str], object], data: bytes) -> None:
    """Check that ``data`` is no UTF-8, or that ``accept`` raises our own error and no other."""
    try:
        text = data.decode()
    except UnicodeDecodeError:
        return
    with pytest.raises(LogError):
        accept(text)


def mutations(text: str) -> st.SearchStrategy[str]:
    """Texts that differ from ``text`` in one place: characters replaced, put in, or taken out."""
    changes = st.text(st.sampled_from("\n\t \r+/=—#A0x") | st.characters(), max_size=2)

    def change(at: int, length: int, put: str) -> str:
        return text[:at] + put + text[at + length :]

    return st.builds(change, st.integers(0, len(text)), st.integers(0, 2), changes)
