"""C12, R15 and the audit beside R01: what a random audit estimates, and what it cannot."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from ledger.application.refreshing import refresh
from ledger.domain.audit.drawing import Draw, sample, seed
from ledger.domain.audit.events import AuditFinding
from ledger.domain.types import StreamRef
from ledger.projections.audits.frames import FrameFile
from ledger.projections.reports import audited, kept
from ledger.projections.reports.envelope import Json
from ledger.projections.reports.facts import CaseFacts, Facts
from ledger.projections.reports.folding import facts_of
from ledger.projections.reports.folds import audits
from ledger.projections.reports.folds.audits import APART, AUDIT
from ledger.projections.reports.folds.decisions import fold_facts
from ledger.projections.reports.r01 import R01
from ledger.projections.reports.r15 import R15
from ledger.projections.statistics.twophase import Estimate, Stratum, two_phase
from ledger.store.engines import reading
from tests.projections import histories
from tests.projections.audits.samples import ROUND, VALUE, cases, drawing, finding, frame, sealed
from tests.projections.decisions_made import fact
from tests.projections.histories import ref
from tests.projections.prefixes import empty_ledger, stored
from tests.reports.reported import CUT, Diary, check_schema, enrolled, issued, of_facts, row

AUDITS = ref("audit", 1)
FILE = frame()
"""Three appealed cases, drawn whole, and a tenth of 200 refusals."""
RIGHT, WRONG, SILENT = AuditFinding.RIGHT, AuditFinding.WRONG, AuditFinding.NO_ANSWER


def drawn(file: FrameFile = FILE) -> tuple[str, ...]:
    """Return who was drawn in a ledger that has no name yet."""
    return sample(seed(Draw("", 1000, "33" * 32, file.root, "drand-quicknet", ROUND, VALUE)), file.parts)


REFUSED = drawn()[3:]


def appeal(log: Diary, case: str, number: int) -> None:
    log.add(ref("grievance", number), histories.filed(log.add(StreamRef(case), histories.decided())))


def story(*found: tuple[str, AuditFinding], file: FrameFile = FILE, number: int | None = None) -> Diary:
    """Return the log of an audit in which three cases had been appealed, with these findings."""
    log = enrolled()
    for case in dict.fromkeys((*drawn(file), *(case for case, _ in found))):
        log.add(case, histories.received())
    for place, case in enumerate(cases(1001, 1003)):
        appeal(log, case, place)
    log.add(AUDITS, sealed(file))
    log.add(AUDITS, drawing(len(drawn(file)) if number is None else number))
    for case, says in found:
        log.add(AUDITS, finding(case, says))
    return log


TOLD = (
    *((case, WRONG if place == 0 else RIGHT) for place, case in enumerate(cases(1001, 1003))),
    (REFUSED[0], RIGHT),
    (REFUSED[1], WRONG),
    (REFUSED[2], SILENT),
)


def counts(log: Diary) -> dict[str, dict[str, int]]:
    return {key["stratum"]: found for key, found in facts_of(log.recorded).cube(AUDIT).records()}


def apart(log: Diary) -> dict[str, int]:
    return {key["reason"]: found["n"] for key, found in facts_of(log.recorded).cube(APART).records()}


def test_an_audit_counted_on_fingers() -> None:
    m = len(REFUSED)
    assert m > 4

    assert counts(story(*TOLD)) == {
        "appealed": {"frame": 3, "drawn": 3, "right": 2, "wrong": 1, "no_answer": 0, "unsettled": 0},
        "refused": {"frame": 200, "drawn": m, "right": 1, "wrong": 1, "no_answer": m - 2, "unsettled": 0},
    }
    assert apart(story(*TOLD)) == {}


def test_the_whole_is_known_appeals_and_what_the_sample_stands_for() -> None:
    """One of three appealed is wrong, and one of two answers for 200: 1 + 200/2 of 203."""
    found = issued(R15, story(*TOLD))["overall"]

    assert (found["n"], found["estimate"]) == (203, 0.497537)
    assert (found["extra"]["total"], found["extra"]["error"]) == (101.0, 99.4987)
    assert found["interval"]["lo"] == 0.0
    assert found["extra"]["bounds"] == [0.00492611, 0.990148]
    assert (found["extra"]["appealed"], found["extra"]["overturned"]) == (3, 1)


def test_what_was_drawn_and_not_reported_gave_no_answer() -> None:
    m = len(REFUSED)
    envelope = issued(R15, story(*TOLD))
    refused = row(envelope, f"{AUDITS} refused")

    assert (refused["n"], refused["num"], refused["extra"]["no_answer"]) == (2, 1, m - 2)
    assert refused["extra"]["answers"] == [round(1 / m, 6), round((m - 1) / m, 6)]
    assert {"reason": "no_answer", "n": m - 2} in envelope["population"]["excluded"]
    assert "NON_RESPONSE" in {caveat["code"] for caveat in envelope["caveats"]}
    least, most = (1 + 200 / m) / 203, (1 + 200 * (m - 1) / m) / 203
    assert envelope["overall"]["extra"]["answers"] == pytest.approx([least, most], rel=1e-5)


def test_silence_dropped_would_narrow_what_can_be_known(monkeypatch: pytest.MonkeyPatch) -> None:
    """Control: whoever gave no answer is left out of what was drawn."""
    honest = issued(R15, story(*TOLD))["overall"]["extra"]["answers"]

    def without(part: audited.Part) -> Stratum:
        return Stratum(part.counts["frame"], part.answered, part.counts["wrong"])

    monkeypatch.setattr(audited.Part, "sampled", property(without))
    lo, hi = issued(R15, story(*TOLD))["overall"]["extra"]["answers"]
    assert lo == hi
    assert honest[0] < lo < honest[1]


OUTSIDE = next(case for case in FILE.cases[1] if case not in drawn())


def test_a_finding_on_a_case_that_was_not_drawn_counts_nowhere() -> None:
    log = story(*TOLD, (OUTSIDE, WRONG))

    assert counts(log) == counts(story(*TOLD))
    assert apart(log) == {"not_drawn": 1}
    assert {"reason": "finding_not_drawn", "n": 1} in issued(R15, log)["population"]["excluded"]


def test_counting_what_was_not_drawn_would_move_the_estimate(monkeypatch: pytest.MonkeyPatch) -> None:
    """Control: the draw is not asked, so that an auditor may pick a case."""
    log = story(*TOLD, (OUTSIDE, WRONG))
    honest = issued(R15, log)["overall"]["estimate"]
    assert honest == issued(R15, story(*TOLD))["overall"]["estimate"]

    monkeypatch.setattr(audits, "is_drawn", lambda *_asked: True)
    assert issued(R15, log)["overall"]["estimate"] != honest


def test_the_plain_estimate_is_a_cross_check_alone() -> None:
    refused = row(issued(R15, story(*TOLD)), f"{AUDITS} refused")["extra"]

    assert (refused["wrong_in_frame"], refused["cross_check"]) == (100.0, 10.0)


def test_the_plain_estimate_would_move_with_the_luck_of_the_draw(monkeypatch: pytest.MonkeyPatch) -> None:
    """Control: x den/num reported as the estimate."""
    assert issued(R15, story(*TOLD))["overall"]["extra"]["total"] == 101.0

    def plain(appealed: int, overturned: int, strata: Sequence[Stratum]) -> Estimate:
        total = overturned + sum(10.0 * stratum.wrong for stratum in strata)
        return two_phase(appealed, overturned, strata)._replace(total=total)

    monkeypatch.setattr(audited, "two_phase", plain)
    assert issued(R15, story(*TOLD))["overall"]["extra"]["total"] == 11.0


def test_a_second_finding_on_a_case_counts_nowhere() -> None:
    log = story(*TOLD, (REFUSED[0], WRONG))

    assert counts(log) == counts(story(*TOLD))
    assert apart(log) == {"repeated": 1}


def test_an_appeal_after_the_frame_was_sealed_moves_no_case() -> None:
    log = story(*TOLD[:3])
    appeal(log, REFUSED[0], 9)
    for case, says in TOLD[3:]:
        log.add(AUDITS, finding(case, says))

    assert counts(log) == counts(story(*TOLD))


def test_one_answer_makes_no_estimate() -> None:
    envelope = issued(R15, story(*TOLD[:4]))
    refused, overall = row(envelope, f"{AUDITS} refused"), envelope["overall"]

    assert (refused["estimate"], refused["interval"], refused["flags"]) == (None, None, ["LOW_N"])
    assert (overall["estimate"], overall["interval"], overall["flags"]) == (None, None, ["LOW_N"])
    assert overall["extra"]["answers"] is not None
    assert row(envelope, f"{AUDITS} appealed")["interval"]["method"] == "every case was judged"


def test_a_sample_that_is_all_right_is_not_certain() -> None:
    found = [(case, RIGHT) for case, _ in TOLD[:3]] + [(case, RIGHT) for case in REFUSED]
    overall = issued(R15, story(*found))["overall"]

    assert overall["estimate"] == 0.0
    assert overall["interval"]["method"] == "wilson, added over strata"
    assert overall["interval"]["hi"] > 0.1


def test_strata_that_the_log_cannot_tell_apart_make_no_estimate() -> None:
    file = frame(
        ("north 1/2 appeal=none district=94", cases(1, 50)),
        ("south 1/3 appeal=none district=96", cases(51, 90)),
    )
    envelope = issued(R15, story((drawn(file)[-1], WRONG), file=file))

    assert envelope["overall"]["estimate"] is None
    assert not envelope["overall"]["extra"]["settled"]
    assert {"reason": "strata_unsettled", "n": 2} in envelope["population"]["excluded"]
    assert "FRAME_FILE" in {caveat["code"] for caveat in envelope["caveats"]}
    assert row(envelope, f"{AUDITS} north")["extra"]["drawn"] is None


def test_before_the_draw_there_is_a_frame_and_nothing_else() -> None:
    log = enrolled()
    log.add(AUDITS, sealed(FILE))
    envelope = issued(R15, log)

    assert (envelope["overall"]["n"], envelope["overall"]["estimate"]) == (203, None)
    check_schema(envelope)


V50_INTERVAL = pytest.approx((0.0403040, 0.1311244), abs=5e-7)
KEY = ("audit/x", "decision", "000000000900", "2026-03")


def v50(*, whole: bool = True) -> Facts:
    """1000 decisions that nobody appealed, 100 of them looked at, 7 wrong; 50 appealed, 20 overturned."""
    one, facts = CaseFacts(), Facts()
    one.tally(AUDIT, (*KEY, "rest", "not_appealed", "1/10"), (1000, 100, 93, 7, 0, 0))
    if whole:
        one.tally(AUDIT, (*KEY, "appealed", "appealed", "1/1"), (50, 50, 30, 20, 0, 0))
    facts.add(one)
    fates: list[dict[str, Any]] = [{}] * 1000
    fates += [{"appealed": True, "decided": True, "overturned": number < 20} for number in range(50)]
    facts.merge(fold_facts([fact(index, **fate) for index, fate in enumerate(fates)]))
    return facts


def test_v50_in_r15() -> None:
    overall = of_facts(R15, v50())["overall"]

    assert (overall["n"], overall["estimate"]) == (1050, 0.0857143)
    assert (overall["interval"]["lo"], overall["interval"]["hi"]) == V50_INTERVAL
    assert (overall["extra"]["total"], overall["extra"]["error"]) == (90.0, 24.3273)
    assert overall["extra"]["bounds"] == [0.0190476, 0.971429]


@pytest.mark.parametrize("whole", [True, False])
def test_v50_stands_beside_the_four_denominators(*, whole: bool) -> None:
    extra: Json = of_facts(R01, v50(whole=whole))["overall"]["extra"]

    assert (extra["overturned_per_decided_appeal"], extra["overturned_per_decision"]) == (0.4, 0.0190476)
    found = extra["audit_estimate"]
    assert (found["audit"], found["decisions"], found["rate"]) == ("audit/x", 1050, 0.0857143)
    assert tuple(found["interval"]) == V50_INTERVAL
    assert found["bounds"] == [0.0190476, 0.971429]


def test_an_audit_of_other_decisions_is_no_estimate_of_these() -> None:
    facts = v50(whole=False)
    facts.merge(fold_facts([fact(9999)]))
    assert of_facts(R01, facts)["overall"]["extra"]["audit_estimate"] is None
    assert of_facts(R01, v50(), population="adverse")["overall"]["extra"]["audit_estimate"] is None


def test_what_came_after_the_checkpoint_is_not_read() -> None:
    log = story(*TOLD)
    size, before = len(log.recorded), issued(R15, log)
    log.add(AUDITS, finding(REFUSED[3], WRONG))

    again = of_facts(R15, facts_of(log.recorded[:size], f"{CUT}T12:00:00.000Z"), size)
    assert again == before
    assert issued(R15, log) != before
    assert before == issued(R15, story(*TOLD))


def test_the_envelope_is_of_the_published_form_also_of_an_empty_ledger() -> None:
    check_schema(issued(R15, story(*TOLD)))
    check_schema(issued(R15, story(*TOLD), population="refusal"))
    check_schema(issued(R15, enrolled()))
    check_schema(of_facts(R01, v50()))
    assert issued(R15, story(*TOLD), population="decision")["rows"] == []


def test_what_is_kept_step_by_step_is_what_the_log_gives(tmp_path: Path) -> None:
    log = story(*TOLD, (OUTSIDE, WRONG))
    with stored(log, empty_ledger(tmp_path / "ledger.db")) as recorder:
        for size in range(1, len(log.entries) + 1):
            refresh(recorder.engine, size)
        with reading(recorder.engine) as connection:
            grown = kept.load(connection, audits.SHAPES)

    facts = facts_of(log.recorded)
    assert grown.digest((AUDIT, APART)) == facts.digest((AUDIT, APART))
    assert grown.cited(audits.WRONG) == facts.cited(audits.WRONG)
