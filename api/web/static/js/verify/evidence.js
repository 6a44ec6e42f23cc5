// Evidence in hand: the proof of one entry, or the bundle of one case, checked on the page. Only the policy is
// trusted. It mirrors ledger/verify/evidence.py step by step, in its words; what comes back has the members of
// `python -m ledger.verify --json`. The rules of the domain are not here: what needs them could not be checked.

import { LIMIT, readArchive } from "./archive.js";
import { fromUtf8, same, toHex, utf8 } from "./bytes.js";
import { parseEntry } from "./entry.js";
import { replay } from "./fold.js";
import { disclosureDigest, disclosureName } from "./forms.js";
import { parseStrict } from "./json.js";
import { parseNote } from "./note.js";
import { checkpointUnder, parsePolicy } from "./policy.js";
import { parseProof } from "./proof.js";
import { Refusal, Report, Unchecked, require } from "./result.js";
import { checkInclusion, leafHash } from "./tree.js";

const READABLE = "the file and the policy can be read";
export const SIGNED = "the checkpoint is signed by the log of the policy";
export const FOUNDED = "the log begins with the founding that the policy pins";
const INCOMPLETE = "inclusion does not prove completeness: only the whole log shows what else is in it";
const UNWITNESSED = "unwitnessed: the policy asks for no witness, so others may have been shown another log";
const UNSIGNED = "who signed the entry, and with what right, is shown by a case bundle";
const MEMBER =
  /^(?:(entries|disclosures)|streams\/([a-z]+)-([0-9a-f-]{36}))\/([1-9][0-9]{0,15})[.](json|tlog-proof)$/;

/** Return the bytes of a text, or bytes as they are. */
export const bytesOf = (given) => (typeof given === "string" ? utf8(given) : given);

/**
 * Check a file, whichever of the two it is.
 * @param {Uint8Array} file the bytes of a .tlog-proof or a bundle
 * @param {?Uint8Array} entry the entry of a proof
 * @param {?(string|Uint8Array)} policy the trust policy; never one from the log's own server
 * @returns {Promise<{outcome: string, steps: object[], facts: object, remarks: string[]}>}
 */
export async function verifyFile(file, entry, policy) {
  if (file[0] === 0x50 && file[1] === 0x4b) return verifyBundle(file, policy);
  if (same(file.subarray(0, 20), utf8("c2sp.org/tlog-proof@"))) return verifyProof(file, entry, policy);
  return (await unread("the file is neither a case bundle nor a tlog-proof")).told();
}

/** Check that `entry` stands in the log that `policy` names, at the index that `proof` states. */
export function verifyProof(proof, entry, policy) {
  return under(policy, [UNSIGNED], async (report, pinned) => {
    let parsed, checkpoint;
    await report.step("the proof is in its one form", async () => {
      parsed = await parseProof(fromUtf8(bytesOf(proof)));
    });
    await report.step(SIGNED, async () => {
      checkpoint = await checkpointOf(report, parsed?.checkpoint, pinned);
    });
    await report.step("the entry bears the proof's index and stands there in the tree of the checkpoint", async () => {
      if (!entry) throw new Unchecked("the entry is not there; name it with --entry");
      await checkIncluded(entry, parsed, checkpoint);
    });
  });
}

/** Check a case bundle: container, checkpoint, inclusion, founding, then each entry, then disclosures. */
export function verifyBundle(zip, policy) {
  return under(policy, [INCOMPLETE], async (report, pinned) => {
    let [members, shown, checkpoint] = [new Map(), [], undefined];
    await report.step("the file is a bundle in its one form", async () => {
      members = readArchive(zip);
      shown = await entriesOf(members);
    });
    await report.step("one checkpoint, signed by the log of the policy, stands under every proof", async () => {
      const one = new Set(shown.map((each) => each.proof.checkpoint)).size <= 1;
      require(one, "checkpoints_differ", "the proofs lead to different checkpoints");
      checkpoint = await checkpointOf(report, shown[0]?.proof.checkpoint, pinned);
    });
    await report.step("every entry stands in the tree of the checkpoint", async () => {
      for (const each of shown) await checkIncluded(each.entry, each.proof, checkpoint);
    });
    await report.step(FOUNDED, async () => {
      if (!pinned?.founding || !shown.length || shown[0].proof.index)
        throw new Unchecked("the policy has no line `#founding`, or the file does not hold the founding");
      checkFounding(await leafHash(shown[0].entry), pinned);
    });
    const own = await replay(report, shown);
    await report.step("every disclosure is one that its entry commits to", () =>
      checkDisclosures(report, members, own),
    );
  });
}

/** Run `body` with a new report and the policy, or say that the policy cannot be read. */
export async function under(policy, remarks, body) {
  let pinned = null;
  try {
    if (policy !== null && policy !== undefined) pinned = await parsePolicy(fromUtf8(bytesOf(policy)));
  } catch (error) {
    if (error instanceof Unchecked) return (await unread(error.message)).told();
    if (!(error instanceof Refusal)) throw error;
    return (await unread("the policy cannot be read, and nothing can be trusted without it")).told();
  }
  const report = new Report();
  report.remarks.push(...remarks);
  await body(report, pinned);
  return report.told();
}

async function unread(why) {
  const report = new Report();
  await report.step(READABLE, () => {
    throw new Unchecked(why);
  });
  return report;
}

/** Return each entry with its proof, in the order of the log; refuse a member that belongs to none. */
async function entriesOf(members) {
  const shown = [];
  for (const name of members.keys()) {
    if (name === "policy") continue;  // for information: trust comes from the caller
    const [, folder, kind, uuid, version, form] = MEMBER.exec(name) ?? [];
    const home = folder === "disclosures" ? `entries/${version}` : name.replace(/[.][^.]*$/, "");
    const [entry, proof] = [members.get(`${home}.json`), members.get(`${home}.tlog-proof`)];
    const belongs = form && entry && proof && (folder !== "disclosures" || form === "json");
    require(belongs, "bundle_member", "a member is of an unknown name, or lacks its entry or proof");
    if (form !== "json" || folder === "disclosures") continue;
    const parsed = await parseProof(fromUtf8(proof));
    shown.push({ stream: kind ? `${kind}/${uuid}` : "", version: Number(version), entry, proof: parsed });
  }
  return shown.sort(({ proof: { index: one } }, { proof: { index: other } }) => (one < other ? -1 : Number(one > other)));
}

/** Return the checkpoint in the text of a note, and put it among the facts; throw if it is not to be trusted. */
export async function checkpointOf(report, note, policy) {
  if (note === undefined || !policy)
    throw new Unchecked("no policy names the log: what a file says of its own keys proves nothing");
  const checkpoint = await checkpointUnder(policy, await parseNote(note));
  const { origin, size, root } = checkpoint;
  const count = Number.isSafeInteger(Number(size)) ? Number(size) : String(size);
  Object.assign(report.facts, { origin, size: count, root: toHex(root) });
  if (policy.quorum === "none") report.remarks.push(UNWITNESSED);
  return checkpoint;
}

/** Check the first leaf of the log; throw `founding_differs`. */
export function checkFounding(leaf, policy) {
  require(same(leaf, policy.founding), "founding_differs", "the log began otherwise than the policy pins");
}

async function checkIncluded(entry, proof, checkpoint) {
  if (!proof || !checkpoint) throw new Unchecked("there is no proof, or no checkpoint that can be trusted");
  const { size, root } = checkpoint;
  await checkInclusion(proof.hashes, { size, root, index: proof.index, leaf: await leafHash(entry) });
  const stands = BigInt(parseEntry(entry).index) === proof.index;
  require(stands, "index_moved", "the entry bears another index than the proof");
}

/** Tell of each sealed field whether it is disclosed, withheld or a mismatch, which fails. */
async function checkDisclosures(report, members, own) {
  const verdicts = [];
  for (const [version, { sd }] of [...own].sort(([one], [other]) => one - other)) {
    const given = parseStrict(members.get(`disclosures/${version}.json`) ?? utf8("[]"), LIMIT);
    let left = sd.length;
    for (const each of Array.isArray(given) ? given : [given]) {
      const known = typeof each === "string";
      const name = known ? disclosureName(each) : "";
      const disclosed = known && sd.includes(await disclosureDigest(each));
      left -= Number(disclosed);
      verdicts.push([version, name, disclosed ? "disclosed" : "mismatch"]);
    }
    for (; left > 0; left -= 1) verdicts.push([version, "", "withheld"]);
  }
  report.facts.disclosures = verdicts;
  const whole = verdicts.every(([, , verdict]) => verdict !== "mismatch");
  require(whole, "disclosure_mismatch", "a disclosure is not what its entry commits to; do not rely on it");
}
