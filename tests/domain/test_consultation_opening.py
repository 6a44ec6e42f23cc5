"""How a consultation begins: proposals, the pattern of cases, petitions, opening and declining."""

from datetime import timedelta

import pytest

from ledger.domain.casework_codes import Ground, Kind, LapseEffect
from ledger.domain.codes import Category, Channel, Finding, Result, Role
from ledger.domain.consultation.codes import Answer, Trigger
from ledger.domain.consultation.events import ConsultationProposed
from ledger.domain.consultation.kept import ConsultationStatus
from ledger.domain.consultation.pattern import Filed, filed, find_patterns, is_pattern
from ledger.domain.matters import Complaint
from ledger.domain.proposals import proposals, waiting
from ledger.domain.types import Area, Code, EntryRef, Local, StreamRef
from tests.domain.cases import TODAY, application, but, decision, filing, found, via
from tests.domain.consulting import (
    CONSULTATION,
    DISTRICT,
    answer,
    asked,
    consultation,
    day,
    decline,
    gathered,
    group,
    hire_volunteers,
    opening,
    phase,
    proposal,
    run_out,
)
from tests.domain.world import HISTORICAL, World, actor, hire, rules, stream


def complain(world: World, standard: EntryRef, name: str, **more: object) -> StreamRef:
    """File a grievance about nobody's decision."""
    event = filing(standard, kind=Kind.SERVICE_COMPLAINT, grounds=(Ground.DELAY,))
    world.say(stream("grievance", name), but(event, **more), "ines")
    return stream("grievance", name)


def complaints(world: World, standard: EntryRef, count: int, **more: object) -> tuple[StreamRef, ...]:
    return tuple(complain(world, standard, f"complaint {number}", **more) for number in range(count))


def by_cases(evidence: tuple[StreamRef, ...], **more: object) -> ConsultationProposed:
    return proposal(**({"topic": Code(Ground.DELAY), "trigger": Trigger.CASES, "evidence": evidence} | more))


def test_a_facilitator_an_officer_or_oversight_proposes_and_nobody_else() -> None:
    for name in ("fay", "olga", "vera"):
        world, _ = gathered()
        world.say(CONSULTATION, proposal(), name)
        assert consultation(world).status is ConsultationStatus.PROPOSED
        assert consultation(world).owner == actor("susi")
    world, _ = gathered()
    for name in ("susi", "pim", "ines"):
        world.refuses("authority_missing", CONSULTATION, proposal(), name)


def test_a_mandate_of_one_district_may_propose_before_a_district_is_named() -> None:
    world, _ = gathered()
    hire(world, "fred", Role.FACILITATOR, "line-g", areas=(Area("50"),))
    world.say(CONSULTATION, proposal(), "fred")

    assert consultation(world).area is None


def test_a_stream_holds_one_proposal() -> None:
    world, _ = asked()

    world.refuses("stream_begun", CONSULTATION, proposal(), "fay")


def test_evidence_is_on_record_and_cited_once() -> None:
    world, standard = gathered()
    case = complain(world, standard, "a")

    world.refuses("evidence_unknown", CONSULTATION, proposal(evidence=(case, case)), "fay")
    world.unless(
        "evidence_unknown",
        CONSULTATION,
        proposal(evidence=(case, stream("grievance", "nowhere"))),
        proposal(evidence=(case,)),
        "fay",
    )


def test_cases_that_ask_are_named() -> None:
    world, standard = gathered()
    case = complain(world, standard, "a")

    world.unless("evidence_missing", CONSULTATION, by_cases(()), by_cases((case,)), "fay")


def test_the_person_proposed_as_owner_can_change_something() -> None:
    world, _ = gathered()
    hire(world, "said", Role.SUPERVISOR, "line-s", areas=(Area("50"),))

    world.refuses("owner_not_competent", CONSULTATION, proposal(owner=actor("olga")), "fay")
    world.unless(
        "owner_not_competent",
        CONSULTATION,
        proposal(owner=actor("nobody")),
        proposal(owner=actor("said")),
        "fay",
    )


def test_nor_is_somebody_whose_mandate_has_ended() -> None:
    world, _ = gathered()
    hire(world, "said", Role.SUPERVISOR, "line-s", to=TODAY)
    world.now = day(1)

    world.unless("owner_not_competent", CONSULTATION, proposal(owner=actor("said")), proposal(), "fay")


def test_who_has_one_of_the_programmes_of_the_evidence_can_change_something() -> None:
    world, standard = gathered()
    other = world.say(stream("programme", "other"), rules(), "susi", "vera")
    hire(world, "here", Role.SUPERVISOR, "line-t", programmes=(standard.stream,))
    evidence = (complain(world, other, "a"), complain(world, standard, "b"))

    world.say(CONSULTATION, proposal(evidence=evidence, owner=actor("here")), "fay")


@pytest.mark.parametrize("owner", ["elsewhere", "here"])
def test_an_owner_is_competent_for_the_programme_of_the_evidence(owner: str) -> None:
    world, standard = gathered()
    hire(world, "elsewhere", Role.SUPERVISOR, "line-s", programmes=(stream("programme", "other"),))
    hire(world, "here", Role.SUPERVISOR, "line-t", programmes=(standard.stream,))
    said = proposal(evidence=(complain(world, standard, "a"),), owner=actor(owner))

    if owner == "here":
        world.say(CONSULTATION, said, "fay")
    else:
        world.refuses("owner_not_competent", CONSULTATION, said, "fay")


def test_ten_grievances_of_one_sort_are_a_pattern_and_nine_are_none() -> None:
    world, standard = gathered()
    ten = complaints(world, standard, 10)

    world.unless("pattern_missing", CONSULTATION, by_cases(ten[:9]), by_cases(ten), "cleo")


@pytest.mark.parametrize(
    "other",
    [{"grounds": (Ground.DISCOURTESY,)}, {"area": Area("9402")}],
    ids=["ground", "district"],
)
def test_one_that_differs_spoils_the_pattern(other: dict[str, object]) -> None:
    world, standard = gathered()
    nine = complaints(world, standard, 9)
    odd = complain(world, standard, "odd", **other)

    world.refuses("pattern_missing", CONSULTATION, by_cases((*nine, odd)), "cleo")
    even = complain(world, standard, "even")
    world.say(CONSULTATION, by_cases((*nine, even)), "cleo")


def test_a_pattern_lies_within_180_days() -> None:
    for gap, code in ((181, "pattern_missing"), (180, None)):
        world, standard = gathered()
        first = complain(world, standard, "first")
        world.now = day(gap)
        evidence = (first, *complaints(world, standard, 9))
        if code is None:
            world.say(CONSULTATION, by_cases(evidence), "cleo")
        else:
            world.refuses(code, CONSULTATION, by_cases(evidence), "cleo")


def refusal(world: World, standard: EntryRef, name: str) -> EntryRef:
    """A refused claim of a household of its own."""
    received = world.say(stream("claim", name), application(standard), "ines")
    refused = decision(Result.REFUSE, found(received, finding=Finding.NO))
    return world.say(stream("claim", name), refused, "olga", "susi")


def test_a_pattern_is_of_three_households_at_least() -> None:
    world, standard = gathered()
    households = [refusal(world, standard, name) for name in ("a", "b", "c")]
    streams = []
    for number in range(11):
        contested = households[min(number, 1)]
        contest = filing(standard, contested, grounds=(Ground.DELAY,))
        streams.append(stream("grievance", str(number)))
        world.say(streams[-1], contest, "ines")
    world.refuses("pattern_missing", CONSULTATION, by_cases(tuple(streams)), "cleo")
    world.say(stream("grievance", "third"), filing(standard, households[2], grounds=(Ground.DELAY,)), "ines")

    world.say(CONSULTATION, by_cases((*streams, stream("grievance", "third"))), "cleo")


def test_the_clock_proposes_for_cases_alone() -> None:
    world, standard = gathered()
    ten = complaints(world, standard, 10)

    world.unless(
        "pattern_missing",
        CONSULTATION,
        by_cases(ten, trigger=Trigger.REPORT),
        by_cases(ten),
        "cleo",
    )


def test_the_clock_names_the_ground_that_the_cases_share() -> None:
    world, standard = gathered()
    both = (Ground.DELAY, Ground.DISCOURTESY)
    ten = complaints(world, standard, 10, grounds=both)
    for topic in (Code("transport"), Code(Ground.BRIBERY)):
        world.refuses("pattern_missing", CONSULTATION, by_cases(ten, topic=topic), "cleo")
    for ground in both:
        world.say(stream("consultation", ground), by_cases(ten, topic=Code(ground)), "cleo")


def test_a_claim_among_the_evidence_is_no_grievance_of_a_pattern() -> None:
    world, standard = gathered()
    ten = complaints(world, standard, 10)
    refusal(world, standard, "a")

    world.refuses("pattern_missing", CONSULTATION, by_cases((*ten, stream("claim", "a"))), "cleo")


def test_a_pattern_proposes_once_and_a_question_about_a_few_cases_uses_none_up() -> None:
    world, standard = gathered()
    ten = complaints(world, standard, 10)
    world.say(stream("consultation", "few"), by_cases(ten[:9]), "fay")
    world.say(stream("consultation", "other"), by_cases(ten, topic=Code("transport")), "fay")
    world.say(stream("consultation", "report"), by_cases(ten, trigger=Trigger.REPORT), "fay")
    forged = opening(evidence=ten)
    world.record(world.statement(stream("consultation", "forged"), forged, "susi", "kira"))
    world.say(CONSULTATION, by_cases(ten), "cleo")
    more = tuple(complain(world, standard, f"more {number}") for number in range(5))

    world.refuses("pattern_known", stream("consultation", "two"), by_cases(ten), "cleo")
    world.refuses("pattern_known", stream("consultation", "two"), by_cases((*ten, *more)), "cleo")


def test_patterns_are_found_by_ground_programme_and_district() -> None:
    world, standard = gathered()
    old = complain(world, standard, "old")
    world.now = day(181)
    ten = complaints(world, standard, 10)
    elsewhere = complain(world, standard, "elsewhere", area=Area("9402"))
    filings = [filed(world, name) for name in (old, *ten, elsewhere)]
    known = [item for item in filings if item is not None]

    (pattern,) = find_patterns(known)

    assert pattern == (Ground.DELAY, standard.stream, DISTRICT, ten)
    assert find_patterns(known[:10]) == ()
    assert filed(world, stream("grievance", "nowhere")) is None


def proposals_due(world: World, streams: tuple[StreamRef, ...]) -> tuple[ConsultationProposed, ...]:
    """What the clock proposes when it looks at ``streams`` now."""
    found = (waiting(world, name) for name in streams)
    return tuple(item.says for item in proposals(one for one in found if one is not None))


def test_what_the_clock_has_to_propose_is_what_it_may() -> None:
    world, standard = gathered()
    both = (Ground.DELAY, Ground.DISCOURTESY)
    streams = (*complaints(world, standard, 10, grounds=both), stream("grievance", "nowhere"))
    first, second = proposals_due(world, streams)
    assert {first.topic, second.topic} == {ground.value for ground in both}
    assert first.evidence == second.evidence == streams[:10]
    assert first.backers == 10
    world.say(CONSULTATION, first, "cleo")

    assert proposals_due(world, streams) == (second,)
    world.say(stream("consultation", "two"), second, "cleo")
    assert proposals_due(world, streams) == ()


def test_the_first_day_of_the_span_belongs_to_it() -> None:
    world, standard = gathered()
    first = complain(world, standard, "first")
    world.now = day(180)
    streams = (first, *complaints(world, standard, 9))
    (found_there,) = proposals_due(world, streams)

    assert found_there.evidence == streams


def test_a_pattern_that_is_over_is_found_behind_a_late_comer() -> None:
    world, standard = gathered()
    ten = complaints(world, standard, 10)
    world.now = day(300)
    late = complain(world, standard, "late")

    (found_later,) = proposals_due(world, (*ten, late))
    assert found_later.evidence == ten


def test_without_a_district_and_from_an_old_register_there_is_no_pattern() -> None:
    world, _ = gathered()
    head = world.head(HISTORICAL)
    assert head is not None
    historical = EntryRef(HISTORICAL, head.version, head.leaf)
    names = [stream("grievance", f"old {number}") for number in range(10)]
    for name in names:
        event = filing(historical, kind=Kind.SERVICE_COMPLAINT, grounds=(Ground.DELAY,), level=1)
        world.say(name, event, "ivo")
    about = Complaint(historical.stream, frozenset({Ground.DELAY.value}), None, None)

    assert [filed(world, name) for name in names] == [None] * 10
    nowhere = [Filed(name, about, TODAY) for name in names]
    somewhere = [Filed(name, about._replace(area="9401"), TODAY) for name in names]
    assert find_patterns(nowhere) == ()
    assert not is_pattern(nowhere, Ground.DELAY)
    assert find_patterns(somewhere)
    assert is_pattern(somewhere, Ground.DELAY)
    other = [item._replace(complaint=item.complaint._replace(programme="x")) for item in somewhere[:1]]
    assert not is_pattern([*other, *somewhere[1:]], Ground.DELAY)


def test_a_petition_takes_twenty_citizens() -> None:
    world, _ = gathered()
    petition = proposal(trigger=Trigger.PETITION, backers=20, via=via())

    world.refuses("authority_missing", CONSULTATION, petition, "fay")
    world.unless("petition_small", CONSULTATION, but(petition, backers=19), petition, "ines")


def test_or_five_volunteers_who_sign_it() -> None:
    world, _ = gathered()
    hire(world, "head", Role.ATTESTER, "village", category=Category.VILLAGE_HEAD)
    volunteers = ("ada", "bela", *hire_volunteers(world, 3))
    petition = proposal(trigger=Trigger.PETITION, backers=5, via=but(via(), channel=Channel.VOLUNTEER))

    world.refuses("petition_small", CONSULTATION, petition, "ines")
    world.refuses("petition_small", CONSULTATION, petition, "ines", *volunteers[:4])
    world.refuses("petition_small", CONSULTATION, petition, "ines", *volunteers[:4], "head")
    world.unless("petition_small", CONSULTATION, but(petition, backers=4), petition, "ines", *volunteers)


def test_an_old_register_has_no_consultations() -> None:
    world, _ = gathered()

    world.refuses("import_not_historical", CONSULTATION, proposal(), "ivo")


def test_owner_and_convener_open_it() -> None:
    world, _ = asked()
    world.refuses("approvals_pending", CONSULTATION, opening(), "susi")
    world.refuses("authority_missing", CONSULTATION, opening(), "susi", "pim")
    world.refuses("authority_missing", CONSULTATION, opening(), "kira", "susi")
    world.say(CONSULTATION, opening(), "susi", "kira")

    assert consultation(world).status is ConsultationStatus.OPEN
    assert consultation(world).area == DISTRICT
    world.refuses("consultation_state", CONSULTATION, opening(), "susi", "kira")


def test_a_consultation_opens_after_it_was_proposed() -> None:
    world, _ = gathered()

    world.refuses("consultation_state", CONSULTATION, opening(), "susi", "kira")


def test_another_who_is_competent_may_open_it_and_owns_it() -> None:
    world, _ = asked()
    world.unless("not_owner", CONSULTATION, opening(), opening(owner=actor("sara")), "sara", "kira")

    assert consultation(world).owner == actor("sara")


def test_the_convener_is_the_one_named_and_of_another_line() -> None:
    world, _ = asked()
    hire(world, "kolya", Role.CONVENER, "society")
    hire(world, "konrad", Role.CONVENER, "line-b")
    world.refuses("coi_same_line", CONSULTATION, opening(convener=actor("konrad")), "susi", "konrad")
    world.refuses("convener_differs", CONSULTATION, opening(), "susi", "kolya")
    world.refuses("convener_differs", CONSULTATION, opening(), "susi", "kira", "kolya")

    world.say(CONSULTATION, opening(convener=actor("kolya")), "susi", "kolya")


def test_oversight_signs_for_the_owner_once_the_clock_has_run_out() -> None:
    world, standard = asked()
    world.refuses("not_owner", CONSULTATION, opening(), "vera", "kira")
    proposed = EntryRef(CONSULTATION, 1, world.log[-1].leaf)
    run_out(world, "consult_open", proposed, standard, LapseEffect.ESCALATE_VIEW)
    assert "overdue:consult_open" in consultation(world).flags
    world.refuses("not_owner", CONSULTATION, opening(), "sara", "kira")
    world.say(CONSULTATION, opening(), "vera", "kira")

    assert consultation(world).owner == actor("susi")
    assert consultation(world).flags == frozenset()


def test_the_convener_stands_apart_from_the_owner_also_where_oversight_signs() -> None:
    world, standard = asked()
    hire(world, "konrad", Role.CONVENER, "line-b")
    run_out(world, "consult_open", EntryRef(CONSULTATION, 1, ""), standard)
    world.refuses("coi_owner", CONSULTATION, opening(convener=actor("konrad")), "vera", "konrad")

    world.say(CONSULTATION, opening(), "vera", "kira")


def test_the_owner_named_by_oversight_is_competent_too() -> None:
    world, standard = asked()
    run_out(world, "consult_open", EntryRef(CONSULTATION, 1, ""), standard)

    world.refuses("owner_not_competent", CONSULTATION, opening(owner=actor("olga")), "vera", "kira")


def test_the_owner_is_competent_in_the_district() -> None:
    world, _ = asked()
    hire(world, "said", Role.SUPERVISOR, "line-s", areas=(Area("50"),))
    there = opening(owner=actor("said"), area=Area("5001"))

    world.unless("authority_scope", CONSULTATION, but(there, area=DISTRICT), there, "said", "kira")


def test_so_is_the_owner_for_whom_oversight_opens() -> None:
    world, standard = asked()
    hire(world, "said", Role.SUPERVISOR, "line-s", areas=(Area("50"),))
    run_out(world, "consult_open", EntryRef(CONSULTATION, 1, ""), standard)
    there = opening(owner=actor("said"), area=Area("5001"))

    world.unless("owner_not_competent", CONSULTATION, but(there, area=DISTRICT), there, "vera", "kira")


def test_the_opening_keeps_the_evidence_of_the_proposal() -> None:
    world, standard = gathered()
    two = complaints(world, standard, 2)
    world.say(CONSULTATION, proposal(evidence=two), "fay")
    unknown = (*two, stream("grievance", "nowhere"))
    world.refuses("evidence_unknown", CONSULTATION, opening(evidence=unknown), "susi", "kira")
    more = (*two, complain(world, standard, "third"))

    world.unless(
        "evidence_dropped", CONSULTATION, opening(evidence=two[:1]), opening(evidence=more), "susi", "kira"
    )
    assert world.referring(more[2]) == [CONSULTATION]


def test_what_can_change_is_said_beforehand() -> None:
    world, _ = asked()

    world.unless("can_change_missing", CONSULTATION, opening(can_change=()), opening(), "susi", "kira")


@pytest.mark.parametrize(
    "phases",
    [
        (),
        (phase("hear", -1, 3),),
        (phase("hear", 3, 2),),
        (phase("hear", 0, 5), phase("weigh", 5, 9)),
        (phase("hear", 5, 9), phase("weigh", 0, 4)),
        (phase("hear", 0, 5), phase("hear", 6, 9)),
        (phase("hear", 0, 5), phase("weigh", 8, 7)),
        (phase("hear", 0, 5), phase("weigh", 4, 7), phase("vote", 9, 12)),
    ],
    ids=[
        "none",
        "past",
        "ends before it begins",
        "overlap",
        "order",
        "one code twice",
        "the second ends before it begins",
        "the first two overlap",
    ],
)
def test_phases_follow_each_other_from_today_on(phases: tuple[object, ...]) -> None:
    world, _ = asked()
    right = opening(phases=(phase("hear", 0, 0), phase("weigh", 1, 9)))

    world.unless("phases_invalid", CONSULTATION, opening(phases=phases), right, "susi", "kira")


@pytest.mark.parametrize(
    "plan",
    [
        (),
        (group("women", 0),),
        (group("women", 3), group("women", 5)),
        (group("women", 3), group("older", 0)),
    ],
    ids=["empty", "nobody", "twice", "nobody of one"],
)
def test_the_inclusion_plan_names_each_group_with_a_minimum(plan: tuple[object, ...]) -> None:
    world, _ = asked()

    world.unless(
        "inclusion_missing",
        CONSULTATION,
        opening(inclusion=plan),
        opening(inclusion=(group("women", 1),)),
        "susi",
        "kira",
    )


def test_the_owner_declines_with_published_reasons() -> None:
    world, _ = asked()
    world.refuses("not_owner", CONSULTATION, decline(), "sara")
    for wrong in (Answer.ACCEPT, Answer.PARTLY):
        world.refuses("proposal_only_rejected", CONSULTATION, answer(wrong, to=Local("proposal")), "susi")
    later = answer(Answer.DEFER, to=Local("proposal"), until=TODAY + timedelta(days=9))
    world.refuses("proposal_only_rejected", CONSULTATION, later, "susi")
    world.say(CONSULTATION, decline(), "susi")

    declined = consultation(world).declined
    assert consultation(world).status is ConsultationStatus.DECLINED
    assert declined is not None
    assert declined.by == actor("susi")
    world.refuses("consultation_state", CONSULTATION, decline(), "susi")
    world.refuses("consultation_state", CONSULTATION, opening(), "susi", "kira")


def test_a_late_no_is_no_longer_overdue() -> None:
    world, standard = asked()
    run_out(world, "consult_open", EntryRef(CONSULTATION, 1, ""), standard, LapseEffect.ESCALATE_VIEW)
    world.say(CONSULTATION, decline(), "susi")

    assert consultation(world).flags == frozenset()
    assert consultation(world).opening_lapsed


def test_an_open_consultation_cannot_be_declined() -> None:
    world, _ = asked()
    world.say(CONSULTATION, opening(), "susi", "kira")

    world.refuses("consultation_state", CONSULTATION, decline(), "susi")


def test_where_nobody_was_named_somebody_competent_may_decline() -> None:
    world, standard = gathered()
    hire(world, "elsewhere", Role.SUPERVISOR, "line-s", programmes=(stream("programme", "other"),))
    evidence = (complain(world, standard, "a"),)
    world.say(CONSULTATION, proposal(evidence=evidence, owner=None), "fay")
    world.refuses("owner_not_competent", CONSULTATION, decline(), "elsewhere")

    world.say(CONSULTATION, decline(), "sara")


def test_openings_and_answers_state_the_head_that_was_read() -> None:
    world, _ = asked()

    world.refuses("seen_missing", CONSULTATION, opening(), "susi", "kira", seen=None)
    world.refuses("seen_missing", CONSULTATION, decline(), "susi", seen=None)
