"""One claim before an attester: what is asked, about whom, what they said before, and what they may say."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from api.languages import Language
from api.web.words.labels import label
from ledger.application.snapshot import Snapshot
from ledger.domain.claim.records import ClaimState
from ledger.domain.claim.standing import facts_in_need, life_of, names_of
from ledger.domain.dates import civil
from ledger.domain.matters import Published
from ledger.projections.views.asked import Asking, askings, attesting, spoken_facts
from ledger.projections.views.attested import Fate, Spoken, spoken
from ledger.signing.strict_json import JsonValue

DAYS: Final = 31
"""How far back a page offers days: what was seen before that is worth another look."""
LIFE: Final = 365
"""Days that an attestation lives where the programme does not say."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """A claim as an attester sees it. ``asking`` is None where nobody asked them.

    ``facts`` are what they may still speak of, ``fact`` the one that the page asks about; None: nothing.
    ``life`` is how many days an attestation of it lives, ``days`` those on which it may have been observed,
    the newest first. ``found`` is whom to look for, by the name of the sealed field; empty: not for them.
    ``said`` is what they said here, the newest first.
    """

    stream: str
    benefit: str | None
    area: str | None
    asking: Asking | None
    facts: tuple[str, ...]
    fact: str | None
    life: int
    days: tuple[date, ...]
    found: dict[str, JsonValue]
    said: tuple[Spoken, ...]

    @property
    def name(self) -> str:
        """Return the claim's uuid."""
        return self.stream.partition("/")[2]

    @property
    def more(self) -> bool:
        """Return whether another fact is left after this one."""
        return len(self.facts) > 1


def question(
    prefix: Snapshot, stream: str, actor: str, fact: str | None, find: Callable[[], dict[str, JsonValue]]
) -> Question | None:
    """Return the claim ``stream`` as ``actor`` sees it; None: it is none of theirs.

    Args:
        prefix: The log, now.
        stream: The claim.
        actor: An attester.
        fact: Of which they want to speak; None, or one that is none: the first.
        find: Opens whom to look for, once that is known to be for them.
    """
    said, may = spoken(prefix, stream, actor), attesting(prefix, stream, actor)
    state = prefix.state(stream)
    if not isinstance(state, ClaimState) or not (said or may):
        return None
    asked = [one for one in askings(prefix, stream, actor) if one.own]
    asking = next((one for one in asked if fact in one.facts), asked[0] if asked else None)
    facts = asking.facts if asking else tuple(_unasked(prefix, state, actor)) if may else ()
    chosen = fact if fact in facts else next(iter(facts), None)
    today = civil(prefix.now)
    return Question(
        stream=stream,
        benefit=None if state.received is None else str(state.received.benefit),
        area=state.place(),
        asking=asking,
        facts=facts,
        fact=chosen,
        life=_life(prefix, state, chosen),
        days=tuple(today - timedelta(days=back) for back in range(DAYS)),
        found=find() if asking else {},
        said=said,
    )


def fact_words(prefix: Snapshot, stream: str, fact: str, language: Language) -> str:
    """Return what ``fact`` of the claim ``stream`` says; where its code is sealed, that it is."""
    state = prefix.state(stream)
    claimed = () if not isinstance(state, ClaimState) or state.received is None else state.received.facts
    code = next((item.code for item in claimed if item.id == fact), fact)
    if code is None:
        return {"th": "ข้อที่ปิดผนึกไว้ โปรดถามผู้ที่ขอคุณ", "en": "A sealed fact: ask whoever asked you"}[language]
    return label(code, language, "fact")


def disputed(said: Spoken) -> bool:
    """Return whether somebody disputes it, so that its author may want to say something."""
    return Fate.DISPUTED in said.fates


def standing(said: Spoken) -> bool:
    """Return whether its author may still take it back."""
    return said.stance is not None and not {Fate.WITHDRAWN, Fate.OVERRULED} & set(said.fates)


def _unasked(prefix: Snapshot, state: ClaimState, actor: str) -> Iterator[str]:
    published, gone = _published(prefix, state), spoken_facts(prefix, state, actor)
    for need in () if published is None else facts_in_need(state, published):
        if names_of(state, need.fact).isdisjoint(gone):
            yield need.fact


def _life(prefix: Snapshot, state: ClaimState, fact: str | None) -> int:
    published = _published(prefix, state)
    life = None if published is None or fact is None else life_of(state, published, fact)
    return LIFE if life is None else life


def _published(prefix: Snapshot, state: ClaimState) -> Published | None:
    pinned = state.programme
    return None if pinned is None else prefix.state(pinned.stream).published(pinned)
