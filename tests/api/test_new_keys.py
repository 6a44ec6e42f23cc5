"""A key that nobody knows yet waits for its registrar: a lost telephone, and what is kept out."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from api import approvals
from ledger.application import awaiting
from ledger.application.composing import Author
from ledger.application.enrolment import enrol_key, revoke_key
from ledger.application.keyring import Holder
from ledger.application.receipts import Submission
from ledger.application.stories import acts
from ledger.application.stories.telling import Telling, Words
from ledger.domain.codes import Custody, RevocationReason
from ledger.signing.canonical import canonical
from ledger.signing.dsse import format_envelope, parse_envelope, sign_envelope
from ledger.signing.keys import SigningKey
from tests.api.clients import ONE, body_of, stage_of
from tests.api.cosigning import Browsers, alone, code

REGISTRAR, ATTESTER = "registrar", "volunteer-health"
NO_WORDS = Words("", "")


class Town(Browsers):
    """A stage, whose rates let everybody ask as often as they like."""

    def renewed(self, seed: int, *, actor: str | None = None) -> Holder:
        """A new key of the attester's, or of another actor, in a browser."""
        held = self.stage.cast[ATTESTER]
        return replace(held, actor=actor or held.actor, key=SigningKey(bytes([seed]) * 32))

    def enrolment(self, holder: Holder, *, grantor: str = REGISTRAR) -> Submission:
        """The enrolment of a key, signed by that key alone."""
        author: Author = self.stage.author
        whole = enrol_key(
            author,
            self.stage.ledger.registry_stream,
            holder,
            custody=Custody.SELF,
            grantors=[self.stage.cast[grantor]],
        )
        return alone(whole, holder.key.id)

    def stranger(self, submission: Submission) -> Any:
        """Somebody who did not sign in sends it."""
        return self.client.post("/approvals", content=body_of(submission), headers=ONE)


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    folder: Path = tmp_path_factory.mktemp("new-keys")
    with stage_of(folder, f"sqlite:///{folder}/ledger.db") as (client, stage, _):
        yield Town(client, stage)


@pytest.fixture
def town(place: Town, monkeypatch: pytest.MonkeyPatch) -> Town:
    monkeypatch.setattr(approvals, "BY_PLACE", approvals.BY_PLACE._replace(many=10_000))
    return place


def test_after_a_lost_telephone_an_attester_attests_with_a_new_key(tmp_path: Path, database_url: str) -> None:
    """Lost, revoked, enrolled anew by telephone, and back at work: all of it over HTTP."""
    with stage_of(tmp_path, database_url) as (client, stage, _):
        town, telling = Town(client, stage), Telling(stage, "lost")
        registrar, old = stage.cast[REGISTRAR], stage.cast[ATTESTER]
        said = acts.application(stage.shared["rules"], telling.today)
        telling.say("application", "claim", said, "intake", words=NO_WORDS)

        lost = revoke_key(
            stage.author, telling.stream("registry"), old.key.id, RevocationReason.LOST, grantor=registrar
        )
        assert client.post("/statements", content=body_of(lost), headers=ONE).status_code == 201
        new = town.renewed(7)
        begun = town.stranger(town.enrolment(new))
        assert begun.status_code == 202, begun.text
        name = begun.json()["approval"]
        assert client.get(f"/approvals/{name}/status").json() == {"state": "waiting"}

        (listed,) = town.listed(REGISTRAR)
        assert (listed["type"], listed["begun_by"]) == ("KeyEnrolled", None)
        assert listed["signed"] == [{"key": new.key.id, "actor": old.actor}], "compared by telephone"
        done = town.sign(REGISTRAR, name)
        assert done.status_code == 201, done.text
        assert client.get(f"/approvals/{name}/status").json() == {"state": "recorded"}

        stage.cast[ATTESTER] = new
        seen = {"applicant/observations": "ไปเยี่ยมบ้านแล้ว"}
        says = acts.attestation(telling.today)
        telling.say("attested", "claim", says, ATTESTER, words=NO_WORDS, sealed=seen)
        assert {one.actor for one in stage.ledger.registry().keys.values() if one.id == new.key.id} == {
            old.actor
        }


def test_nothing_else_comes_in_without_signing_in(town: Town) -> None:
    stage, new = town.stage, town.renewed(11)
    telling = Telling(stage, "else")
    said = acts.application(stage.shared["rules"], telling.today)
    claim = telling.say("application", "claim", said, "intake", words=NO_WORDS).stream
    refusal = town.made(
        claim,
        acts.refusal(telling.entries["application"]),
        "officer-1",
        stage.cast["supervisor-district"],
        sealed={"applicant/facts": "-", "applicant/considerations": "-"},
    )
    nobody = f"actor/{stage.author.identifier()}"
    by_registrar = enrol_key(
        stage.author,
        stage.ledger.registry_stream,
        town.renewed(12),
        custody=Custody.SELF,
        grantors=[stage.cast[REGISTRAR]],
    )
    kept_out = {
        "another act": refusal,
        "a person of whom nobody has heard": town.enrolment(town.renewed(13, actor=nobody)),
        "a registrar who is none": town.enrolment(new, grantor="officer-1"),
        "without the new key": alone(by_registrar, stage.cast[REGISTRAR].key.id),
    }
    found = {what: code(town.stranger(one)) for what, one in kept_out.items()}
    assert found == dict.fromkeys(kept_out, (401, "approval_needs_session"))
    assert [one for one in town.listed(REGISTRAR) if one["state"] == "waiting"] == []


def test_without_the_look_at_what_it_is_a_stranger_would_get_in(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The control of the test above: an officer's refusal that nobody who signed in stands for."""
    monkeypatch.setattr("ledger.application.approvals.is_new_key", lambda *_: True)
    stage, telling = town.stage, Telling(town.stage, "control")
    said = acts.application(stage.shared["rules"], telling.today)
    claim = telling.say("application", "claim", said, "intake", words=NO_WORDS).stream
    refusal = town.made(
        claim,
        acts.refusal(telling.entries["application"]),
        "officer-1",
        stage.cast["supervisor-district"],
        sealed={"applicant/facts": "-", "applicant/considerations": "-"},
    )
    begun = town.stranger(refusal)
    assert begun.status_code == 202
    town.withdraw("officer-1", begun.json()["approval"])


def test_a_key_without_its_proof_of_possession_does_not_wait(town: Town) -> None:
    """Nobody lets somebody else's key be enrolled in their own name."""
    new = town.renewed(21)
    whole = town.enrolment(new)
    payload = parse_envelope(whole.envelope).payload
    start = payload.index(b'"possession":"') + len(b'"possession":"')
    changed = payload[:start] + b"AAAA" + payload[start + 4 :]
    forged = sign_envelope(changed, [new.key])
    assert code(town.stranger(Submission(format_envelope(forged)))) == (422, "sig_invalid")


def test_a_person_sees_and_ends_what_asks_for_a_key_in_their_name(town: Town) -> None:
    begun = town.stranger(town.enrolment(town.renewed(31))).json()["approval"]
    assert begun in [one["approval"] for one in town.listed(ATTESTER)]
    assert town.withdraw(ATTESTER, begun).json()["state"] == "over"
    assert town.client.get(f"/approvals/{begun}/status").json() == {"state": "over"}


def test_a_place_lets_few_keys_ask_and_all_places_together_not_many(
    place: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(approvals, "BY_PLACE", approvals.BY_PLACE._replace(kind="here", many=2))
    monkeypatch.setattr(awaiting, "MOST", 1)
    first = place.enrolment(place.renewed(41))
    name = place.stranger(first).json()["approval"]
    assert code(place.stranger(place.enrolment(place.renewed(42)))) == (503, "approvals_full")
    answer = place.stranger(first)
    assert code(answer) == (429, "rate")
    assert int(answer.headers["retry-after"]) > 3000
    place.withdraw(REGISTRAR, name)
    shown = canonical({"payload": "", "payloadType": "", "signatures": []})
    assert code(place.post(REGISTRAR, f"/approvals/{name}", shown))[0] == 400
