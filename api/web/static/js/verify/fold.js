// The entries of a bundle, one on top of the other: what can be told of them without the rules of the domain.
// It mirrors ledger/verify/fold.py, and the middle of ledger/verify/evidence.py.

import { toHex } from "./bytes.js";
import { parseEntry, parseStatement } from "./entry.js";
import { Registry, checkKeyData } from "./registry.js";
import { Refusal, Unchecked, require } from "./result.js";
import { leafHash } from "./tree.js";

const CHECKS = {
  form: "every entry is in its one form, and where its name says",
  stamp: "places, versions, links and times of recording follow one another",
  signatures: "every statement is signed by exactly the keys that it names",
  rules: "every signer had the authority, and the rules at that place of the log allowed the act",
};
// What the command judges and a page cannot: it has neither the catalogue of events nor the rules.
const BEYOND = {
  form: "all but the data of each event is; that, `python -m ledger.verify` checks",
  rules: "a page does not have the rules; `python -m ledger.verify` judges each act again",
};

/** Return {entry, statement} of which `data` is the form; throw what is wrong with it. */
function openEntry(data) {
  const entry = parseEntry(data);
  const statement = parseStatement(entry.envelope.payload);
  checkKeyData(statement);
  return { entry, statement };
}

/** Every entry on top of those before it: heads of streams, keys, statement ids, and what is wrong. */
class Fold {
  registry = new Registry();
  found = [];
  #heads = new Map();
  #ids = new Set();
  #now = "";

  /** Check an entry that `shown` names, then fold it in whatever was found: history is never refused. */
  async next(shown, { entry, statement }) {
    const { index } = shown.proof;
    const fail = (check, code, sentence) => this.found.push({ check, code, index, sentence });
    const elsewhere = !["", statement.stream].includes(shown.stream) || shown.version !== entry.version;
    if (elsewhere) fail("form", "bundle_folder", "its name is of another entry");
    if (this.#ids.has(statement.id)) fail("rules", "id_reused", "an earlier entry has the same statement id");
    this.#ids.add(statement.id);
    for (const [holds, code, sentence] of this.#stamps(entry, statement, index))
      if (!holds) fail("stamp", code, sentence);
    if (entry.recordedAt > this.#now) this.#now = entry.recordedAt;
    try {
      await this.registry.check(entry.envelope, statement);
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      fail("signatures", error.code, error.message);
    }
    this.#heads.set(statement.stream, { version: entry.version, leaf: toHex(await leafHash(shown.entry)) });
    await this.registry.accept(statement, index, entry.recordedAt);
  }

  #stamps(entry, statement, index) {
    const head = this.#heads.get(statement.stream) ?? { version: 0, leaf: "" };
    return [
      [BigInt(entry.index) === index, "index_moved", "the stamp names another place in the log"],
      [entry.version === head.version + 1, "version_gap", "the versions of the stream do not follow one another"],
      [entry.prev === head.leaf, "link_broken", "the entry does not name the stream's previous entry"],
      [entry.recordedAt >= this.#now, "time_backwards", "the entry is stamped earlier than the one before it"],
    ];
  }
}

/** Tell four steps about the entries in the order of the log; return the statements of the case by version. */
export async function replay(report, shown) {
  const fold = new Fold();
  const opened = [];
  for (const each of shown) {
    try {
      opened.push([each, openEntry(each.entry)]);
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      fold.found.push({ check: "form", code: error.code, index: each.proof.index, sentence: error.message });
    }
  }
  for (const [each, parts] of opened) await fold.next(each, parts);
  const ours = opened.filter(([each]) => !each.stream);
  const own = new Map(ours.map(([, { entry, statement }]) => [entry.version, statement]));
  const streams = new Set([...own.values()].map((statement) => statement.stream));
  report.facts.entries = own.size;
  report.facts.related = shown.length - own.size;
  report.facts.stream = [...streams].sort().join(" ");
  for (const [check, what] of Object.entries(CHECKS))
    await report.step(what, () => tell(check, fold, streams));
  return own;
}

function tell(check, { found, registry }, streams) {
  require(streams.size === 1, "bundle_stream", "the file is not about one case");
  if (["signatures", "rules"].includes(check) && !registry.stream)
    throw new Unchecked("keys and mandates rest on the founding, and the file does not hold it");
  const wrong = found.find((each) => each.check === check);
  if (wrong) throw new Refusal(wrong.code, `entry ${wrong.index}: ${wrong.sentence}`);
  if (BEYOND[check]) throw new Unchecked(BEYOND[check]);
}
