"""What a ruling lifts: whatever was known when the superior ruled, and nothing that came later."""

import pytest

from ledger.domain.casework_codes import ConflictGround, ConflictRaisedBy, ConflictRuling
from ledger.domain.codes import Result
from tests.domain.cases import CLAIM, attested, decision, found
from tests.domain.casework_cases import interest, note, raising, ruling
from tests.domain.world import REGISTRY

SIGNERS = {ConflictRuling.MAY_ACT: ("sven", "susi"), ConflictRuling.URGENT_EXCEPTION: ("sven",)}


@pytest.mark.parametrize("says", SIGNERS)
def test_what_is_declared_between_the_challenge_and_the_ruling_was_known_to_the_superior(
    says: ConflictRuling,
) -> None:
    world, first, second = attested()
    challenge = raising("olga", ConflictGround.SAME_OFFICE, ConflictRaisedBy.CHALLENGE)
    raised = world.say(CLAIM, challenge, "ines")
    note(world, REGISTRY, interest("olga", CLAIM, ConflictGround.SAME_OFFICE), "olga")
    grant = decision(Result.GRANT, found(first, second))
    world.refuses("coi_declared_interest", CLAIM, grant, "olga")
    world.say(CLAIM, ruling(raised, says), *SIGNERS[says])

    world.say(CLAIM, grant, "olga")
