// What the tests ask of the modules under verify/: each check as a function that answers yes or no.

import { checkSignature } from "./verify/ed25519.js";
import { parseCanonical, canonical } from "./verify/json.js";
import { parseNote, parseVkey, verifyNote, parseCheckpoint } from "./verify/note.js";
import { checkConsistency, checkInclusion, leafHash } from "./verify/tree.js";
import { concat, fromHex, toHex, utf8 } from "./verify/bytes.js";
import { verifyLog } from "./verify/log.js";
import { recomputeRoot } from "./verify/tiles.js";
export { verifyBundle, verifyFile, verifyProof } from "./verify/evidence.js";

const holds = (check) => async (...given) => {
  try { await check(...given); return true; } catch (error) { if (!error.code) throw error; return false; }
};
export const signature = holds((key, sig, message) => checkSignature(fromHex(key), fromHex(sig), message));
export const bare = async (key, sig, message) => {
  const raw = await crypto.subtle.importKey("raw", fromHex(key), "Ed25519", false, ["verify"]);
  return crypto.subtle.verify("Ed25519", raw, fromHex(sig), message);
};
export const noted = holds(async (text, vkey) => {
  const [note, known] = [await parseNote(text), await parseVkey(vkey)];
  if (!(await verifyNote(note, [known])).size) throw Object.assign(new Error(), { code: "unsigned" });
});
export const inclusion = holds((size, index, root, leaf, ...proof) =>
  checkInclusion(proof, { size: BigInt(size), index: BigInt(index), root, leaf }));
export const consistency = holds((oldSize, newSize, oldRoot, newRoot, ...proof) =>
  checkConsistency(proof, { oldSize: BigInt(oldSize), newSize: BigInt(newSize), oldRoot, newRoot }));
export const canonically = holds((data) => parseCanonical(data));
export const written = (text) => canonical(JSON.parse(text));
export const rebuilt = async (size, ...leaves) => {
  const cut = (path) => {
    const [, number, width] = /^[/]tile[/]0[/](\d+)(?:[.]p[/](\d+))?$/.exec(path);
    return concat(...leaves.slice(number * 256, number * 256 + Number(width ?? 256)));
  };
  return toHex((await recomputeRoot(async (path) => cut(path), size)).root);
};

const get = async (path) => new Uint8Array(await (await fetch(path)).arrayBuffer());
/** The log of the server, as it would look if the server showed something else. */
export const served = async (policy, { tile, short, checkpoint, known }) => {
  const fetchTile = async (path) => {
    const content = await get(path);
    if (tile) content[40] ^= 1;
    return short ? content.slice(0, -1) : content;
  };
  const text = new TextDecoder().decode(await get("/checkpoint"));
  const { root } = await recomputeRoot(get, 100);
  const size = text.split("\n")[1];
  return verifyLog(checkpoint ? text.replace(`\n${size}\n`, `\n${size - 1}\n`) : text, policy, {
    fetchTile, known: { size: 100, root: known ?? toHex(root) },
  });
};
