"""Searching in what is sealed: who is found is shown only to whoever may read what they were found by.

The vault's index answers with candidates and asks nobody who they are. Here each is held against the log:
the case must be open to the reader, and so must every field in which the words or the number may stand. That
somebody was looked for is recorded in each case that is shown, before it is shown.
"""

from collections.abc import Collection, Sequence
from itertools import islice
from typing import Final, NamedTuple, Protocol

from ledger.application.access import What
from ledger.application.indexing import NATIONAL_ID, WORDS
from ledger.application.openings import Openings, Reader
from ledger.domain.prefix import Prefix
from ledger.projections.views.entitlement import may_open
from ledger.projections.views.unsealing import may_unseal, standing_of

BY_NUMBER: Final = frozenset({NATIONAL_ID})
MOST: Final = 200
"""Cases that one search shows."""
LOOKED_AT: Final = 1000
"""Candidates that one search holds against the log, each of which costs the folding of a case."""


class Candidate(Protocol):
    """A subject of a stream about whom something sealed was found."""

    @property
    def stream(self) -> str:
        """Return the stream, ``kind/uuid``."""
        ...

    @property
    def subject(self) -> str:
        """Return whose fields they are."""
        ...


class Finds(Protocol):
    """The index of the vault."""

    def find_person(self, programme: str, national_id: str, /) -> Sequence[Candidate]:
        """Return whoever has this number in streams of ``programme``; raise ``id_format``."""
        ...

    def find_words(self, text: str, /) -> Sequence[Candidate]:
        """Return whoever has all words of ``text`` in one stream."""
        ...


class Hit(NamedTuple):
    """A case, and the subjects of it who were found."""

    stream: str
    subjects: tuple[str, ...]


def shown(
    found: Sequence[Candidate], prefix: Prefix, reader: Reader, openings: Openings, fields: Collection[str]
) -> tuple[list[Hit], bool]:
    """Return those of ``found`` that ``reader`` may know of, at most 200 cases, and whether there are more.

    Of the first 1,000 candidates; where there are others, there may be more.

    Each case is recorded as searched before; and where there is none, that somebody looked.

    Args:
        found: Candidates of the index.
        prefix: The present.
        reader: Who looks.
        openings: Records.
        fields: ``WORDS`` or ``BY_NUMBER``: the fields in which the index may have found them.

    Raises:
        AccessNotRecorded, SettingMissing: It could not be recorded; nothing may be shown.
    """
    hits = dict[str, list[str]]()
    more = len(found) > LOOKED_AT
    for one in islice(sorted(found, key=lambda one: (one.stream, one.subject)), LOOKED_AT):
        if reader.actor is not None and _readable(prefix, one, reader.actor, fields):
            if len(hits) == MOST and one.stream not in hits:
                more = True
                break
            hits.setdefault(one.stream, []).append(one.subject)
    what = What.SEARCH if fields is WORDS else What.PSEUDONYM
    for stream in hits:
        openings.record(stream, reader, what)
    if not hits:
        openings.record_beside(reader, what)  # they were shown nobody
    return [Hit(stream, tuple(subjects)) for stream, subjects in hits.items()], more


def _readable(prefix: Prefix, one: Candidate, actor: str, fields: Collection[str]) -> bool:
    """Return whether ``actor`` may read all of these fields of the subject, wherever they may be sealed."""
    if not may_open(prefix, one.stream, actor):
        return False
    standing = standing_of(prefix, one.stream, actor)
    sealed = [entry for entry in prefix.history(one.stream) if entry.statement.sd]
    return all(
        may_unseal(prefix, one.stream, standing, entry, f"{one.subject}/{field}")
        for entry in sealed
        for field in fields
    )
