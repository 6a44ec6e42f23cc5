// Signing in with a key: the browser makes what is signed, and takes nothing from the page but the ledger's name.

import { signInEnvelope } from "./envelope.js";
import { canonical } from "./canonical.js";
import { chosen } from "./keys.js";
import { Refused, need } from "./refused.js";
import { explained } from "./sending.js";

/**
 * Let `<form data-sign-in data-origin="…" method="post" action="/sign-in">` sign in: its submission carries
 * `envelope`, signed by the chosen key. What hinders is said in its `[data-problem]`. Forms that are on the page
 * when this module is loaded need no call.
 * @param {HTMLFormElement} form
 */
function signIn(form) {
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    try {
      const key = await chosen();
      need(key, "key_not_here");
      field(form).value = canonical(await signInEnvelope(form.dataset.origin, key));
      form.submit();
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      const { code, title = code, detail = "" } = await explained(error.code);
      form.querySelector("[data-problem]").textContent = `${title} ${detail}`;
    }
  });
}

function field(form) {
  const there = form.elements.namedItem("envelope");
  if (there) return there;
  const made = Object.assign(document.createElement("input"), { type: "hidden", name: "envelope" });
  form.append(made);
  return made;
}

document.querySelectorAll("form[data-sign-in]").forEach(signIn);
