"""A life that leads to each state of each kind of stream, judged by every rule."""

from collections.abc import Callable, Mapping
from functools import partial

from ledger.domain.audit.state import AuditStatus
from ledger.domain.casework_codes import LapseEffect
from ledger.domain.claim.records import ClaimStatus
from ledger.domain.commitment.state import CommitmentStatus
from ledger.domain.consultation.codes import Progress
from ledger.domain.consultation.kept import ConsultationStatus
from ledger.domain.listing.state import ListingStatus
from tests.domain.cases import CLAIM, TODAY, applied, but, notice, via
from tests.domain.claim_cases import taking_back
from tests.domain.clockwork import tick
from tests.domain.complaints import refused
from tests.domain.consulting import (
    AUDIT,
    COMMITMENT,
    CONSULTATION,
    LISTING,
    answer,
    asked,
    cosigned,
    day,
    decline,
    digest,
    drawing,
    frame,
    gathered,
    opened,
    posting,
    progress,
    promised,
    recommended,
    run_out,
    verification,
    visit,
)
from tests.domain.world import World

COMES = 1795403364
"""The second at which the beacon of the sealed frame speaks."""
Life = Callable[[], World]


def told() -> World:
    """A claim that was refused, and the person was told."""
    world, refusal = refused()
    world.say(CLAIM, notice(refusal, received_on=TODAY), "ines")
    return world


def final() -> World:
    world = told()
    tick(world, "12-31", CLAIM)
    return world


def taken_back() -> World:
    world, _ = applied()
    world.say(CLAIM, taking_back(via=but(via(), handed_over_on=TODAY)), "ines")
    return world


def answered() -> World:
    world, _, _ = recommended()
    world.now = day(31)
    world.say(CONSULTATION, answer(), "susi")
    return world


def declined() -> World:
    world, _ = asked()
    world.say(CONSULTATION, decline(), "susi")
    return world


def progressed(how: Progress = Progress.DONE) -> World:
    world, _, _ = promised()
    more = {"evidence": (digest("why"),)} if how is Progress.WITHDRAWN else {}
    world.say(COMMITMENT, progress(how, **more), "susi")
    return world


def met() -> World:
    world = progressed()
    world.say(COMMITMENT, verification(), "pim", "pong")
    return world


def posted(*, over: bool = False) -> World:
    world, standard = gathered()
    entry = world.say(LISTING, posting(standard), "olga", "ada")
    if over:
        run_out(world, "list_objection", entry, standard, LapseEffect.LIST_FINAL)
    return world


def sealed() -> World:
    world, _ = gathered()
    world.say(AUDIT, frame(), "vera")
    return world


def drawn() -> World:
    world = sealed()
    world.now = day(2)
    world.say(AUDIT, drawing(cosigned(world.size, COMES - 1), 1), "cleo")
    return world


def looked_at() -> World:
    world = drawn()
    world.record(world.statement(AUDIT, visit(CLAIM), "vera"))
    return world


CLAIMS: Mapping[ClaimStatus, Life] = {
    ClaimStatus.EMPTY: World,
    ClaimStatus.OPEN: lambda: applied()[0],
    ClaimStatus.DECIDED: lambda: refused()[0],
    ClaimStatus.NOTIFIED: told,
    ClaimStatus.FINAL: final,
    ClaimStatus.WITHDRAWN: taken_back,
}
CONSULTATIONS: Mapping[ConsultationStatus, Life] = {
    ConsultationStatus.EMPTY: World,
    ConsultationStatus.PROPOSED: lambda: asked()[0],
    ConsultationStatus.OPEN: lambda: opened()[0],
    ConsultationStatus.ANSWERING: lambda: recommended()[0],
    ConsultationStatus.ANSWERED: answered,
    ConsultationStatus.DECLINED: declined,
}
COMMITMENTS: Mapping[CommitmentStatus, Life] = {
    CommitmentStatus.EMPTY: World,
    CommitmentStatus.OPEN: lambda: promised()[0],
    CommitmentStatus.REPORTED: progressed,
    CommitmentStatus.MET: met,
    CommitmentStatus.WITHDRAWN: partial(progressed, Progress.WITHDRAWN),
}
LISTINGS: Mapping[ListingStatus, Life] = {
    ListingStatus.EMPTY: World,
    ListingStatus.POSTED: posted,
    ListingStatus.FINAL: partial(posted, over=True),
}
AUDITS: Mapping[AuditStatus, Life] = {
    AuditStatus.EMPTY: World,
    AuditStatus.SEALED: sealed,
    AuditStatus.DRAWN: drawn,
    AuditStatus.REPORTED: looked_at,
}
