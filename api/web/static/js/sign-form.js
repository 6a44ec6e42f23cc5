// How a page lets somebody sign: it names the parts, shows what is made of them, and only then signs and sends.

import { signInEnvelope, signed } from "./envelope.js";
import { canonical } from "./canonical.js";
import { disclosure } from "./disclosure.js";
import { chosen } from "./keys.js";
import { node } from "./node.js";
import { explained, post } from "./sending.js";
import { Refused, need } from "./refused.js";
import { statement } from "./statement.js";
import { tidied } from "./text.js";

const WORDS = {
  th: { exact: "ข้อความที่ลงนาม ครบทุกตัวอักษร", sealed: "ปิดผนึกไว้ ผู้อื่นไม่เห็น" },
  en: { exact: "The exact text that is signed", sealed: "sealed: others do not see it" },
};

/**
 * What is about to be signed: a statement, and what it commits to without saying it.
 * @typedef {{statement: object, sealed: Record<string, unknown>, disclosures: string[],
 *   keys: import("./keys.js").Key[], cosigners: string[]}} Prepared
 */

/**
 * Make a statement of parts. Texts are tidied here, before anybody is shown them; nothing is changed afterwards.
 * @param {object} parts
 * @param {string} parts.origin
 * @param {string} parts.stream
 * @param {string} parts.type
 * @param {string} [parts.by] the actor who answers for it; without it whoever holds the chosen key
 * @param {object} parts.data
 * @param {{version: number, leaf: string}} [parts.seen]
 * @param {{size: number, root: string}} [parts.asOf]
 * @param {Record<string, unknown>} [parts.sealed] personal data by `subject/field`
 * @param {string[]} [parts.cosigners] ids of keys that sign elsewhere
 * @param {import("./keys.js").Key[]} [parts.keys] keys that sign here; without them the chosen one
 * @returns {Promise<Prepared>}
 * @throws {Refused} by the code with which the ledger would refuse it, or `key_not_here`
 */
export async function prepare(parts) {
  const { data, sealed: given = {}, cosigners = [], keys = [await chosen()], ...head } = parts;
  need(keys[0], "key_not_here");
  const sealed = tidied(given);
  const made = await Promise.all(Object.entries(sealed).map(([name, value]) => disclosure(name, value)));
  const said = statement({
    by: keys[0].actor,
    ...head,
    data: tidied(data),
    signers: [...keys.map((key) => key.id), ...cosigners],
    sd: made.map((one) => one.digest),
  });
  canonical(said);
  return { statement: said, sealed, disclosures: made.map((one) => one.text), keys, cosigners };
}

/**
 * Show what is about to be signed: in words where there are some, and to the letter. An element that was filled
 * before shows this alone.
 * @param {{statement: object, sealed?: Record<string, unknown>}} prepared
 * @param {HTMLElement} element
 * @param {Record<string, string>} labels by path, such as `data.basis`, or by `subject/field` of what is sealed
 */
export function show({ statement: said, sealed = {} }, element, labels = {}) {
  const words = document.documentElement.lang.startsWith("en") ? WORDS.en : WORDS.th;
  const list = node("dl", { className: "govuk-summary-list" });
  const row = (name, value, note = "") => list.append(node("div", { className: "govuk-summary-list__row" }, [
    node("dt", { className: "govuk-summary-list__key", textContent: labels[name] ?? name }),
    node("dd", { className: "govuk-summary-list__value", textContent: plain(value) + note }),
  ]));
  for (const path of Object.keys(labels)) {
    const value = path.split(".").reduce((part, name) => part?.[name], said);
    if (value !== undefined) row(path, value);
  }
  for (const [name, value] of Object.entries(sealed)) row(name, value, ` (${words.sealed})`);
  const exact = node("details", { className: "govuk-details" }, [
    node("summary", { className: "govuk-details__summary", textContent: words.exact }),
    node("pre", { className: "signed-text", textContent: canonical(said), tabIndex: 0 }),
  ]);
  element.replaceChildren(list, exact);
}

/**
 * Sign, and send to the ledger; or to those who sign as well. What was prepared and shown is signed as it is.
 * @param {Prepared | Parameters<typeof prepare>[0]} parts
 * @returns {Promise<{status: "recorded", id: string, receipt?: object}
 *   | {status: "waiting", id: string, approval: object}
 *   | {status: "refused", id?: string, problem: {code: string}, submission?: import("./outbox.js").Submission}>}
 *   `submission` where nobody knows what became of it: it can be kept and sent later, see `deliver`
 */
export async function signAndSend(parts) {
  try {
    const prepared = parts.statement ? parts : await prepare(parts);
    return await deliver(await sign(prepared), prepared);
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    return { status: "refused", problem: await explained(error.code) };
  }
}

/**
 * Send what was signed. It is recorded once however often it is sent; signing anew would make another.
 * @param {import("./outbox.js").Submission} submission
 * @param {Prepared} prepared what it was made of
 * @returns {ReturnType<typeof signAndSend>}
 */
export async function deliver(submission, prepared) {
  const { id, cosigners, body } = submission;
  const { problem, answer } = await (cosigners.length ? begin(prepared, body) : post("/statements", body));
  if (problem) {
    const unknown = problem.code === "offline" || problem.status >= 500;
    return { status: "refused", id, problem, ...(unknown && { submission }) };
  }
  if (!cosigners.length) return { status: "recorded", id, receipt: answer };
  if (answer.state === "waiting" || answer.state === "recorded") return { status: answer.state, id, approval: answer };
  const { code = "approval_over", unseen } = answer.problem ?? {};
  return { status: "refused", id, problem: { ...(await explained(code)), unseen } };
}

/**
 * Sign what was prepared, and send nothing: for the outbox.
 * @param {Prepared} prepared
 * @returns {Promise<import("./outbox.js").Submission>}
 */
export async function sign({ statement: said, disclosures, keys, cosigners }) {
  const envelope = await signed(said, keys);
  const { id, stream, type } = said;
  return { id, stream, type, cosigners, body: canonical({ disclosures, envelope }) };
}

/** Let it wait for those who sign as well. Whoever answers for it signs in; a new key cannot yet. */
function begin({ statement: { by, origin }, keys: [key] }, body) {
  return by === key.actor ? postAs(key, origin, "/approvals", body) : post("/approvals", body);
}

/**
 * Send `body` in a session of its own that `key` opens: routes for programs know nobody by a cookie.
 * @param {import("./keys.js").Key & {actor: string}} key
 * @param {string} origin
 * @param {string} path
 * @param {string} body
 * @returns {Promise<{answer?: any, problem?: {code: string}}>}
 */
export async function postAs(key, origin, path, body) {
  const { problem, answer } = await post("/sessions", canonical(await signInEnvelope(origin, key)));
  return problem ? { problem } : post(path, body, undefined, answer.token);
}

function plain(value) {
  if (Array.isArray(value)) return value.map(plain).join(", ");
  return typeof value === "string" ? value : canonical(value);
}
