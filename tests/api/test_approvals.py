"""Statements that several sign, over HTTP: four eyes on a refusal, each at a machine of their own."""

import threading
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from ledger.application import awaiting, fastpath
from ledger.application.access import What
from ledger.application.cosigning import add_signature
from ledger.application.receipts import Submission
from ledger.application.settings import Settings
from ledger.application.stories import acts
from ledger.application.stories.telling import Stage, Telling, Words
from ledger.signing.canonical import canonical
from ledger.signing.keys import SigningKey
from ledger.store.awaiting import Awaiting
from tests.api.canaries import BEGINNING, database, leaks
from tests.api.clients import stage_of
from tests.api.cosigning import Browsers, code

FIRST, SECOND = "officer-1", "supervisor-district"
SECRET = f"{BEGINNING}0000-approvals"
REASONS = {"applicant/facts": f"ฟังว่ามีผู้อุปการะ {SECRET}", "applicant/considerations": SECRET}
NOT_THERE = "00000000-0000-4000-8000-00000000dead"
NO_WORDS = Words("", "")


class Office(Browsers):
    """Claims that wait for their decision, one after another."""

    def __init__(self, client: TestClient, stage: Stage, settings: Settings) -> None:
        super().__init__(client, stage)
        self.settings = settings
        self.apply()

    def apply(self) -> None:
        """Begin a further claim."""
        self.telling = Telling(self.stage, "approvals")
        said = acts.application(self.stage.shared["rules"], self.telling.today)
        self.applied = self.telling.say("application", "claim", said, "intake", words=NO_WORDS)
        self.claim = self.telling.stream("claim")

    def decline(self) -> None:
        """Let something come meanwhile."""
        said = acts.declined(self.telling.actor("village-head"))
        self.telling.say("declined", "claim", said, "village-head", words=NO_WORDS)

    def refusal(self, *, first: str = FIRST, second: str = SECOND, **more: Any) -> Submission:
        says = replace(acts.refusal(self.applied), **more)
        return self.made(self.claim, says, first, self.stage.cast[second], sealed=REASONS)

    def begun(self) -> str:
        answer = self.begin(FIRST, self.refusal())
        assert answer.status_code == 202, answer.text
        name: str = answer.json()["approval"]
        return name

    def types(self) -> list[str]:
        return [row.type for row in self.stage.ledger.store.stream(self.claim)]


def opened(folder: Path, url: str) -> Iterator[Office]:
    with stage_of(folder, url) as (client, stage, settings):
        yield Office(client, stage, settings)


@pytest.fixture
def office(tmp_path: Path, database_url: str) -> Iterator[Office]:
    yield from opened(tmp_path, database_url)


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    folder = tmp_path_factory.mktemp("approvals")
    yield from opened(folder, f"sqlite:///{folder}/ledger.db")


@pytest.fixture
def small(shared: Office) -> Office:
    """On SQLite, with a claim of its own for each test."""
    shared.apply()
    return shared


def test_an_officer_begins_and_a_supervisor_of_another_line_completes(
    office: Office, capfd: pytest.CaptureFixture[str]
) -> None:
    """The refused allowance, as two people at two machines live it."""
    offered = office.get(FIRST, f"/cosigners?stream={office.claim}&type=EligibilityDecided").json()
    keys = {one["key"]: one for one in offered["cosigners"]}
    chosen = office.stage.cast[SECOND]
    assert keys[chosen.key.id]["actor"] == chosen.actor
    assert office.stage.cast["supervisor-city"].key.id not in keys, "of the officer's own line"

    refusal = office.refusal()
    begun = office.begin(FIRST, refusal)
    assert begun.status_code == 202, begun.text
    waits = begun.json()
    assert [one["key"] for one in waits["missing"]] == [chosen.key.id]
    assert waits["until"] == (office.stage.time.now() + timedelta(days=7)).isoformat(timespec="seconds")
    again = office.begin(FIRST, refusal)
    assert (again.status_code, again.json()) == (202, waits)

    name = waits["approval"]
    assert (
        [one["approval"] for one in office.listed(SECOND)]
        == [name]
        == [one["approval"] for one in office.listed(FIRST)]
    )
    assert office.listed("officer-2") == []
    shown = office.get(SECOND, f"/approvals/{name}").json()
    assert shown["disclosures"] == list(refusal.disclosures)
    assert canonical(shown["envelope"]) == refusal.envelope
    places = {
        kind: database(url)
        for kind, url in (
            ("ledger", office.settings.ledger_db),
            ("vault", office.settings.vault_db),
            ("keys", office.settings.key_db),
        )
    }
    said = capfd.readouterr()
    assert leaks([SECRET], {**places, "out": said.out.encode(), "err": said.err.encode()}) == []

    key = office.stage.ledger.sealer.vault.awaiting.key(name)
    assert key is not None
    assert key in places["keys"]
    done = office.sign(SECOND, name)
    assert (done.status_code, done.json()["stream"]) == (201, office.claim)
    assert office.types() == ["ClaimReceived", "EligibilityDecided"]
    again = office.sign(SECOND, name, shown=refusal.envelope)
    assert (again.status_code, again.json()) == (200, done.json() | {"repeated": True})
    assert office.client.get(f"/approvals/{name}/status").json() == {"state": "recorded"}
    (row,) = (one for one in office.stage.ledger.store.stream(office.claim) if one.version == 2)
    statement = fastpath.read_recorded(row.entry, row.leaf).statement
    assert len(office.stage.ledger.sealer.unseal(statement.id, statement.sd)) == 2
    assert key not in database(office.settings.key_db), "down to the bytes of the files"
    assert code(office.withdraw(FIRST, name)) == (409, "approval_recorded")


def test_a_word_in_the_clear_would_be_found(small: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    """The control: without a box the marker stands in the vault."""
    monkeypatch.setattr("ledger.application.boxes.pack", lambda content, *_: content)
    small.begun()
    assert leaks([SECRET], {"vault": database(small.settings.vault_db)}) == [("vault", SECRET)]


def test_that_somebody_read_what_waits_is_recorded_before_it_is_shown(
    small: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    name = small.begun()
    small.get(SECOND, f"/approvals/{name}")
    access = small.stage.ledger.access
    read = access.reads(small.claim)[-1].access
    assert (read.by, read.what) == (small.stage.cast[SECOND].actor, What.APPROVAL)
    assert [(one.version, one.fields) for one in read.targets] == [
        (2, ("applicant/considerations", "applicant/facts"))
    ]

    from ledger.store.errors import StoreLocked

    def locked(*_: object) -> int:
        raise StoreLocked("not now")

    monkeypatch.setattr(access.store, "append_all", locked)
    assert code(small.get(SECOND, f"/approvals/{name}")) == (503, "access_not_recorded")


def test_what_is_not_theirs_is_to_the_byte_not_there(small: Office) -> None:
    name = small.begun()
    shown = canonical(small.get(FIRST, f"/approvals/{name}").json()["envelope"])
    for who in ("officer-2", "oversight", "registrar"):
        headers = small.session(who)
        for method, body in (("GET", None), ("POST", shown), ("DELETE", None)):
            answers = [
                small.client.request(method, f"/approvals/{one}", content=body, headers=headers)
                for one in (name, NOT_THERE)
            ]
            assert [code(one) for one in answers] == [(404, "not_found")] * 2
            assert answers[0].content == answers[1].content
    assert small.client.get(f"/approvals/{NOT_THERE}/status").status_code == 404
    assert small.client.get(f"/approvals/{name}").status_code == 401


def test_only_those_whom_it_names_get_in_because_they_are_asked_for(
    small: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The control: were everybody one of them, a stranger would read it."""
    name = small.begun()
    real = small.stage.ledger.registry()
    everybody = {*real.mandates}
    assert small.get("officer-2", f"/approvals/{name}").status_code == 404
    monkeypatch.setattr("ledger.application.approvals._actors", lambda *_: everybody)
    assert small.get("officer-2", f"/approvals/{name}").status_code == 200


def test_whoever_begins_hears_at_once_what_the_ledger_would_refuse(small: Office) -> None:
    assert code(small.begin(FIRST, small.refusal(second="supervisor-city"))) == (403, "coi_same_line")
    assert code(small.begin(FIRST, small.refusal(second="payer"))) == (403, "authority_missing")
    assert code(small.begin(FIRST, small.refusal(law=()))) == (422, "reasons_missing")
    stale = small.refusal()
    small.decline()
    answer = small.begin(FIRST, stale)
    assert code(answer) == (409, "stream_conflict")
    assert [one["type"] for one in answer.json()["unseen"]] == ["AttestationRefused"]
    without = small.refusal()._replace(disclosures=())
    assert code(small.begin(FIRST, without)) == (422, "disclosure_missing")
    other = small.begin("officer-2", small.refusal())
    assert code(other) == (422, "approval_unsigned")
    assert small.claim not in {one["stream"] for one in small.listed(SECOND)}, "nothing of it was kept"


def test_another_signature_or_another_statement_is_not_taken(small: Office) -> None:
    name = small.begun()
    shown = canonical(small.get(SECOND, f"/approvals/{name}").json()["envelope"])
    signed = add_signature(shown, small.stage.cast[SECOND].key)
    forged = signed.replace(signed[-40:-30], b"A" * 10)
    assert small.post(SECOND, f"/approvals/{name}", forged).status_code in (400, 422)
    stranger = SigningKey(bytes(range(32)))
    holder = replace(small.stage.cast[SECOND], key=stranger)
    other = small.made(small.claim, acts.refusal(small.applied), FIRST, holder)
    assert code(small.begin(FIRST, other)) == (422, "key_unknown")
    assert code(small.post(SECOND, f"/approvals/{name}", shown)) == (422, "approval_unsigned")
    again = small.refusal()
    theirs = add_signature(again.envelope, small.stage.cast[SECOND].key)
    assert code(small.post(SECOND, f"/approvals/{name}", theirs)) == (409, "approval_differs")
    assert code(small.begin(SECOND, again._replace(envelope=theirs))) == (422, "approval_complete")
    assert small.types() == ["ClaimReceived"]


def test_what_came_meanwhile_is_told_and_what_was_refused_stays_until_it_is_withdrawn(small: Office) -> None:
    name = small.begun()
    shown = canonical(small.get(SECOND, f"/approvals/{name}").json()["envelope"])
    small.decline()
    now = small.get(SECOND, f"/approvals/{name}").json()
    assert (now["state"], now["problem"]["code"]) == ("waiting", "stream_conflict")
    assert [one["type"] for one in now["problem"]["unseen"]] == ["AttestationRefused"]

    answer = small.sign(SECOND, name, shown=shown)
    assert code(answer) == (409, "stream_conflict")
    (listed,) = (one for one in small.listed(FIRST) if one["approval"] == name)
    assert (listed["state"], listed["problem"]["code"], listed["missing"]) == (
        "refused",
        "stream_conflict",
        [],
    )
    assert [one["type"] for one in listed["problem"]["unseen"]] == ["AttestationRefused"]

    for _ in range(2):
        gone = small.withdraw(SECOND, name)
        assert (gone.status_code, gone.json()["state"]) == (200, "over")
    assert code(small.sign(SECOND, name, shown=shown)) == (409, "approval_over")
    assert "envelope" not in small.get(FIRST, f"/approvals/{name}").json()


def test_whoever_may_no_longer_sign_is_not_shown_what_is_sealed(
    small: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    name = small.begun()
    assert "disclosures" in small.get(SECOND, f"/approvals/{name}").json()
    with monkeypatch.context() as patch:
        patch.setattr("ledger.application.approvals.warning", lambda *_: "coi_recused")
        assert "disclosures" not in small.get(SECOND, f"/approvals/{name}").json()
        assert "disclosures" in small.get(FIRST, f"/approvals/{name}").json(), "they wrote it"


def test_two_who_complete_it_at_once_record_it_once(office: Office) -> None:
    name = office.begun()
    shown = canonical(office.get(SECOND, f"/approvals/{name}").json()["envelope"])
    signed = add_signature(shown, office.stage.cast[SECOND].key)
    sessions, answers, start = [office.session(SECOND) for _ in range(4)], list[Any](), threading.Barrier(4)

    def send(headers: dict[str, str]) -> None:
        start.wait()
        answers.append(office.client.post(f"/approvals/{name}", content=signed, headers=headers))

    threads = [threading.Thread(target=send, args=(one,)) for one in sessions]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert {one.status_code for one in answers} <= {200, 201}
    assert len({one.json()["leaf"] for one in answers}) == 1
    assert office.types() == ["ClaimReceived", "EligibilityDecided"]
    assert office.client.get(f"/approvals/{name}/status").json() == {"state": "recorded"}


def test_whoever_finds_it_ended_between_two_looks_gets_the_receipt(
    small: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    name = small.begun()
    shown = canonical(small.get(SECOND, f"/approvals/{name}").json()["envelope"])
    opened = awaiting.Kept.open

    def late(kept: awaiting.Kept, one: Awaiting) -> Submission | None:
        monkeypatch.setattr(awaiting.Kept, "open", opened)
        assert small.sign(SECOND, name, shown=shown).status_code == 201
        return opened(kept, small.stage.ledger.sealer.vault.awaiting.find(one.id) or one)

    monkeypatch.setattr(awaiting.Kept, "open", late)
    assert small.sign(SECOND, name, shown=shown).status_code == 200


def test_what_was_recorded_before_a_crash_could_say_so_is_recorded(
    small: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    name = small.begun()
    with monkeypatch.context() as patch:
        patch.setattr("ledger.store.awaiting.AwaitingStore.end", lambda *_: None)
        assert small.sign(SECOND, name).status_code == 201
    assert small.client.get(f"/approvals/{name}/status").json() == {"state": "recorded"}
    assert small.stage.ledger.sealer.vault.awaiting.key(name) is None


def test_after_seven_days_it_is_over_and_after_a_month_forgotten(
    small: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    name = small.begun()
    store = small.stage.ledger.sealer.vault.awaiting
    small.stage.time.go_to(small.stage.time.today + timedelta(days=6))
    assert small.client.get(f"/approvals/{name}/status").json() == {"state": "waiting"}
    small.stage.time.go_to(small.stage.time.today + timedelta(days=2))
    assert small.client.get(f"/approvals/{name}/status").json() == {"state": "over"}
    assert (store.key(name), store.find(name) and store.find(name).box) == (None, b"")  # type: ignore[union-attr]
    small.stage.time.go_to(small.stage.time.today + timedelta(days=31))
    assert small.client.get(f"/approvals/{name}/status").status_code == 404


def test_one_person_cannot_let_more_wait_than_there_is_room_for(
    small: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    for one in small.listed(FIRST):
        small.withdraw(FIRST, one["approval"])
    monkeypatch.setattr(awaiting, "MOST", 1)
    name = small.begun()
    assert code(small.begin(FIRST, small.refusal())) == (503, "approvals_full")
    small.withdraw(FIRST, name)
    assert small.begin(FIRST, small.refusal()).status_code == 202
