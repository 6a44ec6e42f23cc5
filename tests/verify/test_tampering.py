"""`verify_ledger` finds whatever is altered behind the store's back, and names the index.

Each alteration is one row or one bit; the control is the same ledger untouched.
"""

import base64
from collections.abc import Callable, Iterator
from typing import NamedTuple

import pytest
import sqlalchemy as sa

from ledger.application import verifying
from ledger.application.lanes import Lanes
from ledger.application.verdict import Verdict
from ledger.application.verifying import verify_ledger
from ledger.signing.keys import SigningKey
from ledger.store.engines import is_sqlite
from ledger.store.recorder import Recorder
from ledger.store.rows import Row
from ledger.tlog.checkpoint import Checkpoint
from ledger.tlog.note import COSIGNATURE, Vkey, format_vkey, sign_note
from ledger.tlog.policy import Policy, parse_policy
from ledger.tlog.tree import CompactRange, leaf_hash
from tests.verify.history import History, long, vkey
from tests.verify.stored import change, opened, policy_of, sign, store

VICTIM = 17
"""Index of the entry that the tests alter: the refusal of the second claim."""


class Stored(NamedTuple):
    history: History
    recorder: Recorder
    engine: sa.Engine
    policy: Policy

    def verify(self, *, memory: Checkpoint | None = None) -> Verdict:
        return verify_ledger(self.recorder, self.policy, memory=memory)

    def alter(self, statement: str, **parameters: object) -> Verdict:
        change(self.engine, statement, **parameters)
        return self.verify()


@pytest.fixture
def stored(database_url: str) -> Iterator[Stored]:
    history = long()
    with opened(database_url) as (recorder, engine):
        store(recorder, history, sizes=[1, 20, 256])
        yield Stored(history, recorder, engine, policy_of(history))


def flipped(data: bytes, bit: int) -> bytes:
    changed = bytearray(data)
    changed[bit // 8] ^= 1 << bit % 8
    return bytes(changed)


def kinds(verdict: Verdict) -> set[str]:
    assert verdict.exit_code == (1 if verdict.findings else 0)
    return {finding.kind for finding in verdict.findings}


def test_an_honest_ledger_verifies(stored: Stored) -> None:
    told: list[tuple[int, int]] = []

    verdict = verify_ledger(stored.recorder, stored.policy, progress=lambda *counts: told.append(counts))

    assert verdict.findings == []
    assert verdict.exit_code == 0
    assert verdict.entries == len(stored.history.entries)
    assert verdict.checkpoints == 4
    assert verdict.signatures == sum(len(act.statement.signers) for act in stored.history.acts)
    assert told[-1] == (verdict.entries, verdict.entries)
    assert any("unwitnessed" in remark for remark in verdict.remarks)


def test_a_second_lane_finds_the_same(stored: Stored) -> None:
    row = stored.recorder.rows(VICTIM, VICTIM + 1)[0]
    change(
        stored.engine,
        'UPDATE entry SET entry = :entry WHERE "index" = :at',
        entry=_other_signature(row.entry),
        at=VICTIM,
    )
    with Lanes(2) as lanes:
        verdict = verify_ledger(stored.recorder, stored.policy, lanes=lanes)

    assert [(each.code, each.at) for each in verdict.findings] == [
        (each.code, each.at) for each in stored.verify().findings
    ]
    assert ("sig_invalid", VICTIM) in [(each.code, each.at) for each in verdict.findings]


def test_states_that_fell_out_of_memory_are_folded_again(
    stored: Stored, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(verifying, "STREAMS", 4)
    monkeypatch.setattr(verifying, "PAGE", 16)
    reread: list[str] = []
    streams = stored.recorder.stream

    def noted(name: str, *, before: int | None = None) -> list[Row]:
        reread.append(name)
        return streams(name, before=before)

    monkeypatch.setattr(stored.recorder, "stream", noted)

    assert stored.verify().findings == []
    assert len(set(reread)) > 100

    entry = flipped(stored.history.entries[VICTIM - 1], 8 * 40)
    verdict = stored.alter('UPDATE entry SET entry = :entry WHERE "index" = :at', entry=entry, at=VICTIM - 1)
    assert verdict.first == VICTIM - 1


def _other_signature(entry: bytes) -> bytes:
    """Return the entry with one bit of its first signature changed, in form."""
    start = entry.index(b'"sig":"') + 7
    signature = flipped(base64.b64decode(entry[start : start + 88]), 77)
    return entry[:start] + base64.b64encode(signature) + entry[start + 88 :]


@pytest.mark.parametrize("bit", [0, 8 * 40 + 3, 8 * 600 + 1])
def test_a_bit_flipped_in_an_entry(stored: Stored, bit: int) -> None:
    entry = flipped(stored.history.entries[VICTIM], bit)

    verdict = stored.alter('UPDATE entry SET entry = :entry WHERE "index" = :at', entry=entry, at=VICTIM)

    assert verdict.first == VICTIM
    assert {"tile", "checkpoint"} <= kinds(verdict)


@pytest.mark.parametrize("index", [0, VICTIM, 256, 292])
def test_a_row_deleted(stored: Stored, index: int) -> None:
    verdict = stored.alter('DELETE FROM entry WHERE "index" = :at', at=index)

    assert verdict.first == index
    assert ("entry_missing", index) in [(each.code, each.at) for each in verdict.findings]


def test_the_last_rows_deleted_and_the_end_moved_back(stored: Stored) -> None:
    tree = CompactRange()
    for entry in stored.history.entries[:256]:
        tree.append(leaf_hash(entry))
    change(stored.engine, 'DELETE FROM entry WHERE "index" >= 256')
    if is_sqlite(stored.engine):
        for table in ("place_young", "known_young"):  # else what was found by them would tell
            change(stored.engine, f'DELETE FROM {table} WHERE "index" >= 256')
    change(stored.engine, "DELETE FROM tile WHERE level = 0 AND number = 1")
    at = stored.history.acts[255].recorded_at
    change(
        stored.engine,
        "UPDATE coordinator SET size = 256, hashes = :hashes, recorded_at = :at",
        hashes=tree.to_bytes(),
        at=at,
    )

    verdict = stored.verify()

    assert [(each.code, each.at) for each in verdict.findings] == [("entries_missing", 256)]
    # Where the checkpoint is gone as well, the signer outside the database still remembers.
    change(stored.engine, "DELETE FROM checkpoint WHERE size > 256")
    assert stored.verify().exit_code == 0
    memory = Checkpoint("", 293, bytes(32))
    assert [each.code for each in stored.verify(memory=memory).findings] == ["signer_ahead"]


def test_two_entries_swapped(stored: Stored) -> None:
    first, second = stored.history.entries[VICTIM], stored.history.entries[VICTIM + 2]
    change(stored.engine, 'UPDATE entry SET entry = :entry WHERE "index" = :at', entry=first, at=VICTIM + 2)

    verdict = stored.alter('UPDATE entry SET entry = :entry WHERE "index" = :at', entry=second, at=VICTIM)

    assert verdict.first == VICTIM
    assert {("index_moved", VICTIM), ("index_moved", VICTIM + 2)} <= {
        (each.code, each.at) for each in verdict.findings
    }


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("stream", "claim/00000000-0000-4000-8000-000000000000"),
        ("version", 9),
        ("type", "AttestationGiven"),
        ("statement_id", bytes(16)),
        ("leaf", bytes(32)),
    ],
)
def test_a_column_beside_the_entry(stored: Stored, column: str, value: object) -> None:
    verdict = stored.alter(f'UPDATE entry SET {column} = :value WHERE "index" = :at', value=value, at=VICTIM)

    assert ("row_differs", VICTIM) in [(each.code, each.at) for each in verdict.findings]
    assert verdict.first == VICTIM


@pytest.mark.parametrize(
    ("level", "number", "bit", "index"), [(0, 0, 8 * 32 * VICTIM, VICTIM), (0, 1, 5, 256), (1, 0, 0, 0)]
)
def test_a_bit_flipped_in_a_tile(stored: Stored, level: int, number: int, bit: int, index: int) -> None:
    content = flipped(stored.recorder.tile(level, number) or b"", bit)

    verdict = stored.alter(
        "UPDATE tile SET hashes = :content WHERE level = :level AND number = :number",
        content=content,
        level=level,
        number=number,
    )

    assert [(each.code, each.at) for each in verdict.findings] == [("tile_differs", index)]


def test_a_tile_deleted_or_lengthened(stored: Stored) -> None:
    content = stored.recorder.tile(0, 1) or b""
    longer = stored.alter(
        "UPDATE tile SET hashes = :longer WHERE level = 0 AND number = 1", longer=content + bytes(32)
    )
    assert [(each.code, each.at) for each in longer.findings] == [("tile_differs", 293)]

    gone = stored.alter("DELETE FROM tile WHERE level = 0 AND number = 1")
    assert [(each.code, each.at) for each in gone.findings] == [("tile_differs", 256)]


def _text(text: str) -> str:
    return text.replace("\n256\n", "\n255\n")


def _signature(text: str) -> str:
    head, _, line = text.rpartition(" ")
    blob = base64.b64encode(flipped(base64.b64decode(line), 8 * 20)).decode()
    return f"{head} {blob}\n"


@pytest.mark.parametrize("alter", [_text, _signature, lambda _: sign(256, bytes(32)), lambda _: ""])
def test_a_checkpoint_altered(stored: Stored, alter: Callable[[str], str]) -> None:
    checkpoint = next(stored.recorder.checkpoints(256))

    verdict = stored.alter("UPDATE checkpoint SET text = :text WHERE size = 256", text=alter(checkpoint.text))

    assert [(each.kind, each.at) for each in verdict.findings] == [("checkpoint", 255)]


@pytest.mark.parametrize("column", ["root", "hashes"])
def test_a_bit_flipped_beside_a_checkpoint(stored: Stored, column: str) -> None:
    checkpoint = next(stored.recorder.checkpoints(256))
    value = flipped(getattr(checkpoint, column), 100)

    verdict = stored.alter(f"UPDATE checkpoint SET {column} = :value WHERE size = 256", value=value)

    assert [(each.code, each.at) for each in verdict.findings] == [("root_differs", 255)]


def test_a_checkpoint_of_another_key(stored: Stored) -> None:
    checkpoint = next(stored.recorder.checkpoints(256))
    text = sign(256, checkpoint.root, seed=bytes(32))

    verdict = stored.alter("UPDATE checkpoint SET text = :text WHERE size = 256", text=text)

    assert [each.code for each in verdict.findings] == ["checkpoint_not_trusted"]


@pytest.mark.parametrize(
    "assignment",
    ["size = size - 1", "recorded_at = '2026-03-02T00:00:00.000Z'", "origin = 'ledger.example.org/b'"],
)
def test_the_end_of_the_log_altered(stored: Stored, assignment: str) -> None:
    verdict = stored.alter(f"UPDATE coordinator SET {assignment}")

    assert verdict.exit_code == 1


def test_an_end_of_the_log_beyond_all_measure(stored: Stored) -> None:
    verdict = stored.alter("UPDATE coordinator SET size = 9007199254740991")

    assert verdict.first == 293
    assert verdict.counts["entry"] == verifying.PAGE - 293 + 1


@pytest.mark.parametrize("index", [-3, 293, 5_000])
def test_an_entry_outside_of_the_log(stored: Stored, index: int) -> None:
    stream = stored.history.acts[VICTIM].statement.stream
    verdict = stored.alter(
        "INSERT INTO entry VALUES (:index, :stream, 3, 'DecisionNotified', NULL, :leaf, :leaf)",
        index=index,
        stream=stream,
        leaf=bytes(32),
    )

    assert [(each.code, each.at) for each in verdict.findings] == [("entry_outside", index)]


def test_a_policy_with_a_witness_asks_for_the_cosignature(stored: Stored) -> None:
    seed, name = bytes(range(1, 33)), "witness.example.net/a"
    witness = format_vkey(Vkey(name, COSIGNATURE, SigningKey(seed).public))
    founding = leaf_hash(stored.history.entries[0]).hex()
    policy = parse_policy(f"log {vkey()}\nwitness a {witness}\nquorum a\n#founding {founding}\n")
    assert [each.at for each in verify_ledger(stored.recorder, policy).findings] == [292]

    checkpoint = stored.recorder.checkpoint()
    assert checkpoint is not None
    body = checkpoint.text.partition("\n\n")[0] + "\n"
    stored.recorder.add_cosignature(checkpoint.size, name, sign_note(body, name, seed, time=1_772_420_000))
    assert verify_ledger(stored.recorder, policy).exit_code == 0


def test_the_signer_remembers_another_tree(stored: Stored) -> None:
    root = next(stored.recorder.checkpoints(256)).root

    assert stored.verify(memory=Checkpoint("", 256, root)).exit_code == 0
    verdict = stored.verify(memory=Checkpoint("", 256, flipped(root, 3)))
    assert [(each.code, each.at) for each in verdict.findings] == [("signer_disagrees", 255)]


def test_without_a_pin_the_beginning_could_not_be_checked(stored: Stored) -> None:
    verdict = verify_ledger(stored.recorder, stored.policy._replace(founding=None))

    assert verdict.exit_code == 3
    assert "#founding" in verdict.unchecked[0]
