"""Whoever comes to the door with markers: a citizen, their helper's form, strangers, and all who read."""

import base64
import json
import socket
from collections.abc import Iterator
from contextlib import suppress
from typing import Any

from ledger.application.check_digits import with_check_digit
from ledger.application.stories import acts
from ledger.application.stories.telling import Telling, Words
from ledger.signing.canonical import canonical
from ledger.signing.dsse import format_envelope, sign_envelope
from tests.api.citizens import COMPLAINT, Citizen
from tests.api.clients import MANY, ONE, body_of
from tests.api.served_town import ServedTown
from tests.api.test_filing_story import answering
from tests.application import media_files as made

READERS = ("officer-2", "reviewer", "oversight", "intake", "payer", "custodian", "neighbour")
NOWHERE = "5a11dead-0000-4000-8000-000000000001"


def photograph(town: ServedTown) -> bytes:
    """A telephone's picture that tells of its maker in Exif and in a comment."""
    told = town.word().encode()
    return made.photograph(6, made.segment(0xFE, told), made.segment(0xE1, b"Exif\0\0" + told))


def upload(town: ServedTown, content: bytes) -> Any:
    name = f'attachment; filename="{town.word()}.jpg"'
    return town.client.post("/attachments", content=content, headers={"content-disposition": name})


def words(town: ServedTown, *, named: bool = True) -> dict[str, Any]:
    """A marker in every field in which a person may write."""
    own = {"text": f"รอมาสามเดือน {town.word()}", "name": town.word(), "contact": town.word()}
    others = [{"name": town.word(), "text": town.word()} for _ in range(2)]
    number = town.author.markers.national_id()
    return own | {"national_id": number} | ({"named": others} if named else {})


def lived(town: ServedTown) -> tuple[Citizen, Citizen]:
    """A citizen files with papers, is answered, says all that may be said, and appeals; both cases end."""
    papers = [photograph(town), made.pdf(), f"ข้าพเจ้าขอแจ้ง {town.word()}".encode()]
    uploads = [upload(town, one).json()["upload"] for one in papers]
    citizen = town.citizen()
    filed = citizen.file(COMPLAINT | {"words": words(town), "documents": uploads})
    assert filed.status_code == 201, filed.text
    office = answering(town.stage, filed.json()["receipt"]["stream"])
    late = upload(town, f"แนบเพิ่ม {town.word()}".encode()).json()["upload"]
    more: dict[str, Any] = {"kind": "statement", "words": words(town, named=False), "documents": [late]}
    said = [citizen.say("RemedyDisputed", remedy="r1", ground="not_done", words=words(town, named=False))]
    said.append(citizen.say("InformationSupplied", **more))
    done = acts.remedy_done(None, office.today)
    office.say("done_now", "grievance", done, "supervisor-city", words=office.steps[0].words)
    said.append(citizen.say("RemedyConfirmed", remedy="r1", stars=4, words=words(town, named=False)))
    appealed = citizen.say("GrievanceFiled", grounds=["delay"], remedies=["apology"], words=words(town))
    upper = Citizen(
        citizen.client, citizen.time, appealed.json().get("case", ""), appealed.json().get("code", "")
    )
    withdrawn = upper.say("GrievanceWithdrawn", pressure="no", words=words(town, named=False))
    for answer in (*said, appealed, withdrawn):
        assert answer.status_code == 201, answer.text
    return citizen, upper


def waiting(town: ServedTown) -> None:
    """A decision that lacks its second signature, read by whoever is to sign it; it waits until the end."""
    stage, claims = town.stage, Telling(town.stage, "waiting")
    said = acts.application(stage.shared["rules"], claims.today)
    applied = claims.say("application", "claim", said, "intake", words=Words("", ""))
    first, second = stage.cast["officer-1"], stage.cast["supervisor-district"]
    refusal = town.author.compose(
        applied.stream,
        acts.refusal(applied),
        by=first.actor,
        keys=[first.key],
        seen=claims.head(applied.stream),
        sealed={"applicant/facts": "-", "applicant/considerations": "-"},
        others=[second.key.id],
    )
    officer, supervisor = (ONE | town.sessions[name] for name in ("officer-1", "supervisor-district"))
    begun = town.client.post("/approvals", content=body_of(refusal), headers=officer)
    assert begun.status_code == 202, begun.text
    shown = town.client.get(f"/approvals/{begun.json()['approval']}", headers=supervisor)
    assert shown.json()["disclosures"] == list(refusal.disclosures)
    for path in ("/approvals", f"/cosigners?stream={applied.stream}&type=EligibilityDecided"):
        assert town.client.get(path, headers=officer).status_code == 200
    wrong = [body_of(refusal)[:-9], body_of(refusal._replace(disclosures=refusal.disclosures[:1]))]
    for body in (*wrong, b'{"envelope":{"payload":"' + town.word().encode() + b'"}}'):
        assert town.client.post("/approvals", content=body, headers=officer).status_code in (400, 422)


def wrong_filings(town: ServedTown, citizen: Citizen) -> Iterator[Any]:
    """Every kind of filing and of message that is refused, each with a marker in what is wrong with it."""
    word = town.word
    whole = COMPLAINT | {"words": words(town)}
    text = json.dumps(whole).encode()
    for torn in (text[:-20], text + b"," + word().encode(), b"\xff" + text, b'{"a":1,' + text[1:] * 2):
        yield citizen.post("/filings", torn)
    more: Any
    for more in (
        *({name: word()} for name in ("kind", "programme", "benefit", "area", "anonymity", "channel")),
        *({word(): 1}, {"words": {word(): word()}}, {"words": {"text": [word()]}}, {"words": word()}),
        *({"words": {"name": word() * 20}}, {"words": {"text": word() * 1000}}, {"documents": [word()]}),
        *({"words": {"national_id": word()}}, {"words": {"national_id": "9900000000000"}}),
        *({"contests": [{"claim": word(), "version": 1}]}, {"about": [word()]}, {"grounds": [word()]}),
        *({"words": {"named": [{"name": word()}] * 10}}, {"words": {"text": f"\x00{word()}"}}),
        *({"assist": {"language": word(), "read_back": 1}}, {"documents": [NOWHERE]}),
    ):
        yield citizen.post("/filings", whole | more)
    yield citizen.post("/filings", text, word())
    yield citizen.post("/filings", text, **{"content-type": word()})
    path = f"/filings/{citizen.case}"
    body: Any
    for body in (
        *({"code": word()}, {"code": citizen.code, word(): 1}, {"code": [citizen.code]}, {word(): word()}),
        *({"code": with_check_digit(f"{number:015}")} for number in (1, 2)),
        citizen.code.encode(),
        f'{{"code": "{citizen.code}", "code": "{word()}"}}'.encode(),
    ):
        for end in ("openings", "messages"):
            yield citizen.post(f"{path}/{end}", body)
    for members in ({"type": word()}, {"type": "RemedyConfirmed", "remedy": word()}, {"words": words(town)}):
        yield citizen.post(f"{path}/messages", {"code": citizen.code, **members})
    town.sign_in()
    headers = town.sessions["intake"]
    yield citizen.post(f"{path}/receipts", {"auth": word()}, **headers)
    yield citizen.post(f"{path}/receipts", {"auth": "callback", word(): 1}, **headers)


def wrong_ways(town: ServedTown, citizen: Citizen) -> Iterator[Any]:
    """Paths, query strings and heads with markers and with the code itself, with and without a session."""
    client, word = town.client, town.word
    for path in (
        *(f"/filings/{word()}", f"/filings/{citizen.code}", f"/claims/{word()}", f"/nowhere/{word()}"),
        *(f"/errors/{word()}", f"/tile/{word()}", f"/bundles/claim/{word()}", f"/proofs/{word()}"),
        *(f"/grievances/{word()}/reads", f"/officials/{word()}/decisions", f"/consultations/{word()}"),
        *(f"/attachments/{word()}?stream={word()}", f"/attachments/{'ab' * 32}?stream={word()}"),
        *(f"/claims?{word()}={word()}", f"/claims?after={word()}&limit={word()}", f"/queue?at={word()}"),
        *(f"/search?q={word()}", f"/filings/{citizen.case}?code={citizen.code}"),
        *(f"/sso/back?code={word()}&state={word()}", f"/sso/start?{word()}", f"/session?{word()}"),
        *(f"/claims/{NOWHERE}?as_seen_by={word()}", f"/filings/%00{word()}", f"/metrics/{word()}"),
    ):
        for session in ({}, town.sessions["officer-2"]):
            yield client.get(path, headers=session)
        yield client.request("PUT", path, content=word().encode())
        yield client.request("DELETE", path, headers={"authorization": f"Bearer {word()}"})
    for name in (
        *("authorization", "accept-language", "cookie", "user-agent", "referer", "x-forwarded-for"),
        *(
            "if-match",
            "if-none-match",
            "last-event-id",
            "range",
            "forwarded",
            "origin",
            "accept",
            "traceparent",
        ),
        *("signature", "signature-input", "content-digest", "expect", "x-request-id", "accept-encoding"),
    ):
        yield client.get("/session", headers={name: word()})
    yield client.get("/changes", headers={"last-event-id": word()} | town.sessions["officer-2"])
    yield client.get("/session", headers={"x-much": word() * 500})
    yield client.request("CANARY-METHOD", "/session")


def wrong_statements(town: ServedTown) -> Iterator[Any]:
    """Statements, sign-ins, questions and files that are refused, each with markers."""
    client, word, officer = town.client, town.word, town.sessions["officer-2"]
    holder = town.stage.cast["intake"]
    says = acts.application(town.stage.shared["rules"], town.stage.time.today)
    stream = f"claim/{town.stage.author.identifier()}"
    composed = [
        town.author.compose(stream, says, by=holder.actor, keys=[holder.key], sealed={"applicant/name": "ก"})
        for _ in range(2)
    ]
    crossed = (
        (body_of(composed[0])[: -len(canonical(list(composed[0].disclosures))) - 1])
        + canonical(list(composed[1].disclosures))
        + b"}"
    )
    naked = format_envelope(sign_envelope(canonical({"id": word(), "text": word()}), [holder.key]))
    coded = base64.b64encode(word().encode()).decode()
    bodies = [
        *(crossed, naked, body_of(composed[0])[:-30], word().encode(), composed[0].envelope),
        json.dumps({"payload": coded, "payloadType": word(), "signatures": []}).encode(),
        json.dumps({"envelope": {}, "disclosures": [coded], word(): 1}).encode(),
    ]
    for sent in bodies:
        yield client.post("/statements", content=sent, headers=ONE)
        yield client.post("/statements", content=sent + b"\n" + sent, headers=MANY)
        yield client.post("/sessions", content=sent, headers=ONE)
    body: Any
    claim = next(name for _, name in town.stage.ledger.store.streams("claim", limit=1))
    for body in (
        *({"stream": word(), "purpose": "decision"}, {"stream": claim, "purpose": word()}),
        {"stream": claim, "purpose": "decision", "names": [word()]},
    ):
        yield client.post("/openings", json=body, headers=officer)
    programme = town.stage.shared["rules"].stream.partition("/")[2]
    for body in (
        {"words": [word()]},
        {"national_id": word()},
        {"programme": programme, "national_id": word()},
    ):
        yield client.post("/searches", json=body, headers=officer)
    for content in (
        b"MZ\xff" + word().encode(),
        made.jpeg(tail=word().encode()),
        b"\xef\xbb\xbf" + word().encode(),
    ):
        yield upload(town, content)


def rude(town: ServedTown, citizen: Citizen) -> None:
    """Bytes that are no HTTP, or end in the middle of it."""
    for sent in (
        f"{town.word()}\r\n\r\n",
        f"GET /{town.word()} HTTP/9.{town.word()}\r\n\r\n",
        f"GET /filings/{citizen.code} HTTP/1.1\r\n{town.word()}\r\n\r\n",
        f"POST /filings HTTP/1.1\r\nhost: x\r\ncontent-length: {town.word()}\r\n\r\n",
        f"POST /filings HTTP/1.1\r\nhost: x\r\ntransfer-encoding: {town.word()}\r\n\r\n",
        f"POST /filings HTTP/1.1\r\nhost: x\r\ntransfer-encoding: chunked\r\n\r\nZZ{town.word()}\r\n",
        f"POST /filings HTTP/1.1\r\nhost: x\r\ncontent-length: 900\r\n\r\n{{{town.word()}",
        f"POST /filings HTTP/1.1\r\nhost: x\r\ncontent-length: 300000\r\n\r\n{town.word() * 5000}",
        f"GET /x HTTP/1.1\r\nhost: {town.word()}\r\nx: {town.word() * 2000}\r\n\r\n",
    ):
        with socket.create_connection(("127.0.0.1", town.ports[0]), 10) as connection, suppress(OSError):
            connection.sendall(sent.encode())
            connection.shutdown(socket.SHUT_WR)
            while content := connection.recv(65536):
                town.heard.refusals.append(content)


def readings(town: ServedTown) -> Iterator[Any]:
    """Whatever there is to read, read by everybody: lists, tables, cases, bundles, who read, openings."""
    store = town.stage.ledger.store
    streams = [name for kind in ("claim", "grievance") for _, name in store.streams(kind, limit=100)]
    numbers = [one for one in town.author.markers if one.isdigit()]
    programme = town.stage.shared["rules"].stream.partition("/")[2]
    asked = [{"words": town.author.markers[0]}, {"programme": programme, "national_id": numbers[0]}]
    for who in READERS:
        session = town.sessions[who]
        for path in ("/claims", "/grievances", "/queue", "/mandates", "/commitments", "/consultations"):
            for accept in ("application/json", "text/csv"):
                yield town.client.get(path, headers=session | {"accept": accept})
        for body in asked:
            yield town.client.post("/searches", json=body, headers=session)
        yield town.client.get("/search?q=district", headers=session)
        for stream in streams:
            kind, _, name = stream.partition("/")
            for path in (f"/{kind}s/{name}", f"/{kind}s/{name}/reads", f"/bundles/{kind}/{name}"):
                yield town.client.get(path, headers=session)
            yield town.client.post("/openings", json={"stream": stream, "purpose": "review"}, headers=session)
    listening = town.sessions["oversight"] | {"last-event-id": "0"}
    with town.client.stream("GET", "/changes", headers=listening) as heard:
        lines = heard.iter_raw()
        town.heard.answers.append(b"".join(next(lines) for _ in range(3)))
