// The proof in hand: one entry in one cosigned checkpoint. It mirrors ledger/tlog/proof.py.
// Source: C2SP tlog-proof, untagged, version 1.

import { exactly, fromBase64, partition, toBase64 } from "./bytes.js";
import { parseCheckpoint, parseNote } from "./note.js";
import { require } from "./result.js";

const VERSION = "c2sp.org/tlog-proof@v1";
const FORM = "log_text_malformed";

async function formatProof({ index, hashes, checkpoint, extra }) {
  const whole = hashes.length <= 63 && hashes.every((each) => each.length === 32);
  require(whole, FORM, "a proof has at most 63 hashes of 32 bytes");
  const { size } = await parseCheckpoint((await parseNote(checkpoint)).text);
  require(0n <= index && index < size, FORM, "the index is not below the size");
  const unvouched = extra ? [`extra ${toBase64(extra)}`] : [];
  const lines = hashes.map((each) => toBase64(each));
  return [VERSION, ...unvouched, `index ${index}`, ...lines, "", checkpoint].join("\n");
}

/** Return {index, hashes, checkpoint, extra}. Whether it holds is for `checkInclusion`. */
export const parseProof = exactly("parse_proof", formatProof, (text) => {
  const [head, checkpoint] = partition(text, "\n\n");
  const [, ...lines] = head.split("\n");
  const extra = lines[0].startsWith("extra ") ? fromBase64(lines.shift().slice(6), FORM) : null;
  const [index, ...hashes] = lines;
  return { index: BigInt(index.slice(6)), hashes: hashes.map((each) => fromBase64(each, FORM)), checkpoint, extra };
});
