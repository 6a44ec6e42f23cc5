"""How a consultation begins: what proposes it, who opens it, and who may decline.

Evidence opens it; a named owner who can change something answers for it.
"""

from itertools import pairwise
from typing import Final

from ledger.domain.authority import check_four_eyes, same_person
from ledger.domain.codes import Role
from ledger.domain.consultation.codes import Answer, Trigger
from ledger.domain.consultation.events import ConsultationOpened, ConsultationProposed, OfficialResponseGiven
from ledger.domain.consultation.kept import ConsultationStatus
from ledger.domain.consultation.pattern import filed, is_pattern, used_before
from ledger.domain.consultation.state import ConsultationState
from ledger.domain.dates import civil
from ledger.domain.errors import AuthorityDenied, ConflictOfInterest, RuleBroken, WrongState
from ledger.domain.mandated import count_persons, holds, is_volunteer, stand_together
from ledger.domain.prefix import Prefix, Submission

CITIZENS: Final = 20
"""Citizens who carry a petition."""
VOLUNTEERS: Final = 5
"""Volunteers who carry a petition; each of them signs it."""


def check_proposal(state: ConsultationState, says: ConsultationProposed, given: Submission) -> None:
    """A proposal begins its stream, cites what is on record, and has somebody behind it.

    Raises:
        Refused: ``stream_begun``, ``evidence_unknown``, ``evidence_missing``, ``pattern_missing``,
            ``pattern_known``, ``petition_small``, ``owner_not_competent``.
    """
    if state.status is not ConsultationStatus.EMPTY:
        raise WrongState("stream_begun")
    _check_evidence(says.evidence, given.prefix)
    if says.trigger is Trigger.CASES and not says.evidence:
        raise RuleBroken("evidence_missing")
    if given.parties[0].mandate.role is Role.CLOCK:
        _check_pattern(says, given.prefix)
    if says.trigger is Trigger.PETITION:
        _check_petition(says, given)
    if says.owner is not None:
        _check_competence(says.owner, None, says.evidence, given.prefix)


def _check_evidence(evidence: tuple[str, ...], prefix: Prefix) -> None:
    if len(set(evidence)) < len(evidence) or any(prefix.head(stream) is None for stream in evidence):
        raise RuleBroken("evidence_unknown")


def _check_pattern(says: ConsultationProposed, prefix: Prefix) -> None:
    """The clock uses no discretion: it proposes what the log shows, once, with the ground as its topic."""
    found = [filed(prefix, stream) for stream in says.evidence]
    known = [item for item in found if item is not None]
    if says.trigger is not Trigger.CASES or len(known) < len(found) or not is_pattern(known, says.topic):
        raise RuleBroken("pattern_missing")
    if any(used_before(prefix, stream, says.topic) for stream in says.evidence):
        raise RuleBroken("pattern_known")


def _check_petition(says: ConsultationProposed, given: Submission) -> None:
    """Twenty citizens stand behind it, or five volunteers who sign it themselves."""
    registry, today = given.prefix.registry, civil(given.prefix.now)
    signed = [party.actor for party in given.parties[1:] if is_volunteer(registry, party.actor, today)]
    volunteers = count_persons(registry, signed)
    if says.backers < CITIZENS and min(says.backers, volunteers) < VOLUNTEERS:
        raise RuleBroken("petition_small")


def check_opening(state: ConsultationState, says: ConsultationOpened, given: Submission) -> None:
    """The owner and a convener of civil society say what is asked, what can change, who speaks and when.

    Raises:
        Refused: ``consultation_state``, ``not_owner``, ``convener_differs``, ``coi_owner``,
            ``evidence_unknown``, ``evidence_dropped``, ``owner_not_competent``, ``can_change_missing``,
            ``phases_invalid``, ``inclusion_missing``, and what four eyes refuse.
    """
    if state.status is not ConsultationStatus.PROPOSED or state.proposal is None:
        raise WrongState("consultation_state")
    _check_opener(state, says, given)
    check_four_eyes(given.parties, given.prefix.registry, given.prefix.now)
    if [party.actor for party in given.parties[1:]] != [says.convener]:
        raise AuthorityDenied("convener_differs")
    if stand_together(given.prefix.registry, says.owner, says.convener, given.prefix.now):
        raise ConflictOfInterest("coi_owner")
    _check_evidence(says.evidence, given.prefix)
    if not set(state.proposal.evidence) <= set(says.evidence):
        raise RuleBroken("evidence_dropped")
    _check_competence(says.owner, says.area, says.evidence, given.prefix)
    if not says.can_change:
        raise RuleBroken("can_change_missing")
    _check_phases(says, given)
    groups = [item.group for item in says.inclusion]
    if not groups or len(set(groups)) < len(groups) or any(item.minimum < 1 for item in says.inclusion):
        raise RuleBroken("inclusion_missing")


def _check_opener(state: ConsultationState, says: ConsultationOpened, given: Submission) -> None:
    """The owner opens in person. Once the clock has run out, oversight may sign for the owner."""
    party, registry = given.parties[0], given.prefix.registry
    if same_person(registry, party.actor, says.owner):
        return
    oversees = holds(registry, party.actor, Role.OVERSIGHT, civil(given.prefix.now))
    if not (oversees and state.opening_lapsed):
        raise AuthorityDenied("not_owner")


def _check_competence(owner: str, area: str | None, evidence: tuple[str, ...], prefix: Prefix) -> None:
    """The owner is a supervisor of the district and, where evidence speaks of programmes, of one of them."""
    if not is_competent(owner, area, evidence, prefix):
        raise AuthorityDenied("owner_not_competent")


def is_competent(owner: str, area: str | None, evidence: tuple[str, ...], prefix: Prefix) -> bool:
    """Return whether ``owner`` can change something; ``area`` None: no district was named yet."""
    today = civil(prefix.now)
    about = (prefix.state(stream).complaint() for stream in evidence)
    programmes: set[str | None] = {item.programme for item in about if item is not None} or {None}
    return any(
        mandate.role is Role.SUPERVISOR
        and mandate.runs(today)
        and any(mandate.covers(programme, area or _first(mandate.areas)) for programme in programmes)
        for mandate in prefix.registry.mandates.get(owner, ())
    )


def _first(areas: tuple[str, ...]) -> str | None:
    """Return one of the mandate's districts: where no district is named yet, any will do."""
    return areas[0] if areas else None


def _check_phases(says: ConsultationOpened, given: Submission) -> None:
    """At least one phase, none begun before today, each after the one before, each with a code of its own."""
    phases = says.phases
    sound = (
        bool(phases)
        and phases[0].from_ >= civil(given.prefix.now)
        and all(phase.from_ <= phase.to for phase in phases)
        and all(before.to < after.from_ for before, after in pairwise(phases))
        and len({phase.code for phase in phases}) == len(phases)
    )
    if not sound:
        raise RuleBroken("phases_invalid")


def check_decline(state: ConsultationState, says: OfficialResponseGiven, given: Submission) -> None:
    """The person who was asked to own it says no, with published reasons; to a proposal there is no yes.

    Where nobody was named, a supervisor who could own it may decline.

    Raises:
        Refused: ``consultation_state``, ``proposal_only_rejected``, ``not_owner``, ``owner_not_competent``.
    """
    proposal = state.proposal
    if state.status is not ConsultationStatus.PROPOSED or proposal is None:
        raise WrongState("consultation_state")
    if says.answer is not Answer.REJECT:
        raise RuleBroken("proposal_only_rejected")
    by = given.statement.by
    if proposal.owner is None:
        _check_competence(by, None, proposal.evidence, given.prefix)
    elif not same_person(given.prefix.registry, by, proposal.owner):
        raise AuthorityDenied("not_owner")
