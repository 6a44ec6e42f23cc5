"""Under which keys the signatures of a statement are checked. Authority is asked elsewhere, by the rules."""

from typing import Final

from ledger.domain.authority import possession_message
from ledger.domain.directory import RegistryState
from ledger.domain.registry.events import GovernanceChanged, KeyEnrolled, KeyRevoked, LedgerFounded
from ledger.domain.types import Statement
from ledger.signing.dsse import Envelope, pae, verify_envelope
from ledger.signing.errors import require
from ledger.signing.forms import from_base64
from ledger.signing.keys import check_key, check_signature, key_id
from ledger.tlog.checkpoint import open_checkpoint
from ledger.tlog.errors import LogError
from ledger.tlog.note import parse_vkey

POSSESSION_TYPE: Final = "application/vnd.phayan.possession+json"


def signer_keys(statement: Statement, registry: RegistryState) -> dict[str, bytes]:
    """Return the 32 raw bytes of the key behind each id of ``statement.signers``; raise ``key_unknown``.

    Keys come from the registry. What founds the ledger or changes its root brings those keys itself, an
    enrolment the new key.
    """
    keys = {key_id(key): key for key in _brought(statement)}
    enrolled = [name for name in statement.signers if name in registry.keys]
    keys |= {name: bytes.fromhex(registry.keys[name].public) for name in enrolled}
    require(keys.keys() >= {*statement.signers}, "key_unknown", "a signature names a key never enrolled")
    return keys


def possession_bytes(origin: str, actor: str, key: str) -> bytes:
    """Return what a new key signs to show that its holder has it: DSSE's PAE of a type of its own."""
    return pae(POSSESSION_TYPE, possession_message(origin, actor, key))


def check_enclosed(statement: Statement, registry: RegistryState) -> None:
    """Check what is signed inside ``statement``: possession of a key that it brings, a boundary's checkpoint.

    Raises ``key_weak``, a key is not of prime order; ``possession_base64``; ``sig_invalid``;
    ``boundary_unsigned``, the log did not sign the checkpoint.
    """
    for key in _brought(statement):
        check_key(key)
        if isinstance(statement.says, KeyEnrolled):
            proof = from_base64(statement.says.possession, "possession_base64")
            check_signature(key, proof, possession_bytes(statement.origin, statement.says.actor, key_id(key)))
    if isinstance(statement.says, KeyRevoked) and statement.says.boundary:
        note = statement.says.boundary.checkpoint
        signed = any(_opens(note, key) for key in registry.log_keys())
        require(signed, "boundary_unsigned", "the log did not sign the boundary's checkpoint")


def check_signatures(envelope: Envelope, statement: Statement, registry: RegistryState) -> None:
    """Check that exactly ``statement.signers`` signed, each validly, and what is signed inside it.

    Raises ``statement_signers``, ``key_unknown``, ``sig_invalid``, and as ``check_enclosed``.
    """
    names = tuple([name for name, _ in envelope.signatures])
    require(names == statement.signers, "statement_signers", "the signatures are not those of the signers")
    verify_envelope(envelope, signer_keys(statement, registry))
    check_enclosed(statement, registry)


def _opens(checkpoint: str, vkey: str) -> bool:
    try:
        return bool(open_checkpoint(checkpoint, parse_vkey(vkey)))
    except LogError:
        return False


def _brought(statement: Statement) -> list[bytes]:
    says = statement.says
    if isinstance(says, LedgerFounded | GovernanceChanged):
        return [bytes.fromhex(root.key) for root in says.root_keys or ()]
    return [bytes.fromhex(says.key)] if isinstance(says, KeyEnrolled) else []
