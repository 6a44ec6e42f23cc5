"""What attesters need: what they are asked, whom to look for, and what became of what they said."""

from typing import Final, NamedTuple

import sqlalchemy as sa

from ledger.application.access import Purpose
from ledger.application.errors import NoSuchEntry
from ledger.application.ledger import Ledger
from ledger.application.looking import follow, streams
from ledger.application.openings import NOT_THEIRS, Case, Openings, Reader, Verdict
from ledger.application.snapshot import Snapshot, present
from ledger.domain.codes import Role
from ledger.domain.dates import civil
from ledger.domain.relations import actors_of, running
from ledger.projections.case_file import CASE_EVENT
from ledger.projections.listed import Reach, Which
from ledger.projections.views.asked import TO_FIND, Asking, askings, finding
from ledger.projections.views.attested import Spoken, spoken
from ledger.projections.views.unsealing import Standing
from ledger.signing.strict_json import JsonValue

MOST: Final = 100
"""Claims in which somebody spoke that are shown: the newest."""
WORDS: Final = ("AttestationGiven", "AttestationRefused")


class Asked(NamedTuple):
    """An open request in the claim ``stream``."""

    stream: str
    asking: Asking


class Households(Openings):
    """Opens, for an attester who is asked, what it takes to find the household, and nothing else."""

    def find(self, stream: str, reader: Reader) -> dict[str, JsonValue]:
        """Return the fields of ``TO_FIND`` that the application in ``stream`` has; it is recorded before.

        Raises:
            NoSuchEntry: There is no such claim, or ``reader`` is not asked in it.
            AccessNotRecorded: The reading could not be recorded.
            SettingMissing: There is no vault.
        """
        opened = self.open(stream, reader, Purpose.ATTESTATION, TO_FIND)
        return {str(field.name): field.value for field in opened.fields if field.verdict is Verdict.DISCLOSED}

    def _case(self, stream: str, reader: Reader) -> Case:
        prefix = present(self._ledger.store, self._clock())
        asked = () if reader.actor is None else finding(prefix, stream, reader.actor)
        if not asked:
            raise NoSuchEntry(NOT_THEIRS)
        return Case(prefix, stream, reader, Standing(person=False, mandates=asked))


def asked_of(ledger: Ledger, prefix: Snapshot, actor: str) -> list[Asked]:
    """Return what ``actor`` may be of use for, the nearest last day first: asked themselves, or others are.

    Raises:
        ProjectionError: The read model of case files stands still; it says at which entry and why.
    """
    held = running(prefix.registry, actor, civil(prefix.now))
    reach = [Reach(one.programmes, one.areas) for one in held if one.role is Role.ATTESTER]
    which = Which(kinds=("claim",), waiting=True, reach=reach)
    found = [
        Asked(stream, one)
        for stream in streams(ledger, prefix, which)
        for one in askings(prefix, stream, actor)
    ]
    return sorted(found, key=lambda one: (one.asking.request.says.due, one.stream))


def spoken_by(ledger: Ledger, prefix: Snapshot, actor: str) -> list[Spoken]:
    """Return what ``actor`` attested or refused to attest, in up to ``MOST`` claims, the newest first.

    Raises:
        ProjectionError: As ``asked_of``.
    """
    follow(ledger)
    row = CASE_EVENT.c
    newest = (
        sa.select(row.stream)
        .where(row.by.in_(actors_of(prefix.registry, actor)), row.type.in_(WORDS), row.index < prefix.size)
        .group_by(row.stream)
        .order_by(sa.func.max(row.index).desc())
        .limit(MOST)
    )
    with ledger.store.engine.connect() as connection:
        claims = list(connection.scalars(newest))
    prefix.load(claims)
    found = [one for claim in claims for one in spoken(prefix, claim, actor)]
    return sorted(found, key=lambda one: -one.index)
