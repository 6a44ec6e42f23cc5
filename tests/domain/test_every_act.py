"""Laws of every act in every life that leads to a state: which head its signer had seen, and one verdict.

Whatever a life's acts are, each is judged again at its own place: under other heads, and by the prefix of a
verifier, who folds the same entries in another way.
"""

from collections.abc import Iterator, Mapping
from itertools import chain
from typing import Any

import pytest

from ledger.domain.codes import ClockClass, RevocationReason
from ledger.domain.errors import Refused
from ledger.domain.judge import _check_seen, judge
from ledger.domain.lapsing import clocks
from ledger.domain.prefix import Prefix, Submission
from ledger.domain.registry.events import MandateRevoked
from ledger.domain.replay import Replay
from ledger.domain.states import initial
from ledger.domain.types import EntryRef, Recorded, Seen, Statement
from tests.domain.cases import CLAIM, GRIEVANCE, but
from tests.domain.casework_cases import revoked
from tests.domain.complaints import again
from tests.domain.lifelines import AUDITS, CLAIMS, COMMITMENTS, CONSULTATIONS, LISTINGS, Life
from tests.domain.test_next_steps import WORLDS
from tests.domain.world import END, QUORUM, REGISTRY, World, actor, keyid

MACHINES: Mapping[str, Mapping[Any, Life]] = {
    "claim": CLAIMS,
    "consultation": CONSULTATIONS,
    "commitment": COMMITMENTS,
    "listing": LISTINGS,
    "audit": AUDITS,
}
LIVES: Mapping[str, Life] = {
    f"{kind} {state.value}": life for kind, lives in MACHINES.items() for state, life in lives.items()
} | {f"grievance {name}": life for name, life in WORLDS.items()}
HEADED = {
    "EligibilityDecided",
    "GrievanceTransferred",
    "HandlerAssigned",
    "AppealReported",
    "GrievanceDetermined",
    "GrievanceClosed",
    "DeadlineLapsed",
    "ConsultationOpened",
    "RecommendationAdopted",
    "OfficialResponseGiven",
    "CommitmentVerified",
    "AuditDrawn",
}
"""Acts of these lives that decide upon what stands there: M in the catalogue."""
WRONG = (None, Seen(1, "0" * 64), Seen(99, "f" * 64))


class WholeLog:
    """Whoever has the whole log was shown every stream, also those that have no entry yet."""

    def __contains__(self, _stream: object) -> bool:
        return True


def verdict(statement: Statement, prefix: Prefix) -> str:
    """The code of the refusal; ``""``: accepted."""
    try:
        judge(statement, prefix)
    except Refused as refused:
        return refused.code
    return ""


def acts(life: Life) -> Iterator[tuple[Recorded, World, Replay]]:
    """Each act of a life after the registry was filled, with the log before it and a verifier's prefix."""
    whole = life()
    world, replay = World(), Replay(WholeLog())
    for item in whole.log:
        world.now = replay.now = item.recorded_at
        replay.size = item.index
        if item.statement.stream != REGISTRY:
            yield item, world, replay
        world.record(item.statement)
        replay.accept(item)


def keeps_heads(life: Life) -> set[str]:
    """Check invariant 9 for every act of a life; return the types that were held to a head."""
    headed = set()
    for item, world, _ in acts(life):
        given, name = item.statement, item.statement.type
        if verdict(given, world) or given.stream.startswith("programme/"):
            continue
        found = {verdict(but(given, seen=seen), world) for seen in WRONG}
        expected = {"seen_missing", "stream_conflict"} if name in HEADED else {""}
        assert found == expected, (name, found)
        headed |= {name} & HEADED
    return headed


@pytest.mark.parametrize("name", LIVES)
def test_an_act_upon_a_case_needs_the_head_and_an_addition_never_does(name: str) -> None:
    keeps_heads(LIVES[name])


def test_the_lives_hold_every_act_that_is_named_here() -> None:
    assert set(chain.from_iterable(keeps_heads(life) for life in LIVES.values())) == HEADED


@pytest.mark.parametrize("of_all", [False, True])
def test_a_ledger_that_asks_for_the_wrong_heads_would_be_found(
    of_all: bool,  # noqa: FBT001
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The control: a ledger that asks nobody for the head, and one that asks everybody."""

    def asks(given: Submission, *, mandatory: bool) -> None:
        if of_all:
            _check_seen(given, mandatory=True)

    monkeypatch.setattr("ledger.domain.judge._check_seen", asks)

    with pytest.raises(AssertionError):
        keeps_heads(LIVES["claim decided"])


def variants(item: Recorded) -> Iterator[Statement]:
    """An act, and the same by others, with less, or under another head: most of them are refused."""
    given = item.statement
    yield given
    yield but(given, by=actor("olga"), signers=(keyid("olga"),))
    yield but(given, signers=tuple(sorted({*given.signers, keyid("susi")})))
    yield but(given, sd=(), at=None)
    yield from (but(given, seen=seen) for seen in WRONG)


def differs(life: Life, *, forgets: bool = False) -> list[str]:
    """What a verifier says otherwise than the ledger, of every act of a life and its variants."""
    found = []
    for item, world, replay in acts(life):
        if forgets:
            replay.keep(CLAIM, (initial(CLAIM), None))
        for statement in variants(item):
            one, other = verdict(statement, world), verdict(statement, replay)
            found += [f"{statement.type}: {one} {other}"] if one != other else []
    return found


@pytest.mark.parametrize("name", LIVES)
def test_ledger_and_verifier_say_the_same_of_every_act(name: str) -> None:
    """Invariant 32: yes to the same, and no for the same reason."""
    assert differs(LIVES[name]) == []


def test_a_verifier_that_folds_otherwise_would_be_found() -> None:
    assert differs(LIVES["claim decided"], forgets=True) != []


def statutory(world: World, name: str) -> dict[tuple[str, int], tuple[str, str]]:
    """Start and last day of each period of the law, by its name and the entry that started it."""
    return {
        (clock.name, clock.start.version): (clock.started, clock.due)
        for clock in clocks(world, name)
        if clock.row.class_ is ClockClass.STATUTE
    }


@pytest.mark.parametrize("name", LIVES)
def test_no_revocation_moves_a_period_of_the_law(name: str) -> None:
    """Invariant 12: neither of a mandate nor of a key, whoever held it and whatever they had signed."""
    world = LIVES[name]()
    for who in ("olga", "susi", "hugo", "rolf", "ines") if world.size else ():
        for held in world.registry.mandates.get(actor(who), ()):
            ref = EntryRef(held.stream, held.version, held.leaf)
            ended = MandateRevoked(mandate=ref, reason=RevocationReason.COMPROMISED)
            later = again(world)
            later.record(later.statement(REGISTRY, ended, *QUORUM))
            revoked(later, who, 1)
            for case in (CLAIM, GRIEVANCE):
                assert statutory(later, case) == statutory(world, case)


def test_a_period_that_was_moved_would_be_found() -> None:
    """The control: the same comparison sees another day of receipt."""
    world = LIVES["claim notified"]()
    assert statutory(world, CLAIM)
    later = again(world)
    place = max(place for place, one in enumerate(world.log) if one.statement.type == "DecisionNotified")
    told = later.log[place]
    moved = but(told.statement.says, received_on=END)
    later.log[place] = but(told, statement=but(told.statement, says=moved))

    assert statutory(later, CLAIM) != statutory(world, CLAIM)
