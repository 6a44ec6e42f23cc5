"""Every route by everybody: each role here, elsewhere, ended and lost, whoever has a part, and nobody."""

import json
import uuid
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from itertools import cycle
from typing import Any, NamedTuple

import pytest
from fastapi import APIRouter, FastAPI

from api.sessions import session_of
from api.web.page import Page
from ledger.application.stories import acts
from ledger.application.stories.telling import Telling
from ledger.domain.codes import Role
from ledger.domain.dates import civil
from ledger.domain.directory import Mandate
from ledger.domain.prefix import Prefix
from ledger.domain.relations import running
from ledger.domain.types import EntryRef, Event
from ledger.projections.views.unsealing import Standing, standing_of
from ledger.signing.keys import SigningKey
from ledger.signing.strict_json import JsonValue
from ledger.store.tiles import entries_path, tile_path
from tests.api.citizens import COMPLAINT, HELP
from tests.api.clients import body_of
from tests.api.entitled import BY_SIGNATURE, EVERYBODY, LOST, READ, TABLE, Row
from tests.api.everybody import CAST, NOBODY, Everybody, everybody_of
from tests.api.signing_in import built
from tests.stories.stage import ORIGIN

Cell = tuple[int, str, frozenset[str]]
NAME = {"applicant/name": "ผู้ยื่นคำขอ นามสมมุติ"}


class Answer(NamedTuple):
    """What came back: status, body, and the headers apart from the time."""

    status: int
    body: bytes
    headers: dict[str, str]

    def cell(self, here: Everybody, row: Row) -> Cell:
        """Status, code, and which of the cases are named that the row asks of."""
        problem = self.headers.get("content-type", "").startswith("application/problem+json")
        code = json.loads(self.body)["code"] if problem else ""
        named = (one for one in row.names if here.cases[one].partition("/")[2].encode() in self.body)
        return (self.status, code, frozenset(named))


@pytest.fixture(scope="module")
def here(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Everybody]:
    with everybody_of(tmp_path_factory.mktemp("everybody")) as everybody:
        yield everybody


def routes(app: FastAPI) -> set[str]:
    """Every route for programs, whether the description of the door tells of it or not; pages: tests/web."""

    def within(found: Any) -> Iterator[str]:
        for one in found.routes:
            router = getattr(one, "original_router", None)
            if router is not None:
                yield from within(router)
            else:
                methods = () if isinstance(one, Page) else one.methods - {"HEAD"}
                yield from (f"{method} {one.path}" for method in methods)

    return set(within(app))


def ask(here: Everybody, row: Row, who: str, *, absent: bool = False) -> Answer:
    """Let ``who`` ask what ``row`` asks; ``absent``: of something that is not there."""
    method, _, path = row.route.partition(" ")
    body = here.posted(row.route, row.of) or said(here, row, absent=absent)
    for name, value in filled(here, row, absent=absent).items():
        path = path.replace(f"{{{name}}}", value) if name else f"{path}?{value}"
    headers = {"idempotency-key": str(uuid.uuid4())} if body and path.startswith("/filings") else {}
    headers |= {"last-event-id": "-1"} if path == "/changes" else {}
    answer = here.ask(who, method, path, body, **headers)
    if row.route.endswith("/receipts") and answer.status_code == 201:
        here.filed.code = answer.json()["code"]
    told = {name: value for name, value in answer.headers.items() if name != "date"}
    return Answer(answer.status_code, answer.content, told)


def filled(here: Everybody, row: Row, *, absent: bool) -> dict[str, str]:
    """What stands in the place of each parameter of the path, and the query behind it."""
    kind, _, name = here.cases.get(row.of, "").partition("/")
    match row.route.partition(" ")[2]:
        case "/officials/{name}/decisions":
            return {"name": NOBODY if absent else here.holders[row.of].actor.partition("/")[2]}
        case "/reports/{report}":
            tier, _, unknown = row.of.partition("/")
            return {"report": f"{'R99' if unknown == 'unknown' else 'R05'}?tier={tier}"}
        case "/attachments/{sha256}":
            digest, _, stream = here.paper.removeprefix("/attachments/").partition("?")
            return {"sha256": f"{'0' * 64 if absent else digest}?{stream}"}
        case "/tile/{path:path}":
            tile = entries_path(0, 3) if row.of == "entries" else tile_path(0, 0, 3)
            return {"path:path": tile.removeprefix("tile/")}
        case "/static/{path:path}":
            return {"path:path": "ui.css"}
        case "/search":
            return {"": f"q={name}"}
        case "/cosigners":
            return {"": f"stream={kind}/{NOBODY if absent else name}&type=EligibilityDecided"}
        case _:
            case = "0000000000" if absent else here.filed.case
            fixed = {"kind": kind, "case": case, "code": "not_found", "index": "0"}
            fixed |= {"file": "9999-2026-01-open.json"}
            return fixed | {"name": NOBODY if absent else name}


def said(here: Everybody, row: Row, *, absent: bool) -> object:
    """The body of what ``row`` asks; None: there is none."""
    code = (here.other if row.of == "another code" else here.filed).code
    match row.route.partition(" ")[2].rpartition("/")[2], row.of:
        case "openings", ("filed" | "another code"):
            return {"code": code}
        case "documents", _:
            return {"code": code, "sha256": here.shown}
        case "messages", _:
            words = {"text": "ยังรออยู่"}
            return {"code": code, "type": "InformationSupplied", "kind": "statement", "words": words}
        case "receipts", _:
            return {"auth": "callback"}
        case "filings", "alone":
            return COMPLAINT
        case "filings", "with help":
            return COMPLAINT | {"channel": "volunteer", "assist": HELP}
        case "openings", case:
            return {"stream": f"claim/{NOBODY}" if absent else here.cases[case], "purpose": "decision"}
        case "searches", _:
            return {"words": "ยายตัวอย่าง"}
        case "attachments", "":
            return b"text"
        case _:
            return None


def named(row: Row) -> str:
    return f"{row.route} {row.of}".strip()


def test_the_table_knows_every_route_that_is_served(here: Everybody) -> None:
    """A route that nobody said anything about is red; so is a line about a route that has gone."""
    known = {row.route for row in TABLE} | set(BY_SIGNATURE)
    assert routes(here.town.client.app) == known  # type: ignore[arg-type]

    app, hidden = FastAPI(openapi_url=None), APIRouter()
    hidden.add_api_route("/secret", lambda: None, include_in_schema=False)
    app.include_router(hidden)
    assert routes(app) - known == {"GET /secret"}


def test_everybody_is_everybody(here: Everybody) -> None:
    assert set(here.who()) == EVERYBODY
    registry = here.town.client.app.state.ledger.registry()  # type: ignore[attr-defined]
    roles = {
        held.role for holder in here.holders.values() for held in registry.mandates.get(holder.actor, ())
    }
    assert roles | {Role.ROOT} == set(Role)
    assert here.holders["root"].actor in registry.governance("9999").root.values()


@pytest.mark.parametrize("row", TABLE, ids=named)
def test_each_is_answered_as_the_table_says(here: Everybody, row: Row) -> None:
    """And whoever is turned away hears, to the byte, what they hear of something that is not there."""
    answers = {who: ask(here, row, who) for who in row.by}
    found = {who: answer.cell(here, row) for who, answer in answers.items()}
    assert found == {who: row.expected(who) for who in row.by}
    if row.absent:
        turned_away = {who: answer for who, answer in answers.items() if answer.status != row.answer[0]}
        assert turned_away == {who: nothing(here, row, who) for who in turned_away}
        assert nothing(here, row, "oversight").status == 404


def nothing(here: Everybody, row: Row, who: str) -> Answer:
    """The answer to ``who`` where what is asked of is not there: asked once for each route."""
    if (row.route, who) not in here.nothing:
        here.nothing[row.route, who] = ask(here, row, who, absent=True)
    found: Answer = here.nothing[row.route, who]
    return found


def test_a_queue_names_what_one_may_open_and_warns_of_the_rest(here: Everybody) -> None:
    names = {stream: name for name, stream in here.cases.items()}
    seen = 0
    for who in here.who():
        answer = here.ask(who, "GET", "/queue")
        tasks = answer.json().get("tasks", []) if answer.status_code == 200 else []
        for task in tasks:
            case = names.get(task["stream"], "")
            assert not case or who in READ[case] or (task.get("warning") and case != "report"), (who, case)
            seen += bool(case)
    assert seen > 5


def anything(*_: object, **__: object) -> bool:
    return True


def nothing_at_all(*_: object, **__: object) -> None:
    return None


def wherever(prefix: Prefix, _stream: str, actor: str) -> tuple[Mandate, ...]:
    return tuple(running(prefix.registry, actor, civil(prefix.now)))


def by_any_session(request: Any, authorization: str | None) -> Any:
    return session_of(request, authorization, reads=True)


def as_the_person(*given: Any) -> Standing:
    return standing_of(*given)._replace(person=True)


VIEWS, APPLICATION = "ledger.projections.views", "ledger.application"
CONTROLS = (
    ("ledger.domain.directory.Mandate.covers", anything, "GET /claims/{name} claim", "far officer"),
    ("ledger.domain.directory.Mandate.covers", anything, "POST /openings appeal", "other oversight"),
    ("ledger.domain.directory.Mandate.runs", anything, "GET /grievances/{name} report", "ended handler"),
    ("ledger.domain.directory.Mandate.runs", anything, "GET /mandates", "ended custodian"),
    ("api.sessions.Sessions.check", lambda self, _: self.ledger.registry(), "GET /session", "lost payer"),
    ("api.lists._check_acts", nothing_at_all, "GET /commitments", "root"),
    (f"{VIEWS}.entitlement.READERS", frozenset(Role), "GET /claims/{name} claim", "registrar"),
    (f"{VIEWS}.entitlement.READERS", frozenset(Role), "POST /openings report", "custodian"),
    (f"{VIEWS}.entitlement.warning", nothing_at_all, "GET /grievances/{name} appeal", "first decider"),
    (f"{VIEWS}.entitlement.warning", nothing_at_all, "GET /bundles/{kind}/{name} claim", "second signer"),
    (f"{VIEWS}.entitlement.is_kept_from", nothing_at_all, "GET /grievances/{name} report", "their superior"),
    (f"{VIEWS}.queue.is_kept_from", nothing_at_all, "GET /queue", "their superior"),
    (f"{APPLICATION}.openings.is_party", anything, "POST /openings claim", "root"),
    (f"{APPLICATION}.openings.standing_of", as_the_person, "GET /claims/{name}/reads claim", "officer"),
    (f"{APPLICATION}.openings.may_unseal", anything, "GET /attachments/{sha256} paper", "payer"),
    (f"{APPLICATION}.sought.may_unseal", anything, "POST /searches words", "oversight"),
    (f"{APPLICATION}.following.may_follow", anything, "GET /changes", "attester"),
    (
        f"{APPLICATION}.browsing.same_person",
        anything,
        "GET /officials/{name}/decisions first decider",
        "payer",
    ),
    ("api.approvals.may_open", anything, "GET /cosigners claim", "attester"),
    (f"{APPLICATION}.filings.desk.acting", wherever, "POST /filings/{case}/receipts filed", "far intake"),
    ("api.search.may_follow", anything, "GET /search report", "who reviewed"),
    ("api.log_files.may_read_log", anything, "GET /tile/{path:path} entries", "far oversight"),
    ("api.reports.may_read_log", anything, "GET /reports/{report} oversight", "supervisor"),
    ("api.reports.may_read_log", anything, "GET /reports/{report} oversight/limited", "far oversight"),
    ("api.filings.holds", anything, "POST /filings with help", "officer"),
    ("api.filings.session_of", by_any_session, "POST /filings/{case}/receipts filed", "program of intake"),
)
"""A defence, what stands in its place, what is asked, and by whom."""


@pytest.mark.parametrize("control", CONTROLS, ids=lambda control: f"{control[0]} {control[3]}")
def test_without_a_defence_somebody_gets_in(
    here: Everybody, monkeypatch: pytest.MonkeyPatch, control: tuple[str, object, str, str]
) -> None:
    """The control of the table: with one entitlement given to all, its line is red."""
    defence, instead, asked, who = control
    (row,) = (row for row in TABLE if named(row) == asked)
    assert ask(here, row, who).cell(here, row) == row.expected(who)
    monkeypatch.setattr(defence, instead)
    found = ask(here, row, who).cell(here, row)
    assert found[:2] == row.answer
    assert found != row.expected(who)


def test_a_mandate_that_ended_shows_no_queue_of_the_days_on_which_it_ran(
    here: Everybody, monkeypatch: pytest.MonkeyPatch
) -> None:
    registry = here.town.stage.ledger.store.stream(here.town.stage.ledger.registry_stream)
    ended = min(row.index for row in registry if row.type == "MandateRevoked")

    def tasks(who: str) -> list[str]:
        found = here.ask(who, "GET", f"/queue?at={ended - 1}").json().get("tasks", [])
        return [task["stream"] for task in found]

    assert here.cases["report"] in tasks("handler")
    assert tasks("ended handler") == tasks("ended officer") == []
    monkeypatch.setattr("api.lists.is_theirs", anything)
    assert here.cases["report"] in tasks("ended handler")


class Act(NamedTuple):
    """What is signed, in which stream, and who may: status and code where nothing else stands in the way.

    An importer may say it of an old register, which this programme has none of.
    """

    says: Callable[[Everybody], Event]
    stream: str
    by: str
    answer: tuple[int, str] = (201, "")
    sealed: Mapping[str, JsonValue] = NAME

    def expected(self, who: str) -> tuple[int, str]:
        """Status and code for a statement that ``who`` signed alone."""
        relation, _, role = who.rpartition(" ")
        if relation == "lost":
            return (403, "key_revoked")
        if role not in (self.by, "importer"):
            return (403, "authority_missing")
        if relation:
            return (403, "authority_expired" if relation == "ended" else "authority_scope")
        return self.answer if role == self.by else (422, "import_not_historical")


def rules(here: Everybody) -> EntryRef:
    return here.town.stage.shared["rules"]


def today(here: Everybody) -> date:
    return here.town.stage.time.today


def first(here: Everybody) -> EntryRef:
    """The application of the claim with the paper."""
    (row, *_) = here.town.stage.ledger.store.stream(here.cases["paper"])
    return EntryRef(here.cases["paper"], row.version, row.leaf.hex())


def observed(here: Everybody) -> Event:
    return acts.attestation(today(here))


ACTS = {
    "ClaimReceived": Act(lambda here: acts.application(rules(here), today(here)), "claim:new", "intake"),
    "AttestationGiven": Act(observed, "paper", "attester", sealed={"applicant/observations": "-"}),
    "EligibilityDecided": Act(
        lambda here: acts.refusal(first(here)),
        "paper",
        "officer",
        (409, "approvals_pending"),
        {"applicant/facts": "-", "applicant/considerations": "-"},
    ),
}
CARRIERS = ("nobody", "intake", "lost officer", "account of intake")
"""Who hands in what others signed."""


def handed_in(here: Everybody, act: Act, who: str, carrier: str = "nobody") -> tuple[int, str]:
    """Status and code of the answer to what ``who`` signed."""
    stage, holder = here.town.stage, here.holders[who]
    telling = Telling(stage, "an act")
    stream = here.cases.get(act.stream) or telling.stream(act.stream)
    submission = stage.author.compose(
        stream,
        act.says(here),
        by=holder.actor,
        keys=[holder.key],
        seen=telling.head(stream),
        sealed=act.sealed,
    )
    answer = here.ask(carrier, "POST", "/statements", body_of(submission))
    return (answer.status_code, answer.json().get("code", ""))


@pytest.mark.parametrize("act", ACTS.values(), ids=list(ACTS))
def test_a_statement_is_worth_what_its_signer_may_whoever_hands_it_in(here: Everybody, act: Act) -> None:
    """A session beside it gives nothing and takes nothing, whosever it is."""
    signers = {who for who in here.holders if who not in CAST} | {"root"}
    carriers = cycle(CARRIERS)
    found = {who: handed_in(here, act, who, next(carriers)) for who in signers}
    assert found == {who: act.expected(who) for who in signers}


def test_without_the_scope_of_mandates_a_statement_from_elsewhere_is_taken(
    here: Everybody, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ledger.domain.directory.Mandate.covers", anything)
    assert handed_in(here, ACTS["ClaimReceived"], "far intake") == (201, "")


def test_nobody_of_the_line_complained_about_says_who_looks_into_it(here: Everybody) -> None:
    assigned = acts.assigned(here.holders["handler"].actor, Role.HANDLER)
    act = Act(lambda _: assigned, "report", "supervisor", sealed={})
    assert handed_in(here, act, "their superior") == (403, "coi_line_complained_about")
    assert handed_in(here, act, "far supervisor") == (403, "authority_scope")


def test_nobody_whose_key_the_ledger_does_not_know_says_anything(here: Everybody) -> None:
    stage, key = here.town.stage, SigningKey(bytes(range(32)))
    says = acts.application(rules(here), today(here))
    stream, actor = f"claim/{stage.author.identifier()}", here.holders["intake"].actor
    strange = stage.author.compose(stream, says, by=actor, keys=[key], sealed=NAME)
    answer = here.ask("intake", "POST", "/statements", body_of(strange))
    assert (answer.status_code, answer.json()["code"]) == (422, "key_unknown")


def test_whoever_has_a_key_that_stands_signs_in(here: Everybody) -> None:
    now = here.town.stage.time.now()
    for who, holder in here.holders.items():
        envelope = built(ORIGIN, now, holder.key, nonce=f"again-{len(who):016}")
        answer = here.ask("nobody", "POST", "/sessions", envelope)
        expected = (401, "key_revoked") if who in LOST else (201, "")
        assert (answer.status_code, answer.json().get("code", "")) == expected, who
    for key in (*here.programs.values(), SigningKey(bytes(range(32)))):
        answer = here.ask("nobody", "POST", "/sessions", built(ORIGIN, now, key))
        assert (answer.status_code, answer.json()["code"]) == (401, "key_unknown")
