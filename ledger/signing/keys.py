"""Ed25519 keys: prime order, cofactorless, canonical R, S < L. PyNaCl is the judge."""

from hashlib import sha256

from nacl.bindings import crypto_core_ed25519_is_valid_point
from nacl.exceptions import BadSignatureError
from nacl.signing import SigningKey as NaclKey
from nacl.signing import VerifyKey

from ledger.signing.errors import Malformed, require


def key_id(public: bytes) -> str:
    """Return the name of a public key: the first 16 hex digits of its SHA-256."""
    return sha256(public).hexdigest()[:16]


def check_key(public: bytes) -> None:
    """Check, before enrolment, that a key means one thing to every verifier; raise ``key_weak`` if not."""
    sound = len(public) == 32 and crypto_core_ed25519_is_valid_point(public)
    require(sound, "key_weak", "a key is a point of prime order, in 32 bytes")


class SigningKey:
    """A private key from ``seed``, 32 secret random bytes; raises ``key_weak`` if there are not 32."""

    def __init__(self, seed: bytes) -> None:
        require(len(seed) == 32, "key_weak", "a seed has 32 bytes")
        self._key = NaclKey(seed)
        self.seed = seed
        self.public = bytes(self._key.verify_key)
        self.id = key_id(self.public)

    def sign(self, message: bytes) -> bytes:
        """Return the 64 bytes of the signature over ``message``."""
        return self._key.sign(message).signature


def check_signature(public: bytes, signature: bytes, message: bytes) -> None:
    """Check a signature under an enrolled key; raise ``sig_invalid``. Source: RFC 8032, 5.1.7."""
    require(len(public) == 32 and len(signature) == 64, "sig_invalid", "a key has 32 bytes, a signature 64")
    try:
        VerifyKey(public).verify(message, signature)
    except BadSignatureError:
        raise Malformed("sig_invalid", "the signature does not hold") from None
