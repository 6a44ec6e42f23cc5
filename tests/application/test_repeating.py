"""The same statement again: its old receipt, whether the rules would take it twice or refuse it now."""

import json
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks.fixture import Draw, statements
from ledger.application.ledger import Ledger
from ledger.application.receipts import Receipt, Rejected, Submission
from ledger.application.sequencer import Sequencer
from ledger.domain.claim.events import ClaimReceived, EligibilityDecided
from ledger.domain.codes import Occasion, OrderMaker, Result
from ledger.domain.types import ActorRef, Code, Money
from ledger.signing.dsse import parse_envelope
from ledger.store.appending import Appending
from ledger.store.errors import Conflict
from tests.application.conftest import Place


def renewals(place: Place, count: int) -> list[Submission]:
    """Return an application and decisions on it. Their rules take each decision as often as it comes."""
    draw, author, signers = Draw(11), place.signers.author, place.signers
    stream = f"claim/{draw.identifier()}"
    received = ClaimReceived(
        programme=signers.programme,
        benefit=Code("old_age_allowance"),
        facts=(),
        documents=(),
        official=ActorRef(f"actor/{draw.identifier()}"),
    )
    decided = [
        EligibilityDecided(
            result=Result.GRANT,
            benefit=Code("old_age_allowance"),
            amount=Money(60_000, "THB"),
            order_maker=OrderMaker.OFFICIAL,
            occasion=Occasion.PERIODIC_REVIEW,
            found=(),
            law=(Code("oaa_2552_s6"),),
            official=ActorRef(f"actor/{draw.identifier()}"),
        )
        for _ in range(count)
    ]
    events = [received, *decided]
    return [author.compose(stream, one, by=signers.actors[0], keys=[signers.keys[0]]) for one in events]


def under_id_of(place: Place, known: Submission, other: Submission) -> Submission:
    """Return what ``other`` says under the id of ``known``."""
    members = json.loads(parse_envelope(other.envelope).payload)
    members["id"] = json.loads(parse_envelope(known.envelope).payload)["id"]
    return place.signers.sign(members)


def receipts(ledger: Ledger, submissions: list[Submission]) -> list[Receipt]:
    answers = ledger.submit(submissions)
    assert all(isinstance(answer, Receipt) for answer in answers), answers
    return [answer for answer in answers if isinstance(answer, Receipt)]


def test_what_the_rules_would_take_twice_is_recorded_once(place: Place, ledger: Ledger) -> None:
    subs = renewals(place, 3)
    first = receipts(ledger, subs)
    size = ledger.store.head().size
    again = receipts(ledger, [subs[2]])

    assert again == [first[2]]
    assert again[0].repeated
    assert ledger.store.head().size == size


def test_what_the_rules_refuse_by_now_gets_its_old_receipt(place: Place, ledger: Ledger) -> None:
    subs = statements(place.signers, 40)
    first = receipts(ledger, subs)

    assert receipts(ledger, subs) == first
    assert ledger.store.head().size == first[-1].index + 1


def sends_again(ledger: Ledger, subs: list[Submission], first: list[Receipt], picked: list[int]) -> None:
    """Check invariant 29: the old receipts in the order of asking, and the log as it was."""
    before = ledger.store.head()
    again = receipts(ledger, [subs[number] for number in picked])

    assert again == [first[number] for number in picked]
    assert ledger.store.head() == before


def test_whatever_is_sent_again_in_any_order_changes_nothing(small: Place) -> None:
    subs = [*renewals(small, 4), *statements(small.signers, 20)]
    with small.open() as ledger:
        first = receipts(ledger, subs)

        @settings(max_examples=25, deadline=None)
        @given(st.lists(st.integers(0, len(subs) - 1), min_size=1, max_size=30))
        def any_of_them(picked: list[int]) -> None:
            sends_again(ledger, subs, first, picked)

        any_of_them()


def test_a_ledger_that_forgets_ids_writes_nothing_twice(
    small: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The control: without the look at known ids the store's own uniqueness is all that is left."""
    subs = renewals(small, 3)
    with small.open() as ledger:
        first = receipts(ledger, subs)
        monkeypatch.setattr(Appending, "statements", lambda *_: {})
        with pytest.raises(Conflict):
            sends_again(ledger, subs, first, [2])


@pytest.mark.parametrize("known", [0, 2])
def test_new_statements_of_the_group_are_recorded_as_if_the_repeated_one_were_not_there(
    place: Place, ledger: Ledger, known: int
) -> None:
    subs, others = renewals(place, 6), statements(place.signers, 20)
    first = receipts(ledger, subs[:4])
    size = ledger.store.head().size
    mixed = [*others[:10], subs[known], subs[4], subs[known], *others[10:], subs[5]]
    answers = receipts(ledger, mixed)

    new = [answer for answer in answers if not answer.repeated]
    assert [answer.index for answer in new] == list(range(size, size + 22))
    assert [answer for answer in answers if answer.repeated] == [first[known]] * 2
    assert answers[-1].version == answers[11].version + 1 == 6


def test_another_payload_under_a_known_id_is_refused_alone(place: Place, ledger: Ledger) -> None:
    subs, others = renewals(place, 4), statements(place.signers, 20)
    receipts(ledger, subs[:3])
    size = ledger.store.head().size
    answers = ledger.submit([*others[:5], under_id_of(place, subs[1], subs[3]), *others[5:]])

    (refused,) = [answer for answer in answers if isinstance(answer, Rejected)]
    assert refused.code == "id_reused"
    assert ledger.store.head().size == size + len(others)


def test_an_id_is_known_to_the_statements_behind_it_in_its_group(place: Place, ledger: Ledger) -> None:
    subs = renewals(place, 3)
    one, two, three, again, other = ledger.submit(
        [subs[0], subs[1], subs[2], subs[1], under_id_of(place, subs[2], subs[3])]
    )

    assert again == two
    assert isinstance(other, Rejected)
    assert other.code == "id_reused"
    assert isinstance(one, Receipt)
    assert isinstance(three, Receipt)
    assert ledger.store.head().size == three.index + 1


@pytest.mark.parametrize("lanes", [1, 2])
def test_a_statement_is_found_in_a_group_that_was_under_way(small: Place, lanes: int) -> None:
    subs, others = renewals(small, 2), statements(small.signers, 600)
    with small.open(lanes=lanes) as ledger:
        answers = receipts(ledger, [*subs, *others[:300], subs[1], *others[300:], subs[2], subs[0]])
        size = ledger.store.head().size

    assert answers[303] == answers[1]
    assert answers[-2:] == [answers[2], answers[0]]
    assert len({answer.index for answer in answers}) == size - answers[0].index == 603


def test_what_another_process_recorded_is_found(place: Place) -> None:
    subs = renewals(place, 3)
    with place.open() as one, place.open() as other:
        first = receipts(one, subs[:3])
        assert receipts(other, [subs[2], subs[3]])[0] == first[2]
        assert receipts(one, [subs[3]])[0].repeated


def counted(
    monkeypatch: pytest.MonkeyPatch, kind: type, name: str, does: Callable[..., object]
) -> list[object]:
    calls: list[object] = []

    def call(self: object, *args: object, **kwargs: object) -> object:
        calls.append(args)
        return does(self, *args, **kwargs)

    monkeypatch.setattr(kind, name, call)
    return calls


def test_ids_are_asked_for_once_and_only_where_something_is_repeated_or_refused(
    small: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    subs, others = renewals(small, 2), statements(small.signers, 40)
    with small.open() as ledger:
        asked = counted(monkeypatch, Appending, "statements", Appending.statements)
        judged = counted(monkeypatch, Sequencer, "judge", Sequencer.judge)
        receipts(ledger, [*subs, *others])
        assert (len(asked), len(judged)) == (0, 1)
        receipts(ledger, others)
        assert (len(asked), len(judged)) == (1, 2)
        receipts(ledger, subs[1:])
        assert (len(asked), len(judged)) == (2, 4)


def test_a_repeated_statement_does_not_make_the_ledger_forget_the_log(
    small: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    subs = renewals(small, 2)
    with small.open() as ledger:
        receipts(ledger, [*subs, *statements(small.signers, 100)])
        read = counted(monkeypatch, Appending, "streams", Appending.streams)
        receipts(ledger, [subs[1]])

    assert read == []
