"""The files that pages are dressed in: what is served is what is committed, small, and asked for once."""

import gzip
import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient

from api.limits import Limits
from api.refusing import refuse_by_rule
from api.web import assets
from api.web.assets import FOLDER, Asset, Tree, tree, url

WEB: Final = Path(__file__).parents[2] / "web"
STYLE_BYTES: Final = 17 * 1024
FONT_BYTES: Final = 13 * 1024
UNREACHED: Final = ("E404", "ETARGET", "EAI_AGAIN", "ECONNREFUSED", "ECONNRESET", "ENOTFOUND", "ETIMEDOUT")


@pytest.fixture
def client() -> Iterator[TestClient]:
    app = FastAPI(openapi_url=None)
    app.add_middleware(Limits)
    app.include_router(assets.router)
    refuse_by_rule(app)
    with TestClient(app) as opened:
        yield opened


def test_a_file_is_kept_for_ever_under_the_digest_of_now_alone(client: TestClient) -> None:
    now = client.get(url("ui.css"))
    assert now.status_code == 200
    assert now.headers["cache-control"] == "public, max-age=31536000, immutable"
    for other in ("/static/ui.css", "/static/0123456789ab/ui.css"):
        answer = client.get(other)
        assert answer.content == now.content
        assert answer.headers["cache-control"] == "no-cache"
        had = client.get(other, headers={"if-none-match": answer.headers["etag"]})
        assert (had.status_code, had.content) == (304, b"")


def test_another_byte_or_another_name_gives_another_address(tmp_path: Path) -> None:
    digests: set[str] = set()
    for name, text in (("a.css", "a{}"), ("a.css", "b{}"), ("b.css", "b{}")):
        folder = tmp_path / str(len(digests))
        folder.mkdir()
        (folder / name).write_text(text)
        digests.add(Tree.below(folder).digest)
    assert len(digests) == 3


def test_a_reader_gets_it_packed_if_they_take_that(client: TestClient) -> None:
    plain = (FOLDER / "ui.css").read_bytes()
    for accepted, coded in (
        ("gzip", "gzip"),
        ("br, *", "gzip"),
        ("identity", None),
        ("gzip;q=0, *", None),
        ("", None),
    ):
        answer = client.get(url("ui.css"), headers={"accept-encoding": accepted})
        assert (answer.headers.get("content-encoding"), answer.content) == (coded, plain), accepted
        assert answer.headers["vary"] == "accept-encoding"
        assert int(answer.headers["content-length"]) == len(gzip.compress(plain, 9) if coded else plain)


def test_every_file_is_served_as_what_it_is(client: TestClient) -> None:
    assert tree().files
    for name, asset in tree().files.items():
        answer = client.get(url(name))
        assert answer.content == (FOLDER / name).read_bytes()
        assert answer.headers["content-type"] == asset.media
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert int(client.head(url(name)).headers["content-length"]) > 0


def test_what_is_looked_for_at_the_root_is_there(client: TestClient) -> None:
    kinds = {
        "favicon.svg": "image/svg+xml",
        "manifest.webmanifest": "application/manifest+json",
        "robots.txt": "text/plain; charset=utf-8",
    }
    for name, media in kinds.items():
        answer = client.get(f"/{name}")
        assert (answer.status_code, answer.headers["content-type"]) == (200, media)
        assert answer.headers["cache-control"] == "no-cache"
    assert client.get("/robots.txt").text == "User-agent: *\nDisallow: /\n"


def test_a_worker_may_fetch_and_its_pages_scripts_may_not_be_foreign(
    client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Under the policy of other answers a service worker could not fetch what it is there to keep."""
    worker = Asset(media="text/javascript; charset=utf-8", plain=b"", digest="", packed=None)
    monkeypatch.setattr(assets, "tree", lambda: Tree(files={"js/sw.js": worker}, digest="0" * 12))
    answer = client.get("/sw.js")
    assert answer.headers["content-security-policy"] == (
        "default-src 'none'; connect-src 'self'; script-src 'self'"
    )
    monkeypatch.setattr(assets, "tree", lambda: Tree(files={}, digest="0" * 12))
    assert client.get("/sw.js").status_code == 404


@pytest.mark.parametrize(
    "path", ["..%2fassets.py", "%2e%2e/assets.py", "fonts", "", "0123456789ab/", "fonts/", "/etc/passwd"]
)
def test_nothing_but_known_files_is_served(client: TestClient, path: str) -> None:
    answer = client.get(f"/static/{path}")
    assert (answer.status_code, answer.json()["code"]) == (404, "not_found")


def test_a_page_cannot_name_a_file_that_is_not_there() -> None:
    with pytest.raises(KeyError):
        url("ui.scss")


def test_a_file_of_an_unknown_kind_is_found_before_anybody_asks_for_it(tmp_path: Path) -> None:
    (tmp_path / "photo.jpg").touch()
    with pytest.raises(KeyError):
        Tree.below(tmp_path)


def test_the_style_names_only_letters_that_are_there() -> None:
    style = tree().files["ui.css"].plain.decode()
    named = set(re.findall(r"url\(([^)]*)\)", style))
    fonts = {f'"{name}"' for name in tree().files if name.endswith(".woff2")}
    assert named == fonts


def test_a_bad_line_carries_it() -> None:
    files = tree().files
    assert len(files["ui.css"].packed or b"") <= STYLE_BYTES
    fonts = {name: len(one.plain) for name, one in files.items() if name.endswith(".woff2")}
    assert len(fonts) == 8
    assert max(fonts.values()) <= FONT_BYTES


def test_the_committed_style_and_letters_are_what_their_sources_make(tmp_path: Path) -> None:
    if shutil.which("npm") is None:
        pytest.skip("no npm: the style is not compiled again")
    folder = tmp_path / "web"
    shutil.copytree(WEB, folder, ignore=shutil.ignore_patterns("node_modules"))
    brought = run(folder, "ci", "--fetch-retries=0", "--prefer-offline")
    if brought.returncode and any(f"code {one}\n" in brought.stderr for one in UNREACHED):
        pytest.skip("npm brings nothing here: the style is not compiled again")
    assert brought.returncode == 0, brought.stderr
    made = run(folder, "run", "--silent", "build")
    assert made.returncode == 0, made.stderr
    assert made.stdout.encode() == (FOLDER / "ui.css").read_bytes()

    for font in (FOLDER / "fonts").glob("*.woff2"):
        family = re.sub("-(thai|latin)-[47]00-normal.woff2$", "", font.name)
        package = folder / "node_modules" / "@fontsource" / family
        assert font.read_bytes() == (package / "files" / font.name).read_bytes()
        assert (FOLDER / "fonts" / f"{family}.txt").read_bytes() == (package / "LICENSE").read_bytes()

    (folder / "_thai.scss").write_text((folder / "_thai.scss").read_text().replace("1.55", "1.09"))
    assert run(folder, "run", "--silent", "build").stdout != made.stdout


def run(folder: Path, *words: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(["npm", *words], cwd=folder, text=True, capture_output=True, check=False)


def test_the_lock_pins_what_it_names_and_names_no_host() -> None:
    lock = (WEB / "package-lock.json").read_text()
    assert "resolved" not in lock
    assert lock.count('"integrity"') == lock.count('"node_modules/')
