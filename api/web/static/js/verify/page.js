// Wires the forms of templates/verify_parts.html: files in, numbered steps out. It computes here and sends nothing.
// A policy comes from the reader's own file, or from what the reader pinned; never from the log's server.

import { fromUtf8 } from "./bytes.js";
import { verifyFile } from "./evidence.js";
import { verifyLog } from "./log.js";
import { fingerprint, forget, known, pin, pinned, remember } from "./pinning.js";
import { Unchecked } from "./result.js";
import { show, showFault } from "./showing.js";
import { say, whenSaid } from "./words.js";

const KIND = [  // what a dropped file is, by how it begins
  ["proof", /^(?:PK|c2sp\.org\/tlog-proof@)/],
  ["entry", /^\{"dsse":/],
  ["policy", /^(?:log|witness|quorum|group|#)/m],
];

for (const form of document.querySelectorAll("form[data-verify], form[data-verify-log]")) wire(form);

function wire(form) {
  const run = form.matches("[data-verify]") ? checkFile : checkLog;
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    void guarded(form, run);
  });
  form.querySelector("[data-forget]")?.addEventListener("click", () => {
    forget();
    void tellPinned();
  });
  form.addEventListener("dragover", (event) => event.preventDefault());
  form.addEventListener("drop", (event) => {
    event.preventDefault();
    void take(form, event.dataTransfer.files);
  });
  void tellPinned();
}

async function guarded(form, run) {
  const button = form.querySelector("button[type=submit]");
  button.disabled = true;
  try {
    await run(form);
  } catch (error) {
    showFault(resultOf(form), error);
  } finally {
    button.disabled = false;
  }
}

async function checkFile(form) {
  const proof = await bytesOf(form, "proof");
  if (!proof) return showFault(resultOf(form), new Unchecked("no file was chosen"));
  const policy = await policyOf(form);
  return show(resultOf(form), await verifyFile(proof, await bytesOf(form, "entry"), policy.given), policy.note);
}

async function checkLog(form) {
  const policy = await policyOf(form);
  const checkpoint = await fetched("/checkpoint");
  const told = form.querySelector("progress");
  const progress = (done, size) => Object.assign(told, { hidden: done >= size, max: size, value: done });
  const before = known(fromUtf8(checkpoint).split("\n")[0]);
  const how = { fetchTile: fetched, progress, known: before ?? undefined };
  const report = await verifyLog(checkpoint, policy.given, how);
  if (report.steps.length > 1 && report.outcome !== "failed" && report.steps[1].outcome === "passed")
    remember(report.facts, new Date().toISOString());
  const since = before && say("since", { day: whenSaid(before.at), size: before.size });
  show(resultOf(form), report, [policy.note, since].filter(Boolean).join(" "));
}

/** Return {given, note}: the policy of the form, else the pinned one, and what the reader must know of it. */
async function policyOf(form) {
  const file = await bytesOf(form, "policy");
  const kept = pinned();
  if (!file) return { given: kept?.text ?? null, note: kept ? say("under", await pinnedSaid(kept)) : "" };
  const text = fromUtf8(file);
  const other = kept && kept.text !== text ? say("other", await pinnedSaid(kept)) : "";
  if (form.elements.keep?.checked) {
    if (other) forget();
    pin(text, new Date().toISOString());
    await tellPinned();
  }
  return { given: text, note: other };
}

async function pinnedSaid({ text, at }) {
  return { day: whenSaid(at), fingerprint: await fingerprint(text) };
}

async function tellPinned() {
  const kept = pinned();
  for (const place of document.querySelectorAll("[data-pinned]")) {
    place.hidden = !kept;
    if (kept) place.querySelector("[data-pinned-said]").textContent = say("pinned", await pinnedSaid(kept));
  }
}

async function bytesOf(form, name) {
  const file = form.elements[name]?.files[0];
  return file ? new Uint8Array(await file.arrayBuffer()) : null;
}

/** Put each dropped file where it belongs, by how it begins. */
async function take(form, files) {
  for (const file of files) {
    const begins = await file.slice(0, 64).text();
    const [name] = KIND.find(([, pattern]) => pattern.test(begins)) ?? [];
    if (!form.elements[name]) continue;
    const one = new DataTransfer();
    one.items.add(file);
    form.elements[name].files = one.files;
  }
}

async function fetched(path) {
  const answer = await fetch(path, { cache: "no-store" }).catch(() => null);
  if (!answer?.ok) throw new Unchecked("the server did not answer; try again");
  return new Uint8Array(await answer.arrayBuffer());
}

const resultOf = (form) => document.getElementById(form.dataset.result);
