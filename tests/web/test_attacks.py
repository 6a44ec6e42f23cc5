"""The frame of the pages under attack: other sites' pages, forged sessions, a ledger that does not answer."""

import shutil
from collections.abc import Callable, Iterator
from datetime import date
from http.client import HTTPConnection, HTTPResponse
from json import loads
from pathlib import Path
from tempfile import SpooledTemporaryFile
from typing import Any

import pytest
from starlette.requests import Request
from starlette.testclient import TestClient

from api.web import forms, page, rendering, visiting
from ledger.application.admission import Admission, Link
from ledger.application.keyring import Keyring
from ledger.application.stories.handing_over import NOTE
from ledger.application.stories.telling import StageTime
from ledger.store.errors import StorageFull, StoreLocked
from tests.api.clients import client_of
from tests.web.served import STREAMS, Site, settings_of

BROWSER = {"accept": "text/html", "sec-fetch-site": "same-origin"}
PROGRAM = {"accept": "application/json"}
FORM = BROWSER | {"content-type": "application/x-www-form-urlencoded"}
STEP = "/demonstration/officer-1/session"
PLACES = ("/", "/sign-in", "/me", "/nowhere", "/session", "/sign-out")


@pytest.fixture(scope="module")
def client(lived: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    """A browser without scripts before the pages of a demonstration, over TLS."""
    folder = tmp_path_factory.mktemp("attacked")
    shutil.copytree(lived, folder, dirs_exist_ok=True)
    time = StageTime(date.fromisoformat(loads((folder / STREAMS).read_text())["today"]))
    settings = settings_of(folder)
    with client_of(settings, time.now, demonstration=Keyring(settings.keys)) as opened:
        opened.base_url = "https://ledger.test"
        opened.headers |= BROWSER
        opened.follow_redirects = False
        yield opened


@pytest.fixture(autouse=True)
def a_stranger(client: TestClient) -> None:
    client.cookies.clear()


def got(site: Site, target: str) -> tuple[HTTPResponse, str]:
    """What a browser gets at ``target``, sent as it is: nothing of the path is tidied on the way."""
    connection = HTTPConnection(site.url.removeprefix("http://"), timeout=30)
    try:
        connection.request("GET", target, headers=BROWSER)
        answer = connection.getresponse()
        return answer, answer.read().decode()
    finally:
        connection.close()


@pytest.mark.parametrize("target", ["//evil.example/x", "/%2fevil.example/x", "//evil.example/?next=/me"])
def test_no_page_of_ours_leads_to_another_host(
    site: Site, monkeypatch: pytest.MonkeyPatch, target: str
) -> None:
    """A path that begins with two slashes is another host's to whoever clicks on it."""
    answer, text = got(site, target)
    assert answer.status == 404
    assert 'href="//' not in text
    assert "evil" not in text
    monkeypatch.setattr(rendering, "own_path", lambda path: path)
    assert 'href="//evil.example/' in got(site, target)[1]


def test_what_stands_in_an_address_is_no_markup_and_no_header(client: TestClient) -> None:
    script = "<script>alert(1)</script>'\"\r\nset-cookie: a=b"
    for path in ("/nowhere", "/sign-in", "/", "/me"):
        answer = client.get(path, params={"next": f"/{script}", "lang": script, script: script})
        assert "<script>" not in answer.text
        assert "a" not in answer.cookies
        assert "\n" not in answer.headers.get("location", "")


def test_a_session_goes_with_our_own_forms_alone_and_cannot_be_tossed_from_a_sibling(
    client: TestClient,
) -> None:
    entered = client.post(STEP, headers=FORM)
    (cookie,) = (one for one in entered.headers.get_list("set-cookie") if one.startswith("__Host-session="))
    said = {part.strip().lower() for part in cookie.split(";")[1:]}
    assert {"secure", "httponly", "samesite=strict", "path=/"} <= said
    token = client.cookies["__Host-session"]
    client.cookies.clear()
    client.cookies.set("session", token)  # what a page of a sibling host, or of plain HTTP, could set
    assert client.get("/me").headers["location"].startswith("/sign-in")
    client.cookies.set("__Host-session", token)  # the control
    assert client.get("/me").headers["location"] == "/work"


def test_who_holds_no_key_acts_on_no_page(client: TestClient) -> None:
    """Programs and single sign-on only read, and their token in a cookie opens no page that acts."""
    state = state_of(client)
    registry = state.ledger.registry()
    by_role = {held.role: actor for actor, mandates in registry.mandates.items() for held in mandates}
    link = Link("https://id.example", "somsri", by_role["officer"])
    Admission(state.demonstration.folder).link(link, registry)
    token, _ = state.sessions.open_linked(link)
    assert client.get("/session", headers=PROGRAM | {"authorization": f"Bearer {token}"}).status_code == 200
    client.cookies.set("__Host-session", token)
    assert client.get("/me").headers["location"].startswith("/sign-in")


@pytest.mark.parametrize(
    ("error", "status", "later"),
    [(StoreLocked("busy"), 503, "1"), (StorageFull("full"), 507, None), (OSError("gone"), 500, None)],
)
def test_where_the_ledger_does_not_answer_a_page_says_so(
    client: TestClient,
    monkeypatch: pytest.MonkeyPatch,
    error: Exception,
    status: int,
    later: str | None,
) -> None:
    client.post(STEP, headers=FORM)  # a session is judged by the registry, which is what fails
    monkeypatch.setattr(state_of(client).ledger, "registry", _raising(error))
    for path in PLACES:
        answer = client.get(path)
        known = {"/nowhere": 404, "/session": 401, "/sign-out": 405}
        assert answer.status_code == known.get(path, status), path
        assert answer.headers["content-type"].startswith("text/html"), path
        assert "ไม่" in answer.text or "ไว้" in answer.text or "เรา" in answer.text
        if path == "/me":
            assert answer.headers.get("retry-after") == later
    monkeypatch.setattr(page, "visit_anyhow", visiting.visit)
    blunt = client.get("/me")
    assert (blunt.status_code, blunt.headers["content-type"]) == (500, "application/problem+json")


def test_a_page_that_takes_no_such_form_says_so_as_a_page(client: TestClient) -> None:
    answer = client.get("/sign-out")
    assert (answer.status_code, answer.headers["allow"]) == (405, "POST")
    assert answer.headers["content-type"].startswith("text/html")
    counted = state_of(client).metrics.registry.get_sample_value
    assert counted("phayan_refused_total", {"code": "method_not_allowed"}) >= 1


def test_who_sends_forms_slowly_takes_no_room_of_statements(client: TestClient) -> None:
    state = state_of(client)
    for full, form, statement in ((state.forms, 503, 400), (state.door.bodies, 303, 503)):
        left, full._left = full._left, 0
        try:
            assert client.post(STEP, content=b"a=b", headers=FORM).status_code == form
            sent = client.post("/statements", json=[], headers=PROGRAM)
            assert sent.status_code == statement
        finally:
            full._left = left


def test_a_file_that_somebody_sends_lies_on_no_disk(
    client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is evidence, and a temporary folder is read by others, backed up, and found after a crash."""
    written: list[int] = []
    rolls = SpooledTemporaryFile.rollover

    def rollover(file: SpooledTemporaryFile[bytes]) -> None:
        written.append(file.tell())
        rolls(file)

    monkeypatch.setattr(SpooledTemporaryFile, "rollover", rollover)
    story = bytes(3 * 1024 * 1024)
    assert client.portal is not None
    assert client.portal.call(forms._parts, _request(), _in_parts(story)).file("photo") == story
    assert written == []
    monkeypatch.setattr(forms, "PARTS_BYTES", 1024)
    client.portal.call(forms._parts, _request(), _in_parts(story))
    assert written != []


def test_keys_are_handed_out_nowhere_but_where_the_stories_were_lived(client: TestClient) -> None:
    """A ledger of one's own has a registrar's key of the same name in its folder."""
    state, doors = state_of(client), (STEP, "/demonstration/registrar/key")
    keyring = state.demonstration
    note, kept = keyring.folder / NOTE, (keyring.folder / NOTE).read_bytes()
    assert [client.post(path, headers=FORM).status_code for path in doors] == [303, 200]
    try:
        note.unlink()
        assert [client.post(path, headers=FORM).status_code for path in doors] == [404, 404]
        state.demonstration = None
        assert [client.post(path, headers=FORM).status_code for path in doors] == [404, 404]
    finally:
        note.write_bytes(kept)
        state.demonstration = keyring


def state_of(client: TestClient) -> Any:
    return client.app.state  # type: ignore[attr-defined]


def _raising(error: Exception) -> Callable[[], Any]:
    def fail() -> Any:
        raise error

    return fail


def _request() -> Request:
    kind = (b"content-type", b"multipart/form-data; boundary=part")
    return Request({"type": "http", "method": "POST", "path": "/file", "headers": [kind]})


def _in_parts(story: bytes) -> bytes:
    head = b'--part\r\nContent-Disposition: form-data; name="photo"; filename="a"\r\n\r\n'
    return head + story + b"\r\n--part--\r\n"
