"""A case as its person reads it: where it stands, who owes what, what was said and done so far."""

from collections.abc import Mapping, Sequence
from typing import Any, Final, NamedTuple

from api.languages import Language
from api.web.citizen.receipt import coming
from api.web.citizen.summary import MEDIA, sized
from api.web.dates import day, days_left, moment
from api.web.timeline import office_names
from api.web.visiting import Visitor
from api.web.words.labels import label
from api.web.words.plain import plain_state
from ledger.application.openings import Field, Verdict
from ledger.application.snapshot import Snapshot
from ledger.domain.casework_codes import Remedy
from ledger.domain.grievance.records import GrievanceState, GrievanceStatus
from ledger.domain.matters import Matter
from ledger.projections.pictures.words import Words, same
from ledger.projections.views.case import CaseView, view_case
from ledger.projections.views.entries import Shown

CUSTODY: Final[Mapping[str, Words]] = {
    "own": Words("ลงนามด้วยกุญแจของตนเอง", "signed with a key of their own"),
    "service": Words("ลงนามโดยเครื่องของผู้ดูแลระบบ", "signed by a machine of the operator"),
    "assisted": Words("มีผู้ช่วย จุดรับเรื่องลงนามว่าได้รับ", "with help; the intake desk signed for its receipt"),
    "imported": Words("นำเข้าจากทะเบียนเดิม", "imported from an older register"),
    "unknown": Words("ไม่ทราบว่ากุญแจอยู่ที่ใคร", "nobody stated who holds the key"),
}
"""In whose hands the keys of an act were, by the word of ``ledger.projections.hands``."""
LISTS: Final[Mapping[str, str]] = {
    "kind": "Kind",
    "grounds": "Ground",
    "remedies": "Remedy",
    "outcome": "Outcome",
    "urgency": "Urgency",
    "anonymity": "Anonymity",
    "pressure": "Pressure",
    "clock": "clock",
}
"""Members of an event that are told, and of which list their codes are."""
GROUNDS: Final[Mapping[str, str]] = {
    "GrievanceContested": "ContestGround",
    "GrievanceClosed": "Closing",
    "RemedyDisputed": "RemedyDispute",
}
"""Of which list the ``ground`` of an event is."""
LETTERS: Final[Mapping[str, Words]] = {
    "GrievanceDetermined": Words("คำวินิจฉัยเรื่องของฉัน", "My decision"),
    "GrievanceAcknowledged": Words("หนังสือตอบรับเรื่อง", "The letter that they have my case"),
}
"""Entries that have a letter of their own, and what it is called."""
YOURS: Final = Words("คุณเป็นผู้บอก จุดรับเรื่องลงนามว่าได้รับ", "you said it; the intake desk signed for its receipt")


class Said(NamedTuple):
    """A sealed word that was opened, or what became of it; ``sha256`` where it is a file."""

    name: str
    text: str
    sha256: str | None = None


CONFIRMED: Final = Words(
    "คุณยืนยันแล้ว เหลือเพียงหน่วยงานปิดเรื่อง",
    "You confirmed that it was done. What is left is that the office closes the file.",
)


class Moment(NamedTuple):
    """One entry of the timeline."""

    version: int
    what: str
    when: str
    who: Sequence[str]
    custody: str
    facts: Sequence[str]
    said: Sequence[Said]


class Ordered(NamedTuple):
    """A remedy: what, by whom, until when, and which of three things is known of it."""

    id: str
    what: str
    office: str
    due: str
    left: str
    stands: str


def tell(prefix: Snapshot, stream: str, fields: Sequence[Field], visitor: Visitor) -> dict[str, Any]:
    """Return what is shown of ``stream``, in the visitor's language.

    Args:
        prefix: The log.
        stream: A grievance.
        fields: What was opened of it; that they read it was recorded before.
        visitor: Who looks.
    """
    view, language = view_case(prefix, stream), visitor.language
    names = office_names(prefix)
    return {
        "state": _stands_now(prefix.state(stream), view, language),
        "tag": label(view.stands.state, language, "grievance"),
        "ended": view.stands.ended,
        **coming(prefix, stream, visitor.today, language),
        "remedies": _remedies(prefix, stream, names, visitor),
        "moments": [_moment(entry, prefix, names, fields, visitor) for entry in reversed(view.entries)],
        "letters": [
            {"version": entry.version, "name": LETTERS[entry.type].said(language)}
            for entry in reversed(view.entries)
            if entry.type in LETTERS
        ],
    }


def _stands_now(state: Matter, view: CaseView, language: Language) -> str:
    """Return where the case stands. Whoever confirmed all that was ordered is not asked for it again."""
    match state:
        case GrievanceState(status=GrievanceStatus.REMEDY_REPORTED) if state.ordered <= state.confirmed:
            return CONFIRMED.said(language)
        case _:
            return plain_state("grievance", view.stands.state, view.stands.flags, language)


def _remedies(prefix: Snapshot, stream: str, names: Mapping[str, Words], visitor: Visitor) -> list[Ordered]:
    """Return what was ordered. That the office says "done" and that the person confirmed are two things."""
    state, language = prefix.state(stream), visitor.language
    if not isinstance(state, GrievanceState):
        return []
    return [
        Ordered(
            item.id,
            label(item.code, language, Remedy),
            names.get(item.office, same(item.office)).said(language),
            "" if item.due is None else day(item.due, language),
            "" if item.due is None else days_left(item.due, visitor.today, language),
            _stands(state, item.id),
        )
        for item in state.remedies
        if item.id in state.ordered
    ]


def _stands(state: GrievanceState, token: str) -> str:
    if token in state.confirmed:
        return "confirmed"
    if token in state.unanswered:
        return "unanswered"
    return "ordered" if state.report(token) is None else "reported"


def _moment(
    entry: Shown, prefix: Snapshot, names: Mapping[str, Words], fields: Sequence[Field], visitor: Visitor
) -> Moment:
    language = visitor.language
    return Moment(
        entry.version,
        label(entry.type, language, "event"),
        moment(entry.recorded_at, language),
        _who(entry, prefix, names, visitor),
        (YOURS if "via" in entry.data and entry.custody == "service" else CUSTODY[entry.custody]).said(
            language
        ),
        _facts(entry, visitor),
        [_said(field, visitor) for field in fields if field.version == entry.version],
    )


def _who(entry: Shown, prefix: Snapshot, names: Mapping[str, Words], visitor: Visitor) -> list[str]:
    """Return role and office of everybody who signed, by the mandates that they held then."""
    found: dict[str, None] = {}
    for signature in entry.signed:
        held = [
            one
            for one in prefix.registry.mandates.get(signature.actor or "", ())
            if one.index < entry.index and (one.revoked is None or one.revoked > entry.index)
        ]
        for one in held[-1:]:
            office = names.get(one.office, same(one.office)).said(visitor.language)
            found[f"{label(one.role, visitor.language)} · {office}"] = None
    return list(found)


def _facts(entry: Shown, visitor: Visitor) -> list[str]:
    """Return what the entry itself says, code by code in words."""
    found = []
    for member, list_ in (*LISTS.items(), ("ground", GROUNDS.get(entry.type, ""))):
        value = entry.data.get(member)
        codes = value if isinstance(value, list) else [] if value is None else [value]
        plain = [one.get("code") if isinstance(one, dict) else one for one in codes]
        found += [label(code, visitor.language, list_) for code in plain if isinstance(code, str)]
    return found


def _said(field: Field, visitor: Visitor) -> Said:
    language = visitor.language
    name = label(field.name or "", language, "field") if field.name else ""
    match field.verdict, field.value:
        case Verdict.DISCLOSED, {"sha256": str(digest), "media": str(media), "bytes": int(size)}:
            return Said(MEDIA.get(media, same(media)).said(language), sized(size), digest)
        case Verdict.DISCLOSED, value:
            return Said(name, str(value))
        case verdict, _:
            return Said(name, label(verdict, language, Verdict))
