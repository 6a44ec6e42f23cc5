"""Finding persons in what is sealed: by number within a programme, by words over all.

What comes back are candidates. Who may know of them is not asked here: whoever shows one to somebody filters
by entitlement and records the access first.
"""

from typing import NamedTuple

from ledger.application.check_digits import is_national_id
from ledger.application.indexing import Index, runs, words
from ledger.application.sealing import Sealer
from ledger.domain.errors import RuleBroken
from ledger.store.vault import Pair, Vault


class Candidate(NamedTuple):
    """A subject of a stream about whom something sealed was found."""

    stream: str
    subject: str


class Finder:
    """Looks for persons in the vault.

    Args:
        vault: Where the marks lie.
        index: Makes the marks of what is looked for.
    """

    def __init__(self, vault: Vault, index: Index) -> None:
        self._vault = vault
        self._index = index

    def find_person(self, programme: str, national_id: str) -> list[Candidate]:
        """Return everybody in streams of ``programme`` (``programme/uuid``) with this citizen number, sorted.

        Raises:
            RuleBroken: ``id_format``: it is no such number.
        """
        if not is_national_id(national_id):
            raise RuleBroken("id_format")
        return _sorted(self._vault.marked(self._index.person(programme, national_id)))

    def find_words(self, text: str) -> list[Candidate]:
        """Return everybody about whom every word of ``text`` is sealed somewhere in one stream, sorted.

        A run of letters is found as it stands or word by word, since a word is cut by what stands around it.
        """
        found = [self._run(run) for run in dict.fromkeys(runs(text))]
        return _sorted(set.intersection(*found)) if found else []

    def _run(self, run: str) -> set[Pair]:
        inside = [self._vault.marked(self._index.word(word)) for word in dict.fromkeys(words(run))]
        return self._vault.marked(self._index.word(run)) | set.intersection(*inside)


def finder_of(sealer: Sealer) -> Finder | None:
    """Return what looks for persons in the vault of ``sealer``; None where nothing there is to be found."""
    return None if sealer.index is None else Finder(sealer.vault, sealer.index)


def _sorted(pairs: set[Pair]) -> list[Candidate]:
    return [Candidate(*pair) for pair in sorted(pairs)]
