"""The one door: whether a statement may stand at the next position of the log.

The appender refuses with ``judge`` and the verifier runs it on every recorded statement. Signatures,
the statement's id, its size and its disclosures are checked by the callers; everything else that can be
refused is refused here.
"""

from collections.abc import Callable, Mapping
from typing import Any, Final, NamedTuple, cast

from ledger.domain import lapsing
from ledger.domain.audit import rules as audit
from ledger.domain.authority import Act, Scope, authorise
from ledger.domain.casework import rules as casework
from ledger.domain.casework.events import PersonalDataErased
from ledger.domain.catalogue import SHARED, STREAM_KINDS
from ledger.domain.claim import rules as claim
from ledger.domain.codes import Role
from ledger.domain.commitment import rules as commitment
from ledger.domain.consultation import rules as consultation
from ledger.domain.errors import AuthorityDenied, RuleBroken, StreamConflict
from ledger.domain.grievance import rules as grievance
from ledger.domain.grievance.anonymity import check_shared
from ledger.domain.grievance.events import GrievanceClosed, GrievanceDetermined
from ledger.domain.grievance.records import GrievanceState
from ledger.domain.holding import check_periods
from ledger.domain.lateness import check_lateness
from ledger.domain.listing import rules as listing
from ledger.domain.matters import Matter
from ledger.domain.prefix import Prefix, Submission
from ledger.domain.programme import rules as programme
from ledger.domain.programme.events import ProgrammeEvent
from ledger.domain.programme.state import ProgrammeState
from ledger.domain.registry import rules as registry
from ledger.domain.registry.events import LedgerFounded, RegistryEvent
from ledger.domain.types import Event, Statement

__all__ = ["Prefix", "judge"]


class Rules(NamedTuple):
    """The rules of one kind of stream.

    ``signed_by`` and ``seen`` are the columns "signed by" and "seen" of the catalogue, ``scope`` says where
    the matter lies, and ``decide`` refuses.
    """

    signed_by: Callable[[Any, Any], Act]
    scope: Callable[[Any, Any], Scope]
    seen: frozenset[type[Event]]
    decide: Callable[[Any, Any, Submission], None]


RULES: Final[Mapping[str, Rules]] = {
    "claim": Rules(claim.signed_by, claim.scope, claim.SEEN, claim.decide),
    "grievance": Rules(grievance.signed_by, grievance.scope, grievance.SEEN, grievance.decide),
    "consultation": Rules(consultation.signed_by, consultation.scope, consultation.SEEN, consultation.decide),
    "commitment": Rules(commitment.signed_by, commitment.scope, commitment.SEEN, commitment.decide),
    "listing": Rules(listing.signed_by, listing.scope, listing.SEEN, listing.decide),
    "audit": Rules(audit.signed_by, audit.scope, audit.SEEN, audit.decide),
}


def judge(statement: Statement, prefix: Prefix) -> None:
    """Refuse ``statement`` if it may not stand at index ``prefix.size``.

    Judged in this order: the type and its stream; the founding and the origin; authority; what the
    signer had seen; the rules of the stream.

    Raises:
        Refused: The rule that forbids it, by code. Nothing happened.
    """
    says, stream = statement.says, statement.stream
    kinds = STREAM_KINDS.get(type(says))  # type: ignore[arg-type]
    if kinds is None:
        raise RuleBroken("type_unknown")
    kind, slash, _ = stream.partition("/")
    if not slash or kind not in kinds:
        raise RuleBroken("wrong_stream")
    rules = RULES.get(kind)
    if rules is not None:
        _check_ledger(statement, prefix)
        _judge_matter(statement, cast("Event", says), prefix, rules)
    elif kind == "programme":
        _check_ledger(statement, prefix)
        published = cast("ProgrammeState", prefix.state(stream))
        programme.decide(published, statement, cast("ProgrammeEvent", says), prefix)
    else:
        _judge_registry(statement, cast("RegistryEvent", says), prefix)


def _judge_matter(statement: Statement, says: Event, prefix: Prefix, rules: Rules) -> None:
    """Judge a statement of a case, a consultation, a commitment, a listing or an audit."""
    state: Matter = prefix.state(statement.stream)
    shared, timed = type(says) in SHARED, isinstance(says, lapsing.TIMED)
    if timed:
        act = lapsing.signed_by(says)
    else:
        act = casework.signed_by(state, says) if shared else rules.signed_by(state, says)
    parties = authorise(statement, prefix.registry, prefix.now, act, rules.scope(state, says))
    given = Submission(statement, prefix, parties)
    _check_seen(given, mandatory=type(says) in (casework.SEEN if shared else rules.seen))
    if timed:
        lapsing.check(says, given)
    elif shared:
        casework.decide(state, says, given)
        if isinstance(state, GrievanceState):
            check_shared(state, says)
        if isinstance(says, PersonalDataErased):
            check_periods(statement.stream, prefix)
    else:
        rules.decide(state, says, given)
        if isinstance(says, GrievanceClosed):
            lapsing.check_closing(says, given)
        if isinstance(says, GrievanceDetermined):
            check_lateness(says, given)


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
