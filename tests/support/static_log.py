"""Write a log as static files, as a mirror holds them."""

from collections.abc import Sequence
from pathlib import Path

from nacl.signing import SigningKey

from ledger.store.tiles import TILE_WIDTH, entries_path, format_bundle, grow, tile_path
from ledger.tlog.checkpoint import Checkpoint, format_checkpoint
from ledger.tlog.note import ED25519, Vkey, format_vkey, sign_note
from ledger.tlog.tree import leaf_hash, root_of


def write_static_log(
    folder: Path, leaves: Sequence[bytes], sizes: Sequence[int], seed: bytes, name: str
) -> str:
    """Write tiles, bundles and signed checkpoints of a log at each of ``sizes``.

    Args:
        folder: Gets ``checkpoint`` (the last size), ``checkpoint.old`` (the first), ``vkey`` and ``tile/``.
        leaves: The entries themselves, at least as many as the largest size.
        sizes: Rising sizes at which the log had a checkpoint; each has its partial tiles.
        seed: 32 bytes, the log's Ed25519 seed.
        name: The log's origin, and the name of its key.

    Returns:
        The log's verifier key.
    """
    vkey = format_vkey(Vkey(name, ED25519, bytes(SigningKey(seed).verify_key)))
    hashes = [leaf_hash(entry) for entry in leaves]
    tiles: dict[tuple[int, int], bytes] = {}
    before = 0
    for size in sizes:
        changed = grow(before, hashes[before:size], lambda *tile: tiles[tile])
        tiles.update(changed)
        for (level, number), stored in changed.items():
            tile = stored[: 32 * TILE_WIDTH]
            _write(folder / tile_path(level, number, len(tile) // 32), tile)
        for start in range(before - before % TILE_WIDTH, size, TILE_WIDTH):
            bundle = leaves[start : min(size, start + TILE_WIDTH)]
            _write(folder / entries_path(start // TILE_WIDTH, len(bundle)), format_bundle(bundle))
        body = format_checkpoint(Checkpoint(name, size, root_of(hashes[:size])))
        checkpoint = f"{body}\n{sign_note(body, name, seed)}".encode()
        _write(folder / "checkpoint", checkpoint)
        if size == sizes[0]:
            _write(folder / "checkpoint.old", checkpoint)
        before = size
    _write(folder / "vkey", vkey.encode())
    return vkey


def _write(path: Path, data: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
