"""What was recorded under a request stays what it was, however the log has moved on since."""

from dataclasses import replace

from ledger.application.filings.asked import Appeal
from ledger.application.filings.filing import appealed
from ledger.application.filings.recording import Signing
from ledger.domain.casework_codes import Anonymity, Ground, Kind
from ledger.domain.grievance.records import INITIAL
from ledger.domain.types import EntryRef

BELOW = "grievance/5a11dead-0000-4000-8000-000000000001"
RULES = EntryRef("programme/5a11dead-0000-4000-8000-000000000002", 1, "0" * 64)
NEWER = EntryRef(RULES.stream, 2, "1" * 64)
STATE = INITIAL._replace(kind=Kind.SERVICE_COMPLAINT, anonymity=Anonymity.OPEN, level=1, programme=RULES)
ASKED = Appeal(grounds=(Ground.DELAY,))
SIGNING = Signing("actor/5a11dead-0000-4000-8000-000000000003", "2026-11-28T03:04:05Z")


def test_an_appeal_sent_again_is_the_same_though_its_case_is_read_otherwise_now() -> None:
    first = appealed(ASKED, BELOW, STATE, RULES, SIGNING)
    assert (first.kind, first.level, first.appeal_of) == (Kind.SERVICE_COMPLAINT, 2, BELOW)
    reclassified = STATE._replace(kind=Kind.CONDUCT_COMPLAINT)

    assert appealed(ASKED, BELOW, reclassified, NEWER, SIGNING) != first
    assert appealed(ASKED, BELOW, reclassified, NEWER, SIGNING._replace(earlier=first)) == first
    other = replace(ASKED, grounds=(Ground.DISCOURTESY,))
    assert appealed(other, BELOW, STATE, RULES, SIGNING._replace(earlier=first)) != first
