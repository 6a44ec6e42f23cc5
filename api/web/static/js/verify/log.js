// The log itself, as its server shows it: the checkpoint under the reader's own policy, and the tree under it built
// anew from the hashes of all leaves. Hashes are for everybody; what the entries say is not needed for this.

import { fromUtf8, same, toHex } from "./bytes.js";
import { FOUNDED, SIGNED, bytesOf, checkFounding, checkpointOf, under } from "./evidence.js";
import { Unchecked, require } from "./result.js";
import { recomputeRoot } from "./tiles.js";

const REBUILT = "the tree built anew from the tiles has the root of the checkpoint";
const GROWN = "the log begins with all that it held when this browser last checked it";

/**
 * Check that the log of the policy signed `checkpoint`, and the policy's quorum of witnesses cosigned it.
 * With `fetchTile` the tree is built anew as well; with `known`, the size and root (hex) of an earlier checkpoint
 * that this function told as verified, it must hold the earlier one.
 */
export function verifyLog(checkpoint, policy, { fetchTile, progress, known } = {}) {
  return under(policy, [], async (report, pinned) => {
    let signed, tree;
    await report.step(SIGNED, async () => {
      signed = await checkpointOf(report, fromUtf8(bytesOf(checkpoint)), pinned);
    });
    if (!fetchTile) return;
    await report.step(REBUILT, async () => {
      if (!signed) throw new Unchecked("there is no checkpoint that can be trusted");
      const built = await recomputeRoot(fetchTile, Number(signed.size), progress, known?.size);
      require(same(built.root, signed.root), "root_differs", "the checkpoint is not that of the tiles before it");
      tree = built;
    });
    await report.step(FOUNDED, () => {
      if (!pinned?.founding || !tree?.first)
        throw new Unchecked("the policy has no line `#founding`, or the tree could not be built");
      checkFounding(tree.first, pinned);
    });
    if (!known) return;
    await report.step(GROWN, () => {
      if (!tree) throw new Unchecked("the tree could not be built");
      const grown = tree.before && toHex(tree.before) === known.root;
      require(grown, "root_differs", "the log is shorter than it was, or began otherwise");
    });
  });
}
