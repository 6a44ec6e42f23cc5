"""What some persons of the demonstration hold in their hand, for anybody to try: number and code."""

import json
from collections.abc import Mapping
from typing import Any, Final

from ledger.application.filings.opening import open_desk
from ledger.application.mailboxes import Mailbox, Mailboxes
from ledger.application.receipt_codes import Cost
from ledger.application.settings import Settings
from ledger.application.stories.telling import Stage, Telling, Words
from ledger.store.files import write_durably

NOTE: Final = "demonstration.json"
"""A file of the key folder, since what it holds opens a case."""


FRESH: Final[Mapping[str, Words]] = {
    "grievance:to-confirm": Words(
        "ผู้ร้องที่หน่วยงานบอกว่าขอโทษแล้ว: ยืนยัน หรือบอกว่ายังไม่มีใครมาขอโทษ",
        "The office says it apologised: confirm it, or say that nobody came",
    ),
    "grievance:to-determine": Words(
        "ผู้อุทธรณ์: ดูว่าใครต้องตอบ ภายในวันไหน", "An appeal in hand: see who must answer, and by when"
    ),
    "grievance:to-acknowledge": Words(
        "ผู้ร้องที่เพิ่งยื่นเรื่อง: เพิ่มหลักฐาน หรือถอนเรื่อง",
        "A complaint that has just come: add to it, or withdraw it",
    ),
}
"""Fresh cases that are handed over as well, and what their person may do."""
REFUSED: Final = ("claim:refused", "refusal claim:refused")
"""The stream of a refusal against which nobody has appealed yet, and the act itself."""


def hand_over(
    stage: Stage, settings: Settings, story: Telling, fresh: Telling, *, cost: Cost | None = None
) -> None:
    """Give the appeal of ``story``, and some fresh cases, a case number and a code; keep them in ``NOTE``.

    Of the refusal that may still be appealed it keeps the number by which its letter names it.

    Args:
        stage: Where they were lived.
        settings: Where its vault and its key folder are.
        story: Of somebody who appealed.
        fresh: What is open today.
        cost: What hashing the code costs; as much as it should by default.
    """
    stream = story.stream("grievance")
    claim, refusal = REFUSED
    with open_desk(stage.ledger, settings, stage.author, stage.time.now, cost=cost) as desk:
        note: dict[str, Any] = {
            **_open(desk.mailboxes, stream)._asdict(),
            "claim": story.stream("claim"),
            "grievance": stream,
            "fresh": [
                {**_open(desk.mailboxes, fresh.stream(kind))._asdict(), **words._asdict()}
                for kind, words in FRESH.items()
            ],
            "refused": {"claim": fresh.stream(claim), "index": fresh.receipt(refusal).index},
        }
    write_durably(settings.keys / NOTE, json.dumps(note, indent=1).encode() + b"\n")


def _open(boxes: Mailboxes, stream: str) -> Mailbox:
    with boxes.place():
        return boxes.open(stream, boxes.draw("demonstration", stream))
