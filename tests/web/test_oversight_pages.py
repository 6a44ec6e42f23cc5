"""The pages of oversight without a browser: for whom they are, what is on record of a look."""

import json
import re
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import fields, replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from api.report_desk import Desk
from api.web.oversight import admitting, replay
from api.web.oversight.gist import TELLING
from api.web.oversight.moments import Asked, change
from api.web.oversight.questions import POPULATIONS
from api.web.rendering import sentence
from api.web.words.labels import NAMED, label
from ledger.application import randomness
from ledger.application.access import What
from ledger.application.enrolment import Grant, enrol_key, grant_mandate
from ledger.application.errors import AccessNotRecorded
from ledger.application.keyring import Holder, Keyring
from ledger.application.openings import HOLDER, Openings
from ledger.application.replay import replay as replayed
from ledger.application.replies import Reply, write_reply
from ledger.application.signing_in import SignIn, write_sign_in
from ledger.application.stories.cast import record
from ledger.cli.edges import author
from ledger.domain.casework.events import ErasedFields, PersonalDataErased
from ledger.domain.catalogue import EVENTS
from ledger.domain.codes import Custody, Role
from ledger.domain.types import Code, Sealed, Seen
from ledger.projections.reports.catalogue import REPORTS
from ledger.signing.forms import to_base64
from tests.web.citizens import Somebody
from tests.web.served import ORIGIN, Site

OVERSEERS = {"oversight", "auditor"}
NOT_THEIRS = ("officer-1", "registrar", "volunteer-social", "participant-1", "custodian")


def routes(site: Site) -> list[tuple[str, str, bool]]:
    """Method and path of every page here, and whether the custodian sees it."""
    claim, audit = site.streams["grandmother"]["claim"], f"/watch/audits/{site.streams['visit']['audit'][6:]}"
    officer = f"/watch/officials/{actor(site, 'officer-1')}"
    return [
        *(("GET", path, True) for path in ("/watch", "/watch/log")),
        ("POST", "/watch/log", True),
        *(("GET", f"/watch/{path}", False) for path in ("cases", "find", "officials", "reports")),
        *(("GET", f"/watch/{claim}{more}", False) for more in ("", "/seen-by/71", "/between", "/reads")),
        ("GET", f"/watch/{claim}/bundle.zip", False),
        *(("GET", f"{officer}{more}", False) for more in ("", "/decisions.csv", "/reports/R01")),
        *(("GET", f"/watch/{path}", False) for path in ("offices/example-municipality", "reports/R05")),
        *(("GET", f"/watch/{path}", False) for path in ("reports/R05/report.csv", "entries/71")),
        *(("GET", path, False) for path in ("/watch/audits", "/watch/audits/new", audit)),
        ("GET", f"{audit}/finding?case={site.streams['visit']['claim:2']}", False),
        *(("POST", path, False) for path in ("/watch/find", f"/watch/{claim}/opened", audit)),
        *(("POST", path, False) for path in ("/watch/audits/new", "/watch/audits/frame")),
        *(("POST", path, False) for path in ("/watch/reports/R05", f"{officer}/reports/R05")),
    ]


def actor(site: Site, name: str) -> str:
    return Keyring(site.settings.keys).load(name).actor.partition("/")[2]


def told(page: str) -> str:
    """Return what a page says, without the frame that names its own address."""
    return page.partition('id="main"')[2].partition("</main>")[0]


def asked(somebody: Somebody, method: str, path: str) -> Any:
    return somebody.get(path) if method == "GET" else somebody.post(path, q="")


@pytest.fixture
def people(site: Site) -> Iterator[Callable[[str | None], Somebody]]:
    """Makes somebody who stepped into a role; None: a stranger."""
    with ExitStack() as leaving:

        def come(name: str | None) -> Somebody:
            somebody = Somebody(site)
            leaving.callback(somebody.client.close)
            if name is not None:
                somebody.enter(name)
            return somebody

        yield come


@pytest.fixture
def watcher(people: Callable[[str | None], Somebody]) -> Somebody:
    return people("oversight")


@pytest.fixture(scope="module")
def limited(site: Site) -> Holder:
    """Somebody who oversees one district, in which nothing of the stories lies."""
    keyring, here = Keyring(site.settings.keys), replace(author(ORIGIN), instant=site.time.instant)
    quorum = [keyring.load(f"root-{number}") for number in (1, 2, 3)]
    holder = keyring.create("limited", f"actor/{here.identifier()}", randomness.seed)
    registry, start = site.ledger.registry_stream, site.time.today
    grant = Grant(role=Role.OVERSIGHT, office="example-oversight", line="far", start=start, areas=("1234",))
    granted = grant_mandate(here, registry, holder, grant, grantors=quorum)
    enrolled = enrol_key(here, registry, holder, custody=Custody.SELF, grantors=quorum)
    record(site.ledger, [granted, enrolled])
    return holder


@pytest.fixture
def far(site: Site, limited: Holder, people: Callable[[str | None], Somebody]) -> Somebody:
    somebody = people(None)
    said = SignIn(ORIGIN, to_base64(randomness.salt(), url=True), site.time.now() + timedelta(minutes=2))
    envelope = write_sign_in(said, limited.key).decode()
    assert somebody.post("/sign-in", envelope=envelope, next="/me").status_code == 303
    return somebody


def test_every_page_is_for_oversight_and_nobody_else_learns_of_it(
    site: Site, people: Callable[[str | None], Somebody]
) -> None:
    stranger, overseer = people(None), people("oversight")
    nobody = {name: people(name) for name in NOT_THEIRS}
    missing = told(nobody["officer-1"].get("/watch/nothing").text)
    for method, path, custody in routes(site):
        answer = asked(stranger, method, path)
        assert (answer.status_code, answer.headers["location"][:9]) == (303, "/sign-in?"), path
        for name, somebody in nobody.items():
            answer = asked(somebody, method, path)
            if custody and name == "custodian":
                assert answer.status_code == 200, path
            else:
                assert answer.status_code == 404, (name, path)
                assert told(answer.text) == missing
        assert asked(overseer, method, path).status_code in {200, 303, 422, 400}, path


def test_a_mandate_with_limits_reaches_no_case_no_report_and_no_audit_beyond_them(
    site: Site, far: Somebody, monkeypatch: pytest.MonkeyPatch
) -> None:
    claim = site.streams["grandmother"]["claim"]
    for path in (f"/watch/{claim}", f"/watch/{claim}/reads", "/watch/entries/71", "/watch/audits"):
        assert far.get(path).status_code == 404, path
    assert claim not in far.get("/watch/cases").text
    assert far.get("/watch/reports/R01").status_code == 403
    assert "ไม่มีคำสั่ง" in far.get(f"/watch/officials/{actor(site, 'officer-1')}").text
    assert "ไม่มีคำสั่ง" in far.get("/watch/offices/example-municipality").text
    monkeypatch.setattr(admitting, "may_read_log", lambda *_: True)
    assert far.get("/watch/audits").status_code == 200  # that rule alone keeps them out


def test_each_look_at_a_case_is_on_record_before_it_is_shown(
    site: Site, watcher: Somebody, monkeypatch: pytest.MonkeyPatch
) -> None:
    claim = site.streams["fear"]["claim"]
    for path, more in ((f"/watch/{claim}?v=2", 1), (f"/watch/{claim}/between?than=1&v=2", 2)):
        before = len(site.ledger.access.reads(claim))
        assert watcher.get(path).status_code == 200
        reads = site.ledger.access.reads(claim)
        assert len(reads) == before + more
        assert reads[-1].access.what is What.FILE
        assert reads[-1].access.targets[0].version == 2

    def fails(*_: object) -> int:
        raise AccessNotRecorded("nowhere to record it")

    monkeypatch.setattr(site.ledger.access, "record", fails)
    for path in (f"/watch/{claim}", f"/watch/{claim}/bundle.zip", "/watch/reports/R01"):
        answer = watcher.get(path)
        assert answer.status_code == 503, path
        assert "timeline__what" not in answer.text
    monkeypatch.setattr(site.ledger.access, "record", lambda _access: 0)
    assert "timeline__what" in watcher.get(f"/watch/{claim}").text  # the record alone stands in the way


def test_what_is_sealed_opens_on_request_with_a_verdict_for_each_field(site: Site, watcher: Somebody) -> None:
    claim = site.streams["grandmother"]["claim"]
    opened = watcher.post(f"/watch/{claim}/opened")
    assert opened.status_code == 200
    assert "content-encoding" not in opened.headers
    assert "เปิดเผย" in opened.text or "ปิดไว้" in opened.text
    last = site.ledger.access.reads(claim)[-1]
    assert (last.access.what, last.access.purpose) == (What.SEALED, "oversight")
    assert "ข้อมูลปิดผนึก" in watcher.get(f"/watch/{claim}/reads").text


def test_what_was_erased_is_named_with_whoever_erased_it(site: Site, watcher: Somebody) -> None:
    keyring, here = Keyring(site.settings.keys), replace(author(ORIGIN), instant=site.time.instant)
    bodies, claim = (
        [keyring.load(name) for name in ("custodian", "oversight")],
        site.streams["cousin"]["claim"],
    )
    field = next(one for one in Openings(site.ledger, site.time.now).look(claim, HOLDER) if one.version == 1)
    targets = (ErasedFields(version=1, fields=(Sealed(str(field.name)),)),)
    head = site.ledger.store.stream(claim)[-1]
    says = PersonalDataErased(basis=Code("request"), targets=targets)
    seen, keys = Seen(head.version, head.leaf.hex()), [one.key for one in bodies]
    record(site.ledger, [here.compose(claim, says, by=bodies[0].actor, keys=keys, seen=seen)])
    words = label(str(field.name), "th")
    by = f"/watch/officials/{bodies[0].actor[6:]}"
    replayed_page = told(watcher.get(f"/watch/{claim}").text).partition("ข้อมูลส่วนบุคคล")[2]
    assert f"ลบแล้ว: {words}" in replayed_page
    assert by in replayed_page
    opened = told(watcher.post(f"/watch/{claim}/opened").text)
    assert label("erased", "th", "Verdict") in opened
    assert by in opened


def test_a_related_case_is_told_to_whoever_may_open_it_alone(
    site: Site, watcher: Somebody, monkeypatch: pytest.MonkeyPatch
) -> None:
    grievance, claim = (site.streams["grandmother"][kind] for kind in ("grievance", "claim"))
    determined = next(
        row.index for row in site.ledger.store.stream(grievance) if row.type == "GrievanceDetermined"
    )
    path = f"/watch/{grievance}/seen-by/{determined}"
    assert f"/watch/{claim}/seen-by/{determined}" in watcher.get(path).text
    monkeypatch.setattr(replay, "may_open", lambda *_: False)
    assert f"/watch/{claim}/seen-by/" not in watcher.get(path).text


def test_a_case_is_found_by_its_number_by_its_id_and_by_words(site: Site, watcher: Somebody) -> None:
    claim, grievance = (site.streams["grandmother"][kind] for kind in ("claim", "grievance"))
    assert watcher.post("/watch/find", q=claim).headers["location"] == f"/watch/{claim}"
    assert watcher.post("/watch/find", q=claim[6:]).headers["location"] == f"/watch/{claim}"
    told = json.loads((site.settings.keys / "demonstration.json").read_bytes())
    number = " ".join(re.findall("..", told["case"])).translate(str.maketrans("0123456789", "๐๑๒๓๔๕๖๗๘๙"))
    assert watcher.post("/watch/find", q=number).headers["location"] == f"/watch/{grievance}"
    assert "example-municipality" in watcher.post("/watch/find", q="เทศบาลตำบลตัวอย่าง").text
    nobody = watcher.post("/watch/find", q="คำที่ไม่มีใครเขียนเลย")
    assert (nobody.status_code, "ไม่พบเรื่อง" in nobody.text) == (200, True)
    assert site.ledger.access.reads(site.ledger.registry_stream)[-1].access.what is What.SEARCH
    assert watcher.post("/watch/find", q="").status_code == 422
    assert watcher.post("/watch/find", q="1-2345-67890-12-3").status_code == 422


def test_lists_go_on_page_by_page_and_a_cursor_serves_its_own_question_alone(
    site: Site, watcher: Somebody, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("api.web.oversight.paging.LIMIT", 2)
    monkeypatch.setattr("api.web.oversight.paging.turn_of.__defaults__", (2,))
    path, seen = "/watch/cases?of=grievance", list[str]()
    while path:
        text = watcher.get(path).text
        seen += re.findall('href="/watch/(grievance/[0-9a-f-]{36})"', text)
        onwards = re.search('href="([^"]+)" rel="next"', text)
        path = "" if onwards is None else onwards[1].replace("&amp;", "&")
        if path and len(seen) == 2:
            assert watcher.get(path.replace("of=grievance", "of=claim")).status_code == 400
    assert len(seen) == len(set(seen)) > 4
    assert set(seen) >= {
        streams[kind] for streams in site.streams.values() for kind in streams if kind == "grievance"
    }


def test_an_official_has_mandates_keys_decisions_and_a_table_of_them(site: Site, watcher: Somebody) -> None:
    page = watcher.get(f"/watch/officials/{actor(site, 'officer-1')}").text
    assert "ผู้ลงนามเก็บกุญแจเอง" in page
    assert f'/watch/{site.streams["grandmother"]["claim"]}?v=4"' in page
    table = watcher.get(f"/watch/officials/{actor(site, 'officer-1')}/decisions.csv")
    assert table.headers["content-type"].startswith("text/csv")
    lines = table.content.decode("utf-8-sig").splitlines()
    assert len(lines) == 1 + page.count("/seen-by/")
    stolen = watcher.get(f"/watch/officials/{actor(site, 'volunteer-outside')}").text
    assert "กุญแจอาจอยู่ในมือผู้อื่น" in stolen
    office = watcher.get("/watch/offices/example-municipality").text
    assert office.count("/seen-by/") >= page.count("/seen-by/")
    assert watcher.get("/watch/offices/nowhere").status_code == 404


def test_a_signed_reply_stands_beside_its_row_and_a_foreign_one_is_refused(
    site: Site, watcher: Somebody
) -> None:
    path = f"/watch/officials/{actor(site, 'officer-1')}/reports/R01"
    page = watcher.get(path).text
    others = [name for name in ("officer-2", "supervisor-city") if actor(site, name) in page]
    assert others == []
    issued = json.loads(watcher.get("/watch/reports/R01/report.json").content)
    row = f"actor/{actor(site, 'officer-1')}"
    said = Reply(ORIGIN, issued["reproduce"]["result_digest"], row, "สองเดือนนั้นย้ายที่ทำการ")
    keyring = Keyring(site.settings.keys)
    own = write_reply(said, keyring.load("officer-1").key).decode()
    assert said.text in watcher.post(path, reply=own).text
    assert said.text in watcher.post("/watch/reports/R01", reply=own).text
    foreign = watcher.post(path, reply=write_reply(said, keyring.load("officer-2").key).decode())
    assert (foreign.status_code, said.text in foreign.text) == (422, False)


def test_the_public_reads_the_issue_of_the_month_and_no_person(
    people: Callable[[str | None], Somebody],
) -> None:
    anybody = people(None)
    open_ones = [name for name, report in REPORTS.items() if "public" in report.tiers]
    listed = anybody.get("/numbers").text
    for name in REPORTS:
        assert (f"/numbers/{name}" in listed) == (name in open_ones)
        answer = anybody.get(f"/numbers/{name}")
        assert answer.status_code == (200 if name in open_ones else 404), name
        assert "actor/" not in answer.text
        assert "/watch/" not in answer.text
    assert anybody.get("/numbers/R01?unit=official").status_code == 422
    assert anybody.get("/numbers/R01?from=1/2569&to=3/2569").status_code == 422


def test_a_report_that_takes_long_says_so_kindly(
    site: Site, watcher: Somebody, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("api.report_desk.PATIENCE", 0.0)
    answer = watcher.get("/watch/reports/R05")
    assert answer.status_code == 503
    assert '<meta http-equiv="refresh" content="30">' in answer.text
    assert Desk.__name__ not in answer.text


def test_a_day_is_one_on_which_the_case_was_there(site: Site, watcher: Somebody) -> None:
    claim = site.streams["grandmother"]["claim"]
    for typed, code in (("1/1/2569", "day_before_case"), ("1/1/2600", "day_ahead"), ("มะรืน", "day_form")):
        answer = watcher.get(f"/watch/{claim}?on={typed}")
        assert answer.status_code == 422
        assert sentence(code, "th").title in answer.text
        assert f'value="{typed}"' in answer.text
    assert watcher.get(f"/watch/{claim}?on={site.time.today.isoformat()}").status_code == 200


def test_two_moments_differ_by_what_came_between(site: Site) -> None:
    claim = site.streams["grandmother"]["claim"]
    history = [row.index for row in site.ledger.store.stream(claim)]
    first, last = (replayed(site.ledger, claim, at=history[version - 1]) for version in (4, 9))
    found = change(first, last)
    assert [one.version for one in found.entries] == [5, 6, 7, 8, 9]
    assert "not_notified" not in found.flags_new
    same = change(last, last)
    assert (same.entries, same.flags_gone, same.flags_new, same.clocks) == ((), (), (), ())


def test_a_day_is_over_at_its_last_moment_in_bangkok() -> None:
    found = Asked(on=date(2026, 2, 12)).at([])
    assert found == datetime(2026, 2, 12, 16, 59, 59, 999_000, UTC)


def test_the_gist_names_members_and_lists_that_there_are() -> None:
    types = {name: kind for (name, _), kind in EVENTS.items()}
    for name, telling in TELLING.items():
        known = {field.name for field in fields(types[name])}  # type: ignore[arg-type]
        for path, kind in telling:
            assert path.partition(".")[0] in known, (name, path)
            assert kind in NAMED, kind


def test_every_population_of_a_report_has_words() -> None:
    asked_for = {word for report in REPORTS.values() for word in report.populations}
    assert asked_for == POPULATIONS.keys()
