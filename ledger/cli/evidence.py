"""``phayan verify``, ``proof`` and ``bundle``."""

from pathlib import Path
from typing import Annotated, Any

import typer

from ledger.cli import options
from ledger.cli.edges import now
from ledger.cli.output import Exit, UsageError, command, document, fail, progress

Policy = Annotated[
    Path | None,
    typer.Option("--policy", help="The log's key and founding, pinned; by default the one that init wrote."),
]


@command
def verify(
    policy: Policy = None,
    lanes: Annotated[int, typer.Option(min=1, max=2, help="Processes that check signatures.")] = 2,
    frames: Annotated[
        Path | None,
        typer.Option(
            exists=True, file_okay=False, help="A folder with the files of frames of random audits."
        ),
    ] = None,
    db: options.Db = options.DB,
    keys: options.Keys = options.KEYS,
    as_json: options.Json = False,  # noqa: FBT002
    quiet: options.Quiet = False,  # noqa: FBT002
) -> Exit:
    """Check everything: signatures, stamps, chains, tree, checkpoints, authority, rules."""
    from ledger.application.assembly import open_ledger, open_vault, readers_of
    from ledger.application.auditing import read_frames
    from ledger.application.signer import LogSigner
    from ledger.application.verifying import verify_ledger
    from ledger.tlog.policy import parse_policy

    settings = options.settings(db, keys)
    try:
        pinned = parse_policy((policy or settings.policy).read_text())
    except OSError:
        fail(
            "policy_missing",
            f"there is no policy at {policy or settings.policy} and nothing else is trusted; use --policy",
            as_json=as_json,
        )
        return Exit.UNCHECKED
    with (
        open_ledger(settings, now, lanes=lanes) as ledger,
        open_vault(settings) as vault,
        readers_of(settings) as access,
        progress("verifying", quiet=quiet) as show,
    ):
        verdict = verify_ledger(
            ledger.store,
            pinned,
            lanes=ledger.lanes,
            memory=LogSigner(ledger.origin, b"", settings.signer_memory).last(),
            access=access,
            progress=lambda done, _all: show(done),
            vault=vault,
            frames=None if frames is None else read_frames(frames),
        )
    if vault is None and verdict.committed:
        verdict.unchecked.append(
            f"the {verdict.committed} sealed fields: the vault and its keys are not at hand"
        )
    if as_json:
        document(verdict.as_json())
        return Exit(verdict.exit_code)
    for finding in verdict.findings:
        place = "the ledger" if finding.at is None else f"entry {finding.at}"
        typer.echo(f"FAILED  {place}: {finding.sentence} ({finding.code})")
    for kind, count in sorted(verdict.counts.items()):
        if count > sum(finding.kind == kind for finding in verdict.findings):
            typer.echo(f"        {count} findings of the kind {kind} in all")
    for sentence in verdict.unchecked:
        typer.echo(f"NOT CHECKED  {sentence}")
    typer.echo(
        f"{verdict.origin}: {verdict.entries} entries, {verdict.signatures} signatures, "
        f"{verdict.checkpoints} checkpoints, root {verdict.root}"
        f"{f'; draws of audits recomputed: {verdict.audits}' if verdict.audits else ''}"
        f"{_sealed(verdict) if vault is not None else ''}"
    )
    for sentence in verdict.remarks:
        typer.echo(f"note: {sentence}")
    typer.echo({0: "verified", 1: "verification FAILED", 3: "could not be checked"}[verdict.exit_code])
    return Exit(verdict.exit_code)


def _sealed(verdict: Any) -> str:  # noqa: ANN401 - the type loads the databases
    """Return the counts of sealed fields in words, with the entries that erased the most."""
    if not verdict.committed:
        return ""
    by = ", ".join(f"{count} by entry {index}" for index, count in verdict.erased_by.most_common(5))
    counts = verdict.sealed
    return (
        f"; of {verdict.committed} sealed fields {counts['open']} open, {counts['erased']} erased"
        f"{f' ({by})' if by else ''}, {counts['missing']} missing, {counts['mismatch']} altered"
    )


@command
def proof(
    index: Annotated[int, typer.Argument(min=0, help="The entry's index in the log.")],
    output: Annotated[
        Path | None,
        typer.Option(
            "--output", "-o", help="Write NAME.json, the entry, and NAME.json.tlog-proof beside it."
        ),
    ] = None,
    db: options.Db = options.DB,
    as_json: options.Json = False,  # noqa: FBT002
) -> None:
    """Print the tlog-proof of one entry, or write it and the entry: evidence to take away."""
    from ledger.application.assembly import open_ledger
    from ledger.application.errors import NoSuchEntry
    from ledger.application.evidence import make_proof

    with open_ledger(options.settings(db, options.KEYS), now) as ledger:
        text = make_proof(ledger.store, index)
        row = ledger.store.entry(index)
    if row is None:
        raise NoSuchEntry("the log holds no entry of that index")
    named = "" if output is None else str(output).removesuffix(".tlog-proof").removesuffix(".json") + ".json"
    if named:
        Path(named).write_bytes(row.entry)
        Path(f"{named}.tlog-proof").write_text(text)
    if as_json:
        document({"index": index, "leaf": row.leaf.hex(), "entry": row.entry.decode(), "proof": text})
    elif named:
        typer.echo(f"wrote {named} and {named}.tlog-proof; check them with:")
        typer.echo(f"  python -m ledger.verify {named}.tlog-proof --policy FILE")
    else:
        typer.echo(text, nl=False)


@command
def bundle(
    stream: Annotated[str, typer.Argument(help="The case, such as claim/uuid, or the index of an entry.")],
    output: options.Output = None,
    db: options.Db = options.DB,
    keys: options.Keys = options.KEYS,
    as_json: options.Json = False,  # noqa: FBT002
) -> None:
    """Write a case with everything that its check needs into one file."""
    from ledger.application.assembly import open_ledger
    from ledger.application.evidence import make_bundle
    from ledger.application.replay import stream_of

    if output is None:
        raise UsageError("a bundle is a zip file; name it with --output FILE")
    settings = options.settings(db, keys)
    policy = settings.policy.read_text() if settings.policy.exists() else ""
    with open_ledger(settings, now) as ledger:
        stream = stream_of(ledger, stream)
        content = make_bundle(ledger.store, stream, policy=policy)
    output.write_bytes(content)
    if as_json:
        document({"stream": stream, "file": str(output), "bytes": len(content)})
    else:
        typer.echo(f"wrote {output}, {len(content)} bytes; check it with:")
        typer.echo(f"  python -m ledger.verify {output} --policy FILE")
