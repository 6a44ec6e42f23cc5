"""The files of the pages: read once, and served under an address that tells their bytes.

The address holds a digest of the whole tree: style, letters and scripts find each other by relative paths,
a script has one address and so is one module, and a cheap phone asks for nothing twice. Under another digest
(of a process before or after this one) and under none the same bytes are served, and asked about each time.
"""

import gzip
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Final

from fastapi import APIRouter, Request
from starlette.responses import Response

from api.languages import qualities
from api.log_files import FOR_EVER
from api.problems import Problem
from api.tags import unless_had

FOLDER: Final = Path(__file__).parent / "static"
MEDIA: Final[Mapping[str, str]] = {
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".png": "image/png",
    ".svg": "image/svg+xml",
    ".txt": "text/plain; charset=utf-8",
    ".webmanifest": "application/manifest+json",
    ".woff2": "font/woff2",
}
"""What a file may be; the host's own table differs from host to host."""
ASKED: Final = {"cache-control": "no-cache"}
WORKER: Final = {
    # The policy of a worker is that of its script, not that of the pages it works for.
    "content-security-policy": "default-src 'none'; connect-src 'self'; script-src 'self'",
}
ROOT: Final[Mapping[str, str]] = {
    "favicon.svg": "icons/icon.svg",
    "manifest.webmanifest": "manifest.webmanifest",
    "robots.txt": "robots.txt",
    "sw.js": "js/sw.js",
}
"""What browsers and robots look for at the root; a service worker has power below its own address alone."""

router: Final = APIRouter(include_in_schema=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Asset:
    """One file: its media type, its bytes, their SHA-256, and them packed if that is a tenth shorter."""

    media: str
    plain: bytes
    digest: str
    packed: bytes | None

    @classmethod
    def of(cls, path: Path) -> "Asset":
        """Read the file at ``path``.

        Raises:
            KeyError: Nobody said what files of its kind are.
        """
        plain = path.read_bytes()
        packed = gzip.compress(plain, 9, mtime=0)
        shorter = len(packed) < len(plain) * 0.9
        return cls(
            media=MEDIA[path.suffix],
            plain=plain,
            digest=sha256(plain).hexdigest(),
            packed=packed if shorter else None,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Tree:
    """All files below a folder by their names in it, and 12 hex digits that follow from names and bytes."""

    files: Mapping[str, Asset]
    digest: str

    @classmethod
    def below(cls, folder: Path) -> "Tree":
        """Read what lies in ``folder``."""
        paths = {path.relative_to(folder).as_posix(): path for path in folder.rglob("*") if path.is_file()}
        files = {name: Asset.of(paths[name]) for name in sorted(paths)}
        said = "".join(f"{one.digest} {name}\n" for name, one in files.items())
        return cls(files=files, digest=sha256(said.encode()).hexdigest()[:12])


@cache
def tree() -> Tree:
    """Return the files of the pages, as they were when they were first asked for."""
    return Tree.below(FOLDER)


def url(name: str) -> str:
    """Return the address of the file ``name``, such as ``ui.css`` or ``js/keys.js``.

    Raises:
        KeyError: There is no such file.
    """
    if name not in tree().files:
        raise KeyError(name)
    return f"/static/{tree().digest}/{name}"


@router.get("/static/{path:path}")
async def static(request: Request, path: str) -> Response:
    """Return one of the known files: for ever under the digest of now, else to be asked about again."""
    digest, _, name = path.partition("/")
    if digest == tree().digest:
        return _answer(request, name, FOR_EVER)
    return _answer(request, name if _is_digest(digest) else path, ASKED)


@router.get("/favicon.svg")
@router.get("/manifest.webmanifest")
@router.get("/robots.txt")
@router.get("/sw.js")
async def at_root(request: Request) -> Response:
    """Return the file that is looked for at the root."""
    name = request.url.path.removeprefix("/")
    return _answer(request, ROOT[name], ASKED | (WORKER if name == "sw.js" else {}))


def _is_digest(text: str) -> bool:
    return len(text) == 12 and set(text) <= set("0123456789abcdef")


def _answer(request: Request, name: str, headers: Mapping[str, str]) -> Response:
    """Return the file ``name``, packed where the reader takes that.

    Raises:
        Problem: 404 ``not_found``.
    """
    asset = tree().files.get(name)
    if asset is None:
        raise Problem(404, "not_found")
    body, coded, more = asset.plain, {}, dict(headers)
    if asset.packed is not None:
        more["vary"] = "accept-encoding"
        taken = dict(qualities(request.headers.get("accept-encoding")))
        if taken.get("gzip", taken.get("*", 0.0)) > 0:
            body, coded = asset.packed, {"content-encoding": "gzip"}
    return unless_had(request, asset.digest, more, lambda: Response(body, 200, coded, asset.media))
