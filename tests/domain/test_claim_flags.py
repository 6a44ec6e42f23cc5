"""The flags of a claim that depend on the registry, on other entries, or on the day."""

from datetime import date

from ledger.domain.casework_codes import ConflictGround
from ledger.domain.codes import Finding, Result, Role
from tests.domain.cases import CLAIM, applied, attestation, attested, decision, found, notice, refused
from tests.domain.claim_cases import declare, dispute, flags_of, folded, granted, question, withdrawal
from tests.domain.world import hire


def test_a_quorum_is_a_flag_of_the_day() -> None:
    world, _ = applied()
    world.say(CLAIM, attestation(), "ada")
    assert flags_of(world) == frozenset()

    world.say(CLAIM, attestation(), "bela")
    assert flags_of(world) == {"quorum"}
    assert flags_of(world, day=date(2027, 11, 22)) == {"quorum"}
    assert flags_of(world, day=date(2027, 11, 23)) == frozenset()


def test_a_granted_benefit_may_lose_its_quorum() -> None:
    world, _, _, _ = granted()
    assert flags_of(world) == {"quorum"}
    assert flags_of(world, day=date(2027, 11, 23)) == {"quorum_failing"}

    declare(world, "ada", CLAIM, ConflictGround.LINEAL)
    assert flags_of(world) == {"quorum_failing"}


def test_what_is_refused_has_no_quorum_to_lose() -> None:
    world, refusal = refused()
    world.say(CLAIM, notice(refusal), "ines")

    assert flags_of(world) == frozenset()


def test_a_dispute_is_a_flag_until_the_attestation_stands_again_or_falls() -> None:
    world, first, _ = attested()
    world.say(CLAIM, dispute(first), "ines")
    assert flags_of(world) == {"disputed"}

    world.say(CLAIM, withdrawal(first), "ada")
    assert flags_of(world) == frozenset()


def test_what_the_fold_knows_stands_beside() -> None:
    world, _, _, made = granted()
    world.say(CLAIM, notice(made, appeal_block=None), "ines")
    folded(world, question(), "olga")

    assert flags_of(world) == {"quorum", "defective_notice", "awaiting_citizen"}


def test_a_suspended_benefit_fails_no_quorum() -> None:
    world, first, second = attested()
    suspended = decision(Result.SUSPEND, found(first, second, finding=Finding.NOT_SHOWN))
    world.say(CLAIM, suspended, "olga", "susi")
    world.say(CLAIM, withdrawal(first), "ada")

    assert flags_of(world) == {"contested"}


def test_whoever_decides_is_no_part_of_the_flag() -> None:
    """Whom the next decider is kin of is unknown: the quorum is of the record, the gate of the person."""
    world, _, _ = attested()
    hire(world, "nina", Role.OFFICER)
    declare(world, "nina", CLAIM, ConflictGround.SAME_OFFICE)

    assert flags_of(world) == {"quorum"}
