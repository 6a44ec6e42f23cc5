"""What a commitment keeps of each word, also where no rule would let it stand."""

from datetime import timedelta

import pytest

from ledger.domain.casework_codes import ConflictGround, LapseEffect
from ledger.domain.codes import Role
from ledger.domain.commitment.state import Checked, CommitmentStatus, Progressed
from ledger.domain.consultation.codes import Progress, Verified
from ledger.domain.types import Area, EntryRef
from tests.domain.cases import GRIEVANCE, TODAY, but
from tests.domain.claim_cases import declare, folded
from tests.domain.consulting import (
    COMMITMENT,
    day,
    gathered,
    progress,
    promise,
    promised,
    run_out,
    verification,
)
from tests.domain.test_commitment import commitment
from tests.domain.world import actor, hire, keyid, stream

LATE = 61
"""The day after the promise was due."""


def test_every_word_of_the_owner_is_kept_with_its_day() -> None:
    world, _, _ = promised()
    before = commitment(world)
    world.now = day(3)
    first = world.say(COMMITMENT, progress(Progress.UNDERWAY, value=7), "susi")
    world.now = day(5)
    second = world.say(COMMITMENT, progress(), "susi")

    kept = (
        Progressed(first.version, Progress.UNDERWAY, 7, TODAY + timedelta(days=3)),
        Progressed(second.version, Progress.DONE, None, TODAY + timedelta(days=5)),
    )
    assert commitment(world) == but(before, status=CommitmentStatus.REPORTED, progress=kept)


@pytest.mark.parametrize(
    ("finding", "status", "broken"),
    [
        (Verified.MET, CommitmentStatus.MET, False),
        (Verified.PARTLY_MET, CommitmentStatus.OPEN, False),
        (Verified.NOT_MET, CommitmentStatus.OPEN, True),
    ],
)
def test_every_word_of_others_is_kept_and_ends_the_want_of_one(
    finding: Verified, status: CommitmentStatus, *, broken: bool
) -> None:
    world, standard, _ = promised()
    done = world.say(COMMITMENT, progress(), "susi")
    run_out(world, "verification", done, standard, LapseEffect.UNVERIFIED)
    before = commitment(world)
    assert before.unverified
    world.now = day(LATE)
    word = world.say(COMMITMENT, verification(finding), "pim", "pong")

    found = Checked(
        version=word.version,
        finding=finding,
        verified_as="participant",
        by=actor("pim"),
        signers=tuple(sorted((keyid("pim"), keyid("pong")))),
        day=TODAY + timedelta(days=LATE),
    )
    after = but(before, status=status, checked=(found,), unverified=False, broken=broken)
    assert commitment(world) == after


def test_words_before_a_promise_are_kept_and_it_is_open_when_it_comes() -> None:
    world, _ = gathered()
    for says in (progress(Progress.WITHDRAWN), verification()):
        folded(world, says, "susi", stream=COMMITMENT)
    assert commitment(world).status is CommitmentStatus.EMPTY
    assert commitment(world).evidence() == ()

    folded(world, promise(EntryRef(GRIEVANCE, 1, "0" * 64)), "susi", stream=COMMITMENT)
    state = commitment(world)
    assert (state.status, len(state.progress), len(state.checked)) == (CommitmentStatus.OPEN, 1, 1)
    assert state.evidence() == (GRIEVANCE,)


def test_a_promise_on_no_known_account_is_verified_from_any_district() -> None:
    """No rule lets such a promise in; if one stands in a log nevertheless, it can still be spoken of."""
    world, _ = gathered()
    folded(
        world, promise(EntryRef(stream("consultation", "unknown"), 1, "0" * 64)), "susi", stream=COMMITMENT
    )
    world.say(COMMITMENT, progress(), "susi")
    for name in ("far", "farther"):
        hire(world, name, Role.PARTICIPANT, "hills", areas=(Area("50"),))

    world.say(COMMITMENT, verification(), "far", "farther")
    assert commitment(world).status is CommitmentStatus.MET


def test_an_owner_who_goes_by_a_name_without_a_mandate_too_stands_in_the_own_lines_alone() -> None:
    world, _, _ = promised()
    declare(world, "susi", actor("susanna"), ConflictGround.SAME_PERSON)
    world.say(COMMITMENT, progress(), "susi")
    hire(world, "lina", Role.PARTICIPANT, "line-b")
    world.refuses("coi_owner", COMMITMENT, verification(), "pim", "lina")

    world.say(COMMITMENT, verification(), "pim", "pong")
