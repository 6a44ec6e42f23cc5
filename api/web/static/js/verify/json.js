// JSON with one reading and one spelling. It mirrors ledger/signing/strict_json.py and canonical.py.
// JSON.parse keeps the last of two equal keys and knows floats: what is parsed is written again in RFC 8785's
// form and compared with what came, so that none of this passes.

import { fromUtf8, same, utf8 } from "./bytes.js";
import { Refusal, require } from "./result.js";

export const MAX_BYTES = 65_535;

/** Return whether `value` is a JSON object. */
export const isObject = (value) => typeof value === "object" && value !== null && !Array.isArray(value);

/** Return the value of at most `limit` bytes; throw `json_strict_...` or `int_range`. Source: RFC 8259. */
export function parseStrict(data, limit = MAX_BYTES) {
  require(data.length <= limit, "json_strict_size", `the text is longer than ${limit} bytes`);
  const text = fromUtf8(data, "json_strict_utf8");
  let value;
  try {
    value = JSON.parse(text);
  } catch {
    throw new Refusal("json_strict_syntax", "the text is not JSON");
  }
  checkValue(value, 0);
  return value;
}

/** Return the value whose RFC 8785 form is `data`; throw as `parseStrict`, or `not_canonical`. */
export function parseCanonical(data, limit = MAX_BYTES) {
  const value = parseStrict(data, limit);
  require(same(utf8(canonical(value)), data), "not_canonical", "the text is not in its canonical form");
  return value;
}

/** Return the RFC 8785 form of a value within the limits: keys by UTF-16 units, texts as ECMAScript has them. */
export function canonical(value) {
  if (Array.isArray(value)) return `[${value.map(canonical).join(",")}]`;
  if (!isObject(value)) return JSON.stringify(value);
  const members = Object.keys(value).sort().map((name) => `${JSON.stringify(name)}:${canonical(value[name])}`);
  return `{${members.join(",")}}`;
}

function checkValue(value, depth) {
  if (typeof value === "string") {
    require(!/\p{Surrogate}/u.test(value), "json_strict_surrogate", "half a character");
  } else if (typeof value === "number") {
    require(Number.isInteger(value), "json_strict_float", "a number is no plain integer");
    require(!Object.is(value, -0), "json_strict_negative_zero", "minus zero is a second spelling of zero");
    require(Number.isSafeInteger(value), "int_range", "an integer is beyond 2**53 - 1");
  } else if (typeof value === "object" && value !== null) {
    require(depth < 16, "json_strict_depth", "the value is nested deeper than 16");
    const list = Array.isArray(value);
    const parts = list ? value : Object.entries(value).flat();
    const [most, code] = list ? [1_000, "json_strict_items"] : [256, "json_strict_members"];
    require(parts.length <= (list ? most : 2 * most), code, `an object or array has more than ${most} parts`);
    for (const part of parts) checkValue(part, depth + 1);
  }
}
