"""For which benefits, and near which office, somebody may file: what the log knows of both."""

from typing import Final, NamedTuple

from api.languages import Language
from api.web.timeline import office_names
from api.web.visiting import Visitor
from api.web.words.labels import label
from ledger.application.filings.programmes import PROGRAMMES
from ledger.application.snapshot import Snapshot
from ledger.domain.codes import Role
from ledger.domain.directory import RegistryState
from ledger.domain.programme.state import ProgrammeState
from ledger.projections.pictures.words import same
from ledger.store.recorder import Recorder

SERVING: Final = frozenset({Role.OFFICER, Role.SUPERVISOR, Role.HANDLER, Role.REVIEWER})
"""Roles in which somebody works on citizens' cases."""


class Option(NamedTuple):
    """Something to choose from: what is sent, and what is read."""

    value: str
    name: str


def benefits(store: Recorder, prefix: Snapshot, language: Language) -> list[Option]:
    """Return every benefit for which somebody may file: its programme and its code, and what it is called."""
    streams = [stream for _, stream in store.streams("programme", limit=PROGRAMMES)]
    prefix.load(streams)
    found = []
    for stream in streams:
        state = prefix.state(stream)
        if isinstance(state, ProgrammeState) and state.versions and not state.versions[-1].historical:
            codes = sorted(state.versions[-1].benefits)
            found += [Option(f"{stream} {code}", label(code, language, "benefit")) for code in codes]
    return found


def offices(prefix: Snapshot, visitor: Visitor) -> list[Option]:
    """Return the offices that work on citizens' cases today: area and code, and what each is called."""
    registry, names = prefix.registry, office_names(prefix)
    working = _working(registry, visitor)
    return [
        Option(f"{office.area} {code}", names.get(code, same(code)).said(visitor.language))
        for code, office in registry.offices.items()
        if code in working and not office.closed
    ]


def _working(registry: RegistryState, visitor: Visitor) -> set[str]:
    return {
        held.office
        for mandates in registry.mandates.values()
        for held in mandates
        if held.role in SERVING and held.runs(visitor.today)
    }
