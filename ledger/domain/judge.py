"""The one door: whether a statement may stand at the next position of the log.

The appender refuses with ``judge`` and the verifier runs it on every recorded statement. Signatures,
the statement's id, its size and its disclosures are checked by the callers; everything else that can be
refused is refused here.
"""

from typing import cast

from ledger.domain.authority import Act, Scope, authorise
from ledger.domain.catalogue import STREAM_KIND
from ledger.domain.claim import rules as claim
from ledger.domain.claim.events import ClaimEvent
from ledger.domain.claim.state import ClaimState
from ledger.domain.codes import Role
from ledger.domain.errors import AuthorityDenied, RuleBroken, StreamConflict
from ledger.domain.grievance import rules as grievance
from ledger.domain.grievance.events import GrievanceEvent
from ledger.domain.grievance.state import GrievanceState
from ledger.domain.prefix import Prefix, Submission
from ledger.domain.programme import rules as programme
from ledger.domain.programme.events import ProgrammePublished
from ledger.domain.programme.state import ProgrammeState
from ledger.domain.registry import rules as registry
from ledger.domain.registry.events import LedgerFounded, RegistryEvent
from ledger.domain.types import Statement

__all__ = ["Prefix", "judge"]


def judge(statement: Statement, prefix: Prefix) -> None:
    """Refuse ``statement`` if it may not stand at index ``prefix.size``.

    Judged in this order: the type and its stream; the founding and the origin; authority; what the
    signer had seen; the rules of the stream.

    Raises:
        Refused: The rule that forbids it, by code. Nothing happened.
    """
    says = statement.says
    kind = STREAM_KIND.get(type(says))  # type: ignore[arg-type]
    if kind is None:
        raise RuleBroken("type_unknown")
    stream = statement.stream
    if not stream.startswith(f"{kind}/"):
        raise RuleBroken("wrong_stream")
    if kind == "claim":
        _check_ledger(statement, prefix)
        state = cast("ClaimState", prefix.state(stream))
        event = cast("ClaimEvent", says)
        given = _submit(statement, prefix, claim.SIGNED_BY[type(event)], claim.scope(state, event))
        _check_seen(given, mandatory=type(event) in claim.SEEN)
        claim.decide(state, event, given)
    elif kind == "grievance":
        _check_ledger(statement, prefix)
        matter = cast("GrievanceState", prefix.state(stream))
        act = cast("GrievanceEvent", says)
        given = _submit(statement, prefix, grievance.signed_by(matter, act), grievance.scope(matter, act))
        _check_seen(given, mandatory=type(act) in grievance.SEEN)
        grievance.decide(matter, act, given)
    elif kind == "programme":
        _check_ledger(statement, prefix)
        published = cast("ProgrammeState", prefix.state(stream))
        programme.decide(published, statement, cast("ProgrammePublished", says), prefix)
    else:
        _judge_registry(statement, cast("RegistryEvent", says), prefix)


def _judge_registry(statement: Statement, says: RegistryEvent, prefix: Prefix) -> None:
    state = prefix.registry
    if not isinstance(says, LedgerFounded):
        _check_ledger(statement, prefix)
        if statement.stream != state.stream:
            raise RuleBroken("wrong_stream")
    if statement.at is None:
        raise RuleBroken("at_missing")
    registry.decide(state, statement, says, prefix)


def _check_ledger(statement: Statement, prefix: Prefix) -> None:
    """Check that the ledger is founded and that the statement was made for it."""
    origin = prefix.registry.origin
    if origin is None:
        raise RuleBroken("not_founded")
    if statement.origin != origin:
        raise AuthorityDenied("origin_mismatch")


def _submit(statement: Statement, prefix: Prefix, act: Act, scope: Scope) -> Submission:
    parties = authorise(statement, prefix.registry, prefix.now, act, scope)
    return Submission(statement, prefix, parties)


def _check_seen(given: Submission, *, mandatory: bool) -> None:
    """Check the head that the signer had seen, and that a lived act has a time.

    An additive act is never refused for what arrived meanwhile. An imported record need not state a
    head; if it does, the head must be the one that stands there.
    """
    statement = given.statement
    imported = given.parties[0].mandate.role is Role.IMPORTER
    if not imported and statement.at is None:
        raise RuleBroken("at_missing")
    if not mandatory:
        return
    if imported and statement.seen is None:
        return
    head = given.prefix.head(statement.stream)
    if statement.seen != head:
        if statement.seen is None:
            raise RuleBroken("seen_missing")
        raise StreamConflict(head)
