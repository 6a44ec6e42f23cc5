"""A ledger with refusals to audit, a witness made up for the tests, and a value that no beacon ever said."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from hashlib import sha256

from nacl.signing import SigningKey

from ledger.application import auditing, framing
from ledger.application.stories import acts, grandmother
from ledger.application.stories.telling import Story, Telling, Words, play
from ledger.domain.audit.beacons import comes_at, round_at
from ledger.domain.audit.events import AuditDrawn, AuditFinding, AuditFindingReported, AuditPurpose, Beacon
from ledger.domain.types import Code, StreamRef
from ledger.projections.audits.audit import Audit
from ledger.projections.audits.frames import FrameFile, parse_question
from ledger.store.recorder import Recorder
from ledger.tlog.checkpoint import cosign
from ledger.tlog.note import COSIGNATURE, Vkey, format_vkey
from ledger.tlog.policy import Policy, parse_policy
from tests.stories.stage import Theatre

WITNESS, SEED = "witness.example.net/audit", b"\x2a" * 32
SOURCE = "drand-quicknet"
VALUE = sha256(b"a value invented for the tests").hexdigest()
CLAIMS = 24
PERIOD = ("2026-01-01", "2027-01-01")
QUESTIONS = (
    parse_question("appealed 1/1 appeal=determined result=refuse"),
    parse_question("refused 1/2 appeal=none result=refuse"),
)
SAID = Words("ทดสอบการสุ่มตรวจ", "A test of a random audit.")


def witnessed(policy: str) -> Policy:
    """The policy of the ledger, and the witness of the tests as its quorum."""
    vkey = format_vkey(Vkey(WITNESS, COSIGNATURE, bytes(SigningKey(SEED).verify_key)))
    return parse_policy(policy.replace("quorum none", f"witness w {vkey}\nquorum w"))


@dataclass
class Audited:
    """A theatre in which refusals were told, and one that tells acts of audits."""

    here: Theatre
    story: Telling

    @property
    def store(self) -> Recorder:
        return self.here.stage.ledger.store

    @property
    def policy(self) -> Policy:
        return witnessed(self.here.policy)

    def now(self) -> int:
        """The stage's time in seconds since 1970."""
        return int(self.here.stage.time.now().timestamp())

    def compose(self, *, without: str = "") -> FrameFile:
        """The frame of all refusals; ``without`` is a case that somebody leaves out."""
        frame = framing.compose_frame(self.store, AuditPurpose.REFUSAL, QUESTIONS, PERIOD)
        kept = tuple(tuple(case for case in cases if case != without) for cases in frame.cases)
        return FrameFile(**{name: getattr(frame, name) for name in frame.__slots__} | {"cases": kept})

    def seal(self, name: str, frame: FrameFile, hours: int = 20) -> str:
        """Seal ``frame`` in a stream of its own, under the round that comes in so many hours."""
        round_ = round_at(SOURCE, self.now() + hours * 3600)
        assert round_ is not None
        says = framing.sealing(frame, Beacon(source=Code(SOURCE), round=round_))
        self.story.say(f"frame {name}", f"audit:{name}", says, "oversight", words=SAID)
        return self.story.stream(f"audit:{name}")

    def cosign(self, later: int = 0) -> int:
        """Let the witness cosign the newest checkpoint, so many seconds from now; return its size."""
        newest = self.store.checkpoint()
        assert newest is not None
        self.store.add_cosignature(newest.size, WITNESS, cosignature(newest.text, self.now() + later))
        return newest.size

    def apply(self, name: str) -> str:
        """Record one more claim, so that the log grows."""
        rules = self.here.stage.shared["rules"]
        says = acts.application(rules, self.story.today)
        self.story.say(
            f"application {name}",
            f"claim:{name}",
            says,
            "intake",
            words=SAID,
            sealed={"applicant/name": "นามสมมุติ"},
        )
        return self.story.stream(f"claim:{name}")

    def go_on(self, days: int = 1) -> None:
        self.here.stage.time.go_to(self.story.today + timedelta(days=days))

    def audit(self, stream: str) -> Audit:
        return auditing.find_audit(self.store, stream)

    def draw(self, stream: str, frame: FrameFile) -> tuple[AuditDrawn, tuple[str, ...]]:
        return auditing.draw(self.store, self.audit(stream), frame, VALUE, policy=self.policy)

    def record(self, name: str, says: AuditDrawn | AuditFindingReported, by: str = "oversight") -> None:
        act = f"{name} {len(self.story.steps)}"
        self.story.say(act, f"audit:{name}", says, by, words=SAID, sealed={"applicant/text": "นามสมมุติ"})


def cosignature(text: str, time: int) -> str:
    """The line of the witness under the checkpoint ``text``."""
    return cosign(text.partition("\n\n")[0] + "\n", time, WITNESS, SEED)


def found(case: str, finding: AuditFinding = AuditFinding.RIGHT) -> AuditFindingReported:
    return AuditFindingReported(case=StreamRef(case), finding=finding, attestations=())


def comes(audit: Audit) -> int:
    moment = comes_at(audit.frame.beacon.source, audit.frame.beacon.round)
    assert moment is not None
    return moment


def _refusals(story: Telling) -> Iterator[date]:
    for number in range(CLAIMS):
        story.say(
            f"application {number}",
            f"claim:{number}",
            acts.application(story.stage.shared["rules"], story.today),
            "intake",
            words=SAID,
            sealed={"applicant/name": "นามสมมุติ"},
        )
        story.say(
            f"refusal {number}",
            f"claim:{number}",
            acts.refusal(story.entries[f"application {number}"]),
            "officer-1",
            "supervisor-district",
            words=SAID,
            sealed={"applicant/facts": "สมมุติ", "applicant/considerations": "สมมุติ"},
        )
    yield story.today + timedelta(days=1)


def refused(here: Theatre) -> Audited:
    """Tell of one refusal that fell on appeal, and of many that nobody contested."""
    stories = [
        grandmother.STORY,
        Story(name="refusals", title=SAID, begins=date(2026, 10, 5), tell=_refusals),
    ]
    told = play(here.stage, stories)
    return Audited(here, told["refusals"])
