// What is personal travels beside a statement, which commits to it by a salted digest (in the manner of RFC 9901).

import { base64url, fromBase64, fromUtf8, sha256, utf8 } from "./bytes.js";
import { MOST_BYTES, canonical, parseCanonical } from "./canonical.js";
import { need } from "./refused.js";

const NAME = /^[a-z0-9_-]{1,64}\/[a-z0-9_-]{1,64}$/;

/**
 * A new disclosure and its digest, for `sd`.
 * @param {string} name `subject/field`
 * @param {unknown} value any JSON
 * @param {Uint8Array} salt 16 bytes
 * @returns {Promise<{text: string, digest: string}>}
 */
export async function disclosure(name, value, salt = crypto.getRandomValues(new Uint8Array(16))) {
  need(NAME.test(name), "disclosure_name");
  const bytes = utf8(canonical([base64url(salt), name, value]));
  need(bytes.length <= MOST_BYTES, "json_strict_size");
  const text = base64url(bytes);
  return { text, digest: base64url(await sha256(utf8(text))) };
}

/**
 * What a disclosure says, and the digest that a statement must hold for it.
 * @param {string} text
 * @returns {Promise<{digest: string, name: string, value: unknown}>}
 * @throws {Refused} `disclosure_form`
 */
export async function read(text) {
  const plain = text.replaceAll("-", "+").replaceAll("_", "/");
  const bytes = fromBase64(plain.padEnd(Math.ceil(plain.length / 4) * 4, "="), "disclosure_form");
  const [, name, value] = parseCanonical(fromUtf8(bytes));
  need(NAME.test(name), "disclosure_name");
  return { digest: base64url(await sha256(utf8(text))), name, value };
}
