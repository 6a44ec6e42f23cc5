"""The log of readers: who read what of whom, kept before anything is shown, in a tree of its own.

A record names fields and never values. Readings outnumber writings and betray interest, so they stand beside
the log and not in it; the clock anchors size and root there (``ledger.application.anchoring``), so that no
record can be altered or removed unseen. The person whose case it is reads a delayed and coarse view.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any, Final, NamedTuple, cast

from ledger.application.errors import AccessNotRecorded, StorageAltered
from ledger.application.sequencer import Clock
from ledger.application.snapshot import stamp
from ledger.domain.codes import Role
from ledger.domain.dates import civil, later
from ledger.domain.directory import Mandate
from ledger.signing.canonical import canonical, parse_canonical
from ledger.signing.errors import Malformed, require
from ledger.store.access import AccessStore
from ledger.store.errors import StoreError

RECEIPT: Final = "receipt"
"""Who reads, where it is whoever holds the receipt code: nobody is named."""
PARTY: Final = "party"
"""The role of a party to the case, who needs no mandate."""
NO_RECORD: Final = "this is no record of a reading in its one form"
DELAY: Final = 1
"""Whole days after which the person sees that somebody read."""
LONG_DELAY: Final = 30
"""Whole days after which the person sees that oversight read."""


class What(StrEnum):
    """What was read."""

    FILE = "file"
    SEALED = "sealed"
    DOCUMENT = "document"
    READS = "reads"
    PSEUDONYM = "pseudonym"
    SEARCH = "search"
    REPORT = "report"
    GATE = "gate"
    """Nothing yet: somebody says that they have no part of their own in a case, before it opens."""
    APPROVAL = "approval"


class Purpose(StrEnum):
    """For what a sealed field is opened, as the reader states it."""

    OWN_CASE = "own_case"
    INTAKE = "intake"
    ATTESTATION = "attestation"
    HANDLING = "handling"
    DECISION = "decision"
    REVIEW = "review"
    NOTICE = "notice"
    PAYMENT = "payment"
    OVERSIGHT = "oversight"
    COURT = "court"
    REPORT = "report"


class Capacity(NamedTuple):
    """As what somebody reads: a role (``Role``, ``PARTY`` or ``RECEIPT``), and the office of the mandate."""

    role: str
    office: str | None = None


class Target(NamedTuple):
    """What was read of the entry with this version: names of sealed fields; of a file, its last version.

    Of a statement that waits for a signature: the version that it would get.
    Of a report: the size of its checkpoint; its name, tier, unit, population, window and digest.
    """

    version: int
    fields: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Access:
    """One reading. ``by`` is an actor or ``RECEIPT``; ``key`` the id of the key that signed in, if any."""

    stream: str
    by: str
    key: str | None
    capacities: tuple[Capacity, ...]
    what: What
    targets: tuple[Target, ...] = ()
    purpose: Purpose | None = None


class Recorded(NamedTuple):
    """A reading as the log of readers has it, and when it was (UTC, with milliseconds)."""

    index: int  # type: ignore[assignment]  # a place; nobody looks for values in a record
    at: str
    access: Access

    def as_json(self) -> dict[str, Any]:
        """Return the members of the record as it stands in the tree, and its index."""
        return {"index": self.index, **members_of(self.access, self.at)}


class Read(NamedTuple):
    """What the person sees of readings: on which day in Bangkok, in which capacity, what."""

    day: date
    role: str
    office: str | None
    what: str

    def as_json(self) -> dict[str, Any]:
        """Return it as the members of a JSON document; a role without a mandate has no office."""
        return {**self._asdict(), "day": self.day.isoformat()}


class AccessLog:
    """Records readings and tells of them.

    Args:
        store: Where records are kept.
        clock: The present time, as the ledger's.
    """

    def __init__(self, store: AccessStore, clock: Clock) -> None:
        self.store = store
        self._clock = clock

    def record(self, access: Access) -> int:
        """Keep a record of ``access`` and return its index. Only then may anything be shown.

        Raises:
            AccessNotRecorded: It is not kept, or nobody knows; nothing may be shown.
        """
        return self.record_all([access])

    def record_all(self, accesses: Sequence[Access]) -> int:
        """Keep records of ``accesses``, all or none, and return the index of the first.

        Raises:
            AccessNotRecorded: As ``record``.
        """
        at = stamp(self._clock())
        try:
            return self.store.append_all([(one.stream, format_access(one, at)) for one in accesses])
        except StoreError as error:
            raise AccessNotRecorded("the reading could not be recorded, so nothing is shown") from error

    def reads(self, stream: str) -> list[Recorded]:
        """Return every reading of ``stream`` in full, the oldest first. For oversight alone.

        Raises:
            StorageAltered: A record is none.
        """
        try:
            return [Recorded(row.index, *parse_access(row.record)) for row in self.store.of_stream(stream)]
        except Malformed as error:
            raise StorageAltered("a record of readers is none; verify the ledger with its vault") from error

    def shown(self, stream: str, now: datetime) -> list[Read]:
        """Return what the person whose case ``stream`` is sees of its readings; see ``coarse``."""
        return coarse(self.reads(stream), civil(stamp(now)))


def coarse(reads: Iterable[Recorded], today: date) -> list[Read]:
    """Return days, capacities and kinds of readings that are old enough by ``today`` (Bangkok), each once.

    A reading shows when one whole day lies between, that of oversight when thirty do: so nothing tells at
    which hour it was, and whoever is looked into learns of it late.
    """
    found = set[Read]()
    for one in reads:
        capacities, day = one.access.capacities, civil(one.at)
        overseen = any(capacity.role == Role.OVERSIGHT for capacity in capacities)
        if later(day, LONG_DELAY if overseen else DELAY) < today:
            found |= {Read(day, role, office, one.access.what) for role, office in capacities}
    return sorted(found, key=lambda read: (read.day, read.role, read.office or "", read.what))


def capacities_of(mandates: Iterable[Mandate], *, party: bool) -> tuple[Capacity, ...]:
    """Return the capacities of whoever reads under ``mandates``, and as a ``party`` to the case."""
    held = {Capacity(str(mandate.role), mandate.office) for mandate in mandates}
    return (*([Capacity(PARTY)] if party else ()), *sorted(held))


def format_access(access: Access, at: str) -> bytes:
    """Return the one form of a record: canonical JSON, with every member. Source: RFC 8785."""
    return canonical(members_of(access, at))


def members_of(access: Access, at: str) -> dict[str, Any]:
    """Return the members of the record of ``access`` at the time ``at``; what is unknown is null."""
    return {
        "as": [{"office": one.office, "role": one.role} for one in access.capacities],
        "at": at,
        "by": access.by,
        "key": access.key,
        "purpose": access.purpose,
        "stream": access.stream,
        "targets": [{"fields": list(one.fields), "version": one.version} for one in access.targets],
        "what": access.what,
    }


def parse_access(record: bytes) -> tuple[str, Access]:
    """Return when it was and what ``format_access`` wrote.

    Raises:
        Malformed: ``access_form``: it is no record in its one form; and as ``parse_canonical``.
    """
    members = cast("dict[str, Any]", parse_canonical(record))
    try:
        at, access = members["at"], _access_of(members)
        form = format_access(access, at)
    except (KeyError, TypeError, ValueError, AttributeError):
        raise Malformed("access_form", NO_RECORD) from None
    require(form == record, "access_form", NO_RECORD)
    return at, access


def _access_of(members: dict[str, Any]) -> Access:
    purpose = members["purpose"]
    return Access(
        stream=members["stream"],
        by=members["by"],
        key=members["key"],
        capacities=tuple(Capacity(one["role"], one["office"]) for one in members["as"]),
        what=What(members["what"]),
        targets=tuple(Target(one["version"], tuple(one["fields"])) for one in members["targets"]),
        purpose=None if purpose is None else Purpose(purpose),
    )
