"""Who complains without a name stays without one: what would tell is neither recorded nor sealed."""

from dataclasses import replace
from pathlib import Path

import pytest

from benchmarks.fixture import now
from ledger.application.assembly import open_ledger
from ledger.application.ledger import Ledger
from ledger.application.receipts import Receipt, Rejected, Submission
from ledger.domain.casework.events import InformationSupplied
from ledger.domain.casework_codes import Anonymity, Supplied
from ledger.domain.codes import Auth, Channel
from ledger.domain.parts import Via
from ledger.domain.types import Event
from ledger.signing.strict_json import JsonValue
from tests.application.offices import Office, furnished

Sealing = dict[str, JsonValue]
NAMED: Sealing = {"complainant/name": "ผู้ร้องตัวอย่าง"}
WORDS: Sealing = {"complainant/text": "มีคนเรียกเงิน", "named-1/name": "เจ้าหน้าที่ตัวอย่าง"}
REFUSED = "anonymous_identified"


@pytest.fixture
def office(tmp_path: Path, database_url: str) -> Office:
    return furnished(tmp_path / "office", database_url)


class Desk:
    """The intake, who takes reports and puts further words to them."""

    def __init__(self, office: Office) -> None:
        self._office = office
        self._intake = office.holder("intake")
        self._author = office.draw.author()
        self.via = Via(channel=Channel.WEB, auth=Auth.NONE, handed_over_on=office.today)

    def stream(self) -> str:
        return f"grievance/{self._office.draw.identifier()}"

    def report(self, stream: str, anonymity: Anonymity, sealed: Sealing) -> Submission:
        filing = replace(self._office.filing(), anonymity=anonymity, via=self.via)
        return self._compose(stream, filing, sealed)

    def more(self, stream: str, sealed: Sealing) -> Submission:
        says = InformationSupplied(kind=Supplied.CONTACT_ATTEMPT, documents=(), via=self.via)
        return self._compose(stream, says, sealed)

    def _compose(self, stream: str, says: Event, sealed: Sealing) -> Submission:
        return self._author.compose(
            stream, says, by=self._intake.actor, keys=[self._intake.key], sealed=sealed
        )


def code(ledger: Ledger, submission: Submission) -> str | None:
    """The code of the refusal; None: it was recorded."""
    (answer,) = ledger.submit([submission])
    return answer.code if isinstance(answer, Rejected) else None


def kept(ledger: Ledger, stream: str) -> int:
    """How many data keys the vault holds of the people in ``stream``: nothing is sealed without one."""
    sealer = ledger._sealer
    assert sealer is not None
    subjects = ("complainant", "applicant", "participant", "named-1")
    return sum(sealer._vault.data_key(stream, subject) is not None for subject in subjects)


def test_a_report_without_a_name_seals_no_name(office: Office) -> None:
    desk = Desk(office)
    with open_ledger(office.settings, now, write=True) as ledger:
        size, hidden, shown = ledger.store.head().size, desk.stream(), desk.stream()

        assert code(ledger, desk.report(hidden, Anonymity.ANONYMOUS, NAMED | WORDS)) == REFUSED
        assert (ledger.store.head().size, kept(ledger, hidden)) == (size, 0)
        assert code(ledger, desk.report(hidden, Anonymity.ANONYMOUS, WORDS)) is None
        assert code(ledger, desk.report(shown, Anonymity.CONFIDENTIAL, NAMED | WORDS)) is None
        assert (ledger.store.head().size, kept(ledger, hidden), kept(ledger, shown)) == (size + 2, 2, 2)


@pytest.mark.parametrize("name", ["complainant/name", "applicant/contact", "participant/village"])
def test_no_later_entry_seals_who_it_is(office: Office, name: str) -> None:
    desk = Desk(office)
    told: Sealing = {name: "ตัวอย่าง"}
    with open_ledger(office.settings, now, write=True) as ledger:
        hidden, shown = desk.stream(), desk.stream()
        assert code(ledger, desk.report(hidden, Anonymity.ANONYMOUS, {})) is None
        assert code(ledger, desk.report(shown, Anonymity.CONFIDENTIAL, {})) is None

        assert code(ledger, desk.more(hidden, told)) == REFUSED
        assert kept(ledger, hidden) == 0
        assert code(ledger, desk.more(hidden, WORDS)) is None
        assert code(ledger, desk.more(shown, told)) is None
        assert (kept(ledger, hidden), kept(ledger, shown)) == (2, 1)


def test_a_name_that_comes_together_with_the_report_is_refused_alone(office: Office) -> None:
    """The report stands in no storage yet when what follows it in the same group is judged."""
    desk = Desk(office)
    with open_ledger(office.settings, now, write=True) as ledger:
        stream = desk.stream()
        answers = ledger.submit([desk.report(stream, Anonymity.ANONYMOUS, WORDS), desk.more(stream, NAMED)])

        first, second = answers
        assert isinstance(first, Receipt)
        assert isinstance(second, Rejected)
        assert second.code == REFUSED
        assert ledger._sealer is not None
        assert ledger._sealer._vault.data_key(stream, "complainant") is not None
        assert ledger._sealer._vault.sealed(second.id or "") == []


def test_another_process_knows_that_the_report_is_without_a_name(office: Office) -> None:
    desk = Desk(office)
    with (
        open_ledger(office.settings, now, write=True) as one,
        open_ledger(office.settings, now, write=True) as other,
    ):
        stream = desk.stream()
        assert code(one, desk.report(stream, Anonymity.ANONYMOUS, {})) is None
        assert code(other, desk.more(stream, NAMED)) == REFUSED


def test_of_what_is_refused_for_another_reason_nothing_is_sealed(office: Office) -> None:
    desk = Desk(office)
    with open_ledger(office.settings, now, write=True) as ledger:
        stream = desk.stream()

        assert code(ledger, desk.more(stream, NAMED)) is not None
        assert kept(ledger, stream) == 0
