// DSSE version 1 in its one accepted form. A key signs a value that was checked here, under a type named here.

import { base64, fromBase64, fromUtf8, utf8 } from "./bytes.js";
import { MOST_BYTES, canonical, parseCanonical } from "./canonical.js";
import { need } from "./refused.js";

export const STATEMENT = "application/vnd.phayan.statement+json";
const SIGN_IN = "application/vnd.phayan.sign-in+json";
const POSSESSION = "application/vnd.phayan.possession+json";
const ORIGIN = /^[a-z0-9./-]+$/;
const MEMBERS = "payload,payloadType,signatures";

/**
 * What is signed: the type and the payload, each after its length in bytes. Source: DSSE v1.0, PAE.
 * @param {string} type
 * @param {Uint8Array} payload
 * @returns {Uint8Array}
 */
function preAuthentication(type, payload) {
  const head = utf8(`DSSEv1 ${utf8(type).length} ${type} ${payload.length} `);
  const bytes = new Uint8Array(head.length + payload.length);
  bytes.set(head);
  bytes.set(payload, head.length);
  return bytes;
}

/**
 * The envelope of a statement, signed by each of `keys`, all of them among its signers.
 * @param {object} statement
 * @param {import("./keys.js").Key[]} keys
 * @returns {Promise<object>}
 */
export async function signed(statement, keys) {
  need(keys.every((key) => statement.signers.includes(key.id)), "statement_signers");
  return enveloped(STATEMENT, statement, keys);
}

/**
 * The statement of an envelope, as an object: what a co-signer must be shown. Nothing of it is trusted yet.
 * @param {object} envelope
 * @returns {object}
 */
export function opened(envelope) {
  need(Object.keys(envelope).sort().join() === MEMBERS, "dsse_members");
  need(envelope.payloadType === STATEMENT, "dsse_type");
  return parseCanonical(fromUtf8(fromBase64(envelope.payload, "dsse_base64")));
}

/**
 * The envelope with one signature more. What is signed is `shown`, written anew here: bytes that say anything
 * else than what the co-signer was shown cannot come under the key.
 * @param {object} envelope
 * @param {object} shown as `opened` gave it
 * @param {import("./keys.js").Key} key
 * @returns {Promise<object>}
 */
export async function addSignature(envelope, shown, key) {
  need(canonical(opened(envelope)) === canonical(shown), "not_as_shown");
  const { signatures } = await signed(shown, [key]);
  const others = envelope.signatures.filter((one) => one.keyid !== key.id);
  return { ...envelope, signatures: ordered([...others, ...signatures]) };
}

/**
 * The envelope with which a key signs in, for two minutes; see docs/http.md. The origin is all that a page says.
 * @param {string} origin
 * @param {import("./keys.js").Key} key
 * @param {Date} [now]
 * @returns {Promise<object>}
 */
export async function signInEnvelope(origin, key, now = new Date()) {
  need(ORIGIN.test(origin), "sign_in_origin");
  const expires = `${new Date(now.getTime() + 120_000).toISOString().slice(0, 19)}Z`;
  const nonce = base64(crypto.getRandomValues(new Uint8Array(24))).replaceAll("+", "-").replaceAll("/", "_");
  return enveloped(SIGN_IN, { expires, nonce, origin }, [key]);
}

/**
 * The proof, in base64, that whoever enrols `key` for `actor` has it: `possession` of `KeyEnrolled`.
 * @param {string} origin
 * @param {string} actor
 * @param {import("./keys.js").Key} key
 * @returns {Promise<string>}
 */
export async function possession(origin, actor, key) {
  const [proof] = (await enveloped(POSSESSION, { actor, keyid: key.id, origin }, [key])).signatures;
  return proof.sig;
}

async function enveloped(type, value, keys) {
  const payload = utf8(canonical(value));
  const message = preAuthentication(type, payload);
  const signatures = await Promise.all(keys.map(async (key) => {
    const signature = await crypto.subtle.sign("Ed25519", key.private, message);
    return { keyid: key.id, sig: base64(new Uint8Array(signature)) };
  }));
  const envelope = { payload: base64(payload), payloadType: type, signatures: ordered(signatures) };
  need(canonical(envelope).length <= MOST_BYTES, "json_strict_size");
  return envelope;
}

const ordered = (signatures) => signatures.sort((one, other) => (one.keyid < other.keyid ? -1 : 1));
