"""C06 and R08: what spoke against a decision, and whether its maker had it before them."""

from datetime import date, timedelta
from typing import Any

import pytest

from ledger.domain.casework.events import ActReviewed
from ledger.domain.casework_codes import ActRuling, Inadmissible, Outcome
from ledger.domain.claim.events import (
    AttestationDisputed,
    AttestationRefused,
    AttestationRequested,
    AttestationWithdrawn,
    Found,
)
from ledger.domain.claim.records import Attested, ClaimState
from ledger.domain.codes import (
    AskedBy,
    Cause,
    DisputeGround,
    Finding,
    Occasion,
    RefusalReason,
    Result,
    Stance,
)
from ledger.domain.types import Asked, Code, EntryRef, Local, Seen
from ledger.projections.reports import r08
from ledger.projections.reports.folds import contradictions, evidence
from ledger.projections.reports.r08 import R08
from ledger.projections.statistics.survival import kaplan_meier
from tests.projections import histories
from tests.projections.histories import DAY, actor, ref
from tests.reports.reported import CUT, Diary, enrolled, issued, row

CASE, APPEAL = ref("claim", 1), ref("grievance", 1)
YES, NO, NOT_SHOWN = Finding.YES, Finding.NO, Finding.NOT_SHOWN
FOR, AGAINST, SILENT = Stance.SUPPORTS, Stance.CONTRADICTS, Stance.CANNOT_SAY
F1 = Code("f1")


def received(log: Diary) -> None:
    log.add(CASE, histories.received(programme=histories.publish(log)))


def attest(log: Diary, stance: Stance, number: int = 5, **said: Any) -> EntryRef:
    return log.add(CASE, histories.attested(stance, **said), by=actor(number))


def decide(log: Diary, finding: Finding, *cited: EntryRef, seen: int | None = None, **says: Any) -> EntryRef:
    """Decide with what stands there before one's eyes, or with the first ``seen`` entries."""
    leaves = log.heads[CASE]
    version = len(leaves) if seen is None else seen
    result = Result.GRANT if finding is YES else Result.REFUSE
    found = (Found(fact=F1, finding=finding, on=cited),)
    says = {"found": found} | says
    return log.add(
        CASE, histories.decided(**{"result": result} | says), seen=Seen(version, leaves[version - 1])
    )


def told(*stances: Stance, finding: Finding) -> Diary:
    """Return a log in which these stood there when the decision was signed."""
    log = enrolled()
    received(log)
    cited = [attest(log, stance, number) for number, stance in enumerate(stances, start=5)]
    decide(log, finding, *cited)
    return log


def overall(log: Diary, cut: date = CUT, **asked: Any) -> dict[str, Any]:
    """Return the overall row with ``extra`` beside ``n`` and ``num``."""
    found = issued(R08, log, cut, **asked)["overall"]
    return {"n": found["n"], "num": found["num"], **found["extra"], "evidence": found["evidence"]}


@pytest.mark.parametrize(
    ("stances", "finding", "n", "num", "tied"),
    [
        ((FOR,), YES, 1, 0, 0),
        ((AGAINST,), YES, 1, 1, 0),
        ((FOR, AGAINST), YES, 1, 0, 1),
        ((FOR, AGAINST, AGAINST), YES, 1, 1, 0),
        ((FOR, FOR, AGAINST), YES, 1, 0, 0),
        ((FOR, FOR, AGAINST), NO, 1, 1, 0),
        ((FOR,), NOT_SHOWN, 1, 1, 0),
        ((AGAINST,), NOT_SHOWN, 1, 0, 0),
        ((SILENT,), YES, 0, 0, 0),
        ((SILENT, AGAINST), YES, 1, 1, 0),
        ((), NO, 0, 0, 0),
    ],
)
def test_a_strict_majority_of_what_was_seen_makes_a_contradiction(
    stances: tuple[Stance, ...], finding: Finding, n: int, num: int, tied: int
) -> None:
    found = overall(told(*stances, finding=finding))

    assert (found["n"], found["num"], found["tied"], found["known_before"]) == (n, num, tied, num)


def test_a_fact_found_not_shown_against_those_who_support_it_is_told_apart() -> None:
    assert overall(told(FOR, finding=NOT_SHOWN))["not_shown"] == 1
    assert overall(told(FOR, finding=NO))["not_shown"] == 0


def test_whoever_would_not_attest_or_never_answered_contradicts_nobody() -> None:
    log = enrolled()
    received(log)
    log.add(CASE, AttestationRefused(facts=(F1,), reason=RefusalReason.BELIEVES_UNTRUE, of=actor(6)))
    log.add(
        CASE,
        AttestationRequested(
            request=Local("a1"),
            facts=(F1,),
            of=Asked(actor(7)),
            outside=True,
            asked_by=AskedBy.OFFICER,
            due=DAY,
        ),
    )
    decide(log, YES)

    found = overall(log)
    assert (found["n"], found["num"], found["known_after_not_reviewed"]) == (0, 0, 0)
    assert {"reason": "no_attestation", "n": 1} in issued(R08, log)["population"]["excluded"]


def fallen(log: Diary, how: str) -> None:
    """Let somebody contradict in a way that does not stand when the decision is signed."""
    old = {"observed_on": DAY - timedelta(days=366)} if how == "old" else {}
    old |= {"expires_on": DAY - timedelta(days=1)} if how == "expired" else {}
    word = attest(log, AGAINST, 6, **old)
    match how:
        case "withdrawn":
            log.add(CASE, AttestationWithdrawn(attestation=word, reason=Code("error")))
        case "disputed":
            log.add(CASE, AttestationDisputed(attestation=word, ground=DisputeGround.FALSE))
        case "overruled":
            log.add(CASE, reviewed(word))
        case _:
            pass


def reviewed(act: EntryRef, *affects: EntryRef) -> ActReviewed:
    return ActReviewed(act=act, ground=Code("false"), ruling=ActRuling.OVERRULED, affects=affects)


@pytest.mark.parametrize("how", ["withdrawn", "disputed", "overruled", "expired", "old"])
def test_what_does_not_stand_any_more_contradicts_nothing(how: str) -> None:
    log = enrolled()
    received(log)
    fallen(log, how)
    decide(log, YES)
    assert (overall(log)["n"], overall(log)["num"]) == (0, 0)

    stands = enrolled()
    received(stands)
    fallen(stands, "")
    decide(stands, YES)
    assert (overall(stands)["n"], overall(stands)["num"]) == (1, 1)


def later(*, seen: int | None = None) -> tuple[Diary, EntryRef]:
    """Return a log in which somebody contradicts ten days after the decision; and the decision."""
    log = enrolled()
    received(log)
    attest(log, FOR, 5)
    made = decide(log, YES, seen=seen)
    log.wait(10)
    attest(log, AGAINST, 6)
    attest(log, AGAINST, 7)
    return log, made


def test_what_came_later_was_not_known_when_the_decision_was_signed() -> None:
    log, _ = later()

    found = overall(log)
    assert (found["n"], found["num"], found["known_before"]) == (1, 0, 0)
    assert (found["known_after_not_reviewed"], found["reviewed"], found["turned"]) == (1, 0, 1)


def test_peeking_at_what_came_later_would_accuse_the_decider(monkeypatch: pytest.MonkeyPatch) -> None:
    """Control: without the line that ``seen`` draws, the decider would have known of it."""
    log, _ = later()
    assert overall(log)["known_before"] == 0

    monkeypatch.setattr(evidence, "line_of", lambda _made: 99)
    assert overall(log)["known_before"] == 1


def test_the_line_is_what_was_seen_and_not_where_the_decision_stands() -> None:
    log = enrolled()
    received(log)
    attest(log, FOR, 5)
    attest(log, AGAINST, 6)
    attest(log, AGAINST, 7)
    decide(log, YES, seen=2)

    found = overall(log)
    assert (found["n"], found["num"], found["known_after_not_reviewed"]) == (1, 0, 1)


def test_what_the_signers_clock_says_moves_nothing() -> None:
    log, _ = later()
    dated_back = [
        one._replace(statement=one.statement._replace(at="2025-01-01T03:00:00Z"))
        if one.statement.by == actor(6)
        else one
        for one in log.recorded
    ]
    log.recorded = dated_back

    found = overall(log)
    assert (found["known_before"], found["known_after_not_reviewed"]) == (0, 1)
    assert (found["lags"], found["lag_over_7"], found["lag_p50"], found["lag_p90"]) == (4, 1, 0, 379)


def test_a_refusal_counted_as_a_contradiction_would_be_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    """Control: a rule by which whoever would not attest speaks against the finding."""
    log = enrolled()
    received(log)
    log.add(CASE, AttestationRefused(facts=(F1,), reason=RefusalReason.BELIEVES_UNTRUE, of=actor(6)))
    decide(log, YES)
    assert (overall(log)["n"], overall(log)["num"]) == (0, 0)

    def harsh(state: ClaimState, *_other: Any) -> list[Attested]:
        says = histories.attested(AGAINST)
        return [Attested(one.attester, says, one.version, one.leaf, 0, "") for one in state.refusals]

    monkeypatch.setattr(evidence, "_usable", harsh)
    assert (overall(log)["n"], overall(log)["num"]) == (1, 1)


def answer(log: Diary, made: EntryRef, how: str) -> None:
    match how:
        case "correction":
            log.add(CASE, histories.revised(made, cause=Cause.OWN_MOTION))
        case "review":
            log.add(CASE, reviewed(log.at(CASE, 2), made))
        case "determination":
            log.add(APPEAL, histories.filed(made))
            log.add(APPEAL, histories.determined(Outcome.NOT_UPHELD))
        case "turned_away":
            log.add(APPEAL, histories.filed(made))
            says = histories.determined(Outcome.INADMISSIBLE, inadmissible=Inadmissible.OUT_OF_TIME)
            log.add(APPEAL, says)
        case _:
            log.add(ref("claim", 2), reviewed(EntryRef(ref("claim", 2), 2, "0" * 64)))


@pytest.mark.parametrize("how", ["correction", "review", "determination"])
def test_days_to_review_run_from_the_contradiction(how: str) -> None:
    log, made = later()
    log.wait(21)
    answer(log, made, how)

    found = overall(log)
    assert (found["known_after_not_reviewed"], found["reviewed"]) == (0, 1)
    assert found["to_review"]["day"] == [0, 21]
    assert found["to_review"]["survival"] == [1.0, 0.0]
    assert (found["to_review"]["p50"], found["to_review"]["censored"]) == (21, 0)


@pytest.mark.parametrize("how", ["turned_away", "elsewhere"])
def test_what_nobody_looked_at_again_still_waits(how: str) -> None:
    log, made = later()
    log.wait(21)
    answer(log, made, how)

    found = overall(log, log.today + timedelta(days=9))
    assert (found["known_after_not_reviewed"], found["reviewed"]) == (1, 0)
    assert (found["to_review"]["censored"], found["to_review"]["p50"]) == (1, None)
    assert found["evidence"] == [
        log.recorded.index(
            next(one for one in log.recorded if one.version == 3 and one.statement.stream == CASE)
        )
    ]


def test_open_contradictions_dropped_from_the_curve_would_flatter(monkeypatch: pytest.MonkeyPatch) -> None:
    """Control: with the open ones left out, everybody seems to have been answered."""
    log, made = later()
    log.wait(5)
    answer(log, made, "correction")
    second = ref("claim", 2)
    log.add(second, histories.received(programme=histories.PROGRAMME))
    found = (Found(fact=F1, finding=YES, on=()),)
    log.add(second, histories.decided(Result.GRANT, found=found), seen=Seen(1, log.heads[second][0]))
    log.add(second, histories.attested(AGAINST), by=actor(6))
    assert overall(log)["to_review"]["at_risk"] == [2, 2]
    assert overall(log)["to_review"]["survival"] == [1.0, 0.5]

    monkeypatch.setattr(r08, "kaplan_meier", lambda reviewed, _open: kaplan_meier(reviewed, {}))
    assert overall(log)["to_review"]["survival"] == [1.0, 0.0]


def test_a_new_decision_on_new_facts_ends_the_waiting_and_answers_nothing() -> None:
    log, _ = later()
    log.wait(3)
    decide(log, NO, occasion=Occasion.NEW_FACT)

    found = overall(log)
    assert (found["superseded"], found["reviewed"], found["known_after_not_reviewed"]) == (1, 0, 0)


def test_a_contradiction_that_was_known_stays_known_whatever_followed() -> None:
    log = told(AGAINST, finding=YES)
    answer(log, log.at(CASE, 3), "correction")

    found = overall(log)
    assert (found["known_before"], found["reviewed"], found["to_review"]["reviewed"]) == (1, 0, 1)


def test_what_was_seen_and_cited_nowhere_is_counted() -> None:
    log = enrolled()
    received(log)
    cited = attest(log, FOR, 5)
    attest(log, AGAINST, 6)
    decide(log, YES, cited)

    assert overall(log)["seen_and_not_cited"] == 1
    assert overall(told(FOR, AGAINST, finding=YES))["seen_and_not_cited"] == 0


def test_imported_history_is_a_population_of_its_own() -> None:
    log = enrolled()
    received(log)
    attest(log, AGAINST, 6, official=actor(6))
    log.add(
        CASE, histories.decided(Result.GRANT, found=(Found(fact=F1, finding=YES, on=()),), official=actor(2))
    )

    own = issued(R08, log)
    assert (own["overall"]["n"], own["rows"]) == (0, [])
    assert {"reason": "historical", "n": 1} in own["population"]["excluded"]
    old = overall(log, population="all_imported")
    assert (old["n"], old["num"], old["to_review"]["n"], old["lags"]) == (1, 1, 0, 0)


def test_a_stay_is_no_decision() -> None:
    log = enrolled()
    received(log)
    attest(log, AGAINST, 6)
    decide(log, YES, result=Result.STAY)

    assert overall(log)["n"] == 0
    assert {"reason": "stay", "n": 1} in issued(R08, log)["population"]["excluded"]


def test_rows_are_those_of_officials_or_of_offices() -> None:
    log = told(AGAINST, finding=YES)

    assert row(issued(R08, log), actor(1))["num"] == 1
    assert row(issued(R08, log, unit="office"), "office_a1")["num"] == 1
    assert contradictions.KNOWN_BEFORE in row(issued(R08, log), actor(1))["extra"]


def test_a_decision_of_no_known_month_is_in_no_window() -> None:
    log = told(AGAINST, finding=YES)
    log.recorded[-1] = log.recorded[-1]._replace(statement=log.recorded[-1].statement._replace(at=None))
    months = {"valid_from": date(2026, 1, 1), "valid_to": date(2027, 1, 1)}

    assert overall(log)["n"] == 1
    report = issued(R08, log, **months)
    assert report["overall"]["n"] == 0
    assert {"reason": "invalid", "n": 1} in report["population"]["excluded"]
