"""The replacement draw by the clock: whoever runs it, twice or on two machines, one person is asked."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID

import pytest

from benchmarks.fixture import now
from ledger.application import randomness
from ledger.application.assembly import open_ledger
from ledger.application.enrolment import Grant, enrol_key, grant_mandate
from ledger.application.fastpath import read_recorded
from ledger.application.keyring import Keyring
from ledger.application.ticking import DRAW, Found, Undrawn, look_ahead, tick
from ledger.application.verifying import verify_ledger
from ledger.domain.claim.drawing import lot
from ledger.domain.claim.events import (
    AttestationRefused,
    AttestationRequested,
    ClaimFact,
    ClaimReceived,
)
from ledger.domain.codes import AskedBy, Auth, Category, Channel, Custody, RefusalReason, Role
from ledger.domain.parts import Via
from ledger.domain.registry.events import OfficeRegistered
from ledger.domain.types import ActorRef, Area, Code, EntryRef, Event, Local, Recorded, Text
from ledger.tlog.policy import parse_policy
from tests.application.offices import SILENT, Office, furnished, record


class Village(Office):
    """An office with attesters, and a claim in it about which people are asked."""

    def hire(self, *names: str, office: str = "village") -> list[str]:
        """Let ``names`` attest; return who they are."""
        author, registrar = self.draw.author(), self.holder("registrar")
        keyring = Keyring(self.settings.keys)
        grant = Grant(
            role=Role.ATTESTER,
            office=office,
            line=office,
            start=now().date(),
            category=Category.VOLUNTEER_SOCIAL,
        )
        hired = []
        with open_ledger(self.settings, now, write=True) as ledger:
            registry = ledger.registry_stream
            place = OfficeRegistered(
                code=Code(office), name_th=Text("หมู่บ้าน"), kind=Code("village"), area=Area("10"), closed=False
            )
            record(ledger, [author.compose(registry, place, by=registrar.actor, keys=[registrar.key])])
            for name in names:
                one = keyring.create(name, f"actor/{self.draw.identifier()}", randomness.seed)
                record(ledger, [grant_mandate(author, registry, one, grant, grantors=[registrar])])
                record(ledger, [enrol_key(author, registry, one, custody=Custody.SELF, grantors=[registrar])])
                hired.append(one.actor)
        return hired

    def apply(self) -> str:
        """Take an application today; return its stream."""
        stream = f"claim/{self.draw.identifier()}"
        via = Via(channel=Channel.COUNTER, auth=Auth.IN_PERSON, handed_over_on=self.today)
        received = ClaimReceived(
            programme=self.programme,
            benefit=Code("child_grant"),
            received_on=self.today,
            via=via,
            facts=(ClaimFact(id=Local("f1")),),
            documents=(),
            area=Area("10"),
        )
        self.say(stream, received)
        return stream

    def declines(self, stream: str, actor: str) -> EntryRef:
        """Let ``actor`` decline, as the intake was told; return the entry."""
        refusal = AttestationRefused(facts=(Code("f1"),), reason=RefusalReason.FEAR, of=ActorRef(actor))
        return self.say(stream, refusal)

    def say(self, stream: str, says: Event) -> EntryRef:
        """Let the intake say it."""
        intake = self.holder("intake")
        with open_ledger(self.settings, now, write=True) as ledger:
            submission = self.draw.author().compose(stream, says, by=intake.actor, keys=[intake.key])
            (receipt,) = record(ledger, [submission])
        return EntryRef(receipt.stream, receipt.version, receipt.leaf)

    def requests(self, stream: str) -> list[tuple[Recorded, AttestationRequested]]:
        """Whom the clock asked."""
        with open_ledger(self.settings, now) as ledger:
            entries = [read_recorded(row.entry, row.leaf) for row in ledger.store.stream(stream)]
        asked = [(one, one.statement.says) for one in entries]
        return [(one, says) for one, says in asked if isinstance(says, AttestationRequested)]

    def verifies(self) -> bool:
        with open_ledger(self.settings, now) as ledger:
            policy = parse_policy(self.settings.policy.read_text())
            return verify_ledger(ledger.store, policy).exit_code == 0


@pytest.fixture
def village(tmp_path: Path, database_url: str) -> Village:
    here = furnished(tmp_path / "office", database_url)
    return Village(here.settings, here.draw, here.programme, here.today, here.importer)


def test_one_is_drawn_under_the_first_checkpoint_that_covers_the_refusal(village: Village) -> None:
    people = village.hire("ada", "bela", "cora", "dora")
    stream = village.apply()
    entry = village.declines(stream, people[0])
    village.apply()  # later checkpoints are no matter
    with open_ledger(village.settings, now) as ledger:
        index = next(row.index for row in ledger.store.stream(stream) if row.leaf.hex() == entry.leaf)
        root = min((one.size, one.root) for one in ledger.store.checkpoints() if one.size > index)[1]

    done = village.tick(0)

    ((found, _receipt),) = done.recorded
    assert (found.stream, found.what, done.refused, done.undrawn) == (stream, DRAW, (), ())
    ((recorded, says),) = village.requests(stream)
    assert says.of == min(people[1:], key=lambda actor: lot(root, entry, actor))
    assert (says.asked_by, says.outside, says.facts) == (AskedBy.CLOCK, False, ("f1",))
    assert (recorded.statement.id, UUID(found.id).version) == (found.id, 8)
    assert village.verifies()


def test_it_is_said_once_however_often_the_clock_comes(village: Village) -> None:
    people = village.hire("ada", "bela", "cora")
    stream = village.apply()
    village.declines(stream, people[0])

    assert len(village.tick(0).recorded) == 1
    assert village.tick(0).recorded == village.tick(1).recorded == ()
    assert len(village.requests(stream)) == 1


def test_two_clocks_at_once_ask_one_person_for_each_refusal(village: Village) -> None:
    people = village.hire("ada", "bela", "cora", "dora")
    streams = [village.apply() for _ in range(5)]
    for stream in streams:
        village.declines(stream, people[0])
    clock: Callable[[], datetime] = village.clock(0)
    holder = village.holder("clock")
    with (
        open_ledger(village.settings, clock, write=True) as one,
        open_ledger(village.settings, clock, write=True) as other,
        ThreadPoolExecutor(2) as machines,
    ):
        done = list(machines.map(lambda ledger: tick(ledger, holder, clock, SILENT), (one, other)))

    assert sum(len(ticked.recorded) for ticked in done) == 5
    assert [ticked.refused for ticked in done] == [(), ()]
    assert [len(village.requests(stream)) for stream in streams] == [1] * 5


def test_its_time_is_that_of_the_refusal_and_the_last_day_counts_from_the_asking(
    village: Village,
) -> None:
    people = village.hire("ada", "bela")
    stream = village.apply()
    village.declines(stream, people[0])
    with open_ledger(village.settings, now) as ledger:
        row = ledger.store.stream(stream)[-1]
    refused = read_recorded(row.entry, row.leaf).recorded_at

    village.tick(3)

    ((recorded, says),) = village.requests(stream)
    assert recorded.statement.at == f"{refused[:19]}Z"
    assert village.today + timedelta(days=10) <= says.due <= village.today + timedelta(days=12)


def test_where_nobody_is_left_nothing_is_said_until_somebody_is(village: Village) -> None:
    (ada,) = village.hire("ada")
    stream = village.apply()
    village.declines(stream, ada)

    done = village.tick(0)

    assert (done.recorded, done.refused) == ((), ())
    (missing,) = done.undrawn
    assert missing.stream == stream
    assert village.requests(stream) == []
    (bela,) = village.hire("bela")
    assert village.tick(1).undrawn == ()
    assert [says.of for _recorded, says in village.requests(stream)] == [bela]


def test_who_does_not_reply_is_followed_by_somebody_from_outside(village: Village) -> None:
    ada, bela = village.hire("ada", "bela")
    (dora,) = village.hire("dora", office="next-village")
    stream = village.apply()
    village.declines(stream, ada)
    village.declines(stream, bela)
    village.tick(0)

    asked = [(says.of, says.outside) for _recorded, says in village.requests(stream)]
    assert asked == [(dora, True)]
    done = village.tick(15)
    ((lapsed, _receipt),) = done.recorded
    assert (lapsed.stream, lapsed.what.split()[0]) == (stream, "attestation_reply")
    assert [one.stream for one in done.undrawn] == [stream] * 2  # for bela, and for dora
    assert village.verifies()


def test_looking_ahead_shows_whom_the_lot_falls_on_and_asks_nobody(village: Village) -> None:
    ada, bela = village.hire("ada", "bela")
    stream = village.apply()
    village.declines(stream, ada)
    with open_ledger(village.settings, now) as ledger:
        found = look_ahead(ledger, datetime.now(UTC) + timedelta(days=1), SILENT)

    (one,) = [item for item in found if item.what == DRAW]
    assert isinstance(one, Found)
    assert not isinstance(one, Undrawn)
    assert isinstance(one.says, AttestationRequested)
    assert one.says.of == bela
    assert village.requests(stream) == []
