"""What offices do with a case that somebody filed on the pages, until they report it done."""

from dataclasses import replace

from ledger.application.stories import acts
from ledger.application.stories.telling import Telling, Words
from ledger.domain.casework.events import InformationRequested
from ledger.domain.casework_codes import Ground, Outcome, Remedy
from ledger.domain.codes import GroundFinding, Role
from ledger.domain.dates import later
from ledger.domain.grievance.events import FoundOnGround, NextRemedy
from ledger.domain.types import Code, Local
from tests.web.served import Site
from tests.web.village import stage_of

DONE = Words("ทำ", "done")


def office(site: Site, stream: str) -> Telling:
    """Everybody in office, at work on the case ``stream``."""
    telling = stage_of(site)
    telling.streams["grievance"] = stream
    return telling


def assign(work: Telling) -> None:
    """A handler of another line has it in hand."""
    handler = work.actor("handler-district")
    work.say("assigned", "grievance", acts.assigned(handler, Role.HANDLER), "supervisor-province", words=DONE)


def ask(work: Telling) -> None:
    """The handler asks the person for something."""
    asked = InformationRequested(
        request=Local("q1"),
        items=(Code("witness_name"),),
        of=Code("complainant"),
        help=Code("intake"),
        due=later(work.today, 10),
    )
    work.say("asked", "grievance", asked, "handler-district", words=DONE)


def order(work: Telling, ground: Ground, *, route: str = "contest") -> None:
    """The handler finds for the person, orders an apology, and the intake tells them."""
    found = acts.determination_of(
        FoundOnGround(ground=ground, finding=GroundFinding.SUSTAINED), outcome=Outcome.UPHELD
    )
    ways = NextRemedy(route=Code(route), to=acts.OFFICE, days=30)
    ordered = replace(found, remedies=(acts.ordered(Remedy.APOLOGY, work.today),), next_remedy=ways)
    sealed = {"complainant/reasons": "พยานสองคนให้การตรงกัน"}
    work.say("determined", "grievance", ordered, "handler-district", words=DONE, sealed=sealed)
    notice = acts.outcome_notice(work.entries["determined"], work.today)
    work.say("notified", "grievance", notice, "intake", words=DONE)


def report(work: Telling) -> None:
    """The municipality says that it apologised."""
    work.say("reported", "grievance", acts.remedy_done(None, work.today), "officer-2", words=DONE)
