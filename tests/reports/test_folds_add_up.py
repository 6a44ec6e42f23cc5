"""Facts are free of order and additive, whatever happened in a log; and nothing of a case is lost."""

from collections.abc import Iterable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ledger.domain.directory import RegistryState
from ledger.projections.reports.case import Case, Context, folded
from ledger.projections.reports.change import Change
from ledger.projections.reports.facts import CaseFacts, Facts
from ledger.projections.reports.folding import FOLDS, case_facts, facts_of, gather, judged, several_facts
from ledger.projections.reports.folds.decisions import DECISION
from ledger.projections.reports.linking import linked
from tests.projections.histories import REGISTRY, Log, enrol, logs, received, ref

SHAPES = [shape for one in FOLDS for shape in one.shapes]


def cases(log: Log) -> list[Case]:
    """Return the cases of a log."""
    streams = {name: tuple(one for one in log.recorded if one.statement.stream == name) for name in log.heads}
    registry = folded(REGISTRY, streams[REGISTRY])
    assert isinstance(registry, RegistryState)
    last = log.recorded[-1]
    context = Context(last.index + 1, last.recorded_at, registry, lambda name: streams.get(name, ()))
    links = linked(found[0] for name, found in streams.items() if name.startswith("grievance/"))
    keys = dict.fromkeys(links.key(name) for name in streams)
    return list(gather(keys, context, streams, links, judged(log.recorded)))


def added(some: Iterable[Case]) -> Facts:
    facts = Facts()
    for case in some:
        facts.add(case_facts(case))
    return facts


def content(facts: Facts) -> list[object]:
    return [facts.cube(one).rows() if one.counts else sorted(facts.cited(one).items()) for one in SHAPES]


@settings(max_examples=30, deadline=None)
@given(logs(), st.data())
def test_halves_of_the_cases_in_any_order_add_up_to_the_whole(log: Log, data: st.DataObject) -> None:
    found = data.draw(st.permutations(cases(log)))
    middle = data.draw(st.integers(0, len(found)))

    halves = added(found[:middle])
    halves.merge(added(found[middle:]))
    assert content(halves) == content(facts_of(log.recorded))


@settings(max_examples=30, deadline=None)
@given(logs(pause=20))
def test_cases_that_are_folded_together_add_what_each_adds_alone(log: Log) -> None:
    """The control: had they one sum between them, each would add what all add."""
    alone = [case_facts(case) for case in cases(log)]
    together = several_facts(cases(log))
    one_sum = several_facts(cases(log), before=CaseFacts())

    assert [(one.to_bytes(), one.until) for one in together] == [(one.to_bytes(), one.until) for one in alone]
    several = sum(bool(one.counts) for one in alone) > 1
    assert ([one.to_bytes() for one in one_sum] != [one.to_bytes() for one in alone]) == several


def test_counts_of_different_lengths_are_never_added_up() -> None:
    """As after a release that changed a shape and forgot the version of the folds."""
    facts, key = CaseFacts(), ("",) * len(DECISION.keys)
    facts.tally(DECISION, key, [1] * len(DECISION.counts))
    with pytest.raises(ValueError, match="different shapes"):
        facts.tally(DECISION, key, [1])

    longer, shorter = (CaseFacts({(DECISION.name, key): [1] * count}) for count in (2, 1))
    mine, theirs = Change(), Change()
    mine.put("claim/1", longer)
    theirs.put("claim/2", shorter)
    with pytest.raises(ValueError, match="different shapes"):
        mine.put("claim/3", shorter)
    with pytest.raises(ValueError, match="different shapes"):
        mine.merge(theirs.to_bytes())


def test_what_is_remembered_of_signers_has_a_bound(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every citizen may have a key of their own; and facts are the same. The control: more than the bound."""
    log = enrol(Log())
    for number in range(9):
        log.add(ref("claim", number), received(), signers=(f"{number:016x}",))
    unbound, bound = cases(log), cases(log)
    facts = content(added(unbound))
    monkeypatch.setattr("ledger.projections.reports.case.AT_HAND", 2)

    assert content(added(bound)) == facts
    assert len(unbound[0].context._words) >= 9
    assert len(bound[0].context._words) <= 2
