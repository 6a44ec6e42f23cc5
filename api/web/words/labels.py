"""One code in words. It never fails: what nobody named is shown as it is, in a form that can be read."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Final

from api.languages import Language
from api.web.words import casework, claims, clocks, flags, grievances, open_lists, people, rooms
from api.web.words.events import EVENTS
from ledger.domain.audit.state import AuditStatus
from ledger.domain.claim.records import ClaimStatus
from ledger.domain.clocks.rows import ClockName
from ledger.domain.commitment.state import CommitmentStatus
from ledger.domain.consultation.kept import ConsultationStatus
from ledger.domain.grievance.records import GrievanceStatus
from ledger.domain.listing.state import ListingStatus
from ledger.projections.pictures.words import Words
from ledger.verify.result import Outcome as Checked

LISTS: Final[Mapping[type[StrEnum], Mapping[str, Words]]] = {
    list_: codes
    for module in (people, claims, grievances, casework, clocks, rooms)
    for list_, codes in module.LABELS.items()
}
"""Every closed list, by its class."""
STATES: Final[Mapping[str, type[StrEnum]]] = {
    "claim": ClaimStatus,
    "grievance": GrievanceStatus,
    "consultation": ConsultationStatus,
    "commitment": CommitmentStatus,
    "listing": ListingStatus,
    "audit": AuditStatus,
}
"""What the states of a stream are, by its kind."""
_OPEN: Final[Mapping[str, Mapping[str, Words]]] = {
    "event": EVENTS,
    "fact": open_lists.FACTS,
    "benefit": open_lists.BENEFITS,
    "law": open_lists.LAW,
    "route": open_lists.ROUTES,
    "track": open_lists.TRACK,
    "stream": open_lists.STREAMS,
    "field": open_lists.FIELDS,
    "subject": open_lists.SUBJECTS,
    "flag": flags.FLAGS,
    "clock": {**LISTS[ClockName], **clocks.VARIANTS},
    "source": clocks.SOURCES,
    "code": open_lists.MISCELLANEOUS,
}
NAMED: Final[Mapping[str, Mapping[str, Words]]] = {
    **{list_.__name__: codes for list_, codes in LISTS.items() if list_ is not Checked},
    "Checked": LISTS[Checked],  # two lists are called Outcome; that of a grievance keeps the name
    **{kind: LISTS[states] for kind, states in STATES.items()},
    **_OPEN,
}
"""Every list by a name that a template can write: that of its class, a kind of stream, ``event``, …."""


def label(code: str, language: Language, kind: type[StrEnum] | str | None = None) -> str:
    """Return ``code`` in words.

    Args:
        code: A member of a list, or a bare code; ``subject/field`` is a sealed field, and ``overdue:clock``
            and ``erased:subject`` are flags.
        language: Thai or English.
        kind: Which list a bare code is of: its class, or a name of ``NAMED``. Without one it gets words where
            all lists that have it agree.

    >>> label("appeal", "th", "Kind"), label("received_by_fax", "en"), label("complainant/text", "en")
    ('อุทธรณ์คำสั่ง', 'received by fax', 'Words')
    """
    if isinstance(code, StrEnum) and kind is None:
        kind = type(code)
    code = str(code)
    _, slash, field = code.partition("/")
    if slash:
        return label(field, language, "field")
    head, colon, rest = code.partition(":")
    if colon and head in {"overdue", "erased"}:
        pattern, of = (flags.OVERDUE, "clock") if head == "overdue" else (flags.ERASED, "subject")
        return pattern.said(language).format(label(rest, language, of))
    words = _find(code, kind)
    return code.replace("_", " ") if words is None else words.said(language)


def _find(code: str, kind: type[StrEnum] | str | None) -> Words | None:
    if kind is None:
        found = {codes[code] for codes in NAMED.values() if code in codes}
        return found.pop() if len(found) == 1 else None
    codes = NAMED.get(kind, {}) if isinstance(kind, str) else LISTS.get(kind, {})
    name, _, number = code.partition("-")  # named-2 is the second person named
    if kind == "subject" and number and name in codes:
        return Words(f"{codes[name].th} คนที่ {number}", f"{codes[name].en} {number}")
    return codes.get(code)
