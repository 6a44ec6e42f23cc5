// The question before an attester: one way at a time is shown (answer, or decline), and days are those of today.
// The list of requests: what was signed without a line, and what became of it.

import { dropPage, keeping } from "./attest-keeping.js";
import { box } from "./attest-box.js";
import { watch } from "./outbox.js";

const DAY = 86_400_000;
const BANGKOK = 7 * 3_600_000;
const english = document.documentElement.lang.startsWith("en");
const spoken = new Intl.DateTimeFormat(english ? "en-GB-u-ca-buddhist" : "th-TH-u-ca-buddhist", {
  day: "numeric", month: "long", year: "numeric", timeZone: "UTC",
});

/** A day of the calendar as it is signed, `YYYY-MM-DD`. @param {number} time milliseconds @returns {string} */
export const civil = (time) => new Date(time).toISOString().slice(0, 10);

/**
 * Let an attester choose whether they answer or not; without this both forms stand one below the other.
 * @param {HTMLElement} ways
 */
export function choose(ways) {
  const parts = Array.from(document.querySelectorAll("[data-part]"));
  const turn = (name) => {
    ways.hidden = name !== undefined;
    for (const part of parts) part.hidden = part.dataset.part !== name;
  };
  turn();
  for (const back of document.querySelectorAll("[data-back]")) {
    back.hidden = false;
    back.addEventListener("click", () => turn());
  }
  for (const way of ways.querySelectorAll("[data-way]")) {
    way.addEventListener("click", (event) => {
      event.preventDefault();
      turn(way.dataset.way);
      const form = document.getElementById(way.dataset.way);
      for (const reason of form.querySelectorAll('[name="data.reason"]')) reason.checked = reason.value === way.dataset.reason;
      const first = form.querySelector("related" in way.dataset ? "select" : "[name=\"data.reason\"]:checked") ?? form.querySelector("input[type=radio]");
      form.parentElement.scrollIntoView({ block: "start" });
      first.focus({ preventScroll: true });
    });
  }
}

/**
 * Offer the days up to today, also on a page that was kept since yesterday, and let the life of what is signed
 * follow from the day on which it was seen.
 * @param {HTMLFormElement} form
 */
export function dated(form) {
  const days = form.elements.namedItem("data.observed_on");
  const until = form.elements.namedItem("data.expires_on");
  const today = Date.parse(civil(Date.now() + BANGKOK));
  for (let time = Date.parse(days.options[0].value) + DAY; time <= today; time += DAY) {
    days.prepend(new Option(spoken.format(time), civil(time)));
  }
  days.selectedIndex = 0;
  const follow = () => { until.value = civil(Date.parse(days.value) + Number(form.dataset.life) * DAY); };
  days.addEventListener("change", follow);
  follow();
}

document.querySelectorAll("[data-ways]").forEach(choose);
document.querySelectorAll("form[data-life]").forEach(dated);
document.addEventListener("acted", () => {
  for (const back of document.querySelectorAll("[data-back]")) back.hidden = true;
  dropPage(location.pathname);
});
const boxes = document.querySelectorAll("[data-outbox]");
boxes.forEach(box);
if (boxes.length === 0) watch(() => {}); // what waits is sent from the page of a claim too
document.querySelectorAll("[data-keep]").forEach(keeping);
