// Ed25519 as PyNaCl judges it. WebCrypto is laxer: depending on the browser it takes points of small order,
// points with two encodings, and signatures that hold only after multiplying by the cofactor. So key and R are
// held to be points of prime order in their one encoding, and S to be below L; then all verifiers agree.
// Everything in an honest log passed PyNaCl before. Source: RFC 8032, 5.1.3, 5.1.4 and 5.1.7.

import { toHex } from "./bytes.js";
import { Unchecked, require } from "./result.js";

const P = 2n ** 255n - 19n;
const L = 2n ** 252n + 27742317777372353535851937790883648493n;
const mod = (value) => ((value % P) + P) % P;
const D = mod(-121665n * power(121666n, P - 2n));
const ROOT = power(2n, (P - 1n) / 4n);  // of minus one
const IDENTITY = [0n, 1n, 1n, 0n];
const judged = new Map();  // keys sign often, and their points do not change

/** Return whether 32 bytes are the one encoding of a point of prime order. */
export function isPrimeOrder(bytes) {
  const found = bytes.length === 32 ? decode(bytes) : null;
  return found !== null && found[0] !== 0n && isIdentity(times(L, found));
}

/** Check a signature under a key of prime order; throw `sig_invalid`, or Unchecked if the browser cannot. */
export async function checkSignature(key, signature, message) {
  require(key.length === 32 && signature.length === 64, "sig_invalid", "a key has 32 bytes, a signature 64");
  const name = toHex(key);
  if (!judged.has(name)) judged.set(name, isPrimeOrder(key));
  const sound = judged.get(name) && little(signature.subarray(32)) < L && isPrimeOrder(signature.subarray(0, 32));
  require(sound, "sig_invalid", "the signature does not hold");
  const holds = await crypto.subtle.verify("Ed25519", await imported(key), signature, message);
  require(holds, "sig_invalid", "the signature does not hold");
}

/** Return the key as the browser holds it. Its form was checked, so a failure is the browser's. */
async function imported(key) {
  try {
    return await crypto.subtle.importKey("raw", key, "Ed25519", false, ["verify"]);
  } catch {
    throw new Unchecked("this browser cannot check Ed25519 signatures; a newer one can");
  }
}

function little(bytes) {
  return BigInt(`0x${toHex(Uint8Array.from(bytes).reverse())}`);
}

function power(base, exponent) {
  let result = 1n;
  for (let square = base, rest = exponent; rest; rest >>= 1n, square = mod(square * square))
    if (rest & 1n) result = mod(result * square);
  return result;
}

/** Return x, y, 1, xy of an encoding; null if it has none, or is not the only one of its point. */
function decode(bytes) {
  const whole = little(bytes);
  const y = whole & (2n ** 255n - 1n);
  if (y >= P) return null;
  const [u, v] = [mod(y * y - 1n), mod(D * y * y + 1n)];
  let x = mod(u * power(v, 3n) * power(mod(u * power(v, 7n)), (P - 5n) / 8n));
  if (mod(v * x * x) !== u) x = mod(x * ROOT);
  if (mod(v * x * x) !== u || (x === 0n && whole >> 255n)) return null;
  if ((x & 1n) !== whole >> 255n) x = mod(-x);
  return [x, y, 1n, mod(x * y)];
}

/** Return the sum of two points; the formula holds for all pairs, equal ones included. */
function add([x1, y1, z1, t1], [x2, y2, z2, t2]) {
  const [a, b] = [mod((y1 - x1) * (y2 - x2)), mod((y1 + x1) * (y2 + x2))];
  const [c, d] = [mod(2n * D * t1 * t2), mod(2n * z1 * z2)];
  const [e, f, g, h] = [b - a, d - c, d + c, b + a];
  return [mod(e * f), mod(g * h), mod(f * g), mod(e * h)];
}

function times(scalar, point) {
  let sum = IDENTITY;
  for (let double = point, rest = scalar; rest; rest >>= 1n, double = add(double, double))
    if (rest & 1n) sum = add(sum, double);
  return sum;
}

const isIdentity = ([x, y, z]) => x === 0n && y === z;
