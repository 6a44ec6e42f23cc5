"""Which offices may decide a matter: those that ever held a mandate whose scope covers it."""

from ledger.domain.codes import Role
from ledger.domain.directory import Mandate, RegistryState


class Seats:
    """The offices of a registry by what they may decide; asked of many cases, answered once for each place.

    A mandate counts though it ran out or was revoked since. Of mandates of one office with one scope only the
    first matters, so that a place is compared with a few dozen of them and not with thousands.
    """

    def __init__(self, registry: RegistryState) -> None:
        self._first: dict[Role, dict[tuple[str, frozenset[str], tuple[str, ...]], Mandate]] = {}
        self._found: dict[tuple[Role, str | None, str | None], tuple[tuple[int, str], ...]] = {}
        every = (mandate for held in registry.mandates.values() for mandate in held)
        for one in sorted(every, key=lambda mandate: mandate.index):
            self._first.setdefault(one.role, {}).setdefault((one.office, one.programmes, one.areas), one)

    def __call__(self, role: Role, programme: str | None, area: str | None) -> tuple[tuple[int, str], ...]:
        """Return the offices for ``role`` in a matter, each with the index of its first grant, in order."""
        found = self._found.get((role, programme, area))
        if found is None:
            first: dict[str, int] = {}
            for mandate in self._first.get(role, {}).values():
                if mandate.covers(programme, area):
                    first.setdefault(mandate.office, mandate.index)
            found = tuple((index, office) for office, index in first.items())
            self._found[role, programme, area] = found
        return found
