"""Which cases answer the questions of a frame: a pure function of the read models at one size of the log."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final, NamedTuple

from ledger.domain.audit.events import AuditPurpose
from ledger.projections.audits.frames import APPEALED, Question, part_of
from ledger.signing.errors import require

NONE: Final = "none"
OF_GRIEVANCES: Final = frozenset({AuditPurpose.REMEDY, AuditPurpose.CALLBACK})
"""Purposes whose cases are grievances; those of all others are claims with a decision."""
_TWO_PHASES: Final = frozenset({AuditPurpose.DECISION, AuditPurpose.REFUSAL})
_PLAIN: Final = ("channel", "district", "office", "order_maker", "origin", "programme", "result")
DECISION_FIELDS: Final = frozenset({"appeal", "attested", *_PLAIN})
GRIEVANCE_FIELDS: Final = frozenset({"closed", "kind", "outcome", "programme"})


class Candidate(NamedTuple):
    """Something that a question is asked of: its case, its day (empty: not known), its fields."""

    case: str
    day: str
    fields: Mapping[str, str]


def of_decision(row: Mapping[str, Any]) -> Candidate:
    """Return a decision's row as a candidate.

    ``appeal`` is ``none``, ``pending`` (some appeal has no end yet), ``determined`` or ``ended`` (without a
    word on the decision); ``attested`` is ``yes`` or ``no``.
    """
    determined = row["decided"] or row["overturned"]
    appeal = "pending" if row["pending"] else "determined" if determined else "ended"
    fields = {name: row[name] for name in _PLAIN}
    fields["appeal"] = appeal if row["appeals"] else NONE
    fields["attested"] = "no" if row["no_attestation"] else "yes"
    return Candidate(row["stream"], row["day"], fields)


def of_grievance(row: Mapping[str, Any]) -> Candidate:
    """Return a grievance's row as a candidate. What has not come, such as an outcome, is ``none``."""
    fields = {name: row[name] or NONE for name in GRIEVANCE_FIELDS}
    return Candidate(row["stream"], row["filed_on"] or "", fields)


def check_questions(purpose: AuditPurpose, questions: Sequence[Question]) -> None:
    """Check that the questions have a meaning, and that they keep appealed cases apart.

    Where wrong decisions are estimated, cases without an appeal are sampled, and those with one are a stratum
    of its own, drawn whole. Its name begins with ``appealed``, so that the log alone tells the two apart.

    Raises:
        Malformed: ``frame_question``.

    Source: the two-phase estimate of the domain's report R15.
    """
    names = [question.name for question in questions]
    require(names and len(set(names)) == len(names), "frame_question", "strata have names of their own")
    known = GRIEVANCE_FIELDS if purpose in OF_GRIEVANCES else DECISION_FIELDS
    parts = [part_of(name) for name in names]
    require(parts == sorted(parts), "frame_question", "strata of appealed cases come first")
    for question, part in zip(questions, parts, strict=True):
        asks = dict(question.asks)
        listed = ", ".join(sorted(known))
        require(known >= asks.keys(), "frame_question", f"for this purpose the fields are {listed}")
        appeal = asks.get("appeal", ())
        if part == APPEALED:
            apart = appeal and NONE not in appeal and question.num == question.den
            why = "a stratum of appealed cases asks which appeals, and draws every case: 1/1"
            require(apart, "frame_question", why)
        elif purpose in _TWO_PHASES:
            why = "a stratum whose name does not begin with `appealed` asks appeal=none"
            require(appeal == (NONE,), "frame_question", why)


def select(
    candidates: Iterable[Candidate], questions: Sequence[Question], since: str, until: str
) -> tuple[tuple[str, ...], ...]:
    """Return for each question the cases that answer it first, sorted.

    What is not dated from ``since`` (inclusive) to ``until`` (exclusive) answers nothing; nothing answers a
    question about a field that it does not have.
    """
    found: dict[str, int] = {}
    for candidate in candidates:
        if not candidate.day or not since <= candidate.day < until:
            continue
        for place, question in enumerate(questions):
            if all(candidate.fields.get(field) in words for field, words in question.asks):
                found[candidate.case] = min(place, found.get(candidate.case, place))
                break
    return tuple(
        tuple(sorted(case for case, at in found.items() if at == place)) for place in range(len(questions))
    )
