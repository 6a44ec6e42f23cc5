// Stepping into a role of the demonstration: its key, which everybody may have, is put into this browser,
// where it cannot be taken out again, and signs in as any key does. Without this the form looks around only.

import { adopt, choose } from "./keys.js";
import { envelopeFor } from "./signing-in.js";

for (const form of document.querySelectorAll("form[data-demonstration]")) {
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    try {
      const name = form.dataset.demonstration;
      const answer = await fetch(`/demonstration/${name}/key`, {
        method: "POST",
        headers: { "content-type": "application/x-www-form-urlencoded" },
      });
      const part = await answer.json();
      const key = await adopt(part.actor, part.seed, part.next_seed);
      await choose(key.id);
      await enter(await envelopeFor(key, form.dataset.origin), part.home);
    } catch {
      form.submit(); // no key can be kept here: look around without one
    }
  });
}

function enter(envelope, next) {
  const form = document.createElement("form");
  form.method = "post";
  form.action = "/sign-in";
  for (const [name, value] of Object.entries({ envelope, next })) {
    const field = document.createElement("input");
    Object.assign(field, { type: "hidden", name, value });
    form.append(field);
  }
  document.body.append(form);
  form.submit();
}
