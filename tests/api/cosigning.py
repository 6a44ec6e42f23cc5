"""What several people do in browsers of their own: each with a session, a key, and nothing else."""

import json
from collections.abc import Mapping
from typing import Any

from starlette.testclient import TestClient

from ledger.application.cosigning import add_signature
from ledger.application.keyring import Holder
from ledger.application.receipts import Submission
from ledger.application.stories.telling import Stage
from ledger.domain.types import Event, Seen
from ledger.signing.canonical import canonical
from ledger.signing.dsse import Envelope, format_envelope, parse_envelope
from ledger.signing.strict_json import JsonValue
from tests.api.clients import ONE, body_of
from tests.api.signing_in import built, token
from tests.stories.stage import ORIGIN


class Browsers:
    """Everybody of a stage at the door, each by the name of their key."""

    def __init__(self, client: TestClient, stage: Stage) -> None:
        self.client = client
        self.stage = stage
        self.drawn = 0

    def session(self, name: str) -> dict[str, str]:
        self.drawn += 1
        envelope = built(ORIGIN, self.stage.time.now(), self.stage.cast[name].key, nonce=f"{self.drawn:022}")
        return token(self.client, envelope)

    def head(self, stream: str) -> Seen | None:
        rows = self.stage.ledger.store.stream(stream)
        return Seen(rows[-1].version, rows[-1].leaf.hex()) if rows else None

    def made(
        self,
        stream: str,
        says: Event,
        first: str,
        *others: Holder,
        sealed: Mapping[str, JsonValue] | None = None,
    ) -> Submission:
        """A statement that ``first`` signed, and ``others`` are to sign."""
        holder = self.stage.cast[first]
        return self.stage.author.compose(
            stream,
            says,
            by=holder.actor,
            keys=[holder.key],
            seen=self.head(stream),
            sealed=sealed,
            others=[one.key.id for one in others],
        )

    def begin(self, name: str, submission: Submission) -> Any:
        return self.post(name, "/approvals", body_of(submission))

    def sign(self, name: str, approval: str, *, shown: bytes | None = None) -> Any:
        """Open what waits, sign the very bytes, send them."""
        data = shown or canonical(self.get(name, f"/approvals/{approval}").json()["envelope"])
        return self.post(name, f"/approvals/{approval}", add_signature(data, self.stage.cast[name].key))

    def post(self, name: str, path: str, body: bytes) -> Any:
        return self.client.post(path, content=body, headers=ONE | self.session(name))

    def get(self, name: str, path: str) -> Any:
        return self.client.get(path, headers=self.session(name))

    def withdraw(self, name: str, approval: str) -> Any:
        return self.client.delete(f"/approvals/{approval}", headers=self.session(name))

    def listed(self, name: str) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = self.get(name, "/approvals").json()["approvals"]
        return found


def alone(submission: Submission, *keys: str) -> Submission:
    """What is left of a submission when of its signatures only those of ``keys`` are there."""
    envelope = parse_envelope(submission.envelope)
    left = tuple(one for one in envelope.signatures if one[0] in keys)
    return Submission(format_envelope(Envelope(envelope.payload, envelope.payload_type, left)))


def code(answer: Any) -> tuple[int, str]:
    return answer.status_code, json.loads(answer.content).get("code", "")
