"""How the ledger itself is changed: by whom, after which notice, and from when on."""

from collections.abc import Sequence

import pytest

from ledger.domain.authority import Standing, standing
from ledger.domain.codes import Governed, RevocationReason, Role
from ledger.domain.directory import Change
from ledger.domain.errors import StreamConflict
from ledger.domain.registry.events import Boundary, GovernanceChanged, KeyRevoked, MandateRevoked, RootKey
from ledger.domain.types import Code, Digest, Instant, KeyId, Note, Seen, Vkey
from tests.domain.cases import but
from tests.domain.world import (
    ORIGIN,
    QUORUM,
    REGISTRY,
    ROOTS,
    ZERO,
    World,
    actor,
    enrolment,
    founded,
    keyid,
    mandate,
    office,
    peopled,
    public,
)

NOTICED = Instant("2026-12-06T03:04:07Z")
"""The first full second that is fourteen days after everything in these tests."""
BEFORE = "2026-12-06T03:04:06.999Z"
FROM = "2026-12-06T03:04:07.000Z"
NEW = ("root-a", "root-b", "root-x", "root-y", "root-z")
JOINING = NEW[2:]


def change(what: Governed, **more: object) -> GovernanceChanged:
    return but(GovernanceChanged(what=what, document=ZERO, effective_at=NOTICED), **more)


def root_set(names: Sequence[str] = NEW, **more: object) -> GovernanceChanged:
    keys = tuple(RootKey(key=public(name), body=actor(name)) for name in names)
    return change(Governed.ROOT_SET, root_keys=keys, **more)


def threshold(count: int, **more: object) -> GovernanceChanged:
    return change(Governed.THRESHOLD, threshold=count, **more)


def replaced() -> World:
    """A ledger whose new root set waits to take effect."""
    world = founded()
    world.say(REGISTRY, root_set(), QUORUM[0], keys=(*QUORUM, *JOINING))
    return world


def test_only_a_root_quorum_changes_the_governance() -> None:
    world = peopled()

    world.refuses("authority_missing", REGISTRY, threshold(4), "rita")
    world.refuses("approvals_pending", REGISTRY, threshold(4), *ROOTS[:2])
    world.refuses("signer_superfluous", REGISTRY, threshold(4), *QUORUM, "rita")
    world.say(REGISTRY, threshold(4), *QUORUM)


def test_who_changes_the_governance_has_seen_the_registry_as_it_is() -> None:
    world = founded()

    world.refuses("seen_missing", REGISTRY, threshold(4), *QUORUM, seen=None)
    old = world.refuses("stream_conflict", REGISTRY, threshold(4), *QUORUM, seen=Seen(1, ZERO))
    assert isinstance(old, StreamConflict)
    assert old.head == world.head(REGISTRY)
    world.say(REGISTRY, threshold(4), *QUORUM)


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        ({"effective_at": Instant("2026-12-06T03:04:06Z")}, "governance_too_soon"),
        ({"effective_at": Instant("2026-02-30T03:04:07Z")}, "governance_invalid"),
        ({"threshold": None}, "governance_invalid"),
        ({"witness_policy": ZERO}, "governance_invalid"),
        ({"what": Governed.LOG_KEY}, "governance_invalid"),
        ({"threshold": 2}, "founding_invalid"),
        ({"threshold": 6}, "founding_invalid"),
    ],
)
def test_a_change_brings_what_it_names_and_waits_fourteen_days(wrong: dict[str, object], code: str) -> None:
    founded().unless(code, REGISTRY, but(threshold(4), **wrong), threshold(4), *QUORUM)


def test_a_change_is_in_force_from_its_time_on_and_not_before() -> None:
    world = founded()
    world.say(REGISTRY, threshold(4), *QUORUM)
    before, after = world.registry.governance(BEFORE), world.registry.governance(FROM)
    assert after == before._replace(threshold=4)

    world.now = BEFORE
    world.say(REGISTRY, office("one"), *QUORUM)
    world.now = FROM
    world.refuses("approvals_pending", REGISTRY, office("two"), *QUORUM)
    world.say(REGISTRY, office("two"), *ROOTS[:4])


def test_a_second_of_the_clock_decides_at_a_turn_of_the_minute() -> None:
    world = founded()
    world.say(REGISTRY, threshold(4, effective_at=Instant("2026-12-06T03:05:00Z")), *QUORUM)

    assert world.registry.governance("2026-12-06T03:04:59.999Z").threshold == 3
    assert world.registry.governance("2026-12-06T03:05:00.000Z").threshold == 4


def test_a_root_set_takes_quorums_of_the_old_and_the_new_and_whoever_joins() -> None:
    world = founded()

    for keys, code in (
        ((*QUORUM, "root-x", "root-y"), "signer_missing"),
        (("root-a", "root-b", *JOINING), "approvals_pending"),
        ((*QUORUM, *JOINING, "stranger"), "signer_superfluous"),
    ):
        world.refuses(code, REGISTRY, root_set(), QUORUM[0], keys=keys)
    world.refuses("authority_missing", REGISTRY, root_set(), "root-x", keys=(*QUORUM, *JOINING))
    world.say(REGISTRY, root_set(), QUORUM[0], keys=(*QUORUM, *JOINING))


def test_a_new_set_that_did_not_sign_itself_is_none() -> None:
    world = founded()
    narrower = root_set(("root-c", "root-d", "root-e", "root-x"))

    world.refuses("approvals_pending", REGISTRY, narrower, QUORUM[0], keys=(*QUORUM, "root-x"))
    world.say(REGISTRY, narrower, QUORUM[0], keys=(*QUORUM, "root-d", "root-x"))


def test_old_root_keys_rule_until_the_time_and_new_ones_from_then_on() -> None:
    world = replaced()
    world.now = BEFORE
    world.say(REGISTRY, office("one"), *QUORUM)
    world.refuses("authority_missing", REGISTRY, office("two"), "root-x")

    world.now = FROM
    world.refuses("authority_missing", REGISTRY, office("two"), "root-c")
    world.refuses("signer_superfluous", REGISTRY, office("two"), *QUORUM)
    world.say(REGISTRY, office("two"), "root-a", "root-b", "root-x")
    world.say(REGISTRY, enrolment("nina"), "root-x", keys=("root-y", "root-x", "root-z", "nina"))


@pytest.mark.parametrize(
    ("keys", "code"),
    [
        (ROOTS[:1], "founding_invalid"),
        ((*ROOTS, "root-x", "root-y"), None),
        ((), "founding_invalid"),
    ],
)
def test_the_threshold_is_more_than_half_of_whatever_set(keys: Sequence[str], code: str | None) -> None:
    world = founded()
    if code is not None:
        world.refuses(code, REGISTRY, root_set(keys), *ROOTS)
        return
    world.refuses("founding_invalid", REGISTRY, root_set(keys), QUORUM[0], keys=keys)
    world.say(REGISTRY, threshold(4), *QUORUM)
    world.say(REGISTRY, root_set(keys), QUORUM[0], keys=keys)
    world.refuses("founding_invalid", REGISTRY, threshold(3), *QUORUM)


def test_bodies_and_keys_of_a_root_set_differ() -> None:
    world = founded()
    right = root_set((*ROOTS[:4], "root-x"))
    assert right.root_keys is not None
    body, key = actor("root-a"), public("root-a")

    for wrong, keys in (
        (RootKey(key=public("root-x"), body=body), (*QUORUM, "root-x")),
        (RootKey(key=key, body=actor("root-x")), QUORUM),
    ):
        doubled = but(right, root_keys=(*right.root_keys[:4], wrong))
        world.refuses("founding_invalid", REGISTRY, doubled, QUORUM[0], keys=keys)
    world.say(REGISTRY, right, QUORUM[0], keys=(*QUORUM, "root-x"))


def test_whoever_holds_a_mandate_joins_no_root_set() -> None:
    world = peopled()
    right = root_set((*ROOTS[:4], "root-x"))
    assert right.root_keys is not None
    official = RootKey(key=public("root-x"), body=actor("susi"))

    wrong = but(right, root_keys=(*right.root_keys[:4], official))
    world.unless("founding_invalid", REGISTRY, wrong, right, QUORUM[0], keys=(*QUORUM, "root-x"))


def test_a_root_key_serves_one_body_and_nothing_else() -> None:
    world = peopled()
    right = root_set((*ROOTS[:4], "root-x"))
    assert right.root_keys is not None
    lived = but(right, root_keys=(*right.root_keys[:4], RootKey(key=public("olga"), body=actor("root-x"))))
    moved = but(right, root_keys=(*right.root_keys[:3], RootKey(key=public("root-d"), body=actor("root-x"))))

    world.refuses("key_reused", REGISTRY, lived, QUORUM[0], keys=(*QUORUM, "olga"))
    world.refuses("key_reused", REGISTRY, moved, *QUORUM)
    world.say(REGISTRY, right, QUORUM[0], keys=(*QUORUM, "root-x"))
    world.refuses("key_reused", REGISTRY, enrolment("nina", key="root-x"), "rita", keys=("rita", "root-x"))
    ended = KeyRevoked(key=KeyId(keyid("root-x")), reason=RevocationReason.LOST)
    world.refuses("key_is_root", REGISTRY, ended, "rita")


def test_the_newest_word_takes_the_place_of_one_that_waits() -> None:
    world = replaced()
    world.say(REGISTRY, root_set(ROOTS), *QUORUM)
    world.say(REGISTRY, threshold(4, effective_at=Instant("2026-12-07T00:00:00Z")), *QUORUM)

    assert world.registry.governance(FROM).root == founded().registry.founded.root
    assert world.registry.governance("2026-12-07T00:00:00.000Z").threshold == 4
    assert standing(world.registry, keyid("root-x"), world.size) is Standing.VALID


def test_what_took_effect_stays_when_something_new_waits() -> None:
    world = founded()
    world.say(REGISTRY, threshold(4), *QUORUM)
    world.now = FROM
    world.say(REGISTRY, threshold(5, effective_at=Instant("2026-12-20T03:04:07Z")), *ROOTS[:4])

    assert world.registry.governance(FROM).threshold == 4
    assert world.registry.governance("2026-12-20T03:04:07.000Z").threshold == 5


def test_changes_take_effect_in_the_order_of_their_times() -> None:
    world = founded()
    later = Instant("2027-01-01T00:00:00Z")
    world.say(REGISTRY, threshold(4, effective_at=later), *QUORUM)
    six, signers = (*ROOTS, "root-x"), (*QUORUM, "root-x")
    world.refuses("founding_invalid", REGISTRY, root_set(six), QUORUM[0], keys=signers)
    world.say(REGISTRY, root_set(six, effective_at=later), QUORUM[0], keys=signers)
    after = world.registry.governance("2027-01-01T00:00:00.000Z")
    assert (len(after.root), after.threshold) == (6, 4)


def test_a_change_that_waits_is_replaced_whatever_day_it_waited_for() -> None:
    world = founded()
    world.say(REGISTRY, threshold(4, effective_at=Instant("2027-01-01T00:00:00Z")), *QUORUM)
    world.say(REGISTRY, threshold(5), *QUORUM)

    assert world.registry.changes == (Change(FROM, Governed.THRESHOLD, threshold=5),)


def test_changes_of_one_time_stand_in_the_order_of_the_log() -> None:
    world = founded()
    world.say(REGISTRY, threshold(4), *QUORUM)
    world.say(REGISTRY, change(Governed.LOG_KEY, log_key=Vkey(f"{ORIGIN}+0badcafe+BBBB")), *QUORUM)

    assert [item.what for item in world.registry.changes] == [Governed.THRESHOLD, Governed.LOG_KEY]


def test_of_changes_recorded_after_their_time_the_newest_word_holds() -> None:
    """No rule allows it; a dishonest server may have appended them nevertheless."""
    world = founded()
    world.now = "2027-01-01T00:00:00.000Z"
    for names in (NEW, ROOTS[:4]):
        world.record(world.statement(REGISTRY, root_set(names), *QUORUM))

    assert set(world.registry.governance(world.now).root.values()) == {actor(name) for name in ROOTS[:4]}


def test_a_new_root_set_grants_and_ends_mandates_and_contests_acts() -> None:
    world = peopled()
    world.say(REGISTRY, root_set(), QUORUM[0], keys=(*QUORUM, *JOINING))
    world.now = FROM
    signers = ("root-a", "root-x", "root-y")

    world.refuses("signer_superfluous", REGISTRY, mandate("nina", Role.OFFICER), *QUORUM)
    world.refuses("authority_self_grant", REGISTRY, mandate("root-x", Role.OFFICER), *signers)
    granted = world.say(REGISTRY, mandate("root-c", Role.REGISTRAR), *signers)
    ended = MandateRevoked(mandate=granted, reason=RevocationReason.LEFT_SERVICE)
    world.refuses("signer_superfluous", REGISTRY, ended, *QUORUM)
    world.say(REGISTRY, ended, *signers)
    boundary = Boundary(size=world.size, checkpoint=Note(f"{ORIGIN}\n{world.size}\nAAAA\n"))
    stolen = KeyRevoked(key=KeyId(keyid("olga")), reason=RevocationReason.COMPROMISED, boundary=boundary)
    world.refuses("signer_superfluous", REGISTRY, stolen, *ROOTS[:4])
    world.refuses("approvals_pending", REGISTRY, stolen, *signers)
    world.say(REGISTRY, stolen, *signers, "root-z")


def test_the_log_key_bears_the_name_of_the_ledger() -> None:
    world = founded()
    right = change(Governed.LOG_KEY, log_key=Vkey(f"{ORIGIN}+0badcafe+BBBB"))

    wrong = but(right, log_key=Vkey("other.example.org+0badcafe+BBBB"))
    world.unless("governance_invalid", REGISTRY, wrong, right, *QUORUM)
    assert world.registry.log_keys() == ("ledger.example.org/2026+deadbeef+AAAA", right.log_key)
    assert world.registry.governance(FROM).log_key == right.log_key
    assert world.registry.governance(BEFORE).log_key != right.log_key


def test_the_policy_of_witnesses_changes_alone() -> None:
    world = founded()
    policy = Digest("1" * 64)
    world.say(REGISTRY, change(Governed.WITNESS_POLICY, witness_policy=policy), *QUORUM)

    before, after = world.registry.governance(BEFORE), world.registry.governance(FROM)
    assert after == before._replace(witness_policy=policy)
    assert before.witness_policy == ZERO


def test_a_body_that_left_grants_nothing_and_what_it_granted_stays() -> None:
    world = replaced()
    world.say(REGISTRY, office("one", parent=Code("city")), *QUORUM)
    world.now = FROM

    assert "one" in world.registry.offices
    world.refuses("authority_missing", REGISTRY, threshold(4), "root-c")
