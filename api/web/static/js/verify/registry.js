// Which keys there were at a place of the log, and whether the signatures hold under them. Keys alone: with what
// right their holders signed is for the rules. It mirrors ledger/verify/signatures.py.

import { fromBase64, fromHex, sha256, toHex, utf8 } from "./bytes.js";
import { checkSignature, isPrimeOrder } from "./ed25519.js";
import { pae } from "./entry.js";
import { canonical, isObject } from "./json.js";
import { openCheckpoint, parseVkey } from "./note.js";
import { Refusal, require } from "./result.js";

const POSSESSION = "application/vnd.phayan.possession+json";
const PUBLIC = /^[0-9a-f]{64}$/;

/** Return the name of a public key: the first 16 hex digits of its SHA-256. */
const keyId = async (key) => toHex(await sha256(key)).slice(0, 16);

/** The keys that the log had at one place, in the stream that its first entry begins. */
export class Registry {
  stream = "";
  keys = new Map();
  #logKeys = [];

  /** Check that exactly `statement.signers` signed, each validly, and what is signed inside it. */
  async check(envelope, statement) {
    const names = envelope.signatures.map(([name]) => name);
    const exact = names.join() === statement.signers.join();
    require(exact, "statement_signers", "the signatures are not those of the signers");
    const keys = new Map([...(await named(brought(statement))), ...this.keys]);
    const known = names.every((name) => keys.has(name));
    require(known, "key_unknown", "a signature names a key never enrolled");
    const message = pae(envelope.type, envelope.payload);
    for (const [name, signature] of envelope.signatures) await checkSignature(keys.get(name), signature, message);
    await this.#checkEnclosed(statement);
  }

  async #checkEnclosed({ origin, type, schema, data, ...statement }) {
    for (const key of brought({ type, schema, data })) {
      require(isPrimeOrder(key), "key_weak", "a key is a point of prime order, in 32 bytes");
      if (type !== "KeyEnrolled") continue;
      const told = utf8(canonical({ actor: data.actor, keyid: await keyId(key), origin }));
      await checkSignature(key, fromBase64(data.possession, "possession_base64"), pae(POSSESSION, told));
    }
    if (type !== "KeyRevoked" || schema !== 1 || !data.boundary) return;
    const opened = await Promise.all(this.#logKeys.map(({ key }) => opens(data.boundary.checkpoint, key)));
    require(opened.includes(true), "boundary_unsigned", "the log did not sign the boundary's checkpoint");
  }

  /** Fold a statement in, whatever was found: a key that was there keeps its meaning. */
  async accept(statement, index, recordedAt) {
    if (index === 0n) this.stream = statement.stream;
    if (statement.stream !== this.stream || !this.stream.startsWith("registry/")) return;
    for (const [name, key] of await named(brought(statement))) if (!this.keys.has(name)) this.keys.set(name, key);
    const { type, schema, data } = statement;
    if (schema !== 1 || !["LedgerFounded", "GovernanceChanged"].includes(type)) return;
    const founding = type === "LedgerFounded";
    const waits = (old) => old.from > recordedAt && old.what === data.what;  // the new change stands in its place
    this.#logKeys = this.#logKeys.filter((old) => (founding ? old.what : !waits(old)));
    const from = founding ? "" : `${data.effective_at.slice(0, -1)}.000Z`;
    if (data.log_key !== undefined) this.#logKeys.push({ key: data.log_key, what: data.what, from });
  }
}

/** Throw `data_invalid` if an event that this module reads is not of its form. */
export function checkKeyData({ type, schema, data }) {
  const text = (value) => typeof value === "string";
  const key = (value) => text(value) && PUBLIC.test(value);
  const roots = (list) => Array.isArray(list) && list.every((each) => isObject(each) && key(each.key));
  const optional = (form, value) => value === undefined || form(value);
  const forms = {
    LedgerFounded: () => roots(data.root_keys) && text(data.log_key),
    GovernanceChanged: () =>
      optional(roots, data.root_keys) && optional(text, data.log_key) && text(data.effective_at) && text(data.what),
    KeyEnrolled: () => key(data.key) && text(data.actor) && text(data.possession),
    KeyRevoked: () => optional((value) => isObject(value) && text(value.checkpoint), data.boundary),
  };
  const whole = schema !== 1 || !Object.hasOwn(forms, type) || forms[type]();
  const sentence = "a member of the data is missing, unknown, or not of the form that its type demands";
  require(whole, "data_invalid", sentence);
}

async function named(keys) {
  return Promise.all(keys.map(async (key) => [await keyId(key), key]));
}

/** Return the keys that a statement brings itself. */
function brought({ type, schema, data }) {
  if (schema !== 1) return [];
  if (type === "KeyEnrolled") return [fromHex(data.key)];
  const founding = ["LedgerFounded", "GovernanceChanged"].includes(type);
  return founding ? (data.root_keys ?? []).map((root) => fromHex(root.key)) : [];
}

async function opens(checkpoint, vkey) {
  try {
    return Boolean(await openCheckpoint(checkpoint, await parseVkey(vkey)));
  } catch (error) {
    if (error instanceof Refusal) return false;
    throw error;
  }
}
