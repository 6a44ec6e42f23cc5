"""The rules of information: what is asked of whom, and what is put to the file.

Source: APA s.27 (help) and s.65 (periods that an authority sets).
"""

from datetime import timedelta
from typing import Final

from ledger.domain.authority import same_person
from ledger.domain.casebook import CITIZENS
from ledger.domain.casework.events import InformationRequested, InformationSupplied
from ledger.domain.casework.record import acts_as, find, partakers
from ledger.domain.casework_codes import Supplied
from ledger.domain.codes import Role
from ledger.domain.dates import civil
from ledger.domain.errors import AuthorityDenied, RuleBroken, WrongState
from ledger.domain.matters import Matter
from ledger.domain.prefix import Submission
from ledger.domain.profile import check_handed_over, demand

SHORTEST: Final = timedelta(days=7)
LONGEST: Final = timedelta(days=15)
"""The period for an answer, from the day on which it is asked; both ends included."""
OFFICE: Final = (Role.OFFICER, Role.SUPERVISOR, Role.HANDLER, Role.REVIEWER, Role.APPELLATE)
"""Who works in the office that has a matter in hand."""
TASKED: Final = (Role.HANDLER, Role.REVIEWER, Role.APPELLATE)
"""Roles in which somebody is assigned."""
CONTENT: Final = (
    Supplied.DOCUMENT,
    Supplied.STATEMENT,
    Supplied.CORRECTION,
    Supplied.RELIEF_REQUEST,
    Supplied.NOTE,
)
"""Kinds that bring something; the others are themselves what happened."""
OF_THE_OFFICE: Final = (Supplied.NOTE, Supplied.CONTACT_ATTEMPT)
"""Kinds that say what the office did or thinks, on whatever channel."""


def check_request(matter: Matter, says: InformationRequested, given: Submission, *, historical: bool) -> None:
    """Check that somebody who has the matter in hand asks for something, and leaves 7 to 15 days for it.

    Raises:
        WrongState: ``case_closed``.
        RuleBroken: ``local_repeated``, ``items_missing``, ``request_period``.
        AuthorityDenied: ``not_assigned``.
    """
    if matter.casework.request(says.request) is not None:
        raise RuleBroken("local_repeated")
    if not says.items:
        raise RuleBroken("items_missing")
    if historical:
        return
    if matter.is_closed():
        raise WrongState("case_closed")
    _check_in_hand(matter, given)
    today = civil(given.prefix.now)
    if not today + SHORTEST <= says.due <= today + LONGEST:
        raise RuleBroken("request_period")


def _check_in_hand(matter: Matter, given: Submission) -> None:
    """Once somebody was assigned, nobody else asks in that role."""
    asking, assigned = given.parties[0], matter.assigned()
    if not assigned or asking.mandate.role not in TASKED:
        return
    if not any(same_person(given.prefix.registry, asking.actor, other) for other in assigned):
        raise AuthorityDenied("not_assigned")


def check_supply(matter: Matter, says: InformationSupplied, given: Submission, *, historical: bool) -> None:
    """Check that what is supplied comes from somebody with a part, and says what it answers or corrects.

    Raises:
        RuleBroken: ``unknown_request``, ``entry_unknown``, ``correction_unnamed``, ``office_alone``,
            ``via_not_intake``, ``nothing_supplied``, ``profile_demands``, ``answer_not_theirs``,
            ``date_order``.
        AuthorityDenied: ``no_part``.
    """
    asked = None if says.answers is None else matter.casework.request(says.answers)
    if says.answers is not None and asked is None:
        raise RuleBroken("unknown_request")
    if says.corrects is not None:
        find(given.prefix, given.statement.stream, says.corrects)
    if (says.kind is Supplied.CORRECTION) != (says.corrects is not None):
        raise RuleBroken("correction_unnamed")
    if historical:
        return
    _check_supplier(matter, says, given)
    if asked is not None and asked.of in CITIZENS:
        _check_answer(matter, says, given)
    if says.kind in CONTENT and not says.documents and not given.statement.sd:
        raise RuleBroken("nothing_supplied")


def _check_answer(matter: Matter, says: InformationSupplied, given: Submission) -> None:
    """What the citizen was asked, the citizen answers: nobody ends their time to do so in their place."""
    registry, supplier = given.prefix.registry, given.parties[0].actor
    theirs = says.via is not None or any(same_person(registry, supplier, one) for one in matter.parties())
    if not theirs or says.kind in OF_THE_OFFICE:
        raise RuleBroken("answer_not_theirs")


def _check_supplier(matter: Matter, says: InformationSupplied, given: Submission) -> None:
    """The intake for whoever has no key; the office for its own notes; anybody else for themselves."""
    supplier = given.parties[0]
    role = supplier.mandate.role
    attempt = says.kind is Supplied.CONTACT_ATTEMPT
    if says.via is not None and not attempt and acts_as(Role.INTAKE, matter, given):
        role = Role.INTAKE
    if attempt or role is Role.INTAKE:
        # An attempt states its channel: two of them on two channels must precede a closing.
        demand(via=says.via)
        check_handed_over(says.via, given.prefix.now)
    elif says.via is not None:
        raise RuleBroken("via_not_intake")
    if says.kind is Supplied.NOTE and role not in OFFICE:
        raise RuleBroken("office_alone")
    if attempt and role not in (*OFFICE, Role.INTAKE):
        raise RuleBroken("office_alone")
    in_charge = role is Role.OFFICER and given.statement.stream.startswith("claim/")
    if in_charge or role in (Role.INTAKE, Role.OVERSIGHT):
        return
    registry = given.prefix.registry
    known = partakers(matter, given.statement.stream, given.prefix)
    if not any(same_person(registry, supplier.actor, other) for other in known):
        raise AuthorityDenied("no_part")
