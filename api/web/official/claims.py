"""What the small forms of a claim know: whom to ask, what was decided, and what may be paid."""

from datetime import timedelta
from typing import Any, Final

from api.web.official.deciding import signed
from api.web.official.entering import Desk
from api.web.timeline import Teller
from api.web.visiting import Visitor
from api.web.words.labels import label
from ledger.domain.casework.informing import LONGEST, SHORTEST
from ledger.domain.claim.attesting import check_unconcerned
from ledger.domain.claim.benefits import payable
from ledger.domain.claim.kinship import Circle
from ledger.domain.claim.records import ClaimState
from ledger.domain.codes import AskedBy, NoticeMethod, OrderMaker, Role
from ledger.domain.errors import Refused
from ledger.domain.notices import APPEAL_DAYS, COURT_DAYS, RULES
from ledger.domain.types import EntryRef
from ledger.projections.views.blocks import scope_of

ITEMS: Final = ("document_of_income", "house_registration", "account_number", "words_of_the_applicant")
"""What is often asked for; a programme may ask for other things."""
HELP: Final = ("counter", "home_visits")
LANGUAGES: Final = ("th", "lo", "my", "km", "ms", "en")
TO_ATTEST: Final = timedelta(days=7)


def notice(desk: Desk, visitor: Visitor) -> dict[str, Any]:
    """Return what the form of a notice needs: the decision in force, and what it must tell."""
    state = _claim(desk)
    made, says = state.decisions[-1], state.orders[-1]
    known = [one for one in state.notices if one.about == made.version and one.defective]
    return {
        "decision": signed(EntryRef(desk.stream, made.version, made.leaf)),
        "version": made.version,
        "rules": [(method, RULES[method]) for method in NoticeMethod],
        "language_choices": [(code, label(code, visitor.language, "code")) for code in LANGUAGES],
        "by_official": made.order_maker is OrderMaker.OFFICIAL,
        "block": says.appeal_notice,
        "court": says.court_notice,
        "office": next((held.office for held in visitor.mandates), ""),
        "appeal_days": APPEAL_DAYS,
        "court_days": COURT_DAYS,
        "cures": [signed(EntryRef(desk.stream, one.version, one.leaf)) for one in known[-1:]],
    }


def payment(desk: Desk, _visitor: Visitor) -> dict[str, Any]:
    """Return what the form of a payment needs: the decision that grants, its amount and its period."""
    found = payable(_claim(desk))
    if found is None:
        return {"decision": None}
    made, says = found
    return {
        "decision": signed(EntryRef(desk.stream, made.version, made.leaf)),
        "version": made.version,
        "amount_due": says.amount,
        "period": says.period,
    }


def attesters(desk: Desk, visitor: Visitor) -> dict[str, Any]:
    """Return what the form that asks for an attestation needs: the facts, and who may be asked."""
    state, registry, today = _claim(desk), desk.prefix.registry, visitor.today
    teller = Teller(desk.prefix, visitor.language, desk.session.actor)
    circle, scope = Circle(registry, desk.stream, today), scope_of(state)
    found = []
    for actor, held in registry.mandates.items():
        attests = (one for one in held if one.role is Role.ATTESTER and one.runs(today) and scope.within(one))
        if any(attests) and _unconcerned(state, actor, circle):
            found.append((actor, teller.person(actor, today)))
    return {
        "fact_choices": [
            (one.code or one.id, label(one.code or one.id, visitor.language, "fact"))
            for one in (() if state.received is None else state.received.facts)
        ],
        "attesters": found,
        "token": f"a{len(state.requests) + 1}",
        "asked_by": AskedBy.OFFICER if Role.OFFICER in visitor.roles else AskedBy.APPLICANT,
        "due": today + TO_ATTEST,
        "earliest": today,
    }


def information(desk: Desk, visitor: Visitor) -> dict[str, Any]:
    """Return what the form that asks for information needs: a token, and between which days it is due."""
    asked = desk.prefix.state(desk.stream).casework.requests
    return {
        "item_choices": [(code, label(code, visitor.language, "code")) for code in ITEMS],
        "help_choices": [(code, label(code, visitor.language, "code")) for code in HELP],
        "token": f"i{len(asked) + 1}",
        "earliest": visitor.today + SHORTEST,
        "latest": visitor.today + LONGEST,
    }


def _unconcerned(state: ClaimState, actor: str, circle: Circle) -> bool:
    """Return whether nothing on record keeps ``actor`` from attesting here."""
    try:
        check_unconcerned(state, actor, circle)
    except Refused:
        return False
    return True


def _claim(desk: Desk) -> ClaimState:
    state = desk.prefix.state(desk.stream)
    if not isinstance(state, ClaimState):
        raise TypeError("this is done in a claim")
    return state
