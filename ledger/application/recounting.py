"""Counting a log again from its bytes: plainly, under the tree, or with every signature checked.

This is the quick replay. Rules are not judged again and rows are not compared: that is ``verifying``. Whoever
holds a checkpoint recounts under the tree, which shows any entry that was altered, removed or put in; whoever
trusts nobody recounts with signatures; both give the counters of the same pass over the same bytes.
"""

from collections import deque
from collections.abc import Iterator, Sequence
from concurrent.futures import Executor
from contextlib import closing
from typing import Final

import msgspec

from ledger.application.collector import no_collector
from ledger.application.lanes import Check, Lanes, Pending
from ledger.projections.counters import Counters, Said, check_known, count_entries, count_lines
from ledger.projections.errors import OutOfOrder, UnreadableEntry
from ledger.projections.readings import Enrolled, Founded, Plain, read_entry
from ledger.signing.keys import key_id
from ledger.store.engines import open_engine, reading
from ledger.store.paging import entry_lines, entry_pages
from ledger.store.recorder import Recorder
from ledger.tlog.tree import CompactRange, leaf_hash

PAGE: Final = 500  # entries read at once, and signatures handed over at once; more would leave the cache
LINES: Final = 128  # entries read at once where they are counted and no more
AHEAD: Final = 4  # pages whose signatures may be under way
_ENROLLING: Final = frozenset({"LedgerFounded", "KeyEnrolled"})


class _Signature(msgspec.Struct, gc=False):
    keyid: str
    sig: bytes


class _Envelope(msgspec.Struct, gc=False):
    payload: bytes
    signatures: tuple[_Signature, ...]


class _Entry(msgspec.Struct, gc=False):
    dsse: _Envelope
    index: int


class _Said(Said, gc=False):
    """What is counted of a statement, and who signed it."""

    signers: tuple[str, ...]


_entry: Final = msgspec.json.Decoder(_Entry).decode
_said: Final = msgspec.json.Decoder(_Said).decode


def recount(recorder: Recorder, start: int, stop: int) -> Counters:
    """Return the counters of the entries from index ``start`` up to, without, ``stop``.

    Raises:
        ProjectionError: An entry cannot be read, or is missing.
    """
    counters = Counters()
    with (
        no_collector(),
        reading(recorder.engine) as connection,
        closing(entry_lines(connection, start, stop, LINES)) as pages,
    ):
        for first, lines in zip(range(start, stop, LINES), pages, strict=True):
            count_lines(counters, lines, first, min(LINES, stop - first))
    return counters


def recount_apart(
    recorder: Recorder, url: str, parts: Sequence[tuple[int, int]], executor: Executor
) -> Counters:
    """Return the counters of several ``parts`` (start, stop) of the log at ``url``.

    The last is counted here, the others by the ``executor``, whose workers open the database themselves.

    Raises:
        ProjectionError: An entry cannot be read, or is missing.
    """
    away = [executor.submit(_recount_at, url, start, stop) for start, stop in parts[:-1]]
    counters = recount(recorder, *parts[-1])
    for future in away:
        counters.merge(future.result())
    return counters


def recount_under_tree(recorder: Recorder, size: int) -> tuple[Counters, bytes]:
    """Return the counters of the first ``size`` entries, and the root of the tree over their bytes.

    Raises:
        ProjectionError: An entry cannot be read, or is missing.

    Source: RFC 6962 section 2.1.
    """
    counters, tree = Counters(), CompactRange()
    with no_collector():
        for first, page in _pages(recorder, 0, size):
            count_entries(counters, page, first)
            for leaf in map(leaf_hash, page):
                tree.append(leaf)
    return counters, tree.root()


def recount_signed(recorder: Recorder, size: int, lanes: Lanes) -> tuple[Counters, list[int]]:
    """Return the counters of the first ``size`` entries, and the indices of those not validly signed.

    An entry is validly signed if exactly the keys that its statement names have signed it, each of them was
    enrolled before or by it, and every signature holds.

    Raises:
        ProjectionError: An entry cannot be read, or is missing.
    """
    counters, signed = Counters(), _Signatures(lanes)
    with no_collector():
        for first, page in _pages(recorder, 0, size):
            statements = []
            for index, entry in enumerate(page, first):
                said, envelope = _decode(index, entry)
                if said.type in _ENROLLING:
                    signed.enrol(read_entry(index, entry).data)
                signed.take(index, said.signers, envelope)
                statements.append(said)
            counters.add_all(statements)
            signed.turn_page()
        return counters, signed.failing()


class _Signatures:
    """The signatures of a replay, checked a page at a time, on other lanes while the next page is read."""

    def __init__(self, lanes: Lanes) -> None:
        self._lanes = lanes
        self._keys: dict[str, bytes] = {}
        self._checks: list[Check] = []
        self._places: list[int] = []
        self._under_way: deque[tuple[list[int], Pending]] = deque()
        self._failing: set[int] = set()

    def enrol(self, data: Plain) -> None:
        """Take note of the keys that a statement brings."""
        keys = [data.key] if isinstance(data, Enrolled) else []
        if isinstance(data, Founded):
            keys = [root.key for root in data.root_keys]
        for key in keys:
            public = bytes.fromhex(key)
            self._keys[key_id(public)] = public

    def take(self, index: int, signers: tuple[str, ...], envelope: _Envelope) -> None:
        """Put the signatures of one entry with those of its page."""
        if signers != tuple([one.keyid for one in envelope.signatures]):
            self._failing.add(index)
            return
        for one in envelope.signatures:
            public = self._keys.get(one.keyid)
            if public is None or len(one.sig) != 64:
                self._failing.add(index)
                return
            self._checks.append((public, one.sig, envelope.payload))
            self._places.append(index)

    def turn_page(self) -> None:
        """Begin the checks of this page, and wait for those of the page before the last."""
        self._under_way.append((self._places, self._lanes.start(self._checks)))
        self._checks, self._places = [], []
        if len(self._under_way) > AHEAD:
            self._finish()

    def failing(self) -> list[int]:
        """Wait for all checks; return the indices that failed, in ascending order."""
        while self._under_way:
            self._finish()
        return sorted(self._failing)

    def _finish(self) -> None:
        places, pending = self._under_way.popleft()
        self._failing.update(places[failed] for failed in pending.failing())


def _decode(index: int, entry: bytes) -> tuple[_Said, _Envelope]:
    """Return what an entry says and how it is signed.

    Raises:
        UnknownEvent: An event type or schema that this release does not know.
        UnreadableEntry: The entry is unreadable or not at its place.
    """
    try:
        outer = _entry(entry)
        said = _said(outer.dsse.payload)
    except msgspec.MsgspecError as error:
        raise UnreadableEntry(index) from error
    if outer.index != index:
        raise UnreadableEntry(index)
    check_known(index, said)
    return said, outer.dsse


def _recount_at(url: str, start: int, stop: int) -> Counters:
    engine = open_engine(url, create=False)
    try:
        return recount(Recorder(engine), start, stop)
    finally:
        engine.dispose()


def _pages(recorder: Recorder, start: int, stop: int) -> Iterator[tuple[int, list[bytes]]]:
    """Yield consecutive entries, and the index of the first of them.

    Raises:
        OutOfOrder: The log is shorter than ``stop``, or an entry is missing.
    """
    with reading(recorder.engine) as connection, closing(entry_pages(connection, start, stop, PAGE)) as pages:
        for first, page in zip(range(start, stop, PAGE), pages, strict=True):
            if len(page) != min(PAGE, stop - first):
                raise OutOfOrder(min(first + PAGE, stop), first + len(page))
            yield first, page
