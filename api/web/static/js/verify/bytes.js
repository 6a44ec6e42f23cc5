// Bytes and their texts: UTF-8, base64 and hex, each with one accepted form; and SHA-256.

import { Refusal, Unchecked, require } from "./result.js";

const STRICT = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

/** Return the UTF-8 of `text`. */
export const utf8 = (text) => new TextEncoder().encode(text);

/** Return the text of which `data` is the UTF-8, a byte order mark included; throw `code` if there is none. */
export function fromUtf8(data, code = "text_utf8") {
  try {
    return STRICT.decode(data);
  } catch {
    throw new Refusal(code, "a text is not UTF-8");
  }
}

/** Return standard base64 with padding; with `url` base64url without. */
export function toBase64(data, url = false) {
  let binary = "";
  for (const byte of data) binary += String.fromCharCode(byte);
  const text = btoa(binary);
  return url ? text.replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "") : text;
}

/** Return the bytes whose only base64 form is `text`; throw `code`. */
export function fromBase64(text, code, url = false) {
  let binary;
  try {
    binary = atob(url ? text.replaceAll("-", "+").replaceAll("_", "/") : text);
  } catch {
    throw new Refusal(code, "the text is not base64");
  }
  const data = Uint8Array.from(binary, (each) => each.charCodeAt(0));
  require(toBase64(data, url) === text, code, "the text is not the only base64 form of its bytes");
  return data;
}

/** Return lower-case hex. */
export const toHex = (data) => Array.from(data, (byte) => byte.toString(16).padStart(2, "0")).join("");

/** Return the bytes of lower-case hex whose form was checked before. */
export const fromHex = (text) => Uint8Array.from(text.match(/../g) ?? [], (pair) => parseInt(pair, 16));

/** Return whether two arrays hold the same bytes. */
export const same = (one, other) => one.length === other.length && one.every((byte, at) => byte === other[at]);

/** Return the arrays joined. */
export function concat(...parts) {
  const whole = new Uint8Array(parts.reduce((size, part) => size + part.length, 0));
  parts.reduce((at, part) => (whole.set(part, at), at + part.length), 0);
  return whole;
}

/** Return the 32 bytes of SHA-256. */
export async function sha256(data) {
  const subtle = globalThis.crypto?.subtle;  // browsers keep it from pages that came over a bare line
  if (!subtle) throw new Unchecked("the browser hashes and checks signatures on secure connections alone");
  return new Uint8Array(await subtle.digest("SHA-256", data));
}

/** Return what stands before the first `mark`, and what stands after it. */
export function partition(text, mark) {
  const at = text.indexOf(mark);
  return at < 0 ? [text, ""] : [text.slice(0, at), text.slice(at + mark.length)];
}

/**
 * Make a loose reader a strict parser: it throws unless `write` gives the text back.
 * There is one form, and whatever is wrong with the text, it is not this one.
 */
export const exactly = (name, write, read) => async (text) => {
  try {
    const thing = await read(text);
    if ((await write(thing)) === text) return thing;
  } catch (error) {
    if (error instanceof Unchecked) throw error;
  }
  throw new Refusal("log_text_malformed", `${name}: the text is not in its one form`);
};
