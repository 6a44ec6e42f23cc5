"""Everybody behind one door: each role, here and elsewhere, ended and lost, and those with a part."""

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import Any, Final
from urllib.parse import parse_qsl, urlsplit

import pytest

from api import approvals, attachments, changes, filings
from api.problems import Problem
from benchmarks.fixture import now
from ledger.application.admission import Admission, Link, Program
from ledger.application.enrolment import Grant, enrol_key, grant_mandate, revoke_key
from ledger.application.keyring import Holder
from ledger.application.ledger import Ledger
from ledger.application.receipts import Submission
from ledger.application.stories import acts
from ledger.application.stories.cast import MUNICIPALITY, record
from ledger.application.stories.grandmother import STORY as GRANDMOTHER
from ledger.application.stories.promise import STORY as PROMISE
from ledger.application.stories.telling import Story, Telling, Words, play
from ledger.domain.casework_codes import Ground, Kind
from ledger.domain.codes import Category, Custody, RevocationReason, Role
from ledger.domain.registry.events import MandateRevoked
from ledger.domain.types import EntryRef, Seen
from ledger.signing.keys import SigningKey
from tests.api.citizens import COMPLAINT, Citizen
from tests.api.clients import ONE, body_of, stage_of
from tests.api.cosigning import alone
from tests.api.programs import Sent, signed
from tests.api.providers import REDIRECT, SUBJECT, identity_provider
from tests.api.signing_in import built, token
from tests.api.test_attachments import file_with
from tests.api.test_lists import ELSEWHERE, granting
from tests.api.test_reading import Town
from tests.application import media_files
from tests.stories.stage import ORIGIN

HOST: Final = "http://ledger.test"
NOBODY: Final = "00000000-0000-4000-8000-0000000dead1"
"""The name of what is not there."""
MANDATED: Final = tuple(str(role) for role in Role if role is not Role.ROOT)
SCOPES: Final[dict[str, tuple[tuple[str, ...], tuple[str, ...]]]] = {
    "": ((), ()),
    "far ": ((), ("98",)),
    "other ": ((ELSEWHERE,), ()),
    "ended ": ((), ()),
    "lost ": ((), ()),
}
"""Programmes and areas of a mandate: here, another district, another programme; revoked; its key revoked."""
CAST: Final = {
    "root": "root-1",
    "first decider": "officer-1",
    "second decider": "officer-2",
    "second signer": "supervisor-district",
    "their superior": "supervisor-city",
    "who reviewed": "reviewer",
    "who attested": "volunteer-health",
    "who helped": "neighbour",
    "party": "participant-1",
    "convened": "convener",
}
"""Persons of the stories with a part in a case, by the names of their keys."""
WITHOUT_KEY: Final = ("program of intake", "account of intake", "program of ended intake")
LIMITS: Final = (
    (filings, "A_CASE"),
    (filings, "ALL_OF_A_CASE"),
    (filings, "TRACKED"),
    (filings, "TRIED"),
    (filings, "SAID"),
    (filings, "ALONE"),
    (attachments, "BY_PLACE"),
    (approvals, "BY_PLACE"),
    (approvals, "ASKED"),
)


def _complaints(story: Telling) -> Iterator[date]:
    """One about the first decider, whose line is to know nothing of it, and one by somebody with a key."""
    rules, grounds = story.stage.shared["rules"], (Ground.DISCOURTESY,)
    about = story.actor("officer-1")
    report = acts.complaint(rules, Kind.CONDUCT_COMPLAINT, grounds, story.today, about=about)
    words, said = Words("", ""), {"complainant/text": "ถูกตะคอก"}
    story.say("report", "grievance:report", report, "intake", words=words, sealed=said)
    own = replace(acts.complaint(rules, Kind.SERVICE_COMPLAINT, grounds, story.today), via=None)
    story.say("own", "grievance:own", own, "participant-1", words=words, sealed=said)
    yield story.today


COMPLAINTS: Final = Story(name="complaints", title=Words("", ""), begins=date(2026, 11, 2), tell=_complaints)


@dataclass
class Everybody:
    """A town, its cases and persons by what they are here, and how each of them asks.

    ``cases`` are streams by what they are called here; ``paper`` is where the paper of one is fetched.
    ``filed`` and ``other`` filed without a key, the first with a file of the digest ``shown``.
    ``nothing`` keeps what was heard of what is not there.
    """

    town: Town
    cases: dict[str, str]
    paper: str
    shown: str
    filed: Citizen
    other: Citizen
    holders: dict[str, Holder] = field(default_factory=dict)
    sessions: dict[str, dict[str, str]] = field(default_factory=dict)
    programs: dict[str, SigningKey] = field(default_factory=dict)
    nothing: dict[tuple[str, str], Any] = field(default_factory=dict)
    drawn: int = 0
    waiting: bytes = b""
    """What lacks the second signer's signature; under ``cases["approval"]`` it waits for it."""
    asking: bytes = b""
    """The enrolment of a key that nobody knows."""

    def who(self) -> list[str]:
        """Everybody who asks."""
        return ["nobody", *self.sessions, *self.programs]

    def posted(self, route: str, of: str) -> bytes:
        """What goes to ``/approvals``; nothing goes elsewhere."""
        if not route.startswith("POST /approvals"):
            return b""
        return self.asking if of == "new key" else self.waiting

    def ask(self, who: str, method: str, path: str, body: object = None, **headers: str) -> Any:
        """The answer to ``who``."""
        content = b"" if body is None else body if isinstance(body, bytes) else json.dumps(body).encode()
        head = (ONE if content else {}) | headers
        if who in self.programs:
            self.drawn += 1
            sent, today = Sent(method, HOST + path, dict(head), content), self.town.stage.time.now()
            head = signed(sent, self.programs[who], ORIGIN, today, nonce=f"{self.drawn:022}").headers
        head = head | self.sessions.get(who, {})
        return self.town.client.request(
            method, path, content=content or None, headers=head, follow_redirects=False
        )


@contextmanager
def everybody_of(folder: Path) -> Iterator[Everybody]:
    """Tell stories, put everybody beside them, and let them ask as often as they like."""
    with (
        pytest.MonkeyPatch.context() as patch,
        identity_provider(now) as identity,
        stage_of(folder, f"sqlite:///{folder}/ledger.db", single_sign_on=identity.settings) as staged,
    ):
        client, stage, settings = staged
        identity.clock = stage.time.now
        for module, name in LIMITS:
            patch.setattr(module, name, getattr(module, name)._replace(many=1_000_000))
        _let_changes_end(patch)
        told = play(stage, [GRANDMOTHER, PROMISE, COMPLAINTS])
        town = Town(client, stage, told["grandmother"], {}, settings)
        (paper,), filed, other = file_with(town, media_files.png()), Citizen(client), Citizen(client)
        upload = client.post("/attachments", content=b"text").json()
        with_it = COMPLAINT | {"documents": [upload["upload"]]}
        assert filed.file(with_it).status_code == 201
        assert other.file(COMPLAINT).status_code == 201
        cases = {
            "paper": paper.partition("stream=")[2],
            "claim": told["grandmother"].stream("claim"),
            "appeal": told["grandmother"].stream("grievance"),
            "report": told["complaints"].stream("grievance:report"),
            "own": told["complaints"].stream("grievance:own"),
            "consultation": told["promise"].stream("consultation"),
            "commitment": told["promise"].stream("commitment"),
        }
        here = Everybody(town, cases, paper, upload["sha256"], filed, other)
        _enrol(here)
        _begin(here)
        _let_in(here, identity)
        _end(here)
        yield here


def _begin(here: Everybody) -> None:
    """Let a decision wait for its second signer; have a new key at hand for whoever comes without one."""
    stage, claim = here.town.stage, here.cases["paper"]
    rows = stage.ledger.store.stream(claim)
    first, second, registrar = (
        stage.cast[name] for name in ("officer-1", "supervisor-district", "registrar")
    )
    refusal = stage.author.compose(
        claim,
        acts.refusal(EntryRef(claim, rows[0].version, rows[0].leaf.hex())),
        by=first.actor,
        keys=[first.key],
        seen=Seen(rows[-1].version, rows[-1].leaf.hex()),
        sealed={"applicant/facts": "-", "applicant/considerations": "-"},
        others=[second.key.id],
    )
    here.waiting = body_of(refusal)
    session = token(here.town.client, built(ORIGIN, stage.time.now(), first.key, nonce="begin" * 5))
    begun = here.town.client.post("/approvals", content=here.waiting, headers=ONE | session)
    assert begun.status_code == 202, begun.text
    here.cases["approval"] = f"approval/{begun.json()['approval']}"
    new = replace(stage.cast["volunteer-health"], key=SigningKey(bytes([5]) * 32))
    enrolment = enrol_key(
        stage.author, stage.ledger.registry_stream, new, custody=Custody.SELF, grantors=[registrar]
    )
    here.asking = alone(enrolment, new.key.id).envelope


def _let_changes_end(patch: pytest.MonkeyPatch) -> None:
    """A stream of changes ends when there is nothing more to tell."""

    async def enough(*_: object) -> bool:
        raise Problem(503, "stopping")

    events = changes.Changes.events

    async def until_enough(*given: Any) -> Any:
        try:
            async for event in events(*given):
                yield event
        except Problem:
            return

    patch.setattr(changes, "_within", enough)
    patch.setattr(changes.Changes, "events", until_enough)


def _ledger(here: Everybody) -> Ledger:
    ledger: Ledger = here.town.client.app.state.ledger  # type: ignore[attr-defined]
    return ledger


def _enrol(here: Everybody) -> None:
    """Give everybody a mandate in a line of their own, and a key."""
    stage = here.town.stage
    here.holders = {name: stage.cast[key] for name, key in CAST.items()}
    submissions = list[Submission]()
    for relation, (programmes, areas) in SCOPES.items():
        for role in map(Role, MANDATED):
            name = f"{relation}{role}"
            seed, following = (sha256(f"{name}{more}".encode()).digest() for more in ("", " next"))
            actor = f"actor/{stage.author.identifier()}"
            holder = Holder(name=name, actor=actor, key=SigningKey(seed), following=SigningKey(following))
            grant = Grant(
                role=role,
                office=MUNICIPALITY,
                line=name.replace(" ", "_"),
                start=stage.time.today,
                category=Category.VILLAGE_HEAD if role is Role.ATTESTER else None,
                programmes=programmes,
                areas=areas,
            )
            registry, grantors = stage.ledger.registry_stream, granting(here.town, role)
            custody = Custody.IMPORTED if role is Role.IMPORTER else Custody.SELF
            submissions += [
                grant_mandate(stage.author, registry, holder, grant, grantors=grantors),
                enrol_key(stage.author, registry, holder, custody=custody, grantors=grantors),
            ]
            here.holders[name] = holder
    record(_ledger(here), submissions)


def _let_in(here: Everybody, identity: Any) -> None:
    """Sign everybody in; let programs and an account in beside them."""
    client, time = here.town.client, here.town.stage.time
    for name, holder in here.holders.items():
        answer = client.post("/sessions", content=built(ORIGIN, time.now(), holder.key), headers=ONE)
        assert answer.status_code == 201, answer.text
        here.sessions[name] = {"authorization": f"Bearer {answer.json()['token']}"}
    admission, registry = Admission(here.town.settings.keys), _ledger(here).registry()
    for name in ("intake", "ended intake"):
        key = SigningKey(sha256(f"program of {name}".encode()).digest())
        program = Program(name.replace(" ", "-"), here.holders[name].actor, key.public.hex())
        admission.add(program, registry)
        here.programs[f"program of {name}"] = key
    admission.link(Link(identity.issuer, SUBJECT, here.holders["intake"].actor), registry)
    led = urlsplit(client.get("/sso/start", follow_redirects=False).headers["location"])
    back = identity.authorize(dict(parse_qsl(led.query)))
    entered = client.get(back.removeprefix(REDIRECT.removesuffix("/sso/back")))
    assert entered.status_code == 200, entered.text
    here.sessions["account of intake"] = {"authorization": f"Bearer {entered.json()['token']}"}


def _end(here: Everybody) -> None:
    """End a mandate of each role, and revoke a key of each: their sessions were opened before."""
    stage, registry = here.town.stage, _ledger(here).registry()
    stream, registrar = stage.ledger.registry_stream, stage.cast["registrar"]
    submissions = list[Submission]()
    for role in map(Role, MANDATED):
        (held,) = registry.mandates[here.holders[f"ended {role}"].actor]
        says = MandateRevoked(
            mandate=EntryRef(held.stream, held.version, held.leaf), reason=RevocationReason.LEFT_SERVICE
        )
        grantors: Sequence[Holder] = granting(here.town, role)
        keys = [one.key for one in grantors]
        lost = here.holders[f"lost {role}"].key.id
        submissions += [
            stage.author.compose(stream, says, by=grantors[0].actor, keys=keys),
            revoke_key(stage.author, stream, lost, RevocationReason.LOST, grantor=registrar),
        ]
    record(_ledger(here), submissions)
