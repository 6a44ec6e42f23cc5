// From the fields of a form to the members of an event: names are paths, and say of which kind a value is.
//
// name="data.found.0.fact"      a member at that path; a number is a place in a list
// name="data.law[]"             one more of a list
// name="sealed.applicant/facts" personal data, which is sealed under that name
// data-as="integer|satang|boolean|json"   how its text is read; without it, as text
// data-needs="data.amount.amount"         left out where that field is empty
// data-digest="data.text"                 of a sealed text: its SHA-256 stands there in the open, so it is published
// What is empty is left out: in an event a member that says nothing is not there.

import { hex, sha256, utf8 } from "./bytes.js";
import { need } from "./refused.js";
import { tidied } from "./text.js";

const THAI_ZERO = 0x0e50;

/** Thai digits as those that are signed. @param {string} text */
export const digits = (text) => text.replace(/[๐-๙]/g, (one) => String(one.charCodeAt(0) - THAI_ZERO));

const READ = {
  integer: (text) => whole(digits(text), 1),
  satang: (text) => whole(digits(text).replaceAll(",", ""), 100),
  boolean: (text) => text === "true" || text === "on",
  json: (text) => JSON.parse(text),
};

/**
 * What a form says: the members of the event, what is sealed, who signs as well, and each answer in words.
 * @param {HTMLFormElement} form
 * @returns {Promise<{data: object, sealed: Record<string, string>, cosigners: string[], told: {label: string, text: string}[]}>}
 * @throws {Refused} `data_invalid`: a number is none
 */
export async function read(form) {
  const data = {}, sealed = {}, cosigners = [], told = [];
  for (const field of form.elements) {
    if (!counts(field, form)) continue;
    const text = field.type === "checkbox" && field.dataset.as === "boolean" ? String(field.checked) : field.value.trim();
    if (field.name.startsWith("data.")) {
      put(data, field.name.slice("data.".length), (READ[field.dataset.as] ?? tidied)(text));
    } else if (field.name.startsWith("sealed.")) {
      const sealing = tidied(text), { digest } = field.dataset;
      sealed[field.name.slice("sealed.".length)] = sealing;
      if (digest) put(data, digest.slice("data.".length), hex(await sha256(utf8(sealing))));
    } else if (field.name === "cosigner") {
      cosigners.push(text);
    }
    if (field.type !== "hidden") told.push({ label: label(field), text: words(field) });
  }
  return { data: packed(data), sealed, cosigners, told };
}

function counts(field, form) {
  if (!field.name || field.disabled || field.matches("fieldset[hidden] *")) return false;
  if (field.type === "radio" && !field.checked) return false;
  if (field.type === "checkbox" && !field.checked && field.dataset.as !== "boolean") return false;
  const needed = field.dataset.needs && form.elements.namedItem(field.dataset.needs);
  return field.value.trim() !== "" && (!needed || needed.value.trim() !== "");
}

function put(into, path, value) {
  const steps = path.split(".");
  const last = steps.pop();
  let place = into;
  steps.forEach((step, index) => {
    const next = steps[index + 1] ?? last;
    place = place[step] ??= /^[0-9]+$/.test(next) ? [] : {};
  });
  if (last.endsWith("[]")) (place[last.slice(0, -2)] ??= []).push(value);
  else place[last] = value;
}

/** Lists without their empty places: somebody may have answered the first and the third. */
function packed(value) {
  if (Array.isArray(value)) return value.filter((one) => one !== undefined).map(packed);
  if (value === null || typeof value !== "object") return value;
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, packed(member)]));
}

function whole(text, times) {
  need(/^[0-9]+(\.[0-9]{1,2})?$/.test(text), "data_invalid");
  const value = Math.round(Number(text) * times);
  need(Number.isSafeInteger(value), "data_invalid");
  return value;
}

function label(field) {
  const group = field.closest("fieldset")?.querySelector("legend")?.textContent;
  const own = field.labels?.[0]?.textContent;
  const choice = field.type === "radio" || field.type === "checkbox";
  return (field.dataset.label ?? (choice ? group : own) ?? field.name).trim();
}

function words(field) {
  if (field.selectedOptions) return Array.from(field.selectedOptions, (one) => one.textContent.trim()).join(", ");
  if (field.type === "checkbox" && !field.checked) return "–";
  if (field.type === "radio" || field.type === "checkbox") return field.labels?.[0]?.textContent.trim() ?? field.value;
  return field.value.trim();
}
