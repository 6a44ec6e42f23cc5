"""Views as text: one line for each thing, the most urgent first."""

import typer

from ledger.projections.standing import UNKNOWN, Standing
from ledger.projections.views.case import CaseView
from ledger.projections.views.commitments import Commitments
from ledger.projections.views.consultation import ConsultationView
from ledger.projections.views.entries import Shown
from ledger.projections.views.knowledge import Knowledge
from ledger.projections.views.periods import Period
from ledger.projections.views.queue import Queue
from ledger.projections.views.register import Register
from ledger.projections.views.steps import Step


def case(view: CaseView) -> None:
    """Tell where a stream stands, what comes next and until when, and every entry of it."""
    _standing(view.stream, view.stands, view.entries[-1].version)
    for block in view.blocked:
        typer.echo(f"blocked: {block.what} ({', '.join(block.of)})")
    for step in view.next:
        typer.echo(f"next: {_step(step)}")
    for clock in view.clocks:
        if clock.waiting:
            typer.echo(f"clock: {_clock(clock)}")
            typer.echo(f"      {_derivation(clock)}")
    for act in view.contested:
        typer.echo(f"contested: version {act.version} ({', '.join(act.doubts)}), awaits review")
    for one in view.entries:
        _entry(one)


def knowledge(view: Knowledge) -> None:
    """Tell what the signer of an act had before them, and what they had not."""
    typer.echo(f"{view.stream} as the signer of entry {view.act.index} ({view.act.type}) had it")
    _standing(view.stream, view.stands, view.line)
    for one in view.entries:
        _entry(one)
    for other in view.elsewhere:
        looked = "consulted" if other.consulted else "not consulted"
        typer.echo(f"elsewhere: {other.stream}, {other.state}, {other.how.replace('_', ' ')}: {looked}")
    for conflict in view.conflicts:
        whose = ", who signed this act" if conflict.signer else ""
        typer.echo(
            f"conflict pending: {conflict.actor}{whose}; {conflict.ground}, version {conflict.version}"
        )
    if view.departure is not None:
        computed, decided = view.departure
        typer.echo(f"departs: computed {computed or 'nothing'}, decided {decided or 'nothing'}")
    for late in view.late:
        before = "; by its signer's clock it was made before this act" if late.before else ""
        typer.echo(f"recorded late: entry {late.index}, by {_days(late.days)}{before}")


def queue(view: Queue, first: int) -> None:
    """Tell of the ``first`` tasks that wait, the nearest last day first, and how many more there are."""
    for task in view.tasks[:first]:
        due = "no last day" if task.due is None else _clock(task.due)
        typer.echo(f"{task.stream}: {task.state}; {due}")
        if task.warning is not None:
            typer.echo(f"      do not open: a conflict of interest ({task.warning})")
        for block in task.blocked:
            typer.echo(f"      blocked: {block.what} ({', '.join(block.of)})")
        typer.echo(f"      next: {_step(task.next[0])}" if task.next else "      nothing can be done")
        typer.echo(f"      seen: version {task.head.version}, {task.head.leaf}")
    if not view.tasks:
        typer.echo("nothing waits")
    elif more := len(view.tasks[first:]):
        wait = "1 more waits" if more == 1 else f"{more} more wait"
        typer.echo(f"{wait}: --first {len(view.tasks)} shows all of them")


def register(view: Register) -> None:
    """Tell who holds what."""
    typer.echo(f"root quorum: {view.threshold} of {len(view.root)}")
    for holder in view.holders:
        also = f", also {', '.join(holder.also)}" if holder.also else ""
        typer.echo(f"{holder.actor}{also}")
        for held in holder.mandates:
            typer.echo(
                f"      {held.role} in {held.office}, line {held.line}, {held.since} to {held.until}: "
                f"{held.stands}; granted by {held.granted_by}, entry {held.granted}"
            )
        for key in holder.keys:
            typer.echo(f"      key {key.id} ({key.custody}): {key.stands}; enrolled in entry {key.enrolled}")


def commitments(view: Commitments) -> None:
    """Tell what was promised and what came of it."""
    typer.echo(", ".join(f"{name} {count}" for name, count in view.counts.items()))
    for one in view.commitments:
        first = f" (first {one.first_due})" if one.extended else ""
        marks = [
            name
            for name, holds in (
                (f"overdue by {_days(one.over)}", one.overdue),
                ("unverified", one.unverified),
                ("broken", one.broken),
            )
            if holds
        ]
        said = f"; {', '.join(marks)}" if marks else ""
        typer.echo(f"{one.stream}: {one.state}, due {one.due}{first}{said}")
        typer.echo(f"      {one.measure}, promised by {one.owner} of {one.office}")


def consultation(view: ConsultationView) -> None:
    """Tell what was asked, said, answered and done."""
    asked = view.asked
    typer.echo(f"{view.stream}: {view.state}")
    typer.echo(f"asked: {asked.topic or 'no topic'}; question {asked.question or 'not opened yet'}")
    typer.echo(f"      {asked.owner or 'nobody'} answers; on account of {len(asked.evidence)} streams")
    for group in asked.inclusion:
        below = "; fewer came" if group.below else ""
        typer.echo(
            f"      to be heard: at least {group.minimum} of {group.group}, by {group.outreach}{below}"
        )
    for text in view.said:
        typer.echo(
            f"said: {text.kind} {text.text}, by {text.capacity}; for {text.support.agree}, "
            f"against {text.support.disagree}, pass {text.support.pass_}"
        )
    for one in view.answered:
        last = "no answer" if not one.replies else f"{one.replies[-1].answer} by {one.replies[-1].by}"
        typer.echo(f"answered: {one.id}, to {one.addressed_to}: {last}")
        if one.silent:
            above = f", under {', '.join(one.superiors)}" if one.superiors else ""
            typer.echo(f"      silent for {_days(one.silent)}: {one.addressed_to}{above}")
        for done in one.done:
            typer.echo(f"done: {done.stream}: {done.state}, due {done.due}")


def _standing(stream: str, stands: Standing, version: int) -> None:
    state = f"version {version}" if stands.state == UNKNOWN else stands.state
    typer.echo(f"{stream}: {state}")
    if stands.flags:
        typer.echo(f"flags: {', '.join(stands.flags)}")


def _step(step: Step) -> str:
    until = f", until {step.until}" if step.until is not None else ""
    second = f", with {' or '.join(step.second)}" if step.second else ""
    return f"{step.act} by {' or '.join(step.by)}{second}{until}"


def _clock(clock: Period) -> str:
    left = clock.left or 0
    when = f"{_days(left)} left" if left >= 0 else f"{_days(-left)} over"
    return f"{clock.name} ({clock.class_}) until {clock.due}, {clock.stands}, {when}"


def _derivation(clock: Period) -> str:
    """Return how the date came about, in one line."""
    rule = clock.derivation
    parts = [
        f"{rule.length} {rule.unit} after {rule.started}, which version {rule.start} gives; {rule.source}"
    ]
    if rule.raw != clock.due:
        parts.append(f"last day at first {rule.raw}")
    if rule.paused:
        parts.append(f"paused {_days(rule.paused)}")
    if rule.extended is not None:
        parts.append(f"extended by version {rule.extended}")
    parts.append(f"calendar {rule.calendar}" if rule.calendar is not None else "no calendar, weekends only")
    if rule.provisional:
        parts.append("provisional")
    return "; ".join([*parts, str(rule.mark)])


def _entry(one: Shown) -> None:
    mark = f"[{one.knowledge}] " if one.knowledge else ""
    late = f", {_days(one.late)} after it was done" if one.late else ""
    ahead = ", before its signer's clock says that it was signed" if one.clock_suspect else ""
    when = f"recorded {one.recorded_at}{late}{ahead}"
    typer.echo(f"{one.version:>4}  {mark}{one.type}, entry {one.index}, {when}")
    about = "" if one.official is None else f"; about {one.official}"
    helped = "; filed with help" if one.custody == "assisted" else ""
    signed = ", ".join(f"{key.key} ({key.custody})" for key in one.signed)
    typer.echo(f"      by {one.by}{about}{helped}; signed by {signed}")


def _days(number: int) -> str:
    return "1 day" if number == 1 else f"{number} days"
