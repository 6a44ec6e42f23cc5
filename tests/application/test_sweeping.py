"""What no entry names is swept after a day, and never sooner."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import pytest

from benchmarks.fixture import now
from ledger.application.erasing import DAY, Erasures, Swept
from ledger.application.ledger import Ledger
from ledger.application.receipts import Submission
from ledger.domain.claim.events import ClaimReceived
from ledger.domain.types import ActorRef, Code
from ledger.store.appending import Appending
from ledger.store.errors import StoreError
from ledger.store.vault import Vault
from tests.application.conftest import Place
from tests.application.erasures import PERSON, claim, importing, openable, taken
from tests.application.test_finding import finder

LATER = DAY + timedelta(seconds=2)


def application(place: Place, stream: str, **more: str) -> Submission:
    says = ClaimReceived(
        programme=place.signers.programme,
        benefit=Code("old_age_allowance"),
        facts=(),
        documents=(),
        official=ActorRef(f"actor/{stream.removeprefix('claim/')}"),
    )
    return importing(place, stream, says, {**PERSON, **more})


@contextmanager
def full_disk() -> Iterator[None]:
    """The vault is written, and the ledger is not."""

    def fails(*_args: Any) -> None:
        raise StoreError("the disk is full")

    with pytest.MonkeyPatch.context() as patch, pytest.raises(StoreError, match="full"):
        patch.setattr(Appending, "write", fails)
        yield


def new_stream(place: Place) -> str:
    return f"claim/{place.signers.author.identifier()}"


def vault_of(ledger: Ledger) -> Vault:
    return ledger.sealer.vault


def sweep(ledger: Ledger, after: timedelta) -> Swept:
    return Erasures(ledger.store, ledger.sealer).sweep(now() + after)


def test_what_no_entry_names_goes_after_a_day_with_keys_and_marks(place: Place) -> None:
    stream, programme = new_stream(place), place.signers.programme.stream
    with place.open() as ledger:
        named = claim(place, ledger, {"applicant/name": "คนอื่น สมมุติ"})
        with full_disk():
            ledger.submit([application(place, stream)])
        vault = vault_of(ledger)
        assert len(vault.of_subject(stream, "applicant")) == 1
        assert finder(ledger).find_person(programme, "0000000000001") != []

        assert sweep(ledger, DAY - timedelta(minutes=5)) == (0, 0)
        assert len(vault.of_subject(stream, "applicant")) == 1

        assert sweep(ledger, LATER) == (2, 0)
        assert vault.of_subject(stream, "applicant") == []
        assert sweep(ledger, LATER + LATER) == (0, 2)  # what opened nothing for a day
        assert vault.generations([(stream, "applicant"), (stream, "named-1")]) == {}
        assert finder(ledger).find_person(programme, "0000000000001") == []
        assert openable(ledger, named) == {(1, "applicant/name")}
        assert sweep(ledger, LATER) == (0, 0)


def test_what_an_entry_names_stays_for_ever(place: Place) -> None:
    with place.open() as ledger:
        stream = claim(place, ledger)
        assert sweep(ledger, LATER) == (0, 0)
        assert sweep(ledger, timedelta(days=4000)) == (0, 0)
        assert len(openable(ledger, stream)) == 4


def test_without_a_look_at_the_log_all_would_be_swept(small: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    """The control of the test above."""
    with small.open() as ledger:
        stream = claim(small, ledger)
        monkeypatch.setattr(Appending, "statements", lambda *_: {})

        assert sweep(ledger, LATER) == (2, 0)
        assert openable(ledger, stream) == set()


def test_of_two_boxes_under_one_id_the_one_that_the_entry_means_stays(place: Place) -> None:
    """The first was never recorded, and its id came again with other words."""
    stream = new_stream(place)
    first = application(place, stream, **{"applicant/village": "หมู่ ผิด"})
    second = application(place, stream)
    with place.open() as ledger:
        with full_disk():
            ledger.submit([first])
        again = _same_id(place, first, second)
        taken(ledger, again)
        assert len(vault_of(ledger).of_subject(stream, "applicant")) == 2
        assert finder(ledger).find_words("ผิด") != []

        assert sweep(ledger, LATER).boxes == 2
        assert len(openable(ledger, stream)) == 4
        assert finder(ledger).find_words("ผิด") == []
        assert len(finder(ledger).find_words("สมมุติ")) == 1


def _same_id(place: Place, first: Submission, second: Submission) -> Submission:
    """``second`` under the id of ``first``, signed anew."""
    import json

    from ledger.signing.dsse import parse_envelope

    one, other = (json.loads(parse_envelope(each.envelope).payload) for each in (first, second))
    signed = place.signers.sign({**other, "id": one["id"]})
    return Submission(signed.envelope, second.disclosures)


def test_a_key_under_which_somebody_is_about_to_seal_is_left_for_a_day(place: Place) -> None:
    """It is drawn before there is anything that it opens."""
    with place.open() as ledger:
        key = ledger.sealer.newest_key("claim/a", "applicant")
        assert sweep(ledger, timedelta()) == (0, 0)
        assert sweep(ledger, DAY) == (0, 0)
        vault_of(ledger).put_sealed(
            "00000000-0000-4000-8000-000000000001", "claim/a", "applicant", b"a box that never waits"
        )
        assert sweep(ledger, LATER) == (0, 0)
        assert sweep(ledger, 3 * DAY) == (0, 0)
        assert ledger.sealer.held_keys("claim/a", "applicant") == [key]

        idle = ledger.sealer.newest_key("claim/b", "applicant")  # the control: nothing is ever sealed
        assert sweep(ledger, timedelta()) == (0, 0)
        assert ledger.sealer.held_keys("claim/b", "applicant") == [idle]
        assert sweep(ledger, LATER) == (0, 1)
        assert ledger.sealer.held_keys("claim/b", "applicant") == []
