"""Tables of the decisions projection, and its empty rows."""

from typing import Final

from ledger.projections.rows import Row
from ledger.projections.tables import column, keys_table, number, read_model

DECISION: Final = read_model(
    "decision",
    column("stream", key=True),
    number("version", key=True),
    number("index"),
    column("decider"),
    column("order_maker"),
    column("office"),
    column("district"),
    column("programme"),
    column("rule"),
    column("channel"),
    column("origin"),  # own, imported
    column("result"),
    column("ground"),  # law codes, sorted, joined by "+"
    column("day"),  # civil date of the act; empty: the register does not know it
    number("amount", null=True),
    column("currency", null=True),
    number("days", null=True),  # of the period
    number("departs"),
    number("defective_reasons"),
    number("no_attestation"),
    column("noticed", null=True),  # first day on which a notice was effective
    column("noticed_properly", null=True),  # first day of one with a complete block
    number("told", null=True),  # days that the latter gives
    number("appeals"),  # grievances of kind appeal that contest it
    number("pending"),  # of them without an end
    number("decided"),
    number("overturned"),
    number("settled"),
    number("withdrawn"),
    number("contested", null=True),  # index of the first grievance of any kind
    column("way"),  # cause of the first correction in the citizen's favour
    number("self_corrected"),
    number("cursor"),
)
REVISION: Final = read_model(
    "decision_revision",
    column("stream", key=True),
    number("version", key=True),
    number("root"),  # version of the decision at the start of the chain
    number("index"),
)
CASE: Final = read_model(
    "decision_case",
    column("stream", key=True),
    column("programme"),
    column("rule"),
    column("district"),
    column("channel"),
    number("attestations"),  # that say something
    number("index"),
)
LINK: Final = read_model(
    "decision_link",
    column("grievance", key=True),
    column("claim", key=True),
    number("version", key=True),  # of the decision
    number("appeal"),  # filed as one, or read as one since
    number("filed"),  # index of the filing
    column("fate"),  # pending, decided, overturned, settled, withdrawn
    number("index"),  # of the entry that gave this fate
)
MADE_BY: Final = read_model(  # the decisions of each decider, in the order of the log
    "decision_made_by",
    column("decider", key=True),
    number("index", key=True),
    column("stream"),
    number("version"),
)
OFFICE: Final = read_model("decision_office", column("actor", key=True), column("office"), number("index"))
KEY: Final = keys_table("decision_key")

TABLES: Final = (DECISION, REVISION, CASE, LINK, MADE_BY, OFFICE, KEY)
FATES: Final = ("pending", "decided", "overturned", "settled", "withdrawn")


def empty_case(stream: str) -> Row:
    """Return the row of a claim of which nothing is known."""
    return {
        "stream": stream,
        "programme": "",
        "rule": "",
        "district": "",
        "channel": "",
        "attestations": 0,
        "index": -1,
    }


def untouched() -> Row:
    """Return what a decision's row holds before anything happens to it."""
    return {
        "noticed": None,
        "noticed_properly": None,
        "told": None,
        "appeals": 0,
        **dict.fromkeys(FATES, 0),
        "contested": None,
        "way": "",
        "self_corrected": 0,
    }
