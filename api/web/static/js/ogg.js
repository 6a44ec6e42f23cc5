// Opus packets in an Ogg file: the one form in which voices are taken in.
// Source: RFC 3533 (Ogg), RFC 7845 (Opus in Ogg).

const SERIAL = 1; // of the only stream
const RATE = 48_000; // in which positions are counted, whatever the recording's own

/**
 * Return the file that holds `packets`, one to a page.
 * @param {{bytes: Uint8Array, samples: number}[]} packets with how long each lasts, in 48,000ths of a second
 * @returns {Uint8Array}
 */
export function ogg(packets) {
  const head = text("OpusHead");
  const header = new Uint8Array(19);
  header.set(head);
  const view = new DataView(header.buffer);
  view.setUint8(8, 1); // version
  view.setUint8(9, 1); // channel
  view.setUint32(12, RATE, true);
  const vendor = text("phayan");
  const tags = new Uint8Array(8 + 4 + vendor.length + 4);
  tags.set(text("OpusTags"));
  new DataView(tags.buffer).setUint32(8, vendor.length, true);
  tags.set(vendor, 12);
  let position = 0;
  const pages = [page(header, 0, 0, 2), page(tags, 1, 0, 0)];
  packets.forEach(({ bytes, samples }, index) => {
    position += samples;
    pages.push(page(bytes, index + 2, position, index === packets.length - 1 ? 4 : 0));
  });
  return joined(pages);
}

/** Return one page; `kind` is 2 for the first and 4 for the last. */
function page(packet, number, position, kind) {
  const laces = Math.floor(packet.length / 255) + 1;
  const made = new Uint8Array(27 + laces + packet.length);
  const view = new DataView(made.buffer);
  made.set(text("OggS"));
  view.setUint8(5, kind);
  view.setBigUint64(6, BigInt(position), true);
  view.setUint32(14, SERIAL, true);
  view.setUint32(18, number, true);
  view.setUint8(26, laces);
  made.fill(255, 27, 27 + laces - 1);
  made[27 + laces - 1] = packet.length % 255;
  made.set(packet, 27 + laces);
  view.setUint32(22, checksum(made), true);
  return made;
}

function checksum(bytes) {
  let found = 0;
  for (const byte of bytes) {
    found ^= byte << 24;
    for (let bit = 0; bit < 8; bit += 1) found = found & 0x80000000 ? (found << 1) ^ 0x04c11db7 : found << 1;
  }
  return found >>> 0;
}

function joined(parts) {
  const made = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    made.set(part, at);
    at += part.length;
  }
  return made;
}

const text = (ascii) => new TextEncoder().encode(ascii);
