"""What attesters are asked in a claim, and who may know whom it is about: functions of the log and a person.

Whoever is asked must find the household and needs nothing else: a name and a village, as long as the question
is open. Whoever is not asked may attest as well, as the rules let them; they are told nothing of the person.
"""

from typing import Final, NamedTuple

from ledger.domain.claim.asking import UNDECIDED
from ledger.domain.claim.attesting import check_unconcerned
from ledger.domain.claim.kinship import Circle, tied
from ledger.domain.claim.records import ClaimState, Request
from ledger.domain.claim.standing import answered, failed, left_at, names_of
from ledger.domain.codes import Role
from ledger.domain.dates import civil
from ledger.domain.directory import Mandate
from ledger.domain.errors import ConflictOfInterest
from ledger.domain.gate import check_conflicts
from ledger.domain.prefix import Prefix
from ledger.domain.relations import running, same_person
from ledger.domain.types import Code
from ledger.projections.views.blocks import scope_of

TO_FIND: Final = frozenset({"applicant/name", "applicant/village"})
"""The sealed fields of an application without which nobody finds the household."""


class Asking(NamedTuple):
    """An open request. ``facts`` are those of which a reader has not spoken; ``own``: it asks them."""

    request: Request
    facts: tuple[Code, ...]
    own: bool


def attesting(prefix: Prefix, stream: str, actor: str) -> tuple[Mandate, ...]:
    """Return the mandates under which ``actor`` may attest in the claim ``stream`` now; none: they may not.

    Whoever decided here, helped to apply, is of the household or was recused does not.
    """
    state = prefix.state(stream)
    if not isinstance(state, ClaimState) or state.status not in UNDECIDED or state.programme is None:
        return ()
    try:
        check_unconcerned(state, actor, _circle(prefix, stream))
        check_conflicts(state.casework, actor, prefix.registry)
    except ConflictOfInterest:
        return ()
    scope = scope_of(state)
    return tuple(
        held
        for held in running(prefix.registry, actor, civil(prefix.now))
        if held.role is Role.ATTESTER and held.covers(scope.programme, scope.area)
    )


def askings(prefix: Prefix, stream: str, actor: str) -> tuple[Asking, ...]:
    """Return the open requests of the claim ``stream`` that ``actor`` may answer, the nearest last day first.

    A pool is an office, or a category of attesters, by its code: whoever first answers for it has answered.
    Somebody who is asked in person has answered once they spoke of every fact.
    """
    held, state = attesting(prefix, stream, actor), prefix.state(stream)
    if not held or not isinstance(state, ClaimState):
        return ()
    pools = {code for mandate in held for code in (mandate.office, mandate.category)}
    gone, found = spoken_facts(prefix, state, actor), []
    for request in state.requests.values():
        of = str(request.says.of)
        person = of.startswith("actor/") and same_person(prefix.registry, of, actor)
        facts = tuple(fact for fact in request.says.facts if names_of(state, fact).isdisjoint(gone))
        if facts and not failed(state, request) and (person or not answered(state, request)):
            found.append(Asking(request, facts, person or of in pools))
    return tuple(sorted(found, key=lambda one: (one.request.says.due, one.request.version)))


def finding(prefix: Prefix, stream: str, actor: str) -> tuple[Mandate, ...]:
    """Return the mandates under which ``actor`` may know whom the claim is about: they are asked now.

    Whoever declared what ties them to the applicant is not told: they know, or should not answer.
    """
    asked = any(one.own for one in askings(prefix, stream, actor))
    if not asked or tied(_circle(prefix, stream), actor, civil(prefix.now)):
        return ()
    return attesting(prefix, stream, actor)


def spoken_facts(prefix: Prefix, state: ClaimState, actor: str) -> frozenset[str]:
    """Return the facts on which an attestation of ``actor`` stands."""
    return frozenset(
        fact
        for item in state.attestations
        if same_person(prefix.registry, item.attester, actor) and left_at(state, item) is None
        for fact in item.says.facts
    )


def _circle(prefix: Prefix, stream: str) -> Circle:
    return Circle(prefix.registry, stream, civil(prefix.now))
