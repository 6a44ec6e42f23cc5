"""``python -m ledger.verify FILE``: check evidence on a machine that knows nothing of the ledger.

Exit status: 0 verified, 1 verification failed, 2 wrong usage, 3 could not be checked.
"""

import argparse
import json
import sys
from pathlib import Path

from ledger.tlog.errors import LogError
from ledger.tlog.policy import parse_policy
from ledger.verify.archive import LIMIT
from ledger.verify.evidence import verify_bundle, verify_proof
from ledger.verify.result import Outcome, Report, Unchecked


def main() -> int:
    """Check the file named on the command line, tell the steps, and return the exit status."""
    parser = argparse.ArgumentParser("python -m ledger.verify", description="Check evidence offline.")
    parser.add_argument("file", type=Path, metavar="FILE", help="a .tlog-proof or a case bundle (.zip)")
    parser.add_argument("--policy", type=Path, help="the trust policy; never one from the log's own server")
    parser.add_argument("--entry", type=Path, help="the entry of a proof; else the file beside it")
    parser.add_argument("--json", action="store_true", help="one JSON document on standard output")
    asked = parser.parse_args()
    report = Report()
    with report.step("the file and the policy can be read"):
        report = _check(asked.file, asked.policy, asked.entry)
    sys.stdout.write(_as_json(report) if asked.json else _as_text(report))
    return {Outcome.PASSED: 0, Outcome.FAILED: 1, Outcome.UNCHECKED: 3}[report.outcome]


def _check(file: Path, policy: Path | None, entry: Path | None) -> Report:
    data = _read(file)
    try:
        pinned = parse_policy(_read(policy).decode()) if policy else None
    except (LogError, UnicodeDecodeError):
        raise Unchecked("the policy cannot be read, and nothing can be trusted without it") from None
    if data.startswith(b"PK"):
        return verify_bundle(data, pinned)
    if not data.startswith(b"c2sp.org/tlog-proof@"):
        raise Unchecked("the file is neither a case bundle nor a tlog-proof")
    beside = [entry] if entry else [file.with_suffix(""), file.with_suffix(".json")]
    found = (_read(path) for path in beside if entry or (path != file and path.is_file()))
    return verify_proof(data, next(found, None), pinned)


def _as_json(report: Report) -> str:
    steps = [step._asdict() for step in report.steps]
    members = {"outcome": report.outcome, "steps": steps, "facts": report.facts, "remarks": report.remarks}
    return json.dumps(members, ensure_ascii=False) + "\n"


def _as_text(report: Report) -> str:
    lines = []
    for number, (what, outcome, code, why) in enumerate(report.steps, start=1):
        lines += [f"{number}. {outcome}: {what}", *([f"   {code}: {why}"] if why else [])]
    lines += [f"{name}: {value}" for name, value in report.facts.items() if name != "disclosures"]
    for version, name, verdict in report.facts.get("disclosures", ()):
        lines.append(f"version {version}: {name or 'a sealed field'}: {verdict}")
    lines += [f"note: {remark}" for remark in report.remarks]
    word = {Outcome.PASSED: "verified", Outcome.FAILED: "not verified"}.get(report.outcome, report.outcome)
    return "\n".join([*lines, word, ""])


def _read(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(LIMIT + 1)
    except OSError as error:
        raise Unchecked(f"a file cannot be read: {error.strerror}") from None


if __name__ == "__main__":
    sys.exit(main())
