// Signing what somebody else began: what is shown to the letter is what comes under the key of this browser.
//
// <form data-cosign="uuid" data-origin="…" data-by="actor/…" data-envelope="{…}" data-sealed="{…}" data-next="/approve">
// with <div data-shown>, <p data-problem role="alert"> and <p data-done hidden> in it.

import { canonical } from "./canonical.js";
import { addSignature, opened } from "./envelope.js";
import { list } from "./keys.js";
import { Refused, need } from "./refused.js";
import { explained } from "./sending.js";
import { postAs, show } from "./sign-form.js";

/**
 * Show what waits, and let it be signed.
 * @param {HTMLFormElement} form
 */
export function cosign(form) {
  const { cosign: name, origin, by, envelope: text, sealed, next } = form.dataset;
  const envelope = JSON.parse(text), shown = opened(envelope);
  show({ statement: shown, sealed: JSON.parse(sealed) }, form.querySelector("[data-shown]"));
  form.querySelector("details").open = true;
  const button = form.querySelector("button"), problem = form.querySelector("[data-problem]");
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    button.disabled = true;
    const outcome = await signed().catch(refusal);
    button.disabled = false;
    if (outcome.problem) problem.textContent = `${outcome.problem.title ?? outcome.problem.code} ${outcome.problem.detail ?? ""}`;
    else location.assign(next);
  });

  async function signed() {
    const key = (await list()).find((one) => one.actor === by && shown.signers.includes(one.id));
    need(key, "key_not_here");
    const body = canonical({ envelope: await addSignature(envelope, shown, key) });
    return postAs(key, origin, `/approvals/${name}`, body);
  }
}

async function refusal(error) {
  if (!(error instanceof Refused)) throw error;
  return { problem: await explained(error.code) };
}

document.querySelectorAll("form[data-cosign]").forEach(cosign);
