"""Erasing a person: the record first, then the deed, and nothing else is lost on the way."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from ledger.application.keyring import Keyring
from ledger.application.ledger import Ledger
from ledger.application.receipts import Receipt, Rejected
from ledger.application.sealing import Sealer
from ledger.signing.strict_json import JsonValue
from ledger.store.errors import StoreUnreachable
from ledger.store.vault import Vault
from tests.application.conftest import Place
from tests.application.erasures import claim, enrol_bodies, erasing, openable, supply, taken
from tests.support.databases import private_schema
from tests.support.founding import founded

NAMES = {"applicant/name", "applicant/national_id", "applicant/village", "named-1/name"}
STEPS = ("keep_data_key", "replace", "destroy_keys", "leave_no_trace", "set_erased_to")
"""The steps of an erasure in the vault and the keys, in their order."""


class Killed(BaseException):
    """The process ends here, as a power cut ends it: nothing catches this."""


@pytest.fixture
def here(tmp_path: Path, database_url: str, request: pytest.FixtureRequest) -> Iterator[Place]:
    """A founded ledger; ledger, vault and keys all on the same kind of database."""
    if database_url.startswith("sqlite"):
        settings, signers = founded(tmp_path, database_url, importers=1)
        place = Place(settings, signers)
        enrol(place)
        yield place
        return
    server = request.getfixturevalue("postgres_url")
    with private_schema(server) as vault, private_schema(server) as keys:
        settings, signers = founded(tmp_path, database_url, importers=1)
        place = Place(replace(settings, vault_db=vault, key_db=keys), signers)
        enrol(place)
        yield place


def enrol(place: Place) -> None:
    with place.open() as ledger:
        enrol_bodies(ledger, Keyring(place.settings.keys), place.signers.author)


def keys_of(ledger: Ledger, stream: str) -> dict[str, list[int]]:
    pairs = [(stream, subject) for subject in ("applicant", "named-1")]
    found = ledger.sealer.vault.generations(pairs)
    return {subject: sorted(keys) for (_, subject), keys in found.items()}


def test_what_is_erased_does_not_open_and_everything_else_does(here: Place) -> None:
    with here.open() as ledger:
        stream, other = claim(here, ledger), claim(here, ledger)
        supply(here, ledger, stream, {"applicant/text": "ขอเพิ่มเติม", "applicant/name": "ยาย ตัวอย่าง"})
        taken(ledger, erasing(here, ledger, stream, {1: ["applicant/name"], 2: ["applicant/text"]}))

        left = {(1, name) for name in NAMES - {"applicant/name"}} | {(2, "applicant/name")}
        assert openable(ledger, stream) == left
        assert openable(ledger, other) == {(1, name) for name in NAMES}
        assert keys_of(ledger, stream) == {"applicant": [2], "named-1": [1]}

        taken(ledger, erasing(here, ledger, stream, {2: ["applicant/name"]}))
        assert openable(ledger, stream) == left - {(2, "applicant/name")}
        assert keys_of(ledger, stream) == {"applicant": [3], "named-1": [1]}


def test_where_nothing_remains_a_key_that_opened_nothing_waits_for_what_comes(here: Place) -> None:
    with here.open() as ledger:
        stream = claim(here, ledger)
        fields = sorted(name for name in NAMES if name.startswith("applicant"))
        taken(ledger, erasing(here, ledger, stream, {1: fields}))
        assert openable(ledger, stream) == {(1, "named-1/name")}
        assert keys_of(ledger, stream) == {"applicant": [2], "named-1": [1]}

        supply(here, ledger, stream, {"applicant/text": "มาใหม่"})
        assert openable(ledger, stream) == {(1, "named-1/name"), (3, "applicant/text")}
        assert set(ledger.sealer.vault.wraps(stream, "applicant")) == {"case-unit", "oversight"}


def test_wraps_are_those_of_the_key_that_holds(here: Place) -> None:
    from ledger.application.sealing import unwrap

    oversight = Keyring(here.settings.keys).existing_secret("oversight")
    with here.open() as ledger:
        stream = claim(here, ledger)
        taken(ledger, erasing(here, ledger, stream, {1: ["applicant/name"]}))
        vault = ledger.sealer.vault

        wraps = vault.wraps(stream, "applicant")
        assert unwrap(oversight, wraps["oversight"]) == vault.data_key(stream, "applicant")


@pytest.mark.parametrize("after", [False, True], ids=["before", "after"])
@pytest.mark.parametrize("step", STEPS)
def test_a_crash_at_any_step_loses_nothing_else_and_is_made_up_for(
    here: Place, monkeypatch: pytest.MonkeyPatch, step: str, *, after: bool
) -> None:
    """Whether the step itself was done or not."""
    with here.open() as ledger:
        stream = claim(here, ledger)
        supply(here, ledger, stream, {"applicant/text": "ขอเพิ่มเติม"})
        everything = openable(ledger, stream)
        gone = {(1, "applicant/name"), (2, "applicant/text")}
        submission = erasing(here, ledger, stream, {1: ["applicant/name"], 2: ["applicant/text"]})
        done = getattr(Vault, step)

        def dies(*args: Any, **kwargs: Any) -> None:
            if after:
                done(*args, **kwargs)
            raise Killed

        with monkeypatch.context() as patch, pytest.raises(Killed):
            patch.setattr(Vault, step, dies)
            ledger.submit([submission])
        assert openable(ledger, stream) >= everything - gone

    with here.open() as ledger:  # the next opening for writing
        assert openable(ledger, stream) == everything - gone
        assert keys_of(ledger, stream) == {"applicant": [2], "named-1": [1]}
        assert ledger.sealer.vault.erased_to() == ledger.store.head().size
        (again,) = ledger.submit([submission])
        assert isinstance(again, Receipt)
        assert again.repeated
        assert keys_of(ledger, stream) == {"applicant": [2], "named-1": [1]}


def test_without_the_next_opening_what_was_to_be_erased_would_still_be_there(
    here: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The control of the test above."""
    with here.open() as ledger:
        stream = claim(here, ledger)

        def dies(*_args: Any, **_kwargs: Any) -> None:
            raise Killed

        with monkeypatch.context() as patch, pytest.raises(Killed):
            patch.setattr(Vault, "replace", dies)
            ledger.submit([erasing(here, ledger, stream, {1: ["applicant/name"]})])
        assert (1, "applicant/name") in openable(ledger, stream)


def test_whoever_erases_is_told_when_the_deed_fails_and_the_others_get_their_receipts(
    here: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    with here.open() as ledger:
        stream = claim(here, ledger)
        size = ledger.store.head().size

        def refuses(*_args: Any, **_kwargs: Any) -> None:
            raise StoreUnreachable("the vault is not there")

        submission = erasing(here, ledger, stream, {1: ["applicant/name"]})
        with monkeypatch.context() as patch, pytest.raises(StoreUnreachable):
            patch.setattr(Vault, "replace", refuses)
            ledger.submit([submission])
        assert ledger.store.head().size == size + 1

        assert taken(ledger, submission).repeated
        assert (1, "applicant/name") not in openable(ledger, stream)


def test_a_refused_erasure_destroys_nothing(here: Place) -> None:
    with here.open() as ledger:
        stream = claim(here, ledger)
        (answer,) = ledger.submit([erasing(here, ledger, stream, {1: ["applicant/reasons"]})])

        assert isinstance(answer, Rejected)
        assert answer.code == "not_erasable"
        assert openable(ledger, stream) == {(1, name) for name in NAMES}


def test_what_was_erased_does_not_come_back_with_the_statement_that_told_it(here: Place) -> None:
    from ledger.domain.claim.events import ClaimReceived
    from ledger.domain.types import ActorRef, Code
    from tests.application.erasures import PERSON, importing

    with here.open() as ledger:
        author = here.signers.author
        stream, official = f"claim/{author.identifier()}", ActorRef(f"actor/{author.identifier()}")
        says = ClaimReceived(
            programme=here.signers.programme,
            benefit=Code("old_age_allowance"),
            facts=(),
            documents=(),
            official=official,
        )
        told = importing(here, stream, says, PERSON)
        taken(ledger, told)
        taken(ledger, erasing(here, ledger, stream, {1: sorted(NAMES)}))
        assert taken(ledger, told).repeated

        assert openable(ledger, stream) == set()
        assert ledger.sealer.vault.of_subject(stream, "applicant") == []


def test_an_old_copy_of_the_keys_is_erased_in_again(small: Place) -> None:
    """The key database alone comes back from before the erasure."""
    import shutil

    enrol(small)
    keys = Path(small.settings.key_db.removeprefix("sqlite:///"))
    with small.open() as ledger:
        stream = claim(small, ledger)
    shutil.copy(keys, keys.with_suffix(".copy"))
    with small.open() as ledger:
        old = ledger.sealer.vault.data_key(stream, "applicant")
        fields = sorted(name for name in NAMES if name.startswith("applicant"))
        taken(ledger, erasing(small, ledger, stream, {1: fields}))
    for path in keys.parent.glob(keys.name + "-*"):
        path.unlink()
    shutil.copy(keys.with_suffix(".copy"), keys)
    assert old is not None
    assert old in keys.read_bytes()  # the control: the copy does hold it

    with small.open() as ledger:
        assert keys_of(ledger, stream) == {"named-1": [1]}
    assert old not in keys.read_bytes()


def test_sealing_waits_while_something_is_erased(small: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    """Else a box could be closed with a key that is destroyed a moment later."""
    from ledger.store.engines import open_engine
    from ledger.store.errors import StoreLocked
    from ledger.store.recorder import Recorder

    enrol(small)
    engine = open_engine(small.settings.ledger_db, lock_timeout=0.05)
    with small.open() as ledger:
        stream, met = claim(small, ledger), list[bool]()
        erase = Sealer.erase

        def looks(*args: Any) -> None:
            with pytest.raises(StoreLocked), Recorder(engine).appending():
                pass
            met.append(True)
            erase(*args)

        monkeypatch.setattr(Sealer, "erase", looks)
        taken(ledger, erasing(small, ledger, stream, {1: ["applicant/name"]}))
    engine.dispose()
    assert met == [True]


class Shelf:
    """Files of one person, each under a key that the data keys wrap: told by the names of both."""

    def __init__(self, wrapped: dict[str, bytes]) -> None:
        self.wrapped = wrapped

    def erase(self, _stream: str, _subject: str, digests: Iterable[str]) -> None:
        for one in digests:
            self.wrapped.pop(one, None)

    def rekey(self, _stream: str, _subject: str, new: bytes) -> None:
        self.wrapped = dict.fromkeys(self.wrapped, new)


def test_files_go_with_the_field_that_describes_them_and_the_others_get_the_new_key(here: Place) -> None:
    gone, twice, stays = "a" * 64, "b" * 64, "c" * 64
    with here.open() as ledger:
        stream = claim(
            here, ledger, {"applicant/document-1": file(gone), "applicant/document-2": file(twice)}
        )
        supply(
            here, ledger, stream, {"applicant/document-1": file(twice), "applicant/document-2": file(stays)}
        )
        (key,) = ledger.sealer.held_keys(stream, "applicant")
        shelf = ledger.sealer.files = Shelf(dict.fromkeys((gone, twice, stays), key))
        fields = ["applicant/document-1", "applicant/document-2"]
        taken(ledger, erasing(here, ledger, stream, {1: fields}))

        (new,) = ledger.sealer.held_keys(stream, "applicant")
        assert shelf.wrapped == {twice: new, stays: new}
        assert new == ledger.sealer.newest_key(stream, "applicant") != key


def file(digest: str) -> JsonValue:
    return {"sha256": digest, "media": "image/jpeg", "bytes": 3}
