// The whole tree, built anew from the leaf hashes that the log serves, whatever its other tiles say.
// Source: C2SP tlog-tiles 0.1; the paths are those of ledger/store/tiles.py.

import { Refusal } from "./result.js";
import { CompactRange } from "./tree.js";

const WIDTH = 256;  // hashes in a full tile
const HASH = 32;  // bytes in one

/** Return the path of a tile of level 0: `/tile/0/x001/x234/067.p/8` for number 1234067 and width 8. */
function tilePath(number, width) {
  const groups = [];
  for (let rest = number; rest || !groups.length; rest = Math.floor(rest / 1000))
    groups.unshift(String(rest % 1000).padStart(3, "0"));
  const path = groups.map((group, at) => (at < groups.length - 1 ? `x${group}` : group)).join("/");
  return `/tile/0/${path}${width === WIDTH ? "" : `.p/${width}`}`;
}

/**
 * Return the root over `size` leaves, the first leaf, and the roots at the earlier sizes that were asked for.
 * @param {(path: string) => Promise<Uint8Array>} fetchTile gives the bytes of a tile
 * @param {number} size how many leaves the checkpoint covers
 * @param {(done: number, size: number) => void} [progress] is told after each tile
 * @param {number} [earlier] a size of before
 * @returns {Promise<{root: Uint8Array, first: ?Uint8Array, before: ?Uint8Array}>}
 */
export async function recomputeRoot(fetchTile, size, progress = () => {}, earlier = -1) {
  const tree = new CompactRange();
  let [first, before] = [null, earlier === 0 ? await tree.root() : null];
  for (let done = 0; done < size; ) {
    const width = Math.min(WIDTH, size - done);
    const tile = await fetchTile(tilePath(done / WIDTH, width));
    if (tile.length !== width * HASH) throw new Refusal("tile_malformed", "a tile is not as long as its path says");
    first ??= tile.slice(0, HASH);
    for (let at = 0; at < tile.length; at += HASH) {
      await tree.append(tile.slice(at, at + HASH));
      if (tree.size === BigInt(earlier)) before = await tree.root();
    }
    progress((done += width), size);
  }
  return { root: await tree.root(), first, before };
}
