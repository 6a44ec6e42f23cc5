"""``POST /statements``: what actors signed goes in, receipts come out."""

from collections.abc import Callable, Coroutine, Sequence
from typing import Any, Final, TypeAlias

from fastapi import APIRouter, Request
from fastapi.routing import APIRoute
from msgspec.json import encode
from starlette.responses import Response

from api import schemas
from api.languages import Language, wanted
from api.limits import Bodies, Room
from api.problems import Problem, answer, problem_of
from api.reserve import check_room
from api.together import Together
from ledger.application.errors import LedgerError
from ledger.application.fastpath import read_signed, read_statement
from ledger.application.ledger import Ledger
from ledger.application.receipts import Receipt, Rejected, Submission, parse_submission
from ledger.domain.errors import Refused
from ledger.signing.errors import Malformed
from ledger.store.errors import StoreError

ONE: Final = "application/json"
MANY: Final = "application/jsonl"
ONE_BYTES: Final = 256 * 1024  # an entry, and a story of 60 KiB as it travels; each has a limit of its own
MANY_BYTES: Final = 4 * 1024 * 1024
MOST: Final = 500
IN_HAND: Final = 512  # statements that wait, each in a request of its own
BUNDLES: Final = 64  # that wait
BUNDLE_BYTES: Final = 32 * 1024 * 1024  # apart: who sends one slowly leaves everybody else their room
THREADS: Final = 8  # bundles that are checked while others are written
Outcome: TypeAlias = Receipt | Rejected | Exception
"""An exception is a fault of ours, or a problem of the request alone."""


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
    """The ledger, and how many may be at it. What a request costs is paid on a thread, never by all."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger
        self._together: Together[tuple[bytes, str | None], Receipt | Rejected]
        self._together = Together(self._record, IN_HAND)
        self._room = Room(THREADS, BUNDLES)
        self.bodies = Bodies()
        self.bundles = Bodies(BUNDLE_BYTES)

    async def one(self, body: bytes, if_match: str | None) -> Receipt | Rejected:
        """Record the statement of ``body``, or refuse it.

        Raises:
            Problem: ``if_match_differs``, ``overloaded``.
            LedgerError, StoreError: As ``Ledger.submit``.
        """
        return await self._together.run((body, if_match))

    def _record(self, bodies: Sequence[tuple[bytes, str | None]]) -> list[Outcome]:
        """Record what can be recorded of ``bodies``; return what became of each."""
        parsed = [_matched(body, if_match) for body, if_match in bodies]
        outcomes = iter(self._submit([one for one in parsed if isinstance(one, Submission)]))
        return [next(outcomes) if isinstance(one, Submission) else one for one in parsed]

    def _submit(self, submissions: Sequence[Submission]) -> Sequence[Outcome]:
        """Submit together; where that ends in a fault of ours, each by itself: nobody bears another's."""
        try:
            return self._ledger.submit(submissions)
        except (LedgerError, StoreError):
            raise
        except Exception as error:  # noqa: BLE001 - it is raised in the request that it came from
            if len(submissions) == 1:
                return [error]
            return [outcome for one in submissions for outcome in self._submit([one])]

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


def _answer(outcome: Receipt | Rejected, language: Language) -> Response:
    if isinstance(outcome, Rejected):
        return answer(problem_of(outcome, language), language)
    return Response(encode(outcome), 200 if outcome.repeated else 201, media_type=ONE)


def _answers(outcomes: Sequence[Receipt | Rejected], language: Language) -> Response:
    refused = sum(isinstance(one, Rejected) for one in outcomes)
    answers = [_part(one, language) for one in outcomes]
    return Response(encode({"answers": answers, "refused": refused}), media_type=ONE)


def _part(outcome: Receipt | Rejected, language: Language) -> dict[str, Any]:
    if isinstance(outcome, Rejected):
        return {"problem": problem_of(outcome, language)}
    return {"receipt": outcome}


def _parsed(text: bytes) -> Submission | Rejected:
    try:
        return parse_submission(text)
    except Malformed as error:
        return Rejected.of(None, error)


def _matched(body: bytes, if_match: str | None) -> Submission | Rejected | Exception:
    try:
        submission = _parsed(body)
        if if_match is not None and isinstance(submission, Submission):
            _check_match(submission, if_match)
    except Exception as error:  # noqa: BLE001 - it is raised in the request that it came from
        return error
    return submission


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
