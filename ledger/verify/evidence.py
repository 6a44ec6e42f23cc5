"""Evidence in hand: the proof of one entry, or the bundle of one case. Only the policy is trusted."""

import re
from collections.abc import Iterator, Mapping
from typing import Final, NamedTuple

from ledger.domain.replay import Replay
from ledger.signing.disclosure import digest, parse_disclosure
from ledger.signing.entry import parse_entry
from ledger.signing.errors import Malformed, require
from ledger.signing.strict_json import parse_strict
from ledger.tlog.checkpoint import Checkpoint
from ledger.tlog.note import parse_note
from ledger.tlog.policy import Policy
from ledger.tlog.proof import TlogProof, parse_proof
from ledger.tlog.tree import check_inclusion, leaf_hash
from ledger.verify.archive import LIMIT, read_archive
from ledger.verify.fold import CHECKS, UNCHECKED, Opened, Violation, check_next, open_entry
from ledger.verify.result import Report, Unchecked

INCOMPLETE: Final = "inclusion does not prove completeness: only the whole log shows what else is in it"
PARTIAL: Final = "whether yet other records speak of this case, no file about it can show"
UNWITNESSED: Final = "unwitnessed: the policy asks for no witness, so others may have been shown another log"
UNSIGNED: Final = "who signed the entry, and with what right, is shown by a case bundle"
_MEMBER: Final = re.compile(  # entries/4.json, disclosures/4.json, streams/registry-<uuid>/1.tlog-proof
    "(?:(entries|disclosures)|streams/([a-z]+)-([0-9a-f-]{36}))/([1-9][0-9]{0,15})[.](json|tlog-proof)"
)


class Shown(NamedTuple):
    """An entry in a bundle, with the stream ("" for the case's own) and the version that its name tells."""

    stream: str
    version: int
    entry: bytes
    proof: TlogProof


def verify_proof(proof: bytes, entry: bytes | None, policy: Policy | None) -> Report:
    """Check that ``entry`` stands in the log that ``policy`` names, at the index that ``proof`` states."""
    report = Report(remarks=[UNSIGNED])
    parsed = checkpoint = None
    with report.step("the proof is in its one form"):
        parsed = parse_proof(_text(proof))
    with report.step("the checkpoint is signed by the log of the policy"):
        checkpoint = _checkpoint(report, parsed, policy)
    with report.step("the entry bears the proof's index and stands there in the tree of the checkpoint"):
        if entry is None:
            raise Unchecked("the entry is not there; name it with --entry")
        _check_included(entry, parsed, checkpoint)
    return report


def verify_bundle(data: bytes, policy: Policy | None) -> Report:
    """Check a case bundle: container, checkpoint, inclusion, founding, then each entry, then disclosures."""
    report = Report(remarks=[INCOMPLETE])
    members: dict[str, bytes] = {}
    shown: list[Shown] = []
    checkpoint = None
    with report.step("the file is a bundle in its one form"):
        members = read_archive(data)
        shown = sorted(_entries(members), key=lambda each: each.proof.index)
    with report.step("one checkpoint, signed by the log of the policy, stands under every proof"):
        one = len({each.proof.checkpoint for each in shown}) <= 1
        require(one, "checkpoints_differ", "the proofs lead to different checkpoints")
        checkpoint = _checkpoint(report, shown[0].proof if shown else None, policy)
    with report.step("every entry stands in the tree of the checkpoint"):
        for each in shown:
            _check_included(each.entry, each.proof, checkpoint)
    with report.step("the log begins with the founding that the policy pins"):
        if policy is None or policy.founding is None or not shown or shown[0].proof.index:
            raise Unchecked("the policy has no line `#founding`, or the file does not hold the founding")
        same = leaf_hash(shown[0].entry) == policy.founding
        require(same, "founding_differs", "the log began otherwise than the policy pins")
    own = _replay(report, shown)
    with report.step("every disclosure is one that its entry commits to"):
        _check_disclosures(report, members, own)
    return report


def _text(data: bytes) -> str:
    try:
        return data.decode()
    except UnicodeDecodeError:
        raise Malformed("text_utf8", "a text is not UTF-8") from None


def _entries(members: Mapping[str, bytes]) -> Iterator[Shown]:
    """Yield each entry with its proof; refuse a member that belongs to none."""
    for name in members.keys() - {"policy"}:  # that one is for information: trust comes from the caller
        match = _MEMBER.fullmatch(name)
        folder, kind, uuid, version, form = match.groups() if match else [""] * 5
        home = f"entries/{version}" if folder == "disclosures" else name.removesuffix(f".{form}")
        entry, proof = members.get(f"{home}.json"), members.get(f"{home}.tlog-proof")
        if entry is None or proof is None or (folder == "disclosures" and form != "json"):
            raise Malformed("bundle_member", "a member is of an unknown name, or lacks its entry or proof")
        if form == "json" and folder != "disclosures":
            yield Shown(f"{kind}/{uuid}" if kind else "", int(version), entry, parse_proof(_text(proof)))


def _checkpoint(report: Report, proof: TlogProof | None, policy: Policy | None) -> Checkpoint:
    if proof is None or policy is None:
        raise Unchecked("no policy names the log: what a file says of its own keys proves nothing")
    checkpoint = policy.check(parse_note(proof.checkpoint))
    report.facts |= {"origin": checkpoint.origin, "size": checkpoint.size, "root": checkpoint.root.hex()}
    report.remarks += [UNWITNESSED] if policy.quorum == "none" else []
    return checkpoint


def _check_included(entry: bytes, proof: TlogProof | None, checkpoint: Checkpoint | None) -> None:
    if proof is None or checkpoint is None:
        raise Unchecked("there is no proof, or no checkpoint that can be trusted")
    size, root, index = checkpoint.size, checkpoint.root, proof.index
    check_inclusion(proof.hashes, size=size, root=root, index=index, leaf=leaf_hash(entry))
    require(parse_entry(entry).index == index, "index_moved", "the entry bears another index than the proof")


def _replay(report: Report, shown: list[Shown]) -> dict[int, Opened]:
    """Check each entry on top of those before it; return the case's own entries by version."""
    found: list[Violation] = []
    opened: list[tuple[Shown, Opened]] = []
    for each in shown:
        try:
            opened.append((each, open_entry(each.entry)))
        except Malformed as error:
            found.append(Violation("form", error.code, each.proof.index, str(error)))
    replay, ids = Replay({statement.stream for _, (_, _, statement) in opened}), set()
    for each, parts in opened:
        index, statement = each.proof.index, parts[2]
        if each.stream not in {"", statement.stream} or each.version != parts[0].version:
            found.append(Violation("form", "bundle_folder", index, "its name is of another entry"))
        if statement.id in ids:
            found.append(Violation("rules", "id_reused", index, "an earlier entry has the same statement id"))
        ids.add(statement.id)
        found += check_next(replay, parts, leaf_hash(each.entry).hex(), index)
    report.remarks += [PARTIAL] if replay.partial else []
    own = {parts[0].version: parts for each, parts in opened if not each.stream}
    streams = {statement.stream for _, _, statement in own.values()}
    report.facts |= {"entries": len(own), "related": len(shown) - len(own)}
    report.facts["stream"] = " ".join(sorted(streams))
    found.sort(key=lambda each: each.code in UNCHECKED)  # what is wrong is told before what is unknown
    for check, what in CHECKS.items():
        with report.step(what):
            require(len(streams) == 1, "bundle_stream", "the file is not about one case")
            if check in {"signatures", "rules"} and not replay.registry_stream:
                raise Unchecked("keys and mandates rest on the founding, and the file does not hold it")
            for wrong in [each for each in found if each.check == check]:
                why = f"entry {wrong.index}: {wrong.sentence}"
                raise Unchecked(why) if wrong.code in UNCHECKED else Malformed(wrong.code, why)
    return own


def _check_disclosures(report: Report, members: Mapping[str, bytes], own: Mapping[int, Opened]) -> None:
    """Tell of each sealed field whether it is disclosed, withheld or a mismatch, which fails."""
    verdicts: list[tuple[int, str, str]] = []
    for version, (_, _, statement) in sorted(own.items()):
        texts = parse_strict(members.get(f"disclosures/{version}.json", b"[]"), limit=LIMIT)
        for text in texts if isinstance(texts, list) else [texts]:
            name, given = parse_disclosure(text)[1] if isinstance(text, str) else "", digest(str(text))
            verdicts.append((version, name, "disclosed" if given in statement.sd else "mismatch"))
        shown = sum(each[0] == version and each[2] == "disclosed" for each in verdicts)
        verdicts += [(version, "", "withheld")] * (len(statement.sd) - shown)
    report.facts["disclosures"] = verdicts
    whole = all(verdict != "mismatch" for _, _, verdict in verdicts)
    require(whole, "disclosure_mismatch", "a disclosure is not what its entry commits to; do not rely on it")
