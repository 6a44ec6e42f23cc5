"""What the forms of a consultation's acts offer: each answers for one act, or says that it is not theirs."""

import json
from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Final

from api.web.rooms.asking import Asking, Make, Option, Values
from ledger.application.randomness import identifier
from ledger.domain.authority import Scope
from ledger.domain.codes import Role
from ledger.domain.consultation.codes import Answer, Contribution, Stand
from ledger.domain.consultation.kept import PROPOSAL
from ledger.domain.consultation.opening import is_competent
from ledger.domain.consultation.state import ConsultationState
from ledger.domain.mandated import ANYWHERE, is_volunteer, stand_together
from ledger.domain.relations import same_person

CHANGEABLE: Final = (
    "service_hours",
    "mobile_service",
    "transport",
    "documents",
    "information",
    "staff",
    "rules",
)
GROUPS: Final = (
    "older_people",
    "people_with_disability",
    "household_heads",
    "minorities",
    "migrants",
    "no_phone",
)
OUTREACH: Final = ("home_visits", "loudspeaker", "telephone", "letter")
CAPACITIES: Final = ("resident", "carer", "organisation")
TONGUES: Final = ("th", "lo", "my", "km", "ms")
LATER: Final = (30, 60, 90, 120, 180)
"""Days by which an answer may be put off."""
PROMISES: Final = 3
"""Promises that one answer may name here."""


def _state(asking: Asking) -> ConsultationState:
    state = asking.prefix.state(asking.stream)
    return state if isinstance(state, ConsultationState) else ConsultationState()


def _place(asking: Asking) -> Scope:
    area = _state(asking).area
    return ANYWHERE if area is None else Scope(None, area)


def _apart(asking: Asking, *others: str | None) -> Callable[[str], bool]:
    """Return what tells whether an actor is somebody else than all these, and than whoever asks."""
    registry, named = asking.prefix.registry, (asking.actor, *filter(None, others))
    return lambda actor: not any(same_person(registry, actor, one) for one in named)


def owners(asking: Asking, evidence: tuple[str, ...], area: str | None) -> list[Option]:
    """Return who can change something, and so may answer for it."""

    def fits(actor: str) -> bool:
        return is_competent(actor, area, evidence, asking.prefix)

    return asking.persons((Role.SUPERVISOR,), ANYWHERE, fits)


def _opening(asking: Asking) -> Values | None:
    """The owner opens with a convener who stands in no line with them."""
    state, registry = _state(asking), asking.prefix.registry
    if state.proposal is None:
        return None
    evidence = state.proposal.evidence
    about = [found for found in (asking.prefix.state(one).complaint() for one in evidence) if found]
    areas = sorted(
        {one.area for one in about if one.area} or {one for held in asking.own for one in held.areas}
    )
    oversees = Role.OVERSIGHT in {held.role for held in asking.own}

    def apart(actor: str) -> bool:
        return not stand_together(registry, actor, asking.actor, asking.prefix.now)

    return {
        "topic": state.proposal.topic,
        "changeable": asking.labels([*dict.fromkeys((state.proposal.topic, *CHANGEABLE))], "code"),
        "owners": owners(asking, evidence, None) if oversees else [],
        "conveners": asking.signers((Role.CONVENER,), ANYWHERE, apart),
        "areas": [Option(area, area) for area in areas],
        "begins": asking.days((0, 1, 3, 7, 14)),
        "ends": asking.days((14, 21, 30, 45, 60)),
        "groups": asking.labels(GROUPS, "code"),
        "outreach": asking.labels(OUTREACH, "code"),
        "tongues": asking.labels(TONGUES, "code"),
        "evidence": json.dumps(evidence),
    }


def _contribution(asking: Asking) -> Values | None:
    """A text of one's own; an objection and an amendment name the text that they speak of."""
    state = _state(asking)
    if not state.runs(asking.today):
        return None
    question = None if state.opened is None else state.opened.question
    known = [*([] if question is None else [question]), *state.texts]
    return {
        "kinds": asking.labels(list(Contribution)),
        "capacities": asking.labels(CAPACITIES, "code"),
        "texts": [Option(one, asking.words.get(one, one[:16])[:80]) for one in known],
    }


def _position(asking: Asking) -> Values | None:
    """One voice a person, on one text; the token is theirs, or a new one."""
    state, on = _state(asking), asking.asked.get("on", "")
    if on not in state.texts or not state.runs(asking.today):
        return None
    registry = asking.prefix.registry
    mine = [
        token for token, actor in state.voices.items() if actor and same_person(registry, actor, asking.actor)
    ]
    return {
        "on": on,
        "stands": asking.labels(list(Stand)),
        "participant": next(iter(mine), f"v-{identifier()[:8]}"),
    }


def _meeting(asking: Asking) -> Values | None:
    """Minutes stand on three persons: the facilitator, a participant, a village volunteer."""
    state, registry, today = _state(asking), asking.prefix.registry, asking.today
    back = [number for number in range(0, -61, -1) if state.runs(today + timedelta(days=number))]
    apart = _apart(asking, state.owner)
    return {
        "area": state.area,
        "days": asking.days(back),
        "groups": asking.labels([one.group for one in state.inclusion], "code"),
        "participants": asking.signers((Role.PARTICIPANT,), _place(asking), apart),
        "volunteers": asking.signers(
            (Role.ATTESTER,),
            _place(asking),
            lambda actor: apart(actor) and is_volunteer(registry, actor, today, state.area),
        ),
        "officials": asking.persons((Role.SUPERVISOR, Role.OFFICER), _place(asking), lambda _: True),
    }


def _recommendation(asking: Asking) -> Values | None:
    """One text, with the support that its positions show, to somebody who can change something."""
    state, on = _state(asking), asking.asked.get("on", "")
    if on not in state.texts or state.opened is None:
        return None
    support = state.counted(on)
    numbers = {"agree": support.agree, "disagree": support.disagree, "pass": support.pass_}
    return {
        "on": on,
        "id": f"r{len(state.recommendations) + 1}",
        "support": json.dumps(numbers),
        "numbers": numbers,
        "addressed": owners(asking, state.opened.evidence, state.area),
        "participants": asking.signers((Role.PARTICIPANT,), _place(asking), _apart(asking, state.owner)),
    }


def _answer(asking: Asking) -> Values | None:
    """The person addressed answers one recommendation; a proposal is declined by whoever could own it."""
    state, to, registry = _state(asking), asking.asked.get("to", ""), asking.prefix.registry
    if to == PROPOSAL:
        answers: list[Answer] = [Answer.REJECT]
        text = None
    else:
        item = state.recommendation(to)
        if item is None or not item.waits or not same_person(registry, item.addressed_to, asking.actor):
            return None
        answers = [one for one in Answer if not (item.deferred and one is Answer.DEFER)]
        text = item.text
    streams = [f"commitment/{identifier()}" for _ in range(PROMISES)]
    return {
        "to": to,
        "text": text,
        "answers": asking.labels(answers),
        "later": asking.days(LATER),
        "promises": [(json.dumps(streams[: n + 1]), n + 1) for n in range(PROMISES)],
    }


MAKERS: Final[Mapping[str, Make]] = {
    "ConsultationOpened": _opening,
    "ContributionMade": _contribution,
    "PositionTaken": _position,
    "MeetingHeld": _meeting,
    "RecommendationAdopted": _recommendation,
    "OfficialResponseGiven": _answer,
}
"""By the type of the event; each act stands in the steps of the domain, or is answered by name."""
