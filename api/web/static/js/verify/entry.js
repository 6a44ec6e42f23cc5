// The entry: a signed envelope and the ledger's stamp, together one leaf; and the statement that it holds.
// It mirrors ledger/signing/entry.py, dsse.py and statement.py, but for one thing: whether `data` is of the form
// of its event type is a matter of the catalogue, which the page does not have.

import { concat, fromBase64, fromUtf8, toBase64, utf8 } from "./bytes.js";
import { checkText, isInstant } from "./forms.js";
import { MAX_BYTES, isObject, parseCanonical } from "./json.js";
import { require } from "./result.js";

const TYPE = "application/vnd.phayan.statement+json";
const ENTRY =
  /^\{"dsse":(.*),"index":(0|[1-9][0-9]{0,15}),"prev":"([0-9a-f]*)","recorded_at":"([0-9T:.Z-]*)","version":([1-9][0-9]{0,15})\}$/;
const ENVELOPE = /^\{"payload":"([^"]*)","payloadType":"([^"]*)","signatures":\[(.*)\]\}$/;
const SIGNATURE = /\{"keyid":"([^"]*)","sig":"([^"]*)"\}/g;
const LEAF = /^[0-9a-f]{64}$/;
const KEY_ID = /^[0-9a-f]{16}$/;

/** Return {envelope, index, prev, recordedAt, version}, unverified; throw `entry_form` or as its parts do. */
export function parseEntry(data) {
  const text = fromUtf8(data, "entry_form");
  const match = ENTRY.exec(text);
  require(match, "entry_form", "an entry is dsse, index, prev, recorded_at and version, in JCS");
  const [, dsse, index, prev, recordedAt, version] = match;
  const entry = { index: Number(index), prev, recordedAt, version: Number(version) };
  const linked = entry.version > 1 ? LEAF.test(prev) : prev === "";
  const counted = Number.isSafeInteger(entry.index) && Number.isSafeInteger(entry.version);
  const stamped = linked && counted && isInstant(recordedAt, true);
  require(stamped, "entry_stamp", "index, version, time of recording or link is not of its form");
  require(data.length <= MAX_BYTES, "entry_too_large", "an entry has at most 65535 bytes");
  return { ...entry, envelope: parseEnvelope(dsse) };
}

/** Return {payload, type, signatures: [[key id, bytes]]} of an envelope's one form. Source: DSSE v1.0. */
function parseEnvelope(text) {
  const match = ENVELOPE.exec(text);
  if (!match) parseCanonical(utf8(text));  // names what is wrong with the JSON
  require(match, "dsse_members", "an envelope has payload, payloadType and signatures, and no more");
  const payload = fromBase64(match[1], "dsse_base64");
  const found = [...match[3].matchAll(SIGNATURE)];
  const signatures = found.map(([, name, sig]) => [name, fromBase64(sig, "dsse_base64")]);
  const names = signatures.map(([name]) => name);
  const count = 1 <= names.length && names.length <= 32;
  require(count, "dsse_signatures", "an envelope carries 1 to 32 signatures");
  require(isSorted(names), "dsse_signatures", "key ids are sorted, and no key signs twice");
  const whole = signatures.every(([name, sig]) => KEY_ID.test(name) && sig.length === 64);
  require(whole, "dsse_signatures", "a key id has 16 lower-case hex digits, a signature 64 bytes");
  require(match[2] === TYPE, "dsse_type", "the payload is of another type");
  // The patterns only find the parts; that nothing else stands between them is decided here.
  const lines = signatures.map(([name, sig]) => `{"keyid":"${name}","sig":"${toBase64(sig)}"}`);
  const again = `{"payload":"${toBase64(payload)}","payloadType":"${TYPE}","signatures":[${lines}]}`;
  require(again === text, "dsse_members", "an envelope holds its members and no more");
  return { payload, type: TYPE, signatures };
}

/** Return what is signed: type and body, each after its length in bytes. Source: DSSE v1.0, PAE. */
export function pae(type, body) {
  return concat(utf8(`DSSEv1 ${utf8(type).length} ${type} ${body.length} `), body);
}

const isSorted = (texts) => texts.every((text, at) => !at || texts[at - 1] < text);
const isCount = (least) => (value) => Number.isSafeInteger(value) && value >= least;
const isText = (pattern) => (value) => typeof value === "string" && new RegExp(`^(?:${pattern})$`).test(value);
const isList = (pattern, most) => (value) =>
  Array.isArray(value) && 1 <= value.length && value.length <= most && value.every(isText(pattern)) && isSorted(value);
const has = (forms) => (value) =>
  isObject(value) && Object.keys(value).sort().join() === Object.keys(forms).sort().join() &&
  Object.entries(forms).every(([name, form]) => form(value[name]));

const UUID = "[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}";
const KINDS = "registry|programme|claim|grievance|consultation|commitment|listing|audit";
const HASH = "{42}[AEIMQUYcgkosw048]";  // 32 bytes in base64 leave two bits over, which are zero
const NEEDED = {
  v: (value) => value === 1,
  origin: isText("[a-z0-9./-]+"),
  id: isText(UUID),
  stream: isText(`(?:${KINDS})/${UUID}`),
  type: isText("[A-Z][A-Za-z0-9]{0,63}"),
  schema: isCount(1),
  by: isText(`actor/${UUID}`),
  signers: isList("[0-9a-f]{16}", 32),
  data: isObject,
};
const FORMS = {
  ...NEEDED,
  at: (value) => typeof value === "string" && isInstant(value, false),
  seen: has({ version: isCount(1), leaf: isText("[0-9a-f]{64}") }),
  as_of: has({ size: isCount(0), root: isText(`[A-Za-z0-9+/]${HASH}=`) }),
  sd: isList(`[A-Za-z0-9_-]${HASH}`, 1_000),
};

/** Return the members of a statement; throw `statement_...`, `text_form`, and as `parseCanonical`. */
export function parseStatement(payload) {
  const members = parseCanonical(payload);
  const known = isObject(members) && Object.keys(members).every((name) => Object.hasOwn(FORMS, name));
  const whole = known && Object.keys(NEEDED).every((name) => Object.hasOwn(members, name));
  require(whole, "statement_members", "a statement has the members of its version, and no more");
  for (const [name, value] of Object.entries(members))
    require(FORMS[name](value), `statement_${name}`, `the member ${name} is not of its form`);
  checkText(members.data);
  return { sd: [], ...members };
}
