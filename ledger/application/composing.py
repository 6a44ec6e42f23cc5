"""Composing statements: an event of the domain, its signers, and what is sealed beside it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from ledger.application.receipts import Submission
from ledger.domain.types import Event, Seen, Statement
from ledger.signing.canonical import canonical
from ledger.signing.disclosure import digest, parse_disclosure
from ledger.signing.dsse import format_envelope, sign_envelope
from ledger.signing.errors import require
from ledger.signing.forms import to_base64
from ledger.signing.keys import SigningKey
from ledger.signing.statement import format_statement
from ledger.signing.strict_json import JsonValue


@dataclass(frozen=True, slots=True, kw_only=True)
class Author:
    """What all statements made in one place share: the ledger, the clock, the draws of randomness."""

    origin: str
    instant: Callable[[], str]
    identifier: Callable[[], str]
    salt: Callable[[], bytes]

    def compose(
        self,
        stream: str,
        says: Event,
        *,
        by: str,
        keys: Sequence[SigningKey],
        seen: Seen | None = None,
        sealed: Mapping[str, JsonValue] | None = None,
        others: Sequence[str] = (),
    ) -> Submission:
        """Return ``says`` as a statement signed by ``keys``, ready to submit unless ``others`` must sign.

        Args:
            stream: The stream it belongs to, ``kind/uuid``.
            says: The event.
            by: The actor who answers for it; one of ``keys`` is theirs.
            keys: Every key that signs.
            seen: The head of the stream that the signers had before their eyes.
            sealed: Personal data by ``subject/field``; each becomes a disclosure.
            others: Ids of keys that sign elsewhere; see ``ledger.application.cosigning``.
        """
        disclosures = tuple(
            make_disclosure(self.salt(), name, value) for name, value in (sealed or {}).items()
        )
        statement = Statement(
            origin=self.origin,
            id=self.identifier(),
            stream=stream,
            type=type(says).__name__,
            schema=1,
            by=by,
            signers=tuple(sorted({*(key.id for key in keys), *others})),
            at=self.instant(),
            seen=seen,
            as_of=None,
            says=says,
            sd=tuple(sorted(map(digest, disclosures))),
        )
        envelope = sign_envelope(format_statement(statement), keys)
        return Submission(format_envelope(envelope), disclosures)


def make_disclosure(salt: bytes, name: str, value: JsonValue) -> str:
    """Return base64url of the JCS array of salt (16 random bytes), name (``subject/field``) and value.

    Raises:
        Malformed: ``disclosure_salt``; as ``parse_disclosure``.

    Source: RFC 9901 section 4.2.1.
    """
    require(len(salt) == 16, "disclosure_salt", "a salt has 16 bytes")
    disclosure = to_base64(canonical([to_base64(salt, url=True), name, value]), url=True)
    require(parse_disclosure(disclosure)[2] == value, "json_strict_float", "JSON would change the value")
    return disclosure
