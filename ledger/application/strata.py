"""Strata of persons for reports: opened for oversight, recorded first, told as classes and never as values.

What is sealed about an applicant is opened with the wrap of oversight, so whoever lacks its private key opens
nothing. A page of claims is recorded in the log of readers before a single value of it is looked at; what
leaves is a word of a short list, a code of a tambon, ``unknown`` or ``erased``.
"""

import re
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from datetime import date
from typing import Final, NamedTuple, TypeAlias

from nacl.exceptions import CryptoError

from ledger.application.access import Access, AccessLog, Purpose, Target, What, capacities_of
from ledger.application.errors import KeyFileError
from ledger.application.keyring import Keyring
from ledger.application.sealing import open_box, unwrap
from ledger.application.snapshot import Snapshot
from ledger.domain.claim.records import ClaimState
from ledger.domain.codes import Role
from ledger.domain.dates import civil
from ledger.domain.directory import Mandate
from ledger.domain.relations import running
from ledger.domain.types import Recorded
from ledger.projections.reports.case import Strata
from ledger.projections.reports.folds.batches import alike
from ledger.signing.disclosure import digest, parse_disclosure
from ledger.signing.strict_json import JsonValue
from ledger.store.engines import reading
from ledger.store.reading import fetch_begun
from ledger.store.recorder import Recorder
from ledger.store.vault import Sealed, Vault

SUBJECT: Final = "applicant"
RECIPIENT: Final = "oversight"
UNKNOWN, ERASED = "unknown", "erased"
PAGE: Final = 256
FIELDS: Final[Mapping[str, tuple[str, ...]]] = {
    "sex": ("sex",),
    "age": ("birth_date",),
    "disability": ("disability",),
    "language": ("language",),
    "migrant": ("migrant",),
    "place": ("tambon", "village"),
    "need": ("need",),
}
"""The sealed fields of an applicant from which a stratum follows, the first that tells."""
STRATA: Final = frozenset(f"{SUBJECT}/{name}" for names in FIELDS.values() for name in names)
REASONS: Final = frozenset(f"{SUBJECT}/{name}" for name in ("facts", "considerations", "discretion"))
"""The sealed reasons of a decision."""
Found: TypeAlias = dict[tuple[int, str], JsonValue]
"""What was opened, by the entry's version and the name of the field."""
BANDS: Final = ((18, "under_18"), (35, "18_34"), (60, "35_59"), (80, "60_79"))
OLDEST: Final = "80_over"
BUDDHIST: Final = 543
_YEAR: Final = re.compile(r"(?:พ\.ศ\.\s*)?(\d{4})(?:-(\d{2})-(\d{2}))?")
_WORDS: Final[Mapping[str, Mapping[str, str]]] = {
    "sex": {word: word for word in ("female", "male", "other")},
    "need": {word: word for word in ("low", "medium", "high", "severe")},
}


class Overseer(NamedTuple):
    """Who reads for oversight: an actor under ``mandates``, by the id of a key; ``private`` opens wraps."""

    actor: str
    key: str
    private: bytes
    mandates: tuple[Mandate, ...]


def overseer(keyring: Keyring, prefix: Snapshot) -> Overseer | None:
    """Return who reads for oversight with the keys at hand: the first by name. None: nobody who may."""
    try:
        private = keyring.existing_secret(RECIPIENT)
        holders = [keyring.load(name) for name in keyring.names()]
    except KeyFileError:
        return None
    for holder in holders:
        enrolled = prefix.registry.keys.get(holder.key.id)
        held = running(prefix.registry, holder.actor, civil(prefix.now))
        mandates = tuple(one for one in held if one.role is Role.OVERSIGHT)
        if mandates and enrolled is not None and enrolled.revoked is None:
            return Overseer(holder.actor, holder.key.id, private, mandates)
    return None


class SealedStrata:
    """Tells the strata of claims. The first question opens and records all claims that the mandate covers.

    Args:
        recorder: The log.
        prefix: The log at the position of reading.
        vault: What is sealed.
        access: The log of readers.
        reader: Who reads.
    """

    def __init__(
        self, recorder: Recorder, prefix: Snapshot, vault: Vault, access: AccessLog, reader: Overseer
    ) -> None:
        self._recorder, self._prefix = recorder, prefix
        self._vault, self._access, self._reader = vault, access, reader
        self._told: dict[str, Strata] | None = None
        self._alike: dict[tuple[str, int], str] | None = None

    def __call__(self, claim: str) -> Strata:
        """Return what may be told of the person of ``claim``.

        Raises:
            AccessNotRecorded: The readings could not be recorded; nothing is told.
        """
        if self._told is None:
            read = (one for page in self._pages() for one in self._read(page, STRATA))
            self._told = {stream: self._strata(stream, found) for stream, found in read}
        return self._told.get(claim, Strata())

    def reasons(self, recorded: Recorded) -> str | None:
        """Return a word for the reasons of a decision: the same for the same text, and no text itself.

        Raises:
            AccessNotRecorded: As for strata.
        """
        if self._alike is None:
            read = (one for page in self._pages() for one in self._read(page, REASONS))
            self._alike = {place: word for stream, found in read for place, word in _alike(stream, found)}
        return self._alike.get((recorded.statement.stream, recorded.version))

    def _pages(self) -> Iterator[list[str]]:
        last = ""
        while True:
            with reading(self._recorder.engine) as connection:
                page = fetch_begun(connection, self._prefix.size, after=last, kind="claim", limit=PAGE)
            if not page:
                return
            yield page
            last = page[-1]

    def _read(self, streams: Sequence[str], names: frozenset[str]) -> Iterator[tuple[str, Found]]:
        """Yield the fields of ``names`` of a page of claims, after their readings are recorded."""
        self._prefix.load(streams)
        opened = {stream: self._opened(stream, names) for stream in streams if self._may_read(stream)}
        records = [self._access_to(stream, found) for stream, found in opened.items() if found is not None]
        if records:
            self._access.record_all(records)
        for stream, found in opened.items():
            yield stream, found or {}

    def _may_read(self, stream: str) -> bool:
        state = self._prefix.state(stream)
        programme = state.programme.stream if isinstance(state, ClaimState) and state.programme else None
        area = state.place() if isinstance(state, ClaimState) else None
        return any(held.covers(programme, area) for held in self._reader.mandates)

    def _opened(self, stream: str, names: frozenset[str]) -> Found | None:
        """Return the fields of ``names`` by (version, name); None where nothing was opened."""
        entries = {e.statement.id: e for e in self._prefix.history(stream) if e.statement.sd}
        boxes = self._vault.sealed_for(entries) if entries else {}
        own = [box for found in boxes.values() for box in found if box.subject == SUBJECT]
        wrap = self._vault.wraps(stream, SUBJECT).get(RECIPIENT) if own else None
        if wrap is None:
            return None
        gone = self._gone(stream)
        return {
            (entry.version, name): value
            for box in own
            for entry in [entries[box.statement]]
            for name, value in _held(box, wrap, self._reader.private, entry.statement.sd)
            if name in names and (entry.version, name) not in gone
        }

    def _gone(self, stream: str) -> set[tuple[int, str]]:
        """Return what was erased of a claim, by (version, name)."""
        state = self._prefix.state(stream)
        if not isinstance(state, ClaimState):
            return set()
        return {(item.of, name) for item in state.casework.erased for name in item.fields}

    def _access_to(self, stream: str, found: Mapping[tuple[int, str], JsonValue]) -> Access:
        versions = sorted({version for version, _ in found})
        return Access(
            stream=stream,
            by=self._reader.actor,
            key=self._reader.key,
            capacities=capacities_of(self._reader.mandates, party=False),
            what=What.SEALED,
            targets=tuple(
                Target(version, tuple(sorted(name for at, name in found if at == version)))
                for version in versions
            ),
            purpose=Purpose.REPORT,
        )

    def _strata(self, stream: str, found: Mapping[tuple[int, str], JsonValue]) -> Strata:
        state = self._prefix.state(stream)
        received = state.received if isinstance(state, ClaimState) else None
        values = {name.partition("/")[2]: value for (_, name), value in sorted(found.items())}
        gone = {name.partition("/")[2] for _, name in self._gone(stream) if name.startswith(f"{SUBJECT}/")}
        return strata_of(values, gone, None if received is None else received.received_on)


def _alike(stream: str, found: Mapping[tuple[int, str], JsonValue]) -> Iterator[tuple[tuple[str, int], str]]:
    """Yield for each entry with reasons a word that stands for all of their text."""
    texts: dict[int, list[str]] = {}
    for (version, _), value in sorted(found.items()):
        texts.setdefault(version, []).append(str(value))
    for version, parts in texts.items():
        yield (stream, version), alike(" ".join(parts))


def strata_of(values: Mapping[str, JsonValue], gone: Collection[str], received_on: date | None) -> Strata:
    """Return the strata of a person.

    Args:
        values: What was opened, by the name of the field; of several versions the last.
        gone: Names of fields that were erased.
        received_on: When the claim was received, on which day the age is taken; None: it is unknown.

    >>> strata_of({"sex": "female", "birth_date": "1948-05-01"}, {"tambon"}, date(2026, 5, 1))[:2]
    ('female', '60_79')
    """

    def told(stratum: str) -> str:
        for name in FIELDS[stratum]:
            code = _CODERS[stratum](values.get(name), received_on)
            if code is not None:
                return code
        return ERASED if any(name in gone and name not in values for name in FIELDS[stratum]) else UNKNOWN

    return Strata(**{stratum: told(stratum) for stratum in FIELDS})


def _held(box: Sealed, wrap: bytes, private: bytes, sd: Collection[str]) -> Iterator[tuple[str, JsonValue]]:
    """Yield name and value of what a box holds and the entry commits to; nothing where it does not open."""
    try:
        items = open_box(unwrap(private, wrap), box)
    except (CryptoError, ValueError):
        return
    for item in items:
        if digest(item) in sd:
            _, name, value = parse_disclosure(item)
            yield name, value


def _age(value: JsonValue, received_on: date | None) -> str | None:
    """Return the band of an age: of a date, or of a year alone, which is taken at its end."""
    form = _YEAR.fullmatch(value) if isinstance(value, str) else None
    if form is None or received_on is None:
        return None
    year = int(form[1])
    year -= BUDDHIST if year > received_on.year else 0
    born = (int(form[2] or 12), int(form[3] or 31))
    age = received_on.year - year - ((received_on.month, received_on.day) < born)
    if not 0 <= age <= 130:
        return None
    return next((band for end, band in BANDS if age < end), OLDEST)


def _yes(value: JsonValue, _received_on: date | None) -> str | None:
    return {True: "yes", False: "no"}.get(value) if isinstance(value, bool) else None


def _word(stratum: str) -> Callable[[JsonValue, date | None], str | None]:
    return lambda value, _: _WORDS[stratum].get(value) if isinstance(value, str) else None


def _language(value: JsonValue, _received_on: date | None) -> str | None:
    """Return the language of a tag such as ``th-TH``. Source: ISO 639, RFC 5646."""
    form = re.fullmatch(r"([a-z]{2,3})(?:-[A-Za-z0-9-]{2,16})?", value) if isinstance(value, str) else None
    return None if form is None else form[1]


def _place(value: JsonValue, _received_on: date | None) -> str | None:
    """Return the code of a tambon, six digits, from its own or that of a village, which has two more."""
    form = re.fullmatch(r"([1-9][0-9]{5})(?:[0-9]{2})?", value) if isinstance(value, str) else None
    return None if form is None else form[1]


_CODERS: Final[Mapping[str, Callable[[JsonValue, date | None], str | None]]] = {
    "sex": _word("sex"),
    "age": _age,
    "disability": _yes,
    "language": _language,
    "migrant": _yes,
    "place": _place,
    "need": _word("need"),
}
