"""What a decider had before them: by their own signature, and by nothing that came later."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from ledger.domain.authority import key_id
from ledger.domain.casework.events import ConflictDecided, ConflictRaised
from ledger.domain.casework_codes import (
    ConflictGround,
    ConflictRaisedBy,
    ConflictRuling,
    ConflictSection,
    Kind,
)
from ledger.domain.claim.events import AttestationGiven, Evaluation, Found
from ledger.domain.codes import Finding, Result
from ledger.domain.consultation.codes import Trigger
from ledger.domain.consultation.events import ConsultationProposed
from ledger.domain.types import Code, Digest, EntryRef, Recorded, Seen
from ledger.projections.views.knowledge import Departure, Knowledge, Known, LateRecord, knowledge
from tests.projections import histories
from tests.projections.histories import KEYS, Log, actor, ref
from tests.projections.prefixes import before

CLAIM, GRIEVANCE = ref("claim", 1), ref("grievance", 1)


def of(log: Log, act: EntryRef, stream: str = CLAIM) -> Knowledge:
    recorded = next(item for item in log.recorded if item.leaf == act.leaf)
    return knowing(log, recorded, stream)


def knowing(log: Log, act: Recorded, stream: str) -> Knowledge:
    entries = [item for item in log.recorded if item.statement.stream == stream]
    return knowledge(before(log, act.index, act.recorded_at), act, stream, entries)


def columns(found: Knowledge) -> dict[int, str | None]:
    return {one.version: one.knowledge for one in found.entries}


def seen(log: Log, stream: str = CLAIM) -> Seen:
    leaves = log.heads[stream]
    return Seen(len(leaves), leaves[-1])


@given(histories.logs(), st.data())
@settings(max_examples=40, deadline=None)
def test_the_fold_up_to_seen_holds_all_attestations_before_it_and_none_after(
    log: Log, data: st.DataObject
) -> None:
    acts = [item for item in log.recorded if item.statement.stream.startswith("claim/")]
    assume(acts)
    check_seen(log, data.draw(st.sampled_from(acts)))


def check_seen(log: Log, act: Recorded) -> None:
    """Check invariant 10 for an act on a claim."""
    stream = act.statement.stream
    found = knowing(log, act, stream)

    line = act.version - 1 if act.statement.seen is None else act.statement.seen.version
    attested = [
        item.version
        for item in log.recorded
        if item.statement.stream == stream and type(item.statement.says) is AttestationGiven
    ]
    folded = [item["version"] for item in found.state.get("attestations", [])]
    assert folded == [version for version in attested if version <= line]
    assert all(version < act.version for version in folded)
    for one in found.entries:
        assert (one.knowledge in {Known.CITED, Known.SEEN}) == (one.version <= line)
        assert (one.knowledge == Known.THIS) == (one.version == act.version)


def test_a_view_that_shows_a_decider_what_came_later_would_be_found(monkeypatch: pytest.MonkeyPatch) -> None:
    log = Log()
    log.add(CLAIM, histories.received())
    head = seen(log)
    log.add(CLAIM, histories.attested())
    log.add(CLAIM, histories.decided(), seen=head)
    check_seen(log, log.recorded[-1])
    monkeypatch.setattr("ledger.projections.views.knowledge.line_of", lambda act, *_: act.version - 1)

    with pytest.raises(AssertionError):
        check_seen(log, log.recorded[-1])


def test_what_was_seen_and_cited_what_was_seen_and_not_cited_and_what_came_later() -> None:
    log = histories.enrol(Log())
    application = log.add(CLAIM, histories.received())
    log.add(CLAIM, histories.attested())
    findings = (Found(fact=Code("f1"), finding=Finding.NO, on=(application,)),)
    decided = log.add(CLAIM, histories.decided(found=findings), seen=seen(log))
    log.add(CLAIM, histories.attested())

    found = of(log, decided)
    assert columns(found) == {1: "cited", 2: "seen", 3: "this", 4: "later"}
    assert found.stands.state == "open"
    assert found.act.index == 7


def test_an_act_that_saw_less_than_there_was_says_so_itself() -> None:
    log = histories.enrol(Log())
    first = log.add(CLAIM, histories.received())
    log.add(CLAIM, histories.attested())
    decided = log.add(CLAIM, histories.decided(), seen=Seen(1, first.leaf))

    assert columns(of(log, decided)) == {1: "seen", 2: "later", 3: "this"}


def test_a_determination_is_held_to_the_head_of_the_claim_that_it_names() -> None:
    log = histories.enrol(Log())
    log.add(CLAIM, histories.received())
    refused = log.add(CLAIM, histories.decided())
    log.add(GRIEVANCE, histories.filed(refused))
    head = seen(log)
    log.add(CLAIM, histories.attested())
    made = log.add(GRIEVANCE, histories.determined(claim_seen=head))
    blind = log.add(GRIEVANCE, histories.determined())

    assert columns(of(log, made)) == {1: "seen", 2: "seen", 3: "later"}
    assert set(columns(of(log, blind)).values()) == {"seen"}


def test_what_stood_elsewhere_is_named_and_whether_it_was_consulted() -> None:
    log = histories.enrol(Log())
    log.add(CLAIM, histories.received())
    refused = log.add(CLAIM, histories.decided())
    log.add(GRIEVANCE, histories.filed(refused, kind=Kind.SERVICE_COMPLAINT))
    appeal = ref("grievance", 2)
    log.add(appeal, histories.filed(refused))
    made = log.add(appeal, histories.determined())
    proposed = ConsultationProposed(
        topic=Code("roads"), trigger=Trigger.CASES, evidence=(CLAIM,), backers=0, owner=None
    )
    log.add(ref("consultation", 1), proposed)
    log.add(ref("claim", 2), histories.received())
    revised = log.add(CLAIM, histories.revised(refused, determination=made))
    log.add(ref("grievance", 3), histories.filed(refused))

    found = of(log, revised)
    assert [(one.stream, one.how, one.consulted) for one in found.elsewhere] == [
        (GRIEVANCE, "refers_here", False),
        (appeal, "refers_here", True),
        (ref("consultation", 1), "refers_here", False),
    ]
    assert found.elsewhere[1].state == "determined"
    (below,) = of(log, made, appeal).elsewhere
    assert (below.stream, below.how, below.state) == (CLAIM, "referred_to", "decided")


def conflict(**changes: object) -> ConflictRaised:
    raised = ConflictRaised(
        actor=actor(0),
        ground=ConflictGround.SPOUSE,
        section=ConflictSection.S13,
        how=ConflictRaisedBy.CHALLENGE,
    )
    return replace(raised, **changes)  # type: ignore[arg-type]


def test_a_conflict_that_waited_for_a_ruling_is_shown_and_whether_it_is_the_signers() -> None:
    log = histories.enrol(Log())
    log.add(CLAIM, histories.received())
    log.add(CLAIM, conflict())
    log.add(CLAIM, conflict(actor=actor(5)))
    ruled = log.add(CLAIM, conflict(actor=actor(6)))
    log.add(CLAIM, ConflictDecided(raised=ruled, ruling=ConflictRuling.MAY_ACT, redo=()))
    decided = log.add(CLAIM, histories.decided(), by=actor(7), signers=(key_id(KEYS[0]),))
    log.add(CLAIM, conflict(actor=actor(7)))

    pending = of(log, decided).conflicts
    assert [(one.version, one.actor, one.signer) for one in pending] == [
        (2, actor(0), True),
        (3, actor(5), False),
    ]
    assert pending[0].ground == "spouse"


@pytest.mark.parametrize(
    ("computed", "departs", "expected"),
    [
        ("grant", None, Departure("grant", "refuse")),
        ("refuse", None, None),
        ("refuse", True, Departure("refuse", "refuse")),
        (None, True, Departure(None, "refuse")),
        (None, False, None),
    ],
)
def test_a_departure_from_a_published_computation_is_shown(
    *, computed: str | None, departs: bool | None, expected: Departure | None
) -> None:
    log = histories.enrol(Log())
    zero = Digest("0" * 64)
    evaluation = None if computed is None else Evaluation(rules=zero, inputs=zero, result=Code(computed))
    decided = log.add(CLAIM, histories.decided(Result.REFUSE, evaluation=evaluation, departs=departs))

    assert of(log, decided).departure == expected


def test_what_was_recorded_late_is_shown_and_whether_it_should_have_been_there() -> None:
    log = histories.enrol(Log())
    log.add(CLAIM, histories.received(), at="2026-01-04T16:59:59Z")
    log.add(CLAIM, histories.attested(), at="2026-01-04T17:00:00Z")  # the same day in Bangkok
    decided = log.add(CLAIM, histories.decided(), at="2026-01-05T03:00:05Z")
    log.add(CLAIM, histories.attested(), at="2026-01-05T03:00:06Z")
    log.add(CLAIM, histories.attested(), at="2026-01-05T03:00:07Z")
    log.add(CLAIM, histories.attested(official=actor(4)), at="2020-01-01T00:00:00Z")
    log.add(CLAIM, histories.attested(), at=None)

    found = of(log, decided)
    assert found.act.recorded_at == "2026-01-05T03:00:07.000Z"
    assert found.late == (LateRecord(5, 1, before=False), LateRecord(8, 0, before=True))


def test_a_notice_that_was_sent_weeks_before_anybody_recorded_it_is_shown_as_late() -> None:
    log = histories.enrol(Log())
    log.add(CLAIM, histories.received(), at="2026-01-05T03:00:00Z")
    refusal = log.add(CLAIM, histories.decided(), at="2026-01-05T03:00:01Z")
    sent = histories.notified(refusal, sent_on=date(2025, 12, 20), received_on=date(2025, 12, 27))
    log.add(CLAIM, sent, at="2026-01-05T03:00:02Z")
    handed = histories.notified(refusal, received_on=date(2026, 1, 2))
    log.add(CLAIM, handed, at="2026-01-05T03:00:03Z")
    granted = log.add(CLAIM, histories.revised(refusal), at="2026-01-05T03:00:04Z")

    days = {late.index: late.days for late in of(log, granted).late}
    by_version = {item.index: item.version for item in log.recorded if item.statement.stream == CLAIM}
    assert {by_version[index]: count for index, count in days.items()} == {3: 16, 4: 3}
