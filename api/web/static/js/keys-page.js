// The keys of this browser, as the ledger knows them: turning one into the next, and taking one out for ever.

import { beginTurn, forget, list, rotation, turn } from "./keys.js";
import { node } from "./node.js";
import { prepare, show, signAndSend } from "./sign-form.js";

const WORDS = {
  th: {
    valid: "ใช้ได้", revoked: "ถูกเพิกถอนแล้ว ลงนามไม่ได้", contested: "มีข้อสงสัย", absent: "ยังไม่ขึ้นทะเบียน รอนายทะเบียน",
    unknown: "เข้าสู่ระบบเพื่อดูว่าใช้ได้หรือไม่", of: "เลขประจำตัว", made: "สร้างเมื่อ", self: "คุณเก็บกุญแจเอง", rotate: "เปลี่ยนเป็นกุญแจใหม่",
    why: "ควรเปลี่ยนเมื่อสงสัยว่ามีคนอื่นได้ใช้เครื่องนี้ กุญแจเก่ากับใหม่ลงนามด้วยกัน แล้วกุญแจเก่าหมดอำนาจ", sign: "ลงนาม", cancel: "ไม่เอา เก็บไว้อย่างเดิม",
    turned: "เปลี่ยนแล้ว เข้าสู่ระบบอีกครั้งด้วยกุญแจใหม่", enter: "เข้าสู่ระบบ", forget: "ลบกุญแจออกจากเครื่อง",
    sure: "ลบแล้วเอาคืนไม่ได้ ถ้าจะลงนามอีกต้องขอกุญแจใหม่จากนายทะเบียน", yes: "ลบเลย",
  },
  en: {
    valid: "good", revoked: "ended: it signs no more", contested: "in doubt", absent: "not enrolled yet: the registrar has to sign",
    unknown: "sign in to see whether it is good", of: "Name in the ledger", made: "made", self: "you keep it yourself", rotate: "Turn to a new key",
    why: "Do so if somebody else may have used this device. The old and the new key sign together, and the old one ends.", sign: "Sign", cancel: "Leave it",
    turned: "Done. Sign in again, with the new key.", enter: "Sign in", forget: "Take the key out of this device",
    sure: "It cannot be had back. To sign again you need a new key from the registrar.", yes: "Take it out",
  },
};
const english = document.documentElement.lang.startsWith("en");
const words = english ? WORDS.en : WORDS.th;
const day = new Intl.DateTimeFormat(english ? "en-GB" : "th-TH-u-ca-buddhist", { dateStyle: "long", timeZone: "Asia/Bangkok" });

/**
 * Show the keys of this browser in `<section data-keys-here data-known data-actor data-origin data-registry>`.
 * @param {HTMLElement} section
 */
async function keysHere(section) {
  const known = new Map(JSON.parse(section.dataset.known).map((key) => [key.id, key.stands]));
  const held = await Promise.all((await list().catch(() => [])).map((key) => caughtUp(key, known)));
  section.querySelector("[data-none]").hidden = held.length > 0;
  const cards = held.map((key) => shown(key, state(key, known, section), section));
  section.querySelector("[data-list]").replaceChildren(...cards);
}

/** A rotation that was recorded while the answer was lost has made the next key the present one. */
async function caughtUp(key, known) {
  return key.following && known.get(key.next.id) === "valid" ? turn(key.id) : key;
}

function state(key, known, { dataset }) {
  if (known.has(key.id)) return known.get(key.id);
  return key.actor === dataset.actor ? "absent" : "unknown";
}

function shown(key, stands, section) {
  const mark = node("span", { className: `mark${{ valid: "", revoked: " mark--failed" }[stands] ?? " mark--unknown"}`, textContent: words[stands] });
  const about = `${words.of} ${key.actor.split("/")[1].slice(0, 8)} · ${words.made} ${day.format(new Date(key.created))} · ${words.self}`;
  const more = node("div");
  const name = node("h3", { className: "govuk-heading-s digest", textContent: key.id.match(/.{4}/g).join(" ") });
  const card = node("div", { className: "govuk-summary-card" }, [
    node("div", { className: "govuk-summary-card__content govuk-body" }, [name, node("p", {}, [mark]), node("p", { textContent: about }), more]),
  ]);
  const buttons = [button(words.forget, "secondary", () => leave(key, more, section))];
  if (stands === "valid" && key.actor === section.dataset.actor) buttons.unshift(button(words.rotate, "secondary", () => rotate(key, more, section)));
  more.replaceChildren(node("div", { className: "govuk-button-group" }, buttons));
  return card;
}

async function rotate(key, place, section) {
  const { origin, registry } = section.dataset;
  const prepared = await prepare(await rotation(origin, registry, await beginTurn(key.id)));
  const exact = node("div");
  show(prepared, exact);
  const sign = button(words.sign, "", async () => {
    sign.disabled = true;
    const outcome = await signAndSend(prepared);
    if (outcome.status !== "recorded") {
      const { code, title = code, detail = "" } = outcome.problem;
      place.replaceChildren(node("p", { className: "govuk-error-message", textContent: `${title} ${detail} (${code})` }));
      return;
    }
    await turn(key.id);
    const enter = node("a", { className: "govuk-button", href: "/sign-in?next=/keys", textContent: words.enter });
    section.querySelector("[data-list]").replaceChildren(node("p", { className: "govuk-body", role: "status", textContent: words.turned }), enter);
  });
  ask(place, words.why, [exact], [sign, button(words.cancel, "secondary", () => keysHere(section))]);
}

function leave(key, place, section) {
  const yes = button(words.yes, "warning", async () => {
    await forget(key.id);
    await keysHere(section);
  });
  ask(place, words.sure, [], [yes, button(words.cancel, "secondary", () => keysHere(section))]);
}

function ask(place, text, more, buttons) {
  const said = node("p", { textContent: text, tabIndex: -1 });
  place.replaceChildren(said, ...more, node("div", { className: "govuk-button-group" }, buttons));
  said.focus();
}

function button(textContent, kind, pressed) {
  const made = node("button", { type: "button", className: `govuk-button${kind && ` govuk-button--${kind}`}`, textContent });
  made.addEventListener("click", pressed);
  return made;
}

document.querySelectorAll("[data-keys-here]").forEach(keysHere);
