"""What a check found: numbered steps, each passed, failed or not checkable. No and unknown never mix."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, NamedTuple

from ledger.domain.errors import Refused
from ledger.signing.errors import Malformed
from ledger.tlog.errors import LogError


class Outcome(StrEnum):
    """How a step ended."""

    PASSED = "passed"
    FAILED = "failed"
    UNCHECKED = "could not be checked"


class Unchecked(Exception):
    """Something that the step needs is not there, so it says neither yes nor no."""

    code = "not_checkable"


class Step(NamedTuple):
    """One step; ``code`` and ``why`` are empty when it passed."""

    what: str
    outcome: Outcome
    code: str = ""
    why: str = ""


@dataclass(slots=True)
class Report:
    """Steps in their order, what the evidence is about, and what it does not prove."""

    steps: list[Step] = field(default_factory=list)
    facts: dict[str, Any] = field(default_factory=dict)
    remarks: list[str] = field(default_factory=list)

    @property
    def outcome(self) -> Outcome:
        """Return failed if any step failed, else could not be checked if any could not, else passed."""
        found = {step.outcome for step in self.steps}
        return next((each for each in (Outcome.FAILED, Outcome.UNCHECKED) if each in found), Outcome.PASSED)

    @contextmanager
    def step(self, what: str) -> Iterator[None]:
        """Run one step: what its body raises is its outcome, and the next step runs all the same."""
        try:
            yield
            self.steps.append(Step(what, Outcome.PASSED))
        except (LogError, Malformed, Refused, Unchecked) as error:
            outcome = Outcome.UNCHECKED if isinstance(error, Unchecked) else Outcome.FAILED
            self.steps.append(Step(what, outcome, error.code, str(error)))
