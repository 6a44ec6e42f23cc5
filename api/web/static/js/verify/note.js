// Signed notes, their keys, and checkpoints. It mirrors ledger/tlog/note.py and checkpoint.py.
// Source: C2SP signed-note 1.0, tlog-checkpoint 1.0 and tlog-cosignature 1.0.

import { concat, exactly, fromBase64, partition, same, sha256, toBase64, toHex, utf8 } from "./bytes.js";
import { checkSignature, isPrimeOrder } from "./ed25519.js";
import { Refusal, Unchecked, require } from "./result.js";

export const ED25519 = 0x01;  // signs the text
export const COSIGNATURE = 0x04;  // a witness signs a time and the text
const FORM = "log_text_malformed";
const OUR_NAME = /^[a-z0-9./-]+$/;
const ANY_NAME = /^[^\t-\r\x1c- \x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000+]+$/u;
const TEXT = /^(?:[^\x00-\x1f\ud800-\udfff]+\n)+$/u;
const ORIGIN = /^[\x20-\x7e]+$/;

/** Return the four bytes that find a key's lines in a note. */
async function keyHash({ name, kind, key }) {
  return (await sha256(concat(utf8(name), Uint8Array.of(0x0a, kind), key))).subarray(0, 4);
}

/** Return `name+hash+key`. Refuses foreign names and kinds, and points of low or mixed order. */
async function formatVkey(vkey) {
  const known = [ED25519, COSIGNATURE].includes(vkey.kind) && vkey.key.length === 32;
  const safe = known && OUR_NAME.test(vkey.name) && isPrimeOrder(vkey.key);
  require(safe, FORM, "the verifier key has a foreign name or kind, or is no safe Ed25519 key");
  return `${vkey.name}+${toHex(vkey.hash)}+${toBase64(concat(Uint8Array.of(vkey.kind), vkey.key))}`;
}

/** Return {name, kind, key, hash} of a verifier key's text. */
export const parseVkey = exactly("parse_vkey", formatVkey, async (text) => {
  const [name, , ...key] = text.split("+");
  const data = fromBase64(key.join("+"), FORM);
  const vkey = { name, kind: data[0], key: data.subarray(1) };
  return { ...vkey, hash: await keyHash(vkey) };
});

function formatNote({ text, signatures }) {
  const named = signatures.every(({ name, hash }) => ANY_NAME.test(name) && hash.length === 4);
  const whole = named && 0 < signatures.length && signatures.length <= 100 && TEXT.test(text);
  require(whole, FORM, "the note has no valid form");
  const lines = signatures.map(({ name, hash, blob }) => `\u2014 ${name} ${toBase64(concat(hash, blob))}\n`);
  return `${text}\n${lines.join("")}`;
}

/** Return {text, signatures} of a note; `verifyNote` has yet to verify them. */
export const parseNote = exactly("parse_note", formatNote, (text) => {
  const [body, lines] = partition(text, "\n\n");
  const signatures = lines.split("\n").slice(0, -1).map((line) => {
    const [, name, blob] = line.split(" ");
    const data = fromBase64(blob, FORM);
    return { name, hash: data.subarray(0, 4), blob: data.subarray(4) };
  });
  return { text: `${body}\n`, signatures };
});

/**
 * Return those of `vkeys` that signed; lines of other keys are passed over.
 * Throws `note_signature_invalid` if a line names one of them, and the signature is not its own.
 */
export async function verifyNote(note, vkeys) {
  const found = new Set();
  for (const { name, hash, blob } of note.signatures) {
    const vkey = vkeys.find((each) => each.name === name && same(each.hash, hash));
    if (!vkey) continue;
    const cut = Math.max(0, blob.length - 64);
    const message = signed(vkey.kind, note.text, blob.subarray(0, cut));
    try {
      await checkSignature(vkey.key, blob.subarray(cut), message);
    } catch (error) {
      if (error instanceof Unchecked) throw error;
      throw new Refusal("note_signature_invalid", "a signature on the note is not that of the key it names");
    }
    found.add(vkey);
  }
  return found;
}

function signed(kind, text, stamp) {
  const whole = stamp.length === (kind === COSIGNATURE ? 8 : 0);
  require(whole, "note_signature_invalid", "a signature on the note has the wrong length");
  const time = stamp.length ? `cosignature/v1\ntime ${BigInt(`0x${toHex(stamp)}`)}\n` : "";
  return utf8(time + text);
}

async function formatCheckpoint({ origin, size, root }) {
  const empty = size === 0n ? await sha256(utf8("")) : root;
  const fits = 0n <= size && size < 2n ** 63n && root.length === 32 && same(root, empty);
  const sentence = "a checkpoint has a printable origin, a size below 2**63 and a root";
  require(ORIGIN.test(origin) && fits, FORM, sentence);
  return `${origin}\n${size}\n${toBase64(root)}\n`;
}

/** Return {origin, size, root} of a note's three lines. */
export const parseCheckpoint = exactly("parse_checkpoint", formatCheckpoint, (body) => {
  const [origin, size, root] = body.split("\n");
  return { origin, size: BigInt(size), root: fromBase64(root, FORM) };
});

/** Return the checkpoint in a signed note, or throw `checkpoint_not_trusted` if it is not of the log `vkey`. */
export async function openCheckpoint(text, vkey) {
  const note = await parseNote(text);
  const checkpoint = await parseCheckpoint(note.text);
  const own = checkpoint.origin === vkey.name && (await verifyNote(note, [vkey])).size;
  require(own, "checkpoint_not_trusted", "this log did not sign this checkpoint");
  return checkpoint;
}
