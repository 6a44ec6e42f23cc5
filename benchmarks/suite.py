"""A suite: goals whose runners share rounds, and what opens those runners."""

from collections.abc import Callable, Mapping
from collections.abc import Set as AbstractSet
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import TypeAlias

from benchmarks.goals import Goal
from benchmarks.measuring import Runner
from benchmarks.stage import Stage

Runners: TypeAlias = Mapping[str, Runner]


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """How much is measured.

    ``rounds`` are of slices of ``seconds``; ``whole_rounds`` of runs over the whole log. ``fuzz`` objects go
    through both encoders, ``leaves`` are in the large tree, ``growth`` claims in the small import,
    ``entries`` in the log of the reports.
    """

    rounds: int
    whole_rounds: int
    seconds: float
    statements: int
    fuzz: int
    leaves: int
    growth: int
    entries: int


Opener: TypeAlias = Callable[[Stage, Plan, AbstractSet[str]], AbstractContextManager[Runners]]
"""Opens the runners of the given names, and perhaps others."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Suite:
    """``whole``: its runners are runs over the whole log, in fewer rounds. ``once``: one round is enough.

    Its slices are ``longer`` than those of others, so many times: what fills and runs dry needs a while.
    """

    name: str
    goals: tuple[Goal, ...]
    open: Opener
    whole: bool = False
    once: bool = False
    longer: int = 1
