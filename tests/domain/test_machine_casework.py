"""What holds whatever is tried with casework: invariants 4, 5, 19, 26 and 33."""

import os

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from tests.domain.casework_machine import Casework

EXAMPLES = int(os.environ.get("PHAYAN_EXAMPLES", "30"))

Casework.TestCase.settings = settings(
    max_examples=EXAMPLES,
    stateful_step_count=40,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
)
TestCasework = Casework.TestCase


def nothing(*_args: object, **_more: object) -> None:
    """A rule that is switched off."""


@pytest.mark.parametrize(
    ("module", "rules"),
    [
        ("claim.deciding", ["check_gate"]),
        ("casework.reviewing", ["check_gate", "took_part"]),
        ("casework.conflicts", ["_check_untrue"]),
        ("casework.sealed", ["_check_bodies"]),
        ("casework.sealed", ["holds"]),
    ],
)
def test_the_machine_notices_a_rule_that_is_off(
    module: str, rules: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The control: each of these defences, switched off, is missed at once."""
    for name in rules:
        off = (lambda *_: iter(())) if name == "holds" else nothing
        monkeypatch.setattr(f"ledger.domain.{module}.{name}", off)
    if rules == ["holds"]:
        monkeypatch.setattr("ledger.domain.judge.check_periods", nothing)
    searching = settings(
        Casework.TestCase.settings,
        max_examples=400,
        phases=[Phase.generate],
        derandomize=True,
        database=None,
        report_multiple_bugs=False,
    )

    with pytest.raises(AssertionError):
        run_state_machine_as_test(Casework, settings=searching)


@pytest.mark.parametrize("nothing_is", ["contested_acts", "suspended"])
def test_a_stolen_key_whose_acts_nobody_doubts_would_be_found(
    nothing_is: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    machine = Casework()
    machine.decide(name="otto", second="susi", on=0, refuse=True)
    machine.lose_key(name="otto", back=1)
    machine.acts_of_a_doubtful_key_are_contested_and_their_burdens_suspended()
    monkeypatch.setattr(f"tests.domain.casework_machine.{nothing_is}", lambda *_: ())

    with pytest.raises(AssertionError):
        machine.acts_of_a_doubtful_key_are_contested_and_their_burdens_suspended()
