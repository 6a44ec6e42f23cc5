// From the fields of a form to the members of an event: names are paths, and say of which kind a value is.
//
// name="data.found.0.fact"      a member at that path; a number is a place in a list
// name="data.law[]"             one more of a list
// name="sealed.applicant/facts" personal data, which is sealed under that name
// data-as="integer|satang|boolean|json"   how its text is read; without it, as text
// data-needs="data.amount.amount"         left out where nothing is answered under that name
// data-digest="data.text"                 of a sealed text: its SHA-256 stands there in the open, so it is published
// What is empty is left out: in an event a member that says nothing is not there. So is what is disabled or in a
// hidden fieldset. A name is answered once, lists apart: what is shown in words is all that is signed.

import { hex, sha256, utf8 } from "./bytes.js";
import { need } from "./refused.js";
import { tidied } from "./text.js";

const THAI_ZERO = 0x0e50;
const LANGUAGE = document.documentElement.lang.startsWith("en") ? "en-GB" : "th-TH"; // which counts Buddhist years
const day = new Intl.DateTimeFormat(LANGUAGE, { dateStyle: "long", timeZone: "UTC" });
const NUMBER = /^[0-9]+$/;

/** Thai digits as those that are signed. @param {string} text */
export const digits = (text) => text.replace(/[๐-๙]/g, (one) => String(one.charCodeAt(0) - THAI_ZERO));

const READ = {
  integer: (text) => integer(digits(text)),
  satang: (text) => satang(digits(text)),
  boolean: (text) => text === "true" || text === "on",
  json: (text) => JSON.parse(text),
};

/**
 * What a form says: the members of the event, what is sealed and how it is asked for, who signs as well, and each
 * other answer in words.
 * @param {HTMLFormElement} form
 * @returns {Promise<{data: object, sealed: Record<string, string>, labels: Record<string, string>, cosigners: string[], told: {label: string, text: string}[]}>}
 * @throws {Refused} `data_invalid`: a number is none, or one name is answered twice
 */
export async function read(form) {
  const data = empty(), sealed = empty(), labels = empty(), cosigners = [], told = [];
  for (const field of form.elements) {
    if (!counts(field, form)) continue;
    for (const text of texts(field)) {
      if (field.name.startsWith("data.")) {
        put(data, field.name.slice("data.".length), (READ[field.dataset.as] ?? tidied)(text));
      } else if (field.name.startsWith("sealed.")) {
        const sealing = tidied(text), { digest } = field.dataset;
        set(sealed, field.name.slice("sealed.".length), sealing);
        set(labels, field.name.slice("sealed.".length), label(field));
        if (digest) put(data, digest.slice("data.".length), hex(await sha256(utf8(sealing))));
      } else if (field.name === "cosigner") {
        cosigners.push(text);
      }
    }
    if (field.type !== "hidden" && !field.name.startsWith("sealed.")) told.push({ label: label(field), text: words(field) });
  }
  return { data: packed(data), sealed, labels, cosigners, told };
}

function counts(field, form) {
  const { as, needs } = field.dataset;
  if (!field.name || MUTE.has(field.type) || !(answered(field) || says(field, as))) return false;
  return isIn(field) && (!needs || Array.from(form.elements).some((one) => one.name === needs && isIn(one) && answered(one)));
}

const MUTE = new Set(["button", "submit", "reset", "file", "fieldset", "output"]);
const isIn = (field) => !field.matches(":disabled, fieldset[hidden] *");
const says = (field, as) => field.type === "checkbox" && as === "boolean"; // it says no where it is not ticked
const choice = (field) => field.type === "radio" || field.type === "checkbox";
const answered = (field) => (!choice(field) || field.checked) && tidied(field.value ?? "").trim() !== "";

function texts(field) {
  if (says(field, field.dataset.as)) return [String(field.checked)];
  if (field.type === "select-multiple") return Array.from(field.selectedOptions, (one) => one.value);
  return [field.value.trim()];
}

/** An object that has no member by birth, whatever a path is called. */
const empty = () => Object.create(null);

function put(into, path, value) {
  const steps = path.split(".");
  const last = steps.pop();
  let place = into;
  steps.forEach((step, index) => {
    const next = steps[index + 1] ?? last;
    place = place[fitting(place, step)] ??= NUMBER.test(next) ? [] : empty();
    need(typeof place === "object", "data_invalid");
  });
  if (last.endsWith("[]")) (place[fitting(place, last.slice(0, -2))] ??= []).push(value);
  else set(place, fitting(place, last), value);
}

/** A list has numbered places alone: what stood there under a name would be lost. */
function fitting(place, name) {
  need(!Array.isArray(place) || NUMBER.test(name), "data_invalid");
  return name;
}

function set(place, name, value) {
  need(!(name in place), "data_invalid");
  place[name] = value;
}

/** Lists without their empty places: somebody may have answered the first and the third. */
function packed(value) {
  if (Array.isArray(value)) return value.filter((one) => one !== undefined).map(packed);
  if (value === null || typeof value !== "object") return value;
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, packed(member)]));
}

function integer(text) {
  need(NUMBER.test(text) && Number.isSafeInteger(Number(text)), "data_invalid");
  return Number(text);
}

/** Baht as satang, digit by digit: a product of fractions is not always the amount that was written. */
function satang(text) {
  const [, baht, part = ""] = /^([0-9]+|[0-9]{1,3}(?:,[0-9]{3})+)(?:\.([0-9]{1,2}))?$/.exec(text) ?? [];
  need(baht, "data_invalid");
  return integer(baht.replaceAll(",", "") + part.padEnd(2, "0"));
}

function label(field) {
  const group = field.closest("fieldset")?.querySelector("legend")?.textContent;
  const own = field.labels?.[0]?.textContent;
  return (field.dataset.label ?? (choice(field) ? group : own) ?? field.name).trim();
}

function words(field) {
  if (field.selectedOptions) return Array.from(field.selectedOptions, (one) => one.textContent.trim()).join(", ");
  if (field.type === "checkbox" && !field.checked) return "–";
  if (choice(field)) return field.labels?.[0]?.textContent.trim() ?? field.value;
  if (field.type === "date") return day.format(new Date(field.value));
  return tidied(field.value).trim(); // as it is signed, not as it was typed
}
