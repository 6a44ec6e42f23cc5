// Drafts: what somebody began to write in <form data-draft> stays in this browser, enciphered under a key that
// no script takes out of it, until it is signed or thrown away, for a month at most. Nothing of it leaves the
// device. It comes back to whoever wrote it (`data-by`), not to the next person at the same browser. A thief of
// the whole device is not kept out by this: its lock does that.

import { done, within } from "./database.js";
import { fromUtf8, utf8 } from "./bytes.js";

const PAUSE = 500; // milliseconds without a keystroke
const LONGEST = 30 * 24 * 3600 * 1000;
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
  const name = `${form.dataset.by ?? ""} ${form.dataset.draft}`;
  const status = Object.assign(document.createElement("p"), { className: "govuk-hint", role: "status" });
  form.prepend(status);
  let timer, saving, over = false;
  const keep = async () => {
    timer = clearTimeout(timer);
    if (over) return;
    const before = saving; // one after the other: the last words must be the last on the disk
    await (saving = (async () => { await before?.catch(() => {}); await save(form, name); })());
    if (!timer) status.textContent = words.kept;
  };
  form.addEventListener("input", () => {
    clearTimeout(timer);
    status.textContent = ""; // what is written now is not kept yet
    timer = setTimeout(keep, PAUSE);
  });
  // Whoever goes on within the pause has written it all the same.
  for (const going of ["focusout", "submit"]) form.addEventListener(going, () => timer && keep());
  form.addEventListener("acted", async () => {
    over = true;
    clearTimeout(timer);
    await saving; // what is still on its way to the disk would stay there
    await forget(name);
  });
  await sweep();
  if (await restore(form, name).catch(() => forget(name))) offer(form, name, status);
}

const forget = (name) => on("readwrite", (drafts) => done(drafts.delete(name)));

async function save(form, name) {
  const values = Array.from(written(form), (field) => [field.name, field.value, field.checked ?? false]);
  const iv = crypto.getRandomValues(new Uint8Array(12));
  const text = await crypto.subtle.encrypt({ name: "AES-GCM", iv }, await key(), utf8(JSON.stringify(values)));
  await on("readwrite", (drafts) => done(drafts.put({ iv, text, kept: Date.now() }, name)));
}

async function restore(form, name) {
  const kept = await on("readonly", (drafts) => done(drafts.get(name)));
  if (!kept) return false;
  const text = await crypto.subtle.decrypt({ name: "AES-GCM", iv: kept.iv }, await key(), kept.text);
  const values = JSON.parse(fromUtf8(new Uint8Array(text)));
  for (const field of written(form)) {
    const choice = field.type === "radio" || field.type === "checkbox";
    const place = values.findIndex(([known, value]) => known === field.name && (!choice || value === field.value));
    if (place < 0) continue;
    const [found] = values.splice(place, 1); // the next field of that name has an answer of its own
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

/** Throw away what nobody came back to. */
const sweep = () => on("readwrite", async (drafts) => {
  const [names, all] = await Promise.all([done(drafts.getAllKeys()), done(drafts.getAll())]);
  const late = names.filter((_name, index) => !(all[index].kept > Date.now() - LONGEST));
  await Promise.all(late.map((name) => done(drafts.delete(name))));
});

const KINDS = new Set(["hidden", "file", "password", "select-multiple"]);
const written = (form) => Array.from(form.elements).filter((field) => field.name && !field.readOnly && !KINDS.has(field.type));

async function key() {
  const known = await on("readonly", (_drafts, keys) => done(keys.get("drafts")));
  if (known) return known;
  const made = await crypto.subtle.generateKey({ name: "AES-GCM", length: 256 }, false, ["encrypt", "decrypt"]);
  await on("readwrite", (_drafts, keys) => done(keys.put(made, "drafts")));
  return made;
}

document.querySelectorAll("form[data-draft]").forEach(draft);
