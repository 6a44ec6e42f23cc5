// Bytes and the texts that stand for them: UTF-8, hexadecimal, base64, base64url without padding.

import { Refused, need } from "./refused.js";

const UTF8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

/** @param {string} text @returns {Uint8Array} */
export const utf8 = (text) => new TextEncoder().encode(text);

/** The text of bytes that are UTF-8; refuses others. @param {Uint8Array} bytes @returns {string} */
export function fromUtf8(bytes) {
  try {
    return UTF8.decode(bytes);
  } catch {
    throw new Refused("json_strict_utf8");
  }
}

/** @param {Uint8Array} bytes @returns {string} */
export const hex = (bytes) => Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");

/** @param {string} text @returns {Uint8Array} */
export const fromHex = (text) => Uint8Array.from(text.match(/../g) ?? [], (pair) => parseInt(pair, 16));

/** @param {Uint8Array} bytes @returns {string} */
export const base64 = (bytes) => btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(""));

/** @param {Uint8Array} bytes @returns {string} */
export const base64url = (bytes) =>
  base64(bytes).replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "");

/**
 * The bytes whose only base64 form is `text`; refuses with `code` where there are none.
 * @param {string} text
 * @param {string} code
 * @returns {Uint8Array}
 */
export function fromBase64(text, code) {
  let bytes;
  try {
    bytes = Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
  } catch {
    throw new Refused(code);
  }
  need(base64(bytes) === text, code);
  return bytes;
}

/** SHA-256. @param {Uint8Array} bytes @returns {Promise<Uint8Array>} 32 bytes */
export const sha256 = async (bytes) => new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
