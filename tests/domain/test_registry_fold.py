"""What the registry keeps of each word about keys, offices and mandates, whoever may have said it."""

from ledger.domain.codes import Custody, RevocationReason, Role
from ledger.domain.directory import Key, Office
from ledger.domain.types import KeyId
from tests.domain.world import (
    QUORUM,
    REGISTRY,
    digest_of_next,
    enrolment,
    founded,
    hire,
    keyid,
    mandate,
    office,
    public,
)


def test_an_office_is_kept_under_its_code_with_its_place_in_the_tree() -> None:
    world = founded()
    world.say(REGISTRY, office("ward", parent="city"), *QUORUM)
    world.say(REGISTRY, office("ward", parent="city", closed=True), *QUORUM)

    assert world.registry.offices == {
        "city": Office("city", None, "94", closed=False),
        "district": Office("district", None, "94", closed=False),
        "ward": Office("ward", "city", "94", closed=True),
    }
    world.say(REGISTRY, office("ward"), *QUORUM)
    assert world.registry.offices["ward"] == Office("ward", None, "94", closed=False)


def test_a_key_that_takes_the_place_of_another_ends_it_as_a_rotation() -> None:
    world = founded()
    hire(world, "olga", Role.OFFICER)
    world.record(
        world.statement(REGISTRY, enrolment("olga", key="olga 2", replaces=KeyId(keyid("olga"))), *QUORUM)
    )
    before = world.registry.keys[keyid("olga")]

    assert (before.revoked, before.reason, before.boundary) == (
        world.size - 1,
        RevocationReason.ROTATION,
        None,
    )
    assert world.registry.keys[keyid("olga 2")] == Key(
        keyid("olga 2"),
        public("olga 2"),
        before.actor,
        Custody.SELF,
        digest_of_next("olga 2"),
        world.size - 1,
    )


def test_a_key_that_is_enrolled_again_stays_with_whom_it_was() -> None:
    world = founded()
    hire(world, "olga", Role.OFFICER)
    first = world.registry.keys[keyid("olga")]
    world.record(world.statement(REGISTRY, enrolment("otto", key="olga"), *QUORUM))

    assert world.registry.keys[keyid("olga")] == first


def test_what_the_root_quorum_grants_is_nobodys_delegation() -> None:
    """Also where the body that answers for it holds a mandate which it could pass on."""
    world = founded()
    own = mandate(QUORUM[0], Role.SUPERVISOR, may_delegate=True)
    world.record(world.statement(REGISTRY, own, *QUORUM))
    world.record(world.statement(REGISTRY, mandate("olga", Role.OFFICER), *QUORUM))

    for held in world.registry.mandates.values():
        assert [(one.depth, one.by_root) for one in held] == [(0, True)]
