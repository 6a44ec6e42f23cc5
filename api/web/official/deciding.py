"""What the form of a decision knows: the facts with what was said of each, the rules, and who may sign too."""

from collections.abc import Iterator
from typing import Any, Final, NamedTuple

from api.web.official.entering import Desk
from api.web.timeline import Teller, Value
from api.web.visiting import Visitor
from api.web.words.open_lists import LAW
from ledger.domain.casework_codes import Outcome
from ledger.domain.claim.events import AttestationGiven, AttestationRefused, AttestationRequested
from ledger.domain.claim.grounds import EVIDENCE
from ledger.domain.claim.records import ClaimState
from ledger.domain.casework.events import InformationSupplied
from ledger.domain.clocks.rows import ClockName
from ledger.domain.codes import ADVERSE, Cause, Finding, Heard, Occasion, OrderMaker, Result
from ledger.domain.dates import civil
from ledger.domain.claim.kinship import Circle
from ledger.domain.claim.quorum import lacking
from ledger.domain.grievance.records import GrievanceState
from ledger.domain.matters import Published
from ledger.domain.notices import APPEAL_DAYS
from ledger.domain.prefix import Prefix
from ledger.domain.rulebooks import rulebook
from ledger.domain.timekeeping import ref
from ledger.domain.types import EntryRef, Recorded
from ledger.projections.views.cosigners import view_cosigners
from ledger.projections.views.plain import plain
from ledger.signing.canonical import canonical
