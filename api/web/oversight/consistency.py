"""Two checkpoints that somebody holds: does the newer one begin with everything that the older one held?"""

from collections.abc import Sequence
from typing import Final, NamedTuple

from api.web.oversight.steps import FORMS, GROWN, SIGNED, STILL
from ledger.domain.directory import RegistryState
from ledger.store.proving import prove_consistency
from ledger.store.recorder import Recorder
from ledger.store.tiles import TileNodes
from ledger.tlog.checkpoint import Checkpoint, parse_checkpoint
from ledger.tlog.errors import NotTrusted
from ledger.tlog.note import Note, parse_note, parse_vkey, verify_note
from ledger.tlog.tree import Hash, check_consistency
from ledger.verify.result import Outcome, Report, Unchecked

NO_FORM: Final = "they are not both checkpoints"


class Compared(NamedTuple):
    """What comparing found, and the proof that leads from the older tree to the newer one, in hex."""

    report: Report
    proof: tuple[str, ...]


def compare(texts: Sequence[str], recorder: Recorder, registry: RegistryState) -> Compared:
    """Return whether the trees of two signed notes are one tree that grew, and the log's own a third.

    The proof is made from this server's tiles; it is checked against the roots that were brought here, so a
    server cannot make two different trees look like one.

    Args:
        texts: The notes, in any order.
        recorder: The log.
        registry: Whose keys sign checkpoints.
    """
    report, heads, proof = Report(), list[tuple[Note, Checkpoint]](), tuple[Hash, ...]()
    with report.step(FORMS):
        notes = [parse_note(f"{text.strip()}\n") for text in texts]
        heads = sorted(((note, parse_checkpoint(note.text)) for note in notes), key=lambda head: head[1].size)
    with report.step(SIGNED):
        _check_signed(heads, recorder, registry)
    with report.step(GROWN):
        (_, old), (_, new) = heads or _missing()
        proof = _grown(old, new, recorder)
    with report.step(STILL):
        newest = recorder.checkpoint()
        if newest is None or not heads or report.steps[-1].outcome is not Outcome.PASSED:
            raise Unchecked(NO_FORM)
        _grown(heads[-1][1], parse_checkpoint(parse_note(newest.text).text), recorder)
    return Compared(report, tuple(one.hex() for one in proof))


def _check_signed(
    heads: Sequence[tuple[Note, Checkpoint]], recorder: Recorder, registry: RegistryState
) -> None:
    keys = [parse_vkey(key) for key in registry.log_keys()]
    for note, head in heads or _missing():
        own = head.origin == recorder.origin() and verify_note(note, keys)
        NotTrusted.unless(own, "this log did not sign one of them")


def _grown(old: Checkpoint, new: Checkpoint, recorder: Recorder) -> tuple[Hash, ...]:
    """Return the proof that ``new`` begins with ``old``.

    Raises:
        LogError: It does not. Unchecked: The newer one is ahead of this server.
    """
    if new.size > recorder.head().size:
        raise Unchecked("this server does not have that many entries")
    nodes = TileNodes(new.size, lambda level, number: recorder.tile(level, number) or b"")
    proof = tuple(prove_consistency(old.size, new.size, nodes))
    check_consistency(proof, old_size=old.size, new_size=new.size, old_root=old.root, new_root=new.root)
    return proof


def _missing() -> Sequence[tuple[Note, Checkpoint]]:
    raise Unchecked(NO_FORM)
