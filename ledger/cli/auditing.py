"""``phayan audit``: random audits whose sample nobody can pick and everybody can recompute."""

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from ledger.cli import options
from ledger.cli.answers import show_answers
from ledger.cli.edges import author, identifier, now
from ledger.cli.output import Exit, UsageError, command, document, note, progress
from ledger.domain.audit.beacons import round_at
from ledger.domain.audit.events import AuditPurpose

if TYPE_CHECKING:
    from ledger.application.ledger import Ledger
    from ledger.domain.types import Event
    from ledger.projections.audits.audit import Audit
    from ledger.verify.result import Report

app = typer.Typer(help="Random audits that anybody can recompute.", no_args_is_help=True)

Stream = Annotated[str, typer.Argument(help="The audit: audit/uuid.")]
Signer = Annotated[str | None, typer.Option("--as", help="The key of the folder that signs and records it.")]
Beacon = Annotated[str, typer.Option(help="The round's value in hex, or a file with the network's answer.")]
Policy = Annotated[Path | None, typer.Option(help="Log, witnesses and quorum; by default that of init.")]
Held = Annotated[
    list[Path] | None,
    typer.Option("--checkpoint", help="A file with a cosigned checkpoint that the ledger did not keep."),
]


@app.command("frame")
@command
def frame(
    file: Annotated[Path, typer.Argument(help="Gets the frame; whoever recomputes the draw needs it.")],
    purpose: Annotated[AuditPurpose, typer.Option(help="What is audited.")],
    since: Annotated[datetime, typer.Option(formats=["%Y-%m-%d"], help="First day of the acts.")],
    until: Annotated[datetime, typer.Option(formats=["%Y-%m-%d"], help="The day after the last one.")],
    strata: Annotated[
        list[str],
        typer.Option("--stratum", help="Such as `refused 1/10 appeal=none result=refuse,terminate`."),
    ],
    source: Annotated[str, typer.Option(help="The network of the beacon.")] = "drand-quicknet",
    round_: Annotated[int | None, typer.Option("--round", help="The beacon's round, still to come.")] = None,
    at: Annotated[
        str | None, typer.Option(help="The first round of this time, such as 2026-12-01T09:00Z.")
    ] = None,
    name: Signer = None,
    db: options.Db = options.DB,
    keys: options.Keys = options.KEYS,
    as_json: options.Json = False,  # noqa: FBT002
    quiet: options.Quiet = False,  # noqa: FBT002
) -> Exit:
    """Compose a frame from questions to the log, and seal it: before anybody can know what will be drawn."""
    from ledger.application import framing
    from ledger.application.assembly import open_ledger
    from ledger.domain.audit.events import Beacon
    from ledger.domain.types import Code
    from ledger.projections.audits.frames import format_frame, parse_question
    from ledger.store.files import write_durably

    chosen = round_ if at is None else round_at(source, _seconds(at))
    if chosen is None:
        raise UsageError("name the beacon's round with --round, or a time with --at and a known --source")
    period = since.date().isoformat(), until.date().isoformat()
    questions = [parse_question(text) for text in strata]
    with open_ledger(options.settings(db, keys), now, write=name is not None) as ledger:
        with progress("reading the log", quiet=quiet) as show:
            composed = framing.compose_frame(
                ledger.store, purpose, questions, period, notice=lambda _name, index: show(index + 1)
            )
        says = framing.sealing(composed, Beacon(source=Code(source), round=chosen))
        written = format_frame(composed)
        if file.exists() and file.read_bytes() != written:
            raise UsageError(
                "the file is there and holds something else; a frame may be sealed: name another"
            )
        write_durably(file, written)
        told: dict[str, Any] = {"file": str(file), "frame": composed.root, "size": composed.size}
        told["round"] = chosen
        told["strata"] = [{"name": part.name, "cases": len(part.cases)} for part in composed.parts]
        if not as_json:
            for part in composed.parts:
                rate = f"{part.num}/{part.den}"
                typer.echo(f"{part.name}: {len(part.cases)} cases, of which {rate} will be drawn")
            typer.echo(f"frame {composed.root}, round {chosen} of {source}, written to {file}")
        return _say(ledger, f"audit/{identifier()}", says, name, keys, told=told, as_json=as_json)


@app.command("draw")
@command
def draw(
    stream: Stream,
    frame: Annotated[Path, typer.Option(help="The file of the frame.")],
    beacon: Beacon,
    policy: Policy = None,
    held: Held = None,
    name: Signer = None,
    db: options.Db = options.DB,
    keys: options.Keys = options.KEYS,
    as_json: options.Json = False,  # noqa: FBT002
) -> Exit:
    """Draw the sample under the one checkpoint that the rule allows, and print the cases."""
    from ledger.application import auditing
    from ledger.application.assembly import open_ledger
    from ledger.projections.audits.frames import parse_frame
    from ledger.tlog.policy import parse_policy

    settings = options.settings(db, keys)
    pinned = parse_policy((policy or settings.policy).read_text())
    with open_ledger(settings, now, write=name is not None) as ledger:
        audit = auditing.find_audit(ledger.store, stream)
        says, cases = auditing.draw(
            ledger.store,
            audit,
            parse_frame(frame.read_bytes()),
            _value(beacon, audit),
            policy=pinned,
            held=[path.read_text() for path in held or []],
        )
        told = {"checkpoint": says.checkpoint.size, "drawn": says.drawn, "cases": list(cases)}
        if not as_json:
            typer.echo("".join(f"{case}\n" for case in cases), nl=False)
            note(f"{says.drawn} drawn under the checkpoint of size {says.checkpoint.size}")
        return _say(ledger, stream, says, name, keys, told=told, as_json=as_json)


@app.command("verify")
@command
def verify(
    stream: Stream,
    frame: Annotated[Path | None, typer.Option(help="The file of the frame.")] = None,
    beacon: Annotated[str | None, typer.Option(help="The value as the network published it.")] = None,
    case: Annotated[
        str | None, typer.Option(help="Say of this case whether it was drawn, and prove it.")
    ] = None,
    policy: Policy = None,
    held: Held = None,
    db: options.Db = options.DB,
    keys: options.Keys = options.KEYS,
    as_json: options.Json = False,  # noqa: FBT002
) -> Exit:
    """Recompute a draw from the log, the frame's file and the cosigned checkpoint."""
    from ledger.application import auditing, framing
    from ledger.application.assembly import open_ledger
    from ledger.projections.audits.frames import parse_frame
    from ledger.projections.audits.membership import membership
    from ledger.tlog.policy import parse_policy

    settings = options.settings(db, keys)
    pinned = parse_policy((policy or settings.policy).read_text())
    file = None if frame is None else parse_frame(frame.read_bytes())
    if case is not None and file is None:
        raise UsageError("where a case stands only the file of the frame tells; name it with --frame")
    with open_ledger(settings, now) as ledger:
        audit = auditing.find_audit(ledger.store, stream)
        report = auditing.verify_audit(
            ledger.store,
            audit,
            pinned,
            frame=file,
            beacon=None if beacon is None else _value(beacon, audit),
            held=[path.read_text() for path in held or []],
            asked=None if file is None else framing.ask_again(ledger.store, file, audit),
        )
    if case is not None and file is not None and audit.draw is not None:
        found = membership(file, audit.seed_of(audit.draw.says), case)
        report.facts["case"] = {"key": case, "drawn": False} if found is None else found.as_json()
    return _show(report, as_json=as_json)


def _say(
    ledger: "Ledger",
    stream: str,
    says: "Event",
    name: str | None,
    keys: Path,
    *,
    told: dict[str, Any],
    as_json: bool,
) -> Exit:
    """Sign and record ``says`` with the key called ``name``; without one, show what is to be signed."""
    from ledger.application.keyring import Keyring
    from ledger.application.receipts import Receipt
    from ledger.domain.catalogue import encode_event
    from ledger.domain.types import Seen

    statement = {"stream": stream, "type": type(says).__name__, "data": encode_event(says)}
    if name is None:
        if as_json:
            document(told | {"statement": statement})
        note("nothing was recorded; sign and record it with --as NAME", quiet=as_json)
        return Exit.DONE
    holder, rows = Keyring(keys).load(name), ledger.store.stream(stream)
    seen = Seen(rows[-1].version, rows[-1].leaf.hex()) if rows else None
    submission = author(ledger.origin).compose(stream, says, by=holder.actor, keys=[holder.key], seen=seen)
    (answer,) = ledger.submit([submission])
    if isinstance(answer, Receipt) and as_json:
        document(told | {"statement": statement, "entry": answer.as_json()})
        return Exit.DONE
    return show_answers([answer], as_json=as_json)


def _show(report: "Report", *, as_json: bool) -> Exit:
    """Print the steps and the facts, and return how the command ends."""
    from ledger.verify.result import Outcome

    ends = {Outcome.PASSED: Exit.DONE, Outcome.FAILED: Exit.FAILED, Outcome.UNCHECKED: Exit.UNCHECKED}
    if as_json:
        steps = [step._asdict() for step in report.steps]
        document(
            {"outcome": report.outcome, "steps": steps, "facts": report.facts, "remarks": report.remarks}
        )
        return ends[report.outcome]
    for number, (what, outcome, code, why) in enumerate(report.steps, start=1):
        typer.echo(f"{number}. {outcome}: {what}{f'; {why} ({code})' if why else ''}")
    case = report.facts.pop("case", None)
    for name, value in report.facts.items():
        typer.echo(f"{name}: {value if not isinstance(value, list) else '; '.join(value)}")
    if case is not None:
        typer.echo(_told(case))
    for remark in report.remarks:
        typer.echo(f"note: {remark}")
    typer.echo(
        {Outcome.PASSED: "verified", Outcome.FAILED: "not verified"}.get(report.outcome, report.outcome)
    )
    return ends[report.outcome]


def _told(case: dict[str, Any]) -> str:
    """Return in words what became of a case, and its proof below."""
    if "stratum" not in case:
        return f"{case['key']} is not in the frame"
    was = "was drawn" if case["drawn"] else "was not drawn"
    rate = f"{case['num']}/{case['den']}"
    lines = [f"{case['key']} {was} from the stratum {case['stratum']} at the rate {rate}: u = {case['luck']}"]
    lines += [f"leaf {case['place']} of {case['size']} in the frame: {case['leaf']}", *case["proof"]]
    return "\n".join(lines)


def _value(beacon: str, audit: "Audit") -> str:
    """Return the value that ``beacon`` gives: 64 hex digits, or a file with them or the network's answer."""
    from ledger.projections.audits.beacon import read_value

    path = Path(beacon)
    return read_value(path.read_text() if path.is_file() else beacon, audit.frame.beacon.round)


def _seconds(text: str) -> float:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise UsageError("--at takes a time, such as 2026-12-01T09:00Z") from None
    if moment.tzinfo is None:
        raise UsageError("a time needs its zone: end it in Z for UTC, or in +07:00 for Bangkok")
    return moment.timestamp()
