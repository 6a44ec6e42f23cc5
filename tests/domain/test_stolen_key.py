"""A stolen key, from the theft to the day on which everybody knows what is left of it.

Olga decides. On a day that nobody knows, somebody gets hold of her key; a few acts later it is noticed.
Nothing that she signed before is touched, nothing that the thief signed is simply believed, and nobody
uses the theft to get rid of decisions.
"""

import pytest

from ledger.domain.authority import Standing, verdict_on
from ledger.domain.casework_codes import ConflictGround
from ledger.domain.codes import Custody, Finding, Result, RevocationReason, Role
from ledger.domain.errors import AuthorityDenied
from ledger.domain.judge import judge
from ledger.domain.registry.events import Boundary, InterestDeclared, KeyEnrolled, KeyRevoked
from ledger.domain.types import Base64, EntryRef, KeyId, Note, Place, Statement, StreamRef
from tests.domain.cases import application, but, decision, found, pinned
from tests.domain.cases import applied as a_claim
from tests.domain.world import (
    ORIGIN,
    QUORUM,
    REGISTRY,
    ROOTS,
    START,
    World,
    actor,
    digest_of_next,
    enrolment,
    hire,
    keyid,
    mandate,
    peopled,
    public,
    stream,
)

BEFORE, WITHIN = stream("claim", "before"), stream("claim", "within")
MINISTRY = "root-a"


def refusal_of(world: World, where: StreamRef, *names: str) -> EntryRef:
    """Let ``names`` refuse a claim of its own."""
    entry = world.say(where, application(pinned(world)), "ines")
    return world.say(where, decision(Result.REFUSE, found(entry, finding=Finding.NO)), *names)


class Theft:
    """The ledger after the theft was noticed and before anything was done about it."""

    def __init__(self) -> None:
        self.world, _ = a_claim()
        refusal_of(self.world, BEFORE, "olga", "susi")
        self.before = self.world.size - 1
        self.boundary = self.world.size
        refusal_of(self.world, WITHIN, "olga", "susi")
        self.within = self.world.size - 1

    def revocation(self, reason: RevocationReason = RevocationReason.COMPROMISED) -> KeyRevoked:
        """The end of olga's key, from the last checkpoint under which it was surely hers."""
        note = Note(f"{ORIGIN}\n{self.boundary}\nAAAA\n\n— witness AAAA\n")
        boundary = Boundary(size=self.boundary, checkpoint=note)
        return KeyRevoked(key=KeyId(keyid("olga")), reason=reason, boundary=boundary)

    def revoked(self) -> World:
        self.world.say(REGISTRY, self.revocation(), *ROOTS[1:])
        return self.world

    def worth(self, index: int) -> Standing:
        return verdict_on(self.world.registry, self.world.log[index].statement.signers, index)


def thiefs(**more: object) -> KeyEnrolled:
    """The thief's own key, in the place of the stolen one."""
    enrolled = KeyEnrolled(
        actor=actor("olga"),
        key=public("thief"),
        custody=Custody.SELF,
        next=digest_of_next("thief"),
        replaces=KeyId(keyid("olga")),
        possession=Base64("AAAA"),
    )
    return but(enrolled, **more)


def test_the_thief_signs_as_olga_until_somebody_notices() -> None:
    theft = Theft()

    assert theft.worth(theft.within) is Standing.VALID


def test_the_thief_cannot_make_the_key_their_own() -> None:
    """Olga's key was bound to the next one before it was stolen."""
    world = Theft().world

    world.refuses("rotation_unbound", REGISTRY, thiefs(), "olga", keys=("olga", "thief"))
    world.refuses("authority_self_grant", REGISTRY, thiefs(replaces=None), "olga", keys=("olga", "thief"))
    world.refuses("authority_missing", REGISTRY, mandate("thief", Role.OFFICER), "olga")
    world.say(
        REGISTRY,
        enrolment("olga", key="olga next", replaces=KeyId(keyid("olga"))),
        "olga",
        keys=("olga", "olga next"),
    )


def test_the_theft_contests_what_came_after_it_and_nothing_before() -> None:
    theft = Theft()
    theft.revoked()

    assert theft.worth(theft.before) is Standing.VALID
    assert theft.worth(theft.boundary) is Standing.VALID  # the application that ines received
    assert theft.worth(theft.within) is Standing.CONTESTED


@pytest.mark.parametrize(
    ("names", "code"),
    [
        (("rita",), "authority_missing"),
        (("olga",), "authority_missing"),
        (("vera",), "authority_missing"),
        (QUORUM, "approvals_pending"),
        ((MINISTRY,), "approvals_pending"),
    ],
)
def test_nobody_contests_past_acts_but_a_quorum_without_the_ministry(
    names: tuple[str, ...], code: str
) -> None:
    theft = Theft()

    theft.world.refuses(code, REGISTRY, theft.revocation(), *names)
    theft.revoked()


def test_a_rotation_is_no_pretext() -> None:
    theft = Theft()

    theft.world.refuses("boundary_invalid", REGISTRY, theft.revocation(RevocationReason.ROTATION), *ROOTS[1:])


def test_a_registrar_stops_the_key_at_once_and_contests_nothing() -> None:
    theft = Theft()
    ended = but(theft.revocation(), boundary=None)
    theft.world.say(REGISTRY, ended, "rita")

    assert theft.worth(theft.within) is Standing.VALID
    theft.world.refuses("already_revoked", REGISTRY, theft.revocation(), *ROOTS[1:])


def late(theft: Theft) -> Statement:
    """What olga's key signed before it was revoked, and what arrives only now."""
    world = theft.world
    says = application(pinned(world))
    entry = world.say(stream("claim", "late"), says, "ines")
    grants = decision(Result.REFUSE, found(entry, finding=Finding.NO))
    return world.statement(stream("claim", "late"), grants, "olga", "susi", at="2026-11-21T00:00:00Z")


def test_what_arrives_late_has_no_authority_and_another_key_says_it_anew() -> None:
    theft = Theft()
    statement = late(theft)
    world = theft.revoked()
    with pytest.raises(AuthorityDenied) as caught:
        judge(statement, world)
    assert caught.value.code == "key_revoked"

    world.say(REGISTRY, enrolment("olga", key="olga two"), "rita", keys=("rita", "olga two"))
    world.say(statement.stream, statement.says, "olga", keys=("olga two", "susi"))  # type: ignore[arg-type]
    assert theft.worth(world.size - 1) is Standing.VALID


def test_the_next_key_does_not_come_after_a_revocation_by_itself() -> None:
    """It was stolen with the first one, for all that anybody knows."""
    world = Theft().revoked()
    rotation = enrolment("olga", key="olga next", replaces=KeyId(keyid("olga")))

    world.refuses("key_revoked", REGISTRY, rotation, "olga", keys=("olga", "olga next"))
    world.say(REGISTRY, enrolment("olga", key="olga next"), "rita", keys=("rita", "olga next"))


def test_a_server_that_appends_it_anyway_is_found_out() -> None:
    theft = Theft()
    statement = late(theft)
    world = theft.revoked()
    world.record(statement)

    assert theft.worth(world.size - 1) is Standing.REVOKED
    with pytest.raises(AuthorityDenied) as caught:
        verify(world)
    assert caught.value.code == "key_revoked"


def verify(world: World) -> World:
    """Judge a whole log anew, as whoever holds a copy does."""
    again = World()
    for entry in world.log:
        again.now = entry.recorded_at
        judge(entry.statement, again)
        again.record(entry.statement)
    return again


def test_whoever_holds_a_copy_comes_to_the_same_end() -> None:
    theft = Theft()
    world = theft.revoked()

    assert verify(world).registry == world.registry


def test_a_ministry_that_confesses_a_theft_erases_nothing() -> None:
    """With two bodies of the decider's own line, the three others are one too few."""
    theft = Theft()
    for body, person in zip(ROOTS[1:3], ("otto", "hugo"), strict=True):
        link = InterestDeclared(
            actor=actor(person),
            about=Place(actor(body)),
            ground=ConflictGround.SAME_PERSON,
            from_=START,
        )
        theft.world.say(REGISTRY, link, "vera")

    theft.world.refuses("approvals_pending", REGISTRY, theft.revocation(), *ROOTS)
    assert theft.worth(theft.within) is Standing.VALID


def test_a_stolen_key_of_a_registrar_grants_nothing_to_its_own_line() -> None:
    world = peopled()
    hire(world, "raul", Role.REGISTRAR, "line-q")

    world.refuses("authority_self_grant", REGISTRY, mandate("thief", Role.OFFICER, "line-r"), "rita")
    granted = world.say(REGISTRY, mandate("thief", Role.OFFICER), "rita")
    world.say(REGISTRY, KeyRevoked(key=KeyId(keyid("rita")), reason=RevocationReason.COMPROMISED), "raul")
    assert granted.version == world.registry.mandates[actor("thief")][0].version
    world.refuses("key_revoked", REGISTRY, mandate("thief", Role.HANDLER), "rita")
