"""R07 and R09 over attesters who take positions: who counts, who does not, and what is never counted."""

import json
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ledger.application.case_facts import facts_at as stored_facts
from ledger.domain.audit.events import AuditFinding, AuditFindingReported, Compared, Concordance
from ledger.domain.casework.events import ActReviewed
from ledger.domain.casework_codes import ActRuling, Kind
from ledger.domain.claim.events import AttestationDisputed, AttestationWithdrawn
from ledger.domain.codes import DisputeGround, Relation, Result, Stance
from ledger.domain.types import Area, Code, EntryRef
from ledger.projections.errors import ReportError
from ledger.projections.reports import claims, r07
from ledger.projections.reports.case import Strata
from ledger.projections.reports.facts import Facts
from ledger.projections.reports.folding import facts_of, folds_of
from ledger.projections.reports.folds import attested
from ledger.projections.reports.folds.attested import AGREEMENT, CLAIM, EXCLUDED
from ledger.projections.reports.folds.groups import GROUP
from ledger.projections.reports.r07 import R07
from ledger.projections.reports.r09 import R09
from ledger.projections.statistics.agreement import ordered_pairs
from tests.projections import histories
from tests.projections.histories import Log, actor, ref
from tests.projections.prefixes import empty_ledger, stored
from tests.reports.reported import check_schema, enrolled, facts_at, issued, of_facts, row

JANUARY: dict[str, Any] = {"valid_from": date(2026, 1, 1), "valid_to": date(2026, 2, 1)}
YES, NO, SILENT = Stance.SUPPORTS, Stance.CONTRADICTS, Stance.CANNOT_SAY


def attest(log: Log, number: int, stances: tuple[Stance, ...], **changes: Any) -> list[EntryRef]:
    """Let actors 11, 12 … take these positions on a claim."""
    return [
        log.add(ref("claim", number), histories.attested(stance, **changes), by=actor(10 + place))
        for place, stance in enumerate(stances, 1)
    ]


def receive(log: Log, number: int, area: str = "1001") -> None:
    log.add(ref("claim", number), histories.received(area=Area(area)))


def decide(log: Log, number: int, result: Result = Result.GRANT) -> EntryRef:
    return log.add(ref("claim", number), histories.decided(result))


def told(log: Log, number: int, *stances: Stance, result: Result = Result.GRANT, area: str = "1001") -> None:
    receive(log, number, area)
    attest(log, number, stances)
    decide(log, number, result)


def small() -> Log:
    """Two in need, one of them refused; one granted who is not in need; one of whom nobody spoke."""
    log = enrolled()
    told(log, 1, YES, YES)
    told(log, 2, YES, YES, result=Result.REFUSE)
    told(log, 3, NO, NO, area="1002")
    told(log, 4)
    return log


def counted(log: Log, measure: str) -> tuple[int, int]:
    found = row(issued(R07, log, unit="national"), f"all/{measure}")
    return found["n"], found["num"]


def test_both_errors_have_their_own_whole() -> None:
    assert counted(small(), "exclusion") == (2, 1)
    assert counted(small(), "inclusion") == (2, 1)


def test_of_whom_nobody_spoke_is_a_row_apart() -> None:
    assert counted(small(), "unattested") == (1, 1)


def test_nobody_spoke_counted_as_not_in_need_is_found_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(r07, "tally", lambda claim, of=r07.tally: of(claim._replace(need=claim.need or 0.0)))

    assert counted(small(), "inclusion") != (2, 1)
    assert counted(small(), "unattested") == (0, 0)


def test_a_report_says_what_it_is_not() -> None:
    envelope = issued(R07, small(), unit="amphoe")

    check_schema(envelope)
    codes = {caveat["code"] for caveat in envelope["caveats"]}
    assert {"ATTESTED_NOT_TRUE", "UNATTESTED"} <= codes
    assert [one["key"] for one in envelope["rows"]] == sorted(one["key"] for one in envelope["rows"])


def withdrawn(log: Log, given: EntryRef) -> None:
    says = AttestationWithdrawn(attestation=given, reason=Code("mistaken"))
    log.add(given.stream, says, by=actor(11))


def disputed(log: Log, given: EntryRef) -> None:
    log.add(given.stream, AttestationDisputed(attestation=given, ground=DisputeGround.FALSE))


def overruled(log: Log, given: EntryRef) -> None:
    log.add(
        given.stream, ActReviewed(act=given, ground=Code("looked_at"), ruling=ActRuling.OVERRULED, affects=())
    )


def pattern(log: Log) -> str:
    """Return what is kept of the answers in the only claim."""
    ((key, _),) = facts_at(log.recorded).cube(CLAIM).records()
    return key["answers"]


@pytest.mark.parametrize("fall", [withdrawn, disputed, overruled])
def test_what_does_not_stand_is_not_counted(fall: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    log = enrolled()
    receive(log, 1)
    (given,) = attest(log, 1, (YES,))
    stood = pattern(log)
    fall(log, given)

    assert stood.endswith("=supports")
    assert not pattern(log)

    monkeypatch.setattr(attested, "in_dispute", lambda *_: False)
    monkeypatch.setattr(attested, "left_at", lambda *_: None)
    assert pattern(log) == stood


@pytest.mark.parametrize("relation", [Relation.SAME_HOUSEHOLD, Relation.PARTY, Relation.REPRESENTATIVE])
def test_nobody_attests_for_themselves(relation: Relation, monkeypatch: pytest.MonkeyPatch) -> None:
    log = enrolled()
    receive(log, 1)
    attest(log, 1, (YES,), relation=relation)

    assert not pattern(log)

    monkeypatch.setattr(attested, "OWN_WORD", frozenset())
    assert pattern(log)


def test_who_cannot_say_says_nothing() -> None:
    log = enrolled()
    receive(log, 1)
    attest(log, 1, (SILENT,))
    assert not pattern(log)


def test_one_person_has_one_voice_and_the_last_word_holds() -> None:
    log = enrolled()
    receive(log, 1)
    for stance in (YES, NO):
        attest(log, 1, (stance,))

    assert pattern(log) == f"f1:{actor(11)}=contradicts"


def test_whoever_was_never_assessed_is_counted_beside() -> None:
    log = small()
    log.add(ref("grievance", 1), histories.filed(kind=Kind.EXCLUSION_CLAIM))

    assert issued(R07, log)["overall"]["extra"]["exclusion_claims"] == 1
    log.add(ref("grievance", 2), histories.filed(kind=Kind.INQUIRY))
    assert issued(R07, log)["overall"]["extra"]["exclusion_claims"] == 1


def test_a_claim_is_as_needy_as_its_weakest_fact() -> None:
    log = enrolled()
    receive(log, 1)
    for place, (fact, stance) in enumerate({"f1": YES, "f2": NO}.items()):
        for more in (0, 1):
            says = histories.attested(stance, facts=(Code(fact),))
            log.add(ref("claim", 1), says, by=actor(11 + 2 * place + more))
    decide(log, 1)

    assert counted(log, "inclusion") == (1, 1)


def found(log: Log, case: int, finding: AuditFinding, *compared: Compared) -> None:
    log.add(
        ref("audit", 1),
        AuditFindingReported(case=ref("claim", case), finding=finding, attestations=compared),
    )


def test_what_a_visit_measured_is_gold() -> None:
    log = enrolled()
    receive(log, 1)
    (given,) = attest(log, 1, (YES,))
    decide(log, 1)
    found(log, 1, AuditFinding.NO_ANSWER, Compared(entry=given, concordant=Concordance.DISCORDANT))

    assert pattern(log) == f"f1!contradicts:{actor(11)}=supports"
    assert counted(log, "inclusion") == (1, 1)


@pytest.mark.parametrize(
    ("result", "finding", "truth"),
    [
        (Result.GRANT, AuditFinding.RIGHT, "supports"),
        (Result.GRANT, AuditFinding.WRONG, "contradicts"),
        (Result.REFUSE, AuditFinding.RIGHT, "contradicts"),
        (Result.REFUSE, AuditFinding.WRONG, "supports"),
    ],
)
def test_an_audited_decision_tells_of_its_only_fact(
    result: Result, finding: AuditFinding, truth: str
) -> None:
    log = enrolled()
    told(log, 1, YES, result=result)
    found(log, 1, finding)

    assert pattern(log).startswith(f"f1!{truth}:")


def test_one_audited_fact_does_not_turn_every_word_round(monkeypatch: pytest.MonkeyPatch) -> None:
    """With few answers the model fits as well upside down: everybody in need becomes one who is not."""
    log = enrolled()
    for number in (1, 2, 3, 4):
        told(log, number, YES)
    found(log, 1, AuditFinding.WRONG)

    assert counted(log, "exclusion") == (3, 0)
    assert "VOTES" in {caveat["code"] for caveat in issued(R07, log)["caveats"]}

    monkeypatch.setattr(claims, "better_than_chance", lambda *_: True)
    assert counted(log, "exclusion") == (0, 0)


def agreement(*answers: tuple[Stance, ...]) -> dict[str, Any]:
    log = enrolled()
    for number, stances in enumerate(answers, 1):
        told(log, number, *stances)
    return row(issued(R09, log, unit="national"), "all/answers")


def test_alpha_is_one_where_all_agree_and_low_where_they_do_not() -> None:
    assert agreement((YES, YES), (NO, NO))["estimate"] == 1
    low = agreement((YES, NO), (NO, YES), (YES, YES))
    assert low["estimate"] < 0.1
    assert low["interval"]["lo"] <= low["estimate"] <= low["interval"]["hi"]
    assert (low["n"], low["num"]) == (3, 1)


def test_pairs_of_the_cube_are_those_of_the_method() -> None:
    log = enrolled()
    told(log, 1, YES, NO, YES)
    told(log, 2, NO, NO)
    pairs = {
        (int(key["raters"]), key["value"], key["other"]): counts["pairs"]
        for key, counts in facts_at(log.recorded).cube(AGREEMENT).records()
    }

    words = [[str(YES), str(NO), str(YES)], [str(NO), str(NO)]]
    assert pairs == ordered_pairs(words)


def rated(claims_told: int) -> Log:
    log = enrolled()
    for number in range(1, claims_told + 1):
        told(log, number, YES, NO if number % 5 == 0 else YES, YES)
    return log


def test_an_attester_has_a_row_after_thirty_attestations_only() -> None:
    few, many = (issued(R09, rated(size), unit="volunteer") for size in (29, 30))

    assert {one["key"].split("/")[0] for one in few["rows"]} == {"pooled"}
    assert {one["key"].rpartition("/")[0] for one in many["rows"]} == {actor(n) for n in (11, 12, 13)}
    assert row(few, "pooled/sensitivity")["flags"] == ["POOLED"]
    second = row(many, f"{actor(12)}/sensitivity")
    assert (second["n"], second["num"]) == (30, 24)
    assert row(many, f"{actor(11)}/sensitivity")["estimate"] == 1
    check_schema(many)


def test_an_attester_who_never_meets_another_is_pooled() -> None:
    log = enrolled()
    for number in range(1, 41):
        told(log, number, YES)

    assert {one["key"] for one in issued(R09, log, unit="volunteer")["rows"]} == {"pooled/sensitivity"}


def test_attesters_are_never_shown_to_the_public(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(ReportError) as error:
        issued(R09, rated(30), unit="volunteer", tier="public")
    assert error.value.code == "persons_public"
    with pytest.raises(ReportError) as error:
        issued(R09, rated(30), unit="amphoe", tier="public")
    assert error.value.code == "tier_restricted"

    monkeypatch.setattr("ledger.projections.reports.asking.PERSONS", frozenset())
    monkeypatch.setattr("ledger.projections.reports.assembly.PERSONS", frozenset())
    free = replace(R09, tiers=("oversight", "public"))
    shown = json.dumps(issued(free, rated(30), unit="volunteer", tier="public", **JANUARY))
    assert actor(11) in shown


def test_the_public_sees_no_small_count() -> None:
    log = enrolled()
    for number in range(1, 41):
        told(log, number, YES, result=Result.GRANT if number > 15 else Result.REFUSE)
    for number in range(41, 46):
        told(log, number, YES, area="1002")
    envelope = issued(R07, log, unit="amphoe", tier="public", **JANUARY)

    check_schema(envelope)
    large, small_place = row(envelope, "1001/exclusion"), row(envelope, "1002/exclusion")
    assert (large["n"], large["num"], large["estimate"]) == (40, 15, 0.375)
    assert (small_place["suppressed"], small_place["n"]) == (True, None)
    assert str(actor(11)) not in json.dumps(envelope)
    overall = envelope["overall"]
    assert (overall["n"], overall["num"], overall["estimate"]) == (40, 15, 0.375)  # of exclusion alone


def districts() -> Log:
    """Two districts of one province, and in the second so few that they are hidden."""
    log = enrolled()
    for number in range(1, 46):
        told(log, number, YES, result=Result.GRANT if number % 2 else Result.REFUSE)
    for number in range(46, 54):
        told(log, number, YES, result=Result.REFUSE, area="1002")
    return log


def test_the_public_sees_no_area_around_a_hidden_place() -> None:
    for unit in ("province", "national", "rule"):
        with pytest.raises(ReportError) as error:
            issued(R07, districts(), unit=unit, tier="public", **JANUARY)
        assert error.value.code == "unit_unknown"

    free = replace(R07, public=("amphoe", "province"))
    around, inside = (
        row(issued(free, districts(), unit=unit, tier="public", **JANUARY), f"{key}/exclusion")
        for unit, key in (("province", "10"), ("amphoe", "1001"))
    )
    assert around["n"] - inside["n"] == 10  # eight, rounded: what is hidden is found by subtraction


def test_places_are_tambons_where_the_vault_tells_and_districts_where_it_does_not() -> None:
    log = small()
    tambons = {ref("claim", 1): Strata(place="100104"), ref("claim", 2): Strata(place="erased")}
    facts = facts_at(log.recorded, strata=lambda name: tambons.get(name, Strata()))
    envelope = of_facts(R07, facts, unit="tambon")

    assert {one["key"].split("/")[0] for one in envelope["rows"]} == {"100104", "unknown"}
    places = {key["place"] for key, _ in facts.cube(CLAIM).records()}
    assert places == {"100104", "1001", "1002"}


def test_an_empty_log_gives_a_report() -> None:
    for report in (R07, R09):
        for unit in report.units:
            envelope = of_facts(report, Facts(), unit=unit)
            check_schema(envelope)
            assert envelope["overall"]["n"] == 0


SHAPES = (CLAIM, AGREEMENT, EXCLUDED, GROUP)
FOLDS = folds_of(SHAPES)


def digest(log: Log, names: set[str] | None = None) -> Facts:
    entries = [one for one in log.recorded if names is None or one.statement.stream in names]
    return facts_of(entries, log.recorded[-1].recorded_at, folds=FOLDS)


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return empty_ledger(tmp_path_factory.mktemp("attested") / "ledger.db")


@settings(max_examples=25, deadline=None)
@given(log=histories.logs(), part=st.integers(1, 9))
def test_no_entry_after_the_checkpoint_is_read(empty: Path, log: Log, part: int) -> None:
    size = max(1, len(log.recorded) * part // 9)
    known = log.recorded[:size]
    with stored(log, empty) as recorder:
        at = stored_facts(recorder, size, known[-1].recorded_at, folds=FOLDS)

    assert at.digest(SHAPES) == facts_of(known, folds=FOLDS).digest(SHAPES)


def test_facts_add_up_over_cases_in_any_order() -> None:
    log = small()
    registry = {histories.REGISTRY}
    halves = [registry | {ref("claim", n) for n in numbers} for numbers in ((1, 3), (2, 4))]
    merged = Facts()
    for half in reversed(halves):
        merged.merge(digest(log, half))

    assert merged.digest(SHAPES) == digest(log).digest(SHAPES)
