"""Enrolment, rotation, revocation and what signatures are worth."""

from dataclasses import replace

import pytest

from ledger.domain.authority import Party, Standing, check_four_eyes, key_id, possession_message, standing
from ledger.domain.codes import Custody, RevocationReason
from ledger.domain.errors import ConflictOfInterest
from ledger.domain.registry.events import (
    Boundary,
    KeyEnrolled,
    KeyRevoked,
)
from ledger.domain.types import Digest, KeyId, Note
from tests.domain.world import (
    ORIGIN,
    QUORUM,
    REGISTRY,
    ROOTS,
    STANDARD,
    World,
    actor,
    digest_of_next,
    enrolment,
    keyid,
    office,
    peopled,
    rules,
)


def test_a_key_enters_with_its_holder_and_a_registrar() -> None:
    world = peopled()

    world.refuses("signer_missing", REGISTRY, enrolment("nina"), "rita")
    world.refuses("authority_missing", REGISTRY, enrolment("nina"), "olga", "nina")
    world.refuses(
        "authority_self_grant", REGISTRY, enrolment("rita", key="rita two"), "rita", keys=("rita", "rita two")
    )
    world.say(REGISTRY, enrolment("nina"), "rita", "nina")


def test_a_key_is_used_once_for_ever() -> None:
    world = peopled()
    world.say(REGISTRY, KeyRevoked(key=KeyId(keyid("olga")), reason=RevocationReason.LOST), "rita")

    world.refuses("key_reused", REGISTRY, enrolment("olga"), "rita", "olga")
    world.refuses("key_reused", REGISTRY, enrolment("nina", key="root-a"), "rita", keys=("rita", "root-a"))


def rotation(**more: object) -> KeyEnrolled:
    return enrolment("olga", key="olga next", replaces=keyid("olga"), **more)  # type: ignore[arg-type]


def test_only_the_key_that_was_bound_replaces_another() -> None:
    world = peopled()
    wrong = enrolment("olga", key="thief", replaces=keyid("olga"))

    world.refuses("rotation_unbound", REGISTRY, wrong, "olga", keys=("olga", "thief"))
    world.refuses("signer_missing", REGISTRY, rotation(), "rita", keys=("rita", "olga next"))
    world.refuses("signer_missing", REGISTRY, rotation(), "olga", keys=("olga",))
    world.refuses(
        "rotation_unbound", REGISTRY, rotation(custody=Custody.IMPORTED), "olga", keys=("olga", "olga next")
    )
    world.say(REGISTRY, rotation(), "olga", keys=("olga", "olga next"))
    assert world.registry.keys[keyid("olga")].revoked is not None
    assert world.registry.keys[keyid("olga next")].next == digest_of_next("olga next")


def test_a_key_replaces_itself_and_no_other_key_or_person() -> None:
    world = peopled()
    world.say(REGISTRY, enrolment("olga", key="olga two"), *QUORUM, keys=(*QUORUM, "olga two"))

    world.refuses("signer_missing", REGISTRY, rotation(), "olga", keys=("olga two", "olga next"))
    given_away = replace(rotation(), actor=actor("otto"))
    world.refuses("signer_missing", REGISTRY, given_away, "olga", keys=("olga", "olga next"))
    world.refuses("signer_superfluous", REGISTRY, rotation(), "olga", keys=("olga", "olga next", "rita"))
    world.say(REGISTRY, rotation(custody=Custody.HARDWARE), "olga", keys=("olga", "olga next"))


def test_an_importer_rotates_to_another_imported_key() -> None:
    world = peopled()
    new = enrolment("ivo", Custody.IMPORTED, key="ivo next", replaces=keyid("ivo"))

    lived = replace(new, custody=Custody.SELF)
    world.refuses("rotation_unbound", REGISTRY, lived, "ivo", keys=("ivo", "ivo next"))
    world.say(REGISTRY, new, "ivo", keys=("ivo", "ivo next"))


def test_an_unknown_key_is_worth_nothing() -> None:
    assert standing(peopled().registry, keyid("stranger"), 5) is Standing.UNKNOWN


def test_two_signatures_of_one_person_are_one() -> None:
    world = peopled()
    world.say(REGISTRY, enrolment("susi", key="susi two"), *QUORUM, keys=(*QUORUM, "susi two"))
    held = world.registry.mandates[actor("susi")][0]
    twice = (Party(actor("susi"), held), Party(actor("susi"), held))

    with pytest.raises(ConflictOfInterest) as caught:
        check_four_eyes(twice, world.registry, world.now)
    assert caught.value.code == "coi_same_person"
    world.refuses("signer_superfluous", STANDARD, rules(), "vera", keys=("vera", "susi", "susi two"))
    world.say(STANDARD, rules(), "vera", "susi")


def test_nobody_joins_the_root_quorum() -> None:
    world = peopled()

    world.refuses("signer_superfluous", REGISTRY, office("village"), *QUORUM, "rita")


def test_what_was_signed_before_a_rotation_stays_valid() -> None:
    world = peopled()
    before = world.size - 1
    world.say(REGISTRY, rotation(), "olga", keys=("olga", "olga next"))

    assert standing(world.registry, keyid("olga"), before) is Standing.VALID
    assert standing(world.registry, keyid("olga"), world.size - 1) is Standing.REVOKED
    assert standing(world.registry, keyid("olga next"), world.size - 1) is Standing.VALID


def test_a_revoked_key_has_no_authority() -> None:
    world = peopled()
    lost = KeyRevoked(key=KeyId(keyid("rita")), reason=RevocationReason.LOST)

    world.refuses("authority_missing", REGISTRY, lost, "olga")
    world.refuses("signer_superfluous", REGISTRY, lost, "rita", "susi")
    world.say(REGISTRY, lost, "rita")
    world.refuses("key_revoked", REGISTRY, office("village"), "rita")
    world.refuses("already_revoked", REGISTRY, lost, "rita")


def test_a_root_key_ends_only_with_the_governance() -> None:
    world = peopled()

    world.refuses(
        "key_is_root", REGISTRY, KeyRevoked(key=KeyId(keyid("root-a")), reason=RevocationReason.LOST), "rita"
    )
    world.refuses(
        "no_such_key", REGISTRY, KeyRevoked(key=KeyId("0" * 16), reason=RevocationReason.LOST), "rita"
    )


def stolen(world: World, size: int, reason: RevocationReason = RevocationReason.COMPROMISED) -> KeyRevoked:
    note = Note(f"{ORIGIN}\n{size}\nAAAA\n\n— witness AAAA\n")
    return KeyRevoked(key=KeyId(keyid("olga")), reason=reason, boundary=Boundary(size=size, checkpoint=note))


def test_between_boundary_and_revocation_a_key_is_contested() -> None:
    world = peopled()
    boundary = world.size - 3
    enrolled = world.registry.keys[keyid("olga")].enrolled
    revoked = world.size

    world.refuses("authority_missing", REGISTRY, stolen(world, boundary), "rita")
    world.refuses("approvals_pending", REGISTRY, stolen(world, boundary), *ROOTS[:3])
    world.say(REGISTRY, stolen(world, boundary), *ROOTS[:4])
    verdicts = [standing(world.registry, keyid("olga"), index) for index in range(world.size + 1)]
    assert verdicts == [
        *[Standing.UNKNOWN] * enrolled,
        *[Standing.VALID] * (boundary - enrolled),
        *[Standing.CONTESTED] * (revoked - boundary),
        *[Standing.REVOKED] * 2,
    ]


def test_a_boundary_is_a_checkpoint_of_this_ledger_before_the_revocation() -> None:
    world = peopled()
    right = stolen(world, world.size - 3)
    assert right.boundary is not None

    for wrong in (
        stolen(world, world.size + 1),
        stolen(world, 0),
        replace(right, boundary=replace(right.boundary, size=right.boundary.size + 1)),
        replace(right, boundary=replace(right.boundary, checkpoint=Note("other.example.org\n5\nAAAA\n"))),
        replace(
            right,
            boundary=replace(right.boundary, checkpoint=Note(f"{ORIGIN} {right.boundary.size}\nAAAA\n")),
        ),
        stolen(world, world.size - 3, RevocationReason.ROTATION),
    ):
        world.refuses("boundary_invalid", REGISTRY, wrong, *ROOTS[:4])
    world.say(REGISTRY, right, *ROOTS[:4])


def test_a_boundary_may_lie_right_behind_the_founding() -> None:
    world = peopled()
    enrolled = world.registry.keys[keyid("olga")].enrolled
    world.say(REGISTRY, stolen(world, 1), *ROOTS[:4])

    assert standing(world.registry, keyid("olga"), enrolled) is Standing.CONTESTED


def test_a_rotation_contests_nothing() -> None:
    world = peopled()

    at_once = stolen(world, world.size, RevocationReason.ROTATION)
    world.say(REGISTRY, at_once, *ROOTS[:4])
    assert standing(world.registry, keyid("olga"), world.size - 2) is Standing.VALID


def test_the_message_of_possession_names_ledger_person_and_key() -> None:
    message = possession_message(ORIGIN, actor("nina"), keyid("nina"))

    assert message == (
        f'{{"actor":"{actor("nina")}","keyid":"{keyid("nina")}","origin":"{ORIGIN}"}}'.encode()
    )


def test_a_key_id_is_sixteen_digits_of_the_digest_of_the_raw_key() -> None:
    assert key_id("00" * 32) == "66687aadf862bd77"
    assert Digest("0" * 64) != key_id("00" * 32)
