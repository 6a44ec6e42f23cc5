// Text for people, in the one form in which it is signed; what is changed is changed before it is shown.

const SARA_AM = /\u0E4D([\u0E48-\u0E4B]?)\u0E32/g;
const TONE_FIRST = /([\u0E48-\u0E4B])([\u0E31\u0E34-\u0E39])/g;
const SARA_E_TWICE = /\u0E40\u0E40/g;
const LINE_END = /\r\n?|[\u2028\u2029]/g;
const GAP = /[\t\v\f]/g;
const UNSEEN = /[\0-\x08\x0E-\x1F\x7F-\x9F\u061C\u200B-\u200F\u202A-\u202E\u2060-\u206F\uFEFF]/g;

const once = (text) => text
  .replace(LINE_END, "\n").replace(GAP, " ").replace(UNSEEN, "")
  .normalize("NFC")
  .replace(SARA_AM, "$1\u0E33") // in one piece, tone first
  .replace(TONE_FIRST, "$2$1") // vowel, then tone
  .replace(SARA_E_TWICE, "\u0E41"); // two SARA E are one SARA AE

/**
 * The text as it is signed: what is seen, and nothing besides. Tidying again changes nothing.
 * The same as `ledger.application.tidying.tidy`; `tests/web/tidy.json` holds both to it.
 * @param {string} text
 * @returns {string}
 */
export function tidy(text) {
  let [before, after] = [text, once(text)];
  while (before !== after) [before, after] = [after, once(after)]; // of two tones, each passes the vowel
  return after;
}

/**
 * The value with every text in it tidied, names of members too.
 * @template T
 * @param {T} value
 * @returns {T}
 */
export function tidied(value) {
  if (typeof value === "string") return tidy(value);
  if (Array.isArray(value)) return value.map(tidied);
  if (value === null || typeof value !== "object") return value;
  return Object.fromEntries(Object.entries(value).map(([name, part]) => [tidy(name), tidied(part)]));
}
