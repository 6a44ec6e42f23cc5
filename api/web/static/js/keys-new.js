// A new key, made where it will be used. The link says for whom and with which registrar; its part after # is read
// here and sent to nobody. The new key signs that it is theirs, the registrar signs after a telephone call.

import { create, enrolment, forget, list } from "./keys.js";
import { explained } from "./sending.js";
import { prepare, show, signAndSend } from "./sign-form.js";
import { Refused } from "./refused.js";

const PAUSE = 5_000; // milliseconds between two looks at how it stands
const BEGUN = "phayan-enrolment"; // what was sent: the key's id and the name under which it waits
const WORDS = {
  th: {
    sending: "กำลังส่ง…", actor: "กุญแจของ", key: "กุญแจใหม่ ส่วนที่เปิดเผยได้", signers: "ผู้ลงนามสองกุญแจ", waiting: "ส่งแล้ว รอนายทะเบียนลงนาม เปิดหน้านี้ค้างไว้ หรือกลับมาเปิดใหม่ทีหลังก็ได้",
    recorded: "นายทะเบียนลงนามแล้ว กุญแจของคุณใช้ได้", refused: "บัญชีไม่รับกุญแจนี้ โปรดโทรหานายทะเบียน",
    over: "เลยเวลาหรือถูกยกเลิกแล้ว ขอลิงก์ใหม่จากนายทะเบียน",
  },
  en: {
    sending: "Sending…", actor: "A key of", key: "The new key, its public half", signers: "Two keys sign", waiting: "Sent. The registrar has to sign. Keep this page open, or come back later.",
    recorded: "The registrar has signed. Your key is good.", refused: "The ledger did not take this key. Please telephone the registrar.",
    over: "Its time is over, or somebody withdrew it. Ask the registrar for a new link.",
  },
};
const words = document.documentElement.lang.startsWith("en") ? WORDS.en : WORDS.th;

/**
 * Whom an invitation is for, and who signs as well; null if it is none.
 * @param {string} fragment what stands after `#`
 * @returns {{actor: string, registrar: {actor: string, key: string}} | null}
 */
export function invitation(fragment) {
  const said = new URLSearchParams(fragment);
  const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
  const [actor, registrar, key] = ["actor", "registrar", "key"].map((name) => said.get(name) ?? "");
  if (!uuid.test(actor) || !uuid.test(registrar) || !/^[0-9a-f]{16}$/.test(key)) return null;
  return { actor: `actor/${actor}`, registrar: { actor: `actor/${registrar}`, key } };
}

/**
 * Lead through it: make, read, sign, compare by telephone, wait.
 * @param {HTMLElement} section
 */
export async function enrol(section) {
  const begun = JSON.parse(localStorage.getItem(BEGUN) ?? "null");
  const keys = await list().catch(() => []);
  const invited = invitation(location.hash.slice(1));
  const waiting = begun && keys.find((key) => key.id === begun.key);
  if (waiting && (!invited || waiting.actor === invited.actor)) {
    compare(section, begun);
  } else if (invited) {
    const first = part(section, "begin");
    first.querySelector("[data-for]").textContent = invited.actor.split("/")[1];
    only(section, "begin");
    first.querySelector("button").addEventListener("click", () => attempt(section, () => make(section, invited)), { once: true });
  } else {
    only(section, "no-link");
  }
}

async function make(section, { actor, registrar }) {
  const held = await create(actor);
  const { origin, registry } = section.dataset;
  const prepared = await prepare(await enrolment(origin, registry, held, registrar));
  show(prepared, section.querySelector("[data-shown]"), { "data.actor": words.actor, "data.key": words.key, "signers": words.signers });
  only(section, "check");
  part(section, "check").querySelector("button").addEventListener("click", async () => {
    tell(section, words.sending);
    const outcome = await signAndSend(prepared);
    if (outcome.status !== "waiting") {
      await forget(held.id);
      tell(section, `${outcome.problem.title ?? ""} ${outcome.problem.detail ?? ""} (${outcome.problem.code})`);
      return;
    }
    const begun = { key: held.id, approval: outcome.approval.approval };
    localStorage.setItem(BEGUN, JSON.stringify(begun));
    compare(section, begun);
  }, { once: true });
}

function compare(section, { key, approval }) {
  const groups = key.match(/.{4}/g).map((four) => Object.assign(document.createElement("span"), { textContent: four }));
  section.querySelector("[data-fingerprint]").replaceChildren(...groups.flatMap((group) => [group, " "]));
  only(section, "compare");
  tell(section, words.waiting);
  follow(section, key, approval);
}

async function follow(section, key, approval) {
  const state = await stands(approval);
  if (state === "waiting") {
    setTimeout(() => follow(section, key, approval), PAUSE);
    return;
  }
  localStorage.removeItem(BEGUN);
  if (state !== "recorded") await forget(key);
  tell(section, words[state]);
  section.querySelector("[data-status]").classList.toggle("outbox--sent", state === "recorded");
  section.querySelector("[data-onwards]").hidden = state !== "recorded";
}

async function stands(approval) {
  try {
    const answer = await fetch(`/approvals/${approval}/status`);
    if (answer.status === 404) return "over";
    return answer.ok ? (await answer.json()).state : "waiting";
  } catch { // no line: it goes on waiting
    return "waiting";
  }
}

async function attempt(section, work) {
  try {
    await work();
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    const { code, title = code, detail = "" } = await explained(error.code);
    tell(section, `${title} ${detail}`);
  }
}

const part = (section, name) => section.querySelector(`[data-${name}]`);

function only(section, name) {
  for (const one of ["no-link", "begin", "check", "compare"]) part(section, one).hidden = one !== name;
}

function tell(section, text) {
  const status = section.querySelector("[data-status]");
  status.textContent = text;
  status.hidden = false;
}

document.querySelectorAll("[data-new-key]").forEach(enrol);
