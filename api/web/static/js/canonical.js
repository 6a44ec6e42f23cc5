// The one spelling of a value (RFC 8785, JCS), for values that every reader reads alike.

import { need } from "./refused.js";

/** The most bytes of an envelope or a disclosure. */
export const MOST_BYTES = 65_535;

// As `_UNTIDY` of ledger/signing/forms.py: controls but the line feed, what turns the reading direction or has
// no width; SARA AM split, a tone before its vowel, SARA E twice for AE.
const UNTIDY = new RegExp(
  "[\\0-\\x09\\x0B-\\x1F\\x7F-\\x9F\\u061C\\u200B-\\u200F\\u2028-\\u202E\\u2060-\\u206F\\uFEFF]" +
    "|\\u0E4D[\\u0E48-\\u0E4B]?\\u0E32|[\\u0E48-\\u0E4B][\\u0E31\\u0E34-\\u0E39]|\\u0E40\\u0E40",
);

/**
 * Check that `value` means the same to every reader and shows what it says; refuses what a ledger would refuse.
 * Integers lie within 2^53 - 1, depth is 16 at most, an object has 256 members, an array 1,000 items at most.
 * @param {unknown} value
 * @param {number} depth
 */
export function check(value, depth = 0) {
  if (value === null || typeof value === "boolean") return;
  if (typeof value === "string") checkText(value);
  else if (typeof value === "number") checkNumber(value);
  else {
    const plain = Array.isArray(value) || isRecord(value);
    need(plain, "json_strict_float");
    need(depth < 16, "json_strict_depth");
    if (Array.isArray(value)) need(value.length <= 1000, "json_strict_items");
    else need(Object.keys(value).length <= 256, "json_strict_members");
    const parts = Array.isArray(value) ? Array.from(value) : [...Object.keys(value), ...Object.values(value)];
    for (const part of parts) check(part, depth + 1);
  }
}

/**
 * The JCS form of `value`, which is checked first.
 * @param {unknown} value
 * @returns {string}
 */
export function canonical(value) {
  check(value);
  return spelled(value);
}

/**
 * The value of which `text` is the JCS form. A member named twice, a blank or an escape too many change the text.
 * @param {string} text
 * @returns {unknown}
 */
export function parseCanonical(text) {
  let value;
  try {
    value = JSON.parse(text);
  } catch {
    need(false, "json_strict_syntax");
  }
  need(canonical(value) === text, "not_canonical");
  return value;
}

function isRecord(value) {
  return typeof value === "object" && [Object.prototype, null].includes(Object.getPrototypeOf(value));
}

function checkText(text) {
  need(text.isWellFormed(), "json_strict_surrogate");
  need(text.normalize("NFC") === text && !UNTIDY.test(text), "text_form");
}

function checkNumber(number) {
  need(Number.isInteger(number), "json_strict_float");
  need(Number.isSafeInteger(number), "int_range");
  need(!Object.is(number, -0), "json_strict_negative_zero");
}

function spelled(value) {
  if (Array.isArray(value)) return `[${value.map(spelled).join(",")}]`;
  if (value === null || typeof value !== "object") return JSON.stringify(value);
  const names = Object.keys(value).sort(); // by UTF-16 code units, as RFC 8785 section 3.2.3 wants it
  return `{${names.map((name) => `${JSON.stringify(name)}:${spelled(value[name])}`).join(",")}}`;
}
