"""Reports for whoever asks a server: the facts of few checkpoints at hand, and nothing written.

Anybody gets one issue a month. It is bound to the first checkpoint of the month in which the log was last
written, so it tells of the month before as a whole, and follows from the log alone: two looks at a log that
grows by one entry would tell of that entry. Those who may read persons' rows get the newest checkpoint of
which facts are kept: ``phayan tick`` moves them on, never a question.
"""

from datetime import UTC, datetime, time, timedelta
from importlib.metadata import version

from ledger.application.case_facts import Notice, silent
from ledger.application.reporting import facts_for, snapshot_at
from ledger.application.snapshot import at_time
from ledger.domain.dates import BANGKOK, civil
from ledger.projections.errors import ReportError
from ledger.projections.reports import kept
from ledger.projections.reports.asking import Params, on_the_grid
from ledger.projections.reports.assembly import Origin, asked, write
from ledger.projections.reports.catalogue import REPORTS, find
from ledger.projections.reports.envelope import Json, Snapshot
from ledger.projections.reports.facts import Facts
from ledger.store.engines import reading
from ledger.store.recorder import Recorder


class Issues:
    """Reports over a log that is served. One thread at a time asks it.

    Args:
        recorder: The log.
        origin: Its name.
        notice: Hears how many cases were folded; what it raises ends the fold.
    """

    def __init__(self, recorder: Recorder, origin: str, notice: Notice = silent) -> None:
        self._recorder, self._origin, self._notice = recorder, origin, notice
        self._facts: dict[str, tuple[int, Facts]] = {}

    def issue(self) -> Snapshot:
        """Return the checkpoint of this month's issue for the public.

        Raises:
            NoSuchEntry: The log has no checkpoint yet.
        """
        newest = snapshot_at(self._recorder, self._origin)
        month = civil(newest.known_as_of).replace(day=1)
        midnight = datetime.combine(month, time.min, UTC) - BANGKOK
        before = at_time(self._recorder, midnight - timedelta(milliseconds=1)).size
        first = next(self._recorder.checkpoints(before + 1))
        return snapshot_at(self._recorder, self._origin, first.size)

    def newest(self, at: int | None) -> Snapshot:
        """Return the checkpoint of size ``at``; of None the newest of which facts are kept, or the newest.

        Raises:
            NoSuchEntry: The log has no such checkpoint.
        """
        if at is None:
            with reading(self._recorder.engine) as connection:
                at = kept.size(connection) or None
        return snapshot_at(self._recorder, self._origin, at)

    def for_public(self, name: str, params: Params, at: int | None) -> tuple[Params, Snapshot]:
        """Return the question of somebody in the one form that it has, and the checkpoint of the issue.

        Raises:
            ReportError: There is no such report or no meaning; ``report_issue``: ``at`` is not of the issue.
            NoSuchEntry: The log has no checkpoint yet.
        """
        params = asked(find(name), params)
        snapshot = self.issue()
        if at not in (None, snapshot.size):
            raise ReportError("report_issue", f"the public reads the issue of checkpoint {snapshot.size}")
        return on_the_grid(params, civil(snapshot.known_as_of)), snapshot

    def write(self, name: str, params: Params, snapshot: Snapshot) -> Json:
        """Return a report at ``snapshot``.

        Raises:
            ReportError: As ``asked``.
            ProjectionError: An entry cannot be read; it says which and why.
        """
        report = find(name)
        filled = asked(report, params)
        origin = Origin(f"{command_of(name, filled)} --at {snapshot.size}", version("phayan"))
        return write(report, self._at(snapshot, params.tier), params, snapshot, origin)

    def _at(self, snapshot: Snapshot, tier: str) -> Facts:
        """Return the facts of every report at ``snapshot``; of each tier those of one are at hand."""
        size, facts = self._facts.get(tier, (0, None))
        if facts is None or size != snapshot.size:
            shapes = {shape for report in REPORTS.values() for shape in report.shapes}
            facts = facts_for(self._recorder, shapes, snapshot, notice=self._notice)
            self._facts[tier] = snapshot.size, facts
        return facts


def command_of(name: str, params: Params) -> str:
    """Return the command that asks the same of a copy of the log.

    >>> command_of("R01", Params(population="all", unit="office", tier="public"))
    'phayan report R01 --population all --unit office --tier public'
    """
    months = {"from": params.valid_from, "to": params.valid_to}
    options = {"population": params.population, "unit": params.unit, "tier": params.tier}
    options |= {option: day.isoformat()[:7] for option, day in months.items() if day is not None}
    return f"phayan report {name}" + "".join(f" --{option} {value}" for option, value in options.items())
