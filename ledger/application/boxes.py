"""Boxes for whole files: each under a key of its own, and that key wrapped under another.

So handing a file to somebody else, or giving it a new key above, writes a few bytes anew and never the file.
"""

from typing import Final

from nacl.exceptions import CryptoError
from nacl.secret import SecretBox

STEP: Final = 64 * 1024
"""Files are padded to multiples of it, in bytes, so that a box says little of what it holds."""
_LENGTH: Final = 8


def pack(content: bytes, key: bytes, nonce: bytes) -> bytes:
    """Return the box of ``content`` under ``key`` (32 bytes) with a fresh ``nonce`` (24 bytes)."""
    told = len(content).to_bytes(_LENGTH, "big") + content
    return bytes(SecretBox(key).encrypt(told.ljust(-(-len(told) // STEP) * STEP, b"\0"), nonce))


def unpack(box: bytes, key: bytes) -> bytes | None:
    """Return what ``box`` holds; None if it does not open under ``key``."""
    told = _open(box, key)
    return None if told is None else told[_LENGTH : _LENGTH + int.from_bytes(told[:_LENGTH], "big")]


def wrap(key: bytes, under: bytes, nonce: bytes) -> bytes:
    """Return ``key`` wrapped under another one, with a fresh ``nonce`` (24 bytes)."""
    return bytes(SecretBox(under).encrypt(key, nonce))


def unwrap(wrapped: bytes, under: bytes) -> bytes | None:
    """Return the key that was wrapped; None if not under this one."""
    return _open(wrapped, under)


def _open(box: bytes, key: bytes) -> bytes | None:
    try:
        return bytes(SecretBox(key).decrypt(box))
    except (CryptoError, ValueError):
        return None
