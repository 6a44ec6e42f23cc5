"""The register: who holds what, since and until when, by whose grant, and with which keys."""

from datetime import date

from ledger.domain.authority import key_id
from ledger.domain.codes import RevocationReason
from ledger.domain.registry.events import Boundary, KeyRevoked, MandateRevoked
from ledger.domain.types import KeyId, Note
from ledger.projections.views.register import Holder, Register, view_register
from tests.projections import histories
from tests.projections.histories import DAY, KEYS, REGISTRY, Log, actor
from tests.projections.prefixes import before


def register(log: Log, now: str = "") -> Register:
    return view_register(before(log, len(log.entries), now))


def holder(log: Log, number: int, now: str = "") -> Holder:
    return next(one for one in register(log, now).holders if one.actor == actor(number))


def test_a_mandate_says_what_it_gives_from_when_to_when_and_by_whose_grant() -> None:
    log = histories.enrol(Log())

    (held,) = holder(log, 1).mandates
    assert (held.role, held.office, held.line) == ("officer", "office_a1", "line_a")
    assert (held.since, held.until) == (DAY, date(2026, 11, 1))
    assert (held.granted_by, held.by_root, held.granted, held.depth) == (actor(1), False, 3, 0)
    assert (held.stands, held.revoked) == ("running", None)


def test_a_mandate_is_judged_on_the_day_of_looking_first_and_last_day_included() -> None:
    log = histories.enrol(Log())

    days = {
        "2026-01-04T16:59:59.999Z": "ahead",
        "2026-01-04T17:00:00.000Z": "running",
        "2026-11-01T16:59:59.999Z": "running",
        "2026-11-01T17:00:00.000Z": "expired",
    }
    assert {now: str(holder(log, 1, now).mandates[0].stands) for now in days} == days


def test_a_revoked_mandate_stays_in_the_register_and_says_so() -> None:
    log = histories.enrol(Log())
    log.add(REGISTRY, MandateRevoked(mandate=log.at(REGISTRY, 4), reason=RevocationReason.LEFT_SERVICE))

    (held,) = holder(log, 1).mandates
    assert (held.stands, held.revoked) == ("revoked", 5)
    assert holder(log, 2).mandates[0].stands == "running"


def test_a_key_says_in_whose_hands_it_is_and_what_it_is_worth() -> None:
    log = histories.enrol(Log())
    boundary = Boundary(size=2, checkpoint=Note("ledger.example.org/2026\n2\nAAAA\n"))
    key = KeyId(key_id(KEYS[1]))
    log.add(REGISTRY, KeyRevoked(key=key, reason=RevocationReason.COMPROMISED, boundary=boundary))

    (own,), (service,) = holder(log, 0).keys, holder(log, 1).keys
    assert (own.custody, own.hands, own.stands) == ("self", "own", "valid")
    assert (service.custody, service.hands, service.stands) == ("service", "service", "revoked")
    assert (service.enrolled, service.revoked, service.contested_from) == (1, 5, 2)
    assert service.reason == "compromised"


def test_an_empty_log_has_an_empty_register() -> None:
    assert view_register(before(Log(), 0)).holders == ()


def test_whoever_has_a_key_and_no_mandate_is_in_the_register_too() -> None:
    log = histories.enrol(Log())

    assert [one.actor for one in register(log).holders] == [actor(1), actor(2), actor(0)]
    assert holder(log, 0).mandates == ()
