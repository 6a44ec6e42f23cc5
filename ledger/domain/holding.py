"""The hold on erasure by periods of the law: nothing is destroyed that somebody may still need for a right.

Open grievances and courts hold by the rules of casework (``ledger.domain.casework.sealed``); here are the
clocks, which know the streams that they are of.

Source: invariant of the law of clocks: erasure removes no clock, and an open statutory one blocks it.
"""

from collections.abc import Iterator

from ledger.domain.clocks.clock import Clock
from ledger.domain.codes import ClockClass
from ledger.domain.errors import OnHold
from ledger.domain.lapsing import clocks
from ledger.domain.prefix import Prefix


def check_periods(stream: str, prefix: Prefix) -> None:
    """Check that no period of the law runs in ``stream``, in what refers to it, or in what it looks at again.

    Raises:
        OnHold: ``hold``.
    """
    if next(running(stream, prefix), None) is not None:
        raise OnHold("hold")


def running(stream: str, prefix: Prefix) -> Iterator[Clock]:
    """Yield every clock of the class ``statute`` that runs, whether or not its row is in force yet."""
    related = (stream, *prefix.referring(stream), *prefix.state(stream).looks_at())
    for one in dict.fromkeys(related):
        for clock in clocks(prefix, one):
            if clock.row.class_ is ClockClass.STATUTE and clock.runs(prefix.now):
                yield clock
