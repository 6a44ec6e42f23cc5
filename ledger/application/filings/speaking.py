"""What a message with a receipt becomes: the person's own word, received by an intake."""

from typing import Final, assert_never

from ledger.application.filings.asked import Appeal, Confirm, Contest, Dispute, Message, Supply, Withdraw
from ledger.application.filings.programmes import entry
from ledger.application.filings.recording import Signing
from ledger.domain.casework.events import InformationSupplied
from ledger.domain.codes import Auth
from ledger.domain.dates import civil
from ledger.domain.errors import RuleBroken
from ledger.domain.grievance.events import (
    GrievanceContested,
    GrievanceWithdrawn,
    RemedyConfirmed,
    RemedyDisputed,
)
from ledger.domain.parts import Via
from ledger.domain.types import ActorRef, EntryRef, Event
from ledger.store.recorder import Recorder

_UNKNOWN: Final = {Supply: "entry_unknown", Contest: "unknown_determination"}


def entry_of(store: Recorder, stream: str, message: Message) -> EntryRef | None:
    """Return the entry of ``stream`` that ``message`` speaks of; None if it speaks of none.

    Raises:
        RuleBroken: ``entry_unknown``, ``unknown_determination``: there is none of that version.
    """
    match message:
        case Supply(corrects=int(version)) | Contest(of=version):
            found = entry(store, stream, version)
            if found is None:
                raise RuleBroken(_UNKNOWN[type(message)])
            return found
        case _:
            return None


def event_of(message: Message, of: EntryRef | None, signing: Signing) -> Event:
    """Return the event that ``message`` becomes; ``of`` is the entry that it speaks of."""
    via = Via(channel=message.channel, auth=Auth.RECEIPT, handed_over_on=civil(signing.at))
    match message:
        case Supply():
            return InformationSupplied(
                kind=message.kind, answers=message.answers, corrects=of, documents=(), via=via
            )
        case Confirm():
            return RemedyConfirmed(remedy=message.remedy, via=via, stars=message.stars)
        case Dispute():
            return RemedyDisputed(remedy=message.remedy, ground=message.ground, via=via)
        case Contest():
            if of is None:
                raise RuleBroken("unknown_determination")
            return GrievanceContested(of=of, ground=message.ground, via=via)
        case Withdraw():
            return GrievanceWithdrawn(via=via, asked_by=ActorRef(signing.by), pressure=message.pressure)
        case Appeal():
            raise TypeError("an appeal opens a case of its own")
        case _:
            assert_never(message)
