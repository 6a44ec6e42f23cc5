"""Where somebody may act: over matters, over persons, and which word a refusal finds for it."""

import pytest

from ledger.domain.authority import Scope, mandate_for
from ledger.domain.codes import Role
from ledger.domain.dates import civil
from ledger.domain.directory import Mandate
from ledger.domain.errors import AuthorityDenied
from ledger.domain.types import Area, StreamRef
from tests.domain.world import START, actor, founded, hire, stream

ONE, OTHER = StreamRef(stream("programme", "one")), StreamRef(stream("programme", "other"))


def held(**more: object) -> Mandate:
    world = founded()
    hire(world, "olga", Role.OFFICER, "line-a", **more)
    return world.registry.mandates[actor("olga")][0]


@pytest.mark.parametrize(
    ("programmes", "areas", "reached"),
    [
        ((ONE,), (Area("9401"),), True),
        ((ONE, OTHER), (Area("9401"),), False),
        ((OTHER,), (Area("9401"),), False),
        ((), (Area("9401"),), False),
        ((ONE,), (Area("50"),), False),
        ((ONE,), (), False),
    ],
)
def test_a_mandate_reaches_a_person_all_of_whose_mandates_lie_within_it(
    programmes: tuple[StreamRef, ...], areas: tuple[Area, ...], *, reached: bool
) -> None:
    above = held(programmes=(ONE,), areas=(Area("94"),))
    below = held(programmes=programmes, areas=areas)
    assert Scope(over=(below,)).within(above) == reached
    assert Scope(over=(above, below)).within(above) == reached
    assert Scope(over=()).within(above)


def test_a_mandate_elsewhere_is_named_before_one_that_is_over() -> None:
    world = founded()
    hire(world, "olga", Role.OFFICER, areas=(Area("50"),))
    hire(world, "olga", Role.OFFICER, from_=START, to=START)
    hire(world, "otto", Role.OFFICER, from_=START, to=START)

    for name, code in (
        ("olga", "authority_scope"),
        ("otto", "authority_expired"),
        ("nobody", "authority_missing"),
    ):
        with pytest.raises(AuthorityDenied) as refusal:
            mandate_for(
                world.registry,
                actor(name),
                (Role.OFFICER,),
                civil("2027-01-01T00:00:00.000Z"),
                Scope(area="94"),
            )
        assert refusal.value.code == code
