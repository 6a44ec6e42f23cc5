"""Statements that several sign, each on a machine of their own: an envelope goes from one to the next."""

from collections.abc import Collection

from ledger.application.fastpath import read_statement
from ledger.domain.authority import key_id
from ledger.domain.codes import Role
from ledger.domain.dates import civil
from ledger.domain.directory import RegistryState
from ledger.domain.registry.events import GovernanceChanged, KeyEnrolled
from ledger.domain.relations import running
from ledger.domain.types import Statement
from ledger.signing.dsse import Envelope, format_envelope, pae, parse_envelope, verify_envelope
from ledger.signing.errors import require
from ledger.signing.keys import SigningKey
from ledger.verify.signatures import signer_keys


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


def check_signed(envelope: Envelope, statement: Statement, registry: RegistryState) -> None:
    """Check that those who signed so far are named in the statement, and every signature that is there.

    Raises:
        Malformed: ``statement_signers``, ``key_unknown``, ``sig_invalid``.
    """
    named = {name for name, _ in envelope.signatures} <= set(statement.signers)
    require(named, "statement_signers", "somebody signed whom the statement does not name; begin it again")
    verify_envelope(envelope, signer_keys(statement, registry))


def merge(one: Envelope, other: Envelope) -> Envelope:
    """Return ``one`` with the signatures of ``other``, which holds the same payload, added."""
    signatures = dict(other.signatures) | dict(one.signatures)
    return Envelope(one.payload, one.payload_type, tuple(sorted(signatures.items())))


def holder_of(keyid: str, statement: Statement, registry: RegistryState) -> str:
    """Return whose key it is; of a key that the statement brings, whose it says that it is."""
    known = registry.keys.get(keyid)
    if known is not None:
        return known.actor
    match statement.says:
        case KeyEnrolled(actor=actor):
            return actor
        case GovernanceChanged(root_keys=tuple(brought)):
            return next((root.body for root in brought if key_id(root.key) == keyid), statement.by)
        case _:
            return statement.by


def is_new_key(statement: Statement, signed: Collection[str], registry: RegistryState, now: str) -> bool:
    """Return whether a key that nobody knows signed its own enrolment, and a registrar alone is missing.

    The registrar's mandate runs at ``now`` (ISO 8601), and the ledger has heard of the person whose key it
    is said to be.
    """
    says = statement.says
    if not isinstance(says, KeyEnrolled) or says.replaces is not None:
        return False
    new = key_id(says.key)
    others = [registry.keys.get(name) for name in statement.signers if name != new]
    known = says.actor in registry.mandates or any(key.actor == says.actor for key in registry.keys.values())
    return (
        known
        and new not in registry.keys
        and set(signed) == {new}
        and [key.actor for key in others if key is not None and key.revoked is None] == [statement.by]
        and len(others) == 1
        and any(held.role is Role.REGISTRAR for held in running(registry, statement.by, civil(now)))
    )
