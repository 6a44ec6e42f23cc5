"""Audits: a frame is sealed, a sample follows that nobody picked, each case drawn gets one finding."""

from datetime import UTC, datetime
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ledger.domain.audit.drawing import Part, sample
from ledger.domain.audit.events import AuditFinding, Beacon, Compared, Concordance, Stratum
from ledger.domain.audit.rules import audit_seed
from ledger.domain.audit.state import AuditState, AuditStatus, Visited
from ledger.domain.errors import Refused
from ledger.domain.types import Base64, Code, EntryRef, Recorded
from tests.domain.cases import application, attestation, but, filing
from tests.domain.consulting import (
    AUDIT,
    CASES,
    ROUND,
    cosigned,
    day,
    drawing,
    frame,
    gathered,
    parts,
    visit,
)
from tests.domain.world import ORIGIN, World, stream

COMES = 1795403364
"""When the round of the frame comes: 23 November 2026, 03:09:24 UTC."""
BEFORE_ROUND, AT_ROUND = "2026-11-23T03:09:23.999Z", "2026-11-23T03:09:24.000Z"


def audit(world: World) -> AuditState:
    state = world.state(AUDIT)
    assert isinstance(state, AuditState)
    return state


def sealed() -> tuple[World, EntryRef]:
    """Forty claims, then the frame that holds them; the programme's entry comes last."""
    world, standard = gathered()
    for case in CASES:
        world.say(case, application(standard), "ines")
    world.say(AUDIT, frame(), "vera")
    return world, standard


def expected(world: World) -> tuple[str, ...]:
    """The sample, as somebody with the frame recomputes it."""
    return sample(audit_seed(audit(world), ORIGIN), parts())


def drawn() -> tuple[World, tuple[str, ...]]:
    """The sample is drawn; the cases in it come last."""
    world, _ = sealed()
    world.now = day(2)
    checkpoint = cosigned(world.size, COMES - 1)
    trial = World(now=world.now)
    for item in world.log:
        trial.record(item.statement)
    trial.record(trial.statement(AUDIT, drawing(checkpoint), "cleo"))
    cases = expected(trial)
    world.say(AUDIT, drawing(checkpoint, drawn=len(cases)), "cleo")
    return world, cases


def test_oversight_seals_the_frame() -> None:
    world, _ = gathered()
    for name in ("olga", "susi", "cleo", "fay"):
        world.refuses("authority_missing", AUDIT, frame(), name)
    world.say(AUDIT, frame(), "vera")

    assert audit(world).status is AuditStatus.SEALED
    assert audit(world).sealed_at == world.size - 1
    world.refuses("stream_begun", AUDIT, frame(), "vera")


def stratum(name: str, num: int, den: int) -> Stratum:
    return Stratum(name=Code(name), num=num, den=den)


@pytest.mark.parametrize(
    ("strata", "sizes"),
    [
        ((), ()),
        ((stratum("a", 1, 2), stratum("a", 1, 3)), (5, 5)),
        ((stratum("a", -1, 2),), (5,)),
        ((stratum("a", 3, 2),), (5,)),
        ((stratum("a", 0, 0),), (5,)),
        ((stratum("a", -2, -1),), (5,)),
        ((stratum("a", 1, 2),), (5, 5)),
        ((stratum("a", 1, 2),), (0,)),
        ((stratum("a", 1, 2), stratum("b", 3, 2)), (5, 5)),
        ((stratum("a", 1, 2), stratum("b", 1, 2)), (5, 0)),
    ],
)
def test_strata_have_names_sizes_and_rates(strata: tuple[Stratum, ...], sizes: tuple[int, ...]) -> None:
    world, _ = gathered()
    right = frame(strata=(stratum("a", 0, 1), stratum("b", 1, 1)), sizes=(1, 7))

    world.unless("strata_invalid", AUDIT, frame(strata=strata, sizes=sizes), right, "vera")


@pytest.mark.parametrize(("source", "number"), [("dice", ROUND), ("drand-quicknet", 0)])
def test_the_beacon_is_one_whose_rounds_have_times(source: str, number: int) -> None:
    world, _ = gathered()
    wrong = frame(beacon=Beacon(source=Code(source), round=number))

    world.unless("beacon_unknown", AUDIT, wrong, frame(), "vera")


def test_the_round_is_still_to_come() -> None:
    world, _ = gathered()
    world.now = AT_ROUND
    world.refuses("draw_order", AUDIT, frame(), "vera")
    world.now = BEFORE_ROUND

    world.say(AUDIT, frame(), "vera")


def test_clock_or_oversight_draws() -> None:
    for name in ("cleo", "oskar"):
        world, _ = sealed()
        world.now = day(2)
        says = drawing(cosigned(world.size, COMES - 1))
        world.refuses("authority_missing", AUDIT, says, "susi")
        world.refuses("seen_missing", AUDIT, says, name, seen=None)
        world.say(AUDIT, says, name)
        assert audit(world).status is AuditStatus.DRAWN
        world.refuses("audit_state", AUDIT, says, name)


def test_without_a_frame_nothing_is_drawn_or_found() -> None:
    world, _ = gathered()

    world.refuses("audit_state", AUDIT, drawing(cosigned(world.size, COMES - 1)), "cleo")
    world.refuses("audit_state", AUDIT, visit(CASES[0]), "vera")
    with pytest.raises(Refused):
        audit_seed(audit(world), ORIGIN)


def test_before_the_draw_nothing_is_found_and_there_is_no_seed() -> None:
    world, _ = sealed()

    world.refuses("audit_state", AUDIT, visit(CASES[0]), "vera")
    with pytest.raises(Refused):
        audit_seed(audit(world), ORIGIN)


def test_the_checkpoint_is_one_of_this_ledger_with_its_size_and_root() -> None:
    world, _ = sealed()
    world.now = day(2)
    right = cosigned(world.size, COMES - 1)
    short, loose = "MzMz", "MzMzMzMzMzMzMzMzMzMzMzMzMzMzMzMzMzMzMzMzMzN="
    for wrong in (
        cosigned(world.size, COMES - 1, origin="ledger.example.org/2025"),
        but(right, size=world.size - 1),
        but(right, root=Base64("A" * 43 + "=")),
        cosigned(world.size, COMES - 1, root=short),
        cosigned(world.size, COMES - 1, root=loose),
        but(right, note="x\n"),
    ):
        world.refuses("checkpoint_other", AUDIT, drawing(wrong), "cleo")

    world.say(AUDIT, drawing(right), "cleo")


def test_the_checkpoint_covers_the_frame_and_is_no_later_than_the_log() -> None:
    world, _ = sealed()
    world.now = day(2)
    position = audit(world).sealed_at
    assert position is not None
    for size in (position, position - 1, world.size + 1):
        world.refuses("draw_order", AUDIT, drawing(cosigned(size, COMES - 1)), "cleo")

    world.say(AUDIT, drawing(cosigned(position + 1, COMES - 1)), "cleo")


def test_a_checkpoint_may_cover_more_than_the_frame() -> None:
    world, standard = sealed()
    world.say(stream("claim", "later"), application(standard), "ines")
    world.now = day(2)

    world.say(AUDIT, drawing(cosigned(world.size, COMES - 1)), "cleo")


def test_a_witness_signed_it_before_the_round() -> None:
    world, _ = sealed()
    world.now = day(2)
    for times in ((), (COMES,), (COMES, COMES + 9)):
        world.refuses("draw_order", AUDIT, drawing(cosigned(world.size, *times)), "cleo")

    world.say(AUDIT, drawing(cosigned(world.size, COMES, COMES - 1)), "cleo")


def test_nobody_draws_before_the_round_has_come() -> None:
    world, _ = sealed()
    says = drawing(cosigned(world.size, COMES - 1))
    world.now = BEFORE_ROUND
    world.refuses("draw_order", AUDIT, says, "cleo")
    world.now = AT_ROUND

    world.say(AUDIT, says, "cleo")


@cache
def framed() -> tuple[Recorded, ...]:
    return tuple(sealed()[0].log)


@st.composite
def draws(draw: st.DrawFn) -> tuple[World, int, tuple[int, ...], int]:
    """A sealed frame; sizes, seconds of cosignatures and of recording on both sides of the bounds."""
    world = World()
    for item in framed():
        world.record(item.statement)
    size = world.size + draw(st.integers(-2, 2))
    moments = st.sampled_from((COMES - 86_400, COMES - 1, COMES, COMES + 1))
    now = draw(moments)
    world.now = f"{datetime.fromtimestamp(now, UTC).replace(tzinfo=None).isoformat()}.000Z"
    return world, size, tuple(draw(st.lists(moments, max_size=2))), now


def check_order(trial: tuple[World, int, tuple[int, ...], int]) -> None:
    """Check invariant 30: a draw is taken if frame, checkpoint, beacon came in this order, else never."""
    world, size, cosigned_at, now = trial
    sealed_at = audit(world).sealed_at
    assert sealed_at is not None
    in_order = sealed_at < size <= world.size and min(cosigned_at, default=now) < COMES <= now
    if in_order:
        world.say(AUDIT, drawing(cosigned(size, *cosigned_at)), "cleo")
    else:
        world.refuses("draw_order", AUDIT, drawing(cosigned(size, *cosigned_at)), "cleo")


@settings(max_examples=60, deadline=None)
@given(draws())
def test_only_frame_checkpoint_beacon_in_this_order_make_a_draw(
    trial: tuple[World, int, tuple[int, ...], int],
) -> None:
    check_order(trial)


def test_a_draw_in_another_order_would_be_found(monkeypatch: pytest.MonkeyPatch) -> None:
    """The control: a ledger that believes in a later beacon takes a checkpoint made when it had spoken."""
    world = World()
    for item in framed():
        world.record(item.statement)
    world.now = day(2)
    trial = (world, world.size, (COMES + 1,), COMES + 86_400)
    check_order(trial)
    monkeypatch.setattr("ledger.domain.audit.rules.comes_at", lambda _source, _round: COMES + 9)

    with pytest.raises(pytest.fail.Exception, match="DID NOT RAISE"):
        check_order(trial)


@pytest.mark.parametrize("number", [-1, 41])
def test_no_more_is_drawn_than_the_frame_holds(number: int) -> None:
    world, _ = sealed()
    world.now = day(2)
    point = cosigned(world.size, COMES - 1)

    world.unless("drawn_too_many", AUDIT, drawing(point, number), drawing(point, 40), "cleo")


def test_a_draw_of_nothing_is_reported_at_once() -> None:
    world, _ = sealed()
    world.now = day(2)
    world.say(AUDIT, drawing(cosigned(world.size, COMES - 1), 0), "cleo")

    assert audit(world).status is AuditStatus.REPORTED


def test_oversight_reports_each_case_drawn_once() -> None:
    world, cases = drawn()
    world.refuses("authority_missing", AUDIT, visit(cases[0]), "olga")
    world.say(AUDIT, visit(cases[0]), "vera")
    world.refuses("finding_known", AUDIT, visit(cases[0], AuditFinding.WRONG), "vera")
    for case in cases[1:-1]:
        world.say(AUDIT, visit(case, AuditFinding.WRONG), "oskar")
    assert audit(world).status is AuditStatus.DRAWN
    world.say(AUDIT, visit(cases[-1], AuditFinding.NO_ANSWER), "vera")

    assert audit(world).status is AuditStatus.REPORTED
    assert [item.case for item in audit(world).visits] == list(cases)
    assert world.referring(cases[0]) == [AUDIT]
    world.refuses("audit_state", AUDIT, visit(cases[0]), "vera")


def test_a_case_that_was_not_drawn_has_no_finding() -> None:
    world, cases = drawn()
    others = [case for case in CASES[:20] if case not in cases]
    for case in others:
        world.refuses("case_not_drawn", AUDIT, visit(case), "vera")

    world.say(AUDIT, visit(cases[0]), "vera")
    assert others


def test_the_rate_of_a_stratum_that_would_draw_it_is_enough() -> None:
    """The event names no stratum: a case of the quarter that half would draw is let through."""
    world, cases = drawn()
    sown = audit_seed(audit(world), ORIGIN)
    lucky = [case for case in sample(sown, (but_rate(),)) if case not in cases]

    assert lucky
    world.say(AUDIT, visit(lucky[0]), "vera")


def but_rate() -> Part:
    return parts()[1]._replace(num=1, den=2)


def test_what_came_after_the_frame_is_not_in_it() -> None:
    world, standard = sealed()
    late = [stream("claim", f"late {number}") for number in range(8)]
    for case in late:
        world.say(case, application(standard), "ines")
    world.now = day(2)
    world.say(AUDIT, drawing(cosigned(world.size, COMES - 1), 40), "cleo")
    for other in (*late, stream("claim", "nowhere"), AUDIT, standard.stream):
        world.refuses("case_not_in_frame", AUDIT, visit(other), "vera")


def test_a_grievance_may_be_audited() -> None:
    world, standard = gathered()
    case = stream("grievance", "drawn")
    world.say(case, filing(standard, kind="inquiry"), "ines")
    everything = frame(strata=(stratum("all", 1, 1),), sizes=(1,))
    world.say(AUDIT, everything, "vera")
    world.now = day(2)
    world.say(AUDIT, drawing(cosigned(world.size, COMES - 1)), "cleo")

    world.say(AUDIT, visit(case), "vera")


def compared(entry: EntryRef) -> Compared:
    return Compared(entry=entry, concordant=Concordance.CONCORDANT)


def test_attestations_are_compared_that_stand_in_the_case() -> None:
    world, cases = drawn()
    own = world.say(cases[0], attestation(), "ada")
    other = world.say(cases[1], attestation(), "ada")
    received = EntryRef(cases[0], 1, world.history(cases[0])[0].leaf)
    for wrong in ((own, own), (own, other), (received,), (EntryRef(cases[0], own.version, other.leaf),)):
        says = visit(cases[0], attestations=tuple(map(compared, wrong)))
        world.refuses("attestation_foreign", AUDIT, says, "vera")

    world.say(AUDIT, visit(cases[0], attestations=(compared(own),)), "vera")


def test_a_visit_is_kept_as_it_was_reported() -> None:
    world, cases = drawn()
    before = audit(world)
    beside = (compared(world.say(cases[0], attestation(), "ada")),)
    made = world.say(AUDIT, visit(cases[0], AuditFinding.WRONG, attestations=beside), "vera")

    kept = Visited(made.version, cases[0], AuditFinding.WRONG, beside)
    assert audit(world) == but(before, visits=(kept,))


def test_what_no_frame_precedes_begins_no_audit() -> None:
    world, _ = gathered()
    draw = drawing(cosigned(world.size, COMES - 1))
    for says in (draw, visit(CASES[0])):
        world.record(world.statement(AUDIT, says, "vera"))

    kept = Visited(2, CASES[0], AuditFinding.RIGHT, ())
    assert audit(world) == AuditState(draw=draw, visits=(kept,))


def test_a_second_draw_changes_nothing() -> None:
    world, _ = drawn()
    before = audit(world)
    world.record(world.statement(AUDIT, drawing(cosigned(world.size, COMES - 1), drawn=0), "vera"))

    assert audit(world) == before


def test_an_old_register_has_no_audits() -> None:
    world, _ = gathered()

    world.refuses("import_not_historical", AUDIT, frame(), "ivo")
