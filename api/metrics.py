"""Counts of what the server does, for whoever keeps it running, at an address of this machine alone.

Counts over time tell when somebody filed, so nothing here is served beside the ledger. Labels are routes as
they are written in the code, methods, statuses and codes of ours: a stranger cannot make new ones.
"""

from collections.abc import Callable, Iterator
from datetime import datetime
from ipaddress import ip_address
from typing import Final

from prometheus_client import (
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
    disable_created_metrics,
    start_http_server,
)
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from api.catalogue import catalogue
from ledger.application.errors import AddressTaken
from ledger.application.fastpath import read_stamp
from ledger.application.ledger import Ledger
from ledger.application.sequencer import Clock
from ledger.application.watching import Watcher

METHODS: Final = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
SECONDS: Final = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0)
STATEMENTS: Final = (1, 2, 4, 8, 16, 32, 64, 128, 256)

# They tell to the millisecond when the first request of a kind came.
disable_created_metrics()  # type: ignore[no-untyped-call]


class Metrics(Watcher):
    """The counters of one process, in a registry of their own."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self._requests = Counter(
            "phayan_requests", "Answers", ("route", "method", "status"), registry=self.registry
        )
        self._seconds = Histogram(
            "phayan_request_seconds",
            "Seconds to an answer",
            ("route",),
            buckets=SECONDS,
            registry=self.registry,
        )
        self._refused = Counter(
            "phayan_refused", "Refusals and failures by code", ("code",), registry=self.registry
        )
        self._groups = Histogram(
            "phayan_group_statements", "Statements of a group", buckets=STATEMENTS, registry=self.registry
        )
        self._vault = Counter(
            "phayan_vault_failures", "Groups whose disclosures were not sealed", registry=self.registry
        )
        self._read_only = Gauge(
            "phayan_read_only", "1 while a disk is in its reserve, else 0", registry=self.registry
        )

    def answered(self, route: str, method: str, status: int, seconds: float) -> None:
        """Count an answer. ``route`` is the template, ``none`` where nothing is served."""
        self._requests.labels(route, method if method in METHODS else "other", status).inc()
        self._seconds.labels(route).observe(seconds)

    def refused(self, code: str) -> None:
        """Count a refusal by its code, ``overloaded`` among them."""
        self._refused.labels(code if code in catalogue() else "other").inc()

    def group(self, statements: int) -> None:
        """Count a group and its statements."""
        self._groups.observe(statements)

    def vault_failed(self) -> None:
        """Count a group whose disclosures were not sealed."""
        self._vault.inc()

    def watch(self, ledger: Ledger, clock: Clock, read_only: Callable[[], bool]) -> None:
        """Count what ``ledger`` does from now on, and tell how long its log is and if it has room."""
        ledger.watcher = self
        self._read_only.set_function(lambda: float(read_only()))
        self.registry.register(_Log(ledger, clock))


class _Log(Collector):
    """Reads the log when somebody asks, and not before."""

    def __init__(self, ledger: Ledger, clock: Clock) -> None:
        self._store = ledger.store
        self._clock = clock

    def describe(self) -> list[Metric]:
        """Return nothing, so that registering reads nothing."""
        return []

    def collect(self) -> Iterator[Metric]:
        """Yield entries, those that no checkpoint covers, and the age of the newest that one covers."""
        head, newest = self._store.head(), self._store.checkpoint()
        covered = 0 if newest is None else newest.size
        yield GaugeMetricFamily("phayan_log_entries", "Entries of the log", head.size)
        yield GaugeMetricFamily("phayan_log_uncovered", "Entries under no checkpoint", head.size - covered)
        row = self._store.entry(covered - 1) if covered else None
        if row is not None:
            age = self._clock() - datetime.fromisoformat(read_stamp(row.entry))
            yield GaugeMetricFamily(
                "phayan_checkpoint_age_seconds",
                "Age of the newest entry under a checkpoint",
                max(0.0, age.total_seconds()),
            )


def serve(metrics: Metrics, address: str, processes: int) -> int:
    """Serve ``metrics`` on the first free port from that of ``address`` on; return the port.

    Args:
        metrics: The counters of this process.
        address: A loopback address and a port, as ``ServerSettings.metrics`` has it.
        processes: How many share the address: each has a port of its own.

    Raises:
        AddressTaken: None of the ports is free.
    """
    host, _, first = address.rpartition(":")
    for port in range(int(first), int(first) + processes):
        try:
            start_http_server(port, str(ip_address(host.strip("[]"))), metrics.registry)
        except OSError:
            continue
        return port
    raise AddressTaken("the address of PHAYAN_METRICS is taken; name another one")
