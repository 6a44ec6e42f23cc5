// What this browser remembers between checks: the policy that its reader pinned, and the largest tree of each log
// that was verified here. Nothing of it came without the reader's doing, and the reader can make it forgotten.

import { sha256, toHex, utf8 } from "./bytes.js";

const POLICY = "phayan.verify.policy";
const TREE = "phayan.verify.tree ";

/** Return {text, at} of the pinned policy, `at` in ISO 8601; null if none is pinned. */
export const pinned = () => read(POLICY);

/** Pin a policy from now on. */
export const pin = (text, at) => storage()?.setItem(POLICY, JSON.stringify({ text, at }));

/** Forget the policy, and every tree that was verified under it. */
export function forget() {
  const kept = storage();
  for (const name of Object.keys(kept ?? {})) if (name === POLICY || name.startsWith(TREE)) kept.removeItem(name);
}

/** Return {size, root, at} of the tree of `origin` that was verified here last; null if there was none. */
export const known = (origin) => read(TREE + origin);

/** Remember a verified tree, whose facts `verifyLog` told. */
export const remember = ({ origin, size, root }, at) =>
  storage()?.setItem(TREE + origin, JSON.stringify({ size, root, at }));

/** Return what two people compare to know that they have one policy: 32 hex digits in groups of four. */
export async function fingerprint(text) {
  return toHex(await sha256(utf8(text))).slice(0, 32).match(/.{4}/g).join(" ");
}

function read(name) {
  const kept = storage()?.getItem(name) ?? null;
  return kept === null ? null : JSON.parse(kept);
}

/** Return where the browser remembers; null where it is told to remember nothing, and then checks all the same. */
function storage() {
  try {
    return localStorage;
  } catch {
    return null;
  }
}
