"""What comes next is known of every state that a fold can reach, also where no rule would have led there."""

from functools import reduce

from hypothesis import given

from ledger.domain.codes import Role
from ledger.domain.grievance.events import GrievanceDetermined, HandlerAssigned
from ledger.domain.grievance.next_step import next_steps as after_grievance
from ledger.domain.grievance.records import GrievanceState, GrievanceStatus
from ledger.domain.grievance.rules import SIGNED_BY
from ledger.domain.next_steps import next_steps
from ledger.domain.states import evolve, initial
from ledger.domain.types import Recorded
from tests.domain.strategies import histories


@given(histories())
def test_every_history_has_its_next_steps(history: list[Recorded]) -> None:
    stream = history[0].statement.stream if history else "registry/"

    for step in next_steps(reduce(evolve, history, initial(stream))):
        assert step.by


def test_in_a_role_that_no_rule_assigns_whoever_could_determine_may() -> None:
    state = GrievanceState(status=GrievanceStatus.UNDER_REVIEW, role=Role.ROOT)

    acts = {step.act: step.by for step in after_grievance(state)}
    assert acts[GrievanceDetermined] == SIGNED_BY[GrievanceDetermined].by
    assert HandlerAssigned in acts
