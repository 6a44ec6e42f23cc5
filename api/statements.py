"""``POST /statements``: what actors signed goes in, receipts come out."""

from collections.abc import Callable, Coroutine, Sequence
from typing import Any, Final

from fastapi import APIRouter, Request
from fastapi.routing import APIRoute
from msgspec import Raw
from msgspec.json import encode
from starlette.responses import Response

from api import schemas
from api.languages import Language, wanted
from api.limits import Bodies, Places
from api.problems import Problem, answer, problem_of
from api.recording import Kept, Outcome, Recording
from api.reserve import check_room
from api.together import Together
from ledger.application.fastpath import read_signed, read_statement
from ledger.application.receipts import Rejected, parse_submission
from ledger.domain.errors import Refused
from ledger.signing.errors import Malformed

ONE: Final = "application/json"
MANY: Final = "application/jsonl"
ONE_BYTES: Final = 256 * 1024  # an entry, and a story of 60 KiB as it travels; each has a limit of its own
MANY_BYTES: Final = 4 * 1024 * 1024
MOST: Final = 500
IN_HAND: Final = 512  # statements that wait, each in a request of its own
BUNDLES: Final = 64  # that wait
BUNDLE_BYTES: Final = 32 * 1024 * 1024  # apart: who sends one slowly leaves everybody else their room


class Bare(APIRoute):
    """A route whose function takes the request as it is.

    Turning headers into arguments costs about as much as checking a signature. Dependencies, of the route or
    of its router, are not run: what must precede it belongs into the function.
    """

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        """Return the function itself."""
        return self.endpoint


router: Final = APIRouter(route_class=Bare)


class Door:
    """Where statements are recorded, and how many may be at it. What a request costs is not paid by all."""

    def __init__(self, recording: Recording) -> None:
        self._recording = recording
        self._together: Together[bytes, Kept | Rejected]
        self._together = Together(recording.record, IN_HAND, ahead=recording.ahead)
        self._bundles = Places(BUNDLES)
        self.bodies = Bodies()
        self.bundles = Bodies(BUNDLE_BYTES)

    async def one(self, body: bytes, if_match: str | None) -> Kept | Rejected:
        """Record the statement of ``body``, or refuse it.

        Raises:
            Problem: ``if_match_differs``, ``overloaded``.
            LedgerError, StoreError: As ``Ledger.submit``.
        """
        if if_match is not None:
            _check_match(body, if_match)
        return await self._together.run(body)

    async def many(self, lines: Sequence[bytes]) -> list[Kept | Rejected]:
        """Record what can be recorded of ``lines``; return what became of each.

        Raises:
            Problem, LedgerError, StoreError: As ``one``.
        """
        with self._bundles.taken():
            outcomes = await self._recording.record(lines)
        return [_raised(one) for one in outcomes]


@router.post(
    "/statements",
    summary="Record signed statements",
    status_code=201,
    responses=schemas.STATEMENTS,
    openapi_extra=schemas.STATEMENTS_BODY,
)
async def post_statements(request: Request) -> Response:
    """Record one signed statement, or up to 500 that were signed while a device was offline.

    One (`application/json`): an envelope, or `{"envelope": …, "disclosures": […]}`. The answer is a receipt
    with its proof: 201, or 200 where this very statement was recorded before. What is refused is a problem
    whose `code` says by which rule.

    Many (`application/jsonl`): one of these on each line. Each is judged by itself, in order, and each gets
    its own answer.

    Sending again is always safe: the statement's id is the idempotency key.
    """
    check_room(request)
    language = wanted(request.headers.get("accept-language"))
    door: Door = request.app.state.door
    match request.headers.get("content-type", "").partition(";")[0].strip().lower():
        case "application/json":
            async with door.bodies.read(request, ONE_BYTES) as body:
                return _answer(await door.one(body, request.headers.get("if-match")), language)
        case "application/jsonl" | "application/x-ndjson":
            async with door.bundles.read(request, MANY_BYTES) as body:
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


def _answer(outcome: Kept | Rejected, language: Language) -> Response:
    if isinstance(outcome, Rejected):
        return answer(problem_of(outcome, language), language)
    return Response(outcome.receipt, 200 if outcome.repeated else 201, media_type=ONE)


def _answers(outcomes: Sequence[Kept | Rejected], language: Language) -> Response:
    refused = sum(isinstance(one, Rejected) for one in outcomes)
    answers = [_part(one, language) for one in outcomes]
    return Response(encode({"answers": answers, "refused": refused}), media_type=ONE)


def _part(outcome: Kept | Rejected, language: Language) -> dict[str, Any]:
    if isinstance(outcome, Rejected):
        return {"problem": problem_of(outcome, language)}
    return {"receipt": Raw(outcome.receipt)}


def _raised(outcome: Outcome) -> Kept | Rejected:
    if isinstance(outcome, Exception):
        raise outcome
    return outcome


def _check_match(body: bytes, if_match: str) -> None:
    """Check that ``If-Match`` names the version that the statement says was seen: two voices must agree.

    A statement that cannot be read has its own refusal coming.

    Raises:
        Problem: ``if_match_differs``.
    """
    try:
        seen = read_statement(read_signed(parse_submission(body).envelope)[0]).seen
    except (Malformed, Refused):
        return
    if if_match.strip() != (f'"{seen.version}"' if seen else ""):
        raise Problem(400, "if_match_differs")
