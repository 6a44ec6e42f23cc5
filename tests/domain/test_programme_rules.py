"""Publishing a programme."""

import pytest

from ledger.domain.clocks.notice_rows import ROWS as NOTICES
from ledger.domain.clocks.policy import POLICY
from ledger.domain.clocks.rows import Row
from ledger.domain.clocks.statute import STATUTE
from ledger.domain.codes import ClockClass, ClockRoll, ClockUnit, Profile, Role
from ledger.domain.errors import StreamConflict
from ledger.domain.parts import FactRule
from ledger.domain.programme.events import ClockRow, ProgrammePublished, Reviewed, Template
from ledger.domain.types import Code, Seen
from tests.domain.cases import but
from tests.domain.world import HISTORICAL, STANDARD, ZERO, actor, hire, peopled, rules

REVIEWED = Reviewed(by=actor("vera"), instrument=ZERO)


def clock(**more: object) -> ClockRow:
    row = ClockRow(
        clock=Code("appeal_filing"),
        class_=ClockClass.STATUTE,
        length=15,
        unit=ClockUnit.DAYS,
        roll=ClockRoll.PERSON,
        active=True,
    )
    return but(row, **more)


def fact(code: str, max_age: int = 365) -> FactRule:
    return FactRule(code=Code(code), sensitive=False, quorum=True, max_age=max_age, small_village=False)


def test_supervisor_and_oversight_of_different_lines_publish_together() -> None:
    world = peopled()
    hire(world, "vito", Role.OVERSIGHT, "line-b")

    world.refuses("approvals_pending", STANDARD, rules(), "susi")
    world.refuses("authority_missing", STANDARD, rules(), "susi", "sven")
    world.refuses("coi_same_line", STANDARD, rules(), "susi", "vito")
    world.refuses("at_missing", STANDARD, rules(), "susi", "vera", at=None)
    world.refuses("key_unknown", STANDARD, rules(), "susi", "stranger")
    world.say(STANDARD, rules(), "vera", "susi")


def test_versions_follow_one_another_and_the_last_one_was_seen() -> None:
    world = peopled()
    world.refuses("programme_version", STANDARD, rules(version=2), "susi", "vera")
    world.say(STANDARD, rules(), "susi", "vera")

    world.refuses("stream_conflict", STANDARD, rules(version=2), "susi", "vera", seen=None)
    old = world.refuses("stream_conflict", STANDARD, rules(version=2), "susi", "vera", seen=Seen(1, "0" * 64))
    assert old.detail == {"head": world.head(STANDARD)}
    assert isinstance(old, StreamConflict)
    assert old.head == world.head(STANDARD)
    world.refuses("programme_version", STANDARD, rules(), "susi", "vera")
    world.say(STANDARD, rules(version=2), "susi", "vera")


def test_a_clock_of_the_statute_stays_as_it_is() -> None:
    world = peopled()
    policy = clock(clock=Code("ack"), class_=ClockClass.POLICY)
    world.say(STANDARD, rules(clocks=(clock(), policy)), "susi", "vera")

    for wrong in ((policy,), (clock(length=14), policy), (clock(class_=ClockClass.POLICY), policy)):
        world.refuses("statute_locked", STANDARD, rules(version=2, clocks=wrong), "susi", "vera")
    world.say(STANDARD, rules(version=2, clocks=(clock(),)), "susi", "vera")


@pytest.mark.parametrize(
    "wrong",
    [
        {"benefits": ()},
        {"benefits": (Code("child_grant"), Code("child_grant"))},
        {"facts": (fact("income"), fact("income", 30))},
        {"facts": (fact("income", 0),)},
        {"clocks": (clock(), clock(length=30))},
        {"clocks": (clock(length=0),)},
        {"templates": (Template(code=Code("refusal"), lang=Code("th"), sha256=ZERO),) * 2},
        {"small_cell": 10},
        {"audit_ppm": -1},
        {"audit_ppm": 1_000_001},
    ],
)
def test_codes_stand_once_and_figures_lie_in_their_ranges(wrong: dict[str, object]) -> None:
    world = peopled()
    right = rules(small_cell=11, audit_ppm=1_000_000)
    assert isinstance(right, ProgrammePublished)

    world.unless("programme_invalid", STANDARD, but(right, **wrong), right, "susi", "vera")


@pytest.mark.parametrize("least", [{"audit_ppm": 0}, {"facts": (fact("income", 1),)}], ids=["audit", "age"])
def test_no_audit_at_random_and_facts_of_one_day_are_figures_too(least: dict[str, object]) -> None:
    peopled().say(STANDARD, but(rules(), **least), "susi", "vera")


def as_published(row: Row, **more: object) -> ClockRow:
    stated = ClockRow(
        clock=Code(row.code),
        class_=row.class_,
        length=row.period.length or 1,
        unit=row.period.unit,
        roll=row.period.roll,
        active=row.active,
    )
    return but(stated, **more)


def with_clocks(*rows: ClockRow, **more: object) -> ProgrammePublished:
    return but(rules(), clocks=rows, **more)


def test_a_programme_may_state_every_row_as_the_tables_have_it() -> None:
    rows = [as_published(row) for row in (*STATUTE.values(), *POLICY.values())]

    peopled().say(STANDARD, with_clocks(*rows), "susi", "vera")


@pytest.mark.parametrize("code", STATUTE)
@pytest.mark.parametrize(
    "altered",
    [{"length": 8}, {"unit": ClockUnit.WORKING_DAYS}, {"roll": None}],
    ids=["length", "unit", "roll"],
)
def test_no_row_of_the_law_is_altered(code: str, altered: dict[str, object]) -> None:
    """Even a reviewer alters it only for an Act that is cited."""
    world, right = peopled(), as_published(STATUTE[code])
    swapped = ClockRoll.NONE if right.roll is ClockRoll.PERSON else ClockRoll.PERSON
    wrong = but(right, **({"roll": swapped} if "roll" in altered else altered))
    cited = but(wrong, citation=Code("special_act_s3"))

    world.refuses("statute_locked", STANDARD, with_clocks(wrong), "susi", "vera")
    world.refuses("statute_locked", STANDARD, with_clocks(wrong, reviewed=REVIEWED), "susi", "vera")
    world.refuses("statute_locked", STANDARD, with_clocks(cited), "susi", "vera")
    world.say(STANDARD, with_clocks(cited, reviewed=REVIEWED), "susi", "vera")


@pytest.mark.parametrize("row", [*STATUTE.values(), *POLICY.values()], ids=lambda row: row.code)
def test_what_is_to_be_confirmed_runs_after_a_review(row: Row) -> None:
    world, right = peopled(), with_clocks(as_published(row, active=True))
    if row.active:
        world.say(STANDARD, right, "susi", "vera")
        return

    refused = world.refuses("clock_unreviewed", STANDARD, right, "susi", "vera")
    assert refused.detail == {"clock": row.code}
    world.say(STANDARD, but(right, reviewed=REVIEWED), "susi", "vera")


def test_a_running_clock_of_the_law_is_not_switched_off() -> None:
    world, off = peopled(), clock(active=False)

    world.refuses("statute_locked", STANDARD, with_clocks(off, reviewed=REVIEWED), "susi", "vera")
    displaced = with_clocks(but(off, citation=Code("special_act_s3")), reviewed=REVIEWED)
    world.say(STANDARD, displaced, "susi", "vera")


def test_a_later_version_alters_a_row_of_the_law_with_a_reviewer_only() -> None:
    world = peopled()
    displaced = clock(length=30, citation=Code("special_act_s3"))
    world.say(STANDARD, with_clocks(displaced, reviewed=REVIEWED), "susi", "vera")

    back = with_clocks(clock(), version=2)
    world.refuses("statute_locked", STANDARD, back, "susi", "vera")
    world.refuses("statute_locked", STANDARD, rules(version=2, reviewed=REVIEWED), "susi", "vera")
    world.say(STANDARD, but(back, reviewed=REVIEWED), "susi", "vera")


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        (clock(clock=Code("horoscope")), "clock_unknown"),
        (clock(clock=Code("horoscope"), class_=ClockClass.POLICY), "clock_unknown"),
        (clock(clock=Code("ack")), "clock_unknown"),
        (clock(class_=ClockClass.POLICY), "statute_locked"),
    ],
)
def test_a_clock_stands_in_its_own_table(wrong: ClockRow, code: str) -> None:
    peopled().unless(code, STANDARD, with_clocks(wrong), with_clocks(clock()), "susi", "vera")


def test_whoever_names_an_unknown_clock_is_told_which() -> None:
    wrong = with_clocks(clock(), clock(clock=Code("horoscope")))

    assert peopled().refuses("clock_unknown", STANDARD, wrong, "susi", "vera").detail == {
        "clock": "horoscope"
    }


@pytest.mark.parametrize(
    ("code", "wrong", "right"),
    [
        ("resolve", {"unit": ClockUnit.HOURS}, {"unit": ClockUnit.WORKING_DAYS, "length": 1}),
        ("triage", {"unit": ClockUnit.DAYS}, {"length": 1}),
        ("retaliation_watch", {"length": 179}, {"length": 181}),
        ("retaliation_watch", {"unit": ClockUnit.WORKING_DAYS, "length": 200}, {}),
        ("resolve", {"length": 3_661}, {"length": 3_660}),
    ],
)
def test_a_row_of_policy_is_the_programmes_own_within_bounds(
    code: str, wrong: dict[str, object], right: dict[str, object]
) -> None:
    row = as_published(POLICY[code])
    bad, good = with_clocks(but(row, **wrong)), with_clocks(but(row, **right))

    peopled().unless("programme_invalid", STANDARD, bad, good, "susi", "vera")


def notice_row(code: str, **more: object) -> ClockRow:
    """The row by which a programme may activate a rule of notices."""
    period = NOTICES[code]
    row = clock(clock=Code(code), length=period.length, unit=period.unit, roll=period.roll, active=False)
    return but(row, **more)


@pytest.mark.parametrize("code", ["n4", "n6", "n7", "n8", "n9"])
def test_a_rule_of_notices_that_is_to_be_confirmed_runs_after_a_review(code: str) -> None:
    resting, active = with_clocks(notice_row(code)), with_clocks(notice_row(code, active=True))
    reviewed = but(active, reviewed=REVIEWED)

    refused = peopled().refuses("clock_unreviewed", STANDARD, active, "susi", "vera")
    assert refused.detail == {"clock": code}
    peopled().say(STANDARD, reviewed, "susi", "vera")
    world = peopled()
    world.say(STANDARD, resting, "susi", "vera")
    second = but(active, version=2)
    world.unless("statute_locked", STANDARD, second, but(reviewed, version=2), "susi", "vera")


def test_a_row_beside_a_rule_of_notices_is_looked_at_too() -> None:
    wrong = with_clocks(notice_row("n7"), clock(clock=Code("horoscope")))

    peopled().unless("clock_unknown", STANDARD, wrong, with_clocks(notice_row("n7"), clock()), "susi", "vera")


@pytest.mark.parametrize("code", ["n1", "n2", "n3", "n5", "n10", "n11", "N4"])
def test_other_rules_of_notices_are_no_rows_of_a_programme(code: str) -> None:
    """What is in force already, or is no notice at all, is for no programme to activate."""
    wrong = notice_row("n4", clock=Code(code), active=True)

    world, right = peopled(), with_clocks(notice_row("n4", active=True), reviewed=REVIEWED)
    world.unless("clock_unknown", STANDARD, with_clocks(wrong, reviewed=REVIEWED), right, "susi", "vera")


@pytest.mark.parametrize(
    "altered",
    [
        {"length": 14},
        {"unit": ClockUnit.WORKING_DAYS},
        {"roll": ClockRoll.PERSON},
        {"class_": ClockClass.POLICY},
        {"citation": Code("special_act_s3")},
    ],
    ids=["length", "unit", "roll", "class", "citation"],
)
def test_no_programme_alters_the_day_on_which_a_notice_counts(altered: dict[str, object]) -> None:
    right = with_clocks(notice_row("n7", active=True), reviewed=REVIEWED)
    wrong = with_clocks(notice_row("n7", active=True, **altered), reviewed=REVIEWED)

    peopled().unless("statute_locked", STANDARD, wrong, right, "susi", "vera")


def test_an_old_register_states_whatever_clocks_it_had() -> None:
    world = peopled()
    world.say(HISTORICAL, rules(Profile.HISTORICAL, clocks=(clock(length=7),)), "ivo")
