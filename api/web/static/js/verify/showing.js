// Shows a report: the verdict, the numbered steps, each with a word and a shape, the facts and what is not proved.

import { FAILED, PASSED, UNCHECKED, Refusal, Unchecked } from "./result.js";
import { english, say, thaiOf, whyOf } from "./words.js";

const SHAPES = { [PASSED]: "✓", [FAILED]: "✕", [UNCHECKED]: "?" };
const COLOURS = { [PASSED]: "green", [FAILED]: "red", [UNCHECKED]: "yellow" };

/** Show `report` in `place`, with a `note` about its policy, and move the focus there. */
export function show(place, report, note = "") {
  const verdict = { [PASSED]: "verified", [FAILED]: "not verified", [UNCHECKED]: UNCHECKED }[report.outcome];
  const heading = element("h2", "govuk-heading-m", word(report.outcome, say(verdict)));
  const steps = element("ol", "govuk-list govuk-list--number govuk-list--spaced", ...report.steps.map(stepOf));
  const remarks = report.remarks.map((each) => element("li", "", ...both(each)));
  if (note) remarks.unshift(element("li", "", note));
  const list = remarks.length ? [element("ul", "govuk-list govuk-list--bullet", ...remarks)] : [];
  fill(place, heading, steps, ...factsOf(report.facts), ...list);
}

/** Show that a check came to no end, and why. */
export function showFault(place, error) {
  const expected = error instanceof Refusal || error instanceof Unchecked;
  if (!expected) console.error(error);
  const known = expected ? error.message : "the page could not finish the check";
  const heading = element("h2", "govuk-heading-m", word(UNCHECKED, say(UNCHECKED)));
  fill(place, heading, element("p", "govuk-body", ...both(known)));
}

function stepOf({ what, outcome, code, why }) {
  const parts = [word(outcome, say(outcome)), " ", ...both(what)];
  const reason = why ? [...both(why, whyOf(code, why)), " ", element("code", "", code)] : [];
  if (why) parts.push(element("p", "govuk-body-s govuk-!-margin-top-1", ...reason));
  return element("li", "", ...parts);
}

function factsOf(facts) {
  const plain = Object.entries(facts).filter(([name]) => name !== "disclosures");
  const rows = plain.map(([name, value]) => [say(`fact ${name}`), String(value)]);
  const sealed = new Map();  // a case has many withheld fields, which differ in nothing that is shown
  for (const [version, name, verdict] of facts.disclosures ?? []) {
    const row = JSON.stringify([say("sealed", { version }), `${name ? `${name}: ` : ""}${say(verdict)}`]);
    sealed.set(row, (sealed.get(row) ?? 0) + 1);
  }
  for (const [row, count] of sealed) {
    const [key, value] = JSON.parse(row);
    rows.push([key, count > 1 ? `${value} (${count})` : value]);
  }
  const row = ([key, value]) => {
    const told = element("dd", "govuk-summary-list__value", ...broken(value));
    return element("div", "govuk-summary-list__row", element("dt", "govuk-summary-list__key", key), told);
  };
  return rows.length ? [element("dl", "govuk-summary-list", ...rows.map(row))] : [];
}

/** Return a text that may be broken within its long words, and is copied whole all the same. */
function broken(value) {
  const parts = value.split(/(?<=[0-9a-f]{8})(?=[0-9a-f]{8})/);
  return parts.flatMap((part, at) => (at ? [element("wbr", ""), part] : [part]));
}

/** Return a word with its shape: whoever sees no colour reads it all the same. */
function word(outcome, text) {
  const shape = element("span", "", `${SHAPES[outcome]} `);
  shape.setAttribute("aria-hidden", "true");
  return element("strong", `govuk-tag govuk-tag--${COLOURS[outcome]}`, shape, text);
}

/** Return a sentence in the language of the page; in Thai with the command's own words below. */
function both(sentence, thai = thaiOf(sentence)) {
  if (english || !thai) return [original(sentence)];
  return [thai, element("br", ""), original(sentence)];
}

function original(sentence) {
  const text = element("span", english ? "" : "govuk-body-s verify-original", sentence);
  text.lang = "en";
  return text;
}

function fill(place, heading, ...rest) {
  place.replaceChildren(heading, ...rest);
  place.hidden = false;
  heading.tabIndex = -1;
  heading.focus();
}

function element(name, className, ...content) {
  const made = document.createElement(name);
  if (className) made.className = className;
  made.append(...content);
  return made;
}
