// Stepping into a role of the demonstration: its key, which everybody may have, is put into this browser,
// where it cannot be taken out again, and signs in as any key does. Without this the form looks around only.

import { signInEnvelope } from "./envelope.js";
import { canonical } from "./canonical.js";
import { adopt, choose } from "./keys.js";
import { node } from "./node.js";

for (const form of document.querySelectorAll("form[data-demonstration]")) {
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    try {
      const headers = { "content-type": "application/x-www-form-urlencoded" };
      const answer = await fetch(`/demonstration/${form.dataset.demonstration}/key`, { method: "POST", headers });
      const part = await answer.json();
      const key = await adopt(part.actor, part.seed, part.next_seed);
      await choose(key.id);
      enter({ envelope: canonical(await signInEnvelope(form.dataset.origin, key)), next: part.home });
    } catch {
      form.submit(); // no key can be kept here: look around without one
    }
  });
}

function enter(fields) {
  const form = node("form", { method: "post", action: "/sign-in" });
  for (const [name, value] of Object.entries(fields)) {
    form.append(node("input", { type: "hidden", name, value }));
  }
  document.body.append(form);
  form.submit();
}
