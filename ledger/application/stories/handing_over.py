"""What the grandmother of the demonstration holds in her hand, for anybody to try: number and code."""

import json
from typing import Final

from ledger.application.composing import Author
from ledger.application.filings.opening import open_desk
from ledger.application.ledger import Ledger
from ledger.application.receipt_codes import Cost
from ledger.application.sequencer import Clock
from ledger.application.settings import Settings
from ledger.application.stories.telling import Telling
from ledger.store.files import write_durably

NOTE: Final = "demonstration.json"
"""A file of the key folder, since what it holds opens a case."""


def hand_over(
    ledger: Ledger,
    settings: Settings,
    author: Author,
    clock: Clock,
    story: Telling,
    *,
    cost: Cost | None = None,
) -> None:
    """Give the appeal of ``story`` a case number and a code, and keep both in ``NOTE``.

    Args:
        ledger: Open for writing, in which the story was lived.
        settings: Where its vault and its key folder are.
        author: The ledger's name, under the time of the stage.
        clock: The same time.
        story: Of somebody who appealed.
        cost: What hashing the code costs; as much as it should by default.
    """
    stream = story.stream("grievance")
    with open_desk(ledger, settings, author, clock, cost=cost) as desk:
        boxes = desk.mailboxes
        with boxes.place():
            mailbox = boxes.open(stream, boxes.draw("demonstration", stream))
    note = {**mailbox._asdict(), "claim": story.stream("claim"), "grievance": stream}
    write_durably(settings.keys / NOTE, json.dumps(note, indent=1).encode() + b"\n")
