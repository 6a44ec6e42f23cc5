"""What a form of an act is made of: who asks, about which stream, and the choices that stand open to them."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, NamedTuple, TypeAlias

from api.web.dates import day
from api.web.timeline import Teller
from api.web.visiting import Visitor
from api.web.words.labels import label
from ledger.application.ledger import Ledger
from ledger.application.snapshot import Snapshot
from ledger.domain.authority import Scope, mandate_for
from ledger.domain.codes import Custody, Role
from ledger.domain.dates import civil
from ledger.domain.directory import Key, Mandate
from ledger.domain.errors import AuthorityDenied
from ledger.domain.relations import running

Values: TypeAlias = Mapping[str, Any]


class Option(NamedTuple):
    """One of several answers: what is signed, and what the reader sees."""

    value: str
    text: str


class Signer(NamedTuple):
    """Somebody who may sign as well: their key, and the actor to whom it belongs."""

    key: str
    actor: str
    text: str


@dataclass(frozen=True, slots=True)
class Asking:
    """Whoever is about to act, in one stream, at one position of the log.

    ``asked`` are the parameters of the page's address; ``words`` the published texts by digest.
    """

    ledger: Ledger
    prefix: Snapshot
    stream: str
    actor: str
    visitor: Visitor
    asked: Mapping[str, str]
    words: Mapping[str, str]

    @property
    def today(self) -> date:
        """Return the day in Bangkok."""
        return civil(self.prefix.now)

    @property
    def teller(self) -> Teller:
        """Return what says of persons and offices who they are."""
        return Teller(self.prefix, self.visitor.language)

    @property
    def own(self) -> tuple[Mandate, ...]:
        """Return the running mandates of whoever asks."""
        return tuple(running(self.prefix.registry, self.actor, self.today))

    def labels(self, codes: Sequence[str], kind: str | None = None) -> list[Option]:
        """Return ``codes`` of a list with their words."""
        return [Option(str(code), label(code, self.visitor.language, kind)) for code in codes]

    def days(self, ahead: Sequence[int], start: date | None = None) -> list[Option]:
        """Return the days that lie so many days after ``start`` (today), as people read them.

        A choice of days cannot be misread, whatever era and order somebody is used to.
        """
        first = start or self.today
        days = [first + timedelta(days=number) for number in ahead]
        return [Option(one.isoformat(), day(one, self.visitor.language)) for one in days]

    def holders(self, roles: tuple[Role, ...], scope: Scope) -> Iterator[tuple[Key, Mandate]]:
        """Yield every key that stands, for a running mandate of one of ``roles`` within ``scope``."""
        registry = self.prefix.registry
        for key in registry.keys.values():
            if key.revoked is None and key.custody is not Custody.IMPORTED:
                try:
                    yield key, mandate_for(registry, key.actor, roles, self.today, scope)
                except AuthorityDenied:
                    continue

    def signers(self, roles: tuple[Role, ...], scope: Scope, fits: Callable[[str], bool]) -> list[Signer]:
        """Return who of these holders may sign as well: those whose actor ``fits``, in the order of words."""
        found = [
            Signer(key.id, key.actor, self.teller.person(key.actor, self.today))
            for key, _ in self.holders(roles, scope)
            if fits(key.actor)
        ]
        return sorted(found, key=lambda one: (one.text, one.key))

    def persons(self, roles: tuple[Role, ...], scope: Scope, fits: Callable[[str], bool]) -> list[Option]:
        """Return the same as persons, each once."""
        found = {one.actor: one.text for one in self.signers(roles, scope, fits)}
        return [Option(actor, text) for actor, text in found.items()]


Make: TypeAlias = Callable[[Asking], Values | None]
"""What makes the values of a form; None: it is not for whoever asks."""
