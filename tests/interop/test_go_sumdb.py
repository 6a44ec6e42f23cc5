"""Go's checksum database reads our log: checkpoints, inclusions, consistency; it refuses a flipped bit."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.support.static_log import write_static_log

GOPATH = Path("/usr/share/gocode")  # where Debian keeps the sources of Go packages
PROGRAM = Path(__file__).with_name("check_log.go")
NAME = "ledger.example.org/2026"
SEED = bytes(range(32))
SIZES = (300, 1000)


@pytest.fixture(scope="session")
def check_log(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The compiled program; its cache lies with it, since a build needs a place to write."""
    go = shutil.which("go")
    if go is None or not (GOPATH / "src/golang.org/x/mod/sumdb/tlog").is_dir():
        pytest.skip(
            "Go or its sumdb packages are missing (Debian: golang-go, golang-golang-x-mod-dev): not tested"
        )
    folder = tmp_path_factory.mktemp("go")
    environment = {**os.environ, "GO111MODULE": "off", "GOPATH": str(GOPATH), "GOFLAGS": ""}
    environment["GOCACHE"] = str(folder / "cache")
    binary = folder / "check_log"
    subprocess.run([go, "build", "-o", binary, PROGRAM], check=True, env=environment, timeout=300)
    return binary


@pytest.fixture
def log(tmp_path: Path) -> Path:
    entries = [b"entry %d of a log that another program reads" % number for number in range(SIZES[-1])]
    write_static_log(tmp_path, entries, SIZES, SEED, NAME)
    return tmp_path


def run(program: Path, log: Path, vkey: str | None = None) -> subprocess.CompletedProcess[str]:
    vkey = vkey or (log / "vkey").read_text()
    return subprocess.run([program, log, vkey], capture_output=True, text=True, timeout=120, check=False)


def flip(path: Path, at: int) -> None:
    data = bytearray(path.read_bytes())
    data[at] ^= 1
    path.write_bytes(data)


def test_go_accepts_our_log(check_log: Path, log: Path) -> None:
    result = run(check_log, log)

    assert (result.returncode, result.stdout) == (0, "1000 entries, consistent from 300\n"), result.stderr


@pytest.mark.parametrize("sizes", [(1, 2), (256, 257), (255, 256), (512, 513), (7, 7)])
def test_go_accepts_our_log_at_the_edges_of_tiles(
    check_log: Path, tmp_path: Path, sizes: tuple[int, int]
) -> None:
    write_static_log(tmp_path, [b"entry %d" % number for number in range(sizes[1])], sizes, SEED, NAME)

    result = run(check_log, tmp_path)

    assert result.returncode == 0, result.stderr


@pytest.mark.parametrize(
    ("path", "at"),
    [
        ("checkpoint", 0),  # the origin
        ("checkpoint", 24),  # the size
        ("checkpoint", 30),  # the root
        ("checkpoint", -20),  # the signature
        ("checkpoint.old", 30),
        ("checkpoint.old", -20),
        ("tile/0/000", 0),
        ("tile/0/002", 8191),
        ("tile/0/003.p/232", 100),
        ("tile/1/000.p/3", 40),
        ("tile/0/001.p/44", 7),
        ("tile/entries/000", 10),  # an entry
        ("tile/entries/000", 1),  # its length
        ("tile/entries/003.p/232", -1),
    ],
)
def test_go_refuses_one_flipped_bit(check_log: Path, log: Path, path: str, at: int) -> None:
    flip(log / path, at)

    result = run(check_log, log)

    assert result.returncode == 1
    assert result.stdout == ""


def test_go_refuses_a_history_that_was_rewritten(check_log: Path, log: Path, tmp_path: Path) -> None:
    other = tmp_path / "other"
    write_static_log(other, [b"another entry %d" % number for number in range(1000)], SIZES, SEED, NAME)
    for path in ("checkpoint.old", "tile/0/000", "tile/0/001.p/44"):
        shutil.copy(other / path, log / path)

    assert run(check_log, log).returncode == 1


def test_go_refuses_another_key(check_log: Path, log: Path, tmp_path: Path) -> None:
    vkey = write_static_log(tmp_path / "other", [b"entry"], (1,), bytes(32), NAME)

    assert run(check_log, log, vkey).returncode == 1
