// A bundle's container: a zip of one accepted form, so no bit of the file is without meaning.
// It mirrors ledger/verify/archive.py: members are stored uncompressed, sorted by name, without times or rights.
// A compressed zip is therefore never a bundle. Source: APPNOTE.TXT 6.3, sections 4.3.7, 4.3.12 and 4.3.16.

import { concat, fromUtf8, same, utf8 } from "./bytes.js";
import { require } from "./result.js";

export const LIMIT = 64 * 2 ** 20;  // bytes of a file
const HEAD = 30;  // bytes before a member's name
const TABLE = Uint32Array.from({ length: 256 }, (_, byte) => {
  let rest = byte;
  for (let bit = 0; bit < 8; bit += 1) rest = rest & 1 ? (rest >>> 1) ^ 0xedb88320 : rest >>> 1;
  return rest;
});

/** Return the members of a bundle by name; throw `archive_form` if it is not in the one form. */
export function readArchive(data) {
  const members = new Map();
  const view = new DataView(data.buffer, data.byteOffset, data.byteLength);
  let at = 0;
  while (data.length <= LIMIT && at + HEAD <= data.length && view.getUint32(at, true) === 0x04034b50) {
    const name = data.subarray(at + HEAD, at + HEAD + view.getUint16(at + 26, true));
    const start = at + HEAD + name.length;
    at = start + view.getUint32(at + 22, true);
    members.set(fromUtf8(name, "archive_form"), data.subarray(start, at));
  }
  // Whatever was found: only if it is written so, to the last byte, was it read rightly.
  const whole = data.length <= LIMIT && members.size <= 65_000 && same(writeArchive(members), data);
  require(whole, "archive_form", "the bundle is not in the one form in which bundles are written");
  return members;
}

function writeArchive(members) {
  const body = [];
  const directory = [];
  let offset = 0;
  for (const name of [...members.keys()].sort()) {
    const content = members.get(name);
    const size = content.length;
    // Version 2.0, stored, no flags, 1 January 1980, no extra field.
    const sizes = numbers(4, crc32(content), size, size);
    const common = [...numbers(2, 20, 0, 0, 0, 33), ...sizes, ...numbers(2, name.length, 0)];
    const where = [...numbers(2, 0, 0, 0, 0, 0), ...numbers(4, offset)];
    directory.push(Uint8Array.from([0x50, 0x4b, 1, 2, 20, 0, ...common, ...where]), utf8(name));
    body.push(Uint8Array.from([0x50, 0x4b, 3, 4, ...common]), utf8(name), content);
    offset += HEAD + name.length + size;
  }
  const length = directory.reduce((sum, part) => sum + part.length, 0);
  const counts = [...numbers(2, 0, 0, members.size, members.size), ...numbers(4, length, offset), ...numbers(2, 0)];
  return concat(...body, ...directory, Uint8Array.from([0x50, 0x4b, 5, 6, ...counts]));
}

function numbers(width, ...values) {
  return values.flatMap((value) => Array.from({ length: width }, (_, at) => (value >>> (8 * at)) & 0xff));
}

function crc32(data) {
  let rest = 0xffffffff;
  for (const byte of data) rest = TABLE[(rest ^ byte) & 0xff] ^ (rest >>> 8);
  return ~rest >>> 0;
}
