"""Which other streams an entry refers to: whoever asks there is told of it."""

import pytest

from ledger.domain.links import REFERRING, links
from ledger.domain.types import EntryRef, Says, StreamRef, Unknown
from tests.domain.cases import CLAIM, GRIEVANCE, application, filing
from tests.domain.consulting import (
    CONSULTATION,
    LISTING,
    answer,
    opening,
    posting,
    promise,
    proposal,
    visit,
)
from tests.domain.world import STANDARD, actor, office, stream

RULES = EntryRef(STANDARD, 1, "a" * 64)
REFUSAL = EntryRef(CLAIM, 2, "b" * 64)
ABOVE, BESIDE, PERSON = stream("grievance", "above"), stream("grievance", "beside"), StreamRef(actor("hugo"))


@pytest.mark.parametrize(
    ("says", "found"),
    [
        (filing(RULES), ()),
        (filing(RULES, REFUSAL, REFUSAL), (CLAIM,)),
        (filing(RULES, about=(PERSON, LISTING)), (PERSON, LISTING)),
        (filing(RULES, appeal_of=ABOVE, level=2), (ABOVE,)),
        (
            filing(
                RULES, REFUSAL, about=(PERSON,), appeal_of=ABOVE, level=2, related=(BESIDE, ABOVE, PERSON)
            ),
            (CLAIM, PERSON, ABOVE, BESIDE),
        ),
        (proposal(evidence=(GRIEVANCE, CLAIM, GRIEVANCE)), (GRIEVANCE, CLAIM)),
        (opening(evidence=(GRIEVANCE,)), (GRIEVANCE,)),
        (promise(EntryRef(CONSULTATION, 5, "c" * 64)), (CONSULTATION,)),
        (posting(RULES), (STANDARD,)),
        (visit(CLAIM), (CLAIM,)),
        (visit(GRIEVANCE), (GRIEVANCE,)),
        (answer(), ()),
        (application(RULES), ()),
        (office("city"), ()),
        (Unknown("SomethingLater", 1), ()),
    ],
)
def test_an_entry_refers_to_each_stream_once_in_the_order_of_its_members(
    says: Says, found: tuple[str, ...]
) -> None:
    assert links(says) == found
    assert isinstance(says, REFERRING) or found == ()
