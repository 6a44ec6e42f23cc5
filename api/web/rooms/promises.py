"""What the forms of a commitment's acts offer: it is made, reported on, and checked by others."""

import json
from collections.abc import Mapping
from typing import Final

from api.web.rooms.asking import Asking, Make, Values
from ledger.domain.authority import Scope
from ledger.domain.codes import Role
from ledger.domain.commitment.rules import OWNERS, stands_with
from ledger.domain.commitment.state import CommitmentState, CommitmentStatus
from ledger.domain.consultation.codes import Progress, Verified
from ledger.domain.consultation.kept import Replied
from ledger.domain.consultation.state import ConsultationState
from ledger.domain.mandated import ANYWHERE
from ledger.domain.relations import same_person

MEASURES: Final = (
    "bus_line",
    "mobile_service",
    "service_hours",
    "information",
    "documents",
    "staff",
    "rules",
)
UNITS: Final = ("households", "persons", "days_a_week", "visits")
WITHIN: Final = (30, 45, 60, 90, 120, 180, 365)


def named(state: ConsultationState, stream: str) -> Replied | None:
    """Return the answer that names the commitment ``stream``."""
    replies = (reply for item in state.recommendations for reply in item.replies)
    return next((reply for reply in replies if stream in reply.commitments), None)


def making(asking: Asking, consultation: str) -> Values | None:
    """Return what the form of a promise offers to whoever answered so in ``consultation``."""
    state = asking.prefix.state(consultation)
    if not isinstance(state, ConsultationState) or asking.prefix.head(asking.stream) is not None:
        return None
    reply = named(state, asking.stream)
    if reply is None or not same_person(asking.prefix.registry, reply.by, asking.actor):
        return None
    offices = dict.fromkeys(held.office for held in asking.own if held.role in OWNERS)
    return {
        "source": json.dumps({"stream": consultation, "version": reply.version, "leaf": reply.leaf}),
        "offices": [(one, asking.teller.office(one)) for one in offices],
        "measures": asking.labels(MEASURES, "code"),
        "units": asking.labels(UNITS, "code"),
        "within": asking.days(WITHIN),
    }


def _progress(asking: Asking) -> Values | None:
    state = asking.prefix.state(asking.stream)
    if not isinstance(state, CommitmentState) or state.made is None:
        return None
    return {
        "statuses": asking.labels(list(Progress)),
        "target": state.made.target,
        "promised": state.made.text,
    }


def _verification(asking: Asking) -> Values | None:
    """Two participants of the place, or oversight alone; nobody of the owner's line."""
    state, prefix = asking.prefix.state(asking.stream), asking.prefix
    if not isinstance(state, CommitmentState) or state.made is None:
        return None
    made, since = state.made, state.made_on
    if stands_with(prefix.registry, asking.actor, made, since, prefix.now):
        return None
    late = state.status is CommitmentStatus.OPEN
    if late and not state.overdue(asking.today):
        return None
    oversight = Role.OVERSIGHT in {held.role for held in asking.own}
    area = prefix.state(made.source.stream).place()

    def fits(actor: str) -> bool:
        apart = not same_person(prefix.registry, actor, asking.actor)
        return apart and not stands_with(prefix.registry, actor, made, since, prefix.now)

    place = ANYWHERE if area is None else Scope(None, area)
    return {
        "findings": asking.labels([Verified.NOT_MET] if late else list(Verified)),
        "verified_as": str(Role.OVERSIGHT if oversight else Role.PARTICIPANT),
        "alone": oversight,
        "participants": [] if oversight else asking.signers((Role.PARTICIPANT,), place, fits),
        "promised": made.text,
    }


MAKERS: Final[Mapping[str, Make]] = {
    "CommitmentProgressed": _progress,
    "CommitmentVerified": _verification,
}
