"""Who may found, register and grant. Every refusal stands beside what is allowed."""

from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise

import pytest

from ledger.domain.codes import Category, RevocationReason, Role
from ledger.domain.registry.events import (
    MandateGranted,
    MandateRevoked,
    RootKey,
)
from ledger.domain.types import Code, EntryRef, Unknown
from tests.domain.world import (
    END,
    HISTORICAL,
    QUORUM,
    REGISTRY,
    ROOTS,
    STANDARD,
    START,
    World,
    actor,
    enrolment,
    founded,
    founding,
    hire,
    mandate,
    office,
    peopled,
    public,
    stream,
)


def test_nothing_stands_before_the_founding() -> None:
    world = World()

    world.refuses("not_founded", REGISTRY, office("city"), *QUORUM)
    world.say(REGISTRY, founding(), ROOTS[0], keys=ROOTS)


def test_a_ledger_is_founded_once() -> None:
    world = founded()

    world.refuses("founding_not_first", REGISTRY, founding(), ROOTS[0], keys=ROOTS)


def test_a_founding_that_does_not_come_first_founds_nothing() -> None:
    world = World()
    world.record(world.statement(stream("claim"), office("city"), *QUORUM))

    world.refuses("founding_not_first", REGISTRY, founding(), ROOTS[0], keys=ROOTS)


def test_every_founding_key_signs_and_nobody_else() -> None:
    world = World()

    world.refuses("signer_missing", REGISTRY, founding(), ROOTS[0], keys=ROOTS[:4])
    world.refuses("signer_missing", REGISTRY, founding(), "stranger", keys=ROOTS)
    world.refuses("signer_superfluous", REGISTRY, founding(), ROOTS[0], keys=(*ROOTS, "stranger"))
    world.say(REGISTRY, founding(), ROOTS[0], keys=ROOTS)


@pytest.mark.parametrize("threshold", [0, 1, 2, 6])
def test_two_founding_quorums_always_share_a_body(threshold: int) -> None:
    World().refuses("founding_invalid", REGISTRY, founding(threshold), ROOTS[0], keys=ROOTS)


def test_bodies_and_keys_of_the_founding_differ() -> None:
    one_body = replace(
        founding(), root_keys=tuple(RootKey(key=public(name), body=actor("root-a")) for name in ROOTS)
    )
    one_key = replace(
        founding(), root_keys=tuple(RootKey(key=public("root-a"), body=actor(name)) for name in ROOTS)
    )

    World().refuses("founding_invalid", REGISTRY, one_body, ROOTS[0], keys=ROOTS)
    World().refuses("founding_invalid", REGISTRY, one_key, ROOTS[0], keys=ROOTS)


def test_fewer_root_keys_than_the_threshold_wait_for_more() -> None:
    world = founded()

    world.refuses("approvals_pending", REGISTRY, office("village"), *ROOTS[:2])
    world.say(REGISTRY, office("village"), *ROOTS[:3])


def test_a_statement_for_another_ledger_is_refused() -> None:
    world = founded()

    world.refuses("origin_mismatch", REGISTRY, office("village"), *QUORUM, origin="other.example.org/2026")


def test_a_second_registry_is_refused() -> None:
    founded().refuses("wrong_stream", stream("registry", "two"), office("village"), *QUORUM)


def test_an_event_in_a_stream_of_another_kind_is_refused() -> None:
    founded().refuses("wrong_stream", stream("claim"), office("village"), *QUORUM)


def test_what_this_release_does_not_know_is_not_recorded() -> None:
    founded().refuses("type_unknown", REGISTRY, Unknown("GovernanceChanged", 1), *QUORUM)


def test_the_signer_states_a_time() -> None:
    founded().refuses("at_missing", REGISTRY, office("village"), *QUORUM, at=None)


def test_a_registrar_registers_offices_and_an_officer_does_not() -> None:
    world = peopled()

    world.refuses("authority_missing", REGISTRY, office("village"), "olga")
    for parent in ("nowhere", "village"):
        world.refuses("office_unknown", REGISTRY, office("village", parent=Code(parent)), "rita")
    world.refuses("office_unknown", REGISTRY, office("city", parent=Code("city")), "rita")
    world.say(REGISTRY, office("village", parent=Code("city")), "rita")


def test_an_unknown_key_has_no_authority() -> None:
    world = peopled()

    world.refuses("key_unknown", REGISTRY, office("village"), "stranger")


def test_a_key_of_another_does_not_speak_for_the_person_who_answers() -> None:
    world = peopled()

    world.refuses("signer_missing", REGISTRY, office("village"), "rita", keys=("susi",))
    world.refuses("signer_superfluous", REGISTRY, office("village"), "rita", "susi")


def test_a_second_key_of_one_person_adds_nothing() -> None:
    world = peopled()
    world.say(REGISTRY, enrolment("rita", key="rita two"), *QUORUM, keys=(*QUORUM, "rita two"))

    world.refuses("signer_superfluous", REGISTRY, office("village"), "rita", keys=("rita", "rita two"))


def test_only_the_root_quorum_grants_to_those_who_watch() -> None:
    world = peopled()

    for role in (Role.REGISTRAR, Role.OVERSIGHT, Role.CUSTODIAN):
        world.refuses("authority_missing", REGISTRY, mandate("nina", role), "rita")
        world.say(REGISTRY, mandate("nina", role), *QUORUM)
    world.refuses("signer_superfluous", REGISTRY, mandate("nina", Role.OFFICER), "rita", "susi")
    world.say(REGISTRY, mandate("nina", Role.OFFICER), "rita")
    world.say(REGISTRY, mandate("nora", Role.CLOCK), "rita")
    assert world.registry.mandates[actor("nora")][0].depth == 0


def test_nobody_grants_to_their_own_person_or_line() -> None:
    world = peopled()

    world.refuses("authority_self_grant", REGISTRY, mandate("rita", Role.OFFICER), "rita")
    world.refuses("authority_self_grant", REGISTRY, mandate("nina", Role.OFFICER, "line-r"), "rita")
    world.say(REGISTRY, mandate("nina", Role.OFFICER, "line-a"), "rita")


def test_a_body_of_the_root_takes_no_part_in_cases() -> None:
    world = peopled()

    world.refuses("authority_self_grant", REGISTRY, mandate("root-a", Role.OFFICER), *QUORUM)
    world.refuses("authority_self_grant", REGISTRY, mandate("root-e", Role.OFFICER), "rita")
    world.say(REGISTRY, mandate("root-x", Role.OFFICER), "rita")


def test_root_is_no_mandate() -> None:
    founded().refuses("mandate_invalid", REGISTRY, mandate("nina", Role.ROOT), *QUORUM)


def test_a_mandate_lasts_twelve_months_at_most() -> None:
    world = founded()

    for wrong in (
        mandate("nina", Role.OFFICER, to=END + timedelta(days=1)),
        mandate("nina", Role.OFFICER, to=START - timedelta(days=1)),
    ):
        world.refuses("mandate_invalid", REGISTRY, wrong, *QUORUM)
    world.say(REGISTRY, mandate("nina", Role.OFFICER), *QUORUM)


def test_a_mandate_belongs_to_an_open_office() -> None:
    world = founded()

    world.refuses("office_unknown", REGISTRY, mandate("nina", Role.OFFICER, office="village"), *QUORUM)
    world.say(REGISTRY, office("city", closed=True), *QUORUM)
    world.refuses("office_unknown", REGISTRY, mandate("nina", Role.OFFICER, office="city"), *QUORUM)


def test_an_attester_has_a_category_and_nobody_else_has() -> None:
    world = founded()

    world.refuses("category_missing", REGISTRY, mandate("nina", Role.ATTESTER, category=None), *QUORUM)
    world.refuses(
        "category_missing", REGISTRY, mandate("nina", Role.OFFICER, category=Category.VILLAGE_HEAD), *QUORUM
    )


def test_a_mandate_ends_by_the_time_of_recording_and_never_by_a_claimed_one() -> None:
    world = peopled()

    world.now = "2027-11-22T16:59:59.999Z"
    world.say(REGISTRY, office("one"), "rita")
    world.now = "2027-11-22T17:00:00.000Z"
    world.refuses("authority_expired", REGISTRY, office("two"), "rita", at="2026-12-01T00:00:00Z")


def test_a_mandate_that_has_not_begun_gives_nothing() -> None:
    world = founded()
    hire(world, "rita", Role.REGISTRAR, "line-r", from_=date(2026, 12, 1), to=date(2027, 6, 1))

    world.refuses("authority_expired", REGISTRY, office("one"), "rita")


def test_a_mandate_reaches_no_further_than_its_areas() -> None:
    world = founded()
    hire(world, "rita", Role.REGISTRAR, "line-r", areas=("94",))

    world.refuses("authority_scope", REGISTRY, office("one", area="95"), "rita")
    world.refuses("authority_scope", REGISTRY, mandate("nina", Role.OFFICER), "rita")
    world.refuses("authority_scope", REGISTRY, mandate("nina", Role.OFFICER, areas=("94", "95")), "rita")
    world.say(REGISTRY, mandate("nina", Role.OFFICER, areas=("9401",)), "rita")
    world.say(REGISTRY, office("one", area="9401"), "rita")


def test_a_mandate_reaches_no_further_than_its_programmes() -> None:
    world = founded()
    hire(world, "rita", Role.REGISTRAR, "line-r", programmes=(STANDARD,))

    for programmes in ((), (HISTORICAL,), (STANDARD, HISTORICAL)):
        wrong = mandate("nina", Role.OFFICER, programmes=programmes)
        world.refuses("authority_scope", REGISTRY, wrong, "rita")
    world.refuses("authority_self_grant", REGISTRY, mandate("nina", Role.OFFICER, "line-r"), "rita")
    world.say(REGISTRY, mandate("nina", Role.OFFICER, programmes=(STANDARD,)), "rita")


def test_a_registrar_of_an_area_grants_nothing_in_the_own_line_either() -> None:
    world = founded()
    hire(world, "rita", Role.REGISTRAR, "line-r", areas=("94",))

    own = mandate("nina", Role.OFFICER, "line-r", areas=("9401",))
    world.refuses("authority_self_grant", REGISTRY, own, "rita")
    world.say(REGISTRY, mandate("nina", Role.OFFICER, "line-a", areas=("9401",)), "rita")


def delegating() -> World:
    world = peopled()
    hire(world, "sigi", Role.SUPERVISOR, "line-s", may_delegate=True, areas=("94",), to=date(2027, 6, 30))
    return world


def passed_on(name: str = "nina", role: Role = Role.OFFICER, **more: object) -> MandateGranted:
    return mandate(name, role, "line-s", **({"areas": ("9401",), "to": date(2027, 6, 30)} | more))


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({"areas": ("95",)}, "authority_scope"),
        ({"areas": ()}, "authority_scope"),
        ({"to": date(2027, 7, 1)}, "authority_scope"),
        ({"from_": date(2026, 11, 21)}, "authority_scope"),
        ({"role": Role.CLOCK}, "authority_missing"),
        ({"role": Role.CUSTODIAN}, "authority_missing"),
        ({"name": "sigi"}, "authority_self_grant"),
    ],
)
def test_what_a_supervisor_passes_on_only_narrows(more: dict[str, object], code: str) -> None:
    world = delegating()

    world.refuses(code, REGISTRY, passed_on(**more), "sigi")  # type: ignore[arg-type]
    world.say(REGISTRY, passed_on(), "sigi")


def test_a_supervisor_of_one_programme_passes_that_one_on() -> None:
    world = peopled()
    hire(world, "sigi", Role.SUPERVISOR, "line-s", may_delegate=True, programmes=(STANDARD,))

    def granted(*programmes: str) -> MandateGranted:
        return mandate("nina", Role.OFFICER, "line-s", programmes=programmes)

    for wrong in (granted(), granted(HISTORICAL), granted(STANDARD, HISTORICAL)):
        world.refuses("authority_scope", REGISTRY, wrong, "sigi")
    world.say(REGISTRY, granted(STANDARD), "sigi")


def test_a_supervisor_creates_no_second_line() -> None:
    world = delegating()

    other = mandate("nina", Role.OFFICER, "line-t", areas=("9401",), to=date(2027, 6, 30))
    world.refuses("authority_scope", REGISTRY, other, "sigi")


def test_a_supervisor_without_leave_passes_nothing_on() -> None:
    peopled().refuses("authority_scope", REGISTRY, mandate("nina", Role.OFFICER, "line-b"), "susi")


def test_only_supervisors_pass_on() -> None:
    world = peopled()
    hire(world, "nils", Role.OFFICER, "line-b", may_delegate=True)

    world.refuses("authority_missing", REGISTRY, mandate("nina", Role.OFFICER, "line-b"), "nils")


def test_a_mandate_is_passed_on_twice_at_most() -> None:
    world = delegating()
    chain = ["sigi", "s1", "s2", "s3"]
    for above, below in pairwise(chain[:3]):
        world.say(REGISTRY, passed_on(below, Role.SUPERVISOR, may_delegate=True), above)
        world.say(REGISTRY, enrolment(below), *QUORUM, keys=(*QUORUM, below))

    assert [world.registry.mandates[actor(name)][0].depth for name in chain[:3]] == [0, 1, 2]
    world.refuses("authority_depth", REGISTRY, passed_on("s3"), "s2")


def test_of_two_mandates_the_one_that_was_passed_on_least_is_passed_on() -> None:
    world = delegating()
    world.say(REGISTRY, passed_on("s1", Role.SUPERVISOR, may_delegate=True), "sigi")
    hire(world, "s1", Role.SUPERVISOR, "line-s", may_delegate=True)
    world.say(REGISTRY, passed_on("nina"), "s1")

    assert [held.depth for held in world.registry.mandates[actor("s1")]] == [1, 0]
    assert [held.depth for held in world.registry.mandates[actor("nina")]] == [1]


def test_a_revoked_mandate_gives_nothing_from_there_on() -> None:
    world = peopled()
    granted = world.say(REGISTRY, mandate("nina", Role.REGISTRAR, "line-n"), *QUORUM)
    world.say(REGISTRY, enrolment("nina"), *QUORUM, keys=(*QUORUM, "nina"))
    world.say(REGISTRY, office("one"), "nina")
    ended = MandateRevoked(mandate=granted, reason=RevocationReason.LEFT_SERVICE)

    world.refuses("authority_missing", REGISTRY, ended, "rita")
    world.say(REGISTRY, ended, *QUORUM)
    world.refuses("authority_expired", REGISTRY, office("two"), "nina")
    world.refuses("mandate_unknown", REGISTRY, ended, *QUORUM)


def test_a_mandate_is_ended_by_its_grantor_or_a_registrar() -> None:
    world = delegating()
    granted = world.say(REGISTRY, passed_on(), "sigi")
    other = world.say(REGISTRY, passed_on("nils"), "sigi")
    ended = MandateRevoked(mandate=granted, reason=RevocationReason.LEFT_SERVICE)

    world.refuses("authority_missing", REGISTRY, ended, "susi")
    world.refuses("signer_superfluous", REGISTRY, ended, "sigi", "susi")
    world.refuses("authority_missing", REGISTRY, ended, *QUORUM)
    world.say(REGISTRY, ended, "sigi")
    world.say(REGISTRY, replace(ended, mandate=other), "rita")
    world.refuses(
        "mandate_unknown", REGISTRY, replace(ended, mandate=EntryRef(REGISTRY, 1, "0" * 64)), "rita"
    )
