"""Submitting: receipts, repetitions, conflicts, and what is refused without a trace."""

import json
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest

from benchmarks.fixture import Draw, now, statements
from ledger.application.errors import ClockSuspect, SettingMissing
from ledger.application.keyring import Keyring
from ledger.application.ledger import Ledger
from ledger.application.receipts import Receipt, Rejected, Submission
from ledger.domain.claim.events import AttestationGiven, ClaimReceived, EligibilityDecided
from ledger.domain.codes import Occasion, OrderMaker, Result, RevocationReason
from ledger.domain.registry.events import KeyRevoked
from ledger.domain.types import ActorRef, Code, Event, KeyId, Money, Seen
from ledger.signing.dsse import parse_envelope
from ledger.tlog.checkpoint import open_checkpoint
from ledger.tlog.note import parse_vkey
from ledger.tlog.proof import parse_proof
from ledger.tlog.tree import check_inclusion
from tests.application.conftest import Place


def record(ledger: Ledger, submission: Submission) -> Receipt:
    (answer,) = ledger.submit([submission])
    assert isinstance(answer, Receipt), answer
    return answer


def refuse(ledger: Ledger, submission: Submission) -> Rejected:
    size = ledger.store.head().size
    (answer,) = ledger.submit([submission])
    assert isinstance(answer, Rejected)
    assert ledger.store.head().size == size
    return answer


def says(place: Place, stream: str, event: Event, *, who: int = 0, seen: Seen | None = None) -> Submission:
    signers = place.signers
    return signers.author.compose(stream, event, by=signers.actors[who], keys=[signers.keys[who]], seen=seen)


def decided(result: Result, draw: Draw) -> EligibilityDecided:
    return EligibilityDecided(
        result=result,
        benefit=Code("old_age_allowance"),
        amount=Money(60_000, "THB"),
        order_maker=OrderMaker.OFFICIAL,
        occasion=Occasion.FIRST,
        found=(),
        law=(Code("oaa_2552_s6"),),
        official=ActorRef(f"actor/{draw.identifier()}"),
    )


def test_a_receipt_proves_its_entry_at_once(place: Place, ledger: Ledger) -> None:
    policy = place.settings.policy.read_text()
    vkey = parse_vkey(policy.split()[1])

    for answer in ledger.submit(statements(place.signers, 300)):
        assert isinstance(answer, Receipt)
        proof = parse_proof(answer.proof)
        checkpoint = open_checkpoint(proof.checkpoint, vkey)
        check_inclusion(
            proof.hashes,
            size=checkpoint.size,
            root=checkpoint.root,
            index=answer.index,
            leaf=bytes.fromhex(answer.leaf),
        )


def test_the_same_statement_again_gets_the_same_receipt_and_appends_nothing(
    place: Place, ledger: Ledger
) -> None:
    first, *others = statements(place.signers, 20)
    receipt = record(ledger, first)
    ledger.submit(others)
    size = ledger.store.head().size

    again = record(ledger, first)

    assert again == receipt
    assert again.repeated
    assert ledger.store.head().size == size


def test_the_same_statement_twice_in_one_group_is_one_entry(place: Place, ledger: Ledger) -> None:
    (one,) = statements(place.signers, 1)

    first, second = ledger.submit([one, one])

    assert first == second
    assert isinstance(second, Receipt)
    assert second.repeated


def test_another_statement_under_a_known_id_is_refused(place: Place, ledger: Ledger) -> None:
    (one,) = statements(place.signers, 1, seed=5)
    (other,) = statements(place.signers, 1, seed=6)
    record(ledger, one)
    members = json.loads(parse_envelope(other.envelope).payload)
    members["id"] = json.loads(parse_envelope(one.envelope).payload)["id"]

    assert refuse(ledger, place.signers.sign(members)).code == "id_reused"


def test_a_thousand_retries_at_once_are_one_entry_and_one_receipt(small: Place) -> None:
    (one,) = statements(small.signers, 1)
    with small.open() as ledger, ThreadPoolExecutor(16) as pool:
        size = ledger.store.head().size
        receipts = list(pool.map(lambda _: record(ledger, one), range(1000)))

        assert set(receipts) == {receipts[0]}
        assert ledger.store.head().size == size + 1


def test_of_two_decisions_on_one_head_one_wins_and_the_other_gets_what_it_had_not_seen(
    place: Place, ledger: Ledger
) -> None:
    draw = Draw(9)
    stream = f"claim/{draw.identifier()}"
    received = ClaimReceived(
        programme=place.signers.programme, benefit=Code("old_age_allowance"), facts=(), documents=()
    )
    receipt = record(ledger, says(place, stream, received))
    head = Seen(receipt.version, receipt.leaf)
    rivals = [
        says(place, stream, decided(result, draw), seen=head) for result in (Result.GRANT, Result.REFUSE)
    ]

    with ThreadPoolExecutor(2) as pool:
        answers = [answer for (answer,) in pool.map(ledger.submit, [[rival] for rival in rivals])]

    (won,) = [answer for answer in answers if isinstance(answer, Receipt)]
    (lost,) = [answer for answer in answers if isinstance(answer, Rejected)]
    assert lost.code == "stream_conflict"
    assert [(one.index, one.type, one.leaf) for one in lost.unseen] == [
        (won.index, "EligibilityDecided", won.leaf)
    ]


def test_one_refused_statement_does_not_fail_its_group(place: Place, ledger: Ledger) -> None:
    good = statements(place.signers, 10)
    stray = says(place, f"claim/{Draw(3).identifier()}", _attested(Draw(4)))

    answers = ledger.submit([*good[:5], stray, *good[5:]])

    assert [isinstance(answer, Receipt) for answer in answers] == [True] * 5 + [False] + [True] * 5
    indexes = [answer.index for answer in answers if isinstance(answer, Receipt)]
    assert indexes == list(range(indexes[0], indexes[0] + 10))


def _attested(draw: Draw) -> AttestationGiven:
    from ledger.domain.codes import Basis, Confidence, Relation, Stance

    return AttestationGiven(
        facts=(Code("peer_rank_1"),),
        stance=Stance.SUPPORTS,
        basis=Basis.HOME_VISIT,
        relation=Relation.NEIGHBOUR,
        confidence=Confidence.CERTAIN,
        official=ActorRef(f"actor/{draw.identifier()}"),
    )


def test_a_bad_signature_is_refused_and_its_neighbours_are_not(place: Place, ledger: Ledger) -> None:
    first, second, third = statements(place.signers, 3)
    envelope = json.loads(second.envelope)
    other = json.loads(third.envelope)
    envelope["signatures"][0]["sig"] = other["signatures"][0]["sig"]
    forged = Submission(json.dumps(envelope, sort_keys=True, separators=(",", ":")).encode())

    answers = ledger.submit([first, forged, third])

    assert [getattr(answer, "code", "recorded") for answer in answers] == [
        "recorded",
        "sig_invalid",
        "recorded",
    ]


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"origin": "other.example.org/2026"}, "origin_mismatch"),
        ({"type": "NothingKnown"}, "type_unknown"),
        ({"by": "actor/00000000-0000-4000-8000-000000000000"}, "signer_missing"),
        ({"seen": {"version": 1, "leaf": "0" * 64}}, None),
        ({"v": 2}, "statement_v"),
        ({"schema": 9}, "type_unknown"),
        ({"data": {}}, "data_invalid"),
        ({"extra": 1}, "statement_members"),
    ],
)
def test_what_is_not_a_statement_of_this_ledger_is_refused_with_its_code(
    small: Place, change: dict[str, object], code: str | None
) -> None:
    (one,) = statements(small.signers, 1)
    members = json.loads(parse_envelope(one.envelope).payload) | change
    with small.open() as ledger:
        (answer,) = ledger.submit([small.signers.sign(members)])

    assert getattr(answer, "code", None) == code


def test_a_key_that_nobody_enrolled_is_refused(small: Place) -> None:
    from ledger.signing.keys import SigningKey

    (one,) = statements(small.signers, 1)
    members = json.loads(parse_envelope(one.envelope).payload)
    with small.open() as ledger:
        answer = refuse(ledger, small.signers.sign(members, keys=[SigningKey(bytes(31) + b"\x07")]))

    assert answer.code == "key_unknown"


def test_appending_stops_while_the_clock_is_behind_and_nothing_is_lost(place: Place) -> None:
    first, second = statements(place.signers, 2)
    with place.open() as ledger:
        record(ledger, first)
    with place.open(clock=lambda: now() - timedelta(seconds=60)) as ledger, pytest.raises(ClockSuspect):
        ledger.submit([second])
    with place.open() as ledger:
        record(ledger, second)


def test_recorded_at_never_goes_back_while_the_clock_jitters(place: Place) -> None:
    steps = iter([0, -3, 1, -4, 0, 2, -2] * 20)
    with place.open(clock=lambda: now() + timedelta(seconds=next(steps))) as ledger:
        stamps = [record(ledger, one).recorded_at for one in statements(place.signers, 8)]

    assert stamps == sorted(stamps)


def test_a_ledger_open_for_reading_takes_nothing(place: Place) -> None:
    with place.open(write=False) as ledger, pytest.raises(SettingMissing):
        ledger.submit(statements(place.signers, 1))


def test_two_open_ledgers_take_turns_on_one_log(place: Place) -> None:
    """What one process appended, the other judges on: keys, heads and states."""
    subs = statements(place.signers, 60)
    with place.open() as one, place.open() as other:
        for start in range(0, 60, 6):
            ledger = one if start % 12 else other
            for answer in ledger.submit(subs[start : start + 6]):
                assert isinstance(answer, Receipt)
        rows = one.store.rows(0, 1000)

    assert [row.index for row in rows] == list(range(len(rows)))


def test_the_registry_is_the_one_of_now_however_often_it_was_asked_for(place: Place, ledger: Ledger) -> None:
    before = ledger.registry()
    assert ledger.registry() == before
    with place.open() as other:
        registrar = Keyring(place.settings.keys).load("registrar")
        says = KeyRevoked(key=KeyId(place.signers.keys[1].id), reason=RevocationReason.LOST)
        stream = other.registry_stream
        author = place.signers.author
        record(other, author.compose(stream, says, by=registrar.actor, keys=[registrar.key]))
        assert ledger.registry() == other.registry()
    assert ledger.registry().keys[says.key].revoked is not None
    assert before.keys[says.key].revoked is None
