"""Signing in: a short statement that the client builds by itself, so no key signs bytes that a server chose.

The envelope has a payload type of its own: what was signed to sign in is never a statement, and no statement
opens a session.
"""

import re
import threading
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Final, NamedTuple

from ledger.domain.directory import Key, RegistryState
from ledger.domain.errors import AuthorityDenied
from ledger.signing.canonical import canonical, parse_canonical
from ledger.signing.dsse import format_envelope, parse_envelope, sign_envelope, verify_envelope
from ledger.signing.errors import Malformed, require
from ledger.signing.forms import is_instant
from ledger.signing.keys import SigningKey

SIGN_IN_TYPE: Final = "application/vnd.phayan.sign-in+json"
LONGEST: Final = timedelta(minutes=5)
"""How far ahead a client may set the end of what it signs; a clock may differ by as much."""
SWEEP: Final = timedelta(seconds=10)
"""How often numbers whose time is over are forgotten: not each time, since programs come often."""
NONCE: Final = re.compile("[A-Za-z0-9_-]{22,64}")  # 16 random bytes or more, base64url


class SignIn(NamedTuple):
    """What a client says: to which ledger, until when (UTC), and a number of its own, used once."""

    origin: str
    nonce: str
    expires: datetime


def write_sign_in(said: SignIn, key: SigningKey) -> bytes:
    """Return the envelope in which ``key`` says it, as ``sign_in`` takes it."""
    members = {
        "origin": said.origin,
        "nonce": said.nonce,
        "expires": said.expires.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
    }
    return format_envelope(sign_envelope(canonical(members), [key], payload_type=SIGN_IN_TYPE))


class Nonces:
    """The numbers that this process has seen and that are still in time, by key."""

    def __init__(self) -> None:
        self._seen: dict[tuple[str, str], datetime] = {}
        self._lock = threading.Lock()
        self._sweep = datetime.min.replace(tzinfo=UTC)

    def take(self, key: str, nonce: str, ends: datetime, now: datetime) -> bool:
        """Note that ``key`` used ``nonce``, to be remembered until ``ends``; return whether it was new."""
        with self._lock:
            if now >= self._sweep:
                self._seen = {name: end for name, end in self._seen.items() if end >= now}
                self._sweep = now + SWEEP
            new = (key, nonce) not in self._seen
            self._seen.setdefault((key, nonce), ends)
            return new


def sign_in(data: bytes, registry: RegistryState, now: datetime, nonces: Nonces) -> Key:
    """Return the enrolled key that signed ``data``, an envelope of the sign-in type.

    Raises:
        Malformed: ``sign_in_form``, ``sign_in_origin``, ``sign_in_time``, ``sign_in_repeated``,
            ``key_unknown``, ``sig_invalid``, and as ``parse_envelope``.
        AuthorityDenied: ``key_revoked``.
    """
    envelope = parse_envelope(data, payload_type=SIGN_IN_TYPE)
    said = _parse(envelope.payload)
    require(len(envelope.signatures) == 1, "sign_in_form", "one key signs in")
    require(said.origin == registry.origin, "sign_in_origin", "this was signed for another ledger")
    require(now <= said.expires <= now + LONGEST, "sign_in_time", "it ended, or ends too late")
    name = envelope.signatures[0][0]
    key = registry.keys.get(name)
    known: Mapping[str, bytes] = {} if key is None else {name: bytes.fromhex(key.public)}
    verify_envelope(envelope, known)
    if key is None:
        raise Malformed("key_unknown", "a signature names a key that is not known")
    if key.revoked is not None:
        raise AuthorityDenied("key_revoked")
    new = nonces.take(key.id, said.nonce, said.expires, now)  # last: nobody uses up the numbers of another
    require(new, "sign_in_repeated", "this was used before")
    return key


def _parse(payload: bytes) -> SignIn:
    match parse_canonical(payload):
        case {"origin": str(origin), "nonce": str(nonce), "expires": str(expires), **others} if not others:
            formed = NONCE.fullmatch(nonce) and is_instant(expires, "seconds")
            require(formed, "sign_in_form", "a number is base64url, an end a time in UTC")
            return SignIn(origin, nonce, datetime.fromisoformat(expires))
        case _:
            raise Malformed("sign_in_form", "one signs in with origin, nonce and expires, and no more")
