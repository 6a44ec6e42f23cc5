"""What a filing and an appeal become: a grievance, received by an intake from somebody without a key."""

from dataclasses import replace
from typing import Final

from ledger.application.filings.asked import Appeal, Filing
from ledger.application.filings.recording import Signing
from ledger.domain.casework_codes import Anonymity, Kind, Remedy, Urgency
from ledger.domain.codes import Auth, Channel
from ledger.domain.dates import civil
from ledger.domain.grievance.events import Contested, GrievanceFiled, RemedyAsked
from ledger.domain.grievance.records import GrievanceState
from ledger.domain.parts import Assist, Via
from ledger.domain.types import ActorRef, Area, EntryRef, StreamRef

IN_PERSON: Final = (Channel.COUNTER, Channel.HOME_VISIT, Channel.VOLUNTEER, Channel.NGO)
"""Channels on which whoever helps has the person before them."""


def filed(
    filing: Filing,
    helper: str | None,
    programme: EntryRef,
    contests: tuple[Contested, ...],
    signing: Signing,
) -> GrievanceFiled:
    """Return the grievance that ``filing`` becomes; ``helper`` is the actor who took it down."""
    return GrievanceFiled(
        kind=filing.kind,
        programme=_as_before(signing, programme),
        contests=contests,
        about=filing.about,
        grounds=filing.grounds,
        remedies=_asked(filing.remedies),
        urgency=filing.urgency,
        anonymity=filing.anonymity,
        received_on=civil(signing.at),
        via=_via(filing, helper, signing),
        level=1,
        related=(),
        area=filing.area,
    )


def appealed(
    appeal: Appeal, stream: str, below: GrievanceState, programme: EntryRef, signing: Signing
) -> GrievanceFiled:
    """Return the grievance of the next level that ``appeal`` becomes: about what ``below`` is about.

    What was recorded before stays about what it was about then, however ``below`` is read by now.
    """
    today, earlier = civil(signing.at), signing.earlier
    about = earlier if isinstance(earlier, GrievanceFiled) else _above(below, stream, programme)
    return replace(
        about,
        grounds=appeal.grounds,
        remedies=_asked(appeal.remedies),
        urgency=appeal.urgency,
        received_on=today,
        via=Via(channel=appeal.channel, auth=Auth.RECEIPT, handed_over_on=today),
    )


def _above(below: GrievanceState, stream: str, programme: EntryRef) -> GrievanceFiled:
    """Return a grievance of the next level about what ``below``, which is ``stream``, is about."""
    return GrievanceFiled(
        kind=below.kind or Kind.APPEAL,  # a receipt leads to what was filed, and that has a kind
        programme=programme,
        contests=below.contests,
        about=tuple(map(StreamRef, below.about)),
        grounds=(),
        remedies=(),
        urgency=Urgency.NORMAL,
        anonymity=below.anonymity or Anonymity.OPEN,
        level=below.level + 1,
        appeal_of=StreamRef(stream),
        related=(),
        area=None if below.area is None else Area(below.area),
    )


def _via(filing: Filing, helper: str | None, signing: Signing) -> Via:
    """Return how it reached the intake. Whoever comes alone is known by nothing."""
    today, help_ = civil(signing.at), filing.assist
    if help_ is None or helper is None:
        return Via(channel=filing.channel, auth=Auth.NONE, handed_over_on=today)
    known = filing.channel in IN_PERSON and filing.anonymity is not Anonymity.ANONYMOUS
    return Via(
        channel=filing.channel,
        auth=Auth.IN_PERSON if known else Auth.NONE,
        handed_over_on=help_.handed_over_on or today,
        assist=Assist(
            assister=ActorRef(helper),
            language=help_.language,
            read_back=help_.read_back,
            confirmation=help_.confirmation,
        ),
    )


def _asked(remedies: tuple[Remedy, ...]) -> tuple[RemedyAsked, ...]:
    return tuple(RemedyAsked(code=code) for code in remedies)


def _as_before(signing: Signing, programme: EntryRef) -> EntryRef:
    """Return the version that was pinned when this was recorded, else ``programme``, the newest."""
    earlier = signing.earlier
    if isinstance(earlier, GrievanceFiled) and earlier.programme.stream == programme.stream:
        return earlier.programme
    return programme
