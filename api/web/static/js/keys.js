// The keys of whoever uses this browser: Ed25519 in WebCrypto, which hands no private key out, kept in IndexedDB.

import { fromHex, hex, sha256 } from "./bytes.js";
import { done, within } from "./database.js";
import { possession } from "./envelope.js";
import { Refused, need } from "./refused.js";

/**
 * A key pair. `id` is the first 16 hex digits of SHA-256 over the 32 bytes of `public`, in hex; `private` signs
 * and cannot be read.
 * @typedef {{id: string, public: string, private: CryptoKey}} Key
 */
/**
 * A key of `actor`, with the key that may follow it: enrolment commits to `next`, so a thief of the present key
 * cannot rotate. `following` is there from the beginning of a rotation to its end.
 * @typedef {Key & {actor: string, next: Key, following?: Key, custody: "self", created: string}} Held
 */

const ED25519 = { name: "Ed25519" };
const PKCS8 = "302e020100300506032b657004220420"; // before the 32 bytes of a seed: RFC 8410 section 7

/**
 * Draw a key for `actor`, and the one that may follow it.
 * @param {string} actor `actor/uuid`
 * @returns {Promise<Held>}
 */
export async function create(actor) {
  return keep(actor, await drawn(), await drawn());
}

/**
 * Take over keys from seeds that somebody else knows: for a demonstration alone.
 * @param {string} actor
 * @param {string} seed 32 bytes in hex
 * @param {string} nextSeed
 * @returns {Promise<Held>}
 */
export async function adopt(actor, seed, nextSeed) {
  return keep(actor, await grown(seed), await grown(nextSeed));
}

/** Every key in this browser, the oldest first. @returns {Promise<Held[]>} */
export async function list() {
  const held = await on("readonly", (keys) => done(keys.getAll()));
  return held.sort((one, other) => (one.created < other.created ? -1 : 1));
}

/** The key that signs unless another is named: the one chosen last. @returns {Promise<Held | undefined>} */
export const chosen = () => on("readonly", async (keys, choice) => {
  const id = await done(choice.get("id"));
  return id && done(keys.get(id));
});

/** Let the key `id` sign from now on; refuses one that is not here. @param {string} id */
export const choose = (id) => on("readwrite", async (keys, choice) => {
  need(await done(keys.get(id)), "key_not_here");
  await done(choice.put(id, "id"));
});

/** Take the key `id` out of this browser, for ever. @param {string} id */
export const forget = (id) => on("readwrite", async (keys, choice) => {
  await done(keys.delete(id));
  if ((await done(choice.get("id"))) === id) await done(choice.delete("id"));
});

/**
 * Draw the key after the next one, as a rotation needs it; asked again, the same: nothing is lost if a rotation
 * is begun and the line fails.
 * @param {string} id
 * @returns {Promise<Held>}
 */
export async function beginTurn(id) {
  const following = await drawn();
  return on("readwrite", async (keys) => {
    const held = await done(keys.get(id));
    need(held, "key_not_here");
    const begun = { ...held, following: held.following ?? following };
    await done(keys.put(begun));
    return begun;
  });
}

/**
 * End a rotation that the ledger recorded: the next key becomes the present one.
 * @param {string} id the old key's
 * @returns {Promise<Held>} the new one
 */
export const turn = (id) => on("readwrite", async (keys, choice) => {
  const old = await done(keys.get(id));
  need(old?.following, "key_not_here");
  const { actor, next, following, custody } = old;
  const held = { ...next, actor, next: following, custody, created: new Date().toISOString() };
  await done(keys.delete(id));
  await done(keys.put(held));
  if ((await done(choice.get("id"))) === id) await done(choice.put(held.id, "id"));
  return held;
});

/**
 * What `prepare` needs for the `KeyEnrolled` of a key that is new: signed by it here, and elsewhere by `registrar`.
 * @param {string} origin
 * @param {string} registry `registry/uuid`
 * @param {Held} held
 * @param {{actor: string, key: string}} registrar their actor and the id of their key
 */
export async function enrolment(origin, registry, held, registrar) {
  const data = await enrolled(origin, held.actor, held, held.next, held.custody);
  const head = { origin, stream: registry, type: "KeyEnrolled", by: registrar.actor };
  return { ...head, data, keys: [held], cosigners: [registrar.key] };
}

/**
 * What `prepare` needs for the rotation of a key, signed by it and by the next one; see `beginTurn`, then `turn`.
 * @param {string} origin
 * @param {string} registry `registry/uuid`
 * @param {Held} begun as `beginTurn` gave it
 */
export async function rotation(origin, registry, begun) {
  const { actor, next, following, custody } = begun;
  const data = { ...(await enrolled(origin, actor, next, following, custody)), replaces: begun.id };
  return { origin, stream: registry, type: "KeyEnrolled", by: actor, data, keys: [begun, next] };
}

async function enrolled(origin, actor, key, next, custody) {
  const commitment = hex(await sha256(fromHex(next.public)));
  const proof = await possession(origin, actor, key);
  return { actor, key: key.public, custody, next: commitment, possession: proof };
}

async function drawn() {
  const pair = await supported(() => crypto.subtle.generateKey(ED25519, false, ["sign", "verify"]));
  return named(pair.privateKey, await crypto.subtle.exportKey("raw", pair.publicKey));
}

async function grown(seed) {
  const bytes = fromHex(PKCS8 + seed);
  const take = (extractable) => crypto.subtle.importKey("pkcs8", bytes, ED25519, extractable, ["sign"]);
  const { x } = await crypto.subtle.exportKey("jwk", await supported(() => take(true)));
  const raw = Uint8Array.from(atob(x.replaceAll("-", "+").replaceAll("_", "/")), (one) => one.charCodeAt(0));
  return named(await take(false), raw);
}

async function supported(attempt) {
  need(globalThis.crypto?.subtle && globalThis.indexedDB, "browser_too_old");
  try {
    return await attempt();
  } catch (error) {
    throw error.name === "NotSupportedError" ? new Refused("browser_too_old") : error;
  }
}

async function named(key, raw) {
  const id = hex(await sha256(raw)).slice(0, 16);
  return { id, public: hex(new Uint8Array(raw)), private: key };
}

async function keep(actor, key, next) {
  const held = { ...key, actor, next, custody: "self", created: new Date().toISOString() };
  await on("readwrite", async (keys, choice) => {
    await done(keys.put(held));
    await done(choice.put(held.id, "id"));
  });
  return held;
}

const on = (mode, work) => within("phayan-keys", ["keys", "choice"], mode, work, (database) => {
  database.createObjectStore("keys", { keyPath: "id" });
  database.createObjectStore("choice");
});
