"""Draws that the rules of the ledger take, since no entry shows what is wrong with them; recomputing does."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import pytest

from ledger.application import auditing, framing
from ledger.application.verifying import verify_ledger
from ledger.domain.audit.events import AuditDrawn, SignedCheckpoint
from ledger.domain.types import Base64, Digest, Note
from ledger.projections.audits import recomputing
from ledger.projections.audits.frames import FrameFile
from ledger.projections.audits.recomputing import Evidence, recompute
from ledger.signing.errors import Malformed
from ledger.tlog.errors import LogError
from ledger.tlog.note import sign_note
from ledger.verify.result import Outcome, Report
from tests.stories.audited import VALUE, Audited, comes, cosignature, found, refused
from tests.stories.stage import theatre

BIT_OFF = f"{int(VALUE, 16) ^ 1:064x}"


@dataclass(frozen=True)
class Bent:
    """Audits of one frame, each bent in its own way; their streams by name."""

    audited: Audited
    frame: FrameFile
    short: FrameFile
    streams: dict[str, str]

    def report(
        self, name: str, *, beacon: str | None = VALUE, frame: FrameFile | None = None, ask_again: bool = True
    ) -> Report:
        audit = self.audited.audit(self.streams[name])
        frame = frame or (self.short if name == "short" else self.frame)
        asked = framing.ask_again(self.audited.store, frame, audit) if ask_again else None
        return auditing.verify_audit(
            self.audited.store, audit, self.audited.policy, frame=frame, beacon=beacon, asked=asked
        )


def wrong(report: Report) -> list[str]:
    """The codes of the steps that did not pass."""
    return [step.code for step in report.steps if step.outcome is not Outcome.PASSED]


NAMES = ("honest", "count", "larger", "bit", "short", "late", "finding")


@pytest.fixture(scope="module")
def bent(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bent]:
    folder = tmp_path_factory.mktemp("bent")
    with theatre(folder, f"sqlite:///{folder / 'ledger.db'}") as here:
        audited = refused(here)
        frame = audited.compose()
        short = audited.compose(without=frame.cases[1][0])
        streams = {}
        for name in NAMES:
            streams[name] = audited.seal(name, short if name == "short" else frame)
            if name != "late":
                audited.cosign()
        audited.apply("more")
        audited.cosign()
        audited.go_on()
        _bend(audited, streams, frame, short)
        audited.cosign()
        yield Bent(audited, frame, short, streams)


def _bend(audited: Audited, streams: dict[str, str], frame: FrameFile, short: FrameFile) -> None:
    says = {
        name: audited.draw(stream, short if name == "short" else frame)[0] for name, stream in streams.items()
    }
    says["count"] = replace(says["count"], drawn=says["count"].drawn + 1)
    newest = audited.store.checkpoint()
    assert newest is not None
    says["larger"] = _under(audited, "larger", streams, newest.size)
    says["bit"] = replace(says["bit"], beacon=Digest(BIT_OFF), drawn=_follow(audited, streams["bit"], frame))
    says["late"] = _late(audited, streams["late"], says["late"])
    for name, drawn in says.items():
        audited.record(name, drawn)
    (_, cases) = audited.draw(streams["finding"], frame)
    audited.record("finding", found(next(case for case in frame.cases[1] if case not in cases)))


def _follow(audited: Audited, stream: str, frame: FrameFile) -> int:
    """How many are drawn if the beacon's value had another last bit."""
    return auditing.draw(audited.store, audited.audit(stream), frame, BIT_OFF, policy=audited.policy)[0].drawn


def _under(audited: Audited, name: str, streams: dict[str, str], size: int) -> AuditDrawn:
    """A draw under a larger checkpoint than the first, cosigned in time as well."""
    (stored,) = [one for one in audited.store.checkpoints(size) if one.size == size]
    note = stored.text + "".join(audited.store.cosignatures(size))
    point = SignedCheckpoint(size=size, root=Base64(note.split("\n")[2]), note=Note(note))
    return AuditDrawn(checkpoint=point, beacon=Digest(VALUE), drawn=1)


def _late(audited: Audited, stream: str, says: AuditDrawn) -> AuditDrawn:
    """A draw whose witness signed after the round, beside a stranger who signed in time."""
    body = says.checkpoint.note.partition("\n\n")[0]
    log = says.checkpoint.note.split("\n")[4]
    moment = comes(audited.audit(stream))
    stranger = sign_note(f"{body}\n", "stranger.example.net", bytes(32), time=moment - 60)
    note = f"{body}\n\n{log}\n{cosignature(says.checkpoint.note, moment)}{stranger}"
    return replace(says, checkpoint=replace(says.checkpoint, note=Note(note)))


def test_an_honest_draw_beside_bent_ones_passes(bent: Bent) -> None:
    assert wrong(bent.report("honest")) == []


@pytest.mark.parametrize(
    ("name", "codes"),
    [
        ("count", ["drawn_differs"]),
        ("bit", ["beacon_differs"]),
        ("short", ["frame_incomplete"]),
        ("late", ["cosigned_late"]),
        ("finding", ["finding_not_drawn"]),
    ],
)
def test_what_was_bent_is_told(bent: Bent, name: str, codes: Sequence[str]) -> None:
    assert wrong(bent.report(name)) == codes


def test_a_larger_checkpoint_is_a_draw_among_draws(bent: Bent) -> None:
    assert "checkpoint_not_first" in wrong(bent.report("larger"))


def test_without_asking_again_a_case_that_was_left_out_is_not_missed(bent: Bent) -> None:
    """The control: root, sizes and count of a frame that lacks a case all fit."""
    assert wrong(bent.report("short", ask_again=False)) == []


def test_without_the_networks_own_word_a_wrong_value_passes(bent: Bent) -> None:
    """The control: whatever value is stated, some sample follows from it."""
    report = bent.report("bit", beacon=None)

    assert wrong(report) == []
    assert "only the network shows" in report.remarks[0]


@pytest.mark.parametrize(
    ("name", "check", "code"),
    [
        ("larger", "first_cosigned", "checkpoint_not_first"),
        ("late", "timely", "cosigned_late"),
        ("finding", "_check_findings", "finding_not_drawn"),
    ],
)
def test_each_check_alone_stands_in_the_way(
    bent: Bent, name: str, check: str, code: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The control: without the check nothing tells."""
    same = {"timely": lambda note, _before: note}
    monkeypatch.setattr(recomputing, check, same.get(check, lambda *_: None))

    assert code not in wrong(bent.report(name))


def test_a_frame_that_is_one_case_off_is_not_the_one_that_was_sealed(bent: Bent) -> None:
    assert "frame_differs" in wrong(bent.report("honest", frame=bent.short, ask_again=False))


def test_a_checkpoint_that_the_log_never_published_is_told(bent: Bent) -> None:
    audit = bent.audited.audit(bent.streams["honest"])
    published = auditing.published(bent.audited.store, audit)
    given = Evidence(policy=bent.audited.policy, published=published, inclusion=[], frame=bent.frame)

    assert wrong(recompute(audit, replace(given, published={}))) == ["checkpoint_unpublished"]
    assert wrong(recompute(audit, given)) == ["proof_invalid"]
    other = {size: note.replace("\n", "/2\n", 1) for size, note in published.items()}
    assert wrong(recompute(audit, replace(given, published=other))) == ["checkpoint_other"]


def test_whoever_holds_a_smaller_cosigned_checkpoint_shows_it(bent: Bent) -> None:
    """The ledger forgets a cosignature; the witness does not."""
    audit = bent.audited.audit(bent.streams["larger"])
    published = auditing.published(bent.audited.store, audit)
    first = min(published)
    kept = {size: note for size, note in published.items() if size == max(published)}
    given = Evidence(policy=bent.audited.policy, published=kept, inclusion=None, frame=bent.frame)

    assert "checkpoint_not_first" not in wrong(recompute(audit, given))
    assert "checkpoint_not_first" in wrong(recompute(audit, replace(given, held=[published[first]])))


def test_the_whole_ledger_tells_each_with_its_place(bent: Bent) -> None:
    store, policy = bent.audited.store, bent.audited.policy
    verdict = verify_ledger(store, policy, frames=[bent.frame, bent.short])
    drawn = {}
    for name, stream in bent.streams.items():
        draw = bent.audited.audit(stream).draw
        assert draw is not None
        drawn[draw.entry.index] = name

    told = {(drawn[finding.at or 0], finding.code) for finding in verdict.findings}
    assert verdict.exit_code == 1
    assert told >= {("count", "drawn_differs"), ("late", "cosigned_late"), ("finding", "finding_not_drawn")}
    assert ("larger", "checkpoint_not_first") in told
    assert {name for name, _ in told} == {"count", "larger", "late", "finding"}
    assert verdict.audits == len(NAMES)


def test_without_the_files_the_ledger_says_what_it_could_not_see(bent: Bent) -> None:
    """The control: no entry shows that the count is wrong."""
    store, policy = bent.audited.store, bent.audited.policy
    alone, other = verify_ledger(store, policy), verify_ledger(store, policy, frames=[bent.short])

    assert "drawn_differs" not in {finding.code for finding in alone.findings}
    assert sum(recomputing.NO_FRAME in sentence for sentence in alone.remarks) == len(NAMES)
    assert alone.unchecked == []
    assert sum(recomputing.NO_FRAME in sentence for sentence in other.unchecked) == len(NAMES) - 1


def test_no_other_checkpoint_can_be_drawn_under(bent: Bent) -> None:
    audited, stream = bent.audited, bent.streams["honest"]
    larger = audited.audit(bent.streams["larger"]).draw
    assert larger is not None
    with pytest.raises(Malformed, match="and no other") as refused_:
        auditing.draw(
            audited.store,
            audited.audit(stream),
            bent.frame,
            VALUE,
            policy=audited.policy,
            held=[larger.says.checkpoint.note],
        )
    assert refused_.value.code == "checkpoint_not_first"
    with pytest.raises(LogError):
        auditing.draw(
            audited.store, audited.audit(stream), bent.frame, VALUE, policy=audited.policy, held=["no note"]
        )
    with pytest.raises(Malformed) as moved:
        auditing.draw(audited.store, audited.audit(stream), bent.short, VALUE, policy=audited.policy)
    assert moved.value.code == "frame_differs"
