"""Statements that several sign, each on a machine of their own: an envelope goes from one to the next."""

from ledger.application.fastpath import read_statement
from ledger.domain.types import Statement
from ledger.signing.dsse import Envelope, format_envelope, pae, parse_envelope
from ledger.signing.errors import require
from ledger.signing.keys import SigningKey


def begun(data: bytes) -> tuple[Statement, list[str]]:
    """Return the statement of an envelope, and the key ids whose signatures it still lacks.

    Raises:
        Malformed: As ``parse_envelope`` and ``parse_statement``.
    """
    envelope = parse_envelope(data.strip())
    statement, there = read_statement(envelope.payload), dict(envelope.signatures)
    return statement, [key for key in statement.signers if key not in there]


def add_signature(data: bytes, key: SigningKey) -> bytes:
    """Return the envelope with the signature of ``key`` added, or made anew.

    Raises:
        Malformed: ``statement_signers``: the statement does not name this key; and as ``begun``.
    """
    envelope, (statement, _) = parse_envelope(data.strip()), begun(data)
    require(
        key.id in statement.signers,
        "statement_signers",
        "the statement names other keys for its signatures; begin it again with this one",
    )
    signatures = dict(envelope.signatures) | {key.id: key.sign(pae(envelope.payload_type, envelope.payload))}
    return format_envelope(
        Envelope(envelope.payload, envelope.payload_type, tuple(sorted(signatures.items())))
    )
