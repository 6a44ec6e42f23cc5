// Statements that were signed without a line: kept here, sent when there is one, each with what became of it.

import { done, within } from "./database.js";
import { post } from "./sending.js";

const MOST = 500; // lines of a bundle, as POST /statements takes them
const MOST_BYTES = 4 * 1024 * 1024;

/**
 * What is sent: the body for POST /statements, and what a page says of it.
 * @typedef {{id: string, stream: string, type: string, cosigners: string[], body: string}} Submission
 */
/**
 * A submission in the box. Once recorded, what was signed goes and the receipt stays.
 * @typedef {{id: string, stream: string, type: string, kept: string, body?: string,
 *   status: "waiting" | "recorded" | "refused", receipt?: object, problem?: object}} Kept
 */

/**
 * Keep what was signed, until it is discarded; what is here already stays as it is.
 * @param {Submission} submission that nobody else must sign
 * @returns {Promise<void>}
 */
export const keep = ({ id, stream, type, body }) => on("readwrite", async (box) => {
  if ((await done(box.index("id").count(id))) > 0) return;
  await done(box.add({ id, stream, type, body, kept: new Date().toISOString(), status: "waiting" }));
});

/** All that is in the box, in the order in which it was signed. @returns {Promise<Kept[]>} */
export const pending = () => on("readonly", (box) => done(box.getAll()));

/** Take one out of the box, whatever became of it. @param {string} id */
export const discard = (id) => on("readwrite", async (box) => {
  const place = await done(box.index("id").getKey(id));
  if (place !== undefined) await done(box.delete(place));
});

/**
 * Send what waits, in order; of several pages one does it. Where nobody answers, it goes on waiting.
 * @returns {Promise<Kept[]>} what is in the box afterwards
 */
export async function send() {
  await navigator.locks.request("phayan-outbox", async () => {
    for (let lines = await next(); lines.length > 0; lines = await next()) {
      const { answer } = await post("/statements", lines.map((one) => one.body).join("\n"), "application/jsonl");
      if (answer?.answers?.length !== lines.length) return;
      await on("readwrite", (box) => Promise.all(lines.map((one, index) => note(box, one, answer.answers[index]))));
    }
  });
  return pending();
}

/**
 * Try now, and whenever the line is back; tell `changed` what is in the box.
 * @param {(box: Kept[]) => void} changed
 */
export function watch(changed) {
  const attempt = async () => changed(await send());
  addEventListener("online", attempt);
  return attempt();
}

async function next() {
  const waiting = (await pending()).filter((one) => one.status === "waiting").slice(0, MOST);
  let bytes = 0;
  return waiting.filter((one) => (bytes += new Blob([one.body]).size + 1) <= MOST_BYTES);
}

async function note(box, { body, ...kept }, { receipt, problem }) {
  const place = await done(box.index("id").getKey(kept.id));
  if (place === undefined) return; // discarded meanwhile
  await done(box.put({ ...kept, ...(receipt ? { status: "recorded", receipt } : { status: "refused", body, problem }) }));
}

const on = (mode, work) => within("phayan-outbox", ["signed"], mode, work, (database) => {
  const box = database.createObjectStore("signed", { keyPath: "place", autoIncrement: true });
  box.createIndex("id", "id", { unique: true });
});
