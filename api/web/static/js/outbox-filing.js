// A filing that is kept on this device under its idempotency key until it is received: sent again, it is one.
// It is kept before it is sent and forgotten once its receipt was shown, so no broken line loses either.

import { done, within } from "./database.js";

const SENT = "phayan-filing-sent"; // the key of what was received, until its receipt is shown

/**
 * A filing in the box: its key, what the form held, and since when it waits.
 * @typedef {{key: string, fields: [string, string][], kept: string}} Kept
 */

/** All that waits here, the oldest first. @returns {Promise<Kept[]>} */
export const waiting = () => on("readonly", (box) => done(box.getAll()));

/** Take one out of the box. @param {string} key */
export const discard = (key) => on("readwrite", (box) => done(box.delete(key)));

/** Keep what a form holds, in the place of what was kept under the same key. @param {Kept} filing */
export const keep = (filing) => on("readwrite", (box) => done(box.put(filing)));

/**
 * Watch the forms of this page, show what waits here, and send it now and whenever the line is back.
 * @returns {Promise<void>}
 */
export async function listen() {
  const shown = sessionStorage.getItem(SENT);
  if (shown !== null && document.querySelector("[data-receipt]")) {
    await discard(shown);
    sessionStorage.removeItem(SENT);
  }
  const form = document.querySelector("form[data-outbox], form[data-steps]");
  form?.addEventListener("submit", (event) => submitted(event, form));
  addEventListener("online", sendFirst);
  await show();
  if (document.querySelector("[data-receipt]") === null) await sendFirst();
}

async function submitted(event, form) {
  if (event.submitter?.value !== "send") {
    if (navigator.onLine) return;
    event.preventDefault(); // the browser's own page for this would be the end of what was typed
    tell("no-line");
    return;
  }
  event.preventDefault();
  const fields = [...new FormData(form, event.submitter)].filter(([, value]) => typeof value === "string");
  const key = new Map(fields).get("key");
  try {
    await keep({ key, fields, kept: new Date().toISOString() });
  } catch {
    submit(fields); // nothing can be kept here: then it goes as it would without us
    return;
  }
  await show();
  await send({ key, fields });
}

async function sendFirst() {
  const [first] = await waiting();
  if (first !== undefined && navigator.onLine) await send(first);
}

async function send({ key, fields }) {
  tell("sending");
  let answer;
  try {
    answer = await fetch("/file", { method: "POST", body: new URLSearchParams(fields), redirect: "manual" });
  } catch {
    await show(); // nobody answered: it goes on waiting here
    return;
  }
  if (answer.status >= 500 || answer.status === 429 || answer.status === 408) {
    await show(); // not now: it goes on waiting here, and is tried again
    return;
  }
  if (answer.type !== "opaqueredirect") {
    await discard(key); // something is still asked, or wrong: the page says what, and holds all that was typed
    submit(fields);
    return;
  }
  sessionStorage.setItem(SENT, key);
  location.assign("/file/done");
}

function submit(fields) {
  const form = document.createElement("form");
  form.method = "post";
  form.action = "/file";
  form.hidden = true;
  for (const [name, value] of fields) {
    const field = document.createElement("textarea"); // which keeps the ends of lines
    field.name = name;
    field.value = value;
    form.append(field);
  }
  document.body.append(form);
  form.submit();
}

async function show() {
  const kept = await waiting();
  if (kept.length > 0) tell("kept", kept[0].key);
  else place()?.replaceChildren();
}

/** Show one of the page's own texts about the line. */
function tell(name, key) {
  const text = document.querySelector(`template[data-line="${name}"]`);
  if (text === null) return;
  const part = text.content.cloneNode(true);
  part.querySelector("[data-send]")?.addEventListener("click", sendFirst);
  part.querySelector("[data-discard]")?.addEventListener("click", async () => {
    await discard(key);
    await show();
  });
  place().replaceChildren(part);
}

const place = () => document.querySelector("[data-line-box]");

const on = (mode, work) => within("phayan-filings", ["waiting"], mode, work, (database) => {
  database.createObjectStore("waiting", { keyPath: "key" });
});
