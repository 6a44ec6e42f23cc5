"""The one place where the ledger draws randomness. Everything else is handed it."""

import secrets
import uuid


def seed() -> bytes:
    """Return 32 bytes for a private key, a data key or a secret."""
    return secrets.token_bytes(32)


def salt() -> bytes:
    """Return 16 bytes for one disclosure of one statement."""
    return secrets.token_bytes(16)


def nonce() -> bytes:
    """Return 24 bytes for one sealed box. With random nonces of this length none repeats."""
    return secrets.token_bytes(24)


def identifier() -> str:
    """Return a random uuid in its canonical text form."""
    return str(uuid.uuid4())
