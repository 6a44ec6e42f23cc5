"""Which sealed fields of a case somebody may read: a function of the log, field by field. Else: none.

Whoever may not open the case reads none of it (``entitlement.may_open``). Beyond that the name of a field
decides, ``subject/field``: whose it is, and whether it is something said or tells who somebody is. A name
that is not listed among the words counts as telling who.
"""

from typing import Final, NamedTuple

from ledger.domain.casework.events import InformationRequested, InformationSupplied
from ledger.domain.casework.sealed import REASONS
from ledger.domain.casework_codes import Anonymity, Remedy, Supplied
from ledger.domain.claim.events import ClaimReceived
from ledger.domain.claim.records import ClaimState
from ledger.domain.codes import Role
from ledger.domain.dates import civil
from ledger.domain.directory import Mandate
from ledger.domain.grievance.anonymity import OWN_SUBJECTS
from ledger.domain.grievance.records import GrievanceState
from ledger.domain.matters import Matter
from ledger.domain.prefix import Prefix
from ledger.domain.relations import running
from ledger.domain.types import Recorded
from ledger.projections.views.asked import TO_FIND
from ledger.projections.views.entitlement import acting, is_party

OWN: Final = {"claim": "applicant", "grievance": "complainant"}
"""The subject that is the person whose case it is."""
OFFICE: Final = "office"
WORDS: Final = REASONS | {"text", "observations", "document"}
"""Fields that hold what somebody said or showed. ``document-1`` and so on are documents too."""
TOLD: Final = REASONS | {"contact_person", "document"}
"""Words of the office that are meant for the person; so is what a request asks."""
PAYMENT: Final = frozenset({"name", "national_id", "account", "payment_reference"})
"""What a payment needs of the person who is paid."""
MONEY: Final = (Remedy.GRANT, Remedy.BACK_PAY)
DECIDING: Final = frozenset({Role.OFFICER, Role.SUPERVISOR, Role.HANDLER, Role.REVIEWER, Role.APPELLATE})
"""Roles that weigh everything that was said in a case."""


class Standing(NamedTuple):
    """As what somebody reads a case: as the person whose it is, and under which mandates.

    A mandate as attester is there for whoever is asked alone (``asked.finding``).
    """

    person: bool
    mandates: tuple[Mandate, ...] = ()

    @property
    def roles(self) -> frozenset[Role]:
        """Return the roles that the mandates give."""
        return frozenset(held.role for held in self.mandates)


PERSON: Final = Standing(person=True)
"""The standing of whoever holds the receipt code."""


def standing_of(prefix: Prefix, stream: str, actor: str) -> Standing:
    """Return the standing of ``actor`` in the case ``stream``; neither person nor mandates: they have none.

    Whoever brought an old register in answers for its records and is not the person whom they are about.
    """
    importer = any(held.role is Role.IMPORTER for held in running(prefix.registry, actor, civil(prefix.now)))
    person = not importer and is_party(prefix, stream, actor)
    return Standing(person, acting(prefix, stream, actor))


def may_unseal(prefix: Prefix, stream: str, standing: Standing, entry: Recorded, name: str) -> bool:
    """Return whether ``standing`` reads the sealed field ``name`` (``subject/field``) of ``entry``.

    Args:
        prefix: The log at the position of reading; its time says which unsealings still run.
        stream: The case.
        standing: As what they read it.
        entry: An entry of ``stream``.
        name: The name of one of its disclosures.
    """
    state, (subject, _, field) = prefix.state(stream), name.partition("/")
    word = field.partition("-")[0] if field.startswith("document-") else field
    told = subject == OFFICE or word in WORDS
    opened = told or _unsealed(state, subject, field, prefix.now)
    own = OWN.get(stream.partition("/")[0])
    if subject in OWN_SUBJECTS and not opened and _confidential(state):
        return False
    roles, says = standing.roles, entry.statement.says
    if not roles.isdisjoint(DECIDING):
        return True
    if isinstance(says, InformationSupplied) and says.kind is Supplied.NOTE:
        return False
    meant = word in TOLD or (isinstance(says, InformationRequested) and word == "text")
    return (
        (standing.person and (subject == own or (subject == OFFICE and meant)))
        or (Role.INTAKE in roles and subject in (own, OFFICE))
        or (Role.PAYER in roles and subject == own and field in PAYMENT and _pays(state))
        or (Role.OVERSIGHT in roles and opened)
        or (Role.ATTESTER in roles and name in TO_FIND and isinstance(says, ClaimReceived))
    )


def _unsealed(state: Matter, subject: str, field: str, now: str) -> bool:
    """Return whether an unsealing that names subject and field runs: up to its last second."""
    return any(
        item.subject == subject and field in item.fields and now[:19] <= item.until[:19]
        for item in state.casework.unsealed
    )


def _confidential(state: Matter) -> bool:
    return isinstance(state, GrievanceState) and state.anonymity is not Anonymity.OPEN


def _pays(state: Matter) -> bool:
    """Return whether there is something to pay: an amount in the decision in force, or money ordered."""
    match state:
        case ClaimState(orders=(*_, order)):
            return order.amount is not None
        case GrievanceState():
            return any(item.code in MONEY and item.id in state.ordered for item in state.remedies)
        case _:
            return False
