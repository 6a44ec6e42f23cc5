"""Opening what came in: strict form, envelope, keys, disclosures. Nothing here needs the lock.

A key id names one public key for ever, so a signature that holds outside the lock holds inside.
Whether the key may still sign is judged inside, at the position that the entry gets.
"""

from dataclasses import dataclass

from ledger.application.fastpath import read_envelope, read_statement
from ledger.application.lanes import Check
from ledger.application.receipts import Submission
from ledger.domain.directory import RegistryState
from ledger.domain.types import Statement
from ledger.signing.disclosure import check_disclosures
from ledger.signing.errors import Malformed
from ledger.verify.signatures import check_enrolled_keys, signer_keys


@dataclass(frozen=True, slots=True)
class Opened:
    """A statement whose form, keys and disclosures hold, and the signature checks it still needs.

    ``envelope`` is in its one accepted form; ``payload`` is what was signed.
    """

    statement: Statement
    envelope: bytes
    payload: bytes
    disclosures: tuple[str, ...]
    checks: tuple[Check, ...]


def open_submission(submission: Submission, registry: RegistryState) -> Opened:
    """Return the statement of ``submission``; its signatures are yet to be checked.

    Raises:
        Malformed: Its bytes, its keys or its disclosures do not hold.
        Refused: Its data have not the form of their type.
    """
    envelope = read_envelope(submission.envelope)
    statement = read_statement(envelope.payload)
    if statement.signers != tuple(name for name, _ in envelope.signatures):
        raise Malformed(
            "statement_signers",
            "the envelope carries other signatures than the statement names: sign it again",
        )
    keys = signer_keys(statement, registry)
    check_enrolled_keys(statement)
    if submission.disclosures or statement.sd:
        check_disclosures(submission.disclosures, statement.sd)
    return Opened(
        statement,
        submission.envelope,
        envelope.payload,
        submission.disclosures,
        tuple(Check(keys[name], signature, envelope.payload) for name, signature in envelope.signatures),
    )
