"""Who acts, in words: the log names actors by ids alone, and says what they may do and for which office."""

from functools import cached_property

from api.languages import Language
from api.web import dates
from api.web.timeline import office_names
from api.web.words.labels import label
from ledger.domain.prefix import Prefix
from ledger.domain.types import Money


class People:
    """Names for whoever stands in a page, from the registry at one position of the log.

    Args:
        prefix: The log at that position.
        language: Thai or English.
    """

    def __init__(self, prefix: Prefix, language: Language) -> None:
        self._prefix = prefix
        self._language: Language = language

    @cached_property
    def offices(self) -> dict[str, str]:
        """Return the names of the offices by code, each the newest."""
        return {code: name.said(self._language) for code, name in office_names(self._prefix).items()}

    def office(self, code: str) -> str:
        """Return what an office is called; its code where it has no name."""
        return self.offices.get(code) or label(code, self._language)

    def said(self, actor: str) -> str:
        """Return an actor's roles and offices, of every mandate they ever held; else the end of the id."""
        held = self._prefix.registry.mandates.get(actor, ())
        told = dict.fromkeys(f"{label(one.role, self._language)} · {self.office(one.office)}" for one in held)
        return "; ".join(told) or actor[-12:]

    def amount(self, minor: int, currency: str) -> str:
        """Return an amount that is counted in the smaller unit of its currency."""
        return dates.amount(Money(minor, currency), self._language)
