"""What may keep a citizen's form from being taken, so that the form is shown again and nothing is lost."""

from collections.abc import Mapping
from typing import Final, NamedTuple

from api import attachments
from api.languages import Language
from api.problems import SOON, Problem, failure, status_of
from api.records import LOG
from ledger.application.errors import LedgerError
from ledger.application.media.refusals import AttachmentRefused
from ledger.application.receipts import Rejected
from ledger.domain.errors import Refused
from ledger.projections.errors import ProjectionError
from ledger.signing.errors import Malformed
from ledger.store.errors import StoreError

REFUSALS: Final = (Problem, Refused, Malformed, AttachmentRefused, LedgerError, StoreError, ProjectionError)
"""What is told in words above the form. Everything else is a fault of ours."""


class Refusal(NamedTuple):
    """Why: a code with a sentence in ``docs/errors.md``, and what it is over HTTP."""

    status: int
    code: str
    headers: Mapping[str, str]

    @property
    def passing(self) -> bool:
        """Return whether the same form, sent again, is likely to be taken: nothing in it is wrong."""
        return self.status in {408, 429, 503, 507}


def refusal_of(error: Exception | Rejected, language: Language) -> Refusal:
    """Return what is told of ``error``, one of ``REFUSALS``; whoever keeps the server hears of trouble."""
    match error:
        case Rejected():
            return Refusal(status_of(error), error.code, {})
        case Problem():
            return Refusal(error.status, error.code, error.headers)
        case Refused() | Malformed():
            return refusal_of(Rejected.of(None, error), language)
        case AttachmentRefused():
            return Refusal(attachments.STATUS.get(type(error), 503), error.code, {})
        case LedgerError() | StoreError() | ProjectionError():
            if not isinstance(error, SOON):
                LOG.error("refused_to_work", code=error.code)
            return Refusal(failure(error, language).status_code, error.code, {})
        case _:
            raise error
