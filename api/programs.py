"""Requests that a program signed: RFC 9421, with a key that signs nothing else, each request by itself.

What is signed names the ledger, so a request to one is none to another, wherever it is sent; host, path,
query, method and body are under the signature too, whatever stands between the program and this server.
"""

import re
from datetime import UTC, datetime, timedelta
from typing import Any, Final, NamedTuple

from fastapi import Request
from http_message_signatures import (
    HTTPMessageSignaturesException,
    HTTPMessageVerifier,
    HTTPSignatureAlgorithm,
    HTTPSignatureKeyResolver,
    InvalidSignature,
    VerifyResult,
)
from starlette.datastructures import Headers

from api.limits import Bodies, Room
from api.problems import Problem
from api.sessions import CHALLENGE, Session
from ledger.application.admission import Admission, Program, signs
from ledger.application.ledger import Ledger
from ledger.application.sequencer import Clock
from ledger.application.signing_in import NONCE, Nonces
from ledger.signing.errors import Malformed, require
from ledger.signing.keys import check_signature

COVERED: Final = ("@method", "@authority", "@path", "@query", "content-digest")
"""What every signature covers. Not ``@target-uri``: behind a proxy this server does not know its scheme."""
LONGEST: Final = timedelta(minutes=5)
"""How long a signed request may be good for."""
SLACK: Final = timedelta(seconds=30)
"""How far the clocks of a program and of this server may differ."""
BODY_BYTES: Final = 11 * 1024 * 1024  # more than any route takes; the route has a limit of its own
_HOST: Final = re.compile(r"(?:[A-Za-z0-9.-]+|\[[0-9A-Fa-f:.]+\])(?::[0-9]{1,5})?")
THREADS: Final = 4
WAITING: Final = 64


class Head(NamedTuple):
    """What a signature is about, as the library reads it: the address is made of what the client wrote."""

    method: str
    url: str
    headers: Headers

    @classmethod
    def of(cls, request: Request) -> "Head":
        """Return the head of ``request``.

        Raises:
            Malformed: ``program_form``: it does not name one host, or what would be read as the path is not
                what is asked, because part of it stands in the host or after a ``#``.
        """
        scope, hosts = request.scope, request.headers.getlist("host")
        named = len(hosts) == 1 and _HOST.fullmatch(hosts[0])
        require(named, "program_form", "a request names one host, and nothing else in its place")
        query = b"?" + scope["query_string"] if scope["query_string"] else b""
        asked = scope["raw_path"] + query
        require(b"#" not in asked, "program_form", "an address that is sent has no fragment")
        url = f"https://{hosts[0]}{asked.decode('latin-1')}"
        return cls(scope.get("phayan.method", scope["method"]), url, request.headers)


class Ed25519(HTTPSignatureAlgorithm):
    """Ed25519, judged as everywhere here and by no other library's leave."""

    algorithm_id = "ed25519"

    def __init__(self, public_key: bytes) -> None:
        self._public = public_key

    def verify(self, signature: bytes, message: bytes) -> None:
        """Check ``signature``; raise ``sig_invalid``."""
        check_signature(self._public, signature, message)


class _Keys(HTTPSignatureKeyResolver):
    """The keys of the programs that are let in; a key that came to sign for the ledger is one no more."""

    def __init__(self, admission: Admission, ledger: Ledger) -> None:
        self._admission = admission
        self._ledger = ledger
        self.found: Program | None = None

    def resolve_public_key(self, key_id: str) -> bytes:
        """Return the key named ``key_id``; raise ``program_unknown``, ``program_key``."""
        self.found = self._admission.programs().get(key_id)
        if self.found is None:
            raise Malformed("program_unknown", "no program has this key")
        public = bytes.fromhex(self.found.public)
        require(not signs(self._ledger.registry(), public), "program_key", "this key signs for the ledger")
        return public


class Verifier(HTTPMessageVerifier):
    """The library's verifier, by our clock: ``created``, ``expires`` and ``nonce`` are there and in order."""

    def __init__(self, keys: HTTPSignatureKeyResolver, now: datetime) -> None:
        super().__init__(signature_algorithm=Ed25519, key_resolver=keys)
        self._now = now

    def validate_created_and_expires(self, sig_input: Any, max_age: timedelta | None = None) -> None:  # noqa: ANN401, ARG002 - the library's
        """Raise ``Malformed``: ``program_form``, ``program_time``."""
        said = sig_input.params
        created, expires, nonce = said.get("created"), said.get("expires"), said.get("nonce")
        formed = type(created) is type(expires) is int and NONCE.fullmatch(nonce or "")
        require(formed, "program_form", "a signature has created, expires and nonce")
        now, slack = self._now.timestamp(), SLACK.total_seconds()
        timely = created <= now + slack and now - slack <= expires <= created + LONGEST.total_seconds()
        require(timely, "program_time", "it is over, not yet made, or good for too long")


class Programs:
    """Tells which program signed a request."""

    def __init__(self, ledger: Ledger, admission: Admission, clock: Clock) -> None:
        self._ledger = ledger
        self._origin = ledger.origin
        self._admission = admission
        self._clock = clock
        self._nonces = Nonces()
        self.bodies = Bodies()
        self.room = Room(THREADS, WAITING)

    def look(self, request: Request) -> "Signed":
        """Return what the head of ``request`` proves, before a byte of its body is read.

        Raises:
            Problem: 401 ``program_form``, ``program_time``, ``program_unknown``, ``program_key``,
                ``sig_invalid``.
        """
        keys = _Keys(self._admission, self._ledger)
        verifier = Verifier(keys, self._clock())
        try:
            head = Head.of(request)
            covered = (*COVERED, "content-type") if "content-type" in head.headers else COVERED
            results = verifier.verify(head, expect_tag=self._origin, require_components=covered)
        except (Malformed, HTTPMessageSignaturesException) as error:
            raise Problem(401, _code(error), CHALLENGE) from error
        if len(results) != 1 or keys.found is None:
            raise Problem(401, "program_form", CHALLENGE)
        return Signed(head, verifier, results, keys.found)

    def session(self, signed: "Signed", body: bytes) -> Session:
        """Return the session of the one request that ``signed`` and ``body`` make.

        Raises:
            Problem: 401 ``program_body``, ``program_repeated``.
        """
        try:
            (result,) = signed.verifier.verify_body(signed.head, signed.results, body)
        except InvalidSignature as error:
            raise Problem(401, "program_body", CHALLENGE) from error
        ends = datetime.fromtimestamp(int(result.parameters["expires"]), UTC) + SLACK
        program = signed.program
        if not self._nonces.take(program.id, str(result.nonce), ends, self._clock()):
            raise Problem(401, "program_repeated", CHALLENGE)
        return Session(program.actor, program.id, ends.isoformat(timespec="seconds"), "program")


class Signed(NamedTuple):
    """A head whose signature holds, and whose it is."""

    head: Head
    verifier: Verifier
    results: list[VerifyResult]
    program: Program


async def signed(request: Request) -> None:
    """Look at a request that bears a signature and no token; ``session_of`` is told who signed, or why not.

    A signature that is nothing to us stops nobody at a route that is open to everybody.

    Raises:
        Problem: As ``Programs.session`` and ``Bodies.read``.
    """
    if "signature-input" not in request.headers or "authorization" in request.headers:
        return
    programs: Programs = request.app.state.programs
    try:
        found = await programs.room.run(lambda: programs.look(request))
    except Problem as problem:
        request.state.program = problem
        return
    async with programs.bodies.read(request, BODY_BYTES) as body:
        request._body = body  # noqa: SLF001 - where the route finds it: a body is read once
        request.state.program = await programs.room.run(lambda: programs.session(found, body))


def _code(error: Exception) -> str:
    """Return our own code where our own check failed: the library wraps what it did not raise."""
    for one in (error, error.__cause__):
        if isinstance(one, Malformed):
            return one.code
    return "program_form"
