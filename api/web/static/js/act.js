// How somebody acts: a form is filled in, what it says is shown to the letter, the key of this browser signs it.
//
// <form data-act data-origin="…" data-stream="claim/…" data-type="AttestationGiven" data-by="actor/…"
//       data-seen='{"version": 4, "leaf": "…"}' data-next="/attest" data-offline>
// A stream `kind/new` begins one. Names of fields: see fields.js. With `data-offline` what is signed without a line
// is kept here and sent later. Beside the form stand <section data-confirm hidden> and <section data-result hidden>.

import { read } from "./fields.js";
import * as keys from "./keys.js";
import { node } from "./node.js";
import { keep } from "./outbox.js";
import { Refused, need } from "./refused.js";
import { explained } from "./sending.js";
import { deliver, prepare, show, signAndSend } from "./sign-form.js";

const WORDS = {
  th: {
    check: "อ่านก่อนลงนาม", sign: "ลงนาม", change: "กลับไปแก้ไข", signing: "กำลังลงนามและส่ง…",
    recorded: "บันทึกแล้ว", place: "ลำดับที่", receipt: "เก็บใบรับเป็นไฟล์", onwards: "ทำต่อ",
    waiting: "ลงนามแล้ว รอผู้ลงนามร่วม", waits: "จะมีผลเมื่อลงนามครบ ระหว่างนี้ยังไม่บันทึกลงบัญชี",
    kept: "ลงนามแล้ว เก็บไว้ในเครื่องนี้", later: "ยังไม่ถึงบัญชี จะส่งให้เองเมื่อมีสัญญาณ",
    unseen: "มีรายการใหม่ที่คุณยังไม่เห็น โปรดเปิดเรื่องดูก่อน แล้วจึงลงนาม", look: "เปิดเรื่องดูรายการใหม่", code: "รหัส",
    again: "ส่งอีกครั้ง", once: "คุณลงนามแล้ว ส่งซ้ำกี่ครั้งก็บันทึกเพียงครั้งเดียว",
  },
  en: {
    check: "Read before you sign", sign: "Sign", change: "Go back and change", signing: "Signing and sending…",
    recorded: "Recorded", place: "entry", receipt: "Keep the receipt as a file", onwards: "Go on",
    waiting: "Signed; somebody else must sign too", waits: "It takes effect once all have signed. Nothing is on record yet.",
    kept: "Signed and kept in this device", later: "The ledger does not have it yet. It is sent when there is a line.",
    unseen: "Something came that you have not seen. Look at the case first, then sign.", look: "See what is new", code: "Code",
    again: "Send again", once: "You have signed. However often it is sent, it is recorded once.",
  },
};
const words = document.documentElement.lang.startsWith("en") ? WORDS.en : WORDS.th;

/**
 * Let a form sign.
 * @param {HTMLFormElement} form
 */
export function act(form) {
  const confirm = beside(form, "confirm"), result = beside(form, "result");
  for (const button of form.querySelectorAll("button[disabled]")) button.disabled = false; // until now it did nothing
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    result.hidden = true;
    try {
      const said = await read(form);
      const prepared = await prepare({ ...head(form), ...said, keys: [await own(form)] });
      ask(prepared, said, { form, confirm, result });
    } catch (error) {
      await failed(error, { form, result });
    }
  });
}

/** Say what hindered, whatever it was: whoever pressed a button is never left without an answer. */
async function failed(error, { form, result }) {
  refused(await explained(error instanceof Refused ? error.code : "internal"), { form, result });
  if (!(error instanceof Refused)) throw error;
}

function head({ dataset }) {
  const [kind, name] = dataset.stream.split("/");
  return {
    origin: dataset.origin,
    stream: `${kind}/${name === "new" ? crypto.randomUUID() : name}`,
    type: dataset.type,
    by: dataset.by,
    ...(dataset.seen && { seen: JSON.parse(dataset.seen) }),
  };
}

/** The key of whoever is signed in: one of somebody else must not sign what stands on this page. */
async function own({ dataset }) {
  const chosen = await keys.chosen();
  const found = chosen?.actor === dataset.by ? chosen : (await keys.list()).find((one) => one.actor === dataset.by);
  need(found, "key_not_here");
  return found;
}

function ask(prepared, { told, labels }, { form, confirm, result }) {
  const exact = node("div");
  show(prepared, exact, labels);
  const status = node("p", { className: "govuk-body", role: "status" });
  const sign = node("button", { type: "button", className: "govuk-button", textContent: words.sign });
  const change = node("button", { type: "button", className: "govuk-button govuk-button--secondary", textContent: words.change });
  confirm.replaceChildren(heading(words.check), rows(told), exact, node("div", { className: "govuk-button-group" }, [sign, change]), status);
  turn(form, confirm);
  change.addEventListener("click", () => turn(confirm, form));
  sign.addEventListener("click", async () => {
    sign.disabled = change.disabled = true; // or it would be changed, and signed again, while it is on its way
    status.textContent = words.signing;
    try {
      const outcome = await signAndSend(prepared);
      turn(confirm, result);
      await tell(outcome, prepared, { form, result });
    } catch (error) {
      confirm.hidden = true;
      await failed(error, { form, result });
    }
  });
}

async function tell(outcome, prepared, { form, result }) {
  if (outcome.status === "refused" && outcome.submission && "offline" in form.dataset && !outcome.submission.cosigners.length) {
    await keep(outcome.submission);
    over(form, result, words.kept, [node("p", { className: "govuk-body", textContent: words.later })]);
  } else if (outcome.submission) {
    unsure(outcome, prepared, { form, result });
  } else if (outcome.status === "refused") {
    refused(outcome.problem, { form, result });
  } else if (outcome.status === "waiting") {
    over(form, result, words.waiting, [node("p", { className: "govuk-body", textContent: words.waits })]);
  } else {
    const { receipt } = outcome;
    const place = receipt ? ` · ${words.place} ${receipt.index}` : "";
    over(form, result, words.recorded + place, receipt ? [saved(receipt)] : []);
  }
}

function over(form, result, title, more) {
  form.dispatchEvent(new CustomEvent("acted", { bubbles: true }));
  const onwards = node("a", { className: "govuk-button", href: form.dataset.next ?? location.pathname, textContent: words.onwards });
  result.replaceChildren(node("div", { className: "govuk-panel govuk-panel--confirmation" }, [heading(title, "govuk-panel__title")]), ...more, node("p", {}, [onwards]));
  focus(result);
}

/** Let the very same be sent again: it may be recorded already, and signed anew it would be recorded twice. */
function unsure({ problem, submission }, prepared, { form, result }) {
  refused(problem, { form, result });
  form.hidden = true;
  const again = node("button", { type: "button", className: "govuk-button", textContent: words.again });
  again.addEventListener("click", async () => {
    again.disabled = true;
    await tell(await deliver(submission, prepared), prepared, { form, result });
  });
  result.append(node("p", { className: "govuk-body", textContent: words.once }), again);
}

function refused(problem, { form, result }) {
  const parts = [node("p", { className: "govuk-body", textContent: problem.detail ?? "" })];
  if (problem.unseen?.length) {
    parts.push(node("p", { className: "govuk-body", textContent: words.unseen }),
      node("p", {}, [node("a", { className: "govuk-link", href: form.dataset.case ?? location.href, textContent: words.look })]));
  }
  parts.push(node("p", { className: "govuk-body-s", textContent: `${words.code} ${problem.code}` }));
  result.replaceChildren(node("div", { className: "govuk-error-summary", role: "alert" },
    [heading(problem.title ?? problem.code, "govuk-error-summary__title"), node("div", { className: "govuk-error-summary__body" }, parts)]));
  form.hidden = false;
  focus(result);
}

function saved(receipt) {
  const file = new Blob([JSON.stringify(receipt, null, 1)], { type: "application/json" });
  return node("p", {}, [node("a", { className: "govuk-link", href: URL.createObjectURL(file), download: `receipt-${receipt.index}.json`, textContent: words.receipt })]);
}

const rows = (told) => node("dl", { className: "govuk-summary-list" }, told.map(({ label, text }) =>
  node("div", { className: "govuk-summary-list__row" }, [
    node("dt", { className: "govuk-summary-list__key", textContent: label }),
    node("dd", { className: "govuk-summary-list__value", textContent: text }),
  ])));

const heading = (textContent, className = "govuk-heading-m") => node("h2", { className, textContent });

function turn(from, to) {
  from.hidden = true;
  to.hidden = false;
  focus(to);
}

function focus(element) {
  element.hidden = false;
  element.tabIndex = -1;
  element.focus();
  element.scrollIntoView({ block: "start" });
}

function beside(form, name) {
  const alone = form.parentElement.querySelectorAll("form[data-act]").length === 1;
  const found = alone && form.parentElement.querySelector(`[data-${name}]`);
  if (found) return found; // of several forms each has its own
  const made = node("section", { hidden: true });
  made.dataset[name] = "";
  form.after(made);
  return made;
}

document.querySelectorAll("form[data-act]").forEach(act);
