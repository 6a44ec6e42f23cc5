// Drafts: what somebody began to write in <form data-draft> stays in this browser, enciphered under a key that
// cannot be taken out of it, until it is signed or thrown away. Nothing of it leaves the device.

import { done, within } from "./database.js";
import { fromUtf8, utf8 } from "./bytes.js";

const PAUSE = 500; // milliseconds without a keystroke
const WORDS = {
  th: { kept: "เก็บร่างไว้ในเครื่องนี้แล้ว", found: "นำร่างที่เขียนค้างไว้กลับมาแล้ว", drop: "ทิ้งร่าง" },
  en: { kept: "Draft kept in this device", found: "Your draft is back", drop: "Throw the draft away" },
};
const words = document.documentElement.lang.startsWith("en") ? WORDS.en : WORDS.th;
const on = (mode, work) => within("phayan-drafts", ["drafts", "keys"], mode, work, (database) => {
  database.createObjectStore("drafts");
  database.createObjectStore("keys");
});

/**
 * Keep what is written in a form; `data-draft` names it.
 * @param {HTMLFormElement} form
 */
export async function draft(form) {
  const name = form.dataset.draft;
  const status = Object.assign(document.createElement("p"), { className: "govuk-hint", role: "status" });
  form.prepend(status);
  if (await restore(form, name)) offer(form, name, status);
  let timer;
  form.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(async () => {
      await save(form, name);
      status.textContent = words.kept;
    }, PAUSE);
  });
  form.addEventListener("acted", () => { clearTimeout(timer); forget(name); });
}

/** Throw a draft away. @param {string} name */
export const forget = (name) => on("readwrite", (drafts) => done(drafts.delete(name)));

async function save(form, name) {
  const values = Array.from(written(form), (field) => [field.name, field.value, field.checked ?? false]);
  const iv = crypto.getRandomValues(new Uint8Array(12));
  const text = await crypto.subtle.encrypt({ name: "AES-GCM", iv }, await key(), utf8(JSON.stringify(values)));
  await on("readwrite", (drafts) => done(drafts.put({ iv, text }, name)));
}

async function restore(form, name) {
  const kept = await on("readonly", (drafts) => done(drafts.get(name)));
  if (!kept) return false;
  const text = await crypto.subtle.decrypt({ name: "AES-GCM", iv: kept.iv }, await key(), kept.text);
  const values = JSON.parse(fromUtf8(new Uint8Array(text)));
  for (const field of written(form)) {
    const choice = field.type === "radio" || field.type === "checkbox";
    const found = values.find(([known, value]) => known === field.name && (!choice || value === field.value));
    if (!found) continue;
    if (choice) field.checked = found[2];
    else field.value = found[1];
  }
  form.dispatchEvent(new Event("change", { bubbles: true }));
  return true;
}

function offer(form, name, status) {
  const drop = Object.assign(document.createElement("button"), { type: "button", className: "link-button", textContent: words.drop });
  drop.addEventListener("click", async () => {
    await forget(name);
    form.reset();
    status.textContent = "";
  });
  status.append(`${words.found} `, drop);
}

const written = (form) => Array.from(form.elements).filter((field) => field.name && field.type !== "hidden" && field.type !== "file");

async function key() {
  const known = await on("readonly", (_drafts, keys) => done(keys.get("drafts")));
  if (known) return known;
  const made = await crypto.subtle.generateKey({ name: "AES-GCM", length: 256 }, false, ["encrypt", "decrypt"]);
  await on("readwrite", (_drafts, keys) => done(keys.put(made, "drafts")));
  return made;
}

document.querySelectorAll("form[data-draft]").forEach(draft);
