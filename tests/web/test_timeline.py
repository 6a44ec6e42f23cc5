"""Every entry of a case is told in words, in both languages: no member of an event is left without a name."""

from collections.abc import Iterator
from dataclasses import is_dataclass
from typing import Any, get_args, get_type_hints

import pytest

from api.languages import OURS, Language
from api.web.timeline import SILENT, WHOLE, Teller
from api.web.words.members import MEMBERS
from ledger.application.snapshot import present
from ledger.domain.casework.events import ClockRule, DeadlineLapsed, PeriodExtended
from ledger.domain.casework.rules import SIGNED_BY as CASEWORK
from ledger.domain.claim.events import ClaimFact, Found
from ledger.domain.claim.rules import SIGNED_BY as CLAIM
from ledger.domain.grievance.events import FoundOnGround, GrievanceDetermined, RemedyAsked
from ledger.domain.grievance.rules import SIGNED_BY as GRIEVANCE
from ledger.domain.parts import Document
from tests.web.served import Site

TOLD_OTHERWISE = (ClockRule, Found, FoundOnGround, Document)
CODES = (ClaimFact, RemedyAsked)


def parts(hint: Any) -> Iterator[type]:
    """Yield the parts of events of which a member may consist."""
    if is_dataclass(hint) and isinstance(hint, type) and hint not in WHOLE:
        yield hint
    for argument in get_args(hint):
        yield from parts(argument)


def names(event: type) -> Iterator[str]:
    """Yield the names that an event, or a part of one, is told by."""
    for field, hint in get_type_hints(event).items():
        name, inner = field.removesuffix("_"), list(parts(hint))
        if name in SILENT or any(part in TOLD_OTHERWISE for part in inner):
            continue
        deeper = [part for part in inner if part not in CODES]
        if deeper:
            for part in deeper:
                yield from names(part)
        else:
            yield name


def test_every_member_of_every_event_of_a_case_has_a_name() -> None:
    events = {*CASEWORK, *CLAIM, *GRIEVANCE, GrievanceDetermined, PeriodExtended, DeadlineLapsed}
    told = {name for event in events for name in names(event)}
    assert len(told) > 90
    assert told - MEMBERS.keys() == set()


@pytest.mark.parametrize("language", OURS)
def test_every_entry_of_the_stories_is_told(site: Site, language: Language) -> None:
    prefix = present(site.ledger.store, site.time.now())
    teller = Teller(prefix, language)
    cases = [stream for streams in site.streams.values() for stream in streams.values()]
    for stream in cases:
        history = prefix.history(stream)
        told = teller.tell(history)
        assert [one.index for one in told] == [recorded.index for recorded in history]
        assert all(one.who for one in told)
        assert all(
            item.name and all(value.text for value in item.values) for one in told for item in one.items
        )


def test_what_came_after_a_reader_last_looked_is_new_but_for_their_own(site: Site) -> None:
    stream = site.streams["visit"]["claim"]
    prefix = present(site.ledger.store, site.time.now())
    history = prefix.history(stream)
    decider = history[3].statement.by
    told = Teller(prefix, "en", decider).tell(history, after=2)
    assert [one.version for one in told if one.own] == [4]
    assert [one.version for one in told if one.new] == [3, *range(5, len(history) + 1)]
    assert not any(one.new for one in Teller(prefix, "en", decider).tell(history))
