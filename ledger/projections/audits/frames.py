"""The file of a frame: what was asked of the log, and the cases that answered, stratum by stratum.

The ledger holds the root over the cases, and no list of them. Whoever recomputes a draw needs the list, so
it is a text of lines that people can read and programs compare; it accepts exactly one spelling.

A stratum is a question, such as ``refused 1/10 appeal=none result=refuse,terminate``: its name, the rate at
which its cases are drawn, and for each field the words of which one must hold. A case belongs to the first
stratum whose question one of its decisions answers.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from ledger.domain.audit.drawing import Part, frame_root
from ledger.domain.audit.events import AuditFrameSealed, AuditPurpose
from ledger.domain.forms import UUID_FORM
from ledger.signing.errors import Malformed, require

VERSION: Final = "phayan/audit-frame/v1"
APPEALED: Final = "appealed"
NOT_APPEALED: Final = "not_appealed"
_WORD: Final = "[a-z0-9](?:[a-z0-9_./-]{0,126}[a-z0-9])?"
_CODE: Final = "[a-z0-9](?:[a-z0-9_.-]{0,62}[a-z0-9])?"
_RATE: Final = re.compile("(0|[1-9][0-9]{0,14})/([1-9][0-9]{0,14})")
_ASKED: Final = re.compile(f"([a-z_]+)=({_WORD}(?:,{_WORD})*)")
_NAME: Final = re.compile(_CODE)
_CASE: Final = re.compile(f"(?:claim|grievance)/{UUID_FORM}")
_ORIGIN: Final = re.compile("[a-z0-9./-]+")
_DAY: Final = re.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}")
_STRATUM: Final = "stratum "
MALFORMED: Final = "the file is not a frame in its one form"


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """A stratum before its cases are known. ``asks`` are fields with the words that may hold, both sorted."""

    name: str
    num: int
    den: int
    asks: tuple[tuple[str, tuple[str, ...]], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class FrameFile:
    """A frame with its cases.

    ``size`` is the number of the log's first entries of which the questions were asked. ``since`` (inclusive)
    and ``until`` (exclusive) are days in Bangkok. ``cases`` are streams, for each question those that answer
    it, sorted.
    """

    origin: str
    size: int
    purpose: AuditPurpose
    since: str
    until: str
    questions: tuple[Question, ...]
    cases: tuple[tuple[str, ...], ...]

    @property
    def parts(self) -> tuple[Part, ...]:
        """Return the strata as a draw takes them."""
        pairs = zip(self.questions, self.cases, strict=True)
        return tuple(Part(one.name, one.num, one.den, cases) for one, cases in pairs)

    @property
    def root(self) -> str:
        """Return the root over the cases, in hex."""
        return frame_root(self.parts)


def part_of(stratum: str) -> str:
    """Return whether a stratum of that name holds appealed cases: a rule of names, which the log shows.

    >>> part_of("appealed"), part_of("appealed_north"), part_of("refused")
    ('appealed', 'appealed', 'not_appealed')
    """
    return APPEALED if stratum == APPEALED or stratum.startswith(f"{APPEALED}_") else NOT_APPEALED


def format_question(question: Question) -> str:
    """Return the stratum in one line."""
    asked = [f"{field}={','.join(words)}" for field, words in question.asks]
    return " ".join([question.name, f"{question.num}/{question.den}", *asked])


def parse_question(text: str) -> Question:
    """Return the stratum that ``text`` describes; fields and words may come in any order.

    Raises:
        Malformed: ``frame_question``: it is no name, rate and fields, or it repeats a field.
    """
    name, *rest = text.split(" ")
    rate = _RATE.fullmatch(rest[0]) if rest else None
    asked = [_ASKED.fullmatch(word) for word in rest[1:]]
    fields = {found[1]: tuple(sorted(set(found[2].split(",")))) for found in asked if found}
    whole = _NAME.fullmatch(name) and rate is not None and len(fields) == len(asked)
    if not whole or rate is None or int(rate[1]) > int(rate[2]):
        raise Malformed(
            "frame_question",
            "a stratum is a name, a rate and fields, such as `refused 1/10 appeal=none result=refuse`",
        )
    return Question(name=name, num=int(rate[1]), den=int(rate[2]), asks=tuple(sorted(fields.items())))


def format_frame(frame: FrameFile) -> bytes:
    """Return the file's bytes: a line for each thing that was asked, and one for each case."""
    lines = [
        VERSION,
        f"origin {frame.origin}",
        f"size {frame.size}",
        f"purpose {frame.purpose}",
        f"period {frame.since} {frame.until}",
    ]
    for question, cases in zip(frame.questions, frame.cases, strict=True):
        lines += [f"{_STRATUM}{format_question(question)}", *cases]
    return "".join(f"{line}\n" for line in lines).encode()


def parse_frame(data: bytes) -> FrameFile:
    """Return the frame that ``format_frame`` writes so.

    Raises:
        Malformed: ``frame_malformed``: the bytes are of another form.
    """
    try:
        lines = data.decode().split("\n")
        heads = [line.split(" ") for line in lines[1:5]]
        (_, origin), (_, size), (_, purpose), (_, since, until) = heads
        questions, cases = _strata(lines[5:-1])
        frame = FrameFile(
            origin=origin,
            size=int(size),
            purpose=AuditPurpose(purpose),
            since=since,
            until=until,
            questions=questions,
            cases=cases,
        )
    except (ValueError, IndexError):
        raise Malformed("frame_malformed", MALFORMED) from None
    days = _DAY.fullmatch(since) and _DAY.fullmatch(until)
    held = [case for some in cases for case in some]
    ordered = all(list(some) == sorted(some) for some in cases) and len(set(held)) == len(held)
    written = (
        frame.size >= 0 and _ORIGIN.fullmatch(origin) and days and ordered and all(map(_CASE.fullmatch, held))
    )
    require(written and format_frame(frame) == data, "frame_malformed", MALFORMED)
    return frame


def _strata(lines: Sequence[str]) -> tuple[tuple[Question, ...], tuple[tuple[str, ...], ...]]:
    """Return the questions and, for each, the lines below it; a line above the first one is an IndexError."""
    questions: list[Question] = []
    cases: list[list[str]] = []
    for line in lines:
        if line.startswith(_STRATUM):
            questions.append(parse_question(line.removeprefix(_STRATUM)))
            cases.append([])
        else:
            cases[-1].append(line)
    return tuple(questions), tuple(map(tuple, cases))


def check_sealed(frame: FrameFile, sealed: AuditFrameSealed, origin: str) -> None:
    """Check that ``frame`` is the one that was sealed in the ledger ``origin``.

    Raises:
        Malformed: ``frame_differs``.
    """
    strata = tuple((one.name, one.num, one.den) for one in sealed.strata)
    told = (origin, sealed.purpose, strata, sealed.sizes, sealed.frame)
    held = (
        frame.origin,
        frame.purpose,
        tuple((one.name, one.num, one.den) for one in frame.questions),
        tuple(map(len, frame.cases)),
        frame.root,
    )
    require(held == told, "frame_differs", "the file is not the frame that was sealed")
