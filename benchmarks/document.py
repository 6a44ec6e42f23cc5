"""What the run says: a table on the terminal, and ``docs/performance.md``."""

import re
from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from typing import Final

from benchmarks.goals import FAILS, FLOOR, Outcome, Share, Verdict
from benchmarks.suite import Plan

SHOWN: Final = 0.01  # steps with a smaller share are summed up
REST: Final = "smaller steps"

_HEAD: Final = """# Performance

This page is written by `make bench`. Nothing on it is typed by hand.

Every figure is a ratio of two rates that were measured in turns, in one process, on one machine:
a slice of the one, a slice of the other, and again.
The median over the rounds is printed with the quartiles.
Absolute rates move by half from machine to machine and from hour to hour;
ratios move little, so targets are set for them.
"""

_RULES: Final = """## How it is measured

- **Append** goes from the bytes of a submission to an acknowledged commit:
  one accepted form compared byte for byte, keys looked up, every signature checked,
  every statement judged by the rules at its place, stamped, hashed, inserted with its tiles,
  and synchronised with the disk once for each group of 256.
- **Library** is `eventsourcing` as it comes: its recorder with its defaults, its transcoder,
  a frozen dataclass of the same members, the same parsing and signature check in front,
  one event in each `app.save`.
- **V** is the number of signatures that PyNaCl checks in a second on one thread,
  over the bytes that were signed, with nothing around it.
  No ledger that checks every signature can append faster than V on each of its lanes.
- **Lanes of checks** are processes. One checks signatures beside the process that judges and writes;
  with two, that one lends a hand. On one core these figures are left out.
  *All in one process* is what is left without a second one.
- **The statements** come from a fixed seed: {statements:,} of them, payloads of 530 to 610 bytes,
  one signature each, 64 keys, seven entries to a claim, the claims in random order.
  They are real acts under the historical profile. They hold no Thai text, since no statement about
  a person does: what somebody said is sealed, and a digest stands for it.
- **Both databases** are as durable as in service: SQLite with a write-ahead log and `synchronous=FULL`,
  PostgreSQL with `fsync` and `full_page_writes`.
- Slices take at least {seconds} s, in {rounds} rounds; runs over the whole log are repeated in
  {whole} rounds. A round of warm-up before them does not count.
- The memory of a task is the peak of a process of its own, at {growth:,} claims and at four times as many.
  What is remembered has bounds, and they are reached at the smaller number.
  8 MiB of noise are allowed, and what SQLite's page cache may still fill.
- The run fails below {fails:.0%} of a target. Below {floor:.0%} of a target nothing may stay.
"""

_PROFILES: Final = """## Where the time goes in what stays below its target

The running code was looked at a thousand times a second.
A step's share is the share of looks that found the main thread at it,
and the time is that share of what one entry takes, waiting for the disk and for other lanes included.
What another thread does meanwhile is marked "beside it".
A server is two processes, one that talks HTTP and one that writes; the shares of each add up to one.
"""


EARLIER: Final = ", in an earlier run"


def page(outcomes: Sequence[Outcome], machine: Mapping[str, str], plan: Plan, earlier: str = "") -> str:
    """Return ``docs/performance.md``; what was not measured now is taken over from an ``earlier`` page."""
    rows, profiles = _kept(earlier, {one.goal.name for one in outcomes})
    parts = [_HEAD, "## Figures\n", *_table(outcomes), *rows, ""]
    profiles = [*_profiles([one for one in outcomes if one.profile]), *profiles]
    if profiles:
        parts += [_PROFILES, *profiles]
    rules = _RULES.format(
        statements=plan.statements,
        seconds=plan.seconds,
        rounds=plan.rounds,
        whole=plan.whole_rounds,
        growth=plan.growth,
        fails=FAILS,
        floor=FLOOR,
    )
    parts += [rules, "## The machine\n", "| | |", "|---|---|"]
    parts += [f"| {name} | {value} |" for name, value in machine.items()]
    return "\n".join(parts) + "\n"


def _kept(earlier: str, measured: AbstractSet[str]) -> tuple[list[str], list[str]]:
    """Return the rows and the profiles of an earlier page that are of other goals than those ``measured``."""
    before, _, _ = earlier.partition("## How it is measured")
    figures, *profiles = re.split(r"^### ", before, flags=re.MULTILINE)
    rows = [
        f"{row.removesuffix(' |').removesuffix(EARLIER)}{EARLIER} |"
        for row in figures.splitlines()
        if re.match(r"\| \w", row) and not row.startswith("| goal |") and row.split(" ")[1] not in measured
    ]
    kept = [f"### {one.strip()}\n" for one in profiles if one.partition(":")[0] not in measured]
    return rows, kept


def _table(outcomes: Sequence[Outcome]) -> Iterator[str]:
    yield "| goal | figure | median | quartiles | target | rates | |"
    yield "|---|---|---|---|---|---|---|"
    for one in outcomes:
        cells = (one.goal.name, one.goal.what, *_cells(one))
        yield "| " + " | ".join(cells) + " |"


def _cells(one: Outcome) -> tuple[str, str, str, str, str]:
    goal, verdict = one.goal, one.verdict.value
    bound = (
        "" if goal.target is None else f"{'≤' if goal.at_most else '≥'} {_number(goal.target, goal.digits)}"
    )
    if one.verdict is Verdict.SKIPPED:
        return "", "", bound, "", verdict
    low, median, high = one.spread
    upper, lower = one.rates
    rates = f"{upper:,.0f} {goal.unit}" if lower is None else f"{upper:,.0f} / {lower:,.0f} {goal.unit}"
    median_cell = f"**{_number(median, goal.digits)}**"
    spread = f"{_number(low, goal.digits)} to {_number(high, goal.digits)}"
    return median_cell, spread, bound, "" if goal.denominator is None else rates, verdict


def _number(value: float, digits: int) -> str:
    return f"{value:,.{digits}f}"


def _profiles(outcomes: Sequence[Outcome]) -> Iterator[str]:
    for one in outcomes:
        yield f"### {one.goal.name}: {one.goal.what}\n"
        yield "| step | share | µs each |"
        yield "|---|---|---|"
        for share in brief(one.profile):
            yield f"| {share.step} | {share.share:.0%} | {share.microseconds:.1f} |"
        yield ""


def brief(profile: Sequence[Share]) -> list[Share]:
    """Return ``profile`` with its smallest steps in one."""
    large = [share for share in profile if share.share >= SHOWN]
    small = [share for share in profile if share.share < SHOWN]
    if not small:
        return large
    rest = Share(
        step=REST,
        share=sum(share.share for share in small),
        microseconds=sum(share.microseconds for share in small),
    )
    return [*large, rest]


def lines(one: Outcome) -> Iterator[str]:
    """Yield what the terminal shows of ``one``."""
    median, spread, bound, rates, verdict = _cells(one)
    figure = f"{median.strip('*')} ({spread})" if spread else ""
    yield f"{one.goal.name:<6} {one.goal.what:<72} {figure:<26} {bound:<10} {rates:<24} {verdict}"
    for share in brief(one.profile):
        yield f"           {share.share:>5.0%} {share.microseconds:>8.1f} µs  {share.step}"
