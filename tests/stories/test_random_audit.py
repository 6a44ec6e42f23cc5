"""A random audit from its frame to its findings, and every way in which somebody might bend it."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from ledger.application import auditing, framing
from ledger.application.verifying import verify_ledger
from ledger.domain.audit.events import AuditFinding, AuditPurpose
from ledger.projections.audits.counting import StratumCounts, StratumKey, count_audit
from ledger.projections.audits.frames import format_frame, parse_frame
from ledger.verify.result import Outcome
from tests.stories.audited import CLAIMS, VALUE, Audited, found, refused
from tests.stories.stage import theatre


@pytest.fixture
def audited(tmp_path: Path, database_url: str) -> Iterator[Audited]:
    with theatre(tmp_path, database_url) as here:
        yield refused(here)


def test_a_whole_audit_is_recomputed_by_whoever_has_the_log_and_the_frame(audited: Audited) -> None:
    frame = audited.compose()
    assert list(map(len, frame.cases)) == [1, CLAIMS]
    stream = audited.seal("a", frame)
    audited.cosign()
    audited.apply("late")
    audited.cosign()
    audited.go_on()
    audited.apply("later")
    audited.cosign()
    says, cases = audited.draw(stream, parse_frame(format_frame(frame)))
    assert says.checkpoint.size == audited.audit(stream).sealed.index + 1
    audited.record("a", says)
    for case in cases[1:]:
        audited.record("a", found(case, AuditFinding.WRONG if case == cases[1] else AuditFinding.RIGHT))

    audit = audited.audit(stream)
    report = auditing.verify_audit(
        audited.store,
        audit,
        audited.policy,
        frame=frame,
        beacon=VALUE,
        asked=framing.ask_again(audited.store, frame, audit),
    )
    assert [step for step in report.steps if step.outcome is not Outcome.PASSED] == []
    assert len(report.steps) == 10
    audited.cosign()
    verdict = verify_ledger(audited.store, audited.policy, frames=[frame])
    assert (verdict.findings, verdict.unchecked, verdict.audits) == ([], [], 1)
    drawn = len(cases)
    assert 2 < drawn < CLAIMS
    key = StratumKey(stream, AuditPurpose.REFUSAL, "refused", "not_appealed")
    assert count_audit(audit, frame).rows == {
        key._replace(stratum="appealed", part="appealed"): StratumCounts(1, 1, 0, 0, 1),
        key: StratumCounts(CLAIMS, drawn - 1, drawn - 2, 1, 0),
    }
