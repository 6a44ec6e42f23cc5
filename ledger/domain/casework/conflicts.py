"""The rules of conflicts of interest: who raises one, and who rules on it.

The gate (``ledger.domain.gate``) reads what is recorded here. Source: APA s.13 to s.18.
"""

from collections.abc import Iterator
from typing import Final

from ledger.domain.authority import check_four_eyes, same_person
from ledger.domain.casebook import Conflict
from ledger.domain.casework.events import ConflictDecided, ConflictRaised
from ledger.domain.casework.record import acts_as, authors, distinct, find, partakers, scope_of
from ledger.domain.casework.showing import shown
from ledger.domain.casework_codes import ConflictGround, ConflictRaisedBy, ConflictRuling, ConflictSection
from ledger.domain.codes import Role
from ledger.domain.dates import civil
from ledger.domain.errors import (
    AuthorityDenied,
    ConflictOfInterest,
    RuleBroken,
    WrongState,
)
from ledger.domain.gate import check_conflicts, check_gate, interests_in, involved_in
from ledger.domain.matters import Matter
from ledger.domain.prefix import Prefix, Submission
from ledger.domain.profile import demand, demand_reasons
from ledger.domain.relations import above, running

GROUNDS: Final = {
    ConflictSection.S13: frozenset(
        {
            ConflictGround.PARTY,
            ConflictGround.SPOUSE,
            ConflictGround.LINEAL,
            ConflictGround.COLLATERAL_3,
            ConflictGround.AFFINITY_2,
            ConflictGround.REPRESENTATIVE,
            ConflictGround.CREDITOR,
            ConflictGround.DEBTOR,
            ConflictGround.EMPLOYER,
            ConflictGround.REGULATION,
        }
    ),
    ConflictSection.S16: frozenset({ConflictGround.SERIOUS_PARTIALITY}),
    ConflictSection.POLICY: frozenset(
        {
            ConflictGround.SAME_PERSON,
            ConflictGround.SAME_HOUSEHOLD,
            ConflictGround.SAME_OFFICE,
            ConflictGround.REPORTING_LINE,
            ConflictGround.PRIOR_DECIDER,
            ConflictGround.ASSISTER,
            ConflictGround.NAMED_IN_COMPLAINT,
            ConflictGround.ATTESTER_IN_CASE,
        }
    ),
}
"""The grounds of each section: ten of s.13, that of s.16, and the project's own."""
SUBSTITUTES: Final = (
    Role.OFFICER,
    Role.HANDLER,
    Role.REVIEWER,
    Role.APPELLATE,
    Role.SUPERVISOR,
    Role.ATTESTER,
)
"""Roles in which somebody can act in the place of a recused person."""


def check_raising(matter: Matter, says: ConflictRaised, given: Submission, *, historical: bool) -> None:
    """Check who raises a conflict, and that its ground belongs to the section that it names.

    Raises:
        RuleBroken: ``conflict_section``; ``conflict_how`` if the signer may not raise it in this manner;
            ``no_such_part`` if the person has no part here and could have none; ``conflict_not_shown`` if it
            is said to be derived and the records do not show it; ``conflict_repeated``.
    """
    if says.ground not in GROUNDS[says.section]:
        raise RuleBroken("conflict_section")
    if historical:
        return
    if not _may_raise(matter, says, given):
        raise RuleBroken("conflict_how")
    if not _could_act(matter, says.actor, given):
        raise RuleBroken("no_such_part")
    stream, registry = given.statement.stream, given.prefix.registry
    if says.how is ConflictRaisedBy.DERIVED and says.ground not in shown(
        matter, stream, says.actor, given.prefix
    ):
        raise RuleBroken("conflict_not_shown")
    for other in matter.casework.conflicts:
        alike = (other.ground, other.how) == (says.ground, says.how)
        if other.ruled is None and alike and same_person(registry, other.actor, says.actor):
            raise RuleBroken("conflict_repeated")


def _may_raise(matter: Matter, says: ConflictRaised, given: Submission) -> bool:
    """Return whether the manner fits the signer.

    The person alone reports themselves; a party challenges, with an own key or through the intake;
    oversight and the clock say what the records show, and oversight may challenge.
    """
    raising, registry = given.parties[0], given.prefix.registry
    role = raising.mandate.role
    match says.how:
        case ConflictRaisedBy.SELF_REPORT:
            return same_person(registry, raising.actor, says.actor)
        case ConflictRaisedBy.DERIVED:
            return role is Role.CLOCK or acts_as(Role.OVERSIGHT, matter, given)
        case ConflictRaisedBy.CHALLENGE:
            party = any(same_person(registry, raising.actor, other) for other in matter.parties())
            if party or acts_as(Role.OVERSIGHT, matter, given):
                return True
            if not acts_as(Role.INTAKE, matter, given):
                return False
            demand(via=says.via)
            return True


def _could_act(matter: Matter, actor: str, given: Submission) -> bool:
    """Return whether the person has or had a part here, or a mandate under which they could have one."""
    registry, prefix = given.prefix.registry, given.prefix
    known = partakers(matter, given.statement.stream, prefix)
    if any(same_person(registry, actor, other) for other in known):
        return True
    place = scope_of(matter)
    today = civil(prefix.now)
    return any(mandate.covers(place.programme, place.area) for mandate in running(registry, actor, today))


def check_ruling(matter: Matter, says: ConflictDecided, given: Submission, *, historical: bool) -> None:
    """Check a ruling on a conflict: by the superior, never by the person concerned.

    Raises:
        RuleBroken: ``unknown_conflict``, ``conflict_shown``, ``ruling_members``, ``redo_not_theirs``,
            ``entry_unknown``, ``reasons_missing``.
        WrongState: ``conflict_ruled``.
        AuthorityDenied: ``not_superior``.
        ConflictOfInterest: ``coi_own_conflict``, and as the gate, for who rules and who replaces.
        ApprovalsPending: ``approvals_pending``: ``may_act`` takes a second signer of another line.
    """
    conflict = matter.casework.conflict(says.raised)
    if conflict is None or says.raised.stream != given.statement.stream:
        raise RuleBroken("unknown_conflict")
    if conflict.ruled is not None:
        raise WrongState("conflict_ruled")
    registry = given.prefix.registry
    for actor in _ruling(says, given):
        if same_person(registry, actor, conflict.actor):
            raise ConflictOfInterest("coi_own_conflict")
    _check_members(says, conflict, given)
    if historical:
        return
    for party in given.parties:
        _check_unconcerned(matter, party.actor, given.prefix)
    _check_superior(matter, conflict, given)
    demand_reasons(given.statement)
    if says.ruling is ConflictRuling.MAY_ACT:
        _check_untrue(matter, conflict, given)
        check_four_eyes(given.parties, registry, given.prefix.now)
    if says.replacement is not None:
        _check_replacement(matter, says.replacement, given)


def _ruling(says: ConflictDecided, given: Submission) -> tuple[str, ...]:
    if says.official is not None:
        return (says.official,)
    return tuple(party.actor for party in given.parties)


def _check_members(says: ConflictDecided, conflict: Conflict, given: Submission) -> None:
    """Only a recusal names a replacement, who is another person, or acts of the recused to be done anew."""
    registry = given.prefix.registry
    if says.ruling is not ConflictRuling.RECUSED and (says.replacement is not None or says.redo):
        raise RuleBroken("ruling_members")
    if says.replacement is not None and same_person(registry, says.replacement, conflict.actor):
        raise RuleBroken("ruling_members")
    if not distinct(says.redo):
        raise RuleBroken("ruling_members")
    for ref in says.redo:
        entry = find(given.prefix, given.statement.stream, ref)
        if not any(same_person(registry, conflict.actor, one) for one in authors(registry, entry)):
            raise RuleBroken("redo_not_theirs")


def _check_superior(matter: Matter, conflict: Conflict, given: Submission) -> None:
    """A superior of the person rules; oversight where there is none who could."""
    registry, now = given.prefix.registry, given.prefix.now
    ruling = given.parties[0]
    if ruling.mandate.role is not Role.OVERSIGHT:
        if not above(registry, ruling.actor, conflict.actor, now):
            raise AuthorityDenied("not_superior")
    elif next(_superiors(matter, conflict.actor, given.prefix), None) is not None:
        raise AuthorityDenied("not_superior")


def _superiors(matter: Matter, actor: str, prefix: Prefix) -> Iterator[str]:
    """Yield every superior of ``actor`` whom nothing keeps from ruling here."""
    registry, place = prefix.registry, scope_of(matter)
    for other, mandates in registry.mandates.items():
        if not any(
            mandate.role is Role.SUPERVISOR
            and mandate.runs(civil(prefix.now))
            and mandate.covers(place.programme, place.area)
            for mandate in mandates
        ):
            continue
        if above(registry, other, actor, prefix.now) and _unconcerned(matter, other, prefix):
            yield other


def _check_unconcerned(matter: Matter, actor: str, prefix: Prefix) -> None:
    """Check that whoever rules is neither named here nor kept from acting: the rest of the gate is not asked.

    A superior who signed the decision below may still say who handles it.
    """
    named = involved_in(matter, prefix).named
    if any(same_person(prefix.registry, actor, other) for other in named):
        raise ConflictOfInterest("coi_named_in_complaint")
    check_conflicts(matter.casework, actor, prefix.registry)


def _unconcerned(matter: Matter, actor: str, prefix: Prefix) -> bool:
    try:
        _check_unconcerned(matter, actor, prefix)
    except ConflictOfInterest:
        return False
    return True


def _check_untrue(matter: Matter, conflict: Conflict, given: Submission) -> None:
    """A ground of s.13 that the person reports, or that the records show, is not untrue."""
    if conflict.section is not ConflictSection.S13:
        return
    if conflict.how is not ConflictRaisedBy.CHALLENGE:
        raise RuleBroken("conflict_shown")
    today = civil(given.prefix.now)
    declared = interests_in(matter, given.statement.stream, conflict.actor, given.prefix, today)
    if any(interest.ground is conflict.ground for interest in declared):
        raise RuleBroken("conflict_shown")


def _check_replacement(matter: Matter, replacement: str, given: Submission) -> None:
    """Whoever comes in the place of a recused person has a mandate here and passes the gate."""
    place = scope_of(matter)
    mandates = running(given.prefix.registry, replacement, civil(given.prefix.now))
    if not any(
        mandate.role in SUBSTITUTES and mandate.covers(place.programme, place.area) for mandate in mandates
    ):
        raise RuleBroken("handler_not_mandated")
    check_gate(matter, (replacement,), given)
