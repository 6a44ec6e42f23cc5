"""Carrying out erasures, and sweeping what no entry names.

The record comes first: ``PersonalDataErased`` is judged and recorded like any act, and the deed follows when
the entry is durable. What a crash left undone is done when the ledger is next opened for writing.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Final, NamedTuple
from uuid import UUID

from ledger.application.fastpath import read_recorded
from ledger.application.sealing import Sealer, stamp
from ledger.domain.casework.events import PersonalDataErased
from ledger.domain.matters import Matter
from ledger.domain.states import evolve, initial
from ledger.store.recorder import Recorder
from ledger.store.vault import Mark, Pair, Sealed

DAY: Final = timedelta(days=1)
"""How long a box waits for its entry. The vault is written first, so a crash may leave one without."""
ERASED: Final = PersonalDataErased.__name__
PAGE: Final = 256
_ALL: Final = 2**53


class Swept(NamedTuple):
    """How many boxes and how many keys were destroyed because nothing named them."""

    boxes: int
    keys: int


class Erasures:
    """Destroys in the vault what the log says is erased.

    Args:
        store: The log. Its end is held while anything is destroyed, so that nobody seals meanwhile.
        sealer: The vault and its keys.
    """

    def __init__(self, store: Recorder, sealer: Sealer) -> None:
        self._store = store
        self._sealer = sealer
        self._vault = sealer.vault

    def carry_out(self) -> None:
        """Destroy what recorded erasures name and is not destroyed yet. Harmless when repeated.

        Raises:
            StoreError: The vault or the keys refused; what is left is done the next time.
            SettingMissing: There are files, and no place of them is named; likewise.
        """
        start = self._vault.erased_to()
        with self._store.appending() as appending:
            size = appending.head.size
            found = self._store.select_notifications(start + 1, _ALL, size, [ERASED]) if start < size else []
            streams = dict.fromkeys(str(one.originator_id) for one in found)
            for stream in streams:
                self._erase(stream)
        if streams:
            self._vault.leave_no_trace()
        if start < size:
            self._vault.set_erased_to(size)

    def sweep(self, now: datetime) -> Swept:
        """Destroy boxes that no entry names after a day, and keys that opened nothing for a day.

        Args:
            now: The present time.
        """
        before, boxes, keys = stamp(now - DAY), 0, 0
        while waiting := self._vault.waiting(before, limit=PAGE):
            boxes += self._sweep(waiting)
        after = ("", "")
        while page := dict(self._vault.keys_page(after)):
            keys += self._sweep_keys(page, stamp(now), before)
            after = max(page)
        if boxes or keys:
            self._vault.leave_no_trace()
        return Swept(boxes, keys)

    def _sweep_keys(self, page: Mapping[Pair, str | None], now: str, before: str) -> int:
        """Destroy the keys of those of ``page`` that opened nothing since before ``before``; return how many.

        Of the others it is only noted. A key is drawn before there is anything that it opens.
        """
        idle = self._vault.without_boxes(list(page))
        self._vault.set_idle([pair for pair in idle if page[pair] is None], now)
        self._vault.set_idle([pair for pair in page if pair not in idle and page[pair] is not None], None)
        over = [pair for pair in idle if (page[pair] or now) < before]
        if over:
            with self._store.appending():
                over = self._vault.without_boxes(over)
                for stream, subject in over:
                    self._vault.destroy_keys(stream, subject, below=_ALL)
        return len(over)

    def _erase(self, stream: str) -> None:
        """Destroy every field of ``stream`` that was ever erased, subject by subject."""
        state, statements = self._state(stream)
        gone: dict[str, dict[str, set[str]]] = {}
        for erased in state.casework.erased:
            for name in erased.fields:
                subject = name.partition("/")[0]
                gone.setdefault(subject, {}).setdefault(statements.get(erased.of, ""), set()).add(name)
        for subject, fields in gone.items():
            self._sealer.erase(stream, subject, fields, programme_of(state))

    def _state(self, stream: str) -> tuple[Matter, dict[int, str]]:
        """Return the state of ``stream``, and the id of each statement by its version."""
        state, statements = initial(stream), dict[int, str]()
        for row in self._store.stream(stream):
            recorded = read_recorded(row.entry, row.leaf)
            state, statements[recorded.version] = evolve(state, recorded), recorded.statement.id
        return state, statements

    def _sweep(self, waiting: Sequence[Sealed]) -> int:
        """Destroy those of ``waiting`` that no entry names, and settle the others; return how many fell.

        A statement whose recording failed may have come again under its id with other disclosures. Then the
        entry names one of its boxes and not the other.
        """
        with self._store.appending() as appending:
            found = appending.statements(UUID(box.statement).bytes for box in waiting)
            indexes = {str(UUID(bytes=key)): index for key, index in found.items()}
            lost = [box for box in waiting if box.statement not in indexes]
            marks: list[Mark] = []
            for statement, index in indexes.items():
                boxes = self._vault.sealed(statement)
                if len({box.subject for box in boxes}) < len(boxes):
                    (row,) = appending.rows(index, index + 1)
                    recorded = read_recorded(row.entry, row.leaf)
                    foreign = self._sealer.foreign(boxes, recorded.statement.sd)
                    lost += [box for box in waiting if box in foreign]
                    programme = programme_of(self._state(recorded.statement.stream)[0])
                    marks += self._sealer.marks([box for box in boxes if box not in lost], programme)
            self._vault.settle(box for box in waiting if box not in lost)
            self._vault.drop(lost, found_by=marks)
        return len(lost)


def programme_of(state: Matter) -> str | None:
    """Return the programme to which a matter belongs; None: to none."""
    return None if state.programme is None else state.programme.stream
