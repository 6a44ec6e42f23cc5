"""Opening what came in: strict form, envelope, keys, disclosures. Nothing here needs the lock.

A key id names one public key for ever, so a signature that holds outside the lock holds inside.
Whether the key may still sign is judged inside, at the position that the entry gets.

Of many statements, the strict form of a payload and its signatures may be left to another lane. What is
not ``doubtful`` then needs to be decoded and no more; the few others are opened again from the start, so
error codes are the same whichever way a statement took.
"""

from collections.abc import Mapping, Sequence
from typing import Final

import msgspec

from ledger.application.fastpath import (
    Signatures,
    is_certain,
    read_certain,
    read_signed,
    read_statement,
)
from ledger.application.lanes import Check, failing
from ledger.application.receipts import Submission
from ledger.domain.catalogue import STREAM_KINDS
from ledger.domain.directory import Key, RegistryState
from ledger.domain.types import Statement
from ledger.signing.disclosure import check_disclosures
from ledger.signing.errors import Malformed
from ledger.verify.signatures import check_enclosed, signer_keys

_ENCLOSING: Final = frozenset(event for event, kinds in STREAM_KINDS.items() if "registry" in kinds)


class Opened(msgspec.Struct, frozen=True, gc=False):
    """A statement whose form, keys and disclosures hold, and the signature checks it still needs.

    ``envelope`` is in its one accepted form; ``id`` are the 16 bytes of the statement's uuid.
    """

    statement: Statement
    id: bytes
    envelope: bytes
    disclosures: tuple[str, ...]
    checks: list[Check]


class Unread(msgspec.Struct, frozen=True, gc=False):
    """A submission whose payload is yet to be read. ``checks`` are all its signatures, at least one."""

    submission: Submission
    payload: bytes
    signers: tuple[str, ...]
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
    return _opened(submission, statement, checks)


def begin_submission(submission: Submission, registry: RegistryState) -> Unread | None:
    """Return ``submission`` with its signature checks, before its payload is read.

    None where there are none to check, or not under keys that the ``registry`` holds: whoever opens it from
    the start says why.
    """
    try:
        payload, signatures = read_signed(submission.envelope)
        checks = _under(registry.keys, signatures, payload)
    except (Malformed, KeyError):
        return None
    return Unread(submission, payload, tuple([name for name, _ in signatures]), checks) if checks else None


def end_submission(begun: Unread) -> Opened | None:
    """Return what ``open_submission`` returns of one whose checks are not ``doubtful``.

    None where it is to be opened from the start: it will be refused there, or it is said of the registry,
    and encloses keys and proofs of its own.
    """
    statement = read_certain(begun.payload)
    if statement is None or statement.signers != begun.signers or type(statement.says) in _ENCLOSING:
        return None
    try:
        return _opened(begun.submission, statement, begun.checks)
    except Malformed:
        return None


def doubtful(checks: Sequence[Check]) -> list[int]:
    """Return the places whose payload is not certainly in its one accepted form, or badly signed."""
    unclear = {place for place, (_, _, payload) in enumerate(checks) if not is_certain(payload)}
    return sorted(unclear.union(failing(checks)))


def _opened(submission: Submission, statement: Statement, checks: list[Check]) -> Opened:
    if submission.disclosures or statement.sd:
        check_disclosures(submission.disclosures, statement.sd)
    identifier = bytes.fromhex(statement.id.replace("-", ""))
    return Opened(statement, identifier, submission.envelope, submission.disclosures, checks)


def _checks(
    statement: Statement, payload: bytes, signatures: Signatures, registry: RegistryState
) -> list[Check]:
    try:
        return _under(registry.keys, signatures, payload)
    except KeyError:  # a statement that brings keys of its own, or one of a stranger
        keys = signer_keys(statement, registry)
        return [(keys[name], sig, payload) for name, sig in signatures]


def _under(keys: Mapping[str, Key], signatures: Signatures, payload: bytes) -> list[Check]:
    """Return the checks of ``signatures`` under ``keys``. Raises ``KeyError``."""
    return [(bytes.fromhex(keys[name].public), sig, payload) for name, sig in signatures]
