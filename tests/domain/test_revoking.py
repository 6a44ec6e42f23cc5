"""What ends a key, who may say so, how far back, and what its acts are worth then."""

from dataclasses import replace

import pytest

from ledger.domain.authority import Standing, key_id, standing, verdict_on
from ledger.domain.casework_codes import ConflictGround
from ledger.domain.codes import RevocationReason, Role
from ledger.domain.registry.events import (
    Boundary,
    InterestDeclared,
    KeyRevoked,
    MandateGranted,
    MandateRevoked,
)
from ledger.domain.types import Area, Code, EntryRef, KeyId, Note, Place
from tests.domain.cases import CLAIM
from tests.domain.world import (
    ORIGIN,
    QUORUM,
    REGISTRY,
    ROOTS,
    START,
    World,
    actor,
    enrolment,
    founded,
    hire,
    keyid,
    mandate,
    office,
    peopled,
    public,
)


def ended(name: str, reason: RevocationReason = RevocationReason.LOST) -> KeyRevoked:
    return KeyRevoked(key=KeyId(keyid(name)), reason=reason)


def stolen(size: int, name: str = "olga") -> KeyRevoked:
    note = Note(f"{ORIGIN}\n{size}\nAAAA\n\n— witness AAAA\n")
    boundary = Boundary(size=size, checkpoint=note)
    return KeyRevoked(key=KeyId(keyid(name)), reason=RevocationReason.COMPROMISED, boundary=boundary)


def test_a_registrar_of_an_area_reaches_the_keys_and_mandates_of_its_people() -> None:
    world = peopled()
    hire(world, "raul", Role.REGISTRAR, "line-q", areas=("94",))
    near = hire(world, "nina", Role.OFFICER, areas=("9401",))
    hire(world, "nils", Role.OFFICER, areas=("94", "95"))

    for name in ("olga", "nils"):
        world.refuses("authority_scope", REGISTRY, ended(name), "raul")
        again = enrolment(name, key=f"{name} two")
        world.refuses("authority_scope", REGISTRY, again, "raul", keys=("raul", f"{name} two"))
    world.say(REGISTRY, enrolment("nina", key="nina two"), "raul", keys=("raul", "nina two"))
    world.say(REGISTRY, ended("nina"), "raul")
    gone = MandateRevoked(mandate=near, reason=RevocationReason.LEFT_SERVICE)
    far = MandateRevoked(mandate=hire(world, "otis", Role.OFFICER), reason=RevocationReason.LEFT_SERVICE)
    world.refuses("authority_scope", REGISTRY, far, "raul")
    world.say(REGISTRY, gone, "raul")


def test_whoever_watches_gets_a_second_key_from_the_root_quorum_alone() -> None:
    world = peopled()
    second = enrolment("vera", key="vera two")

    world.refuses("authority_missing", REGISTRY, second, "rita", keys=("rita", "vera two"))
    world.say(REGISTRY, second, *QUORUM, keys=(*QUORUM, "vera two"))


def test_whoever_watches_gets_the_first_key_from_a_registrar_too() -> None:
    world = peopled()
    world.say(REGISTRY, mandate("vito", Role.OVERSIGHT), *QUORUM)

    world.say(REGISTRY, enrolment("vito"), "rita", "vito")
    second = enrolment("vito", key="vito two")
    world.refuses("authority_missing", REGISTRY, second, "rita", keys=("rita", "vito two"))


def test_nobody_enrols_a_key_for_their_own_person_under_another_name() -> None:
    world = peopled()
    link = InterestDeclared(
        actor=actor("nina"), about=Place(actor("rita")), ground=ConflictGround.SAME_PERSON, from_=START
    )
    world.say(REGISTRY, mandate("nina", Role.OFFICER), "rita")
    world.say(REGISTRY, link, "vera")

    world.refuses("authority_self_grant", REGISTRY, enrolment("nina"), "rita", "nina")
    world.refuses("authority_self_grant", REGISTRY, mandate("nina", Role.HANDLER, "line-z"), "rita")
    world.say(REGISTRY, enrolment("nina"), *QUORUM, keys=(*QUORUM, "nina"))


def test_an_importers_key_registers_nothing() -> None:
    world = peopled()
    granted = world.say(REGISTRY, mandate("nina", Role.OFFICER), "rita")

    gone = MandateRevoked(mandate=granted, reason=RevocationReason.LEFT_SERVICE)
    for says in (office("village"), mandate("nils", Role.OFFICER), gone, ended("olga")):
        world.refuses("authority_missing", REGISTRY, says, "ivo")
    world.refuses("authority_missing", REGISTRY, enrolment("nina"), "ivo", "nina")
    world.say(REGISTRY, mandate("ivo", Role.REGISTRAR, "line-x"), *QUORUM)
    world.refuses("authority_missing", REGISTRY, mandate("nils", Role.OFFICER), "ivo")
    world.say(REGISTRY, ended("ivo"), "ivo")


def test_a_body_tied_to_the_holder_moves_no_boundary() -> None:
    """Else a ministry erases decisions by confessing a theft."""
    world = peopled()
    right = stolen(world.size - 3)
    link = InterestDeclared(
        actor=actor("sven"), about=Place(actor("root-a")), ground=ConflictGround.SAME_PERSON, from_=START
    )
    world.say(REGISTRY, link, "vera")

    world.refuses("approvals_pending", REGISTRY, right, *ROOTS[:4])
    world.say(REGISTRY, right, *ROOTS)


def test_a_body_that_is_the_holder_moves_no_boundary() -> None:
    world = peopled()
    link = InterestDeclared(
        actor=actor("olga"), about=Place(actor("root-b")), ground=ConflictGround.SAME_PERSON, from_=START
    )
    world.say(REGISTRY, link, "vera")

    world.refuses("approvals_pending", REGISTRY, stolen(world.size - 3), *ROOTS[:4])
    world.say(REGISTRY, stolen(world.size - 3), *ROOTS)


def test_nor_does_it_once_the_holder_has_left() -> None:
    world = peopled()
    link = InterestDeclared(
        actor=actor("olga"), about=Place(actor("root-b")), ground=ConflictGround.SAME_PERSON, from_=START
    )
    world.say(REGISTRY, link, "vera")
    (held,) = world.registry.mandates[actor("olga")]
    granted = EntryRef(held.stream, held.version, held.leaf)
    world.say(REGISTRY, MandateRevoked(mandate=granted, reason=RevocationReason.LEFT_SERVICE), "rita")

    world.refuses("approvals_pending", REGISTRY, stolen(world.size - 3), *ROOTS[:4])
    world.say(REGISTRY, stolen(world.size - 3), *ROOTS)


def test_an_ended_key_keeps_where_and_why_it_ended() -> None:
    world = peopled()
    olga, otto = world.registry.keys[keyid("olga")], world.registry.keys[keyid("otto")]
    size = world.size
    world.say(REGISTRY, stolen(size - 3), *ROOTS[:4])
    world.say(REGISTRY, ended("otto"), "rita")

    assert world.registry.keys[olga.id] == replace(
        olga, revoked=size, boundary=size - 3, reason=RevocationReason.COMPROMISED
    )
    assert world.registry.keys[otto.id] == replace(otto, revoked=size + 1, reason=RevocationReason.LOST)


def test_a_boundary_reaches_back_ninety_days() -> None:
    """Ninety days are counted in Bangkok, where 22 November is ninety days before 20 February."""
    world = peopled()
    boundary = world.size - 3

    world.now = "2027-02-20T17:00:00.000Z"
    world.refuses("boundary_too_old", REGISTRY, stolen(boundary), *ROOTS[:4])
    world.say(REGISTRY, stolen(world.size), *ROOTS[:4])
    world = peopled()
    world.now = "2027-02-20T16:59:59.999Z"
    world.say(REGISTRY, stolen(boundary), *ROOTS[:4])


def test_a_young_boundary_in_a_quiet_registry_is_no_old_one() -> None:
    world = peopled()
    world.now = "2027-06-01T03:00:00.000Z"

    world.refuses("boundary_too_old", REGISTRY, stolen(world.size - 1), *ROOTS[:4])
    world.say(REGISTRY, stolen(world.size), *ROOTS[:4])


@pytest.mark.parametrize("boundary", [None, 3])
def test_the_table_of_what_an_act_is_worth(boundary: int | None) -> None:
    """Before the boundary valid for ever, from there contested, from the revocation on without authority."""
    world = peopled()
    enrolled = world.registry.keys[keyid("olga")].enrolled
    revoked = world.size + 3
    for number in range(3):
        world.say(REGISTRY, office(f"office-{number}"), *QUORUM)
    start = revoked if boundary is None else revoked - boundary
    ends = ended("olga") if boundary is None else stolen(start)
    world.say(REGISTRY, ends, *(("rita",) if boundary is None else ROOTS[:4]))

    expected = {
        enrolled - 1: Standing.REVOKED,
        enrolled: Standing.VALID,
        start - 1: Standing.VALID,
        start: Standing.REVOKED if boundary is None else Standing.CONTESTED,
        revoked - 1: Standing.VALID if boundary is None else Standing.CONTESTED,
        revoked: Standing.REVOKED,
        revoked + 9: Standing.REVOKED,
    }
    for index, worth in expected.items():
        assert verdict_on(world.registry, (keyid("olga"),), index) is worth


def test_the_worst_signature_decides() -> None:
    world = peopled()
    size = world.size
    world.say(REGISTRY, stolen(size - 1), *ROOTS[:4])
    world.say(REGISTRY, ended("otto"), "rita")
    registry = world.registry

    def worth(*names: str, index: int = size - 1) -> Standing:
        return verdict_on(registry, [keyid(name) for name in names], index)

    assert worth("susi") is worth("otto", "susi") is Standing.VALID
    assert worth("olga") is worth("susi", "olga") is worth("olga", "susi") is Standing.CONTESTED
    assert worth("olga", "nobody") is worth("nobody", "olga") is Standing.REVOKED
    assert worth("olga", "otto", index=size + 1) is worth("nobody") is Standing.REVOKED
    assert worth("olga", "susi", index=size - 2) is Standing.VALID
    assert standing(registry, keyid("nobody"), 1) is Standing.UNKNOWN


def test_a_late_statement_is_refused_and_another_key_attests_anew() -> None:
    world = peopled()
    world.say(REGISTRY, ended("rita"), "rita")

    refused = world.refuses("key_revoked", REGISTRY, office("late"), "rita", at="2026-11-01T00:00:00Z")
    assert refused.code == "key_revoked"
    world.say(REGISTRY, enrolment("rita", key="rita two"), *QUORUM, keys=(*QUORUM, "rita two"))
    world.say(REGISTRY, office("late"), "rita", keys=("rita two",))


def test_a_registrar_of_two_lines_grants_in_neither() -> None:
    world = peopled()
    hire(world, "rita", Role.REGISTRAR, "line-q")

    for line in ("line-r", "line-q"):
        world.refuses("authority_self_grant", REGISTRY, mandate("nina", Role.OFFICER, line), "rita")
    world.say(REGISTRY, mandate("nina", Role.OFFICER, "line-s"), "rita")


def test_a_supervisor_passes_on_within_the_own_office_and_those_below() -> None:
    world = peopled()
    world.say(REGISTRY, office("desk", parent=Code("city")), *QUORUM)
    hire(world, "sigi", Role.SUPERVISOR, "line-s", may_delegate=True, office="city")

    def granted(where: str) -> MandateGranted:
        return mandate("nina", Role.OFFICER, "line-s", office=where)

    world.refuses("authority_scope", REGISTRY, granted("district"), "sigi")
    world.say(REGISTRY, granted("desk"), "sigi")
    world.say(REGISTRY, granted("city"), "sigi")


def test_a_supervisor_who_is_registrar_too_passes_on_in_the_own_line() -> None:
    world = peopled()
    hire(world, "rita", Role.SUPERVISOR, "line-s", may_delegate=True, areas=(Area("94"),))

    within = mandate("nina", Role.OFFICER, "line-s", areas=("9401",))
    world.refuses("authority_self_grant", REGISTRY, mandate("nina", Role.OFFICER, "line-s"), "rita")
    world.say(REGISTRY, within, "rita")
    assert world.registry.mandates[actor("nina")][0].depth == 1


def test_the_first_revocation_holds_whatever_a_dishonest_server_appends() -> None:
    world: World = founded()
    hire(world, "olga", Role.OFFICER)
    world.say(REGISTRY, ended("olga"), "olga")
    revoked = world.registry.keys[keyid("olga")]
    world.record(world.statement(REGISTRY, stolen(1), *ROOTS))

    assert world.registry.keys[keyid("olga")] == revoked
    assert key_id(public("olga")) == keyid("olga") != CLAIM
