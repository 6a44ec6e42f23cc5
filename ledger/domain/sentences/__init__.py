"""One plain sentence for every code of refusal, and what to do next, in English and in Thai."""

from collections.abc import Mapping
from typing import Final

from ledger.domain.sentences import (
    authority,
    casework,
    claims,
    clocks,
    consultations,
    form,
    grievances,
    keys,
    persons,
    profile,
    programmes,
    promises,
)
from ledger.domain.sentences.sentence import Sentence

CHAPTERS: Final[Mapping[str, Mapping[str, Sentence]]] = {
    "the form of a statement": form.SENTENCES,
    "the ledger and its keys": keys.SENTENCES,
    "authority": authority.SENTENCES,
    "persons": persons.SENTENCES,
    "what was seen, and the profile": profile.SENTENCES,
    "programmes": programmes.SENTENCES,
    "claims and attestations": claims.SENTENCES,
    "grievances": grievances.SENTENCES,
    "what claims and grievances share": casework.SENTENCES,
    "periods and their ends": clocks.SENTENCES,
    "consultations": consultations.SENTENCES,
    "commitments, listings and audits": promises.SENTENCES,
}
"""The sentences by chapter, as the page of errors shows them."""
SENTENCES: Final[Mapping[str, Sentence]] = {
    code: sentence for chapter in CHAPTERS.values() for code, sentence in chapter.items()
}
