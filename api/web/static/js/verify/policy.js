// Trust policies: which log, which witnesses, how many of them. It mirrors ledger/tlog/policy.py.
// A policy is pinned by whoever verifies and never fetched from the log under test. Source: C2SP tlog-policy.

import { fromHex } from "./bytes.js";
import { COSIGNATURE, ED25519, parseCheckpoint, parseVkey, verifyNote } from "./note.js";
import { Refusal, require } from "./result.js";

const LEAF = /^[0-9a-f]{64}$/;
const CONTROL = /[\x00-\x08\x0b-\x1f\x7f]/;
const FORM = "log_text_malformed";

async function vkeyOf(text, kind) {
  const vkey = await parseVkey(text);
  require(vkey.kind === kind, FORM, "a key in the policy is of the wrong kind for its role");
  return vkey;
}

/** The lines of a policy as they are read, and what a quorum can be: `names`; `free`, what no group counts. */
class Reader {
  policy = { logs: [], witnesses: new Map(), groups: new Map(), quorum: "", founding: null };
  names = new Set(["none"]);
  free = new Set();

  async log(vkey, ...url) {
    if (!vkey || url.length > 1) return false;
    this.policy.logs.push(await vkeyOf(vkey, ED25519));
    return true;
  }

  async witness(name, vkey, ...url) {
    if (!vkey || url.length > 1 || this.names.has(name)) return false;
    this.policy.witnesses.set(name, await vkeyOf(vkey, COSIGNATURE));
    this.names.add(name);
    this.free.add(name);
    return true;
  }

  group(name, k, ...members) {
    if (!members.length || this.names.has(name)) return false;
    const count = k === "any" ? 1 : k === "all" ? members.length : /^[1-9][0-9]*$/.test(k) ? Number(k) : 0;
    const free = members.every((each) => this.free.has(each)) && new Set(members).size === members.length;
    const whole = 0 < count && count <= members.length && free;
    require(whole, FORM, "a group of the policy has foreign, repeated or too few members");
    this.policy.groups.set(name, { count, members });
    this.names.add(name);
    for (const each of members) this.free.delete(each);
    this.free.add(name);
    return true;
  }

  quorum(name, ...more) {
    if (more.length || this.policy.quorum || !this.names.has(name)) return false;
    this.policy.quorum = name;
    return true;
  }

  founding(leaf, ...more) {
    if (more.length || this.policy.founding || !LEAF.test(leaf)) return false;
    this.policy.founding = fromHex(leaf);
    return true;
  }

  /** Return whether a line can be read in exactly one way. Comments and empty lines are passed over. */
  async line([first = "#", ...rest]) {
    if (["log", "witness", "group", "quorum"].includes(first)) return this[first](...rest);
    return first === "#founding" ? this.founding(...rest) : first.startsWith("#");
  }
}

/** Return {logs, witnesses, groups, quorum, founding}; any doubt throws `log_text_malformed`. */
export async function parsePolicy(text) {
  const reader = new Reader();
  for (const line of text.split("\n")) {
    const known = await reader.line(line.split(/[ \t]+/).filter(Boolean));
    require(known, FORM, "a line of the policy cannot be read in exactly one way");
  }
  const { policy } = reader;
  const keys = [...policy.logs, ...policy.witnesses.values()].map((vkey) => vkey.key.join());
  if (!policy.quorum || new Set(keys).size < keys.length || CONTROL.test(text))
    throw new Refusal(FORM, "the policy has no quorum, a key with two roles, or a control character");
  return policy;
}

/** Return the checkpoint in `note`; throw `checkpoint_not_trusted` if no log signed it or too few witnesses. */
export async function checkpointUnder(policy, note) {
  const checkpoint = await parseCheckpoint(note.text);
  const signed = await verifyNote(note, [...policy.logs, ...policy.witnesses.values()]);
  const own = policy.logs.some((log) => signed.has(log) && log.name === checkpoint.origin);
  require(own, "checkpoint_not_trusted", "no log of the policy signed this checkpoint");
  const seen = new Set(["none"]);
  for (const [name, vkey] of policy.witnesses) if (signed.has(vkey)) seen.add(name);
  for (const [name, { count, members }] of policy.groups)
    if (members.filter((each) => seen.has(each)).length >= count) seen.add(name);
  const enough = seen.has(policy.quorum);
  require(enough, "checkpoint_not_trusted", "too few witnesses of the policy cosigned this checkpoint");
  return checkpoint;
}
