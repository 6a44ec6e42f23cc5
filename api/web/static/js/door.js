// The page on which one signs in: which keys this browser keeps, and no click where there is one alone.

import { chosen, choose, list } from "./keys.js";
import { node } from "./node.js";
import "./signing-in.js";

const form = document.querySelector("form[data-sign-in]");
const keys = await list().catch(() => []);
const first = (await chosen().catch(() => undefined)) ?? keys[0];
form.querySelector("button").hidden = keys.length === 0;
document.querySelector("[data-no-key]").hidden = keys.length > 0;
if (keys.length > 1) offer();
if (first) await choose(first.id);
if (keys.length === 1 && "auto" in form.dataset && !justTried()) form.requestSubmit();

/** Whether this page signed in by itself a moment ago: where no cookie is kept it would do so for ever. */
function justTried() {
  const before = Number(sessionStorage.getItem("signed-in-at"));
  sessionStorage.setItem("signed-in-at", Date.now());
  return Date.now() - before < 10_000;
}

function offer() {
  for (const key of keys) {
    const id = `key-${key.id}`;
    const radio = node("input", {
      type: "radio", name: "key", id, value: key.id, checked: key.id === first.id, className: "govuk-radios__input",
    });
    radio.addEventListener("change", () => choose(key.id));
    const label = node("label", { htmlFor: id, className: "govuk-label govuk-radios__label" }, [key.id.replace(/(.{4})(?=.)/g, "$1 ")]);
    form.querySelector("[data-keys]").append(node("div", { className: "govuk-radios__item" }, [radio, label]));
  }
}
