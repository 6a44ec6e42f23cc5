"""``POST /statements``: what actors signed goes in, receipts come out."""

from collections.abc import Sequence
from typing import Annotated, Any, Final

from fastapi import APIRouter, Header, Request
from starlette.responses import JSONResponse, Response

from api import schemas
from api.languages import Language, wanted
from api.limits import Bodies, Room
from api.problems import Problem, answer, problem_of
from ledger.application.fastpath import read_signed, read_statement
from ledger.application.ledger import Ledger
from ledger.application.receipts import Receipt, Rejected, Submission, parse_submission
from ledger.domain.errors import Refused
from ledger.signing.errors import Malformed

ONE: Final = "application/json"
MANY: Final = "application/jsonl"
ONE_BYTES: Final = 256 * 1024  # an entry, and a story of 60 KiB as it travels; each has a limit of its own
MANY_BYTES: Final = 4 * 1024 * 1024
MOST: Final = 500
IN_HAND: Final = 512  # requests that write or wait to
THREADS: Final = 64  # submitters that wait for one group commit together

router: Final = APIRouter()


class Door:
    """The ledger, and how many may be at it. What a request costs is paid on a thread, never by all."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger
        self._room = Room(THREADS, IN_HAND)
        self.bodies = Bodies()

    async def one(self, body: bytes, if_match: str | None) -> Receipt | Rejected:
        """Record the statement of ``body``, or refuse it.

        Raises:
            Problem: ``if_match_differs``, ``overloaded``.
            LedgerError, StoreError: As ``Ledger.submit``.
        """

        def record() -> Receipt | Rejected:
            submission = _parsed(body)
            if isinstance(submission, Rejected):
                return submission
            if if_match is not None:
                _check_match(submission, if_match)
            return self._ledger.submit([submission])[0]

        return await self._room.run(record)

    async def many(self, lines: Sequence[bytes]) -> list[Receipt | Rejected]:
        """Record what can be recorded of ``lines``; return what became of each.

        Raises:
            Problem, LedgerError, StoreError: As ``one``.
        """

        def record() -> list[Receipt | Rejected]:
            parsed = [_parsed(line) for line in lines]
            outcomes = iter(self._ledger.submit([one for one in parsed if isinstance(one, Submission)]))
            return [next(outcomes) if isinstance(one, Submission) else one for one in parsed]

        return await self._room.run(record)


@router.post(
    "/statements",
    summary="Record signed statements",
    status_code=201,
    responses=schemas.STATEMENTS,
    openapi_extra=schemas.STATEMENTS_BODY,
)
async def post_statements(
    request: Request,
    content_type: Annotated[str, Header()] = "",
    accept_language: Annotated[str | None, Header()] = None,
    if_match: Annotated[str | None, Header()] = None,
) -> Response:
    """Record one signed statement, or up to 500 that were signed while a device was offline.

    One (`application/json`): an envelope, or `{"envelope": …, "disclosures": […]}`. The answer is a receipt
    with its proof: 201, or 200 where this very statement was recorded before. What is refused is a problem
    whose `code` says by which rule.

    Many (`application/jsonl`): one of these on each line. Each is judged by itself, in order, and each gets
    its own answer.

    Sending again is always safe: the statement's id is the idempotency key.
    """
    language = wanted(accept_language)
    door: Door = request.app.state.door
    match content_type.partition(";")[0].strip().lower():
        case "application/json":
            async with door.bodies.read(request, ONE_BYTES) as body:
                return _answer(await door.one(body, if_match), language)
        case "application/jsonl" | "application/x-ndjson":
            async with door.bodies.read(request, MANY_BYTES) as body:
                lines = [line for line in body.splitlines() if line.strip()]
                if not lines:
                    raise Problem(400, "bundle_empty")
                if len(lines) > MOST:
                    raise Problem(413, "bundle_too_long")
                outcomes = await door.many(lines)
                for one in outcomes:
                    if isinstance(one, Rejected):
                        request.app.state.metrics.refused(one.code)
                return _answers(outcomes, language)
        case _:
            raise Problem(415, "media_type", {"accept-post": f"{ONE}, {MANY}"})


def _answer(outcome: Receipt | Rejected, language: Language) -> Response:
    if isinstance(outcome, Rejected):
        return answer(problem_of(outcome, language), language)
    return JSONResponse(outcome.as_json(), 200 if outcome.repeated else 201)


def _answers(outcomes: Sequence[Receipt | Rejected], language: Language) -> Response:
    refused = sum(isinstance(one, Rejected) for one in outcomes)
    answers = [_part(one, language) for one in outcomes]
    return JSONResponse({"answers": answers, "refused": refused})


def _part(outcome: Receipt | Rejected, language: Language) -> dict[str, Any]:
    if isinstance(outcome, Rejected):
        return {"problem": problem_of(outcome, language)}
    return {"receipt": outcome.as_json()}


def _parsed(text: bytes) -> Submission | Rejected:
    try:
        return parse_submission(text)
    except Malformed as error:
        return Rejected.of(None, error)


def _check_match(submission: Submission, if_match: str) -> None:
    """Check that ``If-Match`` names the version that the statement says was seen: two voices must agree.

    A statement that cannot be read has its own refusal coming.

    Raises:
        Problem: ``if_match_differs``.
    """
    try:
        seen = read_statement(read_signed(submission.envelope)[0]).seen
    except (Malformed, Refused):
        return
    if if_match.strip() != (f'"{seen.version}"' if seen else ""):
        raise Problem(400, "if_match_differs")
