// The Merkle tree of RFC 6962: leaves, roots, and checking proofs. It mirrors ledger/tlog/tree.py.
// Sizes and indexes are BigInt: a log may state what a Number cannot hold.

import { concat, same, sha256, utf8 } from "./bytes.js";
import { require } from "./result.js";

const LEAF = Uint8Array.of(0);
const NODE = Uint8Array.of(1);

const check = (holds, sentence) => require(holds, "proof_invalid", sentence);

/** Return the leaf of an entry's bytes. The prefix keeps leaves and nodes apart. */
export const leafHash = (entry) => sha256(concat(LEAF, entry));

/** Return the parent of two nodes. */
const nodeHash = (left, right) => sha256(concat(NODE, left, right));

/** All that a tree must remember to grow: its complete nodes without parent, left to right. */
export class CompactRange {
  size = 0n;
  hashes = [];

  /** Grow the tree by one leaf. */
  async append(leaf) {
    let node = leaf;
    for (let row = this.size; row & 1n; row >>= 1n) node = await nodeHash(this.hashes.pop(), node);
    this.hashes.push(node);
    this.size += 1n;
  }

  /** Return the root of the tree; of the empty tree, the hash of nothing. */
  async root() {
    if (!this.hashes.length) return sha256(utf8(""));
    let root = this.hashes.at(-1);
    for (const left of this.hashes.slice(0, -1).reverse()) root = await nodeHash(left, root);
    return root;
  }
}

/** Check that the tree of `size` leaves with `root` holds `leaf` at `index`; throw `proof_invalid`. */
export async function checkInclusion(proof, { size, root, index, leaf }) {
  check(0n <= index && index < size, "the index lies outside the tree");
  const [, found] = await climb([leaf, ...proof], 0n, index, size);
  check(same(found, root), "the path leads to another root");
}

/** Check that the new tree begins with all leaves of the old one; throw `proof_invalid`. */
export async function checkConsistency(proof, { oldSize, newSize, oldRoot, newRoot }) {
  check(0n < oldSize && oldSize <= newSize, "a tree only grows, and from nothing nothing can be proved");
  if (oldSize === newSize) {
    const equal = !proof.length && same(oldRoot, newRoot);
    check(equal, "two trees of one size are one tree and need no proof");
    return;
  }
  let height = 0n;  // of the last complete node of the old tree
  while (!((oldSize >> height) & 1n)) height += 1n;
  const index = (oldSize >> height) - 1n;
  const hashes = index ? proof : [oldRoot, ...proof];  // an old tree that is one node is where we begin
  const [before, after] = await climb(hashes, height, index, newSize);
  check(same(before, oldRoot) && same(after, newRoot), "the proof does not lead to both roots");
}

/** Return the root over the leaves up to a node's end, and the root over all leaves. */
async function climb(hashes, height, index, size) {
  const path = [];
  for (let last = (size - 1n) >> height; last; index >>= 1n, last >>= 1n)
    if ((index ^ 1n) <= last) path.push(index ^ 1n);  // else there is no sibling
  const whole = hashes.length === path.length + 1 && hashes.every((each) => each.length === 32);
  check(whole, "the proof has the wrong number of hashes, or of bytes in one");
  let [before, after] = [hashes[0], hashes[0]];
  for (const [at, sibling] of path.entries()) {
    const other = hashes[at + 1];
    if (!(sibling & 1n)) before = await nodeHash(other, before);
    after = await (sibling & 1n ? nodeHash(after, other) : nodeHash(other, after));
  }
  return [before, after];
}
