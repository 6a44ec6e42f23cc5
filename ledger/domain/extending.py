"""The rules of extending a period: who may, how often, how far, and until when.

A period that binds the authority is extended once, with reasons, and the party is told on or before the last
day. One that the authority set for a person is extended in the person's favour freely (APA s.65).
"""

from datetime import date
from typing import Final

from ledger.domain.authority import Act
from ledger.domain.casework.events import InformationSupplied, PeriodExtended
from ledger.domain.casework_codes import Supplied
from ledger.domain.claim.events import AttestationRequested
from ledger.domain.clocks.clock import Clock
from ledger.domain.clocks.counting import WEEKENDS_ONLY, Period, due
from ledger.domain.clocks.moments import day_of
from ledger.domain.clocks.policy import POLICY
from ledger.domain.clocks.rows import ClockName, Extender
from ledger.domain.clocks.statute import STATUTE
from ledger.domain.codes import AskedBy, ClockRoll, Role
from ledger.domain.commitment.events import CommitmentMade
from ledger.domain.consultation.events import ConsultationProposed, RecommendationAdopted
from ledger.domain.dates import civil
from ledger.domain.errors import AuthorityDenied, RuleBroken, WrongState
from ledger.domain.prefix import Submission
from ledger.domain.profile import demand_reasons
from ledger.domain.relations import above, same_person
from ledger.domain.rulebooks import rulebook
from ledger.domain.types import EntryRef

OF_THE_CITIZEN: Final = (Supplied.DOCUMENT, Supplied.STATEMENT, Supplied.HEARING)
"""What may hold a consent. That somebody tried to reach the citizen holds none."""


def extended_by(says: PeriodExtended) -> Act:
    """Return who may sign an extension of the clock that ``says`` names.

    Raises:
        RuleBroken: ``unknown_clock``, ``not_extendable``.
    """
    rows = [row for row in (*STATUTE.values(), *POLICY.values()) if row.clock.value == says.clock]
    if not rows:
        raise RuleBroken("unknown_clock")
    for row in rows:
        if row.extends is not None:
            return Act(by=row.extends.roles)
    raise RuleBroken("not_extendable")


def check_extension(clock: Clock, says: PeriodExtended, given: Submission) -> None:
    """Check that the clock may be extended, by whoever signed, to the day that is stated.

    Raises:
        RuleBroken: ``not_extendable``, ``reasons_missing``, ``extension_from``, ``date_order``,
            ``extension_repeated``, ``extension_too_late``, ``extension_too_long``, ``extension_unagreed``.
        WrongState: ``clock_not_running``: it was met, or its ground is gone.
        AuthorityDenied: ``not_extender``: another person asked, ordered, or stands above the owner.
    """
    extender = clock.row.extends
    if extender is None:
        raise RuleBroken("not_extendable")
    if clock.in_time or clock.ended is not None:
        raise WrongState("clock_not_running")
    demand_reasons(given.statement)
    last = day_of(clock.due)
    if says.from_ != last:
        raise RuleBroken("extension_from")
    today = civil(given.prefix.now)
    if says.to <= last or says.notice_sent_on > today:
        raise RuleBroken("date_order")
    _check_person(clock, given)
    if not extender.freely:
        _check_once(clock, says, extender, today, given)


def _check_once(
    clock: Clock, says: PeriodExtended, extender: Extender, today: date, given: Submission
) -> None:
    """Once, in time, and no further than the rule allows from the last day.

    Notice on the last day itself is in time (to confirm).
    """
    if clock.extension is not None:
        raise RuleBroken("extension_repeated")
    last = says.from_
    if max(today, says.notice_sent_on) > last or clock.lapsed is not None:
        raise RuleBroken("extension_too_late")
    if extender.most is None:
        return
    book = rulebook(given.prefix, clock.programme)
    versions = () if book is None else book.calendars
    calendar = versions[-1].calendar if versions else WEEKENDS_ONLY
    area = given.prefix.state(clock.stream).place() or ""
    if says.to > due(last, Period(extender.most, clock.row.period.unit, ClockRoll.NONE), calendar, area):
        raise RuleBroken("extension_too_long")


def _check_person(clock: Clock, given: Submission) -> None:
    """Who ordered a remedy extends it, with the citizen's consent; what an owner owes, the superior does.

    Whoever asked an attester leaves them more time, for the applicant the intake. A draw by the clock stands.
    """
    signer, registry, now = given.parties[0].actor, given.prefix.registry, given.prefix.now
    started = given.prefix.history(clock.start.stream)[clock.start.version - 1]
    signed = [registry.keys[key].actor for key in started.statement.signers if key in registry.keys]
    began = any(same_person(registry, signer, actor) for actor in signed)
    if clock.name is ClockName.REMEDY:
        if not began:
            raise AuthorityDenied("not_extender")
        _check_consent(clock.start, given)
    match started.statement.says:
        case AttestationRequested(asked_by=AskedBy.APPLICANT):
            if given.parties[0].mandate.role is not Role.INTAKE:
                raise AuthorityDenied("not_extender")
        case AttestationRequested():
            if not began:
                raise AuthorityDenied("not_extender")
        case (
            CommitmentMade(owner=owner)
            | ConsultationProposed(owner=owner)
            | RecommendationAdopted(addressed_to=owner)
        ):
            if owner is not None and not above(registry, signer, owner, now):
                raise AuthorityDenied("not_extender")
        case _:
            pass


def _check_consent(start: EntryRef, given: Submission) -> None:
    """Check that the citizen said or brought something after the order: that holds the consent."""
    for recorded in given.prefix.history(start.stream)[start.version :]:
        says = recorded.statement.says
        if isinstance(says, InformationSupplied) and says.via is not None and says.kind in OF_THE_CITIZEN:
            return
    raise RuleBroken("extension_unagreed")
