"""Who may ask what: the table of expectations, read from docs/http.md and from nothing that is run.

Whoever a row does not name is turned away. A case that is not theirs is, to the byte, one that is not there.
"""

from collections.abc import Collection, Mapping
from typing import Final, NamedTuple

from tests.api.everybody import CAST, MANDATED, SCOPES, WITHOUT_KEY

OF_INTAKE: Final = {"program of intake", "account of intake"}
"""Those who read for the intake without a key of their own."""
LOST: Final = {f"lost {role}" for role in MANDATED} | {"program of ended intake"}
"""A key was revoked, or the mandate for which a program was let in."""
ENDED: Final = {f"ended {role}" for role in MANDATED}
EVERYBODY: Final = {
    "nobody",
    *CAST,
    *(f"{relation}{role}" for relation in SCOPES for role in MANDATED),
    *WITHOUT_KEY,
}
SIGNED_IN: Final = EVERYBODY - LOST - {"nobody"}
ACTING: Final = SIGNED_IN - ENDED - {"root"}
"""Whoever holds a running mandate, wherever it reaches."""
LIMITED: Final = {"far oversight", "other oversight"}
"""Oversight whose mandate ends at a border, where a report does not."""
ONE_EACH: Final = {"nobody", *CAST, *MANDATED, "lost officer", "ended officer", "far officer", *WITHOUT_KEY}
"""Enough for what is open to everybody."""

HERE: Final = {
    *("intake", *OF_INTAKE, "officer", "supervisor", "handler", "reviewer", "appellate", "payer"),
    "oversight",
}
"""Officials, a registrar excepted, and oversight, whose mandate covers programme and district."""
SECOND: Final = {"second signer"}
BOTH: Final = {"first decider"} | SECOND
"""Who signs the decision that waits."""
CITY: Final = {"first decider", "second decider", "their superior", "who reviewed"}
"""The line of the first decider."""
READ: Final[Mapping[str, set[str]]] = {
    "claim": HERE | CITY | {"second signer"},  # whoever decided it reads it
    "appeal": (HERE | CITY) - {"first decider", "second decider"},  # and not what is said against it
    "report": HERE | {"second signer"},  # the first decider's line knows nothing of it
    "own": HERE | CITY | {"second signer", "party"},
    "paper": HERE | CITY | {"second signer"},
    "consultation": ACTING,
    "commitment": ACTING,
}
"""Who may open each case."""


class Row(NamedTuple):
    """One question.

    Args:
        route: As in the route table.
        may: Who is answered.
        of: What it is about: a case by its name here, or something else that the route distinguishes.
        answer: Status and code for those who may.
        names: The cases that the answer names to whoever may open them, and to nobody else.
        found: To whom it names them, where that is not whoever may open them.
        denied: Status and code for those who may not, if they signed in.
        stranger: Status and code for nobody.
        acts: It puts something on record, so it is refused to whoever came without a key of their own.
        by: Who asks.
    """

    route: str
    may: Collection[str] = EVERYBODY
    of: str = ""
    answer: tuple[int, str] = (200, "")
    names: tuple[str, ...] = ()
    found: Collection[str] | None = None
    denied: tuple[int, str] = (404, "not_found")
    stranger: tuple[int, str] = (401, "session_missing")
    lost: tuple[int, str] = (401, "session_ended")
    acts: bool = False
    by: Collection[str] = EVERYBODY

    @property
    def absent(self) -> bool:
        """Whether what it is about might as well not be there."""
        return any(part in self.route for part in ("{name}", "{sha256}", "{case}", "/openings", "/cosigners"))

    def expected(self, who: str) -> tuple[int, str, frozenset[str]]:
        """Status, code and the cases that are named."""
        if self.acts and who in OF_INTAKE:
            return (403, "key_needed", frozenset())
        if who in self.may:
            named = (one for one in self.names if who in (READ[one] if self.found is None else self.found))
            return (*self.answer, frozenset(named))
        refusal = self.stranger if who == "nobody" else self.lost if who in LOST else self.denied
        return (*refusal, frozenset())


def public(route: str, of: str = "", answer: tuple[int, str] = (200, "")) -> Row:
    """Return a row of what is open to everybody, whoever they say they are."""
    return Row(route, EVERYBODY, of, answer, by=ONE_EACH)


def by_code(route: str, of: str) -> Row:
    """Return a row of what the receipt code alone opens: without it a session is worth nothing."""
    gone = (404, "not_found")
    return Row(route, (), of, denied=gone, stranger=gone, lost=gone, by=ONE_EACH)


CASES: Final = ("claim", "appeal", "report", "own", "paper")
GRIEVANCES: Final = ("appeal", "report", "own")
COMMON: Final = ("consultation", "commitment")
ALL_OF_IT: Final = READ["claim"] & READ["appeal"]
"""A bundle holds what its case rests on: the claim was corrected by the appeal."""

WAITING: Final = {"intake", *OF_INTAKE, "handler", "supervisor", "second signer"}
"""For whom the report waits: handler or intake acknowledge it, a supervisor assigns it."""

TABLE: Final = (
    # what is open to everybody
    public("GET /"),
    public("GET /openapi.json"),
    public("GET /errors/{code}"),
    public("GET /healthz"),
    public("GET /readyz"),
    public("GET /static/{path:path}", "style"),
    public("GET /favicon.svg"),
    public("GET /manifest.webmanifest"),
    public("GET /robots.txt"),
    public("GET /sw.js"),
    public("GET /checkpoint"),
    public("GET /tile/{path:path}", "hashes"),
    public("GET /proofs/{index}"),
    public("GET /open311/v2/services.json"),
    public("GET /open311/v2/services.xml"),
    public("GET /open311/v2/requests.json"),
    public("GET /open311/v2/requests.xml"),
    public("GET /open311/v2/requests/{file}", answer=(404, "not_found")),
    public("GET /reports"),
    public("GET /reports/{report}", "public"),
    public("GET /reports/{report}", "public/unknown", (404, "report_unknown")),
    public("GET /sso/start", answer=(303, "")),
    public("GET /sso/back", answer=(401, "sso_state")),
    public("POST /attachments", answer=(201, "")),
    public("POST /filings", "alone", (201, "")),
    public("GET /filings/{case}", "filed"),
    # what the receipt code opens
    public("POST /filings/{case}/openings", "filed", (200, "")),
    public("POST /filings/{case}/messages", "filed", (201, "")),
    public("POST /filings/{case}/documents", "filed"),
    by_code("POST /filings/{case}/openings", "another code"),
    by_code("POST /filings/{case}/documents", "another code"),
    by_code("POST /filings/{case}/messages", "another code"),
    # what is for whoever signed in; each finds what they may open
    Row("GET /session", SIGNED_IN),
    Row("GET /queue", SIGNED_IN, names=("report",), found=WAITING),
    Row("GET /claims", SIGNED_IN, names=("claim", "paper")),
    Row("GET /grievances", SIGNED_IN, names=GRIEVANCES),
    Row("GET /changes", SIGNED_IN, names=CASES + COMMON),
    *(Row("GET /search", SIGNED_IN, one, names=(one,)) for one in ("claim", "report", "consultation")),
    # what is for whoever holds a running mandate
    Row("GET /consultations", ACTING, names=("consultation",)),
    Row("GET /consultations/{name}", ACTING, "consultation", names=("consultation",)),
    Row("GET /commitments", ACTING, names=("commitment",)),
    Row("GET /mandates", ACTING),
    # cases
    *(Row("GET /claims/{name}", READ[one], one, names=(one,)) for one in ("claim", "paper")),
    *(Row("GET /grievances/{name}", READ[one], one, names=(one,)) for one in GRIEVANCES),
    Row("GET /claims/{name}/reads", {"oversight"}, "claim"),
    *(Row("GET /grievances/{name}/reads", {"oversight"}, one) for one in ("appeal", "report")),
    Row("GET /grievances/{name}/reads", {"oversight", "party"}, "own"),
    Row("GET /bundles/{kind}/{name}", ALL_OF_IT, "claim"),
    Row("GET /bundles/{kind}/{name}", ALL_OF_IT, "appeal"),
    Row("GET /bundles/{kind}/{name}", READ["report"], "report"),
    *(Row("POST /openings", READ[one], one) for one in CASES),
    Row("GET /attachments/{sha256}", READ["paper"] - {"payer"}, "paper"),
    Row("POST /searches", SIGNED_IN, "words", names=("claim",), found=READ["claim"] - {"oversight", "payer"}),
    # what waits for signatures: whoever is to sign it, and a new key for whoever comes without one
    public("GET /approvals/{name}/status", "approval"),
    Row("GET /approvals", SIGNED_IN),
    Row("GET /approvals/{name}", BOTH, "approval"),
    Row(
        "POST /approvals",
        {"first decider"},
        "approval",
        (202, ""),
        denied=(422, "approval_unsigned"),
        stranger=(401, "approval_needs_session"),
        acts=True,
    ),
    Row("POST /approvals", {"nobody"}, "new key", (202, ""), by={"nobody"}),
    Row("POST /approvals/{name}", {"first decider"}, "approval", (202, ""), acts=True, by=EVERYBODY - SECOND),
    Row("DELETE /approvals/{name}", BOTH, "approval", acts=True),
    Row("GET /cosigners", READ["claim"], "claim"),
    # of somebody
    Row(
        "GET /officials/{name}/decisions",
        {"first decider", "oversight", "far oversight", "other oversight"},
        "first decider",
        names=("claim",),
    ),
    # oversight alone, without any limit
    Row("GET /tile/{path:path}", {"oversight"}, "entries", stranger=(404, "not_found")),
    Row(
        "GET /reports/{report}",
        {"oversight"},
        "oversight",
        denied=(403, "authority_missing"),
        by=EVERYBODY - LIMITED,
    ),
    Row("GET /reports/{report}", (), "oversight/limited", denied=(403, "authority_scope"), by=LIMITED),
    Row("GET /reports/{report}", SIGNED_IN, "own"),  # who has none is shown an empty list
    # what puts something on record for whoever signed in
    Row(
        "POST /filings",
        {"assister", "far assister", "other assister", "who helped"},
        "with help",
        (201, ""),
        denied=(403, "authority_missing"),
        acts=True,
    ),
    Row("POST /filings/{case}/receipts", {"intake"}, "filed", (201, ""), acts=True),
)
BY_SIGNATURE: Final = ("POST /statements", "POST /sessions")
"""What is signed by itself: who carries it there is nobody's business."""
