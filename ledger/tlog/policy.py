"""Trust policies: which log, which witnesses, how many of them. Source: C2SP tlog-policy, untagged.

One line is ours, and a comment to others: ``#founding <leaf 0 in hex>`` pins how the log began.
"""

import re
from typing import Final, NamedTuple

from ledger.tlog.checkpoint import Checkpoint, parse_checkpoint
from ledger.tlog.errors import MalformedNote, NotTrusted
from ledger.tlog.note import COSIGNATURE, ED25519, Note, Vkey, parse_vkey, verify_note
from ledger.tlog.tree import Hash

_LEAF: Final = re.compile("[0-9a-f]{64}")
_CONTROL: Final = re.compile("[\x00-\x08\x0b-\x1f\x7f]")


class Policy(NamedTuple):
    """What a verifier trusts: pinned by whoever verifies, never fetched from the log under test."""

    logs: tuple[Vkey, ...]
    witnesses: dict[str, Vkey]
    groups: dict[str, tuple[int, tuple[str, ...]]]  # how many of which members, in the order of definition
    quorum: str  # a witness, a group, or "none"
    founding: Hash | None

    def check(self, note: Note) -> Checkpoint:
        """Return the checkpoint in ``note``, or raise NotTrusted if no log signed it or too few witnesses."""
        checkpoint = parse_checkpoint(note.text)
        signed = verify_note(note, [*self.logs, *self.witnesses.values()])
        own = any(log in signed and log.name == checkpoint.origin for log in self.logs)
        NotTrusted.unless(own, "no log of the policy signed this checkpoint")
        seen = {"none", *(name for name, vkey in self.witnesses.items() if vkey in signed)}
        for name, (needed, members) in self.groups.items():
            if len(seen.intersection(members)) >= needed:
                seen.add(name)
        NotTrusted.unless(self.quorum in seen, "too few witnesses of the policy cosigned this checkpoint")
        return checkpoint


def parse_policy(text: str) -> Policy:
    """Return the policy. Comments, empty lines and URLs are passed over; any doubt raises MalformedNote."""
    logs: list[Vkey] = []
    witnesses: dict[str, Vkey] = {}
    groups: dict[str, tuple[int, tuple[str, ...]]] = {}
    names, free = {"none"}, set[str]()  # what a quorum can be; witnesses and groups that no group counts yet
    quorum, founding = "", ""
    for line in text.split("\n"):
        match [word for word in re.split("[ \t]+", line) if word]:
            case ["log", vkey, *url] if len(url) < 2:
                logs.append(_key(vkey, ED25519))
            case ["witness", name, vkey, *url] if len(url) < 2 and name not in names:
                witnesses[name] = _key(vkey, COSIGNATURE)
                names, free = names | {name}, free | {name}
            case ["group", name, k, *members] if members and name not in names:
                needed = {"any": 1, "all": len(members)} | {str(n + 1): n + 1 for n in range(len(members))}
                whole = k in needed and free >= set(members) and len(set(members)) == len(members)
                MalformedNote.unless(whole, "a group of the policy has foreign, repeated or too few members")
                groups[name] = (needed[k], tuple(members))
                names, free = names | {name}, free.difference(members) | {name}
            case ["quorum", name] if not quorum and name in names:
                quorum = name
            case ["#founding", leaf] if not founding and _LEAF.fullmatch(leaf):
                founding = leaf
            case [first, *_] if first == "#founding" or not first.startswith("#"):
                raise MalformedNote("a line of the policy cannot be read in exactly one way")
            case _:  # a comment or an empty line
                continue
    keys = [vkey.key for vkey in [*logs, *witnesses.values()]]
    if not quorum or len(set(keys)) < len(keys) or _CONTROL.search(text):
        raise MalformedNote("the policy has no quorum, a key with two roles, or a control character")
    return Policy(tuple(logs), witnesses, groups, quorum, bytes.fromhex(founding) or None)


def _key(text: str, kind: int) -> Vkey:
    vkey = parse_vkey(text)
    MalformedNote.unless(vkey.kind == kind, "a key in the policy is of the wrong kind for its role")
    return vkey
