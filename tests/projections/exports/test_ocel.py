"""What an export tells of the log: its events, its objects, and how they are related."""

import pytest

from ledger.domain.catalogue import EVENTS
from ledger.domain.dates import civil
from ledger.projections.exports.about import STREAMS
from ledger.projections.exports.kept import Change
from ledger.projections.exports.ocel import BEGINNING, PERSONS, Scope, Tier
from ledger.projections.exports.ocel_sqlite import RESERVED
from tests.projections.exports.sample import (
    ALONE,
    BODY,
    CLAIM,
    COMMITMENT,
    CONSULTATION,
    GRIEVANCE,
    IMPORTED,
    KEY,
    everything,
    exported,
    linked,
    relations,
    said,
)
from tests.projections.histories import ORIGIN, PROGRAMME, Log, actor, attested, decided, enrol, received

LOG = everything()
RULE = f"{PROGRAMME.stream}/rule/1"
REFUSAL, GRANT = f"{CLAIM}/decision/4", f"{CLAIM}/decision/6"
REMEDY = f"{GRIEVANCE}/remedy/r1"
OVERSIGHT = Scope(ORIGIN, Tier.OVERSIGHT, KEY)
APPLICANT = OVERSIGHT.name("Person", f"{CLAIM}/applicant")
COMPLAINANT = OVERSIGHT.name("Person", f"{GRIEVANCE}/complainant")
ATTESTER, WHO_REFUSED = (OVERSIGHT.name("Volunteer", actor(number)) for number in (6, 7))


@pytest.mark.parametrize("tier", Tier)
def test_every_entry_is_an_event_and_every_event_and_object_has_a_relation(tier: Tier) -> None:
    """A reader drops an object without any event, with all that it is related to; and the other way round."""
    with exported(LOG, tier) as kept:
        events = list(kept.events())
        related = [kept.relations(event.n) for event in events]
        objects = {name for name, _ in kept.objects()}

        assert len(events) == len(LOG.recorded)
        assert all(related)
        assert {object_ for pairs in related for object_, _ in pairs} == objects
        assert {name for link in linked(kept) for name in (link[0], link[2])} <= objects


def test_an_event_bears_the_index_of_its_entry_and_the_time_of_its_statement() -> None:
    with exported(LOG) as kept:
        found = {event.said["log_index"]: event for event in kept.events()}

    for one in LOG.recorded:
        event = found[one.index]
        assert (event.id, event.type) == (f"urn:phayan:{ORIGIN}:{one.index}", one.statement.type)
        assert event.at == (one.statement.at or one.recorded_at)
        assert event.said["at_known"] == (one.statement.at is not None)
        assert event.said["recorded_at"] == one.recorded_at
        assert event.said["entry_hash"] == one.leaf
        assert event.said["stream_version"] == one.version


def test_an_event_states_role_custody_rules_result_ground_and_channel() -> None:
    with exported(LOG) as kept:
        (first, second, third) = said(kept, "EligibilityDecided")
        received = said(kept, "ClaimReceived")[0]
        determined = said(kept, "GrievanceDetermined")

    assert first["signer_role"] == "officer"
    assert (first["custody"], third["custody"]) == ("own", "imported")
    assert (first["rule_version"], first["result"], first["ground"]) == ("1", "refuse", "law_1")
    assert received["channel"] == "counter"
    assert {one["outcome"] for one in determined} == {"upheld", "not_upheld"}
    assert second["result"] == "refuse"


@pytest.mark.parametrize(
    "relation",
    [
        ("ClaimReceived", "claim", CLAIM),
        ("ClaimReceived", "subject", APPLICANT),
        ("ClaimReceived", "place", "area/1001"),
        ("ClaimReceived", "rule", RULE),
        ("ProgrammePublished", "rule", RULE),
        ("AttestationGiven", "attester", ATTESTER),
        ("AttestationRefused", "attester", WHO_REFUSED),
        ("EligibilityDecided", "decision", REFUSAL),
        ("EligibilityDecided", "decider", actor(1)),
        ("EligibilityDecided", "decider", actor(5)),
        ("EligibilityDecided", "decider", "committee/office_a1"),
        ("DecisionNotified", "decision", REFUSAL),
        ("DecisionRevised", "decider", actor(9)),
        ("CourtOutcomeRecorded", "decision", REFUSAL),
        ("GrievanceFiled", "grievance", GRIEVANCE),
        ("GrievanceFiled", "complainant", COMPLAINANT),
        ("GrievanceFiled", "claim", CLAIM),
        ("GrievanceFiled", "contested", REFUSAL),
        ("GrievanceFiled", "place", "area/1002"),
        ("HandlerAssigned", "reviewer", actor(8)),
        ("GrievanceDetermined", "reviewer", actor(8)),
        ("GrievanceDetermined", "remedy", REMEDY),
        ("RemedyReportedDone", "remedy", REMEDY),
        ("RemedyConfirmed", "remedy", REMEDY),
        ("ConsultationOpened", "consultation", CONSULTATION),
        ("CommitmentMade", "commitment", COMMITMENT),
        ("AuditFindingReported", "claim", CLAIM),
    ],
    ids=lambda relation: f"{relation[0]}-{relation[1]}",
)
def test_an_event_is_related_to_its_objects(relation: tuple[str, str, str]) -> None:
    with exported(LOG) as kept:
        assert relation in relations(kept)


@pytest.mark.parametrize(
    "link",
    [
        (REFUSAL, "decides", CLAIM),
        (REFUSAL, "made_by", actor(1)),
        (f"{BODY}/decision/2", "made_by", "committee/office_a1"),
        (GRANT, "supersedes", REFUSAL),
        (GRIEVANCE, "contests", REFUSAL),
        (GRIEVANCE, "about", CLAIM),
        (REMEDY, "remedies", GRIEVANCE),
        (CLAIM, "located_in", "area/1001"),
        (COMMITMENT, "arises_from", CONSULTATION),
    ],
    ids=lambda link: link[1],
)
def test_objects_are_related_to_each_other(link: tuple[str, str, str]) -> None:
    with exported(LOG) as kept:
        assert link in linked(kept)


def test_there_is_an_object_of_each_type_and_a_remedy_none_is_no_object() -> None:
    with exported(LOG) as kept:
        types = {type_ for _, type_ in kept.objects()}
        names = {name for name, _ in kept.objects()}

    assert types == {*STREAMS.values(), "Decision", "Remedy", "Rule", *PERSONS, "Area"}
    assert f"{GRIEVANCE}/remedy/r2" not in names


def test_a_state_has_one_timed_value_for_each_change_and_the_first_from_the_beginning() -> None:
    with exported(LOG) as kept:
        states = [one for one in kept.changes(GRIEVANCE) if one.name == "state"]
        imported = kept.changes(IMPORTED)

    assert states == [
        Change("state", BEGINNING, "filed"),
        Change("state", "2026-01-05T03:00:00Z", "under_review"),
        Change("state", "2026-01-07T03:00:00Z", "determined"),
        Change("state", "2026-01-09T05:00:00Z", "closed"),
    ]
    assert imported == [Change("state", BEGINNING, "decided")]


def test_a_complaint_that_contests_nothing_is_about_no_claim() -> None:
    with exported(LOG) as kept:
        assert not [link for link in linked(kept) if link[0] == ALONE]


def test_events_of_one_time_stand_in_the_order_of_the_log_and_no_time_is_moved() -> None:
    with exported(LOG) as kept:
        found = [(event.at, event.said["log_index"]) for event in kept.events()]
        cases = [(case, event.at, event.said["log_index"]) for case, event in kept.cases("Claim")]

    assert found == sorted(found)
    assert len({at for at, _ in found}) < len(found)  # some are of one time
    assert cases == sorted(cases)


def test_a_time_with_milliseconds_and_one_without_are_compared_as_times() -> None:
    """An entry of which no time is known stands where it was recorded, to the millisecond."""
    log = enrol(Log())
    second = f"{log.recorded[0].recorded_at[:17]}{len(log.recorded) + 2:02d}"
    log.add(CLAIM, received(), at=f"{second}Z")
    log.add(CLAIM, attested(), at=f"{second}Z")
    log.add(CLAIM, decided(), at=None)
    assert log.recorded[-1].recorded_at == f"{second}.000Z"

    with exported(log) as kept:
        indexes = [event.said["log_index"] for event in kept.events()]
        (case,) = {name for name, type_ in kept.objects() if type_ == "Claim"}
        versions = [event.said["stream_version"] for name, event in kept.cases("Claim") if name == case]

    assert versions == [1, 2, 3]
    assert sorted(indexes) == [*range(len(log.recorded))]


def test_pseudonyms_of_two_exports_have_nothing_in_common_and_equal_keys_give_equal_exports() -> None:
    def people(key: bytes) -> set[str]:
        with exported(LOG, key=key) as kept:
            return {name for name, type_ in kept.objects() if type_ in {"Person", "Volunteer"}}

    assert people(KEY) == people(KEY) != set()
    assert not people(KEY) & people(b"\1" * 32)


def test_no_type_is_named_as_a_common_table() -> None:
    names = {name for name, _ in EVENTS} | {*STREAMS.values(), *PERSONS, "Decision", "Remedy", "Rule", "Area"}

    assert RESERVED.isdisjoint(names)
    assert RESERVED.isdisjoint({name.lower() for name in names})


def test_the_public_sees_the_day_in_bangkok() -> None:
    scope = Scope(ORIGIN, Tier.PUBLIC, KEY)

    assert civil("2026-03-16T17:00:00Z").isoformat() == "2026-03-17"
    assert scope.time("2026-03-16T17:00:00Z") == "2026-03-17T00:00:00Z"
    assert scope.time("2026-03-16T16:59:59Z") == "2026-03-16T00:00:00Z"


def test_an_empty_log_is_an_empty_export() -> None:
    with exported(Log()) as kept:
        assert set(kept.counts()) == {0}
