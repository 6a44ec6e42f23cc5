"""Somebody without a key, as their own client speaks for them."""

import json
import uuid
from typing import Any

from starlette.testclient import TestClient

from ledger.application.filings.desk import IntakeDesk
from ledger.application.stories.telling import StageTime

STORY = "รอคำตอบมาสามเดือนแล้ว ไม่มีใครติดต่อกลับ"
NAME = "นางตัวอย่าง สมมุติ"
CONTACT = "ฝากเพื่อนบ้านสมมุติ 099-000-0000"
NATIONAL_ID = "1234567890121"
COMPLAINT: dict[str, Any] = {
    "kind": "service_complaint",
    "benefit": "old_age_allowance",
    "grounds": ["delay"],
    "remedies": ["apology"],
    "anonymity": "open",
    "area": "9999",
    "words": {"text": STORY, "name": NAME, "contact": CONTACT, "national_id": NATIONAL_ID},
}
ANONYMOUS = COMPLAINT | {
    "kind": "integrity_allegation",
    "grounds": ["bribery"],
    "anonymity": "anonymous",
    "words": {"text": STORY},
}
HELP = {"language": "th", "read_back": True, "confirmation": "thumbprint"}
KEY = "5a11dead-0000-4000-8000-000000000001"


def without(body: dict[str, Any], *names: str) -> dict[str, Any]:
    return {name: value for name, value in body.items() if name not in names}


class Citizen:
    """One person at their telephone. Between two requests time passes, if the stage has one."""

    def __init__(
        self, client: TestClient, time: StageTime | None = None, case: str = "", code: str = ""
    ) -> None:
        self.client = client
        self.time = time
        self.case = case
        self.code = code

    def post(self, path: str, body: object, key: str | None = None, **headers: str) -> Any:
        """Send ``body`` under ``key``, or under a new one."""
        if self.time is not None:
            self.time.pass_by()
        head = {"content-type": "application/json", "idempotency-key": key or str(uuid.uuid4())} | headers
        content = body if isinstance(body, bytes) else json.dumps(body).encode()
        return self.client.post(path, content=content, headers=head)

    def file(self, body: object = COMPLAINT, key: str | None = None, **headers: str) -> Any:
        """File, and remember what was given. So much time passes that nobody files too often."""
        if self.time is not None:
            self.time.pass_by()
        answer = self.post("/filings", body, key, **headers)
        if answer.status_code == 201:
            self.case, self.code = answer.json()["case"], answer.json().get("code", "")
        return answer

    def say(self, type_: str, key: str | None = None, **members: Any) -> Any:
        """Say something in the case."""
        body = {"code": self.code, "type": type_, **members}
        return self.post(f"/filings/{self.case}/messages", body, key)

    def open(self, code: str | None = None) -> Any:
        """Open the case."""
        return self.post(f"/filings/{self.case}/openings", {"code": self.code if code is None else code})

    def file_of(self, sha256: str, code: str | None = None) -> Any:
        """Fetch a file of the case."""
        body = {"code": self.code if code is None else code, "sha256": sha256}
        return self.post(f"/filings/{self.case}/documents", body)

    def track(self) -> Any:
        """Look at what the case number tells."""
        return self.client.get(f"/filings/{self.case}")


def desk_behind(client: TestClient) -> IntakeDesk:
    """The desk that ``client`` speaks to."""
    desk: IntakeDesk = client.app.state.filings.desk  # type: ignore[attr-defined]
    return desk
