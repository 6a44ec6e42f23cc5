"""C13, C14 and R16: who does not speak up, and how sound the record is."""

from collections import Counter
from datetime import date, timedelta
from typing import Any

import pytest

from ledger.domain.authority import key_id
from ledger.domain.casework.events import DeadlineLapsed
from ledger.domain.casework_codes import Kind, Outcome
from ledger.domain.claim.events import AttestationRefused
from ledger.domain.codes import RefusalReason, Result, RevocationReason
from ledger.domain.grievance.events import GrievanceAcknowledged
from ledger.domain.lapsing import lapses_due
from ledger.domain.registry.events import KeyRevoked
from ledger.domain.types import Area, Code, EntryRef, KeyId, Recorded
from ledger.projections.reports import r16_rows
from ledger.projections.reports.case import Strata
from ledger.projections.reports.envelope import Json
from ledger.projections.reports.facts import CaseFacts, Facts
from ledger.projections.reports.folding import facts_of
from ledger.projections.reports.folds.decision_fact import DecisionFact
from ledger.projections.reports.folds.decisions import count
from ledger.projections.reports.folds.lapses import LAPSE
from ledger.projections.reports.folds.signatures import SIGNATURE
from ledger.projections.reports.folds.voices import GROUP, VOICE
from ledger.projections.reports.r16 import R16
from ledger.projections.reports.vocabulary import FLAGS
from tests.projections import histories
from tests.projections.histories import DAY, KEYS, REGISTRY, actor, ref
from tests.projections.prefixes import prefix_of
from tests.reports.conftest import Entries
from tests.reports.reported import Diary, enrolled, facts_at, issued, of_facts, row

CASE, APPEAL = ref("claim", 1), ref("grievance", 1)
OVER = DAY + timedelta(days=60)


def refused(log: Diary, number: int, district: str = "1001", **decision: Any) -> EntryRef:
    """Refuse a claim of ``district`` and tell the person on the same day."""
    case = ref("claim", number)
    programme = log.at(histories.PROGRAMME.stream, 1)
    log.add(case, histories.received(programme=programme, area=Area(district)))
    made = log.add(case, histories.decided(**decision))
    log.add(case, histories.notified(made))
    return made


def complain(log: Diary) -> None:
    programme = log.at(histories.PROGRAMME.stream, 1)
    log.add(APPEAL, histories.filed(kind=Kind.SERVICE_COMPLAINT, programme=programme))


def begun() -> Diary:
    log = enrolled()
    histories.publish(log)
    return log


def told(appealed: int, silent: int) -> Facts:
    """Return facts of two districts with a hundred decisions each: how many were appealed in each."""
    facts, one = Facts(), CaseFacts()
    one.add(VOICE, ("1001", "counter", "own", "2026-01"), adverse=100, appeals=appealed)
    one.add(VOICE, ("1002", "counter", "own", "2026-01"), adverse=100, appeals=silent)
    facts.add(one)
    return facts


def test_appeals_are_counted_by_a_thousand_decisions_with_byars_interval() -> None:
    found = row(of_facts(R16, told(20, 0)), "district/1001")

    assert (found["n"], found["num"], found["estimate"]) == (100, 20, 200.0)
    assert found["interval"] == {"lo": 122.114, "hi": 308.899, "level": 0.95, "method": "byar"}
    assert row(of_facts(R16, told(20, 0)), "overall")["estimate"] == 100.0


def test_whoever_does_not_appeal_is_asked_about_and_never_praised() -> None:
    report = of_facts(R16, told(20, 0))

    assert row(report, "district/1002")["flags"] == ["WATCH"]
    assert row(report, "district/1001")["flags"] == []
    assert "VOICE" in {one["code"] for one in report["caveats"]}
    flags = {flag for one in report["rows"] for flag in one["flags"]}
    assert flags <= {"WATCH", "LOW_N"} <= set(FLAGS)


@pytest.mark.parametrize("praise", [["SIGNAL_LOW"], []])
def test_few_complaints_marked_as_good_would_be_seen(
    praise: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Control: a report that finds silence good, or leaves it without a question."""
    monkeypatch.setattr(r16_rows, "quiet", lambda row, _usual: praise if row["num"] == 0 else [])
    with pytest.raises(AssertionError):
        test_whoever_does_not_appeal_is_asked_about_and_never_praised()


def test_rows_stand_in_order_of_their_keys_and_not_of_their_rates() -> None:
    for facts in (told(20, 0), told(0, 20)):
        keys = [one["key"] for one in of_facts(R16, facts, unit="amphoe")["rows"]]
        assert keys == ["district/1001", "district/1002"]


@pytest.mark.parametrize(
    ("cut", "counts"),
    [(DAY + timedelta(days=5), {"not_matured": 2}), (OVER, {"adverse": 2, "appeals": 1})],
)
def test_a_decision_is_heard_once_its_time_to_appeal_is_over(cut: date, counts: dict[str, int]) -> None:
    log = begun()
    made = refused(log, 1)
    refused(log, 2)
    log.add(APPEAL, histories.filed(made))
    found: Counter[str] = Counter()
    for _, cell in facts_at(log.recorded, cut).cube(VOICE).records():
        found.update({name: cell[name] for name in ("adverse", "appeals", "not_matured", "no_notice")})

    assert +found == counts


def test_a_grant_is_no_adverse_decision_and_a_refusal_without_notice_could_not_be_appealed() -> None:
    log = begun()
    refused(log, 1, result=Result.GRANT)
    log.add(CASE, histories.decided())
    report = issued(R16, log)

    assert report["overall"]["n"] == 0
    assert {"reason": "no_notice", "n": 1} in report["population"]["excluded"]
    assert (row(report, "fault/no_notice")["n"], row(report, "fault/no_notice")["num"]) == (1, 1)


def test_whoever_complains_and_whoever_would_not_attest_is_counted_where_they_live() -> None:
    log = begun()
    made = refused(log, 1, "5002")
    log.add(CASE, AttestationRefused(facts=(), reason=RefusalReason.FEAR, of=actor(7)))
    log.add(CASE, histories.attested())
    log.add(APPEAL, histories.filed(made, kind=Kind.SERVICE_COMPLAINT))
    log.add(ref("grievance", 2), histories.filed(kind=Kind.EXCLUSION_CLAIM, area=Area("5003")))
    report = issued(R16, log)

    beside = row(report, "district/5002")["extra"]
    assert (beside["complaints"], beside["attestations"], beside["refused_attestations"]) == (1, 2, 1)
    assert row(report, "district/5003")["extra"]["complaints"] == 1
    found = row(report, "attestation/refused")
    assert (found["n"], found["num"], found["estimate"]) == (2, 1, 0.5)


@pytest.mark.parametrize(("days", "late"), [(7, 0), (8, 1)])
def test_an_act_recorded_more_than_a_week_later_is_late(days: int, late: int) -> None:
    log = begun()
    log.wait(days)
    log.add(CASE, histories.received(), at=f"{DAY}T03:00:00Z")
    log.add(CASE, histories.received(official=actor(9)), at="2001-01-01T03:00:00Z")  # of an old register

    found = row(issued(R16, log), "record/late")
    assert (found["n"], found["num"]) == (1, late)


def test_groups_are_told_by_the_vault_alone() -> None:
    log = begun()
    refused(log, 1)
    refused(log, 2)
    facts = facts_at(log.recorded, strata=lambda claim: Strata(sex="f" if claim == CASE else "erased"))
    report = of_facts(R16, facts, unit="group")

    assert [one["key"] for one in report["rows"]] == ["group/sex:erased", "group/sex:f"]
    assert report["overall"]["extra"]["group_unknown"]["age"] == 2
    blind = issued(R16, log, unit="group")
    assert blind["rows"] == []
    assert blind["overall"]["extra"]["group_unknown"]["sex"] == 2
    assert facts.cube(GROUP).cells


def fact(index: int, **changes: Any) -> DecisionFact:
    given: dict[str, Any] = {
        "decider": "actor/a",
        "office": "o",
        "district": "",
        "programme": "",
        "rule": "1",
        "result": "refuse",
        "channel": "",
        "origin": "own",
        "month": "2026-01",
        "ground": "",
        "standing": "matured",
    }
    return DecisionFact(index=index, **(given | changes))


def test_between_which_bounds_the_wrong_decisions_are() -> None:
    """Vector V50: a thousand not appealed; of fifty appealed, twenty overturned."""
    facts, one = Facts(), CaseFacts()
    for index in range(1_050):
        count(fact(index, appealed=index < 50, decided=index < 50, overturned=index < 20), one)
    facts.add(one)
    found = row(of_facts(R16, facts), "wrong/bounds")

    assert (found["n"], found["num"], found["estimate"]) == (1_050, 20, None)
    assert found["extra"]["bounds"] == [0.0190476, 0.971429]


def test_an_appeal_that_was_settled_leaves_the_decision_between_the_bounds() -> None:
    facts, one = Facts(), CaseFacts()
    count(fact(1, appealed=True, settled=True), one)
    facts.add(one)

    assert row(of_facts(R16, facts), "wrong/bounds")["extra"]["bounds"] == [0.0, 1.0]


def signatures(log: Diary) -> dict[tuple[str, str, str], tuple[int, int, int]]:
    """Return (n, invalid, contested) by custody, role and type."""
    found = facts_at(log.recorded).cube(SIGNATURE).records()
    return {
        (key["custody"], key["role"], key["type"]): (cell["n"], cell["invalid"], cell["contested"])
        for key, cell in found
    }


def test_every_entry_of_every_stream_is_counted_by_who_held_its_keys() -> None:
    log = begun()
    log.add(CASE, histories.decided())
    log.add(CASE, histories.decided(official=actor(2)))
    log.add(CASE, histories.decided(), by=actor(9), signers=(key_id(KEYS[3]),))

    assert signatures(log) == {
        ("own", "none", "KeyEnrolled"): (3, 0, 0),
        ("own", "none", "MandateGranted"): (1, 0, 0),
        ("own", "officer", "MandateGranted"): (1, 0, 0),
        ("own", "officer", "ProgrammePublished"): (1, 0, 0),
        ("own", "officer", "EligibilityDecided"): (1, 0, 0),
        ("imported", "importer", "EligibilityDecided"): (1, 0, 0),
        ("unknown", "none", "EligibilityDecided"): (1, 1, 0),
    }
    assert sum(n for n, _, _ in signatures(log).values()) == len(log.recorded)


def test_what_was_signed_before_a_key_was_lost_is_valid_and_what_came_after_is_not() -> None:
    log = begun()
    log.add(CASE, histories.decided())
    assert signatures(log)["own", "officer", "EligibilityDecided"] == (1, 0, 0)
    log.add(REGISTRY, KeyRevoked(key=KeyId(key_id(KEYS[0])), reason=RevocationReason.LOST))
    log.add(CASE, histories.decided())

    assert signatures(log)["own", "officer", "EligibilityDecided"] == (2, 1, 0)


def lapses(entries: list[Recorded], cut: date) -> tuple[int, int, int]:
    """Return lapses recorded, missing and unfounded."""
    total: Counter[str] = Counter()
    for _, cell in facts_at(entries, cut).cube(LAPSE).records():
        total.update(cell)
    return total["recorded"], total["missing"], total["unfounded"]


def test_a_lapse_that_follows_and_was_not_recorded_is_missing() -> None:
    """An acknowledgement is due on the next working day, an admission after five."""
    log = begun()
    log.add(
        APPEAL, histories.filed(kind=Kind.SERVICE_COMPLAINT, programme=log.at(histories.PROGRAMME.stream, 1))
    )
    assert lapses(log.recorded, DAY + timedelta(days=1)) == (0, 0, 0)
    assert lapses(log.recorded, DAY + timedelta(days=2)) == (0, 1, 0)

    log.wait(2)
    (due,) = lapses_due(prefix_of(log.recorded), APPEAL, f"{log.today}T03:00:00.000Z")
    log.add(APPEAL, due.says)
    assert lapses(log.recorded, log.today) == (1, 0, 0)


def test_the_clock_recorded_every_lapse_of_the_stories_and_no_other(stories: Entries) -> None:
    told = sum(isinstance(one.statement.says, DeadlineLapsed) for one in stories)
    total: Counter[str] = Counter()
    for _, cell in facts_of(stories).cube(LAPSE).records():
        total.update(cell)

    assert told > 30
    assert (total["recorded"], total["missing"], total["unfounded"]) == (told, 0, 0)


def test_a_lapse_that_does_not_follow_is_unfounded() -> None:
    log = begun()
    log.add(
        APPEAL, histories.filed(kind=Kind.SERVICE_COMPLAINT, programme=log.at(histories.PROGRAMME.stream, 1))
    )
    (due,) = lapses_due(prefix_of(log.recorded), APPEAL, f"{DAY + timedelta(days=2)}T03:00:00.000Z")
    log.add(APPEAL, GrievanceAcknowledged(office=Code("office_a1")))
    log.wait(2)
    log.add(APPEAL, due.says)

    assert lapses(log.recorded, log.today) == (0, 0, 1)
    report = issued(R16, log, log.today)
    assert row(report, "lapse/unfounded")["evidence"] == [len(log.recorded) - 1]


def test_the_public_sees_no_group_and_no_count_that_tells_of_one() -> None:
    asked: Json = {"tier": "public", "valid_from": date(2026, 1, 1), "valid_to": date(2026, 2, 1)}
    report = of_facts(R16, told(20, 3), **asked)

    assert row(report, "district/1002")["suppressed"]
    assert row(report, "district/1001")["estimate"] == 200.0
    assert (report["overall"]["n"], report["overall"]["num"]) == (100, 20)
    assert not [
        one for one in report["rows"] if one["key"].startswith(("channel", "group", "fault", "wrong"))
    ]
    assert not [one for one in report["rows"] if "evidence" in one]
    assert of_facts(R16, told(20, 3), unit="group", **asked)["rows"] == []


def test_imported_voices_stand_apart() -> None:
    log = begun()
    made = refused(log, 1, official=actor(9))
    log.add(APPEAL, histories.filed(made, official=actor(9)))
    log.add(APPEAL, histories.determined(Outcome.NOT_UPHELD, official=actor(9)))

    own = issued(R16, log)
    assert own["overall"]["n"] == 0
    assert {"reason": "historical", "n": 1} in own["population"]["excluded"]
    old = issued(R16, log, population="all_imported")
    assert (old["overall"]["n"], old["overall"]["num"]) == (1, 1)
    assert not [one for one in old["rows"] if one["key"] in ("fault/no_notice", "record/late")]


def test_what_runs_out_within_a_day_is_looked_at_again_on_that_day() -> None:
    """An urgent matter is sorted within a day and a night: at noon the morning's answer no longer holds."""
    facts = CaseFacts()
    facts.hold_until("2026-01-06")
    assert facts.until == date(2026, 1, 6)
    facts.hold_until("2026-01-06T03:30:00Z")
    assert facts.until == date(2026, 1, 5)
