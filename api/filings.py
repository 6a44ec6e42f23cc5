"""``/filings``: people without a key file a grievance, follow it, and answer, with a receipt code."""

import re
from collections.abc import Callable, Mapping
from textwrap import wrap
from typing import Annotated, Any, Final

from fastapi import APIRouter, Header, Path, Request
from starlette.responses import JSONResponse, Response

from api import filing_schemas as schemas
from api.attachments import saved
from api.filing_rates import A_CASE, ALL_OF_A_CASE, ALONE, HELPED, SAID, TRACKED, TRIED
from api.languages import Language, wanted
from api.limits import Room
from api.problems import Problem, answer, problem_of
from api.rates import Rates, came
from api.reading import Authorization
from api.reserve import check_room
from api.sessions import session_of
from ledger.application.access import Purpose
from ledger.application.documents import read_document
from ledger.application.errors import IntakeMissing
from ledger.application.filings.asked import Appeal, read_filing, read_message
from ledger.application.filings.desk import Filed, IntakeDesk
from ledger.application.filings.following import follow, track
from ledger.application.openings import HOLDER
from ledger.application.receipt_codes import check_code
from ledger.application.receipts import Receipt, Rejected
from ledger.domain.codes import Auth, Role
from ledger.domain.dates import civil
from ledger.domain.errors import DataInvalid, Refused
from ledger.domain.forms import UUID_FORM
from ledger.domain.mandated import holds
from ledger.projections.views.plain import plain
from ledger.signing.errors import Malformed
from ledger.signing.strict_json import parse_strict
from ledger.store.mailboxes import Issued

BODY_BYTES: Final = 256 * 1024  # 64 KiB, and a story of 60 KiB with every letter escaped
THREADS: Final = 8
OPENING: Final = 4  # that check codes: places to hash are left, and threads to file
WAITING: Final = 64
KNOWN: Final = (Auth.IN_PERSON, Auth.CALLBACK)
"""How an intake may know the person to whom it gives a new code."""

router: Final = APIRouter()
AcceptLanguage = Annotated[str | None, Header()]
Key = Annotated[str | None, Header(description="A uuid that the client draws for each request.")]
Case = Annotated[str, Path(pattern="^[0-9]{10}$", description="The case number.")]
Work = Callable[[bytes], Response]


class Filings:
    """The desk, how many may be at it, and how often."""

    def __init__(self, desk: IntakeDesk | None, rates: Rates) -> None:
        self._desk = desk
        self.rates = rates
        self.room = Room(THREADS, WAITING)
        self.codes = Room(OPENING, WAITING)

    @property
    def desk(self) -> IntakeDesk:
        """Return the desk.

        Raises:
            IntakeMissing: This server has none.
        """
        if self._desk is None:
            raise IntakeMissing("this server takes nothing from people without a key")
        return self._desk

    def admit(self, request: Request, case: str) -> None:
        """Count a request about ``case``.

        Raises:
            Problem: 429 ``rate``.
        """
        self.rates.take(A_CASE, case, came(request))
        self.rates.take(ALL_OF_A_CASE, case)

    def open(self, request: Request, case: str, members: Mapping[str, Any]) -> str:
        """Return the stream that ``case`` opens with the code of ``members``.

        Raises:
            Problem: 404 ``not_found``: no such case, or another code; 429 ``rate``.
            Malformed: As ``Mailboxes.find``.
        """
        code = str(members.get("code"))
        check_code(code)
        self.rates.take(TRIED, came(request))
        self.admit(request, case)
        stream = self.desk.mailboxes.find(case, code)
        if stream is None:
            raise Problem(404, "not_found")
        return stream


@router.post("/filings", summary="File a grievance", status_code=201, **schemas.FILINGS)
async def post_filings(
    request: Request,
    idempotency_key: Key = None,
    authorization: Authorization = None,
    accept_language: AcceptLanguage = None,
) -> Response:
    """File a grievance without a key: alone, anonymously, or with somebody's help.

    The answer holds the case number, the receipt and, here alone, the receipt code. Where somebody helped
    (`assist`, with the session of a running assister) no code is shown: it reaches the person by an intake.

    Sending again under the same `Idempotency-Key` is always safe, and gives the same answer.
    """
    check_room(request)
    filings: Filings = request.app.state.filings
    key, language = _key(idempotency_key), wanted(accept_language)

    def record(body: bytes) -> Response:
        filing, told = read_filing(_members(body))
        helper = None
        if filing.assist is not None:
            session, registry = session_of(request, authorization)
            if not holds(registry, session.actor, Role.ASSISTER, civil(filings.desk.clock().isoformat())):
                raise Problem(403, "authority_missing")
            helper = session.actor

        def admit() -> None:
            rate, who = (ALONE, came(request)) if helper is None else (HELPED, helper)
            filings.rates.take(rate, str(filing.channel), who, request=key)

        return _answered(filings.desk.file(key, filing, told, helper=helper, admit=admit), language)

    return await _read(request, record, language, filings.room)


@router.get("/filings/{case}", summary="How far a case has come", **schemas.TRACK)
async def get_filing(request: Request, case: Case) -> Response:
    """Return what the case number tells: a class of states, and days."""
    filings: Filings = request.app.state.filings

    def look() -> Response:
        filings.rates.take(TRACKED, came(request))
        stream = filings.desk.mailboxes.stream(case)
        found = None if stream is None else track(filings.desk.prefix(), stream)
        if found is None:
            raise Problem(404, "not_found")
        return JSONResponse({"case": case, **plain(found)})

    return await filings.room.run(look)


@router.post("/filings/{case}/openings", summary="Open one's case", **schemas.OPENINGS)
async def post_filing_openings(
    request: Request, case: Case, accept_language: AcceptLanguage = None
) -> Response:
    """Return the case for whoever holds its receipt code.

    Where it stands, who acts next and until when, and every entry with whoever signed it; what they said
    themselves and the reasons given, opened; who else read it; and since when which code opens it. That it
    was opened is recorded before anything is answered.
    """
    filings: Filings = request.app.state.filings
    openings = request.app.state.reading.openings

    def look(body: bytes) -> Response:
        stream = filings.open(request, case, _members(body, "code"))
        opened = openings.open(stream, HOLDER, Purpose.OWN_CASE)
        return JSONResponse(
            {
                "case": case,
                "stream": stream,
                **follow(filings.desk.prefix(), stream),
                "opened": [field.as_json() for field in opened.fields],
                "reads": plain(openings.reads(stream, HOLDER)),
                "codes": [_shown(one) for one in filings.desk.mailboxes.issued(case)],
            }
        )

    return await _read(request, look, wanted(accept_language), filings.codes)


@router.post("/filings/{case}/documents", summary="A file of one's case", **schemas.DOCUMENT)
async def post_documents(request: Request, case: Case, accept_language: AcceptLanguage = None) -> Response:
    """Return a file that opening the case describes, for its receipt code; the reading is recorded before."""
    filings: Filings = request.app.state.filings
    openings, uploads = request.app.state.reading.openings, request.app.state.uploads

    def look(body: bytes) -> Response:
        members = _members(body, "code", "sha256")
        stream, digest = filings.open(request, case, members), str(members["sha256"])
        return saved(read_document(openings, uploads.attachments, stream, HOLDER, digest), digest)

    return await _read(request, look, wanted(accept_language), filings.codes)


@router.post("/filings/{case}/messages", summary="Answer", status_code=201, **schemas.SPOKEN)
async def post_messages(
    request: Request, case: Case, idempotency_key: Key = None, accept_language: AcceptLanguage = None
) -> Response:
    """Say something more in one's case, with the receipt code: `type` says what.

    An appeal (`GrievanceFiled`) opens a case of its own, with a number and a code of its own.
    """
    check_room(request)
    filings: Filings = request.app.state.filings
    key, language = _key(idempotency_key), wanted(accept_language)

    def record(body: bytes) -> Response:
        members = _members(body)
        message, told = read_message({name: value for name, value in members.items() if name != "code"})
        stream = filings.open(request, case, members)

        def admit() -> None:
            filings.rates.take(SAID, case, request=key)
            if isinstance(message, Appeal):
                filings.rates.take(ALONE, str(message.channel), came(request), request=key)

        return _answered(filings.desk.say(key, stream, message, told, admit=admit), language)

    return await _read(request, record, language, filings.codes)


@router.post("/filings/{case}/receipts", summary="Issue a new code", status_code=201, **schemas.RECEIPTS)
async def post_receipts(
    request: Request,
    case: Case,
    idempotency_key: Key = None,
    authorization: Authorization = None,
    accept_language: AcceptLanguage = None,
) -> Response:
    """Give the person of a case a new code, in person or by call-back; the one before opens nothing any more.

    For an intake who may open the case without one, and is of no line complained about.
    """
    check_room(request)
    filings: Filings = request.app.state.filings
    key, language = _key(idempotency_key), wanted(accept_language)

    def issue(body: bytes) -> Response:
        session, _ = session_of(request, authorization)
        auth = _members(body, "auth")["auth"]
        if auth not in KNOWN:
            raise DataInvalid("data_invalid", pointer="/auth")
        filings.admit(request, case)
        mailbox = filings.desk.reissue(key, case, by=session.actor, auth=Auth(auth))
        if mailbox is None:
            raise Problem(404, "not_found")
        return JSONResponse({"case": case, **_code(mailbox.code)}, 201)

    return await _read(request, issue, language, filings.room)


async def _read(request: Request, work: Work, language: Language, room: Room) -> Response:
    """Return the answer that ``work`` makes of the body, or the problem of what refuses it."""

    def answered() -> Response:
        try:
            return work(body)
        except (Refused, Malformed) as refusal:
            return answer(problem_of(Rejected.of(None, refusal), language), language)

    async with request.app.state.door.bodies.read(request, BODY_BYTES) as body:
        return await room.run(answered)


def _key(header: str | None) -> str:
    if header is None or not re.fullmatch(UUID_FORM, header):
        raise Problem(400, "idempotency_key")
    return header


def _members(body: bytes, *only: str) -> dict[str, Any]:
    """Return the members of a body; where ``only`` are given it has these and no others."""
    members = parse_strict(body, limit=BODY_BYTES)
    if not isinstance(members, dict) or (only and members.keys() != {*only}):
        raise DataInvalid("data_invalid", pointer="")
    return members


def _answered(outcome: Filed | Receipt | Rejected, language: Language) -> Response:
    if isinstance(outcome, Rejected):
        return answer(problem_of(outcome, language), language)
    if isinstance(outcome, Receipt):
        return JSONResponse({"receipt": outcome.as_json()}, 200 if outcome.repeated else 201)
    members = {"case": outcome.mailbox.case, **_code(outcome.mailbox.code)}
    receipt = outcome.receipt
    return JSONResponse({**members, "receipt": receipt.as_json()}, 200 if receipt.repeated else 201)


def _shown(issued: Issued) -> dict[str, Any]:
    """Return what the person sees of a code: nobody has one issued behind their back."""
    members = {"issued_on": civil(issued.issued_at), "by": issued.issued_by, "auth": issued.auth}
    return {name: plain(value) for name, value in members.items() if value is not None}


def _code(code: str | None) -> dict[str, Any]:
    """Return a code as it is copied by hand: whole, and by fours."""
    return {} if code is None else {"code": code, "groups": wrap(code, 4)}
