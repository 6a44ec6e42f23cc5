"""The door as a program uses it: statements handed in over HTTP, receipts and problems read back."""

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

from starlette.testclient import TestClient

from api.app import create_app
from ledger.application.admission import Admission
from ledger.application.assembly import create, open_ledger
from ledger.application.filings.desk import IntakeDesk
from ledger.application.filings.opening import open_desk
from ledger.application.finding import finder_of
from ledger.application.ledger import Ledger
from ledger.application.receipt_codes import Cost
from ledger.application.receipts import Receipt, Rejected, Submission, Unseen
from ledger.application.sequencer import Clock
from ledger.application.settings import Settings
from ledger.application.stories.library import BEGINNING
from ledger.application.stories.opening import open_stage
from ledger.application.stories.telling import Stage, StageTime
from ledger.cli.edges import author
from ledger.signing.canonical import canonical
from ledger.signing.dsse import parse_envelope
from tests.stories.stage import ORIGIN

ONE = {"content-type": "application/json"}
MANY = {"content-type": "application/jsonl"}
CHEAP = Cost(passes=1, memory=8192)


@contextmanager
def client_of(settings: Settings, clock: Clock, **more: Any) -> Iterator[TestClient]:
    """Serve the ledger of ``settings`` in this process; what leaves the application fails the test."""
    with open_ledger(settings, clock, write=True) as ledger, desk_of(ledger, settings, clock) as desk:
        offered = {"desk": desk, "finder": finder_of(ledger.sealer)} | more
        app = create_app(ledger, bytes(32), clock, Admission(settings.keys), **offered)
        with TestClient(app, base_url="http://ledger.test") as client:
            yield client


@contextmanager
def desk_of(
    ledger: Ledger, settings: Settings, clock: Clock, *, names: Sequence[str] = ()
) -> Iterator[IntakeDesk]:
    """The desk of ``ledger``, where hashing a code costs next to nothing."""
    here = replace(author(ledger.origin), instant=lambda: clock().strftime("%Y-%m-%dT%H:%M:%SZ"))
    with open_desk(ledger, settings, here, clock, names=names, cost=CHEAP) as desk:
        yield desk


@contextmanager
def stage_of(folder: Path, database_url: str, **more: Any) -> Iterator[tuple[TestClient, Stage, Settings]]:
    """Serve a new ledger whose time is that of the stories. What the stage submits goes in over HTTP."""
    separate = {
        "PHAYAN_VAULT_DB": f"sqlite:///{folder}/vault.db",
        "PHAYAN_KEY_DB": f"sqlite:///{folder}/data-keys.db",
    }
    settings, time = Settings.of(database_url, folder / "keys", separate), StageTime(BEGINNING)
    here = replace(author(ORIGIN), instant=time.instant)
    create(settings, here, time.now)
    with client_of(settings, time.now, **more) as client:
        through = Through(client, client.app.state.ledger)  # type: ignore[attr-defined]
        stage, _ = open_stage(through, settings, here, time)  # type: ignore[arg-type]
        yield client, stage, settings


def body_of(submission: Submission) -> bytes:
    """The body that hands ``submission`` in."""
    if not submission.disclosures:
        return submission.envelope
    disclosures = canonical(list(submission.disclosures))
    return b'{"envelope":' + submission.envelope + b',"disclosures":' + disclosures + b"}"


def bundle_of(submissions: Sequence[Submission]) -> bytes:
    return b"".join(body_of(one) + b"\n" for one in submissions)


class Through:
    """A ledger that takes statements over HTTP alone, and is read as always."""

    def __init__(self, client: TestClient, ledger: Ledger) -> None:
        self._client = client
        self._ledger = ledger
        self.statuses: list[int] = []

    def submit(self, submissions: Sequence[Submission]) -> list[Receipt | Rejected]:
        return [self._post(one) for one in submissions]

    def _post(self, submission: Submission) -> Receipt | Rejected:
        answer = self._client.post("/statements", content=body_of(submission), headers=ONE)
        self.statuses.append(answer.status_code)
        return outcome_of(answer.json())

    def __getattr__(self, name: str) -> Any:
        return getattr(self._ledger, name)


def outcome_of(members: dict[str, Any]) -> Receipt | Rejected:
    if "code" not in members:
        return Receipt(**members)
    unseen = tuple(Unseen(**one) for one in members.get("unseen", ()))
    return Rejected(members.get("id"), members["code"], members["title"], unseen)


def members_of(submission: Submission) -> dict[str, Any]:
    """The members of the statement that ``submission`` hands in."""
    members: dict[str, Any] = json.loads(parse_envelope(submission.envelope).payload)
    return members
