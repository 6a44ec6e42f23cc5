// The text forms that stand inside signed bytes. It mirrors ledger/signing/forms.py and disclosure.py.

import { fromBase64, sha256, toBase64, utf8 } from "./bytes.js";
import { MAX_BYTES, isObject, parseCanonical } from "./json.js";
import { require } from "./result.js";

// Controls but the line feed, marks that turn the reading direction and what has no width; then Thai as no client
// tidies it: SARA AM split, a tone before its vowel, SARA E twice for AE.
const UNTIDY = new RegExp(
  "[\\x00-\\x09\\x0b-\\x1f\\x7f-\\x9f\\u061c\\u200b-\\u200f\\u2028-\\u202e\\u2060-\\u206f\\ufeff]" +
    "|\\u0e4d[\\u0e48-\\u0e4b]?\\u0e32|[\\u0e48-\\u0e4b][\\u0e31\\u0e34-\\u0e39]|\\u0e40\\u0e40",
);
const INSTANT = /^(?!0000)\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{3})?Z$/;
const NAME = /^[a-z0-9_-]{1,64}\/[a-z0-9_-]{1,64}$/;

/** Tell whether `text` is a real instant, `YYYY-MM-DDTHH:MM:SSZ`, or with `.mmm` before the Z. */
export function isInstant(text, milliseconds) {
  const match = INSTANT.exec(text);
  if (!match || Boolean(match[1]) !== milliseconds) return false;
  const time = new Date(text);
  const written = Number.isNaN(time.getTime()) ? "" : time.toISOString();
  return written === (milliseconds ? text : text.replace("Z", ".000Z"));
}

/** Check that what is seen in the texts of `value` is what is signed; throw `text_form`. */
export function checkText(value) {
  if (typeof value === "string") {
    const tidy = value.normalize("NFC") === value && !UNTIDY.test(value);
    require(tidy, "text_form", "a text is not tidied; the client does so before signing");
  } else if (Array.isArray(value) || isObject(value)) {
    for (const part of Array.isArray(value) ? value : Object.entries(value).flat()) checkText(part);
  }
}

/** Return the name `subject/field` of a disclosure; throw as the parser of ledger/signing/disclosure.py. */
export function disclosureName(text) {
  require(text.length <= (MAX_BYTES * 4) / 3, "json_strict_size", `it is longer than ${MAX_BYTES} bytes`);
  const parts = parseCanonical(fromBase64(text, "disclosure_base64", true));
  const form = Array.isArray(parts) && parts.length === 3;
  const texts = form && typeof parts[0] === "string" && typeof parts[1] === "string";
  require(texts, "disclosure_form", "a disclosure is an array of salt, name and value");
  const salt = fromBase64(parts[0], "disclosure_salt", true);
  require([16, 32].includes(salt.length), "disclosure_salt", "a salt has 16 or 32 bytes");
  require(NAME.test(parts[1]), "disclosure_name", "a disclosure is named subject/field");
  checkText(parts[2]);
  return parts[1];
}

/** Return what stands in `sd`: base64url of SHA-256 over the text itself. Source: RFC 9901, 4.2.3. */
export const disclosureDigest = async (text) => toBase64(await sha256(utf8(text)), true);
