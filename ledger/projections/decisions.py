"""Decisions: one row for each, with all that happened to it afterwards.

A grievance finds the decisions that it contests through ``contests``, or through the grievance that it
appeals from. A correction finds its decision through the chain of ``supersedes``. A determination without a
recorded filing finds nothing, and nothing is made up for it.
"""

from collections.abc import Collection
from typing import Final, cast

from ledger.domain.dates import civil
from ledger.domain.notices import Notice, effective_date
from ledger.projections.custody import custody_of, keep_keys, load_keys
from ledger.projections.decision_tables import (
    CASE,
    DECISION,
    KEY,
    LINK,
    MADE_BY,
    OFFICE,
    REVISION,
    TABLES,
    empty_case,
    untouched,
)
from ledger.projections.readings import (
    Attested,
    Closed,
    Decided,
    Determined,
    Filed,
    Granted,
    Link,
    Notified,
    Plain,
    Reading,
    Received,
    Reclassified,
)
from ledger.projections.reports.vocabulary import (
    APPEAL,
    CANNOT_SAY,
    DECIDING_ROLES,
    FAVOUR,
    IMPORTED,
    OFFICIAL,
    OWN,
    OWN_MOTION,
    SETTLED,
    STATUTORY_DAYS,
    SUCCESS,
    UNDECIDED,
)
from ledger.projections.rows import Row, Rows

OPEN, DECIDED, OVERTURNED, WITHDRAWN = "pending", "decided", "overturned", "withdrawn"
KIND: Final = "kind"
_CLAIM_DATA: Final = (Received, Attested, Decided, Notified)


class Decisions:
    """The projection of decisions."""

    name = "decisions"
    version = 3
    tables = TABLES

    def fetch(self, batch: Collection[Reading], rows: Rows) -> None:
        """Load keys, offices, claims, links, and at last the decisions to which the links lead."""
        load_keys(KEY, batch, rows)
        filings = [(item.stream, item.data) for item in batch if type(item.data) is Filed]
        grievances = {item.stream for item in batch if item.kind == "grievance"}
        earlier = {data.appeal_of for _, data in filings if data.appeal_of is not None}
        rows.load(LINK, grievances | earlier)
        claims = {item.stream for item in batch if item.kind == "claim"}
        rows.load(CASE, claims)
        claims |= {contest.entry.stream for _, data in filings for contest in data.contests}
        claims |= {link["claim"] for stream in grievances | earlier for link in rows.owned(LINK, stream)}
        rows.load(DECISION, claims)
        rows.load(REVISION, claims)
        actors = {item.data.actor for item in batch if type(item.data) is Granted}
        rows.load(OFFICE, actors | {_decider(item) for item in batch if type(item.data) is Decided})

    def apply(self, reading: Reading, rows: Rows) -> None:
        """Take in one entry."""
        keep_keys(KEY, reading, rows)
        data = reading.data
        if type(data) is Granted:
            _granted(data, reading, rows)
        elif reading.kind == "claim" and type(data) in _CLAIM_DATA:
            _claim(data, reading, rows)
        elif reading.kind == "grievance":
            _grievance(data, reading, rows)


def _decider(reading: Reading) -> str:
    return reading.data.official or reading.by


def _granted(data: Granted, reading: Reading, rows: Rows) -> None:
    row = rows.get(OFFICE, data.actor)
    if data.role in DECIDING_ROLES and (row is None or row["index"] < reading.index):
        rows.put(OFFICE, {"actor": data.actor, "office": data.office, "index": reading.index})


def _claim(data: Plain, reading: Reading, rows: Rows) -> None:
    case = rows.get(CASE, reading.stream) or empty_case(reading.stream)
    if case["index"] >= reading.index:
        return
    case["index"] = reading.index
    if not case["programme"] and data.programme is not None:
        case["programme"], case["rule"] = data.programme.stream, str(data.programme.version)
    if type(data) is Received:
        case["district"] = data.area or ""
        case["channel"] = "" if data.via is None else data.via.channel
    elif type(data) is Attested:
        case["attestations"] += data.stance != CANNOT_SAY
    elif type(data) is Decided:
        if data.supersedes is None:
            _decided(data, reading, case, rows)
        else:
            _revised(data, reading, rows)
    elif type(data) is Notified:
        _notified(data, reading, rows)
    rows.put(CASE, case)


def _decided(data: Decided, reading: Reading, case: Row, rows: Rows) -> None:
    imported = custody_of(KEY, reading, rows) == IMPORTED
    actor = _decider(reading) if data.official is not None or not imported else "unknown"
    office = rows.get(OFFICE, actor)
    seat = "" if office is None else office["office"]
    decider = actor if data.order_maker == OFFICIAL else f"{data.order_maker}/{seat or actor}"
    place = {"stream": reading.stream, "version": reading.version, "index": reading.index}
    rows.append(MADE_BY, {"decider": decider, **place})
    rows.put(
        DECISION,
        {
            **place,
            "decider": decider,
            "order_maker": data.order_maker,
            "office": seat,
            "district": case["district"],
            "programme": case["programme"],
            "rule": case["rule"],
            "channel": case["channel"],
            "origin": IMPORTED if imported else OWN,
            "result": data.result,
            "ground": "+".join(sorted(data.law)),
            "day": "" if reading.at is None else civil(reading.at).isoformat(),
            **_worth(data),
            "departs": int(bool(data.departs)),
            "defective_reasons": int(not (data.law and data.discretion is not None and reading.sealed)),
            "no_attestation": int(case["attestations"] == 0),
            **untouched(),
            "cursor": reading.index,
        },
    )


def _worth(data: Decided) -> Row:
    """Return what a decision gives: an amount, and a period in days."""
    span = data.period
    return {
        "amount": None if data.amount is None else data.amount.minor,
        "currency": None if data.amount is None else data.amount.currency,
        "days": None if span is None else (span.to - span.from_).days + 1,
    }


def _revised(data: Decided, reading: Reading, rows: Rows) -> None:
    """A correction: the decision at the start of its chain learns whether it went the citizen's way."""
    superseded = data.supersedes
    if superseded is None or rows.get(REVISION, reading.stream, reading.version) is not None:
        return
    earlier = rows.get(REVISION, superseded.stream, superseded.version)
    root = superseded.version if earlier is None else earlier["root"]
    decision = rows.get(DECISION, reading.stream, root)
    if decision is None:
        return
    rows.put(
        REVISION,
        {"stream": reading.stream, "version": reading.version, "root": root, "index": reading.index},
    )
    decision["cursor"] = reading.index
    if not decision["way"] and data.result in FAVOUR and _in_favour(data, decision):
        decision["way"] = data.cause
        decision["self_corrected"] = int(data.cause == OWN_MOTION and decision["contested"] is None)
    rows.put(DECISION, decision)


def _in_favour(data: Decided, decision: Row) -> bool:
    """Return whether ``data`` gives the citizen more than the decision at the start of the chain did."""
    new, old = FAVOUR[data.result], FAVOUR.get(decision["result"])
    if old is None or new != old:
        return old is not None and new > old
    worth = _worth(data)
    same_currency = worth["currency"] == decision["currency"]
    more = same_currency and _more(worth["amount"], decision["amount"])
    return data.result in {"grant", "reduce"} and (more or _more(worth["days"], decision["days"]))


def _more(new: int | None, old: int | None) -> bool:
    return new is not None and old is not None and new > old


def _notified(data: Notified, reading: Reading, rows: Rows) -> None:
    """A notice of the decision starts the person's period, if it is effective."""
    if data.decision is None:
        return
    decision = rows.get(DECISION, data.decision.stream, data.decision.version)
    effective = effective_date(cast("Notice", data))
    if decision is None or effective is None:
        return
    day = effective.isoformat()
    block = data.appeal_block if decision["order_maker"] == OFFICIAL else data.court_block
    if decision["noticed"] is None or day < decision["noticed"]:
        decision["noticed"] = day
    complete = block is not None and block.days >= STATUTORY_DAYS[decision["order_maker"]]
    if complete and (decision["noticed_properly"] is None or day < decision["noticed_properly"]):
        decision["noticed_properly"], decision["told"] = day, block.days if block else None
    decision["cursor"] = reading.index
    rows.put(DECISION, decision)


def _grievance(data: Plain, reading: Reading, rows: Rows) -> None:
    if type(data) is Filed:
        _filed(data, reading, rows)
        return
    for link in rows.owned(LINK, reading.stream):
        if type(data) is Determined:
            _move(link, _fate(data.outcome), reading, rows)
        elif type(data) is Closed and data.ground == WITHDRAWN and link["fate"] == OPEN:
            _move(link, WITHDRAWN, reading, rows)
        elif type(data) is Reclassified and (data.field, data.to) == (KIND, APPEAL):
            _becomes_appeal(link, reading, rows)


def _filed(data: Filed, reading: Reading, rows: Rows) -> None:
    """Link a grievance, once, to the decisions before it that it contests."""
    if rows.owned(LINK, reading.stream):
        return
    found = {_contested(contest.entry, reading, rows) for contest in data.contests} - {None}
    if not found and data.appeal_of is not None:
        earlier = [link for link in rows.owned(LINK, data.appeal_of) if link["filed"] < reading.index]
        found = {(link["claim"], link["version"]) for link in earlier}
    for claim, version in sorted(key for key in found if key is not None):
        _link(claim, version, reading, rows, appeal=data.kind == APPEAL)


def _contested(entry: Link, reading: Reading, rows: Rows) -> tuple[str, int] | None:
    """Return the decision that ``entry`` made or corrected, if it was there before ``reading``."""
    revision = rows.get(REVISION, entry.stream, entry.version)
    corrects = revision is not None and revision["index"] < reading.index
    version = int(revision["root"]) if revision is not None and corrects else entry.version
    decision = rows.get(DECISION, entry.stream, version)
    return None if decision is None or decision["index"] > reading.index else (entry.stream, version)


def _link(claim: str, version: int, reading: Reading, rows: Rows, *, appeal: bool) -> None:
    decision = rows.get(DECISION, claim, version)
    if decision is None:
        return
    rows.put(
        LINK,
        {
            "grievance": reading.stream,
            "claim": claim,
            "version": version,
            "appeal": int(appeal),
            "filed": reading.index,
            "fate": OPEN,
            "index": reading.index,
        },
    )
    if decision["contested"] is None:
        decision["contested"] = reading.index
    if appeal:
        decision["appeals"] += 1
        decision[OPEN] += 1
    decision["cursor"] = reading.index
    rows.put(DECISION, decision)


def _fate(outcome: str) -> str:
    if outcome in SUCCESS:
        return OVERTURNED
    if outcome in UNDECIDED:
        return SETTLED if outcome == SETTLED else WITHDRAWN
    return DECIDED


def _move(link: Row, fate: str, reading: Reading, rows: Rows) -> None:
    """Give the grievance behind ``link`` a new fate; of an appeal, its decision counts it there alone."""
    decision = rows.get(DECISION, link["claim"], link["version"])
    if decision is None or link["index"] >= reading.index:
        return
    if link["appeal"]:
        decision[link["fate"]] -= 1
        decision[fate] += 1
    link["fate"] = fate
    _touch(link, decision, reading, rows)


def _becomes_appeal(link: Row, reading: Reading, rows: Rows) -> None:
    """The grievance behind ``link`` was something else; as an appeal its decision counts it too."""
    decision = rows.get(DECISION, link["claim"], link["version"])
    if decision is None or link["index"] >= reading.index or link["appeal"]:
        return
    link["appeal"] = 1
    decision["appeals"] += 1
    decision[link["fate"]] += 1
    _touch(link, decision, reading, rows)


def _touch(link: Row, decision: Row, reading: Reading, rows: Rows) -> None:
    link["index"] = decision["cursor"] = reading.index
    rows.put(LINK, link)
    rows.put(DECISION, decision)
