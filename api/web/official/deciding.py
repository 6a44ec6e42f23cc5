"""What the form of a decision knows: the facts, what was said of each, the rules, and who may sign too."""

from collections.abc import Iterator
from typing import Any, Final, NamedTuple

from api.web.official.entering import Desk
from api.web.timeline import Teller, Told
from api.web.visiting import Visitor
from api.web.words.labels import label
from api.web.words.open_lists import LAW
from ledger.domain.casework.events import InformationSupplied
from ledger.domain.claim.events import AttestationGiven, AttestationRefused, AttestationRequested
from ledger.domain.claim.grounds import EVIDENCE
from ledger.domain.claim.kinship import Circle
from ledger.domain.claim.quorum import lacking
from ledger.domain.claim.records import ClaimState
from ledger.domain.claim.standing import names_of, outside_was_asked
from ledger.domain.clocks.rows import ClockName
from ledger.domain.codes import ADVERSE, Cause, Finding, Heard, Occasion, Result
from ledger.domain.dates import civil
from ledger.domain.matters import DeterminationMade, Published
from ledger.domain.notices import APPEAL_DAYS
from ledger.domain.profile import pinned
from ledger.domain.rulebooks import rulebook
from ledger.domain.timekeeping import ref
from ledger.domain.types import EntryRef, Recorded
from ledger.projections.views.cosigners import view_cosigners
from ledger.projections.views.entitlement import may_open
from ledger.projections.views.plain import plain
from ledger.signing.canonical import canonical

NEW: Final = (Occasion.PERIODIC_REVIEW, Occasion.NEW_FACT)
GIVING: Final = (Result.GRANT, Result.REDUCE)
"""Results that state an amount and a period."""


class Cited(NamedTuple):
    """An entry on which a finding may rest: its reference as it is signed, and what it says."""

    ref: str
    told: Told


class Question(NamedTuple):
    """A fact on which the decision finds. ``lacking``: its attesters are too few for a grant.

    ``outside``: somebody from outside was asked about it and had the time to answer.
    """

    fact: str
    evidence: tuple[Cited, ...]
    lacking: bool
    outside: bool


def first(desk: Desk, visitor: Visitor) -> dict[str, Any]:
    """Return what the form of a decision on the first or a new occasion needs."""
    state = _claim(desk)
    occasions = NEW if state.decisions else (Occasion.FIRST,)
    results = [
        one for one in Result if one is not Result.REVOKE and (state.decisions or one is not Result.STAY)
    ]
    return _common(desk, visitor, "EligibilityDecided") | {
        "occasions": occasions,
        "results": results,
        "supersedes": None,
        "causes": (),
        "determinations": (),
    }


def anew(desk: Desk, visitor: Visitor) -> dict[str, Any]:
    """Return what the form of a decision in the place of the one in force needs."""
    state = _claim(desk)
    made = state.decisions[-1]
    return _common(desk, visitor, "DecisionRevised") | {
        "occasions": (state.orders[-1].occasion,),
        "results": list(Result),
        "supersedes": signed(EntryRef(desk.stream, made.version, made.leaf)),
        "causes": list(Cause),
        "determinations": [
            (signed(EntryRef(stream, one.version, one.leaf)), one) for stream, one in _determinations(desk)
        ],
    }


def signed(ref_: EntryRef) -> str:
    """Return a reference to an entry as a form carries it: the JSON that is signed."""
    return canonical(plain(ref_)).decode()


def _common(desk: Desk, visitor: Visitor, act: str) -> dict[str, Any]:
    state, teller = _claim(desk), Teller(desk.prefix, visitor.language, desk.session.actor)
    published = pinned(desk.prefix, state.programme) if state.programme is not None else None
    others = view_cosigners(desk.prefix, desk.stream, act, desk.session.actor)
    return {
        "questions": list(_questions(desk, state, published, teller)),
        "findings": list(Finding),
        "benefit": None if state.received is None else state.received.benefit,
        "giving": [str(one) for one in GIVING],
        "adverse": sorted(str(one) for one in ADVERSE),
        "heard": list(Heard),
        "law_choices": [(code, label(code, visitor.language, "law")) for code in LAW],
        "office": next((held.office for held in visitor.mandates), ""),
        "appeal_days": _appeal_days(desk, state),
        "cosigners": [(one.key, teller.person(one.actor, visitor.today)) for one in others],
        "in_force": state.orders[-1] if state.orders else None,
    }


def _questions(
    desk: Desk, state: ClaimState, published: Published | None, teller: Teller
) -> Iterator[Question]:
    """Yield the facts of the claim, then those of the programme that it does not name, with what was said."""
    claimed = () if state.received is None else state.received.facts
    facts = [str(one.code or one.id) for one in claimed]
    short: tuple[str, ...] = ()
    if published is not None:
        facts += [code for code in published.facts if code not in facts]
        short = lacking(state, published, Circle(desk.prefix.registry, desk.stream, civil(desk.prefix.now)))
    history = desk.prefix.history(desk.stream)
    for fact in facts:
        names = names_of(state, fact)
        entries = [one for one in history if state.holds(ref(one)) and _concerns(one, names)]
        told = teller.tell(entries)
        yield Question(
            fact,
            tuple(Cited(signed(ref(one)), said) for one, said in zip(entries, told, strict=True)),
            fact in short,
            outside_was_asked(state, fact),
        )


def _concerns(recorded: Recorded, names: frozenset[str]) -> bool:
    """Return whether an entry that may be cited speaks of a fact: the application speaks of all."""
    match recorded.statement.says:
        case AttestationGiven() | AttestationRefused() | AttestationRequested() as says:
            return not names.isdisjoint(says.facts)
        case InformationSupplied() as says:
            return says.kind in EVIDENCE
        case _:
            return recorded.version == 1


def _determinations(desk: Desk) -> Iterator[tuple[str, DeterminationMade]]:
    """Yield the determinations of grievances about this claim that the official may open, by their stream."""
    about = desk.prefix.referring(desk.stream)
    for stream in (one for one in about if may_open(desk.prefix, one, desk.session.actor)):
        for recorded in desk.prefix.history(stream):
            made = desk.prefix.state(stream).determination(ref(recorded))
            if made is not None and desk.stream in made.claims:
                yield stream, made


def _appeal_days(desk: Desk, state: ClaimState) -> int:
    """Return within how many days the programme lets somebody appeal; never fewer than the Act does."""
    book = None if state.programme is None else rulebook(desk.prefix, state.programme)
    row = None if book is None else book.rows.get(ClockName.APPEAL_FILING)
    return APPEAL_DAYS if row is None else max(APPEAL_DAYS, row.period.length)


def _claim(desk: Desk) -> ClaimState:
    state = desk.prefix.state(desk.stream)
    if not isinstance(state, ClaimState):
        raise TypeError("a decision is made in a claim")
    return state
