"""An office of its own: a ledger with a standard programme, whose clock the test sets."""

from collections.abc import Callable
from copy import deepcopy
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from pathlib import Path

from benchmarks.fixture import Draw, Signers, now
from ledger.application import randomness
from ledger.application.assembly import open_ledger
from ledger.application.enrolment import Grant, enrol_key, grant_mandate
from ledger.application.fastpath import read_recorded
from ledger.application.keyring import Holder, Keyring
from ledger.application.ledger import Ledger
from ledger.application.receipts import Receipt, Submission
from ledger.application.settings import Settings
from ledger.application.ticking import Ticked, tick
from ledger.domain.casework.events import DeadlineLapsed
from ledger.domain.casework_codes import Anonymity, Ground, Kind, Remedy, Urgency
from ledger.domain.codes import Auth, Channel, Custody, Profile, Role
from ledger.domain.grievance.events import GrievanceFiled, RemedyAsked
from ledger.domain.parts import Via
from ledger.domain.programme.events import ProgrammePublished
from ledger.domain.types import Area, Code, Digest, EntryRef
from tests.support.founding import copied, founded

SILENT: Callable[[int], None] = lambda _count: None  # noqa: E731


@dataclass
class Office:
    """A ledger with a standard programme, whose clock the test sets."""

    settings: Settings
    draw: Draw
    programme: EntryRef
    today: date
    importer: Signers

    def clock(self, days: int) -> Callable[[], datetime]:
        """The time of day that many days after the founding."""
        moment = now() + timedelta(days=days)
        return lambda: moment

    def holder(self, name: str) -> Holder:
        return Keyring(self.settings.keys).load(name)

    def tick(self, days: int) -> Ticked:
        """Run the clock that many days after the founding."""
        clock = self.clock(days)
        with open_ledger(self.settings, clock, write=True) as ledger:
            return tick(ledger, self.holder("clock"), clock, SILENT)

    def filing(self) -> GrievanceFiled:
        """A grievance that somebody files at the counter today."""
        return GrievanceFiled(
            kind=Kind.SERVICE_COMPLAINT,
            programme=self.programme,
            contests=(),
            about=(),
            grounds=(Ground.DISCOURTESY,),
            remedies=(RemedyAsked(code=Remedy.APOLOGY),),
            urgency=Urgency.NORMAL,
            anonymity=Anonymity.CONFIDENTIAL,
            received_on=self.today,
            via=Via(channel=Channel.COUNTER, auth=Auth.IN_PERSON, handed_over_on=self.today),
            level=1,
            related=(),
            area=Area("10"),
        )

    def complain(self, count: int = 1) -> list[str]:
        """File grievances today."""
        filing = self.filing()
        streams = [f"grievance/{self.draw.identifier()}" for _ in range(count)]
        intake = self.holder("intake")
        author = self.draw.author()
        with open_ledger(self.settings, now, write=True) as ledger:
            record(
                ledger,
                [author.compose(one, filing, by=intake.actor, keys=[intake.key]) for one in streams],
            )
        return streams

    def said(self) -> list[tuple[str, str | None, str, str]]:
        """What the clock said: statement id, claimed time, stream and which period."""
        with open_ledger(self.settings, now) as ledger:
            rows = ledger.store.rows(0, ledger.store.head().size)
            statements = [read_recorded(row.entry, row.leaf).statement for row in rows]
        return [
            (one.id, one.at, one.stream, one.says.clock)
            for one in statements
            if isinstance(one.says, DeadlineLapsed)
        ]


def record(ledger: Ledger, submissions: list[Submission]) -> list[Receipt]:
    answers = ledger.submit(submissions)
    receipts = [answer for answer in answers if isinstance(answer, Receipt)]
    assert len(receipts) == len(answers), answers
    return receipts


def standard() -> ProgrammePublished:
    return ProgrammePublished(
        version=1,
        from_=date(2026, 1, 1),
        profile=Profile.STANDARD,
        rules=Digest("0" * 64),
        benefits=(Code("child_grant"),),
        facts=(),
        clocks=(),
        templates=(),
        audit_ppm=0,
        small_cell=11,
    )


def furnished(folder: Path, db: str | None = None) -> Office:
    """A ledger of its own with a supervisor, oversight and a programme; each is a copy of the first."""
    folder.mkdir()
    settings, first = copied("furnished", _furnish, folder, db)
    draw, author = deepcopy((first.draw, first.importer.author))
    importer = replace(first.importer, author=author)
    return replace(first, settings=settings, draw=draw, today=_today(), importer=importer)


def _today() -> date:
    return (now() + timedelta(hours=7)).date()


def _furnish(folder: Path) -> tuple[Settings, Office]:
    settings, signers = founded(folder, importers=1)
    draw = Draw(7)
    author = draw.author()
    keyring = Keyring(settings.keys)
    registrar = keyring.load("registrar")
    roots = [keyring.load(f"root-{number}") for number in (1, 2, 3)]
    people = {}
    with open_ledger(settings, now, write=True) as ledger:
        for name, role, grantors in (
            ("supervisor", Role.SUPERVISOR, [registrar]),
            ("oversight", Role.OVERSIGHT, roots),
        ):
            holder = keyring.create(name, f"actor/{draw.identifier()}", randomness.seed)
            grant = Grant(role=role, office="operator", line=name, start=now().date())
            registry = ledger.registry_stream
            record(ledger, [grant_mandate(author, registry, holder, grant, grantors=grantors)])
            record(ledger, [enrol_key(author, registry, holder, custody=Custody.SELF, grantors=grantors)])
            people[name] = holder
        stream = f"programme/{draw.identifier()}"
        keys = [people["supervisor"].key, people["oversight"].key]
        published = author.compose(stream, standard(), by=people["supervisor"].actor, keys=keys)
        (receipt,) = record(ledger, [published])
    return settings, Office(settings, draw, EntryRef(stream, 1, receipt.leaf), _today(), signers)
