"""Opening what came in: strict form, envelope, keys, disclosures. Nothing here needs the lock.

A key id names one public key for ever, so a signature that holds outside the lock holds inside.
Whether the key may still sign is judged inside, at the position that the entry gets.
"""

from typing import NamedTuple

from ledger.application.fastpath import Signatures, read_signed, read_statement
from ledger.application.lanes import Check
from ledger.application.receipts import Submission
from ledger.domain.directory import RegistryState
from ledger.domain.types import Statement
from ledger.signing.disclosure import check_disclosures
from ledger.signing.errors import Malformed
from ledger.verify.signatures import check_enclosed, signer_keys


class Opened(NamedTuple):
    """A statement whose form, keys and disclosures hold, and the signature checks it still needs.

    ``envelope`` is in its one accepted form; ``id`` are the 16 bytes of the statement's uuid.
    """

    statement: Statement
    id: bytes
    envelope: bytes
    disclosures: tuple[str, ...]
    checks: list[Check]


def open_submission(submission: Submission, registry: RegistryState) -> Opened:
    """Return the statement of ``submission``; its signatures are yet to be checked.

    Raises:
        Malformed: Its bytes, its keys or its disclosures do not hold.
        Refused: Its data have not the form of their type.
    """
    payload, signatures = read_signed(submission.envelope)
    statement = read_statement(payload)
    if statement.signers != tuple([name for name, _ in signatures]):
        raise Malformed(
            "statement_signers",
            "the envelope carries other signatures than the statement names: sign it again",
        )
    checks = _checks(statement, payload, signatures, registry)
    check_enclosed(statement, registry)
    if submission.disclosures or statement.sd:
        check_disclosures(submission.disclosures, statement.sd)
    return Opened(
        statement,
        bytes.fromhex(statement.id.replace("-", "")),
        submission.envelope,
        submission.disclosures,
        checks,
    )


def _checks(
    statement: Statement, payload: bytes, signatures: Signatures, registry: RegistryState
) -> list[Check]:
    try:
        keys = {name: bytes.fromhex(registry.keys[name].public) for name, _ in signatures}
    except KeyError:  # a statement that brings keys of its own, or one of a stranger
        keys = signer_keys(statement, registry)
    return [Check(keys[name], signature, payload) for name, signature in signatures]
