// Signing what somebody else began: what is shown to the letter is what comes under the key of this browser, and
// the words shown beside it are those to which the statement commits.
//
// <form data-cosign="uuid" data-origin="…" data-by="actor/…" data-envelope="{…}" data-disclosures='["…"]'
//       data-names='{"applicant/facts": "…"}' data-next="/approve">
// with <div data-shown> and <p data-problem role="alert"> in it.

import { canonical } from "./canonical.js";
import { read } from "./disclosure.js";
import { addSignature, opened } from "./envelope.js";
import { list } from "./keys.js";
import { Refused, need } from "./refused.js";
import { explained } from "./sending.js";
import { postAs, show } from "./sign-form.js";

/**
 * Show what waits, and let it be signed.
 * @param {HTMLFormElement} form
 */
export async function cosign(form) {
  const { cosign: name, origin, by, next } = form.dataset;
  const button = form.querySelector("button"), problem = form.querySelector("[data-problem]");
  const tell = ({ code, title = code, detail = "" }) => { problem.textContent = `${title} ${detail}`; };
  button.disabled = true;
  try {
    const envelope = JSON.parse(form.dataset.envelope), shown = opened(envelope);
    const sealed = await committed(JSON.parse(form.dataset.disclosures), shown.sd ?? []);
    show({ statement: shown, sealed }, form.querySelector("[data-shown]"), JSON.parse(form.dataset.names));
    form.querySelector("details").open = true;
    button.disabled = false;
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      button.disabled = true;
      const outcome = await sign(envelope, shown).catch(refusal);
      button.disabled = false;
      if (outcome.problem) tell(outcome.problem);
      else location.assign(next);
    });
  } catch (error) {
    tell((await refusal(error)).problem);
  }

  async function sign(envelope, shown) {
    const key = (await list()).find((one) => one.actor === by && shown.signers.includes(one.id));
    need(key, "key_not_here");
    const body = canonical({ envelope: await addSignature(envelope, shown, key) });
    return postAs(key, origin, `/approvals/${name}`, body);
  }
}

/** The sealed words, if they are all that the statement commits to, and nothing else. */
async function committed(disclosures, digests) {
  const found = await Promise.all(disclosures.map(read));
  need(canonical(found.map((one) => one.digest).sort()) === canonical(digests), "not_as_shown");
  return Object.fromEntries(found.map((one) => [one.name, one.value]));
}

async function refusal(error) {
  if (!(error instanceof Refused)) throw error;
  return { problem: await explained(error.code) };
}

document.querySelectorAll("form[data-cosign]").forEach(cosign);
