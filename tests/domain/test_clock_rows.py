"""The tables of clocks, and what a programme may change in them."""

from dataclasses import replace

import pytest

from ledger.domain.casework_codes import Urgency
from ledger.domain.clocks.counting import Period
from ledger.domain.clocks.notice_rows import ACTIVE, MARKS, ROWS
from ledger.domain.clocks.policy import POLICY, RESOLVE
from ledger.domain.clocks.rows import LONGEST, ClockName, Mark, Row, promised
from ledger.domain.clocks.statute import STATUTE
from ledger.domain.codes import ClockClass, ClockRoll, ClockUnit, NoticeRule, Role
from ledger.domain.notices import DEEMED_DAYS, RULES
from tests.domain.clockwork import row

DAYS, WORKING, HOURS, YEARS = ClockUnit.DAYS, ClockUnit.WORKING_DAYS, ClockUnit.HOURS, ClockUnit.YEARS
PERSON, NONE = ClockRoll.PERSON, ClockRoll.NONE
LAW = """
appeal_filing          15 days         person final_unless_relief              secondary  active
appeal_filing_year      1 years        person final_unless_relief              verified   active
appeal_first           30 days         none   escalate_view                    verified   active
appeal_upper           30 days         none   escalate_view                    verified   active
exhaustion             60 days         none   may_sue                          verified   active
exhaustion_extended    90 days         none   may_sue                          verified   active
sue_after_silence      90 days         person advice_only                      verified   active
sue_after_outcome      90 days         person advice_only                      secondary  active
sue_after_outcome_year  1 years        person advice_only                      to_confirm inactive
court_direct           90 days         person advice_only                      secondary  active
court_direct_year       1 years        person advice_only                      to_confirm inactive
neglect_silence        90 days         none   may_sue                          secondary  active
sue_after_neglect      90 days         person advice_only                      secondary  active
written_confirmation    7 days         person advice_only                      verified   inactive
relief_request         15 days         person advice_only                      to_confirm inactive
reopening_request      90 days         person advice_only                      to_confirm inactive
revoke_benefit         90 days         none   notify_oversight                 to_confirm inactive
pdpa_access            30 days         none   notify_oversight                 secondary  active
pdpa_breach            72 hours        none   notify_oversight                 secondary  inactive
agency_reply           15 days         none   overdue_public                   to_confirm inactive
hearing_notice         15 days         none   notify_oversight                 to_confirm inactive
"""
PROMISES = """
ack                     1 working_days none   overdue_public                   policy     active
ack_emergency          24 hours        none   overdue_public                   policy     active
triage                 24 hours        none   notify_oversight                 policy     active
admission               5 working_days none   deemed_admissible                policy     active
resolve                21 days         none   notify_oversight,overdue_public  policy     active
resolve_urgent         14 days         none   notify_oversight,overdue_public  policy     active
resolve_emergency       7 days         none   notify_oversight,overdue_public  policy     active
decide_claim           30 days         none   overdue_public                   policy     active
notify                  5 working_days none   overdue_public                   policy     active
transfer                3 working_days none   returns_to_sender                policy     active
conflict_ruling         3 working_days none   escalate_view                    policy     active
information             0 days         person pause_ends                       policy     active
attestation_reply       7 days         person no_reply                         policy     active
list_objection         15 days         person list_final                       to_confirm active
remedy                  0 days         none   notify_oversight,overdue_public  policy     active
confirm                14 days         person closes_unconfirmed               policy     active
contest                30 days         person closes_not_contested             policy     active
consult_open           15 working_days none   escalate_view                    policy     active
consult_response       30 days         none   escalate_view,overdue_public     policy     active
deferred_answer         0 days         none   escalate_view,overdue_public     policy     active
commitment              0 days         none   overdue_public                   policy     active
verification           30 days         none   unverified                       policy     active
contested_act          30 days         none   notify_oversight                 policy     active
unsealing_notice       30 days         none   notify_oversight                 policy     inactive
retaliation_watch     180 days         none   -                                policy     active
"""
EXTENDERS = """
appeal_upper      appellate                                    30 once
resolve           supervisor                                   21 once
resolve_urgent    supervisor                                   21 once
resolve_emergency supervisor                                   21 once
decide_claim      supervisor                                   30 once
information       officer,handler,reviewer,appellate,intake    -  freely
attestation_reply officer,intake                               7  once
list_objection    officer                                      -  freely
remedy            handler,reviewer,appellate                   -  once
confirm           officer,handler,reviewer,appellate,intake,supervisor,oversight - freely
contest           reviewer                                     -  freely
consult_open      supervisor                                   15 once
consult_response  supervisor                                   30 once
commitment        supervisor                                   -  once
verification      facilitator                                  -  freely
contested_act     oversight                                    30 once
"""


def shown(item: Row) -> str:
    effects = ",".join(item.effects) or "-"
    state = "active" if item.active else "inactive"
    length, unit, roll = item.period
    return f"{item.code} {length} {unit} {roll} {effects} {item.mark} {state}"


def table(text: str) -> list[str]:
    return [" ".join(line.split()) for line in text.strip().splitlines()]


def test_the_law_is_as_printed_and_locked() -> None:
    assert [shown(item) for item in STATUTE.values()] == table(LAW)
    assert {item.class_ for item in STATUTE.values()} == {ClockClass.STATUTE}


def test_the_defaults_of_policy_are_as_printed() -> None:
    assert [shown(item) for item in POLICY.values()] == table(PROMISES)
    assert {item.class_ for item in POLICY.values()} == {ClockClass.POLICY}


def test_only_the_extenders_of_the_tables_extend() -> None:
    rows = (*STATUTE.values(), *POLICY.values())
    found = [
        f"{item.code} {','.join(item.extends.roles)} {item.extends.most or '-'} "
        f"{'freely' if item.extends.freely else 'once'}"
        for item in rows
        if item.extends is not None
    ]

    assert found == table(EXTENDERS)
    assert Role.CLOCK not in {role for item in rows if item.extends for role in item.extends.roles}


def test_every_clock_has_a_row_under_its_name_and_every_row_a_source() -> None:
    rows = {**STATUTE, **POLICY}

    assert {item.clock for item in rows.values()} == set(ClockName)
    assert set(map(str, ClockName)) <= set(rows)
    assert all(item.code.startswith(item.clock) and item.source for item in rows.values())


def test_only_days_that_an_event_states_are_fixed() -> None:
    fixed = {item.code for item in POLICY.values() if item.fixed}

    assert fixed == {"information", "attestation_reply", "remedy", "deferred_answer", "commitment"}
    assert [item.fixed for item in STATUTE.values()] == [False] * len(STATUTE)


def test_each_tier_has_its_promise() -> None:
    assert {tier: POLICY[code].period.length for tier, code in RESOLVE.items()} == {
        Urgency.NORMAL: 21,
        Urgency.URGENT: 14,
        Urgency.EMERGENCY: 7,
    }


def test_what_is_to_be_confirmed_among_notices_rests_but_for_post_and_adults() -> None:
    assert set(MARKS) == set(NoticeRule) == set(RULES.values())
    assert {rule for rule, mark in MARKS.items() if mark is Mark.VERIFIED} == {NoticeRule.N1, NoticeRule.N2}
    assert {NoticeRule.N1, NoticeRule.N2, NoticeRule.N3, NoticeRule.N5} == ACTIVE
    assert {code: period.length for code, period in ROWS.items()} == {
        "n4": 1,
        "n6": 15,
        "n7": 15,
        "n8": 15,
        "n9": 1,
    }
    assert {str(method): days for method, days in DEEMED_DAYS.items()} == {
        "oral": 0,
        "hand_adult": 0,
        "affixed": 0,
        "registered_post": 7,
        "registered_post_abroad": 15,
        "public_posting": 15,
        "newspaper": 15,
    }


@pytest.mark.parametrize("reviewed", [True, False])
def test_a_programme_edits_its_promises(reviewed: bool) -> None:  # noqa: FBT001
    published = row("resolve", ClockClass.POLICY, (10, WORKING, NONE), active=False)

    edited = promised(POLICY["resolve"], published, reviewed=reviewed)

    assert edited == replace(POLICY["resolve"], period=Period(10, WORKING, NONE), active=False)


def test_a_promise_without_a_row_is_the_default() -> None:
    assert promised(POLICY["resolve"], None, reviewed=True) is POLICY["resolve"]


def test_a_row_of_the_other_class_changes_nothing() -> None:
    published = row("appeal_filing", ClockClass.POLICY, (90, DAYS, PERSON))

    assert promised(STATUTE["appeal_filing"], published, reviewed=True) is STATUTE["appeal_filing"]


def test_the_law_is_not_edited_without_a_citation() -> None:
    published = row("appeal_filing", ClockClass.STATUTE, (90, DAYS, NONE))

    assert promised(STATUTE["appeal_filing"], published, reviewed=True).period == Period(15, DAYS, PERSON)


def test_a_special_act_displaces_a_row_with_citation_and_reviewer() -> None:
    published = row("appeal_filing", ClockClass.STATUTE, (90, DAYS, PERSON), citation="ssa_s85")
    law = STATUTE["appeal_filing"]

    assert promised(law, published, reviewed=False) is law
    displaced = promised(law, published, reviewed=True)
    assert displaced.period == Period(90, DAYS, PERSON)
    assert displaced.source == "ssa_s85"
    assert displaced.effects == law.effects


def test_a_reviewer_activates_what_was_to_be_confirmed() -> None:
    published = row("revoke_benefit", ClockClass.STATUTE, (90, DAYS, NONE))
    law = STATUTE["revoke_benefit"]

    assert not promised(law, published, reviewed=False).active
    assert promised(law, published, reviewed=True).active


def test_no_promise_is_longer_than_about_ten_years() -> None:
    endless = row("resolve", ClockClass.POLICY, (10**9, DAYS, NONE))

    assert promised(POLICY["resolve"], endless, reviewed=False).period.length == 3_660


def test_each_unit_has_its_longest_period() -> None:
    assert LONGEST == {DAYS: 3_660, WORKING: 2_600, HOURS: 87_840, YEARS: 10}


def test_the_watch_over_retaliation_is_lengthened_and_never_shortened() -> None:
    watch = POLICY["retaliation_watch"]
    shorter = row("retaliation_watch", ClockClass.POLICY, (30, DAYS, NONE))
    longer = row("retaliation_watch", ClockClass.POLICY, (365, DAYS, NONE))

    assert promised(watch, shorter, reviewed=False).period.length == 180
    assert promised(watch, longer, reviewed=False).period.length == 365
