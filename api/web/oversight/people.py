"""Who acts, in words: the log names actors by ids alone, and says what they may do and for which office."""

from functools import cached_property

from api.languages import Language
from api.web.words.labels import label
from ledger.domain.prefix import Prefix
from ledger.domain.registry.events import OfficeRegistered


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
        found: dict[str, str] = {}
        for recorded in self._prefix.history(self._prefix.registry.stream or ""):
            says = recorded.statement.says
            if isinstance(says, OfficeRegistered):
                found[says.code] = says.name_th if self._language == "th" else says.name_en or says.name_th
        return found

    def office(self, code: str) -> str:
        """Return what an office is called; its code where it has no name."""
        return self.offices.get(code) or label(code, self._language)

    def said(self, actor: str) -> str:
        """Return an actor's roles and offices, of every mandate they ever held; else the end of the id."""
        held = self._prefix.registry.mandates.get(actor, ())
        told = dict.fromkeys(f"{label(one.role, self._language)} · {self.office(one.office)}" for one in held)
        return "; ".join(told) or actor[-12:]
