"""The rules of filing. No filing is refused for being late, nor for having come to the wrong office."""

from datetime import date

from ledger.domain.casework_codes import Kind
from ledger.domain.codes import OrderMaker, Role
from ledger.domain.dates import civil
from ledger.domain.errors import RuleBroken, WrongState
from ledger.domain.grievance.anonymity import check_anonymous
from ledger.domain.grievance.events import Contested, GrievanceFiled
from ledger.domain.grievance.records import GrievanceState
from ledger.domain.matters import Published
from ledger.domain.prefix import Prefix, Submission
from ledger.domain.profile import check_profile, demand, pinned


def check_filing(says: GrievanceFiled, given: Submission) -> None:
    """Check the first entry of a grievance. What it contests stands in the log.

    Raises:
        Refused: The rule that forbids it, by code.
    """
    if given.prefix.head(given.statement.stream) is not None:
        raise WrongState("already_filed")
    published = pinned(given.prefix, says.programme)
    check_profile(published, given.parties, says.official)
    _check_contested(says, given)
    if says.kind is Kind.APPEAL:
        check_appealable(says.contests, published, given.prefix)
    _check_level(says, published, given)
    check_anonymous(says)
    if published.historical:
        return
    if not says.grounds:
        raise RuleBroken("grounds_missing")
    demand(received_on=says.received_on, area=says.area)
    _check_days(says, given)


def _check_days(says: GrievanceFiled, given: Submission) -> None:
    """Handed over, received, recorded: in this order. Who files with an own key hands over nothing."""
    today = civil(given.prefix.now)
    received = says.received_on or today
    handed_over: date | None = received
    if says.via is not None:
        handed_over = says.via.handed_over_on
    elif given.parties[0].mandate.role is Role.INTAKE:
        demand(via=says.via)
    if handed_over is None:
        raise RuleBroken("profile_demands", member="handed_over_on")
    if not handed_over <= received <= today:
        raise RuleBroken("date_order")


def _check_contested(says: GrievanceFiled, given: Submission) -> None:
    """What is contested are entries of one claim that stand in the log."""
    if len({item.claim for item in says.contests}) > 1:
        raise RuleBroken("contests_many_claims")
    if says.kind is Kind.APPEAL and not says.contests:
        raise RuleBroken("contests_missing")
    for item in says.contests:
        if item.entry.stream != item.claim or not given.prefix.state(item.claim).holds(item.entry):
            raise RuleBroken("unknown_decision")


def check_appealable(contests: tuple[Contested, ...], published: Published, prefix: Prefix) -> None:
    """Check that an appeal contests decisions of an official that are in force, or that were notified.

    An old register may lack the notice of a decision that another one took the place of.

    Raises:
        RuleBroken: ``contests_missing``, ``unknown_decision``, ``appeal_route_court``, ``not_appealable``.

    Source: APA s.44, s.48.
    """
    if not contests:
        raise RuleBroken("contests_missing")
    for item in contests:
        claim = prefix.state(item.claim)
        decision = claim.decision(item.entry)
        if decision is None:
            raise RuleBroken("unknown_decision")
        if decision.order_maker is not OrderMaker.OFFICIAL:
            raise RuleBroken("appeal_route_court")
        if not published.historical and not claim.binds(item.entry):
            raise RuleBroken("not_appealable")


def _check_level(says: GrievanceFiled, published: Published, given: Submission) -> None:
    """The first level, or one above the grievance appealed against; an old register may lack that one."""
    if says.appeal_of is None:
        if says.level < 1 or (says.level > 1 and not published.historical):
            raise RuleBroken("level_invalid")
        return
    below = given.prefix.state(says.appeal_of)
    if not isinstance(below, GrievanceState) or not below.determinations or says.level != below.level + 1:
        raise RuleBroken("level_invalid")
