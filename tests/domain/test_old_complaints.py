"""Old registers of complaints: the importer states what was, and no more is waived than old records lack."""

import pytest

from ledger.domain.casework_codes import (
    Anonymity,
    Closing,
    Consent,
    Inadmissible,
    Kind,
    Outcome,
    Pressure,
    Reclassified,
    Remedy,
)
from ledger.domain.codes import Auth, Result, Role
from ledger.domain.grievance.state import GrievanceStatus
from ledger.domain.lapsing import lapses_due
from ledger.domain.types import EntryRef, Event
from tests.domain.cases import (
    CLAIM,
    GRIEVANCE,
    TODAY,
    acknowledgement,
    assignment,
    but,
    decision,
    determination,
    filing,
    ordered,
    outcome_notice,
    report,
)
from tests.domain.cases import found as finding_of
from tests.domain.complaints import (
    BY_RECEIPT,
    NAMELESS,
    OTHER,
    acceptance,
    closing,
    confirmation,
    contest,
    dispute,
    done,
    grievance,
    joining,
    reclassification,
    status,
    transfer,
    withdrawal,
)
from tests.domain.world import HISTORICAL, STANDARD, World, actor, hire, working

OLD: dict[str, object] = {"at": None, "seen": None, "sd": ()}


def old(world: World, says: Event, official: str | None = "hugo", stream: str = GRIEVANCE) -> EntryRef:
    named = says if official is None else but(says, official=actor(official))
    return world.say(stream, named, "ivo", **OLD)


def register(kind: Kind = Kind.SERVICE_COMPLAINT, **more: object) -> tuple[World, EntryRef]:
    """A complaint of an old register about a decision in it."""
    world, _, historical = working()
    refusal = decision(
        Result.REFUSE, finding_of(fact="income"), law=(), programme=historical, official=actor("olga")
    )
    made = world.say(CLAIM, refusal, "ivo", **OLD)
    event = filing(historical, made, kind=kind, grounds=(), remedies=(), via=None, area=None, **more)
    old(world, event, None)
    return world, made


def settled() -> tuple[World, EntryRef]:
    world, _ = register()
    event = determination(
        Outcome.UPHELD, None, findings=(), law=(), next_remedy=None, remedies=ordered(Remedy.APOLOGY)
    )
    made = old(world, event, "paul")
    told = outcome_notice(made, method=None, rule=None, read_aloud=None, received_on=TODAY)
    old(world, told, None)
    return world, made


def test_an_old_complaint_goes_its_way_without_clocks() -> None:
    world, _ = register()
    old(world, acknowledgement(contact=None, next=None))
    old(world, transfer("prefecture"))
    old(world, acceptance("prefecture"))
    assert (grievance(world).office, status(world)) == ("prefecture", GrievanceStatus.ACKNOWLEDGED)
    old(world, assignment("rolf"))
    assert status(world) is GrievanceStatus.UNDER_REVIEW

    assert lapses_due(world, GRIEVANCE, "2030-01-01T00:00:00.000Z") == ()


def test_what_was_reported_confirmed_disputed_and_closed_is_kept() -> None:
    world, _ = settled()
    assert status(world) is GrievanceStatus.REMEDY_DUE
    world.refuses("remedy_unknown", GRIEVANCE, but(done(remedy="r9"), official=actor("hugo")), "ivo", **OLD)
    world.refuses("remedy_unknown", GRIEVANCE, confirmation("r9"), "ivo", **OLD)
    old(world, done())
    old(world, confirmation(via=None), None)
    world.refuses("stars_invalid", GRIEVANCE, confirmation(via=None, stars=6), "ivo", **OLD)
    old(world, dispute(via=None), None)
    assert status(world) is GrievanceStatus.REMEDY_DUE
    old(world, done())
    old(world, closing(Closing.UNCONFIRMED), None)

    assert grievance(world).closing is Closing.UNCONFIRMED


def test_a_report_may_lack_its_outcome_but_not_its_filing() -> None:
    world, _ = register()

    world.refuses("grievance_state", GRIEVANCE, but(done(), official=actor("hugo")), "ivo", **OLD)
    world.refuses("unknown_grievance", OTHER, but(done(), official=actor("hugo")), "ivo", **OLD)


@pytest.mark.parametrize(
    "event",
    [
        acknowledgement(),
        transfer(),
        acceptance(),
        reclassification("service_complaint", "inquiry"),
        assignment("rolf"),
    ],
)
def test_an_act_of_an_official_names_the_official(event: Event) -> None:
    world, _ = register()

    world.refuses("official_missing", GRIEVANCE, event, "ivo", **OLD)
    old(world, event)


def test_a_remedy_that_was_reported_names_who_reported_it() -> None:
    world, _ = settled()

    world.refuses("official_missing", GRIEVANCE, done(), "ivo", **OLD)


def test_an_old_withdrawal_and_an_old_contest_need_no_intake() -> None:
    world, made = settled()
    world.refuses("unknown_determination", GRIEVANCE, contest(but(made, version=1), via=None), "ivo", **OLD)
    old(world, contest(made, via=None), None)
    assert status(world) is GrievanceStatus.ACKNOWLEDGED
    old(world, but(withdrawal(via=None), asked_by=None), None)
    assert grievance(world).closing is Closing.WITHDRAWN

    world.refuses(
        "grievance_state", GRIEVANCE, but(withdrawal(Pressure.NO, via=None), asked_by=None), "ivo", **OLD
    )


def test_an_old_reclassification_needs_no_consent_but_names_what_stood() -> None:
    world, _ = register(Kind.INTEGRITY_ALLEGATION)

    wrong = reclassification("suggestion", "inquiry", official=actor("hugo"))
    world.refuses("reclassified_from", GRIEVANCE, wrong, "ivo", **OLD)
    old(world, reclassification("integrity_allegation", "suggestion"))
    assert grievance(world).kind is Kind.SUGGESTION
    old(world, reclassification("urgent", "normal", Reclassified.URGENCY, consent=Consent.NOT_NEEDED))
    missing = but(joining(OTHER), official=actor("hugo"))
    world.refuses("joined_unknown", GRIEVANCE, missing, "ivo", **OLD)


@pytest.mark.parametrize(
    "event",
    [
        report(official=actor("rolf")),
        determination(Outcome.UPHELD, None, findings=(), law=(), next_remedy=None, official=actor("rolf")),
        outcome_notice(None, method=None, rule=None, read_aloud=None, received_on=TODAY),
    ],
)
def test_a_record_without_its_filing_is_brought_in_by_an_importer_of_its_programme(event: Event) -> None:
    world, _, historical = working()
    for name, programme in (("iva", HISTORICAL), ("igor", STANDARD)):
        hire(world, name, Role.IMPORTER, "line-i", programmes=(programme,))
    says = but(event, programme=historical)

    world.refuses("authority_scope", GRIEVANCE, says, "igor", **OLD)
    world.say(GRIEVANCE, says, "iva", **OLD)


def test_an_old_anonymous_complaint_tells_nobody_either() -> None:
    world, _, historical = working()
    event = filing(
        historical,
        kind=Kind.INQUIRY,
        grounds=(),
        anonymity=Anonymity.ANONYMOUS,
        via=but(BY_RECEIPT, auth=Auth.IN_PERSON),
    )

    world.refuses("anonymous_identified", GRIEVANCE, event, "ivo", **OLD)
    world.say(GRIEVANCE, but(event, via=but(NAMELESS, handed_over_on=None)), "ivo", **OLD)
    assert grievance(world).anonymity is Anonymity.ANONYMOUS
    other = but(event, via=None, official=actor("hugo"))
    world.say(OTHER, other, "ivo", **OLD)


def test_what_an_old_register_turned_away_as_late_is_not_computed_anew() -> None:
    world, _ = register(Kind.APPEAL, received_on=TODAY)
    late = {"inadmissible": Inadmissible.OUT_OF_TIME, "findings": (), "law": (), "next_remedy": None}
    old(world, determination(Outcome.INADMISSIBLE, None, **late), "paul")

    assert grievance(world).determinations[-1].outcome is Outcome.INADMISSIBLE
